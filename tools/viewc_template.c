/* SPDX-License-Identifier: Apache-2.0 */
/* Templates to C statements: one pass, recursive over blocks and partials. */
#include "viewc_template.h"
#include "base/file.h"

#include <stdio.h>
#include <string.h>

enum stop { STOP_END, STOP_ELSE, STOP_CLOSE, STOP_FAIL };

static enum stop block_body(struct tmpl *t, struct tag *last);

/* field | not field | field = "text" | field = number */
static bool condition(struct tmpl *t, struct place at, struct text s, struct text *out)
{
    static const char *const truth[] = {"%.*s.n > 0", "%.*s != 0", "%.*s", "%.*s.n > 0", "%.*s != NULL"};
    struct text rest = s, name;
    struct ref r;
    bool negate = text_starts(s, T("not "));
    if (negate) rest = text_trim(text_sub(s, 4, s.n));
    (void)text_cut(&rest, ' ', &name);
    rest = text_trim(rest);
    if (!ref_find(t, at, name, &r)) return false;
    struct text shown;
    if (rest.n == 0) {
        shown = text_fmt(t->c->a, truth[r.f->kind], TP(r.expr));
    } else if (rest.s[0] == '=') {
        struct text v = text_trim(text_sub(rest, 1, rest.n));
        int64_t number;
        bool quoted = v.n >= 2 && v.s[0] == '"' && v.s[v.n - 1] == '"' && !memchr(v.s, '\\', v.n);
        if (r.f->kind == FIELD_TEXT && quoted) shown = text_fmt(t->c->a, "text_eqz(%.*s, %.*s)", TP(r.expr), TP(v));
        else if (r.f->kind == FIELD_INT && text_int(v, &number)) shown = text_fmt(t->c->a, "%.*s == %.*s", TP(r.expr), TP(v));
        else return tmpl_fail(t, at, "'%.*s' cannot be compared so — write text = \"…\" or int = 1", s);
    } else {
        return tmpl_fail(t, at, "'%.*s' is no condition — write field, not field, or field = \"text\"", s);
    }
    *out = text_fmt(t->c->a, negate ? "!(%.*s)" : "%.*s", TP(shown));
    return true;
}

static bool same_place(struct tmpl *t, struct place at, const struct html *want, struct text what)
{
    if (html_same(&t->html, want)) return true;
    return tmpl_fail(t, at, "'%.*s': this block leaves the HTML elsewhere than it found it — open and close inside it", what);
}

/* After `#if cond` was emitted: its branches up to the close. */
static bool block_branches(struct tmpl *t, struct tag open, struct text name)
{
    struct html start = t->html, end = start;
    bool had_else = false, first = true;
    struct tag last = open;
    for (;;) {
        t->html = start;
        enum stop stop = block_body(t, &last);
        if (stop == STOP_FAIL) return false;
        if (stop == STOP_END) return tmpl_fail(t, open.at, "{{#%.*s}} is never closed", name);
        emit_flush(t->e);
        if (first) end = t->html;
        else if (!same_place(t, last.at, &end, name)) return false;
        first = false;
        if (stop == STOP_CLOSE) break;
        if (had_else) return tmpl_fail(t, last.at, "a second {{else}} in {{#%.*s}}", name);
        struct text cond = text_trim(text_sub(last.s, 4, last.s.n)), c_cond;
        t->e->depth--;
        if (text_starts(cond, T("if "))) {
            if (!condition(t, last.at, text_trim(text_sub(cond, 3, cond.n)), &c_cond)) return false;
            emit_line(t->e, last.at, "} else if (%.*s) {", TP(c_cond));
        } else {
            had_else = true;
            emit_line(t->e, last.at, "} else {");
        }
        t->e->depth++;
    }
    if (!had_else) {
        struct html now = t->html;
        t->html = end;
        if (!same_place(t, last.at, &start, name)) return false;
        t->html = now;
    }
    struct text closed = text_trim(text_sub(last.s, 1, last.s.n));
    if (!text_eq(closed, name))
        return tmpl_fail(t, last.at, "this closes another block than the last one opened, {{#%.*s}}", name);
    t->html = end;
    return true;
}

static bool block_if(struct tmpl *t, struct tag open, struct text arg)
{
    struct text cond;
    if (!condition(t, open.at, arg, &cond)) return false;
    emit_line(t->e, open.at, "if (%.*s) {", TP(cond));
    t->e->depth++;
    if (!block_branches(t, open, T("if"))) return false;
    t->e->depth--;
    emit_line(t->e, open.at, "}");
    return true;
}

static bool scope_push(struct tmpl *t, struct place at, const struct shape *shape, int number)
{
    if (t->scopes == SCOPE_DEPTH) return tmpl_fail(t, at, "blocks are nested too deep%.*s", T(""));
    t->scope[t->scopes].shape = shape;
    snprintf(t->scope[t->scopes].expr, sizeof t->scope[0].expr, "r%d", number);
    t->scopes++;
    return true;
}

static bool block_scope(struct tmpl *t, struct tag open, struct text arg, bool each)
{
    struct ref r;
    struct html start = t->html;
    struct tag last = open;
    int k = ++t->e->loops;
    if (!ref_find(t, open.at, arg, &r)) return false;
    if (r.f->kind != (each ? FIELD_LIST : FIELD_ONE))
        return tmpl_fail(t, open.at, each ? "'%.*s' is no list" : "'%.*s' is no `one`", arg);
    if (each) emit_line(t->e, open.at, "for (size_t i%d = 0; i%d < %.*s.n; i%d++) {", k, k, TP(r.expr), k);
    else emit_line(t->e, open.at, "if (%.*s) {", TP(r.expr));
    t->e->depth++;
    emit_line(t->e, open.at, "const struct %.*s *r%d = %s%.*s%s;", TP(r.f->shape->tag), k, each ? "&" : "", TP(r.expr),
              each ? text_z(t->c->a, text_fmt(t->c->a, ".item[i%d]", k)) : "");
    emit_line(t->e, open.at, "(void)r%d;", k);
    if (!scope_push(t, open.at, r.f->shape, k)) return false;
    enum stop stop = block_body(t, &last);
    t->scopes--;
    if (stop == STOP_FAIL) return false;
    if (stop != STOP_CLOSE || !text_eqz(text_trim(text_sub(last.s, 1, last.s.n)), each ? "each" : "one"))
        return tmpl_fail(t, open.at, "{{#%.*s}} is not closed where it should be, or has an else — ask {{#if}} first", open.s);
    emit_flush(t->e);
    if (!same_place(t, last.at, &start, arg)) return false;
    t->e->depth--;
    emit_line(t->e, open.at, "}");
    return true;
}

static struct function *function_new(struct tmpl *t, struct text name)
{
    struct compiled *o = t->out;
    o->fn = arena_grow(t->c->a, o->fn, o->n, &o->cap, o->n + 1, sizeof *o->fn);
    o->fn[o->n] = (struct function){.name = name};
    return &o->fn[o->n++];
}

/* A fragment is a function of its own, called where it stands. */
static bool block_fragment(struct tmpl *t, struct tag open, struct text name)
{
    struct html start = t->html;
    struct emit inner = {.code = viewc_buf(t->c), .lit = viewc_buf(t->c), .depth = 1}, *outer = t->e;
    struct tag last = open;
    if (t->scopes != 1 || start.where != HTML_TEXT)
        return tmpl_fail(t, open.at, "fragment '%.*s' must stand in text, outside #each and #one", name);
    for (size_t i = 1; i < t->out->n; i++)
        if (text_eq(t->out->fn[i].name, name)) return tmpl_fail(t, open.at, "fragment '%.*s' stands here twice", name);
    emit_line(outer, open.at, "%.*s_view_%.*s_html(b, lang, page, v);", TP(t->view->name), TP(name));
    t->e = &inner;
    enum stop stop = block_body(t, &last);
    emit_flush(&inner);
    t->e = outer;
    if (stop == STOP_FAIL) return false;
    if (stop != STOP_CLOSE || !text_eqz(text_trim(text_sub(last.s, 1, last.s.n)), "fragment"))
        return tmpl_fail(t, open.at, "fragment '%.*s' is never closed", name);
    if (!same_place(t, last.at, &start, name)) return false;
    function_new(t, name)->code = inner.code;
    return true;
}

static bool source_run(struct tmpl *t, struct source *src);

static bool partial(struct tmpl *t, struct place at, struct text name)
{
    struct text path = text_fmt(t->c->a, "%s/partial/%.*s.html", t->c->templates, TP(name)), body;
    struct source *outer = t->src, inner = {.path = path, .line = 1, .col = 1};
    struct html start = t->html;
    if (t->partials == PARTIAL_DEPTH) return tmpl_fail(t, at, "partial '%.*s' calls itself", name);
    if (file_read(t->c->a, text_z(t->c->a, path), 1 << 20, &body) != RC_OK)
        return tmpl_fail(t, at, "there is no partial '%.*s' — it should stand in templates/partial/", name);
    inner.s = body;
    t->partials++;
    bool ok = source_run(t, &inner);
    t->partials--;
    t->src = outer;
    if (!ok) viewc_fail(t->c, at, "… used from here");
    return ok && same_place(t, at, &start, name);
}

static bool content(struct tmpl *t, struct place at)
{
    if (!t->layout || t->blocks > 0 || t->out->split || t->html.where != HTML_TEXT)
        return tmpl_fail(t, at, "{{content}} stands once in a layout, in text, outside every block%.*s", T(""));
    emit_flush(t->e);
    t->out->fn[0].code = t->e->code;
    t->e->code = viewc_buf(t->c);
    t->out->split = true;
    return true;
}

static bool open_block(struct tmpl *t, struct tag tag)
{
    struct text rest = text_sub(tag.s, 1, tag.s.n), kind;
    bool ok;
    (void)text_cut(&rest, ' ', &kind);
    rest = text_trim(rest);
    t->blocks++;
    if (text_eqz(kind, "if")) ok = block_if(t, tag, rest);
    else if (text_eqz(kind, "each")) ok = block_scope(t, tag, rest, true);
    else if (text_eqz(kind, "one")) ok = block_scope(t, tag, rest, false);
    else if (text_eqz(kind, "fragment")) ok = block_fragment(t, tag, rest);
    else ok = tmpl_fail(t, tag.at, "{{#%.*s}} is unknown — write #if, #each, #one or #fragment", kind);
    t->blocks--;
    return ok;
}

static bool value_tag(struct tmpl *t, struct tag tag)
{
    t->after_value = t->html.where == HTML_TEXT;
    if (text_starts(tag.s, T("w."))) return emit_word(t, tag.at, tag.s);
    if (text_starts(tag.s, T("raw "))) return emit_raw(t, tag.at, text_trim(text_sub(tag.s, 4, tag.s.n)));
    if (text_eqz(tag.s, "content")) return content(t, tag.at);
    return emit_value(t, tag.at, tag.s);
}

static enum stop block_body(struct tmpl *t, struct tag *last)
{
    t->after_value = false;
    for (;;) {
        struct tag tag;
        if (!literal_run(t)) return STOP_FAIL;
        if (t->src->at >= t->src->s.n) return STOP_END;
        if (!tag_read(t, &tag)) return STOP_FAIL;
        *last = tag;
        char kind = tag.s.s[0];
        if (kind == '/') return STOP_CLOSE;
        if (text_eqz(tag.s, "else") || text_starts(tag.s, T("else if "))) return STOP_ELSE;
        bool ok = kind == '!'   ? true
                  : kind == '#' ? open_block(t, tag)
                  : kind == '>' ? partial(t, tag.at, text_trim(text_sub(tag.s, 1, tag.s.n)))
                                : value_tag(t, tag);
        if (!ok) return STOP_FAIL;
        if (kind == '#' || kind == '>') t->after_value = false;
    }
}

static bool source_run(struct tmpl *t, struct source *src)
{
    struct tag last = {T(""), {src->path, 1, 1}};
    t->src = src;
    enum stop stop = block_body(t, &last);
    if (stop == STOP_ELSE || stop == STOP_CLOSE) return tmpl_fail(t, last.at, "{{%.*s}} closes nothing", last.s);
    return stop == STOP_END;
}

/* A first line `{{layout NAME}}`. */
static void take_layout(struct viewc *c, struct source *src, struct compiled *out)
{
    if (!text_starts(src->s, T("{{layout "))) return;
    ptrdiff_t end = text_find(src->s, T("}}"));
    if (end < 0) return;
    out->layout = text_trim(text_sub(src->s, 9, (size_t)end - 9));
    while (src->at < (size_t)end + 2) source_step(src);
    bool known = false;
    for (size_t i = 0; i < c->layouts; i++) known = known || text_eq(c->layout[i], out->layout);
    if (!known)
        viewc_fail(c, (struct place){src->path, 1, 1}, "there is no layout '%.*s' in templates/layout/", TP(out->layout));
}

bool template_compile(struct viewc *c, struct text path, const struct shape *root, struct compiled *out)
{
    struct source src = {.path = path, .line = 1, .col = 1};
    struct emit e = {.code = viewc_buf(c), .lit = viewc_buf(c), .depth = 1};
    struct tmpl t = {.c = c, .e = &e, .out = out, .view = root, .layout = root == NULL};
    *out = (struct compiled){0};
    if (file_read(c->a, text_z(c->a, path), 1 << 20, &src.s) != RC_OK) return false;
    if (root) {
        take_layout(c, &src, out);
        t.scope[0].shape = root;
        memcpy(t.scope[0].expr, "v", 2);
        t.scopes = 1;
    }
    (void)function_new(&t, T(""));
    if (!source_run(&t, &src)) return false;
    emit_flush(&e);
    if (t.html.depth > 0) {
        viewc_fail(c, (struct place){path, t.html.open[t.html.depth - 1].line, 1}, "<%s> is never closed",
                   t.html.open[t.html.depth - 1].name);
        return false;
    }
    if (t.html.where != HTML_TEXT)
        return tmpl_fail(&t, (struct place){path, src.line, src.col}, "the file ends inside a tag%.*s", T(""));
    if (t.layout && !out->split) return tmpl_fail(&t, (struct place){path, 1, 1}, "a layout needs {{content}}%.*s", T(""));
    if (t.layout) function_new(&t, T("close"))->code = e.code;
    else out->fn[0].code = e.code;
    return true;
}
