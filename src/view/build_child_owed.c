/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_child.h"

#include "gen/sql/obligation.h"
#include "model/assess.h"
#include "view/todo.h"

enum { OWED = 60 };

/* ---- why, from the engine itself ---- */

struct why { const struct ask *q; struct subject s; struct subject_space space; struct assess a; };

static struct text day_said(const struct ask *q, day_t d)
{
    return day_short(q, d);
}

static struct text note_said(const struct ask *q, const struct cadence_note *n)
{
    enum word w = word_find(text_fmt(q->arena, "credit_%s", cadence_reason_name(n->reason)));
    struct text day = day_said(q, n->day);
    return w == W_none ? day : word_fill(q->arena, q->lang, w, &day, 1);
}

/* The target's reason first, then the counted days, then what was recorded and whether it counted. */
static enum rc why_fill(struct why *w, const struct plan_duty *d, int index, day_t from, struct owed_part *out)
{
    const struct ask *q = w->q;
    struct cadence_explanation *e = arena_alloc(q->arena, sizeof *e);
    enum rc rc = cadence_explain(evaluator_calendar_at(q->ev, w->s.place_key)->cadence, (size_t)index, &w->s.cadence, from,
        q->today, w->space.scratch, e);
    if (rc == RC_NOT_FOUND) return RC_OK;
    if (rc != RC_OK) return rc;
    struct text arg[] = {q->ev->plan->group[d->group].title[q->lang], text_fmt(q->arena, "%d", e->o.in_scope),
        text_fmt(q->arena, "%d", e->o.days)};
    out->why = word_fill(q->arena, q->lang, W_owed_why, arg, 3);
    out->records.item = arena_array(q->arena, CADENCE_NOTES, sizeof *out->records.item);
    for (int i = 0; i < e->note_count; i++) {
        out->records.item[out->records.n++] = (struct link_part){
            .label = note_said(q, &e->notes[i]), .href = text_fmt(q->arena, "/record/%lld", (long long)e->notes[i].id)};
    }
    return RC_OK;
}

static enum rc why_new(const struct ask *q, int64_t child, struct why *w)
{
    w->q = q;
    w->space = (struct subject_space){.arena = q->arena};
    TRY(subject_load(q->db, q->ev, child, q->today, &w->space, &w->s));
    w->a = assess_new(q->arena, q->ev);
    assess_subject(&w->a, q->ev, &w->s, &w->space, q->today); /* leaves the scopes of the duties in the subject */
    return RC_OK;
}

/* ---- the list ---- */

static enum rc owed_fill(struct why *w, const struct todo_row *row, struct owed_part *out)
{
    const struct ask *q = w->q;
    int index = evaluator_duty(q->ev, row->duty);
    const struct plan_duty *d = evaluator_plan_duty(q->ev, row->duty);
    *out = (struct owed_part){
        .label = d->title[q->lang],
        .due_state = text_of(due_state(row->from, row->due, q->today)),
        .due_label = due_label(q, row->from, row->due),
        .window_label = due_window(q, d, row->from, row->due),
        .have = row->have,
        .need = row->need,
        .clause = due_clause(q, d),
        .clause_href = due_clause_href(q, d),
        .record_href = todo_record_href(q, row),
    };
    if (row->missed > 1) {
        struct text arg[] = {out->window_label, text_fmt(q->arena, "%d", row->missed)};
        out->window_label = word_fill(q->arena, q->lang, W_window_missed, arg, 2);
    }
    if (ask_may_anywhere(q, CAP_excuse_ask)) {
        out->excuse_href = text_fmt(q->arena, "/excuse?child=%lld&duty=%lld&from=%.*s&last=%.*s", (long long)row->child,
            (long long)row->duty, TP(day_text(q->arena, row->from)), TP(day_text(q->arena, row->due)));
    }
    return why_fill(w, d, index, row->from, out);
}

static enum rc rows_read(const struct ask *q, int64_t child, struct todo_rows *rows)
{
    struct cursor c;
    struct sql_obligation_of_child_out row;
    TRY(sql_obligation_of_child(q->db, &q->scope, &(struct sql_obligation_of_child_in){.to_day = q->today + EVALUATE_AHEAD}, &c));
    while (sql_obligation_of_child_next(&c, &row)) {
        if (evaluator_plan_duty(q->ev, row.duty) == NULL) continue;
        rows->item = arena_grow(q->arena, rows->item, rows->n, &rows->cap, rows->n + 1, sizeof *rows->item);
        rows->item[rows->n++] = (struct todo_row){.child = child, .duty = row.duty, .from = (day_t)row.window_day,
            .due = (day_t)row.due_day, .have = (int)row.have, .need = (int)row.need};
    }
    return sql_close(&c);
}

/* Windows of one duty that passed stand as one line, the latest. */
static void overdue_fold(const struct ask *q, struct todo_rows *rows)
{
    size_t kept = 0;
    for (size_t i = 0; i < rows->n; i++) {
        struct todo_row *r = &rows->item[i], *same = NULL;
        for (size_t k = 0; k < kept && r->due < q->today; k++) {
            if (rows->item[k].duty == r->duty && rows->item[k].due < q->today) same = &rows->item[k];
        }
        if (same == NULL) {
            rows->item[kept] = *r;
            rows->item[kept++].missed = 1;
            continue;
        }
        int missed = same->missed + 1;
        *same = *r; /* they come with the oldest first */
        same->missed = missed;
    }
    rows->n = kept;
}

enum rc build_child_owed(const struct ask *q, int64_t child, struct child_view *v)
{
    struct todo_rows rows = {0};
    TRY(rows_read(q, child, &rows));
    overdue_fold(q, &rows);
    struct why w;
    if (rows.n > 0) TRY(why_new(q, child, &w));
    size_t shown = rows.n < OWED ? rows.n : OWED;
    v->owed.item = arena_array(q->arena, shown + 1, sizeof *v->owed.item);
    for (size_t i = 0; i < shown; i++) TRY(owed_fill(&w, &rows.item[i], &v->owed.item[v->owed.n++]));
    if (rows.n == 0) return RC_OK;
    todo_merge(q, &rows);
    rows.item[0].name = v->name;
    v->next = arena_alloc(q->arena, sizeof *v->next);
    return todo_fill(q, &rows.item[0], false, v->next);
}
