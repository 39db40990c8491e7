/* SPDX-License-Identifier: Apache-2.0 */
/* Everything evaluation reads and never changes: the plan of a county's loaded schemes, its calendars, the numbers of its duties.
 * Made when the server or a command starts and made anew when a scheme, calendar or setting changes; shared by threads. */
#ifndef CHUYAN_MODEL_EVALUATOR_H
#define CHUYAN_MODEL_EVALUATOR_H

#include "access/role.h"
#include "scheme/plan.h"
#include "store/store.h"

/* A calendar in force at a range of places, with the windows of all duties under it. The first is the county's, for
 * everywhere. */
struct evaluator_calendar {
    int64_t key_lo, key_hi;
    const struct calendar *calendar;
    const struct cadence_plan *cadence;
};

struct evaluator {
    int64_t county;
    struct arena *arena;
    const struct codes *codes;
    const struct roles *roles;
    const struct plan *plan;
    struct evaluator_calendar *calendar;  size_t calendar_count;
    const struct cadence_duty *duty;      size_t duty_count;    /* those carried out, whatever they are about, by stored number */
    const int *plan_index;                /* of each: its place in plan.duty */
    const uint8_t *scope_of;              /* of each: index in `groups`, for the cadence engine; 255: not about children */
    bool stands[SUBJECT_COUNT];                                 /* such places have to have facilities */
    bool owes[SUBJECT_COUNT];                                   /* any duty about such a subject */
    int *groups;                          size_t group_count;   /* the groups that duties are for */
    uint32_t relation_roles[EXPR_RELATIONS];                    /* role bits by relation */
    bool follows_events;                                        /* some duty is owed after an event */
    /* differs when plan or calendars differ: stored standings of another digest are rebuilt */
    int64_t digest;
    int64_t reading;   /* differs too when its facts and relations have other numbers: what a gist (gist.h) is made for */
    day_t from;                           /* obligations are kept from this day on: first day of the school year before */
};

enum { EVALUATE_AHEAD = 7 };              /* planned obligations are listed so many days before their window begins */

/* From the schemes in the database. Faults name what does not load (then the old one stays in force at the caller).
 * The arena is the evaluator's own: free it with evaluator_free. */
enum rc evaluator_new(struct db *db, int64_t county, day_t today, struct faults *f, struct evaluator **out);
/* The same as if `tried` were loaded too, from its own `from` on; its duties have numbers that are lent. For looking only:
 * nothing that such an evaluator gives may be stored. The files of `tried` are copied. */
enum rc evaluator_try(struct db *db, int64_t county, day_t today, const struct plan_source *tried, struct faults *f,
                      struct evaluator **out);
void evaluator_free(struct evaluator *ev);

/* Index of a stored duty number, or -1; its plan element. */
int evaluator_duty(const struct evaluator *ev, int64_t stored);
const struct plan_duty *evaluator_plan_duty(const struct evaluator *ev, int64_t stored);
const struct evaluator_calendar *evaluator_calendar_at(const struct evaluator *ev, int64_t place_key);

#endif
