/* SPDX-License-Identifier: Apache-2.0 */
/* The engine against a slow, obvious twin that walks day by day and tries every choice, on thousands of random cases. */
#include "unit/cadence_kit.h"

/* ---- the twin: windows by giving every day a label ---- */

static int64_t naive_week(const struct calendar *c, const struct cadence_duty *d, day_t day)
{
    /* the latest first Monday of a school year that is not after the day */
    int year = calendar_school_year(c, day) + 1;
    while (day_monday(calendar_school_year_span(c, year).from) > day) year--;
    int n = d->n == 0 ? 1 : d->n;
    return (int64_t)year * 1000 + (day - day_monday(calendar_school_year_span(c, year).from)) / (7 * n);
}

static int64_t naive_date(const struct cadence_duty *d, day_t day)
{
    for (int year = day_ymd(day).year - 2; year <= day_ymd(day).year + 2; year++) {
        day_t on = d->window == CADENCE_FESTIVAL ? festival_day(d->festival, year) : day_of(year, d->month, d->day);
        if (on == DAY_NONE && d->window == CADENCE_DATE) on = day_of(year, 2, 28);
        if (day >= on - d->before && day <= on + d->after) return year;
    }
    return -1;
}

static int64_t naive_span(const struct cadence_duty *d, day_t day)
{
    for (size_t i = 0; i < d->span_count; i++) {
        if (day >= d->spans[i].from && day <= d->spans[i].to) return (int64_t)i;
    }
    return -1;
}

static int64_t naive_term(const struct calendar *c, const struct cadence_duty *d, day_t day)
{
    size_t n;
    const struct calendar_term *t = calendar_terms(c, &n);
    for (size_t i = 0; i < n; i++) {
        if (day >= t[i].from && day <= t[i].to) return d->ordinal == 0 || d->ordinal == t[i].ordinal ? (int64_t)i : -1;
    }
    return -1;
}

/* Days with the same label are one window; -1: none. */
static int64_t naive_label(const struct calendar *c, const struct cadence_duty *d, day_t day)
{
    struct ymd y = day_ymd(day);
    switch (d->window) {
    case CADENCE_DAY: return day;
    case CADENCE_WEEK: return naive_week(c, d, day);
    case CADENCE_HALF_MONTH: return (y.year * 12 + y.month) * 2 + (y.day > 15);
    case CADENCE_MONTH: return y.year * 12 + (y.month - 1) / (d->n == 0 ? 1 : d->n);
    case CADENCE_MONTHS: return d->months >> (y.month - 1) & 1 ? y.year * 12 + y.month : -1;
    case CADENCE_TERM: return naive_term(c, d, day);
    case CADENCE_SCHOOL_YEAR: return calendar_school_year(c, day);
    case CADENCE_YEAR: return y.year;
    case CADENCE_DATE:
    case CADENCE_FESTIVAL: return naive_date(d, day);
    case CADENCE_NAMED: return naive_span(d, day);
    default: return -1;
    }
}

/* ---- the twin: judging one window ---- */

struct naive {
    const struct calendar *c;
    const struct cadence_duty *d;
    const struct cadence_subject *s;
    day_t from, to, as_of;
    struct kit_list *out;
};

static bool naive_counts(const struct naive *n, day_t day)
{
    if (n->d->holidays == CADENCE_KEEP) return true;
    return n->d->holidays == CADENCE_SKIP ? calendar_school_day(n->c, day) : calendar_vacation(n->c, day);
}

static bool naive_in_scope(const struct naive *n, day_t day)
{
    const struct cadence_scope *sc = &n->s->scopes[0];
    for (size_t i = 0; i < sc->count; i++) {
        if (day >= sc->spans[i].from && day < sc->spans[i].to) return true;
    }
    return false;
}

static bool naive_exempt(const struct naive *n, day_t day)
{
    for (size_t i = 0; i < n->s->exemption_count; i++) {
        const struct cadence_exemption *x = &n->s->exemptions[i];
        if (x->known <= n->as_of && (x->duty == 0 || x->duty == n->d->id) && x->from <= day && day <= x->to) return true;
    }
    return false;
}

static bool naive_holds(const struct naive *n, const struct cadence_encounter *e)
{
    for (int k = 0; k < n->d->credit_count; k++) {
        const struct cadence_credit *c = &n->d->credit[k];
        if (!cadence_has(c->kinds, e->kind)) continue;
        if (c->modes != CADENCE_ANY && !(c->modes & (1u << e->mode))) continue;
        if ((c->met_all & ~e->met) != 0 || (c->met_any != 0 && (c->met_any & e->met) == 0)) continue;
        if (e->minutes < c->min_minutes || (c->roles != CADENCE_ANY && (c->roles & e->roles) == 0)) continue;
        return true;
    }
    return false;
}

static int naive_distance(const struct naive *n, day_t a, day_t b)
{
    if (n->d->apart_unit == CADENCE_DAYS) return b - a;
    int days = 0;
    for (day_t d = a + 1; d <= b; d++) days += calendar_school_day(n->c, d);
    return days;
}

/* The most encounters of from … to, known on `known`, that can be chosen with the wanted distance: the longest chain. */
static int naive_most(const struct naive *n, day_t from, day_t to, day_t known)
{
    int best[512] = {0}, most = 0;
    const struct cadence_encounter *e = n->s->encounters;
    for (size_t i = 0; i < n->s->encounter_count; i++) {
        if (e[i].day < from || e[i].day > to || e[i].day > known || e[i].known > known || !naive_holds(n, &e[i])) continue;
        best[i] = 1;
        for (size_t k = 0; k < i; k++) {
            if (best[k] == 0 || naive_distance(n, e[k].day, e[i].day) < n->d->apart) continue;
            if (best[k] + 1 > best[i]) best[i] = best[k] + 1;
        }
        if (best[i] > most) most = best[i];
    }
    return most;
}

/* `reach` is the last day whose encounters count: the window's last, or later for a gap that was ended late. */
static void naive_judge(struct naive *n, day_t from, day_t to, day_t reach)
{
    struct cadence_obligation o = {.duty = n->d->id, .from = from, .to = to, .need = n->d->quota == 0 ? 1 : n->d->quota,
                                   .met_known = DAY_NONE};
    bool excused = true;
    for (day_t d = from; d <= to; d++) {
        if (!naive_counts(n, d)) continue;
        o.days++;
        if (!naive_in_scope(n, d)) continue;
        o.in_scope++;
        if (!naive_exempt(n, d)) excused = false;
    }
    if (o.days == 0 || o.in_scope == 0) return;
    o.have = naive_most(n, from, reach, n->as_of);
    if (o.have > o.need) o.have = o.need;
    if (o.have == o.need) {
        o.met_known = from;
        while (naive_most(n, from, reach, o.met_known) < o.need) o.met_known++;
    }
    if (o.in_scope * 2 < o.days || (n->d->ended != DAY_NONE && to >= n->d->ended)) o.state = CADENCE_VOID;
    else if (o.have == o.need) o.state = o.met_known <= to ? CADENCE_MET : CADENCE_MET_LATE;
    else if (excused) o.state = CADENCE_EXCUSED;
    else if (n->as_of < from) o.state = CADENCE_PLANNED;
    else o.state = n->as_of > to ? CADENCE_OVERDUE : CADENCE_DUE;
    kit_sink(n->out, &o);
}

/* ---- the twin: the walks ---- */

static bool naive_valid(const struct naive *n, day_t day)
{
    return (n->d->valid_from == DAY_NONE || day >= n->d->valid_from) && (n->d->valid_to == DAY_NONE || day < n->d->valid_to);
}

static void naive_windows(struct naive *n)
{
    struct calendar_span covers = calendar_covers(n->c);
    day_t begin = DAY_NONE;
    int64_t label = -1;
    for (day_t d = covers.from - 800; d <= covers.to + 800; d++) {
        int64_t next = naive_label(n->c, n->d, d);
        if (next == label) continue;
        day_t end = d - 1;
        bool covered = begin != DAY_NONE && end >= covers.from && begin <= covers.to;
        if (label >= 0 && covered && end >= n->from && begin <= n->to && naive_valid(n, begin)) naive_judge(n, begin, end, end);
        label = next;
        begin = d;
    }
}

/* The day a count of n days after `origin` runs out; DAY_NONE beyond the calendar. */
static day_t naive_since(const struct naive *n, day_t origin)
{
    day_t last = calendar_covers(n->c).to, d = origin;
    if (n->d->unit == CADENCE_SCHOOL_DAYS && n->d->n > 0) {
        for (int left = n->d->n; left > 0;) {
            if (++d > last) return DAY_NONE;
            left -= calendar_school_day(n->c, d);
        }
        return d;
    }
    d += n->d->n;
    if (n->d->holidays != CADENCE_SKIP) return d;
    while (!calendar_school_day(n->c, d)) {
        if (++d > last) return DAY_NONE;
    }
    return d;
}

static void naive_since_last(struct naive *n)
{
    const struct cadence_scope *sc = &n->s->scopes[0];
    int quota = n->d->quota == 0 ? 1 : n->d->quota;
    for (size_t i = 0; i < sc->count; i++) {
        day_t from = sc->spans[i].from;
        while (n->d->valid_from != DAY_NONE && from < n->d->valid_from) from++;
        while (from < sc->spans[i].to && naive_valid(n, from) && from <= n->to) {
            day_t to = naive_since(n, from - 1);
            if (to == DAY_NONE) break;
            day_t closed = from;
            while (closed <= n->as_of && naive_most(n, from, closed, n->as_of) < quota) closed++;
            bool filled = closed <= n->as_of;
            day_t reach = filled && closed > to ? closed : filled ? to : DAY_MAX;
            if (to >= n->from || !filled) naive_judge(n, from, to, reach);
            if (!filled) break;
            from = closed + 1;
        }
    }
}

static void naive_since_event(struct naive *n)
{
    for (size_t i = 0; i < n->s->event_count; i++) {
        const struct cadence_event *v = &n->s->events[i];
        if (v->event != n->d->event || v->known > n->as_of) continue;
        bool repeated = false;
        for (size_t k = 0; k < i; k++) {
            const struct cadence_event *o = &n->s->events[k];
            repeated |= o->event == v->event && o->day == v->day && o->known <= n->as_of;
        }
        day_t from = v->day - n->d->before, to = naive_since(n, v->day);
        if (!repeated && to != DAY_NONE && from <= n->to && to >= n->from && naive_valid(n, from)) naive_judge(n, from, to, to);
    }
}

static void naive_run(struct naive *n)
{
    if (n->d->window == CADENCE_SINCE_LAST) naive_since_last(n);
    else if (n->d->window == CADENCE_SINCE_EVENT) naive_since_event(n);
    else naive_windows(n);
}

/* ---- random cases ---- */

static struct calendar *random_calendar(struct arena *a, uint64_t *seed)
{
    if (kit_pick(seed, 0, 2) == 0) return kit_calendar(a);
    int years = kit_pick(seed, 1, 2), base = kit_pick(seed, 2019, 2031);
    struct calendar_term terms[4];
    size_t n = 0;
    for (int y = base; y < base + years; y++) {
        day_t spring = day_of(y + 1, 2, kit_pick(seed, 10, 28)), summer = day_of(y + 1, 7, kit_pick(seed, 1, 15));
        day_t autumn = day_of(y, 9, 1) - kit_pick(seed, 0, 5), winter = day_of(y + 1, 1, kit_pick(seed, 10, 31));
        terms[n++] = (struct calendar_term){y, 1, autumn, winter};
        terms[n++] = (struct calendar_term){y, 2, spring, summer};
    }
    for (size_t i = 0; i < n; i++) {
        if (kit_pick(seed, 0, 9) == 0) terms[i].to = DAY_NONE;
    }
    struct calendar_holiday holidays[12];
    day_t work[6];
    for (size_t i = 0; i < 12; i++) {
        day_t from = day_of(base, 9, 1) + kit_pick(seed, 0, 365 * years);
        holidays[i] = (struct calendar_holiday){T("假"), from, from + kit_pick(seed, 0, 7), false};
        if (i < 6) work[i] = day_of(base, 9, 1) + kit_pick(seed, 0, 365 * years);
    }
    struct calendar_spec spec = {.terms = terms, .term_count = n, .holidays = holidays, .holiday_count = 12, .workdays = work,
                                 .workday_count = 6};
    if (kit_pick(seed, 0, 3) == 0) spec.shift = (struct calendar_shift){day_of(base, 9, 1), 10, 4};
    return kit_build(a, &spec);
}

static struct cadence_credit random_credit(uint64_t *seed)
{
    struct cadence_credit c = {.kinds = {kit_random(seed) & 0xF}, .modes = CADENCE_ANY, .roles = 3};
    if (kit_pick(seed, 0, 3) == 0) c.modes = 3;
    if (kit_pick(seed, 0, 3) == 0) c.met_all = 1;
    if (kit_pick(seed, 0, 3) == 0) c.met_any = 6;
    if (kit_pick(seed, 0, 3) == 0) c.min_minutes = 15;
    if (kit_pick(seed, 0, 5) == 0) c.roles = CADENCE_ANY;
    return c;
}

static struct calendar_span *random_spans(struct arena *a, uint64_t *seed, day_t from, size_t *n)
{
    struct calendar_span *s = arena_array(a, 6, sizeof *s);
    *n = (size_t)kit_pick(seed, 0, 6);
    for (size_t i = 0; i < *n; i++) {
        s[i].from = from + kit_pick(seed, 0, 60);
        s[i].to = s[i].from + kit_pick(seed, 0, 60);
        from = s[i].to + 1;
    }
    return s;
}

static struct cadence_duty random_duty(struct arena *a, uint64_t *seed, struct calendar_span covers)
{
    struct cadence_duty d = kit_duty((enum cadence_window)kit_pick(seed, 0, CADENCE_WINDOWS - 1), kit_pick(seed, 0, 4));
    static const int months[] = {0, 1, 2, 3, 4, 6, 12};
    d.id = kit_pick(seed, 1, 3);
    d.holidays = (enum cadence_holidays)kit_pick(seed, 0, d.window == CADENCE_SINCE_LAST ? 1 : 2);
    d.n = d.window == CADENCE_WEEK ? kit_pick(seed, 0, 4) : kit_pick(seed, 1, 40);
    if (d.window == CADENCE_MONTH) d.n = months[kit_pick(seed, 0, 6)];
    if (d.window == CADENCE_SINCE_EVENT && kit_pick(seed, 0, 4) == 0) d.n = 0;
    d.unit = (enum cadence_unit)kit_pick(seed, 0, 1);
    d.apart = kit_pick(seed, 0, 1) ? 0 : kit_pick(seed, 1, 20);
    d.apart_unit = (enum cadence_unit)kit_pick(seed, 0, 1);
    d.months = 1 + (uint32_t)kit_pick(seed, 0, 4094);
    d.month = kit_pick(seed, 0, 5) ? kit_pick(seed, 1, 12) : 2;
    d.day = d.month == 2 ? 29 : kit_pick(seed, 1, 30);
    d.before = kit_pick(seed, 0, 40);
    d.after = kit_pick(seed, 0, 40);
    d.ordinal = kit_pick(seed, 0, 2);
    d.festival = kit_pick(seed, 0, festival_count() - 1);
    d.spans = random_spans(a, seed, covers.from - 20, &d.span_count);
    d.credit_count = kit_pick(seed, 1, 3);
    for (int k = 0; k < d.credit_count; k++) d.credit[k] = random_credit(seed);
    if (kit_pick(seed, 0, 3) == 0) d.valid_from = covers.from + kit_pick(seed, 0, 200);
    if (kit_pick(seed, 0, 3) == 0) d.valid_to = covers.from + kit_pick(seed, 201, 700);
    if (kit_pick(seed, 0, 5) == 0) d.ended = covers.from + kit_pick(seed, 201, 700);
    return d;
}

enum { CASE_ENCOUNTERS = 60, CASE_SPANS = 4, CASE_EXEMPTIONS = 5, CASE_EVENTS = 6 };

struct random_case {
    struct cadence_span spans[CASE_SPANS];
    struct cadence_scope scope;
    struct cadence_encounter encounters[CASE_ENCOUNTERS];
    struct cadence_exemption exemptions[CASE_EXEMPTIONS];
    struct cadence_event events[CASE_EVENTS];
    struct cadence_subject subject;
};

static void random_encounters(struct random_case *rc, uint64_t *seed, day_t first)
{
    size_t n = (size_t)kit_pick(seed, 0, CASE_ENCOUNTERS);
    day_t day = first;
    for (size_t i = 0; i < n; i++) {
        day += kit_pick(seed, 0, 14);
        rc->encounters[i] = (struct cadence_encounter){
            .id = (int64_t)i + 1, .day = day, .known = day + (kit_pick(seed, 0, 2) ? 0 : kit_pick(seed, -2, 60)),
            .met = (uint32_t)kit_random(seed) & 7, .roles = (uint32_t)kit_random(seed) & 7,
            .minutes = (uint16_t)kit_pick(seed, 0, 40), .kind = (uint8_t)kit_pick(seed, 0, 4),
            .mode = (uint8_t)kit_pick(seed, 0, 3)};
    }
    rc->subject.encounters = rc->encounters;
    rc->subject.encounter_count = n;
}

static void random_subject(struct random_case *rc, uint64_t *seed, struct calendar_span covers)
{
    memset(rc, 0, sizeof *rc);
    day_t at = covers.from - 10;
    size_t spans = (size_t)kit_pick(seed, 0, CASE_SPANS);
    for (size_t i = 0; i < spans; i++) {
        rc->spans[i].from = at + kit_pick(seed, 1, 60);
        rc->spans[i].to = kit_pick(seed, 0, 9) || i + 1 < spans ? rc->spans[i].from + kit_pick(seed, 1, 300) : DAY_MAX;
        at = rc->spans[i].to;
    }
    rc->scope = (struct cadence_scope){rc->spans, spans};
    random_encounters(rc, seed, covers.from - 10);
    rc->subject.scopes = &rc->scope;
    rc->subject.exemptions = rc->exemptions;
    rc->subject.exemption_count = (size_t)kit_pick(seed, 0, CASE_EXEMPTIONS);
    for (size_t i = 0; i < rc->subject.exemption_count; i++) {
        day_t from = covers.from + kit_pick(seed, 0, 500);
        rc->exemptions[i] = (struct cadence_exemption){from, from + kit_pick(seed, 0, 60), from + kit_pick(seed, -10, 40),
                                                       kit_pick(seed, 0, 3)};
    }
    rc->subject.events = rc->events;
    rc->subject.event_count = (size_t)kit_pick(seed, 0, CASE_EVENTS);
    day_t day = covers.from;
    for (size_t i = 0; i < rc->subject.event_count; i++) {
        day += kit_pick(seed, 0, 90);
        rc->events[i] = (struct cadence_event){day, day + kit_pick(seed, -20, 20), kit_pick(seed, 0, 1), DAY_NONE};
    }
}

static bool obligation_same(const struct cadence_obligation *a, const struct cadence_obligation *b)
{
    return a->duty == b->duty && a->from == b->from && a->to == b->to && a->state == b->state && a->have == b->have &&
           a->need == b->need && a->days == b->days && a->in_scope == b->in_scope && a->met_known == b->met_known;
}

static void obligation_show(const char *who, const struct cadence_obligation *o)
{
    print_error("%s: window %d..%d %s have %d/%d days %d/%d known %d\n", who, o->from, o->to, cadence_state_name(o->state),
                o->have, o->need, o->in_scope, o->days, o->met_known);
}

static void lists_compare(const struct kit_list *engine, const struct kit_list *twin, int number, const struct cadence_duty *d)
{
    size_t n = engine->n < twin->n ? engine->n : twin->n;
    for (size_t i = 0; i < n; i++) {
        if (obligation_same(&engine->o[i], &twin->o[i])) continue;
        obligation_show("engine", &engine->o[i]);
        obligation_show("twin", &twin->o[i]);
        fail_msg("case %d, window kind %d, holidays %d", number, (int)d->window, (int)d->holidays);
    }
    if (engine->n == twin->n) return;
    fail_msg("case %d, window kind %d: %zu against %zu", number, (int)d->window, engine->n, twin->n);
}

static void engine_and_twin_agree(void **state)
{
    (void)state;
    uint64_t seed = 20260901;
    size_t judged = 0, seen[CADENCE_STATES] = {0}, kinds[CADENCE_WINDOWS] = {0};
    for (int number = 0; number < 2000; number++) {
        struct arena *a = arena_new(256u << 20);
        struct calendar *c = random_calendar(a, &seed);
        struct calendar_span covers = calendar_covers(c);
        struct cadence_duty d = random_duty(a, &seed, covers);
        struct random_case *rc = arena_alloc(a, sizeof *rc);
        random_subject(rc, &seed, covers);
        const struct cadence_plan *p = kit_plan(a, c, &d, 1);
        day_t from = covers.from + kit_pick(&seed, -50, 300), to = from + kit_pick(&seed, 0, 500);
        day_t as_of = covers.from + kit_pick(&seed, -20, 760);
        struct kit_list engine = kit_run(a, p, &rc->subject, from, to, as_of), twin = kit_list(a);
        naive_run(&(struct naive){c, &d, &rc->subject, from, to, as_of, &twin});
        lists_compare(&engine, &twin, number, &d);
        judged += engine.n;
        kinds[d.window] += engine.n;
        for (size_t i = 0; i < engine.n; i++) seen[engine.o[i].state]++;
        arena_free(a);
    }
    /* the cases must reach everything, or agreement means little */
    assert_true(judged > 10000);
    for (int i = 0; i < CADENCE_STATES; i++) assert_true(seen[i] > 20);
    for (int i = 0; i < CADENCE_WINDOWS; i++) assert_true(kinds[i] > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(engine_and_twin_agree)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
