/* SPDX-License-Identifier: Apache-2.0 */
#include "scheme/differ.h"

#include "scheme/book_part.h"

#include <string.h>

enum { SHOWN = 120 };

struct element { struct text section, key; const struct yaml_node *node; };
struct elements { struct element *item; size_t n, cap; };

struct differing { struct arena *a; enum lang lang; struct elements was, now; struct scheme_changes *out; size_t cap; };

/* ---- the files as elements ---- */

static void element_add(struct arena *a, struct elements *e, struct text section, struct text key, const struct yaml_node *node)
{
    e->item = arena_grow(a, e->item, e->n, &e->cap, e->n + 1, sizeof *e->item);
    e->item[e->n++] = (struct element){section, key, node};
}

/* An element is known by its key, or id; what has neither by its place. */
static struct text key_of(struct arena *a, const struct yaml_node *n)
{
    static const char *const names[] = {"key", "id", "name"};
    struct text key;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (yaml_text(yaml_get(n, names[i]), &key)) return key;
    }
    return text_fmt(a, "%zu", n->index + 1);
}

static void elements_read(struct arena *a, const struct plan_source *s, struct elements *out)
{
    for (size_t i = 0; i < s->file_count; i++) {
        struct faults ours = faults_new(a);
        const struct yaml_node *root = yaml_read(a, s->file[i].path, s->file[i].bytes, &ours);
        if (root == NULL || root->kind != YAML_MAP) continue;
        for (const struct yaml_node *c = root->child; c; c = c->next) {
            if (c->kind != YAML_LIST) element_add(a, out, c->key, c->key, c);
            for (const struct yaml_node *one = c->kind == YAML_LIST ? c->child : NULL; one; one = one->next)
                element_add(a, out, c->key, key_of(a, one), one);
        }
    }
}

struct text scheme_id_of(struct arena *a, const struct plan_source *source)
{
    struct elements all = {0};
    struct text id = T("");
    elements_read(a, source, &all);
    for (size_t i = 0; i < all.n; i++) {
        if (text_eqz(all.item[i].section, "scheme")) (void)yaml_text(yaml_get(all.item[i].node, "id"), &id);
    }
    return id;
}

static const struct element *element_find(const struct elements *all, const struct element *like)
{
    for (size_t i = 0; i < all->n; i++) {
        if (text_eq(all->item[i].section, like->section) && text_eq(all->item[i].key, like->key)) return &all->item[i];
    }
    return NULL;
}

/* ---- one element ---- */

static struct text title_of(const struct differing *d, const struct yaml_node *n)
{
    static const char *const names[] = {"title", "do"};
    struct text said = T("");
    for (size_t i = 0; i < sizeof names / sizeof *names && said.n == 0; i++) {
        const struct yaml_node *t = yaml_get(n, names[i]), *own = yaml_get(t, d->lang == LANG_EN ? "en" : "zh");
        (void)yaml_text(own ? own : t, &said);
    }
    return said;
}

static struct text value_said(const struct differing *d, const struct yaml_node *n)
{
    struct text t = n == NULL ? T("") : book_cell(d->a, n);
    size_t at = 0, chars = 0;
    uint32_t cp;
    while (chars < SHOWN && text_next(t, &at, &cp)) chars++;
    return at < t.n ? text_fmt(d->a, "%.*s…", (int)at, t.s) : t;
}

static void part_put(const struct differing *d, struct scheme_change *c, struct text key, const struct yaml_node *was,
                     const struct yaml_node *now)
{
    if (book_same(was, now)) return;
    c->part[c->parts].key = key;
    c->part[c->parts].was = value_said(d, was);
    c->part[c->parts++].now = value_said(d, now);
}

static void parts_fill(const struct differing *d, struct scheme_change *c, const struct yaml_node *was,
                       const struct yaml_node *now)
{
    c->part = arena_array(d->a, was->n + now->n + 1, sizeof *c->part);
    if (was->kind != YAML_MAP || now->kind != YAML_MAP) {
        part_put(d, c, c->key, was, now);
        return;
    }
    for (const struct yaml_node *n = now->child; n; n = n->next) part_put(d, c, n->key, yaml_find(was, n->key), n);
    for (const struct yaml_node *w = was->child; w; w = w->next) {
        if (yaml_find(now, w->key) == NULL) part_put(d, c, w->key, w, NULL);
    }
}

static struct scheme_change *change_add(struct differing *d, enum change how, const struct element *e)
{
    struct scheme_changes *out = d->out;
    out->item = arena_grow(d->a, out->item, out->n, &d->cap, out->n + 1, sizeof *out->item);
    struct scheme_change *c = &out->item[out->n++];
    *c = (struct scheme_change){.how = how, .section = e->section, .key = e->key, .title = title_of(d, e->node)};
    return c;
}

void scheme_differ(struct arena *a, const struct plan_source *was, const struct plan_source *now, enum lang lang,
                   struct scheme_changes *out)
{
    struct differing d = {.a = a, .lang = lang, .out = out};
    *out = (struct scheme_changes){0};
    elements_read(a, was, &d.was);
    elements_read(a, now, &d.now);
    out->elements = d.now.n;
    for (size_t i = 0; i < d.now.n; i++) {
        const struct element *e = &d.now.item[i], *before = element_find(&d.was, e);
        if (before == NULL) change_add(&d, CHANGE_NEW, e);
        else if (!book_same(before->node, e->node)) parts_fill(&d, change_add(&d, CHANGE_OTHER, e), before->node, e->node);
    }
    for (size_t i = 0; i < d.was.n; i++) {
        if (element_find(&d.now, &d.was.item[i]) == NULL) change_add(&d, CHANGE_GONE, &d.was.item[i]);
    }
}
