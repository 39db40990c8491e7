/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps obligations, tallies, memberships and alerts of the database true: by difference for the children a transaction changed,
 * in that transaction; for everybody when the day or a scheme changes. */
#ifndef CHUYAN_MODEL_EVALUATE_H
#define CHUYAN_MODEL_EVALUATE_H

#include "model/assess.h"
#include "model/touched.h"

/* What a record did for one duty: the line "抵了 3 项" comes from here. */
struct evaluate_credit {
    int64_t child;                /* 0: the place or member of staff below */
    struct about about;
    int32_t duty;                 /* stored number */
    day_t from, due;              /* the window */
    int have, need;
    bool late;                    /* the window had ended when it was recorded */
};

/* Does a record stand among what credited an obligation? */
bool evaluate_credits(const struct cadence_obligation *o, int64_t encounter);

/* Evaluates the touched children, places and staff. With encounter != 0, credits (may be NULL) gets what that record credits, in
 * the arena. */
enum rc evaluate_touched(struct db *db, const struct evaluator *ev, const struct touched *t, day_t today, struct arena *a,
                         int64_t encounter, struct evaluate_credit **credits, size_t *n);

/* Evaluates everybody in one pass and notes the day. `rebuild` first forgets what is stored (a scheme or calendar changed).
 * progress (may be NULL) is told how many children are done. */
enum rc evaluate_all(struct db *db, const struct evaluator *ev, day_t today, bool rebuild, struct arena *a,
                     void (*progress)(void *, int64_t children), void *ctx);

/* Brings the county to `today` when it is not there yet, by difference; rebuilds when the plan is another than was stored. */
enum rc evaluate_roll(struct db *db, const struct evaluator *ev, day_t today, struct arena *a,
    void (*progress)(void *, int64_t), void *ctx);

/* Compares everything stored with everything evaluated; *wrong counts children and tallies that differ, and rows of children that
 * are gone. For `chuyan check` and tests. */
enum rc evaluate_verify(struct db *db, const struct evaluator *ev, day_t today, struct arena *a, int64_t *wrong);

#endif
