/* SPDX-License-Identifier: Apache-2.0 */
#include "scheme/book_part.h"

#include <string.h>

static bool null_like(struct text t)
{
    return t.n == 0 || text_eqz(t, "~") || text_eqz(t, "null") || text_eqz(t, "Null") || text_eqz(t, "NULL");
}

bool book_is_null(const struct yaml_node *n)
{
    return n->kind == YAML_SCALAR && !n->quoted && null_like(n->text);
}

static bool has_control(struct text t)
{
    for (size_t i = 0; i < t.n; i++) {
        if ((unsigned char)t.s[i] < 0x20 || (unsigned char)t.s[i] == 0x7F) return true;
    }
    return false;
}

bool book_needs_quotes(struct text t)
{
    if (null_like(t) || has_control(t)) return true;
    char first = t.s[0], last = t.s[t.n - 1];
    return strchr("[{\"'", first) != NULL || first == ' ' || last == ' ' || text_starts(t, T("　")) || text_ends(t, T("　"));
}

bool book_is_plain_list(const struct yaml_node *n)
{
    if (n->kind != YAML_LIST || n->n == 0) return false;
    for (const struct yaml_node *c = n->child; c; c = c->next) {
        if (c->kind != YAML_SCALAR || book_is_null(c) || book_needs_quotes(c->text)) return false;
        if (text_find(c->text, T("、")) >= 0) return false;
    }
    return true;
}

static bool key_is_path(struct text key)
{
    for (size_t i = 0; i < key.n; i++) {
        char c = key.s[i];
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' && c != '-') return false;
    }
    return key.n > 0;
}

bool book_is_open_map(const struct yaml_node *n)
{
    if (n->kind != YAML_MAP || n->n == 0) return false;
    for (const struct yaml_node *c = n->child; c; c = c->next) {
        if (!key_is_path(c->key)) return false;
    }
    return true;
}

/* As JSON has it, which is YAML too. */
static void quoted(struct buf *b, struct text t)
{
    buf_char(b, '"');
    for (size_t i = 0; i < t.n; i++) {
        unsigned char c = (unsigned char)t.s[i];
        if (c == '"' || c == '\\') buf_fmt(b, "\\%c", c);
        else if (c == '\n') buf_add(b, T("\\n"));
        else if (c == '\t') buf_add(b, T("\\t"));
        else if (c < 0x20 || c == 0x7F) buf_fmt(b, "\\x%02X", c);
        else buf_char(b, (char)c);
    }
    buf_char(b, '"');
}

struct text book_quoted(struct arena *a, struct text t)
{
    struct buf b = buf_new(YAML_BYTES_MAX);
    quoted(&b, t);
    struct text said = text_dup(a, buf_text(&b));
    buf_free(&b);
    return said;
}

/* Plain only when no reader of YAML could see anything else in it, in a line or inside brackets. */
static bool plain_is_safe(struct text t)
{
    if (book_needs_quotes(t)) return false;
    if (strchr("-?:,#&*!|>%@`]}=", t.s[0]) != NULL) return t.s[0] == '-' && t.n > 1 && t.s[1] >= '0' && t.s[1] <= '9';
    for (size_t i = 0; i < t.n; i++) {
        if (strchr(",[]{}#\"'\\", t.s[i]) != NULL || (t.s[i] == ':' && (i + 1 == t.n || t.s[i + 1] == ' '))) return false;
    }
    return true;
}

static void scalar(struct buf *b, const struct yaml_node *n)
{
    if (book_is_null(n)) buf_char(b, '~');
    else if (plain_is_safe(n->text)) buf_add(b, n->text);
    else quoted(b, n->text);
}

static void key_write(struct buf *b, struct text key)
{
    if (plain_is_safe(key)) buf_add(b, key);
    else quoted(b, key);
}

void book_flow(struct buf *b, const struct yaml_node *n)
{
    if (n->kind == YAML_SCALAR) {
        scalar(b, n);
        return;
    }
    buf_char(b, n->kind == YAML_LIST ? '[' : '{');
    for (const struct yaml_node *c = n->child; c; c = c->next) {
        if (c != n->child) buf_add(b, T(", "));
        if (n->kind == YAML_MAP) {
            key_write(b, c->key);
            buf_add(b, T(": "));
        }
        book_flow(b, c);
    }
    buf_char(b, n->kind == YAML_LIST ? ']' : '}');
}

struct text book_cell(struct arena *a, const struct yaml_node *n)
{
    if (n->kind == YAML_SCALAR && !book_is_null(n) && !book_needs_quotes(n->text)) return n->text;
    struct buf b = buf_new(YAML_BYTES_MAX);
    if (book_is_plain_list(n)) {
        for (const struct yaml_node *c = n->child; c; c = c->next) {
            if (c != n->child) buf_add(&b, T("、"));
            buf_add(&b, c->text);
        }
    } else if (n->kind == YAML_SCALAR && !book_is_null(n)) {
        quoted(&b, n->text);
    } else {
        book_flow(&b, n);
    }
    struct text t = text_dup(a, buf_text(&b));
    buf_free(&b);
    return t;
}

/* ---- trees ---- */

struct yaml_node *book_node(struct arena *a, enum yaml_kind kind, struct text key)
{
    struct yaml_node *n = arena_alloc(a, sizeof *n);
    n->kind = kind;
    n->key = key;
    return n;
}

void book_add(struct yaml_node *parent, struct yaml_node *child)
{
    struct yaml_node **at = &parent->child;
    while (*at) at = &(*at)->next;
    *at = child;
    child->parent = parent;
    child->next = NULL;
    child->index = parent->n++;
}

bool book_same(const struct yaml_node *x, const struct yaml_node *y)
{
    if (x == NULL || y == NULL) return x == y;
    if (x->kind != y->kind || x->n != y->n) return false;
    if (x->kind == YAML_SCALAR) return book_is_null(x) == book_is_null(y) && (book_is_null(x) || text_eq(x->text, y->text));
    const struct yaml_node *other = y->child;
    for (const struct yaml_node *c = x->child; c; c = c->next) {
        if (!book_same(c, x->kind == YAML_MAP ? yaml_find(y, c->key) : other)) return false;
        other = other->next;
    }
    return true;
}
