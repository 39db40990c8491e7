/* SPDX-License-Identifier: Apache-2.0 */
#include "model/child.h"

#include "gen/sql/child.h"
#include "gen/sql/pairing.h"
#include "model/body.h"
#include "model/enrolment.h"
#include "model/family.h"
#include "model/place.h"
#include "model/sounds.h"

#include <string.h>

static struct text or_none(struct text t)
{
    return text_empty(t) ? TEXT_NONE : t;
}

static struct text or_empty(struct text t)
{
    return t.s ? t : T("");
}

#define CHILD_TAKE(o)                                                                                                \
    (struct child){.id = (o).id, .family = (o).family, .class_id = (o).class, .place_key = (o).place_key,            \
        .version = (o).version, .name = (o).name, .pinyin = (o).pinyin, .initials = (o).initials,                    \
        .nation = (o).nation, .id_kind = (o).id_kind, .home_place = (o).home_place, .state = (o).state,              \
        .bed = (o).bed, .id_no = (o).id_no, .roll_no = (o).roll_no, .address = (o).address, .sex = (int)(o).sex,     \
        .birth = (o).birth_day, .enrolled = text_eqz((o).state, "enrolled")}

enum rc child_by_id(struct db *db, const struct scope *scope, int64_t id, struct arena *a, struct child *out)
{
    if (scope->child != 0) {
        struct sql_child_row_proven_out p;
        if (scope->child != id) return RC_NOT_FOUND;
        TRY(sql_child_row_proven_one(db, scope, a, &p));
        *out = CHILD_TAKE(p);
        return RC_OK;
    }
    struct sql_child_row_out o;
    TRY(sql_child_row_one(db, scope, &(struct sql_child_row_in){.id = id}, a, &o));
    *out = CHILD_TAKE(o);
    return RC_OK;
}

/* ---- writing ---- */

static bool refuse_number(struct work *w, const char *field, enum word word, int64_t found, int64_t self, struct text name)
{
    if (found == 0 || found == self) return false;
    fault_add(w->faults, text_of(field), word, name, TEXT_NONE);
    return true;
}

/* What would make a double, or nobody. */
static enum rc child_check(struct work *w, const struct child *c)
{
    if (text_empty(c->name)) {
        fault_add(w->faults, T("name"), W_child_nameless, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    int64_t by_id = 0, by_roll = 0;
    if (!text_empty(c->id_no)) TRY(child_by_id_no(w, c->id_no, &by_id));
    if (!text_empty(c->roll_no)) TRY(child_by_roll_no(w, c->roll_no, &by_roll));
    bool twice = refuse_number(w, "id_no", W_child_id_twice, by_id, c->id, c->name);
    twice |= refuse_number(w, "roll_no", W_child_roll_twice, by_roll, c->id, c->name);
    return twice ? RC_CONFLICT : RC_OK;
}

static enum rc class_of(struct work *w, int64_t class_id, struct place *out)
{
    enum rc rc = place_by_id(w->db, w->county, class_id, w->arena, out);
    if (rc == RC_NOT_FOUND || (rc == RC_OK && out->kind != PLACE_CLASS)) {
        fault_add(w->faults, T("class"), W_child_class_unknown, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    return rc;
}

enum rc child_add(struct work *w, struct child *c, day_t from, const char *reason_in, int64_t batch)
{
    struct place class;
    c->id = 0;
    TRY(child_check(w, c));
    TRY(class_of(w, c->class_id, &class));
    if (c->family == 0) TRY(family_add(w, batch, &c->family));
    struct sound s = work_sound(w, c->name);
    c->id = ids_next(w->ids, w->now);
    c->place_key = class.lo;
    c->version = 1;
    c->pinyin = s.pinyin;
    c->initials = s.initials;
    c->state = T("enrolled");
    c->enrolled = true;
    struct sql_child_insert_in in = {
        .county = w->county,
        .id = c->id,
        .family = c->family,
        .name = c->name,
        .pinyin = c->pinyin,
        .initials = c->initials,
        .sex = c->sex,
        .birth_day = c->birth,
        .nation = or_empty(c->nation),
        .id_kind = text_empty(c->id_kind) ? T("resident") : c->id_kind,
        .id_no = or_none(c->id_no),
        .id_key = or_none(c->id_no),
        .roll_no = or_none(c->roll_no),
        .roll_key = or_none(c->roll_no),
        .address = or_none(c->address),
        .home_place = or_empty(c->home_place),
        .class = c->class_id,
        .place_key = c->place_key,
        .bed = or_empty(c->bed),
        .made_at = w->now,
        .batch = batch,
    };
    TRY(sql_child_insert_run(w->db, &in, NULL));
    TRY(enrolment_open(w, c->id, c->class_id, c->place_key, from, reason_in, batch));
    touched_add(w->touched, c->id);
    return sql_county_changed_run(w->db, &(struct sql_county_changed_in){.county = w->county}, NULL);
}

enum rc child_change(struct work *w, const struct scope *scope, struct child *c)
{
    struct child old;
    TRY(child_by_id(w->db, scope, c->id, w->arena, &old));
    TRY(child_check(w, c));
    struct sound s = text_eq(old.name, c->name) ? (struct sound){old.pinyin, old.initials} : work_sound(w, c->name);
    if (!text_empty(c->pinyin) && !text_eq(c->pinyin, old.pinyin))
        s = (struct sound){c->pinyin, c->initials}; /* corrected by hand */
    struct sql_child_update_in in = {
        .county = w->county,
        .id = c->id,
        .version = c->version,
        .name = c->name,
        .pinyin = s.pinyin,
        .initials = or_empty(s.initials),
        .sex = c->sex,
        .birth_day = c->birth,
        .nation = or_empty(c->nation),
        .id_kind = or_empty(c->id_kind),
        .id_no = or_none(c->id_no),
        .id_key = or_none(c->id_no),
        .roll_no = or_none(c->roll_no),
        .roll_key = or_none(c->roll_no),
        .address = or_none(c->address),
        .home_place = or_empty(c->home_place),
        .bed = or_empty(c->bed),
    };
    int64_t changed = 0;
    TRY(sql_child_update_run(w->db, &in, &changed));
    if (changed == 0) {
        fault_add(w->faults, TEXT_NONE, W_child_changed_since, c->name, TEXT_NONE);
        return RC_CONFLICT;
    }
    c->version++;
    touched_add(w->touched, c->id);
    return sql_county_changed_run(w->db, &(struct sql_county_changed_in){.county = w->county}, NULL);
}

enum rc child_touch(struct work *w, int64_t child)
{
    touched_add(w->touched, child);
    TRY(sql_child_version_run(w->db, &(struct sql_child_version_in){.county = w->county, .id = child}, NULL));
    return sql_county_changed_run(w->db, &(struct sql_county_changed_in){.county = w->county}, NULL);
}

static enum rc put_class(struct work *w, int64_t child, int64_t class_id, int64_t place_key, const char *state)
{
    struct sql_child_put_class_in in = {
        .county = w->county, .id = child, .class = class_id, .place_key = place_key, .state = text_of(state)};
    TRY(sql_child_put_class_run(w->db, &in, NULL));
    touched_add(w->touched, child);
    TRY(body_touch_child(w, child));
    return sql_county_changed_run(w->db, &(struct sql_county_changed_in){.county = w->county}, NULL);
}

enum rc child_move(struct work *w, const struct scope *scope, int64_t child, int64_t class_id, day_t on, int64_t batch)
{
    struct child c;
    struct place to;
    TRY(child_by_id(w->db, scope, child, w->arena, &c));
    TRY(class_of(w, class_id, &to));
    if (!c.enrolled) return child_return(w, scope, child, class_id, on, batch);
    if (c.class_id == class_id) return RC_OK;
    bool same_school = c.place_key >> PLACE_SCHOOL_BITS == to.lo >> PLACE_SCHOOL_BITS;
    TRY(enrolment_close(w, child, on, same_school ? "class_change" : "transfer_out"));
    TRY(enrolment_open(w, child, class_id, to.lo, on, same_school ? "class_change" : "transfer_in", batch));
    return put_class(w, child, class_id, to.lo, "enrolled");
}

/* Whoever stood by the child stands by it no longer; what they did stays credited. */
static enum rc pairings_end(struct work *w, int64_t child, day_t on, const char *reason)
{
    struct cursor c;
    struct sql_pairing_for_out o;
    int64_t id[64], staff[64];
    size_t n = 0;
    TRY(sql_pairing_for(w->db, &(struct sql_pairing_for_in){.county = w->county, .child = child}, &c));
    while (sql_pairing_for_next(&c, &o)) {
        if (o.to_day != NULL_INT || n == sizeof id / sizeof *id) continue;
        id[n] = o.id;
        staff[n++] = o.staff;
    }
    TRY(sql_close(&c));
    for (size_t i = 0; i < n; i++) {
        struct sql_pairing_end_in end = {.county = w->county, .id = id[i], .to_day = on, .end_reason = text_of(reason)};
        TRY(sql_pairing_end_run(w->db, &end, NULL));
        struct sql_sight_end_in sight = {.county = w->county, .staff = staff[i], .child = child, .pairing = id[i], .to_day = on};
        TRY(sql_sight_end_run(w->db, &sight, NULL));
    }
    return RC_OK;
}

enum rc child_leave(struct work *w, const struct scope *scope, int64_t child, day_t on, const char *reason, int64_t batch)
{
    struct child c;
    (void)batch;
    TRY(child_by_id(w->db, scope, child, w->arena, &c));
    if (!c.enrolled) return RC_OK;
    TRY(enrolment_close(w, child, on, reason));
    TRY(pairings_end(w, child, on, strcmp(reason, "graduated") == 0 ? "graduated" : "left"));
    return put_class(w, child, 0, c.place_key, "left");
}

enum rc child_wait(struct work *w, const struct scope *scope, int64_t child, day_t on)
{
    struct child c;
    TRY(child_by_id(w->db, scope, child, w->arena, &c));
    if (!c.enrolled) return RC_OK;
    TRY(enrolment_close(w, child, on, "graduated"));
    return put_class(w, child, 0, c.place_key, "left");
}

enum rc child_return(struct work *w, const struct scope *scope, int64_t child, int64_t class_id, day_t on, int64_t batch)
{
    struct child c;
    struct place to;
    TRY(child_by_id(w->db, scope, child, w->arena, &c));
    TRY(class_of(w, class_id, &to));
    if (c.enrolled) return child_move(w, scope, child, class_id, on, batch);
    bool same_school = c.place_key >> PLACE_SCHOOL_BITS == to.lo >> PLACE_SCHOOL_BITS;
    TRY(enrolment_open(w, child, class_id, to.lo, on, same_school ? "return" : "transfer_in", batch));
    return put_class(w, child, class_id, to.lo, "enrolled");
}
