/* SPDX-License-Identifier: Apache-2.0 */
#include "scheme/codes.h"

enum { NEAR_CHARS = 40 };

static size_t chars_of(struct text t, uint32_t out[NEAR_CHARS])
{
    size_t n = 0, at = 0;
    uint32_t cp;
    while (n < NEAR_CHARS && text_next(t, &at, &cp)) out[n++] = cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
    return n;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Edit distance in characters, swapped neighbours counting one, over three rolling rows. */
static size_t distance(const uint32_t *a, size_t m, const uint32_t *b, size_t n)
{
    size_t row[3][NEAR_CHARS + 1];
    for (size_t j = 0; j <= n; j++) row[0][j] = j;
    for (size_t i = 1; i <= m; i++) {
        size_t *now = row[i % 3], *up = row[(i + 2) % 3], *two = row[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t d = least(up[j] + 1, now[j - 1] + 1);
            d = least(d, up[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d = least(d, two[j - 2] + 1);
            now[j] = d;
        }
    }
    return row[m % 3][n];
}

struct text word_nearest(struct text wrong, const struct text *words, size_t n)
{
    uint32_t a[NEAR_CHARS], b[NEAR_CHARS];
    size_t m = text_utf8(wrong) ? chars_of(wrong, a) : 0, best = SIZE_MAX;
    struct text found = TEXT_NONE;
    for (size_t i = 0; m > 0 && i < n; i++) {
        size_t k = chars_of(words[i], b), longer = m > k ? m : k;
        size_t d = distance(a, m, b, k);
        if (d < best && d <= (longer + 2) / 3) {
            best = d;
            found = words[i];
        }
    }
    return found;
}
