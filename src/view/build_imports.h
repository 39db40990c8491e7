/* SPDX-License-Identifier: Apache-2.0 */
/* Files that came in: the list with the form of uploading, and one file from preview to undo. */
#ifndef CHUYAN_VIEW_BUILD_IMPORTS_H
#define CHUYAN_VIEW_BUILD_IMPORTS_H

#include "gen/view/import_show.h"
#include "gen/view/imports.h"
#include "format/json.h"
#include "model/batch.h"
#include "view/field.h"

enum { IMPORTS_LIST = 60, IMPORT_ROWS = 100, IMPORT_SCAN = 3000, IMPORT_MISSING = 300 };

/* q->scope: scope_at(CAP_roll_import). */
enum rc build_imports(const struct ask *q, const struct field_state *state, struct imports_view *v);

struct import_query {
    int64_t batch, after, shown;
    struct text tab;                       /* refused warned changed new missing; empty: the first that holds anything */
    const struct faults *faults;           /* why apply or undo was refused; NULL none */
    const struct field_state *mapping;     /* what was chosen for the columns, and is wrong with it; NULL none */
};

/* The columns and what they are taken for, while the file is kept. */
enum rc build_import_map(const struct ask *q, const struct batch *b, const struct json_node *summary,
                         const struct field_state *state, struct import_show_view *v);

/* q->scope proves the batch. */
enum rc build_import(const struct ask *q, const struct import_query *c, struct import_show_view *v);

#endif
