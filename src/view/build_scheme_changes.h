/* SPDX-License-Identifier: Apache-2.0 */
/* Two versions of a scheme side by side, in words. */
#ifndef CHUYAN_VIEW_BUILD_SCHEME_CHANGES_H
#define CHUYAN_VIEW_BUILD_SCHEME_CHANGES_H

#include "gen/view/scheme_changes.h"
#include "scheme/plan.h"
#include "view/ask.h"

/* One loaded version against another of the same scheme; since 0: the one loaded before it. RC_NOT_FOUND: no such version, or
 * none before it. */
enum rc build_scheme_changes(const struct ask *q, struct text id, int version, int since, struct scheme_changes_view *v);
/* The loaded version before it, 0: none. */
int scheme_version_before(const struct ask *q, struct text id, int version);
/* A text against another, whether loaded or not. */
void build_text_changes(const struct ask *q, const struct plan_source *before, const struct plan_source *after,
    struct scheme_changes_view *v);

#endif
