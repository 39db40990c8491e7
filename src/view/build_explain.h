/* SPDX-License-Identifier: Apache-2.0 */
/* `chuyan scheme explain`: which duties one child has, why, and from which clause; and which it has not, and why not. */
#ifndef CHUYAN_VIEW_BUILD_EXPLAIN_H
#define CHUYAN_VIEW_BUILD_EXPLAIN_H

#include "gen/view/explain.h"
#include "model/touched.h"
#include "view/ask.h"

/* q->scope proves the child; q->today is the day it is explained for. */
enum rc build_explain(const struct ask *q, int64_t child, struct explain_view *v);

/* The same of a place or a member of staff; there are no groups. RC_NOT_FOUND: no such. */
enum rc build_explain_about(const struct ask *q, struct about about, struct explain_view *v);

#endif
