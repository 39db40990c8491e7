/* SPDX-License-Identifier: Apache-2.0 */
/* Who owes a duty for a child today: who holds a post that the duty names (model/body.h), else the first of its owner roles
 * that somebody holds, by pairing or by a grant at the child's class or the nearest place above. */
#ifndef CHUYAN_MODEL_OWNER_H
#define CHUYAN_MODEL_OWNER_H

#include "access/may.h"
#include "model/subject.h"

/* Remembers answers per (role, class) for as long as one transaction. */
struct owners {
    struct db *db;
    const struct evaluator *ev;
    day_t today;
    struct arena *arena;
    struct owner_memo { int64_t place_key; int32_t role; int64_t staff; } *memo;   /* open addressing; role -1 = free */
    size_t n, slots;
};

struct owners owners_new(struct db *db, const struct evaluator *ev, day_t today, struct arena *a);
/* 0 when nobody holds any of the roles. */
enum rc owner_of(struct owners *o, const struct plan_duty *duty, const struct subject *s, int64_t *staff);

/* The same for a place, a member of staff or a facility: by grants at the place or the nearest above; roles of pairings are for
 * children, that of a keeper for who keeps the facility (0 nobody). */
enum rc owner_at(struct owners *o, const struct plan_duty *duty, int64_t place_key, int64_t keeper, int64_t *staff);

/* The class of a child on a day; of the first later day when it was not enrolled yet, else of the last one. -1: never
 * enrolled. */
enum rc owner_place_on(struct db *db, int64_t county, int64_t child, day_t day, int64_t *place_key);
/* The same for who goes through a child's enrolments, earliest first, anyway; begin with -1. */
static inline void owner_place_take(int64_t *place_key, int64_t enrolled_at, int64_t from, day_t day)
{
    if (*place_key < 0 || from <= day) *place_key = enrolled_at;
}

/* The roles that a member of staff holds for one child on a day, as bits: grants at the class of that day or above, and
 * pairings. */
enum rc owner_roles(struct db *db, const struct evaluator *ev, int64_t staff, int64_t child, day_t day, uint32_t *roles);
/* The same for who knows the class of that day (-1: none) and what the member of staff held that day. */
enum rc owner_roles_at(struct db *db, const struct evaluator *ev, const struct who *who, int64_t child, int64_t place_key,
    day_t day, uint32_t *roles);
/* And for who knows the child's pairings too. */
uint32_t owner_roles_of(const struct evaluator *ev, const struct who *who, const struct subject_pair *pair, size_t n,
    int64_t place_key, day_t day);
/* The roles that a member of staff holds at a place (or above it) on a day, as bits. */
enum rc owner_roles_place(struct db *db, const struct evaluator *ev, int64_t staff, int64_t place_key, day_t day,
    uint32_t *roles);
/* Sets the bits of all records with a child again, after grants or pairings that reach into the past changed. */
enum rc owner_roles_refresh(struct db *db, const struct evaluator *ev, int64_t child, struct arena *a);

/* The bit of the role that who keeps a facility holds for it. */
uint32_t owner_keeper_bit(const struct codes *c);

#endif
