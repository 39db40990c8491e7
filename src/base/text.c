/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"

struct text text_of(const char *z)
{
    return z ? (struct text){z, strlen(z)} : TEXT_NONE;
}

struct text text_dup(struct arena *a, struct text t)
{
    return t.s ? (struct text){arena_copy(a, t.s, t.n), t.n} : TEXT_NONE;
}

const char *text_z(struct arena *a, struct text t)
{
    char *z = arena_raw(a, t.n + 1);
    if (t.n)
        memcpy(z, t.s, t.n);
    z[t.n] = 0;
    return z;
}

struct text text_vfmt(struct arena *a, const char *fmt, va_list ap)
{
    char quick[256];
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(quick, sizeof quick, fmt, ap);
    BUG_IF(n < 0);
    size_t len = (size_t)n;
    char *s = arena_raw(a, len + 1);
    if (len < sizeof quick)
        memcpy(s, quick, len + 1);
    else
        vsnprintf(s, len + 1, fmt, again);
    va_end(again);
    return (struct text){s, len};
}

struct text text_fmt(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    struct text t = text_vfmt(a, fmt, ap);
    va_end(ap);
    return t;
}

struct text text_join(struct arena *a, struct text left, struct text right)
{
    char *s = arena_raw(a, left.n + right.n);
    if (left.n)
        memcpy(s, left.s, left.n);
    if (right.n)
        memcpy(s + left.n, right.s, right.n);
    return (struct text){s, left.n + right.n};
}

bool text_empty(struct text t)
{
    return t.n == 0;
}

bool text_eq(struct text a, struct text b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0);
}

bool text_eqz(struct text a, const char *z)
{
    return text_eq(a, text_of(z));
}

int text_cmp(struct text a, struct text b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.s, b.s, n) : 0;
    if (c == 0 && a.n != b.n)
        c = a.n < b.n ? -1 : 1;
    return c;
}

bool text_starts(struct text t, struct text prefix)
{
    return t.n >= prefix.n && text_eq((struct text){t.s, prefix.n}, prefix);
}

bool text_ends(struct text t, struct text suffix)
{
    return t.n >= suffix.n && (suffix.n == 0 || text_eq((struct text){t.s + (t.n - suffix.n), suffix.n}, suffix));
}

ptrdiff_t text_find(struct text t, struct text needle)
{
    if (needle.n == 0)
        return 0;
    if (t.n < needle.n)
        return -1;
    const char *at = memmem(t.s, t.n, needle.s, needle.n);
    return at ? at - t.s : -1;
}

struct text text_sub(struct text t, size_t from, size_t n)
{
    if (!t.s)
        return TEXT_NONE;
    if (from > t.n)
        from = t.n;
    if (n > t.n - from)
        n = t.n - from;
    return (struct text){t.s + from, n};
}

/* Bytes of white space at the start of s, 0 when there is none. */
static size_t space_at(const char *s, size_t n)
{
    const unsigned char *u = (const unsigned char *)s;
    if (n >= 1 && (u[0] == ' ' || (u[0] >= '\t' && u[0] <= '\r')))
        return 1;
    if (n >= 2 && u[0] == 0xC2 && u[1] == 0xA0) /* U+00A0 */
        return 2;
    if (n >= 3 && u[0] == 0xE3 && u[1] == 0x80 && u[2] == 0x80) /* U+3000 */
        return 3;
    if (n >= 3 && u[0] == 0xEF && u[1] == 0xBB && u[2] == 0xBF) /* U+FEFF */
        return 3;
    return 0;
}

struct text text_trim(struct text t)
{
    for (size_t w; t.n && (w = space_at(t.s, t.n)) > 0;) {
        t.s += w;
        t.n -= w;
    }
    for (bool more = true; more;) {
        more = false;
        for (size_t w = 1; w <= 3 && w <= t.n && !more; w++) {
            if (space_at(t.s + t.n - w, w) == w) {
                t.n -= w;
                more = true;
            }
        }
    }
    return t;
}

bool text_cut(struct text *rest, char sep, struct text *part)
{
    if (rest->n == 0) {
        *part = TEXT_NONE;
        return false;
    }
    const char *at = memchr(rest->s, sep, rest->n);
    if (!at) {
        *part = *rest;
        *rest = (struct text){rest->s + rest->n, 0};
        return true;
    }
    size_t n = (size_t)(at - rest->s);
    *part = (struct text){rest->s, n};
    *rest = (struct text){at + 1, rest->n - n - 1};
    return true;
}

bool text_int(struct text t, int64_t *out)
{
    bool minus = t.n > 0 && t.s[0] == '-';
    size_t i = minus ? 1 : 0;
    if (i == t.n)
        return false;
    int64_t v = 0;
    for (; i < t.n; i++) {
        if (t.s[i] < '0' || t.s[i] > '9')
            return false;
        if (__builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, t.s[i] - '0', &v))
            return false;
    }
    *out = minus ? -v : v;
    return true;
}

/* Length of the well-formed sequence at u (RFC 3629, table 3-7 of Unicode), 0 when there is none. */
static size_t utf8_at(const unsigned char *u, size_t n)
{
    if (u[0] < 0x80)
        return 1;
    size_t len = u[0] >= 0xF0 ? 4 : u[0] >= 0xE0 ? 3 : 2;
    if (u[0] < 0xC2 || u[0] > 0xF4 || n < len)
        return 0;
    unsigned char low = u[0] == 0xE0 ? 0xA0 : u[0] == 0xF0 ? 0x90 : 0x80;
    unsigned char high = u[0] == 0xED ? 0x9F : u[0] == 0xF4 ? 0x8F : 0xBF;
    if (u[1] < low || u[1] > high)
        return 0;
    for (size_t i = 2; i < len; i++) {
        if ((u[i] & 0xC0) != 0x80)
            return 0;
    }
    return len;
}

bool text_utf8(struct text t)
{
    const unsigned char *u = (const unsigned char *)t.s;
    for (size_t i = 0; i < t.n;) {
        uint64_t eight;
        if (t.n - i >= 8 && (memcpy(&eight, u + i, 8), (eight & UINT64_C(0x8080808080808080)) == 0)) {
            i += 8;
            continue;
        }
        /* Most Chinese characters: three bytes, none of the leads that need a second look (E0, ED). */
        if (t.n - i >= 3 && u[i] >= 0xE1 && u[i] <= 0xEC && (u[i + 1] & 0xC0) == 0x80 && (u[i + 2] & 0xC0) == 0x80) {
            i += 3;
            continue;
        }
        size_t len = utf8_at(u + i, t.n - i);
        if (len == 0)
            return false;
        i += len;
    }
    return true;
}

size_t text_chars(struct text t)
{
    size_t count = 0;
    for (size_t i = 0; i < t.n; i++)
        count += ((unsigned char)t.s[i] & 0xC0) != 0x80;
    return count;
}

bool text_next(struct text t, size_t *at, uint32_t *cp)
{
    if (*at >= t.n)
        return false;
    const unsigned char *u = (const unsigned char *)t.s + *at;
    size_t len = utf8_at(u, t.n - *at);
    if (len <= 1) {
        /* A stray byte, which valid text does not have, is passed on as U+FFFD rather than read past. */
        *cp = len == 1 ? u[0] : 0xFFFD;
        *at += 1;
        return true;
    }
    uint32_t v = u[0] & (0xFFu >> (len + 1));
    for (size_t i = 1; i < len; i++)
        v = v << 6 | (u[i] & 0x3Fu);
    *cp = v;
    *at += len;
    return true;
}

size_t text_put(char out[4], uint32_t cp)
{
    if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        cp = 0xFFFD;
    size_t len = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    if (len == 1) {
        out[0] = (char)cp;
        return 1;
    }
    for (size_t i = len - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (cp & 0x3F));
        cp >>= 6;
    }
    out[0] = (char)((0xF00u >> len & 0xFFu) | cp);
    return len;
}

uint64_t text_hash(struct text t)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < t.n; i++)
        h = (h ^ (unsigned char)t.s[i]) * UINT64_C(0x100000001b3);
    h ^= h >> 32; /* FNV-1a leaves the low bits weak for short keys; tables mask low bits */
    return h * UINT64_C(0x9E3779B97F4A7C15) >> 7 ^ h;
}
