/* SPDX-License-Identifier: Apache-2.0 */
/* Whom to call at once, and the numbers that a county, a centre school or a school adds to it. */
#include "web/pages.h"

#include "model/call_number.h"
#include "view/build_numbers.h"
#include "web/page_ask.h"

/* Also for whoever is not signed in, and while no plan is loaded. */
enum rc page_numbers(struct request *q, struct reply *r)
{
    struct ask ask = {.db = q->db, .roles = q->roles, .who = q->who, .today = q->today, .lang = q->lang, .arena = q->arena};
    struct numbers_view v;
    TRY(build_numbers(&ask, &v));
    r->page.title = word(q->lang, W_numbers_title);
    REPLY_VIEW(q, r, numbers, &v);
    return RC_OK;
}

static enum rc edit_show(struct request *q, struct reply *r, bool back)
{
    struct ask ask;
    struct numbers_edit_view v;
    struct field_state s = {.typed = page_typed, .ctx = q, .faults = &q->faults};
    TRY(page_ask(q, &ask));
    TRY(build_numbers_edit(&ask, q->place, back ? &s : NULL, &v));
    r->page.title = word(q->lang, W_numbers_edit_title);
    REPLY_VIEW(q, r, numbers_edit, &v);
    return RC_OK;
}

enum rc page_numbers_edit(struct request *q, struct reply *r)
{
    return edit_show(q, r, false);
}

static void edit_leave(struct request *q, struct reply *r, enum word said)
{
    reply_flash(r, word(q->lang, said));
    reply_go(r, text_fmt(q->arena, "/numbers/edit?place=%lld", (long long)q->place));
}

enum rc page_numbers_add(struct request *q, struct reply *r)
{
    struct place at;
    struct call_number in = {.name = param_text(q, "name"), .number = param_text(q, "number"), .note = param_text(q, "note"),
        .order_no = param_int(q, "order", CALL_USUAL)};
    int64_t id;
    TRY(place_by_id(q->db, q->who->county, q->place, q->arena, &at));
    enum rc rc = q->faults.errors > 0 ? RC_INVALID : call_number_add(&q->work, &at, &in, &id);
    if (rc == RC_INVALID) {
        TRY(edit_show(q, r, true));
        return RC_INVALID;
    }
    if (rc != RC_OK) return rc;
    r->audit_object = id;
    r->audit_detail = text_fmt(q->arena, "outcome=added number=%.*s", TP(in.number));
    edit_leave(q, r, W_numbers_added);
    return RC_OK;
}

enum rc page_numbers_drop(struct request *q, struct reply *r)
{
    int64_t id = param_int(q, "number", 0);
    if (q->faults.errors > 0) return RC_INVALID;
    TRY(call_number_drop(&q->work, q->place, id));
    r->audit_object = id;
    r->audit_detail = T("outcome=dropped");
    edit_leave(q, r, W_numbers_dropped);
    return RC_OK;
}
