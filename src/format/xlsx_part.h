/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the .xlsx reader: its parts share this. xlsx_read.c opens the zip and its parts within the budget, xlsx_book.c
 * reads workbook, styles and shared strings, xlsx_merge.c the merged ranges, xlsx_rows.c the rows. */
#ifndef CHUYAN_FORMAT_XLSX_PART_H
#define CHUYAN_FORMAT_XLSX_PART_H

#include <expat.h>
#include <zip.h>

#include "base/buf.h"
#include "format/sheet_part.h"

/* What a number format makes of a number. */
enum style_kind { STYLE_GENERAL, STYLE_DATE, STYLE_TIME, STYLE_ZEROS /* + width: 00000 keeps leading zeros */ };

struct xlsx_style { uint8_t kind, width; };

struct xlsx_sheet { struct text name, id, path; bool hidden; };

struct xlsx_merge { uint32_t top, bottom; uint16_t left, right; struct text shown; struct sheet_cell from; };

struct xlsx {
    struct sheet_run *run;
    zip_t *zip;
    bool date1904;
    struct xlsx_sheet *sheet;
    size_t sheets, sheet_cap;
    struct xlsx_style *style;         /* by cellXfs index */
    size_t styles, style_cap;
    struct buf strings;               /* shared strings, one after the other */
    uint32_t *string_end;             /* end of each in `strings` */
    size_t string_count, string_cap;
};

/* One XML part being read. The state of every set of handlers begins with it, so that it is what expat hands them. */
struct xlsx_doc {
    struct xlsx *x;
    XML_Parser parser;
    enum rc rc;                       /* why a handler stopped */
    bool stopped;
};

/* A parser for `doc` (which begins the handlers' state) that refuses DOCTYPE; set its handlers, then xlsx_parse(). */
enum rc xlsx_open_doc(struct xlsx *x, struct xlsx_doc *doc);
/* Feeds one part of the zip through the parser, frees the parser. RC_NOT_FOUND (no fault) when there is no such part;
 * RC_OK also when a handler stopped with RC_OK; else an error with its fault. */
enum rc xlsx_parse(struct xlsx_doc *doc, const char *path);
/* From a handler: reading ends with rc. */
void xlsx_stop(struct xlsx_doc *doc, enum rc rc);
/* Runs over the unpacked bytes of a part without parsing them. `see` false stops. Same results as xlsx_parse. */
enum rc xlsx_scan(struct xlsx *x, const char *path, bool (*see)(void *ctx, const char *s, size_t n), void *ctx);

/* Element and attribute names without a prefix. */
const char *xml_local(const char *name);
/* The value of an attribute by local name, or NULL. */
const char *xml_attr(const char **atts, const char *name);
bool xml_true(const char *value);
/* _x000A_ and the like, as Excel writes control characters; control characters become a space. In place; new length. */
size_t xlsx_unescape(char *s, size_t n);
/* "AB12" → column 27, row 12. false when it is no such place. */
bool xlsx_place(const char *s, uint32_t *column, uint32_t *row);

/* xlsx_book.c */
enum rc xlsx_read_book(struct xlsx *x);       /* workbook and its relations: sheets, date system */
enum rc xlsx_read_styles(struct xlsx *x);
enum rc xlsx_read_strings(struct xlsx *x);
/* STYLE_… of a number format; id decides unless `code` is given. */
struct xlsx_style xlsx_format_style(uint32_t id, struct text code);

/* xlsx_merge.c: the ranges of a sheet by rising top row; they stand behind the rows in the file. */
enum rc xlsx_read_merges(struct xlsx *x, const char *path, struct xlsx_merge **out, size_t *n);

/* xlsx_rows.c */
enum rc xlsx_read_rows(struct xlsx *x, size_t sheet);
/* xlsx_value.c: a number as a person sees it; writes into `out` (room for 40 bytes) and returns its length. */
size_t xlsx_show_number(const struct xlsx *x, struct text raw, struct xlsx_style style, struct sheet_cell *cell, char out[40]);

#endif
