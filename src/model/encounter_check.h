/* SPDX-License-Identifier: Apache-2.0 */
/* Every rule that a record must pass, the same for page, command and file. */
#ifndef CHUYAN_MODEL_ENCOUNTER_CHECK_H
#define CHUYAN_MODEL_ENCOUNTER_CHECK_H

#include "access/may.h"
#include "model/encounter.h"

/* What the words of the input came to. */
struct encounter_checked {
    const struct code_kind *kind;
    const struct code_item *mode;
    uint32_t met;
    struct text met_keys;
    int64_t actor;
    struct who who;           /* what the actor held on the day */
    uint32_t *roles;          /* of the actor, for each child, on the day */
    /* the class of the first child that day: it decides at which place the record is listed */
    int64_t place_key;
    int64_t twin;             /* a record that says the same in everything, its answers too; 0: none */
};

/* The answers as they are kept; TEXT_NONE when there are none. */
struct text encounter_form(const struct encounter_input *in, struct buf *b);

enum rc encounter_check_input(struct work *w, const struct encounter_input *in, struct encounter_checked *out);

#endif
