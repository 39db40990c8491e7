/* SPDX-License-Identifier: Apache-2.0 */
/* The way out: errors in words, headers, compression, the log line. */
#include "base/file.h"
#include "base/log.h"
#include "format/json.h"
#include "gen/view/error.h"
#include "web/server.h"

#include <string.h>

enum {
    ZIP_LEAST = 1024, /* smaller answers fit in one packet anyway */
    ZIP_LEVEL = 2, /* measured on our pages of 6 and 18 KB: as quick as level 1; level 4 saves 5 % and takes a third to twice
                      longer */
    HEADERS_MAX = 20,
};

#define POLICY "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; " \
               "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

void reply_go(struct reply *r, struct text path)
{
    BUG_IF(path.n == 0 || path.s[0] != '/' || (path.n > 1 && path.s[1] == '/'));
    r->location = path;
}

void reply_flash(struct reply *r, struct text sentence)
{
    r->flash = sentence;
}

void reply_file(struct reply *r, const char *type, struct text file_name, struct text bytes)
{
    r->type = type;
    r->file_name = file_name;
    buf_clear(&r->body);
    buf_add(&r->body, bytes);
}

/* ---- errors ---- */

struct trouble { enum word title, say, advice; };

static struct trouble trouble_of(int status)
{
    switch (status) {
    case 400: case 405: case 408: case 411: case 414: case 415: case 417: case 431: case 501: case 505:
        return (struct trouble){W_err_title_malformed, W_err_say_invalid, W_err_do_malformed};
    case 403: return (struct trouble){W_err_title_forged, W_err_say_forged, W_err_do_forged};
    case 404: return (struct trouble){W_err_title_not_found, W_err_say_not_found, W_err_do_not_found};
    case 409: return (struct trouble){W_err_title_conflict, W_err_say_conflict, W_err_do_conflict};
    case 413: return (struct trouble){W_err_title_too_large, W_err_say_too_large, W_err_do_too_large};
    case 422: return (struct trouble){W_err_title_invalid, W_err_say_invalid, W_none};
    case 503: return (struct trouble){W_err_title_busy, W_err_say_busy, W_err_do_busy};
    case 507: return (struct trouble){W_err_title_no_space, W_err_say_no_space, W_err_do_no_space};
    default: return (struct trouble){W_err_title_internal, W_err_say_internal, W_err_do_internal};
    }
}

static struct text say(enum lang lang, enum word w)
{
    return w == W_none ? T("") : word(lang, w);
}

static void error_json(struct job *j, int status, struct trouble t)
{
    struct buf *b = &j->r.body;
    json_open(b, '{');
    json_key(b, T("status"));
    json_int(b, status);
    json_key(b, T("title"));
    json_text(b, say(j->q.lang, t.title));
    json_key(b, T("sentence"));
    json_text(b, say(j->q.lang, t.say));
    json_key(b, T("reference"));
    json_text(b, j->reference);
    json_key(b, T("faults"));
    json_open(b, '[');
    for (size_t i = 0; i < j->q.faults.n; i++) {
        json_open(b, '{');
        json_key(b, T("field"));
        json_text(b, j->q.faults.list[i].field);
        json_key(b, T("sentence"));
        json_text(b, fault_say(&j->q.faults.list[i], j->q.lang, j->q.arena));
        json_close(b, '}');
    }
    json_close(b, ']');
    json_close(b, '}');
}

/* The faults in one sentence, for pages that could not show them beside their fields. */
static struct text faults_line(struct job *j, struct text before)
{
    struct text line = before;
    for (size_t i = 0; i < j->q.faults.n && i < 5; i++) {
        const struct fault *f = &j->q.faults.list[i];
        struct text one = fault_say(f, j->q.lang, j->q.arena);
        bool named = f->field.n && text_find(one, f->field) < 0;
        line = text_fmt(j->q.arena, "%.*s%s%.*s%s%.*s", TP(line), line.n ? " " : "", TP(named ? f->field : T("")),
                        named ? ": " : "", TP(one));
    }
    return line;
}

static void error_page(struct job *j, int status)
{
    struct trouble t = trouble_of(status);
    if (j->why != W_none) t.title = j->why;
    if (j->rc == RC_UNAVAILABLE) t = (struct trouble){W_err_title_unavailable, W_err_say_unavailable, W_err_do_unavailable};
    buf_clear(&j->r.body);
    if (j->q.want == WANT_JSON) {
        error_json(j, status, t);
        return;
    }
    enum lang lang = j->q.lang;
    bool reading = j->match.route && j->match.route->method == METHOD_GET;
    struct text sentence = status == 422 && reading ? T("") : say(lang, t.say);
    struct error_view v = {
        .status = status,
        .title = say(lang, t.title),
        .sentence = faults_line(j, sentence),
        .advice = say(lang, t.advice),
        .reference = status >= 500 ? j->reference : TEXT_NONE,
        .back_href = j->signed_in ? T("/") : T("/login"),
        .back_label = word(lang, j->signed_in ? W_err_back : W_err_sign_in),
    };
    j->r.page.title = v.title;
    error_view_html(&j->r.body, lang, &j->r.page, &v);
}

void refusal_body(struct server *s, int status, struct arena *a, struct buf *body, const char **type)
{
    (void)s;
    (void)a;
    struct trouble t = trouble_of(status);
    *type = "text/plain; charset=utf-8";
    buf_add(body, word(LANG_ZH, t.title));
    buf_fmt(body, " (%d)\n", status);
    buf_add(body, say(LANG_ZH, t.say));
    buf_add(body, say(LANG_ZH, t.advice));
    buf_char(body, '\n');
}

/* ---- headers ---- */

struct head { struct http_header item[HEADERS_MAX]; size_t n; };

static void head_add(struct head *h, const char *name, struct text value)
{
    BUG_IF(h->n == HEADERS_MAX);
    h->item[h->n++] = (struct http_header){name, value};
}

/* ASCII only, and the full name beside it as RFC 8187 wants. */
static struct text disposition(struct arena *a, struct text name)
{
    struct buf b = buf_new(8 << 10);
    buf_add(&b, T("attachment; filename=\"file"));
    ptrdiff_t dot = -1;
    for (size_t i = 0; i < name.n; i++) dot = name.s[i] == '.' ? (ptrdiff_t)i : dot;
    struct text end = dot >= 0 ? text_sub(name, (size_t)dot, 6) : T("");
    for (size_t i = 0; i < end.n; i++) {
        char c = end.s[i];
        if (c == '.' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) buf_char(&b, c);
    }
    buf_add(&b, T("\"; filename*=UTF-8''"));
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.s[i];
        bool plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
        if (plain) buf_char(&b, (char)c);
        else buf_fmt(&b, "%%%02X", c);
    }
    struct text all = text_dup(a, buf_text(&b));
    buf_free(&b);
    return all;
}

static void head_fill(struct job *j, struct head *h, const char *type, int status)
{
    struct reply *r = &j->r;
    head_add(h, "Content-Security-Policy", T(POLICY));
    head_add(h, "X-Content-Type-Options", T("nosniff"));
    head_add(h, "Referrer-Policy", T("same-origin")); /* with no-referrer browsers send "Origin: null" with our own forms */
    head_add(h, "X-Frame-Options", T("DENY"));
    head_add(h, "Cross-Origin-Opener-Policy", T("same-origin"));
    head_add(h, "Cross-Origin-Resource-Policy", T("same-origin"));
    head_add(h, "Permissions-Policy", T("camera=(), microphone=(), geolocation=()"));
    head_add(h, "Cache-Control", r->shared ? T("public, max-age=31536000, immutable") : T("no-store"));
    head_add(h, "Vary", T("Accept-Encoding, Accept, HX-Request, Cookie"));
    if (exchange_tls(j->x)) head_add(h, "Strict-Transport-Security", T("max-age=31536000"));
    if (type) head_add(h, "Content-Type", text_of(type));
    if (r->etag.n) head_add(h, "ETag", r->etag);
    if (r->file_name.n) head_add(h, "Content-Disposition", disposition(j->q.arena, r->file_name));
    if (r->cookie.n) head_add(h, "Set-Cookie", r->cookie);
    if (r->retry_after || status == 503) {
        head_add(h, "Retry-After", text_fmt(j->q.arena, "%d", r->retry_after ? r->retry_after : 2));
    }
}

/* ---- compression ---- */

static bool accepts_gzip(struct job *j)
{
    struct text t = exchange_header(j->x, "Accept-Encoding");
    ptrdiff_t at = text_find(t, T("gzip"));
    return at >= 0 && !text_starts(text_sub(t, (size_t)at + 4, t.n), T(";q=0"));
}

/* Compresses the body into a new buffer; keeps the stream of the thread, for making one costs as much as a page. */
static bool zip(struct server *s, struct buf *body)
{
    struct desk *desk = desk_here(s);
    if (!desk) return false;
    if (!desk->zip_made) {
        if (deflateInit2(&desk->zip, ZIP_LEVEL, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return false;
        desk->zip_made = true;
    }
    z_stream *z = &desk->zip;
    deflateReset(z);
    size_t most = deflateBound(z, body->n);
    struct buf out = buf_new(most + 64);
    char *room = buf_room(&out, most);
    if (!room) return false;
    z->next_in = (unsigned char *)body->s;
    z->avail_in = (unsigned)body->n;
    z->next_out = (unsigned char *)room;
    z->avail_out = (unsigned)most;
    if (deflate(z, Z_FINISH) != Z_STREAM_END) {
        buf_free(&out);
        return false;
    }
    out.n += most - z->avail_out;
    buf_free(body);
    *body = out;
    return true;
}

static bool worth_zipping(const struct reply *r, const char *type)
{
    bool text =
        type && (strncmp(type, "text/", 5) == 0 || strstr(type, "json") || strstr(type, "svg") || strstr(type, "javascript"));
    return text && !r->encoded && r->body.n >= ZIP_LEAST;
}

/* ---- the answer ---- */

static void redirect(struct job *j, struct head *h, int *status)
{
    struct reply *r = &j->r;
    if (j->q.want == WANT_JSON) {
        struct buf *b = &r->body;
        buf_clear(b);
        json_open(b, '{');
        json_key(b, T("location"));
        json_text(b, r->location);
        json_key(b, T("said"));
        json_text(b, r->flash);
        json_key(b, T("replayed"));
        json_bool(b, j->replayed);
        json_close(b, '}');
    } else if (j->q.want == WANT_FRAGMENT) {
        head_add(h, "HX-Redirect", r->location);
        buf_clear(&r->body);
        *status = 204;
    } else {
        head_add(h, "Location", r->location);
        buf_clear(&r->body);
        *status = 303;
    }
}

static void job_log(struct job *j, int status)
{
    if (j->server->o.quiet) return;
    int64_t us = clock_mono_us() - exchange_started_us(j->x);
    struct arena *a = j->q.arena;
    const struct route *r = j->match.route;
    log_line(status >= 500 ? LOG_ERROR : LOG_INFO, j->q.now, "request",
             "method", exchange_method(j->x),
             "route", r ? text_of(r->path) : T("-"),
             "status", text_fmt(a, "%d", status),
             "ms", text_fmt(a, "%lld.%03lld", (long long)(us / 1000), (long long)(us % 1000)),
             "staff", text_fmt(a, "%lld", (long long)j->visitor.who.staff),
             "rc", text_of(rc_name(j->rc)),
             "number", j->reference, NULL);
}

void job_answer(struct job *j)
{
    struct reply *r = &j->r;
    int status = j->status ? j->status : r->status ? r->status : rc_http(j->rc);
    bool failed = j->rc != RC_OK || status >= 400;
    if (r->body.over) {
        j->rc = RC_TOO_LARGE;
        status = 500;
        failed = true;
        buf_free(&r->body);
        r->body = buf_new(REPLY_MAX);
    }
    /* A handler that refuses a form has rendered it again; everything else is an error page. */
    bool own_body = j->rc == RC_INVALID && r->body.n > 0 && !j->malformed;
    if (failed && !own_body) error_page(j, status);
    const char *type = r->type && (!failed || own_body) ? r->type
                     : j->q.want == WANT_JSON ? "application/json; charset=utf-8" : "text/html; charset=utf-8";
    struct head h = {.n = 0};
    if (!failed && r->location.n) redirect(j, &h, &status);
    if (!failed && r->flash.n && j->signed_in && j->q.want != WANT_JSON)
        visitor_flash_set(j->server->visitors, j->visitor.token, r->flash);
    if (worth_zipping(r, type) && accepts_gzip(j) && zip(j->server, &r->body)) r->encoded = true;
    if (r->encoded) head_add(&h, "Content-Encoding", T("gzip"));
    head_fill(j, &h, r->body.n ? type : NULL, status);
    house_leave(j->server->houses, j->house);
    j->house = NULL;
    job_log(j, status);
    struct http_answer a = {.status = status, .headers = h.item, .n = h.n, .body = buf_text(&r->body), .owned = &r->body};
    http_answer(j->x, &a); /* from here on the job may be gone */
}
