/* SPDX-License-Identifier: Apache-2.0 */
/* What is open: for a place with all below it, or for one member of staff. */
#ifndef CHUYAN_VIEW_BUILD_DUE_H
#define CHUYAN_VIEW_BUILD_DUE_H

#include "gen/view/due_list.h"
#include "view/ask.h"

/* q->scope: a place, or, with scope.staff, what that member of staff owes. `to`: windows that begin by then. The obligations
 * are those
 * stored: the county was brought to q->today before. */
enum rc build_due(const struct ask *q, day_t to, size_t limit, struct due_list_view *v);

/* The same as it stood, or will stand, on any day, worked out from nothing; reads everybody once. */
enum rc build_due_on(const struct ask *q, day_t to, size_t limit, struct due_list_view *v);

#endif
