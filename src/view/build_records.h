/* SPDX-License-Identifier: Apache-2.0 */
/* What was done at a place in a span of days. A record about children is here while one of them is; one about a place or
 * its staff stays where it was made. What is closed to the one who asks
 * (counselling, sealed cases) is not in the list at all. */
#ifndef CHUYAN_VIEW_BUILD_RECORDS_H
#define CHUYAN_VIEW_BUILD_RECORDS_H

#include "gen/view/list.h"
#include "gen/view/records.h"
#include "view/ask.h"

enum { RECORDS_PAGE = 50, RECORDS_FILE = 20000, RECORDS_DAYS = 30 };

struct records_query {
    int64_t place;                  /* named in hrefs and on the paper; 0: that of the scope */
    struct text kind;               /* empty: all */
    day_t from, to;                 /* both inside; DAY_NONE: the last RECORDS_DAYS, today */
    day_t before;                   /* reading on: before this day, or on it before that number; DAY_NONE: from the newest */
    int64_t before_id;
    size_t most;                    /* rows: RECORDS_PAGE on a page */
};

/* q->scope is the place. A span that ends before it begins is empty. */
enum rc build_records(const struct ask *q, const struct records_query *in, struct records_view *v);
/* The same as a table for the spreadsheet, with every child's name. */
enum rc build_records_paper(const struct ask *q, const struct records_query *in, struct list_view *v);

#endif
