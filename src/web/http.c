/* SPDX-License-Identifier: Apache-2.0 */
#include "web/http.h"

#include "base/file.h"
#include "web/http_guard.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    POOL_BYTES = 16 << 10,          /* of one connection: the longest head */
    MEMORY_BODY = 256 << 10,        /* larger bodies go to a file */
    ARENA_CEILING = 512 << 20,
    DISCARD_MAX = 1 << 20,          /* of a body that is too large, read this much more before hanging up */
    ANSWER_MS = 600 * 1000,         /* a slow reader of one answer */
};

/* Where a connection is. Each phase has an absolute deadline, except PHASE_WORK, which is ours. */
enum phase { PHASE_HEAD, PHASE_BODY, PHASE_WORK, PHASE_ANSWER, PHASE_IDLE };

struct exchange {
    struct conn *conn;
    struct MHD_Connection *mhd;
    struct arena *arena;
    struct text method, path, query, target;
    struct buf body;
    int spool;                      /* descriptor of a spooled body, -1 none */
    int64_t received, limit;
    void *mapped;
    int64_t started_us;
    void *data;
    struct MHD_Response *response;
    struct buf owned;
    int status, refused;
    bool begun, suspended, headed;
};

struct conn {
    struct conn *next, *prev;
    struct http *http;
    int fd;
    _Atomic int phase;
    _Atomic int64_t deadline_us;
    struct exchange x;
};

struct http {
    struct http_options o;
    struct MHD_Daemon *daemon;
    http_limit_fn *limit;
    http_serve_fn *serve;
    http_refuse_fn *refuse;
    void *ctx;
    int listen_fd, port;
    pthread_t watchdog;
    pthread_mutex_t mutex;          /* guards conns, count, stopping */
    pthread_cond_t changed;
    struct conn *conns;
    int count;
    bool stopping;
    atomic_bool closing;            /* answers say Connection: close */
};

static void phase_set(struct conn *c, enum phase p, int64_t ms)
{
    atomic_store(&c->deadline_us, ms ? clock_mono_us() + ms * 1000 : INT64_MAX);
    atomic_store(&c->phase, (int)p);
}

/* ---- exchanges ---- */

static void exchange_end(struct exchange *x)
{
    if (!x->begun) return;
    if (x->mapped) munmap(x->mapped, (size_t)x->received);
    if (x->spool >= 0) close(x->spool);
    if (x->response) MHD_destroy_response(x->response);
    buf_free(&x->body);
    buf_free(&x->owned);
    struct arena *keep = x->arena;
    arena_reset(keep);
    *x = (struct exchange){.arena = keep, .conn = x->conn, .spool = -1};
}

static void exchange_begin(struct exchange *x, struct MHD_Connection *mhd, const char *uri)
{
    if (!x->arena) x->arena = arena_new(ARENA_CEILING);
    x->mhd = mhd;
    x->spool = -1;
    x->begun = true;
    x->started_us = clock_mono_us();
    x->target = text_dup(x->arena, text_of(uri));
    x->path = x->query = x->target;
    const char *mark = memchr(x->target.s, '?', x->target.n);
    x->path.n = mark ? (size_t)(mark - x->target.s) : x->target.n;
    x->query = mark ? text_sub(x->target, x->path.n + 1, x->target.n) : TEXT_NONE;
}

struct arena *exchange_arena(struct exchange *x) { return x->arena; }
struct text exchange_method(const struct exchange *x) { return x->method; }
struct text exchange_path(const struct exchange *x) { return x->path; }
struct text exchange_query(const struct exchange *x) { return x->query; }
int64_t exchange_started_us(const struct exchange *x) { return x->started_us; }
void *exchange_data(const struct exchange *x) { return x->data; }
void exchange_data_set(struct exchange *x, void *p) { x->data = p; }

struct text exchange_header(const struct exchange *x, const char *name)
{
    const char *v = NULL;
    size_t n = 0;
    if (MHD_lookup_connection_value_n(x->mhd, MHD_HEADER_KIND, name, strlen(name), &v, &n) != MHD_YES || !v) return TEXT_NONE;
    return (struct text){v, n};
}

struct text exchange_body(struct exchange *x)
{
    if (x->spool < 0) return x->body.s ? buf_text(&x->body) : T("");
    if (!x->mapped && x->received > 0) {
        void *p = mmap(NULL, (size_t)x->received, PROT_READ, MAP_PRIVATE, x->spool, 0);
        if (p == MAP_FAILED) return TEXT_NONE;
        x->mapped = p;
    }
    return (struct text){x->mapped, (size_t)x->received};
}

bool exchange_tls(const struct exchange *x)
{
    return x->conn->http->o.trust_forwarded && text_eqz(exchange_header(x, "X-Forwarded-Proto"), "https");
}

struct text exchange_address(struct exchange *x)
{
    struct text rest = exchange_header(x, "X-Forwarded-For"), last = TEXT_NONE, one;
    if (x->conn->http->o.trust_forwarded && rest.n) {
        while (rest.n && text_cut(&rest, ',', &one)) last = text_trim(one);
        return last;
    }
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(x->mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *from = info ? info->client_addr : NULL;
    char words[INET6_ADDRSTRLEN] = "";
    if (from && from->sa_family == AF_INET) {
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)from)->sin_addr, words, sizeof words);
    } else if (from && from->sa_family == AF_INET6) {
        struct in6_addr net = ((const struct sockaddr_in6 *)(const void *)from)->sin6_addr;
        memset(net.s6_addr + 8, 0, 8);
        inet_ntop(AF_INET6, &net, words, sizeof words);
    }
    return text_dup(x->arena, text_of(words));
}

/* ---- answers ---- */

void http_answer(struct exchange *x, const struct http_answer *a)
{
    if (a->owned) {
        x->owned = *a->owned;
        *a->owned = (struct buf){0};
    }
    struct MHD_Response *r = MHD_create_response_from_buffer(a->body.n, (void *)(uintptr_t)a->body.s, MHD_RESPMEM_PERSISTENT);
    for (size_t i = 0; r && i < a->n; i++) {
        MHD_add_response_header(r, a->headers[i].name, text_z(x->arena, a->headers[i].value));
    }
    if (r && atomic_load(&x->conn->http->closing)) MHD_add_response_header(r, "Connection", "close");
    x->status = a->status;
    x->response = r;
    if (x->suspended) MHD_resume_connection(x->mhd);
}

void http_suspend(struct exchange *x)
{
    x->suspended = true;
    MHD_suspend_connection(x->mhd);
}

static enum MHD_Result exchange_send(struct exchange *x)
{
    if (!x->response) return MHD_NO;
    phase_set(x->conn, PHASE_ANSWER, ANSWER_MS);
    enum MHD_Result rc = MHD_queue_response(x->mhd, (unsigned)x->status, x->response);
    MHD_destroy_response(x->response);
    x->response = NULL;
    return rc;
}

static enum MHD_Result exchange_refuse(struct exchange *x, int status)
{
    struct http *h = x->conn->http;
    struct buf body = buf_new(64 << 10);
    const char *type = "text/plain; charset=utf-8";
    h->refuse(h->ctx, x, status, &body, &type);
    struct http_header head[] = {{"Content-Type", text_of(type)}, {"Connection", T("close")},
                                 {"X-Content-Type-Options", T("nosniff")}, {"Cache-Control", T("no-store")}};
    struct http_answer a = {.status = status, .headers = head, .n = 4, .body = buf_text(&body), .owned = &body};
    http_answer(x, &a);
    return exchange_send(x);
}

/* ---- requests ---- */

static enum MHD_Result see_header(void *p, enum MHD_ValueKind kind, const char *name, size_t nn, const char *value, size_t vn)
{
    (void)kind;
    guard_header(p, (struct text){name, nn}, (struct text){value ? value : "", value ? vn : 0});
    return MHD_YES;
}

/* The head is there: guard, limit, and on to the body. 0 goes on, else a status to refuse with. */
static int exchange_head(struct exchange *x, const char *method, const char *version)
{
    struct http *h = x->conn->http;
    struct guard g = guard_new();
    x->method = text_dup(x->arena, text_of(method));
    MHD_get_connection_values_n(x->mhd, MHD_HEADER_KIND, see_header, &g);
    int status = guard_verdict(&g, x->method, text_of(version), x->target);
    if (status) return status;
    x->limit = h->limit(h->ctx, x);
    if (x->limit > h->o.body_max) x->limit = h->o.body_max;
    if (g.length > x->limit) return 413;
    x->body = buf_new((size_t)MEMORY_BODY);
    phase_set(x->conn, PHASE_BODY, h->o.body_ms);
    return 0;
}

static bool spool_open(struct exchange *x)
{
    const char *dir = getenv("TMPDIR");
    x->spool = open(dir && *dir ? dir : "/var/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (x->spool < 0) {
        x->spool = memfd_create("body", MFD_CLOEXEC); /* a file system without O_TMPFILE */
    }
    return x->spool >= 0;
}

static bool write_all(int fd, const char *s, size_t n)
{
    while (n > 0) {
        ssize_t k = write(fd, s, n);
        if (k < 0 && errno == EINTR) continue;
        if (k <= 0) return false;
        s += k;
        n -= (size_t)k;
    }
    return true;
}

/* One piece of the body. False hangs up. */
static bool exchange_take(struct exchange *x, const char *s, size_t n)
{
    x->received += (int64_t)n;
    if (x->received > x->limit) {
        x->refused = 413;
        return x->received <= x->limit + DISCARD_MAX;
    }
    if (x->refused) return true;
    if (x->spool < 0 && x->received <= MEMORY_BODY) {
        buf_bytes(&x->body, s, n);
        return true;
    }
    if (x->spool < 0) {
        if (!spool_open(x) || !write_all(x->spool, x->body.s, x->body.n)) x->refused = 507;
        buf_free(&x->body);
    }
    if (!x->refused && !write_all(x->spool, s, n)) x->refused = 507;
    return true;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *mhd, const char *url, const char *method, const char *version,
                                  const char *piece, size_t *piece_n, void **state)
{
    (void)cls;
    (void)url;
    (void)mhd;
    struct exchange *x = *state;
    if (!x) return MHD_NO;
    if (!x->headed) {
        x->headed = true;
        int status = exchange_head(x, method, version);
        return status ? exchange_refuse(x, status) : MHD_YES;
    }
    if (*piece_n) {
        bool go = exchange_take(x, piece, *piece_n);
        *piece_n = 0;
        return go ? MHD_YES : MHD_NO;
    }
    if (x->response) return exchange_send(x); /* resumed */
    if (x->suspended) return MHD_YES;
    if (x->refused) return exchange_refuse(x, x->refused);
    struct http *h = x->conn->http;
    phase_set(x->conn, PHASE_WORK, 0);
    h->serve(h->ctx, x);
    if (x->suspended) return MHD_YES; /* from here on x belongs to another thread */
    return exchange_send(x);
}

static void *on_uri(void *cls, const char *uri, struct MHD_Connection *mhd)
{
    (void)cls;
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct conn *c = info ? info->socket_context : NULL;
    if (!c) return NULL;
    exchange_end(&c->x);
    c->x.conn = c;
    exchange_begin(&c->x, mhd, uri);
    return &c->x;
}

static void on_completed(void *cls, struct MHD_Connection *mhd, void **state, enum MHD_RequestTerminationCode why)
{
    (void)cls;
    (void)mhd;
    (void)why;
    struct exchange *x = *state;
    if (!x) return;
    struct conn *c = x->conn;
    exchange_end(x);
    *state = NULL;
    /* A next request may trickle in at once, and nobody tells us when it begins: idle time and head share one deadline. */
    phase_set(c, PHASE_IDLE, (int64_t)c->http->o.idle_s * 1000 + c->http->o.header_ms);
}

/* Escapes are ours to undo, after the address has been cut at its slashes. */
static size_t keep_escapes(void *cls, struct MHD_Connection *mhd, char *s)
{
    (void)cls;
    (void)mhd;
    return strlen(s);
}

/* ---- connections ---- */

static void conn_open(struct http *h, struct MHD_Connection *mhd, void **context)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct conn *c = calloc(1, sizeof *c);
    *context = c;
    if (!c) return;
    c->http = h;
    c->fd = info ? info->connect_fd : -1;
    c->x.conn = c;
    c->x.spool = -1;
    phase_set(c, PHASE_HEAD, h->o.header_ms);
    pthread_mutex_lock(&h->mutex);
    c->next = h->conns;
    if (c->next) c->next->prev = c;
    h->conns = c;
    h->count++;
    pthread_mutex_unlock(&h->mutex);
}

static void conn_close(struct http *h, struct conn *c)
{
    pthread_mutex_lock(&h->mutex);
    if (c->prev) c->prev->next = c->next;
    else h->conns = c->next;
    if (c->next) c->next->prev = c->prev;
    h->count--;
    pthread_cond_broadcast(&h->changed);
    pthread_mutex_unlock(&h->mutex);
    exchange_end(&c->x);
    if (c->x.arena) arena_free(c->x.arena);
    free(c);
}

static void on_connection(void *cls, struct MHD_Connection *mhd, void **context, enum MHD_ConnectionNotificationCode what)
{
    if (what == MHD_CONNECTION_NOTIFY_STARTED) conn_open(cls, mhd, context);
    else if (*context) conn_close(cls, *context);
}

/* Hangs up on a connection; the library sees the end of the stream and cleans up. Called with the mutex held, which is what
 * keeps the descriptor from being closed and given to somebody else meanwhile. */
static void conn_hang_up(struct conn *c, bool say)
{
    static const char late[] = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    if (say) (void)!send(c->fd, late, sizeof late - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
    shutdown(c->fd, SHUT_RDWR);
    atomic_store(&c->deadline_us, INT64_MAX);
}

static void *watch(void *p)
{
    struct http *h = p;
    int64_t step_ms = h->o.header_ms / 8 > 500 ? 500 : h->o.header_ms / 8 + 1;
    pthread_mutex_lock(&h->mutex);
    while (!h->stopping) {
        struct timespec at;
        clock_gettime(CLOCK_MONOTONIC, &at);
        at.tv_nsec += (long)(step_ms * 1000000);
        at.tv_sec += at.tv_nsec / 1000000000;
        at.tv_nsec %= 1000000000;
        pthread_cond_timedwait(&h->changed, &h->mutex, &at);
        int64_t now = clock_mono_us();
        for (struct conn *c = h->conns; c; c = c->next) {
            if (now >= atomic_load(&c->deadline_us)) conn_hang_up(c, atomic_load(&c->phase) <= PHASE_BODY);
        }
    }
    pthread_mutex_unlock(&h->mutex);
    return NULL;
}

/* ---- start and stop ---- */

static int listen_open(const struct http_options *o, int *port)
{
    char service[16];
    snprintf(service, sizeof service, "%d", o->port);
    struct addrinfo hint = {.ai_flags = AI_PASSIVE | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM}, *list = NULL;
    if (getaddrinfo(o->host, service, &hint, &list) != 0 || !list) {
        errno = EADDRNOTAVAIL;
        return -1;
    }
    int fd = socket(list->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int one = 1;
    if (fd >= 0) {
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    }
    if (fd < 0 || bind(fd, list->ai_addr, list->ai_addrlen) != 0 || listen(fd, 1024) != 0) {
        int why = errno;
        if (fd >= 0) close(fd);
        freeaddrinfo(list);
        errno = why;
        return -1;
    }
    freeaddrinfo(list);
    struct sockaddr_storage at;
    socklen_t n = sizeof at;
    getsockname(fd, (struct sockaddr *)&at, &n);
    *port = at.ss_family == AF_INET6 ? ntohs(((struct sockaddr_in6 *)&at)->sin6_port)
                                     : ntohs(((struct sockaddr_in *)&at)->sin_port);
    return fd;
}

static void options_fill(struct http_options *o)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (!o->host) o->host = "127.0.0.1";
    if (o->threads <= 0) o->threads = cores > 0 ? (int)cores : 1;
    if (o->connections <= 0) o->connections = 1000;
    if (o->connections_per_ip <= 0) o->connections_per_ip = 200;
    if (o->header_ms <= 0) o->header_ms = 10 * 1000;
    if (o->body_ms <= 0) o->body_ms = 120 * 1000;
    if (o->idle_s <= 0) o->idle_s = 60;
    if (o->body_max <= 0) o->body_max = 32 << 20;
    if (o->connections < o->threads) o->connections = o->threads;
}

static struct MHD_Daemon *daemon_start(struct http *h)
{
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO;
    struct MHD_OptionItem more[] = {
        {MHD_OPTION_THREAD_POOL_SIZE, h->o.threads, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    if (h->o.threads <= 1) more[0] = more[1]; /* a pool of one is refused by the library */
    return MHD_start_daemon(flags, (uint16_t)h->port, NULL, NULL, on_request, h,
                            MHD_OPTION_LISTEN_SOCKET, (MHD_socket)h->listen_fd,
                            MHD_OPTION_CONNECTION_LIMIT, (unsigned)h->o.connections,
                            MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)h->o.connections_per_ip,
                            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)h->o.idle_s,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL_BYTES,
                            MHD_OPTION_STRICT_FOR_CLIENT, 1,
                            MHD_OPTION_NOTIFY_CONNECTION, on_connection, h,
                            MHD_OPTION_NOTIFY_COMPLETED, on_completed, h,
                            MHD_OPTION_URI_LOG_CALLBACK, on_uri, h,
                            MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, h,
                            MHD_OPTION_ARRAY, more, MHD_OPTION_END);
}

enum rc http_start(const struct http_options *o, http_limit_fn *limit, http_serve_fn *serve, http_refuse_fn *refuse, void *ctx,
                   struct http **out, int *system_error)
{
    *out = NULL;
    struct http *h = calloc(1, sizeof *h);
    if (!h) return RC_UNAVAILABLE;
    h->o = *o;
    options_fill(&h->o);
    h->limit = limit;
    h->serve = serve;
    h->refuse = refuse;
    h->ctx = ctx;
    h->listen_fd = listen_open(&h->o, &h->port);
    if (h->listen_fd < 0) {
        *system_error = errno;
        free(h);
        return RC_UNAVAILABLE;
    }
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_mutex_init(&h->mutex, NULL);
    pthread_cond_init(&h->changed, &attr);
    pthread_condattr_destroy(&attr);
    h->daemon = daemon_start(h);
    if (!h->daemon || pthread_create(&h->watchdog, NULL, watch, h) != 0) {
        *system_error = errno;
        if (h->daemon) MHD_stop_daemon(h->daemon);
        else close(h->listen_fd);
        free(h);
        return RC_UNAVAILABLE;
    }
    *out = h;
    return RC_OK;
}

int http_port(const struct http *h)
{
    return h->port;
}

/* Waits until no connection is left, or until `until_us`. Connections that have asked nothing yet are hung up after a moment in
 * which a request that was already under way may arrive. Mutex held. */
static void drain(struct http *h, int64_t until_us, bool all)
{
    int64_t patience_us = clock_mono_us() + 200 * 1000;
    while (h->count > 0 && clock_mono_us() < until_us) {
        for (struct conn *c = h->conns; c; c = c->next) {
            int phase = atomic_load(&c->phase);
            bool quiet = (phase == PHASE_IDLE || phase == PHASE_HEAD) && clock_mono_us() > patience_us;
            if (quiet || (all && phase != PHASE_WORK)) conn_hang_up(c, false);
        }
        struct timespec at;
        clock_gettime(CLOCK_MONOTONIC, &at);
        at.tv_nsec += 20 * 1000000;
        at.tv_sec += at.tv_nsec / 1000000000;
        at.tv_nsec %= 1000000000;
        pthread_cond_timedwait(&h->changed, &h->mutex, &at);
    }
}

void http_stop(struct http *h, int ms)
{
    atomic_store(&h->closing, true);
    MHD_socket fd = MHD_quiesce_daemon(h->daemon);
    pthread_mutex_lock(&h->mutex);
    drain(h, clock_mono_us() + (int64_t)ms * 1000, false);
    drain(h, clock_mono_us() + 2 * 1000 * 1000, true);
    h->stopping = true;
    pthread_cond_broadcast(&h->changed);
    pthread_mutex_unlock(&h->mutex);
    pthread_join(h->watchdog, NULL);
    MHD_stop_daemon(h->daemon);
    if (fd != MHD_INVALID_SOCKET) close(fd);
    pthread_cond_destroy(&h->changed);
    pthread_mutex_destroy(&h->mutex);
    free(h);
}
