/* SPDX-License-Identifier: Apache-2.0 */
#include "scheme/part.h"

#include <string.h>

enum { KNOWN_MAX = 512, NAMED_MAX = 12 };

static struct fault fault_at(const struct part *p, const struct yaml_node *n, enum word w)
{
    struct fault one = {.word = w};
    if (!n) return one;
    one.file = n->file;
    one.line = n->line;
    one.column = n->column;
    one.field = yaml_path(p->arena, n);
    return one;
}

void part_fault(const struct part *p, const struct yaml_node *n, enum word w, struct text a0, struct text a1, struct text a2)
{
    struct fault one = fault_at(p, n, w);
    one.arg[0] = a0;
    one.arg[1] = a1;
    one.arg[2] = a2;
    fault_put(p->faults, &one);
}

void part_warn(const struct part *p, const struct yaml_node *n, enum word w, struct text a0, struct text a1, struct text a2)
{
    struct fault one = fault_at(p, n, w);
    one.arg[0] = a0;
    one.arg[1] = a1;
    one.arg[2] = a2;
    one.warning = true;
    fault_put(p->faults, &one);
}

struct text part_near(struct arena *a, struct text wrong, const struct text *known, size_t n)
{
    struct text all = word_nearest(wrong, known, n);
    if (!text_empty(all)) return all;
    all = T("");
    for (size_t i = 0; i < n && i < NAMED_MAX; i++) all = text_fmt(a, "%.*s%s%.*s", TP(all), i ? " " : "", TP(known[i]));
    size_t more = n > NAMED_MAX ? n - NAMED_MAX : 0;
    return more ? text_fmt(a, "%.*s …（还有 %zu 个 / %zu more）", TP(all), more, more) : all;
}

void part_unknown(const struct part *p, const struct yaml_node *n, struct text wrong, enum word w, const struct text *known,
                  size_t known_count)
{
    part_fault(p, n, w, text_sub(wrong, 0, 60), part_near(p->arena, wrong, known, known_count), TEXT_NONE);
}

bool part_map(const struct part *p, const struct yaml_node *n)
{
    if (!n) return false;
    if (n->kind == YAML_MAP) return true;
    part_fault(p, n, W_scheme_not_map, n->key.s ? n->key : T("-"), TEXT_NONE, TEXT_NONE);
    return false;
}

bool part_list(const struct part *p, const struct yaml_node *n)
{
    if (!n) return false;
    if (n->kind == YAML_LIST) return true;
    part_fault(p, n, W_scheme_not_list, n->key.s ? n->key : T("-"), TEXT_NONE, TEXT_NONE);
    return false;
}

static size_t words_split(const char *words, struct text *out, size_t cap)
{
    struct text rest = text_of(words), one;
    size_t n = 0;
    while (n < cap && text_cut(&rest, ' ', &one)) {
        if (one.n) out[n++] = one;
    }
    return n;
}

void part_keys(const struct part *p, const struct yaml_node *map, const char *known)
{
    struct text word_of[64];
    size_t n = words_split(known, word_of, 64);
    if (!map || map->kind != YAML_MAP) return;
    for (const struct yaml_node *c = map->child; c; c = c->next) {
        size_t i = 0;
        while (i < n && !text_eq(c->key, word_of[i])) i++;
        if (i < n) continue;
        struct yaml_node at = *c;
        at.line = c->key_line;
        at.column = c->key_column;
        part_unknown(p, &at, c->key, W_scheme_unknown_key, word_of, n);
    }
}

const struct yaml_node *part_need(const struct part *p, const struct yaml_node *map, const char *key)
{
    const struct yaml_node *n = yaml_get(map, key);
    if (!n && map) part_fault(p, map, W_scheme_missing, text_of(key), TEXT_NONE, TEXT_NONE);
    return n;
}

struct text part_text(const struct part *p, const struct yaml_node *map, const char *key)
{
    const struct yaml_node *n = yaml_get(map, key);
    struct text t;
    if (!n || yaml_null(n)) return TEXT_NONE;
    if (n->kind != YAML_SCALAR || !yaml_text(n, &t)) {
        part_fault(p, n, W_scheme_not_text, text_of(key), TEXT_NONE, TEXT_NONE);
        return TEXT_NONE;
    }
    return text_dup(p->arena, t);
}

bool part_words(const struct part *p, const struct yaml_node *n, struct text out[LANG_COUNT])
{
    struct text t;
    out[LANG_ZH] = out[LANG_EN] = T("");
    if (!n) return false;
    if (n->kind == YAML_MAP) {
        out[LANG_ZH] = part_text(p, n, "zh");
        out[LANG_EN] = part_text(p, n, "en");
    } else if (yaml_text(n, &t)) {
        out[LANG_ZH] = text_dup(p->arena, t);
    }
    if (text_empty(out[LANG_ZH])) {
        part_fault(p, n, W_scheme_not_text, n->key.s ? n->key : T("zh"), TEXT_NONE, TEXT_NONE);
        out[LANG_ZH] = T("");
        return false;
    }
    if (text_empty(out[LANG_EN])) out[LANG_EN] = out[LANG_ZH];
    return true;
}

int64_t part_int(const struct part *p, const struct yaml_node *map, const char *key, int64_t preset, int64_t min, int64_t max)
{
    const struct yaml_node *n = yaml_get(map, key);
    int64_t v;
    if (!n) return preset;
    if (yaml_int(n, &v) && v >= min && v <= max) return v;
    part_fault(p, n, W_scheme_not_int, text_of(key), text_fmt(p->arena, "%lld", (long long)min),
               text_fmt(p->arena, "%lld", (long long)max));
    return preset;
}

bool part_bool(const struct part *p, const struct yaml_node *map, const char *key, bool preset)
{
    const struct yaml_node *n = yaml_get(map, key);
    bool v = preset;
    if (n && !yaml_bool(n, &v)) part_fault(p, n, W_scheme_not_bool, text_of(key), TEXT_NONE, TEXT_NONE);
    return v;
}

day_t part_day(const struct part *p, const struct yaml_node *map, const char *key)
{
    const struct yaml_node *n = yaml_get(map, key);
    day_t d = DAY_NONE;
    if (n && !yaml_null(n) && !yaml_day(n, &d)) part_fault(p, n, W_scheme_not_day, text_of(key), TEXT_NONE, TEXT_NONE);
    return d;
}

int part_choice(const struct part *p, const struct yaml_node *map, const char *key, const char *words, int preset)
{
    const struct yaml_node *n = yaml_get(map, key);
    return n ? part_word(p, n, words) : preset;
}

int part_word(const struct part *p, const struct yaml_node *n, const char *words)
{
    struct text one[64];
    size_t count = words_split(words, one, 64);
    for (size_t i = 0; i < count; i++) {
        if (text_eq(n->text, one[i])) return (int)i;
    }
    part_unknown(p, n, n->text, W_scheme_unknown_value, one, count);
    return -1;
}

bool part_name_ok(struct text t)
{
    if (t.n == 0 || t.n > 40) return false;
    for (size_t i = 0; i < t.n; i++) {
        char c = t.s[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-')) return false;
    }
    return true;
}

const struct yaml_node *part_each(const struct yaml_node *n)
{
    if (!n || yaml_null(n)) return NULL;
    return n->kind == YAML_SCALAR ? n : n->child;
}

const struct yaml_node *part_next(const struct yaml_node *n)
{
    return n->parent && n->parent->kind == YAML_LIST ? n->next : NULL;
}

static size_t list_keys(const struct code_list *l, struct text *out)
{
    size_t n = l->n < KNOWN_MAX ? l->n : KNOWN_MAX;
    for (size_t i = 0; i < n; i++) out[i] = l->item[i].key;
    return n;
}

uint64_t part_mask(const struct part *p, const struct yaml_node *n, const struct code_list *l)
{
    uint64_t mask = 0;
    for (const struct yaml_node *c = part_each(n); c; c = part_next(c)) {
        const struct code_item *item = c->kind == YAML_SCALAR ? code_item(l, c->text) : NULL;
        if (item && item->number < 64) {
            mask |= UINT64_C(1) << item->number;
        } else {
            struct text known[KNOWN_MAX];
            part_unknown(p, c, c->text, W_scheme_unknown_code, known, list_keys(l, known));
        }
    }
    return mask;
}

int part_role(const struct part *p, const struct yaml_node *n)
{
    const struct code_role *r = n->kind == YAML_SCALAR ? codes_role(p->codes, n->text) : NULL;
    if (r && r->number >= 0) return r->number;
    if (r) {
        part_fault(p, n, W_scheme_role_no_work, n->text, TEXT_NONE, TEXT_NONE);
        return -1;
    }
    struct text known[64];
    size_t k = 0;
    for (; k < p->codes->role_count && k < 64; k++) known[k] = p->codes->role[k].key;
    part_unknown(p, n, n->text, W_scheme_unknown_role, known, k);
    return -1;
}

uint32_t part_roles(const struct part *p, const struct yaml_node *n)
{
    uint32_t mask = 0;
    for (const struct yaml_node *c = part_each(n); c; c = part_next(c)) {
        int bit = part_role(p, c);
        if (bit >= 0) mask |= UINT32_C(1) << bit;
    }
    return mask;
}

const struct code_kind *part_kind(const struct part *p, const struct yaml_node *n)
{
    const struct code_kind *k = n->kind == YAML_SCALAR ? codes_kind(p->codes, n->text) : NULL;
    if (k) return k;
    struct text known[CODES_KINDS];
    size_t c = 0;
    for (; c < p->codes->kind_count; c++) known[c] = p->codes->kind[c].key;
    part_unknown(p, n, n->text, W_scheme_unknown_kind, known, c);
    return NULL;
}
