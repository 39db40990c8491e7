/* SPDX-License-Identifier: Apache-2.0 */
#include "format/json.h"

#include <jansson.h>
#include <string.h>

/* ---- writing ---- */

static void comma(struct buf *b)
{
    if (b->n == 0 || b->over)
        return;
    char last = b->s[b->n - 1];
    if (last != '{' && last != '[' && last != ':' && last != '\n')
        buf_char(b, ',');
}

void json_open(struct buf *b, char kind)
{
    comma(b);
    buf_char(b, kind);
}

void json_close(struct buf *b, char kind)
{
    buf_char(b, kind);
}

/* 1 where a byte cannot stand in a JSON string as it is. Bytes from 0x80 on are looked at as UTF-8 first. */
static const unsigned char special[256] = {
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, ['"'] = 1, ['\\'] = 1,
};

static void escaped(struct buf *b, unsigned char c)
{
    switch (c) {
    case '"': buf_add(b, T("\\\"")); break;
    case '\\': buf_add(b, T("\\\\")); break;
    case '\n': buf_add(b, T("\\n")); break;
    case '\r': buf_add(b, T("\\r")); break;
    case '\t': buf_add(b, T("\\t")); break;
    default: buf_fmt(b, "\\u%04x", c);
    }
}

static void broken(struct buf *b, struct text t)
{
    uint32_t cp;
    for (size_t at = 0; text_next(t, &at, &cp);) {
        char out[4];
        if (cp < 0x80 && special[cp])
            escaped(b, (unsigned char)cp);
        else
            buf_bytes(b, out, text_put(out, cp));
    }
}

static void quoted(struct buf *b, struct text t)
{
    buf_char(b, '"');
    if (!text_utf8(t)) {
        broken(b, t);
    } else {
        size_t from = 0;
        for (size_t i = 0; i < t.n; i++) {
            if (!special[(unsigned char)t.s[i]])
                continue;
            buf_bytes(b, t.s + from, i - from);
            escaped(b, (unsigned char)t.s[i]);
            from = i + 1;
        }
        if (t.n)
            buf_bytes(b, t.s + from, t.n - from);
    }
    buf_char(b, '"');
}

void json_key(struct buf *b, struct text key)
{
    comma(b);
    quoted(b, key);
    buf_char(b, ':');
}

void json_text(struct buf *b, struct text t)
{
    if (!t.s) {
        json_none(b);
        return;
    }
    comma(b);
    quoted(b, t);
}

void json_int(struct buf *b, int64_t v)
{
    comma(b);
    buf_int(b, v);
}

void json_bool(struct buf *b, bool v)
{
    comma(b);
    buf_add(b, v ? T("true") : T("false"));
}

void json_none(struct buf *b)
{
    comma(b);
    buf_add(b, T("null"));
}

/* ---- reading: jansson checks and decodes, our tree lives in the arena, so that returning early leaks nothing ---- */

/* jansson itself would go 2,048 deep; brackets inside strings do not count. */
static bool too_deep(struct text t)
{
    size_t depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < t.n; i++) {
        char c = t.s[i];
        if (in_string) {
            if (c == '\\')
                i++;
            else if (c == '"')
                in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            if (++depth > JSON_DEPTH_MAX)
                return true;
        } else if ((c == '}' || c == ']') && depth > 0) {
            depth--;
        }
    }
    return false;
}

static struct text json_string_text(struct arena *a, const json_t *from)
{
    return text_dup(a, (struct text){json_string_value(from), json_string_length(from)});
}

static struct json_node *node_of(struct arena *a, json_t *from);

static void children_add(struct arena *a, struct json_node *n, json_t *from)
{
    struct json_node **end = &n->child;
    size_t i;
    json_t *one;
    const char *key;
    if (json_is_array(from)) {
        json_array_foreach(from, i, one) {
            *end = node_of(a, one);
            end = &(*end)->next;
            n->n++;
        }
        return;
    }
    json_object_foreach(from, key, one) {
        *end = node_of(a, one);
        (*end)->key = text_dup(a, text_of(key));
        end = &(*end)->next;
        n->n++;
    }
}

/* Recursion is bounded by JSON_DEPTH_MAX. */
static struct json_node *node_of(struct arena *a, json_t *from)
{
    struct json_node *n = arena_alloc(a, sizeof *n);
    switch (json_typeof(from)) {
    case JSON_OBJECT:
    case JSON_ARRAY:
        n->kind = json_is_object(from) ? JSON_MAP : JSON_LIST;
        children_add(a, n, from);
        break;
    case JSON_STRING:
        n->kind = JSON_TEXT;
        n->text = json_string_text(a, from);
        break;
    case JSON_INTEGER:
        n->kind = JSON_INT;
        n->number = json_integer_value(from);
        break;
    case JSON_REAL:
        n->kind = JSON_DOUBLE;
        n->real = json_real_value(from);
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        n->kind = JSON_BOOL;
        n->number = json_is_true(from);
        break;
    case JSON_NULL:
        n->kind = JSON_NONE;
        break;
    }
    return n;
}

static void refuse(struct faults *f, enum word w, struct text about, int line, int column)
{
    fault_put(f, &(struct fault){.word = w, .arg = {about}, .line = line, .column = column});
}

struct json_node *json_read(struct arena *a, struct text t, size_t limit, struct faults *f)
{
    if (t.n > limit) {
        refuse(f, W_json_too_large, text_fmt(a, "%zu", limit), 0, 0);
        return NULL;
    }
    if (too_deep(t)) {
        refuse(f, W_json_too_deep, text_fmt(a, "%d", JSON_DEPTH_MAX), 0, 0);
        return NULL;
    }
    json_error_t error;
    json_t *root = json_loadb(t.s ? t.s : "", t.n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (!root) {
        refuse(f, W_json_syntax, text_of(error.text), error.line, error.column);
        return NULL;
    }
    struct json_node *n = node_of(a, root);
    json_decref(root);
    return n;
}

struct json_node *json_get(const struct json_node *map, const char *key)
{
    if (!map || map->kind != JSON_MAP)
        return NULL;
    for (struct json_node *n = map->child; n; n = n->next) {
        if (text_eqz(n->key, key))
            return n;
    }
    return NULL;
}

bool json_get_text(const struct json_node *map, const char *key, struct text *out)
{
    const struct json_node *n = json_get(map, key);
    if (!n || n->kind != JSON_TEXT)
        return false;
    *out = n->text;
    return true;
}

bool json_get_int(const struct json_node *map, const char *key, int64_t *out)
{
    const struct json_node *n = json_get(map, key);
    if (!n || n->kind != JSON_INT)
        return false;
    *out = n->number;
    return true;
}

bool json_get_bool(const struct json_node *map, const char *key, bool *out)
{
    const struct json_node *n = json_get(map, key);
    if (!n || n->kind != JSON_BOOL)
        return false;
    *out = n->number != 0;
    return true;
}
