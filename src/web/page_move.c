/* SPDX-License-Identifier: Apache-2.0 */
/* One child comes, changes class, leaves or comes back. The spine evaluates the child before the commit. */
#include "web/pages.h"

#include "format/idno.h"
#include "model/place.h"
#include "model/roll_change.h"
#include "view/build_move.h"
#include "view/said.h"
#include "web/page_ask.h"

#include <string.h>

static enum rc move_show(struct request *q, struct reply *r, const char *form)
{
    struct ask ask;
    struct child_move_view v;
    struct move_query c = {.child = q->route->gate == GATE_CHILD ? q->subject : 0, .form = form};
    struct place class, school = {0};
    bool get = q->route->method == METHOD_GET;
    int64_t to = get || strcmp(form, "leave") == 0 ? 0 : param_int(q, "class", 0);
    if (get) c.school = param_int(q, "place", 0);
    /* A refused form comes back with the classes it was made with. */
    else if (to != 0 && place_by_id(q->db, q->who->county, to, q->arena, &class) == RC_OK) c.school = class.parent;
    if (c.school != 0) {
        TRY(place_by_id(q->db, q->who->county, c.school, q->arena, &school));
        bool may = request_may(q, CAP_child_move, school.lo, school.hi);
        if (!may && get) return RC_NOT_FOUND;
        if (!may) c.school = 0;
    }
    struct field_state s = {.typed = page_typed, .ctx = q, .faults = &q->faults};
    TRY(page_ask(q, &ask));
    TRY(build_move(&ask, &c, form == NULL ? NULL : &s, &v));
    r->page.title = v.title;
    REPLY_VIEW(q, r, child_move, &v);
    return RC_OK;
}

enum rc page_move(struct request *q, struct reply *r)
{
    return move_show(q, r, NULL);
}

static enum rc refused(struct request *q, struct reply *r, const char *form, enum rc rc)
{
    if (rc != RC_INVALID && !(rc == RC_CONFLICT && q->faults.errors > 0)) return rc;
    TRY(move_show(q, r, form));
    return RC_INVALID;
}

/* A class that somebody may put a child into; what they may not is as if there were none. */
static enum rc class_allowed(struct request *q, int64_t class_id)
{
    struct place p;
    enum rc rc = place_by_id(q->db, q->who->county, class_id, q->arena, &p);
    if (rc != RC_OK && rc != RC_NOT_FOUND) return rc;
    if (rc == RC_OK && p.kind == PLACE_CLASS && request_may(q, CAP_child_move, p.lo, p.hi)) return RC_OK;
    fault_add(&q->faults, T("class"), W_child_class_unknown, TEXT_NONE, TEXT_NONE);
    return RC_INVALID;
}

static enum rc unchanged(struct request *q)
{
    struct child c;
    if (q->ev == NULL) return RC_UNAVAILABLE;
    if (q->faults.errors > 0) return RC_INVALID;
    TRY(child_by_id(q->db, &q->scope, q->subject, q->arena, &c));
    if (param_int(q, "version", -1) == c.version) return RC_OK;
    fault_add(&q->faults, T("version"), W_edit_version, TEXT_NONE, TEXT_NONE);
    return RC_INVALID;
}

static enum rc done(struct request *q, struct reply *r, enum word said, const struct roll_changed *c)
{
    struct text line = word(q->lang, said);
    struct text n = text_fmt(q->arena, "%lld", (long long)(c->ended > 0 ? c->ended : c->reopened));
    enum word more = c->ended > 0 ? W_move_parted : c->reopened > 0 ? W_move_again : W_none;
    if (more != W_none) line = text_fmt(q->arena, "%.*s\n%.*s", TP(line), TP(word_fill(q->arena, q->lang, more, &n, 1)));
    request_rights_changed(q);
    reply_flash(r, line);
    reply_go(r, text_fmt(q->arena, "/child/%lld", (long long)q->subject));
    return RC_OK;
}

typedef enum rc into_class_fn(struct work *w, const struct scope *scope, int64_t child, int64_t class_id, day_t on,
    struct roll_changed *out);

/* Into a class: from another one, or back from outside. */
static enum rc into_class(struct request *q, struct reply *r, into_class_fn *change, const char *form, enum word said)
{
    struct roll_changed c;
    int64_t to = param_int(q, "class", 0);
    day_t on = param_day(q, "day", q->today);
    enum rc rc = unchanged(q);
    if (rc == RC_OK) rc = class_allowed(q, to);
    if (rc == RC_OK) rc = change(&q->work, &q->scope, q->subject, to, on, &c);
    if (rc != RC_OK) return refused(q, r, form, rc);
    r->audit_detail = text_fmt(q->arena, "class=%lld day=%.*s", (long long)to, TP(day_text(q->arena, on)));
    return done(q, r, said, &c);
}

enum rc page_move_class(struct request *q, struct reply *r)
{
    return into_class(q, r, roll_change_move, "move", W_move_done);
}

enum rc page_move_return(struct request *q, struct reply *r)
{
    return into_class(q, r, roll_change_return, "return", W_move_back_done);
}

enum rc page_move_leave(struct request *q, struct reply *r)
{
    struct roll_changed c;
    struct text reason = param_text(q, "reason");
    day_t on = param_day(q, "day", q->today);
    enum rc rc = unchanged(q);
    if (rc == RC_OK) rc = roll_change_leave(&q->work, &q->scope, q->subject, on, reason, &c);
    if (rc != RC_OK) return refused(q, r, "leave", rc);
    r->audit_detail = text_fmt(q->arena, "reason=%.*s day=%.*s", TP(reason), TP(day_text(q->arena, on)));
    return done(q, r, W_move_leave_done, &c);
}

/* ---- somebody new ---- */

enum rc page_child_add_form(struct request *q, struct reply *r)
{
    return move_show(q, r, NULL);
}

static void arrival_read(struct request *q, struct child *c)
{
    int64_t sex = 0;
    struct idno id = page_id_read(q, "id_no");
    *c = (struct child){.name = child_name_clean(q->arena, param_text(q, "name")), .class_id = param_int(q, "class", 0),
        .birth = param_day(q, "birth", DAY_NONE), .roll_no = param_text(q, "roll_no")};
    if (text_int(param_text(q, "sex"), &sex)) c->sex = (int)sex;
    if (id.outcome == IDNO_EMPTY) {
        c->id_kind = T("none_yet");
    } else if (id.outcome == IDNO_OK) {
        c->id_no = id.number;
        c->id_kind = T("resident");
        if (c->birth == DAY_NONE) c->birth = id.birth;
        if (c->birth != id.birth) fault_add(&q->faults, T("birth"), W_move_birth_differs, TEXT_NONE, TEXT_NONE);
    }
    if (c->birth == DAY_NONE && id.outcome == IDNO_EMPTY)
        fault_add(&q->faults, T("birth"), W_move_birth_needed, TEXT_NONE, TEXT_NONE);
}

enum rc page_child_add(struct request *q, struct reply *r)
{
    struct child c;
    bool known = false;
    if (q->ev == NULL) return RC_UNAVAILABLE;
    arrival_read(q, &c);
    struct text from = param_text(q, "from");
    enum rc rc = q->faults.errors > 0 ? RC_INVALID : class_allowed(q, c.class_id);
    const char *in = text_eqz(from, "transfer_in") ? "transfer_in" : "new";
    if (rc == RC_OK) rc = roll_change_add(&q->work, &c, param_day(q, "day", q->today), in, &known);
    if (rc != RC_OK) return refused(q, r, "add", rc);
    request_rights_changed(q);
    r->audit_object = c.id;
    r->audit_detail = text_fmt(q->arena, "class=%lld known=%d", (long long)c.class_id, known);
    reply_flash(r, word(q->lang, known ? W_move_known_done : W_move_add_done));
    reply_go(r, text_fmt(q->arena, "/child/%lld", (long long)c.id));
    return RC_OK;
}
