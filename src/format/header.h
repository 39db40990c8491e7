/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the table in a sheet as a school has it: title lines above, a head of one to four rows with merged groups, its
 * headings in whatever words; then gives the rows below by meaning instead of by column. Rows that are no records (totals,
 * repeated heads, numbering, examples, signatures, empty ones) are left out, each with a note.
 *
 * A finder takes the rows of sheet_read with SHEET_ALL. The first sheet on which all required columns are found is the
 * table; with `every_sheet` all such sheets are (one per class), otherwise the others are reported. */
#ifndef CHUYAN_FORMAT_HEADER_H
#define CHUYAN_FORMAT_HEADER_H

#include "format/sheet.h"

struct header_alias {
    struct text key;               /* "name", "id_no": for the caller */
    const struct text *heading;    /* what schools write; the first is the one named in sentences */
    size_t n;
    bool required;
};

/* What people said about one head: by column an index into the aliases, or -1 for a column that is not to be read. */
struct header_fixed {
    struct text head;              /* header_digest of its columns */
    const int32_t *alias;
    size_t n;
};

struct header_spec {
    const struct header_alias *alias;
    size_t n;                      /* at most 512 */
    const struct header_fixed *fixed;   /* the first whose head it is goes before every guess; NULL: none */
    size_t fixed_n;
    bool every_sheet;
};

struct header_column {
    uint16_t column;
    int32_t alias;                 /* index into the spec, or -1: not known, not read */
    struct text heading;           /* as written, groups before parts: "父亲/姓名" */
    struct text normal;            /* header_normal of it */
};

/* What was found on one sheet. */
struct header {
    uint16_t sheet;
    struct text sheet_name;
    uint32_t first, last;          /* rows of the head, as Excel shows them */
    const struct header_column *column;
    size_t n;
    const struct text *above;      /* the texts above the head (title, school, date), in reading order */
    size_t above_n;
    const int32_t *of_alias;       /* by alias: index into `column`, or -1 */
};

/* One record. cell[i] belongs to spec alias i; NULL: empty or no such column. Cells covered by a merged range carry its value
 * (cell->merged says so): a class name merged over forty rows is in all forty. */
struct header_row {
    uint32_t number;
    bool hidden;
    const struct sheet_cell *const *cell;
    const struct sheet_row *sheet; /* as it stands in the sheet */
};
typedef bool header_row_fn(void *ctx, const struct header *head, const struct header_row *row);

struct header_finder;

/* `told` is the one given to sheet_read, which fills it in before the first row: for sheet names. Notes and faults are about
 * `file`. */
struct header_finder *header_new(struct arena *a, const struct header_spec *spec, struct text file, const struct sheet_told *told,
                                 struct faults *faults, header_row_fn *fn, void *ctx);
/* A sheet_row_fn; ctx is the finder. */
bool header_take(void *finder, const struct sheet_row *row);
/* After the last row. RC_OK with the first table's head in *out (may be NULL); RC_INVALID with the missing columns, or "no
 * head found", in the faults. */
enum rc header_end(struct header_finder *h, const struct header **out);
/* After RC_INVALID of header_end: what came nearest to a head, for people to say what its columns mean, and the row below it
 * (NULL: none); NULL: nothing like one. */
const struct header *header_near(struct header_finder *h, const struct sheet_row **below);

/* By what a head is known again: sha-256 of its headings in their order, in hex. */
struct text header_digest(struct arena *a, const struct header_column *column, size_t n);

/* How headings are compared: half width, lower case, without spaces, signs, marks of being required; brackets are dropped,
 * with what stands in them when `bare`. */
struct text header_normal(struct arena *a, struct text t, bool bare);

#endif
