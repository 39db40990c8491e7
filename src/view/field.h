/* SPDX-License-Identifier: Apache-2.0 */
/* Questions of forms, from code lists and field descriptors. */
#ifndef CHUYAN_VIEW_FIELD_H
#define CHUYAN_VIEW_FIELD_H

#include "gen/view/parts.h"
#include "view/ask.h"

/* What was typed before, and what is wrong with it. */
struct field_state {
    struct text (*typed)(void *ctx, struct text name);
    void *ctx;
    const struct faults *faults;
};

struct text field_typed(const struct field_state *s, struct text name, struct text preset);
/* The sentences of the faults of a field, joined; "" when there are none. */
struct text field_error(const struct ask *q, const struct field_state *s, struct text name);

struct field_part field_plain(const struct ask *q, const struct field_state *s, const char *name, const char *type,
                              enum word label, struct text preset, bool required);
/* Options of a code list; mask: only these bits (UINT32_MAX all); chosen: keys separated by a space. */
void field_options(const struct ask *q, struct field_part *f, const struct code_list *list, uint32_t mask, struct text chosen);
/* A question of a record kind; its parameter is "f_" and the name. */
struct field_part field_of_kind(const struct ask *q, const struct field_state *s, const struct code_field *field);
/* The same in a row of a repeat: "f_goods.2.name". */
struct field_part field_of_row(const struct ask *q, const struct field_state *s, const struct code_field *repeat, int row,
    const struct code_field *field);
/* Is `one` among the words? */
bool field_has(struct text words, struct text one);

#endif
