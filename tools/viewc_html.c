/* SPDX-License-Identifier: Apache-2.0 */
/* Follows the HTML of a template byte by byte, so that every field is escaped for the very place it stands in, and so that
 * what a strict content security policy would block at run time is refused at build time. Elements must be balanced. */
#include "viewc.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool among(const char *name, const char *const *list)
{
    for (; *list; list++)
        if (strcasecmp(name, *list) == 0) return true;
    return false;
}

static const char *const void_elements[] = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr", NULL};
static const char *const refused_elements[] = {"style", "iframe", "object", "embed", "base", "frame", "applet", NULL};
static const char *const url_attrs[] = {"href", "src", "action", "formaction", "hx-get", "hx-post", "hx-put", "hx-patch",
                                        "hx-delete", "poster", "cite", "xlink:href", "data", NULL};
/* htmx evaluates these, or they hold more than one address: text from data has no business there */
static const char *const fixed_attrs[] = {"hx-trigger", "hx-vals", "hx-headers", "hx-swap", "hx-ext", "hx-request",
                                          "hx-push-url", "hx-replace-url", "srcset", "content",
                                          "http-equiv", "sandbox", "target", NULL};

static bool name_add(char *name, char c)
{
    size_t n = strlen(name);
    if (n + 1 >= HTML_NAME) return false;
    name[n] = (char)tolower((unsigned char)c);
    name[n + 1] = '\0';
    return true;
}

static const char *tag_begun(struct html *h)
{
    if (among(h->tag, refused_elements)) return "this element is refused — styles stand in assets/chuyan.css, frames nowhere";
    return NULL;
}

static const char *tag_done(struct html *h, int line)
{
    h->where = HTML_TEXT;
    if (h->closing) {
        if (h->depth == 0) return "closes an element that this block did not open — open and close in the same block";
        if (strcmp(h->open[h->depth - 1].name, h->tag) != 0) return "closes another element than the last one opened";
        h->depth--;
        return NULL;
    }
    if (among(h->tag, void_elements) || h->self_close) return NULL;
    if (h->depth == HTML_DEPTH) return "elements are nested too deep";
    memcpy(h->open[h->depth].name, h->tag, HTML_NAME);
    h->open[h->depth].line = line;
    h->depth++;
    return NULL;
}

static const char *attr_begun(struct html *h)
{
    if (strncmp(h->attr, "on", 2) == 0) return "inline event handlers are refused — put the behaviour into assets/chuyan.js";
    if (strncmp(h->attr, "hx-on", 5) == 0 || strcmp(h->attr, "hx-vars") == 0)
        return "attributes that run as script are refused — put the behaviour into assets/chuyan.js";
    if (strcmp(h->attr, "style") == 0) return "style= is refused — write a class of assets/chuyan.css";
    if (strcmp(h->attr, "srcdoc") == 0) return "srcdoc= is refused";
    h->url = among(h->attr, url_attrs) ? URL_START : URL_NO;
    h->no_fields = among(h->attr, fixed_attrs) || strcmp(h->tag, "script") == 0 || strcmp(h->tag, "meta") == 0;
    if (h->url != URL_NO) h->no_fields = false;
    h->head[0] = '\0';
    return NULL;
}

/* A literal byte of an address: only our own paths, anchors, queries and telephone numbers. */
static const char *url_byte(struct html *h, char c)
{
    size_t n = strlen(h->head);
    if (n + 1 < sizeof h->head) {
        h->head[n] = c;
        h->head[n + 1] = '\0';
    }
    if (h->url == URL_START && (c == '/' || c == '#' || c == '?')) {
        h->url = URL_PATH;
    } else if (h->url == URL_START) {
        if (strncmp("tel:", h->head, strlen(h->head)) != 0)
            return "an address begins with /, # or ? — or with tel: before a telephone number";
        if (strcmp(h->head, "tel:") == 0) h->url = URL_TEL;
    } else if (n == 1 && h->head[0] == '/' && (c == '/' || c == '\\')) {
        return "an address of another host is refused — begin with one /";
    }
    return NULL;
}

static const char *step_text(struct html *h, char c)
{
    bool script = h->depth > 0 && strcmp(h->open[h->depth - 1].name, "script") == 0;
    if (c == '<') {
        h->where = HTML_TAG_OPEN;
        h->closing = h->self_close = false;
        h->tag[0] = '\0';
        return NULL;
    }
    return script ? "inline script is refused — write <script src=\"/assets/…\"></script>" : NULL;
}

static const char *step_tag(struct html *h, char c, int line)
{
    if (isspace((unsigned char)c)) {
        h->where = HTML_TAG;
    } else if (c == '>') {
        return tag_done(h, line);
    } else if (c == '/') {
        h->self_close = true;
        h->where = HTML_TAG;
    } else {
        if (strchr("\"'<=", c)) return "this character cannot stand in a tag here";
        h->where = HTML_ATTR_NAME;
        h->attr[0] = '\0';
        if (!name_add(h->attr, c)) return "this name is too long";
    }
    return NULL;
}

static const char *step_attr_name(struct html *h, char c, int line)
{
    if (c == '=') {
        h->where = HTML_VALUE_BEFORE;
        return attr_begun(h);
    }
    if (isspace((unsigned char)c) || c == '>' || c == '/') {
        const char *said = attr_begun(h);
        return said ? said : step_tag(h, c, line);
    }
    if (!isalnum((unsigned char)c) && !strchr("-:_.@", c)) return "this character cannot stand in an attribute's name";
    return name_add(h->attr, c) ? NULL : "this name is too long";
}

static const char *step_value(struct html *h, char c)
{
    if (c == h->quote) {
        if (h->url == URL_START && h->head[0]) return "an address begins with /, # or ? — or with tel: before a telephone number";
        h->where = HTML_TAG;
        h->url = URL_NO;
        h->no_fields = false;
        return NULL;
    }
    if (c == '<') return "write &lt; inside an attribute";
    return h->url == URL_NO || h->url == URL_MADE ? NULL : url_byte(h, c);
}

static const char *step_open(struct html *h, char c, int line)
{
    if (c == '/' && h->tag[0] == '\0' && !h->closing) {
        h->closing = true;
    } else if (c == '!' && h->tag[0] == '\0') {
        h->where = HTML_DOCTYPE;
    } else if (isalpha((unsigned char)c) || (h->tag[0] && (isalnum((unsigned char)c) || c == '-'))) {
        h->where = HTML_TAG_NAME;
        return name_add(h->tag, c) ? NULL : "this name is too long";
    } else if (h->tag[0] == '\0') {
        return "write &lt; for a bare <";
    } else {
        const char *said = tag_begun(h);
        return said ? said : step_tag(h, c, line);
    }
    return NULL;
}

const char *html_step(struct html *h, char c, int line, bool *keep)
{
    *keep = true;
    switch (h->where) {
    case HTML_TEXT: return step_text(h, c);
    case HTML_TAG_OPEN:
    case HTML_TAG_NAME: return step_open(h, c, line);
    case HTML_TAG:
    case HTML_ATTR_AFTER: return step_tag(h, c, line);
    case HTML_ATTR_NAME: return step_attr_name(h, c, line);
    case HTML_VALUE_BEFORE:
        if (c != '"' && c != '\'') return "put the attribute's value into double quotes";
        h->quote = c;
        h->where = HTML_VALUE;
        return NULL;
    case HTML_VALUE: return step_value(h, c);
    case HTML_DOCTYPE:
        if (c == '-') return "write {{! a remark }} — HTML comments would travel to every phone";
        if (c == '>') h->where = HTML_TEXT;
        return NULL;
    case HTML_COMMENT: break;
    }
    return "viewc lost its way here";
}

const char *html_tag_begins(struct html *h)
{
    const char *said = NULL;
    if (h->where == HTML_TAG_NAME) {
        said = tag_begun(h);
        h->where = HTML_TAG;
    } else if (h->where == HTML_ATTR_NAME) {
        said = attr_begun(h);
        h->url = URL_NO;
        h->no_fields = false;
        h->where = HTML_TAG;
    } else if (h->where == HTML_TAG_OPEN || h->where == HTML_DOCTYPE) {
        return "a tag of the template cannot make an element's name";
    } else if (h->where == HTML_VALUE_BEFORE) {
        return "put the attribute's value into double quotes";
    }
    return said;
}

bool html_same(const struct html *a, const struct html *b)
{
    if (a->where != b->where || a->depth != b->depth || a->url != b->url) return false;
    if (a->where == HTML_VALUE && (a->quote != b->quote || strcmp(a->attr, b->attr) != 0)) return false;
    for (size_t i = 0; i < a->depth; i++)
        if (strcmp(a->open[i].name, b->open[i].name) != 0) return false;
    return true;
}

bool html_keeps_space(const struct html *h)
{
    for (size_t i = 0; i < h->depth; i++)
        if (strcmp(h->open[i].name, "pre") == 0 || strcmp(h->open[i].name, "textarea") == 0) return true;
    return false;
}
