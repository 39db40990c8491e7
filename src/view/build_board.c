/* SPDX-License-Identifier: Apache-2.0 */
#include "view/board.h"

#include "gen/sql/matter_list.h"
#include "gen/sql/obligation.h"
#include "gen/sql/submission.h"
#include "view/due.h"
#include "view/matters.h"

enum { QUEUE = 30, WAITING = 400 };

/* ---- what waits ---- */

static void queue_add(struct board *b, const struct sql_submission_waiting_out *s, struct text name)
{
    const struct ask *q = b->q;
    struct text state = text_dup(q->arena, s->state);
    enum word label = word_find(text_fmt(q->arena, "submission_state_%.*s", TP(state)));
    enum word kind = word_find(text_fmt(q->arena, "ledger_kind_%.*s", TP(s->ledger)));
    b->v->queue.item[b->v->queue.n++] = (struct board_county_queue){
        .label = name,
        .note = text_fmt(q->arena, "%.*s %.*s", TP(kind == W_none ? s->ledger : word(q->lang, kind)), TP(day_text(q->arena,
            s->as_of_day))),
        .state = state,
        .state_label = label == W_none ? state : word(q->lang, label),
        .href = text_fmt(q->arena, "/ledger/%.*s?place=%lld&rule=%.*s&as_of=%.*s", TP(s->ledger), (long long)s->place,
            TP(s->rule),
            TP(day_text(q->arena, s->as_of_day))),
    };
}

static enum rc queue_fill(struct board *b)
{
    const struct ask *q = b->q;
    struct cursor c;
    struct sql_submission_waiting_out row;
    struct place_list below;
    TRY(place_children(q->db, q->scope.county, b->place.id, q->arena, &below));
    b->v->queue.item = arena_array(q->arena, QUEUE, sizeof *b->v->queue.item);
    if (!ask_may(q, CAP_ledger_review, b->place.lo, b->place.hi)) return RC_OK;
    TRY(sql_submission_waiting(q->db,
        &(struct sql_submission_waiting_in){.county = q->scope.county, .lo = b->place.lo, .hi = b->place.hi, .limit = WAITING},
            &c));
    while (sql_submission_waiting_next(&c, &row)) {
        bool open = text_eqz(row.state, "submitted") || text_eqz(row.state, "returned");
        for (size_t i = 0; open && i < below.n && b->v->queue.n < QUEUE; i++) {
            if (below.item[i].id == row.place) queue_add(b, &row, place_name(q->arena, q->lang, &below.item[i], q->today));
        }
    }
    return sql_close(&c);
}

/* What the place itself has to do stands on a page of its own. */
static enum rc matters_notice(struct board *b)
{
    const struct ask *q = b->q;
    struct sql_matter_counts_out n;
    static const enum word titles[PLACE_KINDS] = {[PLACE_BUREAU] = W_matters_mixed, [PLACE_CENTRE] = W_matters_centre,
        [PLACE_SCHOOL] = W_matters_school, [PLACE_CLASS] = W_matters_class};
    if (!ask_may(q, CAP_record_add, b->place.lo, b->place.hi)) return RC_OK;
    TRY(sql_matter_counts_one(q->db, &q->scope, &(struct sql_matter_counts_in){.today = q->today}, q->arena, &n));
    if (n.open == 0) return RC_OK;
    struct text arg[] = {word(q->lang, titles[b->place.kind]), board_count(q, n.open), board_count(q, n.overdue)};
    b->v->notices.item[b->v->notices.n++] = (struct link_part){.label = word_fill(q->arena, q->lang, W_matters_notice, arg, 3),
        .href = text_fmt(q->arena, "/matters?place=%lld", (long long)b->place.id), .icon = T("ledger"), .hint = T("")};
    return RC_OK;
}

static void notices_fill(struct board *b)
{
    const struct ask *q = b->q;
    int64_t n[MEASURE_COUNT];
    measure_sum_range(&b->now, b->place.lo, b->place.hi, n);
    b->v->notices.item = arena_array(q->arena, 2, sizeof *b->v->notices.item);
    int64_t alone = n[M_total] - n[M_paired];
    if (alone > 0 && ask_may(q, CAP_pairing_edit, b->place.lo, b->place.hi)) {
        struct text count = board_people(b, alone);
        b->v->notices.item[b->v->notices.n++] = (struct link_part){.label = word_fill(q->arena, q->lang, W_board_unpaired,
            &count, 1),
            .href = text_fmt(q->arena, "/pairing?place=%lld&bare=1", (long long)b->place.id), .icon = T("warn"), .hint = T("")};
    }
}

/* ---- together ---- */

/* This term, and the one before; before the first term of the calendar the school year stands in for it. */
static void terms_find(struct board *b)
{
    const struct ask *q = b->q;
    const struct calendar *c = evaluator_calendar_at(q->ev, b->place.lo)->calendar;
    bool running;
    size_t n;
    const struct calendar_term *now = calendar_term_of(c, q->today, &running), *all = calendar_terms(c, &n);
    b->before = b->before_end = DAY_NONE;
    b->term = now == NULL ? school_year_first(school_year_of(q->today)) : now->from;
    for (size_t i = 0; now != NULL && i + 1 < n; i++) {
        if (&all[i + 1] != now) continue;
        b->before = all[i].from;
        b->before_end = all[i].to == DAY_NONE ? now->from - 1 : all[i].to;
    }
}

static enum rc board_fill(struct board *b, const struct board_query *in, const char *address)
{
    const struct ask *q = b->q;
    struct measure_frame f;
    const struct plan *p = q->ev->plan;
    TRY(place_by_id(q->db, q->scope.county, in->place, q->arena, &b->place));
    if (p->group_count == 0) return RC_NOT_FOUND;
    b->rule = p->group[p->home >= 0 ? p->home : 0].key;
    b->sort = in->sort;
    b->small = !ask_may(q, CAP_child_list, b->place.lo, b->place.hi);
    b->base = text_fmt(q->arena, "%s?place=%lld", address, (long long)b->place.id);
    struct text day = ledger_day_text(q, q->today);
    *b->v = (struct board_county_view){.title = place_name(q->arena, q->lang, &b->place, q->today),
        .as_of_label = word_fill(q->arena, q->lang, W_ledger_as_of_label, &day, 1)};
    terms_find(b);
    TRY(measure_frame_fill(&f, q->ev, b->rule, q->today, q->today));
    TRY(measure_sum(q->db, &q->scope, &f, MEASURE_SET_PERSONS, MEASURE_BEST, q->arena, &b->now));
    TRY(board_stats(b));
    TRY(board_heat(b));
    TRY(board_charts(b));
    TRY(queue_fill(b));
    notices_fill(b);
    return matters_notice(b);
}

enum rc build_board_county(const struct ask *q, const struct board_query *in, struct board_county_view *v)
{
    struct board b = {.q = q, .v = v};
    return board_fill(&b, in, "/board/county");
}

enum rc build_board_school(const struct ask *q, const struct board_query *in, struct board_school_view *v)
{
    struct board_county_view w;
    struct board b = {.q = q, .v = &w};
    TRY(board_fill(&b, in, "/board/school"));
    *v = (struct board_school_view){.title = w.title, .as_of_label = w.as_of_label, .heat = w.heat};
    v->stats.item = w.stats.item;
    v->stats.n = w.stats.n;
    v->charts.item = w.charts.item;
    v->charts.n = w.charts.n;
    v->notices.item = w.notices.item;
    v->notices.n = w.notices.n;
    v->queue.item = arena_array(q->arena, w.queue.n + 1, sizeof *v->queue.item);
    for (; v->queue.n < w.queue.n; v->queue.n++) {
        const struct board_county_queue *from = &w.queue.item[v->queue.n];
        v->queue.item[v->queue.n] = (struct board_school_queue){
            .label = from->label, .note = from->note, .state = from->state, .state_label = from->state_label, .href = from->href};
    }
    return RC_OK;
}

/* ---- the list behind a cell ---- */

static void duty_heads(const struct ask *q, struct table_part *t)
{
    static const enum word heads[] = {W_ledger_child, W_ledger_class, W_board_duty, W_ledger_day, W_board_owner};
    static const int64_t widths[] = {12, 24, 24, 14, 12};
    t->heads.item = arena_array(q->arena, 1, sizeof *t->heads.item);
    t->heads.n = 1;
    t->heads.item[0].kind = T("");
    t->heads.item[0].cells.item = arena_array(q->arena, 5, sizeof *t->heads.item[0].cells.item);
    t->columns.item = arena_array(q->arena, 5, sizeof *t->columns.item);
    for (size_t i = 0; i < 5; i++) {
        t->heads.item[0].cells.item[t->heads.item[0].cells.n++] = ledger_head(word(q->lang, heads[i]), 1, 1);
        t->columns.item[t->columns.n++] = (struct column_part){.width = widths[i], .kind = T("text")};
    }
}

static enum rc duty_row(const struct ask *q, struct ledger_classes *classes, const struct sql_obligation_at_out *o,
    struct row_part *row)
{
    struct text class;
    const struct plan_duty *duty = evaluator_plan_duty(q->ev, o->duty);
    *row = (struct row_part){.kind = o->due_day < q->today ? T("bad") : T("")};
    struct cell_part *c = row->cells.item = arena_array(q->arena, 5, sizeof *c);
    row->cells.n = 5;
    c[0] = ledger_cell(text_dup(q->arena, o->name), "text");
    if (ask_may_anywhere(q, CAP_child_read)) c[0].href = text_fmt(q->arena, "/child/%lld", (long long)o->child);
    c[2] = ledger_cell(duty->title[q->lang], "text");
    c[3] = ledger_cell(due_label(q, (day_t)o->window_day, (day_t)o->due_day), "text");
    c[4] = ledger_cell(text_dup(q->arena, o->owner_name), "text");
    TRY(ledger_class(classes, o->place_key, &class));
    c[1] = ledger_cell(class, "text");
    return RC_OK;
}

/* The same columns for a place or a member of staff; what it is called stands in the first. */
static enum rc matter_rows_add(const struct ask *q, const struct matter_rows *rows, struct table_part *t)
{
    for (size_t i = 0; i < rows->n && t->rows.n < DUTY_LIST; i++) {
        const struct matter_row *m = &rows->item[i];
        const struct plan_duty *duty = evaluator_plan_duty(q->ev, m->duty);
        struct row_part *row = &t->rows.item[t->rows.n++];
        *row = (struct row_part){.kind = m->due < q->today ? T("bad") : T("")};
        struct cell_part *c = row->cells.item = arena_array(q->arena, 5, sizeof *c);
        row->cells.n = 5;
        struct text name, place;
        TRY(matter_name(q, m, &name));
        TRY(matter_place_name(q, m->place, true, &place));
        c[0] = ledger_cell(name, "text");
        c[0].href = text_fmt(q->arena, "/matters?place=%lld", (long long)m->place);
        c[1] = ledger_cell(m->about.kind == ABOUT_PLACE && text_eq(name, place) ? T("") : place, "text");
        c[2] = ledger_cell(duty->title[q->lang], "text");
        c[3] = ledger_cell(due_label(q, m->from, m->due), "text");
        c[4] = ledger_cell(m->owner_name, "text");
    }
    return RC_OK;
}

enum rc build_board_duty(const struct ask *q, int64_t place, int64_t duty, struct list_view *v)
{
    struct place p;
    struct cursor c;
    struct sql_obligation_at_out o;
    struct ledger_classes classes = {.q = q, .on = q->today};
    const struct plan_duty *one = duty == 0 ? NULL : evaluator_plan_duty(q->ev, duty);
    if (duty != 0 && one == NULL) return RC_NOT_FOUND;
    TRY(place_by_id(q->db, q->scope.county, place, q->arena, &p));
    classes.school = p.kind < PLACE_SCHOOL;
    struct table_part *t = arena_alloc(q->arena, sizeof *t);
    *t = (struct table_part){.empty = word(q->lang, W_board_duty_empty)};
    *v = (struct list_view){.title = one == NULL ? word(q->lang, W_board_open) : one->title[q->lang],
        .sentence = text_fmt(q->arena, "%.*s · %.*s", TP(place_name(q->arena, q->lang, &p, q->today)), TP(word(q->lang,
            W_board_duty_lead))),
        .table = t, .xlsx_href = T(""), .back_href = text_fmt(q->arena, "/board/school?place=%lld", (long long)p.id)};
    if (p.kind == PLACE_BUREAU) v->back_href = T("/board/county");
    t->caption = v->title;
    duty_heads(q, t);
    t->rows.item = arena_array(q->arena, DUTY_LIST + 1, sizeof *t->rows.item);
    struct matter_rows matters = {0};
    if (one == NULL || one->subject != SUBJECT_CHILD) {
        TRY(matters_at(q, q->today, one == NULL ? q->today : DAY_MAX, duty, DUTY_LIST, &matters));
    }
    TRY(matter_rows_add(q, &matters, t));
    if (one != NULL && one->subject != SUBJECT_CHILD) return RC_OK;
    TRY(sql_obligation_at(q->db, &q->scope,
        &(struct sql_obligation_at_in){.from_due_day = 0, .to_due_day = one == NULL ? q->today : DAY_MAX, .duty = duty,
            .limit = DUTY_LIST}, &c));
    enum rc rc = RC_OK;
    while (rc == RC_OK && t->rows.n < DUTY_LIST && sql_obligation_at_next(&c, &o)) {
        if (o.window_day > q->today || evaluator_plan_duty(q->ev, o.duty) == NULL) continue;
        rc = duty_row(q, &classes, &o, &t->rows.item[t->rows.n++]);
    }
    enum rc closed = sql_close(&c);
    return rc != RC_OK ? rc : closed;
}
