/* SPDX-License-Identifier: Apache-2.0 */
/* Why a child counts or does not, in figures and in words. */
#include "scheme/expr_part.h"
#include "scheme/division.h"
#include "scheme/member_part.h"

enum { WHY_DEPTH = 4, SCRATCH = 1 << 20 };

/* The meaning of "away" that stands behind a group: its own, or that of the first rule it reads. */
static int profile_of(const struct plan *p, int group, int depth)
{
    const struct plan_group *g = &p->group[group];
    if (g->kind == GROUP_RULE) return g->profile;
    for (int i = 0; i < group && depth < WHY_DEPTH; i++) {
        if (!(g->when->groups[i / 64] >> (i % 64) & 1)) continue;
        int found = profile_of(p, i, depth + 1);
        if (found > 0) return found;
    }
    return 0;
}

int member_profile(const struct plan *p, int group)
{
    return profile_of(p, group, 0);
}

static int full_months(day_t from, day_t to)
{
    struct ymd a = day_ymd(from), b = day_ymd(to);
    int n = (b.year - a.year) * 12 + b.month - a.month;
    return n > 0 && day_add_months(from, n) > to ? n - 1 : n;
}

/* Any spell of the day, joined over short stays but at whatever distance: to say why one did not count. */
static void absence_any(const struct plan *p, const struct away_profile *profile, const struct member_child *c, enum expr_who who,
                        day_t day, struct member_absence *out)
{
    struct away_profile all = {.bridge_days = profile->bridge_days, .causes = profile->causes};
    struct spell s[MEMBER_AWAY];
    size_t n = member_spells(p, c, who, &all, s);
    for (size_t i = 0; i < n; i++) {
        if (s[i].from > day || s[i].to <= day) continue;
        out->any = true;
        out->since = s[i].from;
        out->bridged = s[i].bridged;
        out->place = s[i].place;
        out->months = full_months(s[i].from, day);
    }
}

static void absence_answer(const struct plan *p, const struct away_profile *profile, const struct member_child *c,
                           enum expr_who who, day_t day, struct member_absence *out)
{
    struct spell s[MEMBER_AWAY];
    *out = (struct member_absence){.since = DAY_NONE};
    absence_any(p, profile, c, who, day, out);
    size_t n = member_spells(p, c, who, profile, s);
    bool far = false;
    for (size_t i = 0; i < n; i++) {
        if (s[i].from > day || s[i].to <= day) continue;
        far = true;
        out->since = s[i].from;
        out->bridged = s[i].bridged;
        out->place = s[i].place;
        out->months = full_months(s[i].from, day);
        out->counts = s[i].counts <= day;
    }
    if (!out->any || far || profile->beyond == BEYOND_ANY) return;
    out->near = member_distance(c->home, out->place, profile->beyond) == DISTANCE_NEAR;
    out->home_unknown = !out->near && member_distance(c->home, c->home, profile->beyond) == DISTANCE_UNTOLD;
    out->place_unknown = !out->near && !out->home_unknown;
}

static enum member_type type_of(const struct member_answer *a, const struct expr_world *w)
{
    bool father = a->parent[0].counts && !(w->gone & AWAY_FATHER), mother = a->parent[1].counts && !(w->gone & AWAY_MOTHER);
    if (father && mother) return TYPE_BOTH_AWAY;
    if (!father && !mother) return TYPE_NONE;
    uint8_t other = father ? AWAY_MOTHER : AWAY_FATHER;
    if (w->gone & other) return TYPE_ONE_AWAY_OTHER_ABSENT;
    if (w->incapable & other) return TYPE_ONE_AWAY_OTHER_INCAPABLE;
    return father ? TYPE_FATHER_AWAY : TYPE_MOTHER_AWAY;
}

struct around { int group; day_t day, from, to; };

static void around(void *ctx, int group, day_t from, day_t to)
{
    struct around *a = ctx;
    if (group == a->group && from <= a->day && a->day < to) {
        a->from = from;
        a->to = to;
    }
}

void member_answer(const struct plan *p, int group, const struct member_child *c, day_t day, struct member_answer *out)
{
    struct expr_world w;
    *out = (struct member_answer){.since = DAY_NONE, .until = DAY_NONE};
    const struct away_profile *profile = &p->profile[member_profile(p, group)];
    member_world(p, c, day, &w);
    out->member = w.groups[group / 64] >> (group % 64) & 1;
    absence_answer(p, profile, c, WHO_FATHER, day, &out->parent[0]);
    absence_answer(p, profile, c, WHO_MOTHER, day, &out->parent[1]);
    if (!out->member) return;
    out->type = type_of(out, &w);
    struct around at = {.group = group, .day = day, .from = DAY_NONE, .to = DAY_NONE};
    day_t begin = c->enrolment_count ? c->enrolment[0].from : day;
    member_sweep(p, c, begin < day ? begin : day, DAY_MAX, around, &at);
    out->since = at.from;
    out->until = at.to;
}

/* ---- in words ---- */

struct telling {
    const struct plan *p;
    const struct member_child *c;
    day_t day;
    enum lang lang;
    struct arena *a;
    struct buf *out;
    struct expr_world w;
};

static void tell(struct telling *t, enum word w, struct text a0, struct text a1, struct text a2)
{
    struct text arg[] = {a0, a1, a2};
    buf_add(t->out, word_fill(t->a, t->lang, w, arg, 3));
}

static struct text figure(struct telling *t, int n)
{
    return text_fmt(t->a, "%d", n);
}

static void tell_absence(struct telling *t, const struct away_profile *profile, int parent, const struct member_absence *ab)
{
    static const enum word who[] = {W_scheme_who_father, W_scheme_who_mother};
    static const enum word beyond[] = {W_none, W_scheme_township, W_scheme_county, W_scheme_province};
    struct text name = word(t->lang, who[parent]);
    if (t->w.gone & (parent ? AWAY_MOTHER : AWAY_FATHER)) {
        uint64_t state = t->w.fact[parent ? WHO_MOTHER : WHO_FATHER][t->p->fact_parent_state];
        const struct code_list *l = t->p->codes->fact[t->p->fact_parent_state].list;
        for (size_t i = 0; i < l->n; i++) {
            if (state >> l->item[i].number & 1) tell(t, W_scheme_absence_gone, name, l->item[i].title[t->lang], TEXT_NONE);
        }
    } else if (!ab->any) {
        tell(t, W_scheme_absence_none, name, TEXT_NONE, TEXT_NONE);
    } else {
        tell(t, W_scheme_absence, name, day_text(t->a, ab->since), figure(t, ab->months));
        if (ab->place) tell(t, W_scheme_absence_place, division_said(t->a, t->lang, ab->place), TEXT_NONE,
            TEXT_NONE);
        if (ab->bridged) tell(t, W_scheme_absence_bridged, figure(t, ab->bridged), figure(t, profile->bridge_days), TEXT_NONE);
        if (ab->near) tell(t, W_scheme_absence_near, word(t->lang, beyond[profile->beyond]), TEXT_NONE, TEXT_NONE);
        else if (ab->place_unknown || ab->home_unknown)
            tell(t, ab->home_unknown ? W_scheme_absence_home_unknown : W_scheme_absence_place_unknown,
                 word(t->lang, beyond[profile->beyond]), TEXT_NONE, TEXT_NONE);
        else if (!ab->counts) tell(t, W_scheme_absence_short, figure(t, profile->min_months), TEXT_NONE, TEXT_NONE);
    }
    buf_char(t->out, '\n');
}

static void tell_scope(struct telling *t, const struct plan_group *g)
{
    const struct plan_scheme *s = &t->p->scheme[g->at.scheme];
    if (!t->w.enrolled) tell(t, W_scheme_member_not_enrolled, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    else if (t->day < s->from || t->day >= s->to) tell(t, W_scheme_member_not_in_force, s->title[t->lang], TEXT_NONE, TEXT_NONE);
    else return;
    buf_char(t->out, '\n');
}

static void tell_group(struct telling *t, int group, int depth)
{
    const struct plan_group *g = &t->p->group[group];
    struct member_answer answer;
    member_answer(t->p, group, t->c, t->day, &answer);
    if (answer.member) tell(t, W_scheme_member_yes, g->title[t->lang], day_text(t->a, answer.since), TEXT_NONE);
    else tell(t, W_scheme_member_no, g->title[t->lang], day_text(t->a, t->day), TEXT_NONE);
    buf_char(t->out, '\n');
    tell_scope(t, g);
    if (g->kind == GROUP_RULE) {
        tell_absence(t, &t->p->profile[g->profile], 0, &answer.parent[0]);
        tell_absence(t, &t->p->profile[g->profile], 1, &answer.parent[1]);
    }
    tell(t, W_scheme_member_because, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    expr_why(g->when, &t->w, t->lang, t->out);
    buf_char(t->out, '\n');
    for (int i = 0; i < group && depth < WHY_DEPTH; i++) {
        if (g->when->groups[i / 64] >> (i % 64) & 1) tell_group(t, i, depth + 1);
    }
}

void member_explain(const struct plan *p, int group, const struct member_child *c, day_t day, enum lang lang, struct buf *out)
{
    struct telling t = {.p = p, .c = c, .day = day, .lang = lang, .a = arena_new(SCRATCH), .out = out};
    member_world(p, c, day, &t.w);
    tell_group(&t, group, 0);
    arena_free(t.a);
}
