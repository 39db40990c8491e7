/* SPDX-License-Identifier: Apache-2.0 */
/* What writing and reading a workbook share: how a value stands in a cell, and a tree as YAML. */
#ifndef CHUYAN_SCHEME_BOOK_PART_H
#define CHUYAN_SCHEME_BOOK_PART_H

#include "scheme/book.h"

/* Text that YAML, or we, would take for nothing, for a list or a map, or that would lose something on its way through a cell. */
bool book_needs_quotes(struct text t);
/* A scalar without quotes that is nothing: empty, ~ or null. */
bool book_is_null(const struct yaml_node *n);
/* A list that stands in a cell joined by 、. */
bool book_is_plain_list(const struct yaml_node *n);
/* A map whose keys are columns of their own. */
bool book_is_open_map(const struct yaml_node *n);

/* The value of a cell: a plain list joined, else a scalar or one line of YAML. */
struct text book_cell(struct arena *a, const struct yaml_node *n);
/* Text in quotes, as a cell. */
struct text book_quoted(struct arena *a, struct text t);
/* One line of YAML that reads back as this node. */
void book_flow(struct buf *b, const struct yaml_node *n);

/* A tree that is being put together. */
struct yaml_node *book_node(struct arena *a, enum yaml_kind kind, struct text key);
void book_add(struct yaml_node *parent, struct yaml_node *child);

#endif
