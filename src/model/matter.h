/* SPDX-License-Identifier: Apache-2.0 */
/* A place, a member of staff or a facility as the cadence engine sees it: since when it is there, what was recorded about it,
 * what was excused. A class, a school, a centre school and the county are held to what a scheme asks of such places; of the
 * staff those who work at a school. A place is in scope while it exists within the range where the scheme is in force (and as
 * `where:` says). */
#ifndef CHUYAN_MODEL_MATTER_H
#define CHUYAN_MODEL_MATTER_H

#include "model/assess.h"
#include "scheme/facility.h"
#include "model/touched.h"

struct matter {
    struct about about;
    enum code_subject subject;
    int64_t place_key;                /* of the place, or of where the member of staff works */
    uint32_t stages;                  /* bits of the list of stages: a nine-year school has two */
    bool boarding, rural;
    struct text facility_kind;        /* of a facility */
    int64_t keeper;                   /* of a facility: who keeps it on as_of; 0 nobody */
    const struct facility_state *facility; size_t facility_count;     /* of a place: what stands at it or below */
    day_t from, to;                   /* half-open; a class ends when it has graduated */
    struct cadence_subject cadence;   /* encounters and exemptions; scopes are filled by matter_run */
};

/* What matter_run writes into, for one evaluation. */
struct matter_scopes { struct cadence_scope *scope; struct cadence_span *span; uint8_t *scope_of; };

/* Records that were taken back count as long as as_of lies before that day. RC_NOT_FOUND: it is no longer there. */
enum rc matter_load(struct db *db, const struct evaluator *ev, struct about about, day_t as_of, struct subject_space *space,
    struct matter *out);

/* Every place and member of staff about whom some duty is, places first, each table read once in order. */
struct matter_stream;
enum rc matter_stream_open(struct db *db, const struct evaluator *ev, day_t as_of, struct subject_space *space, struct arena *a,
                           struct matter_stream **out);
bool matter_stream_next(struct matter_stream *s, struct matter *out);
enum rc matter_stream_close(struct matter_stream *s);

struct matter_scopes matter_scopes_new(struct arena *a, const struct evaluator *ev);
/* Obligations whose window touches from … to, each as the engine gives it. Pure. */
void matter_run(const struct evaluator *ev, const struct matter_scopes *scopes, struct matter *m,
    const struct subject_space *space, day_t from, day_t to, day_t as_of, cadence_sink *sink, void *ctx);
/* Is anything asked of any place or of the staff? */
bool matter_owed_any(const struct evaluator *ev);
/* A place's stage as bits; is a place what `where:` asks for? */
uint32_t matter_stages(const struct evaluator *ev, struct text stage);
bool matter_where(const struct plan_where *where, const struct matter *m);
/* Does a duty concern it at all (kind, range of the scheme, `where:`)? */
bool matter_has(const struct evaluator *ev, const struct matter *m, size_t duty);

#endif
