/* SPDX-License-Identifier: Apache-2.0 */
#include "format/html.h"

/* By byte: what takes its place; an index into `entities`, 0 for itself. The others of the table are for attributes only. */
enum { PLAIN, AMP, LT, GT, QUOT, APOS, NOTHING };

static const struct text entities[] = {
    [AMP] = {"&amp;", 5},   [LT] = {"&lt;", 4},    [GT] = {"&gt;", 4},
    [QUOT] = {"&quot;", 6}, [APOS] = {"&#39;", 5}, [NOTHING] = {"", 0},
};

/* NUL has no place in HTML at all and is left out. */
static const unsigned char in_text[256] = {[0] = NOTHING, ['&'] = AMP, ['<'] = LT, ['>'] = GT};
static const unsigned char in_attr[256] = {[0] = NOTHING, ['&'] = AMP, ['<'] = LT, ['>'] = GT, ['"'] = QUOT, ['\''] = APOS};

static void escape(struct buf *b, struct text t, const unsigned char table[256])
{
    size_t from = 0;
    for (size_t i = 0; i < t.n; i++) {
        unsigned char entity = table[(unsigned char)t.s[i]];
        if (entity == PLAIN)
            continue;
        buf_bytes(b, t.s + from, i - from);
        buf_add(b, entities[entity]);
        from = i + 1;
    }
    if (t.n)
        buf_bytes(b, t.s + from, t.n - from);
}

void html_text(struct buf *b, struct text t)
{
    escape(b, t, in_text);
}

void html_attr(struct buf *b, struct text t)
{
    escape(b, t, in_attr);
}

static bool unreserved(unsigned char c)
{
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

void html_url(struct buf *b, struct text t)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < t.n; i++) {
        unsigned char c = (unsigned char)t.s[i];
        if (unreserved(c))
            buf_char(b, (char)c);
        else
            buf_bytes(b, (const char[]){'%', hex[c >> 4], hex[c & 15]}, 3);
    }
}

void html_int(struct buf *b, int64_t v)
{
    buf_int(b, v);
}
