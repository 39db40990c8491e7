/* SPDX-License-Identifier: Apache-2.0 */
#include "scheme/clause.h"

enum { NUMBERS = 8 };

struct numbers { int item[NUMBERS]; int n; };

/* 1 … 9 of 一 … 九 (两 is 2, 〇 and 零 are 0), 10 of 十, 100 of 百; -1 of anything else. */
static int digit_of(uint32_t cp)
{
    static const uint32_t digits[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
    for (int i = 0; i < 10; i++) {
        if (digits[i] == cp) return i;
    }
    switch (cp) {
    case 0x96F6: return 0;
    case 0x4E24: return 2;
    case 0x5341: return 10;
    case 0x767E: return 100;
    default: return -1;
    }
}

/* 二十三 → 23, 一百零五 → 105, 十 → 10, 二〇 → 20. */
struct reading { int sum, last; bool any; };

static void reading_take(struct reading *r, int digit)
{
    if (digit >= 10) {
        r->sum += (r->last > 0 ? r->last : 1) * digit;
        r->last = 0;
    } else {
        r->last = r->last * 10 + digit;
    }
    r->any = true;
}

static void numbers_put(struct numbers *out, int value)
{
    if (out->n < NUMBERS) out->item[out->n++] = value;
}

static struct numbers numbers_of(struct text t)
{
    struct numbers out = {.n = 0};
    struct reading r = {0};
    size_t at = 0;
    uint32_t cp;
    int arabic = -1;
    while (text_next(t, &at, &cp)) {
        int chinese = digit_of(cp);
        bool figure = cp >= '0' && cp <= '9';
        if (r.any && chinese < 0) {
            numbers_put(&out, r.sum + r.last);
            r = (struct reading){0};
        }
        if (arabic >= 0 && !figure) {
            numbers_put(&out, arabic);
            arabic = -1;
        }
        if (chinese >= 0 && r.last < 1000) reading_take(&r, chinese);
        if (figure && arabic < 100000) arabic = (arabic < 0 ? 0 : arabic * 10) + (int)(cp - '0');
    }
    if (r.any) numbers_put(&out, r.sum + r.last);
    if (arabic >= 0) numbers_put(&out, arabic);
    return out;
}

/* -1 before the numbers, 1 after them, 0 among them. */
static int side_of(struct text t, const struct numbers *n)
{
    static const char *const first[] = {"标题", "开头", "前言", "引言", "导语"};
    if (n->n > 0) return 0;
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
        if (text_starts(t, text_of(first[i]))) return -1;
    }
    return 1;
}

int clause_order(struct text a, struct text b)
{
    struct numbers x = numbers_of(a), y = numbers_of(b);
    int side = side_of(a, &x) - side_of(b, &y);
    if (side != 0 || x.n == 0) return side;
    for (int i = 0; i < x.n && i < y.n; i++) {
        if (x.item[i] != y.item[i]) return x.item[i] < y.item[i] ? -1 : 1;
    }
    return (x.n > y.n) - (x.n < y.n);
}
