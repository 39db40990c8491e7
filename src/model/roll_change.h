/* SPDX-License-Identifier: Apache-2.0 */
/* One child comes, changes class, leaves or comes back (异动), without a roll file.
 *
 * Each is undone by its opposite on the same day: moving back to the class it came from, or coming back to it on the day of
 * leaving, closes the gap as if nothing had happened, and the pairings that had ended with it go on. A roll file of a later day
 * agrees with all of them; one of an earlier day is refused row by row (model/roll.c). */
#ifndef CHUYAN_MODEL_ROLL_CHANGE_H
#define CHUYAN_MODEL_ROLL_CHANGE_H

#include "model/child.h"

/* What became of those who stand by the child. */
struct roll_changed { int64_t ended, reopened; };

/* To another class from a day on. Leaving a school ends the pairings with its staff and pupils; within it they go on.
 * RC_INVALID or RC_CONFLICT with a fault: a day ahead, before the child came, a class that is closed, the class it is in. */
enum rc roll_change_move(struct work *w, const struct scope *scope, int64_t child, int64_t class_id, day_t on,
                         struct roll_changed *out);
/* Off the roll; `reason` one of the words of roll_change_reasons. */
enum rc roll_change_leave(struct work *w, const struct scope *scope, int64_t child, day_t on, struct text reason,
                          struct roll_changed *out);
/* Back on the roll. */
enum rc roll_change_return(struct work *w, const struct scope *scope, int64_t child, int64_t class_id, day_t on,
                           struct roll_changed *out);

/* Somebody new in c->class_id. Whom the county knows by ID or roll number and who is on no roll is taken on with the whole file
 * (*known true, c->id who it is); who is on another roll is refused: that school lets it go first. `reason_in`: new,
 * transfer_in. The caller has proven the class. */
enum rc roll_change_add(struct work *w, struct child *c, day_t on, const char *reason_in, bool *known);

/* transfer_out graduated dropout died error other */
extern const char roll_change_reasons[];

#endif
