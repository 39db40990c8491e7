/* SPDX-License-Identifier: Apache-2.0 */
/* Find a child, or look over a class. */
#ifndef CHUYAN_VIEW_BUILD_CHILDREN_H
#define CHUYAN_VIEW_BUILD_CHILDREN_H

#include "gen/view/children.h"
#include "gen/view/list.h"
#include "view/ask.h"

enum { CHILDREN_PAGE = 50 };

struct children_query {
    struct text words;             /* name, pinyin or initials; empty: the list */
    bool care;                     /* only those who belong to the county's own counting rule or any target */
    int64_t place;                 /* for links; its range is q->scope's */
    int64_t after_key, after_child;/* where the page begins, -1 and 0 at first */
    int64_t shown;                 /* how many stand on the pages before */
};

/* q->scope: scope_at(CAP_child_list). */
enum rc build_children(const struct ask *q, const struct children_query *c, struct children_view *v);

#endif
