/* SPDX-License-Identifier: Apache-2.0 */
#include "view/render.h"

#include "format/html.h"

static void put(struct buf *b, struct text t, enum view_place place)
{
    if (place == VIEW_TEXT) html_text(b, t);
    else html_attr(b, t);
}

void view_word(struct buf *b, enum lang lang, enum word w, enum view_place place)
{
    put(b, word(lang, w), place);
}

void view_fill(struct buf *b, enum lang lang, enum word w, enum view_place place, const struct view_arg *arg, size_t n)
{
    struct text s = word(lang, w);
    size_t from = 0;
    for (size_t i = 0; i + 2 < s.n; i++) {
        size_t k = (size_t)(unsigned char)s.s[i + 1] - '0';
        if (s.s[i] != '{' || s.s[i + 2] != '}' || k >= n) continue;
        put(b, text_sub(s, from, i - from), place);
        if (arg[k].number) buf_int(b, arg[k].i);
        else put(b, arg[k].t, place);
        from = i + 3;
        i += 2;
    }
    put(b, text_sub(s, from, s.n - from), place);
}

void view_href(struct buf *b, struct text address)
{
    bool ours = address.n > 0 && (address.s[0] == '/' || address.s[0] == '#' || address.s[0] == '?');
    if (ours && address.n > 1 && address.s[0] == '/' && (address.s[1] == '/' || address.s[1] == '\\')) ours = false;
    for (size_t i = 0; ours && i < address.n; i++)
        if ((unsigned char)address.s[i] <= ' ') ours = false; /* browsers drop tabs and line breaks: "/\t/evil" */
    html_attr(b, ours ? address : T("#"));
}

void view_tel(struct buf *b, struct text number)
{
    for (size_t i = 0; i < number.n; i++)
        if ((number.s[i] >= '0' && number.s[i] <= '9') || (number.s[i] == '+' && i == 0)) buf_char(b, number.s[i]);
}
