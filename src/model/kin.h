/* SPDX-License-Identifier: Apache-2.0 */
/* How a person stands to a child, from when to when: parents, guardians, carers. */
#ifndef CHUYAN_MODEL_KIN_H
#define CHUYAN_MODEL_KIN_H

#include "model/person.h"

struct kin {
    int64_t id, person_id;
    struct text relation;                 /* GB/T 4761, two digits, relation to the child */
    bool guardian, carer;
    day_t from, to;                       /* to: DAY_NONE while open */
    struct person person;
};
struct kin_list { struct kin *item; size_t n; };

/* Everybody around one child, open ones first; the scope proves the child (scope.child). */
enum rc kin_of(struct db *db, const struct scope *scope, struct arena *a, struct kin_list *out);
/* The same for writers that have proven the child already. */
enum rc kin_for(struct db *db, int64_t county, int64_t child, struct arena *a, struct kin_list *out);
/* Adds a person (found again or new) as kin of a child. Warns: parent less than 15 years older, carer under 18 or over 80. */
enum rc kin_add(struct work *w, int64_t child, struct kin *k, int64_t batch);
enum rc kin_change(struct work *w, int64_t child, const struct kin *k);
enum rc kin_end(struct work *w, int64_t child, int64_t kin, day_t on);

enum kin_side { KIN_OTHER, KIN_FATHER, KIN_MOTHER };
enum kin_side kin_side(struct text relation);         /* 51 57 father's side of the rules, 52 58 mother's */

#endif
