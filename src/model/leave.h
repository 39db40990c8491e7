/* SPDX-License-Identifier: Apache-2.0 */
/* A child leaves the roll as part of a batch: the same as child_leave, with what stood before written down for undo. */
#ifndef CHUYAN_MODEL_LEAVE_H
#define CHUYAN_MODEL_LEAVE_H

#include "model/undo.h"

/* Writes {"diff":[…],"version":n,"undo":[…]} into an empty buffer. */
enum rc leave_logged(struct work *w, const struct scope *scope, const struct child *c, day_t on, const char *reason,
                     int64_t batch, struct buf *before);
/* The same for a child whose class has ended and who goes on to another school (child_wait). */
enum rc wait_logged(struct work *w, const struct scope *scope, const struct child *c, day_t on, struct buf *before);
/* A move to another class, likewise. */
enum rc move_logged(struct work *w, const struct scope *scope, const struct child *c, int64_t class_id, day_t on, int64_t batch,
                    struct buf *before);

/* What an import row made by a step (not by a file) was given: {"v":{"name":…}}. */
struct text row_of_name(struct arena *a, struct text name);

#endif
