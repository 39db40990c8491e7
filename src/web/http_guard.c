/* SPDX-License-Identifier: Apache-2.0 */
#include "web/http_guard.h"

#include <string.h>
#include <strings.h>

enum { HEADERS_MAX = 64, TARGET_MAX = 8192 };

struct guard guard_new(void)
{
    return (struct guard){.length = -1};
}

static bool same_name(struct text t, const char *z)
{
    return t.n == strlen(z) && strncasecmp(t.s, z, t.n) == 0;
}

/* RFC 9110 §5.6.2: token characters. */
static bool token_char(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("!#$%&'*+-.^_`|~", c));
}

static bool is_token(struct text t)
{
    for (size_t i = 0; i < t.n; i++) {
        if (!token_char((unsigned char)t.s[i])) return false;
    }
    return t.n > 0;
}

static bool clean_value(struct text t)
{
    for (size_t i = 0; i < t.n; i++) {
        unsigned char c = (unsigned char)t.s[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f) return false;
    }
    return true;
}

static bool only_digits(struct text t)
{
    for (size_t i = 0; i < t.n; i++) {
        if (t.s[i] < '0' || t.s[i] > '9') return false;
    }
    return t.n > 0 && t.n <= 18;
}

void guard_header(struct guard *g, struct text name, struct text value)
{
    g->headers++;
    if (!is_token(name)) g->bad_name = true;
    if (!clean_value(value)) g->bad_value = true;
    if (same_name(name, "Host")) {
        g->hosts++;
        if (text_empty(text_trim(value))) g->bad_value = true;
    } else if (same_name(name, "Content-Length")) {
        g->lengths++;
        if (!only_digits(value) || !text_int(value, &g->length)) g->bad_length = true;
    } else if (same_name(name, "Transfer-Encoding")) {
        g->encodings++;
        if (!same_name(value, "chunked")) g->bad_encoding = true;
    }
}

int guard_verdict(const struct guard *g, struct text method, struct text version, struct text target)
{
    if (!text_eqz(version, "HTTP/1.1") && !text_eqz(version, "HTTP/1.0")) return 505;
    if (g->hosts != 1 || g->bad_name || g->bad_value || g->bad_length) return 400;
    if (g->lengths > 1 || g->encodings > 1 || (g->lengths && g->encodings)) return 400;
    if (g->bad_encoding) return 501;
    if (g->encodings && text_eqz(version, "HTTP/1.0")) return 400;
    if (g->headers > HEADERS_MAX) return 431;
    if (target.n > TARGET_MAX) return 414;
    if (target.n == 0 || target.s[0] != '/') return 400;
    for (size_t i = 0; i < target.n; i++) {
        unsigned char c = (unsigned char)target.s[i];
        if (c <= 0x20 || c >= 0x7f || c == '#') return 400;
    }
    static const char *const known[] = {"GET", "HEAD", "POST", "PUT", "DELETE"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (text_eqz(method, known[i])) return 0;
    }
    return 405;
}
