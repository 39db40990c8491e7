/* SPDX-License-Identifier: Apache-2.0 */
/* What `place import`, `staff import` and `roll import` share: read the file, preview, report, carry out. */
#ifndef CHUYAN_CLI_LOAD_H
#define CHUYAN_CLI_LOAD_H

#include "cli/cli.h"
#include "model/batch.h"

typedef enum rc load_preview(struct work *w, const struct scope *scope, const struct batch_file *file,
                             const struct batch_progress *p, int64_t *batch, bool *again);

/* The options every import knows: --school, --dry-run, --report. */
#define LOAD_OPTIONS                                           \
    {"school", "CODE", W_opt_load_school, false},              \
    {"dry-run", NULL, W_opt_load_dry, false},                  \
    {"report", "OUT.xlsx", W_opt_load_report, false}

struct loaded {
    int64_t batch;                                /* the earlier one when the same file came again, 0 after --dry-run */
    int64_t refused;                              /* rows */
};
/* Imports the file named on the command line. */
enum rc load_run(struct cli *c, load_preview *preview, bool evaluate, struct loaded *out);
/* The last thing of such a command: RC_INVALID with a sentence when rows were refused, so that a script sees it (docs/cli.md). */
enum rc load_end(struct cli *c, const struct loaded *l);
/* What a batch came to, on stdout. */
enum rc load_tell(struct cli *c, const struct scope *scope, int64_t batch, bool rows);
/* Undo, with evaluation of the children it touched. */
enum rc load_undo(struct cli *c, int64_t batch);

/* A transaction of the model with evaluation of whom it touched, for commands: fn is called with work and scope made ready. */
struct load_step {
    struct cli *c;
    struct arena *arena;
    struct touched touched;
    struct scope scope;
    struct batch_progress progress;
    bool evaluate;
    enum rc (*fn)(struct work *w, const struct scope *scope, void *p);
    void *p;
};
enum rc load_step(struct load_step *s);
void load_progress(void *cli, const char *what, int64_t done, int64_t total);

#endif
