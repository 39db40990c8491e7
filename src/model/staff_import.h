/* SPDX-License-Identifier: Apache-2.0 */
/* A list of staff as a file, with posts, classes they lead and background checks. Headings: schemes/codes/staff_columns.yaml. */
#ifndef CHUYAN_MODEL_STAFF_IMPORT_H
#define CHUYAN_MODEL_STAFF_IMPORT_H

#include "model/batch.h"

enum rc staff_import_preview(struct work *w, const struct scope *scope, const struct batch_file *file,
                             const struct batch_progress *p, int64_t *batch, bool *again);

/* Members of staff that came with a batch and have no account yet: for the clerk's list of first passwords. */
struct staff_unsigned { int64_t staff; struct text login, name, school, post; };
struct staff_unsigned_list { struct staff_unsigned *item; size_t n; };
enum rc staff_import_unsigned(struct db *db, int64_t county, int64_t batch, struct arena *a, struct staff_unsigned_list *out);

#endif
