/* SPDX-License-Identifier: Apache-2.0 */
/* Today: what does this person do next? */
#ifndef CHUYAN_VIEW_BUILD_TODAY_H
#define CHUYAN_VIEW_BUILD_TODAY_H

#include "gen/view/today.h"
#include "view/ask.h"

enum { TODAY_ROWS = 30 /* shown of a group */, TODAY_OBLIGATIONS = 600 };

/* q->scope: scope_mine(CAP_today). `all` shows every row of that group ("overdue", "week", "later"), none otherwise. */
enum rc build_today(const struct ask *q, struct text all, struct today_view *v);

#endif
