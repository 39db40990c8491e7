/* SPDX-License-Identifier: Apache-2.0 */
/* The children on whom two counting rules differ, each with what both rules say, on any day. */
#ifndef CHUYAN_VIEW_BUILD_MEMBERS_H
#define CHUYAN_VIEW_BUILD_MEMBERS_H

#include "gen/view/members_diff.h"
#include "view/ask.h"

enum { DIFF_PAGE = 20 };
struct diff_query {
    struct text left, right;           /* empty: the county's own rule and the roll's */
    day_t as_of;
    int64_t skip;
    size_t most;                       /* children told at a time; 0: as a page shows them */
};

/* q->scope: the place whose children are compared. RC_NOT_FOUND: no such rule. */
enum rc build_members_diff(const struct ask *q, const struct diff_query *in, struct members_diff_view *v);

#endif
