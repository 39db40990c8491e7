/* SPDX-License-Identifier: Apache-2.0 */
#include "access/may.h"

static const char *const names[MAY_COUNT] = {"yes", "no_one", "no_role", "no_day", "no_place"};

const char *may_name(enum may m)
{
    return m < MAY_COUNT ? names[m] : "?";
}

static bool grant_holds(const struct grant *g, day_t day)
{
    return g->from <= day && day < g->to;
}

static bool grant_covers(const struct grant *g, int64_t lo, int64_t hi)
{
    return lo < hi && g->key_lo <= lo && hi <= g->key_hi;
}

enum may may(const struct roles *r, const struct who *who, enum cap cap, int64_t key_lo, int64_t key_hi)
{
    if (!who || who->staff <= 0 || who->county <= 0) return MAY_NO_ONE;
    /* The reasons are ordered by how near they come to a yes, and the nearest one is told. */
    enum may nearest = MAY_NO_ROLE;
    for (size_t i = 0; i < who->n && i < GRANTS_MAX; i++) {
        const struct grant *g = &who->grants[i];
        if (!role_has(r, g->role, cap)) continue;
        if (!grant_holds(g, who->day)) {
            if (nearest == MAY_NO_ROLE) nearest = MAY_NO_DAY;
            continue;
        }
        if (grant_covers(g, key_lo, key_hi)) return MAY_YES;
        nearest = MAY_NO_PLACE;
    }
    return nearest;
}

bool may_anywhere(const struct roles *r, const struct who *who, enum cap cap)
{
    enum may m = may(r, who, cap, 0, 0); /* an empty range lies within no grant: this asks only for the role and the day */
    return m == MAY_NO_PLACE;
}

bool may_widest(const struct roles *r, const struct who *who, enum cap cap, int64_t *key_lo, int64_t *key_hi)
{
    *key_lo = *key_hi = 0;
    if (!who || who->staff <= 0 || who->county <= 0) return false;
    for (size_t i = 0; i < who->n && i < GRANTS_MAX; i++) {
        const struct grant *g = &who->grants[i];
        if (!role_has(r, g->role, cap) || !grant_holds(g, who->day)) continue;
        if (g->key_hi - g->key_lo > *key_hi - *key_lo) {
            *key_lo = g->key_lo;
            *key_hi = g->key_hi;
        }
    }
    return *key_lo < *key_hi;
}

uint32_t roles_at(const struct roles *r, const struct who *who, int64_t key_lo, int64_t key_hi)
{
    uint32_t bits = 0;
    for (size_t i = 0; i < who->n && i < GRANTS_MAX; i++) {
        const struct grant *g = &who->grants[i];
        if (g->role < 0 || (size_t)g->role >= r->n || r->item[g->role].bit < 0) continue;
        if (grant_holds(g, who->day) && grant_covers(g, key_lo, key_hi)) bits |= 1u << r->item[g->role].bit;
    }
    return bits;
}

/* ---- the only places where a scope is filled in ---- */

static const struct scope nothing;

enum rc scope_at(const struct roles *r, const struct who *who, enum cap cap, int64_t key_lo, int64_t key_hi, struct scope *out)
{
    *out = nothing;
    if (may(r, who, cap, key_lo, key_hi) != MAY_YES) return RC_DENIED;
    *out = (struct scope){.county = who->county, .lo = key_lo, .hi = key_hi, .staff = who->staff};
    return RC_OK;
}

static bool may_paired(const struct roles *r, const struct who *who, enum cap cap)
{
    for (size_t i = 0; i < who->n && i < GRANTS_MAX; i++) {
        const struct grant *g = &who->grants[i];
        if (g->key_hi == 0 && role_has(r, g->role, cap) && grant_holds(g, who->day)) return true;
    }
    return false;
}

enum rc scope_child(const struct roles *r, const struct who *who, enum cap cap, int64_t child, int64_t place_key, bool sighted,
                    struct scope *out)
{
    *out = nothing;
    if (child <= 0 || place_key <= 0) return RC_DENIED;
    enum may m = may(r, who, cap, place_key, place_key + 1);
    if (m == MAY_YES) {
        *out = (struct scope){.county = who->county, .lo = place_key, .hi = place_key + 1, .child = child, .staff = who->staff};
        return RC_OK;
    }
    if (!sighted || m == MAY_NO_ONE || !may_paired(r, who, cap)) return RC_DENIED;
    *out = (struct scope){.county = who->county, .child = child, .staff = who->staff};
    return RC_OK;
}

enum rc scope_mine(const struct roles *r, const struct who *who, enum cap cap, struct scope *out)
{
    *out = nothing;
    int64_t lo, hi;
    if (!may_anywhere(r, who, cap)) return RC_DENIED;
    may_widest(r, who, cap, &lo, &hi);
    *out = (struct scope){.county = who->county, .lo = lo, .hi = hi, .staff = who->staff};
    return RC_OK;
}

struct scope scope_system(int64_t county, const char *reason)
{
    if (county <= 0 || !reason || !*reason) return nothing;
    return (struct scope){.county = county, .lo = 0, .hi = INT64_MAX};
}

struct scope scope_narrow(struct scope whole, int64_t key_lo, int64_t key_hi, int64_t child, int64_t staff)
{
    struct scope s = whole;
    if (key_lo > s.lo) s.lo = key_lo;
    if (key_hi > 0 && key_hi < s.hi) s.hi = key_hi;
    if (child > 0) s.child = child;
    if (staff > 0) s.staff = staff;
    if (s.hi < s.lo) s.hi = s.lo;
    return s;
}
