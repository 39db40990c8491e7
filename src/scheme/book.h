/* SPDX-License-Identifier: Apache-2.0 */
/* A scheme as one workbook, since bureaus live in spreadsheets: a sheet for each section, a row for each element, a column for
 * each key. Both ways, and exact: what is read back is the tree that was written, apart from comments and the order of keys.
 *
 * A column's second heading is its path: "title.zh", "credit.kinds[]". A cell of a path with [] is a list joined by 、; any other
 * that begins with [ { or a quote is YAML in one line; the rest is text as it stands. An empty cell: the key is not there. Sheets
 * are named 职责 duties: the last word counts, a sheet whose last word is no section (a-z and _) is left alone. */
#ifndef CHUYAN_SCHEME_BOOK_H
#define CHUYAN_SCHEME_BOOK_H

#include "base/buf.h"
#include "format/yaml.h"
#include "scheme/plan.h"

enum { BOOK_BYTES = 16 << 20, BOOK_COLUMNS = 200, BOOK_DEPTH = 4 };

/* The workbook of a scheme's files into `out` (ceiling BOOK_BYTES or more). RC_INVALID with faults when a file is no YAML. */
enum rc book_write(struct arena *a, const struct plan_source *source, enum lang lang, moment_t made, struct faults *f,
    struct buf *out);

/* The scheme of a workbook as one YAML text, to be read like any other; behind each line stands from which cell it came.
 * `name` is what people call the file. RC_INVALID with faults that name sheet and row; files of others are read in the sandbox
 * (format/sheet.h). */
enum rc book_read(struct arena *a, struct text name, struct text bytes, struct faults *f, struct buf *out);

/* The cell at the end of such a line: sheet, row and column from 1; false when there is none. */
bool book_cell_read(struct text line, struct text *sheet, int32_t *row, int32_t *column);

/* Do two trees say the same? Maps in any order; a scalar is its text, and null is not the text "null". */
bool book_same(const struct yaml_node *x, const struct yaml_node *y);

#endif
