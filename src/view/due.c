/* SPDX-License-Identifier: Apache-2.0 */
#include "view/due.h"

static struct text fill(const struct ask *q, enum word w, struct text a0, struct text a1)
{
    struct text arg[] = {a0, a1};
    return word_fill(q->arena, q->lang, w, arg, 2);
}

static struct text number(const struct ask *q, int64_t n)
{
    return text_fmt(q->arena, "%lld", (long long)n);
}

/* ---- days ---- */

struct text day_short(const struct ask *q, day_t d)
{
    struct ymd y = day_ymd(d);
    struct text month_day[] = {number(q, y.month), number(q, y.day), number(q, y.year)};
    bool this_year = y.year == day_ymd(q->today).year;
    return word_fill(q->arena, q->lang, this_year ? W_day_month_day : W_day_year_month_day, month_day, 3);
}

struct text day_weekday_text(const struct ask *q, day_t d)
{
    static const enum word words[] = {W_weekday_1, W_weekday_2, W_weekday_3, W_weekday_4, W_weekday_5, W_weekday_6, W_weekday_7};
    return word(q->lang, words[day_weekday(d) - 1]);
}

struct text name_mark(struct arena *a, struct text name)
{
    struct text first = name, rest = name;
    ptrdiff_t dot = text_find(name, T("·"));
    if (dot > 0) first = text_sub(rest, 0, (size_t)dot);
    size_t n = text_chars(first), skip = n > 2 ? n - 2 : 0, at = 0;
    uint32_t cp;
    for (size_t i = 0; i < skip && text_next(first, &at, &cp); i++) { }
    return text_dup(a, text_sub(first, at, first.n - at));
}

/* ---- obligations ---- */

const char *due_state(day_t from, day_t due, day_t today)
{
    switch (cadence_age(CADENCE_PLANNED, from, due, today)) {
    case CADENCE_PLANNED: return "planned";
    case CADENCE_OVERDUE: return "overdue";
    default: return due - today <= DUE_SOON_DAYS ? "soon" : "due";
    }
}

struct text due_label(const struct ask *q, day_t from, day_t due)
{
    if (from > q->today) return fill(q, W_due_from, day_short(q, from), TEXT_NONE);
    if (due < q->today) return fill(q, W_due_overdue, number(q, q->today - due), TEXT_NONE);
    if (due == q->today) return word(q->lang, W_due_today);
    if (due == q->today + 1) return word(q->lang, W_due_tomorrow);
    if (day_monday(due) == day_monday(q->today)) return fill(q, W_due_by, day_weekday_text(q, due), TEXT_NONE);
    return fill(q, W_due_by, day_short(q, due), TEXT_NONE);
}

struct text due_dates(const struct ask *q, day_t from, day_t due)
{
    if (from == due) return day_short(q, from);
    return fill(q, W_window_dates, day_short(q, from), day_short(q, due));
}

static struct text window_week(const struct ask *q, day_t from, day_t due)
{
    if (due - from != 6) return due_dates(q, from, due);
    day_t monday = day_monday(q->today);
    if (from == monday) return word(q->lang, W_window_this_week);
    if (from == monday - 7) return word(q->lang, W_window_last_week);
    if (from == monday + 7) return word(q->lang, W_window_next_week);
    return due_dates(q, from, due);
}

struct text due_window(const struct ask *q, const struct plan_duty *d, day_t from, day_t due)
{
    struct ymd y = day_ymd(from);
    switch (d->cadence.window) {
    case CADENCE_WEEK: return window_week(q, from, due);
    case CADENCE_HALF_MONTH: return fill(q, y.day == 1 ? W_window_first_half : W_window_second_half, number(q, y.month),
        TEXT_NONE);
    case CADENCE_MONTHS: return fill(q, W_window_month, number(q, y.month), TEXT_NONE);
    case CADENCE_MONTH:
        if (d->cadence.n <= 1) return fill(q, W_window_month, number(q, y.month), TEXT_NONE);
        return due_dates(q, from, due);
    case CADENCE_TERM: return fill(q, y.month >= 7 ? W_window_autumn : W_window_spring, number(q, y.year), TEXT_NONE);
    case CADENCE_SCHOOL_YEAR: return fill(q, W_window_school_year, number(q, y.year), TEXT_NONE);
    default: return due_dates(q, from, due);
    }
}

const struct plan_scheme *due_scheme(const struct ask *q, const struct plan_duty *d)
{
    return &q->ev->plan->scheme[d->at.scheme];
}

struct text due_clause(const struct ask *q, const struct plan_duty *d)
{
    const struct plan_scheme *s = due_scheme(q, d);
    struct text name = text_empty(s->programme) ? s->title[q->lang] : s->programme;
    return text_fmt(q->arena, "%.*s %.*s", TP(name), TP(d->at.clause));
}

struct text due_clause_href(const struct ask *q, const struct plan_duty *d)
{
    const struct plan_scheme *s = due_scheme(q, d);
    return text_fmt(q->arena, "/scheme/%.*s/%d#%.*s", TP(s->id), s->version, TP(d->key));
}

struct text due_what(const struct ask *q, const struct plan_duty *d)
{
    return text_empty(d->verb[q->lang]) ? d->title[q->lang] : d->verb[q->lang];
}
