/* SPDX-License-Identifier: Apache-2.0 */
/* Do the facilities stand that a scheme asks of a place? A pure function over what is known of them, day by day.
 *
 * The rules (normative):
 * - A facility meets an element when it is of its kind, is open that day, has a keeper if one is asked for, and has every thing
 *   of the equipment in the number asked for; what is optional is told, and is not missed.
 * - A place meets it when as many facilities as asked for, at the place itself or below it, do so.
 * - It is owed once and for as long as the scheme holds: open from the day scheme and place both are there, due by the day the
 *   element names (no sooner than FACILITY_DAYS after the place began), else FACILITY_DAYS after the beginning. Overdue as
 *   cadence_state_on says it; what stood and lapsed is owed again at once.
 * - Known on a day is what was entered on or before it. An exemption excuses as long as it lasts. */
#ifndef CHUYAN_SCHEME_FACILITY_H
#define CHUYAN_SCHEME_FACILITY_H

#include "scheme/plan.h"

/* What a facility had, from a day to a day: so many of a thing, or its keeper (FACILITY_KEEPER, n = who). */
struct facility_spell { struct text part; day_t from, to, known; int64_t n; };
#define FACILITY_KEEPER "@keeper"

struct facility_state {
    int64_t id, place_key;
    struct text kind;
    day_t from, to, known;            /* half-open; to DAY_MAX while it stands */
    const struct facility_spell *spell;  size_t spell_count;
};

/* How many of a part it has on a day, as known on as_of; *known the day the latest of it was entered. */
int64_t facility_part_on(const struct facility_state *s, struct text part, day_t on, day_t as_of, day_t *known);
/* Does it meet the element on as_of; *known: the day from which that was known, without a break till then. *lacks: how many
 * things, or the keeper, are missing. */
bool facility_meets(const struct plan_facility *f, const struct facility_state *s, day_t as_of, day_t *known, int *lacks);

/* What of a place matters here. */
struct facility_place { day_t from, to; };
/* The one obligation of a place, `duty` and `index` left to the caller; false: nothing is owed on as_of. */
bool facility_owed(const struct plan *p, const struct plan_facility *f, const struct facility_place *place,
                   const struct facility_state *state, size_t n, const struct cadence_exemption *exemption, size_t exemptions,
                   int32_t duty, day_t as_of, struct cadence_obligation *out);

#endif
