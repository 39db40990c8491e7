/* SPDX-License-Identifier: Apache-2.0 */
/* A colleague leaves: children are handed over, roles end, the account is shut. One deed, so that nobody keeps a child or a
 * password by an oversight. */
#ifndef CHUYAN_MODEL_DEPARTURE_H
#define CHUYAN_MODEL_DEPARTURE_H

#include "model/work.h"

/* On a day (it may lie ahead: then the account stays open until it has come, for a session looks at the day itself). successor 0:
 * nobody yet, the children are listed as alone. *moved: how many were handed over. RC_NOT_FOUND: no such colleague. RC_CONFLICT
 * with a fault: left already. */
enum rc departure_take(struct work *w, int64_t staff, int64_t successor, day_t on, int64_t *moved);

#endif
