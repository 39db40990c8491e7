/* SPDX-License-Identifier: Apache-2.0 */
/* Delimited text, as Excel, WPS and school systems write it. Used through format/sheet.h. */
#ifndef CHUYAN_FORMAT_CSV_H
#define CHUYAN_FORMAT_CSV_H

#include "format/sheet.h"

struct sheet_run;

/* The text in UTF-8 without its mark: UTF-16 by its byte order mark; else strict UTF-8; else strict GB18030 (which also
 * decodes GBK and GB2312). TEXT_NONE when it is none of them or holds control characters no text has. Valid UTF-8 is
 * borrowed, anything else lands in the arena. */
struct text csv_decode(struct arena *a, struct text bytes, enum sheet_coding *coding);

/* The separator: a first line `sep=X` says so; else the one of , ; tab that cuts the first lines most evenly. */
char csv_separator(struct text utf8);

/* Rows of delimited text as one sheet without a name. Quotes as in RFC 4180, line ends CRLF, LF or CR, the Excel habit
 * ="0012" gives 0012. Rows are numbered as Excel shows them: a record with line breaks in quotes is one row. */
enum rc csv_read(struct sheet_run *run);

#endif
