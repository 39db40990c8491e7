/* SPDX-License-Identifier: Apache-2.0 */
/* A place and what is asked of it and of its staff: owed, overdue, done; with all that lies below it. */
#ifndef CHUYAN_VIEW_BUILD_MATTERS_H
#define CHUYAN_VIEW_BUILD_MATTERS_H

#include "gen/view/matters.h"
#include "view/ask.h"

enum { MATTERS_SHOWN = 60, MATTERS_LOOK = 4000, MATTERS_DONE = 40 };

/* q->scope: the place. Figures run from the first day of the term (or of the school year outside of terms). */
enum rc build_matters(const struct ask *q, int64_t place, struct matters_view *v);

#endif
