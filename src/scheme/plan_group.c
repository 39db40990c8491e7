/* SPDX-License-Identifier: Apache-2.0 */
/* Counting rules and targets: read, put into an order in which each reads only earlier ones, circles found. */
#include "scheme/expr_part.h"
#include "scheme/plan_part.h"

enum { BRIDGE_DAYS = 30 };   /* a stay at home of so many days between two absences ends neither: New Year, harvest */

static int profile_add(struct builder *b, const struct yaml_node *n, struct away_profile want)
{
    struct plan *p = b->plan;
    for (int i = 0; i < p->profile_count; i++) {
        const struct away_profile *have = &p->profile[i];
        if (have->min_months == want.min_months && have->bridge_days == want.bridge_days && have->beyond == want.beyond &&
            have->causes == want.causes) return i;
    }
    if (p->profile_count == EXPR_PROFILES) {
        part_fault(&b->part, n, W_scheme_too_many, text_fmt(b->part.arena, "%d", EXPR_PROFILES), TEXT_NONE, TEXT_NONE);
        return 0;
    }
    p->profile[p->profile_count] = want;
    return p->profile_count++;
}

static int away_read(struct builder *b, const struct yaml_node *n)
{
    const struct part *p = &b->part;
    struct away_profile want = {0};
    if (!part_map(p, n)) return 0;
    part_keys(p, n, "min_months bridge_days beyond causes");
    want.min_months = (int)part_int(p, n, "min_months", 0, 0, 60);
    want.bridge_days = (int)part_int(p, n, "bridge_days", BRIDGE_DAYS, 0, 180);
    int beyond = part_choice(p, n, "beyond", "any township county province", BEYOND_ANY);
    want.beyond = beyond < 0 ? BEYOND_ANY : (enum distance)beyond;
    if (yaml_get(n, "causes")) want.causes = part_mask(p, yaml_get(n, "causes"), p->codes->fact[b->plan->fact_absence].list);
    return profile_add(b, n, want);
}

static struct plan_group *group_add(struct builder *b, const struct yaml_node *n, enum group_kind kind, struct text id)
{
    struct plan *p = b->plan;
    if (p->group_count == EXPR_GROUPS) {
        part_fault(&b->part, n, W_scheme_too_many, text_fmt(b->part.arena, "%d", EXPR_GROUPS), TEXT_NONE, TEXT_NONE);
        return NULL;
    }
    const struct plan_scheme *s = &p->scheme[b->scheme];
    struct text key = kind == GROUP_RULE ? text_fmt(b->part.arena, "rule:%.*s", TP(id))
                                         : text_fmt(b->part.arena, "%.*s:%.*s", TP(s->id), TP(id));
    for (size_t i = 0; i < p->group_count; i++) {
        const struct plan_scheme *o = &p->scheme[p->group[i].at.scheme];
        /* Another version of the same scheme may say it again: it takes over on its day. */
        if (text_eq(p->group[i].key, key) && (p->group[i].at.scheme == b->scheme || !text_eq(o->id, s->id)))
            part_fault(&b->part, n, W_scheme_twice, id, TEXT_NONE, TEXT_NONE);
    }
    p->group = arena_grow(b->part.arena, p->group, p->group_count, &b->group_cap, p->group_count + 1, sizeof *p->group);
    struct plan_group *g = &p->group[p->group_count++];
    *g = (struct plan_group){.kind = kind, .key = key, .id = id, .colour = T("")};
    return g;
}

static bool rule_id_ok(struct text t)
{
    if (t.n == 0 || t.n > 30) return false;
    for (size_t i = 0; i < t.n; i++) {
        char c = t.s[i];
        if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_')) return false;
    }
    return true;
}

static void rule_read(struct builder *b, const struct yaml_node *n)
{
    const struct part *p = &b->part;
    part_keys(p, n, "id title away when basis clause source");
    struct text id = part_text(p, n, "id");
    if (!rule_id_ok(id)) {
        part_fault(p, n, W_scheme_bad_rule_id, id, TEXT_NONE, TEXT_NONE);
        return;
    }
    struct plan_group *g = group_add(b, n, GROUP_RULE, id);
    if (!g) return;
    part_words(p, part_need(p, n, "title"), g->title);
    g->at = builder_origin(b, n);
    const struct yaml_node *away = yaml_get(n, "away");
    g->profile = away ? away_read(b, away) : 0;
    part_need(p, n, "when");
}

static void target_read(struct builder *b, const struct yaml_node *n)
{
    const struct part *p = &b->part;
    part_keys(p, n, "key title when label colour clause source");
    struct text key = builder_key(b, n, "key");
    if (text_empty(key)) return;
    struct plan_group *g = group_add(b, n, GROUP_TARGET, key);
    if (!g) return;
    part_words(p, part_need(p, n, "title"), g->title);
    g->at = builder_origin(b, n);
    g->label = part_bool(p, n, "label", false);
    int colour = part_choice(p, n, "colour", "red orange yellow green blue purple grey white", -2);
    g->colour = colour >= 0 ? text_dup(p->arena, yaml_get(n, "colour")->text) : T("");
    part_need(p, n, "when");
}

/* ---- the conditions, once all heads are known ---- */

static struct plan_group *group_of_node(struct builder *b, const struct yaml_node *n)
{
    for (size_t i = 0; i < b->plan->group_count; i++) {
        struct plan_group *g = &b->plan->group[i];
        bool here = g->at.line == n->line && g->at.column == n->column && g->at.scheme == b->scheme;
        if (here && text_eq(g->at.file, n->file)) return g;
    }
    return NULL;
}

static void when_read(struct builder *b, const struct yaml_node *n)
{
    struct plan_group *g = group_of_node(b, n);
    const struct yaml_node *when = yaml_get(n, "when");
    if (g && when) g->when = builder_expr(b, when, g->profile, false);
}

/* ---- order ---- */

struct order {
    struct builder *b;
    int16_t to[EXPR_GROUPS], list[EXPR_GROUPS];
    uint8_t state[EXPR_GROUPS];   /* 0 not seen, 1 on the way, 2 done */
    size_t n;
    bool failed;
};

static void visit(struct order *o, int g, int from)
{
    const struct plan_group *group = &o->b->plan->group[g];
    if (o->state[g] == 2 || o->failed) return;
    if (o->state[g] == 1) {
        const struct plan_group *asker = &o->b->plan->group[from];
        struct fault one = {.file = asker->at.file, .line = asker->at.line, .column = asker->at.column, .word = W_scheme_cycle,
                            .arg = {asker->id, group->id}};
        fault_put(o->b->part.faults, &one);
        o->failed = true;
        return;
    }
    o->state[g] = 1;
    for (int i = 0; group->when && i < EXPR_GROUPS; i++) {
        if (group->when->groups[i / 64] >> (i % 64) & 1) visit(o, i, g);
    }
    o->state[g] = 2;
    o->to[g] = (int16_t)o->n;
    o->list[o->n++] = (int16_t)g;
}

static void groups_order(struct builder *b)
{
    struct plan *p = b->plan;
    struct order *o = arena_alloc(b->part.arena, sizeof *o);
    o->b = b;
    for (size_t i = 0; i < p->group_count; i++) visit(o, (int)i, (int)i);
    if (o->failed) return;
    struct plan_group *sorted = arena_array(b->part.arena, p->group_count, sizeof *sorted);
    for (size_t i = 0; i < p->group_count; i++) {
        sorted[i] = p->group[o->list[i]];
        if (sorted[i].when) expr_renumber((struct expr *)(uintptr_t)sorted[i].when, o->to);
    }
    p->group = sorted;
    b->group_cap = p->group_count;
}

static void home_find(struct builder *b, bool told)
{
    struct text id = b->options && !text_empty(b->options->home_rule) ? b->options->home_rule : T("MCA2016");
    b->plan->home = plan_group(b->plan, text_fmt(b->part.arena, "rule:%.*s", TP(id)));
    if (b->plan->home >= 0 || b->plan->group_count == 0 || told) return;
    fault_add(b->part.faults, T("home_rule"), W_scheme_no_home_rule, id, TEXT_NONE);
}

static int int_cmp_add(int *list, size_t n, const struct expr *e, bool carer)
{
    int age[EXPR_NODES];
    size_t k = expr_ages(e, carer, age, EXPR_NODES);
    for (size_t i = 0; i < k; i++) {
        size_t at = 0;
        while (at < n && list[at] != age[i]) at++;
        if (at == n && n < 64) list[n++] = age[i];
    }
    return (int)n;
}

/* What the sweep has to look at. */
static void uses_fill(struct builder *b)
{
    struct plan *p = b->plan;
    int *ages = arena_array(b->part.arena, 64, sizeof *ages), *carer = arena_array(b->part.arena, 64, sizeof *carer);
    for (size_t i = 0; i < p->group_count; i++) {
        const struct expr *e = p->group[i].when;
        if (!e) continue;
        for (size_t k = 0; k < sizeof p->facts / sizeof *p->facts; k++) p->facts[k] |= e->facts[k];
        p->uses_grade |= (e->uses & USES_GRADE) != 0;
        p->age_count = (size_t)int_cmp_add(ages, p->age_count, e, false);
        p->carer_age_count = (size_t)int_cmp_add(carer, p->carer_age_count, e, true);
    }
    p->ages = ages;
    p->carer_ages = carer;
    int needed[] = {p->fact_parent_state, p->fact_capacity};
    for (size_t i = 0; i < 2; i++) {
        if (needed[i] >= 0) p->facts[needed[i] / 64] |= UINT64_C(1) << (needed[i] % 64);
    }
}

void plan_groups_read(struct builder *b)
{
    profile_add(b, NULL, (struct away_profile){.bridge_days = BRIDGE_DAYS}); /* of what says nothing about it */
    builder_each(b, "rules", rule_read);
    builder_each(b, "targets", target_read);
    size_t before = b->part.faults->errors;
    home_find(b, false);
    builder_each(b, "rules", when_read);
    builder_each(b, "targets", when_read);
    if (b->part.faults->errors == before) groups_order(b);
    home_find(b, true);
    uses_fill(b);
}
