/* SPDX-License-Identifier: Apache-2.0 */
#include "model/roll_change.h"

#include "access/may.h"
#include "gen/sql/child.h"
#include "gen/sql/enrolment.h"
#include "gen/sql/pairing.h"
#include "model/enrolment.h"
#include "model/place.h"
#include "model/staff.h"
#include "model/work_sum.h"

#include <string.h>

const char roll_change_reasons[] = "transfer_out graduated dropout died error other";

enum { PAIRINGS_MAX = 64 };

/* ---- checks ---- */

static enum rc refuse(struct work *w, const char *field, enum word said, struct text a0, struct text a1)
{
    fault_add(w->faults, text_of(field), said, a0, a1);
    return RC_INVALID;
}

static enum rc day_check(struct work *w, const struct child *c, day_t on)
{
    if (on > w->today) return refuse(w, "day", W_roll_change_ahead, day_text(w->arena, on), TEXT_NONE);
    if (c->birth != DAY_NONE && on < c->birth) return refuse(w, "day", W_roll_change_birth, day_text(w->arena, on), TEXT_NONE);
    return RC_OK;
}

static enum rc class_check(struct work *w, int64_t class_id, day_t on, struct place *out)
{
    enum rc rc = place_by_id(w->db, w->county, class_id, w->arena, out);
    if (rc == RC_NOT_FOUND || (rc == RC_OK && out->kind != PLACE_CLASS))
        return refuse(w, "class", W_child_class_unknown, TEXT_NONE, TEXT_NONE);
    TRY(rc);
    struct text name = class_name(w->arena, LANG_ZH, out, w->today);
    if ((out->to != DAY_NONE && out->to <= w->today) || class_graduated(out, w->today))
        return refuse(w, "class", W_roll_change_closed, name, TEXT_NONE);
    if (on < school_year_first(out->entry_year)) {
        day_t first = school_year_first(out->entry_year);
        return refuse(w, "day", W_roll_change_class_from, name, day_text(w->arena, first));
    }
    return RC_OK;
}

/* The last span, if any; a change must lie behind its beginning. */
static enum rc last_span(struct work *w, const struct child *c, day_t on, struct enrolment_list *l, struct enrolment **out)
{
    TRY(enrolment_of(w->db, w->county, c->id, w->arena, l));
    *out = l->n > 0 ? &l->item[l->n - 1] : NULL;
    if (*out != NULL && on < (*out)->from)
        return refuse(w, "day", W_roll_change_before, day_text(w->arena, on), day_text(w->arena, (*out)->from));
    if (*out != NULL && (*out)->to != DAY_NONE && on < (*out)->to)
        return refuse(w, "day", W_roll_change_left, day_text(w->arena, on), day_text(w->arena, (*out)->to));
    return RC_OK;
}

/* ---- those who stand by the child ---- */

struct standing_by { int64_t id, staff, peer; day_t to; bool of_change; };

static enum rc standing_by(struct work *w, int64_t child, const char *why, const char *why_too, struct standing_by *list,
                           size_t *n)
{
    struct cursor c;
    struct sql_pairing_for_out o;
    *n = 0;
    TRY(sql_pairing_for(w->db, &(struct sql_pairing_for_in){.county = w->county, .child = child}, &c));
    while (sql_pairing_for_next(&c, &o)) {
        if (*n == PAIRINGS_MAX) continue;
        bool of_change = text_eqz(o.end_reason, why) || text_eqz(o.end_reason, why_too);
        list[(*n)++] = (struct standing_by){.id = o.id, .staff = o.staff, .peer = o.peer, .of_change = of_change,
            .to = o.to_day == NULL_INT ? DAY_NONE : (day_t)o.to_day};
    }
    return sql_close(&c);
}

static enum rc of_school(struct work *w, const struct standing_by *p, int64_t school_key, bool *yes)
{
    struct staff s;
    struct place at = {0};
    struct sql_child_where_out peer;
    *yes = false;
    if (p->staff != 0) {
        TRY(staff_by_id(w->db, w->county, p->staff, w->arena, &s));
        TRY(place_by_id(w->db, w->county, s.place, w->arena, &at));
        *yes = at.kind >= PLACE_SCHOOL && at.lo >> PLACE_SCHOOL_BITS == school_key;
        return RC_OK;
    }
    if (p->peer == 0) return RC_OK;
    enum rc rc = sql_child_where_one(w->db, &(struct sql_child_where_in){.county = w->county, .id = p->peer}, w->arena, &peer);
    *yes = rc == RC_OK && peer.place_key >> PLACE_SCHOOL_BITS == school_key;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* The child leaves the school: who stood by it there stands by it no longer; what they did stays credited. */
static enum rc school_parted(struct work *w, const struct child *c, day_t on, struct roll_changed *out)
{
    struct standing_by list[PAIRINGS_MAX];
    size_t n;
    TRY(standing_by(w, c->id, "", "", list, &n));
    for (size_t i = 0; i < n; i++) {
        bool theirs = false;
        if (list[i].to != DAY_NONE) continue;
        TRY(of_school(w, &list[i], c->place_key >> PLACE_SCHOOL_BITS, &theirs));
        if (!theirs) continue;
        struct sql_pairing_end_in end = {.county = w->county, .id = list[i].id, .to_day = on, .end_reason = T("moved")};
        TRY(sql_pairing_end_run(w->db, &end, NULL));
        struct sql_sight_end_in sight = {
            .county = w->county, .staff = list[i].staff, .child = c->id, .pairing = list[i].id, .to_day = on};
        TRY(sql_sight_end_run(w->db, &sight, NULL));
        out->ended++;
    }
    return RC_OK;
}

/* What ended with a change that is taken back goes on, unless the colleague has gone meanwhile. */
static enum rc pairings_again(struct work *w, int64_t child, day_t on, const char *why, const char *why_too,
                              struct roll_changed *out)
{
    struct standing_by list[PAIRINGS_MAX];
    size_t n;
    TRY(standing_by(w, child, why, why_too, list, &n));
    for (size_t i = 0; i < n; i++) {
        struct staff s = {.to = DAY_NONE};
        if (list[i].to != on || !list[i].of_change) continue;
        if (list[i].staff != 0) TRY(staff_by_id(w->db, w->county, list[i].staff, w->arena, &s));
        if (s.to != DAY_NONE && s.to <= w->today) continue;
        TRY(sql_pairing_reopen_run(w->db, &(struct sql_pairing_reopen_in){.county = w->county, .id = list[i].id}, NULL));
        struct sql_sight_reopen_in sight = {
            .county = w->county, .staff = list[i].staff, .child = child, .pairing = list[i].id};
        TRY(sql_sight_reopen_run(w->db, &sight, NULL));
        out->reopened++;
    }
    return RC_OK;
}

/* ---- spans ---- */

static enum rc put(struct work *w, int64_t child, int64_t class_id, int64_t place_key, day_t on)
{
    if (on < w->today) touched_roles(w->touched, child);
    touched_add(w->touched, child);
    struct sql_child_put_class_in in = {
        .county = w->county, .id = child, .class = class_id, .place_key = place_key, .state = T("enrolled")};
    TRY(sql_child_put_class_run(w->db, &in, NULL));
    return sql_county_changed_run(w->db, &(struct sql_county_changed_in){.county = w->county}, NULL);
}

static enum rc span_again(struct work *w, int64_t child, const struct enrolment *span)
{
    struct sql_enrolment_end_in open = {
        .county = w->county, .child = child, .from_day = span->from, .to_day = DAY_NONE, .reason_out = T("")};
    return sql_enrolment_end_run(w->db, &open, NULL);
}

/* Moved on that day from the class it is to go back to: the move is taken back. */
static bool takes_back(const struct enrolment_list *l, int64_t class_id, day_t on)
{
    if (l->n < 2) return false;
    const struct enrolment *last = &l->item[l->n - 1], *before = &l->item[l->n - 2];
    return last->from == on && last->to == DAY_NONE && before->to == on && before->class_id == class_id;
}

static enum rc move_back(struct work *w, const struct child *c, const struct enrolment_list *l, day_t on,
                         struct roll_changed *out)
{
    const struct enrolment *before = &l->item[l->n - 2];
    struct sql_enrolment_delete_in gone = {.county = w->county, .child = c->id, .from_day = on};
    TRY(work_sums_stale(w->db, w->county, c->id));
    TRY(sql_enrolment_delete_run(w->db, &gone, NULL));
    TRY(span_again(w, c->id, before));
    TRY(pairings_again(w, c->id, on, "moved", "moved", out));
    return put(w, c->id, before->class_id, before->place_key, on);
}

enum rc roll_change_move(struct work *w, const struct scope *scope, int64_t child, int64_t class_id, day_t on,
                         struct roll_changed *out)
{
    struct child c;
    struct place to;
    struct enrolment_list l;
    struct enrolment *last;
    *out = (struct roll_changed){0};
    TRY(child_by_id(w->db, scope, child, w->arena, &c));
    if (!c.enrolled) return refuse(w, "class", W_roll_change_not_here, c.name, TEXT_NONE);
    TRY(day_check(w, &c, on));
    TRY(class_check(w, class_id, on, &to));
    if (c.class_id == class_id)
        return refuse(w, "class", W_roll_change_same, class_name(w->arena, LANG_ZH, &to, w->today), TEXT_NONE);
    TRY(last_span(w, &c, on, &l, &last));
    if (takes_back(&l, class_id, on)) return move_back(w, &c, &l, on, out);
    bool parted = c.place_key >> PLACE_SCHOOL_BITS != to.lo >> PLACE_SCHOOL_BITS;
    if (parted) TRY(school_parted(w, &c, on, out));
    if (last == NULL || last->from != on) return child_move(w, scope, child, class_id, on, 0);
    /* Come on that very day: it was the other class from the beginning. */
    struct sql_enrolment_reclass_in re = {
        .county = w->county, .child = child, .from_day = on, .class = class_id, .place_key = to.lo};
    TRY(work_sums_stale(w->db, w->county, child));
    TRY(sql_enrolment_reclass_run(w->db, &re, NULL));
    return put(w, child, class_id, to.lo, on);
}

static bool reason_known(struct text reason)
{
    struct text rest = text_of(roll_change_reasons), one;
    while (text_cut(&rest, ' ', &one)) {
        if (text_eq(one, reason)) return true;
    }
    return false;
}

static enum rc pairings_count(struct work *w, int64_t child, int64_t *n)
{
    struct standing_by list[PAIRINGS_MAX];
    size_t all;
    TRY(standing_by(w, child, "", "", list, &all));
    for (size_t i = 0; i < all; i++) *n += list[i].to == DAY_NONE;
    return RC_OK;
}

enum rc roll_change_leave(struct work *w, const struct scope *scope, int64_t child, day_t on, struct text reason,
                          struct roll_changed *out)
{
    struct child c;
    struct enrolment_list l;
    struct enrolment *last;
    *out = (struct roll_changed){0};
    TRY(child_by_id(w->db, scope, child, w->arena, &c));
    if (!c.enrolled) return refuse(w, "day", W_roll_change_not_here, c.name, TEXT_NONE);
    if (!reason_known(reason)) return refuse(w, "reason", W_roll_change_reason, TEXT_NONE, TEXT_NONE);
    TRY(day_check(w, &c, on));
    TRY(last_span(w, &c, on, &l, &last));
    if (last != NULL && on == last->from && !text_eqz(reason, "error"))
        return refuse(w, "day", W_roll_change_same_day, day_text(w->arena, on), TEXT_NONE);
    TRY(pairings_count(w, child, &out->ended));
    return child_leave(w, scope, child, on, text_z(w->arena, reason), 0);
}

enum rc roll_change_return(struct work *w, const struct scope *scope, int64_t child, int64_t class_id, day_t on,
                           struct roll_changed *out)
{
    struct child c;
    struct place to;
    struct enrolment_list l;
    struct enrolment *last;
    *out = (struct roll_changed){0};
    TRY(child_by_id(w->db, scope, child, w->arena, &c));
    if (c.enrolled) return refuse(w, "class", W_roll_change_here, c.name, TEXT_NONE);
    TRY(day_check(w, &c, on));
    TRY(class_check(w, class_id, on, &to));
    TRY(last_span(w, &c, on, &l, &last));
    if (last == NULL || last->to != on || last->class_id != class_id) return child_return(w, scope, child, class_id, on, 0);
    TRY(span_again(w, child, last));
    TRY(pairings_again(w, child, on, "left", "graduated", out));
    return put(w, child, class_id, to.lo, on);
}

/* ---- somebody new ---- */

/* The child of the county that the numbers are of; id 0: nobody. */
static enum rc known_find(struct work *w, const struct child *c, struct child *out)
{
    int64_t by_id = 0, by_roll = 0;
    *out = (struct child){0};
    if (!text_empty(c->id_no)) TRY(child_by_id_no(w, c->id_no, &by_id));
    if (!text_empty(c->roll_no)) TRY(child_by_roll_no(w, c->roll_no, &by_roll));
    if (by_id != 0 && by_roll != 0 && by_id != by_roll)
        return refuse(w, "roll_no", W_roll_change_two, TEXT_NONE, TEXT_NONE);
    if (by_id == 0 && by_roll == 0) return RC_OK;
    struct scope county = scope_system(w->county, "a child who comes anew may be known by its number");
    TRY(child_by_id(w->db, &county, by_id ? by_id : by_roll, w->arena, out));
    /* A number typed wrong must neither take somebody else on nor tell whose it is. */
    bool same = text_eq(out->name, c->name) || (c->birth != DAY_NONE && out->birth == c->birth);
    if (!same) return refuse(w, by_id ? "id_no" : "roll_no", W_roll_change_other, TEXT_NONE, TEXT_NONE);
    if (out->enrolled) return refuse(w, by_id ? "id_no" : "roll_no", W_roll_change_elsewhere, TEXT_NONE, TEXT_NONE);
    return RC_OK;
}

/* Without numbers to tell them apart, a second child of the name and birthday in the class is the same one entered twice. */
static enum rc double_check(struct work *w, const struct child *c, int64_t place_key)
{
    struct cursor cur;
    struct sql_child_find_name_out o;
    bool twice = false;
    if (c->birth == DAY_NONE) return RC_OK;
    struct sql_child_find_name_in in = {.county = w->county, .place_key = place_key, .name = c->name, .birth_day = c->birth};
    TRY(sql_child_find_name(w->db, &in, &cur));
    while (sql_child_find_name_next(&cur, &o)) twice = twice || text_empty(c->id_no) || !o.has_id;
    TRY(sql_close(&cur));
    return twice ? refuse(w, "name", W_roll_change_twice, c->name, TEXT_NONE) : RC_OK;
}

enum rc roll_change_add(struct work *w, struct child *c, day_t on, const char *reason_in, bool *known)
{
    struct place class;
    struct child old;
    struct roll_changed changed;
    *known = false;
    if (text_empty(c->name)) return refuse(w, "name", W_child_nameless, TEXT_NONE, TEXT_NONE);
    TRY(day_check(w, c, on));
    TRY(class_check(w, c->class_id, on, &class));
    TRY(known_find(w, c, &old));
    if (old.id == 0) {
        TRY(double_check(w, c, class.lo));
        return child_add(w, c, on, reason_in, 0);
    }
    *known = true;
    c->id = old.id;
    struct scope county = scope_system(w->county, "the class was proven, the child by its number and name");
    return roll_change_return(w, &county, old.id, c->class_id, on, &changed);
}
