/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a YAML file: a tree whose every node can be asked, or a fault with a place. */
#include "format/yaml.h"

#include <stdlib.h>

static void walk(struct arena *a, const struct yaml_node *n, struct text content)
{
    int64_t number;
    day_t day;
    bool flag;
    struct text t;
    if (n->line < 1 || n->column < 1 || (n->parent && yaml_path(a, n).n == 0 && n->key.n != 0))
        abort();
    if (yaml_int(n, &number) && yaml_null(n))
        abort();
    yaml_day(n, &day);
    yaml_bool(n, &flag);
    if (yaml_text(n, &t) && !text_utf8(t))
        abort();
    size_t count = 0;
    for (const struct yaml_node *c = n->child; c; c = c->next, count++) {
        if (c->parent != n || c->index != count || (n->kind == YAML_MAP && yaml_find(n, c->key) != c))
            abort();
        walk(a, c, content);
    }
    if (count != n->n)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 4096)
        return 0;
    struct arena *a = arena_new(256u * 1024 * 1024);
    struct faults f = faults_new(a);
    struct text content = {(const char *)data, size};
    struct yaml_node *root = yaml_read(a, T("fuzz.yaml"), content, &f);
    if ((root == NULL) != (f.errors > 0))
        abort();
    for (size_t i = 0; i < f.n; i++) {
        if (f.list[i].line < 1 || f.list[i].column < 1)
            abort();
    }
    if (root)
        walk(a, root, content);
    arena_free(a);
    return 0;
}
