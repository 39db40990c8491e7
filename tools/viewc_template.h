/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the template compiler: how far it is in a file, and what its three parts share. */
#ifndef CHUYAN_TOOLS_VIEWC_TEMPLATE_H
#define CHUYAN_TOOLS_VIEWC_TEMPLATE_H

#include "viewc.h"

enum { PARTIAL_DEPTH = 12, SCOPE_DEPTH = 10 };

struct source { struct text path, s; size_t at; int line, col; };

struct tmpl {
    struct viewc *c;
    struct source *src;
    struct html html;
    struct emit *e;
    struct compiled *out;
    const struct shape *view;
    struct { const struct shape *shape; char expr[16]; } scope[SCOPE_DEPTH];
    size_t scopes;
    int blocks, partials;
    bool layout, after_value;   /* after_value: the last thing was a field, so white space behind it counts */
    bool failed;
};

/* One `{{…}}`: what is inside, trimmed, and where it began. */
struct tag { struct text s; struct place at; };

/* Says what is wrong, once for a template; always false. `said` holds one %.*s for `what`. */
bool tmpl_fail(struct tmpl *t, struct place at, const char *said, struct text what);

/* ---- viewc_scan.c ---- */

void source_step(struct source *s);
bool literal_run(struct tmpl *t);                  /* literal text up to the next tag or the end */
bool tag_read(struct tmpl *t, struct tag *tag);    /* the tag that begins here */

/* ---- viewc_value.c ---- */

/* A field by its path, and the C expression that reads it. */
struct ref { const struct field *f; struct text expr; };

bool ref_find(struct tmpl *t, struct place at, struct text path, struct ref *out);
bool emit_value(struct tmpl *t, struct place at, struct text path);
bool emit_word(struct tmpl *t, struct place at, struct text s);
bool emit_raw(struct tmpl *t, struct place at, struct text path);

#endif
