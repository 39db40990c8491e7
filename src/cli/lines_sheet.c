/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/lines_sheet.h"

#include "format/header.h"
#include "model/columns.h"

enum { HEADINGS = 4000 };

struct row { int64_t number; struct json_node *map; };

struct lines_sheet {
    struct arena *a;
    struct header_alias *alias;
    size_t alias_n, columns;         /* the first `columns` of them are those of the file, then the questions of forms */
    struct row *row;
    size_t n, cap;
};

/* ---- headings ---- */

static bool alias_known(const struct lines_sheet *s, struct text title)
{
    for (size_t i = 0; i < s->alias_n; i++) {
        for (size_t k = 0; k < s->alias[i].n; k++) {
            if (text_eq(s->alias[i].heading[k], title)) return true;
        }
    }
    return false;
}

static void question_add(struct lines_sheet *s, struct text title)
{
    struct text *own = arena_alloc(s->a, sizeof *own);
    if (s->alias_n == HEADINGS || alias_known(s, title)) return;
    *own = title;
    s->alias[s->alias_n++] = (struct header_alias){.key = title, .heading = own, .n = 1};
}

/* A question of a repeat has a column for each row: 借出物品1 件数. */
static void questions_add(struct lines_sheet *s, const struct code_kind *k, enum lang lang)
{
    for (size_t i = 0; i < k->field_count; i++) {
        const struct code_field *f = &k->field[i];
        if (f->type == FIELD_NOTE || f->type == FIELD_REPEAT) continue;
        if (f->row_of < 0) {
            question_add(s, f->title[lang]);
            continue;
        }
        const struct code_field *repeat = &k->field[f->row_of];
        for (int row = 1; row <= repeat->max; row++) question_add(s, code_row_title(s->a, k, f, row, lang));
    }
}

static enum rc headings_load(struct lines_sheet *s, const struct codes *codes, const char *name, enum lang lang,
    struct faults *f)
{
    const struct columns *columns = columns_load(s->a, codes, name, f);
    if (columns == NULL) return RC_INTERNAL;
    s->alias = arena_array(s->a, HEADINGS, sizeof *s->alias);
    for (size_t i = 0; i < columns->n && s->alias_n < HEADINGS; i++) {
        const struct column *c = &columns->item[i];
        s->alias[s->alias_n++] = (struct header_alias){.key = c->type == COLUMN_IGNORE ? T("") : c->key, .heading = c->name,
            .n = c->names,
                                                       .required = c->required};
    }
    s->columns = s->alias_n;
    for (size_t i = 0; i < codes->kind_count; i++) questions_add(s, &codes->kind[i], lang);
    return RC_OK;
}

/* ---- rows ---- */

static void node_add(struct json_node *map, struct json_node *one)
{
    one->next = map->child;
    map->child = one;
    map->n++;
}

static bool row_take(void *ctx, const struct header *head, const struct header_row *row)
{
    struct lines_sheet *s = ctx;
    (void)head;
    struct json_node *map = arena_alloc(s->a, sizeof *map), *form = arena_alloc(s->a, sizeof *form);
    map->kind = form->kind = JSON_MAP;
    form->key = T("form");
    for (size_t i = 0; i < s->alias_n; i++) {
        if (row->cell[i] == NULL || s->alias[i].key.n == 0) continue;
        struct json_node *one = arena_alloc(s->a, sizeof *one);
        *one = (struct json_node){.kind = JSON_TEXT, .key = s->alias[i].key, .text = text_dup(s->a, row->cell[i]->shown)};
        node_add(i < s->columns ? map : form, one);
    }
    if (form->n > 0) node_add(map, form);
    s->row = arena_grow(s->a, s->row, s->n, &s->cap, s->n + 1, sizeof *s->row);
    s->row[s->n++] = (struct row){.number = row->number, .map = map};
    return true;
}

enum rc lines_sheet_read(struct arena *a, const struct codes *codes, struct text file, struct text bytes, const char *columns,
    enum lang lang, struct faults *f, struct lines_sheet **out)
{
    struct lines_sheet *s = arena_alloc(a, sizeof *s);
    s->a = a;
    TRY(headings_load(s, codes, columns, lang, f));
    struct header_spec spec = {.alias = s->alias, .n = s->alias_n};
    struct sheet_ask ask = {.file = file, .index = SHEET_ALL};
    struct sheet_told told = {0};
    struct header_finder *finder = header_new(a, &spec, file, &told, f, row_take, s);
    TRY(sheet_read_outside(a, bytes, &ask, &told, f, header_take, finder));
    TRY(header_end(finder, NULL));
    *out = s;
    return RC_OK;
}

int64_t lines_sheet_count(const struct lines_sheet *s)
{
    return (int64_t)s->n;
}

bool lines_sheet_next(const struct lines_sheet *s, int64_t *at, struct line *out)
{
    if (lines_sheet_end(s, *at)) return false;
    const struct row *r = &s->row[(*at)++];
    *out = (struct line){.number = r->number, .map = r->map};
    return true;
}

bool lines_sheet_end(const struct lines_sheet *s, int64_t at)
{
    return at >= (int64_t)s->n;
}
