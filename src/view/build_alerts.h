/* SPDX-License-Identifier: Apache-2.0 */
/* Facts about children that should not wait, with what to do now. */
#ifndef CHUYAN_VIEW_BUILD_ALERTS_H
#define CHUYAN_VIEW_BUILD_ALERTS_H

#include "gen/view/list.h"
#include "view/ask.h"

enum { ALERTS_MAX = 200 };

/* q->scope: scope_at(CAP_child_list), or scope_mine(CAP_child_read) when `mine`: the children one is paired with. */
enum rc build_alerts(const struct ask *q, bool mine, struct list_view *v);

#endif
