/* SPDX-License-Identifier: Apache-2.0 */
#include "model/promotion.h"
#include "view/build_promote.h"
#include "web/page_ask.h"
#include "web/pages.h"

static enum rc promote_show(struct request *q, struct reply *r, bool back)
{
    struct ask ask;
    struct promote_view v;
    struct field_state s = {.typed = page_typed, .ctx = q, .faults = &q->faults};
    TRY(page_ask(q, &ask));
    TRY(build_promote(&ask, back ? &s : NULL, &v));
    r->page.title = word(q->lang, W_nav_promote);
    REPLY_VIEW(q, r, promote, &v);
    return RC_OK;
}

enum rc page_promote(struct request *q, struct reply *r)
{
    return promote_show(q, r, false);
}

struct promoting { int year; };

static enum rc promote_write(struct request *q, struct reply *r, void *p)
{
    const struct promoting *x = p;
    int64_t batch = 0;
    TRY(promotion_run(&q->work, &q->scope, x->year, NULL, &batch));
    r->audit_object = batch;
    r->audit_detail = T("outcome=applied");
    reply_flash(r, word(q->lang, W_promote_said));
    reply_go(r, T("/promote"));
    return RC_OK;
}

enum rc page_promote_run(struct request *q, struct reply *r)
{
    struct promoting x = {.year = (int)param_int(q, "year", 0)};
    if (!param_bool(q, "sure")) fault_add(&q->faults, T("sure"), W_promote_sure_no, TEXT_NONE, TEXT_NONE);
    if (x.year != promote_year(q->today)) fault_add(&q->faults, T("year"), W_promote_other_year, TEXT_NONE, TEXT_NONE);
    enum rc rc = q->faults.errors > 0 ? RC_INVALID : request_write(q, r, promote_write, &x);
    if (rc != RC_INVALID && !(rc == RC_CONFLICT && q->faults.errors > 0)) return rc;
    TRY(promote_show(q, r, true));
    return RC_INVALID;
}
