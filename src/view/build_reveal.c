/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_child.h"

#include "model/child.h"
#include "model/kin.h"

static enum rc value_find(const struct ask *q, const struct child *c, struct text what, enum word *label, struct text *value)
{
    *value = TEXT_NONE;
    if (text_eqz(what, "id_no")) {
        *label = W_fact_id_no;
        *value = c->id_no;
    } else if (text_eqz(what, "roll_no")) {
        *label = W_fact_roll_no;
        *value = c->roll_no;
    } else if (text_eqz(what, "address")) {
        *label = W_fact_address;
        *value = c->address;
    } else if (text_starts(what, T("phone:"))) {
        struct kin_list kin;
        int64_t person;
        *label = W_reveal_phone;
        TRY(kin_of(q->db, &q->scope, q->arena, &kin));
        if (!text_int(text_sub(what, 6, what.n), &person)) return RC_NOT_FOUND;
        for (size_t i = 0; i < kin.n; i++) {
            if (kin.item[i].person_id == person) *value = kin.item[i].person.phone;
        }
    }
    return text_empty(*value) ? RC_NOT_FOUND : RC_OK;
}

enum rc build_reveal(const struct ask *q, int64_t child, struct text what, bool given, struct reveal_view *v)
{
    static const struct { const char *code; enum word label; } reasons[] = {
        {"contact", W_reveal_contact}, {"verify", W_reveal_verify}, {"emergency", W_reveal_emergency}, {"paper", W_reveal_paper},
    };
    enum word label = W_none;
    struct text value;
    struct child c;
    TRY(child_by_id(q->db, &q->scope, child, q->arena, &c));
    TRY(value_find(q, &c, what, &label, &value));
    *v = (struct reveal_view){
        .child_name = c.name,
        .label = word(q->lang, label),
        .action_href = text_fmt(q->arena, "/child/%lld/reveal?what=%.*s", (long long)child, TP(what)),
        .back_href = text_fmt(q->arena, "/child/%lld", (long long)child),
        .value = given ? value : T(""),
        .tel = given && text_starts(what, T("phone:")) ? value : T(""),
    };
    v->reasons.item = arena_array(q->arena, 4, sizeof *v->reasons.item);
    for (size_t i = 0; i < 4; i++) {
        v->reasons.item[v->reasons.n++] =
            (struct choice_part){.value = text_of(reasons[i].code), .label = word(q->lang, reasons[i].label), .on = i == 0};
    }
    return RC_OK;
}
