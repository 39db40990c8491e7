/* SPDX-License-Identifier: Apache-2.0 */
/* Every rule that a record must pass, the same for page, command and file. */
#ifndef CHUYAN_MODEL_ENCOUNTER_CHECK_H
#define CHUYAN_MODEL_ENCOUNTER_CHECK_H

#include "access/may.h"
#include "model/encounter.h"
#include "model/gist.h"

/* What the words of the input came to. */
struct encounter_checked {
    const struct code_kind *kind;
    const struct code_item *mode;
    uint32_t met;
    struct text met_keys;
    int64_t actor;
    struct who who;           /* what the actor held on the day */
    uint32_t *roles;          /* of the actor, for each child (or place, or member of staff), on the day */
    /* the class of the first child that day (the first place, or where the first member of staff works): it decides at which
     * place the record is listed */
    int64_t place_key;
    int64_t *about_key;       /* of each place, or of where each member of staff works */
    struct gist **gist;       /* of each child as it stands before the record; NULL: it has to be read from the tables */
    int64_t twin;             /* a record that says the same in everything, its answers too; 0: none */
};

/* The answers as they are kept; TEXT_NONE when there are none. */
struct text encounter_form(const struct encounter_input *in, struct buf *b);

/* What a record says, to be compared with another. */
struct encounter_said { int64_t minutes; struct text met, sentence, form; int64_t people; };
/* The same words; *whole: minutes, people met and answers are the same too. */
bool encounter_alike(const struct encounter_said *a, const struct encounter_said *b, bool *whole);

/* The questions of the kind: asked, answered, within bounds, together. The same sentences for page, command and sheet. */
void encounter_check_form(struct work *w, const struct encounter_input *in, const struct code_kind *kind);

/* The part for records about places and staff (encounter_about.c): each is there and fits the kind; twins; what is replaced. */
enum rc encounter_check_about(struct work *w, const struct encounter_input *in, struct encounter_checked *out);
enum rc encounter_about_twins(struct work *w, const struct encounter_input *in, struct encounter_checked *ok,
    const struct encounter_said *said, int64_t *like);
enum rc encounter_about_replaced(struct work *w, const struct encounter_input *in, bool *fits);

enum rc encounter_check_input(struct work *w, const struct encounter_input *in, struct encounter_checked *out);

#endif
