/* SPDX-License-Identifier: Apache-2.0 */
#include "scheme/codes_part.h"

enum { FIELDS_MAX = 64 };

/* `concern = yes`, `fine != yes`: when a field is asked, told by an earlier one. */
static void relevant_read(const struct part *p, const struct yaml_node *n, const struct code_kind *k, struct code_field *out)
{
    out->relevant = -1;
    if (!n) return;
    ptrdiff_t at = text_find(n->text, T("="));
    struct text left = at > 0 ? text_sub(n->text, 0, (size_t)at) : TEXT_NONE;
    if (at > 0 && text_ends(left, T("!"))) {
        out->relevant_not = true;
        left = text_sub(left, 0, left.n - 1);
    }
    left = text_trim(left);
    struct text right = at > 0 ? text_trim(text_sub(n->text, (size_t)at + 1, n->text.n)) : TEXT_NONE;
    struct text known[FIELDS_MAX];
    for (size_t i = 0; i < k->field_count; i++) {
        known[i] = k->field[i].name;
        if (text_eq(known[i], left)) out->relevant = (int)i;
    }
    if (at <= 0 || right.n == 0) {
        part_fault(p, n, W_scheme_relevant, n->text, TEXT_NONE, TEXT_NONE);
    } else if (out->relevant < 0) {
        part_unknown(p, n, left, W_scheme_unknown_field, known, k->field_count);
    } else {
        const struct code_list *l = k->field[out->relevant].list;
        if (l && !code_item(l, right)) part_mask(p, &(struct yaml_node){.kind = YAML_SCALAR, .text = right, .line = n->line,
                                                                          .column = n->column, .file = n->file}, l);
        out->relevant_value = text_dup(p->arena, right);
    }
}

static void field_read(const struct part *p, const struct codes *c, const struct yaml_node *n, struct code_kind *k,
                       struct code_field *out)
{
    part_keys(p, n, "name type list zh en required brief min max class relevant");
    out->name = part_text(p, n, "name");
    if (!part_name_ok(out->name)) part_fault(p, n, W_scheme_bad_name, out->name, TEXT_NONE, TEXT_NONE);
    if (code_field(k, out->name)) part_fault(p, n, W_scheme_twice, out->name, TEXT_NONE, TEXT_NONE);
    part_need(p, n, "type");
    int type = part_choice(p, n, "type", "text select_one select_multiple integer date bool faces", FIELD_TEXT);
    out->type = type < 0 ? FIELD_TEXT : (enum field_type)type;
    part_words(p, n, out->title);
    out->list = code_list_read(p, c, yaml_get(n, "list"));
    bool select = out->type == FIELD_SELECT_ONE || out->type == FIELD_SELECT_MULTIPLE;
    if (select && !yaml_get(n, "list")) part_fault(p, n, W_scheme_missing, T("list"), TEXT_NONE, TEXT_NONE);
    out->required = part_bool(p, n, "required", false);
    out->brief = part_bool(p, n, "brief", false);
    out->min = part_int(p, n, "min", 0, -1000000000, 1000000000);
    out->max = part_int(p, n, "max", out->type == FIELD_INTEGER ? 1000000000 : 2000, 1, 1000000000);
    int class = part_choice(p, n, "class", "public internal child_file counselling sealed_case", (int)k->class);
    out->class = class < 0 ? CLASS_SEALED : (enum data_class)class;
    relevant_read(p, yaml_get(n, "relevant"), k, out);
}

static void fields_read(const struct part *p, const struct codes *c, const struct yaml_node *list, struct code_kind *k)
{
    if (!part_list(p, list)) return;
    struct code_field *field = arena_array(p->arena, list->n, sizeof *field);
    k->field = field;
    for (const struct yaml_node *n = list->child; n; n = n->next) {
        if (k->field_count == FIELDS_MAX) {
            part_fault(p, n, W_scheme_too_many, text_fmt(p->arena, "%d", FIELDS_MAX), TEXT_NONE, TEXT_NONE);
            return;
        }
        if (!part_map(p, n)) continue;
        field_read(p, c, n, k, &field[k->field_count]);
        k->field_count++;
    }
}

/* Roles by name, or by the name of a set of them. */
static uint32_t actors_read(const struct part *p, const struct yaml_node *n, const struct yaml_node *sets)
{
    uint32_t mask = 0;
    for (const struct yaml_node *c = part_each(n); c; c = part_next(c)) {
        const struct yaml_node *set = yaml_find(sets, c->text);
        struct yaml_node alone = {.kind = YAML_SCALAR, .text = c->text, .line = c->line, .column = c->column, .file = c->file};
        mask |= part_roles(p, set ? set : &alone);
    }
    return mask;
}

static int first_bit(const struct yaml_node *n, const struct code_list *l)
{
    const struct yaml_node *c = part_each(n);
    const struct code_item *item = c ? code_item(l, c->text) : NULL;
    return item ? item->number : 0;
}

/* One, or several kinds of place: a meeting is held by a school, a centre, the county. Places do not mix with people. */
static uint32_t subjects_read(const struct part *p, const struct yaml_node *kind)
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

static void kind_read(const struct part *p, struct codes *c, const struct yaml_node *n, const struct yaml_node *sets,
                      struct code_kind *k)
{
    part_keys(p, n, "number subject kept title verb modes met met_default roles group minutes sentence typical class ask fields");
    k->key = text_dup(p->arena, n->key);
    if (!part_name_ok(n->key)) part_fault(p, n, W_scheme_bad_name, n->key, TEXT_NONE, TEXT_NONE);
    part_need(p, n, "number");
    k->number = (int)part_int(p, n, "number", 0, 0, CODES_KINDS - 1);
    if (c->kind_of[k->number]) {
        part_fault(p, n, W_scheme_bit_twice, text_fmt(p->arena, "%d", k->number), TEXT_NONE, TEXT_NONE);
    }
    k->subjects = subjects_read(p, n);
    k->kept = part_bool(p, n, "kept", false);
    part_words(p, part_need(p, n, "title"), k->title);
    part_words(p, part_need(p, n, "verb"), k->verb);
    part_words(p, part_need(p, n, "ask"), k->ask);
    k->modes = (uint32_t)part_mask(p, part_need(p, n, "modes"), c->modes);
    k->mode = first_bit(yaml_get(n, "modes"), c->modes);
    k->met = (uint32_t)part_mask(p, yaml_get(n, "met"), c->met);
    const struct yaml_node *ticked = yaml_get(n, "met_default");
    k->met_default = (uint32_t)part_mask(p, ticked, c->met);
    if (!ticked && k->met) k->met_default = UINT32_C(1) << first_bit(yaml_get(n, "met"), c->met);
    if (k->met_default & ~k->met) part_fault(p, ticked, W_scheme_met_default, k->key, TEXT_NONE, TEXT_NONE);
    k->roles = actors_read(p, part_need(p, n, "roles"), sets);
    k->group = part_bool(p, n, "group", false);
    k->minutes = part_bool(p, n, "minutes", false);
    k->sentence = part_bool(p, n, "sentence", false);
    k->typical = (int)part_int(p, n, "typical", 15, 1, 480);
    int class = part_choice(p, n, "class", "public internal child_file counselling sealed_case", CLASS_CHILD);
    k->class = class < 0 ? CLASS_SEALED : (enum data_class)class;
    fields_read(p, c, part_need(p, n, "fields"), k);
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
    const struct yaml_node *kinds = part_need(p, top, "kinds");
    if (!c->modes || !c->met || !part_map(p, kinds)) return;
    struct code_kind *kind = arena_array(p->arena, kinds->n, sizeof *kind);
    size_t n = 0;
    for (const struct yaml_node *x = kinds->child; x && n < CODES_KINDS; x = x->next) {
        if (!part_map(p, x)) continue;
        kind_read(p, c, x, yaml_get(top, "role_sets"), &kind[n]);
        c->kind_of[kind[n].number] = &kind[n];
        n++;
    }
    kinds_sort(kind, n);
    for (size_t i = 0; i < n; i++) c->kind_of[kind[i].number] = &kind[i];
    c->kind = kind;
    c->kind_count = n;
}
