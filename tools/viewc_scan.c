/* SPDX-License-Identifier: Apache-2.0 */
/* Through a template byte by byte: literals, white space, and where tags stand. */
#include "viewc_template.h"

#include <string.h>

bool tmpl_fail(struct tmpl *t, struct place at, const char *said, struct text what)
{
    if (!t->failed) viewc_fail(t->c, at, said, TP(what));
    t->failed = true;
    return false;
}

static struct place here(const struct tmpl *t)
{
    return (struct place){t->src->path, t->src->line, t->src->col};
}

void source_step(struct source *s)
{
    if (s->s.s[s->at] == '\n') {
        s->line++;
        s->col = 0;
    }
    if (((unsigned char)s->s.s[s->at] & 0xC0) != 0x80) s->col++;
    s->at++;
}

static bool at_tag(const struct source *s)
{
    return s->at + 1 < s->s.n && s->s.s[s->at] == '{' && s->s.s[s->at + 1] == '{';
}

static bool tag_is_value(struct text s)
{
    s = text_trim(text_sub(s, 2, 3));
    return s.n == 0 || !strchr("#/>!", s.s[0]);
}

static bool literal_byte(struct tmpl *t, char ch)
{
    bool keep;
    struct place at = here(t);
    const char *said = html_step(&t->html, ch, at.line, &keep);
    if (said) {
        viewc_fail(t->c, at, "%s", said);
        t->failed = true;
        return false;
    }
    if (keep) emit_literal(t->e, at, ch);
    return true;
}

/* A run of white space. With a line break in it, it is layout of the template: dropped between tags, else one line break. */
static bool literal_space(struct tmpl *t, char before)
{
    struct source *s = t->src;
    size_t from = s->at;
    bool broken = false, in_text = t->html.where == HTML_TEXT;
    while (s->at < s->s.n && strchr(" \t\r\n", s->s.s[s->at])) {
        broken = broken || s->s.s[s->at] == '\n';
        source_step(s);
    }
    char after = s->at < s->s.n ? s->s.s[s->at] : '<';
    if (after == '{' && at_tag(s)) after = tag_is_value(text_sub(s->s, s->at, s->s.n)) ? 'x' : '<';
    if (in_text && broken && before == '>' && after == '<') return true;
    if (!broken && in_text) {
        for (size_t i = from; i < s->at; i++)
            if (!literal_byte(t, s->s.s[i])) return false;
        return true;
    }
    return literal_byte(t, in_text ? '\n' : ' ');
}

/* Literal text up to the next tag or the end. */
bool literal_run(struct tmpl *t)
{
    struct source *s = t->src;
    char before = t->after_value ? 'x' : '>';
    while (s->at < s->s.n && !at_tag(s) && !t->failed) {
        char ch = s->s.s[s->at];
        bool space = strchr(" \t\r\n", ch) != NULL && t->html.where != HTML_VALUE && !html_keeps_space(&t->html);
        if (space) {
            if (!literal_space(t, before)) return false;
        } else {
            if (!literal_byte(t, ch)) return false;
            source_step(s);
        }
        before = s->at > 0 && s->s.s[s->at - 1] == '>' ? '>' : 'x';
        if (space) before = 'x';
        t->after_value = before == 'x';
    }
    return !t->failed;
}

bool tag_read(struct tmpl *t, struct tag *tag)
{
    struct source *s = t->src;
    tag->at = here(t);
    size_t from = s->at + 2;
    ptrdiff_t len = text_find(text_sub(s->s, from, s->s.n), T("}}"));
    if (len < 0) return tmpl_fail(t, tag->at, "'%.*s' is never closed — write }}", T("{{"));
    tag->s = text_trim(text_sub(s->s, from, (size_t)len));
    while (s->at < from + (size_t)len + 2) source_step(s);
    if (tag->s.n == 0) return tmpl_fail(t, tag->at, "an empty tag%.*s — write the name of a field", T(""));
    const char *said = tag->s.s[0] == '!' ? NULL : html_tag_begins(&t->html);
    if (said) {
        viewc_fail(t->c, tag->at, "%s", said);
        t->failed = true;
    }
    return !t->failed;
}
