/* SPDX-License-Identifier: Apache-2.0 */
#include "scheme/codes_part.h"

#include <string.h>

/* ---- looking up ---- */

const struct code_list *codes_list(const struct codes *c, struct text key)
{
    for (size_t i = 0; i < c->list_count; i++) {
        if (text_eq(c->list[i].key, key)) return &c->list[i];
    }
    return NULL;
}

const struct code_kind *codes_kind(const struct codes *c, struct text key)
{
    for (size_t i = 0; i < c->kind_count; i++) {
        if (text_eq(c->kind[i].key, key)) return &c->kind[i];
    }
    return NULL;
}

const struct code_kind *codes_kind_on(const struct codes *c, struct text key, day_t day)
{
    const struct code_kind *k = codes_kind(c, key);
    while (k && k->older && day < k->from) k = k->older;
    return k;
}

bool code_kind_valid(const struct code_kind *k, day_t day, int64_t place_key)
{
    if (k->scheme.n == 0) return true;
    for (; k; k = k->older) {
        bool here = place_key < 0 || (k->key_lo <= place_key && place_key < k->key_hi);
        if (here && k->from <= day && day < k->to) return true;
    }
    return false;
}

const struct code_fact *codes_fact(const struct codes *c, struct text key)
{
    for (size_t i = 0; i < c->fact_count; i++) {
        if (text_eq(c->fact[i].key, key)) return &c->fact[i];
    }
    return NULL;
}

const struct code_capability *codes_capability(const struct codes *c, struct text key)
{
    for (size_t i = 0; i < c->capability_count; i++) {
        if (text_eq(c->capability[i].key, key)) return &c->capability[i];
    }
    return NULL;
}

const struct code_role *codes_role(const struct codes *c, struct text key)
{
    for (size_t i = 0; i < c->role_count; i++) {
        if (text_eq(c->role[i].key, key)) return &c->role[i];
    }
    return NULL;
}

const struct code_item *code_item(const struct code_list *l, struct text key)
{
    for (size_t i = 0; l && i < l->n; i++) {
        if (text_eq(l->item[i].key, key)) return &l->item[i];
    }
    return NULL;
}

static bool item_says(const struct code_item *item, struct text words)
{
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        if (text_eq(item->title[lang], words)) return true;
    }
    for (size_t i = 0; i < item->alias_count; i++) {
        if (text_eq(item->alias[i], words)) return true;
    }
    return false;
}

const struct code_item *code_read(const struct code_list *l, struct text words)
{
    words = text_trim(words);
    const struct code_item *found = code_item(l, words);
    for (size_t i = 0; l && !found && i < l->n; i++) {
        if (item_says(&l->item[i], words)) found = &l->item[i];
    }
    return found;
}

bool code_mask(const struct code_list *l, struct text keys, uint32_t *mask, struct text *bad)
{
    struct text one;
    *mask = 0;
    while (text_cut(&keys, ' ', &one)) {
        if (one.n == 0) continue;
        const struct code_item *item = code_item(l, one);
        if (!item || item->number > 31) {
            *bad = one;
            return false;
        }
        *mask |= UINT32_C(1) << item->number;
    }
    return true;
}

struct code_answer code_answer(struct text name)
{
    struct text rest = name, group, row;
    int64_t n;
    bool parted = text_cut(&rest, '.', &group) && text_cut(&rest, '.', &row) && rest.n > 0;
    if (!parted || row.n > 2 || !text_int(row, &n) || n < 1 || n > FIELD_ROWS_MAX) {
        return (struct code_answer){.group = name, .inner = TEXT_NONE};
    }
    return (struct code_answer){.group = group, .inner = rest, .row = (int)n};
}

struct text code_row_title(struct arena *a, const struct code_kind *k, const struct code_field *f, int row, enum lang lang)
{
    return text_fmt(a, "%.*s%d %.*s", TP(k->field[f->row_of].title[lang]), row, TP(f->title[lang]));
}

const struct code_field *code_field(const struct code_kind *k, struct text name)
{
    struct code_answer at = code_answer(name);
    for (size_t i = 0; i < k->field_count; i++) {
        const struct code_field *f = &k->field[i];
        if (at.row == 0 && f->row_of < 0 && text_eq(f->name, name)) return f;
        if (at.row == 0 || f->row_of < 0 || !text_eq(f->name, at.inner)) continue;
        if (text_eq(k->field[f->row_of].name, at.group)) return f;
    }
    return NULL;
}

static const char *const class_keys[CLASS_COUNT] = {"public", "internal", "child_file", "counselling", "sealed_case"};

struct text class_key(enum data_class c)
{
    return text_of(class_keys[c]);
}

/* ---- lists ---- */

static unsigned flags_read(const struct part *p, const struct yaml_node *n)
{
    static const struct { const char *key; unsigned flag; } known[] = {
        {"no", CODE_NO}, {"gone", CODE_GONE}, {"incapable", CODE_INCAPABLE},
    };
    unsigned flags = 0;
    for (const struct yaml_node *c = part_each(n); c; c = part_next(c)) {
        size_t i = 0;
        while (i < 3 && !text_eqz(c->text, known[i].key)) i++;
        if (i < 3) flags |= known[i].flag;
        else part_unknown(p, c, c->text, W_scheme_unknown_value, (struct text[]){T("no"), T("gone"), T("incapable")}, 3);
    }
    return flags;
}

static void alias_read(const struct part *p, const struct yaml_node *n, struct code_item *out)
{
    size_t count = n && n->kind == YAML_LIST ? n->n : n ? 1 : 0, at = 0;
    struct text *alias = arena_array(p->arena, count, sizeof *alias);
    for (const struct yaml_node *c = part_each(n); c; c = part_next(c)) {
        if (c->kind == YAML_SCALAR) alias[at++] = text_dup(p->arena, c->text);
    }
    out->alias = alias;
    out->alias_count = at;
}

bool code_items_read(const struct part *p, const struct yaml_node *map, int most_bits, struct code_list *out)
{
    if (!part_map(p, map)) return false;
    if (map->n > CODES_ITEMS) {
        part_fault(p, map, W_scheme_too_many, text_fmt(p->arena, "%d", CODES_ITEMS), TEXT_NONE, TEXT_NONE);
        return false;
    }
    struct code_item *item = arena_array(p->arena, map->n, sizeof *item);
    uint64_t used = 0;
    size_t n = 0;
    for (const struct yaml_node *c = map->child; c; c = c->next, n++) {
        item[n].key = text_dup(p->arena, c->key);
        if (c->kind == YAML_SCALAR) {                    /* key: title, and nothing else to say */
            part_words(p, c, item[n].title);
            item[n].number = (int)n;
            used |= n < 64 ? UINT64_C(1) << n : 0;
            continue;
        }
        if (!part_map(p, c)) continue;
        part_keys(p, c, "zh en bit alias means");
        part_words(p, c, item[n].title);
        item[n].number = (int)part_int(p, c, "bit", (int64_t)n, 0, most_bits ? most_bits - 1 : CODES_ITEMS);
        item[n].flags = flags_read(p, yaml_get(c, "means"));
        alias_read(p, yaml_get(c, "alias"), &item[n]);
        if (item[n].number >= 64) continue;
        if (used >> item[n].number & 1) part_fault(p, c, W_scheme_bit_twice, text_fmt(p->arena, "%d", item[n].number), TEXT_NONE,
                                                   TEXT_NONE);
        used |= UINT64_C(1) << item[n].number;
    }
    out->item = item;
    out->n = n;
    return true;
}

static void lists_read(const struct part *p, const struct yaml_node *top, struct codes *c)
{
    if (!part_map(p, top)) return;
    struct code_list *list = arena_array(p->arena, top->n, sizeof *list);
    size_t n = 0;
    for (const struct yaml_node *l = top->child; l; l = l->next) {
        if (n == CODES_LISTS) {
            part_fault(p, l, W_scheme_too_many, text_fmt(p->arena, "%d", CODES_LISTS), TEXT_NONE, TEXT_NONE);
            break;
        }
        if (!part_map(p, l)) continue;
        part_keys(p, l, "title title_en basis items");
        const struct yaml_node *items = part_need(p, l, "items");
        list[n].key = text_dup(p->arena, l->key);
        part_words(p, part_need(p, l, "title"), list[n].title);
        if (yaml_get(l, "title_en")) list[n].title[LANG_EN] = part_text(p, l, "title_en");
        if (items && code_items_read(p, items, 0, &list[n])) n++;
    }
    c->list = list;
    c->list_count = n;
}

const struct code_list *code_list_read(const struct part *p, const struct codes *c, const struct yaml_node *n)
{
    const struct code_list *l = n && n->kind == YAML_SCALAR ? codes_list(c, n->text) : NULL;
    if (l || !n) return l;
    struct text *known = arena_array(p->arena, c->list_count, sizeof *known);
    for (size_t i = 0; i < c->list_count; i++) known[i] = c->list[i].key;
    part_unknown(p, n, n->text, W_scheme_unknown_list, known, c->list_count);
    return NULL;
}

/* ---- facts ---- */

static void fact_read(const struct part *p, const struct codes *c, const struct yaml_node *n, struct code_fact *out)
{
    part_keys(p, n, "zh en per list many place class section");
    out->key = text_dup(p->arena, n->key);
    part_words(p, n, out->title);
    out->per = part_choice(p, n, "per", "child parent", 0) == 1 ? PER_PARENT : PER_CHILD;
    out->list = code_list_read(p, c, yaml_get(n, "list"));
    out->value = out->list ? FACT_CODE : FACT_WORDS;
    if (out->list && out->list->n > CODES_BITS) {
        part_fault(p, n, W_scheme_too_many, text_fmt(p->arena, "%d", CODES_BITS), TEXT_NONE, TEXT_NONE);
    }
    out->many = part_bool(p, n, "many", false);
    out->place = part_bool(p, n, "place", false);
    int class = part_choice(p, n, "class", "public internal child_file counselling sealed_case", CLASS_CHILD);
    out->class = class < 0 ? CLASS_SEALED : (enum data_class)class;
    out->section = part_text(p, n, "section");
    if (!part_name_ok(n->key)) part_fault(p, n, W_scheme_bad_name, n->key, TEXT_NONE, TEXT_NONE);
}

static void facts_read(const struct part *p, const struct yaml_node *top, struct codes *c)
{
    if (!part_map(p, top)) return;
    struct code_fact *fact = arena_array(p->arena, top->n, sizeof *fact);
    size_t n = 0;
    for (const struct yaml_node *x = top->child; x; x = x->next) {
        if (n == CODES_FACTS) {
            part_fault(p, x, W_scheme_too_many, text_fmt(p->arena, "%d", CODES_FACTS), TEXT_NONE, TEXT_NONE);
            break;
        }
        if (!part_map(p, x)) continue;
        fact_read(p, c, x, &fact[n]);
        fact[n].index = (int)n;
        n++;
    }
    c->fact = fact;
    c->fact_count = n;
}

/* ---- roles: what schemes need of them; access/role.c checks the rest of the file ---- */

static bool has_word(const struct yaml_node *list, const char *word)
{
    for (const struct yaml_node *c = part_each(list); c; c = part_next(c)) {
        if (text_eqz(c->text, word)) return true;
    }
    return false;
}

static void roles_read(const struct part *p, const struct yaml_node *top, struct codes *c)
{
    const struct yaml_node *map = part_need(p, top, "roles");
    if (!part_map(p, map)) return;
    struct code_role *role = arena_array(p->arena, map->n, sizeof *role);
    size_t n = 0;
    for (const struct yaml_node *x = map->child; x; x = x->next, n++) {
        role[n].key = text_dup(p->arena, x->key);
        part_words(p, part_need(p, x, "title"), role[n].title);
        role[n].number = (int)part_int(p, x, "bit", -1, -1, 30);
        role[n].relation = yaml_get(x, "at") == NULL;
        role[n].records = role[n].number >= 0 && (role[n].relation || has_word(yaml_get(x, "capabilities"), "record_add"));
    }
    c->role = role;
    c->role_count = n;
}

/* ---- what the program does by itself ---- */

static void capabilities_read(const struct part *p, const struct yaml_node *top, struct codes *c)
{
    const struct yaml_node *map = part_need(p, top, "capabilities");
    if (!part_map(p, map)) return;
    struct code_capability *out = arena_array(p->arena, map->n, sizeof *out);
    size_t n = 0;
    for (const struct yaml_node *x = map->child; x; x = x->next, n++) {
        part_keys(p, x, "zh en test");
        if (!part_name_ok(x->key)) part_fault(p, x, W_scheme_bad_name, x->key, TEXT_NONE, TEXT_NONE);
        out[n].key = text_dup(p->arena, x->key);
        part_words(p, x, out[n].title);
        part_need(p, x, "test");
        out[n].test = part_text(p, x, "test");
    }
    c->capability = out;
    c->capability_count = n;
}

/* ---- all files ---- */

static bool file_given(const struct embedded *file, size_t n, const char *end)
{
    for (size_t i = 0; i < n; i++) {
        if (text_ends(file[i].path, text_of(end))) return true;
    }
    return false;
}

static const struct yaml_node *tree_of(const struct part *p, const struct embedded *file, size_t n, const char *end)
{
    for (size_t i = 0; i < n; i++) {
        if (text_ends(file[i].path, text_of(end))) return yaml_read(p->arena, file[i].path, file[i].bytes, p->faults);
    }
    fault_add(p->faults, TEXT_NONE, W_scheme_no_file, text_of(end), TEXT_NONE);
    return NULL;
}

const struct codes *codes_load(struct arena *a, const struct embedded *file, size_t n, struct faults *f)
{
    struct codes *c = arena_alloc(a, sizeof *c);
    struct part p = {.arena = a, .faults = f, .codes = c};
    size_t before = f->errors;
    const struct yaml_node *lists = tree_of(&p, file, n, "lists.yaml"), *facts = tree_of(&p, file, n, "facts.yaml");
    const struct yaml_node *roles = tree_of(&p, file, n, "roles.yaml"), *kinds = tree_of(&p, file, n, "kinds.yaml");
    if (f->errors != before) return NULL;
    lists_read(&p, lists, c);
    c->stages = codes_list(c, T("stage"));
    if (!c->stages) part_fault(&p, lists, W_scheme_missing, T("stage"), TEXT_NONE, TEXT_NONE);
    facts_read(&p, facts, c);
    roles_read(&p, roles, c);
    if (f->errors == before) code_kinds_read(&p, kinds, c);
    if (file_given(file, n, "capabilities.yaml")) capabilities_read(&p, tree_of(&p, file, n, "capabilities.yaml"), c);
    return f->errors == before ? c : NULL;
}

const struct codes *codes_builtin(struct arena *a, struct faults *f)
{
    size_t n, count = 0;
    const struct embedded *all = embedded_all(&n);
    struct embedded *file = arena_array(a, n, sizeof *file);
    for (size_t i = 0; i < n; i++) {
        if (text_starts(all[i].path, T("schemes/codes/"))) file[count++] = all[i];
    }
    return codes_load(a, file, count, f);
}
