/* SPDX-License-Identifier: Apache-2.0 */
/* A child changes class, leaves, comes back, or comes anew. */
#ifndef CHUYAN_VIEW_BUILD_MOVE_H
#define CHUYAN_VIEW_BUILD_MOVE_H

#include "gen/view/child_move.h"
#include "view/field.h"

struct move_query {
    int64_t child;             /* 0: somebody new */
    int64_t school;            /* whose classes are offered; 0: the child's own, or the only one */
    const char *form;          /* the form that came back with faults: move, leave, return, add; NULL none */
};

enum rc build_move(const struct ask *q, const struct move_query *c, const struct field_state *state, struct child_move_view *v);

#endif
