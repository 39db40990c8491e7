/* SPDX-License-Identifier: Apache-2.0 */
#include "format/yaml.h"

#include <yaml.h>

struct reader {
    struct arena *arena;
    struct faults *faults;
    struct text file;
    yaml_parser_t parser;
    struct yaml_node *root, *at;   /* at: the open map or list that takes the next node */
    struct yaml_node *last[YAML_DEPTH_MAX + 1]; /* last child of each open node, to add behind it */
    size_t depth, nodes, documents;
    struct text key;               /* of the open map: a key that waits for its value */
    int32_t key_line, key_column;
    struct yaml_node **seen;       /* open hash table of the nodes that have a key, to find keys written twice */
    size_t seen_n, seen_cap;
};

static void refuse(struct reader *r, yaml_mark_t mark, enum word w, struct text a0, struct text a1)
{
    fault_put(r->faults, &(struct fault){.file = r->file, .line = (int32_t)mark.line + 1, .column = (int32_t)mark.column + 1,
                                         .field = r->at ? yaml_path(r->arena, r->at) : TEXT_NONE, .word = w, .arg = {a0, a1}});
}

static struct text number_text(struct reader *r, size_t n)
{
    return text_fmt(r->arena, "%zu", n);
}

static size_t seen_slot(const struct reader *r, const struct yaml_node *map, struct text key)
{
    size_t i = (size_t)(text_hash(key) ^ (uintptr_t)map >> 4) & (r->seen_cap - 1);
    while (r->seen[i] && !(r->seen[i]->parent == map && text_eq(r->seen[i]->key, key)))
        i = (i + 1) & (r->seen_cap - 1);
    return i;
}

/* Looking through all siblings for each key would let a hostile file of 200,000 keys take minutes. */
static void seen_add(struct reader *r, struct yaml_node *n)
{
    if (r->seen_n * 2 >= r->seen_cap) {
        struct yaml_node **old = r->seen;
        size_t old_cap = r->seen_cap;
        r->seen_cap = old_cap ? old_cap * 2 : 256;
        r->seen = arena_array(r->arena, r->seen_cap, sizeof *r->seen);
        for (size_t i = 0; i < old_cap; i++) {
            if (old[i])
                r->seen[seen_slot(r, old[i]->parent, old[i]->key)] = old[i];
        }
    }
    r->seen[seen_slot(r, n->parent, n->key)] = n;
    r->seen_n++;
}

/* The marks of libyaml count characters, so tabs and Chinese are one column each. */
static struct yaml_node *node_add(struct reader *r, enum yaml_kind kind, yaml_mark_t mark)
{
    if (++r->nodes > YAML_NODES_MAX) {
        refuse(r, mark, W_yaml_too_many, number_text(r, YAML_NODES_MAX), TEXT_NONE);
        return NULL;
    }
    struct yaml_node *n = arena_alloc(r->arena, sizeof *n);
    *n = (struct yaml_node){.kind = kind, .line = (int32_t)mark.line + 1, .column = (int32_t)mark.column + 1, .key = r->key,
                            .parent = r->at, .file = r->file};
    n->key_line = r->key.s ? r->key_line : n->line;
    n->key_column = r->key.s ? r->key_column : n->column;
    if (r->key.s)
        seen_add(r, n);
    r->key = TEXT_NONE;
    if (!r->at) {
        r->root = n;
        return n;
    }
    struct yaml_node **last = &r->last[r->depth];
    if (*last)
        (*last)->next = n;
    else
        r->at->child = n;
    *last = n;
    n->index = r->at->n++;
    return n;
}

static bool key_take(struct reader *r, const yaml_event_t *e)
{
    struct text key = {(const char *)e->data.scalar.value, e->data.scalar.length};
    const struct yaml_node *first = r->seen_cap ? r->seen[seen_slot(r, r->at, key)] : NULL;
    if (first) {
        refuse(r, e->start_mark, W_yaml_duplicate_key, text_dup(r->arena, key), number_text(r, (size_t)first->key_line));
        return false;
    }
    r->key = text_dup(r->arena, key);
    r->key_line = (int32_t)e->start_mark.line + 1;
    r->key_column = (int32_t)e->start_mark.column + 1;
    return true;
}

static bool key_is_due(const struct reader *r)
{
    return r->at && r->at->kind == YAML_MAP && !r->key.s;
}

static bool marked(struct reader *r, const yaml_event_t *e, const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor)
        refuse(r, e->start_mark, W_yaml_alias, TEXT_NONE, TEXT_NONE);
    else if (tag)
        refuse(r, e->start_mark, W_yaml_tag, TEXT_NONE, TEXT_NONE);
    return anchor || tag;
}

static bool scalar_take(struct reader *r, const yaml_event_t *e)
{
    if (marked(r, e, e->data.scalar.anchor, e->data.scalar.tag))
        return false;
    if (key_is_due(r))
        return key_take(r, e);
    struct yaml_node *n = node_add(r, YAML_SCALAR, e->start_mark);
    if (!n)
        return false;
    n->quoted = e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    n->text = text_dup(r->arena, (struct text){(const char *)e->data.scalar.value, e->data.scalar.length});
    return true;
}

static bool group_open(struct reader *r, const yaml_event_t *e)
{
    bool map = e->type == YAML_MAPPING_START_EVENT;
    const yaml_char_t *anchor = map ? e->data.mapping_start.anchor : e->data.sequence_start.anchor;
    const yaml_char_t *tag = map ? e->data.mapping_start.tag : e->data.sequence_start.tag;
    if (marked(r, e, anchor, tag))
        return false;
    if (key_is_due(r)) {
        refuse(r, e->start_mark, W_yaml_key_not_scalar, TEXT_NONE, TEXT_NONE);
        return false;
    }
    if (r->depth == YAML_DEPTH_MAX) {
        refuse(r, e->start_mark, W_yaml_too_deep, number_text(r, YAML_DEPTH_MAX), TEXT_NONE);
        return false;
    }
    struct yaml_node *n = node_add(r, map ? YAML_MAP : YAML_LIST, e->start_mark);
    if (!n)
        return false;
    r->at = n;
    r->last[++r->depth] = NULL;
    return true;
}

static void group_close(struct reader *r)
{
    r->at = r->at->parent;
    r->depth--;
}

/* One event into the tree; false ends the reading, with a fault. */
static bool event_take(struct reader *r, const yaml_event_t *e)
{
    switch (e->type) {
    case YAML_SCALAR_EVENT:
        return scalar_take(r, e);
    case YAML_MAPPING_START_EVENT:
    case YAML_SEQUENCE_START_EVENT:
        return group_open(r, e);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        group_close(r);
        return true;
    case YAML_ALIAS_EVENT:
        refuse(r, e->start_mark, W_yaml_alias, TEXT_NONE, TEXT_NONE);
        return false;
    case YAML_DOCUMENT_START_EVENT:
        if (++r->documents > 1)
            refuse(r, e->start_mark, W_yaml_several_documents, TEXT_NONE, TEXT_NONE);
        return r->documents == 1;
    default:
        return true;
    }
}

/* The place of a byte, counted in characters as libyaml does. */
static yaml_mark_t mark_of(struct text content, size_t byte)
{
    yaml_mark_t mark = {0};
    for (size_t i = 0; i < content.n && i < byte; i++) {
        bool line = content.s[i] == '\n';
        mark.line += line;
        mark.column = line ? 0 : mark.column + (((unsigned char)content.s[i] & 0xC0) != 0x80);
    }
    return mark;
}

/* The character at a mark; 0 behind the end. */
static uint32_t mark_char(struct text content, yaml_mark_t mark)
{
    uint32_t cp = 0;
    size_t at = 0, chars = 0;
    while (chars <= mark.index && text_next(content, &at, &cp))
        chars++;
    return chars > mark.index ? cp : 0;
}

static void syntax_refuse(struct reader *r, struct text content)
{
    const yaml_parser_t *p = &r->parser;
    struct text problem = text_of(p->problem ? p->problem : "");
    /* A control character stops libyaml's reader, which knows only the byte. */
    yaml_mark_t mark = p->error == YAML_READER_ERROR ? mark_of(content, p->problem_offset) : p->problem_mark;
    bool tab = p->error == YAML_SCANNER_ERROR && mark_char(content, mark) == '\t';
    refuse(r, mark, tab ? W_yaml_tab : W_yaml_syntax, problem, TEXT_NONE);
}

/* libyaml would find it too, but names a byte somewhere inside the broken character. */
static bool encoding_is_right(struct reader *r, struct text content)
{
    uint32_t cp;
    for (size_t at = 0, from = 0; text_next(content, &at, &cp); from = at) {
        if (cp == 0xFFFD && at - from == 1) {
            refuse(r, mark_of(content, from), W_yaml_encoding, TEXT_NONE, TEXT_NONE);
            return false;
        }
    }
    return true;
}

static bool events_read(struct reader *r, struct text content)
{
    for (bool end = false; !end;) {
        yaml_event_t e;
        if (!yaml_parser_parse(&r->parser, &e)) {
            syntax_refuse(r, content);
            return false;
        }
        end = e.type == YAML_STREAM_END_EVENT;
        bool taken = event_take(r, &e);
        yaml_event_delete(&e);
        if (!taken)
            return false;
    }
    return true;
}

struct yaml_node *yaml_read(struct arena *a, struct text file, struct text content, struct faults *f)
{
    struct reader r = {.arena = a, .faults = f, .file = text_dup(a, file)};
    yaml_mark_t start = {0};
    if (content.n > YAML_BYTES_MAX) {
        refuse(&r, start, W_yaml_too_large, number_text(&r, YAML_BYTES_MAX), TEXT_NONE);
        return NULL;
    }
    if (!encoding_is_right(&r, content))
        return NULL;
    if (!yaml_parser_initialize(&r.parser))
        log_stop("out of memory");
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)(content.s ? content.s : ""), content.n);
    bool read = events_read(&r, content);
    yaml_parser_delete(&r.parser);
    if (!read)
        return NULL;
    if (!r.root || (yaml_null(r.root) && r.root->text.n == 0)) {
        refuse(&r, start, W_yaml_empty, TEXT_NONE, TEXT_NONE);
        return NULL;
    }
    return r.root;
}

/* ---- asking ---- */

struct yaml_node *yaml_find(const struct yaml_node *map, struct text key)
{
    if (!map || map->kind != YAML_MAP)
        return NULL;
    for (struct yaml_node *n = map->child; n; n = n->next) {
        if (text_eq(n->key, key))
            return n;
    }
    return NULL;
}

struct yaml_node *yaml_get(const struct yaml_node *map, const char *key)
{
    return yaml_find(map, text_of(key));
}

bool yaml_null(const struct yaml_node *n)
{
    bool plain = n && n->kind == YAML_SCALAR && !n->quoted;
    return !n || (plain && (n->text.n == 0 || text_eqz(n->text, "~") || text_eqz(n->text, "null")));
}

bool yaml_text(const struct yaml_node *n, struct text *out)
{
    if (yaml_null(n) || n->kind != YAML_SCALAR)
        return false;
    *out = n->text;
    return true;
}

bool yaml_int(const struct yaml_node *n, int64_t *out)
{
    return n && n->kind == YAML_SCALAR && !n->quoted && text_int(n->text, out);
}

bool yaml_bool(const struct yaml_node *n, bool *out)
{
    static const char *const yes[] = {"true", "yes", "是"}, *const no[] = {"false", "no", "否"};
    if (!n || n->kind != YAML_SCALAR || n->quoted)
        return false;
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        if (text_eqz(n->text, yes[i]) || text_eqz(n->text, no[i])) {
            *out = text_eqz(n->text, yes[i]);
            return true;
        }
    }
    return false;
}

bool yaml_day(const struct yaml_node *n, day_t *out)
{
    day_t day = n && n->kind == YAML_SCALAR ? day_parse(n->text) : DAY_NONE;
    if (day == DAY_NONE)
        return false;
    *out = day;
    return true;
}

struct text yaml_path(struct arena *a, const struct yaml_node *n)
{
    if (!n || !n->parent)
        return T("");
    struct text above = yaml_path(a, n->parent);
    if (n->parent->kind == YAML_LIST)
        return text_fmt(a, "%.*s[%zu]", TP(above), n->index);
    return text_fmt(a, "%.*s%s%.*s", TP(above), above.n ? "." : "", TP(n->key));
}

static void node_fault(struct faults *f, const struct yaml_node *n, bool warning, bool at_key, enum word w, struct text a0,
                       struct text a1)
{
    fault_put(f, &(struct fault){.field = yaml_path(f->arena, n), .file = n->file, .line = at_key ? n->key_line : n->line,
                                 .column = at_key ? n->key_column : n->column, .warning = warning, .word = w, .arg = {a0, a1}});
}

void yaml_fault(struct faults *f, const struct yaml_node *n, enum word w, struct text a0, struct text a1)
{
    node_fault(f, n, false, false, w, a0, a1);
}

void yaml_warn(struct faults *f, const struct yaml_node *n, enum word w, struct text a0, struct text a1)
{
    node_fault(f, n, true, false, w, a0, a1);
}

void yaml_fault_key(struct faults *f, const struct yaml_node *n, enum word w, struct text a0, struct text a1)
{
    node_fault(f, n, false, true, w, a0, a1);
}
