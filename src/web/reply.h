/* SPDX-License-Identifier: Apache-2.0 */
/* What a handler answers. One view, rendered as a page, a fragment (htmx) or JSON, as the request wants it. */
#ifndef CHUYAN_WEB_REPLY_H
#define CHUYAN_WEB_REPLY_H

#include "base/buf.h"
#include "view/page.h"
#include "web/request.h"

enum { REPLY_MAX = 64 << 20 };      /* ceiling of one answer in bytes */

struct reply {
    int status;                     /* 0: from the rc that the handler returns */
    const char *type;               /* NULL: from q->want */
    struct buf body;
    struct text location;           /* redirect after a write (303), or where a new thing stands */
    struct text file_name;          /* download: sent as an attachment under this name */
    struct text flash;              /* one sentence shown on the next page: what the press was worth */
    struct text cookie;             /* Set-Cookie value; session pages only */
    int retry_after;                /* seconds, 0 none */
    bool shared;                    /* may be cached by anyone: static assets only */
    struct text etag;               /* with `shared` */
    bool encoded;                   /* body is gzip already */
    struct text audit_detail;       /* fixed keys only, for the audit line of the route; never about a child */
    int64_t audit_object;           /* instead of q->subject, e.g. the id of a new row */
    struct page page;               /* frame: handlers set the title; the spine sets the rest */
    bool uncounted;                 /* the frame's badge is yet to be counted: most writes lead elsewhere and show no frame */
};

/* The frame of a page about to be shown, with its badge. */
const struct page *reply_page(struct request *q, struct reply *r);

/* Renders v into the body in the form that is wanted. */
#define REPLY_VIEW(q, r, NAME, v)                                                   \
    do {                                                                            \
        if ((q)->want == WANT_JSON) NAME##_view_json(&(r)->body, (v));              \
        else NAME##_view_html(&(r)->body, (q)->lang, reply_page((q), (r)), (v));              \
    } while (0)

/* The same where htmx asks for one named part of the template. */
#define REPLY_PART(q, r, NAME, PART, v)                                             \
    do {                                                                            \
        if ((q)->want == WANT_JSON) NAME##_view_json(&(r)->body, (v));              \
        else if ((q)->want == WANT_FRAGMENT) NAME##_view_##PART##_html(&(r)->body, (q)->lang, reply_page((q), (r)), (v)); \
        else NAME##_view_html(&(r)->body, (q)->lang, reply_page((q), (r)), (v));              \
    } while (0)

/* After a write: see `path` (303; htmx gets HX-Redirect; JSON gets 200 {"location", "said"}). `path` starts with "/". */
void reply_go(struct reply *r, struct text path);
void reply_flash(struct reply *r, struct text sentence);
/* A download; `type` is a constant string. */
void reply_file(struct reply *r, const char *type, struct text file_name, struct text bytes);

#endif
