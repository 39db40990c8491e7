/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the finding of heads: header.c runs it, header_match.c matches headings, header_row.c tells rows apart. */
#ifndef CHUYAN_FORMAT_HEADER_PART_H
#define CHUYAN_FORMAT_HEADER_PART_H

#include "format/header.h"

enum {
    HEAD_LOOK = 30,      /* rows in which the head must begin */
    HEAD_DEEP = 4,       /* rows it may have */
    HEADING_MOST = 300,  /* bytes; longer texts are no headings */
    ALIASES_MOST = 512
};

/* A heading of the spec, normalised. */
struct heading { struct text text; uint32_t alias; };

struct headings { struct heading *list; size_t n; };

/* A way to read some rows as a head. */
struct match {
    struct header_column *column;
    size_t n;
    int32_t *of_alias;
    size_t matched, required;      /* how many aliases, how many required ones have a column */
    size_t first, deep;            /* index of the first row and number of rows */
};

struct headings header_index(struct arena *a, const struct header_spec *spec);
/* The alias a heading stands for, or -1. */
int32_t header_lookup(const struct headings *hs, struct text normal);
/* Reads row[first … first + deep) as a head. */
struct match header_match(struct arena *a, const struct header_spec *spec, const struct headings *hs, const struct sheet_row *row,
                          size_t first, size_t deep);
/* The best of all; matched == 0 when nothing fits. */
struct match header_best(struct arena *a, struct arena *scratch, const struct header_spec *spec, const struct headings *hs,
                         const struct sheet_row *row, size_t n);

enum row_kind { ROW_RECORD, ROW_EMPTY, ROW_TOTAL, ROW_FOOT, ROW_EXAMPLE, ROW_REPEAT, ROW_NUMBERS };

enum row_kind header_row_kind(struct arena *scratch, const struct header *head, const struct sheet_row *row);

#endif
