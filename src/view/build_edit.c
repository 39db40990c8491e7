/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_edit.h"

#include "format/idno.h"
#include "view/due.h"
#include "view/said.h"
#include "view/see.h"


enum { SECTIONS = 24, FIELDS = 12 };

/* ---- forms ---- */

struct form_part *edit_form(struct editing *e, const char *key, struct text title, const char *path)
{
    struct form_part *f = arena_alloc(e->q->arena, sizeof *f);
    *f = (struct form_part){.key = text_of(key), .title = title, .open = true, .save_label = word(e->q->lang, W_edit_save),
        .action_href = text_fmt(e->q->arena, "/child/%lld/%s", (long long)e->c->child, path)};
    f->fields.item = arena_array(e->q->arena, FIELDS, sizeof *f->fields.item);
    f->fields.item[f->fields.n++] = (struct field_part){.name = T("version"), .type = T("hidden"),
        .value = said_int(e->q, e->child.version)};
    f->fields.item[f->fields.n++] = (struct field_part){.name = T("section"), .type = T("hidden"), .value = e->v->section};
    e->v->forms.item = f;
    e->v->forms.n = 1;
    return f;
}

struct field_part *edit_field(struct editing *e, struct form_part *f, const char *name, const char *type, enum word label,
    struct text preset,
                              bool required)
{
    struct field_part *one = &f->fields.item[f->fields.n++];
    *one = field_plain(e->q, e->state, name, type, label, preset, required);
    return one;
}

/* ---- who it is ---- */

static void list_put(struct editing *e, struct field_part *f, const char *list)
{
    const struct code_list *l = codes_list(e->q->ev->codes, text_of(list));
    if (l != NULL) field_options(e->q, f, l, UINT32_MAX, f->value);
}

/* Sealed values are not sent back into a form: an empty field leaves them as they are. */
static void sealed_put(struct editing *e, struct form_part *f, const char *name, enum word label, struct text stored,
    struct text shown)
{
    struct field_part *one = edit_field(e, f, name, "text", label, T(""), false);
    one->autocomplete = T("off");
    one->hint = text_empty(stored) ? word(e->q->lang, W_edit_sealed_none) : said_fill(e->q, W_edit_sealed_keep, shown, TEXT_NONE);
}

enum rc edit_identity(struct editing *e)
{
    const struct ask *q = e->q;
    const struct child *c = &e->child;
    struct form_part *f = edit_form(e, "identity", word(q->lang, W_section_identity), "edit");
    (void)edit_field(e, f, "name", "text", W_edit_name, c->name, true);
    struct field_part *sex = edit_field(e, f, "sex", "chips", W_edit_sex, said_int(q, c->sex), true);
    list_put(e, sex, "sex");
    (void)edit_field(e, f, "birth", "date", W_fact_birth, c->birth == DAY_NONE ? T("") : day_text(q->arena, c->birth), false);
    struct field_part *nation = edit_field(e, f, "nation", "select", W_fact_nation, c->nation, false);
    list_put(e, nation, "nation");
    struct field_part *kind = edit_field(e, f, "id_kind", "select", W_edit_id_kind, c->id_kind, false);
    list_put(e, kind, "id_kind");
    sealed_put(e, f, "id_no", W_fact_id_no, c->id_no, text_empty(c->id_no) ? T("") : idno_mask(q->arena, c->id_no));
    sealed_put(e, f, "roll_no", W_fact_roll_no, c->roll_no, T("****"));
    sealed_put(e, f, "address", W_fact_address, c->address, T("****"));
    (void)edit_field(e, f, "bed", "text", W_edit_bed, c->bed, false);
    if (e->state != NULL) f->error = said_faults(q, e->state->faults, f->fields.item, f->fields.n);
    return RC_OK;
}

/* ---- sections ---- */

static struct text section_href(const struct editing *e, struct text section)
{
    return text_fmt(e->q->arena, "/child/%lld/edit?section=%.*s", (long long)e->c->child, TP(section));
}

static void tab_put(struct editing *e, struct text key, struct text label)
{
    for (size_t i = 0; i < e->v->tabs.n; i++) {
        if (text_eq(e->v->tabs.item[i].value, key)) return;
    }
    if (e->v->tabs.n == SECTIONS) return;
    e->v->tabs.item[e->v->tabs.n++] =
        (struct choice_part){.value = key, .label = label, .href = section_href(e, key), .on = text_eq(key, e->v->section)};
}

static void tabs_fill(struct editing *e)
{
    const struct codes *codes = e->q->ev->codes;
    e->v->tabs.item = arena_array(e->q->arena, SECTIONS, sizeof *e->v->tabs.item);
    tab_put(e, T("identity"), word(e->q->lang, W_section_identity));
    tab_put(e, T("people"), word(e->q->lang, W_edit_people));
    for (size_t i = 0; i < codes->fact_count; i++) {
        if (!see_class(e->data, codes->fact[i].class)) continue;
        tab_put(e, codes->fact[i].section, said_key(e->q, "section", codes->fact[i].section));
    }
}

enum rc build_edit(const struct ask *q, const struct edit_query *c, const struct field_state *state, struct child_edit_view *v)
{
    struct editing e = {.q = q, .c = c, .state = state, .v = v};
    TRY(child_by_id(q->db, &q->scope, c->child, q->arena, &e.child));
    TRY(see_child(q, c->child, e.child.place_key, &e.data));
    *v = (struct child_edit_view){.title = said_fill(q, W_edit_title, e.child.name, TEXT_NONE),
        .class_name = said_class(q, e.child.class_id),
        .child_href = text_fmt(q->arena, "/child/%lld", (long long)c->child), .today = day_text(q->arena, q->today),
        .section = text_empty(c->section) ? T("identity") : c->section, .version = e.child.version};
    tabs_fill(&e);
    if (text_eqz(v->section, "identity")) return edit_identity(&e);
    return text_eqz(v->section, "people") ? edit_people(&e) : edit_facts(&e, v->section);
}
