/* SPDX-License-Identifier: Apache-2.0 */
/* The school calendar: terms, holidays, working weekends, boarding shifts, named windows. Plain structs go in, questions about
 * days come out in constant time. Pure: no clock, no files. */
#ifndef CHUYAN_SCHEME_CALENDAR_H
#define CHUYAN_SCHEME_CALENDAR_H

#include "base/date.h"
#include "base/rc.h"

/* ---- what is put in: all spans here are inclusive, as notices print them ---- */

struct calendar_term {
    int year;             /* the school year, by the year it begins in: 2026 = 2026–2027 */
    int ordinal;          /* 1 autumn, 2 spring; 3 where a county has three */
    day_t from, to;       /* first and last day; to == DAY_NONE: the end is not announced yet */
};

struct calendar_holiday {
    struct text name;
    day_t from, to;
    bool provisional;     /* by law, while the yearly notice of the State Council is not out yet */
};

/* One end of a named window. */
enum calendar_anchor {
    ANCHOR_TERM_START,    /* first day of each term */
    ANCHOR_TERM_MID,      /* middle day of each term */
    ANCHOR_TERM_END,      /* last day of each term */
    ANCHOR_MONTH_DAY,     /* a date of each year; 02-29 is 02-28 in a common year */
    ANCHOR_LUNAR,         /* a day of each lunar year; day 30 is 29 in a short month */
    ANCHOR_FESTIVAL,      /* see lunar.h */
    ANCHOR_DAY            /* one day, once */
};

struct calendar_point {
    enum calendar_anchor anchor;
    int month, day;       /* MONTH_DAY, LUNAR */
    int festival;         /* FESTIVAL */
    day_t on;             /* DAY */
    int weekday;          /* 1 … 7: Monday … Sunday of the ISO week of the day instead of itself; 0: itself */
    int offset;           /* days added, last of all */
};

/* A named window: both ends of a term when either is tied to a term, else of each year (an end before its beginning is next
 * year's). Several rules of one name make one list of spans. */
struct calendar_window {
    struct text name;     /* term_start, holiday_handover, 农忙 … */
    int ordinal;          /* only in this term; 0 every term */
    struct calendar_point from, to;
};

/* Boarding schools with long shifts: `on` school days in a row, then `off` days at home, from an anchor day. on == 0: none. */
struct calendar_shift { day_t anchor; int on, off; };

struct calendar_spec {
    struct text id, title;
    int year_month, year_day;                 /* the school year begins; 0: 09-01 */
    const struct calendar_term *terms;        size_t term_count;
    const struct calendar_holiday *holidays;  size_t holiday_count;
    const day_t *workdays;                    size_t workday_count;   /* weekends that are worked (调休) */
    const struct calendar_window *windows;    size_t window_count;
    struct calendar_shift shift;
};

/* A school's own calendar laid over the county's: its terms replace the same (year, ordinal), its windows the same names, its
 * shift and id when given; holidays and working days are added. The result borrows from both. */
struct calendar_spec calendar_overlay(struct arena *a, const struct calendar_spec *base, const struct calendar_spec *over);

/* ---- what comes out ---- */

struct calendar;
struct calendar_span { day_t from, to; };     /* inclusive */

enum calendar_wrong {
    CALENDAR_FINE, CALENDAR_NO_TERM, CALENDAR_TERM_BACKWARD, CALENDAR_TERMS_OVERLAP, CALENDAR_HOLIDAY_BACKWARD,
    CALENDAR_SHIFT_BAD, CALENDAR_TOO_LONG /* more than 60 years */, CALENDAR_TERM_OUTSIDE_YEAR
};

/* Builds in the arena; texts are copied. NULL, with why and the index of the term or holiday, when it makes no sense. */
struct calendar *calendar_build(struct arena *a, const struct calendar_spec *spec, enum calendar_wrong *why, size_t *at);

struct text calendar_id(const struct calendar *c);
/* First day of the first school year to last day of the last one: outside nothing is known, and no day is a school day. */
struct calendar_span calendar_covers(const struct calendar *c);

/* A school day lies in a term and is Monday to Friday and no holiday, or a worked weekend; with a shift, it is a day of the
 * on-part and no holiday, whatever the weekday. */
bool calendar_school_day(const struct calendar *c, day_t d);
bool calendar_vacation(const struct calendar *c, day_t d);      /* covered, and in no term: 寒假, 暑假 */
bool calendar_holiday(const struct calendar *c, day_t d);       /* a public holiday */
bool calendar_workday(const struct calendar *c, day_t d);       /* an office works: Monday to Friday and no holiday, or 调休 */
/* The day rests on a provisional holiday, or on a term whose end is not announced. */
bool calendar_provisional(const struct calendar *c, day_t d);
/* Name of the holiday of a day, or TEXT_NONE. */
struct text calendar_holiday_name(const struct calendar *c, day_t d);

/* Number of such days in from … to, both inclusive; 0 when to < from. Constant time. */
int calendar_school_days(const struct calendar *c, day_t from, day_t to);
int calendar_vacation_days(const struct calendar *c, day_t from, day_t to);

/* The n-th school day (working day) after d, d not counted; n >= 1. DAY_NONE when the covered time ends before. */
day_t calendar_school_day_after(const struct calendar *c, day_t d, int n);
day_t calendar_workday_after(const struct calendar *c, day_t d, int n);
/* The first school day on or after d, or DAY_NONE. */
day_t calendar_school_day_from(const struct calendar *c, day_t d);

/* The term of a day, or of the latest term begun before it (`running` false: vacation). NULL before the first. An open end is
 * filled with the day before the next term, else the end of its school year. */
const struct calendar_term *calendar_term_of(const struct calendar *c, day_t d, bool *running);
const struct calendar_term *calendar_terms(const struct calendar *c, size_t *n);  /* by day */
int calendar_term_find(const struct calendar *c, int year, int ordinal);          /* index, or -1 */
/* The school year of a day (the year it begins in), covered or not; its span. */
int calendar_school_year(const struct calendar *c, day_t d);
struct calendar_span calendar_school_year_span(const struct calendar *c, int year);
/* 1 … : the first is the ISO week of the term's first school day; days before it are week 1 too. 0 outside a term. */
int calendar_teaching_week(const struct calendar *c, day_t d);

/* The spans of a named window, sorted by day; n == 0 when the name is unknown. Besides the spec's own names every calendar knows
 * `vacation`, `winter_vacation`, `summer_vacation` (the gaps between terms). */
const struct calendar_span *calendar_named(const struct calendar *c, struct text name, size_t *n);

#endif
