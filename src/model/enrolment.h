/* SPDX-License-Identifier: Apache-2.0 */
/* In which class from when to when: half-open spans that never overlap for one child. */
#ifndef CHUYAN_MODEL_ENROLMENT_H
#define CHUYAN_MODEL_ENROLMENT_H

#include "model/work.h"

struct enrolment {
    int64_t class_id, place_key;
    day_t from, to;                       /* to: DAY_NONE while open */
    struct text reason_in, reason_out;
};
struct enrolment_list { struct enrolment *item; size_t n; };

/* Spans of one child in order. The caller has proven the child. */
enum rc enrolment_of(struct db *db, int64_t county, int64_t child, struct arena *a, struct enrolment_list *out);
/* Opens a span; RC_CONFLICT when it would overlap another. */
enum rc enrolment_open(struct work *w, int64_t child, int64_t class_id, int64_t place_key, day_t from, const char *reason_in,
                       int64_t batch);
/* Ends the open span on a day (a span that would be empty is removed); RC_NOT_FOUND when none is open. */
enum rc enrolment_close(struct work *w, int64_t child, day_t to, const char *reason_out);

#endif
