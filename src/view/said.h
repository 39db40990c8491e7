/* SPDX-License-Identifier: Apache-2.0 */
/* Words for things that many pages name: places, roles, moments, checks. */
#ifndef CHUYAN_VIEW_SAID_H
#define CHUYAN_VIEW_SAID_H

#include "gen/view/parts.h"
#include "view/ask.h"

struct text said_place(const struct ask *q, int64_t place);           /* 三（2）班, 城关小学; "" when there is none */
struct text said_class(const struct ask *q, int64_t class_id);        /* 城关小学 三（2）班 */
struct text said_moment(const struct ask *q, int64_t at);             /* 11月20日 14:05; "" for NULL_INT */
struct text said_role(const struct ask *q, struct text role);         /* 班主任 */
struct text said_helper_kind(const struct ask *q, struct text kind);  /* 党员教师; "" when there is none */
struct text said_key(const struct ask *q, const char *prefix, struct text key);  /* the word PREFIX_KEY, else the key itself */
struct text said_fill(const struct ask *q, enum word w, struct text a0, struct text a1);
struct text said_int(const struct ask *q, int64_t n);

/* The yearly background check: state for the pill (met, soon, overdue, void) and its words. */
enum { CHECK_SOON_DAYS = 30 };
struct text said_check(const struct ask *q, day_t check_day, struct text result, const char **state);

/* A list that has to be chosen from begins with nothing chosen, so that nobody saves the first line unread. */
void said_choose(const struct ask *q, struct field_part *f);

/* Faults that belong to no field of a form (or to one the form does not show), for the line above it. */
struct text said_faults(const struct ask *q, const struct faults *f, const struct field_part *field, size_t n);

/* Choices of the places of a kind inside [lo, hi), in official order; `all`: an empty choice first with this word (W_none:
 * none). */
enum rc said_places(const struct ask *q, int64_t lo, int64_t hi, const char *kind, enum word all, int64_t chosen,
    struct choice_part **out,
                    size_t *n);

/* A division code of a fact (GB/T 2260) in words; what is no code stays as it is. */
struct text said_division(const struct ask *q, struct text code);

#endif
