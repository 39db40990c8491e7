/* SPDX-License-Identifier: Apache-2.0 */
/* What the build's own small programs share. */
#ifndef CHUYAN_TOOLS_TOOL_H
#define CHUYAN_TOOLS_TOOL_H

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"

enum { TOOL_FILE_MAX = 64 * 1024 * 1024 };

/* A file of the tree; a missing one ends the build with a sentence. */
static inline struct text tool_read(struct arena *a, const char *path)
{
    struct text t;
    enum rc rc = file_read(a, path, TOOL_FILE_MAX, &t);
    if (rc != RC_OK) {
        fprintf(stderr, "%s: cannot be read: %s\n", path, rc_name(rc));
        exit(1);
    }
    return t;
}

/* Writes only what differs, so that what depends on it is not built again for nothing. */
static inline void tool_write(const char *path, const struct buf *b)
{
    struct arena *a = arena_new(TOOL_FILE_MAX * 2);
    struct text old;
    bool same = file_read(a, path, TOOL_FILE_MAX, &old) == RC_OK && text_eq(old, buf_text(b));
    enum rc rc = same ? RC_OK : file_write(path, buf_text(b), 0644);
    if (rc != RC_OK || b->over) {
        fprintf(stderr, "%s: cannot be written: %s\n", path, b->over ? "too large" : rc_name(rc));
        exit(1);
    }
    arena_free(a);
}

/* A C string literal. Octal escapes always have three digits: \x would swallow the digits behind it. */
static inline void tool_literal(struct buf *b, struct text t)
{
    buf_char(b, '"');
    for (size_t i = 0; i < t.n; i++) {
        unsigned char c = (unsigned char)t.s[i];
        if (c == '"' || c == '\\' || c == '?')
            buf_fmt(b, "\\%c", c);
        else if (c >= 0x20 && c < 0x7F)
            buf_char(b, (char)c);
        else
            buf_fmt(b, "\\%03o", c);
    }
    buf_char(b, '"');
}

#endif
