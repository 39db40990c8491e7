/* SPDX-License-Identifier: Apache-2.0 */
/* The wire: HTTP/1.1 over libmicrohttpd, which nothing else in the house knows. Refuses what is malformed, too large or too
 * slow before anybody sees it; hands over whole requests; sends whole answers. */
#ifndef CHUYAN_WEB_HTTP_H
#define CHUYAN_WEB_HTTP_H

#include "base/buf.h"
#include "base/rc.h"

struct http;            /* a listening server */
struct exchange;        /* one request and its answer; lives until http_answer */

struct http_options {
    const char *host;             /* address to listen on; NULL: 127.0.0.1 */
    int port;                     /* 0: any free port, see http_port */
    int threads;                  /* 0: one a core */
    int connections;              /* in all; 0: 1000 */
    int connections_per_ip;       /* 0: 200; everybody behind the county's proxy is one address */
    int header_ms;                /* absolute time for the whole head; 0: 10 000 */
    int body_ms;                  /* absolute time for the whole body; 0: 120 000 */
    int idle_s;                   /* kept-alive connection without a request; 0: 60 */
    int64_t body_max;             /* largest body of any route; 0: 32 MB */
    bool trust_forwarded;         /* behind our own proxy: X-Forwarded-Proto says whether TLS */
};

/* Called once the head is there: the largest body that this request may have (0: none). Beyond it: 413 at once. */
typedef int64_t http_limit_fn(void *ctx, struct exchange *x);
/* Called with a whole request, on an event thread: must answer at once (http_answer) or call http_suspend first and have another
 * thread answer later. */
typedef void http_serve_fn(void *ctx, struct exchange *x);
/* Called for what was refused here (400 408 411 413 414 417 431 501 505): fills the body of the answer in words. */
typedef void http_refuse_fn(void *ctx, struct exchange *x, int status, struct buf *body, const char **type);

enum rc http_start(const struct http_options *o, http_limit_fn *limit, http_serve_fn *serve, http_refuse_fn *refuse, void *ctx,
                   struct http **out, int *system_error);
int http_port(const struct http *h);
/* Stops listening, lets what is under way end (at most `ms`), closes. */
void http_stop(struct http *h, int ms);

/* The request. Texts live until the answer has been sent. */
struct arena *exchange_arena(struct exchange *x);
struct text exchange_method(const struct exchange *x);
struct text exchange_path(const struct exchange *x);              /* as sent, not decoded, without the query */
struct text exchange_query(const struct exchange *x);             /* as sent, not decoded */
struct text exchange_header(const struct exchange *x, const char *name);   /* TEXT_NONE when absent */
struct text exchange_body(struct exchange *x); /* whole; mapped from an unlinked file when larger than 256 KB */
bool exchange_tls(const struct exchange *x);
/* Who asks: behind our own proxy the last of X-Forwarded-For, which the proxy wrote. An IPv6 address stands for its network
 * (/64). */
struct text exchange_address(struct exchange *x);
int64_t exchange_started_us(const struct exchange *x);
void *exchange_data(const struct exchange *x);                    /* whatever the owner hung on it */
void exchange_data_set(struct exchange *x, void *p);

struct http_header { const char *name; struct text value; };
struct http_answer {
    int status;
    const struct http_header *headers;   /* copied */
    size_t n;
    struct text body;             /* must stay until sent: in the exchange's arena, static, or in `owned` */
    struct buf *owned;            /* a buffer whose memory the exchange takes over (the struct is emptied), or NULL */
};
void http_suspend(struct exchange *x);
/* Answers; resumes when suspended. From any thread; once. */
void http_answer(struct exchange *x, const struct http_answer *a);

#endif
