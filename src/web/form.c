/* SPDX-License-Identifier: Apache-2.0 */
/* Forms taken apart into names and values. */
#include "web/param.h"

#include <string.h>
#include <strings.h>

static int hex(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* Text that may go on: UTF-8, and no control characters but tab and line ends. */
static bool plain(struct text t)
{
    if (!text_utf8(t)) return false;
    for (size_t i = 0; i < t.n; i++) {
        unsigned char c = (unsigned char)t.s[i];
        if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f) return false;
    }
    return true;
}

struct text percent_read(struct arena *a, struct text t, bool plus)
{
    char *out = arena_alloc(a, t.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < t.n; i++) {
        char c = t.s[i];
        if (c == '%') {
            if (t.n - i < 3) return TEXT_NONE;
            int high = hex(t.s[i + 1]), low = hex(t.s[i + 2]);
            if (high < 0 || low < 0) return TEXT_NONE;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        out[n++] = c;
    }
    struct text read = {out, n};
    return plain(read) ? read : TEXT_NONE;
}

static void pair_add(struct arena *a, struct pairs *p, struct pair one)
{
    p->item = arena_grow(a, p->item, p->n, &p->cap, p->n + 1, sizeof *p->item);
    p->item[p->n++] = one;
}

enum rc form_read(struct arena *a, struct text form, struct pairs *out)
{
    struct text rest = form, part;
    while (rest.n && text_cut(&rest, '&', &part)) {
        if (part.n == 0) continue;
        if (out->n == PAIRS_MAX) return RC_TOO_LARGE;
        struct text name = part, value = T("");
        const char *eq = memchr(part.s, '=', part.n);
        if (eq) {
            name.n = (size_t)(eq - part.s);
            value = text_sub(part, name.n + 1, part.n);
        }
        struct pair one = {.name = percent_read(a, name, true), .value = percent_read(a, value, true)};
        if (!one.name.s || !one.value.s || one.name.n == 0) return RC_INVALID;
        pair_add(a, out, one);
    }
    return RC_OK;
}

/* ---- multipart/form-data (RFC 7578) ---- */

/* The value of NAME="…" in a header; browsers escape a quote in it as %22. */
static struct text quoted(struct arena *a, struct text header, const char *name)
{
    struct text key = text_fmt(a, "%s=\"", name);
    for (size_t at = 0; at + key.n <= header.n; at++) {
        bool start = at == 0 || header.s[at - 1] == ' ' || header.s[at - 1] == ';';
        if (!start || strncasecmp(header.s + at, key.s, key.n) != 0) continue;
        struct text rest = text_sub(header, at + key.n, header.n);
        const char *end = memchr(rest.s, '"', rest.n);
        if (!end) return TEXT_NONE;
        struct text raw = text_sub(rest, 0, (size_t)(end - rest.s));
        return plain(raw) ? raw : TEXT_NONE;
    }
    return TEXT_NONE;
}

static struct text boundary_of(struct text type)
{
    ptrdiff_t at = text_find(type, T("boundary="));
    if (at < 0) return TEXT_NONE;
    struct text b = text_sub(type, (size_t)at + 9, type.n);
    const char *semicolon = memchr(b.s, ';', b.n);
    if (semicolon) b.n = (size_t)(semicolon - b.s);
    b = text_trim(b);
    if (b.n >= 2 && b.s[0] == '"' && b.s[b.n - 1] == '"') b = text_sub(b, 1, b.n - 2);
    return b.n >= 1 && b.n <= 70 ? b : TEXT_NONE;
}

static struct text find_from(struct text body, size_t at, struct text mark)
{
    if (at > body.n) return TEXT_NONE;
    const char *p = memmem(body.s + at, body.n - at, mark.s, mark.n);
    return p ? (struct text){p, mark.n} : TEXT_NONE;
}

/* Without folders, as some browsers still send them. */
static struct text base_name(struct text t)
{
    size_t from = 0;
    for (size_t i = 0; i < t.n; i++) {
        if (t.s[i] == '/' || t.s[i] == '\\') from = i + 1;
    }
    return text_sub(t, from, t.n);
}

static enum rc part_read(struct arena *a, struct text head, struct text content, struct pairs *out)
{
    struct text rest = head, line, disposition = TEXT_NONE;
    while (rest.n && text_cut(&rest, '\n', &line)) {
        line = text_trim(line);
        if (line.n > 20 && strncasecmp(line.s, "Content-Disposition:", 20) == 0) disposition = line;
    }
    if (!disposition.s) return RC_INVALID;
    struct pair one = {.name = quoted(a, disposition, "name"), .value = content};
    struct text file = quoted(a, disposition, "filename");
    if (!one.name.s || one.name.n == 0) return RC_INVALID;
    if (file.s) {
        one.file = true;
        one.file_name = base_name(file);
    } else if (!plain(content)) {
        return RC_INVALID;
    }
    pair_add(a, out, one);
    return RC_OK;
}

enum rc multipart_read(struct arena *a, struct text type, struct text body, struct pairs *out)
{
    struct text b = boundary_of(type);
    if (!b.s) return RC_INVALID;
    struct text open = text_fmt(a, "--%.*s", TP(b)), next = text_fmt(a, "\r\n--%.*s", TP(b));
    if (!text_starts(body, open)) return RC_INVALID;
    size_t at = open.n;
    for (size_t parts = 0;; parts++) {
        struct text rest = text_sub(body, at, body.n);
        if (text_starts(rest, T("--"))) return RC_OK;
        if (!text_starts(rest, T("\r\n"))) return RC_INVALID;
        if (parts == PARTS_MAX) return RC_TOO_LARGE;
        at += 2;
        struct text blank = find_from(body, at, T("\r\n\r\n"));
        if (!blank.s) return RC_INVALID;
        size_t content_at = (size_t)(blank.s - body.s) + 4;
        struct text head = text_sub(body, at, (size_t)(blank.s - body.s) - at);
        struct text end = find_from(body, content_at, next);
        if (!end.s) return RC_INVALID;
        TRY(part_read(a, head, text_sub(body, content_at, (size_t)(end.s - body.s) - content_at), out));
        at = (size_t)(end.s - body.s) + next.n;
    }
}
