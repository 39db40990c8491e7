/* SPDX-License-Identifier: Apache-2.0 */
#include "model/columns.h"

#include "base/file.h"

#include <string.h>

static const char *const type_words[COLUMN_TYPES] = {"text",  "name",  "date",   "id",   "roll_no", "phone",
                                                     "class", "grade", "school", "code", "place",   "number",
                                                     "flag",  "stage", "rural",  "role", "check",   "ignore"};

struct loader { struct arena *a; const struct codes *codes; struct columns *out; struct faults *f; };

static bool read_type(struct loader *l, const struct yaml_node *n, struct column *c)
{
    struct text word = T("text"), list = TEXT_NONE, fact = TEXT_NONE;
    (void)yaml_text(yaml_get(n, "type"), &word);
    int t = 0;
    while (t < COLUMN_TYPES && !text_eqz(word, type_words[t])) t++;
    if (t == COLUMN_TYPES) {
        yaml_fault(l->f, yaml_get(n, "type"), W_column_type, word, TEXT_NONE);
        return false;
    }
    c->type = (enum column_type)t;
    if (yaml_text(yaml_get(n, "list"), &list)) c->list = codes_list(l->codes, list);
    if (yaml_text(yaml_get(n, "fact"), &fact)) c->fact = codes_fact(l->codes, fact);
    if ((c->type == COLUMN_CODE && !c->list) || (fact.s && !c->fact)) {
        yaml_fault(l->f, n, W_column_list, list.s ? list : fact, TEXT_NONE);
        return false;
    }
    (void)yaml_bool(yaml_get(n, "required"), &c->required);
    (void)yaml_bool(yaml_get(n, "strict"), &c->strict);
    (void)yaml_bool(yaml_get(n, "keep"), &c->keep);
    (void)yaml_bool(yaml_get(n, "month"), &c->month);
    (void)yaml_bool(yaml_get(n, "year"), &c->year);
    return true;
}

static struct column *column_next(struct loader *l, const struct yaml_node *n)
{
    if (l->out->n == COLUMNS_MAX) {
        yaml_fault(l->f, n, W_column_many, TEXT_NONE, TEXT_NONE);
        return NULL;
    }
    struct column *c = &l->out->item[l->out->n++];
    *c = (struct column){.group = -1};
    return c;
}

/* A sheet has many columns that are not kept: each heading stands for itself, so that two of them are not one column twice. */
static void ignored_apart(struct loader *l, const struct yaml_node *n)
{
    struct column all = l->out->item[l->out->n - 1];
    if (all.type != COLUMN_IGNORE) return;
    l->out->item[l->out->n - 1].names = all.names > 0;
    for (size_t i = 1; i < all.names; i++) {
        struct column *c = column_next(l, n);
        if (!c) return;
        *c = all;
        c->name = all.name + i;
        c->names = 1;
    }
}

static void read_column(struct loader *l, const struct yaml_node *n)
{
    struct column *c = column_next(l, n);
    if (!c || !read_type(l, n, c)) return;
    const struct yaml_node *names = yaml_get(n, "names");
    c->key = n->key;
    struct text *list = arena_array(l->a, names ? names->n : 0, sizeof *list);
    for (const struct yaml_node *one = names ? names->child : NULL; one; one = one->next)
        list[c->names++] = one->text;
    c->name = list;
    ignored_apart(l, n);
}

/* One attribute of one group: the headings are all joins of the two. What is not kept makes a column for each word. */
static void read_attribute(struct loader *l, const struct yaml_node *g, int group, const struct yaml_node *n,
                           const struct yaml_node *only)
{
    struct column *c = column_next(l, n);
    if (!c || !read_type(l, n, c)) return;
    const struct yaml_node *first = yaml_get(g, "names"), *second = yaml_get(n, "names");
    c->group = group;
    c->key = text_fmt(l->a, "%.*s.%.*s", TP(g->key), TP(n->key));
    struct text *list = arena_array(l->a, first && second ? first->n * second->n * 2 : 0, sizeof *list);
    for (const struct yaml_node *i = first ? first->child : NULL; i; i = i->next) {
        for (const struct yaml_node *k = second ? second->child : NULL; k; k = k->next) {
            if (only && k != only) continue;
            list[c->names++] = text_join(l->a, i->text, k->text);
            if (k->text.n > 0) list[c->names++] = text_fmt(l->a, "%.*s的%.*s", TP(i->text), TP(k->text));
        }
    }
    c->name = list;
}

static void read_attributes(struct loader *l, const struct yaml_node *g, int group, const struct yaml_node *n)
{
    const struct yaml_node *names = yaml_get(n, "names"), *type = yaml_get(n, "type");
    if (!type || !text_eqz(type->text, "ignore")) {
        read_attribute(l, g, group, n, NULL);
        return;
    }
    for (const struct yaml_node *k = names ? names->child : NULL; k; k = k->next) read_attribute(l, g, group, n, k);
}

static void read_groups(struct loader *l, const struct yaml_node *groups, const struct yaml_node *attributes)
{
    for (const struct yaml_node *g = groups ? groups->child : NULL; g; g = g->next) {
        if (l->out->groups == GROUPS_MAX) {
            yaml_fault(l->f, g, W_column_many, TEXT_NONE, TEXT_NONE);
            return;
        }
        int index = (int)l->out->groups++;
        struct column_group *out = &l->out->group[index];
        *out = (struct column_group){.key = g->key, .relation = T("")};
        (void)yaml_text(yaml_get(g, "relation"), &out->relation);
        (void)yaml_bool(yaml_get(g, "guardian"), &out->guardian);
        (void)yaml_bool(yaml_get(g, "carer"), &out->carer);
        for (const struct yaml_node *n = attributes ? attributes->child : NULL; n; n = n->next) read_attributes(l, g, index, n);
    }
}

static const struct yaml_node *file_tree(struct arena *a, const char *path, struct faults *f)
{
    const struct embedded *e = embedded_find(text_of(path));
    if (!e) {
        fault_add(f, T(""), W_column_file, text_of(path), TEXT_NONE);
        return NULL;
    }
    return yaml_read(a, e->path, e->bytes, f);
}

const struct columns *columns_load(struct arena *a, const struct codes *codes, const char *name, struct faults *f)
{
    size_t before = f->errors;
    const struct yaml_node *root = file_tree(a, text_z(a, text_fmt(a, "schemes/codes/%s_columns.yaml", name)), f);
    if (!root) return NULL;
    struct loader l = {.a = a, .codes = codes, .out = arena_alloc(a, sizeof *l.out), .f = f};
    l.out->root = root;
    const struct yaml_node *columns = yaml_get(root, "columns");
    for (const struct yaml_node *n = columns ? columns->child : NULL; n; n = n->next) read_column(&l, n);
    read_groups(&l, yaml_get(root, "groups"), yaml_get(root, "attributes"));
    return f->errors == before ? l.out : NULL;
}

int columns_find(const struct columns *c, const char *key)
{
    for (size_t i = 0; i < c->n; i++)
        if (text_eqz(c->item[i].key, key)) return (int)i;
    return -1;
}

struct text columns_word(const struct yaml_node *map, const char *list, struct text words, bool whole)
{
    struct text best = TEXT_NONE;
    size_t longest = 0;
    for (const struct yaml_node *n = map ? map->child : NULL; n; n = n->next) {
        if (text_eq(n->key, words)) return n->key;
        const struct yaml_node *l = list ? yaml_get(n, list) : n;
        for (const struct yaml_node *w = l ? l->child : NULL; w; w = w->next) {
            bool fits = whole ? text_eq(w->text, words) : text_find(words, w->text) >= 0;
            if (!fits || w->text.n <= longest) continue;
            best = n->key;
            longest = w->text.n;
        }
    }
    return best;
}

/* ---- divisions ---- */

struct division { struct text name, code; };
struct divisions { struct division *item; size_t n, cap; const struct yaml_node *own; };

const struct divisions *divisions_load(struct arena *a, struct faults *f)
{
    const struct yaml_node *root = file_tree(a, "schemes/codes/divisions.yaml", f);
    if (!root) return NULL;
    struct divisions *d = arena_alloc(a, sizeof *d);
    d->own = yaml_get(root, "own");
    for (const struct yaml_node *n = root->child; n; n = n->next) {
        if (n == d->own) continue;
        for (const struct yaml_node *w = n->child; w; w = w->next) {
            d->item = arena_grow(a, d->item, d->n, &d->cap, d->n + 1, sizeof *d->item);
            d->item[d->n++] = (struct division){.name = w->text, .code = n->key};
        }
    }
    return d;
}

static const struct division *division_begins(const struct divisions *d, struct text words)
{
    const struct division *best = NULL;
    for (size_t i = 0; i < d->n; i++)
        if (text_starts(words, d->item[i].name) && (!best || d->item[i].name.n > best->name.n)) best = &d->item[i];
    return best;
}

static bool all_digits(struct text t)
{
    for (size_t i = 0; i < t.n; i++)
        if (t.s[i] < '0' || t.s[i] > '9') return false;
    return t.n == 2 || t.n == 4 || t.n == 6 || t.n == 9 || t.n == 12;
}

/* Codes of fewer than six digits are filled up: facts hold division codes of six digits or more. */
static struct text six_digits(struct arena *a, struct text code)
{
    return code.n >= 6 ? code : text_sub(text_fmt(a, "%.*s0000", TP(code)), 0, 6);
}

struct text division_read(const struct divisions *d, int64_t county, struct text words, struct arena *a)
{
    struct text t = text_trim(words), own = columns_word(d->own, NULL, t, true);
    int64_t digits = 0;
    if (all_digits(t)) return six_digits(a, t);
    if (own.s && text_int(own, &digits))
        return six_digits(a, text_sub(text_fmt(a, "%lld", (long long)county), 0, (size_t)digits));
    const struct division *first = division_begins(d, t);
    if (!first) return T("");
    if (first->code.n > 2) return six_digits(a, first->code);
    const struct division *second = division_begins(d, text_trim(text_sub(t, first->name.n, t.n)));
    if (second && second->code.n > 2 && text_starts(second->code, first->code)) return six_digits(a, second->code);
    return six_digits(a, first->code);
}

int division_province(const struct divisions *d, struct text address)
{
    const struct division *p = division_begins(d, text_trim(address));
    return p ? (p->code.s[0] - '0') * 10 + (p->code.s[1] - '0') : 0;
}
