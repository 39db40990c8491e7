/* SPDX-License-Identifier: Apache-2.0 */
/* How often there was what work with the members of each counting rule and target, by class and month, kept so that the ledger of
 * today need not read the records of a term. A full evaluation adds everything up; what changes a child afterwards marks its
 * classes as stale in the same transaction, and these are read from the records until the house-keeper has added them up again.
 * So a sum that is used is never older than the records. */
#ifndef CHUYAN_MODEL_WORK_SUM_H
#define CHUYAN_MODEL_WORK_SUM_H

#include "model/assess.h"
#include "model/measure.h"

enum { WORK_COLUMNS = MEASURE_TIMES_END - MEASURE_TIMES_FIRST };

struct work_sums;
/* Empty, for work from the month in which the evaluator's days begin to the end of `today`. */
struct work_sums *work_sums_new(const struct evaluator *ev, day_t today, struct arena *a);
/* The work with one child, assessed as of today. place_key: of this class alone; -1: of all its classes. */
void work_sums_add(struct work_sums *w, const struct subject *s, const struct assess *a, int64_t place_key);
/* In the place of all sums of the county. */
enum rc work_sums_store(struct db *db, struct work_sums *w);
/* Adds up to `wrong` the sums, stale ones left out, that are stored otherwise than they are in w, which holds everybody. */
enum rc work_sums_check(struct db *db, struct work_sums *w, int64_t *wrong);

/* RC_NOT_FOUND: sums were never made, or for another plan. */
enum rc work_sums_made(struct db *db, const struct evaluator *ev, struct arena *a);

/* The classes of a child are stale: before its enrolments change, and when anything of it has. */
enum rc work_sums_stale(struct db *db, int64_t county, int64_t child);
/* The same for who knows the child's classes. */
enum rc work_sums_stale_at(struct db *db, int64_t county, const struct member_enrolment *enrolment, size_t n);
/* Adds up at most `most` stale classes, about a millisecond each; *done: so many there were. */
enum rc work_sums_refresh(struct db *db, const struct evaluator *ev, day_t today, int64_t most, struct arena *a, int64_t *done);

/* Reading. RC_NOT_FOUND when sums were made for another plan, do not reach back to the month of `from`, or too many are stale;
 * then nothing was told. `first`: the first day that they are told for, a first of a month, `from` or later; what was before has
 * to be asked elsewhere. `stale`: classes that have to be read in whole, ascending. */
typedef void work_sum_sink(void *ctx, int64_t place_key, enum measure_id column, int64_t times);
struct work_stale { int64_t *place_key; size_t n; };
bool work_stale_has(const struct work_stale *s, int64_t place_key);
enum rc work_sums_read(struct db *db, const struct scope *scope, const struct measure_frame *f, struct arena *a, day_t *first,
    struct work_stale *stale, work_sum_sink *sink, void *ctx);

#endif
