/* SPDX-License-Identifier: Apache-2.0 */
/* Every element of every scheme that is built in does what it says, each shown by a test of its own that is made from the scheme
 * (`SCHEME/duty/KEY`); tests/golden/elements.txt keeps what there has to be, so an element that is gone fails too. `chuyan scheme
 * coverage` names these tests. CHUYAN_SCHEMES=FOLDER… shows the same of other schemes. */
#include "unit/facility_kit.h"
#include "unit/form_kit.h"
#include "unit/schemes_kit.h"

#include "scheme/body.h"
#include "scheme/element.h"

#include <stdlib.h>

enum { SCHEMES = 64, TRIES = 60000 };

struct scheme { struct kit *k; struct plan *plan; struct calendar *calendar; struct plan_source source; bool law; };
struct claim { struct scheme *s; struct element e; };

static struct plan *plan_with(struct scheme *s, const char *params, struct faults *f)
{
    struct plan_source source[2] = {s->source};
    struct plan *p = NULL;
    source[0].params = text_of(params);
    if (!s->law) assert_int_equal(plan_source_builtin(s->k->a, T("schemes/law"), &source[1]), RC_OK);
    (void)plan_build(s->k->a, s->k->codes, source, s->law ? 1 : 2, NULL, f, &p);
    return p;
}

/* ---- duties ---- */

/* As the engine is given it; one whose days lie before the calendar is moved by whole years into it. */
static struct cadence_duty duty_of(const struct scheme *s, size_t index)
{
    struct cadence_duty d = s->plan->duty[index].cadence;
    struct calendar_span time = calendar_covers(s->calendar);
    if (d.window == CADENCE_NAMED) d.spans = calendar_named(s->calendar, s->plan->duty[index].window, &d.span_count);
    for (int i = 0; i < 60 && d.valid_to != DAY_NONE && d.valid_to < time.to - 300; i++) {
        d.valid_from = day_add_months(d.valid_from, 12);
        d.valid_to = day_add_months(d.valid_to, 12);
    }
    d.follows = 0;
    return d;
}

static void none_is_overdue(struct year *y)
{
    y->records = 0;
    year_run(y);
    if (y->n == 0) fail_msg("nothing is ever owed");
    assert_int_equal(year_count(y, CADENCE_OVERDUE) + year_count(y, CADENCE_VOID), y->n);
    assert_true(year_count(y, CADENCE_OVERDUE) > 0);
}

static void perfect_is_met(struct year *y, const struct cadence_duty *d)
{
    for (int i = 0; i < d->credit_count; i++) {
        const struct cadence_credit *c = &d->credit[i];
        uint64_t all[CADENCE_KIND_WORDS] = {0};
        for (int k = 0; k < d->credit_count; k++) {
            for (int w = 0; w < CADENCE_KIND_WORDS; w++) all[w] |= d->credit[k].kinds[w];
        }
        for (int kind = 0; kind < CADENCE_KINDS; kind++) {
            if (!cadence_has(c->kinds, (unsigned)kind)) continue;
            year_fill(y, d, c, kind, false);
            if (year_count(y, CADENCE_MET) + year_count(y, CADENCE_VOID) != y->n) fail_msg("something stays open");
            assert_true(year_count(y, CADENCE_MET) > 0);
            year_fill(y, d, c, kind, true);
            assert_int_equal(year_count(y, CADENCE_MET_LATE) + year_count(y, CADENCE_VOID), y->n);
        }
        int other = 0;
        while (cadence_has(all, (unsigned)other)) other++;
        y->records = 0;
        year_run(y);
        struct cadence_obligation first = y->got[0];
        record_put(y, record_for(c, other, first.from, first.from));      /* of another kind: credits nothing */
        year_run(y);
        assert_int_equal(year_count(y, CADENCE_MET) + year_count(y, CADENCE_MET_LATE), 0);
    }
}

static void excuses_excuse(struct year *y)
{
    y->records = 0;
    year_run(y);
    size_t at = 0;
    while (y->got[at].state == CADENCE_VOID) at++;
    y->excuse = (struct cadence_exemption){.from = y->got[at].from, .to = y->got[at].to, .known = y->got[at].from};
    y->excuses = 1;
    year_run(y);
    assert_true(year_count(y, CADENCE_EXCUSED) >= 1);
    assert_int_equal(y->got[at].state, CADENCE_EXCUSED);
    y->excuses = 0;
}

/* In scope for half of the time: a window counts when at least half of its days do. */
static void comings_and_goings(struct year *y, const struct cadence_duty *d)
{
    day_t from = d->valid_from > y->time.from ? d->valid_from : y->time.from;
    day_t to = d->valid_to != DAY_NONE && d->valid_to < y->time.to ? d->valid_to : y->time.to;
    day_t middle = from + (to - from) / 2;
    for (int entering = 0; entering < 2; entering++) {
        y->scope = entering ? (struct cadence_span){middle, DAY_MAX} : (struct cadence_span){y->time.from, middle};
        year_run(y);
        for (size_t i = 0; i < y->n; i++) {
            const struct cadence_obligation *o = &y->got[i];
            assert_true(entering ? o->to >= middle : o->from < middle);
            assert_int_equal(o->state == CADENCE_VOID, 2 * o->in_scope < o->days);
        }
    }
    y->scope = (struct cadence_span){y->time.from, DAY_MAX};
}

/* The same duty in a new version from the middle of a term: no window is lost, none is owed twice. */
static void a_version_takes_over(struct kit *k, const struct scheme *s, const struct cadence_duty *d)
{
    struct year one = year_begin(k, s->calendar, d, 1);
    struct cadence_duty both[2] = {*d, *d};
    day_t from = d->valid_from > one.time.from ? d->valid_from : one.time.from;
    day_t to = d->valid_to != DAY_NONE && d->valid_to < one.time.to ? d->valid_to : one.time.to;
    day_t middle = from + (to - from) / 2;
    if (middle <= from) return;
    both[0].valid_to = both[1].valid_from = middle;
    both[0].ended = DAY_NONE;
    both[1].id = both[0].id + 1;
    both[1].follows = 1;
    year_run(&one);
    struct year two = year_begin(k, s->calendar, both, 2);
    two.event = one.event;
    year_run(&two);
    assert_true(two.n > 0);
    if (d->window != CADENCE_SINCE_LAST) assert_int_equal(two.n, one.n);
    for (size_t i = 0; i < two.n; i++) {
        if (two.got[i].index == 0) assert_true(two.got[i].from < middle);
        for (size_t x = 0; x < i; x++) assert_true(two.got[i].from != two.got[x].from);
    }
}

static void prove_duty(const struct claim *c)
{
    struct cadence_duty d = duty_of(c->s, c->e.index);
    const struct plan_duty *p = &c->s->plan->duty[c->e.index];
    assert_true(p->owner_count > 0 && p->title[LANG_ZH].n > 0);
    if (!p->carried) return;       /* coverage does not count it */
    struct kit own = {.a = arena_new(64u << 20), .codes = c->s->k->codes};      /* each year in memory of its own */
    struct year y = year_begin(&own, c->s->calendar, &d, 1);
    none_is_overdue(&y);
    perfect_is_met(&y, &d);
    excuses_excuse(&y);
    y.records = 0;
    if (d.window != CADENCE_SINCE_LAST && d.window != CADENCE_SINCE_EVENT) comings_and_goings(&y, &d);
    a_version_takes_over(&own, c->s, &d);
    arena_free(own.a);
}

/* ---- who counts ---- */

static uint64_t dice(uint64_t *seed)
{
    uint64_t z = (*seed += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* The kinds of facts a condition reads, through the groups it asks. */
static void facts_of(const struct plan *p, const struct expr *e, uint64_t *facts)
{
    for (int i = 0; i < (CODES_FACTS + 63) / 64; i++) facts[i] |= e->facts[i];
    for (int g = 0; g < EXPR_GROUPS; g++) {
        if (e->groups[g / 64] >> (g % 64) & 1 && p->group[g].when) facts_of(p, p->group[g].when, facts);
    }
}

/* A child drawn by lot from what the condition can see. */
static void child_draw(const struct scheme *s, const uint64_t *facts, day_t day, uint64_t *seed, struct kit_child *k)
{
    kit_child_begin(k, NULL);
    k->c.birth = day - 365 * (4 + (int)(dice(seed) % 14)) - 40;
    k->enrolment[0].from = day - 900;
    k->enrolment[0].stage = (int8_t)(dice(seed) % s->k->codes->stages->n);
    for (size_t i = 0; i < s->k->codes->fact_count; i++) {
        const struct code_fact *f = &s->k->codes->fact[i];
        bool absence = (int)i == s->plan->fact_absence;
        bool parent = absence || (int)i == s->plan->fact_parent_state || (int)i == s->plan->fact_capacity;
        if (!(facts[i / 64] >> (i % 64) & 1) && !parent) continue;
        for (int who = 0; who < (f->per == PER_PARENT ? 2 : 1); who++) {
            if (k->c.fact_count == 30 || dice(seed) % 100 > (absence ? 75 : 55)) continue;
            struct member_fact *out = &k->fact[k->c.fact_count++];
            *out = (struct member_fact){.fact = (int16_t)i, .from = day - 800, .to = DAY_MAX, .bit = 63,
                                        .who = f->per == PER_PARENT ? (uint8_t)(WHO_FATHER + who) : WHO_CHILD};
            if (f->list) out->bit = (uint8_t)f->list->item[dice(seed) % f->list->n].number;
            if (absence) out->place = member_division(T("440100"));
        }
    }
    day_t born = day - 365 * (int)(15 + dice(seed) % 70);
    if (dice(seed) % 2) k->carer[k->c.carer_count++] = (struct member_carer){day - 900, DAY_MAX, born};
    for (size_t r = 0; r < s->plan->relation_count && k->c.pair_count < 4; r++) {
        if (dice(seed) % 2) k->pair[k->c.pair_count++] = (struct member_pair){day - 900, DAY_MAX, (int16_t)r};
    }
}

static day_t some_day(const struct scheme *s, const struct plan_origin *at)
{
    day_t day = kit_day("2025-10-15"), from = s->plan->scheme[at->scheme].from;
    return day > from ? day : from + 60;
}

static void prove_group(const struct claim *c)
{
    const struct plan *p = c->s->plan;
    const struct plan_group *g = &p->group[c->e.index];
    uint64_t facts[(CODES_FACTS + 63) / 64] = {0}, seed = c->e.index + 1;
    bool in = false, out = false;
    struct kit_child child;
    facts_of(p, g->when, facts);
    for (int i = 0; i < TRIES && !(in && out); i++) {
        day_t day = some_day(c->s, &g->at);
        child_draw(c->s, facts, day, &seed, &child);
        bool member = member_on(p, (int)c->e.index, &child.c, day);
        in |= member;
        out |= !member;
        child.c.enrolment_count = 0;
        assert_true(!member || !member_on(p, (int)c->e.index, &child.c, day));      /* nobody who is on no roll */
    }
    if (!in) fail_msg("no child belongs");
    if (!out) fail_msg("every child belongs");
}

static void prove_alert(const struct claim *c)
{
    const struct plan *p = c->s->plan;
    const struct plan_alert *a = &p->alert[c->e.index];
    uint64_t facts[(CODES_FACTS + 63) / 64] = {0}, seed = c->e.index + 77;
    bool rings = false, silent = false;
    struct kit_child child;
    struct expr_world w;
    facts_of(p, a->when, facts);
    assert_true(a->owners != 0 && a->say[LANG_ZH].n > 0);
    for (int i = 0; i < TRIES && !(rings && silent); i++) {
        day_t day = some_day(c->s, &a->at);
        child_draw(c->s, facts, day, &seed, &child);
        member_world(p, &child.c, day, &w);
        member_groups(p, &child.c, day, w.groups);
        for (int k = 0; k < CODES_KINDS; k++) w.since[k] = (int32_t)(dice(&seed) % 90);
        w.vacation = dice(&seed) % 4 == 0;
        if (expr_holds(a->when, &w)) rings = true;
        else silent = true;
    }
    if (!rings) fail_msg("it never rings");
    if (!silent) fail_msg("it always rings");
}

/* ---- the rest ---- */

static void prove_relation(const struct claim *c)
{
    const struct plan_relation *r = &c->s->plan->relation[c->e.index];
    assert_true(r->group >= 0 && r->min >= 0 && (r->max == 0 || r->max >= r->min) && (r->peer || r->role >= 0));
    /* A child of the target with and without somebody: conditions see the difference. */
    struct kit_child child;
    struct expr_world with, without;
    kit_child_begin(&child, "2015-03-01");
    member_world(c->s->plan, &child.c, kit_day("2025-10-15"), &without);
    child.pair[child.c.pair_count++] = (struct member_pair){kit_day("2025-09-01"), DAY_MAX, (int16_t)c->e.index};
    member_world(c->s->plan, &child.c, kit_day("2025-10-15"), &with);
    assert_memory_not_equal(&with.paired, &without.paired, sizeof with.paired);
}

static void prove_field(const struct claim *c)
{
    const struct plan_field *f = &c->s->plan->field[c->e.index];
    const struct code_fact *fact = &c->s->k->codes->fact[f->fact];
    assert_true(f->group >= 0 && f->title[LANG_ZH].n > 0 && f->section.n > 0);
    assert_true(fact->value == FACT_WORDS || fact->list->n > 1);
    prove_group(&(struct claim){c->s, {.kind = ELEMENT_TARGET, .index = (size_t)f->group}});
}

/* Everything of a plan that a figure can change. */
static void plan_print(const struct plan *p, struct buf *b)
{
    for (size_t i = 0; i < p->duty_count; i++) {
        const struct plan_duty *d = &p->duty[i];
        buf_fmt(b, "%.*s %d %d\n", TP(d->every), d->cadence.quota, d->cadence.apart);
    }
    /* (the days of a body stand among the duties) */
    for (size_t i = 0; i < p->clock_count; i++) buf_fmt(b, "%lld\n", (long long)p->clock[i].number);
    for (size_t i = 0; i < p->age_count; i++) buf_fmt(b, "age %d\n", p->ages[i]);
    for (size_t i = 0; i < p->carer_age_count; i++) buf_fmt(b, "carer %d\n", p->carer_ages[i]);
}

/* Another value makes another plan: a figure that nothing uses is no figure. */
static void prove_param(const struct claim *c)
{
    const struct plan_param *p = &c->s->plan->param[c->e.index];
    struct faults f = faults_new(c->s->k->a);
    int64_t v = 0;
    struct text other = text_eqz(p->value, "month") ? T("week") : T("month");
    if (p->type == PARAM_INTEGER) {
        assert_true(text_int(p->value, &v) && p->min < p->max);
        other = text_fmt(c->s->k->a, "%lld", (long long)(v < p->max ? v + 1 : v - 1));
    }
    struct plan *changed = plan_with(c->s, text_z(c->s->k->a, text_fmt(c->s->k->a, "%.*s=%.*s\n", TP(p->key), TP(other))), &f);
    assert_non_null(changed);
    struct buf one = buf_new(1 << 20), two = buf_new(1 << 20);
    plan_print(c->s->plan, &one);
    plan_print(changed, &two);
    bool same = text_eq(buf_text(&one), buf_text(&two));
    buf_free(&one);
    buf_free(&two);
    if (same) fail_msg("nothing uses it");
}

/* ---- bodies ---- */

enum { LINES = 600, HELD_FROM = 20000, GONE_ON = 20300, BACK_ON = 20400 };

/* One group with exactly the people it has to have; returns how many lines. */
static size_t body_people(const struct plan_body *b, struct body_line *line)
{
    size_t n = 0;
    for (int64_t group = 1; group <= (b->at_least > 0 ? b->at_least : 1); group++) {
        struct body_line one = {.group = group, .post = -1, .unit = -1, .from = HELD_FROM, .to = DAY_MAX, .known = HELD_FROM,
                                .end_known = DAY_MAX};
        line[n++] = one;
        for (size_t p = 0; p < b->post_count; p++) {
            int units = b->post[p].unit_count ? (int)b->post[p].unit_count : 1;
            for (int u = 0; u < units * b->post[p].min; u++) {
                assert_true(n < LINES);
                one.post = (int)p;
                one.unit = b->post[p].unit_count ? u / b->post[p].min : -1;
                line[n++] = one;
            }
        }
    }
    return n;
}

/* What is incomplete is owed, and overdue after its days; met when it is known to stand, late when that came after them. */
static void gap_is_owed(struct scheme *s, const struct plan_body *b, struct body_gap gap, day_t as_of, enum cadence_state want)
{
    struct kit own = {.a = arena_new(64u << 20), .codes = s->k->codes};
    struct cadence_duty d = duty_of(s, (size_t)b->duty);
    d.valid_from = DAY_NONE;
    d.valid_to = DAY_NONE;
    d.ended = DAY_NONE;
    struct year y = year_begin(&own, s->calendar, &d, 1);
    day_t from = y.time.from + 40;
    y.event = (struct cadence_event){.day = from, .known = from, .event = d.event,
                                     .done = gap.done == DAY_NONE ? DAY_NONE : from + (gap.done - gap.from)};
    struct cadence_scope scope = {&y.scope, 1};
    struct cadence_subject one = {.scopes = &scope, .events = &y.event, .event_count = 1};
    cadence_run(y.plan, &one, y.time.from, y.time.to, from + (as_of - gap.from), y.scratch, year_sink, &y);
    assert_int_equal(y.n, 1);
    assert_int_equal(y.got[0].state, want);
    arena_free(own.a);
}

static void prove_body(const struct claim *c)
{
    const struct plan_body *b = &c->s->plan->body[c->e.index];
    const struct plan_duty *d = &c->s->plan->duty[b->duty];
    struct body_line line[LINES];
    struct body_gap gap[8];
    size_t n = body_people(b, line);
    assert_true(b->post_count > 0 && b->title[LANG_ZH].n > 0 && d->owner_count + d->held_count > 0 && d->subject == b->at);
    assert_int_equal(body_gaps(b, line, n, HELD_FROM, DAY_MAX, HELD_FROM + 900, gap, 8), 0);
    assert_int_equal(body_gaps(b, NULL, 0, HELD_FROM, DAY_MAX, HELD_FROM + 900, gap, 8), b->at_least > 0 ? 1 : 0);
    gap_is_owed(c->s, b, (struct body_gap){HELD_FROM, DAY_NONE}, HELD_FROM + 5, CADENCE_DUE);
    gap_is_owed(c->s, b, (struct body_gap){HELD_FROM, DAY_NONE}, HELD_FROM + 400, CADENCE_OVERDUE);
    gap_is_owed(c->s, b, (struct body_gap){HELD_FROM, HELD_FROM + 2}, HELD_FROM + 400, CADENCE_MET);
    gap_is_owed(c->s, b, (struct body_gap){HELD_FROM, HELD_FROM + 399}, HELD_FROM + 400, CADENCE_MET_LATE);
}

/* Somebody leaves the post: from that day the body is incomplete, until somebody holds it again. */
static void prove_post(const struct claim *c)
{
    const struct plan_body *b = &c->s->plan->body[c->e.of];
    const struct plan_post *p = &b->post[c->e.index];
    struct body_line line[LINES];
    struct body_gap gap[8];
    size_t n = body_people(b, line), at = 0;
    assert_true(p->title[LANG_ZH].n > 0 && p->holders != 0);
    while (at < n && line[at].post != (int)c->e.index) at++;
    if (at == n) return;                   /* nobody has to hold it: it may be held */
    line[at].to = line[at].end_known = GONE_ON;
    assert_int_equal(body_lacks(b, c->e.index, line, n, 1, GONE_ON, GONE_ON), 1);
    assert_int_equal(body_lacks(b, c->e.index, line, n, 1, GONE_ON - 1, GONE_ON), 0);
    assert_int_equal(body_gaps(b, line, n, HELD_FROM, DAY_MAX, GONE_ON + 50, gap, 8), 1);
    assert_true(gap[0].from == GONE_ON && gap[0].done == DAY_NONE);
    line[n] = line[at];
    line[n].from = BACK_ON;
    line[n].to = line[n].end_known = DAY_MAX;
    line[n].known = BACK_ON + 3;           /* told three days later */
    assert_int_equal(body_gaps(b, line, n + 1, HELD_FROM, DAY_MAX, BACK_ON + 2, gap, 8), 1);
    assert_int_equal(gap[0].done, DAY_NONE);
    assert_int_equal(body_gaps(b, line, n + 1, HELD_FROM, DAY_MAX, BACK_ON + 50, gap, 8), 1);
    assert_int_equal(gap[0].done, BACK_ON + 3);
}

static void prove_window(const struct claim *c)
{
    struct text name = c->s->plan->window[c->e.index].name;
    size_t n, used = 0;
    assert_non_null(calendar_named(c->s->calendar, name, &n));
    assert_true(n > 0);
    for (size_t i = 0; i < c->s->plan->duty_count; i++) used += text_eq(c->s->plan->duty[i].window, name);
    /* A phase that nothing is owed in may be named, but carries out nothing. */
    assert_true(used > 0 || c->s->plan->window_at[c->e.index].source_count == 0);
}

static void prove_form(const struct claim *c)
{
    const struct plan_form *f = &c->s->plan->form[c->e.index];
    const struct code_kind *k = codes_kind(c->s->plan->codes, f->kind->key);
    assert_non_null(k);
    assert_true(k->number >= CODES_BUILT && c->s->plan->codes->kind_of[k->number] == k);
    assert_true(k->title[LANG_ZH].n > 0 && k->verb[LANG_ZH].n > 0 && k->roles != 0 && k->subjects != 0 && k->modes != 0);
    struct arena *a = arena_new(64u << 20);
    form_is_asked(a, k);
    arena_free(a);
}

static void prove_facility(const struct claim *c)
{
    const struct plan_facility *f = &c->s->plan->facility[c->e.index];
    if (!c->e.carried) return;     /* coverage does not count it */
    struct arena *a = arena_new(64u << 20);
    facility_is_judged(a, c->s->plan, f);
    arena_free(a);
    const struct plan_duty *d = &c->s->plan->duty[f->duty];
    assert_true(d->owner_count > 0 && d->subject == f->level && d->standing == (int)c->e.index);
    if (f->open_duty < 0) return;
    assert_int_equal(c->s->plan->duty[f->open_duty].subject, SUBJECT_FACILITY);
    prove_duty(&(struct claim){c->s, {.kind = ELEMENT_DUTY, .index = (size_t)f->open_duty}});
}

static void prove_checklist(const struct claim *c)
{
    struct arena *a = arena_new(256u << 20);
    checklist_is_judged(a, &c->s->plan->checklist[c->e.index]);
    arena_free(a);
}

static void prove(void **state)
{
    const struct claim *c = *state;
    switch (c->e.kind) {
    case ELEMENT_DUTY: prove_duty(c); break;
    case ELEMENT_RULE: case ELEMENT_TARGET: prove_group(c); break;
    case ELEMENT_RELATION: prove_relation(c); break;
    case ELEMENT_BODY: prove_body(c); break;
    case ELEMENT_POST: prove_post(c); break;
    case ELEMENT_FIELD: prove_field(c); break;
    case ELEMENT_ALERT: prove_alert(c); break;
    case ELEMENT_PARAM: prove_param(c); break;
    case ELEMENT_WINDOW: prove_window(c); break;
    case ELEMENT_SCHEME: assert_true(c->s->plan->scheme[c->e.index].title[LANG_ZH].n > 0); break;
    case ELEMENT_CLOCK: assert_true(c->s->plan->clock[c->e.index].number >= 0); break;
    case ELEMENT_BUILT_IN: assert_true(c->e.test.n > 0); break;     /* shown where it says */
    case ELEMENT_FORM: prove_form(c); break;
    case ELEMENT_FACILITY: prove_facility(c); break;
    case ELEMENT_CHECKLIST: prove_checklist(c); break;
    case ELEMENT_KINDS: fail();
    }
}

/* ---- all of them ---- */

struct all { struct kit k; struct scheme scheme[SCHEMES]; size_t n; struct claim *claim; size_t claims; bool others; };

static void scheme_add(struct all *all, struct plan_source source)
{
    struct scheme *s = &all->scheme[all->n++];
    *s = (struct scheme){.k = &all->k, .source = source, .law = text_ends(source.name, T("schemes/law"))};
    s->plan = plan_with(s, "", &all->k.f);
    if (!s->plan) kit_say(&all->k);
    assert_non_null(s->plan);
    s->calendar = kit_school_calendar(&all->k, s->plan);
    assert_non_null(s->calendar);
}

static void schemes_find(struct all *all)
{
    struct plan_source source;
    const char *others = getenv("CHUYAN_SCHEMES");
    struct text rest = text_of(others ? others : ""), one;
    all->others = rest.n > 0;
    while (rest.n && text_cut(&rest, ' ', &one)) {
        assert_int_equal(plan_source_folder(all->k.a, text_z(all->k.a, one), &source, &all->k.f), RC_OK);
        scheme_add(all, source);
    }
    size_t n;
    const struct embedded *e = embedded_all(&n);
    for (size_t i = 0; !all->others && i < n; i++) {
        if (!text_starts(e[i].path, T("schemes/")) || !text_ends(e[i].path, T("/scheme.yaml"))) continue;
        assert_int_equal(plan_source_builtin(all->k.a, text_sub(e[i].path, 0, e[i].path.n - 12), &source), RC_OK);
        scheme_add(all, source);
    }
}

/* What there has to be: an element that is gone, or carries out something else, is seen here. */
static void what_schemes_promise(void **state)
{
    struct all *all = *state;
    struct buf b = buf_new(4 << 20);
    struct text before;
    if (all->others) return;
    for (size_t i = 0; i < all->claims; i++) {
        const struct claim *c = &all->claim[i];
        buf_fmt(&b, "%.*s/%s/%.*s", TP(c->s->plan->scheme[c->e.at->scheme].id), element_kind_name(c->e.kind), TP(c->e.key));
        for (size_t k = 0; k < c->e.at->source_count; k++) buf_fmt(&b, " %.*s", TP(c->e.at->source[k]));
        buf_char(&b, '\n');
    }
    if (getenv("CHUYAN_GOLDEN")) assert_int_equal(file_write("tests/golden/elements.txt", buf_text(&b), 0644), RC_OK);
    assert_int_equal(file_read(all->k.a, "tests/golden/elements.txt", 4 << 20, &before), RC_OK);
    bool same = text_eq(before, buf_text(&b));
    buf_free(&b);
    if (!same) fail_msg("tests/golden/elements.txt differs: look at what changes (git diff after `make golden`)");
}

/* Side by side in one county: no limit is met, nothing contradicts. */
static void all_at_once(void **state)
{
    struct all *all = *state;
    struct plan_source *source = arena_array(all->k.a, all->n + 1, sizeof *source);
    struct faults f = faults_new(all->k.a);
    struct plan *p;
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++) source[n++] = all->scheme[i].source;
    if (all->others) assert_int_equal(plan_source_builtin(all->k.a, T("schemes/law"), &source[n++]), RC_OK);
    assert_int_equal(plan_build(all->k.a, all->k.codes, source, n, NULL, &f, &p), RC_OK);
    assert_int_equal(f.errors, 0);
}

int main(void)
{
    struct all *all = calloc(1, sizeof *all);
    if (!all) return 1;
    all->k = kit_begin();
    schemes_find(all);
    all->claim = arena_array(all->k.a, 20000, sizeof *all->claim);
    for (size_t i = 0; i < all->n; i++) {
        struct element *e;
        size_t n = plan_elements(all->k.a, all->scheme[i].plan, 0, &e);
        for (size_t x = 0; x < n && all->claims < 20000; x++) all->claim[all->claims++] = (struct claim){&all->scheme[i], e[x]};
    }
    struct CMUnitTest *test = arena_array(all->k.a, all->claims + 2, sizeof *test);
    test[0] = (struct CMUnitTest){"what_schemes_promise", what_schemes_promise, NULL, NULL, all};
    test[1] = (struct CMUnitTest){"all_at_once", all_at_once, NULL, NULL, all};
    for (size_t i = 0; i < all->claims; i++) {
        struct claim *c = &all->claim[i];
        const char *name = text_z(all->k.a, text_fmt(all->k.a, "%.*s/%s/%.*s", TP(c->s->plan->scheme[c->e.at->scheme].id),
                                                     element_kind_name(c->e.kind), TP(c->e.key)));
        test[i + 2] = (struct CMUnitTest){name, prove, NULL, NULL, c};
    }
    int failed = _cmocka_run_group_tests("schemes", test, all->claims + 2, NULL, NULL);
    arena_free(all->k.a);
    free(all);
    return failed;
}
