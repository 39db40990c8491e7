/* SPDX-License-Identifier: Apache-2.0 */
/* One child as the engines see it: dated facts, classes, carers, pairings, records, exemptions; loaded alone or streamed in
 * order. */
#ifndef CHUYAN_MODEL_SUBJECT_H
#define CHUYAN_MODEL_SUBJECT_H

#include "model/evaluator.h"
#include "scheme/member.h"

struct subject_pair { int64_t staff; day_t from, to; int16_t relation; /* index in plan.relation */ };

/* Why a span in a class began and ended, beside each of member.enrolment. */
enum roll_reason {
    ROLL_NEW, ROLL_TRANSFER, ROLL_CLASS_CHANGE, ROLL_RETURN, ROLL_GRADUATED, ROLL_DROPOUT, ROLL_DIED, ROLL_OTHER,
        ROLL_OPEN /* has not ended */
};
struct subject_roll { uint8_t in, out; };

struct subject {
    int64_t child, class, place_key;
    int sex;                                  /* GB/T 2261.1 */
    bool enrolled;
    struct member_child member;               /* its arrays point into the space below */
    struct cadence_subject cadence;           /* encounters and exemptions; scopes are filled by evaluate */
    const struct subject_pair *pair;          size_t pair_count;
    const struct subject_roll *roll;          /* one for each enrolment */
};

/* The memory of one subject, reused from child to child; grows to the largest. */
struct subject_space {
    struct arena *arena;
    struct member_fact *fact;                 size_t fact_n, fact_cap;
    struct member_enrolment *enrolment;       size_t enrolment_n, enrolment_cap;
    struct subject_roll *roll;                size_t roll_cap;
    struct member_carer *carer;               size_t carer_n, carer_cap;
    struct member_pair *pair;                 size_t pair_n, pair_cap;
    struct subject_pair *helper;              size_t helper_n, helper_cap;
    struct cadence_encounter *encounter;      size_t encounter_n, encounter_cap;
    struct cadence_exemption *exemption;      size_t exemption_n, exemption_cap;
    struct cadence_event *event;              size_t event_n, event_cap;
    uint32_t *scratch;                        size_t scratch_cap;   /* room for encounter_n indexes */
    int64_t last;                             /* the greatest id of these records */
    day_t taken_back;                         /* the last day on which one that is left out was taken back; 0: none is */
    bool unsure;                              /* one that counts will be taken back: the day after may say otherwise */
};

/* Records that were taken back count as long as as_of lies before that day. */
enum rc subject_load(struct db *db, const struct evaluator *ev, int64_t child, day_t as_of, struct subject_space *space,
    struct subject *out);

/* For who has filled the space otherwise: the subject's lists are those of the space, with the events until as_of. */
void subject_finish(const struct evaluator *ev, day_t as_of, struct subject_space *space, struct subject *out);

/* What duties may follow on (scheme/plan.h, enum event), from the dated facts: came to a school, a parent left, the carer
 * changed, birthdays from `from` on. Fills space->event, sorted. */
void subject_events(const struct evaluator *ev, const struct member_child *c, day_t from, day_t to, struct subject_space *space);

/* Every child of the county by id, each table read once in order. */
struct subject_stream;
enum rc subject_stream_open(struct db *db, const struct evaluator *ev, day_t as_of, struct subject_space *space, struct arena *a,
                            struct subject_stream **out);
/* Only those whose id lies in first … last, both included. */
enum rc subject_stream_some(struct db *db, const struct evaluator *ev, day_t as_of, int64_t first, int64_t last,
                            struct subject_space *space, struct arena *a, struct subject_stream **out);
bool subject_stream_next(struct subject_stream *s, struct subject *out);
enum rc subject_stream_close(struct subject_stream *s);

#endif
