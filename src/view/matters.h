/* SPDX-License-Identifier: Apache-2.0 */
/* What is owed for places and staff, as lines of a list: one line for a place and duty, all that is overdue of it in one; of a
 * duty about the staff one line for the place where they work, with how many people. */
#ifndef CHUYAN_VIEW_MATTERS_H
#define CHUYAN_VIEW_MATTERS_H

#include "gen/view/parts.h"
#include "model/touched.h"
#include "view/due.h"

struct matter_row {
    struct about about;
    int64_t place, place_key, duty;      /* place: the row's, or where the member of staff works */
    struct text staff_name, owner_name;  /* empty for a place; empty when nobody holds the role, or on one's own list */
    day_t from, due;
    int have, need;
    bool asked;                          /* an excuse was asked for and waits */
};
struct matter_rows { struct matter_row *item; size_t n, cap; };

/* Most pressing first; windows that begin by `to`. Mine, or those of the scope's range (`due_before`, `duty` 0: all). */
enum rc matters_mine(const struct ask *q, day_t to, struct matter_rows *out);
enum rc matters_at(const struct ask *q, day_t to, day_t due_before, int64_t duty, size_t limit, struct matter_rows *out);

struct matter_line {
    struct matter_row row;               /* of the latest window */
    int64_t people;                      /* members of staff; 0: about a place */
    int64_t asked;                       /* of how many of these lines' rows an excuse waits */
    int missed;                          /* overdue: how many windows */
};
struct matter_lines { struct matter_line *item; size_t n, cap; };
void matters_fold(const struct ask *q, const struct matter_rows *rows, struct matter_lines *out);

/* One line; an address to record it when the one who asks may. */
enum rc matter_fill(const struct ask *q, const struct matter_line *line, struct matter_part *out);
/* 学校的事 · 班级的事 · 县里的事 · 中心校的事; of several kinds: 单位的事. */
struct text matters_title(const struct ask *q, const struct matter_lines *lines);

/* The name of a place: a class with its school's name before it when `long_name`. */
enum rc matter_place_name(const struct ask *q, int64_t place, bool long_name, struct text *out);
/* 李老师, or the place. */
enum rc matter_name(const struct ask *q, const struct matter_row *row, struct text *out);
/* /record?kind=…&place=…; empty when no form meets it or the one who asks may not record there. */
enum rc matter_record_href(const struct ask *q, const struct matter_row *row, struct text *out);

#endif
