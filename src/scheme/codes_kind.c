/* SPDX-License-Identifier: Apache-2.0 */
#include "scheme/codes_part.h"

/* Roles by name, or by the name of a set of them. */
uint32_t code_actors_read(const struct part *p, const struct yaml_node *n)
{
    uint32_t mask = 0;
    for (const struct yaml_node *c = part_each(n); c; c = part_next(c)) {
        uint32_t set = 0;
        for (size_t i = 0; i < p->codes->role_set_count; i++) {
            if (text_eq(p->codes->role_set[i].key, c->text)) set = p->codes->role_set[i].roles;
        }
        struct yaml_node alone = {.kind = YAML_SCALAR, .text = c->text, .line = c->line, .column = c->column, .file = c->file};
        mask |= set ? set : part_roles(p, &alone);
    }
    return mask;
}

static void sets_read(const struct part *p, const struct yaml_node *sets, struct codes *c)
{
    struct code_role_set *set = arena_array(p->arena, sets ? sets->n : 0, sizeof *set);
    c->role_set = set;
    for (const struct yaml_node *n = sets ? sets->child : NULL; n; n = n->next) {
        set[c->role_set_count++] = (struct code_role_set){text_dup(p->arena, n->key), part_roles(p, n)};
    }
}

static int first_bit(const struct yaml_node *n, const struct code_list *l)
{
    const struct yaml_node *c = part_each(n);
    const struct code_item *item = c ? code_item(l, c->text) : NULL;
    return item ? item->number : 0;
}

/* One, or several kinds of place: a meeting is held by a school, a centre, the county. Places do not mix with people. */
uint32_t code_subjects_read(const struct part *p, const struct yaml_node *kind)
{
    const struct yaml_node *n = yaml_get(kind, "subject");
    uint32_t mask = 0;
    if (n == NULL) return UINT32_C(1) << SUBJECT_CHILD;
    for (const struct yaml_node *c = part_each(n); c; c = part_next(c)) {
        int one = part_word(p, c, CODE_SUBJECTS);
        if (one >= 0) mask |= UINT32_C(1) << one;
    }
    const uint32_t people = UINT32_C(1) << SUBJECT_CHILD | UINT32_C(1) << SUBJECT_STAFF;
    if ((mask & people) != 0 && (mask & (mask - 1)) != 0) part_fault(p, n, W_scheme_subject_mix, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    return mask;
}

void code_ways_read(const struct part *p, const struct yaml_node *n, struct code_kind *k)
{
    const struct codes *c = p->codes;
    k->modes = (uint32_t)part_mask(p, yaml_get(n, "modes"), c->modes);
    k->mode = first_bit(yaml_get(n, "modes"), c->modes);
    k->met = (uint32_t)part_mask(p, yaml_get(n, "met"), c->met);
    const struct yaml_node *ticked = yaml_get(n, "met_default");
    k->met_default = (uint32_t)part_mask(p, ticked, c->met);
    if (!ticked && k->met) k->met_default = UINT32_C(1) << first_bit(yaml_get(n, "met"), c->met);
    if (k->met_default & ~k->met) part_fault(p, ticked, W_scheme_met_default, k->key, TEXT_NONE, TEXT_NONE);
}

static void kind_read(const struct part *p, struct codes *c, const struct yaml_node *n, struct code_kind *k)
{
    part_keys(p, n, "number subject kept title verb modes met met_default roles group minutes sentence typical class ask fields");
    k->key = text_dup(p->arena, n->key);
    if (!part_name_ok(n->key)) part_fault(p, n, W_scheme_bad_name, n->key, TEXT_NONE, TEXT_NONE);
    part_need(p, n, "number");
    k->number = (int)part_int(p, n, "number", 0, 0, CODES_BUILT - 1);
    if (c->kind_of[k->number]) {
        part_fault(p, n, W_scheme_bit_twice, text_fmt(p->arena, "%d", k->number), TEXT_NONE, TEXT_NONE);
    }
    k->subjects = code_subjects_read(p, n);
    k->to = DAY_MAX;
    k->key_hi = INT64_MAX;
    k->kept = part_bool(p, n, "kept", false);
    part_words(p, part_need(p, n, "title"), k->title);
    part_words(p, part_need(p, n, "verb"), k->verb);
    part_words(p, part_need(p, n, "ask"), k->ask);
    part_need(p, n, "modes");
    code_ways_read(p, n, k);
    k->roles = code_actors_read(p, part_need(p, n, "roles"));
    k->group = part_bool(p, n, "group", false);
    k->minutes = part_bool(p, n, "minutes", false);
    k->sentence = part_bool(p, n, "sentence", false);
    k->typical = (int)part_int(p, n, "typical", 15, 1, 480);
    int class = part_choice(p, n, "class", "public internal child_file counselling sealed_case", CLASS_CHILD);
    k->class = class < 0 ? CLASS_SEALED : (enum data_class)class;
    struct code_fields how = {.p = p, .class = k->class};
    code_fields_read(&how, part_need(p, n, "fields"), k);
}

static const struct code_list *bits_read(const struct part *p, const struct yaml_node *top, const char *key, int most)
{
    struct code_list *l = arena_alloc(p->arena, sizeof *l);
    l->key = text_of(key);
    const struct yaml_node *n = part_need(p, top, key);
    return n && code_items_read(p, n, most, l) ? l : NULL;
}

/* Kinds by number, so that pages list them in a steady order. */
static void kinds_sort(struct code_kind *k, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        for (size_t j = i; j > 0 && k[j - 1].number > k[j].number; j--) {
            struct code_kind t = k[j];
            k[j] = k[j - 1];
            k[j - 1] = t;
        }
    }
}

void code_kinds_read(const struct part *p, const struct yaml_node *top, struct codes *c)
{
    if (!part_map(p, top)) return;
    part_keys(p, top, "modes met role_sets kinds");
    c->modes = bits_read(p, top, "modes", CODES_MODES);
    c->met = bits_read(p, top, "met", CODES_MODES);
    sets_read(p, yaml_get(top, "role_sets"), c);
    const struct yaml_node *kinds = part_need(p, top, "kinds");
    if (!c->modes || !c->met || !part_map(p, kinds)) return;
    struct code_kind *kind = arena_array(p->arena, kinds->n, sizeof *kind);
    size_t n = 0;
    for (const struct yaml_node *x = kinds->child; x && n < CODES_BUILT; x = x->next) {
        if (!part_map(p, x)) continue;
        kind_read(p, c, x, &kind[n]);
        c->kind_of[kind[n].number] = &kind[n];
        n++;
    }
    kinds_sort(kind, n);
    for (size_t i = 0; i < n; i++) c->kind_of[kind[i].number] = &kind[i];
    c->kind = kind;
    c->kind_count = n;
}
