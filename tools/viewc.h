/* SPDX-License-Identifier: Apache-2.0 */
/* viewc: compiles src/view/NAME.view and templates/NAME.html to C. The grammar stands in HOUSE.md, "Views and templates".
 * A build tool: one arena for the whole run, everything is forgotten at exit. */
#ifndef CHUYAN_TOOLS_VIEWC_H
#define CHUYAN_TOOLS_VIEWC_H

#include "base/buf.h"
#include "base/text.h"

/* ---- declarations (viewc_decl.c) ---- */

enum field_kind { FIELD_TEXT, FIELD_INT, FIELD_BOOL, FIELD_LIST, FIELD_ONE };

struct shape;

struct field {
    struct text name, note;
    enum field_kind kind;
    struct shape *shape;   /* of a list's item or a `one`; NULL until resolved for `list of PART` */
    struct text part;      /* the name behind `of`, or empty */
    int line;
};

enum shape_kind { SHAPE_VIEW, SHAPE_PART, SHAPE_FRAME, SHAPE_NESTED };

struct shape {
    struct text tag;       /* C struct tag: today_view, choice_part, page, today_rows */
    struct text name, note;
    enum shape_kind kind;
    struct field *field;
    size_t n, cap;
    struct shape *next;    /* next top-level shape of the same file */
};

struct unit {              /* one .view file */
    struct text name, path;
    struct shape *shapes;  /* in the order they stand */
    struct shape *view;    /* the one with the file's name, or NULL in a file of parts */
};

struct place { struct text file; int line, col; };

struct word_key { struct text key; int args; };

struct viewc {
    struct arena *a;
    const char *views, *templates, *words, *out;
    struct unit *unit;
    size_t units, unit_cap;
    struct word_key *word;
    size_t word_count, word_cap;
    struct text *layout;
    size_t layouts, layout_cap;
    int errors;
};

void viewc_fail(struct viewc *c, struct place at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
struct buf *viewc_buf(struct viewc *c);   /* freed with the arena */
bool decl_read(struct viewc *c, struct text path, struct text source, struct unit *u);
bool decl_resolve(struct viewc *c);
const struct shape *decl_frame(const struct viewc *c);
const struct field *shape_field(const struct shape *s, struct text name);

/* ---- words (viewc_words.c) ---- */

void words_read(struct viewc *c, struct text path, struct text source);
const struct word_key *words_find(const struct viewc *c, struct text key);

/* ---- where we are in the HTML (viewc_html.c) ---- */

enum html_where {
    HTML_TEXT, HTML_TAG_OPEN, HTML_TAG_NAME, HTML_TAG, HTML_ATTR_NAME, HTML_ATTR_AFTER, HTML_VALUE_BEFORE, HTML_VALUE,
    HTML_COMMENT, HTML_DOCTYPE
};
enum html_url { URL_NO, URL_START, URL_PATH, URL_TEL, URL_MADE };

enum { HTML_DEPTH = 64, HTML_NAME = 24 };

struct html {
    enum html_where where;
    enum html_url url;
    bool closing, self_close, no_fields;
    char quote;
    char tag[HTML_NAME], attr[HTML_NAME];
    char head[16];          /* the first bytes of a URL value, to judge it */
    size_t depth;
    struct { char name[HTML_NAME]; int line; } open[HTML_DEPTH];
};

/* Takes one literal byte. Returns NULL, or a sentence that says what is wrong. *keep: whether the byte goes to the output. */
const char *html_step(struct html *h, char c, int line, bool *keep);
/* A `{{` comes: settles half-read names. */
const char *html_tag_begins(struct html *h);
bool html_same(const struct html *a, const struct html *b);
bool html_keeps_space(const struct html *h);   /* inside pre or textarea */

/* ---- templates (viewc_template.c, viewc_scan.c, viewc_value.c, viewc_emit.c) ---- */

struct emit {
    struct buf *code;       /* C statements */
    struct buf *lit;        /* literal bytes not yet written */
    struct place lit_at;
    int depth, loops;
};

void emit_literal(struct emit *e, struct place at, char ch);
void emit_flush(struct emit *e);
void emit_line(struct emit *e, struct place at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

struct function { struct text name; struct buf *code; };

struct compiled {           /* a template, as C functions */
    struct text layout;     /* empty: no frame */
    struct function *fn;    /* fn[0] is the body, the others are fragments */
    size_t n, cap;
    bool split;             /* a layout: fn[0] opens, fn[1] closes */
};

bool template_compile(struct viewc *c, struct text path, const struct shape *root, struct compiled *out);
void unit_emit(struct viewc *c, const struct unit *u, const struct compiled *t);
void layouts_emit(struct viewc *c, const struct compiled *list, size_t n);
void viewc_write(struct viewc *c, const char *name, const char *suffix, struct text content);

#endif
