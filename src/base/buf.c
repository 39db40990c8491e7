/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"

enum { SMALLEST = 256 };

struct buf buf_new(size_t ceiling)
{
    return (struct buf){.ceiling = ceiling};
}

void buf_free(struct buf *b)
{
    free(b->s);
    *b = (struct buf){.ceiling = b->ceiling};
}

void buf_clear(struct buf *b)
{
    b->n = 0;
    b->over = false;
}

static void buf_grow(struct buf *b, size_t need)
{
    size_t cap = b->cap ? b->cap : SMALLEST;
    while (cap < need)
        cap = cap > b->ceiling / 2 ? b->ceiling : cap * 2;
    if (cap > b->ceiling)
        cap = b->ceiling;
    char *s = realloc(b->s, cap);
    if (!s)
        log_stop("out of memory");
    b->s = s;
    b->cap = cap;
}

char *buf_room(struct buf *b, size_t n)
{
    if (b->over)
        return NULL;
    if (n > b->cap - b->n) {
        if (n > b->ceiling || b->n > b->ceiling - n) {
            b->over = true;
            return NULL;
        }
        buf_grow(b, b->n + n);
    }
    return b->s + b->n;
}

void buf_bytes_slow(struct buf *b, const void *p, size_t n)
{
    if (n == 0 || b->over)
        return;
    char *at = buf_room(b, n);
    if (!at)
        return;
    memcpy(at, p, n);
    b->n += n;
}

void buf_int(struct buf *b, int64_t v)
{
    char digits[20];
    size_t at = sizeof digits;
    uint64_t left = v < 0 ? (uint64_t)0 - (uint64_t)v : (uint64_t)v;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (v < 0)
        digits[--at] = '-';
    buf_bytes(b, digits + at, sizeof digits - at);
}

void buf_fmt(struct buf *b, const char *fmt, ...)
{
    char quick[256];
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(quick, sizeof quick, fmt, ap);
    va_end(ap);
    BUG_IF(n < 0);
    size_t len = (size_t)n;
    if (len < sizeof quick) {
        buf_bytes(b, quick, len);
    } else if (!b->over) {
        /* The closing NUL of vsnprintf needs a byte, which then is not counted. */
        char *at = buf_room(b, len + 1);
        if (at) {
            vsnprintf(at, len + 1, fmt, again);
            b->n += len;
        }
    }
    va_end(again);
}

struct text buf_text(const struct buf *b)
{
    return (struct text){b->s ? b->s : "", b->n};
}
