/* SPDX-License-Identifier: Apache-2.0 */
#include "model/grant.h"

#include "gen/sql/grant.h"

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

enum rc grant_add(struct work *w, const struct roles *roles, int64_t staff, struct text role, int64_t place, struct text place_kind,
                  int64_t key_lo, int64_t key_hi, day_t from)
{
    int at = role_find(roles, role);
    if (at < 0 || !role_fits(roles, at, place_kind)) {
        fault_add(w->faults, T("role"), W_grant_role_unfit, role, place_kind);
        return RC_INVALID;
    }
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
    TRY(sql_grant_end_run(w->db, &(struct sql_grant_end_in){.county = w->county, .id = id, .to_day = to}, &changed));
    return changed == 1 ? RC_OK : RC_NOT_FOUND;
}

enum rc grant_end_staff(struct work *w, int64_t staff, day_t to)
{
    return sql_grant_end_staff_run(w->db, &(struct sql_grant_end_staff_in){.county = w->county, .staff = staff, .to_day = to}, NULL);
}
