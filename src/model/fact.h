/* SPDX-License-Identifier: Apache-2.0 */
/* Dated facts about a child or one of its parents. A mistake is voided, never overwritten; what ends gets an end. */
#ifndef CHUYAN_MODEL_FACT_H
#define CHUYAN_MODEL_FACT_H

#include "model/work.h"

struct fact {
    int64_t id, batch, recorded_by;
    struct text kind, who, code, place, note, source;
    day_t from, to;                       /* to: DAY_NONE while it lasts */
    moment_t recorded_at;
    moment_t voided_at;                   /* NULL_INT while it stands */
};
struct fact_list { struct fact *item; size_t n; };

/* Adds a fact. With `one_at_a_time` an open fact of the same kind and who ends on f->from first (codes that replace each other).
 * Refused: end before begin, a day before birth handled by the caller, unknown child. Out: f->id. Touches the child. */
enum rc fact_add(struct work *w, int64_t child, struct fact *f, bool one_at_a_time, int64_t batch);
enum rc fact_end(struct work *w, int64_t child, int64_t fact, day_t on);
enum rc fact_void(struct work *w, int64_t child, int64_t fact);

/* Not voided, in the order of evaluation: kind, who, from, id. The caller has proven the child. */
enum rc fact_for(struct db *db, int64_t county, int64_t child, struct arena *a, struct fact_list *out);
/* The child's page: everything within the scope (scope.child), voided ones too, newest first. */
enum rc fact_history(struct db *db, const struct scope *scope, struct arena *a, struct fact_list *out);
/* The fact of a kind that holds on a day (the one with the latest begin), or NULL. */
const struct fact *fact_on(const struct fact_list *l, struct text kind, struct text who, day_t on);

#endif
