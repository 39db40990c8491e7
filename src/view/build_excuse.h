/* SPDX-License-Identifier: Apache-2.0 */
/* Duties that cannot be done: asked by one person, decided by another. */
#ifndef CHUYAN_VIEW_BUILD_EXCUSE_H
#define CHUYAN_VIEW_BUILD_EXCUSE_H

#include "gen/view/excuse.h"
#include "view/field.h"

enum { EXCUSES_WAITING = 60, EXCUSES_DECIDED = 20 };

/* A child, or a place with those of its staff who are ticked; proven by the caller. duty 0: every duty. */
struct excuse_draft { int64_t child, place, duty; const int64_t *staff; size_t staffs; bool of_staff; day_t from, last; };

enum rc build_excuse_ask(const struct ask *q, const struct excuse_draft *d, const struct field_state *state,
    struct excuse_view *v);

/* q->scope: scope_at(CAP_excuse_approve). */
enum rc build_excuses(const struct ask *q, struct excuse_view *v);

#endif
