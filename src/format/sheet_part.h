/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the reading of sheets: what sheet.c, csv.c and xlsx_*.c share. Nobody else includes this. */
#ifndef CHUYAN_FORMAT_SHEET_PART_H
#define CHUYAN_FORMAT_SHEET_PART_H

#include "format/sheet.h"

/* One reading of one file: where rows go, what was used of the limits, how it ended. */
struct sheet_run {
    struct arena *arena;
    struct text bytes;
    const struct sheet_ask *ask;
    struct sheet_limits limits;
    struct sheet_told *told;
    struct faults *faults;
    sheet_row_fn *fn;
    void *ctx;
    uint32_t rows;
    uint64_t cells, text_bytes, xml_bytes;
    bool stopped;        /* the callback has had enough */
    bool wide;           /* the warning about columns past the limit was given */
};

/* One error about the file (row 0) or one row; always returns `rc`, so: return sheet_fail(…). */
enum rc sheet_fail(struct sheet_run *run, enum rc rc, enum word w, uint32_t row, struct text a0, struct text a1, struct text a2);
/* The same for faults whose sentence is about the whole file: {0} is its name. */
enum rc sheet_fail_file(struct sheet_run *run, enum rc rc, enum word w);
/* … and whose {1} is a number. */
enum rc sheet_fail_limit(struct sheet_run *run, enum word w, uint64_t limit);
/* Hands a row on, counting it against the limits. RC_OK, RC_TOO_LARGE; sets run->stopped. */
enum rc sheet_pass(struct sheet_run *run, const struct sheet_row *row);
/* The warning about cells that are too far right, once. */
void sheet_too_wide(struct sheet_run *run, uint32_t row);
/* Which sheets were asked for: fills want[0 … told->n). RC_NOT_FOUND with a fault when there is none such. */
enum rc sheet_select(struct sheet_run *run, bool *want);

/* xlsx_read.c, for bytes that begin like a zip. */
enum rc xlsx_read(struct sheet_run *run);

#endif
