/* SPDX-License-Identifier: Apache-2.0 */
/* The child of the base that a row is about: by roll number or ID number, else by name, birthday and class. */
#include "gen/sql/child.h"
#include "model/known.h"
#include "model/roll_part.h"

struct hit { int64_t id, place_key; struct text name; day_t birth; };

static enum rc by_id(struct roll *r, const struct roll_want *w, struct arena *a, struct hit *out)
{
    struct sql_child_find_id_no_out o;
    *out = (struct hit){0};
    bool nobody = w->id_no.n == 0;
    if (!nobody) TRY(known_nobody(r->w, KNOWN_CHILD_ID, w->id_no, &nobody));
    if (nobody) return RC_OK;
    enum rc rc = sql_child_find_id_no_one(r->w->db,
                                          &(struct sql_child_find_id_no_in){.county = r->w->county, .id_key = w->id_no}, a, &o);
    if (rc == RC_OK) *out = (struct hit){o.id, o.place_key, o.name, o.birth_day};
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc by_roll(struct roll *r, const struct roll_want *w, struct arena *a, struct hit *out)
{
    struct sql_child_find_roll_no_out o;
    *out = (struct hit){0};
    bool nobody = w->roll_no.n == 0;
    if (!nobody) TRY(known_nobody(r->w, KNOWN_CHILD_ROLL, w->roll_no, &nobody));
    if (nobody) return RC_OK;
    enum rc rc = sql_child_find_roll_no_one(
        r->w->db, &(struct sql_child_find_roll_no_in){.county = r->w->county, .roll_key = w->roll_no}, a, &o);
    if (rc == RC_OK) *out = (struct hit){o.id, o.place_key, o.name, o.birth_day};
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* Without a number in common: the same name and birthday in the class, when only one child fits and it has no number that
 * differs. */
static enum rc by_name(struct roll *r, const struct roll_want *w, struct faults *f, struct hit *out)
{
    struct place class;
    bool there = false, nobody = false;
    *out = (struct hit){0};
    if (w->birth == DAY_NONE || w->school.id == 0 || w->class.class_no == 0) return RC_OK;
    TRY(roll_class(r, w, &class, &there));
    if (there) TRY(known_no_child(r->w, class.lo, w->name, w->birth, &nobody));
    if (!there || nobody) return RC_OK;
    struct cursor c;
    struct sql_child_find_name_out o;
    struct sql_child_find_name_in in = {.county = r->w->county, .place_key = class.lo, .name = w->name, .birth_day = w->birth};
    size_t n = 0;
    TRY(sql_child_find_name(r->w->db, &in, &c));
    while (sql_child_find_name_next(&c, &o)) {
        if ((o.has_id && w->id_no.n > 0) || (o.has_roll && w->roll_no.n > 0))
            continue; /* it has another number: somebody else */
        out->id = o.id;
        n++;
    }
    TRY(sql_close(&c));
    if (n > 1) fault_add(f, w->name, W_roll_same_name, w->name, TEXT_NONE);
    if (n == 1) fault_warn(f, w->name, W_roll_by_name, w->name, TEXT_NONE);
    if (n != 1) out->id = 0;
    return RC_OK;
}

/* A number typed at random must not tell whose it is in another school. */
static struct text name_said(const struct roll *r, const struct hit *h)
{
    return h->place_key >= r->scope.lo && h->place_key < r->scope.hi ? h->name : T("***");
}

enum rc roll_find(struct roll *r, const struct roll_want *w, struct faults *f, struct child *out)
{
    struct hit id, roll, name;
    *out = (struct child){0};
    TRY(by_id(r, w, f->arena, &id));
    TRY(by_roll(r, w, f->arena, &roll));
    if (id.id != 0 && roll.id != 0 && id.id != roll.id) {
        fault_add(f, w->name, W_roll_two_children, name_said(r, &id), name_said(r, &roll));
        return RC_OK;
    }
    struct hit hit = id.id ? id : roll;
    /* One number, but another name and another birthday: a mistyped number must not write over somebody. */
    if (hit.id != 0 && !text_eq(hit.name, w->name) && (w->birth == DAY_NONE || hit.birth != w->birth)) {
        fault_add(f, w->name, id.id ? W_roll_id_other : W_roll_number_other, w->name, name_said(r, &hit));
        return RC_OK;
    }
    if (hit.id == 0) {
        TRY(by_name(r, w, f, &name));
        hit = name;
    }
    return hit.id == 0 ? RC_OK : child_by_id(r->w->db, &r->county, hit.id, f->arena, out);
}
