/* SPDX-License-Identifier: Apache-2.0 */
/* The children, places and members of staff that a transaction has changed; evaluated once each before it commits
 * (evaluate_touched). */
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
/* What a duty or a record may be about when it is not a child. Stored by these numbers: never renumber. */
enum about_kind { ABOUT_CHILD, ABOUT_PLACE, ABOUT_STAFF, ABOUT_FACILITY };
struct about { enum about_kind kind; int64_t id; };

/* A record with a child (model/gist.h). */
struct recorded;

struct touched {
    struct arena *arena;
    struct touched_child {
        int64_t child;
        enum touch how;
        const struct recorded *record;   /* the one thing that happened to it; NULL: that is not known */
    } *item;              /* unsorted, each child once */
    size_t n, cap;
    uint32_t *slot;       /* open addressing over children, 0 = free, else index + 1 */
    size_t slots;
    int64_t *roles;       /* those whose records need their role bits set again, perhaps with repeats */
    size_t roles_n, roles_cap;
    struct touched_about { struct about about; bool roles; } *about;   /* perhaps with repeats; evaluation sorts them */
    size_t about_n, about_cap;
};

struct touched touched_new(struct arena *a);
void touched_add(struct touched *t, int64_t child);   /* 0 is ignored */
/* Only a record with it was written (NULL: taken back); whatever else touches it counts for more. The record lives as long. */
void touched_add_work(struct touched *t, int64_t child, const struct recorded *record);
/* Is it among them? */
bool touched_has(const struct touched *t, int64_t child);
/* A child that this transaction has just made: its evaluation need not read what is stored. */
void touched_add_fresh(struct touched *t, int64_t child);
/* Touched, and the role bits of what was recorded with the child are to be set again first: a class, grant or pairing changed for
 * days that have gone by. */
void touched_roles(struct touched *t, int64_t child);
/* A place or a member of staff; `roles`: the bits of what was recorded about it are to be set again first. */
void touched_about(struct touched *t, enum about_kind kind, int64_t id, bool roles);
/* Anything to evaluate? */
bool touched_any(const struct touched *t);
void touched_clear(struct touched *t);

#endif
