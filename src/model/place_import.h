/* SPDX-License-Identifier: Apache-2.0 */
/* A list of schools as a file: centre schools, schools and (if wanted) classes. Headings: schemes/codes/place_columns.yaml. */
#ifndef CHUYAN_MODEL_PLACE_IMPORT_H
#define CHUYAN_MODEL_PLACE_IMPORT_H

#include "model/batch.h"

enum rc place_import_preview(struct work *w, const struct scope *scope, const struct batch_file *file,
                             const struct batch_progress *p, int64_t *batch, bool *again);

#endif
