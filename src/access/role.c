/* SPDX-License-Identifier: Apache-2.0 */
#include "access/role.h"

#include "format/yaml.h"

#include <string.h>

static const struct { const char *word; uint8_t bit; } places[] = {
    {"class", AT_CLASS}, {"school", AT_SCHOOL}, {"centre", AT_CENTRE}, {"bureau", AT_BUREAU},
};
static const struct { const char *word; uint8_t bit; } classes[] = {
    {"public", DATA_PUBLIC}, {"internal", DATA_INTERNAL}, {"child", DATA_CHILD},
    {"child_file", DATA_CHILD}, {"counselling", DATA_COUNSEL}, {"sealed", DATA_CASE}, {"sealed_case", DATA_CASE},
};
/* The three administrators that no person may unite, and that see no child. */
static const char *const administrators[] = {"platform_admin", "security_admin", "audit_admin"};

int role_find(const struct roles *r, struct text key)
{
    for (size_t i = 0; i < r->n; i++) {
        if (text_eq(r->item[i].key, key)) return (int)i;
    }
    return -1;
}

bool role_has(const struct roles *r, int role, enum cap cap)
{
    if (role < 0 || (size_t)role >= r->n || cap <= CAP_none || cap >= CAP_COUNT) return false;
    return r->item[role].caps >> cap & 1;
}

bool role_fits(const struct roles *r, int role, struct text place_kind)
{
    if (role < 0 || (size_t)role >= r->n) return false;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (text_eqz(place_kind, places[i].word)) return (r->item[role].at & places[i].bit) != 0;
    }
    return false;
}

bool role_is_admin(struct text key)
{
    for (size_t i = 0; i < sizeof administrators / sizeof *administrators; i++) {
        if (text_eqz(key, administrators[i])) return true;
    }
    return false;
}

/* How many single-character changes lie between two short words; for "did you mean". */
static size_t edits(struct text a, const char *b)
{
    size_t m = strlen(b), row[64];
    if (m >= 64 || a.n >= 64) return 64;
    for (size_t j = 0; j <= m; j++) row[j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t change = corner + (a.s[i - 1] != b[j - 1]);
            corner = row[j];
            if (row[j - 1] + 1 < change) change = row[j - 1] + 1;
            if (row[j] + 1 < change) change = row[j] + 1;
            row[j] = change;
        }
    }
    return row[m];
}

static struct text nearest_cap(struct text word)
{
    size_t best = 64;
    enum cap found = CAP_today;
    for (int i = CAP_none + 1; i < CAP_COUNT; i++) {
        size_t d = edits(word, cap_name((enum cap)i));
        if (d < best) {
            best = d;
            found = (enum cap)i;
        }
    }
    return text_of(cap_name(found));
}

static bool key_ok(struct text t)
{
    if (t.n == 0 || t.n > 40) return false;
    for (size_t i = 0; i < t.n; i++) {
        char c = t.s[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
    }
    return true;
}

static void caps_load(const struct yaml_node *list, struct faults *f, struct role *out)
{
    for (const struct yaml_node *n = list ? list->child : NULL; n; n = n->next) {
        enum cap cap = cap_find(n->text);
        if (cap == CAP_none) {
            yaml_fault(f, n, W_role_unknown_cap, n->text, nearest_cap(n->text));
        } else if (role_is_admin(out->key) && cap_sees_child(cap)) {
            yaml_fault(f, n, W_role_admin_child, out->key, n->text);
        } else {
            out->caps |= UINT64_C(1) << cap;
        }
    }
}

static void places_load(const struct yaml_node *list, struct faults *f, struct role *out)
{
    for (const struct yaml_node *n = list ? list->child : NULL; n; n = n->next) {
        size_t i = 0;
        while (i < sizeof places / sizeof *places && !text_eqz(n->text, places[i].word)) i++;
        if (i == sizeof places / sizeof *places) yaml_fault(f, n, W_role_unknown_place, n->text, TEXT_NONE);
        else out->at |= places[i].bit;
    }
}

static void data_load(const struct yaml_node *list, struct faults *f, struct role *out)
{
    for (const struct yaml_node *n = list ? list->child : NULL; n; n = n->next) {
        size_t i = 0;
        while (i < sizeof classes / sizeof *classes && !text_eqz(n->text, classes[i].word)) i++;
        if (i == sizeof classes / sizeof *classes) yaml_fault(f, n, W_role_unknown_data, n->text, TEXT_NONE);
        else out->data |= classes[i].bit;
    }
}

static void bit_load(const struct yaml_node *node, const struct roles *r, struct faults *f, struct role *out)
{
    const struct yaml_node *bit = yaml_get(node, "bit");
    int64_t v = -1;
    if (bit && (!yaml_int(bit, &v) || v < -1 || v > 30)) {
        yaml_fault(f, bit, W_role_bad_bit, bit->text, TEXT_NONE);
        v = -1;
    }
    out->bit = (int32_t)v;
    for (size_t i = 0; v >= 0 && i < r->n; i++) {
        if (r->item[i].bit == v) yaml_fault(f, bit, W_role_bit_twice, bit->text, r->item[i].key);
    }
}

/* `title: 班主任`, or `title: {zh: 班主任, en: Class teacher}`. */
static void title_load(struct arena *a, const struct yaml_node *node, struct role *out)
{
    static const char *const langs[LANG_COUNT] = {[LANG_ZH] = "zh", [LANG_EN] = "en"};
    const struct yaml_node *title = yaml_get(node, "title");
    for (int i = 0; i < LANG_COUNT; i++) {
        const struct yaml_node *one = yaml_get(title, langs[i]);
        struct text t;
        out->title[i] = yaml_text(one ? one : title, &t) ? text_dup(a, t) : out->key;
    }
}

static void role_load(struct arena *a, const struct yaml_node *node, struct faults *f, struct roles *r)
{
    struct role *out = &r->item[r->n];
    *out = (struct role){.bit = -1};
    const struct yaml_node *named = yaml_get(node, "key");
    struct text key = text_empty(node->key) ? TEXT_NONE : node->key;
    if (named) yaml_text(named, &key);
    if (text_empty(key) || !key_ok(key)) {
        yaml_fault(f, node, W_role_bad_key, key, TEXT_NONE);
        return;
    }
    if (role_find(r, key) >= 0) yaml_fault(f, node, W_role_twice, key, TEXT_NONE);
    out->key = text_dup(a, key);
    title_load(a, node, out);
    bit_load(node, r, f, out);
    static const char *const needed[] = {"title", "capabilities"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (!yaml_get(node, needed[i])) yaml_fault(f, node, W_role_missing, key, text_of(needed[i]));
    }
    caps_load(yaml_get(node, "capabilities"), f, out);
    places_load(yaml_get(node, "at"), f, out);
    data_load(yaml_get(node, "data"), f, out);
    r->n++;
}

enum rc roles_load(struct arena *a, struct text yaml, struct text file, struct faults *f, struct roles *out)
{
    *out = (struct roles){0};
    size_t before = f->errors;
    const struct yaml_node *top = yaml_read(a, file, yaml, f);
    const struct yaml_node *list = yaml_get(top, "roles");
    if (!top) return RC_INVALID;
    if (!list) list = top;
    if (list->kind == YAML_SCALAR || list->n == 0) {
        yaml_fault(f, list, W_role_no_map, file, TEXT_NONE);
        return RC_INVALID;
    }
    for (const struct yaml_node *n = list->child; n; n = n->next) {
        if (out->n == ROLES_MAX) {
            yaml_fault(f, n, W_role_too_many, text_fmt(a, "%d", ROLES_MAX), TEXT_NONE);
            break;
        }
        role_load(a, n, f, out);
    }
    return f->errors == before ? RC_OK : RC_INVALID;
}
