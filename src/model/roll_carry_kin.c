/* SPDX-License-Identifier: Apache-2.0 */
/* Parents and carers of a row, and the family they make brothers and sisters of. */
#include "gen/sql/family.h"
#include "gen/sql/kin.h"
#include "model/family.h"
#include "model/roll_part.h"

/* The kin of the base that a person of the row is: the same relation with the same name, or the only father or mother. */
static struct kin *kin_same(struct kin_list *l, const struct roll_person *p)
{
    struct kin *best = NULL;
    for (size_t i = 0; i < l->n; i++) {
        struct kin *k = &l->item[i];
        if (k->to != DAY_NONE) continue;
        bool relation = text_eq(k->relation, p->relation);
        if (p->name.n > 0 && text_eq(k->person.name, p->name)) return k;
        if (relation && p->name.n == 0 && text_eq(k->person.phone, p->phone)) return k;
        if (relation && kin_side(p->relation) != KIN_OTHER) best = k;
    }
    return best;
}

static bool moves(struct carry *c, const struct roll_person *p, const char *what, struct text *old, struct text now)
{
    if (text_empty(now) || text_eq(*old, now)) return false;
    carry_diff(c, text_fmt(c->a, "%.*s%s", TP(p->name), what), *old, now);
    *old = now;
    return true;
}

static enum rc kin_known(struct carry *c, struct kin *k, const struct roll_person *p)
{
    struct kin before = *k;
    bool person = moves(c, p, "姓名", &k->person.name, p->name);
    person |= moves(c, p, "电话", &k->person.phone, p->phone);
    person |= moves(c, p, "证件号", &k->person.id_no, p->id_no);
    person |= moves(c, p, "工作单位", &k->person.work, p->work);
    person |= moves(c, p, "住址", &k->person.address, p->address);
    if (p->birth != DAY_NONE && k->person.birth != p->birth) {
        carry_diff(c, text_fmt(c->a, "%.*s出生日期", TP(p->name)), day_text(c->a, k->person.birth), day_text(c->a, p->birth));
        k->person.birth = p->birth;
        person = true;
    }
    bool stand = p->carer && !k->carer;
    bool relation = moves(c, p, "关系", &k->relation, text_eqz(p->relation, "97") ? T("") : p->relation);
    if (stand) carry_diff(c, text_fmt(c->a, "%.*s照料孩子", TP(p->name)), T("否"), T("是"));
    if (!c->undo) return RC_OK;
    if (person) {
        undo_person(c->undo, &before.person);
        TRY(person_change(c->r->w, &k->person));
    }
    if (!stand && !relation) return RC_OK;
    undo_kin(c->undo, &before);
    struct sql_kin_update_in in = {.county = c->r->w->county,
                                   .child = c->child.id,
                                   .id = k->id,
                                   .relation = k->relation,
                                   .guardian = k->guardian,
                                   .carer = k->carer || p->carer,
                                   .to_day = k->to};
    return sql_kin_update_run(c->r->w->db, &in, NULL);
}

/* Brothers and sisters: a parent who is another child's parent already brings the family along. */
static enum rc family_join(struct carry *c, int64_t person, const struct roll_person *p)
{
    int64_t family = 0;
    if (kin_side(p->relation) == KIN_OTHER) return RC_OK;
    TRY(family_by_parent(c->r->w, person, c->child.id, &family));
    if (family == 0 || family == c->child.family) return RC_OK;
    undo_family(c->undo, c->child.family);
    struct sql_family_set_in in = {.county = c->r->w->county, .child = c->child.id, .family = family};
    TRY(sql_family_set_run(c->r->w->db, &in, NULL));
    struct sql_family_delete_in old = {.county = c->r->w->county, .family = c->child.family};
    TRY(sql_family_delete_run(c->r->w->db, &old, NULL));
    c->child.family = family;
    c->moves++;
    return RC_OK;
}

static enum rc kin_new(struct carry *c, const struct roll_person *p)
{
    struct work *w = c->r->w;
    struct person one = {.name = p->name,
                         .phone = p->phone,
                         .id_no = p->id_no,
                         .work = p->work,
                         .address = p->address,
                         .sex = p->sex,
                         .birth = p->birth};
    if (c->child.id != 0 && c->diff) carry_diff(c, T("家庭成员"), T(""), p->name);
    if (!c->undo) return RC_OK;
    int64_t person = 0;
    TRY(person_find(w, &one, &person));
    if (person == 0) {
        TRY(person_add(w, &one, c->r->batch));
        person = one.id;
    } else {
        TRY(family_join(c, person, p));
    }
    int64_t id = ids_next(w->ids, w->now);
    struct sql_kin_insert_in in = {.county = w->county,
                                   .child = c->child.id,
                                   .id = id,
                                   .person = person,
                                   .relation = p->relation,
                                   .guardian = p->guardian,
                                   .carer = p->carer,
                                   .from_day = c->r->as_of,
                                   .to_day = DAY_NONE,
                                   .batch = c->r->batch};
    undo_kin_new(c->undo, id, person);
    return sql_kin_insert_run(w->db, &in, NULL);
}

/* Without numbers of the parents: the same address and the same names of both parents. Remembered for the children of this
 * file. */
static enum rc family_by_address(struct carry *c)
{
    const struct roll_want *o = c->want;
    struct text father = T(""), mother = T("");
    for (size_t i = 0; i < o->people; i++) {
        if (kin_side(o->person[i].relation) == KIN_FATHER) father = o->person[i].name;
        if (kin_side(o->person[i].relation) == KIN_MOTHER) mother = o->person[i].name;
    }
    if (!c->undo || o->address.n < 12 || father.n == 0 || mother.n == 0) return RC_OK;
    struct text key = text_fmt(c->a, "%.*s|%.*s|%.*s", TP(o->address), TP(father), TP(mother));
    c->home = (int64_t)(text_hash(key) | 1);
    int64_t family = seen_add_mark(c->r->homes, (uint64_t)c->home, c->child.family);
    if (family == 0 || family == c->child.family) return RC_OK;
    undo_family(c->undo, c->child.family);
    TRY(sql_family_set_run(
        c->r->w->db, &(struct sql_family_set_in){.county = c->r->w->county, .child = c->child.id, .family = family}, NULL));
    TRY(sql_family_delete_run(c->r->w->db, &(struct sql_family_delete_in){.county = c->r->w->county, .family = c->child.family},
                              NULL));
    c->child.family = family;
    c->moves++;
    return RC_OK;
}

enum rc roll_carry_kin(struct carry *c)
{
    struct kin_list l = {0};
    bool known = c->child.version != 0;         /* a new child has no version yet, and nobody around it */
    if (known) TRY(kin_for(c->r->w->db, c->r->w->county, c->child.id, c->a, &l));
    for (size_t i = 0; i < c->want->people; i++) {
        const struct roll_person *p = &c->want->person[i];
        struct kin *k = kin_same(&l, p);
        if (k) TRY(kin_known(c, k, p));
        else TRY(kin_new(c, p));
    }
    return known ? RC_OK : family_by_address(c);
}
