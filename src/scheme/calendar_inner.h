/* SPDX-License-Identifier: Apache-2.0 */
/* What calendar.c and calendar_named.c share; nobody else includes it. */
#ifndef CHUYAN_SCHEME_CALENDAR_INNER_H
#define CHUYAN_SCHEME_CALENDAR_INNER_H

#include "scheme/calendar.h"

enum { DAY_SCHOOL = 1, DAY_VACATION = 2, DAY_HOLIDAY = 4, DAY_OFFICE = 8, DAY_PROVISIONAL = 16 };

/* One covered day. The sums count the days before it, so that a difference of two answers any span. */
struct calendar_day {
    uint8_t flags, week;      /* teaching week, 0 outside a term */
    int16_t term;             /* index, -1 in vacation */
    int32_t school, vacation, office;
};

struct named { struct text name; struct calendar_span *spans; size_t n, cap; };

struct calendar {
    struct text id;
    struct arena *arena;
    int year_month, year_day;
    int first_year, last_year;            /* school years */
    day_t first, last;                    /* covered */
    struct calendar_day *days;            /* last - first + 2 of them: the one behind the end holds the totals */
    struct calendar_term *terms;
    bool *open_ended;                     /* by term */
    size_t term_count;
    struct calendar_holiday *holidays;
    size_t holiday_count;
    struct named *named;
    size_t named_count, named_cap;
};

/* Works out the spec's named windows and the vacations into c->named. */
void calendar_name_windows(struct calendar *c, const struct calendar_spec *spec);

#endif
