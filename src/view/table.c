/* SPDX-License-Identifier: Apache-2.0 */
#include "view/table.h"

void table_heads(const struct ask *q, struct table_part *t, const struct table_head *head, size_t n)
{
    t->heads.item = arena_array(q->arena, 1, sizeof *t->heads.item);
    t->heads.n = 1;
    t->heads.item[0] = (struct row_part){.kind = T("")};
    t->heads.item[0].cells.item = arena_array(q->arena, n, sizeof *t->heads.item[0].cells.item);
    t->columns.item = arena_array(q->arena, n, sizeof *t->columns.item);
    for (size_t i = 0; i < n; i++) {
        t->heads.item[0].cells.item[t->heads.item[0].cells.n++] = (struct cell_part){.text = word(q->lang, head[i].title),
            .kind = T("head")};
        t->columns.item[t->columns.n++] = (struct column_part){.width = head[i].width,
            .kind = head[i].number ? T("num") : T("text")};
    }
}

struct cell_part table_cell(const struct table_head *head, struct text said)
{
    return (struct cell_part){.text = said, .kind = head->number ? T("num") : T("text")};
}

struct row_part *table_row(const struct ask *q, struct table_part *t, size_t *cap, const struct table_head *head,
    const struct text *said, size_t n, const char *kind)
{
    t->rows.item = arena_grow(q->arena, t->rows.item, t->rows.n, cap, t->rows.n + 1, sizeof *t->rows.item);
    struct row_part *row = &t->rows.item[t->rows.n++];
    *row = (struct row_part){.kind = text_of(kind)};
    row->cells.item = arena_array(q->arena, n, sizeof *row->cells.item);
    for (size_t i = 0; i < n; i++) row->cells.item[row->cells.n++] = table_cell(&head[i], said[i]);
    return row;
}
