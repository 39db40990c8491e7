/* SPDX-License-Identifier: Apache-2.0 */
/* Colleagues: finding them, adding one, the yearly background check, handing over and leaving. */
#include "web/page_staff.h"

#include "format/phone.h"
#include "model/departure.h"
#include "model/pairing.h"
#include "model/place.h"
#include "model/staff.h"
#include "view/build_staff.h"
#include "view/said.h"
#include "web/pages.h"

/* ---- the list ---- */

static enum rc list_show(struct request *q, struct reply *r, bool adding, bool back)
{
    struct ask ask;
    struct staff_view v;
    TRY(page_ask(q, &ask));
    struct staff_query c = {.key_lo = q->place_lo, .key_hi = q->place_hi, .adding = adding, .after_key = -1};
    if (!adding) {
        c.place = param_int(q, "place", 0);
        c.which = param_text(q, "which");
    }
    if (!adding && q->route->method == METHOD_POST) c.words = param_text(q, "q");
    else if (!adding) {
        c.after_key = param_int(q, "after_key", -1);
        c.after_id = param_int(q, "after", 0);
        c.shown = param_int(q, "shown", 0);
    }
    struct field_state s = {.typed = page_typed, .ctx = q, .faults = &q->faults};
    TRY(build_staff(&ask, &c, back ? &s : NULL, &v));
    r->page.title = v.title;
    REPLY_VIEW(q, r, staff, &v);
    return RC_OK;
}

enum rc page_staff_list(struct request *q, struct reply *r)
{
    return list_show(q, r, false, false);
}

enum rc page_staff_add_form(struct request *q, struct reply *r)
{
    return list_show(q, r, true, false);
}

/* ---- somebody new ---- */

static void input_check(struct request *q, struct staff *s)
{
    struct place home;
    struct text phone = param_text(q, "phone");
    bool known = s->place > 0 && place_by_id(q->db, q->who->county, s->place, q->arena, &home) == RC_OK;
    if (!known || home.kind == PLACE_CLASS || !request_may(q, CAP_staff_edit, home.lo, home.hi)) {
        fault_add(&q->faults, T("home"), W_param_required, TEXT_NONE, TEXT_NONE);
    }
    if (!text_empty(phone)) {
        struct phone read = phone_read(q->arena, phone);
        if (read.kind == PHONE_NONE) fault_add(&q->faults, T("phone"), W_staff_phone_bad, phone, TEXT_NONE);
        s->phone = read.number;
    }
    if (s->check_day != DAY_NONE && s->check_day > q->today) fault_add(&q->faults, T("check_day"), W_staff_check_future,
        TEXT_NONE, TEXT_NONE);
}

enum rc page_staff_add(struct request *q, struct reply *r)
{
    struct staff s = {
        .place = param_int(q, "home", 0), .name = param_text(q, "name"), .code = param_text(q, "code"),
            .post = param_text(q, "post"),
        .sex = text_eqz(param_text(q, "sex"), "1") ? 1 : text_eqz(param_text(q, "sex"), "2") ? 2 : 0,
            .check_day = param_day(q, "check_day", DAY_NONE), .from = q->today, .to = DAY_NONE,
    };
    s.check_result = s.check_day == DAY_NONE ? T("none") : T("pass");
    input_check(q, &s);
    enum rc rc = q->faults.errors > 0 ? RC_INVALID : staff_add(&q->work, &s, 0);
    if (rc == RC_INVALID || rc == RC_CONFLICT) {
        TRY(list_show(q, r, true, true));
        return RC_INVALID;
    }
    if (rc != RC_OK) return rc;
    r->audit_object = s.id;
    reply_flash(r, word(q->lang, W_staff_added));
    reply_go(r, text_fmt(q->arena, "/staff/%lld", (long long)s.id));
    return RC_OK;
}

/* ---- one colleague ---- */

static enum rc one_show(struct request *q, struct reply *r, struct staff_show_query c)
{
    struct ask ask;
    struct staff_show_view v;
    TRY(page_ask(q, &ask));
    c.staff = q->subject;
    c.key_lo = q->place_lo;
    c.key_hi = q->place_hi;
    struct field_state s = {.typed = page_typed, .ctx = q, .faults = &q->faults};
    TRY(build_staff_show(&ask, &c, c.form == NULL ? NULL : &s, &v));
    r->page.title = v.title;
    REPLY_VIEW(q, r, staff_show, &v);
    return RC_OK;
}

enum rc staff_page_show(struct request *q, struct reply *r, const char *form, struct text user, struct text password)
{
    return one_show(q, r, (struct staff_show_query){.form = form, .user = user, .password = password});
}

enum rc staff_page_refuse(struct request *q, struct reply *r, const char *form, enum rc rc)
{
    if (rc != RC_INVALID && !(rc == RC_CONFLICT && q->faults.errors > 0)) return rc;
    TRY(staff_page_show(q, r, form, TEXT_NONE, TEXT_NONE));
    return RC_INVALID;
}

void staff_page_go(struct request *q, struct reply *r, struct text said)
{
    reply_flash(r, said);
    reply_go(r, text_fmt(q->arena, "/staff/%lld", (long long)q->subject));
}

enum rc page_staff_show(struct request *q, struct reply *r)
{
    return staff_page_show(q, r, NULL, TEXT_NONE, TEXT_NONE);
}

enum rc page_staff_successor(struct request *q, struct reply *r)
{
    return one_show(q, r, (struct staff_show_query){.words = param_text(q, "q")});
}

enum rc page_staff_check(struct request *q, struct reply *r)
{
    day_t day = param_day(q, "check_day", DAY_NONE);
    bool pass = text_eqz(param_text(q, "check_result"), "pass");
    if (day != DAY_NONE && day > q->today) fault_add(&q->faults, T("check_day"), W_staff_check_future, TEXT_NONE, TEXT_NONE);
    enum rc rc = q->faults.errors > 0 ? RC_INVALID : staff_check_set(&q->work, q->subject, day, pass ? "pass" : "blocked");
    if (rc != RC_OK) return staff_page_refuse(q, r, "check", rc);
    r->audit_detail = pass ? T("result=pass") : T("result=blocked");
    staff_page_go(q, r, word(q->lang, pass ? W_staff_check_saved : W_staff_check_blocked_said));
    return RC_OK;
}

static struct text moved_said(const struct request *q, enum word w, int64_t moved)
{
    struct text n = text_fmt(q->arena, "%lld", (long long)moved);
    return word_fill(q->arena, q->lang, w, &n, 1);
}

enum rc page_staff_handover(struct request *q, struct reply *r)
{
    int64_t moved = 0;
    if (q->ev == NULL) return RC_UNAVAILABLE;
    enum rc rc = q->faults.errors > 0 ? RC_INVALID
                                      : pairing_move(&q->work, q->subject, param_int(q, "hand_to", 0),
                                          param_day(q, "hand_day", q->today), "changed", &moved);
    if (rc != RC_OK) return staff_page_refuse(q, r, "handover", rc);
    r->audit_detail = text_fmt(q->arena, "moved=%lld", (long long)moved);
    staff_page_go(q, r, moved_said(q, W_staff_hand_done, moved));
    return RC_OK;
}

enum rc page_staff_leave(struct request *q, struct reply *r)
{
    int64_t moved = 0;
    if (q->ev == NULL) return RC_UNAVAILABLE;
    if (q->subject == q->who->staff) fault_add(&q->faults, T("leave"), W_staff_self, TEXT_NONE, TEXT_NONE);
    int64_t successor = param_int(q, "successor", 0);
    day_t on = param_day(q, "leave_day", q->today);
    enum rc rc = q->faults.errors > 0 ? RC_INVALID : departure_take(&q->work, q->subject, successor, on, &moved);
    if (rc != RC_OK) return staff_page_refuse(q, r, "leave", rc);
    r->audit_detail = text_fmt(q->arena, "moved=%lld", (long long)moved);
    staff_page_go(q, r, moved_said(q, W_staff_leave_done, moved));
    return RC_OK;
}
