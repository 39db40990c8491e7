/* SPDX-License-Identifier: Apache-2.0 */
/* Which classes of data of one child the one who asks may see: those of the roles held at the child's place, and of the relation
 * in which they hold this very child. What a role elsewhere, or for another child, may see does not travel (PIPL art. 28, least
 * authorisation; what a counsellor writes is closed to all others). */
#ifndef CHUYAN_VIEW_SEE_H
#define CHUYAN_VIEW_SEE_H

#include "scheme/codes.h"
#include "view/ask.h"

/* Bits of DATA_…; 0 when the child is not theirs to see at all. The operator sees all but counselling and sealed cases. */
enum rc see_child(const struct ask *q, int64_t child, int64_t place_key, uint8_t *data);

/* The same of whoever is at a class, by the roles held there alone: for lists. */
uint8_t see_place(const struct ask *q, int64_t place_key);

bool see_class(uint8_t data, enum data_class class);
/* So confidential that to others not even its being there is told. */
bool see_closed(enum data_class class);

#endif
