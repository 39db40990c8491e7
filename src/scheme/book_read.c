/* SPDX-License-Identifier: Apache-2.0 */
#include "scheme/book_part.h"

#include "format/sheet.h"

#include <string.h>

struct reading {
    struct arena *a;
    struct faults *f;
    struct text name;                 /* of the file */
    struct sheet_told told;
    struct yaml_node *root;
    int sheet;                        /* the one being read, -1 none yet */
    struct yaml_node *section;        /* NULL: its name is no section, or its heading has not come */
    struct text key;                  /* of the section */
    struct text path[BOOK_COLUMNS];   /* by column; empty: left alone */
    bool headed, pairs;
};

/* ---- headings ---- */

static bool is_word(struct text t)
{
    for (size_t i = 0; i < t.n; i++) {
        if ((t.s[i] < 'a' || t.s[i] > 'z') && t.s[i] != '_') return false;
    }
    return t.n > 0;
}

static bool is_path(struct text t)
{
    struct text rest = text_ends(t, T("[]")) ? text_sub(t, 0, t.n - 2) : t, one;
    if (rest.n == 0) return false;
    while (rest.n && text_cut(&rest, '.', &one)) {
        if (one.n == 0) return false;
        for (size_t i = 0; i < one.n; i++) {
            char c = one.s[i];
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' && c != '-') return false;
        }
    }
    return true;
}

static struct text last_word(struct text t)
{
    struct text rest = text_trim(t), one = rest;
    while (rest.n && text_cut(&rest, ' ', &one)) { }
    return one;
}

static void sheet_enter(struct reading *r, int sheet)
{
    r->sheet = sheet;
    r->section = NULL;
    r->headed = false;
    r->key = last_word(r->told.sheet[sheet].name);
    if (!is_word(r->key)) r->key = TEXT_NONE;
}

/* The heading is the first row of nothing but paths. */
static bool heading_take(struct reading *r, const struct sheet_row *row)
{
    for (size_t i = 0; i < BOOK_COLUMNS; i++) r->path[i] = TEXT_NONE;
    for (size_t i = 0; i < row->n; i++) {
        struct text t = text_trim(row->cell[i].shown);
        if (!is_path(t) || row->cell[i].column >= BOOK_COLUMNS) return false;
        r->path[row->cell[i].column] = text_dup(r->a, t);
    }
    r->pairs = text_eqz(r->path[0], "name") && text_eqz(r->path[1], "value");
    return true;
}

static void fault_at(struct reading *r, uint32_t row, uint32_t column, enum word w, struct text what)
{
    struct text at = text_fmt(r->a, "%.*s!%.*s%u", TP(r->told.sheet[r->sheet].name), TP(sheet_column_name(r->a, column)), row);
    struct fault one = {.file = r->name, .line = (int32_t)row, .column = (int32_t)column + 1, .field = at, .word = w,
        .arg = {what}};
    fault_put(r->f, &one);
}

/* ---- cells ---- */

static struct yaml_node *list_of(struct reading *r, struct text key, struct text shown)
{
    struct yaml_node *list = book_node(r->a, YAML_LIST, key);
    struct text rest = shown;
    while (rest.n > 0) {
        ptrdiff_t at = text_find(rest, T("、"));
        struct text one = at < 0 ? rest : text_sub(rest, 0, (size_t)at);
        rest = at < 0 ? TEXT_NONE : text_sub(rest, (size_t)at + 3, rest.n);
        one = text_trim(one);
        if (one.n == 0) continue;
        struct yaml_node *n = book_node(r->a, YAML_SCALAR, TEXT_NONE);
        n->text = text_dup(r->a, one);
        book_add(list, n);
    }
    return list;
}

/* Nodes of a workbook say in place of file, line and column: sheet, row and column. */
static void cell_note(const struct reading *r, struct yaml_node *n, uint32_t row, uint32_t column)
{
    n->file = r->told.sheet[r->sheet].name;
    n->line = (int32_t)row;
    n->column = (int32_t)column + 1;
}

/* What a cell holds, or NULL after a fault. */
static struct yaml_node *value_of(struct reading *r, struct text key, bool list, struct text shown, uint32_t row, uint32_t column)
{
    if (list) return list_of(r, key, shown);
    if (!book_needs_quotes(shown) || text_eqz(shown, "null")) {
        struct yaml_node *n = book_node(r->a, YAML_SCALAR, key);
        n->text = text_dup(r->a, shown);
        n->quoted = true;
        return n;
    }
    struct faults inner = faults_new(r->a);
    struct yaml_node *line = yaml_read(r->a, r->name, text_fmt(r->a, "v: %.*s\n", TP(shown)), &inner), *v = yaml_get(line, "v");
    if (v == NULL || line->n != 1) {
        fault_at(r, row, column, W_book_bad_cell, shown.n > 60 ? text_sub(shown, 0, 60) : shown);
        return NULL;
    }
    v->key = key;
    v->next = NULL;
    return v;
}

/* The map that the last key of a path belongs to, made on the way; NULL when a value stands where a map should be. */
static struct yaml_node *map_for(struct reading *r, struct yaml_node *map, struct text *path)
{
    struct text one;
    while (text_find(*path, T(".")) >= 0) {
        text_cut(path, '.', &one);
        struct yaml_node *next = yaml_find(map, one);
        if (next == NULL) {
            next = book_node(r->a, YAML_MAP, text_dup(r->a, one));
            book_add(map, next);
        }
        if (next->kind != YAML_MAP) return NULL;
        map = next;
    }
    return map;
}

static void cell_take(struct reading *r, struct yaml_node *map, struct text path, struct text shown, uint32_t row,
    uint32_t column)
{
    bool named = r->pairs && !is_path(path), list = !named && text_ends(path, T("[]"));
    struct text key = list ? text_sub(path, 0, path.n - 2) : path;
    if (named && path.s[0] == '"') {
        const struct yaml_node *name = value_of(r, TEXT_NONE, false, path, row, 0);
        if (name == NULL) return;
        key = name->text;
    }
    struct yaml_node *into = named ? map : map_for(r, map, &key);
    if (into == NULL || yaml_find(into, key) != NULL) {
        fault_at(r, row, column, W_book_twice, path);
        return;
    }
    struct yaml_node *v = value_of(r, text_dup(r->a, key), list, shown, row, column);
    if (v == NULL) return;
    book_add(into, v);
    for (struct yaml_node *n = v; n != NULL && n != map->parent; n = n->parent) {
        if (n->line == 0) cell_note(r, n, row, column);
    }
}

/* ---- rows ---- */

static void pair_take(struct reading *r, const struct sheet_row *row)
{
    struct text path = TEXT_NONE, shown = TEXT_NONE;
    for (size_t i = 0; i < row->n; i++) {
        if (row->cell[i].column == 0) path = text_dup(r->a, text_trim(row->cell[i].shown));
        if (row->cell[i].column == 1) shown = row->cell[i].shown;
    }
    if (path.n > 0 && shown.n > 0) cell_take(r, r->section, path, shown, row->number, 1);
}

static void element_take(struct reading *r, const struct sheet_row *row)
{
    struct yaml_node *one = book_node(r->a, YAML_MAP, TEXT_NONE);
    for (size_t i = 0; i < row->n; i++) {
        const struct sheet_cell *c = &row->cell[i];
        if (c->merged != MERGED_NOT || c->column >= BOOK_COLUMNS || r->path[c->column].n == 0) continue;
        cell_take(r, one, r->path[c->column], c->shown, row->number, c->column);
    }
    if (one->n > 0) book_add(r->section, one);
}

static bool row_take(void *ctx, const struct sheet_row *row)
{
    struct reading *r = ctx;
    if (row->sheet != r->sheet) sheet_enter(r, row->sheet);
    if (r->key.n == 0) return true;
    if (!r->headed) {
        r->headed = heading_take(r, row);
        if (!r->headed) return true;
        r->section = yaml_find(r->root, r->key);
        if (r->section == NULL) {
            r->section = book_node(r->a, r->pairs ? YAML_MAP : YAML_LIST, text_dup(r->a, r->key));
            book_add(r->root, r->section);
        }
        if (r->section->kind == (r->pairs ? YAML_MAP : YAML_LIST)) return true;
        fault_at(r, row->number, 0, W_book_twice, r->key);
        return false;
    }
    if (r->pairs) pair_take(r, row);
    else element_take(r, row);
    return r->f->errors < 50;
}

/* ---- the text ---- */

/* " # 职责 duties!7:3" */
static void cell_write(struct buf *b, const struct yaml_node *n)
{
    bool line = n->file.n > 0 && !memchr(n->file.s, '\n', n->file.n) && !memchr(n->file.s, '\r', n->file.n);
    if (line && n->line > 0) buf_fmt(b, " # %.*s!%d:%d", TP(n->file), n->line, n->column);
    buf_char(b, '\n');
}

bool book_cell_read(struct text line, struct text *sheet, int32_t *row, int32_t *column)
{
    ptrdiff_t from = -1, mark = -1;
    for (size_t i = 0; i + 3 <= line.n; i++) from = memcmp(line.s + i, " # ", 3) == 0 ? (ptrdiff_t)i : from;
    for (size_t i = 0; from >= 0 && i < line.n; i++) mark = line.s[i] == '!' ? (ptrdiff_t)i : mark;
    if (from < 0 || mark < from) return false;
    struct text place = text_sub(line, (size_t)mark + 1, line.n), one;
    int64_t r, c;
    text_cut(&place, ':', &one);
    if (!text_int(one, &r) || !text_int(place, &c) || r <= 0 || c <= 0) return false;
    *sheet = text_sub(line, (size_t)from + 3, (size_t)(mark - from - 3));
    *row = (int32_t)r;
    *column = (int32_t)c;
    return true;
}

static void element_write(struct buf *b, const struct yaml_node *one)
{
    for (const struct yaml_node *c = one->child; c; c = c->next) {
        buf_add(b, c == one->child ? T("  - ") : T("    "));
        buf_add(b, c->key);
        buf_add(b, T(": "));
        book_flow(b, c);
        cell_write(b, c);
    }
}

static void section_write(struct buf *b, const struct yaml_node *s)
{
    buf_fmt(b, "%.*s:\n", TP(s->key));
    for (const struct yaml_node *c = s->child; c; c = c->next) {
        if (s->kind == YAML_LIST) {
            element_write(b, c);
            continue;
        }
        struct yaml_node name = {.kind = YAML_SCALAR, .text = c->key};
        buf_add(b, T("  "));
        book_flow(b, &name);
        buf_add(b, T(": "));
        book_flow(b, c);
        cell_write(b, c);
    }
}

enum rc book_read(struct arena *a, struct text name, struct text bytes, struct faults *f, struct buf *out)
{
    struct reading *r = arena_alloc(a, sizeof *r);
    *r = (struct reading){.a = a, .f = f, .name = name, .sheet = -1, .root = book_node(a, YAML_MAP, TEXT_NONE)};
    struct sheet_ask ask = {.file = name, .index = SHEET_ALL, .limits = {.file_bytes = BOOK_BYTES, .rows = 20000,
        .columns = BOOK_COLUMNS}};
    TRY(sheet_read_outside(a, bytes, &ask, &r->told, f, row_take, r));
    if (f->errors == 0 && r->root->n == 0) fault_add(f, name, W_book_empty, TEXT_NONE, TEXT_NONE);
    if (f->errors > 0) return RC_INVALID;
    for (const struct yaml_node *s = r->root->child; s; s = s->next) {
        if (s != r->root->child) buf_char(out, '\n');
        section_write(out, s);
    }
    return RC_OK;
}
