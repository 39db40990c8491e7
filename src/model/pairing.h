/* SPDX-License-Identifier: Apache-2.0 */
/* Who stands by a child: exactly one responsible person, N helpers (1+N), a peer (1+1). Bounds and conditions are the relations
 * of the loaded schemes; the strictest of several wins. When somebody leaves, open duties move by themselves (evaluation asks
 * who holds the role now) and credit stays with what was recorded. */
#ifndef CHUYAN_MODEL_PAIRING_H
#define CHUYAN_MODEL_PAIRING_H

#include "model/evaluate.h"
#include "model/work.h"

struct pairing_input {
    int64_t child;                 /* proven by the caller */
    struct text relation;          /* responsible, helper, peer, proxy_parent … */
    int64_t staff, peer;           /* one of them; or neither and helper_name */
    struct text helper_kind, helper_name;
    day_t from;                    /* DAY_NONE: today */
    int64_t batch;
};

/* What a relation makes of who holds it, as kept with each pairing: "peer", or the role of the scheme when pairings give it
 * ("responsible" before any other where several schemes name the relation), else "helper". */
struct text pairing_role(const struct codes *codes, const struct plan *p, struct text relation);
/* Pairings made before follow what the schemes of `p` say now. */
enum rc pairing_roles_refresh(struct db *db, int64_t county, const struct codes *codes, const struct plan *p);

/* Refused with a fault beside its field: unknown relation, already as many as allowed on any day from `from` on (for a maximum
 * of one the open one is ended when `replace`, unless it began later), no valid background check (Law on the Protection of
 * Minors, art. 62), a peer who is the child itself or not of the same class or grade as the scheme wants, a member of staff who
 * has left. Warnings: a person above the overload line or of another school, a child that the relation is not for. */
enum rc pairing_add(struct work *w, const struct pairing_input *in, bool replace, int64_t *id);

/* Ends one; what was done under it stays credited. reason: left, moved, changed, graduated, error. */
enum rc pairing_end(struct work *w, int64_t id, day_t to, const char *reason);

/* Somebody leaves: all their open pairings end on that day, and go on with `successor` (0: nobody yet; then the children are
 * listed as unpaired). *moved gets how many. */
enum rc pairing_move(struct work *w, int64_t staff, int64_t successor, day_t on, const char *reason, int64_t *moved);

/* All open pairings of a child end: it left the roll. */
enum rc pairing_end_child(struct work *w, int64_t child, day_t on, const char *reason);

/* May this person be given a child on that day; false with a fault (field "staff"). */
enum rc pairing_allowed(struct work *w, int64_t staff, day_t on);

#endif
