/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of cadence, one example each, and what must hold whatever the numbers are. */
#include "unit/cadence_kit.h"

#include <stdlib.h>

static int arena_begin(void **state)
{
    *state = arena_new(512u << 20);
    return 0;
}

static int arena_end(void **state)
{
    arena_free(*state);
    return 0;
}

/* A subject in scope from … to (half-open; NULL: always) with these encounters. */
struct one { struct cadence_span span; struct cadence_scope scope; struct cadence_subject s; };

static struct one *subject(struct arena *a, const char *from, const char *to, const struct cadence_encounter *e, size_t n)
{
    struct one *o = arena_alloc(a, sizeof *o);
    o->span = (struct cadence_span){from != NULL ? kit_day(from) : day_of(2000, 1, 1), to != NULL ? kit_day(to) : DAY_MAX};
    o->scope = (struct cadence_scope){&o->span, 1};
    o->s = (struct cadence_subject){.scopes = &o->scope, .encounters = e, .encounter_count = n};
    return o;
}

/* The state, on as_of, of the window of one duty that begins on `from`; -1 when there is none. */
static int state_of(struct arena *a, const struct cadence_duty *d, const struct one *o, const char *from, const char *as_of)
{
    const struct cadence_plan *p = kit_plan(a, kit_calendar(a), d, 1);
    struct kit_list l = kit_run(a, p, &o->s, kit_day(from), kit_day(from), kit_day(as_of));
    return kit_state(&l, from);
}

static void a_week_goes_from_planned_to_overdue(void **state)
{
    struct arena *a = *state;
    const struct cadence_duty d = kit_duty(CADENCE_WEEK, 1);
    const struct one *o = subject(a, NULL, NULL, NULL, 0);
    assert_int_equal(state_of(a, &d, o, "2025-09-08", "2025-09-07"), CADENCE_PLANNED);
    assert_int_equal(state_of(a, &d, o, "2025-09-08", "2025-09-08"), CADENCE_DUE);
    assert_int_equal(state_of(a, &d, o, "2025-09-08", "2025-09-14"), CADENCE_DUE);
    assert_int_equal(state_of(a, &d, o, "2025-09-08", "2025-09-15"), CADENCE_OVERDUE);
}

static void what_is_recorded_late_counts_and_is_marked(void **state)
{
    struct arena *a = *state;
    const struct cadence_duty d = kit_duty(CADENCE_WEEK, 1);
    struct cadence_encounter e = kit_talk(1, "2025-09-10");
    e.known = kit_day("2025-09-20");
    const struct one *o = subject(a, NULL, NULL, &e, 1);
    assert_int_equal(state_of(a, &d, o, "2025-09-08", "2025-09-12"), CADENCE_DUE);
    assert_int_equal(state_of(a, &d, o, "2025-09-08", "2025-09-19"), CADENCE_OVERDUE);
    assert_int_equal(state_of(a, &d, o, "2025-09-08", "2025-09-20"), CADENCE_MET_LATE);
    e.known = kit_day("2025-09-14"); /* the window's last day is in time */
    assert_int_equal(state_of(a, &d, o, "2025-09-08", "2025-09-30"), CADENCE_MET);
}

static void a_sunday_or_a_holiday_inside_counts(void **state)
{
    struct arena *a = *state;
    const struct cadence_duty d = kit_duty(CADENCE_WEEK, 1);
    const struct cadence_encounter sunday = kit_talk(1, "2025-09-14"), holiday = kit_talk(2, "2025-10-01");
    assert_int_equal(state_of(a, &d, subject(a, NULL, NULL, &sunday, 1), "2025-09-08", "2025-10-30"), CADENCE_MET);
    assert_int_equal(state_of(a, &d, subject(a, NULL, NULL, &holiday, 1), "2025-09-29", "2025-10-30"), CADENCE_MET);
}

static void half_of_the_school_days_counts(void **state)
{
    struct arena *a = *state;
    const struct cadence_duty week = kit_duty(CADENCE_WEEK, 1);
    const struct one *o;
    /* 29 September to 5 October has two school days, Monday and Tuesday: Monday alone is exactly half */
    o = subject(a, "2025-09-01", "2025-09-30", NULL, 0);
    assert_int_equal(state_of(a, &week, o, "2025-09-29", "2025-11-01"), CADENCE_OVERDUE);
    /* an ordinary week has five: two are less than half, three are more */
    o = subject(a, "2025-09-01", "2025-09-10", NULL, 0);
    assert_int_equal(state_of(a, &week, o, "2025-09-08", "2025-11-01"), CADENCE_VOID);
    o = subject(a, "2025-09-01", "2025-09-11", NULL, 0);
    assert_int_equal(state_of(a, &week, o, "2025-09-08", "2025-11-01"), CADENCE_OVERDUE);
    /* none at all: nothing was ever owed */
    o = subject(a, "2025-09-01", "2025-09-08", NULL, 0);
    assert_int_equal(state_of(a, &week, o, "2025-09-08", "2025-11-01"), -1);
    o = subject(a, "2025-09-13", NULL, NULL, 0);
    assert_int_equal(state_of(a, &week, o, "2025-09-08", "2025-11-01"), -1);
}

static void holidays_are_skipped_kept_or_meant(void **state)
{
    struct arena *a = *state;
    struct cadence_duty d = kit_duty(CADENCE_WEEK, 1);
    const struct one *o = subject(a, NULL, NULL, NULL, 0);
    assert_int_equal(state_of(a, &d, o, "2026-02-09", "2026-12-01"), -1);
    d.holidays = CADENCE_ONLY;
    assert_int_equal(state_of(a, &d, o, "2026-02-09", "2026-12-01"), CADENCE_OVERDUE);
    assert_int_equal(state_of(a, &d, o, "2025-09-08", "2026-12-01"), -1);
    d.holidays = CADENCE_KEEP;
    assert_int_equal(state_of(a, &d, o, "2026-02-09", "2026-12-01"), CADENCE_OVERDUE);
    assert_int_equal(state_of(a, &d, o, "2025-09-08", "2026-12-01"), CADENCE_OVERDUE);
}

static void exemptions_excuse_together_and_after_approval(void **state)
{
    struct arena *a = *state;
    const struct cadence_duty d = kit_duty(CADENCE_WEEK, 1);
    const struct cadence_encounter talk = kit_talk(1, "2025-09-12");
    struct cadence_exemption x[] = {{kit_day("2025-09-08"), kit_day("2025-09-10"), kit_day("2025-09-20"), 1},
                                    {kit_day("2025-09-11"), kit_day("2025-09-12"), kit_day("2025-09-22"), 0}};
    struct one *o = subject(a, NULL, NULL, NULL, 0);
    o->s.exemptions = x;
    o->s.exemption_count = 2;
    assert_int_equal(state_of(a, &d, o, "2025-09-08", "2025-09-21"), CADENCE_OVERDUE);
    assert_int_equal(state_of(a, &d, o, "2025-09-08", "2025-09-22"), CADENCE_EXCUSED); /* the weekend need not be covered */
    x[0].duty = 2; /* another duty's */
    assert_int_equal(state_of(a, &d, o, "2025-09-08", "2025-09-22"), CADENCE_OVERDUE);
    x[0].duty = 0;
    o->s.encounters = &talk;
    o->s.encounter_count = 1;
    assert_int_equal(state_of(a, &d, o, "2025-09-08", "2025-09-22"), CADENCE_MET); /* met beats excused */
}

static void distance_between_visits(void **state)
{
    struct arena *a = *state;
    struct cadence_duty d = kit_duty(CADENCE_MONTH, 2);
    d.apart = 7;
    const struct cadence_encounter e[] = {kit_talk(1, "2025-11-03"), kit_talk(2, "2025-11-07"), kit_talk(3, "2025-11-10")};
    assert_int_equal(state_of(a, &d, subject(a, NULL, NULL, e, 2), "2025-11-01", "2025-12-01"), CADENCE_OVERDUE);
    assert_int_equal(state_of(a, &d, subject(a, NULL, NULL, e, 3), "2025-11-01", "2025-12-01"), CADENCE_MET);
    d.apart_unit = CADENCE_SCHOOL_DAYS; /* Monday to Monday is five school days */
    assert_int_equal(state_of(a, &d, subject(a, NULL, NULL, e, 3), "2025-11-01", "2025-12-01"), CADENCE_OVERDUE);
    d.apart = 5;
    assert_int_equal(state_of(a, &d, subject(a, NULL, NULL, e, 3), "2025-11-01", "2025-12-01"), CADENCE_MET);
}

static void surplus_is_not_carried_over(void **state)
{
    struct arena *a = *state;
    const struct cadence_duty d = kit_duty(CADENCE_WEEK, 1);
    const struct cadence_encounter e[] = {kit_talk(1, "2025-09-08"), kit_talk(2, "2025-09-09")};
    const struct one *o = subject(a, NULL, NULL, e, 2);
    assert_int_equal(state_of(a, &d, o, "2025-09-08", "2025-11-01"), CADENCE_MET);
    assert_int_equal(state_of(a, &d, o, "2025-09-15", "2025-11-01"), CADENCE_OVERDUE);
}

static void one_encounter_may_credit_alternatives_and_several_duties(void **state)
{
    struct arena *a = *state;
    struct cadence_duty d[2] = {kit_duty(CADENCE_WEEK, 1), kit_duty(CADENCE_MONTH, 1)};
    d[0].credit_count = 2; /* a call of ten minutes, or a letter */
    d[0].credit[0] = (struct cadence_credit){.kinds = {2}, .modes = CADENCE_ANY, .roles = 1, .min_minutes = 10};
    d[0].credit[1] = (struct cadence_credit){.kinds = {4}, .modes = CADENCE_ANY, .roles = 1};
    d[1].id = 2;
    d[1].credit[0].kinds[0] = 6;
    struct cadence_encounter e = kit_talk(1, "2025-11-05");
    e.minutes = 0;
    e.kind = 2;
    const struct cadence_plan *p = kit_plan(a, kit_calendar(a), d, 2);
    const struct one *o = subject(a, NULL, NULL, &e, 1);
    struct kit_list l = kit_run(a, p, &o->s, kit_day("2025-11-05"), kit_day("2025-11-05"), kit_day("2025-11-06"));
    assert_int_equal(l.n, 2);
    assert_int_equal(l.o[0].state, CADENCE_MET);
    assert_int_equal(l.o[1].state, CADENCE_MET);
    e.kind = 1; /* a call, too short for the first */
    l = kit_run(a, p, &o->s, kit_day("2025-11-05"), kit_day("2025-11-05"), kit_day("2025-11-06"));
    assert_int_equal(l.o[0].state, CADENCE_DUE);
    assert_int_equal(l.o[1].state, CADENCE_MET);
    e.roles = 2; /* by somebody who was not responsible */
    l = kit_run(a, p, &o->s, kit_day("2025-11-05"), kit_day("2025-11-05"), kit_day("2025-11-06"));
    assert_int_equal(l.o[1].state, CADENCE_DUE);
}

static void each_version_judges_its_own_windows(void **state)
{
    struct arena *a = *state;
    struct cadence_duty d[2] = {kit_duty(CADENCE_MONTH, 1), kit_duty(CADENCE_MONTH, 3)};
    d[0].valid_to = d[1].valid_from = kit_day("2025-11-15"); /* the new one takes over in the middle of November */
    d[1].id = 2;
    const struct cadence_encounter e[] = {kit_talk(1, "2025-11-20"), kit_talk(2, "2025-12-20")};
    const struct cadence_plan *p = kit_plan(a, kit_calendar(a), d, 2);
    const struct one *o = subject(a, NULL, NULL, e, 2);
    struct kit_list l = kit_run(a, p, &o->s, kit_day("2025-10-01"), kit_day("2025-12-31"), kit_day("2026-02-01"));
    assert_int_equal(l.n, 3);
    assert_int_equal(l.o[1].duty, 1); /* November is the old one's to its end */
    assert_int_equal(l.o[1].state, CADENCE_MET);
    assert_int_equal(l.o[2].duty, 2);
    assert_int_equal(l.o[2].from, kit_day("2025-12-01"));
    assert_int_equal(l.o[2].state, CADENCE_OVERDUE);
    d[0].ended = kit_day("2025-11-15"); /* without a successor, what was not over is void */
    p = kit_plan(a, kit_calendar(a), d, 1);
    l = kit_run(a, p, &o->s, kit_day("2025-10-01"), kit_day("2025-12-31"), kit_day("2026-02-01"));
    assert_int_equal(l.n, 2);
    assert_int_equal(l.o[0].state, CADENCE_OVERDUE);
    assert_int_equal(l.o[1].state, CADENCE_VOID);
}

/* ---- a new version takes over on any day ---- */

static struct cadence_duty rhythm(uint64_t *seed)
{
    static const struct { enum cadence_window window; int n; } kinds[] = {
        {CADENCE_WEEK, 1}, {CADENCE_WEEK, 2}, {CADENCE_HALF_MONTH, 0}, {CADENCE_MONTH, 1}, {CADENCE_MONTH, 2}, {CADENCE_MONTH, 3},
        {CADENCE_TERM, 0}, {CADENCE_SCHOOL_YEAR, 0}};
    int at = kit_pick(seed, 0, (int)(sizeof kinds / sizeof *kinds) - 1);
    struct cadence_duty d = kit_duty(kinds[at].window, kit_pick(seed, 1, 2));
    d.n = kinds[at].n;
    return d;
}

static bool same_rhythm(const struct cadence_duty *x, const struct cadence_duty *y)
{
    return x->window == y->window && x->n == y->n;
}

/* With one rhythm the windows of both versions are those of a duty that was never changed, each once. */
static void windows_once(struct arena *a, const struct calendar *c, const struct cadence_duty *d, const struct kit_list *both)
{
    struct cadence_duty whole = d[0];
    const struct one *o = subject(a, NULL, NULL, NULL, 0);
    struct calendar_span covers = calendar_covers(c);
    whole.valid_to = DAY_NONE;
    struct kit_list l = kit_run(a, kit_plan(a, c, &whole, 1), &o->s, covers.from, covers.to, covers.to);
    assert_int_equal(both->n, l.n);
    for (size_t i = 0; i < l.n; i++) {
        assert_int_equal(both->o[i].from, l.o[i].from);
        assert_int_equal(both->o[i].to, l.o[i].to);
    }
}

/* With another rhythm what begun before is the old version's, nobody's window is there twice, and from the day of taking over no
 * school day is left out, unless the new version is in force on less than half of the window that it lies in. */
static void days_covered(struct arena *a, const struct calendar *c, const struct cadence_duty *d, const struct kit_list *both)
{
    struct cadence_duty alone = d[1];
    const struct one *o = subject(a, NULL, NULL, NULL, 0);
    day_t over = d[1].valid_from;
    struct calendar_span covers = calendar_covers(c);
    for (size_t i = 0; i < both->n; i++) {
        for (size_t k = 0; k < i; k++) assert_false(both->o[k].duty == both->o[i].duty && both->o[k].to >= both->o[i].from);
        if (both->o[i].duty == 1) assert_true(both->o[i].from < over);
    }
    alone.follows = 0;
    alone.valid_from = DAY_NONE;
    struct kit_list l = kit_run(a, kit_plan(a, c, &alone, 1), &o->s, covers.from, covers.to, covers.to);
    for (size_t w = 0; w < l.n; w++) {
        if (l.o[w].to < over) continue;
        int left = 0, after = 0;
        for (day_t day = l.o[w].from; day <= l.o[w].to; day++) {
            if (day < over || !calendar_school_day(c, day)) continue;
            bool owed = false;
            for (size_t i = 0; i < both->n && !owed; i++) owed = both->o[i].from <= day && day <= both->o[i].to;
            after++;
            left += !owed;
        }
        if (left > 0) assert_true(l.o[w].from < over && 2 * after < l.o[w].days);
    }
}

static void no_window_is_lost_or_doubled(void **state)
{
    struct arena *a = *state;
    const struct calendar *c = kit_calendar(a);
    struct calendar_span covers = calendar_covers(c);
    int other = 0, taken = 0;
    for (uint64_t seed = 1, round = 0; round < 400; round++) {
        struct cadence_duty d[2] = {rhythm(&seed), rhythm(&seed)};
        d[0].valid_to = d[1].valid_from = covers.from + kit_pick(&seed, 1, (int)(covers.to - covers.from) - 1);
        d[1].id = 2;
        d[1].follows = 1;
        const struct one *o = subject(a, NULL, NULL, NULL, 0);
        struct kit_list l = kit_run(a, kit_plan(a, c, d, 2), &o->s, covers.from, covers.to, covers.to);
        if (same_rhythm(&d[0], &d[1])) windows_once(a, c, d, &l);
        else days_covered(a, c, d, &l);
        other += !same_rhythm(&d[0], &d[1]);
        for (size_t i = 0; i < l.n; i++) taken += l.o[i].duty == 2 && l.o[i].from < d[1].valid_from;
    }
    assert_true(other > 300 && taken > 30);
}

/* N days since the last: the chain goes on as if nothing had changed, each window once. */
static void a_chain_goes_over(void **state)
{
    struct arena *a = *state;
    const struct calendar *c = kit_calendar(a);
    struct calendar_span covers = calendar_covers(c);
    for (uint64_t seed = 7, round = 0; round < 200; round++) {
        struct cadence_duty d[2] = {kit_duty(CADENCE_SINCE_LAST, 1), kit_duty(CADENCE_SINCE_LAST, 1)};
        struct cadence_encounter e[40];
        size_t n = 0;
        d[0].n = d[1].n = kit_pick(&seed, 3, 40);
        for (day_t day = covers.from; n < 40 && day < covers.to; day += kit_pick(&seed, 1, 50)) {
            e[n] = kit_talk((int64_t)n + 1, "2025-09-10");
            e[n].day = e[n].known = day;
            n++;
        }
        const struct one *o = subject(a, "2025-09-01", NULL, e, n);
        struct kit_list whole = kit_run(a, kit_plan(a, c, d, 1), &o->s, covers.from, covers.to, covers.to);
        d[0].valid_to = d[1].valid_from = covers.from + kit_pick(&seed, 1, 400);
        d[1].id = 2;
        d[1].follows = 1;
        struct kit_list both = kit_run(a, kit_plan(a, c, d, 2), &o->s, covers.from, covers.to, covers.to);
        assert_int_equal(both.n, whole.n);
        for (size_t i = 0; i < whole.n; i++) {
            assert_int_equal(both.o[i].from, whole.o[i].from);
            assert_int_equal(both.o[i].to, whole.o[i].to);
            assert_int_equal(both.o[i].state, whole.o[i].state);
        }
    }
}

static void days_since_the_last(void **state)
{
    struct arena *a = *state;
    struct cadence_duty d = kit_duty(CADENCE_SINCE_LAST, 1);
    d.n = 7;
    d.holidays = CADENCE_KEEP;
    const struct cadence_encounter e[] = {kit_talk(1, "2025-09-05"), kit_talk(2, "2025-09-12"), kit_talk(3, "2025-09-25")};
    const struct cadence_plan *p = kit_plan(a, kit_calendar(a), &d, 1);
    const struct one *o = subject(a, "2025-09-01", NULL, e, 3);
    struct kit_list l = kit_run(a, p, &o->s, kit_day("2025-09-01"), kit_day("2025-12-31"), kit_day("2025-10-03"));
    assert_int_equal(l.n, 4);
    assert_int_equal(l.o[0].from, kit_day("2025-09-01"));
    assert_int_equal(l.o[0].state, CADENCE_MET);
    assert_int_equal(l.o[1].from, kit_day("2025-09-06"));
    assert_int_equal(l.o[1].to, kit_day("2025-09-12")); /* the seventh day is in time */
    assert_int_equal(l.o[1].state, CADENCE_MET);
    assert_int_equal(l.o[2].to, kit_day("2025-09-19"));
    assert_int_equal(l.o[2].state, CADENCE_MET_LATE);
    assert_int_equal(l.o[3].from, kit_day("2025-09-26"));
    assert_int_equal(l.o[3].to, kit_day("2025-10-02"));
    assert_int_equal(l.o[3].state, CADENCE_OVERDUE);
    /* an open gap is shown however far back it began */
    l = kit_run(a, p, &o->s, kit_day("2026-05-01"), kit_day("2026-05-31"), kit_day("2026-05-10"));
    assert_int_equal(l.n, 1);
    assert_int_equal(l.o[0].from, kit_day("2025-09-26"));
    d.holidays = CADENCE_SKIP; /* the count may not run out in the holidays: the first school day after is the 9th */
    p = kit_plan(a, kit_calendar(a), &d, 1);
    l = kit_run(a, p, &o->s, kit_day("2025-10-01"), kit_day("2025-10-01"), kit_day("2025-10-03"));
    assert_int_equal(l.o[l.n - 1].to, kit_day("2025-10-09"));
    assert_int_equal(l.o[l.n - 1].state, CADENCE_DUE);
}

/* A post that fell vacant: no record fills it, but somebody who holds it again, and what comes after the days is late. */
static void what_began_is_over(void **state)
{
    struct arena *a = *state;
    struct cadence_duty d = kit_duty(CADENCE_SINCE_EVENT, 1);
    d.n = 10;
    d.event = 7;
    d.closes = true;
    d.holidays = CADENCE_KEEP;
    d.credit_count = 0;
    const struct cadence_encounter e = kit_talk(1, "2025-09-11");
    struct cadence_event v = {kit_day("2025-09-10"), kit_day("2025-09-10"), 7, DAY_NONE};
    struct one *o = subject(a, NULL, NULL, &e, 1);
    o->s.events = &v;
    o->s.event_count = 1;
    assert_int_equal(state_of(a, &d, o, "2025-09-10", "2025-09-20"), CADENCE_DUE);
    assert_int_equal(state_of(a, &d, o, "2025-09-10", "2025-09-21"), CADENCE_OVERDUE);
    v.done = kit_day("2025-09-20");
    assert_int_equal(state_of(a, &d, o, "2025-09-10", "2025-09-19"), CADENCE_DUE);
    assert_int_equal(state_of(a, &d, o, "2025-09-10", "2025-10-01"), CADENCE_MET);
    v.done = kit_day("2025-09-25");
    assert_int_equal(state_of(a, &d, o, "2025-09-10", "2025-09-24"), CADENCE_OVERDUE);
    assert_int_equal(state_of(a, &d, o, "2025-09-10", "2025-10-01"), CADENCE_MET_LATE);
}

static void days_since_an_event(void **state)
{
    struct arena *a = *state;
    struct cadence_duty d = kit_duty(CADENCE_SINCE_EVENT, 1);
    d.n = 3;
    d.event = 4;
    d.unit = CADENCE_SCHOOL_DAYS;
    const struct cadence_event v[] = {{kit_day("2025-09-05"), kit_day("2025-09-05"), 5, DAY_NONE}, /* another event */
                                      {kit_day("2025-09-29"), kit_day("2025-10-09"), 4, DAY_NONE}};
    const struct cadence_encounter e = kit_talk(1, "2025-10-10");
    struct one *o = subject(a, NULL, NULL, NULL, 0);
    o->s.events = v;
    o->s.event_count = 2;
    const struct cadence_plan *p = kit_plan(a, kit_calendar(a), &d, 1);
    struct kit_list l = kit_run(a, p, &o->s, kit_day("2025-09-01"), kit_day("2025-12-31"), kit_day("2025-10-08"));
    assert_int_equal(l.n, 0); /* nobody knew of it yet */
    l = kit_run(a, p, &o->s, kit_day("2025-09-01"), kit_day("2025-12-31"), kit_day("2025-10-09"));
    assert_int_equal(l.n, 1);
    assert_int_equal(l.o[0].to, kit_day("2025-10-10")); /* 30 September, 9 and 10 October */
    assert_int_equal(l.o[0].state, CADENCE_DUE);
    o->s.encounters = &e;
    o->s.encounter_count = 1;
    l = kit_run(a, p, &o->s, kit_day("2025-09-01"), kit_day("2025-12-31"), kit_day("2025-11-01"));
    assert_int_equal(l.o[0].state, CADENCE_MET);
}

static void windows_at_the_edges_of_the_calendar(void **state)
{
    struct arena *a = *state;
    struct cadence_duty d = kit_duty(CADENCE_WEEK, 1);
    const struct one *o = subject(a, NULL, NULL, NULL, 0);
    /* ISO week 53 of 2026 runs from 28 December to 3 January */
    assert_int_equal(day_iso_week(kit_day("2027-01-03"), &(int){0}), 53);
    assert_int_equal(state_of(a, &d, o, "2026-12-28", "2027-02-01"), CADENCE_OVERDUE);
    const struct cadence_encounter e = kit_talk(1, "2027-01-02");
    assert_int_equal(state_of(a, &d, subject(a, NULL, NULL, &e, 1), "2026-12-28", "2027-02-01"), CADENCE_MET);
    assert_int_equal(state_of(a, &d, o, "2027-01-04", "2027-02-01"), CADENCE_OVERDUE);
    /* 29 February of a common year is the 28th; in a leap year itself */
    d = kit_duty(CADENCE_DATE, 1);
    d.month = 2;
    d.day = 29;
    d.holidays = CADENCE_KEEP;
    assert_int_equal(state_of(a, &d, o, "2026-02-28", "2026-03-01"), CADENCE_OVERDUE);
    const struct calendar_term t = {2027, 2, kit_day("2028-02-14"), kit_day("2028-07-07")};
    const struct calendar_spec spec = {.terms = &t, .term_count = 1};
    const struct cadence_plan *p = kit_plan(a, kit_build(a, &spec), &d, 1);
    struct kit_list l = kit_run(a, p, &o->s, kit_day("2028-01-01"), kit_day("2028-12-31"), kit_day("2028-03-01"));
    assert_int_equal(l.n, 1);
    assert_int_equal(l.o[0].from, kit_day("2028-02-29"));
}

static void a_term_without_end_is_not_overdue_too_early(void **state)
{
    struct arena *a = *state;
    const struct calendar_term t = {2025, 2, kit_day("2026-03-04"), DAY_NONE};
    const struct calendar_spec spec = {.terms = &t, .term_count = 1};
    const struct cadence_duty d = kit_duty(CADENCE_TERM, 1);
    const struct cadence_plan *p = kit_plan(a, kit_build(a, &spec), &d, 1);
    const struct one *o = subject(a, NULL, NULL, NULL, 0);
    struct kit_list l = kit_run(a, p, &o->s, kit_day("2026-03-04"), kit_day("2026-08-31"), kit_day("2026-07-20"));
    assert_int_equal(l.n, 1);
    assert_int_equal(l.o[0].state, CADENCE_DUE);
}

static enum cadence_reason reason_of(const struct cadence_explanation *x, int64_t id)
{
    for (int i = 0; i < x->note_count; i++) {
        if (x->notes[i].id == id) return x->notes[i].reason;
    }
    return CADENCE_REASONS;
}

static void the_reason_is_told(void **state)
{
    struct arena *a = *state;
    struct cadence_duty d = kit_duty(CADENCE_HALF_MONTH, 2);
    d.apart = 3;
    d.credit[0].modes = 1;
    d.credit[0].met_all = 1;
    d.credit[0].min_minutes = 10;
    const char *days[] = {"2025-10-30", "2025-11-03", "2025-11-04", "2025-11-05", "2025-11-06", "2025-11-07", "2025-11-08",
                          "2025-11-09", "2025-11-10", "2025-11-14", "2025-11-15", "2025-11-18", "2025-12-20"};
    struct cadence_encounter e[13];
    for (int i = 0; i < 13; i++) {
        e[i] = kit_talk(i + 1, days[i]);
        e[i].met = 1;
    }
    e[2].kind = 1;
    e[3].mode = 1;
    e[4].met = 2;
    e[5].minutes = 9;
    e[6].roles = 2;
    e[7].known = kit_day("2025-11-30");
    const struct one *o = subject(a, NULL, NULL, e, 13);
    const struct cadence_plan *p = kit_plan(a, kit_calendar(a), &d, 1);
    uint32_t scratch[13];
    struct cadence_explanation x;
    assert_int_equal(cadence_explain(p, 0, &o->s, kit_day("2025-11-01"), kit_day("2025-11-20"), scratch, &x), RC_OK);
    const enum cadence_reason want[] = {CADENCE_OUTSIDE, CADENCE_CREDITED, CADENCE_WRONG_KIND, CADENCE_WRONG_MODE,
                                        CADENCE_WRONG_PEOPLE, CADENCE_TOO_SHORT, CADENCE_WRONG_ROLE, CADENCE_NOT_KNOWN,
                                        CADENCE_CREDITED, CADENCE_SURPLUS, CADENCE_SURPLUS, CADENCE_OUTSIDE, CADENCE_REASONS};
    for (int i = 0; i < 13; i++) assert_int_equal(reason_of(&x, i + 1), want[i]);
    assert_int_equal(x.o.state, CADENCE_MET);
    assert_int_equal(x.o.evidence_count, 2);
    assert_int_equal(x.o.evidence[0], 2);
    assert_int_equal(x.o.evidence[1], 9);
    assert_int_equal(x.o.days, calendar_school_days(kit_calendar(a), kit_day("2025-11-01"), kit_day("2025-11-15")));
    assert_false(x.cut);
    e[2] = kit_talk(3, "2025-11-04");
    e[2].met = 1;
    assert_int_equal(cadence_explain(p, 0, &o->s, kit_day("2025-11-01"), kit_day("2025-11-20"), scratch, &x), RC_OK);
    assert_int_equal(reason_of(&x, 3), CADENCE_TOO_NEAR);
    assert_int_equal(cadence_explain(p, 0, &o->s, kit_day("2025-11-02"), kit_day("2025-11-20"), scratch, &x), RC_NOT_FOUND);
    assert_int_equal(cadence_explain(p, 7, &o->s, kit_day("2025-11-01"), kit_day("2025-11-20"), scratch, &x), RC_NOT_FOUND);
}

static void nonsense_is_refused(void **state)
{
    struct arena *a = *state;
    struct calendar *c = kit_calendar(a);
    struct cadence_duty d[9];
    for (int i = 0; i < 9; i++) d[i] = kit_duty(CADENCE_WEEK, 1);
    const struct calendar_span overlapping[] = {{100, 200}, {200, 300}};
    d[0].n = 27;
    d[1].window = CADENCE_MONTH;
    d[1].n = 5;
    d[2].credit_count = 0;
    d[3].quota = -1;
    d[4].window = CADENCE_DATE;
    d[5].valid_from = d[5].valid_to = 100;
    d[6].window = CADENCE_NAMED;
    d[6].spans = overlapping;
    d[6].span_count = 2;
    d[7].window = CADENCE_SINCE_LAST;
    d[8].window = CADENCE_WINDOWS;
    const enum cadence_wrong want[] = {CADENCE_BAD_N, CADENCE_BAD_N, CADENCE_BAD_CREDIT, CADENCE_BAD_QUOTA, CADENCE_BAD_DATE,
                                       CADENCE_BAD_VALIDITY, CADENCE_BAD_SPANS, CADENCE_BAD_N, CADENCE_BAD_WINDOW};
    for (int i = 0; i < 9; i++) {
        enum cadence_wrong why;
        size_t at;
        assert_null(cadence_plan_new(a, c, &d[i], 1, &why, &at));
        assert_int_equal(why, want[i]);
    }
}

/* ---- what must hold whatever the numbers are ---- */

enum { MANY = 13 };

/* One duty of every kind of window. */
static void many_duties(struct arena *a, struct cadence_duty out[MANY])
{
    struct calendar_span *spans = arena_array(a, 2, sizeof *spans);
    spans[0] = (struct calendar_span){kit_day("2025-09-10"), kit_day("2025-09-20")};
    spans[1] = (struct calendar_span){kit_day("2026-05-10"), kit_day("2026-06-20")};
    for (int i = 0; i < MANY; i++) {
        out[i] = kit_duty((enum cadence_window)i, 1 + i % 2);
        out[i].id = i + 1;
        out[i].n = i == CADENCE_WEEK ? 2 : i == CADENCE_MONTH ? 3 : 10;
        out[i].months = 0x207;
        out[i].month = 10;
        out[i].day = 20;
        out[i].before = 6;
        out[i].festival = festival_find(T("中秋"));
        out[i].spans = spans;
        out[i].span_count = 2;
    }
    out[CADENCE_DAY].quota = 1;
}

static void all_done_is_all_met_and_nothing_done_is_all_overdue(void **state)
{
    struct arena *a = *state;
    struct cadence_duty d[MANY];
    many_duties(a, d);
    struct calendar *c = kit_calendar(a);
    const struct cadence_plan *p = kit_plan(a, c, d, MANY);
    struct calendar_span covers = calendar_covers(c);
    /* two talks on every day of two years and the week around them */
    size_t days = (size_t)(covers.to - covers.from) + 800, n = 0;
    struct cadence_encounter *e = arena_array(a, days * 2, sizeof *e);
    for (size_t i = 0; i < days * 2; i++, n++) {
        day_t day = covers.from - 400 + (day_t)(i / 2);
        e[n] = (struct cadence_encounter){.id = (int64_t)i + 1, .day = day, .known = day, .roles = 1};
    }
    const struct cadence_event v[] = {{kit_day("2025-09-15"), kit_day("2025-09-15"), 0, DAY_NONE},
                                      {kit_day("2026-04-20"), 0, 0, DAY_NONE}};
    struct one *o = subject(a, "2025-09-01", NULL, e, n);
    o->s.events = v;
    o->s.event_count = 2;
    day_t end = kit_day("2027-07-09");
    struct kit_list l = kit_run(a, p, &o->s, covers.from, end - 200, covers.to + 300);
    assert_true(l.n > 300);
    assert_int_equal(kit_count(&l, CADENCE_MET), l.n);
    o->s.encounter_count = 0;
    l = kit_run(a, p, &o->s, covers.from, end - 200, covers.to + 300);
    assert_true(l.n > 300);
    assert_int_equal(kit_count(&l, CADENCE_OVERDUE), l.n);
}

static int encounter_order(const void *l, const void *r)
{
    const struct cadence_encounter *a = l, *b = r;
    return a->day != b->day ? (a->day < b->day ? -1 : 1) : (a->id > b->id) - (a->id < b->id);
}

static size_t random_talks(uint64_t *seed, struct cadence_encounter *e, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        day_t day = kit_day("2025-09-01") + kit_pick(seed, 0, 300);
        e[i] = (struct cadence_encounter){.id = (int64_t)i + 1, .day = day, .known = day + kit_pick(seed, 0, 20), .roles = 1};
    }
    qsort(e, n, sizeof *e, encounter_order);
    return n;
}

static void lists_same(const struct kit_list *a, const struct kit_list *b)
{
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++) {
        assert_int_equal(a->o[i].from, b->o[i].from);
        assert_int_equal(a->o[i].state, b->o[i].state);
        assert_int_equal(a->o[i].have, b->o[i].have);
        assert_int_equal(a->o[i].met_known, b->o[i].met_known);
    }
}

/* Who typed first makes no difference: other ids for the same acts, other standing. */
static void order_of_entry_does_not_matter(void **state)
{
    struct arena *a = *state;
    struct cadence_duty d[MANY];
    many_duties(a, d);
    const struct cadence_plan *p = kit_plan(a, kit_calendar(a), d, MANY);
    uint64_t seed = 11;
    for (int round = 0; round < 40; round++) {
        struct cadence_encounter e[60], f[60];
        size_t n = random_talks(&seed, e, 60);
        memcpy(f, e, sizeof e);
        for (size_t i = 0; i < n; i++) f[i].id = 1000 - e[i].id;
        qsort(f, n, sizeof *f, encounter_order);
        const struct one *x = subject(a, "2025-09-01", NULL, e, n), *y = subject(a, "2025-09-01", NULL, f, n);
        day_t as_of = kit_day("2025-10-01") + kit_pick(&seed, 0, 300);
        struct kit_list lx = kit_run(a, p, &x->s, kit_day("2025-09-01"), kit_day("2026-08-31"), as_of);
        struct kit_list ly = kit_run(a, p, &y->s, kit_day("2025-09-01"), kit_day("2026-08-31"), as_of);
        lists_same(&lx, &ly);
    }
}

/* Day by day: the stored list is made anew only when something becomes known, and otherwise only grows older. It must always
 * equal the list made from nothing. */
static void by_difference_equals_from_nothing(void **state)
{
    struct arena *a = *state;
    struct cadence_duty d[MANY];
    many_duties(a, d);
    const struct cadence_plan *p = kit_plan(a, kit_calendar(a), d, MANY);
    uint64_t seed = 12;
    day_t from = kit_day("2025-09-01"), to = kit_day("2026-08-31");
    for (int round = 0; round < 3; round++) {
        struct cadence_encounter e[40];
        size_t n = random_talks(&seed, e, 40), anew = 0;
        const struct one *o = subject(a, "2025-09-01", NULL, e, n);
        struct kit_list stored = kit_run(a, p, &o->s, from, to, from - 1);
        for (day_t day = from; day <= kit_day("2026-03-31"); day++) {
            bool touched = false;
            for (size_t i = 0; i < n; i++) touched |= e[i].known == day;
            if (touched) stored = kit_run(a, p, &o->s, from, to, day);
            anew += touched;
            for (size_t i = 0; i < stored.n && !touched; i++) {
                struct cadence_obligation *s = &stored.o[i];
                s->state = cadence_age(s->state, s->from, s->to, day);
            }
            struct kit_list fresh = kit_run(a, p, &o->s, from, to, day);
            lists_same(&stored, &fresh);
        }
        assert_true(anew > 10);
    }
}

#define IN_ARENA(f) cmocka_unit_test_setup_teardown(f, arena_begin, arena_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_ARENA(a_week_goes_from_planned_to_overdue),
        IN_ARENA(what_is_recorded_late_counts_and_is_marked),
        IN_ARENA(a_sunday_or_a_holiday_inside_counts),
        IN_ARENA(half_of_the_school_days_counts),
        IN_ARENA(holidays_are_skipped_kept_or_meant),
        IN_ARENA(exemptions_excuse_together_and_after_approval),
        IN_ARENA(distance_between_visits),
        IN_ARENA(surplus_is_not_carried_over),
        IN_ARENA(one_encounter_may_credit_alternatives_and_several_duties),
        IN_ARENA(each_version_judges_its_own_windows),
        IN_ARENA(no_window_is_lost_or_doubled),
        IN_ARENA(a_chain_goes_over),
        IN_ARENA(days_since_the_last),
        IN_ARENA(what_began_is_over),
        IN_ARENA(days_since_an_event),
        IN_ARENA(windows_at_the_edges_of_the_calendar),
        IN_ARENA(a_term_without_end_is_not_overdue_too_early),
        IN_ARENA(the_reason_is_told),
        IN_ARENA(nonsense_is_refused),
        IN_ARENA(all_done_is_all_met_and_nothing_done_is_all_overdue),
        IN_ARENA(order_of_entry_does_not_matter),
        IN_ARENA(by_difference_equals_from_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
