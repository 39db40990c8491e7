/* SPDX-License-Identifier: Apache-2.0 */
#include "web/pages.h"

#include "gen/sql/gate.h"
#include "model/encounter.h"
#include "model/facility.h"
#include "view/build_record.h"
#include "web/page_ask.h"

/* ---- what it is about ---- */

struct chosen { const int64_t *child, *staff; size_t children, staffs; int64_t place, facility; struct about *about; };

/* Who did it, when somebody else records it: one of those who work there. */
static enum rc actor_prove(const struct request *q, int64_t place, int64_t *actor)
{
    struct sql_gate_staff_out at;
    struct sql_gate_place_out row;
    *actor = param_int(q, "actor", 0);
    if (*actor == 0 || *actor == q->who->staff) return RC_OK;
    TRY(sql_gate_place_one(q->db, &(struct sql_gate_place_in){.county = q->who->county, .id = place}, q->arena, &row));
    TRY(sql_gate_staff_one(q->db, &(struct sql_gate_staff_in){.county = q->who->county, .id = *actor}, q->arena, &at));
    bool here = at.key_lo <= row.key_lo && row.key_hi <= at.key_hi;
    return here && request_may(q, CAP_record_add, row.key_lo, row.key_hi) ? RC_OK : RC_NOT_FOUND;
}

/* A facility of a place for which one may record, or that one keeps oneself. */
static enum rc facility_prove(const struct request *q, struct chosen *out)
{
    struct facility f;
    out->facility = param_int(q, "facility", 0);
    if (out->facility == 0) return RC_OK;
    TRY(facility_by_id(q->db, q->who->county, out->facility, q->arena, &f));
    bool mine = f.keeper != 0 && f.keeper == q->who->staff;
    if (!mine && !request_may(q, CAP_record_add, f.place_key, f.place_key + 1)) return RC_NOT_FOUND;
    out->place = f.place;
    return RC_OK;
}

static enum rc chosen_read(const struct request *q, struct chosen *out)
{
    int64_t *child;
    *out = (struct chosen){0};
    TRY(page_children(q, "child", CAP_record_add, ENCOUNTER_CHILDREN, &child, &out->children));
    out->child = child;
    struct page_about about;
    TRY(page_about(q, CAP_record_add, ENCOUNTER_ABOUT, &about));
    out->place = about.place;
    out->staff = about.staff;
    out->staffs = about.staffs;
    TRY(facility_prove(q, out));
    return RC_OK;
}

/* ---- the form ---- */

static enum rc draft_show(struct request *q, struct reply *r, const struct chosen *c, bool back)
{
    struct ask ask;
    struct record_view v;
    TRY(page_ask(q, &ask));
    struct record_draft d = {
        .kind = param_text(q, "kind"),
        .child = c->child,
        .child_count = c->children,
        .many = param_bool(q, "many"),
        .place = c->place,
        .facility = c->facility,
        .staff = c->staff,
        .staff_count = c->staffs,
        .day = param_day(q, "day", DAY_NONE),
        .replaces = param_int(q, "replaces", 0),
        .typed = back ? page_typed : NULL,
        .ctx = q,
        .faults = back ? &q->faults : NULL,
    };
    TRY(build_record(&ask, &d, &v));
    r->page.title = v.title;
    REPLY_VIEW(q, r, record, &v);
    return RC_OK;
}

enum rc page_record_form(struct request *q, struct reply *r)
{
    struct chosen c;
    TRY(chosen_read(q, &c));
    /* It names the children one may choose from; a single chosen one is told by whom it was looked up. */
    r->audit_object = c.children == 1 ? c.child[0] : 0;
    r->audit_detail = text_fmt(q->arena, "children=%zu", c.children);
    return draft_show(q, r, &c, false);
}

/* ---- saving ---- */

/* "f_mood=4" → {mood, 4}; the same name again (ticks) is joined. */
static void answers_read(const struct request *q, struct encounter_input *in)
{
    struct encounter_answer *list = arena_array(q->arena, q->values + 1, sizeof *list);
    size_t n = 0;
    struct value v;
    for (size_t i = 0; param_nth(q, "f_", i, &v); i++) {
        struct text name = text_sub(v.name, 2, v.name.n - 2);
        if (text_empty(v.text)) continue;
        size_t k = 0;
        while (k < n && !text_eq(list[k].name, name)) k++;
        if (k == n) list[n++] = (struct encounter_answer){.name = name, .value = v.text};
        else list[k].value = text_fmt(q->arena, "%.*s %.*s", TP(list[k].value), TP(v.text));
    }
    in->answer = list;
    in->answer_count = n;
}

/* A record with members of staff is about them, one of a place about the place. */
static void about_take(const struct request *q, struct chosen *c, struct encounter_input *in)
{
    const struct code_kind *kind = codes_kind(q->ev->codes, in->kind);
    if (kind == NULL || (kind->subjects & UINT32_C(1) << SUBJECT_CHILD) != 0) return;
    c->about = arena_array(q->arena, c->staffs + 1, sizeof *c->about);
    in->about = c->about;
    for (size_t i = 0; i < c->staffs; i++) c->about[in->about_count++] = (struct about){ABOUT_STAFF, c->staff[i]};
    bool staff = (kind->subjects & UINT32_C(1) << SUBJECT_STAFF) != 0;
    if (c->facility != 0 && (kind->subjects & UINT32_C(1) << SUBJECT_FACILITY) != 0) {
        c->about[in->about_count++] = (struct about){ABOUT_FACILITY, c->facility};
        return;
    }
    if (!staff && c->place != 0) c->about[in->about_count++] = (struct about){ABOUT_PLACE, c->place};
}

static void input_read(const struct request *q, struct chosen *c, struct encounter_input *in)
{
    *in = (struct encounter_input){
        .kind = param_text(q, "kind"),
        .mode = param_text(q, "mode"),
        .day = param_day(q, "day", DAY_NONE),
        .minute = NULL_INT,
        .minutes = param_int(q, "minutes", NULL_INT),
        .child = c->child,
        .child_count = c->children,
        .met = page_typed((void *)(uintptr_t)q, T("met")),
        .sentence = param_text(q, "sentence"),
        .follow = param_day(q, "follow", DAY_NONE),
        .device_at = param_int(q, "device_at", 0),
        .replaces = param_int(q, "replaces", 0),
    };
    answers_read(q, in);
    about_take(q, c, in);
}

static void warnings_flash(struct request *q, struct reply *r, struct text said)
{
    for (size_t i = 0; i < q->faults.n; i++) {
        if (!q->faults.list[i].warning) continue;
        said = text_fmt(q->arena, "%.*s %.*s", TP(said), TP(fault_say(&q->faults.list[i], q->lang, q->arena)));
    }
    reply_flash(r, said);
}

enum rc page_record_save(struct request *q, struct reply *r)
{
    struct chosen c;
    struct ask ask;
    struct encounter_input in;
    struct encounter_result done;
    TRY(page_ask(q, &ask));
    TRY(chosen_read(q, &c));
    input_read(q, &c, &in);
    TRY(actor_prove(q, c.place, &in.actor));
    enum rc rc = q->faults.errors > 0 ? RC_INVALID : encounter_add(&q->work, &in, &done);
    if (rc == RC_INVALID) {
        TRY(draft_show(q, r, &c, true));
        return RC_INVALID;
    }
    if (rc != RC_OK) return rc;
    r->audit_object = done.id;
    r->audit_detail = text_fmt(q->arena, "kind=%.*s children=%zu about=%zu", TP(in.kind), in.child_count, in.about_count);
    warnings_flash(q, r, record_credit_line(&ask, &done));
    reply_go(r, T("/today"));
    return RC_OK;
}

/* ---- one record ---- */

static enum rc record_show(struct request *q, struct reply *r, bool back)
{
    struct ask ask;
    struct record_show_view v;
    TRY(page_ask(q, &ask));
    TRY(build_record_show(&ask, q->subject, &v));
    if (back && q->faults.n > 0) v.void_error = fault_say(&q->faults.list[0], q->lang, q->arena);
    r->page.title = v.title;
    REPLY_VIEW(q, r, record_show, &v);
    return RC_OK;
}

enum rc page_record_show(struct request *q, struct reply *r)
{
    return record_show(q, r, false);
}

enum rc page_record_void(struct request *q, struct reply *r)
{
    struct ask ask;
    bool yes;
    TRY(page_ask(q, &ask));
    TRY(record_may_void(&ask, q->subject, &yes));
    if (!yes) return RC_DENIED;
    enum rc rc = encounter_void(&q->work, q->subject, param_text(q, "reason"));
    if (rc == RC_INVALID || rc == RC_CONFLICT) {
        TRY(record_show(q, r, true));
        return rc;
    }
    if (rc != RC_OK) return rc;
    reply_flash(r, word(q->lang, W_record_voided));
    reply_go(r, text_fmt(q->arena, "/record/%lld", (long long)q->subject));
    return RC_OK;
}
