/* SPDX-License-Identifier: Apache-2.0 */
/* Reads named statements: a head of comments (name, in, out, open), then one body, or twin bodies. */
#include "sqlc.h"

#include <stdio.h>

bool is_guarded(const struct compiler *c, struct text table)
{
    for (size_t i = 0; i < c->guardeds; i++)
        if (text_eq(c->guarded[i], table)) return true;
    return false;
}

/* Splits "word: rest"; false when the comment is not of that form. */
static bool head_split(struct text comment, struct text *word, struct text *rest)
{
    ptrdiff_t colon = text_find(comment, T(":"));
    if (colon < 0) return false;
    *word = text_trim(text_sub(comment, 0, (size_t)colon));
    *rest = text_trim(text_sub(comment, (size_t)colon + 1, comment.n));
    return name_is_plain(*word);
}

static bool c_keyword(struct text t)
{
    static const char *const words[] = {
        "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum", "extern", "float",
        "for", "goto", "if", "inline", "int", "long", "register", "restrict", "return", "short", "signed", "sizeof", "static",
        "struct", "switch", "typedef", "union", "unsigned", "void", "volatile", "while", "bool", "asm", "typeof"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_eqz(t, words[i])) return true;
    return false;
}

/* Type words: int int? day text bytes sealed(table key) keyed keyed(tag). */
static bool field_type_read(struct text type, struct field *f)
{
    static const struct { const char *word; enum field_type type; } known[] = {
        {"int", FIELD_INT}, {"day", FIELD_DAY}, {"text", FIELD_TEXT},
        {"bytes", FIELD_BYTES}, {"sealed", FIELD_SEALED}, {"keyed", FIELD_KEYED}};
    if (text_ends(type, T("?"))) {
        f->nullable = true;
        type.n--;
    }
    f->tag = f->name;
    if (text_starts(type, T("keyed(")) && text_ends(type, T(")"))) {
        f->tag = text_sub(type, 6, type.n - 7);
        type.n = 5;
        if (!name_is_plain(f->tag)) return false;
    }
    if (text_starts(type, T("sealed(")) && text_ends(type, T(")"))) {
        f->seal = text_trim(text_sub(type, 7, type.n - 8));
        type.n = 6;
    }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!text_eqz(type, known[i].word)) continue;
        f->type = known[i].type;
        return true;
    }
    return false;
}

static bool hash_named(struct text name) { return text_ends(name, T("_hash")) || text_ends(name, T("_key")); }

static bool field_known(const struct fields *list, struct text name)
{
    for (size_t i = 0; i < list->n; i++)
        if (text_eq(list->list[i].name, name)) return true;
    return false;
}

static void fields_read(struct compiler *c, const char *path, int line, struct text rest, struct fields *list, bool out)
{
    struct text part;
    while (text_cut(&rest, ',', &part)) {
        part = text_trim(part);
        if (part.n == 0) continue; /* a comma at the end of a line that goes on */
        ptrdiff_t gap = text_find(part, T(" "));
        struct field f = {.name = gap < 0 ? part : text_sub(part, 0, (size_t)gap)};
        struct text type = gap < 0 ? T("") : text_trim(text_sub(part, (size_t)gap, part.n));
        if (!name_is_plain(f.name) || !field_type_read(type, &f))
            complain(c, path, line,
                     "'%.*s' is not a field; write: name int|day|text|bytes|sealed(table key)|keyed, with ? when it may be null",
                     TP(part));
        else if (c_keyword(f.name))
            complain(c, path, line, "'%.*s' is a word of C and cannot name a field", TP(f.name));
        else if (out && f.type == FIELD_KEYED)
            complain(c, path, line, "'%.*s': a keyed hash does not come back out; read it as bytes", TP(f.name));
        else if (f.type == FIELD_KEYED && text_eq(f.tag, f.name) && hash_named(f.name))
            complain(c, path, line, "'%.*s': say which kind of value is hashed, e.g. keyed(id_no)", TP(f.name));
        else if (field_known(list, f.name))
            complain(c, path, line, "'%.*s' is named twice", TP(f.name));
        else if (list->n == FIELDS_MAX)
            complain(c, path, line, "more than %d fields", FIELDS_MAX);
        else list->list[list->n++] = f;
    }
}

static const struct statement *statement_find(const struct compiler *c, struct text name)
{
    for (size_t i = 0; i < c->n; i++)
        if (text_eq(c->statements[i]->name, name)) return c->statements[i];
    return NULL;
}

static struct statement *statement_new(struct compiler *c, const char *path, int line, struct text name, struct text sentence)
{
    const struct statement *first = statement_find(c, name);
    if (first) complain(c, path, line, "the name %.*s is taken by %s:%d", TP(name), first->path, first->line);
    if (text_empty(sentence)) complain(c, path, line, "say in a sentence what %.*s is for", TP(name));
    struct statement *s = arena_alloc(c->arena, sizeof *s);
    *s = (struct statement){.path = path, .line = line, .name = name, .sentence = sentence, .errors = c->errors};
    return s;
}

/* One comment line of the head. `twin` is told which engine the next body is for: -1 both. */
static void head_line(struct compiler *c, struct statement *s, const struct token *t, int *twin)
{
    struct text word, rest;
    if (!head_split(t->text, &word, &rest)) {
        if (!s->body[SQLITE].line) /* the sentence goes on */
            s->sentence = text_fmt(c->arena, "%.*s %.*s", TP(s->sentence), TP(text_trim(t->text)));
        return;
    }
    if (text_eqz(word, "in")) fields_read(c, s->path, t->line, rest, &s->in, false);
    else if (text_eqz(word, "out")) fields_read(c, s->path, t->line, rest, &s->out, true);
    else if (text_eqz(word, "sqlite")) *twin = SQLITE;
    else if (text_eqz(word, "postgresql")) *twin = POSTGRESQL;
    else if (text_eqz(word, "open")) {
        s->open = rest;
        s->open_line = t->line;
        if (text_empty(rest)) complain(c, s->path, t->line, "open: say why %.*s needs no scope", TP(s->name));
    } else {
        complain(c, s->path, t->line, "'%.*s:' is not known here; the head has in, out, open, sqlite, postgresql", TP(word));
    }
}

/* From *at to the semicolon; false at the end of the file. */
static bool body_read(struct compiler *c, const struct source *src, size_t *at, struct body *body)
{
    size_t from = *at;
    while (src->tok[*at].kind != TOKEN_END && !token_is(&src->tok[*at], ";")) ++*at;
    struct token *tok = arena_array(c->arena, *at - from + 1, sizeof *tok);
    size_t n = 0;
    for (size_t i = from; i < *at; i++)
        if (src->tok[i].kind != TOKEN_COMMENT) tok[n++] = src->tok[i];
    *body = (struct body){.tok = tok, .n = n, .line = src->tok[from].line};
    if (src->tok[*at].kind == TOKEN_END) {
        complain(c, src->path, body->line, "this statement does not end with a semicolon");
        return false;
    }
    ++*at;
    return true;
}

static void statement_finish(struct compiler *c, struct statement *s)
{
    if (!s->body[SQLITE].line || !s->body[POSTGRESQL].line) {
        complain(c, s->path, s->line, "%.*s has a body for one engine only; write -- sqlite: and -- postgresql:", TP(s->name));
        return;
    }
    if (c->errors == s->errors) statement_check(c, s); /* a head that is wrong would only make the body look wrong too */
    s->id = (int)c->n;
    c->statements = arena_grow(c->arena, c->statements, c->n, &c->cap, c->n + 1, sizeof(struct statement *));
    c->statements[c->n++] = s;
}

/* The statement whose head begins at *at; leaves *at behind its last body. */
static bool statement_read(struct compiler *c, const struct source *src, size_t *at, struct statement *s)
{
    int twin = -1;
    for (;;) {
        const struct token *t = &src->tok[*at];
        if (t->kind == TOKEN_END) break;
        if (t->kind == TOKEN_COMMENT) {
            head_line(c, s, t, &twin);
            ++*at;
            continue;
        }
        struct body body;
        if (!body_read(c, src, at, &body)) return false;
        s->twin = twin >= 0;
        if (twin != POSTGRESQL) s->body[SQLITE] = body;
        if (twin != SQLITE) s->body[POSTGRESQL] = body;
        if (s->body[SQLITE].line && s->body[POSTGRESQL].line) break;
        struct text word, rest; /* what follows must be the other twin */
        const struct token *next = &src->tok[*at];
        if (next->kind != TOKEN_COMMENT || !head_split(next->text, &word, &rest) ||
            !text_eqz(word, twin == SQLITE ? "postgresql" : "sqlite")) break;
    }
    statement_finish(c, s);
    return true;
}

void statements_read(struct compiler *c, const char *path)
{
    struct source src;
    if (!source_lex(c, path, &src)) return;
    size_t at = 0;
    while (src.tok[at].kind != TOKEN_END) {
        const struct token *t = &src.tok[at];
        struct text word, rest;
        if (t->kind == TOKEN_COMMENT) {
            at++;
            if (!head_split(t->text, &word, &rest)) continue;
            if (!statement_read(c, &src, &at, statement_new(c, path, t->line, word, rest))) return;
            continue;
        }
        complain(c, path, t->line, "a statement without a head; begin with: -- name: what it is for");
        struct body skipped;
        if (!body_read(c, &src, &at, &skipped)) return;
    }
}
