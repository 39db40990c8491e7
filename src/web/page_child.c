/* SPDX-License-Identifier: Apache-2.0 */
#include "web/pages.h"

#include "view/build_child.h"
#include "view/build_child_brief.h"
#include "web/page_ask.h"

static enum rc brief_show(const struct ask *ask, struct reply *r)
{
    struct child_brief_view v;
    TRY(build_child_brief(ask, &v));
    child_brief_view_json(&r->body, &v);
    return RC_OK;
}

/* A program gets the brief, and with whole=1 all that the page shows. */
enum rc page_child(struct request *q, struct reply *r)
{
    struct ask ask;
    struct child_view v;
    TRY(page_ask(q, &ask));
    if (q->want == WANT_JSON && !param_bool(q, "whole")) return brief_show(&ask, r);
    TRY(build_child(&ask, q->subject, param_day(q, "before", DAY_NONE), &v));
    r->page.title = v.name;
    REPLY_VIEW(q, r, child, &v);
    return RC_OK;
}

static enum rc reveal_show(struct request *q, struct reply *r, bool given)
{
    struct ask ask;
    struct reveal_view v;
    TRY(page_ask(q, &ask));
    TRY(build_reveal(&ask, q->subject, param_text(q, "what"), given, &v));
    r->page.title = v.label;
    REPLY_VIEW(q, r, reveal, &v);
    return RC_OK;
}

enum rc page_reveal_form(struct request *q, struct reply *r)
{
    return reveal_show(q, r, false);
}

/* The value stands in this one answer, which no cache keeps; the reason stands in the audit log. */
enum rc page_reveal(struct request *q, struct reply *r)
{
    struct text what = param_text(q, "what");
    ptrdiff_t colon = text_find(what, T(":"));
    r->audit_detail = text_fmt(q->arena, "field=%.*s reason=%.*s", TP(colon < 0 ? what : text_sub(what, 0, (size_t)colon)),
        TP(param_text(q, "reason")));
    return reveal_show(q, r, true);
}
