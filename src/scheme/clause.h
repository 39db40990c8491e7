/* SPDX-License-Identifier: Apache-2.0 */
/* Clauses as documents number them: 二·（一）3, 第二十三条, 四·（二）2、3, 五·10月. */
#ifndef CHUYAN_SCHEME_CLAUSE_H
#define CHUYAN_SCHEME_CLAUSE_H

#include "base/text.h"

/* Before 0, together 0, after 0: number by number as they are read, Chinese and Arabic alike; a clause that ends first comes
 * first (二 before 二·（一）). What has no number comes before all numbers when it is a beginning (标题 开头 前言 引言), else after;
 * among themselves the caller's order decides. */
int clause_order(struct text a, struct text b);

#endif
