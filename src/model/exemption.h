/* SPDX-License-Identifier: Apache-2.0 */
/* A duty excused for a child, a place or a member of staff and a span: asked by one person, approved by another. Those about a
 * child and those about a place or the staff lie in tables of their own; their numbers are of one series. */
#ifndef CHUYAN_MODEL_EXEMPTION_H
#define CHUYAN_MODEL_EXEMPTION_H

#include "model/evaluate.h"
#include "model/work.h"

enum { EXEMPTION_DAYS = 400, EXEMPTION_REASON = 500, EXEMPTION_ABOUT = 60 };   /* ABOUT: members of staff asked for at once */

struct exemption_input {
    struct about about;            /* proven by the caller */
    int64_t duty;                  /* stored number, 0 every duty */
    day_t from, last;              /* both excused */
    struct text reason_code;       /* one of exemption_reasons */
    struct text reason;            /* words; required */
};

/* Why a child, a place, a member of staff may be excused: keys of the words excuse_reason_KEY; ends with NULL. */
const char *const *exemption_reasons(enum about_kind kind);

/* Refused: no reason, dates the wrong way round or too long, a duty that is not in force or not asked of this kind of subject. */
enum rc exemption_ask(struct work *w, const struct exemption_input *in, int64_t *id);

struct exemption { int64_t id, duty, asked_by; struct about about; struct text state; };
enum rc exemption_find(struct db *db, int64_t county, int64_t id, struct arena *a, struct exemption *out);

/* Approved or refused. RC_INVALID when the one who asked decides, or the one whom it excuses; RC_CONFLICT when it was decided
 * already. */
enum rc exemption_decide(struct work *w, int64_t id, bool approve);

#endif
