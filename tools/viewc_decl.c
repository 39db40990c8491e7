/* SPDX-License-Identifier: Apache-2.0 */
/* Reads .view files: `view|part|frame NAME "sentence"` at the margin, fields below by two spaces a level. */
#include "viewc.h"

#include <string.h>

enum { LEVELS = 6 };

struct decl {
    struct viewc *c;
    struct unit *u;
    struct shape *at[LEVELS + 1]; /* at[k]: the shape whose fields stand at level k (level 1 = two spaces) */
    struct shape **tail;
    int line;
};

static bool name_ok(struct text t)
{
    if (t.n == 0 || t.n > 40 || t.s[0] < 'a' || t.s[0] > 'z') return false;
    for (size_t i = 0; i < t.n; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789_", t.s[i])) return false;
    return true;
}

static bool decl_fail(struct decl *d, const char *said, struct text what)
{
    viewc_fail(d->c, (struct place){d->u->path, d->line, 1}, said, TP(what));
    return false;
}

static struct text next_word(struct text *rest)
{
    struct text part;
    *rest = text_trim(*rest);
    if (!text_cut(rest, ' ', &part)) return T("");
    *rest = text_trim(*rest);
    return part;
}

static struct shape *shape_new(struct decl *d, enum shape_kind kind, struct text name, struct text tag, struct text note)
{
    struct shape *s = arena_alloc(d->c->a, sizeof *s);
    *s = (struct shape){.tag = tag, .name = name, .note = note, .kind = kind};
    return s;
}

/* `view today "What one person has to do next."` */
static bool read_top(struct decl *d, struct text rest)
{
    static const struct { const char *word; enum shape_kind kind; const char *suffix; } kinds[] = {
        {"view", SHAPE_VIEW, "_view"}, {"part", SHAPE_PART, "_part"}, {"frame", SHAPE_FRAME, ""}};
    struct text word = next_word(&rest), name = next_word(&rest);
    if (!name_ok(name)) return decl_fail(d, "'%.*s' is no name — write `view NAME \"what it is for\"`", name);
    if (rest.n < 3 || rest.s[0] != '"' || rest.s[rest.n - 1] != '"')
        return decl_fail(d, "'%.*s' lacks its sentence — write it in double quotes behind the name", name);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (!text_eqz(word, kinds[i].word)) continue;
        struct text tag = text_fmt(d->c->a, "%.*s%s", TP(name), kinds[i].suffix);
        struct shape *s = shape_new(d, kinds[i].kind, name, tag, text_sub(rest, 1, rest.n - 2));
        if (s->kind == SHAPE_VIEW) {
            if (!text_eq(name, d->u->name)) return decl_fail(d, "view '%.*s' must have the name of its file", name);
            d->u->view = s;
        }
        *d->tail = s;
        d->tail = &s->next;
        memset(d->at, 0, sizeof d->at);
        d->at[1] = s;
        return true;
    }
    return decl_fail(d, "'%.*s' begins nothing — write view, part or frame", word);
}

static bool field_type(struct decl *d, struct shape *owner, struct field *f, struct text type, struct text *rest, size_t level)
{
    static const struct { const char *word; enum field_kind kind; } kinds[] = {
        {"text", FIELD_TEXT}, {"int", FIELD_INT}, {"bool", FIELD_BOOL}, {"list", FIELD_LIST}, {"one", FIELD_ONE}};
    size_t i = 0, n = sizeof kinds / sizeof *kinds;
    while (i < n && !text_eqz(type, kinds[i].word)) i++;
    if (i == n) return decl_fail(d, "type '%.*s' is unknown — write text, int, bool, list or one", type);
    f->kind = kinds[i].kind;
    d->at[level + 1] = NULL;
    if (f->kind != FIELD_LIST && f->kind != FIELD_ONE) return true;
    if (text_starts(*rest, T("of "))) {
        (void)next_word(rest);
        f->part = next_word(rest);
        return true;
    }
    struct text base = owner->tag;
    if (text_ends(base, T("_view"))) base.n -= strlen("_view");
    struct text tag = text_fmt(d->c->a, "%.*s_%.*s", TP(base), TP(f->name));
    f->shape = d->at[level + 1] = shape_new(d, SHAPE_NESTED, f->name, tag, T(""));
    return true;
}

static bool read_field(struct decl *d, struct text line, size_t level)
{
    struct shape *owner = level <= LEVELS ? d->at[level] : NULL;
    struct text rest = line, name = next_word(&rest), type = next_word(&rest);
    if (!owner) return decl_fail(d, "'%.*s' stands too deep — fields of a list or one stand two spaces below it", name);
    if (!name_ok(name)) return decl_fail(d, "'%.*s' is no field name — write a-z, 0-9 and _", name);
    if (shape_field(owner, name)) return decl_fail(d, "field '%.*s' stands here twice", name);
    struct field f = {.name = name, .line = d->line};
    if (level >= LEVELS) return decl_fail(d, "'%.*s' is nested too deep — make a part of it", name);
    if (!field_type(d, owner, &f, type, &rest, level)) return false;
    if (rest.n && !text_starts(rest, T("-- "))) return decl_fail(d, "'%.*s' is too much — a remark begins with `-- `", rest);
    if (rest.n) f.note = text_trim(text_sub(rest, 3, rest.n));
    owner->field = arena_grow(d->c->a, owner->field, owner->n, &owner->cap, owner->n + 1, sizeof f);
    owner->field[owner->n++] = f;
    return true;
}

bool decl_read(struct viewc *c, struct text path, struct text source, struct unit *u)
{
    struct decl d = {.c = c, .u = u};
    struct text rest = source, line;
    d.tail = &u->shapes;
    u->path = path;
    while (text_cut(&rest, '\n', &line)) {
        d.line++;
        size_t indent = 0;
        while (indent < line.n && line.s[indent] == ' ') indent++;
        struct text body = text_trim(line);
        if (body.n == 0 || body.s[0] == '#' || text_starts(body, T("-- "))) continue;
        if (memchr(line.s, '\t', line.n) || indent % 2 != 0)
            return decl_fail(&d, "'%.*s' is set in crookedly — two spaces a level, no tabs", body);
        if (!(indent == 0 ? read_top(&d, body) : read_field(&d, body, indent / 2))) return false;
    }
    return true;
}

const struct field *shape_field(const struct shape *s, struct text name)
{
    for (size_t i = 0; i < s->n; i++)
        if (text_eq(s->field[i].name, name)) return &s->field[i];
    return NULL;
}

static struct shape *find_top(const struct viewc *c, enum shape_kind kind, struct text name)
{
    for (size_t i = 0; i < c->units; i++)
        for (struct shape *s = c->unit[i].shapes; s; s = s->next)
            if (s->kind == kind && text_eq(s->name, name)) return s;
    return NULL;
}

const struct shape *decl_frame(const struct viewc *c)
{
    return find_top(c, SHAPE_FRAME, T("page"));
}

static bool resolve_shape(struct viewc *c, const struct unit *u, struct shape *s)
{
    bool ok = true;
    for (size_t i = 0; i < s->n; i++) {
        struct field *f = &s->field[i];
        struct place at = {u->path, f->line, 1};
        if (f->part.n) {
            f->shape = find_top(c, SHAPE_PART, f->part);
            if (!f->shape) viewc_fail(c, at, "there is no part '%.*s' — declare `part %.*s \"…\"`", TP(f->part), TP(f->part));
            ok = ok && f->shape;
        } else if (f->shape) {
            if (f->shape->n == 0) {
                viewc_fail(c, at, "'%.*s' has no fields — write them two spaces below it", TP(f->name));
                ok = false;
            }
            ok = resolve_shape(c, u, f->shape) && ok;
        }
    }
    return ok;
}

bool decl_resolve(struct viewc *c)
{
    bool ok = true;
    for (size_t i = 0; i < c->units; i++)
        for (struct shape *s = c->unit[i].shapes; s; s = s->next) ok = resolve_shape(c, &c->unit[i], s) && ok;
    if (!decl_frame(c)) {
        viewc_fail(c, (struct place){text_of(c->views), 1, 1}, "no file declares `frame page \"…\"`");
        ok = false;
    }
    return ok;
}
