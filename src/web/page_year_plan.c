/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_year_plan.h"
#include "web/page_ask.h"
#include "web/page_paper.h"
#include "web/pages.h"

enum rc page_year_plan(struct request *q, struct reply *r)
{
    struct ask a;
    struct year_plan_view v;
    TRY(page_ask(q, &a));
    TRY(build_year_plan(&a, q->place, (int)param_int(q, "year", 0), &v));
    r->page.title = v.title;
    REPLY_VIEW(q, r, year_plan, &v);
    return RC_OK;
}

enum rc page_year_plan_file(struct request *q, struct reply *r)
{
    struct ask a;
    struct list_view v;
    struct paper_mark m;
    TRY(page_ask(q, &a));
    TRY(build_year_plan_paper(&a, q->place, (int)param_int(q, "year", 0), &v));
    TRY(page_paper_mark(q, r, &m));
    struct buf out = buf_new(PAPER_BYTES);
    return page_paper_file(q, r, v.title, T(""), q->today, list_paper(&a, &v, &m, &out), &out);
}
