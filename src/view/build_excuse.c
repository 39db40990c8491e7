/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_excuse.h"

#include "gen/sql/exemption_list.h"
#include "gen/sql/gate.h"
#include "model/child.h"
#include "gen/sql/matter_list.h"
#include "model/exemption.h"
#include "model/encounter.h"
#include "view/due.h"
#include "view/matters.h"
#include "view/said.h"

static struct text duty_said(const struct ask *q, int64_t duty)
{
    const struct plan_duty *d = duty == 0 ? NULL : evaluator_plan_duty(q->ev, duty);
    if (d != NULL) return d->title[q->lang];
    return word(q->lang, duty == 0 ? W_excuse_every : W_excuse_old_duty);
}

/* ---- asking ---- */

static enum about_kind draft_about(const struct excuse_draft *d)
{
    return d->child != 0 ? ABOUT_CHILD : d->of_staff ? ABOUT_STAFF : ABOUT_PLACE;
}

static void codes_put(const struct ask *q, enum about_kind about, struct field_part *f)
{
    enum { MOST = 8 };
    f->options.item = arena_array(q->arena, MOST, sizeof *f->options.item);
    for (const char *const *code = exemption_reasons(about); *code != NULL; code++) {
        struct text key = text_of(*code);
        f->options.item[f->options.n++] =
            (struct choice_part){.value = key, .label = said_key(q, "excuse_reason", key), .on = text_eq(f->value, key)};
    }
}

/* Those who work there, to be ticked. */
static enum rc staff_put(const struct ask *q, const struct excuse_draft *d, struct field_part *f)
{
    struct cursor c;
    struct sql_matter_staff_pick_out row;
    size_t cap = 0;
    struct sql_matter_staff_pick_in in = {.county = q->scope.county, .place = d->place, .day = q->today,
        .limit = ENCOUNTER_ABOUT};
    TRY(sql_matter_staff_pick(q->db, &in, &c));
    while (sql_matter_staff_pick_next(&c, &row)) {
        bool on = false;
        for (size_t i = 0; i < d->staffs; i++) on = on || d->staff[i] == row.id;
        f->options.item = arena_grow(q->arena, f->options.item, f->options.n, &cap, f->options.n + 1, sizeof *f->options.item);
        f->options.item[f->options.n++] = (struct choice_part){.value = said_int(q, row.id),
            .label = text_dup(q->arena, row.name), .hint = text_dup(q->arena, row.post), .on = on};
    }
    return sql_close(&c);
}

static enum rc ask_fields(const struct ask *q, const struct excuse_draft *d, const struct field_state *s, struct excuse_ask *out)
{
    enum about_kind about = draft_about(d);
    out->fields.item = arena_array(q->arena, 7, sizeof *out->fields.item);
    struct field_part *f = out->fields.item;
    *f++ = (struct field_part){.name = about == ABOUT_CHILD ? T("child") : T("place"), .type = T("hidden"),
        .value = said_int(q, about == ABOUT_CHILD ? d->child : d->place)};
    *f++ = (struct field_part){.name = T("duty"), .type = T("hidden"), .value = said_int(q, d->duty)};
    struct field_part *asked = f;
    if (about == ABOUT_STAFF) {
        *f = field_plain(q, s, "staff", "checks", W_excuse_who, T(""), true);
        TRY(staff_put(q, d, f++));
    }
    *f++ = field_plain(q, s, "from", "date", W_excuse_from, day_text(q->arena, d->from == DAY_NONE ? q->today : d->from), true);
    *f++ = field_plain(q, s, "last", "date", W_excuse_last, day_text(q->arena, d->last == DAY_NONE ? q->today : d->last), true);
    *f = field_plain(q, s, "reason_code", "chips", W_excuse_why, T(""), true);
    codes_put(q, about, f++);
    *f = field_plain(q, s, "reason", "textarea", W_excuse_words, T(""), true);
    f++->hint = word(q->lang, about == ABOUT_CHILD ? W_excuse_words_hint : W_excuse_words_hint_about);
    out->fields.n = (size_t)(f - out->fields.item);
    out->error = said_faults(q, s == NULL ? NULL : s->faults, asked, (size_t)(f - asked));
    return RC_OK;
}

static enum rc child_said(const struct ask *q, int64_t id, struct text *name)
{
    struct child child;
    struct sql_gate_child_out at;
    struct scope one;
    TRY(sql_gate_child_one(q->db, &(struct sql_gate_child_in){.county = q->scope.county, .id = id}, q->arena, &at));
    /* The caller has proven the child, by place or by sight. */
    TRY(scope_child(q->roles, q->who, CAP_excuse_ask, id, at.place_key, true, &one));
    TRY(child_by_id(q->db, &one, id, q->arena, &child));
    *name = child.name;
    return RC_OK;
}

enum rc build_excuse_ask(const struct ask *q, const struct excuse_draft *d, const struct field_state *state,
    struct excuse_view *v)
{
    struct text name;
    TRY(d->child != 0 ? child_said(q, d->child, &name) : matter_place_name(q, d->place, true, &name));
    const struct plan_duty *duty = d->duty == 0 ? NULL : evaluator_plan_duty(q->ev, d->duty);
    *v = (struct excuse_view){.ask = arena_alloc(q->arena, sizeof *v->ask)};
    *v->ask = (struct excuse_ask){.child_name = name, .what = duty_said(q, d->duty), .action_href = T("/excuse")};
    if (duty != NULL && d->from != DAY_NONE && d->last != DAY_NONE) v->ask->window_label = due_window(q, duty, d->from, d->last);
    if (duty != NULL) v->ask->clause = due_clause(q, duty);
    return ask_fields(q, d, state, v->ask);
}

/* ---- deciding ---- */

/* What both tables say of one that waits. */
struct waiting { int64_t id, duty, asked_by, asked_at; day_t from, to; struct text name, reason, code, asked_name; };

static struct excuse_waiting waiting_say(const struct ask *q, const struct waiting *w)
{
    struct text reason = text_empty(w->reason) ? T("") : text_dup(q->arena, w->reason);
    struct text code = said_key(q, "excuse_reason", text_dup(q->arena, w->code));
    bool own = w->asked_by == q->who->staff;
    return (struct excuse_waiting){.id = w->id, .child_name = text_dup(q->arena, w->name), .what = duty_said(q, w->duty),
        .window_label = due_dates(q, w->from, w->to - 1), .reason = text_fmt(q->arena, "%.*s：%.*s", TP(code), TP(reason)),
        .asked = text_fmt(q->arena, "%.*s %.*s", TP(w->asked_name), TP(said_moment(q, w->asked_at))),
        .decide_href = own ? T("") : text_fmt(q->arena, "/excuse/%lld/decide", (long long)w->id), .version = 1,
        .place_name = T("")};
}

static enum rc waiting_children(const struct ask *q, struct excuse_view *v)
{
    struct cursor c;
    struct sql_exemption_queue_out o;
    TRY(sql_exemption_queue(q->db, &q->scope, &(struct sql_exemption_queue_in){.limit = EXCUSES_WAITING}, &c));
    while (sql_exemption_queue_next(&c, &o)) {
        struct waiting w = {.id = o.id, .duty = o.duty, .asked_by = o.asked_by, .asked_at = o.asked_at, .from = (day_t)o.from_day,
            .to = (day_t)o.to_day, .name = o.child_name, .reason = o.reason, .code = o.reason_code, .asked_name = o.asked_name};
        struct excuse_waiting *item = &v->waiting.item[v->waiting.n++];
        *item = waiting_say(q, &w);
        item->about = T("child");
        item->child_href = text_fmt(q->arena, "/child/%lld", (long long)o.child);
    }
    return sql_close(&c);
}

static enum rc waiting_about(const struct ask *q, struct excuse_view *v)
{
    int64_t place[EXCUSES_WAITING];
    struct cursor c;
    struct sql_exemption_about_queue_out o;
    size_t first = v->waiting.n;
    TRY(sql_exemption_about_queue(q->db, &q->scope, &(struct sql_exemption_about_queue_in){.limit = EXCUSES_WAITING}, &c));
    while (sql_exemption_about_queue_next(&c, &o)) {
        struct waiting w = {.id = o.id, .duty = o.duty, .asked_by = o.asked_by, .asked_at = o.asked_at, .from = (day_t)o.from_day,
            .to = (day_t)o.to_day, .name = o.staff_name, .reason = o.reason, .code = o.reason_code, .asked_name = o.asked_name};
        place[v->waiting.n - first] = o.place;
        struct excuse_waiting *item = &v->waiting.item[v->waiting.n++];
        *item = waiting_say(q, &w);
        item->about = o.about_kind == ABOUT_STAFF ? T("staff") : T("place");
        item->child_href = text_fmt(q->arena, "/matters?place=%lld", (long long)o.place);
        if (o.about_kind == ABOUT_STAFF && o.about == q->who->staff) item->decide_href = T("");   /* nobody excuses themselves */
    }
    TRY(sql_close(&c));
    for (size_t i = first; i < v->waiting.n; i++) {
        struct excuse_waiting *item = &v->waiting.item[i];
        bool staff = text_eqz(item->about, "staff");
        TRY(matter_place_name(q, place[i - first], true, staff ? &item->place_name : &item->child_name));
    }
    return RC_OK;
}

struct decided { int64_t duty, at; day_t from, to; struct text state, name, who; };

/* The latest first, out of both tables. */
static void decided_add(const struct ask *q, const struct decided *d, int64_t *at, struct excuse_view *v)
{
    bool yes = text_eqz(d->state, "approved");
    struct text what = text_fmt(q->arena, "%.*s · %.*s · %.*s", TP(d->name), TP(duty_said(q, d->duty)),
        TP(due_dates(q, d->from, d->to - 1)));
    size_t i = v->decided.n++;
    for (; i > 0 && at[i - 1] < d->at; i--) {
        at[i] = at[i - 1];
        v->decided.item[i] = v->decided.item[i - 1];
    }
    at[i] = d->at;
    v->decided.item[i] = (struct event_part){
        .at = said_moment(q, d->at), .who = text_dup(q->arena, d->who), .bad = !yes,
        .what = text_fmt(q->arena, "%.*s %.*s", TP(word(q->lang, yes ? W_excuse_approved : W_excuse_refused)), TP(what))};
}

static enum rc decided_about(const struct ask *q, int64_t *at, struct excuse_view *v)
{
    struct sql_exemption_about_decided_out o, list[EXCUSES_DECIDED];
    struct cursor c;
    size_t n = 0;
    TRY(sql_exemption_about_decided(q->db, &q->scope, &(struct sql_exemption_about_decided_in){.limit = EXCUSES_DECIDED}, &c));
    while (sql_exemption_about_decided_next(&c, &o)) {
        list[n] = o;
        list[n].staff_name = text_dup(q->arena, o.staff_name);
        list[n].state = text_dup(q->arena, o.state);
        list[n++].decided_name = text_dup(q->arena, o.decided_name);
    }
    TRY(sql_close(&c));
    for (size_t i = 0; i < n; i++) {
        struct decided d = {.duty = list[i].duty, .at = list[i].decided_at, .from = (day_t)list[i].from_day,
            .to = (day_t)list[i].to_day, .state = list[i].state, .name = list[i].staff_name, .who = list[i].decided_name};
        if (list[i].about_kind == ABOUT_PLACE) TRY(matter_place_name(q, list[i].place, true, &d.name));
        decided_add(q, &d, at, v);
    }
    return RC_OK;
}

static enum rc decided_fill(const struct ask *q, struct excuse_view *v)
{
    int64_t at[2 * EXCUSES_DECIDED];
    struct cursor c;
    struct sql_exemption_decided_out o;
    v->decided.item = arena_array(q->arena, 2 * EXCUSES_DECIDED, sizeof *v->decided.item);
    TRY(sql_exemption_decided(q->db, &q->scope, &(struct sql_exemption_decided_in){.limit = EXCUSES_DECIDED}, &c));
    while (sql_exemption_decided_next(&c, &o)) {
        struct decided d = {.duty = o.duty, .at = o.decided_at, .from = (day_t)o.from_day, .to = (day_t)o.to_day,
            .state = o.state, .name = o.child_name, .who = o.decided_name};
        decided_add(q, &d, at, v);
    }
    TRY(sql_close(&c));
    TRY(decided_about(q, at, v));
    if (v->decided.n > EXCUSES_DECIDED) v->decided.n = EXCUSES_DECIDED;
    return RC_OK;
}

enum rc build_excuses(const struct ask *q, struct excuse_view *v)
{
    *v = (struct excuse_view){.empty = word(q->lang, W_excuse_none)};
    v->waiting.item = arena_array(q->arena, 2 * EXCUSES_WAITING, sizeof *v->waiting.item);
    TRY(waiting_children(q, v));
    TRY(waiting_about(q, v));
    return decided_fill(q, v);
}
