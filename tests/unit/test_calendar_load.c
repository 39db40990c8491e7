/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/cadence_kit.h"

#include "base/file.h"
#include "scheme/calendar_load.h"

struct bench { struct arena *a; struct faults faults; struct part part; };

static int bench_begin(void **state)
{
    struct arena *a = arena_new(64u << 20);
    struct bench *b = arena_alloc(a, sizeof *b);
    b->a = a;
    b->faults = faults_new(a);
    b->part = (struct part){.arena = a, .faults = &b->faults};
    *state = b;
    return 0;
}

static int bench_end(void **state)
{
    struct bench *b = *state;
    arena_free(b->a);
    return 0;
}

static const struct yaml_node *tree(struct bench *b, const char *text)
{
    const struct yaml_node *n = yaml_read(b->a, T("test.yaml"), text_of(text), &b->faults);
    if (n == NULL) fail_msg("the test's own YAML is wrong");
    return n;
}

static const struct yaml_node *shipped(struct bench *b, const char *path)
{
    const struct embedded *e = embedded_find(text_of(path));
    if (e == NULL) fail_msg("%s is not built in", path);
    return yaml_read(b->a, e->path, e->bytes, &b->faults);
}

static struct calendar *shipped_calendar(struct bench *b)
{
    const struct yaml_node *roots[] = {shipped(b, "schemes/calendars/holidays.yaml"),
                                       shipped(b, "schemes/calendars/default.yaml")};
    struct calendar *c = calendar_load(&b->part, roots, 2, NULL, 0);
    for (size_t i = 0; i < b->faults.n; i++) {
        struct text say = fault_say(&b->faults.list[i], LANG_EN, b->a);
        print_error("%d:%d %.*s\n", b->faults.list[i].line, b->faults.list[i].column, TP(say));
    }
    assert_non_null(c);
    assert_int_equal(b->faults.n, 0);
    return c;
}

static void the_shipped_calendar_is_whole(void **state)
{
    struct bench *b = *state;
    struct calendar *c = shipped_calendar(b);
    assert_true(text_eqz(calendar_id(c), "default"));
    assert_int_equal(calendar_covers(c).from, kit_day("2023-09-01"));
    assert_int_equal(calendar_covers(c).to, kit_day("2028-08-31"));
    assert_false(calendar_school_day(c, kit_day("2026-06-19")));  /* 端午 */
    assert_true(calendar_school_day(c, kit_day("2026-09-20")));   /* worked Sunday */
    assert_true(calendar_workday(c, kit_day("2026-02-14")));
    assert_false(calendar_school_day(c, kit_day("2026-02-14")));  /* an office's Saturday in the winter vacation */
    assert_true(calendar_provisional(c, kit_day("2027-06-09")));
    assert_false(calendar_provisional(c, kit_day("2026-10-01")));
    for (day_t d = calendar_covers(c).from; d <= calendar_covers(c).to; d++) {
        if (d < kit_day("2027-01-01")) assert_false(calendar_provisional(c, d));
        /* a worked weekend is a weekend, a school day is an office's day */
        if (calendar_school_day(c, d)) assert_true(calendar_workday(c, d));
    }
}

static void the_shipped_holidays_fit_the_moon_and_the_law(void **state)
{
    struct bench *b = *state;
    struct calendar *c = shipped_calendar(b);
    const struct { const char *festival; int days; } law[] = {{"清明", 1}, {"端午", 1}, {"中秋", 1}, {"国庆", 3}, {"春节", 3},
                                                              {"劳动节", 1}, {"元旦", 1}};
    for (int year = 2024; year <= 2027; year++) {
        for (size_t i = 0; i < sizeof law / sizeof *law; i++) {
            day_t d = festival_day(festival_find(text_of(law[i].festival)), year);
            for (int k = 0; k < law[i].days; k++) assert_true(calendar_holiday(c, d + k));
        }
        /* two days off at labour day, and the eve of the Spring Festival, since 2025 */
        if (year < 2025) continue;
        assert_true(calendar_holiday(c, day_of(year, 5, 2)));
        assert_true(calendar_holiday(c, festival_day(festival_find(T("春节")), year) - 1));
    }
}

static void the_shipped_windows_lie_where_they_should(void **state)
{
    struct bench *b = *state;
    struct calendar *c = shipped_calendar(b);
    size_t n;
    const struct calendar_span *s = calendar_named(c, T("family_education_week"), &n);
    assert_int_equal(n, 5);
    assert_int_equal(s[2].from, kit_day("2026-05-11"));
    assert_int_equal(s[2].to, kit_day("2026-05-17"));
    s = calendar_named(c, T("home_coming"), &n);
    assert_int_equal(n, 5);
    assert_int_equal(s[2].from, kit_day("2026-02-07"));
    assert_int_equal(s[2].to, kit_day("2026-03-03"));
    s = calendar_named(c, T("term_end"), &n);
    assert_int_equal(n, 10);
    s = calendar_named(c, T("holiday_handover"), &n);
    assert_int_equal(n, 9);
    calendar_named(c, T("winter_vacation"), &n);
    assert_int_equal(n, 5);
}

static void a_school_overrides(void **state)
{
    struct bench *b = *state;
    const struct yaml_node *roots[] = {
        shipped(b, "schemes/calendars/holidays.yaml"), shipped(b, "schemes/calendars/default.yaml"),
        tree(b, "id: hill\nterms:\n  - {year: 2026, term: 1, from: 2026-08-28, to: 2027-01-15}\n"
                "shift: {anchor: 2026-08-28, on: 10, off: 4}\nholidays:\n  - {name: 停课, from: 2026-09-03}\n")};
    struct calendar *c = calendar_load(&b->part, roots, 3, NULL, 0);
    assert_non_null(c);
    assert_true(calendar_school_day(c, kit_day("2026-08-29")));
    assert_false(calendar_school_day(c, kit_day("2026-09-03")));
    assert_false(calendar_school_day(c, kit_day("2026-09-07")));
    const struct calendar_window more = {.name = T("yx:check"), .from = {.anchor = ANCHOR_MONTH_DAY, .month = 11, .day = 1},
                                         .to = {.anchor = ANCHOR_MONTH_DAY, .month = 11, .day = 30}};
    c = calendar_load(&b->part, roots, 3, &more, 1);
    size_t n;
    calendar_named(c, T("yx:check"), &n);
    assert_int_equal(n, 5);
}

static void points_are_read(void **state)
{
    (void)state;
    struct calendar_point p;
    assert_true(calendar_point_read(T("term_end - 13"), &p));
    assert_int_equal(p.anchor, ANCHOR_TERM_END);
    assert_int_equal(p.offset, -13);
    assert_true(calendar_point_read(T(" 09-01 "), &p) && p.anchor == ANCHOR_MONTH_DAY && p.offset == 0);
    assert_true(calendar_point_read(T("09-01-3"), &p) && p.anchor == ANCHOR_MONTH_DAY && p.offset == -3);
    assert_true(calendar_point_read(T("2026-05-20+2"), &p) && p.on == kit_day("2026-05-20") && p.offset == 2);
    assert_true(calendar_point_read(T("lunar 12-30"), &p) && p.anchor == ANCHOR_LUNAR && p.day == 30);
    assert_true(calendar_point_read(T("春节 - 10"), &p) && p.anchor == ANCHOR_FESTIVAL && p.offset == -10);
    assert_true(calendar_point_read(T("sunday of 05-15 + 7"), &p) && p.weekday == 7 && p.offset == 7);
    const char *bad[] = {"", "-", "+3", "13-01", "02-30", "lunar 13-01", "lunar 01-31", "term", "圣诞", "term_end - x",
                         "term_end -", "2026-02-29", "term_end - 9999", "monday of ", "9-1"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (calendar_point_read(text_of(bad[i]), &p)) fail_msg("taken: %s", bad[i]);
    }
}

static void what_is_wrong_is_said_where(void **state)
{
    struct bench *b = *state;
    const struct { const char *yaml; int line; } bad[] = {
        {"id: x\nterms:\n  - {year: 2026, term: 1, from: 2026-09-01, to: 2026-08-01}\n", 3},
        {"id: x\nterms:\n  - {year: 2026, term: 1, from: 2025-09-01, to: 2026-01-20}\n", 3},
        {"id: x\nterms:\n  - {year: 2026, term: 1, from: 2026-09-01}\n  - {year: 2026, term: 1, from: 2026-10-01}\n", 4},
        {"id: x\nterms: []\n", 1},
        {"id: x\nterm: []\n", 2},
        {"id: x\nschool_year: 02-29\nterms:\n  - {year: 2026, term: 1, from: 2026-09-01}\n", 2},
        {"id: x\nworkdays:\n  - 2026-13-01\nterms:\n  - {year: 2026, term: 1, from: 2026-09-01}\n", 3},
        {"id: x\nwindows:\n  - {name: a, from: nowhere, to: 元宵}\nterms:\n  - {year: 2026, term: 1, from: 2026-09-01}\n", 3},
        {"id: x\nholidays:\n  - {name: a, from: 2026-10-03, to: 2026-10-01}\nterms:\n"
         "  - {year: 2026, term: 1, from: 2026-09-01}\n", 3},
        {"id: x\nshift: {anchor: 2026-09-01, on: 0, off: 4}\nterms:\n  - {year: 2026, term: 1, from: 2026-09-01}\n", 2},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        b->faults = faults_new(b->a);
        const struct yaml_node *roots[] = {tree(b, bad[i].yaml)};
        if (calendar_load(&b->part, roots, 1, NULL, 0) != NULL) fail_msg("taken: %s", bad[i].yaml);
        assert_true(b->faults.errors > 0);
        bool there = false;
        for (size_t k = 0; k < b->faults.n; k++) there |= b->faults.list[k].line == bad[i].line;
        if (!there) fail_msg("case %zu names line %d, not %d", i, b->faults.list[0].line, bad[i].line);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_shipped_calendar_is_whole, bench_begin, bench_end),
        cmocka_unit_test_setup_teardown(the_shipped_holidays_fit_the_moon_and_the_law, bench_begin, bench_end),
        cmocka_unit_test_setup_teardown(the_shipped_windows_lie_where_they_should, bench_begin, bench_end),
        cmocka_unit_test_setup_teardown(a_school_overrides, bench_begin, bench_end),
        cmocka_unit_test(points_are_read),
        cmocka_unit_test_setup_teardown(what_is_wrong_is_said_where, bench_begin, bench_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
