/* SPDX-License-Identifier: Apache-2.0 */
/* Ledgers on their way up: class → school → centre school → county. What is handed up is frozen with its name list.
 *
 *     draft ─submit→ submitted ─accept→ accepted ─lock→ locked
 *       ↑                │ return          │ return       │
 *       └── returned ←───┴─────────────────┘   reopen ────┘ (to draft)
 *
 * Nothing is locked while a ledger of the same day below it is returned or opened again.
 * Handed up by who may submit at the place; returned and accepted by who may review at the place above it, and never by the
 * one who handed it up; the county's own ledger has nobody above and is locked as it was handed up. */
#ifndef CHUYAN_MODEL_SUBMISSION_H
#define CHUYAN_MODEL_SUBMISSION_H

#include "access/may.h"
#include "model/place.h"

enum { SUBMISSION_COMMENT = 300 };

enum submission_step { STEP_SUBMIT, STEP_RETURN, STEP_ACCEPT, STEP_LOCK, STEP_REOPEN, STEP_COUNT };
const char *submission_step_name(enum submission_step s);      /* "submit" */
bool submission_step_find(struct text name, enum submission_step *out);

struct submission {
    int64_t id, place, lo, hi, version;
    struct text ledger, rule, state, digest;       /* ledger: class, school, centre, county */
    day_t from, as_of;
};
enum rc submission_by_id(struct db *db, int64_t county, int64_t id, struct arena *a, struct submission *out);
/* RC_NOT_FOUND while nobody handed it up. */
enum rc submission_find(struct db *db, int64_t county, struct text ledger, int64_t place, day_t as_of, struct text rule,
    struct arena *a,
                        struct submission *out);
/* The view as JSON when it was handed up. RC_INTERNAL when it is not what its digest says. */
enum rc submission_frozen(struct db *db, int64_t county, const struct submission *s, struct arena *a, struct text *json);

/* May this step be taken from this state at all? `top`: the ledger of the bureau itself. */
bool submission_possible(struct text state, enum submission_step step, bool top);
/* And may this person take it? `above`: the place above, NULL for the bureau. Not asked here: whether it was they who handed
 * it up. */
bool submission_may(const struct roles *r, const struct who *who, const struct place *at, const struct place *above,
    enum submission_step step);

struct submission_row { int64_t child, place_key; struct text columns; };
struct submission_input {
    struct text ledger, rule;
    const struct place *place;         /* proven by the caller */
    day_t from, as_of;
    int64_t version;                   /* of what was seen; 0 when nothing was handed up yet */
    struct text frozen;                /* the view as JSON */
    const struct submission_row *row;  size_t rows;
};
/* RC_CONFLICT, with a fault: handed up already, or somebody was first. */
enum rc submission_submit(struct work *w, const struct submission_input *in, int64_t *id);

/* The other steps. The right was proven by the caller (submission_may). Refused with a fault: a return or re-opening without a
 * comment, the own ledger, a state from which it cannot go (RC_CONFLICT), another version than was seen (RC_CONFLICT). */
enum rc submission_take(struct work *w, int64_t id, int64_t version, enum submission_step step, struct text comment);

#endif
