/* SPDX-License-Identifier: Apache-2.0 */
#include "paper/ledger_paper.h"

#include "format/xlsx_write.h"

#include <string.h>

enum { COLUMNS_MOST = 512, HEADS_MOST = 8 };

/* ---- the head: where each cell falls when those above reach down ---- */

struct heading { struct xlsx_head *item; size_t n; bool taken[HEADS_MOST][COLUMNS_MOST]; };

static void head_place(struct heading *h, const struct cell_part *c, size_t row, size_t rows, size_t columns, size_t *at)
{
    while (*at < columns && h->taken[row][*at]) ++*at;
    size_t wide = c->span > 1 ? (size_t)c->span : 1, tall = c->down > 1 ? (size_t)c->down : 1;
    if (*at + wide > columns || row + tall > rows) return;
    for (size_t r = row; r < row + tall; r++) memset(&h->taken[r][*at], 1, wide);
    h->item[h->n++] = (struct xlsx_head){
        .text = c->text, .column = (uint16_t)*at, .row = (uint16_t)row, .columns = (uint16_t)wide, .rows = (uint16_t)tall};
    *at += wide;
}

static void heads_write(struct xlsx_writer *w, struct arena *a, const struct table_part *t)
{
    struct heading *h = arena_alloc(a, sizeof *h);
    size_t rows = t->heads.n < HEADS_MOST ? t->heads.n : HEADS_MOST, cells = 0;
    for (size_t r = 0; r < rows; r++) cells += t->heads.item[r].cells.n;
    h->item = arena_array(a, cells + 1, sizeof *h->item);
    for (size_t r = 0; r < rows; r++) {
        size_t at = 0;
        for (size_t i = 0; i < t->heads.item[r].cells.n; i++) head_place(h, &t->heads.item[r].cells.item[i], r, rows,
            t->columns.n, &at);
    }
    if (rows > 0) xlsx_add_head(w, h->item, h->n, (uint32_t)rows);
}

/* ---- rows ---- */

/* A figure stays a figure that can be added up; — and blanks stay what they are. */
static struct xlsx_value value_of(const struct cell_part *c, enum xlsx_look look)
{
    int64_t whole;
    if (text_eqz(c->kind, "num") && text_int(c->text, &whole)) return (struct xlsx_value){.kind = VALUE_INT, .look = look,
        .whole = whole};
    if (text_empty(c->text)) return (struct xlsx_value){.kind = VALUE_EMPTY, .look = look};
    return (struct xlsx_value){.kind = VALUE_TEXT, .look = look, .text = c->text};
}

static void rows_write(struct xlsx_writer *w, struct arena *a, const struct table_part *t)
{
    struct xlsx_value *value = arena_array(a, COLUMNS_MOST, sizeof *value);
    for (size_t r = 0; r < t->rows.n; r++) {
        const struct row_part *row = &t->rows.item[r];
        bool sum = text_eqz(row->kind, "subtotal") || text_eqz(row->kind, "total");
        size_t n = row->cells.n < COLUMNS_MOST ? row->cells.n : COLUMNS_MOST;
        for (size_t i = 0; i < n; i++) value[i] = value_of(&row->cells.item[i], sum ? LOOK_TOTAL : LOOK_PLAIN);
        xlsx_add_row(w, value, n);
    }
}

/* ---- a sheet ---- */

struct sheet { struct text name, title, left, right, foot; bool a3; uint32_t freeze; };

static void sheet_write(struct xlsx_writer *w, struct arena *a, const struct table_part *t, const struct sheet *s)
{
    size_t columns = t->columns.n < COLUMNS_MOST ? t->columns.n : COLUMNS_MOST;
    double *width = arena_array(a, columns + 1, sizeof *width);
    for (size_t i = 0; i < columns; i++) width[i] = (double)t->columns.item[i].width;
    struct xlsx_page page = {.name = s->name, .width = width, .columns = columns > 0 ? (uint32_t)columns : 1,
        .freeze_columns = s->freeze,
        .a3 = s->a3, .landscape = true, .print_foot = s->foot};
    xlsx_add_sheet(w, &page);
    xlsx_add_title(w, s->title);
    xlsx_add_note(w, s->left, s->right);
    heads_write(w, a, t);
    rows_write(w, a, t);
}

static struct text said(const struct ask *q, enum word w, struct text arg)
{
    return word_fill(q->arena, q->lang, w, &arg, 1);
}

static struct text mark_line(const struct ask *q, const struct paper_mark *m)
{
    struct text at = text_sub(moment_text(q->arena, m->now), 0, 16);
    struct text who = text_empty(m->who) ? T("chuyan") : m->who;
    struct text full[] = {who, at, m->reason};
    struct text line = text_empty(m->reason) ? word_fill(q->arena, q->lang, W_ledger_mark, full, 2)
                                             : word_fill(q->arena, q->lang, W_ledger_mark_full, full, 3);
    return m->demo ? text_fmt(q->arena, "%.*s · %.*s", TP(word(q->lang, W_ledger_mark_demo)), TP(line)) : line;
}

static void foot_write(struct xlsx_writer *w, const struct ask *q, const struct ledger_part *v)
{
    struct text foot[] = {said(q, W_ledger_filled_by, v->filled_by), said(q, W_ledger_reviewed_by, v->reviewed_by),
        said(q, W_ledger_headed_by, v->headed_by), said(q, W_ledger_signed_day, v->signed_day)};
    xlsx_add_foot(w, foot, 4);
}

enum rc ledger_paper(const struct ask *q, const struct ledger_part *v, const struct paper_mark *m, struct buf *out)
{
    if (v->table == NULL) return RC_NOT_FOUND;
    struct text line = mark_line(q, m), secret = v->confidential ? word(q->lang, W_ledger_confidential) : T("");
    struct text foot = text_fmt(q->arena, "%.*s  &P/&N", TP(line));
    struct sheet s = {.name = v->title, .title = v->title, .left = text_fmt(q->arena, "%.*s  %.*s", TP(said(q, W_ledger_unit,
        v->unit_name)), TP(secret)),
        .right = v->as_of_label, .foot = foot, .a3 = v->table->columns.n > 12, .freeze = v->confidential ? 2 : 1};
    if (m->demo) s.left = text_fmt(q->arena, "【%.*s】%.*s", TP(word(q->lang, W_ledger_mark_demo)), TP(s.left));
    struct xlsx_writer *w = xlsx_begin(q->arena, m->now);
    sheet_write(w, q->arena, v->table, &s);
    foot_write(w, q, v);
    xlsx_add_foot(w, &line, 1);
    if (v->changes != NULL) {
        s.name = s.title = v->changes->caption;
        s.freeze = 0;
        s.a3 = false;
        sheet_write(w, q->arena, v->changes, &s);
        xlsx_add_foot(w, &line, 1);
    }
    return xlsx_end(w, out);
}

enum rc list_paper(const struct ask *q, const struct list_view *v, const struct paper_mark *m, struct buf *out)
{
    if (v->table == NULL) return RC_NOT_FOUND;
    struct text line = mark_line(q, m);
    struct sheet s = {.name = v->title, .title = v->title, .left = word(q->lang, W_ledger_confidential), .right = v->sentence,
        .foot = text_fmt(q->arena, "%.*s  &P/&N", TP(line)), .freeze = 2};
    struct xlsx_writer *w = xlsx_begin(q->arena, m->now);
    sheet_write(w, q->arena, v->table, &s);
    xlsx_add_foot(w, &line, 1);
    return xlsx_end(w, out);
}
