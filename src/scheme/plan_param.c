/* SPDX-License-Identifier: Apache-2.0 */
/* Figures that a text leaves open: stated with a default, confirmed or changed by the county. */
#include "scheme/plan_part.h"

struct plan_param *builder_param(struct builder *b, int scheme, struct text key)
{
    for (size_t i = 0; i < b->plan->param_count; i++) {
        if (b->plan->param[i].at.scheme == scheme && text_eq(b->plan->param[i].key, key)) return &b->plan->param[i];
    }
    return NULL;
}

static bool value_fits(struct builder *b, const struct plan_param *p, struct text v)
{
    struct cadence_duty d = {0};
    struct text window;
    int64_t number;
    switch (p->type) {
    case PARAM_INTEGER: return text_int(v, &number) && number >= p->min && number <= p->max;
    case PARAM_EVERY: return every_read(v, &d, &window);
    case PARAM_CODE: return v.n > 0 && v.n <= 60 && b != NULL;
    }
    return false;
}

/* What the county confirmed: "key=value" lines. */
static bool confirmed_find(struct text params, struct text key, struct text *out)
{
    struct text line;
    while (text_cut(&params, '\n', &line)) {
        struct text name;
        if (text_cut(&line, '=', &name) && text_eq(text_trim(name), key)) {
            *out = text_trim(line);
            return true;
        }
    }
    return false;
}

static void param_read(struct builder *b, const struct yaml_node *n, struct text confirmed)
{
    const struct part *p = &b->part;
    struct plan *plan = b->plan;
    part_keys(p, n, "key title type default min max why clause source");
    struct text key = builder_key(b, n, "key");
    if (text_empty(key)) return;
    if (builder_param(b, b->scheme, key)) part_fault(p, yaml_get(n, "key"), W_scheme_twice, key, TEXT_NONE, TEXT_NONE);
    if (plan->param_count == PLAN_PARAMS) {
        part_fault(p, n, W_scheme_too_many, text_fmt(p->arena, "%d", PLAN_PARAMS), TEXT_NONE, TEXT_NONE);
        return;
    }
    plan->param = arena_grow(p->arena, plan->param, plan->param_count, &b->param_cap, plan->param_count + 1, sizeof *plan->param);
    struct plan_param *out = &plan->param[plan->param_count++];
    *out = (struct plan_param){.key = key, .at = builder_origin(b, n)};
    part_words(p, part_need(p, n, "title"), out->title);
    part_need(p, n, "type");
    int type = part_choice(p, n, "type", "integer code every", PARAM_INTEGER);
    out->type = type < 0 ? PARAM_CODE : (enum param_type)type;
    out->min = part_int(p, n, "min", 0, -100000, 100000);
    out->max = part_int(p, n, "max", 100000, -100000, 100000);
    out->why = part_text(p, n, "why");
    const struct yaml_node *preset = part_need(p, n, "default");
    out->preset = out->value = preset ? text_dup(p->arena, preset->text) : T("");
    if (preset && !value_fits(b, out, out->preset)) part_fault(p, preset, W_scheme_param_value, key, out->preset, TEXT_NONE);
    struct text said;
    if (!confirmed_find(confirmed, key, &said)) return;
    out->confirmed = true;
    if (value_fits(b, out, said)) out->value = text_dup(p->arena, said);
    else part_fault(p, n, W_scheme_param_value, key, said, TEXT_NONE);
}

void plan_params_read(struct builder *b, const struct plan_source *source)
{
    for (size_t i = 0; i < b->tree_count; i++) {
        if (b->tree[i].scheme != b->scheme) continue;
        const struct yaml_node *list = yaml_get(b->tree[i].root, "params");
        if (!list || list->kind != YAML_LIST) continue;
        for (const struct yaml_node *n = list->child; n; n = n->next) {
            if (n->kind == YAML_MAP) param_read(b, n, source->params);
        }
    }
}
