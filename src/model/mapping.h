/* SPDX-License-Identifier: Apache-2.0 */
/* What the columns of a file mean when people have put the guess right; and the file itself, kept while it is a preview.
 *
 * A head is known by the digest of its headings in their order: the next file with the same head is read in the same way, for the
 * same school or for a place that lies in the range it was said for. */
#ifndef CHUYAN_MODEL_MAPPING_H
#define CHUYAN_MODEL_MAPPING_H

#include "format/header.h"
#include "model/columns.h"
#include "model/work.h"

enum { MAPPINGS_MOST = 50 };       /* kept for one place and kind of file; the oldest are forgotten */

/* Those that hold for files of [lo, hi), for header_spec. */
enum rc mapping_load(struct db *db, int64_t county, const char *kind, int64_t lo, int64_t hi, const struct columns *columns,
                     struct arena *a, struct header_fixed **out, size_t *n);
/* key[i]: of columns, "" not read. */
enum rc mapping_save(struct work *w, const char *kind, int64_t lo, int64_t hi, struct text head, const struct text *key,
                     size_t n);
/* Two columns of one meaning, a required meaning that no column has, a key that does not exist: faults on the field "m_INDEX", or
 * "mapping" when no column is to blame. heading[i]: to name the columns. False when there is one. */
bool mapping_check(const struct columns *columns, const struct text *heading, const struct text *key, size_t n, struct arena *a,
                   struct faults *f);

/* The file of a preview, sealed in parts; and the cells of its first row. */
enum rc import_file_keep(struct work *w, int64_t batch, struct text bytes);
enum rc import_file_first_keep(struct work *w, int64_t batch, const struct text *first, size_t n);
/* RC_NOT_FOUND when it is kept no more. */
enum rc import_file_read(struct db *db, int64_t county, int64_t batch, struct arena *a, struct text *bytes);
enum rc import_file_kept(struct db *db, int64_t county, int64_t batch, struct arena *a, bool *yes);
enum rc import_file_first(struct db *db, int64_t county, int64_t batch, struct arena *a, struct text **cell, size_t *n);
enum rc import_file_drop(struct work *w, int64_t batch);

#endif
