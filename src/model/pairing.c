/* SPDX-License-Identifier: Apache-2.0 */
#include "model/pairing.h"

#include "access/role.h"
#include "gen/sql/grant.h"
#include "gen/sql/membership.h"
#include "gen/sql/pairing.h"
#include "gen/sql/subject.h"
#include "model/owner.h"
#include "model/place.h"
#include "model/staff.h"

/* ---- what the schemes ask of a relation, the strictest of several ---- */

struct bounds {
    bool known, peer, check;
    int max, overload;
    enum relation_same same;
    uint32_t roles;
};

static struct bounds bounds_of(const struct plan *p, struct text relation)
{
    struct bounds b = {0};
    for (size_t i = 0; i < p->relation_count; i++) {
        const struct plan_relation *r = &p->relation[i];
        if (!text_eq(r->key, relation)) continue;
        b.known = true;
        b.peer = b.peer || r->peer;
        b.check = b.check || r->background_check;
        if (r->max > 0 && (b.max == 0 || r->max < b.max)) b.max = r->max;
        if (r->overload > 0 && (b.overload == 0 || r->overload < b.overload)) b.overload = r->overload;
        if (r->same > b.same) b.same = r->same;
        if (r->roles != 0) b.roles = b.roles == 0 ? r->roles : b.roles & r->roles;
    }
    return b;
}

static struct text role_given(const struct codes *codes, const struct plan_relation *r)
{
    if (r->peer) return T("peer");
    for (size_t i = 0; i < codes->role_count; i++) {
        if (codes->role[i].relation && r->role >= 0 && codes->role[i].number == r->role) return codes->role[i].key;
    }
    return T("helper");
}

struct text pairing_role(const struct codes *codes, const struct plan *p, struct text relation)
{
    struct text role = TEXT_NONE;
    for (size_t i = 0; i < p->relation_count; i++) {
        if (!text_eq(p->relation[i].key, relation)) continue;
        struct text given = role_given(codes, &p->relation[i]);
        if (role.s == NULL || text_eqz(given, "responsible")) role = given;
    }
    return role.s == NULL ? T("helper") : role;
}

enum rc pairing_roles_refresh(struct db *db, int64_t county, const struct codes *codes, const struct plan *p)
{
    for (size_t i = 0; i < p->relation_count; i++) {
        struct sql_pairing_role_set_in in = {.county = county, .relation = p->relation[i].key,
            .role = pairing_role(codes, p, p->relation[i].key)};
        TRY(sql_pairing_role_set_run(db, &in, NULL));
    }
    return RC_OK;
}

/* ---- conditions ---- */

/* A pairing shows a child: the three administrators see none. */
static enum rc check_administrator(struct work *w, int64_t staff)
{
    struct cursor c;
    struct sql_grant_of_staff_out o;
    bool admin = false;
    TRY(sql_grant_of_staff(w->db, &(struct sql_grant_of_staff_in){.county = w->county, .staff = staff}, &c));
    while (sql_grant_of_staff_next(&c, &o))
        admin = admin || (role_is_admin(o.role) && (o.to_day == NULL_INT || o.to_day > w->today));
    TRY(sql_close(&c));
    if (!admin) return RC_OK;
    fault_add(w->faults, T("staff"), W_staff_grant_apart, TEXT_NONE, TEXT_NONE);
    return RC_INVALID;
}

enum rc pairing_allowed(struct work *w, int64_t staff, day_t on)
{
    struct staff s;
    enum rc rc = staff_by_id(w->db, w->county, staff, w->arena, &s);
    if (rc == RC_NOT_FOUND || (rc == RC_OK && s.to != DAY_NONE && s.to <= on)) {
        fault_add(w->faults, T("staff"), W_pairing_staff_gone, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    if (rc != RC_OK) return rc;
    TRY(check_administrator(w, staff));
    if (staff_check_valid(s.check_day, s.check_result, on)) return RC_OK;
    fault_add(
        w->faults, T("staff"), W_pairing_no_check, s.name, s.check_day == DAY_NONE ? T("—") : day_text(w->arena, s.check_day));
    return RC_INVALID;
}

static enum rc grade_of(struct work *w, int64_t child, day_t on, int64_t *place_key, int64_t *entry)
{
    struct cursor c;
    struct sql_subject_enrolment_out e;
    *place_key = -1;
    *entry = 0;
    TRY(sql_subject_enrolment(w->db, &(struct sql_subject_enrolment_in){.county = w->county, .child = child}, &c));
    while (sql_subject_enrolment_next(&c, &e)) {
        if (e.from_day > on || (e.to_day != NULL_INT && e.to_day <= on)) continue;
        *place_key = e.place_key;
        *entry = e.first_grade - e.entry_year;
    }
    return sql_close(&c);
}

static enum rc check_peer(struct work *w, const struct pairing_input *in, const struct bounds *b)
{
    if (in->peer == in->child) {
        fault_add(w->faults, T("peer"), W_pairing_peer_self, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    int64_t own, own_grade, other, other_grade;
    TRY(grade_of(w, in->child, in->from, &own, &own_grade));
    TRY(grade_of(w, in->peer, in->from, &other, &other_grade));
    bool school = own >= 0 && other >= 0 && own >> PLACE_SCHOOL_BITS == other >> PLACE_SCHOOL_BITS;
    bool grade = school && own_grade == other_grade;
    bool fits = (b->same != SAME_SCHOOL || school) && (b->same != SAME_GRADE || grade) &&
                (b->same != SAME_CLASS || own == other) && other >= 0;
    if (fits) return RC_OK;
    fault_add(w->faults, T("peer"), W_pairing_peer_far, TEXT_NONE, TEXT_NONE);
    return RC_INVALID;
}

/* Doubtful, not wrong: a child that the relation is not for. */
static enum rc check_target(struct work *w, const struct pairing_input *in)
{
    const struct plan *p = w->ev->plan;
    bool asked = false, fits = false;
    for (size_t i = 0; i < p->relation_count; i++) {
        const struct plan_relation *r = &p->relation[i];
        if (!text_eq(r->key, in->relation)) continue;
        asked = true;
        fits = fits || r->group < 0;
    }
    if (!asked || fits) return RC_OK;
    struct cursor c;
    struct sql_membership_for_out row;
    TRY(sql_membership_for(w->db, &(struct sql_membership_for_in){.county = w->county, .child = in->child}, &c));
    while (sql_membership_for_next(&c, &row)) {
        for (size_t i = 0; i < p->relation_count; i++) {
            const struct plan_relation *r = &p->relation[i];
            fits = fits || (text_eq(r->key, in->relation) && text_eq(p->group[r->group].key, row.target));
        }
    }
    TRY(sql_close(&c));
    if (!fits) fault_warn(w->faults, T("child"), W_pairing_not_for, TEXT_NONE, TEXT_NONE);
    return RC_OK;
}

/* Doubtful, not wrong: somebody who works at another school. Who works at its centre or at the bureau is near enough. */
static enum rc check_school(struct work *w, const struct pairing_input *in)
{
    struct staff s;
    struct place home;
    int64_t at, entry;
    if (in->staff == 0) return RC_OK;
    TRY(staff_by_id(w->db, w->county, in->staff, w->arena, &s));
    TRY(place_by_id(w->db, w->county, s.place, w->arena, &home));
    TRY(grade_of(w, in->child, in->from, &at, &entry));
    if (at < 0 || (home.lo <= at && at < home.hi)) return RC_OK;
    fault_warn(w->faults, T("staff"), W_pairing_other_school, s.name, home.name);
    return RC_OK;
}

static enum rc check_load(struct work *w, const struct pairing_input *in, const struct bounds *b)
{
    if (b->overload == 0 || in->staff == 0) return RC_OK;
    struct cursor c;
    struct sql_pairing_of_staff_out row;
    int n = 1;
    TRY(sql_pairing_of_staff(w->db, &(struct sql_pairing_of_staff_in){.county = w->county, .staff = in->staff}, &c));
    while (sql_pairing_of_staff_next(&c, &row)) n += text_eq(row.relation, in->relation) && row.child != in->child;
    TRY(sql_close(&c));
    if (n > b->overload) {
        fault_warn(w->faults, T("staff"), W_pairing_overload, text_fmt(w->arena, "%d", n), text_fmt(w->arena, "%d", b->overload));
    }
    return RC_OK;
}

static enum rc check_input(struct work *w, struct pairing_input *in, struct bounds *b)
{
    *b = bounds_of(w->ev->plan, in->relation);
    if (!b->known) {
        fault_add(w->faults, T("relation"), W_pairing_relation_unknown, in->relation, TEXT_NONE);
        return RC_INVALID;
    }
    if (in->from == DAY_NONE) in->from = w->today;
    bool somebody = b->peer ? in->peer != 0 : in->staff != 0 || !text_empty(text_trim(in->helper_name));
    if (!somebody || (b->peer && in->staff != 0)) {
        fault_add(w->faults, b->peer ? T("peer") : T("staff"), W_pairing_nobody, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    TRY(check_target(w, in));
    if (b->peer) return check_peer(w, in, b);
    if (in->staff != 0) TRY(pairing_allowed(w, in->staff, in->from > w->today ? in->from : w->today));
    /* Somebody without an account cannot be checked in the list of staff: a relation that asks for the check wants staff. */
    if (in->staff == 0 && b->check) {
        fault_add(w->faults, T("staff"), W_pairing_check_staff, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    TRY(check_school(w, in));
    return check_load(w, in, b);
}

/* ---- writing ---- */

static enum rc pairing_close(struct work *w, int64_t id, int64_t child, int64_t staff, day_t to, const char *reason)
{
    TRY(sql_pairing_end_run(w->db,
        &(struct sql_pairing_end_in){.county = w->county, .id = id, .to_day = to, .end_reason = text_of(reason)}, NULL));
    touched_add(w->touched, child);
    if (staff == 0) return RC_OK;
    if (to < w->today) touched_roles(w->touched, child);
    return sql_sight_end_run(w->db,
        &(struct sql_sight_end_in){.county = w->county, .staff = staff, .child = child, .pairing = id, .to_day = to}, NULL);
}

/* Those of the relation that hold on `from` or later; what was ended as a mistake never held. */
static enum rc held_since(struct work *w, const struct pairing_input *in, struct sql_pairing_for_out **out, size_t *n)
{
    struct sql_pairing_for_out *held = NULL, row;
    size_t cap = 0;
    struct cursor c;
    *n = 0;
    TRY(sql_pairing_for(w->db, &(struct sql_pairing_for_in){.county = w->county, .child = in->child}, &c));
    while (sql_pairing_for_next(&c, &row)) {
        bool past = row.to_day != NULL_INT &&
                    (row.to_day <= in->from || row.to_day <= row.from_day || text_eqz(row.end_reason, "error"));
        if (past || !text_eq(row.relation, in->relation)) continue;
        held = arena_grow(w->arena, held, *n, &cap, *n + 1, sizeof *held);
        held[(*n)++] = row;
    }
    *out = held;
    return sql_close(&c);
}

/* The most that hold at once on a day from `from` on. Spans begin one by one, so the days on which one begins are enough. */
static size_t held_most(const struct sql_pairing_for_out *held, size_t n, day_t from)
{
    size_t most = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t day = held[i].from_day > from ? held[i].from_day : from;
        size_t at_once = 0;
        for (size_t k = 0; k < n; k++) at_once += held[k].from_day <= day && (held[k].to_day == NULL_INT || day < held[k].to_day);
        if (at_once > most) most = at_once;
    }
    return most;
}

static enum rc check_twice(struct work *w, const struct pairing_input *in, const struct bounds *b,
                           const struct sql_pairing_for_out *held, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (held[i].to_day != NULL_INT) continue;
        if ((in->staff == 0 || held[i].staff != in->staff) && (in->peer == 0 || held[i].peer != in->peer)) continue;
        fault_add(w->faults, b->peer ? T("peer") : T("staff"), W_pairing_twice, TEXT_NONE, TEXT_NONE);
        return RC_CONFLICT;
    }
    return RC_OK;
}

/* As many as may be at once, on no day more: the only open one ends when it is to be replaced; who stood there before `from` is
 * not written over. */
static enum rc make_room(struct work *w, const struct pairing_input *in, const struct bounds *b, bool replace)
{
    struct sql_pairing_for_out *held;
    size_t n, open = SIZE_MAX, opens = 0;
    TRY(held_since(w, in, &held, &n));
    TRY(check_twice(w, in, b, held, n));
    if (b->max == 0 || held_most(held, n, in->from) < (size_t)b->max) return RC_OK;
    for (size_t i = 0; i < n; i++) {
        if (held[i].to_day != NULL_INT) continue;
        opens++;
        open = i;
    }
    bool in_place = replace && b->max == 1 && opens == 1 && n == 1 && held[open].from_day <= in->from;
    if (in_place) return pairing_close(w, held[open].id, in->child, held[open].staff, in->from, "changed");
    struct text max = text_fmt(w->arena, "%d", b->max);
    bool overlaps = opens < (size_t)b->max || (replace && b->max == 1);
    if (overlaps) fault_add(w->faults, T("from"), W_pairing_overlap, max, day_text(w->arena, in->from));
    else fault_add(w->faults, T("relation"), b->max == 1 ? W_pairing_full : W_pairing_full_many, max, TEXT_NONE);
    return RC_CONFLICT;
}

enum rc pairing_add(struct work *w, const struct pairing_input *given, bool replace, int64_t *id)
{
    struct pairing_input in = *given;
    struct bounds b;
    TRY(check_input(w, &in, &b));
    TRY(make_room(w, &in, &b, replace));
    *id = ids_next(w->ids, w->now);
    TRY(sql_pairing_insert_run(w->db,
        &(struct sql_pairing_insert_in){
            .county = w->county,
            .id = *id,
            .child = in.child,
            .relation = in.relation,
            .role = pairing_role(w->ev->codes, w->ev->plan, in.relation),
            .staff = in.staff,
            .peer = in.peer,
            .helper_kind = text_empty(in.helper_kind) ? T("") : in.helper_kind,
            .helper_name = text_empty(in.helper_name) ? T("") : text_trim(in.helper_name),
            .from_day = in.from,
            .made_at = w->now,
            .made_by = w->staff,
            .batch = in.batch,
        },
        NULL));
    touched_add(w->touched, in.child);
    if (in.staff != 0) {
        TRY(sql_sight_put_run(w->db,
            &(struct sql_sight_put_in){
                .county = w->county, .staff = in.staff, .child = in.child, .from_day = in.from, .pairing = *id},
            NULL));
    }
    return in.from < w->today ? owner_roles_refresh(w->db, w->ev, in.child, w->arena) : RC_OK;
}

enum rc pairing_end(struct work *w, int64_t id, day_t to, const char *reason)
{
    struct sql_pairing_by_id_out p;
    TRY(sql_pairing_by_id_one(w->db, &(struct sql_pairing_by_id_in){.county = w->county, .id = id}, w->arena, &p));
    if (p.to_day != NULL_INT) return RC_CONFLICT;
    if (to < p.from_day) to = (day_t)p.from_day;
    return pairing_close(w, id, p.child, p.staff, to, reason);
}

struct open_pairing { int64_t id, child; struct text relation, helper_kind; day_t from; };

static enum rc open_of_staff(struct work *w, int64_t staff, struct open_pairing **out, size_t *n)
{
    struct open_pairing *list = NULL;
    size_t cap = 0;
    *n = 0;
    struct cursor c;
    struct sql_pairing_of_staff_out row;
    TRY(sql_pairing_of_staff(w->db, &(struct sql_pairing_of_staff_in){.county = w->county, .staff = staff}, &c));
    while (sql_pairing_of_staff_next(&c, &row)) {
        list = arena_grow(w->arena, list, *n, &cap, *n + 1, sizeof *list);
        list[(*n)++] = (struct open_pairing){.id = row.id, .child = row.child, .from = (day_t)row.from_day,
            .relation = text_dup(w->arena, row.relation), .helper_kind = text_dup(w->arena, row.helper_kind)};
    }
    *out = list;
    return sql_close(&c);
}

enum rc pairing_move(struct work *w, int64_t staff, int64_t successor, day_t on, const char *reason, int64_t *moved)
{
    struct open_pairing *open;
    size_t n;
    if (successor != 0) TRY(pairing_allowed(w, successor, on));
    TRY(open_of_staff(w, staff, &open, &n));
    for (size_t i = 0; i < n; i++) {
        TRY(pairing_close(w, open[i].id, open[i].child, staff, on > open[i].from ? on : open[i].from, reason));
        if (successor == 0) continue;
        int64_t id;
        struct pairing_input in = {.child = open[i].child, .relation = open[i].relation, .staff = successor,
            .helper_kind = open[i].helper_kind, .from = on};
        enum rc rc = pairing_add(w, &in, false, &id);
        if (rc != RC_OK && rc != RC_CONFLICT) return rc; /* a conflict: the successor helps this child already */
    }
    *moved = (int64_t)n;
    return RC_OK;
}

enum rc pairing_end_child(struct work *w, int64_t child, day_t on, const char *reason)
{
    struct cursor c;
    struct sql_pairing_for_out row, *open = NULL;
    size_t n = 0, cap = 0;
    TRY(sql_pairing_for(w->db, &(struct sql_pairing_for_in){.county = w->county, .child = child}, &c));
    while (sql_pairing_for_next(&c, &row)) {
        if (row.to_day != NULL_INT) continue;
        open = arena_grow(w->arena, open, n, &cap, n + 1, sizeof *open);
        open[n++] = row;
    }
    TRY(sql_close(&c));
    for (size_t i = 0; i < n; i++) {
        day_t to = on > open[i].from_day ? on : (day_t)open[i].from_day;
        TRY(pairing_close(w, open[i].id, child, open[i].staff, to, reason));
    }
    return RC_OK;
}
