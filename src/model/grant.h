/* SPDX-License-Identifier: Apache-2.0 */
/* Role grants: who may do what where, from when to when. They lapse by themselves. */
#ifndef CHUYAN_MODEL_GRANT_H
#define CHUYAN_MODEL_GRANT_H

#include "access/may.h"
#include "model/work.h"

/* The grants of one member of staff as of a day, for may(). More than GRANTS_PLACED on that day: the widest are kept. */
enum rc grant_who(struct db *db, const struct roles *roles, int64_t county, int64_t staff, day_t day, struct who *out);

/* What somebody holds today or will, before another one gives them something. `wider`: a post reaches further than `by` may use
 * `cap`, so that a first password handed out for it would be a way up; an operator (staff 0) reaches everything. */
struct grant_reach { bool wider, admin, other; };    /* admin: one of the three administrators; other: any other post */
enum rc grant_reach(struct db *db, const struct roles *roles, const struct who *by, enum cap cap, int64_t staff, day_t today,
                    struct grant_reach *out);

/* Touches whom a role concerns that is given or ends: the children of its range about whom something is open, since another
 * one may owe it now, and, when `from` is a day that has gone by, those with whom this person recorded something since. Needs
 * the places of the grant only; call before or after the row is written. */
enum rc grant_touch(struct work *w, int64_t staff, struct text role, int64_t key_lo, int64_t key_hi, day_t from);

/* The same for all grants of a member of staff that hold on that day or later. */
enum rc grant_touch_staff(struct work *w, int64_t staff, day_t from);

/* Gives a role at a place; RC_INVALID with a fault when the role is unknown or may not be granted at that kind of place. */
enum rc grant_add(struct work *w, const struct roles *roles, int64_t staff, struct text role, int64_t place,
                  struct text place_kind, int64_t key_lo, int64_t key_hi, day_t from);
/* The same as people do it, one by one: RC_INVALID with a fault also when it is held already, and when one of the three
 * administrators would hold a second post. */
struct place;
enum rc grant_give(struct work *w, const struct roles *roles, int64_t staff, struct text role, const struct place *at);
enum rc grant_end(struct work *w, int64_t id, day_t to);
enum rc grant_end_staff(struct work *w, int64_t staff, day_t to);

#endif
