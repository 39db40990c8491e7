/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/cadence_kit.h"

static struct arena *arena_of(void **state)
{
    return *state;
}

static int arena_begin(void **state)
{
    *state = arena_new(64u << 20);
    return 0;
}

static int arena_end(void **state)
{
    arena_free(*state);
    return 0;
}

static void school_days_follow_the_notice(void **state)
{
    struct calendar *c = kit_calendar(arena_of(state));
    assert_true(calendar_school_day(c, kit_day("2025-09-01")));
    assert_false(calendar_school_day(c, kit_day("2025-09-06")));  /* Saturday */
    assert_true(calendar_school_day(c, kit_day("2025-09-28")));   /* a Sunday that is worked */
    assert_false(calendar_school_day(c, kit_day("2025-10-08")));  /* holiday */
    assert_true(calendar_school_day(c, kit_day("2025-10-11")));   /* a Saturday that is worked */
    assert_false(calendar_school_day(c, kit_day("2026-02-10")));  /* vacation */
    assert_true(calendar_workday(c, kit_day("2026-02-10")));      /* but offices work */
    assert_true(calendar_vacation(c, kit_day("2026-02-10")));
    assert_false(calendar_vacation(c, kit_day("2025-10-02")));    /* a holiday in term is no vacation */
    assert_true(text_eqz(calendar_holiday_name(c, kit_day("2025-10-02")), "国庆"));
    assert_null(calendar_holiday_name(c, kit_day("2025-10-11")).s);
    assert_true(calendar_provisional(c, kit_day("2027-04-05")));
    assert_false(calendar_provisional(c, kit_day("2026-04-05")));
}

static void sums_equal_counting(void **state)
{
    struct calendar *c = kit_calendar(arena_of(state));
    struct calendar_span covers = calendar_covers(c);
    uint64_t seed = 7;
    for (int i = 0; i < 500; i++) {
        day_t from = covers.from + kit_pick(&seed, -40, 760), to = from + kit_pick(&seed, -5, 120);
        int school = 0, vacation = 0;
        for (day_t d = from; d <= to; d++) {
            school += calendar_school_day(c, d);
            vacation += calendar_vacation(c, d);
        }
        assert_int_equal(calendar_school_days(c, from, to), school);
        assert_int_equal(calendar_vacation_days(c, from, to), vacation);
    }
}

static void the_nth_day_after(void **state)
{
    struct calendar *c = kit_calendar(arena_of(state));
    /* Tuesday before the long holiday: Sunday 28 and Monday 29 were before; next school days 9, 10 and the worked 11 October */
    assert_int_equal(calendar_school_day_after(c, kit_day("2025-09-30"), 1), kit_day("2025-10-09"));
    assert_int_equal(calendar_school_day_after(c, kit_day("2025-09-30"), 3), kit_day("2025-10-11"));
    assert_int_equal(calendar_school_day_after(c, kit_day("2025-09-30"), 4), kit_day("2025-10-13"));
    assert_int_equal(calendar_workday_after(c, kit_day("2025-09-30"), 3), kit_day("2025-10-11"));
    assert_int_equal(calendar_school_day_from(c, kit_day("2026-02-01")), kit_day("2026-03-04"));
    assert_int_equal(calendar_school_day_from(c, kit_day("2026-03-04")), kit_day("2026-03-04"));
    assert_int_equal(calendar_school_day_after(c, kit_day("2027-07-08"), 1), kit_day("2027-07-09"));
    assert_int_equal(calendar_school_day_after(c, kit_day("2027-07-09"), 1), DAY_NONE);
    assert_int_equal(calendar_school_day_after(c, kit_day("2025-09-30"), 0), DAY_NONE);
    assert_int_equal(calendar_workday_after(c, kit_day("2027-08-31"), 1), DAY_NONE);
}

static void weeks_terms_and_years(void **state)
{
    struct calendar *c = kit_calendar(arena_of(state));
    bool running;
    assert_int_equal(calendar_teaching_week(c, kit_day("2025-09-01")), 1);
    assert_int_equal(calendar_teaching_week(c, kit_day("2025-09-07")), 1);
    assert_int_equal(calendar_teaching_week(c, kit_day("2025-09-08")), 2);
    assert_int_equal(calendar_teaching_week(c, kit_day("2026-03-04")), 1); /* a Wednesday */
    assert_int_equal(calendar_teaching_week(c, kit_day("2026-03-09")), 2);
    assert_int_equal(calendar_teaching_week(c, kit_day("2026-02-10")), 0);
    assert_int_equal(calendar_term_of(c, kit_day("2026-02-10"), &running)->ordinal, 1);
    assert_false(running);
    assert_int_equal(calendar_term_of(c, kit_day("2026-07-10"), &running)->ordinal, 2);
    assert_true(running);
    assert_null(calendar_term_of(c, kit_day("2025-08-31"), &running));
    assert_int_equal(calendar_school_year(c, kit_day("2026-08-31")), 2025);
    assert_int_equal(calendar_school_year(c, kit_day("2026-09-01")), 2026);
    assert_int_equal(calendar_school_year(c, kit_day("2040-01-01")), 2039);
    assert_int_equal(calendar_covers(c).from, kit_day("2025-09-01"));
    assert_int_equal(calendar_covers(c).to, kit_day("2027-08-31"));
    assert_int_equal(calendar_term_find(c, 2026, 2), 3);
    assert_int_equal(calendar_term_find(c, 2028, 1), -1);
}

static void registration_on_a_sunday_is_week_one(void **state)
{
    const struct calendar_term t[] = {{2024, 1, kit_day("2024-09-01"), kit_day("2025-01-17")}};
    const struct calendar_spec spec = {.terms = t, .term_count = 1};
    struct calendar *c = kit_build(arena_of(state), &spec);
    assert_int_equal(calendar_teaching_week(c, kit_day("2024-09-01")), 1);
    assert_int_equal(calendar_teaching_week(c, kit_day("2024-09-08")), 1);
    assert_int_equal(calendar_teaching_week(c, kit_day("2024-09-09")), 2);
}

static void a_year_may_begin_with_an_early_term(void **state)
{
    const struct calendar_term t[] = {{2025, 1, kit_day("2025-08-25"), kit_day("2026-01-17")},
                                      {2026, 1, kit_day("2026-08-24"), kit_day("2027-01-17")}};
    const struct calendar_spec spec = {.terms = t, .term_count = 2};
    struct calendar *c = kit_build(arena_of(state), &spec);
    assert_int_equal(calendar_school_year(c, kit_day("2026-08-23")), 2025);
    assert_int_equal(calendar_school_year(c, kit_day("2026-08-24")), 2026);
    assert_int_equal(calendar_school_year_span(c, 2025).to, kit_day("2026-08-23"));
}

static void a_term_without_end_stays_open(void **state)
{
    const struct calendar_term t[] = {{2025, 1, kit_day("2025-09-01"), DAY_NONE}, {2025, 2, kit_day("2026-03-02"), DAY_NONE}};
    const struct calendar_spec spec = {.terms = t, .term_count = 2};
    struct calendar *c = kit_build(arena_of(state), &spec);
    bool running;
    assert_int_equal(calendar_term_of(c, kit_day("2025-10-10"), &running)->to, kit_day("2026-03-01"));
    assert_int_equal(calendar_term_of(c, kit_day("2026-05-10"), &running)->to, kit_day("2026-08-31"));
    assert_true(calendar_provisional(c, kit_day("2026-02-02")));
    assert_false(calendar_provisional(c, kit_day("2025-10-10")));
}

static void a_boarding_shift_runs_through_weekends(void **state)
{
    const struct calendar_term t[] = {{2025, 1, kit_day("2025-09-01"), kit_day("2026-01-30")}};
    const struct calendar_holiday h[] = {{T("国庆"), kit_day("2025-10-01"), kit_day("2025-10-08"), false}};
    const struct calendar_spec spec = {.terms = t, .term_count = 1, .holidays = h, .holiday_count = 1,
                                       .shift = {kit_day("2025-09-01"), 10, 4}};
    struct calendar *c = kit_build(arena_of(state), &spec);
    assert_true(calendar_school_day(c, kit_day("2025-09-06")));   /* Saturday, sixth day on */
    assert_true(calendar_school_day(c, kit_day("2025-09-10")));
    assert_false(calendar_school_day(c, kit_day("2025-09-11")));  /* Thursday, first day at home */
    assert_true(calendar_school_day(c, kit_day("2025-09-15")));
    assert_false(calendar_school_day(c, kit_day("2025-10-01")));  /* the state's holiday wins */
    assert_int_equal(calendar_school_days(c, kit_day("2025-09-01"), kit_day("2025-09-28")), 20);
}

static struct calendar_window named(const char *name, struct calendar_point from, struct calendar_point to)
{
    return (struct calendar_window){.name = text_of(name), .from = from, .to = to};
}

static void named_windows_are_found(void **state)
{
    const struct calendar_term t[] = {{2025, 1, kit_day("2025-09-01"), kit_day("2026-01-30")},
                                      {2025, 2, kit_day("2026-03-04"), kit_day("2026-07-10")},
                                      {2026, 1, kit_day("2026-09-01"), kit_day("2027-01-22")}};
    const struct calendar_window w[] = {
        named("end", (struct calendar_point){.anchor = ANCHOR_TERM_END, .offset = -13},
              (struct calendar_point){.anchor = ANCHOR_TERM_END}),
        named("handover", (struct calendar_point){.anchor = ANCHOR_TERM_END, .offset = -6},
              (struct calendar_point){.anchor = ANCHOR_TERM_START, .offset = 6}),
        named("home", (struct calendar_point){.anchor = ANCHOR_LUNAR, .month = 12, .day = 20},
              (struct calendar_point){.anchor = ANCHOR_FESTIVAL, .festival = festival_find(T("元宵"))}),
        named("leap", (struct calendar_point){.anchor = ANCHOR_MONTH_DAY, .month = 2, .day = 29},
              (struct calendar_point){.anchor = ANCHOR_MONTH_DAY, .month = 3, .day = 1}),
        named("once", (struct calendar_point){.anchor = ANCHOR_DAY, .on = kit_day("2026-05-20")},
              (struct calendar_point){.anchor = ANCHOR_DAY, .on = kit_day("2026-06-10")}),
        named("once", (struct calendar_point){.anchor = ANCHOR_DAY, .on = kit_day("2026-06-01")},
              (struct calendar_point){.anchor = ANCHOR_DAY, .on = kit_day("2026-06-20")}),
    };
    const struct calendar_spec spec = {.terms = t, .term_count = 3, .windows = w, .window_count = 6};
    struct calendar *c = kit_build(arena_of(state), &spec);
    size_t n;
    const struct calendar_span *s = calendar_named(c, T("end"), &n);
    assert_int_equal(n, 3);
    assert_int_equal(s[0].from, kit_day("2026-01-17"));
    assert_int_equal(s[0].to, kit_day("2026-01-30"));
    s = calendar_named(c, T("handover"), &n);
    assert_int_equal(n, 2); /* the last term has no next one */
    assert_int_equal(s[0].from, kit_day("2026-01-24"));
    assert_int_equal(s[0].to, kit_day("2026-03-10"));
    s = calendar_named(c, T("home"), &n);
    assert_int_equal(n, 2);
    assert_int_equal(s[0].from, kit_day("2026-02-07"));
    assert_int_equal(s[0].to, kit_day("2026-03-03"));
    s = calendar_named(c, T("leap"), &n);
    assert_int_equal(s[0].from, kit_day("2026-02-28"));
    s = calendar_named(c, T("once"), &n);
    assert_int_equal(n, 1); /* overlapping spans of one name are one */
    assert_int_equal(s[0].to, kit_day("2026-06-20"));
    s = calendar_named(c, T("winter_vacation"), &n);
    assert_int_equal(n, 1);
    assert_int_equal(s[0].from, kit_day("2026-01-31"));
    assert_int_equal(s[0].to, kit_day("2026-03-03"));
    s = calendar_named(c, T("summer_vacation"), &n);
    assert_int_equal(n, 2);
    assert_int_equal(s[0].from, kit_day("2026-07-11"));
    assert_null(calendar_named(c, T("nothing"), &n));
    assert_int_equal(n, 0);
}

static void a_school_lays_its_own_over_the_county(void **state)
{
    struct arena *a = arena_of(state);
    const struct calendar_term county[] = {{2025, 1, kit_day("2025-09-01"), kit_day("2026-01-30")},
                                           {2025, 2, kit_day("2026-03-04"), kit_day("2026-07-10")}};
    const struct calendar_holiday h[] = {{T("国庆"), kit_day("2025-10-01"), kit_day("2025-10-08"), false}};
    const struct calendar_term own[] = {{2025, 1, kit_day("2025-08-28"), kit_day("2026-01-20")}};
    const struct calendar_holiday flood[] = {{T("停课"), kit_day("2025-09-03"), kit_day("2025-09-04"), false}};
    const day_t back[] = {kit_day("2025-10-08")};
    const struct calendar_spec base = {.id = T("county"), .terms = county, .term_count = 2, .holidays = h, .holiday_count = 1};
    const struct calendar_spec over = {.id = T("school"), .terms = own, .term_count = 1, .holidays = flood, .holiday_count = 1,
                                       .workdays = back, .workday_count = 1};
    struct calendar_spec laid = calendar_overlay(a, &base, &over);
    struct calendar *c = kit_build(a, &laid);
    assert_true(text_eqz(calendar_id(c), "school"));
    assert_true(calendar_school_day(c, kit_day("2025-08-28")));
    assert_false(calendar_school_day(c, kit_day("2025-09-03")));
    assert_false(calendar_school_day(c, kit_day("2025-10-07")));
    assert_true(calendar_school_day(c, kit_day("2025-10-08")));   /* called back */
    assert_false(calendar_school_day(c, kit_day("2026-01-21")));
    assert_true(calendar_school_day(c, kit_day("2026-07-10")));   /* the county's second term stays */
}

static enum calendar_wrong wrong_of(struct arena *a, const struct calendar_spec *spec)
{
    enum calendar_wrong why;
    size_t at;
    assert_null(calendar_build(a, spec, &why, &at));
    return why;
}

static void nonsense_is_refused(void **state)
{
    struct arena *a = arena_of(state);
    struct calendar_term t[] = {{2025, 1, kit_day("2025-09-01"), kit_day("2026-01-30")},
                                {2025, 2, kit_day("2026-01-30"), kit_day("2026-07-10")}};
    struct calendar_spec spec = {.terms = t, .term_count = 2};
    assert_int_equal(wrong_of(a, &spec), CALENDAR_TERMS_OVERLAP);
    t[1].from = kit_day("2026-07-11");
    assert_int_equal(wrong_of(a, &spec), CALENDAR_TERM_BACKWARD);
    t[1] = (struct calendar_term){2024, 2, kit_day("2026-03-04"), kit_day("2026-07-10")};
    assert_int_equal(wrong_of(a, &spec), CALENDAR_TERM_OUTSIDE_YEAR);
    t[1] = (struct calendar_term){2095, 1, kit_day("2095-09-01"), kit_day("2096-01-10")};
    assert_int_equal(wrong_of(a, &spec), CALENDAR_TOO_LONG);
    spec.term_count = 0;
    assert_int_equal(wrong_of(a, &spec), CALENDAR_NO_TERM);
    spec.term_count = 1;
    spec.shift = (struct calendar_shift){kit_day("2025-09-01"), 10, -1};
    assert_int_equal(wrong_of(a, &spec), CALENDAR_SHIFT_BAD);
    const struct calendar_holiday h = {T("假"), kit_day("2025-10-02"), kit_day("2025-10-01"), false};
    spec = (struct calendar_spec){.terms = t, .term_count = 1, .holidays = &h, .holiday_count = 1};
    assert_int_equal(wrong_of(a, &spec), CALENDAR_HOLIDAY_BACKWARD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(school_days_follow_the_notice, arena_begin, arena_end),
        cmocka_unit_test_setup_teardown(sums_equal_counting, arena_begin, arena_end),
        cmocka_unit_test_setup_teardown(the_nth_day_after, arena_begin, arena_end),
        cmocka_unit_test_setup_teardown(weeks_terms_and_years, arena_begin, arena_end),
        cmocka_unit_test_setup_teardown(registration_on_a_sunday_is_week_one, arena_begin, arena_end),
        cmocka_unit_test_setup_teardown(a_year_may_begin_with_an_early_term, arena_begin, arena_end),
        cmocka_unit_test_setup_teardown(a_term_without_end_stays_open, arena_begin, arena_end),
        cmocka_unit_test_setup_teardown(a_boarding_shift_runs_through_weekends, arena_begin, arena_end),
        cmocka_unit_test_setup_teardown(named_windows_are_found, arena_begin, arena_end),
        cmocka_unit_test_setup_teardown(a_school_lays_its_own_over_the_county, arena_begin, arena_end),
        cmocka_unit_test_setup_teardown(nonsense_is_refused, arena_begin, arena_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
