/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <string.h>

enum state { CODE, LINE_COMMENT, BLOCK_COMMENT, STRING, CHARACTER };

/* Where an #include begins its name, quotes are not a literal to be blanked. */
static bool is_include(struct text full, size_t at)
{
    size_t start = at;
    while (start > 0 && full.s[start - 1] != '\n')
        start--;
    return text_starts(text_sub(full, start, at - start), T("#include"));
}

static enum state next_state(struct text t, size_t i, enum state now, bool *also_next)
{
    char c = t.s[i], d = i + 1 < t.n ? t.s[i + 1] : 0;
    *also_next = false;
    switch (now) {
    case CODE:
        if (c == '/' && d == '/')
            return LINE_COMMENT;
        if (c == '/' && d == '*') {
            *also_next = true;
            return BLOCK_COMMENT;
        }
        if (c == '"' && !is_include(t, i))
            return STRING;
        return c == '\'' ? CHARACTER : CODE;
    case LINE_COMMENT:
        return c == '\n' ? CODE : now;
    case BLOCK_COMMENT:
        *also_next = c == '*' && d == '/';
        return *also_next ? CODE : now;
    case STRING:
    case CHARACTER:
        *also_next = c == '\\';
        return c == (now == STRING ? '"' : '\'') ? CODE : now;
    }
    return CODE;
}

struct text check_blank(struct arena *a, struct text full)
{
    char *out = arena_copy(a, full.s, full.n);
    enum state now = CODE;
    for (size_t i = 0; i < full.n; i++) {
        bool also_next;
        enum state next = next_state(full, i, now, &also_next);
        bool quote =
            (now == CODE && (next == STRING || next == CHARACTER)) || ((now == STRING || now == CHARACTER) && next == CODE);
        if ((now != CODE || next != CODE) && !quote && out[i] != '\n')
            out[i] = ' ';
        if (also_next && ++i < full.n && out[i] != '\n')
            out[i] = ' ';
        now = next;
    }
    return (struct text){out, full.n};
}

bool check_letter(char c)
{
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool check_word_at(struct text s, size_t i, struct text word)
{
    if (i + word.n > s.n || memcmp(s.s + i, word.s, word.n) != 0)
        return false;
    return (i == 0 || !check_letter(s.s[i - 1])) && (i + word.n == s.n || !check_letter(s.s[i + word.n]));
}

ptrdiff_t check_word(struct text s, size_t from, struct text word)
{
    while (from < s.n) {
        ptrdiff_t found = text_find(text_sub(s, from, s.n), word);
        if (found < 0)
            return -1;
        from += (size_t)found;
        if (check_word_at(s, from, word))
            return (ptrdiff_t)from;
        from++;
    }
    return -1;
}

size_t check_line_of(struct text s, size_t at)
{
    size_t line = 1;
    for (size_t i = 0; i < at && i < s.n; i++)
        line += s.s[i] == '\n';
    return line;
}
