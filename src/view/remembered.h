/* SPDX-License-Identifier: Apache-2.0 */
/* Figures of a time that is over, kept in memory for a day: last term's count of a county walks everybody, and hardly ever
 * changes. Shared by the threads of a server; it goes with the evaluator it was made under. What is entered late into last term
 * is seen the next day here, and at once in every list and ledger. */
#ifndef CHUYAN_VIEW_REMEMBERED_H
#define CHUYAN_VIEW_REMEMBERED_H

#include "base/date.h"
#include "base/text.h"

enum { REMEMBERED = 256, REMEMBERED_RULE = 96 };   /* figures at a time; bytes of a rule's key */

struct remembered;
/* Whose figure: the range of places, the counting rule, the day it is of. */
struct remembered_key { int64_t lo, hi; struct text rule; day_t of; };
struct remembered_figure { int64_t members, touched; };

struct remembered *remembered_new(void);        /* NULL: no memory */
void remembered_free(struct remembered *r);     /* NULL is fine */

/* False when it is not there or was made on another day than `today`. `r` may be NULL. */
bool remembered_get(struct remembered *r, const struct remembered_key *key, day_t today, struct remembered_figure *out);
/* Takes the place of the oldest; a rule with a longer key is not kept. */
void remembered_put(struct remembered *r, const struct remembered_key *key, day_t today, struct remembered_figure figure);

#endif
