/* SPDX-License-Identifier: Apache-2.0 */
/* embed --out FILE.c [--npm LIST] DIR…: writes a C file whose assembler takes every file below the directories, and the files
 * of node_modules that LIST names, into the program (base/file.h: embedded_find, embedded_all).
 * LIST: one `path/below/node_modules` a line; `#` begins a comment. They are found under "npm/…". */
#include <fts.h>
#include <string.h>
#include <sys/stat.h>

#include "tool.h"

struct item {
    struct text name, path;
    size_t size;
};

struct list {
    struct arena *arena;
    struct item *item;
    size_t n, cap;
};

static void list_add(struct list *l, struct text name, struct text path)
{
    struct stat st;
    if (stat(text_z(l->arena, path), &st) != 0) {
        fprintf(stderr, "%.*s: cannot be read\n", TP(path));
        exit(1);
    }
    l->item = arena_grow(l->arena, l->item, l->n, &l->cap, l->n + 1, sizeof *l->item);
    l->item[l->n++] = (struct item){text_dup(l->arena, name), text_dup(l->arena, path), (size_t)st.st_size};
}

static void tree_add(struct list *l, const char *dir)
{
    char *const roots[] = {(char *)(uintptr_t)dir, NULL};
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    for (FTSENT *one; walk && (one = fts_read(walk)) != NULL;) {
        if (one->fts_name[0] == '.' && one->fts_level > 0)
            fts_set(walk, one, FTS_SKIP);
        else if (one->fts_info == FTS_F)
            list_add(l, text_of(one->fts_path), text_of(one->fts_path));
    }
    if (walk)
        fts_close(walk);
}

static void npm_add(struct list *l, const char *list_path)
{
    if (!file_exists(list_path))
        return;
    struct text rest = tool_read(l->arena, list_path), line;
    while (text_cut(&rest, '\n', &line)) {
        line = text_trim(line);
        if (text_empty(line) || line.s[0] == '#')
            continue;
        struct text path = text_join(l->arena, T("node_modules/"), line);
        if (!file_exists(text_z(l->arena, path))) {
            fprintf(stderr, "%s: %.*s is not there: run ./run, or npm ci --ignore-scripts\n", list_path, TP(path));
            exit(1);
        }
        list_add(l, text_join(l->arena, T("npm/"), line), path);
    }
}

static int items_compare(const void *a, const void *b)
{
    return text_cmp(((const struct item *)a)->name, ((const struct item *)b)->name);
}

static void one_write(struct buf *b, size_t i, const struct item *one)
{
    if (text_find(one->path, T("\"")) >= 0 || text_find(one->path, T("\\")) >= 0) {
        fprintf(stderr, "%.*s: a file name may not hold quotes\n", TP(one->path));
        exit(1);
    }
    /* The NUL behind each file is not counted; it makes a careless reader stop. */
    buf_fmt(b,
            "__asm__(\".section .rodata\\n.balign 16\\n.global embedded_%zu\\nembedded_%zu:\\n.incbin \\\"%.*s\\\"\\n"
            ".byte 0\\n.previous\");\nextern const char embedded_%zu[];\n",
            i, i, TP(one->path), i);
}

static void source_write(const struct list *l, const char *out)
{
    struct buf b = buf_new(TOOL_FILE_MAX);
    buf_add(&b, T("/* Made by tools/embed. */\n#include \"base/file.h\"\n\n"));
    for (size_t i = 0; i < l->n; i++)
        one_write(&b, i, &l->item[i]);
    buf_fmt(&b, "\nenum { FILES = %zu };\n\n", l->n);
    buf_add(&b, T("static const struct embedded files[FILES + 1] = {\n"));
    for (size_t i = 0; i < l->n; i++) {
        struct text name = l->item[i].name;
        buf_add(&b, T("    {{"));
        tool_literal(&b, name);
        buf_fmt(&b, ", %zu}, {embedded_%zu, %zu}},\n", name.n, i, l->item[i].size);
    }
    buf_add(&b, T("    {{NULL, 0}, {NULL, 0}},\n};\n\n"
                  "const struct embedded *embedded_all(size_t *n)\n{\n    *n = FILES;\n    return files;\n}\n\n"
                  "const struct embedded *embedded_find(struct text path)\n{\n"
                  "    size_t low = 0, high = FILES;\n"
                  "    while (low < high) {\n"
                  "        size_t mid = low + (high - low) / 2;\n"
                  "        int c = text_cmp(files[mid].path, path);\n"
                  "        if (c == 0)\n            return &files[mid];\n"
                  "        if (c < 0)\n            low = mid + 1;\n"
                  "        else\n            high = mid;\n"
                  "    }\n    return NULL;\n}\n"));
    tool_write(out, &b);
    buf_free(&b);
}

int main(int argc, char **argv)
{
    struct list l = {.arena = arena_new(TOOL_FILE_MAX)};
    const char *out = NULL;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--out") == 0 && i + 1 < argc)
            out = argv[++i];
        else if (strcmp(argv[i], "--npm") == 0 && i + 1 < argc)
            npm_add(&l, argv[++i]);
        else
            tree_add(&l, argv[i]);
    }
    if (!out) {
        fprintf(stderr, "use: embed --out FILE.c [--npm LIST] DIR...\n");
        return 2;
    }
    if (l.n)
        qsort(l.item, l.n, sizeof *l.item, items_compare);
    source_write(&l, out);
    arena_free(l.arena);
    return 0;
}
