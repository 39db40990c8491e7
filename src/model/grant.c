/* SPDX-License-Identifier: Apache-2.0 */
#include "model/grant.h"

#include "gen/sql/encounter.h"
#include "gen/sql/grant.h"
#include "gen/sql/matter.h"
#include "gen/sql/obligation.h"
#include "model/evaluator.h"
#include "model/place.h"

static bool wider(const struct grant *a, const struct grant *b)
{
    return a->key_hi - a->key_lo > b->key_hi - b->key_lo;
}

static void who_keep(struct who *out, const struct grant *g)
{
    if (out->n < GRANTS_PLACED) {
        out->grants[out->n++] = *g;
        return;
    }
    size_t least = 0;
    for (size_t i = 1; i < out->n; i++) {
        if (wider(&out->grants[least], &out->grants[i])) least = i;
    }
    if (wider(g, &out->grants[least])) out->grants[least] = *g;
}

enum rc grant_who(struct db *db, const struct roles *roles, int64_t county, int64_t staff, day_t day, struct who *out)
{
    *out = (struct who){.county = county, .staff = staff, .day = day};
    struct cursor c;
    TRY(sql_grant_of_staff(db, &(struct sql_grant_of_staff_in){.county = county, .staff = staff}, &c));
    struct sql_grant_of_staff_out row;
    while (sql_grant_of_staff_next(&c, &row)) {
        struct grant g = {
            .role = role_find(roles, row.role),
            .key_lo = row.key_lo,
            .key_hi = row.key_hi,
            .from = (day_t)row.from_day,
            .to = row.to_day == NULL_INT ? DAY_MAX : (day_t)row.to_day,
        };
        if (g.role >= 0 && g.from <= day && day < g.to) who_keep(out, &g);
    }
    return sql_close(&c);
}

static enum rc held_already(struct work *w, int64_t staff, struct text role, int64_t place, bool *yes)
{
    struct cursor c;
    struct sql_grant_of_staff_out o;
    *yes = false;
    TRY(sql_grant_of_staff(w->db, &(struct sql_grant_of_staff_in){.county = w->county, .staff = staff}, &c));
    while (sql_grant_of_staff_next(&c, &o)) {
        *yes = *yes || (text_eq(o.role, role) && o.place == place && (o.to_day == NULL_INT || o.to_day > w->today));
    }
    return sql_close(&c);
}

enum rc grant_give(struct work *w, const struct roles *roles, int64_t staff, struct text role, const struct place *at)
{
    struct grant_reach p;
    struct who operator = {.county = w->county};
    bool held, admin = role_is_admin(role);
    TRY(grant_reach(w->db, roles, &operator, CAP_account_admin, staff, w->today, &p));
    TRY(held_already(w, staff, role, at->id, &held));
    if (held) fault_add(w->faults, T("role"), W_staff_grant_twice, TEXT_NONE, TEXT_NONE);
    else if (p.admin || (admin && p.other)) fault_add(w->faults, T("role"), W_staff_grant_apart, TEXT_NONE, TEXT_NONE);
    if (held || p.admin || (admin && p.other)) return RC_INVALID;
    return grant_add(w, roles, staff, role, at->id, text_of(place_kind_key(at->kind)), at->lo, at->hi, w->today);
}

enum rc grant_reach(struct db *db, const struct roles *roles, const struct who *by, enum cap cap, int64_t staff, day_t today,
                    struct grant_reach *out)
{
    struct cursor c;
    struct sql_grant_of_staff_out o;
    *out = (struct grant_reach){0};
    TRY(sql_grant_of_staff(db, &(struct sql_grant_of_staff_in){.county = by->county, .staff = staff}, &c));
    while (sql_grant_of_staff_next(&c, &o)) {
        if (o.to_day != NULL_INT && o.to_day <= today) continue;
        if (by->staff != 0 && may(roles, by, cap, o.key_lo, o.key_hi) != MAY_YES) out->wider = true;
        if (role_is_admin(o.role)) out->admin = true;
        else out->other = true;
    }
    return sql_close(&c);
}

/* ---- who is touched when a role changes hands ---- */

static bool role_owes(const struct evaluator *ev, struct text role)
{
    for (size_t i = 0; ev != NULL && i < ev->codes->role_count; i++) {
        const struct code_role *of = &ev->codes->role[i];
        if (!text_eq(of->key, role)) continue;
        for (size_t d = 0; d < ev->plan->duty_count; d++) {
            for (int k = 0; k < ev->plan->duty[d].owner_count; k++) {
                if (ev->plan->duty[d].owner[k] == of->number) return true;
            }
        }
    }
    return ev == NULL;
}

/* Places and staff about which something is open there, and about which this person recorded something since. */
static enum rc touch_about(struct work *w, int64_t staff, bool owes, int64_t key_lo, int64_t key_hi, day_t from)
{
    struct cursor c;
    if (owes) {
        struct sql_matter_owed_out open;
        struct sql_matter_owed_in in = {.county = w->county, .key_lo = key_lo, .key_hi = key_hi};
        TRY(sql_matter_owed(w->db, &in, &c));
        while (sql_matter_owed_next(&c, &open)) touched_about(w->touched, (enum about_kind)open.about_kind, open.about, false);
        TRY(sql_close(&c));
    }
    if (from >= w->today) return RC_OK;
    struct sql_matter_done_by_out did;
    TRY(sql_matter_done_by(w->db, &(struct sql_matter_done_by_in){.county = w->county, .actor = staff, .from_day = from}, &c));
    while (sql_matter_done_by_next(&c, &did)) touched_about(w->touched, (enum about_kind)did.about_kind, did.about, true);
    return sql_close(&c);
}

enum rc grant_touch(struct work *w, int64_t staff, struct text role, int64_t key_lo, int64_t key_hi, day_t from)
{
    struct cursor c;
    bool owes = role_owes(w->ev, role);
    TRY(touch_about(w, staff, owes, key_lo, key_hi, from));
    if (owes) {
        struct sql_obligation_children_out open;
        TRY(sql_obligation_children(w->db,
            &(struct sql_obligation_children_in){.county = w->county, .key_lo = key_lo, .key_hi = key_hi}, &c));
        while (sql_obligation_children_next(&c, &open)) touched_add(w->touched, open.child);
        TRY(sql_close(&c));
    }
    if (from >= w->today) return RC_OK;
    struct sql_encounter_actor_children_out did;
    TRY(sql_encounter_actor_children(w->db,
        &(struct sql_encounter_actor_children_in){.county = w->county, .actor = staff, .from_day = from}, &c));
    while (sql_encounter_actor_children_next(&c, &did)) touched_roles(w->touched, did.child);
    return sql_close(&c);
}

/* Those that are still held on the day `to`: only `id`, or with 0 all. */
static enum rc touch_held(struct work *w, int64_t staff, int64_t id, day_t to)
{
    struct cursor c;
    struct sql_grant_of_staff_out o;
    enum rc rc = RC_OK;
    TRY(sql_grant_of_staff(w->db, &(struct sql_grant_of_staff_in){.county = w->county, .staff = staff}, &c));
    while (rc == RC_OK && sql_grant_of_staff_next(&c, &o)) {
        if ((id != 0 && o.id != id) || (o.to_day != NULL_INT && o.to_day <= to)) continue;
        rc = grant_touch(w, staff, o.role, o.key_lo, o.key_hi, to);
    }
    enum rc closed = sql_close(&c);
    return rc != RC_OK ? rc : closed;
}

enum rc grant_touch_staff(struct work *w, int64_t staff, day_t from)
{
    return touch_held(w, staff, 0, from);
}

/* ---- giving and ending ---- */

enum rc grant_add(struct work *w, const struct roles *roles, int64_t staff, struct text role, int64_t place,
                  struct text place_kind, int64_t key_lo, int64_t key_hi, day_t from)
{
    int at = role_find(roles, role);
    if (at < 0 || !role_fits(roles, at, place_kind)) {
        fault_add(w->faults, T("role"), W_grant_role_unfit, role, place_kind);
        return RC_INVALID;
    }
    TRY(grant_touch(w, staff, role, key_lo, key_hi, from));
    return sql_grant_insert_run(w->db,
        &(struct sql_grant_insert_in){
            .county = w->county,
            .id = ids_next(w->ids, w->now),
            .staff = staff,
            .role = role,
            .place = place,
            .key_lo = key_lo,
            .key_hi = key_hi,
            .from_day = from,
            .to_day = NULL_INT,
        },
        NULL);
}

enum rc grant_end(struct work *w, int64_t id, day_t to)
{
    int64_t changed = 0;
    struct sql_grant_whose_out whose;
    TRY(sql_grant_whose_one(w->db, &(struct sql_grant_whose_in){.county = w->county, .id = id}, w->arena, &whose));
    TRY(touch_held(w, whose.staff, id, to));
    TRY(sql_grant_end_run(w->db, &(struct sql_grant_end_in){.county = w->county, .id = id, .to_day = to}, &changed));
    return changed == 1 ? RC_OK : RC_NOT_FOUND;
}

enum rc grant_end_staff(struct work *w, int64_t staff, day_t to)
{
    TRY(grant_touch_staff(w, staff, to));
    return sql_grant_end_staff_run(w->db, &(struct sql_grant_end_staff_in){.county = w->county, .staff = staff, .to_day = to},
        NULL);
}
