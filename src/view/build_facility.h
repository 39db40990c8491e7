/* SPDX-License-Identifier: Apache-2.0 */
/* Rooms and boxes for children: those of a place beside what schemes ask for, and one with its log. */
#ifndef CHUYAN_VIEW_BUILD_FACILITY_H
#define CHUYAN_VIEW_BUILD_FACILITY_H

#include "gen/view/facilities.h"
#include "gen/view/facility.h"
#include "gen/view/list.h"
#include "model/facility.h"
#include "view/ask.h"
#include "view/field.h"

enum { FACILITY_LOG = 60 };

/* q->scope is the range of the place, proven; 0: the one whose range it is. */
enum rc build_facilities(const struct ask *q, int64_t place, struct facilities_view *v);
enum rc build_facilities_paper(const struct ask *q, int64_t place, struct list_view *v);

/* One that stands in the range of q->scope, or (id 0) the form of a new one at `place`, of the kind asked for. RC_NOT_FOUND. */
struct facility_query { int64_t place, id; struct text kind, form; const struct field_state *state; };
enum rc build_facility(const struct ask *q, const struct facility_query *in, struct facility_view *v);

/* Things that schemes in force ask of a kind at a place of that range: each once, with the largest number. */
struct facility_thing { const struct plan_item *item; int least; bool optional; };
size_t facility_things(const struct ask *q, struct text kind, int64_t place_key, struct facility_thing **out);

#endif
