/* SPDX-License-Identifier: Apache-2.0 */
/* Who stands by whom: the board of a place, and the page of one child. */
#include "web/pages.h"

#include "gen/sql/pairing.h"
#include "model/pairing.h"
#include "view/build_pairing.h"
#include "web/page_ask.h"

enum rc page_pairing(struct request *q, struct reply *r)
{
    struct ask ask;
    struct pairing_view v;
    TRY(page_ask(q, &ask));
    struct pairing_query c = {
        .place = param_int(q, "place", 0), .place_lo = q->place_lo, .place_hi = q->place_hi, .bare = param_bool(q, "bare"),
        .after_key = param_int(q, "after_key", -1), .after_child = param_int(q, "after", 0), .shown = param_int(q, "shown", 0),
    };
    TRY(build_pairing(&ask, &c, &v));
    r->page.title = v.title;
    REPLY_VIEW(q, r, pairing, &v);
    return RC_OK;
}

/* Peers come from the child's school where that may be seen, else from the class. */
static struct scope around_of(const struct request *q)
{
    enum { SCHOOL_BITS = 16 };
    struct scope s;
    int64_t lo = q->place_lo >> SCHOOL_BITS << SCHOOL_BITS;
    if (scope_at(q->roles, q->who, CAP_pairing_edit, lo, lo + (INT64_C(1) << SCHOOL_BITS), &s) == RC_OK) return s;
    if (scope_at(q->roles, q->who, CAP_pairing_edit, q->place_lo, q->place_hi, &s) == RC_OK) return s;
    return q->scope;
}

static enum rc pair_show(struct request *q, struct reply *r, bool back)
{
    struct ask ask;
    struct pair_view v;
    TRY(page_ask(q, &ask));
    struct pair_query c = {
        .child = q->subject, .class_id = q->place, .relation = param_text(q, "relation"),
            .words = q->route->method == METHOD_POST ? param_text(q, "q") : TEXT_NONE, .around = around_of(q)};
    struct field_state s = {.typed = page_typed, .ctx = q, .faults = &q->faults};
    TRY(build_pair(&ask, &c, back ? &s : NULL, &v));
    r->page.title = v.title;
    REPLY_VIEW(q, r, pair, &v);
    return RC_OK;
}

enum rc page_pair(struct request *q, struct reply *r)
{
    return pair_show(q, r, false);
}

enum rc page_pairing_add(struct request *q, struct reply *r)
{
    int64_t *peer, id;
    size_t n;
    if (q->ev == NULL) return RC_UNAVAILABLE;
    TRY(page_children(q, "peer", CAP_pairing_edit, 1, &peer, &n));
    struct pairing_input in = {
        .child = q->subject, .relation = param_text(q, "relation"), .staff = param_int(q, "staff", 0), .peer = n > 0 ? peer[0]
            : 0,
        .helper_kind = param_text(q, "helper_kind"), .from = param_day(q, "from", q->today),
    };
    enum rc rc = q->faults.errors > 0 ? RC_INVALID : pairing_add(&q->work, &in, param_bool(q, "replace"), &id);
    if (rc == RC_INVALID || (rc == RC_CONFLICT && q->faults.errors > 0)) {
        TRY(pair_show(q, r, true));
        return RC_INVALID;
    }
    if (rc != RC_OK) return rc;
    struct text said = word(q->lang, W_pair_done);
    for (size_t i = 0; i < q->faults.n; i++) said = text_fmt(q->arena, "%.*s\n%.*s", TP(said),
        TP(fault_say(&q->faults.list[i], q->lang, q->arena)));
    r->audit_detail = text_fmt(q->arena, "relation=%.*s", TP(in.relation));
    reply_flash(r, said);
    reply_go(r, text_fmt(q->arena, "/child/%lld/pairing?relation=%.*s", (long long)q->subject, TP(in.relation)));
    return RC_OK;
}

enum rc page_pairing_end(struct request *q, struct reply *r)
{
    struct sql_pairing_by_id_out p;
    if (q->faults.errors > 0) {
        TRY(pair_show(q, r, true));
        return RC_INVALID;
    }
    int64_t id = param_int(q, "pairing", 0);
    TRY(sql_pairing_by_id_one(q->db, &(struct sql_pairing_by_id_in){.county = q->who->county, .id = id}, q->arena, &p));
    if (p.child != q->subject) return RC_NOT_FOUND; /* the gate proved another child */
    day_t day = param_day(q, "day", q->today);
    if (day > q->today) day = q->today;
    TRY(pairing_end(&q->work, id, day, text_z(q->arena, param_text(q, "reason"))));
    r->audit_detail = text_fmt(q->arena, "relation=%.*s reason=%.*s", TP(p.relation), TP(param_text(q, "reason")));
    reply_flash(r, word(q->lang, W_pair_ended));
    reply_go(r, text_fmt(q->arena, "/child/%lld/pairing?relation=%.*s", (long long)q->subject, TP(p.relation)));
    return RC_OK;
}
