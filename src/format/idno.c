/* SPDX-License-Identifier: Apache-2.0 */
#include "format/idno.h"

#include <string.h>

enum { FULL = 18, OLD = 15, LONGEST = 40 };

/* One character as it is meant: 0 to leave it out. */
static uint32_t meant(uint32_t cp)
{
    if (cp >= 0xFF01 && cp <= 0xFF5E)
        cp -= 0xFEE0; /* full-width forms */
    switch (cp) {
    case 'x': case 0xD7: case 0x445: case 0x425: return 'X';     /* the times sign and the Cyrillic letters look the same */
    case '\'': case '`': case 0x2018: case 0x2019: case 0xB4:    /* the mark that makes a cell text */
    case ' ': case '\t': case '\r': case '\n': case 0xA0: case 0x3000:
    case 0xFEFF: case 0x200B: case 0x200E: case 0x202C: case 0x202D: /* marks without width */
    case '-': case 0x2010: case 0x2013: case 0x2014: return 0;
    default: return cp;
    }
}

static struct text cleaned(struct arena *a, struct text t)
{
    char *s = arena_raw(a, LONGEST + 4); /* a stray byte grows to three: the length of t says nothing */
    size_t n = 0, at = 0;
    uint32_t cp;
    while (n < LONGEST && text_next(t, &at, &cp)) {
        cp = meant(cp);
        if (cp)
            n += text_put(s + n, cp);
    }
    return (struct text){s, n};
}

static bool all_digits(struct text t)
{
    for (size_t i = 0; i < t.n; i++) {
        if (t.s[i] < '0' || t.s[i] > '9')
            return false;
    }
    return true;
}

/* "1.10101E+17", also as a plain number with a point ("110101201203040000.0"). The hyphen-like sign of "E-3" was cleaned away. */
static bool looks_rounded(struct text t)
{
    bool digit = false, point_or_e = false;
    for (size_t i = 0; i < t.n; i++) {
        if (t.s[i] >= '0' && t.s[i] <= '9')
            digit = true;
        else if (t.s[i] == '.' || t.s[i] == 'E' || t.s[i] == 'e')
            point_or_e = true;
        else if (t.s[i] != '+')
            return false;
    }
    return digit && point_or_e;
}

char idno_check(struct text first17)
{
    static const int weight[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    if (first17.n != 17 || !all_digits(first17))
        return 0;
    int sum = 0;
    for (size_t i = 0; i < 17; i++)
        sum += weight[i] * (first17.s[i] - '0');
    return "10X98765432"[sum % 11];
}

static int number_at(const char *s, size_t n)
{
    int v = 0;
    for (size_t i = 0; i < n; i++)
        v = v * 10 + (s[i] - '0');
    return v;
}

static enum idno_outcome judged(struct idno *r)
{
    struct text t = r->number;
    if (t.n == 0)
        return IDNO_EMPTY;
    if (looks_rounded(t))
        return IDNO_PRECISION;
    struct text front = text_sub(t, 0, t.n - 1);
    char last = t.s[t.n - 1];
    if (!all_digits(front) || !((last >= '0' && last <= '9') || last == 'X'))
        return IDNO_CHARS;
    if (t.n == OLD)
        return last == 'X' ? IDNO_LENGTH : IDNO_OLD;
    if (t.n != FULL)
        return IDNO_LENGTH;
    char expected = idno_check(front);
    r->birth = day_of(number_at(t.s + 6, 4), number_at(t.s + 10, 2), number_at(t.s + 12, 2));
    if (r->birth == DAY_NONE)
        return IDNO_DATE;
    r->sex = (t.s[16] - '0') % 2 ? IDNO_MALE : IDNO_FEMALE;
    if (last != expected) {
        /* A double keeps 15 digits, so what a spreadsheet rounded ends in 000. True numbers do so as well, one in a thousand;
         * those fit their check character. */
        if (text_ends(t, T("000")))
            return IDNO_PRECISION;
        r->expected = expected;
        return IDNO_CHECK;
    }
    return IDNO_OK;
}

struct idno idno_read(struct arena *a, struct text t)
{
    struct idno r = {.number = cleaned(a, t), .birth = DAY_NONE};
    r.outcome = judged(&r);
    return r;
}

struct text idno_mask(struct arena *a, struct text number)
{
    enum { HEAD = 6 };
    if (number.n == 0)
        return number;
    if (text_chars(number) != number.n)
        return T("****"); /* what is no number stays hidden whole */
    char *s = arena_copy(a, number.s, number.n);
    size_t from = number.n > HEAD * 2 ? HEAD : 0;
    memset(s + from, '*', number.n - from);
    return (struct text){s, number.n};
}
