/* SPDX-License-Identifier: Apache-2.0 */
/* The board of 1+N and 1+1: which children have nobody, which colleagues carry too much; and the page where one child is
 * arranged. */
#ifndef CHUYAN_VIEW_BUILD_PAIRING_H
#define CHUYAN_VIEW_BUILD_PAIRING_H

#include "gen/view/pair.h"
#include "gen/view/pairing.h"
#include "view/field.h"

enum { PAIRING_PAGE = 40, PAIRING_STAFF = 40, PAIR_FOUND = 30 };

struct pairing_query {
    int64_t place, place_lo, place_hi;
    bool bare;
    int64_t after_key, after_child, shown;
    size_t most;                       /* children and colleagues told at a time; 0: as a page shows them */
};

/* q->scope: scope_at(CAP_pairing_edit). */
enum rc build_pairing(const struct ask *q, const struct pairing_query *c, struct pairing_view *v);

struct pair_query {
    int64_t child, class_id;
    struct text relation, words;       /* empty relation: the first one */
    struct scope around;               /* where peers may come from: the class, or the school when that may be seen */
};

/* q->scope proves the child. Typed values come back through `state` (NULL: an empty form). */
enum rc build_pair(const struct ask *q, const struct pair_query *c, const struct field_state *state, struct pair_view *v);

/* Who has to stand by a child: for the children of `target` at least `need` people at a time in `relation` (the relations in
 * force that ask for at least one adult, whatever they are called). A child of whom any demand is unmet is unpaired. Relations
 * that ask for nobody stand there with need 0: their children may be given somebody. False when there is neither. */
enum { PAIRING_DEMANDS = 8 };
struct pairing_demand { struct text target, relation; int need; };
bool pairing_demands(const struct plan *p, day_t day, struct pairing_demand out[PAIRING_DEMANDS]);

/* What the schemes in force say of a relation, the strictest of several. */
struct pairing_bounds { const struct plan_relation *first; int min, max,
    overload; bool peer; uint64_t kinds; struct text clause; };
bool pairing_bounds(const struct ask *q, struct text relation, struct pairing_bounds *out);

#endif
