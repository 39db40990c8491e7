/* SPDX-License-Identifier: Apache-2.0 */
/* The windows of each duty over the covered time of a calendar, worked out once. */
#include "scheme/cadence_inner.h"

#include <string.h>

#include "scheme/lunar.h"

/* before + after, so that two years' windows never overlap: a lunar year has at least 353 days */
enum { LONGEST_OPENING = 300 };

bool cadence_day_counts(const struct cadence_plan *p, const struct cadence_duty *d, day_t day)
{
    if (d->holidays == CADENCE_SKIP) return calendar_school_day(p->calendar, day);
    if (d->holidays == CADENCE_ONLY) return calendar_vacation(p->calendar, day);
    return true;
}

int cadence_days(const struct cadence_plan *p, const struct cadence_duty *d, day_t from, day_t to)
{
    if (d->holidays == CADENCE_SKIP) return calendar_school_days(p->calendar, from, to);
    if (d->holidays == CADENCE_ONLY) return calendar_vacation_days(p->calendar, from, to);
    return to < from ? 0 : to - from + 1;
}

day_t cadence_since(const struct cadence_plan *p, const struct cadence_duty *d, day_t origin)
{
    if (d->unit == CADENCE_SCHOOL_DAYS && d->n > 0) return calendar_school_day_after(p->calendar, origin, d->n);
    day_t end = origin + d->n;
    /* a term that would run out in the holidays runs out on the first day of school */
    return d->holidays == CADENCE_SKIP ? calendar_school_day_from(p->calendar, end) : end;
}

bool cadence_far_enough(const struct cadence_plan *p, const struct cadence_duty *d, day_t last, day_t day)
{
    if (d->apart == 0 || last == DAY_NONE) return true;
    if (d->apart_unit == CADENCE_SCHOOL_DAYS) return calendar_school_days(p->calendar, last + 1, day) >= d->apart;
    return day - last >= d->apart;
}

/* ---- making windows ---- */

struct maker {
    struct arena *arena;
    const struct cadence_plan *plan;
    struct cadence_entry *entry;
    struct calendar_span covers;
};

static void window_add(struct maker *m, day_t from, day_t to)
{
    struct cadence_entry *e = m->entry;
    if (from == DAY_NONE || to == DAY_NONE || to < from || to < m->covers.from || from > m->covers.to) return;
    bool over = from < e->duty.valid_from && to >= e->duty.valid_from && e->duty.follows > 0;
    if ((from < e->duty.valid_from && !over) || from >= e->duty.valid_to) return;
    int days = cadence_days(m->plan, &e->duty, from, to);
    if (days == 0) return;
    if (over) {
        e->over = (struct cadence_slot){from, to, days};
        return;
    }
    e->slots = arena_grow(m->arena, e->slots, e->slot_count, &e->slot_cap, e->slot_count + 1, sizeof *e->slots);
    e->slots[e->slot_count++] = (struct cadence_slot){from, to, days};
}

static void make_days(struct maker *m)
{
    for (day_t d = m->covers.from; d <= m->covers.to; d++) window_add(m, d, d);
}

/* The Monday from which n-week windows of a school year are counted. */
static day_t week_anchor(const struct maker *m, int year)
{
    return day_monday(calendar_school_year_span(m->plan->calendar, year).from);
}

static void make_weeks(struct maker *m)
{
    int n = m->entry->duty.n;
    int last = calendar_school_year(m->plan->calendar, m->covers.to) + 1; /* its first week may hold the last covered days */
    for (int year = calendar_school_year(m->plan->calendar, m->covers.from); year <= last; year++) {
        day_t end = week_anchor(m, year + 1) - 1;
        for (day_t d = week_anchor(m, year); d <= end; d += 7 * n) window_add(m, d, sooner_of(d + 7 * n - 1, end));
    }
}

static void make_half_months(struct maker *m, int year)
{
    for (int month = 1; month <= 12; month++) {
        day_t first = day_of(year, month, 1);
        window_add(m, first, first + 14);
        window_add(m, first + 15, day_add_months(first, 1) - 1);
    }
}

static void make_months(struct maker *m, int year)
{
    const struct cadence_duty *d = &m->entry->duty;
    int step = d->window == CADENCE_MONTH ? d->n : 1;
    for (int month = 1; month <= 12; month += step) {
        if (d->window == CADENCE_MONTHS && !(d->months >> (month - 1) & 1)) continue;
        day_t first = day_of(year, month, 1);
        window_add(m, first, day_add_months(first, step) - 1);
    }
}

/* The day of a month, or its last; month 0 is the December before. */
static day_t day_of_month(int year, int month, int day)
{
    day_t first = day_add_months(day_of(year, 1, 1), month - 1), last = day_add_months(first, 1) - 1;
    return sooner_of(first + day - 1, last);
}

static void make_date(struct maker *m, int year)
{
    const struct cadence_duty *d = &m->entry->duty;
    for (int month = 1; d->window == CADENCE_DATE && d->month == 0 && month <= 12; month++) {
        window_add(m, day_of_month(year, month - 1, d->day) + 1, day_of_month(year, month, d->day));
    }
    if (d->window == CADENCE_DATE && d->month == 0) return;
    day_t on = d->window == CADENCE_FESTIVAL ? festival_day(d->festival, year) : day_of(year, d->month, d->day);
    if (on == DAY_NONE && d->window == CADENCE_DATE && d->month == 2) on = day_of(year, 2, 28);
    if (on != DAY_NONE) window_add(m, on - d->before, on + d->after);
}

static void make_by_year(struct maker *m)
{
    int last = day_ymd(m->covers.to).year + 1;
    for (int year = day_ymd(m->covers.from).year - 1; year <= last; year++) {
        switch (m->entry->duty.window) {
        case CADENCE_HALF_MONTH: make_half_months(m, year); break;
        case CADENCE_MONTH:
        case CADENCE_MONTHS: make_months(m, year); break;
        case CADENCE_YEAR: window_add(m, day_of(year, 1, 1), day_of(year, 12, 31)); break;
        default: make_date(m, year); break;
        }
    }
}

static void make_terms(struct maker *m)
{
    size_t n;
    const struct calendar_term *terms = calendar_terms(m->plan->calendar, &n);
    for (size_t i = 0; i < n; i++) {
        if (m->entry->duty.ordinal == 0 || m->entry->duty.ordinal == terms[i].ordinal) window_add(m, terms[i].from, terms[i].to);
    }
}

static void make_school_years(struct maker *m)
{
    int last = calendar_school_year(m->plan->calendar, m->covers.to);
    for (int year = calendar_school_year(m->plan->calendar, m->covers.from); year <= last; year++) {
        struct calendar_span span = calendar_school_year_span(m->plan->calendar, year);
        window_add(m, span.from, span.to);
    }
}

static void make_windows(struct maker *m)
{
    const struct cadence_duty *d = &m->entry->duty;
    switch (d->window) {
    case CADENCE_DAY: make_days(m); break;
    case CADENCE_WEEK: make_weeks(m); break;
    case CADENCE_TERM: make_terms(m); break;
    case CADENCE_SCHOOL_YEAR: make_school_years(m); break;
    case CADENCE_NAMED:
        for (size_t i = 0; i < d->span_count; i++) window_add(m, d->spans[i].from, d->spans[i].to);
        break;
    case CADENCE_SINCE_LAST:
    case CADENCE_SINCE_EVENT:
    case CADENCE_WINDOWS: break; /* they depend on the subject */
    default: make_by_year(m); break;
    }
}

/* The window over the day of taking over: the old version's own one covers it, or the new version is in force too short for it,
 * or it is owed as the new version's first. The old version's windows are complete by then. */
static void over_settle(struct arena *a, struct cadence_plan *p, struct cadence_entry *e)
{
    if (e->over.days == 0) return;
    const struct cadence_entry *old = &p->entries[e->duty.follows - 1];
    day_t reached = old->slot_count > 0 ? old->slots[old->slot_count - 1].to : DAY_NONE;
    int in_force = cadence_days(p, &e->duty, e->duty.valid_from, e->over.to);
    if (reached >= e->over.to || 2 * in_force < e->over.days) return;
    e->slots = arena_grow(a, e->slots, e->slot_count, &e->slot_cap, e->slot_count + 1, sizeof *e->slots);
    memmove(e->slots + 1, e->slots, e->slot_count * sizeof *e->slots);
    e->slots[0] = e->over;
    e->slot_count++;
}

/* ---- checking ---- */

static bool spans_fine(const struct cadence_duty *d)
{
    for (size_t i = 0; i < d->span_count; i++) {
        if (d->spans[i].to < d->spans[i].from || (i > 0 && d->spans[i].from <= d->spans[i - 1].to)) return false;
    }
    return true;
}

static enum cadence_wrong n_check(const struct cadence_duty *d)
{
    switch (d->window) {
    case CADENCE_WEEK: return d->n >= 1 && d->n <= 26 ? CADENCE_FINE : CADENCE_BAD_N;
    case CADENCE_MONTH: return d->n >= 1 && d->n <= 12 && 12 % d->n == 0 ? CADENCE_FINE : CADENCE_BAD_N;
    case CADENCE_SINCE_LAST:
        if (d->holidays == CADENCE_ONLY) return CADENCE_BAD_WINDOW; /* the count would stand still for months */
        return d->n >= 1 && d->n <= 3660 ? CADENCE_FINE : CADENCE_BAD_N;
    case CADENCE_SINCE_EVENT: return d->n >= 0 && d->n <= 3660 ? CADENCE_FINE : CADENCE_BAD_N;
    default: return CADENCE_FINE;
    }
}

static enum cadence_wrong window_check(const struct cadence_duty *d)
{
    if ((unsigned)d->window >= CADENCE_WINDOWS) return CADENCE_BAD_WINDOW;
    if (d->before < 0 || d->after < 0 || d->before + d->after > LONGEST_OPENING) return CADENCE_BAD_DATE;
    /* 2000 is a leap year: 02-29 is a date, 02-30 is not */
    if (d->window == CADENCE_DATE && day_of(2000, d->month == 0 ? 1 : d->month, d->day) == DAY_NONE) return CADENCE_BAD_DATE;
    if (d->window == CADENCE_DATE && d->month == 0 && (d->before != 0 || d->after != 0)) return CADENCE_BAD_DATE;
    if (d->window == CADENCE_FESTIVAL && (d->festival < 0 || d->festival >= festival_count())) return CADENCE_BAD_DATE;
    if (d->window == CADENCE_MONTHS && (d->months == 0 || d->months >> 12 != 0)) return CADENCE_BAD_DATE;
    if (d->window == CADENCE_NAMED && !spans_fine(d)) return CADENCE_BAD_SPANS;
    return n_check(d);
}

static enum cadence_wrong duty_check(const struct cadence_duty *d, size_t at)
{
    if (d->follows < 0 || (size_t)d->follows > at) return CADENCE_BAD_VALIDITY;
    enum cadence_wrong wrong = window_check(d);
    if (wrong != CADENCE_FINE) return wrong;
    if (d->quota < 1 || d->quota > 1000 || d->apart < 0 || d->apart > 366) return CADENCE_BAD_QUOTA;
    if (d->closes && d->window != CADENCE_SINCE_EVENT) return CADENCE_BAD_WINDOW;
    if (d->credit_count < (d->closes ? 0 : 1) || d->credit_count > CADENCE_CREDITS) return CADENCE_BAD_CREDIT;
    return d->valid_to > d->valid_from ? CADENCE_FINE : CADENCE_BAD_VALIDITY;
}

static void duty_fill(struct cadence_duty *d)
{
    if (d->n == 0 && (d->window == CADENCE_WEEK || d->window == CADENCE_MONTH)) d->n = 1;
    if (d->quota == 0) d->quota = 1;
    if (d->valid_to == DAY_NONE) d->valid_to = DAY_MAX; /* an open valid_from is DAY_NONE already: before every day */
}

static void kinds_gather(struct cadence_entry *e)
{
    e->narrow = true;
    for (int k = 0; k < e->duty.credit_count; k++) {
        for (int w = 0; w < CADENCE_KIND_WORDS; w++) {
            e->kinds[w] |= e->duty.credit[k].kinds[w];
            e->narrow &= w == 0 || e->duty.credit[k].kinds[w] == 0;
        }
    }
}

struct cadence_plan *cadence_plan_new(struct arena *a, const struct calendar *c, const struct cadence_duty *duties, size_t n,
                                      enum cadence_wrong *why, size_t *at)
{
    struct cadence_plan *p = arena_alloc(a, sizeof *p);
    *p = (struct cadence_plan){.calendar = c, .entries = arena_array(a, n, sizeof *p->entries), .count = n};
    *why = CADENCE_FINE;
    for (size_t i = 0; i < n; i++) {
        struct cadence_entry *e = &p->entries[i];
        e->duty = duties[i];
        duty_fill(&e->duty);
        *why = duty_check(&e->duty, i);
        *at = i;
        if (*why != CADENCE_FINE) return NULL;
        kinds_gather(e);
        make_windows(&(struct maker){a, p, e, calendar_covers(c)});
        over_settle(a, p, e);
    }
    *at = 0;
    return p;
}

size_t cadence_plan_duties(const struct cadence_plan *p)
{
    return p->count;
}

const struct cadence_duty *cadence_plan_duty(const struct cadence_plan *p, size_t index)
{
    return &p->entries[index].duty;
}
