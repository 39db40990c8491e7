/* SPDX-License-Identifier: Apache-2.0 */
#include "scheme/book_part.h"

#include "format/xlsx_write.h"

#include <stdlib.h>

/* A section is what stands under one key of the files together: a list of elements, or a map (scheme, aliases). */
struct section { struct text key; struct yaml_node *all; };

struct book {
    struct arena *a;
    enum lang lang;
    struct section section[40];
    size_t n;
};

struct columns { struct text path[BOOK_COLUMNS]; size_t n; bool full; };

/* ---- the files as one ---- */

static struct section *section_of(struct book *b, struct text key, enum yaml_kind kind)
{
    for (size_t i = 0; i < b->n; i++) {
        if (text_eq(b->section[i].key, key)) return &b->section[i];
    }
    if (b->n == sizeof b->section / sizeof *b->section) return NULL;
    b->section[b->n] = (struct section){key, book_node(b->a, kind, key)};
    return &b->section[b->n++];
}

static enum rc file_take(struct book *b, const struct embedded *file, struct faults *f)
{
    struct yaml_node *root = yaml_read(b->a, file->path, file->bytes, f);
    if (root == NULL) return RC_INVALID;
    if (root->kind != YAML_MAP) {
        yaml_fault(f, root, W_book_no_map, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    for (struct yaml_node *c = root->child, *next; c; c = next) {
        next = c->next;
        struct section *s = section_of(b, c->key, c->kind);
        if (s == NULL || s->all->kind != c->kind || c->kind == YAML_SCALAR) {
            yaml_fault(f, c, W_book_no_section, c->key, TEXT_NONE);
            return RC_INVALID;
        }
        for (struct yaml_node *one = c->child, *after; one; one = after) {
            after = one->next;
            book_add(s->all, one);
        }
    }
    return RC_OK;
}

/* ---- columns ---- */

typedef void cell_fn(void *ctx, struct text path, const struct yaml_node *n);

/* Calls fn for each cell of an element: maps are opened into columns of their own. */
static void cells_walk(struct arena *a, const struct yaml_node *map, struct text before, int depth, cell_fn *fn, void *ctx)
{
    for (const struct yaml_node *c = map->child; c; c = c->next) {
        struct text path = before.n ? text_fmt(a, "%.*s.%.*s", TP(before), TP(c->key)) : c->key;
        if (depth + 1 < BOOK_DEPTH && book_is_open_map(c)) cells_walk(a, c, path, depth + 1, fn, ctx);
        else fn(ctx, book_is_plain_list(c) ? text_fmt(a, "%.*s[]", TP(path)) : path, c);
    }
}

static size_t column_at(const struct columns *cs, struct text path)
{
    size_t i = 0;
    while (i < cs->n && !text_eq(cs->path[i], path)) i++;
    return i;
}

static void column_take(void *ctx, struct text path, const struct yaml_node *n)
{
    struct columns *cs = ctx;
    (void)n;
    if (column_at(cs, path) < cs->n) return;
    if (cs->n == BOOK_COLUMNS) cs->full = true;
    else cs->path[cs->n++] = path;
}

/* ---- sheets ---- */

/* 职责 duties; a section that has no Chinese name is called by its key. */
static struct text sheet_name(const struct book *b, struct text key)
{
    enum word w = word_find(text_fmt(b->a, "book_%.*s", TP(key)));
    return w == W_none || b->lang != LANG_ZH ? key : text_fmt(b->a, "%.*s %.*s", TP(word(LANG_ZH, w)), TP(key));
}

/* What people call a column: the word of its path, else of its last key. */
static struct text column_title(const struct book *b, struct text path)
{
    struct text bare = text_ends(path, T("[]")) ? text_sub(path, 0, path.n - 2) : path, last = bare;
    for (ptrdiff_t dot; (dot = text_find(last, T("."))) >= 0;) last = text_sub(last, (size_t)dot + 1, last.n);
    struct text name = text_fmt(b->a, "col_%.*s", TP(bare));
    char *key = arena_copy(b->a, name.s, name.n);
    for (size_t i = 0; i < name.n; i++) {
        if (key[i] == '.' || key[i] == '-') key[i] = '_';
    }
    enum word w = word_find((struct text){key, name.n});
    if (w == W_none) w = word_find(text_fmt(b->a, "col_%.*s", TP(last)));
    return w == W_none ? bare : word(b->lang, w);
}

static void sheet_begin(const struct book *b, struct xlsx_writer *x, struct text key, const struct text *path, size_t n)
{
    double width[BOOK_COLUMNS];
    struct xlsx_head *head = arena_array(b->a, 2 * n + 1, sizeof *head);
    for (size_t i = 0; i < n; i++) {
        struct text title = column_title(b, path[i]);
        width[i] = text_find(path[i], T("title")) >= 0 || text_find(path[i], T("when")) >= 0 ? 28 : 16;
        head[2 * i] = (struct xlsx_head){title, (uint16_t)i, 0, 1, 1};
        head[2 * i + 1] = (struct xlsx_head){path[i], (uint16_t)i, 1, 1, 1};
    }
    struct xlsx_page page = {.name = sheet_name(b, key), .width = width, .columns = (uint32_t)n, .freeze_columns = 1,
        .landscape = true};
    xlsx_add_sheet(x, &page);
    xlsx_add_head(x, head, 2 * n, 2);
}

struct row { const struct book *b; const struct columns *cs; struct xlsx_value *value; };

static void value_take(void *ctx, struct text path, const struct yaml_node *n)
{
    struct row *r = ctx;
    size_t at = column_at(r->cs, path);
    if (at < r->cs->n) r->value[at] = (struct xlsx_value){.kind = VALUE_TEXT, .text = book_cell(r->b->a, n)};
}

static enum rc list_write(const struct book *b, struct xlsx_writer *x, const struct section *s, struct faults *f)
{
    struct columns *cs = arena_alloc(b->a, sizeof *cs);
    for (const struct yaml_node *one = s->all->child; one; one = one->next) {
        if (one->kind == YAML_MAP && book_is_open_map(one)) {
            cells_walk(b->a, one, TEXT_NONE, 0, column_take, cs);
            continue;
        }
        yaml_fault(f, one, W_book_no_element, s->key, TEXT_NONE);
        return RC_INVALID;
    }
    if (cs->full) {
        fault_add(f, s->key, W_book_too_wide, text_fmt(b->a, "%d", BOOK_COLUMNS), TEXT_NONE);
        return RC_TOO_LARGE;
    }
    if (cs->n == 0) return RC_OK;
    sheet_begin(b, x, s->key, cs->path, cs->n);
    for (const struct yaml_node *one = s->all->child; one; one = one->next) {
        struct row r = {b, cs, arena_array(b->a, cs->n, sizeof *r.value)};
        cells_walk(b->a, one, TEXT_NONE, 0, value_take, &r);
        xlsx_add_row(x, r.value, cs->n);
    }
    return RC_OK;
}

struct pairs { const struct book *b; struct xlsx_writer *x; };

static void pair_write(void *ctx, struct text path, const struct yaml_node *n)
{
    struct pairs *p = ctx;
    struct xlsx_value v[2] = {{.kind = VALUE_TEXT, .text = path}, {.kind = VALUE_TEXT, .text = book_cell(p->b->a, n)}};
    xlsx_add_row(p->x, v, 2);
}

/* A map stands as two columns: the path, and what is there. */
static void map_write(const struct book *b, struct xlsx_writer *x, const struct section *s)
{
    static const struct text heads[] = {{"name", 4}, {"value", 5}};
    struct pairs p = {b, x};
    sheet_begin(b, x, s->key, heads, 2);
    if (book_is_open_map(s->all)) {
        cells_walk(b->a, s->all, TEXT_NONE, 0, pair_write, &p);
        return;
    }
    for (const struct yaml_node *c = s->all->child; c; c = c->next) {
        /* A name that would be taken for a path, or for something in quotes, is put in quotes. */
        bool literal = text_find(c->key, T(".")) < 0 && text_find(c->key, T("[")) < 0 && !book_needs_quotes(c->key);
        pair_write(&p, literal ? c->key : book_quoted(b->a, c->key), c);
    }
}

enum rc book_write(struct arena *a, const struct plan_source *source, enum lang lang, moment_t made, struct faults *f,
    struct buf *out)
{
    struct book *b = arena_alloc(a, sizeof *b);
    *b = (struct book){.a = a, .lang = lang};
    section_of(b, T("scheme"), YAML_MAP); /* comes first, wherever it stands */
    for (size_t i = 0; i < source->file_count; i++) TRY(file_take(b, &source->file[i], f));
    struct xlsx_writer *x = xlsx_begin(a, made);
    enum rc rc = RC_OK;
    for (size_t i = 0; i < b->n && rc == RC_OK; i++) {
        if (b->section[i].all->kind == YAML_LIST) rc = list_write(b, x, &b->section[i], f);
        else if (b->section[i].all->n > 0) map_write(b, x, &b->section[i]);
    }
    enum rc ended = xlsx_end(x, out);
    return rc != RC_OK ? rc : ended;
}
