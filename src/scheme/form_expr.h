/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions between the questions of one form: `relevant` (is this asked?) and `constraint` (may it be answered so?). Small,
 * typed, total, in XLSForm's spirit:
 *
 *   kind = repair and cost > 0      . >= 1 and . <= total      selected(topic, safety)      . <= today      length(.) >= 5
 *
 * or · and · not · = != < <= > >= · in (…) · parentheses. An operand is a question's name (${name} stands as well), `.` (the
 * answer itself, in a constraint), a number, a date 2026-09-01, a time 08:30, 'words', a code of the question's list, yes, no,
 * today (the day it is written down), day (the day it happened), each with + or - days, length(name), count(name) (ticks, or
 * rows of a repeat). A name alone asks: is it answered (and not with no)? What is not answered differs from everything. */
#ifndef CHUYAN_SCHEME_FORM_EXPR_H
#define CHUYAN_SCHEME_FORM_EXPR_H

#include "scheme/part.h"

enum { FORM_EXPR_NODES = 60 };

/* `own` is the question it belongs to; `answer`: it is a constraint, and `.` means own. NULL with a fault that names the
 * place. */
struct form_expr *form_expr_parse(const struct part *p, const struct yaml_node *n, const struct code_field *field, size_t count,
                                  int own, bool answer);

/* Answers as they are kept; TEXT_NONE: not answered. */
struct form_answers {
    struct text (*value)(void *ctx, int field);
    void *ctx;
    day_t day, today;
};
bool form_expr_holds(const struct form_expr *e, const struct code_field *field, const struct form_answers *a);
/* Are all questions it names answered? A constraint is judged only then. */
bool form_expr_answered(const struct form_expr *e, const struct form_answers *a);
/* Bits of the questions it reads. */
uint64_t form_expr_reads(const struct form_expr *e);
/* Can it hold for any answer? Looks at one question at a time; true when in doubt. */
bool form_expr_possible(const struct part *p, const struct form_expr *e, const struct code_field *field);
struct text form_expr_source(const struct form_expr *e);

/* An answer as a number of millionths; false when it is none. At most six digits behind the point. */
bool form_number(struct text t, int64_t *micro);
/* "08:30" → minutes of the day; "8:30" and "8：30" too. */
bool form_time(struct text t, int *minute);

#endif
