/* SPDX-License-Identifier: Apache-2.0 */
/* Forms: the record kinds that schemes declare, and the lists they choose from. They are laid over the built-in kinds, so that
 * page, file import, check and credit find them where those stand. */
#include "scheme/codes_part.h"
#include "scheme/form_expr.h"
#include "scheme/plan_part.h"

#include <string.h>

enum { LIST_MAX = 512 };

/* ---- lists ---- */

static void list_read(struct builder *b, const struct yaml_node *n)
{
    const struct part *p = &b->part;
    part_keys(p, n, "key title items note clause source");
    struct text key = builder_key(b, n, "key");
    const struct yaml_node *items = part_need(p, n, "items");
    if (text_empty(key) || !items || !part_map(p, items)) return;
    if (builder_list_own(b, key)) part_fault(p, yaml_get(n, "key"), W_scheme_twice, key, TEXT_NONE, TEXT_NONE);
    if (b->list_count == LIST_MAX) {
        part_fault(p, n, W_scheme_too_many, text_fmt(p->arena, "%d", LIST_MAX), TEXT_NONE, TEXT_NONE);
        return;
    }
    for (const struct yaml_node *c = items->child; c; c = c->next) {
        if (!part_name_ok(c->key)) part_fault(p, c, W_scheme_bad_name, c->key, TEXT_NONE, TEXT_NONE);
    }
    struct code_list *l = arena_alloc(p->arena, sizeof *l);
    l->key = key;
    if (yaml_get(n, "title")) part_words(p, yaml_get(n, "title"), l->title);
    if (!code_items_read(p, items, 0, l)) return;
    if (l->n == 0) part_fault(p, items, W_scheme_list_empty, key, TEXT_NONE, TEXT_NONE);
    b->list = arena_grow(p->arena, b->list, b->list_count, &b->list_cap, b->list_count + 1, sizeof *b->list);
    b->list[b->list_count++] = (struct own_list){b->scheme, key, l};
}

bool builder_list_own(const struct builder *b, struct text key)
{
    for (size_t i = 0; i < b->list_count; i++) {
        if (b->list[i].scheme == b->scheme && text_eq(b->list[i].key, key)) return true;
    }
    return false;
}

const struct code_list *builder_list(void *builder, struct text key)
{
    struct builder *b = builder;
    key = builder_alias(b, key);
    for (size_t i = 0; i < b->list_count; i++) {
        if (b->list[i].scheme == b->scheme && text_eq(b->list[i].key, key)) return b->list[i].list;
    }
    return codes_list(b->part.codes, key);
}

/* Of the scheme's own lists first, then of the national ones. */
static void list_unknown(void *builder, const struct yaml_node *n)
{
    struct builder *b = builder;
    struct text known[LIST_MAX + CODES_LISTS];
    size_t count = 0;
    for (size_t i = 0; i < b->list_count; i++) {
        if (b->list[i].scheme == b->scheme) known[count++] = b->list[i].key;
    }
    for (size_t i = 0; i < b->part.codes->list_count; i++) known[count++] = b->part.codes->list[i].key;
    part_unknown(&b->part, n, n->text, W_scheme_unknown_list, known, count);
}

/* ---- one form ---- */

static struct text form_key(struct builder *b, struct text key)
{
    return text_fmt(b->part.arena, "%.*s:%.*s", TP(b->plan->scheme[b->scheme].id), TP(key));
}

static bool key_taken(const struct builder *b, struct text key)
{
    for (size_t i = 0; i < b->plan->form_count; i++) {
        const struct plan_form *f = &b->plan->form[i];
        if (f->at.scheme == b->scheme && text_eq(f->kind->key, key)) return true;
    }
    return false;
}

/* What the form is about, who can be met, who fills it: as the kind it extends has it, unless it says otherwise. */
static void ways_read(struct builder *b, const struct yaml_node *n, struct code_kind *k)
{
    const struct part *p = &b->part;
    if (yaml_get(n, "subject") || !k->base) k->subjects = code_subjects_read(p, n);
    if (k->base && k->subjects & ~k->base->subjects) {
        part_fault(p, yaml_get(n, "subject"), W_scheme_extends_subject, k->base->key, TEXT_NONE, TEXT_NONE);
    }
    struct code_kind said = {.key = k->key};
    code_ways_read(p, n, &said);
    if (yaml_get(n, "modes")) k->modes = said.modes, k->mode = said.mode;
    if (yaml_get(n, "met")) k->met = said.met, k->met_default = said.met_default;
    if (yaml_get(n, "roles") || !k->base) k->roles = code_actors_read(p, part_need(p, n, "roles"));
    if (k->modes != 0) return;
    k->modes = UINT32_C(1) << p->codes->modes->item[0].number;
    k->mode = p->codes->modes->item[0].number;
}

static void words_read(struct builder *b, const struct yaml_node *n, struct code_kind *k)
{
    const struct part *p = &b->part;
    part_words(p, part_need(p, n, "title"), k->title);
    if (yaml_get(n, "verb")) part_words(p, yaml_get(n, "verb"), k->verb);
    else for (int l = 0; l < LANG_COUNT; l++) k->verb[l] = word_fill(p->arena, (enum lang)l, W_scheme_form_verb, &k->title[l], 1);
    if (yaml_get(n, "ask")) part_words(p, yaml_get(n, "ask"), k->ask);
    else if (!k->base) for (int l = 0; l < LANG_COUNT; l++) k->ask[l] = word((enum lang)l, W_scheme_form_ask);
    k->group = part_bool(p, n, "group", k->group);
    k->minutes = part_bool(p, n, "minutes", k->minutes);
    k->sentence = part_bool(p, n, "sentence", k->sentence);
    k->typical = (int)part_int(p, n, "typical", k->base ? k->typical : 15, 1, 480);
    int class = part_choice(p, n, "class", "public internal child_file counselling sealed_case", (int)k->class);
    k->class = class < 0 ? CLASS_SEALED : (enum data_class)class;
    if (k->base && k->class < k->base->class) {
        part_fault(p, yaml_get(n, "class"), W_scheme_extends_class, class_key(k->base->class), TEXT_NONE, TEXT_NONE);
    }
}

static const struct code_kind *base_read(struct builder *b, const struct yaml_node *n)
{
    const struct yaml_node *extends = yaml_get(n, "extends");
    const struct code_kind *k = extends ? part_kind(&b->part, extends) : NULL;
    if (!k || !k->kept) return k;
    part_fault(&b->part, extends, W_scheme_extends_kept, k->key, TEXT_NONE, TEXT_NONE);
    return NULL;
}

static void form_read(struct builder *b, const struct yaml_node *n)
{
    const struct part *p = &b->part;
    struct plan *plan = b->plan;
    const struct plan_scheme *s = &plan->scheme[b->scheme];
    part_keys(p, n, "key title verb extends subject modes met met_default roles group minutes sentence ask typical class purpose "
                    "fields note clause source");
    struct text key = builder_key(b, n, "key");
    if (text_empty(key)) return;
    struct code_kind *k = arena_alloc(p->arena, sizeof *k);
    const struct code_kind *base = base_read(b, n);
    if (base) *k = *base;
    else k->class = CLASS_CHILD;
    k->base = base;
    k->key = form_key(b, key);
    k->number = -1;
    k->scheme = s->id;
    for (int l = 0; l < LANG_COUNT; l++) k->scheme_title[l] = s->title[l];
    k->from = s->from, k->to = s->to;
    k->key_lo = s->key_lo, k->key_hi = s->key_hi;
    if (key_taken(b, k->key)) part_fault(p, yaml_get(n, "key"), W_scheme_twice, key, TEXT_NONE, TEXT_NONE);
    ways_read(b, n, k);
    words_read(b, n, k);
    struct code_fields how = {.p = p, .list = builder_list, .unknown = list_unknown, .ctx = b, .scheme = true, .class = k->class};
    if (yaml_get(n, "fields") || !base) code_fields_read(&how, part_need(p, n, "fields"), k);
    plan->form = arena_grow(p->arena, plan->form, plan->form_count, &b->form_cap, plan->form_count + 1, sizeof *plan->form);
    struct plan_form *out = &plan->form[plan->form_count++];
    *out = (struct plan_form){.kind = k, .purpose = part_text(p, n, "purpose"), .at = builder_origin(b, n)};
}

/* ---- versions, numbers, and all together ---- */

static int number_kept(const struct builder *b, struct text key)
{
    for (size_t i = 0; b->options && i < b->options->number_count; i++) {
        if (text_eq(b->options->number[i].key, key)) return b->options->number[i].number;
    }
    return -1;
}

static bool number_used(const struct builder *b, int number)
{
    for (size_t i = 0; b->options && i < b->options->number_count; i++) {
        if (b->options->number[i].number == number) return true;
    }
    return false;
}

struct overlay { struct codes *codes; struct code_kind *kind; int next; };

/* The newest version stands in the table; behind it the older ones, down to the first. */
static struct code_kind *newest(struct builder *b, struct text key)
{
    struct code_kind *chain = NULL;
    int version = -1;
    for (;;) {
        struct plan_form *lowest = NULL;
        for (size_t i = 0; i < b->plan->form_count; i++) {
            struct plan_form *f = &b->plan->form[i];
            int of = b->plan->scheme[f->at.scheme].version;
            if (!text_eq(f->kind->key, key) || of <= version) continue;
            if (!lowest || of < b->plan->scheme[lowest->at.scheme].version) lowest = f;
        }
        if (!lowest) return chain;
        version = b->plan->scheme[lowest->at.scheme].version;
        struct code_kind *one = arena_copy(b->part.arena, lowest->kind, sizeof *one);
        one->older = chain;
        chain = one;
        lowest->kind = one;
    }
}

static bool overlay_add(struct builder *b, struct overlay *o, const struct plan_form *f)
{
    if (codes_kind(o->codes, f->kind->key)) return true;
    struct code_kind *top = newest(b, f->kind->key);
    int number = number_kept(b, top->key);
    while (number < 0 && o->next < CODES_KINDS && number_used(b, o->next)) o->next++;
    if (number < 0) number = o->next++;
    if (number < CODES_BUILT || number >= CODES_KINDS || o->codes->kind_of[number]) {
        struct fault one = {.file = f->at.file, .line = f->at.line, .column = f->at.column, .word = W_scheme_too_many,
                            .arg = {text_fmt(b->part.arena, "%d", CODES_KINDS - CODES_BUILT)}};
        fault_put(b->part.faults, &one);
        return false;
    }
    for (const struct code_kind *k = top; k; k = k->older) ((struct code_kind *)(uintptr_t)k)->number = number;
    struct code_kind *at = &o->kind[o->codes->kind_count++];
    *at = *top;
    o->codes->kind_of[number] = at;
    return true;
}

static void overlay_make(struct builder *b)
{
    const struct codes *built = b->part.codes;
    struct overlay o = {.codes = arena_copy(b->part.arena, built, sizeof *built), .next = CODES_BUILT};
    o.kind = arena_array(b->part.arena, built->kind_count + b->plan->form_count, sizeof *o.kind);
    memcpy(o.kind, built->kind, built->kind_count * sizeof *o.kind);
    for (size_t i = 0; i < built->kind_count; i++) o.codes->kind_of[o.kind[i].number] = &o.kind[i];
    o.codes->kind = o.kind;
    for (size_t i = 0; i < b->plan->form_count; i++) {
        if (!overlay_add(b, &o, &b->plan->form[i])) break;
    }
    b->part.codes = b->plan->codes = o.codes;
}

void plan_forms_read(struct builder *b)
{
    _Static_assert(CODES_KINDS == (int)CADENCE_KINDS, "every number of a kind has its bit");
    builder_each(b, "lists", list_read);
    builder_each(b, "forms", form_read);
    if (b->plan->form_count > 0) overlay_make(b);
}

const struct code_kind *builder_kind(void *builder, struct text name)
{
    struct builder *b = builder;
    struct text local = builder_alias(b, name);
    const struct code_kind *own = codes_kind(b->part.codes, form_key(b, local));
    return own ? own : codes_kind(b->part.codes, local);
}
