/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers in as few bytes as they need: seven bits a byte, the low ones first, the high bit says that more follow. */
#ifndef CHUYAN_BASE_VARINT_H
#define CHUYAN_BASE_VARINT_H

#include "base/buf.h"

static inline void varint_put(struct buf *b, uint64_t v)
{
    while (v >= 0x80) {
        buf_char(b, (char)(v | 0x80));
        v >>= 7;
    }
    buf_char(b, (char)v);
}

/* From t at *at, which moves on; false when the bytes make no sense. */
static inline bool varint_get(struct text t, size_t *at, uint64_t *out)
{
    uint64_t v = 0;
    for (unsigned shift = 0; shift < 63 && *at < t.n; shift += 7) {
        uint64_t byte = (unsigned char)t.s[(*at)++];
        v |= (byte & 0x7F) << shift;
        if (byte < 0x80) {
            *out = v;
            return true;
        }
    }
    return false;
}

#endif
