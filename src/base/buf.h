/* SPDX-License-Identifier: Apache-2.0 */
/* A growing byte buffer that is born with a ceiling. */
#ifndef CHUYAN_BASE_BUF_H
#define CHUYAN_BASE_BUF_H

#include <string.h>

#include "base/text.h"

struct buf {
    char *s;
    size_t n, cap, ceiling;
    bool over; /* something did not fit below the ceiling and was dropped: the result is unusable */
};

struct buf buf_new(size_t ceiling);
void buf_free(struct buf *b);
void buf_clear(struct buf *b);                    /* keeps the memory */
void buf_int(struct buf *b, int64_t v);
void buf_fmt(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Room for n more bytes at b->s + b->n (NULL when over the ceiling); add what was used to b->n. */
char *buf_room(struct buf *b, size_t n);
struct text buf_text(const struct buf *b);        /* borrowed until the next change */
void buf_bytes_slow(struct buf *b, const void *p, size_t n); /* for buf_bytes: the buffer has to grow */

/* These make up pages and answers byte by byte, so what nearly always happens is inlined. */
static inline void buf_bytes(struct buf *b, const void *p, size_t n)
{
    if (n > b->cap - b->n || b->over) {
        buf_bytes_slow(b, p, n);
    } else if (n) {
        memcpy(b->s + b->n, p, n);
        b->n += n;
    }
}

static inline void buf_add(struct buf *b, struct text t)
{
    buf_bytes(b, t.s, t.n);
}

static inline void buf_char(struct buf *b, char c)
{
    if (b->n < b->cap && !b->over)
        b->s[b->n++] = c;
    else
        buf_bytes_slow(b, &c, 1);
}

#endif
