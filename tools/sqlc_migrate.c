/* SPDX-License-Identifier: Apache-2.0 */
/* Numbered migrations: one portable source becomes the DDL of both engines, with a sentence on every table and column. */
#include "sqlc.h"

#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    struct compiler *c;
    struct migration *m;
    const struct token *tok;   /* one statement, with its comments, up to the semicolon */
    size_t n;
    struct buf text[2];        /* the statement being written, by engine */
};

static void ddl_put(struct reader *r, int engine, struct text t)
{
    struct migration *m = r->m;
    m->ddl[engine] = arena_grow(r->c->arena, m->ddl[engine], m->n[engine], &m->cap[engine], m->n[engine] + 1,
                                sizeof(struct text));
    m->ddl[engine][m->n[engine]++] = text_dup(r->c->arena, t);
}

static void comment_on(struct reader *r, const char *what, struct text name, struct text sentence)
{
    struct buf b = buf_new(1 << 16);
    buf_fmt(&b, "comment on %s %.*s is '", what, TP(name));
    for (size_t i = 0; i < sentence.n; i++) {
        if (sentence.s[i] == '\'') buf_char(&b, '\'');
        buf_char(&b, sentence.s[i]);
    }
    buf_char(&b, '\'');
    ddl_put(r, POSTGRESQL, buf_text(&b));
    buf_free(&b);
}

static const char *type_word(struct text t, int engine)
{
    if (text_eqz(t, "int")) return engine == SQLITE ? "int" : "bigint";
    if (text_eqz(t, "text")) return engine == SQLITE ? "text" : "text collate \"C\""; /* both engines then sort by bytes */
    if (text_eqz(t, "bytes")) return engine == SQLITE ? "blob" : "bytea";
    return NULL;
}

/* Writes one column, `tok` pointing at its name: the type word is translated, the rest copied. */
static bool column_write(struct reader *r, const struct token *tok, size_t n)
{
    if (n < 2 || !name_is_plain(tok[0].text)) {
        complain(r->c, r->m->path, tok[0].line, "a column is written: name int|text|bytes …, -- sentence");
        return false;
    }
    for (int e = SQLITE; e <= POSTGRESQL; e++) {
        const char *type = type_word(tok[1].text, e);
        if (!type) {
            complain(r->c, r->m->path, tok[1].line, "'%.*s' is not a type word; write int, text or bytes", TP(tok[1].text));
            return false;
        }
        buf_fmt(&r->text[e], "%.*s %s%s", TP(tok[0].text), type, n > 2 ? " " : "");
        emit_tokens(&r->text[e], tok + 2, n - 2);
    }
    return true;
}

static bool constraint_item(const struct token *t)
{
    static const char *const words[] = {"primary", "unique", "check", "foreign", "constraint", NULL};
    for (const char *const *w = words; *w; w++)
        if (token_is(t, *w)) return true;
    return false;
}

/* The sentence of the item tok[from] … tok[end - 1]: behind it on its line (and its comma), else on the lines above it. */
static struct text item_sentence(const struct reader *r, size_t from, size_t end, int last_line)
{
    size_t behind = end;
    while (behind > from && r->tok[behind - 1].kind == TOKEN_COMMENT) behind--;
    for (size_t i = behind; i < r->n && r->tok[i].line == last_line; i++)
        if (r->tok[i].kind == TOKEN_COMMENT) return text_trim(r->tok[i].text);
    struct text above = TEXT_NONE;
    for (size_t i = from; i < end; i++) {
        if (r->tok[i].kind != TOKEN_COMMENT) break;
        if (i > 0 && r->tok[i].line == r->tok[i - 1].line) continue; /* belongs to what stands before it on that line */
        above = text_trim(r->tok[i].text);
    }
    return above;
}

/* How many names stand inside the brackets after tok[i]. */
static size_t count_in_brackets(const struct token *tok, size_t n, size_t i)
{
    size_t names = 1;
    for (; i < n && !token_is(&tok[i], ")"); i++) names += token_is(&tok[i], ",");
    return names;
}

/* First name inside the brackets after tok[i]. */
static struct text first_in_brackets(const struct token *tok, size_t n, size_t i)
{
    while (i < n && !token_is(&tok[i], "(")) i++;
    return i + 1 < n ? tok[i + 1].text : TEXT_NONE;
}

static void key_note(struct reader *r, struct table *t, const struct token *tok, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++) {
        bool primary = token_is(&tok[i], "primary");
        bool whole = primary && (i == 0 || token_is(&tok[0], "constraint"));
        if (primary) t->key = whole ? first_in_brackets(tok, n, i) : tok[0].text;
        if (primary) t->keys = whole ? count_in_brackets(tok, n, i) : 1;
        bool table_unique = token_is(&tok[i], "unique") && token_is(&tok[i + 1], "(");
        if (table_unique && is_guarded(r->c, t->name) && !text_eqz(first_in_brackets(tok, n, i), "county"))
            complain(r->c, r->m->path, tok[i].line, "%.*s is about people: its unique keys begin with county", TP(t->name));
    }
}

/* One item of a create table, tok[from] … tok[end - 1], comments among them. */
static bool item_write(struct reader *r, struct table *t, size_t from, size_t end, bool last)
{
    struct token *clean = arena_array(r->c->arena, end - from + 1, sizeof *clean);
    size_t n = 0;
    for (size_t i = from; i < end; i++)
        if (r->tok[i].kind != TOKEN_COMMENT) clean[n++] = r->tok[i];
    if (n == 0) {
        complain(r->c, r->m->path, t->line, "table %.*s has a comma too many", TP(t->name));
        return false;
    }
    bool column = !constraint_item(&clean[0]);
    struct text sentence = item_sentence(r, from, end, clean[n - 1].line);
    key_note(r, t, clean, n);
    for (int e = SQLITE; e <= POSTGRESQL; e++) buf_add(&r->text[e], T("  "));
    if (column) {
        if (!column_write(r, clean, n)) return false;
        struct text dotted = text_fmt(r->c->arena, "%.*s.%.*s", TP(t->name), TP(clean[0].text));
        if (text_empty(sentence)) complain(r->c, r->m->path, clean[0].line, "column %.*s has no sentence behind --", TP(dotted));
        else comment_on(r, "column", dotted, sentence);
    } else {
        for (int e = SQLITE; e <= POSTGRESQL; e++) emit_tokens(&r->text[e], clean, n);
    }
    for (int e = SQLITE; e <= POSTGRESQL; e++)
        if (!last) buf_char(&r->text[e], ',');
    if (!text_empty(sentence)) buf_fmt(&r->text[SQLITE], " -- %.*s", TP(sentence));
    for (int e = SQLITE; e <= POSTGRESQL; e++) buf_char(&r->text[e], '\n');
    return true;
}

/* The lines directly above `create`, or behind the opening bracket. */
static struct text table_sentence(const struct reader *r, size_t create, size_t open, struct text name)
{
    struct text found = TEXT_NONE;
    if (create > 0 && r->tok[create - 1].kind == TOKEN_COMMENT) {
        size_t i = create - 1;
        while (i > 0 && r->tok[i - 1].kind == TOKEN_COMMENT && r->tok[i - 1].line == r->tok[i].line - 1) i--;
        found = text_trim(r->tok[i].text);
        for (i++; i < create; i++)
            found = text_fmt(r->c->arena, "%.*s %.*s", TP(found), TP(text_trim(r->tok[i].text)));
    } else if (open + 1 < r->n && r->tok[open + 1].kind == TOKEN_COMMENT && r->tok[open + 1].line == r->tok[open].line) {
        found = text_trim(r->tok[open + 1].text);
    }
    if (text_starts(found, name) && found.n > name.n &&
        found.s[name.n] == ':') found = text_trim(text_sub(found, name.n + 1, found.n));
    return found;
}

/* Where the item that begins at `at` ends: at a comma of this level or the closing bracket. */
static size_t item_end(const struct reader *r, size_t at)
{
    int depth = 0;
    for (; at < r->n; at++) {
        if (token_is(&r->tok[at], "(")) depth++;
        if (token_is(&r->tok[at], ")") && depth-- == 0) break;
        if (token_is(&r->tok[at], ",") && depth == 0) break;
    }
    return at;
}

static void table_keep(struct reader *r, const struct table *t)
{
    struct compiler *c = r->c;
    if (text_empty(t->key)) complain(c, r->m->path, t->line, "table %.*s has no primary key", TP(t->name));
    else if (is_guarded(c, t->name) && !text_eqz(t->key, "county"))
        complain(c, r->m->path, t->line, "%.*s is about people: its primary key begins with county", TP(t->name));
    c->tables = arena_grow(c->arena, c->tables, c->tables_n, &c->tables_cap, c->tables_n + 1, sizeof *t);
    c->tables[c->tables_n++] = *t;
}

static void table_write(struct reader *r, size_t create)
{
    const struct token *tok = r->tok + create;
    size_t open = create + 3;
    if (create + 4 >= r->n || !name_is_plain(tok[2].text) || !token_is(&tok[3], "(")) {
        complain(r->c, r->m->path, tok->line, "a table is written: create table name ( … );");
        return;
    }
    struct table t = {.name = tok[2].text, .path = r->m->path, .line = tok->line};
    struct text sentence = table_sentence(r, create, open, t.name);
    if (text_empty(sentence)) complain(r->c, r->m->path, t.line, "table %.*s has no sentence above it", TP(t.name));
    buf_fmt(&r->text[SQLITE], "create table %.*s ( -- %.*s\n", TP(t.name), TP(sentence));
    buf_fmt(&r->text[POSTGRESQL], "create table %.*s (\n", TP(t.name));
    size_t here = r->m->n[POSTGRESQL];
    ddl_put(r, POSTGRESQL, T("")); /* the table comes before its comments */
    comment_on(r, "table", t.name, sentence);
    size_t at = open + 1;
    for (;;) {
        size_t end = item_end(r, at);
        bool last = end >= r->n || token_is(&r->tok[end], ")");
        if (end >= r->n) {
            complain(r->c, r->m->path, t.line, "table %.*s is not closed", TP(t.name));
            return;
        }
        if (!item_write(r, &t, at, end, last)) return;
        at = end + 1;
        if (last) break;
    }
    for (; at < r->n; at++)
        if (r->tok[at].kind != TOKEN_COMMENT)
            complain(r->c, r->m->path, r->tok[at].line,
                     "nothing stands behind the closing bracket; the engines' own words are added");
    buf_add(&r->text[SQLITE], T(") strict, without rowid"));
    buf_char(&r->text[POSTGRESQL], ')');
    ddl_put(r, SQLITE, buf_text(&r->text[SQLITE]));
    r->m->ddl[POSTGRESQL][here] = text_dup(r->c->arena, buf_text(&r->text[POSTGRESQL]));
    table_keep(r, &t);
}

/* alter table T add [column] C type … -- sentence (the comment stands behind the semicolon, so it is looked for there too) */
static void column_add(struct reader *r, const struct token *tok, size_t n, struct text sentence)
{
    size_t at = token_is(&tok[4], "column") ? 5 : 4;
    struct text dotted = text_fmt(r->c->arena, "%.*s.%.*s", TP(tok[2].text), TP(tok[at].text));
    if (text_empty(sentence)) complain(r->c, r->m->path, tok[at].line, "column %.*s has no sentence behind --", TP(dotted));
    for (int e = SQLITE; e <= POSTGRESQL; e++) buf_fmt(&r->text[e], "alter table %.*s add column ", TP(tok[2].text));
    if (!column_write(r, tok + at, n - at)) return;
    for (int e = SQLITE; e <= POSTGRESQL; e++) ddl_put(r, e, buf_text(&r->text[e]));
    comment_on(r, "column", dotted, sentence);
}

static void index_check(struct reader *r, const struct token *tok, size_t n)
{
    if (!token_is(&tok[1], "unique")) return;
    for (size_t i = 2; i + 1 < n; i++) {
        if (!token_is(&tok[i], "on") || !is_guarded(r->c, tok[i + 1].text)) continue;
        if (!text_eqz(first_in_brackets(tok, n, i), "county"))
            complain(r->c, r->m->path, tok->line, "%.*s is about people: its unique keys begin with county", TP(tok[i + 1].text));
    }
}

static bool change_allowed(const struct token *tok)
{
    static const char *const words[] = {"insert", "update", "delete", "with", NULL};
    for (const char *const *w = words; *w; w++)
        if (token_is(&tok[0], *w)) return true;
    bool index = token_is(&tok[1], "index") || (token_is(&tok[1], "unique") && token_is(&tok[2], "index"));
    if (token_is(&tok[0], "create")) return index;
    if (token_is(&tok[0], "drop")) return index || token_is(&tok[1], "table");
    return token_is(&tok[0], "alter") && token_is(&tok[1], "table");
}

/* r->tok holds one statement; `behind` is the token after its semicolon. */
static void migration_statement(struct reader *r, const struct token *behind)
{
    size_t first = 0, n = 0;
    while (first < r->n && r->tok[first].kind == TOKEN_COMMENT) first++;
    struct token *clean = arena_array(r->c->arena, r->n + 1, sizeof *clean);
    for (size_t i = first; i < r->n; i++)
        if (r->tok[i].kind != TOKEN_COMMENT) clean[n++] = r->tok[i];
    if (n < 3) {
        complain(r->c, r->m->path, r->tok[0].line, "this is not a statement");
        return;
    }
    if (token_is(&clean[0], "create") && token_is(&clean[1], "table")) {
        table_write(r, first);
    } else if (n > 5 && token_is(&clean[0], "alter") && token_is(&clean[1], "table") && token_is(&clean[3], "add")) {
        bool tail = behind->kind == TOKEN_COMMENT && behind->line == clean[n - 1].line;
        bool above = first > 0;
        column_add(r, clean, n, tail ? text_trim(behind->text) : above ? text_trim(r->tok[first - 1].text) : TEXT_NONE);
    } else if (!change_allowed(clean)) {
        complain(r->c, r->m->path, clean[0].line, "a migration makes, changes and drops tables and indexes, and moves rows; "
                 "a view or trigger would hide what a statement touches");
    } else {
        if (token_is(&clean[0], "create")) index_check(r, clean, n);
        emit_tokens(&r->text[SQLITE], clean, n);
        for (int e = SQLITE; e <= POSTGRESQL; e++) ddl_put(r, e, buf_text(&r->text[SQLITE]));
    }
}

static void migration_parse(struct compiler *c, struct migration *m)
{
    struct source src;
    if (!source_lex(c, m->path, &src)) return;
    struct buf plain = buf_new(8 << 20);
    for (size_t at = 0; src.tok[at].kind != TOKEN_END;) {
        size_t from = at;
        bool real = false;
        for (; src.tok[at].kind != TOKEN_END && !token_is(&src.tok[at], ";"); at++)
            if (src.tok[at].kind != TOKEN_COMMENT) real = true;
        if (!real && src.tok[at].kind == TOKEN_END) break;
        if (src.tok[at].kind == TOKEN_END) {
            complain(c, m->path, src.tok[from].line, "the last statement does not end with a semicolon");
            break;
        }
        for (size_t i = from; i < at; i++)
            if (src.tok[i].kind != TOKEN_COMMENT) emit_tokens(&plain, &src.tok[i], 1), buf_char(&plain, ' ');
        buf_char(&plain, ';');
        struct reader r = {.c = c, .m = m, .tok = src.tok + from, .n = at - from, .text = {buf_new(1 << 20), buf_new(1 << 20)}};
        at++;
        migration_statement(&r, &src.tok[at]);
        buf_free(&r.text[SQLITE]);
        buf_free(&r.text[POSTGRESQL]);
    }
    m->source = text_dup(c->arena, buf_text(&plain));
    buf_free(&plain);
}

static int numbered(const struct dirent *e)
{
    size_t n = strlen(e->d_name);
    if (n < 10 || strcmp(e->d_name + n - 4, ".sql") != 0 || e->d_name[4] != '_') return 0;
    for (int i = 0; i < 4; i++)
        if (!isdigit((unsigned char)e->d_name[i])) return 0;
    return 1;
}

static void migration_add(struct compiler *c, const char *dir, const char *file)
{
    int number = (file[0] - '0') * 1000 + (file[1] - '0') * 100 + (file[2] - '0') * 10 + (file[3] - '0');
    const char *path = text_z(c->arena, text_fmt(c->arena, "%s/%s", dir, file));
    if (number != (int)c->migrations_n + 1)
        complain(c, path, 1, "migrations are numbered without gaps: this should be %04zu", c->migrations_n + 1);
    c->migrations = arena_grow(c->arena, c->migrations, c->migrations_n, &c->migrations_cap, c->migrations_n + 1,
                               sizeof *c->migrations);
    struct migration *m = &c->migrations[c->migrations_n++];
    *m = (struct migration){.path = path, .number = number};
    m->name = text_dup(c->arena, (struct text){file + 5, strlen(file) - 9});
    migration_parse(c, m);
}

void migrations_read(struct compiler *c, const char *dir)
{
    struct dirent **list;
    int n = scandir(dir, &list, numbered, alphasort);
    if (n < 0) {
        complain(c, dir, 0, "is not a folder of migrations");
        return;
    }
    for (int i = 0; i < n; i++) {
        migration_add(c, dir, list[i]->d_name);
        free(list[i]);
    }
    free(list);
}
