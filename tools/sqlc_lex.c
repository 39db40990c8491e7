/* SPDX-License-Identifier: Apache-2.0 */
#include "sqlc.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { SOURCE_MAX = 4 << 20 };

bool source_read(struct compiler *c, const char *path, struct text *out)
{
    FILE *f = fopen(path, "rb");
    if (!f) {
        complain(c, path, 0, "cannot be read");
        return false;
    }
    struct buf b = buf_new(SOURCE_MAX);
    char part[8192];
    size_t got;
    while ((got = fread(part, 1, sizeof part, f)) > 0) buf_bytes(&b, part, got);
    bool good = !ferror(f) && !b.over;
    fclose(f);
    *out = text_dup(c->arena, buf_text(&b));
    buf_free(&b);
    if (!good) complain(c, path, 0, "cannot be read, or is longer than %d bytes", SOURCE_MAX);
    return good;
}

static bool word_start(char ch) { return isalpha((unsigned char)ch) || ch == '_' || (ch & 0x80); }
static bool word_part(char ch) { return word_start(ch) || isdigit((unsigned char)ch); }

struct lexer {
    struct compiler *c;
    struct source *src;
    struct text all;
    size_t at;
    int line;
    bool spaced;
};

static void token_add(struct lexer *l, enum token_kind kind, size_t from, size_t to)
{
    struct source *s = l->src;
    s->tok = arena_grow(l->c->arena, s->tok, s->n, &s->cap, s->n + 1, sizeof *s->tok);
    s->tok[s->n++] = (struct token){kind, text_sub(l->all, from, to - from), l->line, l->spaced};
    l->spaced = false;
}

/* 'text' or "name", a doubled quote stands for itself; may go on over lines. */
static bool quoted_lex(struct lexer *l, char quote)
{
    size_t from = l->at++;
    int line = l->line, breaks = 0;
    for (; l->at < l->all.n; l->at++) {
        if (l->all.s[l->at] == '\n') breaks++;
        if (l->all.s[l->at] != quote) continue;
        if (l->at + 1 < l->all.n && l->all.s[l->at + 1] == quote) {
            l->at++;
            continue;
        }
        l->at++;
        if (quote == '"') token_add(l, TOKEN_NAME, from + 1, l->at - 1);
        else token_add(l, TOKEN_STRING, from, l->at);
        l->line += breaks;
        return true;
    }
    complain(l->c, l->src->path, line, "a quote %c is opened here and never closed", quote);
    return false;
}

static void comment_lex(struct lexer *l)
{
    size_t from = l->at + 2;
    while (l->at < l->all.n && l->all.s[l->at] != '\n') l->at++;
    token_add(l, TOKEN_COMMENT, from, l->at);
    l->spaced = true;
}

static bool mark_lex(struct lexer *l)
{
    char ch = l->all.s[l->at], next = l->at + 1 < l->all.n ? l->all.s[l->at + 1] : 0;
    if (ch == '/' && next == '*') {
        complain(l->c, l->src->path, l->line, "write comments as -- to the end of the line");
        return false;
    }
    if (ch == ':' && next == ':') {
        complain(l->c, l->src->path, l->line, ":: is known to PostgreSQL only; write cast(x as bigint)");
        return false;
    }
    if (ch == '$' || ch == '?' || ch == '@' || ch == '`' || ch == '[') {
        complain(l->c, l->src->path, l->line, "'%c' does not belong to the common dialect; parameters are written :name", ch);
        return false;
    }
    token_add(l, TOKEN_MARK, l->at, l->at + 1);
    l->at++;
    return true;
}

static bool token_lex(struct lexer *l)
{
    char ch = l->all.s[l->at], next = l->at + 1 < l->all.n ? l->all.s[l->at + 1] : 0;
    size_t from = l->at;
    if (ch == '\'' || ch == '"') return quoted_lex(l, ch);
    if (ch == '-' && next == '-') {
        comment_lex(l);
        return true;
    }
    if (word_start(ch)) {
        while (l->at < l->all.n && word_part(l->all.s[l->at])) l->at++;
        if (l->at < l->all.n && l->all.s[l->at] == '\'') {
            complain(l->c, l->src->path, l->line, "%c'…' means different things to the two engines", ch);
            return false;
        }
        token_add(l, TOKEN_WORD, from, l->at);
        return true;
    }
    if (isdigit((unsigned char)ch)) {
        while (l->at < l->all.n && (word_part(l->all.s[l->at]) || l->all.s[l->at] == '.')) l->at++;
        token_add(l, TOKEN_NUMBER, from, l->at);
        return true;
    }
    if (ch == ':' && word_start(next)) {
        for (l->at++; l->at < l->all.n && (word_part(l->all.s[l->at]) || l->all.s[l->at] == '.');) l->at++;
        token_add(l, TOKEN_PARAMETER, from + 1, l->at);
        return true;
    }
    return mark_lex(l);
}

bool source_lex(struct compiler *c, const char *path, struct source *out)
{
    *out = (struct source){.path = path};
    struct lexer l = {.c = c, .src = out, .line = 1};
    if (!source_read(c, path, &l.all)) return false;
    while (l.at < l.all.n) {
        char ch = l.all.s[l.at];
        if (ch == '\n') l.line++;
        if (isspace((unsigned char)ch)) {
            l.spaced = true;
            l.at++;
            continue;
        }
        if (!token_lex(&l)) return false;
    }
    token_add(&l, TOKEN_END, l.all.n, l.all.n);
    return true;
}

bool token_is(const struct token *t, const char *word)
{
    return (t->kind == TOKEN_WORD || t->kind == TOKEN_MARK) && strlen(word) == t->text.n &&
           strncasecmp(t->text.s, word, t->text.n) == 0;
}

bool name_is_plain(struct text t)
{
    if (t.n == 0 || t.s[0] < 'a' || t.s[0] > 'z') return false;
    for (size_t i = 0; i < t.n; i++) {
        bool good = (t.s[i] >= 'a' && t.s[i] <= 'z') || (t.s[i] >= '0' && t.s[i] <= '9') || t.s[i] == '_';
        if (!good) return false;
    }
    return true;
}

struct text text_lower(struct arena *a, struct text t)
{
    char *s = arena_copy(a, t.s, t.n);
    for (size_t i = 0; i < t.n; i++) s[i] = (char)tolower((unsigned char)s[i]);
    return (struct text){s, t.n};
}

struct text text_upper(struct arena *a, struct text t)
{
    char *s = arena_copy(a, t.s, t.n);
    for (size_t i = 0; i < t.n; i++) s[i] = (char)toupper((unsigned char)s[i]);
    return (struct text){s, t.n};
}
