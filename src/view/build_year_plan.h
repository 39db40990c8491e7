/* SPDX-License-Identifier: Apache-2.0 */
/* The year calendar of a place: what is due when, from the calendar and the schemes alone. It says nothing about any child but
 * how many a target has, and that only to those who may list them. */
#ifndef CHUYAN_VIEW_BUILD_YEAR_PLAN_H
#define CHUYAN_VIEW_BUILD_YEAR_PLAN_H

#include "gen/view/list.h"
#include "gen/view/year_plan.h"
#include "view/ask.h"

/* place 0: the widest that lies in q->scope. year: by the year it begins in; 0: that of q->today. A year outside the calendar
 * is empty and says so. RC_NOT_FOUND: no such place. */
enum rc build_year_plan(const struct ask *q, int64_t place, int year, struct year_plan_view *v);
/* The same as one table: month by month, then what comes regularly, then what follows an event. */
enum rc build_year_plan_paper(const struct ask *q, int64_t place, int year, struct list_view *v);

#endif
