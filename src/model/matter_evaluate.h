/* SPDX-License-Identifier: Apache-2.0 */
/* The part of evaluation (evaluate.h) that is about places and staff: the same engine, the same tallies, their own rows. */
#ifndef CHUYAN_MODEL_MATTER_EVALUATE_H
#define CHUYAN_MODEL_MATTER_EVALUATE_H

#include "model/evaluate_diff.h"
#include "model/matter.h"

struct evaluate_credit;

/* Credits found so far, to be added to: those of one record. */
struct matter_credits { int64_t encounter; struct evaluate_credit *item; size_t n, cap; };

/* Those that a transaction touched; tallies move with d->moves, which the caller flushes. */
enum rc matter_evaluate_touched(struct evaluate_diff *d, const struct touched *t, struct matter_credits *credits);
/* Every one; with d->only_count nothing is written and what differs is counted. */
enum rc matter_evaluate_all(struct evaluate_diff *d);
/* Rows about places and staff that are gone are added to *wrong. */
enum rc matter_evaluate_orphans(struct evaluate_diff *d, int64_t *wrong);
enum rc matter_evaluate_clear(struct db *db, int64_t county);

#endif
