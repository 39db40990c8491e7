/* SPDX-License-Identifier: Apache-2.0 */
/* A duty excused for a child and a span: asked by one person, approved by another. */
#ifndef CHUYAN_MODEL_EXEMPTION_H
#define CHUYAN_MODEL_EXEMPTION_H

#include "model/evaluate.h"
#include "model/work.h"

enum { EXEMPTION_DAYS = 400, EXEMPTION_REASON = 500 };

struct exemption_input {
    int64_t child;                 /* proven by the caller */
    int64_t duty;                  /* stored number, 0 every duty */
    day_t from, last;              /* both excused */
    struct text reason_code;       /* sick, hospital, away_with_parents, school_closed, other */
    struct text reason;            /* words; required */
};

/* Refused: no reason, dates the wrong way round or too long, a duty that is not in force. */
enum rc exemption_ask(struct work *w, const struct exemption_input *in, int64_t *id);

/* Approved or refused. RC_DENIED when the one who asked decides; RC_CONFLICT when it was decided already. */
enum rc exemption_decide(struct work *w, int64_t id, bool approve);

#endif
