/* SPDX-License-Identifier: Apache-2.0 */
#include "model/kin.h"

#include "gen/sql/child.h"
#include "gen/sql/kin.h"
#include "model/child.h"

enum { PARENT_YEARS = 15, CARER_YEARS_MIN = 18, CARER_YEARS_MAX = 80 };

enum kin_side kin_side(struct text relation)
{
    if (text_eqz(relation, "51") || text_eqz(relation, "57")) return KIN_FATHER;
    if (text_eqz(relation, "52") || text_eqz(relation, "58")) return KIN_MOTHER;
    return KIN_OTHER;
}

#define KIN_TAKE(a, o)                                                                                              \
    (struct kin){.id = (o).id, .person_id = (o).person, .relation = text_dup(a, (o).relation),                       \
        .guardian = (o).guardian != 0, .carer = (o).carer != 0, .from = (o).from_day, .to = (o).to_day,              \
        .person = {.id = (o).person, .name = text_dup(a, (o).name), .work = text_dup(a, (o).work),                   \
                   .id_no = text_dup(a, (o).id_no), .phone = text_dup(a, (o).phone),                                 \
                   .address = text_dup(a, (o).address), .sex = (int)(o).sex, .birth = (o).birth_day}}

enum rc kin_of(struct db *db, const struct scope *scope, struct arena *a, struct kin_list *out)
{
    struct cursor c;
    struct sql_kin_of_child_out o;
    size_t cap = 0;
    *out = (struct kin_list){0};
    TRY(sql_kin_of_child(db, scope, &c));
    while (sql_kin_of_child_next(&c, &o)) {
        out->item = arena_grow(a, out->item, out->n, &cap, out->n + 1, sizeof *out->item);
        out->item[out->n++] = KIN_TAKE(a, o);
    }
    return sql_close(&c);
}

enum rc kin_for(struct db *db, int64_t county, int64_t child, struct arena *a, struct kin_list *out)
{
    struct cursor c;
    struct sql_kin_rows_out o;
    size_t cap = 0;
    *out = (struct kin_list){0};
    TRY(sql_kin_rows(db, &(struct sql_kin_rows_in){.county = county, .child = child}, &c));
    while (sql_kin_rows_next(&c, &o)) {
        out->item = arena_grow(a, out->item, out->n, &cap, out->n + 1, sizeof *out->item);
        out->item[out->n++] = KIN_TAKE(a, o);
    }
    return sql_close(&c);
}

/* Doubtful ages are told, never refused: papers are often wrong, people real. */
static void ages_doubt(struct work *w, const struct kin *k, day_t child_birth)
{
    day_t birth = k->person.birth;
    if (birth == DAY_NONE) return;
    if (kin_side(k->relation) != KIN_OTHER && child_birth != DAY_NONE && day_age(birth, child_birth) < PARENT_YEARS)
        fault_warn(w->faults, T("birth"), W_kin_parent_young, k->person.name, TEXT_NONE);
    int age = day_age(birth, w->today);
    if (k->carer && (age < CARER_YEARS_MIN || age > CARER_YEARS_MAX))
        fault_warn(w->faults, T("birth"), W_kin_carer_age, k->person.name, text_fmt(w->arena, "%d", age));
}

enum rc kin_add(struct work *w, int64_t child, struct kin *k, int64_t batch)
{
    struct sql_child_where_out at;
    TRY(sql_child_where_one(w->db, &(struct sql_child_where_in){.county = w->county, .id = child}, w->arena, &at));
    if (text_empty(k->person.name) && text_empty(k->person.phone)) {
        fault_add(w->faults, T("name"), W_kin_nameless, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    if (k->to != DAY_NONE && k->to < k->from) {
        fault_add(w->faults, T("to"), W_fact_backward, day_text(w->arena, k->from), day_text(w->arena, k->to));
        return RC_INVALID;
    }
    ages_doubt(w, k, at.birth_day);
    TRY(person_find(w, &k->person, &k->person_id));
    if (k->person_id == 0) {
        TRY(person_add(w, &k->person, batch));
        k->person_id = k->person.id;
    }
    k->id = ids_next(w->ids, w->now);
    struct sql_kin_insert_in in = {.county = w->county,
                                   .child = child,
                                   .id = k->id,
                                   .person = k->person_id,
                                   .relation = k->relation,
                                   .guardian = k->guardian,
                                   .carer = k->carer,
                                   .from_day = k->from,
                                   .to_day = k->to,
                                   .batch = batch};
    TRY(sql_kin_insert_run(w->db, &in, NULL));
    return child_touch(w, child);
}

enum rc kin_change(struct work *w, int64_t child, const struct kin *k)
{
    int64_t changed = 0;
    struct sql_kin_update_in in = {.county = w->county,
                                   .child = child,
                                   .id = k->id,
                                   .relation = k->relation,
                                   .guardian = k->guardian,
                                   .carer = k->carer,
                                   .to_day = k->to};
    TRY(sql_kin_update_run(w->db, &in, &changed));
    return changed ? child_touch(w, child) : RC_NOT_FOUND;
}

enum rc kin_end(struct work *w, int64_t child, int64_t kin, day_t on)
{
    int64_t changed = 0;
    TRY(sql_kin_end_run(w->db, &(struct sql_kin_end_in){.county = w->county, .child = child, .id = kin, .to_day = on}, &changed));
    return changed ? child_touch(w, child) : RC_NOT_FOUND;
}
