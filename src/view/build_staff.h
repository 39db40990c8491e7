/* SPDX-License-Identifier: Apache-2.0 */
/* Colleagues: the list of a place, and one of them with posts, background check, account and leaving. */
#ifndef CHUYAN_VIEW_BUILD_STAFF_H
#define CHUYAN_VIEW_BUILD_STAFF_H

#include "gen/view/staff.h"
#include "gen/view/staff_show.h"
#include "view/field.h"

enum { STAFF_PAGE = 50, STAFF_FOUND = 30 };

struct staff_query {
    int64_t place, key_lo, key_hi;     /* proven by the caller; place 0: not named */
    struct text words, which;          /* which: "" all, stale (no valid check), unsigned (no account) */
    int64_t after_key, after_id, shown;
    bool adding;                       /* the form for somebody new is open */
};

enum rc build_staff(const struct ask *q, const struct staff_query *c, const struct field_state *state, struct staff_view *v);

struct staff_show_query {
    int64_t staff, key_lo, key_hi;     /* the gate proved the home place */
    struct text words;                 /* a successor is looked for */
    const char *form;                  /* the form that came back with faults; NULL none */
    struct text user, password;        /* a first password, shown once */
};

enum rc build_staff_show(const struct ask *q, const struct staff_show_query *c, const struct field_state *state,
    struct staff_show_view *v);

#endif
