/* SPDX-License-Identifier: Apache-2.0 */
/* Saves records of talks over HTTP as the page does: every connection is a teacher with a session, each save a new form with
   its own
 * idempotency key, forgery guard, child and sentence. Closed loop: a connection sends its next save when the last was answered.
 *
 *   save_load PORT WHO CONNECTIONS SECONDS KIND SEED
 *
 * WHO is the file of bench/county_make. Prints saves a second and p50, p99 and the longest wait in ms; anything but 303 is
 * counted as
 * wrong. */
#include "base/date.h"
#include "base/file.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { TEACHERS = 2500, CONNECTIONS_MAX = 1024, WAITS_MAX = 1 << 22, ANSWER_MAX = 16384 };

struct teacher { char cookie[64], csrf[64]; long long class, child[4]; };

struct line {
    int fd;
    struct teacher *teacher;
    size_t teacher_no;
    int64_t sent;
    char answer[ANSWER_MAX];
    size_t n;
};

struct load {
    struct teacher *teacher;
    size_t teachers;
    struct line *line;
    int connections;
    const char *kind, *seed;
    uint32_t *wait;          /* µs */
    size_t waits, wrong;
    long long serial;
    char day[16];
};

static void stop(const char *what)
{
    perror(what);
    exit(1);
}

static void word_take(struct text *line, char *to, size_t room)
{
    struct text one;
    if (!text_cut(line, ' ', &one) || one.n >= room) stop("a line of WHO");
    memcpy(to, one.s, one.n);
    to[one.n] = '\0';
}

static int64_t number_take(struct text *line)
{
    struct text one;
    int64_t v;
    if (!text_cut(line, ' ', &one) || !text_int(one, &v)) stop("a line of WHO");
    return v;
}

static void teachers_read(struct load *l, const char *path)
{
    struct arena *a = arena_new(16 << 20);
    struct text all, line;
    if (file_read(a, path, 8 << 20, &all) != RC_OK) stop(path);
    l->teacher = calloc(TEACHERS, sizeof *l->teacher);
    while (l->teachers < TEACHERS && all.n && text_cut(&all, '\n', &line) && line.n) {
        struct teacher *t = &l->teacher[l->teachers++];
        word_take(&line, t->cookie, sizeof t->cookie);
        word_take(&line, t->csrf, sizeof t->csrf);
        t->class = number_take(&line);
        for (int i = 0; i < 4; i++) t->child[i] = number_take(&line);
    }
    arena_free(a);
}

static int connect_to(int port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to) != 0) stop("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

/* Every connection goes round its own share of the teachers, so that all classes of the county are written to. */
static void save_send(struct load *l, struct line *c)
{
    struct teacher *t = &l->teacher[c->teacher_no];
    c->teacher_no += (size_t)l->connections;
    if (c->teacher_no >= l->teachers) c->teacher_no %= (size_t)l->connections;
    char body[1024], request[2048];
    long long serial = l->serial++;
    int n = snprintf(body, sizeof body,
        "csrf=%s&idem=%s%012lld&kind=%s&child=%lld&day=%s&mode=face&met=child&minutes=15&sentence="
        "%%E4%%BB%%8A%%E5%%A4%%A9%%E5%%BF%%83%%E6%%83%%85%%E4%%B8%%8D%%E9%%94%%99%%EF%%BC%%8C%%E5%%92%%8C%%E5%%90%%8C%%E6%%A1%%8C"
        "%%E4%%B8%%80%%E8%%B5%%B7%%E7%%BB%%83%%E5%%AD%%97%lld", t->csrf, l->seed, serial, l->kind, t->child[serial % 4], l->day,
            serial);
    int m = snprintf(request, sizeof request, "POST /record HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: chuyan=%s\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", t->cookie, n, body);
    c->n = 0;
    c->sent = clock_mono_us();
    if (write(c->fd, request, (size_t)m) != m) stop("write");
}

/* Whole when the head has ended and the announced body is there. */
static bool answer_whole(const struct line *c)
{
    const char *end = memmem(c->answer, c->n, "\r\n\r\n", 4);
    if (!end) return false;
    const char *length = memmem(c->answer, c->n, "Content-Length: ", 16);
    return !length || c->n >= (size_t)(end - c->answer) + 4 + strtoul(length + 16, NULL, 10);
}

static bool answer_take(struct load *l, struct line *c)
{
    ssize_t n = read(c->fd, c->answer + c->n, ANSWER_MAX - 1 - c->n);
    if (n <= 0) stop("read");
    c->n += (size_t)n;
    c->answer[c->n] = '\0';
    if (!answer_whole(c)) return false;
    if (strncmp(c->answer, "HTTP/1.1 303", 12) != 0 && l->wrong++ == 0) fprintf(stderr, "%.400s\n", c->answer);
    if (l->waits < WAITS_MAX) l->wait[l->waits++] = (uint32_t)(clock_mono_us() - c->sent);
    return true;
}

static int wait_order(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void load_run(struct load *l, int port, double seconds)
{
    int poll = epoll_create1(0);
    l->line = calloc((size_t)l->connections, sizeof *l->line);
    for (int i = 0; i < l->connections; i++) {
        struct line *c = &l->line[i];
        c->fd = connect_to(port);
        c->teacher_no = (size_t)i % l->teachers;
        struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
        if (epoll_ctl(poll, EPOLL_CTL_ADD, c->fd, &e) != 0) stop("epoll_ctl");
    }
    int64_t from = clock_mono_us(), until = from + (int64_t)(seconds * 1e6);
    for (int i = 0; i < l->connections; i++) save_send(l, &l->line[i]);
    int open = l->connections;
    while (open > 0) {
        struct epoll_event e[64];
        int n = epoll_wait(poll, e, 64, 5000);
        if (n <= 0) stop("no answer");
        for (int i = 0; i < n; i++) {
            struct line *c = e[i].data.ptr;
            if (!answer_take(l, c)) continue;
            if (clock_mono_us() < until) save_send(l, c);
            else open--;
        }
    }
    double took = (double)(clock_mono_us() - from) / 1e6;
    qsort(l->wait, l->waits, sizeof *l->wait, wait_order);
    printf("%.0f %.2f %.2f %.2f %zu\n", (double)l->waits / took, l->wait[l->waits / 2] / 1e3, l->wait[l->waits * 99 / 100] / 1e3,
           l->wait[l->waits - 1] / 1e3, l->wrong);
}

int main(int argc, char **argv)
{
    if (argc != 7) {
        fprintf(stderr, "save_load PORT WHO CONNECTIONS SECONDS KIND SEED\n");
        return 2;
    }
    int64_t port, connections;
    if (!text_int(text_of(argv[1]), &port) || !text_int(text_of(argv[3]), &connections)) return 2;
    struct load l = {.connections = (int)connections, .kind = argv[5], .seed = argv[6], .wait = calloc(WAITS_MAX,
        sizeof *l.wait)};
    if (l.connections < 1 || l.connections > CONNECTIONS_MAX) return 2;
    teachers_read(&l, argv[2]);
    if (l.teachers == 0) return 1;
    struct ymd d = day_ymd(moment_day(clock_now()));
    snprintf(l.day, sizeof l.day, "%04d-%02d-%02d", d.year, d.month, d.day);
    load_run(&l, (int)port, strtod(argv[4], NULL));
    return l.wrong > 0;
}
