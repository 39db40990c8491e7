/* SPDX-License-Identifier: Apache-2.0 */
/* The three ledgers of the official files, never typed: contact sheet of a class (联系信息表), dynamic sheet of a school (动态情况表),
 * summary of a centre school or the county (信息汇总表); the list behind each number; ledgers as they were handed up; the desk. */
#ifndef CHUYAN_VIEW_BUILD_LEDGER_H
#define CHUYAN_VIEW_BUILD_LEDGER_H

#include "gen/view/ledger_class.h"
#include "gen/view/ledger_county.h"
#include "gen/view/ledger_desk.h"
#include "gen/view/ledger_school.h"
#include "gen/view/list.h"
#include "view/ledger.h"

/* By kind; l->part is the view. q->scope is the range of in->place. */
enum rc build_ledger(const struct ask *q, enum ledger_kind kind, const struct ledger_query *in, struct ledger *l);
enum rc build_ledger_class(struct ledger *l);
enum rc build_ledger_school(struct ledger *l);
enum rc build_ledger_county(struct ledger *l);      /* the county's, and a centre's or school's summary */

/* As it was handed up; q->scope is the range of its place. */
enum rc build_ledger_frozen(const struct ask *q, int64_t submission, struct ledger_part **out);

enum { LIST_PAGE = 50, LIST_FILE = 100000 };
struct list_query {
    struct ledger_query ledger;
    struct text column;           /* key of a measure */
    int64_t skip, most;           /* most: LIST_PAGE on a page */
};
/* RC_NOT_FOUND: no such column. */
enum rc build_list(const struct ask *q, const struct list_query *in, struct list_view *v);

/* What I hand up, and what came in from below. */
enum rc build_ledger_desk(const struct ask *q, struct ledger_desk_view *v);

#endif
