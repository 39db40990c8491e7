/* SPDX-License-Identifier: Apache-2.0 */
/* The people around a child: parents, guardians, carers. */
#include "format/phone.h"
#include "view/build_edit.h"
#include "view/due.h"
#include "view/said.h"

static struct text relation_said(const struct ask *q, struct text relation)
{
    const struct code_list *l = codes_list(q->ev->codes, T("relation"));
    const struct code_item *item = l == NULL ? NULL : code_item(l, relation);
    return item == NULL ? relation : item->title[q->lang];
}

static struct text duties_said(const struct ask *q, const struct kin *k)
{
    struct text a = k->guardian ? word(q->lang, W_person_guardian) : T(""), b = k->carer ? word(q->lang, W_person_carer) : T("");
    return a.n > 0 && b.n > 0 ? text_fmt(q->arena, "%.*s · %.*s", TP(a), TP(b)) : a.n > 0 ? a : b;
}

static struct text phone_shown(const struct ask *q, struct text phones)
{
    struct text rest = phones, first = T("");
    if (!text_empty(phones)) text_cut(&rest, ' ', &first);
    return text_empty(first) ? T("") : phone_mask(q->arena, first);
}

static void flags_put(struct editing *e, struct form_part *f, const struct kin *k)
{
    const struct ask *q = e->q;
    struct text preset = k == NULL ? T("") : text_fmt(q->arena, "%s %s", k->guardian ? "guardian" : "", k->carer ? "carer" : "");
    struct field_part *one = edit_field(e, f, "part", "checks", W_edit_part, preset, false);
    one->options.item = arena_array(q->arena, 2, sizeof *one->options.item);
    one->options.n = 2;
    one->options.item[0] =
        (struct choice_part){.value = T("guardian"), .label = word(q->lang, W_person_guardian),
            .on = field_has(one->value, T("guardian"))};
    one->options.item[1] = (struct choice_part){.value = T("carer"), .label = word(q->lang, W_person_carer),
        .on = field_has(one->value, T("carer"))};
}

/* k: the one that is changed, NULL for somebody new. */
static void form_fill(struct editing *e, const struct kin *k)
{
    const struct ask *q = e->q;
    struct form_part *f = edit_form(e, "kin", k == NULL ? word(q->lang, W_edit_kin_new) : k->person.name, "kin");
    f->fields.item[f->fields.n++] = (struct field_part){.name = T("kin"), .type = T("hidden"), .value = said_int(q, k == NULL
        ? 0 : k->id)};
    struct field_part *relation = edit_field(e, f, "relation", "select", W_edit_relation, k == NULL ? T("") : k->relation, true);
    const struct code_list *l = codes_list(q->ev->codes, T("relation"));
    if (l != NULL) field_options(q, relation, l, UINT32_MAX, relation->value);
    said_choose(q, relation);
    (void)edit_field(e, f, "name", "text", W_edit_name, k == NULL ? T("") : k->person.name, true);
    flags_put(e, f, k);
    struct field_part *phone = edit_field(e, f, "phone", "tel", W_staff_phone, T(""), false);
    phone->autocomplete = T("off");
    if (k != NULL && !text_empty(k->person.phone)) phone->hint = said_fill(q, W_edit_sealed_keep,
        phone_shown(q, k->person.phone), TEXT_NONE);
    (void)edit_field(e, f, "work", "text", W_edit_work, k == NULL ? T("") : k->person.work, false);
    if (k == NULL) (void)edit_field(e, f, "from", "date", W_edit_from, day_text(q->arena, q->today), true);
    if (e->state != NULL) f->error = said_faults(q, e->state->faults, f->fields.item, f->fields.n);
}

enum rc edit_people(struct editing *e)
{
    const struct ask *q = e->q;
    struct kin_list kin;
    const struct kin *changed = NULL;
    TRY(kin_of(q->db, &q->scope, q->arena, &kin));
    e->v->empty = word(q->lang, W_child_people_empty);
    e->v->facts.item = arena_array(q->arena, kin.n + 1, sizeof *e->v->facts.item);
    for (size_t i = 0; i < kin.n; i++) {
        const struct kin *k = &kin.item[i];
        if (k->to != DAY_NONE && k->to <= q->today) continue;
        if (k->id == e->c->kin) changed = k;
        struct text phone = phone_shown(q, k->person.phone), duties = duties_said(q, k);
        e->v->facts.item[e->v->facts.n++] = (struct child_edit_facts){.id = k->id, .label = relation_said(q, k->relation),
            .kin = true,
            .value = text_empty(k->person.name) ? word(q->lang, W_name_unknown) : k->person.name,
            .note = text_fmt(q->arena, "%.*s %.*s", TP(duties), TP(phone)), .from = day_text(q->arena, k->from),
            .since = said_fill(q, W_pair_since, day_text(q->arena, k->from), TEXT_NONE),
            .edit_href = text_fmt(q->arena, "/child/%lld/edit?section=people&kin=%lld", (long long)e->c->child, (long long)k->id),
            .step_href = text_fmt(q->arena, "/child/%lld/kin/step", (long long)e->c->child)};
    }
    e->v->adds.item = arena_array(q->arena, 1, sizeof *e->v->adds.item);
    e->v->adds.n = 1;
    e->v->adds.item[0] = (struct choice_part){.value = T("kin"), .label = word(q->lang, W_edit_kin_new), .on = e->c->kin < 0,
        .href = text_fmt(q->arena, "/child/%lld/edit?section=people&add=1", (long long)e->c->child)};
    if (e->c->kin > 0 && changed == NULL) return RC_NOT_FOUND;
    if (e->c->kin != 0) form_fill(e, changed);
    return RC_OK;
}
