/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_imports.h"

#include "model/batch.h"
#include "model/staff.h"
#include "view/said.h"

/* ---- uploading ---- */

static void kinds_put(const struct ask *q, struct field_part *f)
{
    static const struct { const char *key; enum cap cap; enum word w; } kinds[] = {
        {"roll", CAP_roll_import, W_import_kind_roll}, {"staff", CAP_staff_edit, W_import_kind_staff},
            {"place", CAP_place_edit, W_import_kind_place}};
    f->options.item = arena_array(q->arena, 3, sizeof *f->options.item);
    for (size_t i = 0; i < 3; i++) {
        if (!ask_may(q, kinds[i].cap, q->scope.lo, q->scope.hi)) continue;
        f->options.item[f->options.n++] = (struct choice_part){.value = text_of(kinds[i].key), .label = word(q->lang, kinds[i].w),
            .on = text_eqz(f->value, kinds[i].key)};
    }
}

static enum rc fields_fill(const struct ask *q, const struct field_state *s, struct imports_view *v)
{
    v->fields.item = arena_array(q->arena, 4, sizeof *v->fields.item);
    struct field_part *f = v->fields.item;
    f[0] = field_plain(q, s, "kind", "chips", W_import_kind, T("roll"), true);
    kinds_put(q, &f[0]);
    f[1] = field_plain(q, s, "file", "file", W_import_file, T(""), true);
    f[1].hint = word(q->lang, W_import_file_hint);
    f[2] = field_plain(q, s, "school", "select", W_import_school, T(""), false);
    f[2].hint = word(q->lang, W_import_school_hint);
    int64_t chosen = 0;
    (void)text_int(f[2].value, &chosen);
    TRY(said_places(q, q->scope.lo, q->scope.hi, "school", W_none, chosen, &f[2].options.item, &f[2].options.n));
    f[3] = field_plain(q, s, "as_of", "date", W_import_as_of, day_text(q->arena, q->today), true);
    f[3].hint = word(q->lang, W_import_as_of_hint);
    v->fields.n = 4;
    v->upload_error = said_faults(q, s == NULL ? NULL : s->faults, f, 4);
    return RC_OK;
}

/* ---- what came before ---- */

static struct text who_said(const struct ask *q, int64_t staff)
{
    struct staff s;
    if (staff == 0) return word(q->lang, W_import_by_command);
    return staff_by_id(q->db, q->scope.county, staff, q->arena, &s) == RC_OK ? s.name : T("");
}

enum rc build_imports(const struct ask *q, const struct field_state *state, struct imports_view *v)
{
    struct batch_list list;
    *v = (struct imports_view){.upload_href = T("/imports"), .empty = word(q->lang, W_imports_empty)};
    TRY(fields_fill(q, state, v));
    TRY(batch_list(q->db, &q->scope, IMPORTS_LIST, q->arena, &list));
    v->rows.item = arena_array(q->arena, list.n + 1, sizeof *v->rows.item);
    for (size_t i = 0; i < list.n; i++) {
        const struct batch *b = &list.item[i];
        v->rows.item[v->rows.n++] = (struct imports_rows){
            .id = b->id, .file = text_empty(b->file_name) ? said_key(q, "import_kind", b->kind) : b->file_name,
                .school = said_place(q, b->place),
            .at = said_moment(q, b->made_at), .who = who_said(q, b->made_by), .state = b->state,
            .state_label = said_key(q, "batch_state", b->state), .added = b->rows_new, .changed = b->rows_changed,
                .refused = b->rows_refused,
            .rows = b->rows_new + b->rows_changed + b->rows_same + b->rows_refused, .href = text_fmt(q->arena, "/import/%lld",
                (long long)b->id)};
    }
    return RC_OK;
}
