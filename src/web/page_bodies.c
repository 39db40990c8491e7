/* SPDX-License-Identifier: Apache-2.0 */
/* Committees, teams and groups of a place: who holds which post, set and handed over in two taps, the name list as a paper. */
#include "gen/sql/body.h"
#include "gen/sql/gate.h"
#include "model/body.h"
#include "view/build_bodies.h"
#include "web/page_ask.h"
#include "web/page_paper.h"
#include "web/pages.h"

static enum rc show(struct request *q, struct reply *r, bool form, bool back)
{
    struct ask ask;
    struct bodies_view v;
    struct bodies_query c = {.place = q->place, .form = form};
    struct field_state s = {.typed = page_typed, .ctx = q, .faults = &q->faults};
    TRY(page_ask(q, &ask));
    if (form) {
        c.scheme = param_text(q, "scheme");
        c.key = param_text(q, "body");
        c.post = param_text(q, "post");
        c.body = param_int(q, "group", 0);
    }
    TRY(build_bodies(&ask, &c, back ? &s : NULL, &v));
    r->page.title = v.title;
    REPLY_VIEW(q, r, bodies, &v);
    return RC_OK;
}

enum rc page_bodies(struct request *q, struct reply *r)
{
    return show(q, r, false, false);
}

enum rc page_bodies_form(struct request *q, struct reply *r)
{
    return show(q, r, true, false);
}

enum rc page_bodies_file(struct request *q, struct reply *r)
{
    struct ask a;
    struct list_view v;
    struct paper_mark m;
    TRY(page_ask(q, &a));
    TRY(build_bodies_paper(&a, q->place, &v));
    TRY(page_paper_mark(q, r, &m));
    r->audit_detail = text_fmt(q->arena, "bodies rows=%zu", v.table->rows.n);
    struct buf out = buf_new(PAPER_BYTES);
    return page_paper_file(q, r, v.title, T(""), q->today, list_paper(&a, &v, &m, &out), &out);
}

/* Absent and denied look alike. */
static enum rc may_edit(struct request *q)
{
    struct ask a;
    struct place at;
    TRY(page_ask(q, &a));
    TRY(place_by_id(q->db, q->who->county, q->place, q->arena, &at));
    return bodies_may(&a, &at) ? RC_OK : RC_DENIED;
}

/* The name of the one of several that stands here. */
static enum rc name_of(struct request *q, int64_t body, struct text *name)
{
    struct sql_body_row_out b;
    *name = param_text(q, "name");
    if (body == 0) return RC_OK;
    TRY(sql_body_row_one(q->db, &(struct sql_body_row_in){.county = q->who->county, .id = body}, q->arena, &b));
    bool this = b.place == q->place && b.to_day == NULL_INT && text_eq(b.scheme, param_text(q, "scheme")) &&
                text_eq(b.key, param_text(q, "body"));
    if (!this) return RC_NOT_FOUND;
    *name = b.name;
    return RC_OK;
}

/* Of the staff of this place, of one below it, or of one above it: nobody hands work to strangers. */
static enum rc staff_near(struct request *q, int64_t staff)
{
    struct sql_gate_staff_out s;
    if (staff == 0) return RC_OK;
    TRY(sql_gate_staff_one(q->db, &(struct sql_gate_staff_in){.county = q->who->county, .id = staff}, q->arena, &s));
    return s.key_lo < q->place_hi && q->place_lo < s.key_hi ? RC_OK : RC_NOT_FOUND;
}

static void go_back(struct request *q, struct reply *r, enum word said)
{
    reply_flash(r, word(q->lang, said));
    reply_go(r, text_fmt(q->arena, "/bodies?place=%lld", (long long)q->place));
}

enum rc page_bodies_set(struct request *q, struct reply *r)
{
    int64_t id = 0;
    struct body_input in = {.place = q->place, .scheme = param_text(q, "scheme"), .key = param_text(q, "body"),
        .post = param_text(q, "post"), .unit = param_text(q, "unit"), .staff = param_int(q, "staff", 0),
        .child = param_int(q, "child", 0), .person = param_text(q, "person"), .house = param_text(q, "house"),
        .job = param_text(q, "job"), .from = param_day(q, "from", DAY_NONE)};
    if (q->ev == NULL) return RC_UNAVAILABLE;
    TRY(may_edit(q));
    TRY(name_of(q, param_int(q, "group", 0), &in.name));
    TRY(staff_near(q, in.staff));
    enum rc rc = q->faults.errors > 0 ? RC_INVALID
        : text_empty(in.post) ? body_found(&q->work, &in, &id) : body_set(&q->work, &in, true, &id);
    if (rc == RC_INVALID || (rc == RC_CONFLICT && q->faults.errors > 0)) {
        TRY(show(q, r, true, true));
        return RC_INVALID;
    }
    if (rc != RC_OK) return rc;
    r->audit_object = q->place;
    r->audit_detail = text_fmt(q->arena, "body=%.*s post=%.*s", TP(in.key), TP(in.post));
    go_back(q, r, W_bodies_saved);
    return RC_OK;
}

enum rc page_bodies_leave(struct request *q, struct reply *r)
{
    struct sql_body_post_row_out p;
    struct sql_body_row_out b;
    int64_t holder = param_int(q, "holder", 0);
    if (q->ev == NULL) return RC_UNAVAILABLE;
    TRY(may_edit(q));
    TRY(sql_body_post_row_one(q->db, &(struct sql_body_post_row_in){.county = q->who->county, .id = holder}, q->arena, &p));
    TRY(sql_body_row_one(q->db, &(struct sql_body_row_in){.county = q->who->county, .id = p.body}, q->arena, &b));
    if (b.place != q->place) return RC_NOT_FOUND;
    enum rc rc = body_leave(&q->work, holder, q->today, "left");
    if (rc != RC_OK && rc != RC_CONFLICT) return rc;
    r->audit_object = q->place;
    r->audit_detail = text_fmt(q->arena, "body=%.*s post=%.*s", TP(b.key), TP(p.post));
    go_back(q, r, W_bodies_left);
    return RC_OK;
}
