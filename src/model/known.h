/* SPDX-License-Identifier: Apache-2.0 */
/* Which numbers and names a county holds already, read once in a large import, so that a row about somebody new asks the base
 * nothing. Only "nobody has it" is concluded from here; whatever may be there is asked for by its statement, so a wrong guess
 * costs time and never takes one human being for another. */
#ifndef CHUYAN_MODEL_KNOWN_H
#define CHUYAN_MODEL_KNOWN_H

#include "model/work.h"

enum known_kind { KNOWN_CHILD_ID, KNOWN_CHILD_ROLL, KNOWN_PERSON_ID, KNOWN_PERSON_PHONE, KNOWN_KINDS };

struct known;

/* Knows nothing yet: it reads the base when it has been asked often enough for that to pay. Lives in `a`, serves one
 * transaction; whoever writes numbers in that transaction tells it (known_tell). */
struct known *known_new(struct arena *a);

/* True: nobody in the county has this number. False: somebody has, or nothing is known; ask. */
enum rc known_nobody(struct work *w, enum known_kind kind, struct text number, bool *nobody);
/* The same for a child of this name and birthday in a class. */
enum rc known_no_child(struct work *w, int64_t place_key, struct text name, day_t birth, bool *nobody);

/* What this transaction wrote; does nothing when w has no memory of this kind. Empty numbers are nothing. */
void known_tell(struct work *w, enum known_kind kind, struct text number);
void known_tell_child(struct work *w, int64_t place_key, struct text name, day_t birth);

#endif
