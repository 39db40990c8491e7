/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by measure*.c. */
#ifndef CHUYAN_MODEL_MEASURE_PART_H
#define CHUYAN_MODEL_MEASURE_PART_H

#include "model/measure_sum.h"
#include "model/place.h"

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

/* A place of so few children that they are asked for one by one. */
static inline bool measure_few(const struct scope *scope)
{
    return scope->hi - scope->lo <= INT64_C(1) << PLACE_SCHOOL_BITS;
}

/* Hits of work within the scope as a walk tells them, each once but in no order, when as_of is the day for which memberships are
 * stored. */
enum rc measure_work(struct db *db, const struct scope *scope, const struct measure_frame *f, struct arena *a,
                     measure_sink *sink, void *ctx);
/* For sums: the same until `last` (as_of or before), of what is known on as_of, by class and column alone. Of few children all is
 * told whatever `last` says. */
enum rc measure_work_sums(struct db *db, const struct scope *scope, const struct measure_frame *f, day_t last, struct arena *a,
                          measure_sink *sink, void *ctx);

#endif
