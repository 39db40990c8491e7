/* SPDX-License-Identifier: Apache-2.0 */
/* Schemes in the database: published versions are frozen; a new one takes over from its day, and what was owed before is
 * judged by the old one. */
#ifndef CHUYAN_MODEL_SCHEME_H
#define CHUYAN_MODEL_SCHEME_H

#include "model/work.h"
#include "scheme/plan.h"

struct scheme_loaded {
    struct text id, title;
    int version;
    day_t from, to;            /* to: DAY_MAX when open */
    int duties;                /* that were given a number */
    bool same;                 /* this very version was loaded before: nothing changed */
};

/* Every loaded version with its files, for plan_build; leaves room for `spare` more at the end. */
enum rc scheme_sources(struct db *db, int64_t county, struct arena *a, size_t spare, struct plan_source **out, size_t *n);

/* The numbers that forms were given when they were first loaded, for plan_build. */
enum rc scheme_numbers(struct db *db, int64_t county, struct arena *a, struct plan_options *out);

/* Checks the new one together with all that is loaded, and keeps it. `place` is where it is in force (0: the whole county).
 * `from` is when it takes over (DAY_NONE: its own beginning). RC_CONFLICT: another text under the same id and version. The
 * caller makes a new evaluator and evaluates afterwards. */
enum rc scheme_load(struct work *w, const struct codes *codes, const struct plan_source *source, int64_t place, day_t from,
                    struct scheme_loaded *out);

/* Ends a scheme on a day. */
enum rc scheme_end(struct work *w, struct text id, day_t on);

#endif
