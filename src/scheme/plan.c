/* SPDX-License-Identifier: Apache-2.0 */
/* Putting a plan together: files → trees → heads → groups → everything that names them. */
#include "scheme/expr_part.h"
#include "scheme/lint.h"
#include "scheme/plan_part.h"

#include <string.h>

static const char *const layers[LAYER_COUNT] = {"law", "county", "centre", "school"};
/* Elements of the language that this version reads past: they belong to engines still to come. */
static const char top_keys[] = "scheme aliases params rules targets relations bodies ledgers facilities duties fields alerts "
                               "clocks windows built_in lists procedures forms measures assessment checklists returns papers "
                               "calendar";
static const char *const later[] = {
    "procedures", "measures", "assessment", "returns", "papers", "calendar",
};

struct text layer_key(enum layer l)
{
    return text_of(layers[l]);
}

/* ---- helpers of all parts ---- */

void builder_each(struct builder *b, const char *key, void (*fn)(struct builder *, const struct yaml_node *))
{
    for (size_t i = 0; i < b->tree_count; i++) {
        const struct yaml_node *list = yaml_get(b->tree[i].root, key);
        if (!list || yaml_null(list) || list->kind != YAML_LIST) continue;
        b->scheme = b->tree[i].scheme;
        for (const struct yaml_node *n = list->child; n; n = n->next) {
            if (n->kind == YAML_MAP) fn(b, n);
        }
    }
}

struct plan_origin builder_place(struct builder *b, const struct yaml_node *n)
{
    struct plan_origin at = {.scheme = b->scheme, .file = text_dup(b->part.arena, n->file), .line = n->line, .column = n->column};
    const struct yaml_node *source = yaml_get(n, "source");
    at.clause = part_text(&b->part, n, "clause");
    size_t count = source && source->kind == YAML_LIST ? source->n : source ? 1 : 0;
    struct text *id = arena_array(b->part.arena, count, sizeof *id);
    for (const struct yaml_node *c = part_each(source); c; c = part_next(c)) {
        if (c->kind != YAML_SCALAR || c->text.n == 0) {
            part_fault(&b->part, c, W_scheme_not_text, T("source"), TEXT_NONE, TEXT_NONE);
            continue;
        }
        for (size_t i = 0; i < at.source_count; i++) {
            if (text_eq(id[i], c->text)) part_fault(&b->part, c, W_scheme_source_twice, c->text, TEXT_NONE, TEXT_NONE);
        }
        id[at.source_count++] = text_dup(b->part.arena, c->text);
    }
    at.source = id;
    if (at.clause.s == NULL) at.clause = T("");
    return at;
}

struct plan_origin builder_origin(struct builder *b, const struct yaml_node *n)
{
    struct plan_origin at = builder_place(b, n);
    /* Only a scheme that says of itself what catalogue it carries out is asked for each element's entries. */
    bool asked = b->plan->scheme[b->scheme].catalogued;
    if (asked && at.source_count == 0) part_warn(&b->part, n, W_scheme_no_source, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    if (text_empty(at.clause)) part_warn(&b->part, n, W_scheme_no_clause, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    return at;
}

struct text builder_key(struct builder *b, const struct yaml_node *n, const char *name)
{
    const struct yaml_node *k = part_need(&b->part, n, name);
    struct text key;
    if (!k) return TEXT_NONE;
    if (!yaml_text(k, &key) || !part_name_ok(key)) {
        part_fault(&b->part, k, W_scheme_bad_name, k->text, TEXT_NONE, TEXT_NONE);
        return TEXT_NONE;
    }
    return text_dup(b->part.arena, key);
}

struct text builder_alias(void *builder, struct text local)
{
    const struct builder *b = builder;
    for (size_t i = 0; i < b->alias_count; i++) {
        if (b->alias[i].scheme == b->scheme && text_eq(b->alias[i].local, local)) return b->alias[i].key;
    }
    return local;
}

/* Own scheme first, then scheme:key; of several versions the one of the same scheme file, else the last to take over. */
static int group_find(struct builder *b, struct text name)
{
    const struct plan *p = b->plan;
    const struct plan_scheme *own = &p->scheme[b->scheme];
    struct text full = text_find(name, T(":")) >= 0 ? name : text_fmt(b->part.arena, "%.*s:%.*s", TP(own->id), TP(name));
    int found = -1;
    for (size_t i = 0; i < p->group_count; i++) {
        const struct plan_group *g = &p->group[i];
        if (!text_eq(g->key, full)) continue;
        if (g->at.scheme == b->scheme) return (int)i;
        const struct plan_scheme *s = &p->scheme[g->at.scheme];
        if (s->from < own->to && (found < 0 || s->from > p->scheme[p->group[found].at.scheme].from)) found = (int)i;
    }
    return found;
}

static int rule_find(void *builder, struct text id)
{
    struct builder *b = builder;
    if (text_eqz(id, "home")) return b->plan->home;
    return group_find(b, text_fmt(b->part.arena, "rule:%.*s", TP(id)));
}

static int target_find(void *builder, struct text key)
{
    return text_starts(key, T("rule:")) ? -1 : group_find(builder, builder_alias(builder, key));
}

static int relation_find(void *builder, struct text key)
{
    const struct builder *b = builder;
    int found = -1;
    for (size_t i = 0; i < b->plan->relation_count; i++) {
        if (!text_eq(b->plan->relation[i].key, key)) continue;
        if (b->plan->relation[i].at.scheme == b->scheme) return (int)i;
        if (found < 0) found = (int)i;
    }
    return found < EXPR_RELATIONS ? found : -1;
}

static bool param_find(void *builder, struct text key, struct text *value)
{
    struct builder *b = builder;
    struct plan_param *p = builder_param(b, b->scheme, key);
    if (p) p->used = true;
    if (p) *value = p->value;
    return p != NULL;
}

/* What there is of a sort, nearest first: for sentences. */
static struct text near_of(void *builder, const char *what, struct text wrong)
{
    struct builder *b = builder;
        struct text known[EXPR_GROUPS + PLAN_PARAMS];
    size_t n = 0;
    bool rule = strcmp(what, "rule") == 0, target = strcmp(what, "target") == 0;
    bool param = strcmp(what, "param") == 0, relation = strcmp(what, "relation") == 0;
    for (size_t i = 0; (rule || target) && i < b->plan->group_count; i++) {
        const struct plan_group *g = &b->plan->group[i];
        if (rule && g->kind == GROUP_RULE) known[n++] = g->id;
        if (target && g->kind == GROUP_TARGET) known[n++] = g->at.scheme == b->scheme ? g->id : g->key;
    }
    for (size_t i = 0; param && i < b->plan->param_count; i++) known[n++] = b->plan->param[i].key;
    for (size_t i = 0; relation && i < b->plan->relation_count; i++) known[n++] = b->plan->relation[i].key;
    struct text near = part_near(b->part.arena, wrong, known, n);
    return text_empty(near) ? T("-") : near;
}

static struct text title_of(void *builder, int group, enum lang lang)
{
    return ((struct builder *)builder)->plan->group[group].title[lang];
}

int builder_group(struct builder *b, const struct yaml_node *n)
{
    if (!n) return -1;
    int g = n->kind == YAML_SCALAR ? target_find(b, n->text) : -1;
    if (g < 0 && text_starts(n->text, T("rule:"))) g = rule_find(b, text_sub(n->text, 5, n->text.n));
    if (g < 0) part_fault(&b->part, n, W_scheme_unknown_target, text_sub(n->text, 0, 60), near_of(b, "target", n->text),
                          TEXT_NONE);
    return g;
}

struct expr *builder_expr(struct builder *b, const struct yaml_node *n, int profile, bool alert)
{
    struct expr_names names = {.codes = b->part.codes, .ctx = b, .rule = rule_find, .target = target_find,
                               .relation = relation_find, .kind = builder_kind, .param = param_find, .near = near_of,
                               .alias = builder_alias, .title = title_of, .alert = alert,
                               .profile = profile};
    if (n->kind != YAML_SCALAR) {
        part_fault(&b->part, n, W_scheme_not_text, T("when"), TEXT_NONE, TEXT_NONE);
        return NULL;
    }
    return expr_parse(b->part.arena, n->text, (struct expr_place){n->file, n->line, n->column + n->quoted}, &names,
                      b->part.faults);
}

struct text builder_value(struct builder *b, const struct yaml_node *n)
{
    struct text t = n->text;
    if (!text_starts(t, T("param(")) || !text_ends(t, T(")"))) return t;
    t = text_trim(text_sub(t, 6, t.n - 7));
    struct plan_param *p = builder_param(b, b->scheme, t);
    if (p) p->used = true;
    if (p) return p->value;
    part_fault(&b->part, n, W_scheme_unknown_param, t, near_of(b, "param", t), TEXT_NONE);
    return TEXT_NONE;
}

/* ---- files and heads ---- */

static size_t nodes_count(const struct yaml_node *n)
{
    size_t total = 1;
    for (const struct yaml_node *c = n->child; c; c = c->next) total += nodes_count(c);
    return total;
}

static void tops_check(struct builder *b, const struct yaml_node *root)
{
    const struct part *p = &b->part;
    if (!part_map(p, root)) return;
    part_keys(p, root, top_keys);
    static const char *const lists[] = {"params", "rules", "targets", "relations", "duties", "fields", "alerts", "clocks",
                                        "windows", "built_in", "lists", "forms", "bodies", "ledgers", "facilities",
                                        "checklists"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const struct yaml_node *list = yaml_get(root, lists[i]);
        if (!list || yaml_null(list) || !part_list(p, list)) continue;
        for (const struct yaml_node *n = list->child; n; n = n->next) part_map(p, n);
    }
    for (size_t i = 0; i < sizeof later / sizeof *later; i++) {
        const struct yaml_node *n = yaml_get(root, later[i]);
        if (n) part_warn(p, n, W_scheme_not_carried, text_of(later[i]), TEXT_NONE, TEXT_NONE);
    }
}

static const struct yaml_node *head_read(struct builder *b, const struct plan_source *s, size_t first)
{
    const struct yaml_node *head = NULL;
    for (size_t i = first; i < b->tree_count; i++) {
        const struct yaml_node *n = yaml_get(b->tree[i].root, "scheme");
        if (n && head) part_fault(&b->part, n, W_scheme_twice, T("scheme"), TEXT_NONE, TEXT_NONE);
        if (n && !head) head = n;
    }
    if (!head) {
        struct fault one = {.file = s->file_count ? s->file[0].path : s->name, .line = 1, .column = 1, .word = W_scheme_no_head};
        fault_put(b->part.faults, &one);
    }
    return head && part_map(&b->part, head) ? head : NULL;
}

static struct text *texts_read(const struct part *p, const struct yaml_node *n, size_t *count)
{
    struct text *out = arena_array(p->arena, n && n->kind == YAML_LIST ? n->n : 1, sizeof *out);
    *count = 0;
    for (const struct yaml_node *c = part_each(n); c; c = part_next(c)) out[(*count)++] = text_dup(p->arena, c->text);
    return out;
}

static void scheme_read(struct builder *b, const struct plan_source *s, const struct yaml_node *n, struct plan_scheme *out)
{
    const struct part *p = &b->part;
    *out = (struct plan_scheme){.name = text_dup(p->arena, s->name), .version = 1, .layer = LAYER_COUNTY, .from = s->from,
                                .to = s->to, .key_lo = s->key_lo, .key_hi = INT64_MAX};
    if (s->key_lo || s->key_hi) out->key_hi = s->key_hi;
    part_keys(p, n, "id version title issuer document programme layer from to implements contact source clause note");
    out->id = builder_key(b, n, "id");
    if (text_empty(out->id)) out->id = T("unknown");
    out->version = (int)part_int(p, n, "version", 1, 1, 100000);
    part_words(p, part_need(p, n, "title"), out->title);
    out->issuer = part_text(p, n, "issuer");
    out->document = part_text(p, n, "document");
    out->programme = part_text(p, n, "programme");
    part_need(p, n, "layer");
    int layer = part_choice(p, n, "layer", "law county centre school", LAYER_COUNTY);
    out->layer = layer < 0 ? LAYER_COUNTY : (enum layer)layer;
    part_need(p, n, "from");
    day_t from = part_day(p, n, "from"), to = part_day(p, n, "to");
    if (out->from == DAY_NONE) out->from = from;
    if (out->to == DAY_NONE) out->to = to == DAY_NONE ? DAY_MAX : to;
    if (out->from == DAY_NONE) out->from = 0;
    if (out->to <= out->from) part_fault(p, n, W_scheme_backward, day_text(p->arena, out->from), day_text(p->arena, out->to),
                                         TEXT_NONE);
    out->catalogued = yaml_get(n, "source") != NULL;
    out->implements = texts_read(p, yaml_get(n, "implements"), &out->implements_count);
    out->at = builder_place(b, n);
}

static void aliases_read(struct builder *b, const struct yaml_node *root, int scheme)
{
    const struct yaml_node *map = yaml_get(root, "aliases");
    if (!map || !part_map(&b->part, map)) return;
    for (const struct yaml_node *n = map->child; n; n = n->next) {
        b->alias = arena_grow(b->part.arena, b->alias, b->alias_count, &b->alias_cap, b->alias_count + 1, sizeof *b->alias);
        b->alias[b->alias_count++] = (struct alias){scheme, text_dup(b->part.arena, n->key), text_dup(b->part.arena, n->text)};
    }
}

static void source_read(struct builder *b, const struct plan_source *s)
{
    struct plan *p = b->plan;
    struct arena *a = b->part.arena;
    size_t first = b->tree_count, nodes = 0;
    if (p->scheme_count == PLAN_SCHEMES || s->file_count > SCHEME_FILES) {
        fault_add(b->part.faults, s->name, W_scheme_too_many, text_fmt(a, "%d", PLAN_SCHEMES), TEXT_NONE);
        return;
    }
    p->scheme = arena_grow(a, p->scheme, p->scheme_count, &b->scheme_cap, p->scheme_count + 1, sizeof *p->scheme);
    int scheme = (int)p->scheme_count++;
    p->scheme[scheme] = (struct plan_scheme){.id = T("unknown"), .to = DAY_MAX, .key_hi = INT64_MAX};
    b->scheme = scheme;
    for (size_t i = 0; i < s->file_count; i++) {
        if (s->file[i].bytes.n > SCHEME_FILE_BYTES) {
            struct fault one = {.file = s->file[i].path, .line = 1, .column = 1, .word = W_scheme_too_large, .arg = {T("1 MB")}};
            fault_put(b->part.faults, &one);
            continue;
        }
        const struct yaml_node *root = yaml_read(a, text_dup(a, s->file[i].path), s->file[i].bytes, b->part.faults);
        if (!root) continue;
        nodes += nodes_count(root);
        if (nodes > SCHEME_NODES) {
            part_fault(&b->part, root, W_scheme_too_many, text_fmt(a, "%d", SCHEME_NODES), TEXT_NONE, TEXT_NONE);
            return;
        }
        tops_check(b, root);
        b->tree = arena_grow(a, b->tree, b->tree_count, &b->tree_cap, b->tree_count + 1, sizeof *b->tree);
        b->tree[b->tree_count++] = (struct tree){scheme, root};
        aliases_read(b, root, scheme);
    }
    const struct yaml_node *head = head_read(b, s, first);
    if (head) scheme_read(b, s, head, &p->scheme[scheme]);
    plan_params_read(b, s);
}

/* A later version of a scheme ends the one before on the day it begins. */
static void versions_join(struct builder *b)
{
    struct plan *p = b->plan;
    for (size_t i = 0; i < p->scheme_count; i++) {
        for (size_t k = 0; k < p->scheme_count; k++) {
            const struct plan_scheme *next = &p->scheme[k];
            if (i == k || !text_eq(p->scheme[i].id, next->id) || p->scheme[i].key_lo != next->key_lo) continue;
            if (p->scheme[i].version == next->version && i < k)
                fault_add(b->part.faults, next->name, W_scheme_version_twice, next->id,
                          text_fmt(b->part.arena, "%d", next->version));
            if (next->version > p->scheme[i].version && next->from < p->scheme[i].to && next->from > p->scheme[i].from)
                p->scheme[i].to = next->from;
        }
    }
}

static void edges_fill(struct builder *b)
{
    struct plan *p = b->plan;
    day_t *edge = arena_array(b->part.arena, 2 * p->scheme_count, sizeof *edge);
    for (size_t i = 0; i < p->scheme_count; i++) {
        edge[p->edge_count++] = p->scheme[i].from;
        if (p->scheme[i].to < DAY_MAX) edge[p->edge_count++] = p->scheme[i].to;
    }
    p->edges = edge;
}

static int fact_index(const struct codes *c, const char *key)
{
    const struct code_fact *f = codes_fact(c, text_of(key));
    return f ? f->index : -1;
}

static uint64_t flag_mask(const struct codes *c, int fact, unsigned flag)
{
    uint64_t mask = 0;
    const struct code_list *l = fact >= 0 ? c->fact[fact].list : NULL;
    for (size_t i = 0; l && i < l->n; i++) {
        if (l->item[i].flags & flag && l->item[i].number < 63) mask |= UINT64_C(1) << l->item[i].number;
    }
    return mask;
}

enum rc plan_build(struct arena *a, const struct codes *codes, const struct plan_source *source, size_t n,
                   const struct plan_options *options, struct faults *f, struct plan **out)
{
    struct plan *p = arena_alloc(a, sizeof *p);
    struct builder b = {.part = {.arena = a, .faults = f, .codes = codes}, .plan = p, .options = options};
    size_t before = f->errors;
    p->codes = codes;
    p->home = -1;
    p->fact_absence = fact_index(codes, "absence");
    p->fact_capacity = fact_index(codes, "capacity");
    p->fact_parent_state = fact_index(codes, "parent_state");
    p->state_gone = flag_mask(codes, p->fact_parent_state, CODE_GONE);
    p->state_incapable = flag_mask(codes, p->fact_parent_state, CODE_INCAPABLE);
    p->capacity_incapable = flag_mask(codes, p->fact_capacity, CODE_INCAPABLE);
    *out = NULL;
    if (p->fact_absence < 0 || p->fact_parent_state < 0 || p->fact_capacity < 0) {
        fault_add(f, T("facts.yaml"), W_scheme_missing, T("absence parent_state capacity"), TEXT_NONE);
        return RC_INVALID;
    }
    for (size_t i = 0; i < n; i++) source_read(&b, &source[i]);
    versions_join(&b);
    edges_fill(&b);
    plan_forms_read(&b);
    plan_relations_read(&b);
    plan_groups_read(&b);
    plan_relations_aim(&b);
    plan_windows_read(&b);
    plan_bodies_read(&b);
    plan_facilities_read(&b);
    plan_checklists_read(&b);
    plan_duties_read(&b);
    plan_ledgers_read(&b);
    plan_bodies_join(&b);
    plan_rest_read(&b);
    if (f->errors == before) lint_plan(p, NULL, f);
    if (f->errors != before) return RC_INVALID;
    *out = p;
    return RC_OK;
}

/* ---- looking up ---- */

int plan_group(const struct plan *p, struct text key)
{
    for (size_t i = 0; i < p->group_count; i++) {
        if (text_eq(p->group[i].key, key)) return (int)i;
    }
    return -1;
}

int plan_group_on(const struct plan *p, struct text key, day_t day)
{
    for (size_t i = 0; i < p->group_count; i++) {
        const struct plan_scheme *s = &p->scheme[p->group[i].at.scheme];
        if (text_eq(p->group[i].key, key) && s->from <= day && day < s->to) return (int)i;
    }
    return -1;
}

int plan_scheme_on(const struct plan *p, struct text id, day_t day)
{
    for (size_t i = 0; i < p->scheme_count; i++) {
        if (text_eq(p->scheme[i].id, id) && p->scheme[i].from <= day && day < p->scheme[i].to) return (int)i;
    }
    return -1;
}

int plan_duty(const struct plan *p, struct text scheme, int version, struct text key)
{
    for (size_t i = 0; i < p->duty_count; i++) {
        const struct plan_scheme *s = &p->scheme[p->duty[i].at.scheme];
        if (text_eq(p->duty[i].key, key) && s->version == version && text_eq(s->id, scheme)) return (int)i;
    }
    return -1;
}

int plan_checklist_on(const struct plan *p, struct text scheme, struct text key, day_t day)
{
    for (size_t i = 0; i < p->checklist_count; i++) {
        const struct plan_scheme *s = &p->scheme[p->checklist[i].at.scheme];
        if (text_eq(p->checklist[i].key, key) && text_eq(s->id, scheme) && s->from <= day && day < s->to) return (int)i;
    }
    return -1;
}

int plan_relation(const struct plan *p, struct text scheme, struct text key)
{
    for (size_t i = 0; i < p->relation_count; i++) {
        if (text_eq(p->relation[i].key, key) && text_eq(p->scheme[p->relation[i].at.scheme].id, scheme)) return (int)i;
    }
    return -1;
}

int plan_body_on(const struct plan *p, struct text scheme, struct text key, day_t day)
{
    for (size_t i = 0; i < p->body_count; i++) {
        const struct plan_scheme *s = &p->scheme[p->body[i].origin.scheme];
        if (text_eq(p->body[i].key, key) && text_eq(s->id, scheme) && s->from <= day && day < s->to) return (int)i;
    }
    return -1;
}

int plan_post(const struct plan_body *b, struct text key)
{
    for (size_t i = 0; i < b->post_count; i++) {
        if (text_eq(b->post[i].key, key)) return (int)i;
    }
    return -1;
}
