/* SPDX-License-Identifier: Apache-2.0 */
#include "base/word.h"

#include <string.h>

struct text word(enum lang lang, enum word w)
{
    if ((unsigned)lang >= LANG_COUNT || (unsigned)w >= WORD_COUNT)
        return T("");
    return word_table[lang][w];
}

/* The number of a place "{3}" at s, or -1. */
static int place_at(const char *s, size_t left)
{
    return left >= 3 && s[0] == '{' && s[1] >= '0' && s[1] <= '9' && s[2] == '}' ? s[1] - '0' : -1;
}

struct text word_fill(struct arena *a, enum lang lang, enum word w, const struct text *arg, size_t n)
{
    struct text form = word(lang, w);
    size_t size = form.n;
    for (size_t i = 0; i < form.n; i++) {
        int place = form.s[i] == '{' ? place_at(form.s + i, form.n - i) : -1;
        if (place >= 0 && (size_t)place < n)
            size += arg[place].n;
    }
    char *out = arena_raw(a, size);
    size_t at = 0;
    for (size_t i = 0; i < form.n;) {
        int place = form.s[i] == '{' ? place_at(form.s + i, form.n - i) : -1;
        if (place < 0) {
            out[at++] = form.s[i++];
            continue;
        }
        i += 3;
        if ((size_t)place < n && arg[place].n) {
            memcpy(out + at, arg[place].s, arg[place].n);
            at += arg[place].n;
        }
    }
    return (struct text){out, at};
}

enum word word_find(struct text key)
{
    /* The build writes the keys in bytewise order behind W_none. */
    size_t low = 1, high = WORD_COUNT;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int c = text_cmp(word_keys[mid], key);
        if (c == 0)
            return (enum word)mid;
        if (c < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return W_none;
}
