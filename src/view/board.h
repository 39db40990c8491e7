/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by build_board*.c. */
#ifndef CHUYAN_VIEW_BOARD_H
#define CHUYAN_VIEW_BOARD_H

#include "view/build_board.h"

struct board {
    const struct ask *q;
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

enum rc board_stats(struct board *b);     /* board_stats.c */
enum rc board_heat(struct board *b);      /* board_heat.c */
enum rc board_charts(struct board *b);    /* board_charts.c */

#endif
