/* SPDX-License-Identifier: Apache-2.0 */
/* The tree of a form's condition, shared by its parser and its judging. For src/scheme. */
#ifndef CHUYAN_SCHEME_FORM_EXPR_PART_H
#define CHUYAN_SCHEME_FORM_EXPR_PART_H

#include "scheme/codes_part.h"
#include "scheme/form_expr.h"

enum form_op { FORM_AND, FORM_OR, FORM_NOT, FORM_COMPARE, FORM_GIVEN };
enum form_compare { FORM_EQ, FORM_NE, FORM_LT, FORM_LE, FORM_GT, FORM_GE };
enum form_type { FORM_WORDS, FORM_NUMBER, FORM_DAY, FORM_TIME };
enum form_operand_kind { OPERAND_FIELD, OPERAND_LENGTH, OPERAND_COUNT, OPERAND_TODAY, OPERAND_OCCURRED, OPERAND_FIXED };

struct form_operand {
    enum form_operand_kind kind;
    enum form_type type;
    int field;
    int64_t number;         /* FIXED: millionths, a day, a minute; TODAY, OCCURRED: days added */
    struct text words;
    bool list;              /* ticks or a choice: `=` asks whether it is among them */
};

struct form_node { enum form_op op; enum form_compare compare; int a, b; struct form_operand left, right; };

struct form_expr {
    struct form_node node[FORM_EXPR_NODES];
    int n, root;
    uint64_t reads;
    struct text source;
};

#endif
