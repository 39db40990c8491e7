/* SPDX-License-Identifier: Apache-2.0 */
/* Writes the difference between what is stored about a child and what was assessed. */
#ifndef CHUYAN_MODEL_EVALUATE_DIFF_H
#define CHUYAN_MODEL_EVALUATE_DIFF_H

#include "model/gist.h"
#include "model/measure.h"
#include "model/owner.h"

struct evaluate_diff {
    struct db *db;
    const struct evaluator *ev;
    day_t today;
    bool fresh;                  /* nothing is stored: no need to look */
    bool worked;                 /* only records changed: groups, and who owes what is open already, stay as stored */
    bool only_count;             /* writes nothing, counts in `differing` */
    /* children whose stored rows were not what they should be; then `moves` is what tallies are the sum of */
    int64_t differing;           /* and places and staff */
    struct arena *arena;         /* as long as the evaluation */
    struct arena *scratch;       /* as long as one child */
    struct owners owners;
    struct tally_moves moves;
    struct measure_codes codes;  /* of the ledgers' person columns, */
    bool coded;                  /* filled when first asked */
    struct standing *old;        size_t old_cap;
    const struct gist *before;   /* of the child that is next: what is stored of it, when that is known; NULL: it is read */
    struct gist now;             /* the rows that stand from now on */
    size_t open_cap, alert_cap;
    struct buf packed, gist;
};

struct evaluate_diff *evaluate_diff_new(struct db *db, const struct evaluator *ev, day_t today, bool fresh, struct arena *a);
/* `space`: whose lists are the child's. */
enum rc evaluate_diff_child(struct evaluate_diff *d, const struct subject *s, const struct subject_space *space,
    const struct assess *a);
/* A child that is no longer in the table (an undone import). */
enum rc evaluate_diff_forget(struct evaluate_diff *d, int64_t child);
/* What was stored, into d->old; how many there are. */
size_t evaluate_diff_unpack(struct evaluate_diff *d, struct text packed);
/* Moves the tallies; call before the transaction ends. */
enum rc evaluate_diff_flush(struct evaluate_diff *d);

#endif
