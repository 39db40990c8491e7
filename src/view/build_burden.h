/* SPDX-License-Identifier: Apache-2.0 */
/* The burden meter: what schemes ask of whom, in hours a week, from a day on. Nothing is stored, so it also tells what a
 * scheme that is
 * not loaded would ask: the evaluator is then one made for the trial. */
#ifndef CHUYAN_VIEW_BUILD_BURDEN_H
#define CHUYAN_VIEW_BUILD_BURDEN_H

#include "gen/view/burden.h"
#include "view/ask.h"

enum { BURDEN_WEEKS = 52, BURDEN_USUAL = 4 };

/* "3.5" hours of so many minutes. */
struct text burden_hours(struct arena *a, int64_t minutes);

/* q->ev: the plan that is tried. From q->today for so many weeks (1 … BURDEN_WEEKS). `tried`: id of the scheme that is tried,
 * or empty.
 * An obligation counts with that part of its window which lies in those weeks. Minutes are `typical` of the kind its button
 * opens; what is
 * done with many at once (mode meeting) counts once for a class. */
enum rc build_burden(const struct ask *q, struct text tried, int weeks, struct burden_view *v);

#endif
