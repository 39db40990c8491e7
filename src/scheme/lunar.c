/* SPDX-License-Identifier: Apache-2.0 */
#include "scheme/lunar.h"

/* One word a year. Bits 15 … 4: months 1 … 12, set when the month has 30 days. Bits 3 … 0: the month that is followed by its leap
 * month, 0 none. Bit 16: that leap month has 30 days. ICU is not used because it is wrong near midnight new moons: it puts the
 * Spring Festivals of 2027 and 2030 one day off. */
static const uint32_t lunar_years[LUNAR_LAST_YEAR - LUNAR_FIRST_YEAR + 1] = {
    0x04bd8, 0x04ae0, 0x0a570, 0x054d5, 0x0d260, 0x0d950, 0x16554, 0x056a0, 0x09ad0, 0x055d2, /* 1900 */
    0x04ae0, 0x0a5b6, 0x0a4d0, 0x0d250, 0x1d255, 0x0b540, 0x0d6a0, 0x0ada2, 0x095b0, 0x14977, /* 1910 */
    0x04970, 0x0a4b0, 0x0b4b5, 0x06a50, 0x06d40, 0x1ab54, 0x02b60, 0x09570, 0x052f2, 0x04970, /* 1920 */
    0x06566, 0x0d4a0, 0x0ea50, 0x16a95, 0x05ad0, 0x02b60, 0x186e3, 0x092e0, 0x1c8d7, 0x0c950, /* 1930 */
    0x0d4a0, 0x1d8a6, 0x0b550, 0x056a0, 0x1a5b4, 0x025d0, 0x092d0, 0x0d2b2, 0x0a950, 0x0b557, /* 1940 */
    0x06ca0, 0x0b550, 0x15355, 0x04da0, 0x0a5b0, 0x14573, 0x052b0, 0x0a9a8, 0x0e950, 0x06aa0, /* 1950 */
    0x0aea6, 0x0ab50, 0x04b60, 0x0aae4, 0x0a570, 0x05260, 0x0f263, 0x0d950, 0x05b57, 0x056a0, /* 1960 */
    0x096d0, 0x04dd5, 0x04ad0, 0x0a4d0, 0x0d4d4, 0x0d250, 0x0d558, 0x0b540, 0x0b6a0, 0x195a6, /* 1970 */
    0x095b0, 0x049b0, 0x0a974, 0x0a4b0, 0x0b27a, 0x06a50, 0x06d40, 0x0af46, 0x0ab60, 0x09570, /* 1980 */
    0x04af5, 0x04970, 0x064b0, 0x074a3, 0x0ea50, 0x06b58, 0x05ac0, 0x0ab60, 0x096d5, 0x092e0, /* 1990 */
    0x0c960, 0x0d954, 0x0d4a0, 0x0da50, 0x07552, 0x056a0, 0x0abb7, 0x025d0, 0x092d0, 0x0cab5, /* 2000 */
    0x0a950, 0x0b4a0, 0x0baa4, 0x0ad50, 0x055d9, 0x04ba0, 0x0a5b0, 0x15176, 0x052b0, 0x0a930, /* 2010 */
    0x07954, 0x06aa0, 0x0ad50, 0x05b52, 0x04b60, 0x0a6e6, 0x0a4e0, 0x0d260, 0x0ea65, 0x0d530, /* 2020 */
    0x05aa0, 0x076a3, 0x096d0, 0x04afb, 0x04ad0, 0x0a4d0, 0x1d0b6, 0x0d250, 0x0d520, 0x0dd45, /* 2030 */
    0x0b5a0, 0x056d0, 0x055b2, 0x049b0, 0x0a577, 0x0a4b0, 0x0aa50, 0x1b255, 0x06d20, 0x0ada0, /* 2040 */
    0x14b63, 0x09370, 0x049f8, 0x04970, 0x064b0, 0x168a6, 0x0ea50, 0x06b20, 0x1a6c4, 0x0aae0, /* 2050 */
    0x092e0, 0x0d2e3, 0x0c960, 0x0d557, 0x0d4a0, 0x0da50, 0x05d55, 0x056a0, 0x0a6d0, 0x055d4, /* 2060 */
    0x052d0, 0x0a9b8, 0x0a950, 0x0b4a0, 0x0b6a6, 0x0ad50, 0x055a0, 0x0aba4, 0x0a5b0, 0x052b0, /* 2070 */
    0x0b273, 0x06930, 0x07337, 0x06aa0, 0x0ad50, 0x14b55, 0x04b60, 0x0a570, 0x054e4, 0x0d160, /* 2080 */
    0x0e968, 0x0d520, 0x0daa0, 0x16aa6, 0x056d0, 0x04ae0, 0x0a9d4, 0x0a2d0, 0x0d150, 0x0f252, /* 2090 */
    0x0d520, /* 2100 */
};

static uint32_t year_word(int year)
{
    if (year < LUNAR_FIRST_YEAR || year > LUNAR_LAST_YEAR) return 0;
    return lunar_years[year - LUNAR_FIRST_YEAR];
}

int lunar_leap_month(int year)
{
    return (int)(year_word(year) & 0xF);
}

int lunar_month_days(int year, int month, bool leap)
{
    uint32_t w = year_word(year);
    if (w == 0 || month < 1 || month > 12) return 0;
    if (leap) return (int)(w & 0xF) != month ? 0 : (w >> 16 & 1) ? 30 : 29;
    return (w >> (16 - month) & 1) ? 30 : 29;
}

int lunar_year_days(int year)
{
    if (year_word(year) == 0) return 0;
    int days = 0;
    for (int m = 1; m <= 12; m++) days += lunar_month_days(year, m, false);
    return days + lunar_month_days(year, lunar_leap_month(year), true);
}

/* Moves *l to the month after it; false at the end of the year. */
static bool month_next(struct lunar *l)
{
    if (!l->leap && lunar_leap_month(l->year) == l->month) {
        l->leap = true;
        return true;
    }
    l->leap = false;
    return ++l->month <= 12;
}

/* The first day of lunar 1900 is 1900-01-31. */
static day_t first_day(void)
{
    return day_of(1900, 1, 31);
}

bool lunar_of(day_t d, struct lunar *out)
{
    day_t at = first_day();
    if (d == DAY_NONE || d < at) return false;
    struct lunar l = {LUNAR_FIRST_YEAR, 1, 1, false};
    while (l.year <= LUNAR_LAST_YEAR && d - at >= lunar_year_days(l.year)) at += lunar_year_days(l.year++);
    if (l.year > LUNAR_LAST_YEAR) return false;
    while (d - at >= lunar_month_days(l.year, l.month, l.leap)) {
        at += lunar_month_days(l.year, l.month, l.leap);
        month_next(&l);
    }
    l.day = d - at + 1;
    *out = l;
    return true;
}

day_t lunar_day(struct lunar l)
{
    int days = lunar_month_days(l.year, l.month, l.leap);
    if (l.day < 1 || l.day > days) return DAY_NONE;
    day_t at = first_day();
    for (int y = LUNAR_FIRST_YEAR; y < l.year; y++) at += lunar_year_days(y);
    struct lunar m = {l.year, 1, 1, false};
    while (m.month != l.month || m.leap != l.leap) {
        at += lunar_month_days(m.year, m.month, m.leap);
        month_next(&m);
    }
    return at + l.day - 1;
}

/* Day of the month of a solar term in 2000 … 2099: floor(y × 0.2422 + c) − leap days, with the years where the true term falls
 * a day beside it (checked against an ephemeris for the whole century). Two terms a month, in the order of enum solar_term. */
static const struct { short c; short odd_year; signed char odd_by; } solar_terms[SOLAR_COUNT] = {
    {539, 0, 0},  {2011, 2082, 1}, {387, 0, 0},  {1872, 2026, -1}, {563, 0, 0},    {2063, 2018, 1}, {481, 0, 0},   {2010, 0, 0},
    {552, 0, 0},  {2104, 2008, 1}, {566, 2022, 1}, {2137, 0, 0},   {713, 2078, -1}, {2283, 0, 0},   {750, 2002, 1}, {2313, 0, 0},
    {763, 2018, 1}, {2304, 0, 0}, {831, 2040, 1}, {2345, 0, 0}, {745, 0, 0},    {2236, 0, 0},    {718, 0, 0},   {2193, 2021, -1},
};

day_t solar_term_day(int year, enum solar_term term)
{
    if (year < TERM_FIRST_YEAR || year > TERM_LAST_YEAR || term >= SOLAR_COUNT) return DAY_NONE;
    int y = year % 100, month = (int)term / 2 + 1;
    /* before March this year's leap day is still to come: floor((y - 1) / 4), which is -1 in 2000 */
    int leaps = month > 2 ? y / 4 : (y + 3) / 4 - 1;
    int day = (y * 2422 + solar_terms[term].c * 100) / 10000 - leaps;
    if (solar_terms[term].odd_year == year) day += solar_terms[term].odd_by;
    return day_of(year, month, day);
}

enum festival_kind { ON_LUNAR, ON_SOLAR_TERM, ON_DATE, ON_EVE, ON_LAST_MONDAY };

static const struct festival {
    const char *key, *name, *alias;
    enum festival_kind kind;
    int month, day; /* of the term for ON_SOLAR_TERM: its number in `day` */
} festivals[] = {
    {"spring_festival", "春节", "大年初一", ON_LUNAR, 1, 1},
    {"lantern", "元宵", "元宵节", ON_LUNAR, 1, 15},
    {"dragon_head", "龙抬头", "二月二", ON_LUNAR, 2, 2},
    {"sanyuesan", "三月三", "上巳节", ON_LUNAR, 3, 3},
    {"dragon_boat", "端午", "端午节", ON_LUNAR, 5, 5},
    {"torch", "火把节", "星回节", ON_LUNAR, 6, 24},
    {"qixi", "七夕", "七夕节", ON_LUNAR, 7, 7},
    {"zhongyuan", "中元", "中元节", ON_LUNAR, 7, 15},
    {"mid_autumn", "中秋", "中秋节", ON_LUNAR, 8, 15},
    {"double_ninth", "重阳", "重阳节", ON_LUNAR, 9, 9},
    {"laba", "腊八", "腊八节", ON_LUNAR, 12, 8},
    {"little_new_year", "小年", "北方小年", ON_LUNAR, 12, 23},
    {"little_new_year_south", "南方小年", "腊月二十四", ON_LUNAR, 12, 24},
    {"new_year_eve", "除夕", "大年三十", ON_EVE, 12, 30},
    {"lichun", "立春", "打春", ON_SOLAR_TERM, 0, SOLAR_LICHUN},
    {"qingming", "清明", "清明节", ON_SOLAR_TERM, 0, SOLAR_QINGMING},
    {"lixia", "立夏", "立夏节", ON_SOLAR_TERM, 0, SOLAR_LIXIA},
    {"xiazhi", "夏至", "夏至节", ON_SOLAR_TERM, 0, SOLAR_XIAZHI},
    {"liqiu", "立秋", "立秋节", ON_SOLAR_TERM, 0, SOLAR_LIQIU},
    {"dongzhi", "冬至", "冬至节", ON_SOLAR_TERM, 0, SOLAR_DONGZHI},
    {"new_year", "元旦", "新年", ON_DATE, 1, 1},
    {"women_day", "妇女节", "三八妇女节", ON_DATE, 3, 8},
    {"tree_day", "植树节", "义务植树日", ON_DATE, 3, 12},
    {"safety_day", "全国中小学生安全教育日", "安全教育日", ON_LAST_MONDAY, 3, 31},
    {"labour_day", "劳动节", "五一", ON_DATE, 5, 1},
    {"youth_day", "青年节", "五四", ON_DATE, 5, 4},
    {"family_day", "国际家庭日", "家庭日", ON_DATE, 5, 15},
    {"mental_health_student", "学生心理健康日", "525心理健康日", ON_DATE, 5, 25},
    {"children_day", "儿童节", "六一", ON_DATE, 6, 1},
    {"party_day", "建党节", "七一", ON_DATE, 7, 1},
    {"army_day", "建军节", "八一", ON_DATE, 8, 1},
    {"teacher_day", "教师节", "教师日", ON_DATE, 9, 10},
    {"national_day", "国庆", "国庆节", ON_DATE, 10, 1},
    {"mental_health_day", "世界精神卫生日", "心理健康日", ON_DATE, 10, 10},
    {"pioneer_day", "建队日", "少先队建队日", ON_DATE, 10, 13},
    {"children_rights_day", "世界儿童日", "国际儿童日", ON_DATE, 11, 20},
};

enum { FESTIVALS = sizeof festivals / sizeof *festivals };

int festival_count(void)
{
    return FESTIVALS;
}

int festival_find(struct text name)
{
    for (int i = 0; i < FESTIVALS; i++) {
        const struct festival *f = &festivals[i];
        if (text_eqz(name, f->key) || text_eqz(name, f->name) || text_eqz(name, f->alias)) return i;
    }
    return -1;
}

struct text festival_name(int festival)
{
    if (festival < 0 || festival >= FESTIVALS) return TEXT_NONE;
    return text_of(festivals[festival].name);
}

day_t festival_day(int festival, int year)
{
    if (festival < 0 || festival >= FESTIVALS) return DAY_NONE;
    const struct festival *f = &festivals[festival];
    switch (f->kind) {
    case ON_LUNAR: return lunar_day((struct lunar){year, f->month, f->day, false});
    /* the last day of the last month, which has 29 or 30 days (no year of the table has a leap twelfth month) */
    case ON_EVE: return lunar_day((struct lunar){year, 12, lunar_month_days(year, 12, false), false});
    case ON_SOLAR_TERM: return solar_term_day(year, (enum solar_term)f->day);
    case ON_DATE: return day_of(year, f->month, f->day);
    case ON_LAST_MONDAY: break;
    }
    day_t last = day_of(year, f->month, f->day);
    return last == DAY_NONE ? DAY_NONE : day_monday(last);
}
