/* SPDX-License-Identifier: Apache-2.0 */
/* A list of staff as a file, with posts, classes they lead and background checks. Headings: schemes/codes/staff_columns.yaml. */
#ifndef CHUYAN_MODEL_STAFF_IMPORT_H
#define CHUYAN_MODEL_STAFF_IMPORT_H

#include "model/batch.h"

enum rc staff_import_preview(struct work *w, const struct scope *scope, const struct batch_file *file,
                             const struct batch_progress *p, int64_t *batch, bool *again);

#endif
