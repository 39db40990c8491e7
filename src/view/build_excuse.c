/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_excuse.h"

#include "gen/sql/exemption_list.h"
#include "gen/sql/gate.h"
#include "model/child.h"
#include "model/exemption.h"
#include "view/due.h"
#include "view/said.h"

static struct text duty_said(const struct ask *q, int64_t duty)
{
    const struct plan_duty *d = duty == 0 ? NULL : evaluator_plan_duty(q->ev, duty);
    if (d != NULL) return d->title[q->lang];
    return word(q->lang, duty == 0 ? W_excuse_every : W_excuse_old_duty);
}

static struct text span_said(const struct ask *q, day_t from, day_t last)
{
    if (from == last) return day_short(q, from);
    return said_fill(q, W_window_dates, day_short(q, from), day_short(q, last));
}

/* ---- asking ---- */

static void codes_put(const struct ask *q, struct field_part *f)
{
    static const char *const codes[] = {"sick", "hospital", "away_with_parents", "school_closed", "other"};
    enum { N = sizeof codes / sizeof *codes };
    f->options.item = arena_array(q->arena, N, sizeof *f->options.item);
    for (size_t i = 0; i < N; i++) {
        struct text key = text_of(codes[i]);
        f->options.item[f->options.n++] =
            (struct choice_part){.value = key, .label = said_key(q, "excuse_reason", key), .on = text_eq(f->value, key)};
    }
}

static void ask_fields(const struct ask *q, const struct excuse_draft *d, const struct field_state *s, struct excuse_ask *out)
{
    out->fields.item = arena_array(q->arena, 6, sizeof *out->fields.item);
    struct field_part *f = out->fields.item;
    f[0] = (struct field_part){.name = T("child"), .type = T("hidden"), .value = said_int(q, d->child)};
    f[1] = (struct field_part){.name = T("duty"), .type = T("hidden"), .value = said_int(q, d->duty)};
    f[2] = field_plain(q, s, "from", "date", W_excuse_from, day_text(q->arena, d->from == DAY_NONE ? q->today : d->from), true);
    f[3] = field_plain(q, s, "last", "date", W_excuse_last, day_text(q->arena, d->last == DAY_NONE ? q->today : d->last), true);
    f[4] = field_plain(q, s, "reason_code", "chips", W_excuse_why, T(""), true);
    codes_put(q, &f[4]);
    f[5] = field_plain(q, s, "reason", "textarea", W_excuse_words, T(""), true);
    f[5].hint = word(q->lang, W_excuse_words_hint);
    out->fields.n = 6;
    out->error = said_faults(q, s == NULL ? NULL : s->faults, f + 2, 4);
}

enum rc build_excuse_ask(const struct ask *q, const struct excuse_draft *d, const struct field_state *state,
    struct excuse_view *v)
{
    struct child child;
    struct sql_gate_child_out at;
    struct scope one;
    TRY(sql_gate_child_one(q->db, &(struct sql_gate_child_in){.county = q->scope.county, .id = d->child}, q->arena, &at));
    /* The caller has proven the child, by place or by sight. */
    TRY(scope_child(q->roles, q->who, CAP_excuse_ask, d->child, at.place_key, true, &one));
    TRY(child_by_id(q->db, &one, d->child, q->arena, &child));
    const struct plan_duty *duty = d->duty == 0 ? NULL : evaluator_plan_duty(q->ev, d->duty);
    *v = (struct excuse_view){.ask = arena_alloc(q->arena, sizeof *v->ask)};
    *v->ask = (struct excuse_ask){.child_name = child.name, .what = duty_said(q, d->duty), .action_href = T("/excuse")};
    if (duty != NULL && d->from != DAY_NONE && d->last != DAY_NONE) v->ask->window_label = due_window(q, duty, d->from, d->last);
    if (duty != NULL) v->ask->clause = due_clause(q, duty);
    ask_fields(q, d, state, v->ask);
    return RC_OK;
}

/* ---- deciding ---- */

static enum rc waiting_fill(const struct ask *q, struct excuse_view *v)
{
    struct cursor c;
    struct sql_exemption_queue_out o;
    v->waiting.item = arena_array(q->arena, EXCUSES_WAITING, sizeof *v->waiting.item);
    TRY(sql_exemption_queue(q->db, &q->scope, &(struct sql_exemption_queue_in){.limit = EXCUSES_WAITING}, &c));
    while (sql_exemption_queue_next(&c, &o)) {
        struct text reason = text_empty(o.reason) ? T("") : text_dup(q->arena, o.reason);
        struct text code = said_key(q, "excuse_reason", text_dup(q->arena, o.reason_code));
        bool own = o.asked_by == q->who->staff;
        v->waiting.item[v->waiting.n++] = (struct excuse_waiting){
            .id = o.id, .child_name = text_dup(q->arena, o.child_name), .child_href = text_fmt(q->arena, "/child/%lld",
                (long long)o.child),
            .what = duty_said(q, o.duty), .window_label = span_said(q, (day_t)o.from_day, (day_t)o.to_day - 1),
            .reason = text_fmt(q->arena, "%.*s：%.*s", TP(code), TP(reason)),
            .asked = text_fmt(q->arena, "%.*s %.*s", TP(o.asked_name), TP(said_moment(q, o.asked_at))),
            .decide_href = own ? T("") : text_fmt(q->arena, "/excuse/%lld/decide", (long long)o.id), .version = 1};
    }
    return sql_close(&c);
}

static enum rc decided_fill(const struct ask *q, struct excuse_view *v)
{
    struct cursor c;
    struct sql_exemption_decided_out o;
    v->decided.item = arena_array(q->arena, EXCUSES_DECIDED, sizeof *v->decided.item);
    TRY(sql_exemption_decided(q->db, &q->scope, &(struct sql_exemption_decided_in){.limit = EXCUSES_DECIDED}, &c));
    while (sql_exemption_decided_next(&c, &o)) {
        bool yes = text_eqz(o.state, "approved");
        struct text what = text_fmt(q->arena, "%.*s · %.*s · %.*s", TP(o.child_name), TP(duty_said(q, o.duty)),
            TP(span_said(q, (day_t)o.from_day, (day_t)o.to_day - 1)));
        v->decided.item[v->decided.n++] = (struct event_part){
            .at = said_moment(q, o.decided_at), .who = text_dup(q->arena, o.decided_name), .bad = !yes,
            .what = text_fmt(q->arena, "%.*s %.*s", TP(word(q->lang, yes ? W_excuse_approved : W_excuse_refused)), TP(what))};
    }
    return sql_close(&c);
}

enum rc build_excuses(const struct ask *q, struct excuse_view *v)
{
    *v = (struct excuse_view){.empty = word(q->lang, W_excuse_none)};
    TRY(waiting_fill(q, v));
    return decided_fill(q, v);
}
