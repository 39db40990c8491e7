/* SPDX-License-Identifier: Apache-2.0 */
/* Boards: where is help needed? Four figures with last term's beside them, duties by school or class, small charts, what
 * waits. */
#ifndef CHUYAN_VIEW_BUILD_BOARD_H
#define CHUYAN_VIEW_BUILD_BOARD_H

#include "gen/view/board_county.h"
#include "gen/view/board_school.h"
#include "gen/view/list.h"
#include "view/ledger.h"

struct board_query { int64_t place; int64_t sort; /* stored number of the duty to sort by, 0: official order */ };

/* q->scope: for the lists of children behind the figures; their numbers are of the place. */
enum rc build_board_county(const struct ask *q, const struct board_query *in, struct board_county_view *v);
enum rc build_board_school(const struct ask *q, const struct board_query *in, struct board_school_view *v);

/* The children of a place for whom a duty is open: the list behind a cell of the heat table. duty 0: all duties. */
enum { DUTY_LIST = 300 };
enum rc build_board_duty(const struct ask *q, int64_t place, int64_t duty, struct list_view *v);

#endif
