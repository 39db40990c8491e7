/* SPDX-License-Identifier: Apache-2.0 */
/* What all imports share: the file read, its rows taken apart by meaning, each judged by the kind of import, the preview
 * stored. */
#ifndef CHUYAN_MODEL_IMPORT_H
#define CHUYAN_MODEL_IMPORT_H

#include "format/header.h"
#include "model/batch.h"
#include "model/cell.h"

/* One row on its way. Texts live in im->row until the next row. */
struct import_line {
    int64_t row_no;
    struct text *value; /* by column, normal form; TEXT_NONE: nothing said. The judge may fill in what a title said */
    const struct header *head;
    const char *outcome;             /* the judge sets new, changed, same, refused */
    int64_t object;                  /* the child or member of staff it is, 0 none */
    struct buf *diff;                /* the judge may write a JSON list of [field, old, now] */
};

/* A head as it goes back to the school. */
struct import_head { struct text digest; const struct text *heading; size_t n; };

/* One row as it will be stored. */
struct import_row_put { int64_t row_no, object; const char *outcome; struct text given, faults, before; };

struct import {
    struct work *w;
    const struct scope *scope;
    const struct batch_file *file;
    const struct batch_progress *progress;
    const char *kind;                /* place, staff, roll */
    bool every_sheet;
    const struct codes *codes;
    const struct columns *columns;
    const struct divisions *divisions;
    bool demo;
    int64_t batch;
    int64_t school;                  /* named with the file, by its name or by whoever brings it; 0 none */
    int64_t place, key_lo, key_hi;   /* what the file speaks of; the kind of import may narrow it */
    struct arena *row;               /* reset with each row */
    struct faults row_faults;
    struct text heading[COLUMNS_MAX];
    int64_t rows, n_new, n_changed, n_same, n_refused, n_warned;
    struct buf given, faults, diff;
    struct previewing *preview;       /* while a preview is made */
    struct import_row_put *out;      /* rows judged and not written yet */
    size_t out_n;
    struct arena *out_arena;
    struct header_fixed *fixed;      /* what people said about heads */
    size_t fixed_n;
    struct text *first;              /* the cells of the first row, to be shown beside the headings */
    size_t first_n;
    struct header_finder *finder;
    struct import_head *heads;       /* the differing heads of its sheets, in the order in which they came */
    size_t heads_n, heads_cap, head_now;
    int32_t head_sheet;              /* the sheet of head_now, -1 none yet */
    bool *told;                      /* by column: rows that go back were given it by a title, a sheet's name or the upload */
    enum rc rc;                      /* why reading stopped */
    void *own;
    /* Judges one row: faults go to row_faults. */
    enum rc (*judge)(struct import *im, struct import_line *line);
    /* After the last row; may be NULL. */
    enum rc (*end)(struct import *im);
    /* Writes further keys of the summary; may be NULL. */
    void (*summary)(struct import *im, struct buf *b);
};

/* Loads code lists and columns for a kind. */
enum rc import_start(struct import *im, struct work *w, const struct scope *scope, const char *kind,
                     const struct batch_file *file, const struct batch_progress *p);
enum rc import_preview(struct import *im, int64_t *batch, bool *again);
void import_end(struct import *im);

/* Texts of a stored row by column, from its JSON; they may lie in `given`. */
enum rc import_values(const struct columns *columns, struct arena *a, struct text given, struct text *value);

void import_faults_json(struct buf *b, const struct faults *f);

/* A hash set of texts of one file with the row where each first stood: for doubles within the file. */
struct seen { struct arena *a; uint64_t *hash; int64_t *row; size_t n, slots; };
struct seen seen_new(struct arena *a);
/* 0 when it is new, else the row where it stood before. Compared by a 64-bit hash: the chance of a wrong hit in a million rows
 * is 1e-8. */
int64_t seen_add(struct seen *s, struct text t, int64_t row);
/* The same by a mark of one's own, not 0. */
int64_t seen_add_mark(struct seen *s, uint64_t mark, int64_t row);
/* How often a text came so far, this time included; `row` holds the count. */
int64_t seen_count(struct seen *s, struct text t);

#endif
