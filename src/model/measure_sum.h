/* SPDX-License-Identifier: Apache-2.0 */
/* Columns of ledgers added up by class, and the list behind each number. */
#ifndef CHUYAN_MODEL_MEASURE_SUM_H
#define CHUYAN_MODEL_MEASURE_SUM_H

#include "model/measure.h"

struct measure_row { int64_t place_key; int64_t n[MEASURE_COUNT]; };
struct measure_sums { struct measure_row *item; size_t n; };      /* by class */

/* Where columns come from: what evaluation stored (today only), or every child's facts, read once. Both give the same. From what
 * is stored, work is the records of the span under the memberships that stand; moves always come from the facts. */
enum measure_source { MEASURE_BEST, MEASURE_STORED, MEASURE_NOTHING };

/* Within the scope. MEASURE_STORED: RC_NOT_FOUND when as_of is not the day the county was evaluated for. */
enum rc measure_sum(struct db *db, const struct scope *scope, const struct measure_frame *f, unsigned sets,
    enum measure_source source,
                    struct arena *a, struct measure_sums *out);
/* Sum over the classes within [lo, hi). */
void measure_sum_range(const struct measure_sums *s, int64_t lo, int64_t hi, int64_t n[MEASURE_COUNT]);

struct measure_hits { struct measure_hit *item; size_t n, cap; };
/* The list behind a number: by class, then day, then child. */
enum rc measure_list(struct db *db, const struct scope *scope, const struct measure_frame *f, enum measure_id column,
                     enum measure_source source, struct arena *a, struct measure_hits *out);

/* Reads every child that was on the roll within the scope at any time from f->from - 1 to f->as_of, and tells its hits
 * within the scope. */
enum rc measure_walk(struct db *db, const struct scope *scope, const struct measure_frame *f, unsigned sets, struct arena *a,
                     measure_sink *sink, void *ctx);

/* How many count on as_of, and with how many of them there was work of one of `columns` (bits 1 << id) from `from` to `as_of`;
 * each child once. */
struct measure_touched { int64_t members, touched; };
enum rc measure_touch(struct db *db, const struct scope *scope, const struct measure_frame *f, uint64_t columns,
                      enum measure_source source, struct arena *a, struct measure_touched *out);

#endif
