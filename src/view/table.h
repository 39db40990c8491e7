/* SPDX-License-Identifier: Apache-2.0 */
/* Plain tables: one line of heads, cells of text and numbers. What officials know as merged heads is made in ledger_table.c. */
#ifndef CHUYAN_VIEW_TABLE_H
#define CHUYAN_VIEW_TABLE_H

#include "gen/view/parts.h"
#include "view/ask.h"

/* Width in characters of the paper. */
struct table_head { enum word title; int width; bool number; };

/* Fills heads and columns. */
void table_heads(const struct ask *q, struct table_part *t, const struct table_head *head, size_t n);
/* A cell under its column: a number stands right. */
struct cell_part table_cell(const struct table_head *head, struct text said);
/* One more line, its cells under the heads. `kind`: "" subtotal total bad warn. The rows grow by themselves; *cap is 0 first. */
struct row_part *table_row(const struct ask *q, struct table_part *t, size_t *cap, const struct table_head *head,
    const struct text *said, size_t n, const char *kind);

#endif
