/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_year_plan.h"

#include "model/place.h"
#include "view/build_schemes.h"
#include "view/due.h"
#include "view/said.h"
#include "view/table.h"

#include <stdlib.h>

/* One window of a duty that comes seldom. */
struct window { int duty; day_t from, to; };

struct build {
    const struct ask *q;
    struct place place;
    const struct evaluator_calendar *at;
    struct calendar_span year;
    bool *wanted;                       /* of each duty: does it concern this place */
    struct text *whom;                  /* of each duty, said once */
    int64_t *times;
    struct window *window; size_t windows, cap;
    struct year_plan_view *v;
};

static const struct plan_duty *duty_of(const struct build *b, size_t i)
{
    return &b->q->ev->plan->duty[b->q->ev->plan_index[i]];
}

/* ---- what concerns the place ---- */

static bool kind_fits(const struct build *b, const struct plan_duty *d)
{
    switch (d->subject) {
    case SUBJECT_COUNTY: return b->place.kind == PLACE_BUREAU;
    case SUBJECT_CENTRE: return b->place.kind <= PLACE_CENTRE;
    case SUBJECT_SCHOOL: case SUBJECT_STAFF: return b->place.kind <= PLACE_SCHOOL;
    default: return true;
    }
}

/* What only boarding or only country schools owe is no matter of another school; above a school somebody may owe it. */
static bool where_fits(const struct build *b, const struct plan_duty *d)
{
    if (b->place.kind < PLACE_SCHOOL || d->subject == SUBJECT_CHILD) return true;
    return plan_asks_fit(d->where.boarding, b->place.boarding) && plan_asks_fit(d->where.rural, b->place.rural);
}

static void duties_choose(struct build *b)
{
    const struct ask *q = b->q;
    for (size_t i = 0; i < q->ev->duty_count; i++) {
        const struct plan_duty *d = duty_of(b, i);
        const struct plan_scheme *s = &q->ev->plan->scheme[d->at.scheme];
        bool here = s->key_lo < b->place.hi && b->place.lo < s->key_hi;
        bool valid = s->from <= b->year.to && b->year.from < s->to;
        b->wanted[i] = here && valid && kind_fits(b, d) && where_fits(b, d);
    }
}

/* ---- the windows ---- */

static bool regular(const struct cadence_duty *c)
{
    return c->window == CADENCE_DAY || c->window == CADENCE_WEEK || c->window == CADENCE_HALF_MONTH ||
           (c->window == CADENCE_MONTH && c->n <= 1);
}

static bool after_event(const struct cadence_duty *c)
{
    return c->window == CADENCE_SINCE_LAST || c->window == CADENCE_SINCE_EVENT;
}

static void sink(void *ctx, const struct cadence_obligation *o)
{
    struct build *b = ctx;
    const struct cadence_duty *c = &b->q->ev->duty[o->index];
    if (!b->wanted[o->index] || after_event(c) || o->to < b->year.from || o->to > b->year.to) return;
    b->times[o->index]++;
    if (regular(c)) return;
    b->window = arena_grow(b->q->arena, b->window, b->windows, &b->cap, b->windows + 1, sizeof *b->window);
    b->window[b->windows++] = (struct window){.duty = o->index, .from = o->from, .to = o->to};
}

static int window_order(const void *a, const void *b)
{
    const struct window *x = a, *y = b;
    if (x->to != y->to) return x->to < y->to ? -1 : 1;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    return (x->duty > y->duty) - (x->duty < y->duty);
}

/* Somebody who is there all year and for whom nothing was done yet: the engine itself says which windows there are. */
static void windows_find(struct build *b)
{
    const struct cadence_span always = {b->year.from, b->year.to + 1};
    const struct cadence_scope whole_year = {&always, 1};
    const struct cadence_subject somebody = {.scopes = &whole_year};
    cadence_run(b->at->cadence, &somebody, b->year.from, b->year.to, b->year.from - 1, NULL, sink, b);
    if (b->windows > 1) qsort(b->window, b->windows, sizeof *b->window, window_order);
}

/* ---- the lists ---- */

static enum rc whom_fill(struct build *b)
{
    for (size_t i = 0; i < b->q->ev->duty_count; i++) {
        if (b->wanted[i]) TRY(scheme_whom_here(b->q, duty_of(b, i), b->place.lo, b->place.hi, &b->whom[i]));
    }
    return RC_OK;
}

static void often_fill(struct build *b)
{
    const struct ask *q = b->q;
    struct year_plan_view *v = b->v;
    v->regular.item = arena_array(q->arena, q->ev->duty_count + 1, sizeof *v->regular.item);
    v->events.item = arena_array(q->arena, q->ev->duty_count + 1, sizeof *v->events.item);
    for (size_t i = 0; i < q->ev->duty_count; i++) {
        const struct plan_duty *d = duty_of(b, i);
        if (!b->wanted[i]) continue;
        if (after_event(&q->ev->duty[i])) {
            v->events.item[v->events.n++] = (struct year_plan_events){.what = d->title[q->lang], .who = scheme_who(q, d),
                .whom = b->whom[i], .often = scheme_often(q, d), .clause = due_clause(q, d),
                .clause_href = due_clause_href(q, d)};
        } else if (regular(&q->ev->duty[i]) && b->times[i] > 0) {
            v->regular.item[v->regular.n++] = (struct year_plan_regular){.what = d->title[q->lang], .who = scheme_who(q, d),
                .whom = b->whom[i], .often = scheme_often(q, d), .times = b->times[i], .clause = due_clause(q, d),
                .clause_href = due_clause_href(q, d)};
        }
    }
}

static void mark_add(const struct build *b, struct text *all, struct text one)
{
    *all = all->n == 0 ? one : text_fmt(b->q->arena, "%.*s · %.*s", TP(*all), TP(one));
}

/* Terms that begin or end, and public holidays that begin in the month. */
static struct text marks_said(const struct build *b, day_t first, day_t last)
{
    const struct ask *q = b->q;
    const struct calendar *c = b->at->calendar;
    struct text all = T("");
    size_t n;
    const struct calendar_term *term = calendar_terms(c, &n);
    for (size_t i = 0; i < n; i++) {
        bool begins = term[i].from >= first && term[i].from <= last, ends = term[i].to >= first && term[i].to <= last;
        if (begins) mark_add(b, &all, said_fill(q, W_year_term_begins, day_short(q, term[i].from), TEXT_NONE));
        if (ends) mark_add(b, &all, said_fill(q, W_year_term_ends, day_short(q, term[i].to), TEXT_NONE));
    }
    for (day_t d = first; d <= last; d++) {
        if (!calendar_holiday(c, d) || (calendar_holiday(c, d - 1) && d > first)) continue;
        day_t to = d;
        while (calendar_holiday(c, to + 1)) to++;
        mark_add(b, &all, text_fmt(q->arena, "%.*s %.*s", TP(calendar_holiday_name(c, d)), TP(due_dates(q, d, to))));
    }
    return all;
}

static struct year_plan_months_rows row_of(const struct build *b, const struct window *w)
{
    const struct ask *q = b->q;
    const struct plan_duty *d = duty_of(b, (size_t)w->duty);
    return (struct year_plan_months_rows){.due = said_fill(q, W_year_due_day, said_int(q, day_ymd(w->to).day), TEXT_NONE),
        .days = due_dates(q, w->from, w->to), .what = d->title[q->lang], .who = scheme_who(q, d), .whom = b->whom[w->duty],
        .clause = due_clause(q, d), .clause_href = due_clause_href(q, d), .past = w->to < q->today};
}

static void months_fill(struct build *b)
{
    enum { MONTHS = 13 };               /* a school year that begins within a month touches thirteen */
    const struct ask *q = b->q;
    struct year_plan_view *v = b->v;
    size_t at = 0;
    bool ahead = false;                 /* the next month with anything is open too */
    v->months.item = arena_array(q->arena, MONTHS, sizeof *v->months.item);
    for (day_t first = b->year.from; first <= b->year.to && v->months.n < MONTHS;) {
        struct ymd y = day_ymd(first);
        day_t next = y.month == 12 ? day_of(y.year + 1, 1, 1) : day_of(y.year, y.month + 1, 1);
        day_t last = next - 1 < b->year.to ? next - 1 : b->year.to;
        struct year_plan_months *m = &v->months.item[v->months.n++];
        *m = (struct year_plan_months){.label = said_fill(q, W_year_of_month, said_int(q, y.year), said_int(q, y.month)),
            .here = q->today >= first && q->today <= last, .marks = marks_said(b, first, last)};
        m->rows.item = arena_array(q->arena, b->windows - at + 1, sizeof *m->rows.item);
        for (; at < b->windows && b->window[at].to <= last; at++) m->rows.item[m->rows.n++] = row_of(b, &b->window[at]);
        m->count = (int64_t)m->rows.n;
        m->open = m->here || (ahead && m->count > 0);
        ahead = ahead ? m->count == 0 : m->here;
        first = next;
    }
}

static void terms_fill(struct build *b, int year)
{
    const struct ask *q = b->q;
    size_t n;
    const struct calendar_term *t = calendar_terms(b->at->calendar, &n);
    b->v->terms.item = arena_array(q->arena, n + 1, sizeof *b->v->terms.item);
    for (size_t i = 0; i < n; i++) {
        if (t[i].year != year) continue;
        struct text days = due_dates(q, t[i].from, t[i].to);
        int school = calendar_school_days(b->at->calendar, t[i].from, t[i].to);
        b->v->terms.item[b->v->terms.n++] = (struct year_plan_terms){
            .label = said_fill(q, W_year_term, said_int(q, t[i].ordinal), TEXT_NONE),
            .days = said_fill(q, W_year_term_days, days, said_int(q, school))};
    }
}

/* ---- the page ---- */

static bool year_known(const struct build *b, int year)
{
    size_t n;
    const struct calendar_term *t = calendar_terms(b->at->calendar, &n);
    for (size_t i = 0; i < n; i++) {
        if (t[i].year == year) return true;
    }
    return false;
}

static bool year_provisional(const struct build *b)
{
    for (day_t d = b->year.from; d <= b->year.to; d++) {
        if (calendar_provisional(b->at->calendar, d)) return true;
    }
    return false;
}

static struct text year_href(const struct build *b, int year, const char *tail)
{
    if (!year_known(b, year)) return T("");
    return text_fmt(b->q->arena, "/year-plan%s?place=%lld&year=%d", tail, (long long)b->place.id, year);
}

static void head_fill(struct build *b, int year)
{
    const struct ask *q = b->q;
    *b->v = (struct year_plan_view){.title = word(q->lang, W_year_title),
        .place = place_name(q->arena, q->lang, &b->place, q->today), .place_id = b->place.id,
        .year_label = said_fill(q, W_year_label, said_int(q, year), said_int(q, year + 1)),
        .prev_href = year_href(b, year - 1, ""), .next_href = year_href(b, year + 1, ""),
        .xlsx_href = year_href(b, year, "/file"),
        .note = year_provisional(b) ? word(q->lang, W_year_provisional) : T(""), .empty = word(q->lang, W_year_empty)};
}

enum rc build_year_plan(const struct ask *q, int64_t place, int year, struct year_plan_view *v)
{
    struct build b = {.q = q, .v = v};
    TRY(ask_place(q, place, &b.place));
    if (q->ev->calendar_count == 0) return RC_UNAVAILABLE;
    b.at = evaluator_calendar_at(q->ev, b.place.lo);
    if (year == 0) year = calendar_school_year(b.at->calendar, q->today);
    b.year = calendar_school_year_span(b.at->calendar, year);
    b.wanted = arena_array(q->arena, q->ev->duty_count + 1, sizeof *b.wanted);
    b.whom = arena_array(q->arena, q->ev->duty_count + 1, sizeof *b.whom);
    b.times = arena_array(q->arena, q->ev->duty_count + 1, sizeof *b.times);
    head_fill(&b, year);
    if (!year_known(&b, year)) return RC_OK;
    duties_choose(&b);
    TRY(whom_fill(&b));
    windows_find(&b);
    terms_fill(&b, year);
    often_fill(&b);
    months_fill(&b);
    return RC_OK;
}

/* ---- the paper ---- */

static const struct table_head heads[] = {
    {W_year_when, 16, false}, {W_scheme_duty, 36, false}, {W_scheme_who, 20, false}, {W_scheme_subject, 26, false},
    {W_scheme_often, 20, false}, {W_scheme_clause, 26, false},
};
enum { COLUMNS = sizeof heads / sizeof *heads };

static void row_put(const struct ask *q, struct table_part *t, size_t *cap, const struct text said[COLUMNS], const char *kind)
{
    (void)table_row(q, t, cap, heads, said, COLUMNS, kind);
}

static void part_put(const struct ask *q, struct table_part *t, size_t *cap, struct text label, struct text marks)
{
    row_put(q, t, cap, (const struct text[COLUMNS]){label, marks, T(""), T(""), T(""), T("")}, "subtotal");
}

static void rows_fill(const struct ask *q, const struct year_plan_view *v, struct table_part *t)
{
    size_t cap = 0;
    for (size_t i = 0; i < v->months.n; i++) {
        const struct year_plan_months *m = &v->months.item[i];
        part_put(q, t, &cap, m->label, m->marks);
        for (size_t k = 0; k < m->rows.n; k++) {
            const struct year_plan_months_rows *r = &m->rows.item[k];
            row_put(q, t, &cap, (const struct text[COLUMNS]){r->due, r->what, r->who, r->whom, r->days, r->clause}, "");
        }
    }
    part_put(q, t, &cap, word(q->lang, W_year_regular), T(""));
    for (size_t i = 0; i < v->regular.n; i++) {
        const struct year_plan_regular *r = &v->regular.item[i];
        struct text times = said_fill(q, W_year_times, said_int(q, r->times), TEXT_NONE);
        row_put(q, t, &cap, (const struct text[COLUMNS]){times, r->what, r->who, r->whom, r->often, r->clause}, "");
    }
    part_put(q, t, &cap, word(q->lang, W_year_events), T(""));
    for (size_t i = 0; i < v->events.n; i++) {
        const struct year_plan_events *r = &v->events.item[i];
        row_put(q, t, &cap, (const struct text[COLUMNS]){T(""), r->what, r->who, r->whom, r->often, r->clause}, "");
    }
}

enum rc build_year_plan_paper(const struct ask *q, int64_t place, int year, struct list_view *v)
{
    struct year_plan_view plan;
    TRY(build_year_plan(q, place, year, &plan));
    struct table_part *t = arena_alloc(q->arena, sizeof *t);
    *t = (struct table_part){.caption = plan.title, .empty = plan.empty};
    *v = (struct list_view){.title = text_fmt(q->arena, "%.*s %.*s", TP(plan.place), TP(plan.title)),
        .sentence = text_fmt(q->arena, "%.*s%s%.*s", TP(plan.year_label), plan.note.n ? " · " : "", TP(plan.note)), .table = t,
        .back_href = T(""), .xlsx_href = T("")};
    table_heads(q, t, heads, COLUMNS);
    rows_fill(q, &plan, t);
    return RC_OK;
}
