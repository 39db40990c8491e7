/* SPDX-License-Identifier: Apache-2.0 */
/* People named in files of entries. */
#ifndef CHUYAN_CLI_LINE_WHO_H
#define CHUYAN_CLI_LINE_WHO_H

#include "cli/lines.h"

/* "child": one or several roll or ID numbers, parted by blanks or marks. A fault
 * for each that nobody has. *child lives in l->row. */
enum rc line_children(struct lines *l, const struct line *line, const char *key, size_t most, int64_t **child, size_t *n);
/* "staff": "PLACE/CODE", or a code with the place in the key "school", by itself the school of `child` (0: unknown); 0 when not
 * given. */
enum rc line_staff(struct lines *l, const struct line *line, int64_t child, int64_t *staff);
/* Several things in one cell as people part them: 、 ， , ； ; / and line breaks become blanks. */
struct text line_parted(struct arena *a, struct text words);

#endif
