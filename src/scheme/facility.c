/* SPDX-License-Identifier: Apache-2.0 */
#include "scheme/facility.h"

static day_t later(day_t a, day_t b)
{
    return a > b ? a : b;
}

int64_t facility_part_on(const struct facility_state *s, struct text part, day_t on, day_t as_of, day_t *known)
{
    for (size_t i = 0; i < s->spell_count; i++) {
        const struct facility_spell *one = &s->spell[i];
        if (!text_eq(one->part, part) || one->known > as_of || on < one->from || on >= one->to) continue;
        *known = later(one->from, one->known);
        return one->n;
    }
    return 0;
}

/* Since when it has at least so many without a break: what changes within the bounds changes nothing. */
static bool part_since(const struct facility_state *s, struct text part, int64_t least, day_t as_of, day_t *known)
{
    day_t at = as_of;
    bool any = false;
    for (size_t i = 0; i < s->spell_count; i++) {
        const struct facility_spell *one = &s->spell[i];
        if (!text_eq(one->part, part) || one->n < least || one->known > as_of || at < one->from || at >= one->to) continue;
        any = true;
        *known = later(one->from, one->known);
        at = one->from - 1;
        i = (size_t)-1;
    }
    return any;
}

bool facility_meets(const struct plan_facility *f, const struct facility_state *s, day_t as_of, day_t *known, int *lacks)
{
    *lacks = 0;
    *known = later(s->from, s->known);
    if (!text_eq(s->kind, f->kind) || s->known > as_of || as_of < s->from || as_of >= s->to) return false;
    day_t since = 0;
    if (f->keeper) {
        if (!part_since(s, T(FACILITY_KEEPER), 1, as_of, &since)) ++*lacks;
        *known = later(*known, since);
    }
    for (size_t i = 0; i < f->item_count; i++) {
        if (f->item[i].optional) continue;
        since = 0;
        if (!part_since(s, f->item[i].key, f->item[i].least, as_of, &since)) ++*lacks;
        *known = later(*known, since);
    }
    return *lacks == 0;
}

/* The day on which the last of those that were needed was known to stand: the `need`-th earliest. */
static int standing_count(const struct plan_facility *f, const struct facility_state *state, size_t n, day_t as_of, day_t *known)
{
    enum { NEED_MOST = 100 };
    day_t first[NEED_MOST];
    int have = 0, lacks;
    for (size_t i = 0; i < n; i++) {
        day_t day;
        if (!facility_meets(f, &state[i], as_of, &day, &lacks)) continue;
        int at = have < f->least ? have++ : f->least;
        if (at == f->least && first[--at] <= day) continue;
        for (; at > 0 && first[at - 1] > day; at--) first[at] = first[at - 1];
        first[at] = day;
    }
    *known = have == f->least ? first[have - 1] : DAY_NONE;
    return have;
}

bool facility_owed(const struct plan *p, const struct plan_facility *f, const struct facility_place *place,
                   const struct facility_state *state, size_t n, const struct cadence_exemption *exemption, size_t exemptions,
                   int32_t duty, day_t as_of, struct cadence_obligation *out)
{
    const struct plan_scheme *s = &p->scheme[f->at.scheme];
    if (f->duty < 0 || as_of < s->from || as_of >= s->to || as_of < place->from || as_of >= place->to) return false;
    day_t from = later(s->from, place->from), due = from + FACILITY_DAYS - 1, known;
    if (f->by != DAY_NONE) due = place->from > s->from ? later(f->by, due) : later(f->by, from);
    int have = standing_count(f, state, n, as_of, &known);
    bool excused = false;
    for (size_t i = 0; i < exemptions; i++) {
        const struct cadence_exemption *x = &exemption[i];
        excused |= (x->duty == 0 || x->duty == duty) && x->known <= as_of && x->from <= as_of && as_of <= x->to;
    }
    *out = (struct cadence_obligation){.duty = duty, .from = from, .to = due, .have = have, .need = f->least, .days = 1,
                                       .in_scope = 1, .met_known = known};
    out->state = cadence_state_on(from, due, known, excused, false, as_of);
    return true;
}
