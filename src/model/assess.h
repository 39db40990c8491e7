/* SPDX-License-Identifier: Apache-2.0 */
/* Both engines over one subject, in memory: what it belongs to, what stands open, what is settled, which alerts hold. Pure. */
#ifndef CHUYAN_MODEL_ASSESS_H
#define CHUYAN_MODEL_ASSESS_H

#include "model/standing.h"
#include "model/subject.h"

/* One window that is planned, due or overdue. */
struct assess_open {
    int index;                 /* in evaluator.duty */
    day_t from, due;
    int have, need;
};

struct assess_group { int group; day_t from, to; };    /* a span in which the subject belongs to plan.group[group] */

struct assess {
    struct arena *arena;
    struct assess_group *group;   size_t group_n, group_cap;       /* all spans, by group, then day */
    size_t first[EXPR_GROUPS + 1];                                 /* group g has first[g] … first[g + 1] */
    struct standing *standing;    size_t standing_n, standing_cap; /* by (duty, from) */
    struct assess_open *open;     size_t open_n, open_cap;         /* by (duty, from) */
    uint8_t *alert;               size_t alert_n;                  /* 1 for each alert of the plan that holds */
    struct cadence_span *span;    size_t span_cap;
    struct cadence_scope *scope;  size_t scope_cap;
    cadence_sink *watch;          void *watch_ctx;                 /* NULL, or told of every obligation of assess_subject */
};

struct assess assess_new(struct arena *a, const struct evaluator *ev);

/* The spans of its groups alone. */
void assess_groups(struct assess *out, const struct evaluator *ev, const struct subject *s);

/* As it stands at the end of `today`; keeps nothing from the subject before. */
void assess_subject(struct assess *out, const struct evaluator *ev, struct subject *s, const struct subject_space *space,
    day_t today);

/* The span of a group that holds today; NULL when it does not. */
const struct assess_group *assess_belongs(const struct assess *a, int group, day_t today);

/* One obligation, each as the engine gives it, for reports on any day; belongs to the subject's scope of that duty. */
void assess_run(struct assess *out, const struct evaluator *ev, struct subject *s, const struct subject_space *space,
                day_t from, day_t to, day_t as_of, cadence_sink *sink, void *ctx);

/* Keeps one obligation as the engine gave it, counted under a place: standing, and open when it is. */
void assess_take(struct assess *a, const struct cadence_obligation *o, int64_t place_key, day_t today);

/* The class under which a window that ended (or still runs) is counted: that of its last day, or of `today` while it runs. */
int64_t assess_place(const struct subject *s, day_t to, day_t today);

/* The day from which an alert that holds today has held without a break, at most three years back (a condition that flickers may
 * be told from a later beginning). */
day_t assess_alert_since(const struct evaluator *ev, const struct subject *s, size_t i, day_t today);

#endif
