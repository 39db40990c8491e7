/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_child.h"

#include "format/phone.h"
#include "gen/sql/pairing.h"
#include "model/kin.h"
#include "model/staff.h"
#include "model/pairing.h"
#include "view/build_pairing.h"
#include "view/due.h"

enum { PEOPLE = 60 };

static struct text relation_said(const struct ask *q, struct text relation)
{
    const struct code_list *l = codes_list(q->ev->codes, T("relation"));
    const struct code_item *item = l == NULL ? NULL : code_item(l, relation);
    return item == NULL ? relation : item->title[q->lang];
}

static struct text pairing_said(const struct ask *q, struct text relation)
{
    const struct plan *p = q->ev->plan;
    for (size_t i = 0; i < p->relation_count; i++) {
        if (text_eq(p->relation[i].key, relation)) return p->relation[i].title[q->lang];
    }
    return relation;
}

/* The first of several numbers, masked; a person with the right asks for the rest with a reason. */
static struct text phone_masked(const struct ask *q, struct text phones)
{
    struct text rest = phones, first = T("");
    if (!text_empty(phones)) text_cut(&rest, ' ', &first);
    return text_empty(first) ? T("") : phone_mask(q->arena, first);
}

static enum rc kin_fill(const struct ask *q, int64_t child, struct child_view *v)
{
    struct kin_list kin;
    TRY(kin_of(q->db, &q->scope, q->arena, &kin));
    bool reveal = ask_may_anywhere(q, CAP_child_reveal);
    for (size_t i = 0; i < kin.n && v->people.n < PEOPLE; i++) {
        const struct kin *k = &kin.item[i];
        if (k->to != DAY_NONE && k->to <= q->today) continue;
        struct text relation = relation_said(q, k->relation);
        if (k->carer) relation = text_fmt(q->arena, "%.*s · %.*s", TP(relation), TP(word(q->lang, W_person_carer)));
        else if (k->guardian) relation = text_fmt(q->arena, "%.*s · %.*s", TP(relation), TP(word(q->lang, W_person_guardian)));
        v->people.item[v->people.n++] = (struct child_people){
            .name = text_empty(k->person.name) ? word(q->lang, W_name_unknown) : k->person.name,
            .mark = name_mark(q->arena, k->person.name),
            .relation = relation,
            .note = k->person.work,
            .phone_shown = phone_masked(q, k->person.phone),
            .reveal_href = reveal && !text_empty(k->person.phone) ? text_fmt(q->arena, "/child/%lld/reveal?what=phone:%lld",
                                                                        (long long)child, (long long)k->person_id)
                                                                  : T(""),
        };
    }
    return RC_OK;
}

static void responsible_fill(const struct ask *q, const struct sql_pairing_of_child_out *row, struct child_view *v)
{
    v->responsible = arena_alloc(q->arena, sizeof *v->responsible);
    *v->responsible = (struct child_responsible){
        .name = text_dup(q->arena, row->staff_name),
        .role = pairing_said(q, row->relation),
        .phone = text_dup(q->arena, row->staff_phone),
        .phone_shown = phone_masked(q, row->staff_phone),
    };
    if (row->staff_phone.s == NULL) v->responsible->phone = T("");
}

/* The responsible person; in a county whose schemes know none, whoever holds a relation that must be held by somebody. */
static bool stands_first(const struct ask *q, const struct pairing_demand *d, const struct sql_pairing_of_child_out *row)
{
    bool mine = false, one = false;
    if (text_eqz(row->role, "responsible")) return true;
    for (size_t i = 0; i < PAIRING_DEMANDS; i++) {
        bool asks = d[i].need > 0;
        mine |= asks && text_eq(d[i].relation, row->relation);
        one |= asks && text_eqz(pairing_role(q->ev->codes, q->ev->plan, d[i].relation), "responsible");
    }
    return mine && !one;
}

static enum rc helpers_fill(const struct ask *q, struct child_view *v)
{
    struct pairing_demand d[PAIRING_DEMANDS];
    pairing_demands(q->ev->plan, q->today, d);
    struct cursor c;
    struct sql_pairing_of_child_out row;
    TRY(sql_pairing_of_child(q->db, &q->scope, &c));
    while (sql_pairing_of_child_next(&c, &row) && v->people.n < PEOPLE) {
        bool open = row.from_day <= q->today && (row.to_day == NULL_INT || row.to_day > q->today);
        if (!open) continue;
        if (v->responsible == NULL && row.staff != 0 && stands_first(q, d, &row)) {
            responsible_fill(q, &row, v);
            continue;
        }
        struct text name = row.staff != 0 ? row.staff_name : row.peer != 0 ? row.peer_name : row.helper_name;
        v->people.item[v->people.n++] = (struct child_people){
            .name = text_dup(q->arena, name),
            .mark = name_mark(q->arena, name),
            .relation = pairing_said(q, text_dup(q->arena, row.relation)),
            .phone = text_empty(row.staff_phone) ? T("") : text_dup(q->arena, row.staff_phone),
            .phone_shown = text_dup(q->arena, phone_masked(q, row.staff_phone)),
        };
    }
    return sql_close(&c);
}

enum rc build_child_people(const struct ask *q, int64_t child, struct child_view *v)
{
    v->people.item = arena_array(q->arena, PEOPLE, sizeof *v->people.item);
    TRY(helpers_fill(q, v));
    if (ask_may_anywhere(q, CAP_pairing_edit)) v->pairing_href = text_fmt(q->arena, "/child/%lld/pairing", (long long)child);
    return kin_fill(q, child, v);
}
