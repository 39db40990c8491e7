/* SPDX-License-Identifier: Apache-2.0 */
/* The file of a child changed by hand, a section at a time: who it is, the people, and the dated facts that facts.yaml
 * describes. */
#ifndef CHUYAN_VIEW_BUILD_EDIT_H
#define CHUYAN_VIEW_BUILD_EDIT_H

#include "gen/view/child_edit.h"
#include "model/child.h"
#include "model/fact.h"
#include "model/kin.h"
#include "view/field.h"

enum { EDIT_FACTS = 120 };

struct edit_query {
    int64_t child;
    struct text section;               /* identity, people, or a section of facts.yaml; empty: identity */
    struct text kind, who;             /* the fact that is added; empty: none yet */
    int64_t kin;                       /* the person that is changed, 0: none; -1: somebody new */
};

/* q->scope proves the child. `state`: the form that came back; NULL when none did. */
enum rc build_edit(const struct ask *q, const struct edit_query *c, const struct field_state *state, struct child_edit_view *v);

/* What the builder's files share. */
struct editing {
    const struct ask *q;
    const struct edit_query *c;
    const struct field_state *state;
    struct child child;
    uint8_t data;                      /* DATA_… that the one who asks may see of this child */
    struct child_edit_view *v;
};
struct form_part *edit_form(struct editing *e, const char *key, struct text title, const char *path);
struct field_part *edit_field(struct editing *e, struct form_part *f, const char *name, const char *type, enum word label,
    struct text preset,
                              bool required);
enum rc edit_identity(struct editing *e);
enum rc edit_people(struct editing *e);
enum rc edit_facts(struct editing *e, struct text section);

#endif
