/* SPDX-License-Identifier: Apache-2.0 */
/* A new school year in one step for a county or a school: classes move up by themselves, those that end their years close, their
 * children wait for the next school's roll; one batch, undone as a whole. */
#ifndef CHUYAN_MODEL_PROMOTION_H
#define CHUYAN_MODEL_PROMOTION_H

#include "model/batch.h"

struct promotion_plan {
    int year;                         /* the school year that begins */
    int64_t classes_up, classes_close;
    int64_t children_up, children_close;   /* children_close: their class ends; those below the end of grade 9 will wait */
    int64_t children_waiting;         /* of these: expected at a junior school */
};
/* What would happen; changes nothing. */
enum rc promotion_plan(struct db *db, const struct scope *scope, int year, struct arena *a, struct promotion_plan *out);
/* Carries it out as of 1 September of `year`. RC_CONFLICT when it was done for these places already. */
enum rc promotion_run(struct work *w, const struct scope *scope, int year, const struct batch_progress *p, int64_t *batch);
/* A child stays a year: moves to the class that follows with the same number (or the one named), as of the same day. */
enum rc promotion_keep(struct work *w, const struct scope *scope, int64_t child, int64_t class_id, int64_t batch);

struct waiting { int64_t child, last_class; struct text name, school; day_t since; int grade; };
struct waiting_list { struct waiting *item; size_t n; };
/* Graduates of compulsory grades whom no school has taken on yet: nobody falls between. */
enum rc promotion_waiting(struct db *db, const struct scope *scope, size_t limit, struct arena *a, struct waiting_list *out);

#endif
