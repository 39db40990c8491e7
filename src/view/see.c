/* SPDX-License-Identifier: Apache-2.0 */
#include "view/see.h"

#include "gen/sql/gate.h"

static uint8_t role_data(const struct roles *r, int role)
{
    return role_has(r, role, CAP_child_read) ? r->item[role].data : 0;
}

uint8_t see_place(const struct ask *q, int64_t place_key)
{
    uint8_t data = 0;
    if (q->who->staff == 0) return DATA_PUBLIC | DATA_INTERNAL | DATA_CHILD;
    for (size_t i = 0; i < q->who->n; i++) {
        const struct grant *g = &q->who->grants[i];
        bool here = g->from <= q->who->day && q->who->day < g->to && g->key_lo <= place_key && place_key < g->key_hi;
        if (here) data |= role_data(q->roles, g->role);
    }
    return data;
}

enum rc see_child(const struct ask *q, int64_t child, int64_t place_key, uint8_t *data)
{
    *data = see_place(q, place_key);
    if (q->who->staff == 0) return RC_OK;
    struct cursor c;
    struct sql_gate_relations_child_out row;
    struct sql_gate_relations_child_in in = {
        .county = q->who->county, .staff = q->who->staff, .child = child, .day = q->who->day};
    TRY(sql_gate_relations_child(q->db, &in, &c));
    while (sql_gate_relations_child_next(&c, &row)) {
        int role = role_find(q->roles, row.role);
        *data |= role_data(q->roles, role < 0 ? role_find(q->roles, T("helper")) : role);
    }
    return sql_close(&c);
}

bool see_class(uint8_t data, enum data_class class)
{
    static const uint8_t needs[CLASS_COUNT] = {[CLASS_PUBLIC] = DATA_PUBLIC, [CLASS_INTERNAL] = DATA_INTERNAL,
        [CLASS_CHILD] = DATA_CHILD, [CLASS_COUNSELLING] = DATA_COUNSEL, [CLASS_SEALED] = DATA_CASE};
    return class < CLASS_COUNT && (data & needs[class]) != 0;
}

bool see_closed(enum data_class class)
{
    return class >= CLASS_COUNSELLING;
}
