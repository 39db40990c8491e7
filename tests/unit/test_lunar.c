/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "scheme/lunar.h"

static day_t ymd(int y, int m, int d)
{
    return day_of(y, m, d);
}

static void spring_festivals_are_right(void **state)
{
    (void)state;
    /* 2027 and 2030 lie minutes from a midnight new moon: widespread libraries have them wrong */
    const struct { int y, m, d; } known[] = {
        {1900, 1, 31}, {1949, 1, 29}, {1979, 1, 28}, {1985, 2, 20}, {2000, 2, 5},  {2023, 1, 22}, {2024, 2, 10}, {2025, 1, 29},
        {2026, 2, 17}, {2027, 2, 6},  {2028, 1, 26}, {2029, 2, 13}, {2030, 2, 3},  {2033, 1, 31}, {2034, 2, 19}, {2057, 2, 4},
        {2097, 2, 12}, {2100, 2, 9},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        assert_int_equal(festival_day(festival_find(T("春节")), known[i].y), ymd(known[i].y, known[i].m, known[i].d));
    }
}

static void leap_months_are_right(void **state)
{
    (void)state;
    const struct { int year, month; } known[] = {
        {1984, 10}, {2001, 4}, {2004, 2}, {2006, 7}, {2009, 5},  {2012, 4}, {2014, 9}, {2017, 6}, {2020, 4}, {2023, 2},
        {2025, 6},  {2028, 5}, {2031, 3}, {2033, 11}, {2036, 6}, {2024, 0}, {2026, 0}, {2027, 0}, {2034, 0},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) assert_int_equal(lunar_leap_month(known[i].year), known[i].month);
    assert_int_equal(lunar_day((struct lunar){2025, 6, 1, true}), ymd(2025, 7, 25));
    assert_int_equal(lunar_day((struct lunar){2024, 6, 1, true}), DAY_NONE);
}

static void every_day_of_two_centuries_returns(void **state)
{
    (void)state;
    day_t first = ymd(1900, 1, 31), d = first;
    struct lunar before = {0}, l;
    while (lunar_of(d, &l)) {
        assert_int_equal(lunar_day(l), d);
        bool next_day = l.year == before.year && l.month == before.month && l.leap == before.leap && l.day == before.day + 1;
        assert_true(next_day || (l.day == 1 && (d == first || before.day >= 29)));
        before = l;
        d++;
    }
    assert_int_equal(before.year, LUNAR_LAST_YEAR);
    assert_int_equal(before.month, 12);
    assert_false(lunar_of(first - 1, &l));
    assert_false(lunar_of(DAY_NONE, &l));
}

static void every_year_hangs_together(void **state)
{
    (void)state;
    for (int y = LUNAR_FIRST_YEAR; y <= LUNAR_LAST_YEAR; y++) {
        int leap = lunar_leap_month(y), days = lunar_year_days(y);
        assert_in_range(leap, 0, 12);
        assert_true(leap == 0 ? (days >= 353 && days <= 355) : (days >= 383 && days <= 385));
        /* 除夕 is taken as the end of month 12, so that month must never be followed by its leap month */
        assert_int_not_equal(leap, 12);
        struct ymd spring = day_ymd(lunar_day((struct lunar){y, 1, 1, false}));
        assert_int_equal(spring.year, y);
        assert_true((spring.month == 1 && spring.day >= 21) || (spring.month == 2 && spring.day <= 21));
    }
    assert_int_equal(lunar_year_days(1899), 0);
    assert_int_equal(lunar_year_days(2101), 0);
    assert_int_equal(lunar_month_days(2026, 13, false), 0);
}

static void festivals_by_name(void **state)
{
    (void)state;
    const struct { const char *name; int year; int y, m, d; } known[] = {
        {"元宵", 2026, 2026, 3, 3},   {"端午", 2026, 2026, 6, 19}, {"端午节", 2027, 2027, 6, 9},  {"中秋", 2026, 2026, 9, 25},
        {"中秋", 2027, 2027, 9, 15},  {"重阳", 2026, 2026, 10, 18}, {"腊八", 2025, 2026, 1, 26},  {"小年", 2025, 2026, 2, 10},
        {"除夕", 2025, 2026, 2, 16},  {"除夕", 2026, 2027, 2, 5},  {"清明", 2024, 2024, 4, 4},   {"清明", 2027, 2027, 4, 5},
        {"冬至", 2026, 2026, 12, 22}, {"儿童节", 2026, 2026, 6, 1}, {"teacher_day", 2026, 2026, 9, 10},
        {"安全教育日", 2026, 2026, 3, 30},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        int f = festival_find(text_of(known[i].name));
        assert_true(f >= 0);
        assert_int_equal(festival_day(f, known[i].year), ymd(known[i].y, known[i].m, known[i].d));
    }
    assert_int_equal(festival_find(T("圣诞")), -1);
    assert_int_equal(festival_find(T("")), -1);
    assert_int_equal(festival_day(-1, 2026), DAY_NONE);
    assert_int_equal(festival_day(festival_find(T("春节")), 2101), DAY_NONE);
    for (int i = 0; i < festival_count(); i++) assert_int_equal(festival_find(festival_name(i)), i);
}

static void solar_terms_keep_their_distance(void **state)
{
    (void)state;
    for (int y = TERM_FIRST_YEAR; y <= TERM_LAST_YEAR; y++) {
        for (int t = 1; t < SOLAR_COUNT; t++) {
            int gap = solar_term_day(y, (enum solar_term)t) - solar_term_day(y, (enum solar_term)(t - 1));
            assert_in_range(gap, 14, 16);
        }
        /* the definition of the Chinese calendar: the winter solstice lies in the eleventh month */
        struct lunar l;
        assert_true(lunar_of(solar_term_day(y, SOLAR_DONGZHI), &l));
        assert_int_equal(l.month, 11);
    }
    assert_int_equal(solar_term_day(1999, SOLAR_QINGMING), DAY_NONE);
    assert_int_equal(solar_term_day(2000, SOLAR_XIAOHAN), ymd(2000, 1, 6));
    assert_int_equal(solar_term_day(2026, SOLAR_YUSHUI), ymd(2026, 2, 18));
    assert_int_equal(solar_term_day(2021, SOLAR_DONGZHI), ymd(2021, 12, 21));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spring_festivals_are_right), cmocka_unit_test(leap_months_are_right),
        cmocka_unit_test(every_day_of_two_centuries_returns), cmocka_unit_test(every_year_hangs_together),
        cmocka_unit_test(festivals_by_name), cmocka_unit_test(solar_terms_keep_their_distance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
