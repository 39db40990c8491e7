/* SPDX-License-Identifier: Apache-2.0 */
/* Relations, windows, file fields, alerts, clocks. */
#include "scheme/calendar_load.h"
#include "scheme/plan_part.h"

/* ---- relations ---- */

static void bounds_read(struct builder *b, const struct yaml_node *n, struct plan_relation *out)
{
    const struct part *p = &b->part;
    if (yaml_get(n, "count")) out->min = out->max = (int)part_int(p, n, "count", 1, 1, 50);
    out->min = (int)part_int(p, n, "min", out->min, 0, 50);
    out->max = (int)part_int(p, n, "max", out->max, 0, 50);
    if (out->max && out->max < out->min)
        part_fault(p, n, W_scheme_bounds, text_fmt(p->arena, "%d", out->min), text_fmt(p->arena, "%d", out->max), TEXT_NONE);
}

static int role_bit(struct builder *b, const struct yaml_node *n)
{
    uint32_t mask = n ? part_roles(&b->part, n) : 0;
    return mask ? __builtin_ctz(mask) : -1;
}

static void relation_read(struct builder *b, const struct yaml_node *n)
{
    const struct part *p = &b->part;
    struct plan *plan = b->plan;
    part_keys(p, n, "key title for count min max role roles helper_kinds peer same background_check overload note clause source");
    struct text key = builder_key(b, n, "key");
    if (text_empty(key)) return;
    for (size_t i = 0; i < plan->relation_count; i++) {
        if (plan->relation[i].at.scheme == b->scheme && text_eq(plan->relation[i].key, key))
            part_fault(p, yaml_get(n, "key"), W_scheme_twice, key, TEXT_NONE, TEXT_NONE);
    }
    if (plan->relation_count == EXPR_RELATIONS) {
        part_fault(p, n, W_scheme_too_many, text_fmt(p->arena, "%d", EXPR_RELATIONS), TEXT_NONE, TEXT_NONE);
        return;
    }
    plan->relation = arena_grow(p->arena, plan->relation, plan->relation_count, &b->relation_cap, plan->relation_count + 1,
                                sizeof *plan->relation);
    struct plan_relation *out = &plan->relation[plan->relation_count++];
    *out = (struct plan_relation){.key = key, .group = -1, .role = -1, .at = builder_origin(b, n)};
    part_words(p, part_need(p, n, "title"), out->title);
    bounds_read(b, n, out);
    out->peer = part_bool(p, n, "peer", false);
    out->role = role_bit(b, yaml_get(n, "role"));
    if (out->role < 0 && !out->peer) part_need(p, n, "role");
    if (out->peer && out->role >= 0) part_fault(p, yaml_get(n, "role"), W_scheme_peer_role, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    out->roles = part_roles(p, yaml_get(n, "roles"));
    const struct code_list *kinds = codes_list(p->codes, T("helper_kind"));
    if (yaml_get(n, "helper_kinds") && kinds) out->helper_kinds = part_mask(p, yaml_get(n, "helper_kinds"), kinds);
    int same = part_choice(p, n, "same", "none school grade class village", SAME_NONE);
    out->same = same < 0 ? SAME_NONE : (enum relation_same)same;
    out->background_check = part_bool(p, n, "background_check", !out->peer);
    out->overload = (int)part_int(p, n, "overload", 0, 0, 1000);
}

void plan_relations_read(struct builder *b)
{
    builder_each(b, "relations", relation_read);
}

static void relation_aim(struct builder *b, const struct yaml_node *n)
{
    const struct yaml_node *aim = part_need(&b->part, n, "for");
    for (size_t i = 0; aim && i < b->plan->relation_count; i++) {
        struct plan_relation *r = &b->plan->relation[i];
        if (r->at.line == n->line && r->at.column == n->column && text_eq(r->at.file, n->file) && r->at.scheme == b->scheme)
            r->group = builder_group(b, aim);
    }
}

void plan_relations_aim(struct builder *b)
{
    builder_each(b, "relations", relation_aim);
}

/* ---- windows ---- */

void builder_window(struct builder *b, const struct yaml_node *n, const struct calendar_window *one)
{
    struct plan *p = b->plan;
    struct calendar_window w = *one;
    w.name = text_fmt(b->part.arena, "%.*s:%.*s", TP(p->scheme[b->scheme].id), TP(w.name));
    p->window = arena_grow(b->part.arena, p->window, p->window_count, &b->window_cap, p->window_count + 1, sizeof *p->window);
    p->window_at = arena_grow(b->part.arena, p->window_at, p->window_count, &b->window_at_cap, p->window_count + 1,
                              sizeof *p->window_at);
    p->window_at[p->window_count] = builder_place(b, n);
    p->window[p->window_count++] = w;
}

static void window_read(struct builder *b, const struct yaml_node *n)
{
    struct calendar_window w;
    if (calendar_window_read(&b->part, n, &w)) builder_window(b, n, &w);
}

void plan_windows_read(struct builder *b)
{
    builder_each(b, "windows", window_read);
    b->plan->window_written = b->plan->window_count;
}

/* ---- fields of the child's file ---- */

static void field_read(struct builder *b, const struct yaml_node *n)
{
    const struct part *p = &b->part;
    struct plan *plan = b->plan;
    part_keys(p, n, "fact title section required for note clause source");
    const struct yaml_node *fact = part_need(p, n, "fact");
    if (!fact) return;
    const struct code_fact *f = fact->kind == YAML_SCALAR ? codes_fact(p->codes, fact->text) : NULL;
    if (!f) {
        struct text known[CODES_FACTS];
        for (size_t i = 0; i < p->codes->fact_count; i++) known[i] = p->codes->fact[i].key;
        part_unknown(p, fact, fact->text, W_scheme_unknown_fact, known, p->codes->fact_count);
        return;
    }
    plan->field = arena_grow(p->arena, plan->field, plan->field_count, &b->field_cap, plan->field_count + 1, sizeof *plan->field);
    struct plan_field *out = &plan->field[plan->field_count++];
    *out = (struct plan_field){.fact = f->index, .section = f->section, .at = builder_origin(b, n)};
    for (int l = 0; l < LANG_COUNT; l++) out->title[l] = f->title[l];
    if (yaml_get(n, "title")) part_words(p, yaml_get(n, "title"), out->title);
    if (yaml_get(n, "section")) out->section = part_text(p, n, "section");
    out->required = part_bool(p, n, "required", false);
    out->group = builder_group(b, part_need(p, n, "for"));
}

/* ---- alerts ---- */

static void alert_read(struct builder *b, const struct yaml_node *n)
{
    const struct part *p = &b->part;
    struct plan *plan = b->plan;
    part_keys(p, n, "key title say severity when owner note clause source");
    struct text key = builder_key(b, n, "key");
    if (text_empty(key)) return;
    for (size_t i = 0; i < plan->alert_count; i++) {
        if (plan->alert[i].at.scheme == b->scheme && text_eq(plan->alert[i].key, key))
            part_fault(p, yaml_get(n, "key"), W_scheme_twice, key, TEXT_NONE, TEXT_NONE);
    }
    const struct yaml_node *when = part_need(p, n, "when");
    const struct expr *e = when ? builder_expr(b, when, 0, true) : NULL;
    plan->alert = arena_grow(p->arena, plan->alert, plan->alert_count, &b->alert_cap, plan->alert_count + 1, sizeof *plan->alert);
    struct plan_alert *out = &plan->alert[plan->alert_count++];
    *out = (struct plan_alert){.key = key, .when = e, .at = builder_origin(b, n)};
    part_words(p, part_need(p, n, "title"), out->title);
    part_words(p, part_need(p, n, "say"), out->say);
    int severity = part_choice(p, n, "severity", "notice warn urgent", SEVERITY_WARN);
    out->severity = severity < 0 ? SEVERITY_WARN : (enum severity)severity;
    out->owners = part_roles(p, part_need(p, n, "owner"));
}

/* ---- clocks ---- */

static bool clock_words(struct text t, struct plan_clock *out)
{
    static const struct { const char *one, *many; enum clock_unit unit; } units[] = {
        {"minute", "minutes", UNIT_MINUTES}, {"hour", "hours", UNIT_HOURS}, {"day", "days", UNIT_DAYS},
        {"workday", "workdays", UNIT_WORKDAYS},
        {"school-day", "school-days", UNIT_SCHOOL_DAYS}, {"month", "months", UNIT_MONTHS}, {"year", "years", UNIT_YEARS},
        {"time", "times", UNIT_TIMES},
    };
    struct text rest = text_trim(t), number;
    if (!text_cut(&rest, ' ', &number) || !text_int(number, &out->number)) return false;
    if (out->number < 0 || out->number > 100000) return false;
    rest = text_trim(rest);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (!text_eqz(rest, units[i].one) && !text_eqz(rest, units[i].many)) continue;
        out->unit = units[i].unit;
        return true;
    }
    return false;
}

static void clock_read(struct builder *b, const struct yaml_node *n)
{
    const struct part *p = &b->part;
    struct plan *plan = b->plan;
    part_keys(p, n, "key title is law basis note clause source");
    struct text key = builder_key(b, n, "key");
    if (text_empty(key)) return;
    for (size_t i = 0; i < plan->clock_count; i++) {
        if (plan->clock[i].at.scheme == b->scheme && text_eq(plan->clock[i].key, key))
            part_fault(p, yaml_get(n, "key"), W_scheme_twice, key, TEXT_NONE, TEXT_NONE);
    }
    plan->clock = arena_grow(p->arena, plan->clock, plan->clock_count, &b->clock_cap, plan->clock_count + 1, sizeof *plan->clock);
    struct plan_clock *out = &plan->clock[plan->clock_count++];
    *out = (struct plan_clock){.key = key, .at = builder_origin(b, n)};
    part_words(p, part_need(p, n, "title"), out->title);
    const struct yaml_node *is = part_need(p, n, "is");
    if (is && !clock_words(is->kind == YAML_SCALAR ? builder_value(b, is) : TEXT_NONE, out))
        part_fault(p, is, W_scheme_clock, is->text, TEXT_NONE, TEXT_NONE);
    out->law = part_bool(p, n, "law", false);
    out->basis = part_text(p, n, "basis");
}

/* ---- what the program does by itself ---- */

static void built_in_read(struct builder *b, const struct yaml_node *n)
{
    const struct part *p = &b->part;
    struct plan *plan = b->plan;
    part_keys(p, n, "capability note clause source");
    const struct yaml_node *key = part_need(p, n, "capability");
    if (!key) return;
    const struct code_capability *c = key->kind == YAML_SCALAR ? codes_capability(p->codes, key->text) : NULL;
    if (!c) {
        struct text *known = arena_array(p->arena, p->codes->capability_count, sizeof *known);
        for (size_t i = 0; i < p->codes->capability_count; i++) known[i] = p->codes->capability[i].key;
        part_unknown(p, key, key->text, W_scheme_unknown_capability, known, p->codes->capability_count);
        return;
    }
    struct plan_origin at = builder_origin(b, n);
    for (size_t i = 0; i < plan->built_in_count; i++) {
        const struct plan_built_in *other = &plan->built_in[i];
        if (other->at.scheme != b->scheme) continue;
        if (other->capability == c) part_fault(p, key, W_scheme_twice, key->text, TEXT_NONE, TEXT_NONE);
        for (size_t k = 0; k < other->at.source_count * at.source_count; k++) {
            struct text id = at.source[k % at.source_count];
            if (text_eq(other->at.source[k / at.source_count], id))
                part_fault(p, yaml_get(n, "source"), W_scheme_source_twice, id, TEXT_NONE, TEXT_NONE);
        }
    }
    plan->built_in = arena_grow(p->arena, plan->built_in, plan->built_in_count, &b->built_in_cap, plan->built_in_count + 1,
                                sizeof *plan->built_in);
    plan->built_in[plan->built_in_count++] = (struct plan_built_in){.capability = c, .at = at};
}

void plan_rest_read(struct builder *b)
{
    builder_each(b, "built_in", built_in_read);
    builder_each(b, "fields", field_read);
    builder_each(b, "alerts", alert_read);
    builder_each(b, "clocks", clock_read);
}

/* Seconds of a unit, so that clocks of different units can be told apart; days of work and school count as days. */
static int64_t clock_length(const struct plan_clock *c)
{
    static const int64_t seconds[] = {60, 3600, 86400, 86400, 86400, 2592000, 31536000, 1};
    return c->number * seconds[c->unit];
}

const struct plan_clock *plan_clock(const struct plan *p, struct text key)
{
    const struct plan_clock *best = NULL;
    for (size_t i = 0; i < p->clock_count; i++) {
        if (!text_eq(p->clock[i].key, key)) continue;
        if (!best || clock_length(&p->clock[i]) < clock_length(best)) best = &p->clock[i];
    }
    return best;
}
