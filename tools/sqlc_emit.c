/* SPDX-License-Identifier: Apache-2.0 */
/* Writes the C that the statements and migrations become. A file that would not change is left alone, so that make rests. */
#include "sqlc.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { OUT_MAX = 16 << 20 };

bool file_put(struct compiler *c, const char *name, struct text content)
{
    const char *path = text_z(c->arena, text_fmt(c->arena, "%s/%s", c->out, name));
    struct buf old = buf_new(OUT_MAX);
    FILE *f = fopen(path, "rb");
    char part[8192];
    size_t got;
    while (f && (got = fread(part, 1, sizeof part, f)) > 0) buf_bytes(&old, part, got);
    bool same = f && text_eq(buf_text(&old), content);
    if (f) fclose(f);
    buf_free(&old);
    if (same) return true;
    f = fopen(path, "wb");
    bool good = f && fwrite(content.s, 1, content.n, f) == content.n;
    if (f && fclose(f) != 0) good = false;
    if (!good) complain(c, path, 0, "cannot be written");
    return good;
}

void emit_string(struct buf *b, struct text t)
{
    buf_char(b, '"');
    for (size_t i = 0; i < t.n; i++) {
        char ch = t.s[i];
        if (ch == '\n') buf_add(b, T("\\n\"\n    \""));
        else if (ch == '"' || ch == '\\') buf_fmt(b, "\\%c", ch);
        else if (ch == '?' && i > 0 && t.s[i - 1] == '?') buf_add(b, T("\\?")); /* no trigraphs */
        else if ((unsigned char)ch < 0x20) buf_fmt(b, "\\%03o", ch);
        else buf_char(b, ch);
    }
    buf_char(b, '"');
}

/* As written, one space where there was any, none in front. Quoted names keep their quotes. */
void emit_tokens(struct buf *b, const struct token *tok, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (tok[i].spaced && i > 0) buf_char(b, ' ');
        if (tok[i].kind == TOKEN_NAME) buf_fmt(b, "\"%.*s\"", TP(tok[i].text));
        else buf_add(b, tok[i].text);
    }
}

static const char *c_type(enum field_type t)
{
    return t == FIELD_INT ? "int64_t " : t == FIELD_DAY ? "day_t " : "struct text ";
}

static const char *c_enum(enum field_type t)
{
    static const char *const names[] = {"SQL_INT", "SQL_DAY", "SQL_TEXT", "SQL_BYTES", "SQL_SEALED", "SQL_KEYED"};
    return names[t];
}

static void emit_struct(struct buf *b, const struct statement *s, const struct fields *f, const char *what)
{
    if (f->n == 0) return;
    buf_fmt(b, "struct sql_%.*s_%s {\n", TP(s->name), what);
    for (size_t i = 0; i < f->n; i++) {
        const struct field *one = &f->list[i];
        const char *note = one->type == FIELD_SEALED ? "sealed" : one->type == FIELD_KEYED ? "bound as its keyed hash" :
                           one->type == FIELD_BYTES ? "bytes" : "";
        const char *null = !one->nullable ? "" : one->type == FIELD_INT ? "NULL_INT: null" :
                           one->type == FIELD_DAY ? "DAY_NONE: null" : "TEXT_NONE: null";
        buf_fmt(b, "    %s%.*s;", c_type(one->type), TP(one->name));
        if (*note || *null) buf_fmt(b, " /* %s%s%s */", note, *note && *null ? "; " : "", null);
        buf_char(b, '\n');
    }
    buf_add(b, T("};\n"));
}

/* One typed wrapper; `tail` are its further parameters, `call` what it calls with which further arguments. */
static void emit_wrapper(struct buf *b, const struct statement *s, const char *suffix, const char *tail, const char *call,
                         const char *args)
{
    buf_fmt(b, "static inline enum rc sql_%.*s%s(struct db *db", TP(s->name), suffix);
    if (s->scoped) buf_add(b, T(", const struct scope *scope"));
    if (s->in.n) buf_fmt(b, ", const struct sql_%.*s_in *in", TP(s->name));
    buf_fmt(b, ", %s)\n{\n    return %s(db, &sql_%.*s_statement, %s, %s, %s);\n}\n", tail, call, TP(s->name),
            s->scoped ? "scope" : "NULL", s->in.n ? "in" : "NULL", args);
}

static void emit_head(struct compiler *c, struct buf *b, const struct statement *s)
{
    struct text name = s->name;
    buf_fmt(b, "\n/* %.*s (%s:%d) */\n", TP(s->sentence), s->path, s->line);
    emit_struct(b, s, &s->in, "in");
    emit_struct(b, s, &s->out, "out");
    buf_fmt(b, "extern const struct sql_statement sql_%.*s_statement;\n", TP(name));
    if (s->out.n == 0) {
        emit_wrapper(b, s, "_run", "int64_t *changed", "sql_run", "changed");
        return;
    }
    emit_wrapper(b, s, "", "struct cursor *cursor", "sql_open", "cursor");
    buf_fmt(b, "static inline bool sql_%.*s_next(struct cursor *cursor, struct sql_%.*s_out *out)\n{\n"
               "    return sql_next(cursor, out);\n}\n", TP(name), TP(name));
    struct text tail = text_fmt(c->arena, "struct arena *arena, struct sql_%.*s_out *out", TP(name));
    emit_wrapper(b, s, "_one", text_z(c->arena, tail), "sql_one", "arena, out");
}

static void emit_fields(struct buf *b, const struct statement *s, const struct fields *f, const char *what)
{
    if (f->n == 0) return;
    buf_fmt(b, "static const struct sql_field %.*s_%s[] = {\n", TP(s->name), what);
    for (size_t i = 0; i < f->n; i++) {
        const struct field *one = &f->list[i];
        buf_fmt(b, "    {\"%.*s\", ", TP(one->name));
        if (one->type == FIELD_KEYED) buf_fmt(b, "\"%.*s\"", TP(one->tag));
        else buf_add(b, T("NULL"));
        buf_fmt(b, ", %s, %s, offsetof(struct sql_%.*s_%s, %.*s)", c_enum(one->type), one->nullable ? "true" : "false",
                TP(s->name), what, TP(one->name));
        if (one->type == FIELD_SEALED) buf_fmt(b, ", \"%.*s\", %zu, {", TP(one->bound), one->keys);
        else buf_add(b, T(", NULL, 0, {0"));
        for (size_t k = 0; k < one->keys; k++) buf_fmt(b, "%s%d", k ? ", " : "", one->key[k]);
        buf_add(b, T("}},\n"));
    }
    buf_add(b, T("};\n"));
}

static void emit_binds(struct buf *b, const struct statement *s)
{
    static const char *const marks[] = {"", "SQL_SCOPE_COUNTY", "SQL_SCOPE_LO", "SQL_SCOPE_HI", "SQL_SCOPE_CHILD",
        "SQL_SCOPE_STAFF"};
    for (int e = SQLITE; e <= POSTGRESQL; e++) {
        const struct body *body = &s->body[e];
        if (body->binds == 0 || (e == POSTGRESQL && !s->twin)) continue;
        buf_fmt(b, "static const int8_t %.*s_bind%d[] = {", TP(s->name), e);
        for (size_t i = 0; i < body->binds; i++) {
            if (body->bind[i] < 0) buf_fmt(b, "%s%s", i ? ", " : "", marks[-body->bind[i]]);
            else buf_fmt(b, "%s%d", i ? ", " : "", body->bind[i]);
        }
        buf_add(b, T("};\n"));
    }
}

/* The body with its parameters numbered: ?1 or $1. */
static void emit_body(struct compiler *c, struct buf *b, const struct statement *s, int engine)
{
    const struct body *body = &s->body[engine];
    struct buf sql = buf_new(1 << 20);
    for (size_t i = 0; i < body->n; i++) {
        const struct token *t = &body->tok[i];
        if (t->spaced && i > 0) buf_char(&sql, ' ');
        if (t->kind != TOKEN_PARAMETER) {
            struct token alone = *t;
            emit_tokens(&sql, &alone, 1);
            continue;
        }
        int which = parameter_index(s, t->text);
        size_t k = 0;
        while (k < body->binds && body->bind[k] != which) k++;
        buf_fmt(&sql, "%c%zu", engine == SQLITE ? '?' : '$', k + 1);
    }
    emit_string(b, text_dup(c->arena, buf_text(&sql)));
    buf_free(&sql);
}

static void emit_statement(struct compiler *c, struct buf *b, const struct statement *s)
{
    struct text name = s->name;
    buf_char(b, '\n');
    emit_fields(b, s, &s->in, "in");
    emit_fields(b, s, &s->out, "out");
    emit_binds(b, s);
    buf_fmt(b, "const struct sql_statement sql_%.*s_statement = {\n    .name = \"%.*s\",\n    .id = %d,\n    .body = {\n    ",
            TP(name), TP(name), s->id);
    emit_body(c, b, s, SQLITE);
    buf_add(b, T(",\n    "));
    emit_body(c, b, s, POSTGRESQL);
    buf_add(b, T("},\n"));
    if (s->in.n) buf_fmt(b, "    .in = %.*s_in,\n    .in_count = %zu,\n", TP(name), s->in.n);
    if (s->out.n) buf_fmt(b, "    .out = %.*s_out,\n    .out_count = %zu,\n    .out_size = sizeof(struct sql_%.*s_out),\n",
                          TP(name), s->out.n, TP(name));
    size_t b0 = s->body[SQLITE].binds, b1 = s->body[POSTGRESQL].binds;
    if (b0 || b1) {
        struct text first = b0 ? text_fmt(c->arena, "%.*s_bind0", TP(name)) : T("NULL");
        struct text second = !b1 ? T("NULL") : text_fmt(c->arena, "%.*s_bind%d", TP(name), s->twin);
        buf_fmt(b, "    .bind = {%.*s, %.*s},\n    .bind_count = {%zu, %zu},\n", TP(first), TP(second), b0, b1);
    }
    for (size_t i = 0; i < s->givens; i++) buf_fmt(b, "%s%d%s", i ? ", " : "    .given = {", s->given[i],
                                                   i + 1 < s->givens ? "" : "},\n");
    if (s->givens) buf_fmt(b, "    .given_count = %zu,\n", s->givens);
    buf_fmt(b, "    .scoped = %s,\n    .guarded = %s,\n    .writes = %s,\n};\n", s->scoped ? "true" : "false",
            s->guarded ? "true" : "false", s->writes ? "true" : "false");
}

static struct text base_name(struct compiler *c, const char *path)
{
    const char *slash = strrchr(path, '/');
    struct text name = text_of(slash ? slash + 1 : path);
    return text_dup(c->arena, text_sub(name, 0, name.n - 4));
}

void emit_file(struct compiler *c, const char *path)
{
    struct text name = base_name(c, path);
    struct buf h = buf_new(OUT_MAX), b = buf_new(OUT_MAX);
    struct text guard = text_upper(c->arena, text_fmt(c->arena, "CHUYAN_GEN_%s_%.*s_H", c->set, TP(name)));
    buf_fmt(&h, "/* Made from %s by tools/sqlc. */\n#ifndef %.*s\n#define %.*s\n\n#include \"store/store.h\"\n", path,
            TP(guard), TP(guard));
    buf_fmt(&b, "/* Made from %s by tools/sqlc. */\n#include \"%.*s.h\"\n", path, TP(name));
    for (size_t i = 0; i < c->n; i++) {
        if (strcmp(c->statements[i]->path, path) != 0) continue;
        emit_head(c, &h, c->statements[i]);
        emit_statement(c, &b, c->statements[i]);
    }
    buf_add(&h, T("\n#endif\n"));
    file_put(c, text_z(c->arena, text_fmt(c->arena, "%.*s.h", TP(name))), buf_text(&h));
    file_put(c, text_z(c->arena, text_fmt(c->arena, "%.*s.c", TP(name))), buf_text(&b));
    buf_free(&h);
    buf_free(&b);
}

static void emit_statements(struct compiler *c)
{
    struct buf h = buf_new(OUT_MAX), b = buf_new(OUT_MAX);
    const char *set = text_z(c->arena, text_upper(c->arena, text_of(c->set)));
    buf_fmt(&h, "/* All statements, made by tools/sqlc. */\n#ifndef CHUYAN_GEN_%s_STATEMENTS_H\n"
                "#define CHUYAN_GEN_%s_STATEMENTS_H\n\n"
                "#include \"store/store.h\"\n\nenum { %s_STATEMENT_COUNT = %zu };\n"
                "extern const struct sql_statement *const %s_statements[]; /* ends with NULL */\n\n#endif\n", set, set, set,
                    c->n, c->set);
    buf_add(&b, T("/* All statements, made by tools/sqlc. */\n#include \"statements.h\"\n\n"));
    for (size_t i = 0; i < c->n; i++)
        buf_fmt(&b, "extern const struct sql_statement sql_%.*s_statement;\n", TP(c->statements[i]->name));
    buf_fmt(&b, "\nconst struct sql_statement *const %s_statements[] = {\n", c->set);
    for (size_t i = 0; i < c->n; i++) buf_fmt(&b, "    &sql_%.*s_statement,\n", TP(c->statements[i]->name));
    buf_add(&b, T("    NULL};\n"));
    file_put(c, "statements.h", buf_text(&h));
    file_put(c, "statements.c", buf_text(&b));
    buf_free(&h);
    buf_free(&b);
}

static void emit_migrations(struct compiler *c)
{
    struct buf h = buf_new(OUT_MAX), b = buf_new(OUT_MAX);
    const char *set = text_z(c->arena, text_upper(c->arena, text_of(c->set)));
    buf_fmt(&h, "/* The migrations, made by tools/sqlc. */\n#ifndef CHUYAN_GEN_%s_MIGRATIONS_H\n"
                "#define CHUYAN_GEN_%s_MIGRATIONS_H\n\n"
                "#include \"store/store.h\"\n\nextern const struct sql_migrations %s_migrations;\n\n#endif\n", set, set, c->set);
    buf_add(&b, T("/* The migrations, made by tools/sqlc. */\n#include \"migrations.h\"\n"));
    for (size_t i = 0; i < c->migrations_n; i++) {
        const struct migration *m = &c->migrations[i];
        for (int e = SQLITE; e <= POSTGRESQL; e++) {
            buf_fmt(&b, "\nstatic const char *const ddl_%d_%d[] = {\n", m->number, e);
            for (size_t k = 0; k < m->n[e]; k++) {
                buf_add(&b, T("    "));
                emit_string(&b, m->ddl[e][k]);
                buf_add(&b, T(",\n"));
            }
            buf_add(&b, T("    NULL};\n"));
        }
    }
    buf_add(&b, T("\nstatic const struct sql_migration list[] = {\n"));
    for (size_t i = 0; i < c->migrations_n; i++) {
        const struct migration *m = &c->migrations[i];
        buf_fmt(&b, "    {%d, \"%.*s\",\n    ", m->number, TP(m->name));
        emit_string(&b, m->source);
        buf_fmt(&b, ",\n    {ddl_%d_0, ddl_%d_1}},\n", m->number, m->number);
    }
    buf_fmt(&b, "    {0, NULL, NULL, {NULL, NULL}}};\n\nconst struct sql_migrations %s_migrations = {list, %zu};\n", c->set,
            c->migrations_n);
    file_put(c, "migrations.h", buf_text(&h));
    file_put(c, "migrations.c", buf_text(&b));
    buf_free(&h);
    buf_free(&b);
}

void emit_lists(struct compiler *c)
{
    emit_statements(c);
    emit_migrations(c);
}
