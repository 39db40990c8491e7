/* SPDX-License-Identifier: Apache-2.0 */
/* A sheet as entries: the columns named in schemes/codes/NAME_columns.yaml become the keys of the JSON form. */
#ifndef CHUYAN_CLI_LINES_SHEET_H
#define CHUYAN_CLI_LINES_SHEET_H

#include "cli/lines.h"

struct lines_sheet;

/* Read in the sandboxed child, whole, into the arena (200,000 rows at most). */
enum rc lines_sheet_read(struct arena *a, const struct codes *codes, struct text file, struct text bytes, const char *columns,
    enum lang lang, struct faults *f, struct lines_sheet **out);
int64_t lines_sheet_count(const struct lines_sheet *s);
/* The row behind *at (0: the first); moves *at to its place in the list. */
bool lines_sheet_next(const struct lines_sheet *s, int64_t *at, struct line *out);
bool lines_sheet_end(const struct lines_sheet *s, int64_t at);

#endif
