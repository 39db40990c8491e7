/* SPDX-License-Identifier: Apache-2.0 */
/* What must hold of every row and every end of a reading, whatever the bytes. */
#ifndef CHUYAN_FUZZ_SHEET_H
#define CHUYAN_FUZZ_SHEET_H

#include <stdlib.h>

#include "format/sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct fuzz_seen { uint16_t sheet; uint32_t row; uint32_t columns; struct sheet_told *told; sheet_row_fn *next; void *ctx; };

static inline bool fuzz_row(void *ctx, const struct sheet_row *row)
{
    struct fuzz_seen *s = ctx;
    if (row->n == 0 || row->number == 0 || row->sheet >= s->told->n) abort();
    if (row->sheet == s->sheet ? row->number <= s->row : row->sheet < s->sheet) abort();
    bool own = false;
    for (size_t i = 0; i < row->n; i++) {
        const struct sheet_cell *c = &row->cell[i];
        if (c->column >= s->columns || (i > 0 && c->column <= row->cell[i - 1].column)) abort();
        if (!text_utf8(c->shown) || text_empty(text_trim(c->shown)) || c->kind > CELL_ERROR) abort();
        if ((c->kind == CELL_DATE) != (c->day != DAY_NONE)) abort();
        own = own || c->merged == MERGED_NOT;
    }
    if (!own) abort();
    s->sheet = row->sheet;
    s->row = row->number;
    return s->next ? s->next(s->ctx, row) : true;
}

static inline enum rc fuzz_read(struct arena *a, struct text bytes, struct sheet_told *told, struct faults *faults,
    sheet_row_fn *next, void *ctx)
{
    /* Small limits, so that each of them is met. */
    struct sheet_ask ask = {.file = T("f.xlsx"), .index = SHEET_ALL};
    ask.limits = (struct sheet_limits){.xml_bytes = 4 << 20, .rows = 500, .columns = 40, .cells = 4000, .cell_bytes = 2000,
        .row_bytes = 8000,
                                       .text_bytes = 200000, .merges = 50, .sheets = 5};
    struct fuzz_seen seen = {.columns = 40, .told = told, .next = next, .ctx = ctx};
    enum rc rc = sheet_read(a, bytes, &ask, told, faults, fuzz_row, &seen);
    if ((rc == RC_OK) != (faults->errors == 0)) abort();
    for (size_t i = 0; i < faults->n; i++)
        if (!text_utf8(fault_say(&faults->list[i], LANG_ZH, a))) abort();
    return rc;
}

#endif
