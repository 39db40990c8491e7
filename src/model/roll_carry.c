/* SPDX-License-Identifier: Apache-2.0 */
/* Brings about what a row wants: a new child with everything around it, or what differs of one that is known. */
#include "model/roll_part.h"

#include "format/json.h"
#include "gen/sql/child.h"
#include "gen/sql/enrolment.h"
#include "gen/sql/family.h"
#include "model/family.h"
#include "model/known.h"
#include "model/sounds.h"
#include "model/work_sum.h"

static struct text or_none(struct text t)
{
    return text_empty(t) ? TEXT_NONE : t;
}

void carry_diff(struct carry *c, struct text field, struct text old, struct text now)
{
    c->diffs++;
    if (!c->diff) return;
    if (c->diff->n == 0) json_open(c->diff, '[');
    json_open(c->diff, '[');
    json_text(c->diff, field);
    json_text(c->diff, old.s ? old : T(""));
    json_text(c->diff, now.s ? now : T(""));
    json_close(c->diff, ']');
}

/* Rows to come may be about the same child. */
static void child_tell(struct work *w, const struct child *c)
{
    known_tell(w, KNOWN_CHILD_ID, c->id_no);
    known_tell(w, KNOWN_CHILD_ROLL, c->roll_no);
    known_tell_child(w, c->place_key, c->name, c->birth);
}

/* ---- new ---- */

enum rc roll_carry_new(struct carry *c)
{
    const struct roll_want *o = c->want;
    struct work *w = c->r->w;
    struct place class;
    bool there = false;
    if (!c->undo) return RC_OK;
    TRY(roll_class(c->r, o, &class, &there));
    struct sound s = work_sound(w, o->name);
    c->child = (struct child){.id = ids_next(w->ids, w->now), .class_id = class.id, .place_key = class.lo};
    c->child.birth = o->birth;
    TRY(family_add(w, c->r->batch, &c->child.family));
    struct sql_child_insert_in in = {
        .county = w->county,
        .id = c->child.id,
        .family = c->child.family,
        .name = o->name,
        .pinyin = s.pinyin,
        .initials = s.initials,
        .sex = o->sex,
        .birth_day = o->birth,
        .nation = o->nation,
        .id_kind = text_empty(o->id_kind) ? T("resident") : o->id_kind,
        .id_no = or_none(o->id_no),
        .id_key = or_none(o->id_no),
        .roll_no = or_none(o->roll_no),
        .roll_key = or_none(o->roll_no),
        .address = or_none(o->address),
        .home_place = o->home_place,
        .class = class.id,
        .place_key = class.lo,
        .bed = o->bed,
        .made_at = w->now,
        .batch = c->r->batch,
    };
    TRY(sql_child_insert_run(w->db, &in, NULL));
    child_tell(w, &(struct child){.id_no = o->id_no, .roll_no = o->roll_no, .place_key = class.lo, .name = o->name,
        .birth = o->birth});
    undo_child_new(c->undo, c->child.family);
    struct sql_enrolment_insert_in span = {.county = w->county,
                                           .child = c->child.id,
                                           .from_day = c->r->as_of,
                                           .to_day = DAY_NONE,
                                           .class = class.id,
                                           .place_key = class.lo,
                                           .reason_in = T("import"),
                                           .batch = c->r->batch};
    TRY(sql_enrolment_insert_run(w->db, &span, NULL));
    undo_enrolment_new(c->undo, c->r->as_of);
    TRY(roll_carry_kin(c));
    return roll_carry_facts(c);
}

/* ---- changed ---- */

/* An empty cell says nothing: what is known stays. */
static bool text_moves(struct carry *c, const char *field, struct text *old, struct text now, bool secret)
{
    if (text_empty(now) || text_eq(*old, now)) return false;
    carry_diff(c, text_of(field), secret && !text_empty(*old) ? T("***") : *old, now);
    *old = now;
    return true;
}

static enum rc carry_person(struct carry *c)
{
    const struct roll_want *o = c->want;
    struct work *w = c->r->w;
    struct child now = c->child;
    bool moved = text_moves(c, "姓名", &now.name, o->name, false);
    moved |= text_moves(c, "民族", &now.nation, o->nation, false);
    moved |= text_moves(c, "身份证件号", &now.id_no, o->id_no, false);
    moved |= text_moves(c, "学籍号", &now.roll_no, o->roll_no, false);
    moved |= text_moves(c, "现住址", &now.address, o->address, false);
    moved |= text_moves(c, "户口所在地", &now.home_place, o->home_place, false);
    moved |= text_moves(c, "宿舍", &now.bed, o->bed, false);
    if (o->id_no.n > 0) moved |= text_moves(c, "证件类型", &now.id_kind, o->id_kind, false);
    if (o->birth != DAY_NONE && o->birth != now.birth) {
        carry_diff(c, T("出生日期"), day_text(c->a, now.birth), day_text(c->a, o->birth));
        now.birth = o->birth;
        moved = true;
    }
    if (o->sex != 0 && o->sex != now.sex) {
        carry_diff(c, T("性别"),
                   now.sex == 1   ? T("男")
                   : now.sex == 2 ? T("女")
                                  : T(""),
                   o->sex == 1   ? T("男")
                   : o->sex == 2 ? T("女")
                                 : T(""));
        now.sex = o->sex;
        moved = true;
    }
    if (!moved || !c->undo) return RC_OK;
    undo_child(c->undo, &c->child);
    struct sound s = text_eq(now.name, c->child.name) ? (struct sound){now.pinyin, now.initials} : work_sound(w, now.name);
    struct sql_child_update_in in = {
        .county = w->county,
        .id = now.id,
        .version = now.version,
        .name = now.name,
        .pinyin = s.pinyin,
        .initials = s.initials,
        .sex = now.sex,
        .birth_day = now.birth,
        .nation = now.nation,
        .id_kind = now.id_kind,
        .id_no = or_none(now.id_no),
        .id_key = or_none(now.id_no),
        .roll_no = or_none(now.roll_no),
        .roll_key = or_none(now.roll_no),
        .address = or_none(now.address),
        .home_place = now.home_place,
        .bed = now.bed,
    };
    TRY(sql_child_update_run(w->db, &in, NULL));
    now.version++;
    c->child = now;
    child_tell(w, &c->child);
    return RC_OK;
}

static struct text class_words(struct carry *c, const struct place *class)
{
    struct place school;
    if (class->id == 0 || place_by_id(c->r->w->db, c->r->w->county, class->parent, c->a, &school) != RC_OK) return T("");
    return text_fmt(c->a, "%.*s %.*s", TP(school.name), TP(class_name(c->a, LANG_ZH, class, c->r->as_of)));
}

static struct text wanted_class_words(struct carry *c)
{
    const struct roll_want *o = c->want;
    struct place p = {
        .entry_year = o->entry_year, .first_grade = o->first_grade, .years = o->years, .class_no = o->class.class_no};
    return text_fmt(c->a, "%.*s %.*s", TP(o->school.name), TP(class_name(c->a, LANG_ZH, &p, c->r->as_of)));
}

/* The spans: the open one ends on the day of the file, a new one begins; begun the same day, it is put right instead. */
static enum rc spans_move(struct carry *c, const struct place *to, bool same_school)
{
    struct work *w = c->r->w;
    struct enrolment_list l;
    day_t on = c->r->as_of;
    TRY(enrolment_of(w->db, w->county, c->child.id, c->a, &l));
    struct enrolment *last = l.n > 0 ? &l.item[l.n - 1] : NULL;
    const char *in = !c->child.enrolled && same_school ? "return" : same_school ? "class_change" : "transfer_in";
    if (last && last->to == DAY_NONE) {
        undo_enrolment(c->undo, last);
        if (last->from == on) {
            if (on < w->today) touched_roles(w->touched, c->child.id);
            TRY(work_sums_stale(w->db, w->county, c->child.id));
            struct sql_enrolment_reclass_in re = {
                .county = w->county, .child = c->child.id, .from_day = on, .class = to->id, .place_key = to->lo};
            return sql_enrolment_reclass_run(w->db, &re, NULL);
        }
        TRY(enrolment_close(w, c->child.id, on, same_school ? "class_change" : "transfer_out"));
    }
    undo_enrolment_new(c->undo, on);
    return enrolment_open(w, c->child.id, to->id, to->lo, on, in, c->r->batch);
}

static enum rc carry_class(struct carry *c)
{
    struct work *w = c->r->w;
    struct place to = {0}, from = {0};
    bool there = false;
    TRY(roll_class(c->r, c->want, &to, &there));
    if (there && c->child.enrolled && to.id == c->child.class_id) return RC_OK;
    if (c->child.class_id != 0) TRY(place_by_id(w->db, w->county, c->child.class_id, c->a, &from));
    carry_diff(c, T("班级"), c->child.enrolled ? class_words(c, &from) : T("不在籍"), wanted_class_words(c));
    if (!c->undo) return RC_OK;
    undo_class(c->undo, c->child.class_id, c->child.place_key, c->child.state);
    bool same_school = c->child.place_key >> PLACE_SCHOOL_BITS == to.lo >> PLACE_SCHOOL_BITS;
    TRY(spans_move(c, &to, same_school));
    struct sql_child_put_class_in put = {
        .county = w->county, .id = c->child.id, .class = to.id, .place_key = to.lo, .state = T("enrolled")};
    TRY(sql_child_put_class_run(w->db, &put, NULL));
    known_tell_child(w, to.lo, c->child.name, c->child.birth);
    c->child.version++;
    return RC_OK;
}

enum rc roll_carry_changes(struct carry *c)
{
    if (c->undo) undo_version(c->undo, c->child.version);
    TRY(carry_person(c));
    TRY(carry_class(c));
    TRY(roll_carry_kin(c));
    return roll_carry_facts(c);
}
