/* SPDX-License-Identifier: Apache-2.0 */
/* Open obligations as lines of a list: what one record would do stands as one line, with the most pressing date first. */
#ifndef CHUYAN_VIEW_TODO_H
#define CHUYAN_VIEW_TODO_H

#include "gen/view/parts.h"
#include "view/due.h"

struct todo_row {
    int64_t child, class, family;
    struct text name;
    int64_t duty;                   /* stored number */
    day_t from, due;
    int have, need;
    int also;                       /* how many other open duties the same record would meet */
    int missed;                     /* overdue: how many windows of this kind of record passed, with this one */
    bool merged;                    /* stands in another row already */
};

struct todo_rows { struct todo_row *item; size_t n, cap; };

/* What the one who asks owes, most pressing first, windows that begin by `to` included; at most `limit` obligations. */
enum rc todo_mine(const struct ask *q, day_t to, size_t limit, struct todo_rows *out);

/* Marks rows of one child that one kind of record meets while their windows overlap; the first stands for all. What is overdue
 * stands as one row for each child and kind, the latest window for all that passed: nobody can act on a list of lost weeks. */
void todo_merge(const struct ask *q, struct todo_rows *rows);

/* One line. with_class: the list holds more than one class. */
enum rc todo_fill(const struct ask *q, const struct todo_row *row, bool with_class, struct todo_part *out);

/* The address of the form that would meet it. The form begins with today, also for what is overdue: a day that has passed is
 * chosen by hand, by whoever knows that it happened then. */
struct text todo_record_href(const struct ask *q, const struct todo_row *row);
/* The kind of record that the duty's button opens. */
const struct code_kind *todo_kind(const struct ask *q, int64_t duty);

#endif
