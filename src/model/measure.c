/* SPDX-License-Identifier: Apache-2.0 */
#include "model/measure_part.h"

#include <string.h>

static const struct measure table[MEASURE_COUNT] = {
#define MEASURE_ROW(name, type_, head_) \
    [M_##name] = {.key = {#name, sizeof #name - 1}, .title = W_measure_##name, .type = MEASURE_##type_, \
        .head = MEASURE_HEAD_##head_},
    MEASURES(MEASURE_ROW)
#undef MEASURE_ROW
};

const struct measure *measure_at(enum measure_id id)
{
    return &table[id];
}

bool measure_find(struct text key, enum measure_id *id)
{
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        if (!text_eq(table[i].key, key)) continue;
        *id = (enum measure_id)i;
        return true;
    }
    return false;
}

unsigned measure_set(enum measure_id id)
{
    switch (table[id].type) {
    case MEASURE_PUPILS:
    case MEASURE_PERSON: return MEASURE_SET_PERSONS;
    case MEASURE_TIMES: return MEASURE_SET_TIMES;
    case MEASURE_MOVE: return MEASURE_SET_MOVES;
    case MEASURE_UNKNOWN: break;
    }
    return 0;
}

/* ---- code lists ---- */

/* Columns that are the code of a fact; without codes: every code that does not say "no". */
static const struct { enum measure_id id; const char *fact, *codes; } marks[] = {
    {M_boarding, "boarding", NULL},
    {M_poor, "poverty", NULL},
    {M_orphan, "orphan", "yes"},
    {M_de_facto, "orphan", "de_facto"},
    {M_single_parent, "single_parent", NULL},
    {M_disabled, "disability", NULL},
    {M_care_parent, "care", "father mother"},
    {M_care_grand, "care", "paternal_grandparents maternal_grandparents"},
    {M_care_kin, "care", "kin older_sibling"},
    {M_care_other, "care", "non_kin boarding_weekend_with institution"},
    {M_care_none, "care", "none"},
    {M_entrusted, "entrust_notice", NULL},
    {M_risk_critical, "risk_level", "critical"},
    {M_risk_high, "risk_level", "high"},
    {M_risk_medium, "risk_level", "medium"},
    {M_risk_low, "risk_level", "low"},
    {M_risk_none, "risk_level", "none"},
};

static const struct { enum measure_id id; const char *kind; } times[] = {
    {M_visits, "home_visit"}, {M_talks, "heart_talk"}, {M_calls, "family_call"}, {M_contacts, "parent_contact"},
    {M_counsels, "counselling"}, {M_activities, "group_activity"}, {M_activities, "festival_company"},
    {M_trainings, "carer_training"},
    {M_aids, "aid_given"},
};

static uint64_t codes_of(const struct code_fact *fact, const char *codes)
{
    uint64_t bits = codes == NULL ? UINT64_C(1) << CODES_BITS : 0;
    struct text rest = text_of(codes), one;
    for (size_t i = 0; codes == NULL && fact->list != NULL && i < fact->list->n; i++) {
        const struct code_item *item = &fact->list->item[i];
        if (!(item->flags & CODE_NO) && item->number < CODES_BITS) bits |= UINT64_C(1) << item->number;
    }
    while (codes != NULL && text_cut(&rest, ' ', &one)) {
        const struct code_item *item = fact->list == NULL ? NULL : code_item(fact->list, one);
        if (item != NULL && item->number < CODES_BITS) bits |= UINT64_C(1) << item->number;
    }
    return bits;
}

static int fact_index(const struct codes *c, const char *key)
{
    const struct code_fact *f = codes_fact(c, text_of(key));
    return f == NULL ? -1 : f->index;
}

void measure_codes_fill(struct measure_codes *m, const struct evaluator *ev)
{
    const struct codes *c = ev->codes;
    for (size_t i = 0; i < MEASURE_PERSONS; i++) m->mark[i].fact = -1;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const struct code_fact *fact = codes_fact(c, text_of(marks[i].fact));
        if (fact == NULL) continue;
        m->mark[marks[i].id].fact = (int16_t)fact->index;
        m->mark[marks[i].id].codes = codes_of(fact, marks[i].codes);
    }
    memset(m->times, -1, sizeof m->times);
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        const struct code_kind *kind = codes_kind(c, text_of(times[i].kind));
        if (kind == NULL) continue;
        for (size_t k = 0; k < c->kind_count; k++) {       /* a form that extends it counts as it */
            const struct code_kind *base = c->kind[k].base == NULL ? &c->kind[k] : c->kind[k].base;
            if (base->number == kind->number) m->times[c->kind[k].number] = (int8_t)(times[i].id - MEASURE_TIMES_FIRST);
        }
    }
    m->care = fact_index(c, "care");
    m->boarding = fact_index(c, "boarding");
    m->absence = ev->plan->fact_absence;
    m->roll_code = fact_index(c, "roll_code");
    m->roll_one = m->roll_code < 0 ? 0 : codes_of(&c->fact[m->roll_code], "1");
    m->roll_both = m->roll_code < 0 ? 0 : codes_of(&c->fact[m->roll_code], "2");
    for (size_t g = 0; g < ev->plan->group_count; g++) m->profile[g] = (int16_t)member_profile(ev->plan, (int)g);
    m->filed = false;
    for (size_t i = 0; i < ev->plan->field_count; i++) m->filed |= ev->plan->field[i].required;
}

enum rc measure_frame_fill(struct measure_frame *f, const struct evaluator *ev, struct text key, day_t from, day_t as_of)
{
    *f = (struct measure_frame){.ev = ev, .key = key, .from = from, .as_of = as_of};
    if (from == DAY_NONE || as_of == DAY_NONE || from > as_of) return RC_INVALID;
    if (plan_group(ev->plan, key) < 0) return RC_NOT_FOUND;
    f->group = plan_group_on(ev->plan, key, as_of);
    measure_codes_fill(&f->codes, ev);
    return RC_OK;
}

/* ---- persons ---- */

/* The codes of each kind of fact about the child on a day. Of a kind that holds one value at a time the latest speaks. */
struct world { uint64_t child[CODES_FACTS]; uint64_t known[3][(CODES_FACTS + 63) / 64]; day_t since[CODES_FACTS]; };

static void world_fill(struct world *w, const struct codes *c, const struct subject *s, day_t day)
{
    memset(w, 0, sizeof *w);
    for (size_t i = 0; i < s->member.fact_count; i++) {
        const struct member_fact *f = &s->member.fact[i];
        if (!measure_at_day(f->from, f->to, day) || (unsigned)f->fact >= CODES_FACTS || f->who > WHO_MOTHER) continue;
        w->known[f->who][f->fact / 64] |= UINT64_C(1) << (f->fact % 64);
        if (f->who != WHO_CHILD) continue;
        uint64_t bit = UINT64_C(1) << (f->bit & 63);
        if (c->fact[f->fact].many || w->child[f->fact] == 0) w->child[f->fact] |= bit;
        else if (f->from >= w->since[f->fact]) w->child[f->fact] = bit;
        else continue;
        w->since[f->fact] = f->from;
    }
}

static bool known(const struct world *w, int who, int fact)
{
    return w->known[who][fact / 64] >> (fact % 64) & 1;
}

/* Every field that the schemes in force require of this child is filled: both parents where it is asked of each. */
static bool file_complete(const struct evaluator *ev, const struct world *w, const uint64_t groups[EXPR_GROUPS / 64])
{
    const struct plan *p = ev->plan;
    for (size_t i = 0; i < p->field_count; i++) {
        const struct plan_field *f = &p->field[i];
        if (!f->required || (f->group >= 0 && !(groups[f->group / 64] >> (f->group % 64) & 1))) continue;
        bool parents = ev->codes->fact[f->fact].per == PER_PARENT;
        bool there = parents ? known(w, WHO_FATHER, f->fact) && known(w, WHO_MOTHER, f->fact) : known(w, WHO_CHILD, f->fact);
        if (!there) return false;
    }
    return true;
}

static int pairs(const struct evaluator *ev, const struct subject *s, day_t day, const struct text *relation)
{
    int n = 0;
    for (size_t i = 0; i < s->pair_count; i++) {
        const struct subject_pair *p = &s->pair[i];
        const struct plan_relation *r = &ev->plan->relation[p->relation];
        n += measure_at_day(p->from, p->to, day) && !r->peer && (relation == NULL || text_eq(r->key, *relation));
    }
    return n;
}

/* Everybody whom the schemes in force ask to stand by this child does; where they ask for nobody, anybody. */
static bool paired(const struct evaluator *ev, const struct subject *s, day_t day, const uint64_t groups[EXPR_GROUPS / 64])
{
    const struct plan *p = ev->plan;
    bool asked = false;
    for (size_t i = 0; i < p->relation_count; i++) {
        const struct plan_relation *r = &p->relation[i];
        const struct plan_scheme *scheme = &p->scheme[r->at.scheme];
        bool in = r->group >= 0 && (groups[r->group / 64] >> (r->group % 64) & 1);
        if (!in || r->peer || r->min == 0 || scheme->from > day || day >= scheme->to) continue;
        if (pairs(ev, s, day, &r->key) < r->min) return false;
        asked = true;
    }
    return asked || pairs(ev, s, day, NULL) > 0;
}

static uint64_t bit_of(enum measure_id id)
{
    return UINT64_C(1) << id;
}

static enum measure_id age_mark(day_t birth, day_t day)
{
    if (birth == DAY_NONE || birth > day) return M_age_other;
    int age = day_age(birth, day);
    return age < 6 ? M_age_0_5 : age < 14 ? M_age_6_13 : age < 16 ? M_age_14_15 : M_age_other;
}

static enum measure_id grade_mark(const struct member_enrolment *e, day_t day)
{
    struct ymd y = day_ymd(day);
    int grade = e->grade_base + y.year - (y.month < 9);
    if (grade < 1) return M_grade_pre;
    return grade > 9 ? M_grade_senior : (enum measure_id)(M_grade_1 + grade - 1);
}

void measure_look(const struct measure_codes *m, const struct evaluator *ev, const struct subject *s, day_t day,
    struct measure_look *out)
{
    struct world w;
    out->enrolment = measure_enrolment_on(s, day);
    out->base = 0;
    if (out->enrolment < 0) return;
    member_world(ev->plan, &s->member, day, &out->world);
    world_fill(&w, ev->codes, s, day);
    uint64_t bits = bit_of(M_total) | bit_of(s->sex == 1 ? M_boys : s->sex == 2 ? M_girls : M_sex_unknown);
    bits |= bit_of(age_mark(s->member.birth, day)) | bit_of(grade_mark(&s->member.enrolment[out->enrolment], day));
    for (size_t i = 0; i < MEASURE_PERSONS; i++) {
        if (m->mark[i].fact >= 0 && w.child[m->mark[i].fact] & m->mark[i].codes) bits |= bit_of((enum measure_id)i);
    }
    uint64_t care = bit_of(M_care_unknown) - bit_of(M_care_parent);
    if (!(bits & care)) bits |= bit_of(M_care_unknown);
    if (m->filed && file_complete(ev, &w, out->world.groups)) bits |= bit_of(M_filed);
    if (paired(ev, s, day, out->world.groups)) bits |= bit_of(M_paired);
    out->base = bits;
    uint64_t roll = m->roll_code < 0 ? 0 : w.child[m->roll_code];
    out->roll = roll & m->roll_both ? M_both_away : roll & m->roll_one ? M_one_away : M_away_other;
}

uint64_t measure_marks(const struct measure_codes *m, const struct measure_look *look, int group)
{
    const struct expr_world *w = &look->world;
    if (look->enrolment < 0 || group < 0 || !(w->groups[group / 64] >> (group % 64) & 1)) return 0;
    unsigned away = w->away[m->profile[group]] & ~(unsigned)w->gone; /* who is dead or in prison is not "away" */
    bool both = (away & AWAY_FATHER) && (away & AWAY_MOTHER);
    return look->base | bit_of(both ? M_both_away : away != 0 ? M_one_away : look->roll);
}
