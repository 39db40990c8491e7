/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CHUYAN_VIEW_BUILD_BODIES_H
#define CHUYAN_VIEW_BUILD_BODIES_H

#include "gen/view/bodies.h"
#include "gen/view/list.h"
#include "model/place.h"
#include "view/field.h"

/* May the one who asks set up bodies there: of a class its class teacher, else who keeps the staff. */
bool bodies_may(const struct ask *q, const struct place *at);

/* The post that is asked about with the page: which body, which of several (0: the one there is, or a new one), which post
 * (empty: a new one of several is set up). */
struct bodies_query { int64_t place; bool form; struct text scheme, key, post; int64_t body; };

/* The bodies that the schemes ask of a place, vacant ones first, and the places below that miss something. The scope is the
 * place's. `state`: the form as it came back; NULL: fresh. RC_NOT_FOUND: no such post. */
enum rc build_bodies(const struct ask *q, const struct bodies_query *c, const struct field_state *state, struct bodies_view *v);
/* The name list of a place: 领导小组名单, for paper. */
enum rc build_bodies_paper(const struct ask *q, int64_t place, struct list_view *v);

#endif
