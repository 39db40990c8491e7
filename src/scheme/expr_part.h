/* SPDX-License-Identifier: Apache-2.0 */
/* The tree of a condition, shared by its parser and its evaluation. For src/scheme. */
#ifndef CHUYAN_SCHEME_EXPR_PART_H
#define CHUYAN_SCHEME_EXPR_PART_H

#include "scheme/expr.h"

enum expr_op {
    EXPR_AND, EXPR_OR, EXPR_NOT,   /* left, right */
    EXPR_FACT,                     /* index: fact; who; mask; negate */
    EXPR_STAGE,                    /* mask; negate */
    EXPR_NUMBER,                   /* what: enum expr_number; compare; number; index: kind of days_since */
    EXPR_FLAG,                     /* what: enum expr_flag */
    EXPR_AWAY,                     /* what: enum expr_away; index: profile */
    EXPR_GROUP,                    /* index: group */
    EXPR_PAIRED                    /* index: relation */
};

enum expr_number { NUMBER_AGE, NUMBER_GRADE, NUMBER_CARER_AGE, NUMBER_SINCE };
enum expr_compare { COMPARE_EQ, COMPARE_NE, COMPARE_LT, COMPARE_LE, COMPARE_GT, COMPARE_GE };
enum expr_flag { FLAG_ENROLLED, FLAG_CARER, FLAG_VACATION };
enum expr_away { ASK_FATHER, ASK_MOTHER, ASK_ONE, ASK_BOTH, ASK_ANY, ASK_OTHER_INCAPABLE };
enum { WHO_PARENTS = WHO_COUNT };   /* EXPR_FACT: either parent */

struct expr_node {
    uint8_t op, what, compare, who;
    bool negate;
    int16_t left, right, index;
    int32_t number;
    uint64_t mask;
    struct text title[LANG_COUNT];  /* group or relation, for explanations */
};

#endif
