/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by measure*.c. */
#ifndef CHUYAN_MODEL_MEASURE_PART_H
#define CHUYAN_MODEL_MEASURE_PART_H

#include "model/measure_sum.h"

static inline bool measure_at_day(day_t from, day_t to, day_t d)
{
    return from <= d && d < to;
}

/* The class of a day: index in member.enrolment, -1 when the child is not on the roll. */
static inline int measure_enrolment_on(const struct subject *s, day_t day)
{
    for (size_t i = 0; i < s->member.enrolment_count; i++) {
        if (measure_at_day(s->member.enrolment[i].from, s->member.enrolment[i].to, day)) return (int)i;
    }
    return -1;
}

/* Hits of work within the scope as a walk tells them, each once but in no order, when as_of is the day for which memberships are
 * stored. `each` false: class and column are told alone, for sums. */
enum rc measure_work(struct db *db, const struct scope *scope, const struct measure_frame *f, bool each, struct arena *a,
                     measure_sink *sink, void *ctx);

#endif
