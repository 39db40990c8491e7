/* SPDX-License-Identifier: Apache-2.0 */
/* C text: literals, structs, JSON writers, and the functions around compiled templates. */
#include "viewc.h"
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>

void emit_literal(struct emit *e, struct place at, char ch)
{
    if (e->lit->n == 0) e->lit_at = at;
    buf_char(e->lit, ch);
}

static void put_line_mark(struct emit *e, struct place at)
{
    buf_fmt(e->code, "#line %d \"%.*s\"\n%*s", at.line, TP(at.file), e->depth * 4, "");
}

/* Literal bytes that stand together become one write. Three-digit octal escapes: \x would swallow what follows. */
void emit_flush(struct emit *e)
{
    if (e->lit->n == 0) return;
    put_line_mark(e, e->lit_at);
    buf_fmt(e->code, "buf_bytes(b, \"");
    for (size_t i = 0; i < e->lit->n; i++) {
        unsigned char c = (unsigned char)e->lit->s[i];
        if (i > 0 && i % 1000 == 0) buf_fmt(e->code, "\"\n\"");
        if (c == '"' || c == '\\') buf_fmt(e->code, "\\%c", c);
        else if (c < 0x20 || c >= 0x7f || c == '?') buf_fmt(e->code, "\\%03o", c);
        else buf_char(e->code, (char)c);
    }
    buf_fmt(e->code, "\", %zu);\n", e->lit->n);
    buf_clear(e->lit);
}

void emit_line(struct emit *e, struct place at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char line[2048];
    int n = vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    emit_flush(e);
    put_line_mark(e, at);
    BUG_IF(n < 0 || (size_t)n >= sizeof line);
    buf_bytes(e->code, line, (size_t)n);
    buf_char(e->code, '\n');
}

/* ---- structs ---- */

static void struct_field(struct buf *b, const struct field *f)
{
    static const char *const plain[] = {"struct text %.*s;", "int64_t %.*s;", "bool %.*s;"};
    buf_fmt(b, "    ");
    if (f->kind == FIELD_LIST) buf_fmt(b, "struct { struct %.*s *item; size_t n; } %.*s;", TP(f->shape->tag), TP(f->name));
    else if (f->kind == FIELD_ONE) buf_fmt(b, "struct %.*s *%.*s; /* NULL: absent */", TP(f->shape->tag), TP(f->name));
    else buf_fmt(b, plain[f->kind], TP(f->name));
    if (f->note.n) buf_fmt(b, " /* %.*s */", TP(f->note));
    buf_char(b, '\n');
}

static void struct_emit(struct buf *b, const struct shape *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->field[i].shape && s->field[i].part.n == 0) struct_emit(b, s->field[i].shape);
    if (s->note.n) buf_fmt(b, "/* %.*s */\n", TP(s->note));
    buf_fmt(b, "struct %.*s {\n", TP(s->tag));
    for (size_t i = 0; i < s->n; i++) struct_field(b, &s->field[i]);
    buf_fmt(b, "};\n\n");
}

/* ---- JSON ---- */

static void json_field(struct buf *b, const struct field *f, bool first)
{
    const char *comma = first ? "" : ",";
    buf_fmt(b, "    buf_add(b, T(\"%s\\\"%.*s\\\":\"));\n", comma, TP(f->name));
    switch (f->kind) {
    case FIELD_TEXT: buf_fmt(b, "    json_text(b, v->%.*s);\n", TP(f->name)); break;
    case FIELD_INT: buf_fmt(b, "    buf_int(b, v->%.*s);\n", TP(f->name)); break;
    case FIELD_BOOL: buf_fmt(b, "    buf_add(b, v->%.*s ? T(\"true\") : T(\"false\"));\n", TP(f->name)); break;
    case FIELD_ONE:
        buf_fmt(b, "    if (v->%.*s) %.*s_json(b, v->%.*s);\n    else buf_add(b, T(\"null\"));\n", TP(f->name), TP(f->shape->tag),
                TP(f->name));
        break;
    case FIELD_LIST:
        buf_fmt(b, "    buf_char(b, '[');\n    for (size_t i = 0; i < v->%.*s.n; i++) {\n        if (i > 0) buf_char(b, ',');\n"
                "        %.*s_json(b, &v->%.*s.item[i]);\n    }\n    buf_char(b, ']');\n",
                TP(f->name), TP(f->shape->tag), TP(f->name));
        break;
    }
}

static void json_emit(struct buf *b, const struct shape *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->field[i].shape && s->field[i].part.n == 0) json_emit(b, s->field[i].shape);
    buf_fmt(b, "%svoid %.*s_json(struct buf *b, const struct %.*s *v)\n{\n    buf_char(b, '{');\n",
            s->kind == SHAPE_NESTED ? "static " : "", TP(s->tag), TP(s->tag));
    for (size_t i = 0; i < s->n; i++) json_field(b, &s->field[i], i == 0);
    if (s->n == 0) buf_fmt(b, "    (void)v;\n");
    buf_fmt(b, "    buf_char(b, '}');\n}\n\n");
}

/* ---- one unit ---- */

static const struct unit *unit_of_part(const struct viewc *c, struct text name)
{
    for (size_t i = 0; i < c->units; i++)
        for (const struct shape *s = c->unit[i].shapes; s; s = s->next)
            if (s->kind == SHAPE_PART && text_eq(s->name, name)) return &c->unit[i];
    return NULL;
}

static void include_parts(const struct viewc *c, struct buf *b, const struct unit *self, const struct shape *s)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct field *f = &s->field[i];
        const struct unit *u = f->part.n ? unit_of_part(c, f->part) : NULL;
        if (u && u != self) buf_fmt(b, "#include \"gen/view/%.*s.h\"\n", TP(u->name));
        if (f->shape && f->part.n == 0) include_parts(c, b, self, f->shape);
    }
}

static const char top[] = "/* SPDX-License-Identifier: Apache-2.0 */\n/* Made by tools/viewc from %.*s; do not edit. */\n";
static const char params[] = "(struct buf *b, enum lang lang, const struct page *page, const struct %.*s *v)";

static void head_emit(struct viewc *c, const struct unit *u, const struct compiled *t)
{
    struct buf b = buf_new(1 << 22);
    buf_fmt(&b, top, TP(u->path));
    buf_fmt(&b, "#ifndef GEN_VIEW_%.*s\n#define GEN_VIEW_%.*s\n\n#include \"base/buf.h\"\n#include \"base/word.h\"\n",
            TP(u->name), TP(u->name));
    for (const struct shape *s = u->shapes; s; s = s->next) include_parts(c, &b, u, s);
    buf_fmt(&b, "\nstruct page;\n\n");
    for (const struct shape *s = u->shapes; s; s = s->next) struct_emit(&b, s);
    for (const struct shape *s = u->shapes; s; s = s->next)
        if (s->kind != SHAPE_FRAME) buf_fmt(&b, "void %.*s_json(struct buf *b, const struct %.*s *v);\n", TP(s->tag), TP(s->tag));
    for (size_t i = 0; t && i < t->n; i++) {
        buf_fmt(&b, "void %.*s_view_%.*s%shtml", TP(u->name), TP(t->fn[i].name), i ? "_" : "");
        buf_fmt(&b, params, TP(u->view->tag));
        buf_fmt(&b, ";\n");
    }
    buf_fmt(&b, "\n#endif\n");
    viewc_write(c, text_z(c->a, u->name), ".h", buf_text(&b));
    buf_free(&b);
}

static void body_emit(struct buf *b, const struct unit *u, const struct compiled *t)
{
    const char *name = t->layout.n ? "static void body" : NULL;
    for (size_t i = t->n; i-- > 0;) {
        if (i == 0 && name) buf_fmt(b, "%s", name);
        else buf_fmt(b, "void %.*s_view_%.*s%shtml", TP(u->name), TP(t->fn[i].name), i ? "_" : "");
        buf_fmt(b, params, TP(u->view->tag));
        buf_fmt(b, "\n{\n    (void)lang, (void)page, (void)v;\n");
        buf_add(b, buf_text(t->fn[i].code));
        buf_fmt(b, "}\n\n");
    }
    if (!name) return;
    buf_fmt(b, "void %.*s_view_html", TP(u->name));
    buf_fmt(b, params, TP(u->view->tag));
    buf_fmt(b, "\n{\n    if (!page->fragment) layout_%.*s_open(b, lang, page);\n    body(b, lang, page, v);\n"
            "    if (!page->fragment) layout_%.*s_close(b, lang, page);\n}\n", TP(t->layout), TP(t->layout));
}

void unit_emit(struct viewc *c, const struct unit *u, const struct compiled *t)
{
    struct buf b = buf_new(1 << 24);
    head_emit(c, u, t);
    buf_fmt(&b, top, TP(u->path));
    buf_fmt(&b, "#include \"gen/view/%.*s.h\"\n#include \"format/html.h\"\n#include \"format/json.h\"\n"
            "#include \"gen/view/layouts.h\"\n"
            "#include \"view/page.h\"\n#include \"view/render.h\"\n\n", TP(u->name));
    for (const struct shape *s = u->shapes; s; s = s->next)
        if (s->kind != SHAPE_FRAME) json_emit(&b, s); /* a frame holds the form's guard, and is nobody's data */
    if (t) body_emit(&b, u, t);
    viewc_write(c, text_z(c->a, u->name), ".c", buf_text(&b));
    buf_free(&b);
}

void layouts_emit(struct viewc *c, const struct compiled *list, size_t n)
{
    static const char args[] = "(struct buf *b, enum lang lang, const struct page *page)";
    struct buf h = buf_new(1 << 20), b = buf_new(1 << 24);
    buf_fmt(&h, top, TP(text_of("templates/layout")));
    buf_fmt(&h, "#ifndef GEN_VIEW_LAYOUTS\n#define GEN_VIEW_LAYOUTS\n\n#include \"base/buf.h\"\n#include \"base/word.h\"\n\n"
            "struct page;\n\n");
    buf_fmt(&b, top, TP(text_of("templates/layout")));
    buf_fmt(&b, "#include \"gen/view/layouts.h\"\n#include \"format/html.h\"\n#include \"view/page.h\"\n"
            "#include \"view/render.h\"\n\n");
    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < 2; k++) {
            const char *what = k == 0 ? "open" : "close";
            buf_fmt(&h, "void layout_%.*s_%s%s;\n", TP(c->layout[i]), what, args);
            buf_fmt(&b, "void layout_%.*s_%s%s\n{\n    (void)lang, (void)page;\n", TP(c->layout[i]), what, args);
            buf_add(&b, buf_text(list[i].fn[k].code));
            buf_fmt(&b, "}\n\n");
        }
    buf_fmt(&h, "\n#endif\n");
    viewc_write(c, "layouts", ".h", buf_text(&h));
    viewc_write(c, "layouts", ".c", buf_text(&b));
    buf_free(&h);
    buf_free(&b);
}
