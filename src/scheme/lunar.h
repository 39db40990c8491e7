/* SPDX-License-Identifier: Apache-2.0 */
/* The Chinese calendar (GB/T 33661-2017) and the festivals people plan by, from a table of our own. */
#ifndef CHUYAN_SCHEME_LUNAR_H
#define CHUYAN_SCHEME_LUNAR_H

#include "base/date.h"

enum { LUNAR_FIRST_YEAR = 1900, LUNAR_LAST_YEAR = 2100, TERM_FIRST_YEAR = 2000, TERM_LAST_YEAR = 2099 };

/* A day of the lunar calendar. `year` is the Gregorian year in which the lunar year begins. */
struct lunar { int year, month, day; bool leap; };

/* False when d lies outside 1900-01-31 … the last day of lunar year 2100. */
bool lunar_of(day_t d, struct lunar *out);
/* DAY_NONE when there is no such day: no such leap month, day 30 of a short month, year out of the table. */
day_t lunar_day(struct lunar l);
int lunar_leap_month(int year);               /* 1 … 12, or 0 when the year has none */
int lunar_month_days(int year, int month, bool leap); /* 29 or 30; 0 when there is no such month */
int lunar_year_days(int year);                /* 353 … 385; 0 out of the table */

/* The 24 solar terms in the order of the Gregorian year, 小寒 first. */
enum solar_term {
    SOLAR_XIAOHAN, SOLAR_DAHAN, SOLAR_LICHUN, SOLAR_YUSHUI, SOLAR_JINGZHE, SOLAR_CHUNFEN, SOLAR_QINGMING, SOLAR_GUYU,
    SOLAR_LIXIA, SOLAR_XIAOMAN, SOLAR_MANGZHONG, SOLAR_XIAZHI, SOLAR_XIAOSHU, SOLAR_DASHU, SOLAR_LIQIU, SOLAR_CHUSHU,
    SOLAR_BAILU, SOLAR_QIUFEN, SOLAR_HANLU, SOLAR_SHUANGJIANG, SOLAR_LIDONG, SOLAR_XIAOXUE, SOLAR_DAXUE, SOLAR_DONGZHI,
    SOLAR_COUNT
};
day_t solar_term_day(int year, enum solar_term term); /* 2000 … 2099; DAY_NONE outside */

/* A festival by the name a scheme uses: 春节, 元宵, 端午, 中秋, 重阳, 腊八, 小年, 除夕, 清明, 儿童节, 教师节 … or its English
 * key (spring_festival …). Gives its number, or -1. */
int festival_find(struct text name);
int festival_count(void);
struct text festival_name(int festival);      /* Chinese */
/* The day of a festival in a year: a Gregorian year for fixed days and solar terms; for lunar days the lunar year that begins
 * in it, so 腊八, 小年 and 除夕 of 2026 fall in January or February 2027. DAY_NONE out of range. */
day_t festival_day(int festival, int year);

#endif
