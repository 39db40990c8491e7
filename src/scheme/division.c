/* SPDX-License-Identifier: Apache-2.0 */
#include "scheme/division.h"

#include "base/file.h"
#include "format/yaml.h"

/* The official name of a code as it stands in the file: two, four or six digits. */
static struct text name_of(const struct yaml_node *root, struct text code)
{
    const struct yaml_node *n = yaml_get(root, "own");
    for (const struct yaml_node *k = root->child; k; k = k->next)
        if (k != n && text_eq(k->key, code) && k->child) return k->child->text;
    return TEXT_NONE;
}

static bool zeros(struct text t)
{
    for (size_t i = 0; i < t.n; i++)
        if (t.s[i] != '0') return false;
    return true;
}

struct text division_said(struct arena *a, enum lang lang, int64_t code)
{
    struct text all = text_fmt(a, "%012lld", (long long)code), said = T("");
    struct faults f = faults_new(a);
    const struct embedded *e = embedded_find(T("schemes/codes/divisions.yaml"));
    const struct yaml_node *root = e ? yaml_read(a, e->path, e->bytes, &f) : NULL;
    size_t named = 0, most = zeros(text_sub(all, 6, 12)) ? 6 : zeros(text_sub(all, 9, 12)) ? 9 : 12;
    for (size_t n = 2; root && n <= 6; n += 2) {
        struct text name = name_of(root, text_sub(all, 0, n));
        if (!name.s) continue;
        said = text_fmt(a, "%.*s%.*s", TP(said), TP(name));
        named = n;
    }
    struct text shown = text_sub(all, 0, most);
    if (named == 0) return word_fill(a, lang, W_division_unknown, &shown, 1);
    return zeros(text_sub(all, named, 12)) ? said : text_fmt(a, "%.*s（%.*s）", TP(said), TP(shown));
}
