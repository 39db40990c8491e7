/* SPDX-License-Identifier: Apache-2.0 */
/* Passwords: argon2id, and what we ask of them (GB/T 22239 level 3: length and mixture). */
#ifndef CHUYAN_MODEL_PASSWORD_H
#define CHUYAN_MODEL_PASSWORD_H

#include "base/fault.h"

enum { PASSWORD_MIN = 10, PASSWORD_MAX = 128, PASSWORD_SECRET = 128 };

/* What one hash costs. The default keeps a guess at a stolen table at about a tenth of a second and 64 MB. */
struct password_cost { size_t memory; unsigned rounds; };
#define PASSWORD_COST ((struct password_cost){64 << 20, 2})

/* RC_UNAVAILABLE when there is no memory for it. The texts live in `a`. */
enum rc password_hash(struct arena *a, struct text password, struct password_cost cost, struct text *secret);
/* Takes as long for an account that does not exist: give it TEXT_NONE as secret, and it compares with nothing at the same
 * cost. */
bool password_fits(struct text secret, struct text password, struct password_cost cost);
/* Faults on `field` when it is too short, too long, of one kind of character, the login, or one that everybody tries first. */
bool password_check(struct text password, struct text login, struct text field, struct faults *f);
/* A first password to hand over: 12 characters that are not taken for one another, in groups of four. */
struct text password_first(struct arena *a);

#endif
