/* SPDX-License-Identifier: Apache-2.0 */
/* The schemes in force, one of them clause by clause, and the look at one before it is loaded. */
#ifndef CHUYAN_VIEW_BUILD_SCHEMES_H
#define CHUYAN_VIEW_BUILD_SCHEMES_H

#include "gen/view/scheme_show.h"
#include "gen/view/schemes.h"
#include "model/scheme_check.h"
#include "view/field.h"

/* What was looked at. */
struct scheme_look {
    struct text token;
    const struct plan_source *source;
    bool ok;
    struct scheme_checked checked;
    const struct faults *faults;
    struct text error;                 /* why the press was refused */
    const struct field_state *state;   /* what was typed; NULL: first look */
};

/* `look` may be NULL. `error`: why nothing could be looked at, may be empty. */
enum rc build_schemes(const struct ask *q, const struct scheme_look *look, struct text error, struct schemes_view *v);
enum rc build_scheme(const struct ask *q, struct text id, int version, struct scheme_show_view *v);

/* school-year → 每学年; what has no word of its own stands as it was written. */
struct text scheme_every(const struct ask *q, struct text every);
/* What stands in a file under a key, in words: [class_teacher] → 班主任; "" → （没有写）; what has no name stays. */
struct text scheme_value(const struct ask *q, struct text key, struct text value);
/* What a check says, errors first. */
void scheme_faults(const struct ask *q, const struct faults *f, struct fault_part **item, size_t *n);

/* YX-025 YX-026: what an element carries out. */
struct text scheme_sources_said(const struct ask *q, const struct plan_origin *at);
/* The clauses of a scheme (its place in the plan) in the order of the document. */
void scheme_clauses(const struct ask *q, int scheme, struct scheme_show_view *v);

/* In words: 每周, 每学期 2 次, 父母外出后 7 天内. */
struct text scheme_often(const struct ask *q, const struct plan_duty *d);
/* 谈心谈话（见到：孩子，至少 10 分钟） 或 家访 */
struct text scheme_credit(const struct ask *q, const struct plan_duty *d);
/* 班主任、责任人（结对） */
struct text scheme_who(const struct ask *q, const struct plan_duty *d);
/* 贫困留守儿童, 每个班, 监护人; with how many of them are in [lo, hi): 贫困留守儿童（23 个孩子） */
struct text scheme_whom(const struct ask *q, const struct plan_duty *d);
enum rc scheme_whom_here(const struct ask *q, const struct plan_duty *d, int64_t lo, int64_t hi, struct text *out);
/* 23 个孩子: of a target, in [lo, hi), within what the one who asks may list; empty for who may list nobody. */
enum rc scheme_count(const struct ask *q, struct text target, int64_t lo, int64_t hi, struct text *out);

#endif
