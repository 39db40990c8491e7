/* SPDX-License-Identifier: Apache-2.0 */
/* Everything that stands in a scheme as one list: what it is called, where it stands, what it carries out. For reports that go
 * through all of a scheme. */
#ifndef CHUYAN_SCHEME_ELEMENT_H
#define CHUYAN_SCHEME_ELEMENT_H

#include "scheme/plan.h"

enum element_kind {
    ELEMENT_SCHEME, ELEMENT_PARAM, ELEMENT_RULE, ELEMENT_TARGET, ELEMENT_RELATION, ELEMENT_DUTY, ELEMENT_FIELD, ELEMENT_ALERT,
    ELEMENT_CLOCK, ELEMENT_WINDOW, ELEMENT_BUILT_IN, ELEMENT_FORM, ELEMENT_BODY, ELEMENT_POST, ELEMENT_FACILITY,
    ELEMENT_CHECKLIST, ELEMENT_KINDS
};

struct element {
    enum element_kind kind;
    size_t index;                     /* in the plan's list of its kind; of a post, in its body's */
    size_t of;                        /* of a post: the index of its body */
    struct text key;                  /* weekly_call; of a field, fact@target; of a post, body.post */
    const struct plan_origin *at;
    bool carried;                     /* false: read and shown, but nothing in the program acts on it yet */
    struct text test;                 /* where it is shown: of what is built in, as capabilities.yaml says */
};

/* In the order of enum element_kind, then of the plan. `scheme`: of that scheme alone; -1 all. */
size_t plan_elements(struct arena *a, const struct plan *p, int scheme, struct element **out);
/* "duty", "built_in". */
const char *element_kind_name(enum element_kind k);

#endif
