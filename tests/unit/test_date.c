/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"
#include "unit.h"

static day_t d(int y, int m, int day)
{
    day_t r = day_of(y, m, day);
    assert_int_not_equal(r, DAY_NONE);
    return r;
}

static void days_count_up_one_by_one(void **state)
{
    (void)state;
    static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    day_t next = day_of(1900, 1, 1);
    assert_int_equal(next, -25567);
    for (int y = 1900; y <= 2199; y++) {
        for (int m = 1; m <= 12; m++) {
            int days = length[m - 1] + (m == 2 && ((y % 4 == 0 && y % 100 != 0) || y % 400 == 0));
            for (int day = 1; day <= days; day++, next++) {
                struct ymd p = day_ymd(next);
                if (day_of(y, m, day) != next || p.year != y || p.month != m || p.day != day)
                    fail_msg("%d-%d-%d", y, m, day);
            }
            assert_int_equal(day_of(y, m, days + 1), DAY_NONE);
        }
    }
    assert_int_equal(next - 1, DAY_MAX);
    assert_int_equal(day_of(1970, 1, 1), 0);
    static const int none[][3] = {{1899, 12, 31}, {2200, 1, 1},  {2026, 0, 1}, {2026, 13, 1},
                                  {2026, 1, 0},   {1900, 2, 29}, {2026, -1, 1}};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(day_of(none[i][0], none[i][1], none[i][2]), DAY_NONE);
}

static void parsing_is_strict(void **state)
{
    (void)state;
    assert_int_equal(day_parse(T("2024-02-29")), d(2024, 2, 29));
    static const char *const bad[] = {"2023-02-29", "2024-2-29",  "2024/02/29", "2024-02-29 ",    " 2024-02-29",
                                      "20240229",   "2024-02-3x", "",           "２０２４-02-29", "+024-02-29"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(day_parse(text_of(bad[i])), DAY_NONE);
    assert_int_equal(day_parse(TEXT_NONE), DAY_NONE);
}

static void dates_are_read_as_people_write_them(void **state)
{
    (void)state;
    static const char *const leap[] = {
        "2012.2.29",
        "2012/2/29",
        "2012-2-29",
        "2012-02-29",
        "20120229",
        "2012年2月29日",
        "2012年02月29日",
        "2012年2月29号",
        "2012年2月29",
        "２０１２．２．２９",
        "２０１２年２月２９日",
        "２０１２／０２／２９",
        "２０１２０２２９",
        "二〇一二年二月二十九日",
        "二零一二年二月二十九日",
        "二○一二年二月廿九日",
        "2012 年 2 月 29 日",
        " 2012.2.29 ",
        "\xE3\x80\x80"
        "2012-2-29",
        "2012－2－29",
        "2012—02—29",
        "40968",
        "2012/2/29 0:00",
        "2012-02-29 00:00:00",
        "2012年2月二十九日",
        "2012. 2. 29",
        "2012。2。29",
        "４０９６８",
    };
    for (size_t i = 0; i < sizeof leap / sizeof *leap; i++) {
        if (day_read(text_of(leap[i])) != d(2012, 2, 29))
            fail_msg("%s", leap[i]);
    }
    assert_int_equal(day_read(T("二〇一〇年十月十日")), d(2010, 10, 10));
    assert_int_equal(day_read(T("二〇一〇年十二月三十一日")), d(2010, 12, 31));
    assert_int_equal(day_read(T("二〇一〇年十一月三十日")), d(2010, 11, 30));
    assert_int_equal(day_read(T("二〇一〇年一月卅一日")), d(2010, 1, 31));
    assert_int_equal(day_read(T("二〇一〇年元月二十日")), d(2010, 1, 20));
    assert_int_equal(day_read(T("20000")), d(1954, 10, 3));
    assert_int_equal(day_read(T("80000")), d(2119, 1, 11));
}

static void guesses_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        " ",
        "12.2.29",
        "12年2月9日",
        "2012.2",
        "2012年2月",
        "2012年",
        "2012",
        "29.2.2012",
        "2/29/2012",
        "2013.2.29",
        "2012.13.1",
        "2012.0.1",
        "2012.2.0",
        "2012.2.29.1",
        "2012.2-29 下午",
        "2012..29",
        "19999",
        "80001",
        "201202",
        "2012022",
        "201202290",
        "2012年2.29",
        "2012.2月29",
        "无",
        "不详",
        "2012.2.29 12:30",
        "二〇一二年二十九月二日",
        "二〇一二年二月三十二日",
        "二〇一二年二月十十日",
        "2012.二二二.1",
        "2012.2.290",
        "20120229日",
        "40968.5",
        "一二年二月三日",
        "2012.2.29x",
        "2012 2 29",
        "2O12.2.29",
        "99999999",
        "2012年2月二29日",
        "2199年12月32日",
        "2012.2.29-2013.1.1",
        "2012-02-2900:00",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (day_read(text_of(bad[i])) != DAY_NONE)
            fail_msg("%s", bad[i]);
    }
    assert_int_equal(day_read(TEXT_NONE), DAY_NONE);
    static const char *const month[] = {"2025.9", "2025-09", "2025/9", "2025年9月", "2025年9月份", "２０２５年 ９ 月", "二〇二五年九月"};
    for (size_t i = 0; i < sizeof month / sizeof *month; i++)
        if (month_read(text_of(month[i])) != d(2025, 9, 1)) fail_msg("%s", month[i]);
    static const char *const none[] = {"2025", "2025年", "2025.13", "2025.9.", "2025.9.1", "25.9", "9月", "2025年9月初", "2025-0", ""};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (month_read(text_of(none[i])) != DAY_NONE) fail_msg("%s", none[i]);
    static const char *const year[] = {"2025", " 2025年", "二〇二五年", "２０２５", "2025 年", "2025年度"};
    for (size_t i = 0; i < sizeof year / sizeof *year; i++)
        if (year_alone_read(text_of(year[i])) != 2025) fail_msg("%s", year[i]);
    static const char *const other[] = {"2025.9", "25年", "20251", "2025年9月", "2025年初", "9999", "", "年"};
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        if (year_alone_read(text_of(other[i])) != 0) fail_msg("%s", other[i]);
}

static void weeks_follow_iso(void **state)
{
    (void)state;
    static const struct {
        int y, m, d, week, year, weekday;
    } cases[] = {
        {2020, 12, 31, 53, 2020, 4}, {2021, 1, 1, 53, 2020, 5},  {2021, 1, 3, 53, 2020, 7},   {2021, 1, 4, 1, 2021, 1},
        {2024, 12, 30, 1, 2025, 1},  {2026, 1, 1, 1, 2026, 4},   {2026, 11, 21, 47, 2026, 6}, {2026, 12, 31, 53, 2026, 4},
        {2027, 1, 3, 53, 2026, 7},   {1969, 12, 29, 1, 1970, 1}, {1900, 1, 1, 1, 1900, 1},    {2199, 12, 31, 1, 2200, 2},
        {1970, 1, 1, 1, 1970, 4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int year = 0;
        day_t day = d(cases[i].y, cases[i].m, cases[i].d);
        assert_int_equal(day_iso_week(day, &year), cases[i].week);
        assert_int_equal(year, cases[i].year);
        assert_int_equal(day_weekday(day), cases[i].weekday);
        assert_int_equal(day_weekday(day_monday(day)), 1);
        assert_in_range(day - day_monday(day), 0, 6);
    }
    day_iso_week(0, NULL);
}

static void months_clip_at_their_end(void **state)
{
    (void)state;
    assert_int_equal(day_add_months(d(2024, 1, 31), 1), d(2024, 2, 29));
    assert_int_equal(day_add_months(d(2023, 1, 31), 1), d(2023, 2, 28));
    assert_int_equal(day_add_months(d(2024, 2, 29), 12), d(2025, 2, 28));
    assert_int_equal(day_add_months(d(2024, 3, 31), -1), d(2024, 2, 29));
    assert_int_equal(day_add_months(d(2024, 12, 15), 1), d(2025, 1, 15));
    assert_int_equal(day_add_months(d(2024, 1, 15), -1), d(2023, 12, 15));
    assert_int_equal(day_add_months(d(2024, 1, 15), -25), d(2021, 12, 15));
    assert_int_equal(day_add_months(d(2199, 12, 1), 1), DAY_NONE);
    assert_int_equal(day_add_months(d(1900, 1, 1), -1), DAY_NONE);
    assert_int_equal(day_add_months(d(2000, 1, 1), INT32_MAX), DAY_NONE);
    assert_int_equal(day_add_months(DAY_NONE, 1), DAY_NONE);
}

static void ages_are_full_years(void **state)
{
    (void)state;
    assert_int_equal(day_age(d(2010, 9, 1), d(2026, 8, 31)), 15);
    assert_int_equal(day_age(d(2010, 9, 1), d(2026, 9, 1)), 16);
    assert_int_equal(day_age(d(2012, 2, 29), d(2026, 2, 28)), 13);
    assert_int_equal(day_age(d(2012, 2, 29), d(2026, 3, 1)), 14);
    assert_int_equal(day_age(d(2012, 2, 29), d(2024, 2, 29)), 12);
}

static void moments_are_shanghai(void **state)
{
    (void)state;
    struct arena *a = arena_new(UNIT_ARENA);
    day_t day = d(2026, 11, 21);
    assert_int_equal(day_start(day), INT64_C(1795190400000)); /* 2026-11-20T16:00Z */
    assert_int_equal(moment_day(day_start(day)), day);
    assert_int_equal(moment_day(day_start(day) - 1), day - 1);
    assert_int_equal(moment_day(day_start(-1)), -1);
    assert_int_equal(moment_day(day_start(-1) - 1), -2);
    assert_text(moment_text(a, day_start(day) + 73091000 + 999), "2026-11-21 20:18:11");
    assert_text(moment_text(a, day_start(-1)), "1969-12-31 00:00:00");
    assert_text(day_text(a, day), "2026-11-21");
    assert_text(day_text(a, DAY_NONE), "");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_count_up_one_by_one),
        cmocka_unit_test(parsing_is_strict),
        cmocka_unit_test(dates_are_read_as_people_write_them),
        cmocka_unit_test(guesses_are_refused),
        cmocka_unit_test(weeks_follow_iso),
        cmocka_unit_test(months_clip_at_their_end),
        cmocka_unit_test(ages_are_full_years),
        cmocka_unit_test(moments_are_shanghai),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
