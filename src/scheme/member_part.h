/* SPDX-License-Identifier: Apache-2.0 */
/* Absence as the counting rules see it, shared by the sweep and its explanation. For src/scheme. */
#ifndef CHUYAN_SCHEME_MEMBER_PART_H
#define CHUYAN_SCHEME_MEMBER_PART_H

#include "scheme/member.h"

/* Where somebody went, seen from home. Compared level by level from the province down; a level that either side does not name
 * ends the comparison. */
enum distance_answer { DISTANCE_FAR, DISTANCE_NEAR, DISTANCE_UNTOLD };
enum distance_answer member_distance(int64_t home, int64_t place, enum distance beyond);

/* Spells of absence joined over short stays at home: away in [from, to), counting under the rule from `counts` on. */
struct spell { day_t from, to, counts; int bridged; int64_t place; };

struct away { struct spell spell[EXPR_PROFILES][2][MEMBER_AWAY]; size_t n[EXPR_PROFILES][2]; };

/* Those of one parent that are far enough and for a cause that counts; sorted, apart. */
size_t member_spells(const struct plan *p, const struct member_child *c, enum expr_who who, const struct away_profile *profile,
                     struct spell out[MEMBER_AWAY]);
void member_away_fill(const struct plan *p, const struct member_child *c, struct away *away);

#endif
