/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of cadence share; nobody else includes it. */
#ifndef CHUYAN_SCHEME_CADENCE_INNER_H
#define CHUYAN_SCHEME_CADENCE_INNER_H

#include "scheme/cadence.h"

/* One window, with its counted days worked out. */
struct cadence_slot { day_t from, to; int32_t days; };

struct cadence_entry {
    struct cadence_duty duty;              /* with the defaults filled in */
    uint64_t kinds[CADENCE_KIND_WORDS];    /* of all alternatives: the first and cheapest test */
    bool narrow;                           /* built-in kinds alone: one word says all */
    struct cadence_slot *slots;            /* sorted, not overlapping; none for SINCE_… */
    size_t slot_count, slot_cap;
    struct cadence_slot over;              /* the window that lies over valid_from; days 0: none */
};

struct cadence_plan {
    const struct calendar *calendar;
    struct cadence_entry *entries;
    size_t count;
};

static inline day_t later_of(day_t a, day_t b)
{
    return a > b ? a : b;
}

static inline day_t sooner_of(day_t a, day_t b)
{
    return a < b ? a : b;
}

/* The day from which an encounter counts: never before it happened. */
static inline day_t encounter_known(const struct cadence_encounter *e)
{
    return later_of(e->day, e->known);
}

static inline bool credit_holds(const struct cadence_credit *c, const struct cadence_encounter *e)
{
    return cadence_has(c->kinds, e->kind) & ((c->modes == CADENCE_ANY) | (c->modes >> (e->mode & 31) & 1)) &
           ((e->met & c->met_all) == c->met_all) & ((c->met_any == 0) | ((e->met & c->met_any) != 0)) &
           ((c->roles == CADENCE_ANY) | ((e->roles & c->roles) != 0)) & (e->minutes >= c->min_minutes);
}

/* True when the day counts for the duty's treatment of holidays. */
bool cadence_day_counts(const struct cadence_plan *p, const struct cadence_duty *d, day_t day);
/* Counted days from … to, inclusive. */
int cadence_days(const struct cadence_plan *p, const struct cadence_duty *d, day_t from, day_t to);
/* Last day of a SINCE_… window counted from the day before its first (SINCE_LAST) or the event; DAY_NONE past the calendar. */
day_t cadence_since(const struct cadence_plan *p, const struct cadence_duty *d, day_t origin);
/* False when `day` lies too near to the credited `last` (DAY_NONE: none yet). */
bool cadence_far_enough(const struct cadence_plan *p, const struct cadence_duty *d, day_t last, day_t day);

#endif
