/* SPDX-License-Identifier: Apache-2.0 */
/* How obligations are said: state, date, window, clause. One place, so that list, child, ledger and message say the same. */
#ifndef CHUYAN_VIEW_DUE_H
#define CHUYAN_VIEW_DUE_H

#include "view/ask.h"

enum { DUE_SOON_DAYS = 2 };       /* amber from so many days before the last day */

/* One of: planned due soon overdue — by the one definition (cadence_age). */
const char *due_state(day_t from, day_t due, day_t today);
/* 过期2天 · 今天截止 · 周日前 · 12月31日前 · 下周一起 */
struct text due_label(const struct ask *q, day_t from, day_t due);
/* 这周 · 11月上半月 · 11月 · 这学期 · 11月9日—15日 */
struct text due_window(const struct ask *q, const struct plan_duty *d, day_t from, day_t due);
/* 9月1日—15日: one day, or the first and the last. */
struct text due_dates(const struct ask *q, day_t from, day_t due);
struct text due_clause(const struct ask *q, const struct plan_duty *d);         /* 红烛暖心 二·（二） */
struct text due_clause_href(const struct ask *q, const struct plan_duty *d);    /* /scheme/yx-youxi/1#weekly_call */
struct text due_what(const struct ask *q, const struct plan_duty *d);           /* 谈一次心 */
const struct plan_scheme *due_scheme(const struct ask *q, const struct plan_duty *d);

struct text day_short(const struct ask *q, day_t d);                            /* 11月21日; another year: 2025年11月21日 */
struct text day_weekday_text(const struct ask *q, day_t d);                     /* 周六 */
/* the last two characters, before any dot: 慧敏, 古丽 */
struct text name_mark(struct arena *a, struct text name);

#endif
