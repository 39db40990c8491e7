/* SPDX-License-Identifier: Apache-2.0 */
/* The dated facts of a section: those that hold, and the form for one more. Which there are, and what each can be, is data. */
#include "view/build_edit.h"
#include "view/due.h"
#include "view/said.h"
#include "view/see.h"

static struct text label_of(const struct ask *q, const struct code_fact *kind, struct text who)
{
    if (kind->per != PER_PARENT) return kind->title[q->lang];
    struct text parent = word(q->lang, text_eqz(who, "mother") ? W_mother : W_father);
    return text_fmt(q->arena, "%.*s%.*s", TP(parent), TP(kind->title[q->lang]));
}

static struct text value_of(const struct ask *q, const struct code_fact *kind, const struct fact *f)
{
    const struct code_item *item = kind->list == NULL ? NULL : code_item(kind->list, f->code);
    struct text value = item == NULL ? f->code : item->title[q->lang];
    if (text_empty(f->place) || !text_empty(f->note)) return value;
    return text_fmt(q->arena, "%.*s %.*s", TP(value), TP(said_division(q, f->place)));
}

static struct text since_of(const struct ask *q, const struct fact *f)
{
    if (f->to == DAY_NONE) return said_fill(q, W_pair_since, day_text(q->arena, f->from), TEXT_NONE);
    return said_fill(q, W_scheme_until, day_text(q->arena, f->from), day_text(q->arena, f->to - 1));
}

static enum rc facts_fill(struct editing *e, struct text section)
{
    const struct ask *q = e->q;
    struct fact_list facts;
    TRY(fact_for(q->db, q->scope.county, e->c->child, q->arena, &facts));
    e->v->facts.item = arena_array(q->arena, EDIT_FACTS, sizeof *e->v->facts.item);
    for (size_t i = 0; i < facts.n && e->v->facts.n < EDIT_FACTS; i++) {
        const struct fact *f = &facts.item[i];
        const struct code_fact *kind = codes_fact(q->ev->codes, f->kind);
        if (kind == NULL || !text_eq(kind->section, section) || !see_class(e->data, kind->class)) continue;
        e->v->facts.item[e->v->facts.n++] = (struct child_edit_facts){.id = f->id, .label = label_of(q, kind, f->who),
            .value = value_of(q, kind, f),
            .note = text_empty(f->note) ? T("") : f->note, .since = since_of(q, f), .from = day_text(q->arena, f->from),
            .step_href = text_fmt(q->arena, "/child/%lld/fact/step", (long long)e->c->child)};
    }
    return RC_OK;
}

static void add_put(struct editing *e, const struct code_fact *kind, const char *who)
{
    const struct ask *q = e->q;
    bool on = text_eq(e->c->kind, kind->key) && (kind->per != PER_PARENT || text_eqz(e->c->who, who));
    struct text href = text_fmt(q->arena, "/child/%lld/edit?section=%.*s&kind=%.*s", (long long)e->c->child,
        TP(kind->section), TP(kind->key));
    if (kind->per == PER_PARENT) href = text_fmt(q->arena, "%.*s&who=%s", TP(href), who);
    e->v->adds.item[e->v->adds.n++] = (struct choice_part){.value = kind->key, .label = label_of(q, kind, text_of(who)),
        .href = href, .on = on};
}

static void adds_fill(struct editing *e, struct text section)
{
    const struct codes *codes = e->q->ev->codes;
    e->v->adds.item = arena_array(e->q->arena, 2 * codes->fact_count + 1, sizeof *e->v->adds.item);
    for (size_t i = 0; i < codes->fact_count; i++) {
        const struct code_fact *kind = &codes->fact[i];
        if (!text_eq(kind->section, section) || !see_class(e->data, kind->class)) continue;
        if (kind->per == PER_PARENT) {
            add_put(e, kind, "father");
            add_put(e, kind, "mother");
        } else {
            add_put(e, kind, "");
        }
    }
}

static void hidden_put(struct form_part *f, const char *name, struct text value)
{
    f->fields.item[f->fields.n++] = (struct field_part){.name = text_of(name), .type = T("hidden"), .value = value};
}

static void form_fill(struct editing *e, const struct code_fact *kind)
{
    const struct ask *q = e->q;
    struct text who = kind->per == PER_PARENT ? e->c->who : T("");
    struct form_part *f = edit_form(e, "fact", label_of(q, kind, who), "fact");
    f->lead = word(q->lang, kind->many ? W_edit_many_lead : W_edit_one_lead);
    hidden_put(f, "kind", kind->key);
    hidden_put(f, "who", who);
    bool list = kind->list != NULL;
    const char *type = !list ? "text" : kind->many ? "checks" : kind->list->n > 12 ? "select" : "chips";
    struct field_part *code = edit_field(e, f, list ? "code" : "words", type, W_edit_value, T(""), true);
    if (list) field_options(q, code, kind->list, UINT32_MAX, code->value);
    if (list && !kind->many && kind->list->n > 12) said_choose(q, code);
    if (kind->place) {
        struct field_part *place = edit_field(e, f, "where", "text", W_edit_where, T(""), false);
        place->hint = word(q->lang, W_edit_where_hint);
    }
    (void)edit_field(e, f, "from", "date", W_edit_from, day_text(q->arena, q->today), true);
    struct field_part *to = edit_field(e, f, "to", "date", W_edit_to, T(""), false);
    to->hint = word(q->lang, W_edit_to_hint);
    (void)edit_field(e, f, "note", "text", W_note, T(""), false);
    if (e->state != NULL) f->error = said_faults(q, e->state->faults, f->fields.item, f->fields.n);
}

enum rc edit_facts(struct editing *e, struct text section)
{
    e->v->lead = word(e->q->lang, W_edit_facts_lead);
    e->v->empty = word(e->q->lang, W_edit_empty);
    TRY(facts_fill(e, section));
    adds_fill(e, section);
    if (e->v->adds.n == 0) return RC_NOT_FOUND;
    const struct code_fact *kind = text_empty(e->c->kind) ? NULL : codes_fact(e->q->ev->codes, e->c->kind);
    bool known = kind != NULL && text_eq(kind->section, section) && see_class(e->data, kind->class);
    if (known && kind->per == PER_PARENT) known = text_eqz(e->c->who, "father") || text_eqz(e->c->who, "mother");
    if (known) form_fill(e, kind);
    return RC_OK;
}
