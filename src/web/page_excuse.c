/* SPDX-License-Identifier: Apache-2.0 */
/* A duty that cannot be done: one person asks, another decides. It is about a child, a place, or members of staff of a place. */
#include "web/pages.h"

#include "model/exemption.h"
#include "scheme/plan.h"
#include "view/build_excuse.h"
#include "web/page_ask.h"

static enum rc draft_read(const struct request *q, struct excuse_draft *d)
{
    int64_t *child;
    size_t n;
    struct page_about about;
    if (q->ev == NULL) return RC_UNAVAILABLE;
    TRY(page_children(q, "child", CAP_excuse_ask, 1, &child, &n));
    TRY(page_about(q, CAP_excuse_ask, EXEMPTION_ABOUT, &about));
    *d = (struct excuse_draft){.child = n == 1 ? child[0] : 0, .place = about.place, .staff = about.staff, .staffs = about.staffs,
        .duty = param_int(q, "duty", 0), .from = param_day(q, "from", DAY_NONE), .last = param_day(q, "last", DAY_NONE)};
    const struct plan_duty *duty = d->duty == 0 ? NULL : evaluator_plan_duty(q->ev, d->duty);
    d->of_staff = d->place != 0 && (duty == NULL ? d->staffs > 0 : duty->subject == SUBJECT_STAFF);
    return (d->child != 0) != (d->place != 0) ? RC_OK : RC_NOT_FOUND;
}

static enum rc ask_show(struct request *q, struct reply *r, const struct excuse_draft *d, bool back)
{
    struct ask ask;
    struct excuse_view v;
    TRY(page_ask(q, &ask));
    struct field_state s = {.typed = page_typed, .ctx = q, .faults = &q->faults};
    TRY(build_excuse_ask(&ask, d, back ? &s : NULL, &v));
    r->page.title = word(q->lang, W_excuse_title);
    REPLY_VIEW(q, r, excuse, &v);
    return RC_OK;
}

enum rc page_excuse_form(struct request *q, struct reply *r)
{
    struct excuse_draft d;
    TRY(draft_read(q, &d));
    return ask_show(q, r, &d, false);
}

/* One for each member of staff that was ticked; *id is the first. */
static enum rc ask_all(struct request *q, const struct excuse_draft *d, struct exemption_input *in, int64_t *id)
{
    if (!d->of_staff) {
        in->about = d->child != 0 ? (struct about){ABOUT_CHILD, d->child} : (struct about){ABOUT_PLACE, d->place};
        return exemption_ask(&q->work, in, id);
    }
    if (d->staffs == 0) {
        fault_add(&q->faults, T("staff"), W_excuse_no_staff, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    for (size_t i = 0; i < d->staffs; i++) {
        int64_t one;
        in->about = (struct about){ABOUT_STAFF, d->staff[i]};
        TRY(exemption_ask(&q->work, in, &one));
        if (i == 0) *id = one;
    }
    return RC_OK;
}

static void ask_leave(struct request *q, struct reply *r, const struct excuse_draft *d, const struct page_about *at)
{
    if (d->child != 0) reply_go(r, text_fmt(q->arena, "/child/%lld", (long long)d->child));
    else if (!request_may(q, CAP_record_add, at->lo, at->hi)) reply_go(r, T("/today"));
    else reply_go(r, text_fmt(q->arena, "/matters?place=%lld", (long long)d->place));
}

enum rc page_excuse_ask(struct request *q, struct reply *r)
{
    struct excuse_draft d;
    struct page_about at;
    int64_t id = 0;
    TRY(draft_read(q, &d));
    TRY(page_about(q, CAP_excuse_ask, EXEMPTION_ABOUT, &at));
    struct exemption_input in = {.duty = d.duty, .from = d.from, .last = d.last, .reason_code = param_text(q, "reason_code"),
        .reason = param_text(q, "reason")};
    enum rc rc = q->faults.errors > 0 ? RC_INVALID : ask_all(q, &d, &in, &id);
    if (rc == RC_INVALID) {
        TRY(ask_show(q, r, &d, true));
        return RC_INVALID;
    }
    if (rc != RC_OK) return rc;
    r->audit_object = id;
    r->audit_detail = text_fmt(q->arena, "reason=%.*s about=%s n=%zu", TP(in.reason_code),
        d.child != 0 ? "child" : d.of_staff ? "staff" : "place", d.of_staff ? d.staffs : 1);
    reply_flash(r, word(q->lang, d.child != 0 ? W_excuse_asked : W_excuse_asked_about));
    ask_leave(q, r, &d, &at);
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
