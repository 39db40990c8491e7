/* SPDX-License-Identifier: Apache-2.0 */
/* One cell of an outside file brought into the form that is stored, or a sentence that says what to write instead. */
#ifndef CHUYAN_MODEL_CELL_H
#define CHUYAN_MODEL_CELL_H

#include "format/sheet.h"
#include "model/columns.h"

struct cell_read {
    const struct columns *columns;
    const struct divisions *divisions;
    int64_t county;
    bool demo;                       /* ID numbers with area 99 are accepted (they belong to nobody) */
    const struct text *heading;      /* as the file writes it, by column; empty where the file has none */
    struct arena *a;                 /* of the row */
    struct faults *faults;           /* of the row */
};

/* The normal form of a cell: dates as YYYY-MM-DD (YYYY-MM and YYYY where the column bears it), codes as keys, numbers without
 * ornament. TEXT_NONE when the cell says nothing that can be taken; then there is a fault (an error or a warning) unless it was
 * empty. Classes, schools, roles stay as written. */
struct text cell_normal(const struct cell_read *r, size_t column, const struct sheet_cell *cell);

/* The days, half-open, that a date in normal form may mean; DAY_NONE both when it is none. */
struct day_span { day_t from, to; };
struct day_span cell_days(struct text value);

/* An ID number on its own, with all refusals; `lenient`: a wrong check character is only a warning. */
struct text cell_id_no(const struct cell_read *r, struct text heading, struct text shown, bool number, bool lenient);

/* The heading by which people know a column. */
struct text cell_heading(const struct cell_read *r, size_t column);

#endif
