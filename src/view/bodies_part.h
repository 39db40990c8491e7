/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the page of bodies share: the bodies of one place with everybody who holds or held a post. */
#ifndef CHUYAN_VIEW_BODIES_PART_H
#define CHUYAN_VIEW_BODIES_PART_H

#include "model/body.h"
#include "view/build_bodies.h"

struct bodies_stand { int64_t id; struct text scheme, key, name; day_t from, to; };
struct bodies_holder {
    int64_t id, body, staff, child;
    struct text post, unit, name, house, job;
    day_t from, to;
};
struct bodies {
    const struct ask *q;
    struct place at;
    struct body_lines lines;
    struct bodies_stand *stand;    size_t stand_n, stand_cap;
    struct bodies_holder *holder;  size_t holder_n, holder_cap;
    struct bodies_open { int64_t duty; day_t from, due; } *open; size_t open_n, open_cap;
};

/* Names of pupils only for those who may list the children there. */
enum rc bodies_read(const struct ask *q, int64_t place, struct bodies *out);
/* Those of body i of the plan that stand on a day; returns how many (at most cap). */
size_t bodies_standing(const struct bodies *b, size_t body, const struct bodies_stand **out, size_t cap);
/* What the post of one group lacks today, in words; "" when nothing. */
struct text bodies_lacks(const struct bodies *b, size_t body, int64_t group, size_t post);
/* Where and as what somebody works. */
struct text bodies_note(const struct bodies *b, const struct bodies_holder *h);

enum rc bodies_form(const struct bodies *b, const struct bodies_query *c, const struct field_state *s, struct bodies_view *v);

#endif
