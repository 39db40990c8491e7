/* SPDX-License-Identifier: Apache-2.0 */
/* How complete a set is: what was ticked, and what stands in records, facts and facilities. Pure.
 *
 * - A tick counts from the day it was made until it is taken back.
 * - A record counts when it is of the kind, occurred in the span (this term, school year, year; ever) by as_of, and was known.
 * - A fact counts when any value of it holds that day; a facility when one of the kind stands that day at the place or below it;
 *   equipment and keeper when the facility itself has them.
 * - Complete: every item that is not optional. The level is the highest whose points are reached, of all items that are done. */
#ifndef CHUYAN_SCHEME_CHECKLIST_H
#define CHUYAN_SCHEME_CHECKLIST_H

#include "scheme/facility.h"
#include "scheme/member.h"

struct check_tick { struct text item; day_t day, known; int64_t by; };      /* of what was not taken back by as_of */

/* Everything an item may be read from; what does not belong to the subject is empty. */
struct check_world {
    day_t as_of, from[WITHIN_EVER + 1];                    /* first day of each span (check_spans) */
    const struct check_tick *tick;            size_t tick_count;
    const struct cadence_encounter *record;   size_t record_count;
    const struct member_fact *fact;           size_t fact_count;
    const struct facility_state *facility;    size_t facility_count;
    const struct facility_state *own;         /* of a facility: itself */
};

struct check_seen { bool done; int have; day_t day; int64_t by, record; };  /* record: the latest that shows it */
struct check_sum { int done, need, missing, points, level; /* index, -1 none */ };

/* The spans of as_of under a calendar. */
void check_spans(struct check_world *w, const struct calendar *c);
/* seen has room for c->item_count. */
struct check_sum checklist_judge(const struct plan_checklist *c, const struct check_world *w, struct check_seen *seen);

#endif
