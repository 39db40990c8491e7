/* SPDX-License-Identifier: Apache-2.0 */
/* words --out DIR locale/zh locale/en: merges the locale files into DIR/words.h and DIR/words.c (see base/word.h).
 * A key that one language lacks, a key written twice, and sentences whose {n} differ stop the build. */
#include <dirent.h>
#include <string.h>
#include <yaml.h>

#include "tool.h"

enum { LANGUAGES = 2, PLACES = 4 };

struct entry {
    struct text key, sentence;
    const char *file;
    size_t line;
    unsigned places; /* bit n: {n} occurs */
};

struct table {
    struct entry *list;
    size_t n, cap;
};

struct words {
    struct arena *arena;
    struct table lang[LANGUAGES];
    size_t errors;
};

static void complain(struct words *w, const char *file, size_t line, const char *sentence, struct text about)
{
    fprintf(stderr, "%s:%zu: %s: %.*s\n", file, line, sentence, TP(about));
    w->errors++;
}

static bool key_is_identifier(struct text key)
{
    for (size_t i = 0; i < key.n; i++) {
        char c = key.s[i];
        if (!(c == '_' || (c >= 'a' && c <= 'z') || (i > 0 && c >= '0' && c <= '9') || (i > 0 && c >= 'A' && c <= 'Z')))
            return false;
    }
    return key.n > 0;
}

static unsigned places_of(struct words *w, const struct entry *e)
{
    unsigned places = 0;
    for (size_t i = 0; i + 2 < e->sentence.n; i++) {
        const char *s = e->sentence.s + i;
        if (s[0] != '{' || s[1] < '0' || s[1] > '9' || s[2] != '}')
            continue;
        if (s[1] - '0' >= PLACES)
            complain(w, e->file, e->line, "only {0} to {3} have arguments", e->key);
        else
            places |= 1u << (s[1] - '0');
    }
    return places;
}

static void entry_add(struct words *w, struct table *t, struct entry e)
{
    if (!key_is_identifier(e.key) || text_eqz(e.key, "none"))
        complain(w, e.file, e.line, "a key is a lower-case identifier, and not 'none'", e.key);
    if (!text_utf8(e.sentence))
        complain(w, e.file, e.line, "not UTF-8", e.key);
    e.places = places_of(w, &e);
    t->list = arena_grow(w->arena, t->list, t->n, &t->cap, t->n + 1, sizeof *t->list);
    t->list[t->n++] = e;
}

/* One flat mapping of scalars; everything else is refused where it stands. */
static void file_parse(struct words *w, struct table *t, const char *path)
{
    struct text content = tool_read(w->arena, path);
    yaml_parser_t parser;
    yaml_event_t event;
    if (!yaml_parser_initialize(&parser))
        exit(1);
    yaml_parser_set_input_string(&parser, (const unsigned char *)content.s, content.n);
    struct entry e = {.file = path};
    bool in_map = false, done = false;
    while (!done) {
        if (!yaml_parser_parse(&parser, &event)) {
            complain(w, path, parser.problem_mark.line + 1, "not YAML", text_of(parser.problem));
            break;
        }
        size_t line = event.start_mark.line + 1;
        if (event.type == YAML_SCALAR_EVENT && in_map) {
            struct text s = {(const char *)event.data.scalar.value, event.data.scalar.length};
            s = text_dup(w->arena, s);
            if (!e.key.s) {
                e.key = s;
                e.line = line;
            } else {
                e.sentence = s;
                entry_add(w, t, e);
                e.key = TEXT_NONE;
            }
        } else if (event.type == YAML_MAPPING_START_EVENT && !in_map) {
            in_map = true;
        } else if (event.type == YAML_SCALAR_EVENT ? event.data.scalar.length > 0
                                                   : event.type == YAML_SEQUENCE_START_EVENT || event.type == YAML_ALIAS_EVENT ||
                                                         event.type == YAML_MAPPING_START_EVENT) {
            complain(w, path, line, "only `key: \"sentence\"` lines may stand here", T(""));
            done = true;
        }
        done = done || event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
}

static int names_compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void directory_parse(struct words *w, struct table *t, const char *dir)
{
    DIR *d = opendir(dir);
    if (!d) {
        fprintf(stderr, "%s: no such directory\n", dir);
        exit(1);
    }
    const char **names = NULL;
    size_t n = 0, cap = 0;
    for (struct dirent *one; (one = readdir(d)) != NULL;) {
        struct text name = text_of(one->d_name);
        if (one->d_name[0] == '.' || !text_ends(name, T(".yaml")))
            continue;
        names = arena_grow(w->arena, names, n, &cap, n + 1, sizeof *names);
        names[n++] = text_z(w->arena, text_fmt(w->arena, "%s/%s", dir, one->d_name));
    }
    closedir(d);
    if (n)
        qsort(names, n, sizeof *names, names_compare);
    for (size_t i = 0; i < n; i++)
        file_parse(w, t, names[i]);
}

static int entries_compare(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int c = text_cmp(x->key, y->key);
    return c ? c : strcmp(x->file, y->file);
}

static void table_sort(struct words *w, struct table *t)
{
    if (t->n)
        qsort(t->list, t->n, sizeof *t->list, entries_compare);
    for (size_t i = 1; i < t->n; i++) {
        if (text_eq(t->list[i].key, t->list[i - 1].key))
            complain(
                w, t->list[i].file, t->list[i].line,
                text_z(w->arena, text_fmt(w->arena, "written twice, also at %s:%zu", t->list[i - 1].file, t->list[i - 1].line)),
                t->list[i].key);
    }
}

static void tables_compare(struct words *w, const char *const *dirs)
{
    const struct table *a = &w->lang[0], *b = &w->lang[1];
    for (size_t i = 0, j = 0; i < a->n || j < b->n;) {
        int c = i == a->n ? 1 : j == b->n ? -1 : text_cmp(a->list[i].key, b->list[j].key);
        const struct entry *e = c <= 0 ? &a->list[i] : &b->list[j];
        if (c != 0)
            complain(w, e->file, e->line, text_z(w->arena, text_fmt(w->arena, "no such key in %s", dirs[c < 0])), e->key);
        else if (a->list[i].places != b->list[j].places)
            complain(w, e->file, e->line,
                     text_z(w->arena, text_fmt(w->arena, "other {n} than at %s:%zu", b->list[j].file, b->list[j].line)), e->key);
        i += c <= 0;
        j += c >= 0;
    }
}

static void header_write(const struct words *w, const char *out)
{
    struct buf b = buf_new(TOOL_FILE_MAX);
    buf_add(&b, T("/* Made by tools/words from locale/. */\n#ifndef CHUYAN_GEN_WORDS_H\n#define CHUYAN_GEN_WORDS_H\n\nenum word "
                  "{\n    W_none,\n"));
    for (size_t i = 0; i < w->lang[0].n; i++)
        buf_fmt(&b, "    W_%.*s,\n", TP(w->lang[0].list[i].key));
    buf_add(&b, T("    WORD_COUNT\n};\n\n#endif\n"));
    tool_write(text_z(w->arena, text_fmt(w->arena, "%s/words.h", out)), &b);
    buf_free(&b);
}

static void source_write(const struct words *w, const char *out)
{
    struct buf b = buf_new(TOOL_FILE_MAX);
    buf_add(&b, T("/* Made by tools/words from locale/. */\n#include \"base/word.h\"\n\n"
                  "#define S(lit) {lit, sizeof lit - 1}\n\nconst struct text word_keys[WORD_COUNT] = {\n    S(\"\"),\n"));
    for (size_t i = 0; i < w->lang[0].n; i++)
        buf_fmt(&b, "    S(\"%.*s\"),\n", TP(w->lang[0].list[i].key));
    buf_add(&b, T("};\n\nconst struct text word_table[LANG_COUNT][WORD_COUNT] = {\n"));
    for (size_t l = 0; l < LANGUAGES; l++) {
        buf_add(&b, T("    {\n        S(\"\"),\n"));
        for (size_t i = 0; i < w->lang[l].n; i++) {
            buf_add(&b, T("        S("));
            tool_literal(&b, w->lang[l].list[i].sentence);
            buf_add(&b, T("),\n"));
        }
        buf_add(&b, T("    },\n"));
    }
    buf_add(&b, T("};\n"));
    tool_write(text_z(w->arena, text_fmt(w->arena, "%s/words.c", out)), &b);
    buf_free(&b);
}

int main(int argc, char **argv)
{
    if (argc != 5 || strcmp(argv[1], "--out") != 0) {
        fprintf(stderr, "use: words --out DIR locale/zh locale/en\n");
        return 2;
    }
    struct words w = {.arena = arena_new(TOOL_FILE_MAX)};
    const char *const dirs[LANGUAGES] = {argv[3], argv[4]};
    for (size_t l = 0; l < LANGUAGES; l++) {
        directory_parse(&w, &w.lang[l], dirs[l]);
        table_sort(&w, &w.lang[l]);
    }
    tables_compare(&w, dirs);
    if (w.errors == 0) {
        header_write(&w, argv[2]);
        source_write(&w, argv[2]);
    }
    arena_free(w.arena);
    return w.errors ? 1 : 0;
}
