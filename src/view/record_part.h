/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by build_record.c and build_record_about.c. */
#ifndef CHUYAN_VIEW_RECORD_PART_H
#define CHUYAN_VIEW_RECORD_PART_H

#include "view/build_record.h"
#include "view/field.h"

/* Not with children: about a place, or about members of staff. */
bool record_about(const struct code_kind *k);
/* Is there a place for which the one who asks may record this kind? */
enum rc record_about_offered(const struct ask *q, const struct code_kind *k, bool *yes);
/* Place, people, what it will be worth; appends the question who did it to v->fields. */
enum rc record_about_fill(const struct ask *q, const struct record_draft *d, const struct code_kind *k,
    const struct field_state *s, struct record_view *v);
/* Does a kind of record credit a duty? */
bool record_duty_takes(const struct plan_duty *duty, const struct code_kind *k);

#endif
