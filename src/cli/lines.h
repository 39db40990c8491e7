/* SPDX-License-Identifier: Apache-2.0 */
/* Files of many entries, one by one through the same checks as the page: JSON lines or a sheet. Each row stands or falls by
 * itself and is
 * kept in groups of LINES_GROUP; with --all-or-nothing one refused row refuses the file. */
#ifndef CHUYAN_CLI_LINES_H
#define CHUYAN_CLI_LINES_H

#include "cli/care.h"
#include "format/json.h"

enum { LINES_GROUP = 500, LINES_BYTES = 768 << 20, LINE_BYTES = 1 << 20, LINE_MEMORY = 64 << 20 };

/* One entry: a JSON object with the same keys whatever the file was. Lists may also be one text with spaces. */
struct line {
    int64_t number;                  /* line of the file, row of the sheet */
    const struct json_node *map;
};

/* What became of it, for the report. */
struct line_result { int64_t id, credits; bool late, skipped; };   /* skipped: it was there already */

struct lines {
    struct cli *c;
    int64_t county;
    struct work work;                /* of the row at hand */
    struct arena *row;               /* reset with each row */
    struct faults faults;            /* of the row at hand */
    struct touched touched;
    bool dry;                        /* --dry-run: everything is checked and nothing is kept */
    bool needs_demo;                 /* refused unless the county holds invented data */
    /* Enters one. RC_INVALID, RC_NOT_FOUND, RC_CONFLICT, RC_DENIED: the row is refused with the faults; anything else stops. */
    enum rc (*enter)(struct lines *l, const struct line *line, struct line_result *out);
    void *own;
    int64_t added, skipped, refused, warned, done, total;
};

/* Options every such command has: put them into its table. */
#define LINES_OPTIONS {"all-or-nothing", NULL, W_opt_lines_all, false}, {"dry-run", NULL, W_opt_lines_dry, false}

/* Reads c->arg[0] to its end. RC_INVALID when any row was refused (those before and behind it stand, unless all or nothing). */
enum rc lines_run(struct cli *c, struct lines *l, const char *columns);

/* Values of a row. A list of texts comes joined by spaces; TEXT_NONE when absent. A fault when it is of another kind. */
struct text line_text(struct lines *l, const struct line *line, const char *key);
/* The same in half-width characters: numbers, codes. */
struct text line_code(struct lines *l, const struct line *line, const char *key);
day_t line_day(struct lines *l, const struct line *line, const char *key);
int64_t line_int(struct lines *l, const struct line *line, const char *key);

#endif
