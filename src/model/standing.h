/* SPDX-License-Identifier: Apache-2.0 */
/* What was last stored about the duties of one child: one entry a window, packed to about three bytes each, so that a change
 * of the child moves exactly the tallies that differ. Pure. */
#ifndef CHUYAN_MODEL_STANDING_H
#define CHUYAN_MODEL_STANDING_H

#include "base/buf.h"
#include "base/date.h"

enum standing_state { STANDING_OPEN, STANDING_MET, STANDING_MET_LATE, STANDING_EXCUSED, STANDING_STATES };

struct standing {
    int32_t duty;               /* stored number */
    day_t from, to;             /* the window, inclusive */
    enum standing_state state;
    int64_t place_key;          /* the class it is counted under */
};

/* Entries sorted by (duty, from). */
void standing_pack(struct buf *out, const struct standing *s, size_t n);
/* Returns how many there are, of which at most cap were written; SIZE_MAX when the bytes make no sense. */
size_t standing_unpack(struct text packed, struct standing *out, size_t cap);

/* The difference of one tally row. */
struct tally_move {
    int64_t place_key;
    int32_t duty;
    day_t from, to;
    int32_t expected, met, met_late, excused;
};

/* Collects moves of many children; equal keys are added up by tally_moves_fold. */
struct tally_moves {
    struct arena *arena;
    struct tally_move *item;
    size_t n, cap;
};

/* Adds what turns `old` into `new`. Both sorted by (duty, from). */
void standing_differ(struct tally_moves *out, const struct standing *old, size_t old_n, const struct standing *new, size_t new_n);
/* By (place_key, duty, from), of two struct tally_move, as qsort wants it. */
int tally_move_order(const void *a, const void *b);
/* Sorts by (place_key, duty, from), adds equal keys up and drops those that come to nothing. */
void tally_moves_fold(struct tally_moves *m);

#endif
