/* SPDX-License-Identifier: Apache-2.0 */
/* Rooms, boxes and places for children: a home for left-behind children, a call room, a letterbox. Kept with a keeper and what
 * they have, day by day, so that a report on any day says what stood then. */
#ifndef CHUYAN_MODEL_FACILITY_H
#define CHUYAN_MODEL_FACILITY_H

#include "model/work.h"
#include "scheme/facility.h"

struct facility {
    int64_t id, place, place_key, keeper, version;
    struct text kind, name, keeper_name, hours, note;
    day_t from, to;                        /* to: DAY_NONE while it stands */
    moment_t made_at;
};
struct facility_list { struct facility *item; size_t n; };
struct facility_part { struct text part; int64_t n; };      /* so many of a thing; 0: none */

enum { FACILITY_NAME = 40, FACILITY_HOURS = 80, FACILITY_NOTE = 200, FACILITY_PART_MOST = 1000000 };

enum rc facility_by_id(struct db *db, int64_t county, int64_t id, struct arena *a, struct facility *out);
/* Those of a range of places, place by place; closed ones come too. */
enum rc facility_at(struct db *db, int64_t county, int64_t lo, int64_t hi, struct arena *a, struct facility_list *out);

/* Is there such a kind: in the list, or brought by a scheme? */
bool facility_kind_known(const struct plan *p, struct text kind);

/* In: kind, place, name (empty: what its kind is called), keeper, hours, note, from (0: today). What it has stands from its first
 * day on. RC_CONFLICT: one of that kind and name stands there already. */
enum rc facility_add(struct work *w, struct facility *f, const struct facility_part *part, size_t n);
/* Name, keeper, hours, note, and the things that are named; from today on. RC_CONFLICT: changed since `version`, or closed. */
enum rc facility_change(struct work *w, const struct facility *f, const struct facility_part *part, size_t n);
enum rc facility_close(struct work *w, int64_t id, day_t on);
/* Somebody leaves: what they kept is without a keeper from that day. */
enum rc facility_keeper_leaves(struct work *w, int64_t staff, day_t on);

/* 0: nobody. */
enum rc facility_keeper_on(struct db *db, int64_t county, int64_t facility, day_t day, int64_t *staff);
/* What the engine reads, by place; spells in the arena. */
enum rc facility_states(struct db *db, int64_t county, int64_t lo, int64_t hi, struct arena *a, struct facility_state **out,
                        size_t *n);

#endif
