/* SPDX-License-Identifier: Apache-2.0 */
/* Values and words, escaped for where they stand. */
#include "viewc_template.h"

#include <string.h>

enum { ARGS = 4 };

bool ref_find(struct tmpl *t, struct place at, struct text path, struct ref *out)
{
    struct text rest = path;
    size_t up = 0;
    if (text_starts(path, T("page."))) {
        struct text name = text_sub(path, 5, path.n);
        out->f = shape_field(decl_frame(t->c), name);
        if (!out->f) return tmpl_fail(t, at, "the page has no field '%.*s' — see src/view/page.view", name);
        out->expr = text_fmt(t->c->a, "page->%.*s", TP(name));
        return true;
    }
    for (; text_starts(rest, T("../")); up++) rest = text_sub(rest, 3, rest.n);
    if (t->scopes == 0) return tmpl_fail(t, at, "'%.*s': a layout knows only page.… and w.…", path);
    if (up >= t->scopes) return tmpl_fail(t, at, "'%.*s' climbs above the view — write fewer ../", path);
    size_t k = t->scopes - 1 - up;
    out->f = shape_field(t->scope[k].shape, rest);
    if (!out->f) {
        viewc_fail(t->c, at, "'%.*s' has no field '%.*s' — declare it in the .view file or correct the name",
                   TP(t->scope[k].shape->tag), TP(rest));
        t->failed = true;
        return false;
    }
    out->expr = text_fmt(t->c->a, "%s->%.*s", t->scope[k].expr, TP(rest));
    return true;
}

static bool value_context(struct tmpl *t, struct place at, const char **how)
{
    const struct html *h = &t->html;
    if (h->where == HTML_TEXT) {
        *how = "text";
        bool script = h->depth > 0 && strcmp(h->open[h->depth - 1].name, "script") == 0;
        return script ? tmpl_fail(t, at, "no value may stand inside <script>%.*s — put it into a data- attribute", T("")) : true;
    }
    if (h->where != HTML_VALUE) return tmpl_fail(t, at, "a value may stand in text or inside a quoted attribute%.*s", T(""));
    if (h->no_fields) return tmpl_fail(t, at, "no value may stand in the attribute '%.*s' — write it out", text_of(h->attr));
    *how = h->url == URL_NO ? "attr" : h->url == URL_TEL ? "tel" : h->url == URL_START ? "href" : "url";
    return true;
}

bool emit_value(struct tmpl *t, struct place at, struct text path)
{
    struct ref r;
    const char *how;
    if (!ref_find(t, at, path, &r) || !value_context(t, at, &how)) return false;
    if (r.f->kind == FIELD_INT && strcmp(how, "href") != 0) {
        emit_line(t->e, at, "buf_int(b, %.*s);", TP(r.expr));
        return true;
    }
    if (r.f->kind != FIELD_TEXT) return tmpl_fail(t, at, "'%.*s' is no text and no number — use #if, #each or #one", path);
    if (strcmp(how, "href") == 0) {
        if (!text_ends(r.f->name, T("_href")) && !text_eqz(r.f->name, "href"))
            return tmpl_fail(t, at, "'%.*s' begins an address — write the path out, or name a field …_href, made by the program",
                        path);
        t->html.url = URL_MADE;
    }
    bool ours = strcmp(how, "href") == 0 || strcmp(how, "tel") == 0;
    emit_line(t->e, at, "%s%s(b, %.*s);", ours ? "view_" : "html_", how, TP(r.expr));
    return true;
}

bool emit_word(struct tmpl *t, struct place at, struct text s)
{
    struct text rest = s, key, name;
    const char *how;
    int n = 0;
    struct ref r[ARGS];
    (void)text_cut(&rest, ' ', &key);
    key = text_sub(key, 2, key.n);
    const struct word_key *w = words_find(t->c, key);
    if (!w) return tmpl_fail(t, at, "there is no word '%.*s' — add it to locale/zh and locale/en", key);
    if (!value_context(t, at, &how)) return false;
    if (strcmp(how, "text") != 0 && strcmp(how, "attr") != 0)
        return tmpl_fail(t, at, "word '%.*s' cannot stand in an address", key);
    while (text_cut(&rest, ' ', &name)) {
        if (name.n == 0) continue;
        if (n == ARGS) return tmpl_fail(t, at, "word '%.*s' has too many arguments", key);
        if (!ref_find(t, at, name, &r[n])) return false;
        if (r[n].f->kind > FIELD_INT) return tmpl_fail(t, at, "'%.*s' is no text and no number", name);
        n++;
    }
    if (n != w->args) {
        viewc_fail(t->c, at, "word '%.*s' takes %d arguments, not %d", TP(key), w->args, n);
        t->failed = true;
        return false;
    }
    const char *place = how[0] == 't' ? "VIEW_TEXT" : "VIEW_ATTR";
    if (n == 0) {
        emit_line(t->e, at, "view_word(b, lang, W_%.*s, %s);", TP(key), place);
        return true;
    }
    struct text args = T("");
    for (int i = 0; i < n; i++)
        args = text_fmt(t->c->a, "%.*s%s{.%s = %.*s}", TP(args), i ? ", " : "",
                        r[i].f->kind == FIELD_INT ? "number = true, .i" : "t", TP(r[i].expr));
    emit_line(t->e, at, "view_fill(b, lang, W_%.*s, %s, (const struct view_arg[]){%.*s}, %d);", TP(key), place, TP(args), n);
    return true;
}

bool emit_raw(struct tmpl *t, struct place at, struct text path)
{
    struct ref r;
    if (!ref_find(t, at, path, &r)) return false;
    if (r.f->kind != FIELD_TEXT || t->html.where != HTML_TEXT) return tmpl_fail(t, at, "'%.*s' cannot stand raw here", path);
    emit_line(t->e, at, "buf_add(b, %.*s);", TP(r.expr));
    return true;
}
