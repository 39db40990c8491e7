/* SPDX-License-Identifier: Apache-2.0 */
/* A sealed value is bound to the table, column and row it stands in, so that what is copied into another row does not open
 * there. `note sealed(fact child id)`: column `note` of table `fact`, whose rows have the key (county, child, id);
 * `staff_phone sealed(staff.phone staff)`: another column's name, and the field that holds the key. The county is always
 * the first part of the key and is not written. */
#include "sqlc.h"

static int field_index(const struct fields *list, struct text name, enum field_type type)
{
    for (size_t i = 0; i < list->n; i++)
        if (text_eq(list->list[i].name, name) && list->list[i].type == type) return (int)i;
    return -1;
}

/* The parameter of that name, or the scope's; -100 when there is neither. */
static int part_given(struct compiler *c, const struct statement *s, struct text name)
{
    int which = field_index(&s->in, name, FIELD_INT);
    if (which >= 0) return which;
    which = parameter_index(s, text_fmt(c->arena, "scope.%.*s", TP(name)));
    return s->scoped ? which : -100;
}

/* Where out fields find a parameter when the row is read: it is kept from when the statement was opened. */
static int part_kept(struct statement *s, int which)
{
    size_t k = 0;
    while (k < s->givens && s->given[k] != which) k++;
    if (k == sizeof s->given / sizeof *s->given) return -100;
    s->given[k] = which;
    if (k == s->givens) s->givens++;
    return -1 - (int)k;
}

static bool part_add(struct compiler *c, struct statement *s, struct field *f, size_t at, bool out, struct text name)
{
    int row = out ? field_index(&s->out, name, FIELD_INT) : -1;
    if (f->keys == KEY_MAX) return false;
    if (row >= (int)at) {
        complain(c, s->path, s->line, "%.*s: '%.*s' stands behind '%.*s', which is opened with it", TP(s->name), TP(name),
                 TP(f->name));
        return true;
    }
    int which = row >= 0 ? row : part_given(c, s, name);
    if (which != -100 && out && row < 0) which = part_kept(s, which);
    if (which == -100) return false;
    f->key[f->keys++] = which;
    return true;
}

static const struct table *table_find(const struct compiler *c, struct text name)
{
    for (size_t i = 0; i < c->tables_n; i++)
        if (text_eq(c->tables[i].name, name)) return &c->tables[i];
    return NULL;
}

static void seal_bind(struct compiler *c, struct statement *s, struct field *f, size_t at, bool out)
{
    struct text rest = f->seal, first, part;
    if (!text_cut(&rest, ' ', &first)) {
        complain(c, s->path, s->line, "%.*s: say where '%.*s' is sealed: sealed(table key of the row)", TP(s->name), TP(f->name));
        return;
    }
    ptrdiff_t dot = text_find(first, T("."));
    struct text name = dot < 0 ? first : text_sub(first, 0, (size_t)dot);
    f->bound = dot < 0 ? text_fmt(c->arena, "%.*s.%.*s", TP(first), TP(f->name)) : first;
    const struct table *table = table_find(c, name);
    if (!table) {
        complain(c, s->path, s->line, "%.*s: no migration makes the table '%.*s'", TP(s->name), TP(name));
        return;
    }
    bool good = part_add(c, s, f, at, out, T("county"));
    while (good && text_cut(&rest, ' ', &part)) good = part.n == 0 || part_add(c, s, f, at, out, part);
    if (!good) complain(c, s->path, s->line, "%.*s: '%.*s' is sealed with a number that the statement does not have",
                        TP(s->name), TP(f->name));
    else if (f->keys != table->keys) complain(c, s->path, s->line, "%.*s: '%.*s' needs the whole key of %.*s, %zu columns",
                                              TP(s->name), TP(f->name), TP(name), table->keys);
}

void seals_bind(struct compiler *c, struct statement *s)
{
    for (size_t i = 0; i < s->in.n; i++)
        if (s->in.list[i].type == FIELD_SEALED) seal_bind(c, s, &s->in.list[i], i, false);
    for (size_t i = 0; i < s->out.n; i++)
        if (s->out.list[i].type == FIELD_SEALED) seal_bind(c, s, &s->out.list[i], i, true);
}
