/* SPDX-License-Identifier: Apache-2.0 */
/* Days and moments. Nobody below main and web asks what day it is: time comes from the request, the command line, the test. */
#ifndef CHUYAN_BASE_DATE_H
#define CHUYAN_BASE_DATE_H

#include "base/text.h"

typedef int32_t day_t;      /* days since 1970-01-01, proleptic Gregorian; range 1900-01-01 … 2199-12-31 */
typedef int64_t moment_t;   /* milliseconds since 1970-01-01T00:00Z */

#define DAY_NONE INT32_MIN  /* no date; stored as SQL null */
#define DAY_MAX ((day_t)84005) /* 2199-12-31: the end of what is open */

struct ymd { int year, month, day; };

day_t day_of(int year, int month, int day);              /* DAY_NONE when there is no such day or out of range */
struct ymd day_ymd(day_t d);
day_t day_parse(struct text t);                          /* strict YYYY-MM-DD; else DAY_NONE */
/* As people write: 2012.2.29 2012/2/29 2012-2-29 20120229 2012年2月29日, full-width digits, Excel serials (20000–80000),
 * 二〇一二年二月二十九日. Two-digit years and month-only dates are refused. */
day_t day_read(struct text t);
/* The first day of a month written without a day: 2025.9 2025-09 2025/9 2025年9月 2025年9月份; DAY_NONE for anything else. */
day_t month_read(struct text t);
/* A year written without a month: 2025 2025年 二〇二五年; 0 for anything else. */
int year_alone_read(struct text t);
struct text day_text(struct arena *a, day_t d);          /* "2026-11-21"; DAY_NONE gives "" */
int day_weekday(day_t d);                                /* 1 = Monday … 7 = Sunday */
day_t day_monday(day_t d);                               /* Monday of its ISO week */
int day_iso_week(day_t d, int *iso_year);                /* 1 … 53 */
day_t day_add_months(day_t d, int months);               /* clipped to the month's last day */
int day_age(day_t birth, day_t on);                      /* full years; 29 February turns on 1 March */
day_t moment_day(moment_t m);                            /* the local date in Asia/Shanghai (UTC+8, all year) */
moment_t day_start(day_t d);                             /* 00:00 Asia/Shanghai */
struct text moment_text(struct arena *a, moment_t m);    /* "2026-11-21 20:18:11", Asia/Shanghai */

#endif
