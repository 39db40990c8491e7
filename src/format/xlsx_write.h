/* SPDX-License-Identifier: Apache-2.0 */
/* Writing .xlsx as offices print it: title, merged heads of several rows, bordered cells, a signature line; A3 or A4.
 *
 * Rows go out in the order they are added and are not kept (libxlsxwriter's constant_memory), so 100,000 rows need no more
 * memory than ten. Texts are always texts: one that begins with = + - @ is never a formula, a long number keeps its digits.
 * Trouble is remembered and told by xlsx_end. */
#ifndef CHUYAN_FORMAT_XLSX_WRITE_H
#define CHUYAN_FORMAT_XLSX_WRITE_H

#include "base/buf.h"
#include "base/date.h"
#include "base/rc.h"

struct xlsx_writer;

struct xlsx_page {
    struct text name;            /* of the sheet; cleaned and cut to what Excel allows, made unique */
    const double *width;         /* of each column, in characters; 0 = 10 */
    uint32_t columns;            /* how wide title, note and foot stretch; 1 … 1024 */
    uint32_t freeze_columns;     /* that stay in view when scrolling sideways; the head always stays in view */
    bool a3, landscape;
    struct text print_foot;      /* at the bottom of each printed page; &P page, &N pages; may be empty */
};

enum xlsx_kind {
    VALUE_EMPTY, VALUE_TEXT, VALUE_INT,
    VALUE_NUMBER,  /* two decimals */
    VALUE_PERCENT, /* 1 = 100 %, one decimal */
    VALUE_DAY
};
enum xlsx_look {
    LOOK_PLAIN,
    LOOK_TOTAL,    /* bold on grey */
    LOOK_FAULT,    /* amber ground: here is something to correct */
    LOOK_COUNT
};

struct xlsx_value {
    enum xlsx_kind kind;
    enum xlsx_look look;
    struct text text;
    int64_t whole;
    double number;
    day_t day;                   /* DAY_NONE: an empty cell */
};

/* A cell of the head: covers `columns` × `rows` from (column, row), both 0-based within the head. */
struct xlsx_head { struct text text; uint16_t column, row, columns, rows; };

/* `made` is the moment the file says it was made at. */
struct xlsx_writer *xlsx_begin(struct arena *a, moment_t made);
void xlsx_add_sheet(struct xlsx_writer *w, const struct xlsx_page *page);
void xlsx_add_title(struct xlsx_writer *w, struct text title);
/* One line under the title: left what it is about, right the unit or date. */
void xlsx_add_note(struct xlsx_writer *w, struct text left, struct text right);
/* The head of `rows` rows (1 … 8); it stays in view and is printed on each page. Once a sheet. */
void xlsx_add_head(struct xlsx_writer *w, const struct xlsx_head *cell, size_t n, uint32_t rows);
void xlsx_add_row(struct xlsx_writer *w, const struct xlsx_value *value, size_t n);
/* The last line: 填报人 审核人 负责人 日期, spread over the width. */
void xlsx_add_foot(struct xlsx_writer *w, const struct text *part, size_t n);
/* Finishes and frees. RC_OK with the file in `out`; RC_TOO_LARGE when it does not fit below out's ceiling or a sheet has
 * too many rows; RC_NO_SPACE when the temporary memory is used up; RC_INTERNAL otherwise. Must be called. */
enum rc xlsx_end(struct xlsx_writer *w, struct buf *out);

#endif
