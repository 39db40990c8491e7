/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_records.h"
#include "web/page_ask.h"
#include "web/page_paper.h"
#include "web/pages.h"

static struct records_query asked(const struct request *q, size_t most)
{
    return (struct records_query){
        .place = q->place,
        .kind = param_text(q, "kind"),
        .from = param_day(q, "from", DAY_NONE),
        .to = param_day(q, "to", DAY_NONE),
        .before = param_day(q, "before", DAY_NONE),
        .before_id = param_int(q, "before_id", 0),
        .most = most,
    };
}

enum rc page_records(struct request *q, struct reply *r)
{
    struct ask a;
    struct records_view v;
    struct records_query in = asked(q, RECORDS_PAGE);
    TRY(page_ask(q, &a));
    TRY(build_records(&a, &in, &v));
    r->page.title = v.title;
    REPLY_VIEW(q, r, records, &v);
    return RC_OK;
}

enum rc page_records_file(struct request *q, struct reply *r)
{
    struct ask a;
    struct list_view v;
    struct paper_mark m;
    struct records_query in = asked(q, RECORDS_FILE);
    TRY(page_ask(q, &a));
    TRY(build_records_paper(&a, &in, &v));
    TRY(page_paper_mark(q, r, &m));
    r->audit_detail = text_fmt(q->arena, "records rows=%zu", v.table->rows.n);
    struct buf out = buf_new(PAPER_BYTES);
    return page_paper_file(q, r, v.title, T(""), q->today, list_paper(&a, &v, &m, &out), &out);
}
