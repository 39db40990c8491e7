/* SPDX-License-Identifier: Apache-2.0 */
/* A record of real work, entered once. It credits every duty of every scheme that it satisfies. Append-only. */
#ifndef CHUYAN_MODEL_ENCOUNTER_H
#define CHUYAN_MODEL_ENCOUNTER_H

#include "model/evaluate.h"
#include "model/work.h"

enum {
    ENCOUNTER_CHILDREN = 200,       /* in one record */
    ENCOUNTER_ABOUT = 500,          /* members of staff in one record, or places */
    ENCOUNTER_SENTENCE = 2000,      /* characters */
    ENCOUNTER_BACK_DAYS = 400,      /* how far back a record may be entered */
    ENCOUNTER_LATE_DAYS = 2,        /* entered within so many days of what it tells is no later entry */
    ENCOUNTER_FORM_BYTES = 32768
};

struct encounter_answer { struct text name, value; };   /* a question of the kind's form; several values separated by a space */

struct encounter_input {
    struct text kind, mode;             /* keys of kinds.yaml; mode empty: the kind's first */
    day_t day;                          /* Asia/Shanghai */
    int64_t minute, minutes;            /* of the day; how long. NULL_INT when not told */
    const int64_t *child;               /* each proven by the caller */
    size_t child_count;
    const struct about *about;          /* or else: the places it is about, or the members of staff who took part; proven too */
    size_t about_count;
    struct text met;                    /* keys separated by spaces; empty: the kind's default */
    int64_t actor;                      /* who did it; 0: who enters it */
    struct text sentence;
    const struct encounter_answer *answer;
    size_t answer_count;
    day_t follow;                       /* DAY_NONE none */
    moment_t device_at;                 /* 0 not told */
    int64_t replaces;                   /* a voided record, 0 none */
    int64_t batch;
    bool once;                          /* from a file: what is there already, in every word, is not written again */
};

struct encounter_result {
    int64_t id;
    bool twin;                          /* not written: `id` is the record that says the same (only with `once`) */
    bool late;                          /* credits a window that had ended, or entered more than ENCOUNTER_LATE_DAYS afterwards */
    bool no_role;                       /* who acted held no role for any of its children or places that day */
    struct evaluate_credit *credit;     /* what it was worth, one a child and duty; in w->arena */
    size_t credit_count;
};

/* Checks, writes, evaluates the children, all in the caller's transaction. Warnings are added to w->faults and do not refuse;
 * one is that the same was recorded already.
 * RC_INVALID: faults by field name (kind, mode, day, minutes, children, met, sentence, form fields by their names). */
enum rc encounter_add(struct work *w, const struct encounter_input *in, struct encounter_result *out);

/* Takes a record back with a reason (at least two characters); its children are evaluated again. RC_CONFLICT when it was
 * already. */
enum rc encounter_void(struct work *w, int64_t id, struct text reason);

/* The places or members of staff of a record that is not with children. */
enum rc encounter_abouts(struct db *db, int64_t county, int64_t id, struct arena *a, struct about **out, size_t *n);

struct encounter_child { int64_t child, place_key; struct text name; };
/* The children of a record, to prove it through one of them. */
enum rc encounter_children(struct db *db, int64_t county, int64_t id, struct arena *a, struct encounter_child **out, size_t *n);

#endif
