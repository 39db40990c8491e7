/* SPDX-License-Identifier: Apache-2.0 */
/* YAML read into a small tree in which every node knows where it stood, so that every sentence about a scheme can name
 * file:line:column. A strict part of YAML: one document, block or flow maps, lists and scalars; no anchors, aliases, tags
 * or keys written twice. A scalar is text; what it means (a number, a date, yes or no) is for the reader to ask. */
#ifndef CHUYAN_FORMAT_YAML_H
#define CHUYAN_FORMAT_YAML_H

#include "base/date.h"
#include "base/fault.h"

enum { YAML_BYTES_MAX = 4 * 1024 * 1024, YAML_DEPTH_MAX = 32, YAML_NODES_MAX = 200000 };

enum yaml_kind { YAML_MAP, YAML_LIST, YAML_SCALAR };

struct yaml_node {
    enum yaml_kind kind;
    bool quoted;                     /* scalar: written in quotes or as a block, so 'null' and '' are text */
    int32_t line, column;            /* 1-based, where the value begins; columns count characters */
    int32_t key_line, key_column;    /* where its key begins; of a list item: as line, column */
    struct text key;                 /* of a map's child; else none */
    struct text text;                /* of a scalar */
    size_t n;                        /* children */
    size_t index;                    /* place among its parent's children, from 0 */
    struct yaml_node *child, *next;  /* first child; next sibling, in the order of the file */
    struct yaml_node *parent;
    struct text file;
};

/* The tree, or NULL with at least one fault saying where; an empty file is a fault. `file` is the name people know it by. */
struct yaml_node *yaml_read(struct arena *a, struct text file, struct text content, struct faults *f);

/* The child of a map with this key, or NULL; NULL for a node that is NULL or no map, so that calls can be nested. */
struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);
struct yaml_node *yaml_find(const struct yaml_node *map, struct text key);

/* Scalars as values; false when the node is absent (NULL), no scalar, or not of this form. *out is then untouched. */
bool yaml_text(const struct yaml_node *n, struct text *out);   /* not an unquoted empty, ~ or null */
bool yaml_int(const struct yaml_node *n, int64_t *out);
bool yaml_bool(const struct yaml_node *n, bool *out);          /* true false, yes no, 是 否 */
bool yaml_day(const struct yaml_node *n, day_t *out);          /* YYYY-MM-DD */
bool yaml_null(const struct yaml_node *n);                     /* absent, or an unquoted empty, ~ or null */

/* The way to a node as people name it: "duties[2].quota". */
struct text yaml_path(struct arena *a, const struct yaml_node *n);

/* A fault or a warning at a node: file, line, column and path are filled in. yaml_fault_key points at its key. */
void yaml_fault(struct faults *f, const struct yaml_node *n, enum word w, struct text a0, struct text a1);
void yaml_warn(struct faults *f, const struct yaml_node *n, enum word w, struct text a0, struct text a1);
void yaml_fault_key(struct faults *f, const struct yaml_node *n, enum word w, struct text a0, struct text a1);

#endif
