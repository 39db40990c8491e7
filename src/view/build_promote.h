/* SPDX-License-Identifier: Apache-2.0 */
/* A new school year: what would happen to each class (of a county: of each school), who waits for a school, and whether it
 * was done. */
#ifndef CHUYAN_VIEW_BUILD_PROMOTE_H
#define CHUYAN_VIEW_BUILD_PROMOTE_H

#include "gen/view/promote.h"
#include "view/field.h"

enum { PROMOTE_WAITING = 200, PROMOTE_AHEAD = 62 };

/* The school year that is next to be begun: from July on the coming one. */
int promote_year(day_t today);
/* q->scope: scope_at(CAP_roll_import). */
enum rc build_promote(const struct ask *q, const struct field_state *state, struct promote_view *v);

#endif
