/* SPDX-License-Identifier: Apache-2.0 */
#include "format/phone.h"

#include <string.h>

enum { CELL_MAX = 200, MOBILE = 11 };

/* A cell in half-width characters: digits, '-', and '|' for every kind of break between numbers. False at any other character. */
struct plain { size_t n; char s[CELL_MAX]; };

/* The hyphens, signs and breaks people use; 0 for what does not belong in a telephone number. */
static char plain_of(uint32_t cp)
{
    if (cp >= 0xFF01 && cp <= 0xFF5E)
        cp -= 0xFEE0;
    if (cp >= '0' && cp <= '9')
        return (char)cp;
    switch (cp) {
    case '-': case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2212: case 0x2015: return '-';
    case '+': return '+';
    case '(': case ')': return (char)cp;
    case '\'': case 0x2018: case 0x2019: case 0xFEFF: case 0x200B: case 0x202C: case 0x202D: case 0x200E: return '\'';
    case ' ': case '\t': case 0xA0: case 0x3000: return ' ';
    case '/': case '\\': case ',': case ';': case '\n': case '\r': case '|':
    case 0x3001: case 0xFF64: case 0x6216: case 0x3002: return '|'; /* 、 ､ 或 。 */
    default: return 0;
    }
}

static bool cell_plain(struct text cell, struct plain *p)
{
    size_t at = 0;
    uint32_t cp;
    p->n = 0;
    while (text_next(cell, &at, &cp)) {
        char c = plain_of(cp);
        if (c == 0 || p->n == CELL_MAX)
            return false;
        if (c != '\'')
            p->s[p->n++] = c;
    }
    return true;
}

/* Only the digits of t into out; how many, or SIZE_MAX when there are more than `max`. */
static size_t digits_of(struct text t, char *out, size_t max)
{
    size_t n = 0;
    for (size_t i = 0; i < t.n; i++) {
        if (t.s[i] < '0' || t.s[i] > '9')
            continue;
        if (n == max)
            return SIZE_MAX;
        out[n++] = t.s[i];
    }
    return n;
}

static bool is_mobile(const char *d)
{
    return d[0] == '1' && d[1] >= '3' && d[1] <= '9';
}

/* Area codes: 010, and 02x are of three digits; all others of four. The number behind has seven or eight. */
static struct phone landline(struct arena *a, const char *d, size_t n, size_t extension)
{
    size_t area = d[1] == '1' || d[1] == '2' ? 3 : 4;
    size_t own = n - area - extension;
    if (n < area + extension + 7 || own > 8 || d[area] == '0' || d[area] == '1')
        return (struct phone){PHONE_NONE, TEXT_NONE};
    struct text t = text_fmt(a, "%.*s-%.*s", (int)area, d, (int)own, d + area);
    if (extension)
        t = text_fmt(a, "%.*s-%.*s", TP(t), (int)extension, d + n - extension);
    return (struct phone){PHONE_LANDLINE, t};
}

/* Digits behind the last hyphen when they can be an extension: up to five, and a hyphen before the number itself as well. */
static size_t extension_of(struct text t)
{
    size_t hyphens = 0, since = 0;
    for (size_t i = 0; i < t.n; i++) {
        hyphens += t.s[i] == '-' || t.s[i] == ')';
        since = t.s[i] == '-' || t.s[i] == ')' ? 0 : since + (t.s[i] >= '0' && t.s[i] <= '9');
    }
    return hyphens >= 2 && since >= 1 && since <= 5 ? since : 0;
}

/* A piece without breaks of the hard kind. */
static struct phone piece_read(struct arena *a, struct text t)
{
    char d[24];
    size_t n = digits_of(t, d, sizeof d);
    struct phone none = {PHONE_NONE, TEXT_NONE};
    if (n == SIZE_MAX || n < 3)
        return none;
    bool plus = memchr(t.s, '+', t.n) != NULL;
    size_t skip = n >= 4 && memcmp(d, "0086", 4) == 0 ? 4 : n >= MOBILE + 2 - 1 && memcmp(d, "86", 2) == 0 ? 2 : 0;
    if (plus && skip == 0)
        return none; /* another country's: kept as written */
    bool country = skip > 0;
    char *s = d + skip;
    n -= skip;
    if (n == MOBILE && is_mobile(s))
        return (struct phone){PHONE_MOBILE, text_dup(a, (struct text){s, n})};
    if (n == MOBILE + 1 && s[0] == '0' && is_mobile(s + 1)) /* the trunk 0 once dialled before a mobile far away */
        return (struct phone){PHONE_MOBILE, text_dup(a, (struct text){s + 1, MOBILE})};
    if (country && s[0] != '0' && n >= 9) { /* +86 591 87654321 leaves the 0 of the area out */
        *--s = '0';
        n++;
    }
    if (s[0] == '0' && n >= 10)
        return landline(a, s, n, extension_of(t));
    if (country || s[0] == '0')
        return none;
    if (n == 7 || n == 8)
        return (struct phone){PHONE_LOCAL, text_dup(a, (struct text){s, n})};
    return n <= 6 ? (struct phone){PHONE_SHORT, text_dup(a, (struct text){s, n})} : none;
}

/* A piece that may hold several numbers parted by blanks only, or two mobiles without a break. Blanks also stand inside one
 * number (138 1234 5678), so the piece as a whole is tried first. */
static bool piece_split(struct arena *a, struct text t, struct phone out[PHONES_MAX], size_t *n)
{
    struct phone whole = piece_read(a, t);
    char d[MOBILE * 2];
    if (whole.kind == PHONE_NONE && digits_of(t, d, sizeof d) == sizeof d && is_mobile(d) && is_mobile(d + MOBILE)) {
        if (*n + 2 > PHONES_MAX)
            return false;
        out[(*n)++] = (struct phone){PHONE_MOBILE, text_dup(a, (struct text){d, MOBILE})};
        out[(*n)++] = (struct phone){PHONE_MOBILE, text_dup(a, (struct text){d + MOBILE, MOBILE})};
        return true;
    }
    if (whole.kind != PHONE_NONE) {
        if (*n == PHONES_MAX)
            return false;
        out[(*n)++] = whole;
        return true;
    }
    struct text rest = t, part;
    size_t parts = 0;
    while (text_cut(&rest, ' ', &part)) {
        if (part.n == 0)
            continue;
        struct phone one = piece_read(a, part);
        if (one.kind == PHONE_NONE || *n == PHONES_MAX)
            return false;
        out[(*n)++] = one;
        parts++;
    }
    return parts > 1;
}

size_t phone_split(struct arena *a, struct text cell, struct phone out[PHONES_MAX])
{
    cell = text_trim(cell);
    if (cell.n == 0)
        return 0;
    struct plain p;
    size_t n = 0;
    bool readable = cell_plain(cell, &p);
    struct text rest = {p.s, readable ? p.n : 0}, part;
    while (readable && text_cut(&rest, '|', &part)) {
        part = text_trim(part);
        if (part.n)
            readable = piece_split(a, part, out, &n);
    }
    if (readable && n > 0)
        return n;
    out[0] = (struct phone){PHONE_NONE, text_dup(a, cell)};
    return 1;
}

struct phone phone_read(struct arena *a, struct text t)
{
    struct phone all[PHONES_MAX];
    size_t n = phone_split(a, t, all);
    return n == 1 ? all[0] : (struct phone){PHONE_NONE, n ? text_dup(a, text_trim(t)) : TEXT_NONE};
}

struct text phone_mask(struct arena *a, struct text number)
{
    if (number.n == 0)
        return number;
    if (text_chars(number) != number.n)
        return T("****"); /* what is no number stays hidden whole */
    char *s = arena_copy(a, number.s, number.n);
    const char *hyphen = memchr(s, '-', number.n);
    size_t head = hyphen ? (size_t)(hyphen - s) + 1 : number.n == MOBILE ? 3 : 0;
    size_t tail = number.n >= head + 7 ? 4 : number.n > 2 ? 2 : 0;
    if (head + tail >= number.n)
        head = 0;
    memset(s + head, '*', number.n - head - tail);
    return (struct text){s, number.n};
}
