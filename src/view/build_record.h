/* SPDX-License-Identifier: Apache-2.0 */
/* The form of a record: what its kind asks is data, so one builder makes them all; and the page of one record. */
#ifndef CHUYAN_VIEW_BUILD_RECORD_H
#define CHUYAN_VIEW_BUILD_RECORD_H

#include "gen/view/record.h"
#include "gen/view/record_show.h"
#include "view/ask.h"

/* What was chosen and typed so far. */
struct record_draft {
    struct text kind;                  /* empty: the first kind offered */
    const int64_t *child;              /* chosen */
    size_t child_count;
    bool many;                         /* the whole list to tick from */
    int64_t place;                     /* about a place or its staff: which, proven; 0: not chosen yet */
    int64_t facility;                  /* that stands at this place, proven; 0: about none */
    const int64_t *staff;              /* ticked */
    size_t staff_count;
    day_t day;                         /* DAY_NONE: today */
    int64_t replaces;                  /* written anew instead of this voided record, 0 none */
    struct text back;                  /* where cancelling leads */
    /* Typed values by parameter name when the form comes back (several separated by a space), TEXT_NONE when not given; may
     * be NULL. */
    struct text (*typed)(void *ctx, struct text name);
    void *ctx;
    const struct faults *faults;       /* may be NULL */
};

enum { RECORD_CHILDREN = 120 };

/* q->scope: scope_mine(CAP_record_add); children come from own classes and pairings, chosen ones are proven by the caller. */
enum rc build_record(const struct ask *q, const struct record_draft *draft, struct record_view *v);

/* q->scope proves the record through one of its children. RC_NOT_FOUND as well when it is closed to the one who asks
 * (see_closed). */
enum rc build_record_show(const struct ask *q, int64_t id, struct record_show_view *v);

/* May the one who asks take a record back: the own one, else when they answer (child_edit or excuse_approve) for every child
 * of it. */
enum rc record_may_void(const struct ask *q, int64_t id, bool *yes);

/* 已记。抵了 3 项：… — the line after saving; when it was worth nothing, that, and why. */
struct encounter_result;
struct text record_credit_line(const struct ask *q, const struct encounter_result *done);

#endif
