/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_numbers.h"

#include "gen/sql/call_number.h"
#include "model/call_number.h"
#include "view/matters.h"
#include "view/said.h"

/* ---- for everybody ---- */

struct shown { struct numbers_view *v; int64_t *id; size_t cap, ids; };

/* "0591-87654321" → "059187654321": behind tel: stand digits alone; an extension is dialled by hand. */
static struct text dial_of(struct arena *a, struct text number)
{
    char *s = arena_alloc(a, number.n + 1);
    size_t n = 0, hyphens = 0;
    for (size_t i = 0; i < number.n; i++) {
        if (number.s[i] == '-' && ++hyphens == 2) break;
        if (number.s[i] >= '0' && number.s[i] <= '9') s[n++] = number.s[i];
    }
    return (struct text){s, n};
}

static void number_show(const struct ask *q, struct shown *s, int64_t id, struct text name, struct text number, struct text note)
{
    for (size_t i = 0; i < s->v->local.n; i++) {
        if (s->id[i] == id) return;
    }
    size_t n = s->v->local.n + 1;
    s->v->local.item = arena_grow(q->arena, s->v->local.item, n - 1, &s->cap, n, sizeof *s->v->local.item);
    s->id = arena_grow(q->arena, s->id, n - 1, &s->ids, n, sizeof *s->id);
    s->id[n - 1] = id;
    s->v->local.item[n - 1] = (struct numbers_local){.label = text_dup(q->arena, name), .number = text_dup(q->arena, number),
        .dial = dial_of(q->arena, number), .note = text_dup(q->arena, note)};
    s->v->local.n = n;
}

static enum rc over_show(const struct ask *q, struct shown *s, int64_t key)
{
    struct cursor c;
    struct sql_call_number_over_out row;
    TRY(sql_call_number_over(q->db, &(struct sql_call_number_over_in){.county = q->who->county, .key = key}, &c));
    while (sql_call_number_over_next(&c, &row)) number_show(q, s, row.id, row.name, row.number, row.note);
    return sql_close(&c);
}

static enum rc open_show(const struct ask *q, struct shown *s)
{
    struct cursor c;
    struct sql_call_number_open_out row;
    TRY(sql_call_number_open(q->db, &c));
    while (sql_call_number_open_next(&c, &row)) number_show(q, s, row.id, row.name, row.number, row.note);
    return sql_close(&c);
}

enum rc build_numbers(const struct ask *q, struct numbers_view *v)
{
    struct shown s = {.v = v};
    bool placed = false;
    *v = (struct numbers_view){.edit_href = T("")};
    for (size_t i = 0; q->who != NULL && i < q->who->n; i++) {
        const struct grant *g = &q->who->grants[i];
        if (g->key_lo >= g->key_hi || q->who->day < g->from || q->who->day >= g->to) continue;
        placed = true;
        TRY(over_show(q, &s, g->key_lo));
    }
    if (!placed) TRY(open_show(q, &s));
    if (placed && may_anywhere(q->roles, q->who, CAP_staff_edit)) v->edit_href = T("/numbers/edit");
    return RC_OK;
}

/* ---- for those who keep them ---- */

static void fields_fill(const struct ask *q, int64_t place, const struct field_state *s, struct form_part *f)
{
    f->fields.item = arena_array(q->arena, 5, sizeof *f->fields.item);
    struct field_part *one = f->fields.item;
    one[0] = (struct field_part){.name = T("place"), .type = T("hidden"), .value = said_int(q, place)};
    one[1] = field_plain(q, s, "name", "text", W_numbers_name, T(""), true);
    one[1].hint = word(q->lang, W_numbers_name_hint);
    one[2] = field_plain(q, s, "number", "tel", W_numbers_number, T(""), true);
    one[2].hint = word(q->lang, W_numbers_number_hint);
    one[3] = field_plain(q, s, "note", "text", W_numbers_note, T(""), false);
    one[4] = field_plain(q, s, "order", "number", W_numbers_order, said_int(q, CALL_USUAL), false);
    f->fields.n = 5;
    f->error = said_faults(q, s == NULL ? NULL : s->faults, one + 1, 4);
}

enum rc build_numbers_edit(const struct ask *q, int64_t place, const struct field_state *state, struct numbers_edit_view *v)
{
    struct cursor c;
    struct sql_call_number_of_out row;
    struct text name;
    TRY(matter_place_name(q, place, true, &name));
    *v = (struct numbers_edit_view){.place_name = name, .place_id = place};
    v->rows.item = arena_array(q->arena, CALL_NUMBERS, sizeof *v->rows.item);
    TRY(sql_call_number_of(q->db, &(struct sql_call_number_of_in){.county = q->scope.county, .place = place}, &c));
    while (sql_call_number_of_next(&c, &row) && v->rows.n < CALL_NUMBERS) {
        v->rows.item[v->rows.n++] = (struct numbers_edit_rows){.id = row.id, .name = text_dup(q->arena, row.name),
            .number = text_dup(q->arena, row.number), .note = text_dup(q->arena, row.note), .order = row.order_no};
    }
    TRY(sql_close(&c));
    v->form = arena_alloc(q->arena, sizeof *v->form);
    *v->form = (struct form_part){.key = T("add"), .title = word(q->lang, W_numbers_add), .action_href = T("/numbers/edit"),
        .lead = word(q->lang, W_numbers_add_lead), .save_label = word(q->lang, W_numbers_save), .open = true};
    fields_fill(q, place, state, v->form);
    return RC_OK;
}
