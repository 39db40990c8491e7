/* SPDX-License-Identifier: Apache-2.0 */
/* What stood before a row of an import was carried out, kept with the row, and put back when the import is undone. Each step is
 * a list in JSON: what it was, then the values that go back; they are played last first. */
#ifndef CHUYAN_MODEL_UNDO_H
#define CHUYAN_MODEL_UNDO_H

#include "model/child.h"
#include "model/enrolment.h"
#include "model/kin.h"
#include "model/place.h"
#include "model/staff.h"

struct undo { struct buf *b; };      /* inside an open JSON list */

void undo_child_new(struct undo *u, int64_t family);
void undo_child(struct undo *u, const struct child *before);
/* First of all steps, so that it is played last: the version goes back too, and an older import of the same child can be undone
 * next. */
void undo_version(struct undo *u, int64_t version);
void undo_class(struct undo *u, int64_t class_id, int64_t place_key, struct text state);
void undo_family(struct undo *u, int64_t family);
void undo_enrolment_new(struct undo *u, day_t from);
void undo_enrolment(struct undo *u, const struct enrolment *before);
void undo_fact_new(struct undo *u, int64_t id);
void undo_fact(struct undo *u, int64_t id, day_t to);
void undo_fact_void(struct undo *u, int64_t id);
void undo_kin_new(struct undo *u, int64_t id, int64_t person);
void undo_kin(struct undo *u, const struct kin *before);
void undo_person(struct undo *u, const struct person *before);
void undo_pairing(struct undo *u, int64_t id, int64_t staff);
void undo_place_new(struct undo *u, int64_t id);
void undo_place(struct undo *u, const struct place *before);
void undo_place_to(struct undo *u, int64_t id, day_t to);
void undo_staff_new(struct undo *u, int64_t id);
void undo_staff(struct undo *u, const struct staff *before);

/* Plays the steps of one row backwards. `object`: the child or member of staff. */
enum rc undo_play(struct work *w, int64_t batch, int64_t object, struct text steps_json);

#endif
