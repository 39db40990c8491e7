/* SPDX-License-Identifier: Apache-2.0 */
#include "scheme/calendar.h"
#include "scheme/calendar_inner.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST_YEARS = 60, EARLY_DAYS = 45, CERTAIN_WEEKS = 16 };

/* ---- laying one calendar over another ---- */

static bool term_same(const struct calendar_term *a, const struct calendar_term *b)
{
    return a->year == b->year && a->ordinal == b->ordinal;
}

static void overlay_terms(struct arena *a, struct calendar_spec *out, const struct calendar_spec *base,
                          const struct calendar_spec *over)
{
    struct calendar_term *list = arena_array(a, base->term_count + over->term_count, sizeof *list);
    size_t n = 0;
    for (size_t i = 0; i < base->term_count; i++) {
        bool replaced = false;
        for (size_t k = 0; k < over->term_count && !replaced; k++) replaced = term_same(&base->terms[i], &over->terms[k]);
        if (!replaced) list[n++] = base->terms[i];
    }
    for (size_t k = 0; k < over->term_count; k++) list[n++] = over->terms[k];
    out->terms = list;
    out->term_count = n;
}

static void overlay_windows(struct arena *a, struct calendar_spec *out, const struct calendar_spec *base,
                            const struct calendar_spec *over)
{
    struct calendar_window *list = arena_array(a, base->window_count + over->window_count, sizeof *list);
    size_t n = 0;
    for (size_t i = 0; i < base->window_count; i++) {
        bool replaced = false;
        for (size_t k = 0; k < over->window_count && !replaced; k++) {
            replaced = text_eq(base->windows[i].name, over->windows[k].name);
        }
        if (!replaced) list[n++] = base->windows[i];
    }
    for (size_t k = 0; k < over->window_count; k++) list[n++] = over->windows[k];
    out->windows = list;
    out->window_count = n;
}

/* Two plain lists, one behind the other. */
static void *list_join(struct arena *a, const void *l, size_t ln, const void *r, size_t rn, size_t size)
{
    char *list = arena_array(a, ln + rn, size);
    if (ln > 0) memcpy(list, l, ln * size);
    if (rn > 0) memcpy(list + ln * size, r, rn * size);
    return list;
}

struct calendar_spec calendar_overlay(struct arena *a, const struct calendar_spec *base, const struct calendar_spec *over)
{
    struct calendar_spec out = *base;
    if (!text_empty(over->id)) out.id = over->id;
    if (!text_empty(over->title)) out.title = over->title;
    if (over->year_month != 0) {
        out.year_month = over->year_month;
        out.year_day = over->year_day;
    }
    if (over->shift.on != 0) out.shift = over->shift;
    overlay_terms(a, &out, base, over);
    overlay_windows(a, &out, base, over);
    out.holidays = list_join(a, base->holidays, base->holiday_count, over->holidays, over->holiday_count, sizeof *out.holidays);
    out.holiday_count = base->holiday_count + over->holiday_count;
    out.workdays = list_join(a, base->workdays, base->workday_count, over->workdays, over->workday_count, sizeof *out.workdays);
    out.workday_count = base->workday_count + over->workday_count;
    return out;
}

/* ---- building ---- */

static struct calendar_day *day_at(const struct calendar *c, day_t d)
{
    return d >= c->first && d <= c->last ? &c->days[d - c->first] : NULL;
}

static int term_order(const void *l, const void *r)
{
    const struct calendar_term *a = l, *b = r;
    return a->from != b->from ? (a->from < b->from ? -1 : 1) : a->ordinal - b->ordinal;
}

/* The day a school year begins by rule; counties whose first term begins earlier begin with it. */
static day_t year_start(const struct calendar *c, int year)
{
    day_t start = day_of(year, c->year_month, c->year_day);
    for (size_t i = 0; i < c->term_count; i++) {
        if (c->terms[i].year == year && c->terms[i].from < start) start = c->terms[i].from;
    }
    return start;
}

static enum calendar_wrong terms_check(const struct calendar_spec *spec, const struct calendar *c, size_t *at)
{
    if (spec->term_count == 0) return CALENDAR_NO_TERM;
    for (size_t i = 0; i < spec->term_count; i++) {
        const struct calendar_term *t = &spec->terms[i];
        *at = i;
        if (t->from == DAY_NONE || (t->to != DAY_NONE && t->to < t->from)) return CALENDAR_TERM_BACKWARD;
        day_t begin = day_of(t->year, c->year_month, c->year_day), end = day_of(t->year + 1, c->year_month, c->year_day);
        if (begin == DAY_NONE || end == DAY_NONE) return CALENDAR_TERM_OUTSIDE_YEAR;
        if (t->from < begin - EARLY_DAYS || t->from >= end) return CALENDAR_TERM_OUTSIDE_YEAR;
        if (t->to != DAY_NONE && t->to >= end) return CALENDAR_TERM_OUTSIDE_YEAR;
        for (size_t k = 0; k < i; k++) {
            const struct calendar_term *o = &spec->terms[k];
            const struct calendar_term *early = o->from <= t->from ? o : t, *late = early == o ? t : o;
            if (term_same(o, t) || early->from == late->from) return CALENDAR_TERMS_OVERLAP;
            if (early->to != DAY_NONE && early->to >= late->from) return CALENDAR_TERMS_OVERLAP;
        }
    }
    return CALENDAR_FINE;
}

static enum calendar_wrong spec_check(const struct calendar_spec *spec, const struct calendar *c, size_t *at)
{
    enum calendar_wrong wrong = terms_check(spec, c, at);
    if (wrong != CALENDAR_FINE) return wrong;
    for (size_t i = 0; i < spec->holiday_count; i++) {
        *at = i;
        if (spec->holidays[i].from == DAY_NONE || spec->holidays[i].to < spec->holidays[i].from) return CALENDAR_HOLIDAY_BACKWARD;
    }
    *at = 0;
    const struct calendar_shift *s = &spec->shift;
    if (s->on != 0 && (s->on < 1 || s->off < 0 || s->on + s->off > 366 || s->anchor == DAY_NONE)) return CALENDAR_SHIFT_BAD;
    return CALENDAR_FINE;
}

static void terms_take(struct calendar *c, const struct calendar_spec *spec)
{
    c->term_count = spec->term_count;
    c->terms = arena_copy(c->arena, spec->terms, spec->term_count * sizeof *spec->terms);
    qsort(c->terms, c->term_count, sizeof *c->terms, term_order);
    c->first_year = c->last_year = c->terms[0].year;
    for (size_t i = 0; i < c->term_count; i++) {
        if (c->terms[i].year < c->first_year) c->first_year = c->terms[i].year;
        if (c->terms[i].year > c->last_year) c->last_year = c->terms[i].year;
    }
    c->first = year_start(c, c->first_year);
    c->last = day_of(c->last_year + 1, c->year_month, c->year_day) - 1;
}

/* A term without an end lasts until the next one begins, or to the end of its school year: its own window then never becomes
 * overdue too early. */
static void terms_close(struct calendar *c)
{
    c->open_ended = arena_array(c->arena, c->term_count, sizeof *c->open_ended);
    for (size_t i = 0; i < c->term_count; i++) {
        struct calendar_term *t = &c->terms[i];
        if (t->to != DAY_NONE) continue;
        c->open_ended[i] = true;
        t->to = day_of(t->year + 1, c->year_month, c->year_day) - 1;
        if (i + 1 < c->term_count && c->terms[i + 1].from <= t->to) t->to = c->terms[i + 1].from - 1;
    }
}

static void holidays_take(struct calendar *c, const struct calendar_spec *spec)
{
    c->holiday_count = spec->holiday_count;
    c->holidays = arena_array(c->arena, spec->holiday_count, sizeof *c->holidays);
    for (size_t i = 0; i < spec->holiday_count; i++) {
        c->holidays[i] = spec->holidays[i];
        c->holidays[i].name = text_dup(c->arena, spec->holidays[i].name);
        for (day_t d = c->holidays[i].from; d <= c->holidays[i].to; d++) {
            struct calendar_day *day = day_at(c, d);
            if (day == NULL) continue;
            day->flags |= DAY_HOLIDAY;
            if (c->holidays[i].provisional) day->flags |= DAY_PROVISIONAL;
        }
    }
}

static bool shift_on(const struct calendar_shift *s, day_t d)
{
    int cycle = s->on + s->off, place = (d - s->anchor) % cycle;
    if (place < 0) place += cycle;
    return place < s->on;
}

/* Terms, weekdays, holidays and shifts to flags. Working days come last and win: a county can call one back. */
static void days_mark(struct calendar *c, const struct calendar_spec *spec)
{
    for (day_t d = c->first; d <= c->last; d++) {
        struct calendar_day *day = day_at(c, d);
        day->term = -1;
        if (day_weekday(d) <= 5 && !(day->flags & DAY_HOLIDAY)) day->flags |= DAY_OFFICE;
    }
    for (size_t i = 0; i < spec->workday_count; i++) {
        struct calendar_day *day = day_at(c, spec->workdays[i]);
        if (day != NULL) day->flags = (uint8_t)((day->flags | DAY_OFFICE) & ~DAY_HOLIDAY);
    }
    for (size_t i = 0; i < c->term_count; i++) {
        for (day_t d = c->terms[i].from; d <= c->terms[i].to; d++) {
            struct calendar_day *day = day_at(c, d);
            bool taught = (day->flags & DAY_OFFICE) != 0;
            if (spec->shift.on != 0) taught = shift_on(&spec->shift, d) && !(day->flags & DAY_HOLIDAY);
            day->term = (int16_t)i;
            if (taught) day->flags |= DAY_SCHOOL;
            /* hardly a term is shorter: only what comes after may turn out to be vacation */
            if (c->open_ended[i] && d >= c->terms[i].from + CERTAIN_WEEKS * 7) day->flags |= DAY_PROVISIONAL;
        }
    }
}

static void days_sum(struct calendar *c)
{
    struct calendar_day sum = {0};
    for (day_t d = c->first; d <= c->last; d++) {
        struct calendar_day *day = day_at(c, d);
        if (day->term < 0) day->flags |= DAY_VACATION;
        day->school = sum.school;
        day->vacation = sum.vacation;
        day->office = sum.office;
        sum.school += (day->flags & DAY_SCHOOL) != 0;
        sum.vacation += (day->flags & DAY_VACATION) != 0;
        sum.office += (day->flags & DAY_OFFICE) != 0;
    }
    c->days[c->last - c->first + 1] = sum;
}

static void weeks_number(struct calendar *c)
{
    for (size_t i = 0; i < c->term_count; i++) {
        const struct calendar_term *t = &c->terms[i];
        day_t begin = calendar_school_day_from(c, t->from);
        day_t monday = day_monday(begin == DAY_NONE || begin > t->to ? t->from : begin);
        for (day_t d = t->from; d <= t->to; d++) day_at(c, d)->week = (uint8_t)(d < monday ? 1 : (d - monday) / 7 + 1);
    }
}

struct calendar *calendar_build(struct arena *a, const struct calendar_spec *spec, enum calendar_wrong *why, size_t *at)
{
    struct calendar *c = arena_alloc(a, sizeof *c);
    c->arena = a;
    c->year_month = spec->year_month != 0 ? spec->year_month : 9;
    c->year_day = spec->year_month != 0 ? spec->year_day : 1;
    *at = 0;
    *why = spec_check(spec, c, at);
    if (*why != CALENDAR_FINE) return NULL;
    c->id = text_dup(a, spec->id);
    terms_take(c, spec);
    if (c->last_year - c->first_year >= LONGEST_YEARS) {
        *why = CALENDAR_TOO_LONG;
        return NULL;
    }
    c->days = arena_array(a, (size_t)(c->last - c->first) + 2, sizeof *c->days);
    terms_close(c);
    holidays_take(c, spec);
    days_mark(c, spec);
    days_sum(c);
    weeks_number(c);
    calendar_name_windows(c, spec);
    return c;
}

/* ---- questions ---- */

struct text calendar_id(const struct calendar *c)
{
    return c->id;
}

struct calendar_span calendar_covers(const struct calendar *c)
{
    return (struct calendar_span){c->first, c->last};
}

static bool day_has(const struct calendar *c, day_t d, unsigned flag)
{
    const struct calendar_day *day = day_at(c, d);
    return day != NULL && (day->flags & flag) != 0;
}

bool calendar_school_day(const struct calendar *c, day_t d)
{
    return day_has(c, d, DAY_SCHOOL);
}

bool calendar_vacation(const struct calendar *c, day_t d)
{
    return day_has(c, d, DAY_VACATION);
}

bool calendar_holiday(const struct calendar *c, day_t d)
{
    return day_has(c, d, DAY_HOLIDAY);
}

bool calendar_workday(const struct calendar *c, day_t d)
{
    return day_at(c, d) != NULL ? day_has(c, d, DAY_OFFICE) : d != DAY_NONE && day_weekday(d) <= 5;
}

bool calendar_provisional(const struct calendar *c, day_t d)
{
    return day_has(c, d, DAY_PROVISIONAL);
}

struct text calendar_holiday_name(const struct calendar *c, day_t d)
{
    if (!calendar_holiday(c, d)) return TEXT_NONE;
    for (size_t i = c->holiday_count; i-- > 0;) {
        if (d >= c->holidays[i].from && d <= c->holidays[i].to) return c->holidays[i].name;
    }
    return TEXT_NONE;
}

/* The day record whose sums hold everything before d, clipped to the covered time. */
static const struct calendar_day *sum_before(const struct calendar *c, day_t d)
{
    if (d < c->first) d = c->first;
    if (d > c->last + 1) d = c->last + 1;
    return &c->days[d - c->first];
}

int calendar_school_days(const struct calendar *c, day_t from, day_t to)
{
    return to < from ? 0 : sum_before(c, to + 1)->school - sum_before(c, from)->school;
}

int calendar_vacation_days(const struct calendar *c, day_t from, day_t to)
{
    return to < from ? 0 : sum_before(c, to + 1)->vacation - sum_before(c, from)->vacation;
}

day_t calendar_school_day_after(const struct calendar *c, day_t d, int n)
{
    int want = sum_before(c, d + 1)->school + n;
    day_t lo = c->first, hi = c->last + 1; /* the smallest day with `want` school days up to and with it */
    if (n < 1 || c->days[hi - c->first].school < want) return DAY_NONE;
    while (lo < hi) {
        day_t mid = lo + (hi - lo) / 2;
        if (sum_before(c, mid + 1)->school >= want) hi = mid;
        else lo = mid + 1;
    }
    return lo;
}

day_t calendar_workday_after(const struct calendar *c, day_t d, int n)
{
    if (n < 1 || d < c->first) return DAY_NONE;
    while (d < c->last) {
        d++;
        if (day_has(c, d, DAY_OFFICE) && --n == 0) return d;
    }
    return DAY_NONE;
}

day_t calendar_school_day_from(const struct calendar *c, day_t d)
{
    return calendar_school_day_after(c, d - 1, 1);
}

const struct calendar_term *calendar_term_of(const struct calendar *c, day_t d, bool *running)
{
    const struct calendar_term *found = NULL;
    for (size_t i = 0; i < c->term_count && c->terms[i].from <= d; i++) found = &c->terms[i];
    *running = found != NULL && d <= found->to;
    return found;
}

const struct calendar_term *calendar_terms(const struct calendar *c, size_t *n)
{
    *n = c->term_count;
    return c->terms;
}

int calendar_term_find(const struct calendar *c, int year, int ordinal)
{
    for (size_t i = 0; i < c->term_count; i++) {
        if (c->terms[i].year == year && c->terms[i].ordinal == ordinal) return (int)i;
    }
    return -1;
}

int calendar_school_year(const struct calendar *c, day_t d)
{
    int year = day_ymd(d).year;
    /* a school year may begin some weeks early, with its first term */
    if (d >= year_start(c, year + 1)) return year + 1;
    return d >= year_start(c, year) ? year : year - 1;
}

struct calendar_span calendar_school_year_span(const struct calendar *c, int year)
{
    return (struct calendar_span){year_start(c, year), year_start(c, year + 1) - 1};
}

int calendar_teaching_week(const struct calendar *c, day_t d)
{
    const struct calendar_day *day = day_at(c, d);
    return day != NULL ? day->week : 0;
}

const struct calendar_span *calendar_named(const struct calendar *c, struct text name, size_t *n)
{
    *n = 0;
    for (size_t i = 0; i < c->named_count; i++) {
        if (!text_eq(c->named[i].name, name)) continue;
        *n = c->named[i].n;
        return c->named[i].spans;
    }
    return NULL;
}
