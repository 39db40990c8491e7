/* SPDX-License-Identifier: Apache-2.0 */
/* School roll files 学籍表: from a spreadsheet as schools have it to children, kin and facts. Which heading means what is data:
 * schemes/codes/roll_columns.yaml. */
#ifndef CHUYAN_MODEL_ROLL_H
#define CHUYAN_MODEL_ROLL_H

#include "model/batch.h"

/* Reads, checks and compares a file and stores it as a preview. RC_INVALID with faults when nothing can be read at all; a file
 * that was applied as a whole before, for the same day, and with nothing undone since, gives the same batch again with `again`
 * set and nothing new. */
enum rc roll_preview(struct work *w, const struct scope *scope, const struct batch_file *file, const struct batch_progress *p,
                     int64_t *batch, bool *again);

struct roll_missing { int64_t child, class_id; struct text name; };
struct roll_missing_list { struct roll_missing *item; size_t n; };
/* Children on the roll of the schools that the file speaks of who do not stand in it, not even in a refused row.
 * Never removed by themselves. */
enum rc roll_missing(struct db *db, const struct scope *scope, int64_t batch, struct arena *a, struct roll_missing_list *out);
/* Marks some of them as having left on a day; belongs to the batch and is undone with it. */
enum rc roll_leave(struct work *w, const struct scope *scope, int64_t batch, const int64_t *child, size_t n, day_t on,
                   const char *reason);

#endif
