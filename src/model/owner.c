/* SPDX-License-Identifier: Apache-2.0 */
#include "model/owner.h"

#include "gen/sql/body.h"
#include "gen/sql/encounter.h"
#include "gen/sql/grant.h"
#include "gen/sql/pairing.h"
#include "gen/sql/subject.h"
#include "model/grant.h"

enum { FIRST_SLOTS = 256 };

static struct owner_memo *memo_new(struct arena *a, size_t slots)
{
    struct owner_memo *m = arena_array(a, slots, sizeof *m);
    for (size_t i = 0; i < slots; i++) m[i].role = -1;
    return m;
}

struct owners owners_new(struct db *db, const struct evaluator *ev, day_t today, struct arena *a)
{
    return (struct owners){.db = db, .ev = ev, .today = today, .arena = a};
}

static struct owner_memo *memo_slot(const struct owners *o, int64_t place_key, int32_t role)
{
    uint64_t h = ((uint64_t)place_key * 31 + (uint64_t)role) * UINT64_C(0x9E3779B97F4A7C15);
    size_t i = (size_t)(h >> 32) & (o->slots - 1);
    while (o->memo[i].role != -1 && (o->memo[i].role != role || o->memo[i].place_key != place_key)) i = (i + 1) & (o->slots - 1);
    return &o->memo[i];
}

static void memo_double(struct owners *o)
{
    struct owner_memo *old = o->memo;
    size_t old_slots = o->slots;
    o->slots = old_slots ? old_slots * 2 : FIRST_SLOTS;
    o->memo = memo_new(o->arena, o->slots);
    for (size_t i = 0; i < old_slots; i++) {
        if (old[i].role != -1) *memo_slot(o, old[i].place_key, old[i].role) = old[i];
    }
}

static const struct code_role *role_of_bit(const struct codes *c, int bit)
{
    for (size_t i = 0; i < c->role_count; i++) {
        if (c->role[i].number == bit) return &c->role[i];
    }
    return NULL;
}

/* The nearest holder of a post, remembered as roles are: their numbers lie far above those of roles. */
static enum rc post_find(struct owners *o, const struct plan_body *b, int body, size_t post, int64_t place_key, int64_t *staff)
{
    enum { POST_ROLE = 1024, POSTS = 64 };
    int bit = POST_ROLE + body * POSTS + (int)post;
    if (o->slots == 0) memo_double(o);
    struct owner_memo *m = memo_slot(o, place_key, bit);
    if (m->role != -1) {
        *staff = m->staff;
        return RC_OK;
    }
    struct sql_body_holder_out row = {0};
    struct sql_body_holder_in in = {.county = o->ev->county, .key = place_key, .body = b->key, .post = b->post[post].key,
        .scheme = o->ev->plan->scheme[b->origin.scheme].id, .day = o->today};
    enum rc rc = sql_body_holder_one(o->db, &in, o->arena, &row);
    if (rc != RC_OK && rc != RC_NOT_FOUND) return rc;
    *staff = rc == RC_OK ? row.staff : 0;
    *m = (struct owner_memo){.place_key = place_key, .role = bit, .staff = *staff};
    if (++o->n * 2 > o->slots) memo_double(o);
    return RC_OK;
}

/* Who holds a post that the duty names; of a whole body the first post that is held. 0: nobody of the staff. */
static enum rc held_by(struct owners *o, const struct plan_duty *duty, int64_t place_key, int64_t *staff)
{
    *staff = 0;
    for (int i = 0; i < duty->held_count && *staff == 0; i++) {
        const struct plan_held *h = &duty->held[i];
        const struct plan_body *b = &o->ev->plan->body[h->body];
        for (size_t k = 0; k < b->post_count && *staff == 0; k++) {
            if (h->post < 0 || (size_t)h->post == k) TRY(post_find(o, b, h->body, k, place_key, staff));
        }
    }
    return RC_OK;
}

/* The nearest holder of a granted role. */
static enum rc holder_find(struct owners *o, int bit, int64_t place_key, int64_t *staff)
{
    if (o->slots == 0) memo_double(o);
    struct owner_memo *m = memo_slot(o, place_key, bit);
    if (m->role != -1) {
        *staff = m->staff;
        return RC_OK;
    }
    const struct code_role *role = role_of_bit(o->ev->codes, bit);
    struct sql_grant_holders_out row = {0};
    if (role != NULL) {
        enum rc rc = sql_grant_holders_one(o->db,
            &(struct sql_grant_holders_in){.county = o->ev->county, .key_lo = place_key, .role = role->key, .day = o->today},
                o->arena, &row);
        if (rc != RC_OK && rc != RC_NOT_FOUND) return rc;
        if (rc == RC_NOT_FOUND) row.staff = 0;
    }
    *m = (struct owner_memo){.place_key = place_key, .role = bit, .staff = row.staff};
    *staff = row.staff;
    if (++o->n * 2 > o->slots) memo_double(o);
    return RC_OK;
}

static int64_t paired_with(const struct subject *s, const struct plan *p, int relation, int bit, day_t today)
{
    for (size_t i = 0; i < s->pair_count; i++) {
        const struct subject_pair *pair = &s->pair[i];
        bool fits = pair->relation == relation || (bit >= 0 && p->relation[pair->relation].role == bit);
        if (fits && pair->staff != 0 && pair->from <= today && today < pair->to) return pair->staff;
    }
    return 0;
}

enum rc owner_of(struct owners *o, const struct plan_duty *duty, const struct subject *s, int64_t *staff)
{
    TRY(held_by(o, duty, s->place_key, staff));
    if (*staff == 0 && duty->relation >= 0) *staff = paired_with(s, o->ev->plan, duty->relation, -1, o->today);
    for (int i = 0; i < duty->owner_count && *staff == 0; i++) {
        const struct code_role *role = role_of_bit(o->ev->codes, duty->owner[i]);
        if (role != NULL && role->relation) {
            *staff = paired_with(s, o->ev->plan, -1, duty->owner[i], o->today);
        } else {
            TRY(holder_find(o, duty->owner[i], s->place_key, staff));
        }
    }
    return RC_OK;
}

enum rc owner_at(struct owners *o, const struct plan_duty *duty, int64_t place_key, int64_t keeper, int64_t *staff)
{
    TRY(held_by(o, duty, place_key, staff));
    for (int i = 0; i < duty->owner_count && *staff == 0; i++) {
        const struct code_role *role = role_of_bit(o->ev->codes, duty->owner[i]);
        if (role != NULL && !role->relation) TRY(holder_find(o, duty->owner[i], place_key, staff));
        else if (role != NULL && text_eqz(role->key, FACILITY_KEEPER_ROLE)) *staff = keeper;
    }
    return RC_OK;
}

/* ---- role bits of a record ---- */

enum rc owner_roles_place(struct db *db, const struct evaluator *ev, int64_t staff, int64_t place_key, day_t day, uint32_t *roles)
{
    struct who who;
    TRY(grant_who(db, ev->roles, ev->county, staff, day, &who));
    *roles = roles_at(ev->roles, &who, place_key, place_key + 1);
    return RC_OK;
}

enum rc owner_place_on(struct db *db, int64_t county, int64_t child, day_t day, int64_t *place_key)
{
    struct cursor c;
    struct sql_subject_enrolment_out e;
    *place_key = -1;
    TRY(sql_subject_enrolment(db, &(struct sql_subject_enrolment_in){.county = county, .child = child}, &c));
    while (sql_subject_enrolment_next(&c, &e)) owner_place_take(place_key, e.place_key, e.from_day, day);
    return sql_close(&c);
}

enum rc owner_roles(struct db *db, const struct evaluator *ev, int64_t staff, int64_t child, day_t day, uint32_t *roles)
{
    int64_t place_key;
    struct who who;
    TRY(owner_place_on(db, ev->county, child, day, &place_key));
    TRY(grant_who(db, ev->roles, ev->county, staff, day, &who));
    return owner_roles_at(db, ev, &who, child, place_key, day, roles);
}

enum rc owner_roles_at(struct db *db, const struct evaluator *ev, const struct who *who, int64_t child, int64_t place_key,
    day_t day, uint32_t *roles)
{
    *roles = place_key < 0 ? 0 : roles_at(ev->roles, who, place_key, place_key + 1);
    struct cursor c;
    struct sql_pairing_for_out p;
    TRY(sql_pairing_for(db, &(struct sql_pairing_for_in){.county = ev->county, .child = child}, &c));
    while (sql_pairing_for_next(&c, &p)) {
        bool on = p.staff == who->staff && p.from_day <= day && (p.to_day == NULL_INT || day < p.to_day);
        for (size_t i = 0; on && i < ev->plan->relation_count; i++) {
            const struct plan_relation *r = &ev->plan->relation[i];
            if (r->role >= 0 && text_eq(r->key, p.relation)) *roles |= UINT32_C(1) << r->role;
        }
    }
    return sql_close(&c);
}

uint32_t owner_roles_of(const struct evaluator *ev, const struct who *who, const struct subject_pair *pair, size_t n,
    int64_t place_key, day_t day)
{
    uint32_t roles = place_key < 0 ? 0 : roles_at(ev->roles, who, place_key, place_key + 1);
    for (size_t i = 0; i < n; i++) {
        int role = ev->plan->relation[pair[i].relation].role;
        if (role >= 0 && pair[i].staff == who->staff && pair[i].from <= day && day < pair[i].to) roles |= UINT32_C(1) << role;
    }
    return roles;
}

enum rc owner_roles_refresh(struct db *db, const struct evaluator *ev, int64_t child, struct arena *a)
{
    struct sql_encounter_roles_out *row = NULL, one;
    size_t n = 0, cap = 0;
    struct cursor c;
    TRY(sql_encounter_roles(db, &(struct sql_encounter_roles_in){.county = ev->county, .child = child}, &c));
    while (sql_encounter_roles_next(&c, &one)) {
        row = arena_grow(a, row, n, &cap, n + 1, sizeof *row);
        row[n++] = one;
    }
    TRY(sql_close(&c));
    for (size_t i = 0; i < n; i++) {
        uint32_t roles;
        TRY(owner_roles(db, ev, row[i].actor, child, (day_t)row[i].day, &roles));
        if (roles == (uint32_t)row[i].roles) continue;
        TRY(sql_encounter_roles_set_run(db,
            &(struct sql_encounter_roles_set_in){.county = ev->county, .child = child, .day = row[i].day,
                .encounter = row[i].encounter, .roles = roles},
            NULL));
    }
    return RC_OK;
}

uint32_t owner_keeper_bit(const struct codes *c)
{
    const struct code_role *r = codes_role(c, T(FACILITY_KEEPER_ROLE));
    return r == NULL || r->number < 0 ? 0 : UINT32_C(1) << r->number;
}
