/* SPDX-License-Identifier: Apache-2.0 */
/* One pass over the days on which anything about a child changes; between two of them every answer stands still. No memory is
 * allocated: a child has few facts, and the bounds of the arrays are those of member.h. */
#include "scheme/member_part.h"

#include <string.h>

enum { POINTS = 2048, YEAR_MONTH = 9 };

struct points { day_t from, to; size_t n; day_t day[POINTS]; };

static void point_add(struct points *p, day_t d)
{
    if (d > p->from && d < p->to && p->n < POINTS) p->day[p->n++] = d;
}

/* Few and nearly sorted: insertion is quickest, and doubles fall out on the way. */
static void points_sort(struct points *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++) {
        day_t d = p->day[i];
        size_t at = n;
        while (at > 0 && p->day[at - 1] > d) at--;
        if (at > 0 && p->day[at - 1] == d) continue;
        memmove(&p->day[at + 1], &p->day[at], (n - at) * sizeof *p->day);
        p->day[at] = d;
        n++;
    }
    p->n = n;
}

int64_t member_division(struct text code)
{
    int64_t v;
    if (!text_int(code, &v) || v <= 0) return 0;
    if (code.n != 2 && code.n != 4 && code.n != 6 && code.n != 9 && code.n != 12) return 0;
    for (size_t i = code.n; i < 12; i++) v *= 10;
    return v;
}

/* ---- absence under a profile ---- */

enum distance_answer member_distance(int64_t home, int64_t place, enum distance beyond)
{
    static const int64_t unit[] = {INT64_C(10000000000), INT64_C(100000000), INT64_C(1000000), INT64_C(1000)};
    static const int levels[] = {0, 4, 3, 1};   /* how many of them decide: township, county, province */
    if (beyond == BEYOND_ANY) return DISTANCE_FAR;
    for (int i = 0; i < levels[beyond]; i++) {
        int64_t h = home / unit[i], p = place / unit[i], below = i == 3 ? 1000 : 100;
        if (h % below == 0 || p % below == 0) return DISTANCE_UNTOLD;
        if (h != p) return DISTANCE_FAR;
    }
    return DISTANCE_NEAR;
}

static void spell_sort(struct spell *s, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        for (size_t j = i; j > 0 && s[j - 1].from > s[j].from; j--) {
            struct spell t = s[j];
            s[j] = s[j - 1];
            s[j - 1] = t;
        }
    }
}

size_t member_spells(const struct plan *p, const struct member_child *c, enum expr_who who, const struct away_profile *profile,
                     struct spell out[MEMBER_AWAY])
{
    struct spell raw[MEMBER_AWAY];
    size_t n = 0, kept = 0, facts = c->fact_count < MEMBER_FACTS ? c->fact_count : MEMBER_FACTS;
    for (size_t i = 0; i < facts && n < MEMBER_AWAY; i++) {
        const struct member_fact *f = &c->fact[i];
        if (f->fact != p->fact_absence || f->who != who || f->from >= f->to) continue;
        if (profile->causes && !(profile->causes >> f->bit & 1)) continue;
        if (member_distance(c->home, f->place, profile->beyond) != DISTANCE_FAR) continue;
        raw[n++] = (struct spell){.from = f->from, .to = f->to, .place = f->place};
    }
    spell_sort(raw, n);
    for (size_t i = 0; i < n; i++) {
        struct spell *last = kept ? &out[kept - 1] : NULL;
        if (!last || raw[i].from - last->to > profile->bridge_days) {
            out[kept++] = raw[i];
            continue;
        }
        if (raw[i].from > last->to) last->bridged += raw[i].from - last->to;
        if (raw[i].to > last->to) last->to = raw[i].to;
        last->place = raw[i].place;
    }
    for (size_t i = 0; i < kept; i++) out[i].counts = day_add_months(out[i].from, profile->min_months);
    return kept;
}

void member_away_fill(const struct plan *p, const struct member_child *c, struct away *away)
{
    for (int i = 0; i < p->profile_count; i++) {
        for (int parent = 0; parent < 2; parent++) {
            away->n[i][parent] = member_spells(p, c, parent ? WHO_MOTHER : WHO_FATHER, &p->profile[i], away->spell[i][parent]);
        }
    }
}

/* ---- the world of a day ---- */

static bool at_day(day_t from, day_t to, day_t d)
{
    return from <= d && d < to;
}

static void world_facts(const struct plan *p, const struct member_child *c, day_t d, struct expr_world *w)
{
    size_t n = c->fact_count < MEMBER_FACTS ? c->fact_count : MEMBER_FACTS;
    for (size_t i = 0; i < n; i++) {
        const struct member_fact *f = &c->fact[i];
        if (f->who < WHO_COUNT && (unsigned)f->fact < CODES_FACTS) w->fact[f->who][f->fact] = 0;
    }
    for (size_t i = 0; i < n; i++) {
        const struct member_fact *f = &c->fact[i];
        if (f->who >= WHO_COUNT || (unsigned)f->fact >= CODES_FACTS || !at_day(f->from, f->to, d)) continue;
        w->fact[f->who][f->fact] |= UINT64_C(1) << (f->bit & 63);
    }
    w->gone = w->incapable = 0;
    for (int parent = 0; parent < 2; parent++) {
        int who = parent ? WHO_MOTHER : WHO_FATHER;
        uint8_t bit = parent ? AWAY_MOTHER : AWAY_FATHER;
        uint64_t state = p->fact_parent_state >= 0 ? w->fact[who][p->fact_parent_state] : 0;
        uint64_t capacity = p->fact_capacity >= 0 ? w->fact[who][p->fact_capacity] : 0;
        bool gone = state & p->state_gone;
        if (gone) w->gone |= bit;
        /* What was found about capacity goes before what an illness lets expect. */
        if (gone || (capacity ? capacity & p->capacity_incapable : state & p->state_incapable)) w->incapable |= bit;
    }
}

static void world_away(const struct plan *p, const struct away *away, day_t d, struct expr_world *w)
{
    for (int i = 0; i < p->profile_count; i++) {
        uint8_t bits = 0;
        for (int parent = 0; parent < 2; parent++) {
            for (size_t k = 0; k < away->n[i][parent]; k++) {
                const struct spell *s = &away->spell[i][parent][k];
                if (at_day(s->counts, s->to, d)) bits |= parent ? AWAY_MOTHER : AWAY_FATHER;
            }
        }
        w->away[i] = bits;
    }
}

static const struct member_enrolment *enrolment_on(const struct member_child *c, day_t d)
{
    for (size_t i = 0; i < c->enrolment_count; i++) {
        if (at_day(c->enrolment[i].from, c->enrolment[i].to, d)) return &c->enrolment[i];
    }
    return NULL;
}

static void world_person(const struct member_child *c, const struct member_enrolment *e, day_t d, struct expr_world *w)
{
    w->age = c->birth == DAY_NONE || c->birth > d ? -1 : day_age(c->birth, d);
    w->enrolled = e != NULL;
    w->stage = e ? e->stage : -1;
    w->grade = -99;
    if (e) {
        struct ymd y = day_ymd(d);
        w->grade = e->grade_base + y.year - (y.month < YEAR_MONTH);
    }
    w->carer = false;
    w->carer_age = -1;
    for (size_t i = 0; i < c->carer_count; i++) {
        const struct member_carer *k = &c->carer[i];
        if (!at_day(k->from, k->to, d)) continue;
        w->carer = true;
        int age = k->birth == DAY_NONE || k->birth > d ? -1 : day_age(k->birth, d);
        if (age >= 0 && (w->carer_age < 0 || age < w->carer_age)) w->carer_age = age;
    }
    memset(w->paired, 0, sizeof w->paired);
    for (size_t i = 0; i < c->pair_count; i++) {
        const struct member_pair *r = &c->pair[i];
        if (at_day(r->from, r->to, d) && r->relation >= 0 && r->relation < EXPR_RELATIONS)
            w->paired[r->relation / 64] |= UINT64_C(1) << (r->relation % 64);
    }
}

/* Groups read only earlier ones, so one pass settles all. */
static void world_groups(const struct plan *p, const struct member_enrolment *e, day_t d, struct expr_world *w)
{
    memset(w->groups, 0, sizeof w->groups);
    if (!e) return;
    for (size_t i = 0; i < p->group_count; i++) {
        const struct plan_scheme *s = &p->scheme[p->group[i].at.scheme];
        if (d < s->from || d >= s->to || e->place_key < s->key_lo || e->place_key >= s->key_hi) continue;
        if (expr_holds(p->group[i].when, w)) w->groups[i / 64] |= UINT64_C(1) << (i % 64);
    }
}

static void world_fill(const struct plan *p, const struct member_child *c, const struct away *away, day_t d, struct expr_world *w)
{
    const struct member_enrolment *e = enrolment_on(c, d);
    world_facts(p, c, d, w);
    world_away(p, away, d, w);
    world_person(c, e, d, w);
    world_groups(p, e, d, w);
}

void member_world(const struct plan *p, const struct member_child *c, day_t day, struct expr_world *out)
{
    struct away away;
    memset(out, 0, sizeof *out);
    member_away_fill(p, c, &away);
    world_fill(p, c, &away, day, out);
}

/* ---- the sweep ---- */

/* The n-th birthday; who is born on 29 February turns on 1 March. */
static day_t birthday(day_t birth, int n)
{
    struct ymd y = day_ymd(birth);
    day_t d = day_of(y.year + n, y.month, y.day);
    return d == DAY_NONE ? day_of(y.year + n, 3, 1) : d;
}

static void points_birthdays(struct points *at, day_t birth, const int *age, size_t n)
{
    for (size_t i = 0; birth != DAY_NONE && i < n; i++) point_add(at, birthday(birth, age[i]));
}

static void points_fill(const struct plan *p, const struct member_child *c, const struct away *away, struct points *at)
{
    size_t facts = c->fact_count < MEMBER_FACTS ? c->fact_count : MEMBER_FACTS;
    for (size_t i = 0; i < facts; i++) {
        int k = c->fact[i].fact;
        if ((unsigned)k >= CODES_FACTS || k == p->fact_absence || !(p->facts[k / 64] >> (k % 64) & 1)) continue;
        point_add(at, c->fact[i].from);
        point_add(at, c->fact[i].to);
    }
    for (int i = 0; i < p->profile_count; i++) {
        for (int parent = 0; parent < 2; parent++) {
            for (size_t k = 0; k < away->n[i][parent]; k++) {
                point_add(at, away->spell[i][parent][k].counts);
                point_add(at, away->spell[i][parent][k].to);
            }
        }
    }
    for (size_t i = 0; i < c->enrolment_count; i++) {
        point_add(at, c->enrolment[i].from);
        point_add(at, c->enrolment[i].to);
    }
    for (size_t i = 0; i < c->carer_count; i++) {
        point_add(at, c->carer[i].from);
        point_add(at, c->carer[i].to);
        points_birthdays(at, c->carer[i].birth, p->carer_ages, p->carer_age_count);
    }
    for (size_t i = 0; i < c->pair_count; i++) {
        point_add(at, c->pair[i].from);
        point_add(at, c->pair[i].to);
    }
    points_birthdays(at, c->birth, p->ages, p->age_count);
    for (size_t i = 0; i < p->edge_count; i++) point_add(at, p->edges[i]);
    if (!p->uses_grade) return;
    for (int y = day_ymd(at->from).year; y <= day_ymd(at->to).year; y++) point_add(at, day_of(y, YEAR_MONTH, 1));
}

void member_sweep(const struct plan *p, const struct member_child *c, day_t from, day_t to, member_emit emit, void *ctx)
{
    struct away away;
    struct points at = {.from = from, .to = to};
    struct expr_world w;
    day_t since[EXPR_GROUPS];
    uint64_t before[EXPR_GROUPS / 64] = {0};
    if (from >= to) return;
    memset(&w, 0, sizeof w);
    member_away_fill(p, c, &away);
    points_fill(p, c, &away, &at);
    points_sort(&at);
    size_t words = (p->group_count + 63) / 64;
    for (size_t i = 0; i <= at.n; i++) {
        day_t d = i == 0 ? from : at.day[i - 1];
        world_fill(p, c, &away, d, &w);
        for (size_t k = 0; k < words; k++) {
            for (uint64_t turned = before[k] ^ w.groups[k]; turned; turned &= turned - 1) {
                int g = (int)k * 64 + __builtin_ctzll(turned);
                if (before[k] >> (g % 64) & 1) emit(ctx, g, since[g], d);
                else since[g] = d;
            }
            before[k] = w.groups[k];
        }
    }
    for (size_t g = 0; g < p->group_count; g++) {
        if (before[g / 64] >> (g % 64) & 1) emit(ctx, (int)g, since[g], to);
    }
}

struct collect { int group; struct cadence_span *out; size_t n, cap; };

static void collect(void *ctx, int group, day_t from, day_t to)
{
    struct collect *c = ctx;
    if (group != c->group) return;
    if (c->n < c->cap) c->out[c->n] = (struct cadence_span){from, to};
    c->n++;
}

size_t member_spans(const struct plan *p, int group, const struct member_child *c, day_t from, day_t to, struct cadence_span *out,
                    size_t cap)
{
    struct collect all = {.group = group, .out = out, .cap = cap};
    member_sweep(p, c, from, to, collect, &all);
    return all.n;
}

void member_groups(const struct plan *p, const struct member_child *c, day_t day, uint64_t out[EXPR_GROUPS / 64])
{
    struct expr_world w;
    member_world(p, c, day, &w);
    memcpy(out, w.groups, sizeof w.groups);
}

bool member_on(const struct plan *p, int group, const struct member_child *c, day_t day)
{
    uint64_t bits[EXPR_GROUPS / 64];
    member_groups(p, c, day, bits);
    return bits[group / 64] >> (group % 64) & 1;
}

int member_differ(const struct plan *p, int first, int second, const struct member_child *c, day_t day)
{
    uint64_t bits[EXPR_GROUPS / 64];
    member_groups(p, c, day, bits);
    return (int)(bits[first / 64] >> (first % 64) & 1) - (int)(bits[second / 64] >> (second % 64) & 1);
}
