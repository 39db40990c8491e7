/* SPDX-License-Identifier: Apache-2.0 */
/* A duty that cannot be done: one person asks, another decides. */
#include "web/pages.h"

#include "model/exemption.h"
#include "view/build_excuse.h"
#include "web/page_ask.h"

static enum rc ask_show(struct request *q, struct reply *r, int64_t child, bool back)
{
    struct ask ask;
    struct excuse_view v;
    TRY(page_ask(q, &ask));
    struct excuse_draft d = {
        .child = child, .duty = param_int(q, "duty", 0), .from = param_day(q, "from", DAY_NONE),
            .last = param_day(q, "last", DAY_NONE)};
    struct field_state s = {.typed = page_typed, .ctx = q, .faults = &q->faults};
    TRY(build_excuse_ask(&ask, &d, back ? &s : NULL, &v));
    r->page.title = word(q->lang, W_excuse_title);
    REPLY_VIEW(q, r, excuse, &v);
    return RC_OK;
}

enum rc page_excuse_form(struct request *q, struct reply *r)
{
    int64_t *child;
    size_t n;
    TRY(page_children(q, "child", CAP_excuse_ask, 1, &child, &n));
    return n == 1 ? ask_show(q, r, child[0], false) : RC_NOT_FOUND;
}

enum rc page_excuse_ask(struct request *q, struct reply *r)
{
    int64_t *child, id;
    size_t n;
    if (q->ev == NULL) return RC_UNAVAILABLE;
    TRY(page_children(q, "child", CAP_excuse_ask, 1, &child, &n));
    if (n != 1) return RC_NOT_FOUND;
    struct exemption_input in = {
        .child = child[0], .duty = param_int(q, "duty", 0), .from = param_day(q, "from", DAY_NONE),
            .last = param_day(q, "last", DAY_NONE),
        .reason_code = param_text(q, "reason_code"), .reason = param_text(q, "reason"),
    };
    enum rc rc = q->faults.errors > 0 ? RC_INVALID : exemption_ask(&q->work, &in, &id);
    if (rc == RC_INVALID) {
        TRY(ask_show(q, r, child[0], true));
        return RC_INVALID;
    }
    if (rc != RC_OK) return rc;
    r->audit_object = id;
    r->audit_detail = text_fmt(q->arena, "reason=%.*s", TP(in.reason_code));
    reply_flash(r, word(q->lang, W_excuse_asked));
    reply_go(r, text_fmt(q->arena, "/child/%lld", (long long)child[0]));
    return RC_OK;
}

enum rc page_excuses(struct request *q, struct reply *r)
{
    struct ask ask;
    struct excuse_view v;
    TRY(page_ask(q, &ask));
    TRY(build_excuses(&ask, &v));
    r->page.title = word(q->lang, W_excuse_title);
    REPLY_VIEW(q, r, excuse, &v);
    return RC_OK;
}

enum rc page_excuse_decide(struct request *q, struct reply *r)
{
    bool approve = text_eqz(param_text(q, "step"), "approve");
    if (q->faults.errors > 0) return RC_INVALID;
    TRY(exemption_decide(&q->work, q->subject, approve));
    r->audit_detail = approve ? T("outcome=approved") : T("outcome=refused");
    reply_flash(r, word(q->lang, approve ? W_excuse_said_yes : W_excuse_said_no));
    reply_go(r, T("/excuses"));
    return RC_OK;
}
