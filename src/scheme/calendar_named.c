/* SPDX-License-Identifier: Apache-2.0 */
/* Named windows: the spans behind 期初, 期末, 寒假交接, 腊月二十到元宵 and whatever else a county plans by. */
#include "scheme/calendar_inner.h"

#include <stdlib.h>

#include "scheme/lunar.h"

static struct named *name_add(struct calendar *c, struct text name)
{
    for (size_t i = 0; i < c->named_count; i++) {
        if (text_eq(c->named[i].name, name)) return &c->named[i];
    }
    c->named = arena_grow(c->arena, c->named, c->named_count, &c->named_cap, c->named_count + 1, sizeof *c->named);
    struct named *one = &c->named[c->named_count++];
    *one = (struct named){.name = text_dup(c->arena, name)};
    return one;
}

/* Keeps what touches the covered time. */
static void span_add(struct calendar *c, struct named *one, day_t from, day_t to)
{
    if (from == DAY_NONE || to == DAY_NONE || to < from || to < c->first || from > c->last) return;
    one->spans = arena_grow(c->arena, one->spans, one->n, &one->cap, one->n + 1, sizeof *one->spans);
    one->spans[one->n++] = (struct calendar_span){from, to};
}

static day_t point_shift(const struct calendar_point *p, day_t d)
{
    if (d == DAY_NONE) return DAY_NONE;
    return (p->weekday != 0 ? day_monday(d) + p->weekday - 1 : d) + p->offset;
}

static bool by_term(const struct calendar_point *p)
{
    return p->anchor == ANCHOR_TERM_START || p->anchor == ANCHOR_TERM_MID || p->anchor == ANCHOR_TERM_END;
}

static day_t point_of_term(const struct calendar_point *p, const struct calendar_term *t)
{
    if (p->anchor == ANCHOR_TERM_START) return point_shift(p, t->from);
    if (p->anchor == ANCHOR_TERM_END) return point_shift(p, t->to);
    return point_shift(p, t->from + (t->to - t->from) / 2);
}

static day_t point_of_year(const struct calendar_point *p, int year)
{
    day_t d = DAY_NONE;
    if (p->anchor == ANCHOR_DAY) d = p->on;
    if (p->anchor == ANCHOR_FESTIVAL) d = festival_day(p->festival, year);
    if (p->anchor == ANCHOR_MONTH_DAY) {
        d = day_of(year, p->month, p->day);
        if (d == DAY_NONE && p->month == 2 && p->day == 29) d = day_of(year, 2, 28);
    }
    if (p->anchor == ANCHOR_LUNAR) {
        d = lunar_day((struct lunar){year, p->month, p->day, false});
        if (d == DAY_NONE && p->day == 30) d = lunar_day((struct lunar){year, p->month, 29, false});
    }
    return point_shift(p, d);
}

/* The first such day on or after `least`, within two years; DAY_NONE. */
static day_t point_after(const struct calendar *c, const struct calendar_point *p, day_t least)
{
    for (size_t i = 0; by_term(p) && i < c->term_count; i++) {
        if (point_of_term(p, &c->terms[i]) >= least) return point_of_term(p, &c->terms[i]);
    }
    if (by_term(p)) return DAY_NONE;
    int year = day_ymd(least).year;
    for (int y = year - 1; y <= year + 2; y++) {
        day_t d = point_of_year(p, y);
        if (d != DAY_NONE && d >= least) return d;
    }
    return DAY_NONE;
}

/* The last such day on or before `most`; DAY_NONE. */
static day_t point_before(const struct calendar_point *p, day_t most)
{
    int year = day_ymd(most).year;
    for (int y = year + 1; y >= year - 2; y--) {
        day_t d = point_of_year(p, y);
        if (d != DAY_NONE && d <= most) return d;
    }
    return DAY_NONE;
}

static void window_by_term(struct calendar *c, struct named *one, const struct calendar_window *w)
{
    for (size_t i = 0; i < c->term_count; i++) {
        const struct calendar_term *t = &c->terms[i];
        if (w->ordinal != 0 && w->ordinal != t->ordinal) continue;
        if (!by_term(&w->from)) {
            day_t to = point_of_term(&w->to, t);
            span_add(c, one, point_before(&w->from, to), to);
            continue;
        }
        day_t from = point_of_term(&w->from, t);
        day_t to = by_term(&w->to) ? point_of_term(&w->to, t) : DAY_NONE;
        /* term_end … term_start means the start of the next term */
        if (to == DAY_NONE || to < from) to = point_after(c, &w->to, from);
        span_add(c, one, from, to);
    }
}

static void window_by_year(struct calendar *c, struct named *one, const struct calendar_window *w)
{
    if (w->from.anchor == ANCHOR_DAY) {
        day_t from = point_of_year(&w->from, 0);
        if (from != DAY_NONE) span_add(c, one, from, point_after(c, &w->to, from));
        return;
    }
    for (int y = c->first_year - 2; y <= c->last_year + 2; y++) {
        day_t from = point_of_year(&w->from, y);
        if (from != DAY_NONE) span_add(c, one, from, point_after(c, &w->to, from));
    }
}

static int span_order(const void *l, const void *r)
{
    const struct calendar_span *a = l, *b = r;
    return a->from != b->from ? (a->from < b->from ? -1 : 1) : (a->to > b->to) - (a->to < b->to);
}

/* Sorted, and what overlaps made one: a window of cadence must not owe the same day twice. */
static void spans_tidy(struct named *one)
{
    if (one->n == 0) return;
    qsort(one->spans, one->n, sizeof *one->spans, span_order);
    size_t n = 0;
    for (size_t i = 0; i < one->n; i++) {
        if (n > 0 && one->spans[i].from <= one->spans[n - 1].to) {
            if (one->spans[i].to > one->spans[n - 1].to) one->spans[n - 1].to = one->spans[i].to;
        } else {
            one->spans[n++] = one->spans[i];
        }
    }
    one->n = n;
}

static void gap_add(struct calendar *c, day_t from, day_t to, bool winter)
{
    if (to < from) return;
    span_add(c, name_add(c, T("vacation")), from, to);
    span_add(c, name_add(c, winter ? T("winter_vacation") : T("summer_vacation")), from, to);
}

static void name_vacations(struct calendar *c)
{
    /* the names exist even where no gap does */
    name_add(c, T("vacation"));
    name_add(c, T("winter_vacation"));
    name_add(c, T("summer_vacation"));
    gap_add(c, c->first, c->terms[0].from - 1, false);
    for (size_t i = 0; i < c->term_count; i++) {
        bool last = i + 1 == c->term_count;
        day_t to = last ? c->last : c->terms[i + 1].from - 1;
        gap_add(c, c->terms[i].to + 1, to, !last && c->terms[i + 1].year == c->terms[i].year);
    }
}

void calendar_name_windows(struct calendar *c, const struct calendar_spec *spec)
{
    name_vacations(c);
    for (size_t i = 0; i < spec->window_count; i++) {
        const struct calendar_window *w = &spec->windows[i];
        struct named *one = name_add(c, w->name);
        if (by_term(&w->from) || by_term(&w->to)) window_by_term(c, one, w);
        else window_by_year(c, one, w);
    }
    for (size_t i = 0; i < c->named_count; i++) spans_tidy(&c->named[i]);
}
