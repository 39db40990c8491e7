/* SPDX-License-Identifier: Apache-2.0 */
/* The children that a transaction has changed; evaluated once each before it commits (evaluate_touched). */
#ifndef CHUYAN_MODEL_TOUCHED_H
#define CHUYAN_MODEL_TOUCHED_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* What may have changed about a child, which says how much of what is stored must be worked out again. */
enum touch {
    TOUCH_ALL,            /* anything: facts, class, pairings, who holds a role over it */
    TOUCH_WORK,           /* only what was recorded with it: who owes and where it belongs stay as they are stored */
    TOUCH_FRESH           /* made in this transaction, so that nothing is stored of it yet */
};

struct touched {
    struct arena *arena;
    int64_t *child;       /* unsorted, without repeats */
    enum touch *how;      /* beside each */
    size_t n, cap, how_cap;
    uint32_t *slot;       /* open addressing over `child`, 0 = free, else index + 1 */
    size_t slots;
    int64_t *roles;       /* those whose records need their role bits set again, perhaps with repeats */
    size_t roles_n, roles_cap;
};

struct touched touched_new(struct arena *a);
void touched_add(struct touched *t, int64_t child);   /* 0 is ignored */
/* Only a record with it was written or taken back; whatever else touches it counts for more. */
void touched_add_work(struct touched *t, int64_t child);
/* A child that this transaction has just made: its evaluation need not read what is stored. */
void touched_add_fresh(struct touched *t, int64_t child);
/* Touched, and the role bits of what was recorded with the child are to be set again first: a class, grant or pairing changed for
 * days that have gone by. */
void touched_roles(struct touched *t, int64_t child);
void touched_clear(struct touched *t);

#endif
