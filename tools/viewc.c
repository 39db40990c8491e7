/* SPDX-License-Identifier: Apache-2.0 */
/* viewc --views src/view --templates templates --words locale/zh --out build/gen/view
 * Writes NAME.h and NAME.c for each src/view/NAME.view, and layouts.h, layouts.c for templates/layout/. A file whose
 * content would not change is left untouched, so that make rebuilds little. Exit 1 after any error; errors are
 * file:line:col: sentence. */
#include "viewc.h"
#include "base/file.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FILE_LIMIT = 1 << 20 };

void viewc_fail(struct viewc *c, struct place at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fprintf(stderr, "%.*s:%d:%d: ", TP(at.file), at.line, at.col);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    c->errors++;
}

static void buf_drop(void *p)
{
    buf_free(p);
}

struct buf *viewc_buf(struct viewc *c)
{
    struct buf *b = arena_alloc(c->a, sizeof *b);
    *b = buf_new(1 << 24);
    arena_defer(c->a, buf_drop, b);
    return b;
}

void viewc_write(struct viewc *c, const char *name, const char *suffix, struct text content)
{
    char path[512];
    struct text old;
    snprintf(path, sizeof path, "%s/%s%s", c->out, name, suffix);
    if (file_exists(path) && file_read(c->a, path, 1 << 26, &old) == RC_OK && text_eq(old, content)) return;
    if (file_write(path, content, 0644) != RC_OK) viewc_fail(c, (struct place){text_of(path), 1, 1}, "cannot be written");
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names in `dir` that end in `suffix`, sorted, so that a build is the same everywhere. */
static size_t list_dir(struct viewc *c, const char *dir, const char *suffix, char ***out)
{
    DIR *d = opendir(dir);
    size_t n = 0, cap = 0;
    *out = NULL;
    if (!d) return 0;
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        struct text name = text_of(e->d_name);
        if (name.s[0] == '.' || !text_ends(name, text_of(suffix))) continue;
        *out = arena_grow(c->a, *out, n, &cap, n + 1, sizeof **out);
        (*out)[n++] = arena_copy(c->a, name.s, name.n + 1);
    }
    closedir(d);
    if (n) qsort(*out, n, sizeof **out, by_name);
    return n;
}

static struct text stem(struct viewc *c, const char *name, const char *suffix)
{
    return text_dup(c->a, (struct text){name, strlen(name) - strlen(suffix)});
}

static void read_words(struct viewc *c)
{
    char **names;
    size_t n = list_dir(c, c->words, ".yaml", &names);
    for (size_t i = 0; i < n; i++) {
        struct text path = text_fmt(c->a, "%s/%s", c->words, names[i]), source;
        if (file_read(c->a, text_z(c->a, path), FILE_LIMIT, &source) == RC_OK) words_read(c, path, source);
    }
}

static void read_views(struct viewc *c)
{
    char **names;
    size_t n = list_dir(c, c->views, ".view", &names);
    for (size_t i = 0; i < n; i++) {
        struct text path = text_fmt(c->a, "%s/%s", c->views, names[i]), source;
        struct unit u = {.name = stem(c, names[i], ".view")};
        if (file_read(c->a, text_z(c->a, path), FILE_LIMIT, &source) != RC_OK) {
            viewc_fail(c, (struct place){path, 1, 1}, "cannot be read");
            continue;
        }
        if (!decl_read(c, path, source, &u)) continue;
        c->unit = arena_grow(c->a, c->unit, c->units, &c->unit_cap, c->units + 1, sizeof u);
        c->unit[c->units++] = u;
    }
}

static void compile_layouts(struct viewc *c)
{
    char **names, dir[512];
    snprintf(dir, sizeof dir, "%s/layout", c->templates);
    size_t n = list_dir(c, dir, ".html", &names);
    struct compiled *list = arena_array(c->a, n + 1, sizeof *list);
    for (size_t i = 0; i < n; i++) {
        c->layout = arena_grow(c->a, c->layout, c->layouts, &c->layout_cap, c->layouts + 1, sizeof *c->layout);
        c->layout[c->layouts++] = stem(c, names[i], ".html");
        if (!template_compile(c, text_fmt(c->a, "%s/%s", dir, names[i]), NULL, &list[i])) c->errors += c->errors == 0;
    }
    if (c->errors == 0) layouts_emit(c, list, n);
}

static void compile_units(struct viewc *c)
{
    for (size_t i = 0; i < c->units; i++) {
        const struct unit *u = &c->unit[i];
        struct text path = text_fmt(c->a, "%s/%.*s.html", c->templates, TP(u->name));
        struct compiled t;
        bool has = u->view && file_exists(text_z(c->a, path));
        if (has && !template_compile(c, path, u->view, &t)) c->errors += c->errors == 0;
        else if (c->errors == 0) unit_emit(c, u, has ? &t : NULL);
    }
}

/* A template nobody declared a view for would never be built, and its mistakes never be seen. */
static void check_orphans(struct viewc *c)
{
    char **names;
    size_t n = list_dir(c, c->templates, ".html", &names);
    for (size_t i = 0; i < n; i++) {
        struct text name = stem(c, names[i], ".html");
        bool found = false;
        for (size_t k = 0; k < c->units; k++) found = found || (c->unit[k].view && text_eq(c->unit[k].name, name));
        if (!found)
            viewc_fail(c, (struct place){text_fmt(c->a, "%s/%s", c->templates, names[i]), 1, 1}, "has no %s/%.*s.view",
                       c->views, TP(name));
    }
}

static bool read_args(struct viewc *c, int argc, char **argv)
{
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--views") == 0) c->views = argv[i + 1];
        else if (strcmp(argv[i], "--templates") == 0) c->templates = argv[i + 1];
        else if (strcmp(argv[i], "--words") == 0) c->words = argv[i + 1];
        else if (strcmp(argv[i], "--out") == 0) c->out = argv[i + 1];
        else return false;
    }
    return argc % 2 == 1 && c->views && c->templates && c->words && c->out;
}

int main(int argc, char **argv)
{
    struct viewc c = {.a = arena_new((size_t)1 << 30)};
    if (!read_args(&c, argc, argv)) {
        fprintf(stderr, "usage: viewc --views DIR --templates DIR --words DIR --out DIR\n");
        return 2;
    }
    (void)mkdir(c.out, 0755);
    read_words(&c);
    read_views(&c);
    if (decl_resolve(&c) && c.errors == 0) {
        compile_layouts(&c);
        check_orphans(&c);
        compile_units(&c);
    }
    int failed = c.errors > 0;
    arena_free(c.a);
    return failed;
}
