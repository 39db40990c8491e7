/* SPDX-License-Identifier: Apache-2.0 */
/* Whom to call: for everybody, and for those who keep the numbers of a place. */
#ifndef CHUYAN_VIEW_BUILD_NUMBERS_H
#define CHUYAN_VIEW_BUILD_NUMBERS_H

#include "gen/view/numbers.h"
#include "gen/view/numbers_edit.h"
#include "view/field.h"

/* Who asks may be nobody: then the county's own numbers. Needs no plan: of q only db, roles, who, lang and arena are read. */
enum rc build_numbers(const struct ask *q, struct numbers_view *v);

/* The numbers of one place, proven by the caller, with the form for one more. */
enum rc build_numbers_edit(const struct ask *q, int64_t place, const struct field_state *state, struct numbers_edit_view *v);

#endif
