/* SPDX-License-Identifier: Apache-2.0 */
/* Which duties a place or a member of staff has, why, and how they stand. */
#include "gen/sql/exemption_list.h"
#include "model/matter.h"
#include "model/owner.h"
#include "model/staff.h"
#include "view/build_explain.h"
#include "view/due.h"
#include "view/matters.h"
#include "view/said.h"

struct build { const struct ask *q; struct explain_view *v; struct owners owners; struct matter m; };

/* The window that is open now, the most pressing one when there are several; the one that is excused today. */
struct open { int index; day_t today; bool any, excused; struct cadence_obligation o, free; };

static void open_sink(void *ctx, const struct cadence_obligation *o)
{
    struct open *open = ctx;
    if (o->index == open->index && o->state == CADENCE_EXCUSED && o->from <= open->today && open->today <= o->to) {
        open->excused = true;
        open->free = *o;
    }
    bool is = o->state == CADENCE_PLANNED || o->state == CADENCE_DUE || o->state == CADENCE_OVERDUE;
    if (!is || o->index != open->index || (open->any && open->o.to <= o->to)) return;
    open->any = true;
    open->o = *o;
}

static enum rc owner_said(struct build *b, const struct plan_duty *d, struct text *out)
{
    int64_t staff;
    struct staff who;
    *out = T("");
    TRY(owner_at(&b->owners, d, b->m.place_key, b->m.keeper, &staff));
    if (staff == 0) return RC_OK;
    enum rc rc = staff_by_id(b->q->db, b->q->scope.county, staff, b->q->arena, &who);
    if (rc == RC_OK) *out = who.name;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* 已批准免除（停课、停办，陈校长批）· 已申请免除，等同意 */
static enum rc excuse_said(const struct build *b, int64_t duty, bool holds, day_t from, day_t to, struct text *out)
{
    const struct ask *q = b->q;
    struct cursor c;
    struct sql_exemption_about_of_out x;
    struct sql_exemption_about_of_in in = {.county = q->scope.county, .about_kind = b->m.about.kind, .about = b->m.about.id,
        .from_day = from, .to_day = to};
    *out = T("");
    TRY(sql_exemption_about_of(q->db, &in, &c));
    while (sql_exemption_about_of_next(&c, &x)) {
        bool approved = text_eqz(x.state, "approved");
        if ((x.duty != 0 && x.duty != duty) || approved != holds) continue;
        struct text arg[] = {said_key(q, "excuse_reason", text_dup(q->arena, x.reason_code)), text_dup(q->arena, x.decided_name)};
        *out = approved ? word_fill(q->arena, q->lang, W_explain_excused, arg, 2) : word(q->lang, W_matter_asked);
    }
    return sql_close(&c);
}

static enum rc duty_add(struct build *b, size_t index, const struct matter_scopes *scopes, const struct subject_space *space)
{
    const struct ask *q = b->q;
    const struct plan_duty *d = &q->ev->plan->duty[q->ev->plan_index[index]];
    const struct plan_scheme *s = &q->ev->plan->scheme[d->at.scheme];
    if (d->subject != b->m.subject || q->today < s->from || q->today >= s->to) return RC_OK;
    bool applies = matter_has(q->ev, &b->m, index) && b->m.from <= q->today && q->today < b->m.to;
    struct text source = T("");
    for (size_t i = 0; i < d->at.source_count; i++) {
        source = i == 0 ? d->at.source[0] : text_fmt(q->arena, "%.*s %.*s", TP(source), TP(d->at.source[i]));
    }
    struct explain_duties row = {.excuse = T(""), .key = d->key, .scheme = s->id, .title = d->title[q->lang], .applies = applies,
        .why = word(q->lang, applies ? W_explain_about_applies : W_explain_about_not), .every = d->every,
        .clause = due_clause(q, d), .source = source,
        .place = text_fmt(q->arena, "%.*s:%d", TP(d->at.file), d->at.line)};
    struct open open = {.index = (int)index, .today = q->today};
    if (applies) {
        TRY(owner_said(b, d, &row.owner));
        matter_run(q->ev, scopes, &b->m, space, q->ev->from, q->today + EVALUATE_AHEAD, q->today, open_sink, &open);
    }
    if (open.any) {
        row.window_label = due_window(q, d, open.o.from, open.o.to);
        row.due_label = due_label(q, open.o.from, open.o.to);
        row.due_state = text_of(due_state(open.o.from, open.o.to, q->today));
        row.have = open.o.have;
        row.need = open.o.need;
        TRY(excuse_said(b, q->ev->duty[index].id, false, open.o.from, open.o.to, &row.excuse));
    } else if (open.excused) {
        row.window_label = due_window(q, d, open.free.from, open.free.to);
        row.due_state = T("excused");
        TRY(excuse_said(b, q->ev->duty[index].id, true, open.free.from, open.free.to, &row.excuse));
        row.due_label = row.excuse;
    }
    b->v->duties.item[b->v->duties.n++] = row;
    return RC_OK;
}

enum rc build_explain_about(const struct ask *q, struct about about, struct explain_view *v)
{
    struct build b = {.q = q, .v = v, .owners = owners_new(q->db, q->ev, q->today, q->arena)};
    struct subject_space space = {.arena = q->arena};
    struct matter_scopes scopes = matter_scopes_new(q->arena, q->ev);
    struct staff s;
    *v = (struct explain_view){.class_name = T(""), .day = day_text(q->arena, q->today)};
    TRY(matter_load(q->db, q->ev, about, q->today, &space, &b.m));
    if (about.kind == ABOUT_STAFF) {
        TRY(staff_by_id(q->db, q->scope.county, about.id, q->arena, &s));
        v->child_name = s.name;
        TRY(matter_place_name(q, s.place, true, &v->class_name));
    } else {
        TRY(matter_place_name(q, about.id, true, &v->child_name));
    }
    v->duties.item = arena_array(q->arena, q->ev->duty_count + 1, sizeof *v->duties.item);
    for (size_t i = 0; i < q->ev->duty_count; i++) TRY(duty_add(&b, i, &scopes, &space));
    return RC_OK;
}
