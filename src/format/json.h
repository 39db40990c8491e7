/* SPDX-License-Identifier: Apache-2.0 */
/* JSON. Writing streams straight into a buffer; reading makes a tree in an arena from a bounded, strict document. */
#ifndef CHUYAN_FORMAT_JSON_H
#define CHUYAN_FORMAT_JSON_H

#include "base/buf.h"
#include "base/fault.h"

/* ---- writing: commas come by themselves ----
 * json_open(b, '{'); json_key(b, T("name")); json_text(b, name); json_close(b, '}');
 * The writer keeps no state: whether a comma is due shows in the last byte of the buffer. So nothing else may be put into
 * the buffer between two calls, except a newline between documents of a JSON-lines stream. */
void json_open(struct buf *b, char kind);          /* '{' or '[' */
void json_close(struct buf *b, char kind);         /* '}' or ']' */
void json_key(struct buf *b, struct text key);
void json_text(struct buf *b, struct text t);      /* TEXT_NONE is null; bytes that are not UTF-8 become U+FFFD */
void json_int(struct buf *b, int64_t v);
void json_bool(struct buf *b, bool v);
void json_none(struct buf *b);

/* ---- reading ---- */

enum json_kind { JSON_NONE, JSON_BOOL, JSON_INT, JSON_DOUBLE, JSON_TEXT, JSON_LIST, JSON_MAP };
enum { JSON_DEPTH_MAX = 32 };

struct json_node {
    enum json_kind kind;
    struct text key;                 /* of a map's child */
    struct text text;                /* JSON_TEXT */
    int64_t number;                  /* JSON_INT; JSON_BOOL as 0 or 1 */
    double real;                     /* JSON_DOUBLE */
    size_t n;                        /* children */
    struct json_node *child, *next;
};

/* The tree, or NULL with a fault: larger than `limit` bytes, deeper than JSON_DEPTH_MAX, not UTF-8, a key twice, a number
 * beyond 64 bits, anything behind the value. fault.line and .column say where. */
struct json_node *json_read(struct arena *a, struct text t, size_t limit, struct faults *f);

/* The child of a map, or NULL; NULL for NULL and for what is no map, so that calls can be nested. */
struct json_node *json_get(const struct json_node *map, const char *key);
/* Values; false when absent, null or of another kind. *out is then untouched. */
bool json_get_text(const struct json_node *map, const char *key, struct text *out);
bool json_get_int(const struct json_node *map, const char *key, int64_t *out);
bool json_get_bool(const struct json_node *map, const char *key, bool *out);

#endif
