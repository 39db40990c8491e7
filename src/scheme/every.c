/* SPDX-License-Identifier: Apache-2.0 */
/* `every:` in words: how often a duty is owed.
 *   day · week · 2 weeks · half-month · month · 2 months · quarter · term · term 1 · half-year · school-year · year
 *   months 3 6 9 · date 06-30 before 10 after 5 · festival 中秋 before 7 · window term_start
 *   7 days since last · 20 school days since last · 7 days after absence (enrolment, care, birthday) */
#include "scheme/lunar.h"
#include "scheme/plan_part.h"

enum { WORDS_MAX = 16 };

static const char *const events[EVENT_COUNT] = {"enrolment", "absence", "care", "birthday"};

struct words { struct text w[WORDS_MAX]; size_t n, at; };

static bool take(struct words *s, const char *w)
{
    if (s->at >= s->n || !text_eqz(s->w[s->at], w)) return false;
    s->at++;
    return true;
}

static bool take_int(struct words *s, int *out, int min, int max)
{
    int64_t v;
    if (s->at >= s->n || !text_int(s->w[s->at], &v) || v < min || v > max) return false;
    *out = (int)v;
    s->at++;
    return true;
}

/* week, weeks → the window and how many of it. */
static bool period_read(struct words *s, int n, struct cadence_duty *out)
{
    static const struct { const char *one, *many; enum cadence_window window; int n; } known[] = {
        {"day", "days", CADENCE_DAY, 1}, {"week", "weeks", CADENCE_WEEK, 1}, {"half-month", "half-months", CADENCE_HALF_MONTH, 1},
        {"month", "months", CADENCE_MONTH, 1}, {"quarter", "quarters", CADENCE_MONTH, 3},
        {"half-year", "half-years", CADENCE_MONTH, 6}, {"term", "terms", CADENCE_TERM, 1},
        {"school-year", "school-years", CADENCE_SCHOOL_YEAR, 1}, {"year", "years", CADENCE_YEAR, 1},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!take(s, n == 1 ? known[i].one : known[i].many)) continue;
        bool counted = known[i].window == CADENCE_WEEK || known[i].window == CADENCE_MONTH;
        int total = n * known[i].n;
        if (n > 1 && !counted) return false;
        if (known[i].window == CADENCE_MONTH && (total > 12 || 12 % total != 0)) return false;
        out->window = known[i].window;
        out->n = counted ? total : 0;
        return true;
    }
    return false;
}

static bool around_read(struct words *s, struct cadence_duty *out)
{
    while (s->at < s->n) {
        if (take(s, "before")) {
            if (!take_int(s, &out->before, 0, 180)) return false;
        } else if (!take(s, "after") || !take_int(s, &out->after, 0, 180)) {
            return false;
        }
    }
    return true;
}

static bool months_read(struct words *s, struct cadence_duty *out)
{
    int m;
    while (take_int(s, &m, 1, 12)) out->months |= UINT32_C(1) << (m - 1);
    out->window = CADENCE_MONTHS;
    return out->months != 0;
}

static bool date_read(struct words *s, struct cadence_duty *out)
{
    struct text t = s->at < s->n ? s->w[s->at++] : TEXT_NONE;
    int64_t m, d;
    if (t.n != 5 || t.s[2] != '-' || !text_int(text_sub(t, 0, 2), &m) || !text_int(text_sub(t, 3, 2), &d)) return false;
    out->window = CADENCE_DATE;
    out->month = (int)m;
    out->day = (int)d;
    return day_of(2024, out->month, out->day) != DAY_NONE && around_read(s, out);
}

static bool festival_read(struct words *s, struct cadence_duty *out)
{
    out->window = CADENCE_FESTIVAL;
    out->festival = s->at < s->n ? festival_find(s->w[s->at++]) : -1;
    return out->festival >= 0 && around_read(s, out);
}

/* "7 days since last", "10 school days after absence", n already read. */
static bool since_read(struct words *s, int n, struct cadence_duty *out)
{
    size_t begin = s->at;
    bool school = take(s, "school");
    if (!take(s, n == 1 ? "day" : "days") || s->at >= s->n) {
        s->at = begin;
        return false;
    }
    out->n = n;
    out->unit = school ? CADENCE_SCHOOL_DAYS : CADENCE_DAYS;
    if (take(s, "since")) {
        out->window = CADENCE_SINCE_LAST;
        return take(s, "last");
    }
    if (!take(s, "after") || s->at >= s->n) return false;
    out->window = CADENCE_SINCE_EVENT;
    for (int e = 0; e < EVENT_COUNT; e++) {
        if (!take(s, events[e])) continue;
        out->event = e;
        return true;
    }
    return false;
}

static bool counted_read(struct words *s, struct cadence_duty *out)
{
    int n = 1;
    bool number = take_int(s, &n, 1, 400);
    if (number && since_read(s, n, out)) return true;
    return s->at < s->n && period_read(s, n, out);
}

bool every_read(struct text t, struct cadence_duty *out, struct text *window)
{
    struct words s = {.n = 0};
    struct text one;
    while (text_cut(&t, ' ', &one)) {
        if (one.n == 0) continue;
        if (s.n == WORDS_MAX) return false;
        s.w[s.n++] = one;
    }
    bool good;
    *window = TEXT_NONE;
    if (take(&s, "months")) {
        good = months_read(&s, out);
    } else if (take(&s, "date")) {
        good = date_read(&s, out);
    } else if (take(&s, "festival")) {
        good = festival_read(&s, out);
    } else if (take(&s, "window")) {
        out->window = CADENCE_NAMED;
        *window = s.at < s.n ? s.w[s.at++] : TEXT_NONE;
        good = !text_empty(*window);
    } else {
        good = counted_read(&s, out);
        if (good && out->window == CADENCE_TERM) take_int(&s, &out->ordinal, 1, 3);
    }
    return good && s.at == s.n;
}

int every_rate(const struct cadence_duty *d)
{
    int quota = d->quota > 0 ? d->quota : 1, n = d->n > 0 ? d->n : 1;
    switch (d->window) {
    case CADENCE_DAY: return 1000 * quota;
    case CADENCE_WEEK: return 1000 * quota / (7 * n);
    case CADENCE_HALF_MONTH: return 66 * quota;
    case CADENCE_MONTH: return 33 * quota / n;
    case CADENCE_MONTHS: return 27 * quota * __builtin_popcount(d->months) / 10;
    case CADENCE_TERM: return d->ordinal ? 27 * quota / 10 : 54 * quota / 10;
    case CADENCE_SINCE_LAST: return 1000 * quota / n;
    case CADENCE_DATE: return d->month == 0 ? 33 * quota : 27 * quota / 10;
    case CADENCE_SCHOOL_YEAR: case CADENCE_YEAR: case CADENCE_FESTIVAL: return 27 * quota / 10;
    case CADENCE_NAMED: case CADENCE_SINCE_EVENT: case CADENCE_WINDOWS: return 0;
    }
    return 0;
}
