/* SPDX-License-Identifier: Apache-2.0 */
/* sqlc --sql DIR --out DIR [--set NAME] FILE.sql …
 * Reads DIR/guarded.txt and DIR/NNNN_*.sql, compiles the statements of the files, writes C. See sqlc.h. */
#include "sqlc.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void complain(struct compiler *c, const char *path, int line, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    if (line > 0) fprintf(stderr, "%s:%d: ", path, line);
    else fprintf(stderr, "%s: ", path);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    c->errors++;
}

/* One table a line; # begins a remark. */
static void guarded_read(struct compiler *c, const char *dir)
{
    const char *path = text_z(c->arena, text_fmt(c->arena, "%s/guarded.txt", dir));
    struct text all, line;
    if (!source_read(c, path, &all)) return;
    for (int number = 1; text_cut(&all, '\n', &line); number++) {
        line = text_trim(line);
        if (line.n == 0 || line.s[0] == '#') continue;
        if (!name_is_plain(line)) complain(c, path, number, "'%.*s' is not the name of a table", TP(line));
        c->guarded = arena_grow(c->arena, c->guarded, c->guardeds, &c->guarded_cap, c->guardeds + 1, sizeof line);
        c->guarded[c->guardeds++] = line;
    }
}

static void guarded_check(struct compiler *c, const char *dir)
{
    const char *path = text_z(c->arena, text_fmt(c->arena, "%s/guarded.txt", dir));
    for (size_t i = 0; i < c->guardeds; i++) {
        bool found = false;
        for (size_t k = 0; k < c->tables_n && !found; k++) found = text_eq(c->tables[k].name, c->guarded[i]);
        if (!found) complain(c, path, 0, "no migration makes the table '%.*s'", TP(c->guarded[i]));
    }
}

static int usage(void)
{
    fputs("sqlc --sql DIR --out DIR [--set NAME] FILE.sql …\n", stderr);
    return 2;
}

static bool same_base(const char *a, const char *b)
{
    const char *x = strrchr(a, '/'), *y = strrchr(b, '/');
    return strcmp(x ? x + 1 : a, y ? y + 1 : b) == 0;
}

/* Two files of one name would write over each other. */
static void names_check(struct compiler *c, char **file, int n)
{
    for (int i = 0; i < n; i++)
        for (int k = 0; k < i; k++)
            if (same_base(file[i], file[k])) complain(c, file[i], 0, "has the same name as %s", file[k]);
}

int main(int argc, char **argv)
{
    struct compiler c = {.arena = arena_new((size_t)256 << 20), .set = "sql"};
    const char *dir = NULL;
    int at = 1;
    for (; at + 1 < argc && strncmp(argv[at], "--", 2) == 0; at += 2) {
        if (strcmp(argv[at], "--sql") == 0) dir = argv[at + 1];
        else if (strcmp(argv[at], "--out") == 0) c.out = argv[at + 1];
        else if (strcmp(argv[at], "--set") == 0) c.set = argv[at + 1];
        else return usage();
    }
    if (!dir || !c.out || !name_is_plain(text_of(c.set))) return usage();
    guarded_read(&c, dir);
    migrations_read(&c, dir);
    guarded_check(&c, dir);
    names_check(&c, argv + at, argc - at);
    for (int i = at; i < argc; i++) statements_read(&c, argv[i]);
    if (c.errors == 0) {
        for (int i = at; i < argc; i++) emit_file(&c, argv[i]);
        emit_lists(&c);
    }
    int code = c.errors ? 1 : 0;
    arena_free(c.arena);
    return code;
}
