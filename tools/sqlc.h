/* SPDX-License-Identifier: Apache-2.0 */
/* The statement compiler: named statements in noun.sql become typed C calls, numbered migrations become both engines' DDL.
 * Seven files: sqlc.c (the command), sqlc_lex.c (tokens), sqlc_read.c (statements), sqlc_rules.c (what they must keep),
 * sqlc_seal.c (what sealed values are bound to), sqlc_migrate.c (migrations), sqlc_emit.c (what is written). Formats: HOUSE.md,
 * "Statements" and "Migrations". */
#ifndef CHUYAN_TOOLS_SQLC_H
#define CHUYAN_TOOLS_SQLC_H

#include "base/buf.h"

enum { FIELDS_MAX = 96, SQLITE = 0, POSTGRESQL = 1, KEY_MAX = 4 };

enum token_kind { TOKEN_END, TOKEN_WORD, TOKEN_NAME, TOKEN_PARAMETER, TOKEN_STRING, TOKEN_NUMBER, TOKEN_MARK, TOKEN_COMMENT };

struct token {
    enum token_kind kind;
    struct text text;      /* as written; a parameter without its colon, a quoted name without its quotes, a comment without -- */
    int line;
    bool spaced;           /* white space or a comment stood before it */
};

struct source {
    const char *path;
    struct token *tok;     /* ends with TOKEN_END */
    size_t n, cap;
};

enum field_type { FIELD_INT, FIELD_DAY, FIELD_TEXT, FIELD_BYTES, FIELD_SEALED, FIELD_KEYED };

struct field {
    struct text name, tag; /* tag: what separates the keyed hashes of different columns */
    enum field_type type;
    bool nullable;
    struct text seal;      /* sealed(…): the table, perhaps with the column, and the fields that make up the key of the row */
    struct text bound;     /* table.column */
    int key[KEY_MAX];      /* in: index of `in` or minus a scope mark; out: index of `out`, or -1 - index of `given` */
    size_t keys;
};

struct fields {
    struct field list[FIELDS_MAX];
    size_t n;
};

struct body {
    const struct token *tok;   /* up to the semicolon */
    size_t n;
    int line;                  /* 0: there is none */
    int bind[FIELDS_MAX];      /* for each placeholder: index of `in`, or minus the number of a scope mark */
    size_t binds;
};

struct statement {
    const char *path;
    struct text name, sentence, open;
    int line, open_line;
    struct fields in, out;
    int given[2 * KEY_MAX];    /* what sealed columns are opened with besides the row: index of `in` or minus a scope mark */
    size_t givens;
    struct body body[2];       /* the same twice unless the engines differ */
    bool twin, scoped, guarded, writes;
    int id;
    int errors;                /* said before its head was read */
};

struct table {
    struct text name, key;     /* key: the first column of the primary key */
    size_t keys;               /* columns of the primary key */
    const char *path;
    int line;
};

struct migration {
    const char *path;
    struct text name, source;  /* source: without comments and spare white space, for the digest */
    int number;
    struct text *ddl[2];
    size_t n[2], cap[2];
};

/* Everything that is read before anything is written. */
struct compiler {
    struct arena *arena;
    const char *set;           /* prefix of the lists: "sql" */
    const char *out;
    struct text *guarded;
    size_t guardeds, guarded_cap;
    struct statement **statements;
    size_t n, cap;
    struct table *tables;
    size_t tables_n, tables_cap;
    struct migration *migrations;
    size_t migrations_n, migrations_cap;
    int errors;
};

/* Says path:line: sentence, and counts it; nothing is written when there was one. */
void complain(struct compiler *c, const char *path, int line, const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* sqlc_lex.c */
bool source_read(struct compiler *c, const char *path, struct text *out);
bool source_lex(struct compiler *c, const char *path, struct source *out);
bool token_is(const struct token *t, const char *word);      /* a word in any case, or a mark */
bool name_is_plain(struct text t);                           /* [a-z][a-z0-9_]* */
struct text text_lower(struct arena *a, struct text t);
struct text text_upper(struct arena *a, struct text t);

/* sqlc_read.c */
void statements_read(struct compiler *c, const char *path);
bool is_guarded(const struct compiler *c, struct text table);

/* sqlc_rules.c */
void statement_check(struct compiler *c, struct statement *s);

/* sqlc_seal.c: to which table, column and row each sealed field is bound. */
void seals_bind(struct compiler *c, struct statement *s);

/* -1 … -5 for a scope mark, the index in `in`, or -100 when there is no such parameter. */
int parameter_index(const struct statement *s, struct text name);

/* sqlc_migrate.c */
void migrations_read(struct compiler *c, const char *dir);

/* sqlc_emit.c */
void emit_file(struct compiler *c, const char *path);
void emit_lists(struct compiler *c);
void emit_string(struct buf *b, struct text t);              /* as a C string literal */
void emit_tokens(struct buf *b, const struct token *tok, size_t n);
bool file_put(struct compiler *c, const char *name, struct text content);

#endif
