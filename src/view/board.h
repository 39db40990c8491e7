/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by build_board*.c. */
#ifndef CHUYAN_VIEW_BOARD_H
#define CHUYAN_VIEW_BOARD_H

#include "view/build_board.h"

/* Who sees figures but may not list the children of a place (leaders, inspectors, federations) is shown no small number: their
 * numbers of children are to the nearest SMALL_BASE, fewer than SMALL_BASE is said so, and a share of fewer than SMALL_OF is not
 * shown. A total is rounded by itself, so what is left out cannot be worked out from it (small.c). Whoever works with the
 * children, and a return to the competent authority, has exact numbers. */
enum { SMALL_BASE = 5, SMALL_OF = 20 };

struct board {
    const struct ask *q;
    bool small;                          /* small numbers are not shown to this reader */
    struct place place;
    struct text rule;                    /* the county's own */
    struct text base;                    /* address of the board itself */
    /* first day of this term; of the one before, and its last; DAY_NONE when there is none */
    day_t term, before, before_end;
    int64_t sort;
    struct measure_sums now;
    struct board_county_view *v;
};

/* On time, of what was owed and not excused, per cent; -1 when nothing was owed. */
int64_t board_rate(int64_t met, int64_t expected, int64_t excused);
struct text board_count(const struct ask *q, int64_t n);

/* A number of children as this reader may see it: "37"; "约 35"; "少于 5". */
struct text board_people(const struct board *b, int64_t n);
/* A share of children, per cent, -1 when it is not shown. */
int64_t board_share(const struct board *b, int64_t part, int64_t of);
/* board_rate of duties, -1 also where too few are owed to be shown. */
int64_t board_rate_seen(const struct board *b, int64_t met, int64_t expected, int64_t excused);
/* The parts of `total` would, as shown, still give one of them away exactly: then none is shown. */
bool board_parts_tell(const struct board *b, int64_t total, const int64_t *part, size_t parts);

enum rc board_stats(struct board *b);     /* board_stats.c */
enum rc board_heat(struct board *b);      /* board_heat.c */
enum rc board_charts(struct board *b);    /* board_charts.c */

#endif
