/* SPDX-License-Identifier: Apache-2.0 */
/* A child leaves the roll as part of a batch: the same as child_leave, with what stood before written down for undo. */
#ifndef CHUYAN_MODEL_LEAVE_H
#define CHUYAN_MODEL_LEAVE_H

#include "model/undo.h"

/* Writes {"diff":[…],"version":n,"undo":[…]} into an empty buffer. */
enum rc leave_logged(struct work *w, const struct scope *scope, const struct child *c, day_t on, const char *reason, int64_t batch, struct buf *before);

#endif
