/* SPDX-License-Identifier: Apache-2.0 */
/* A server in this process, on a port of its own, over a county of two schools; and a client that speaks in raw bytes. */
#ifndef CHUYAN_TESTS_SERVE_RIG_H
#define CHUYAN_TESTS_SERVE_RIG_H

#include "unit.h"

#define place rig_place
#include "store_place.h"
#undef place

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <sys/socket.h>

#include "base/hash.h"
#include "base/ids.h"
#include "model/account.h"
#include "model/child.h"
#include "model/grant.h"
#include "model/place.h"
#include "model/setup.h"
#include "model/staff.h"
#include "web/serve.h"

enum { RIG_COUNTY = 990101, RIG_ANSWER = 1 << 20 };
#define RIG_PASSWORD "Xiaoyan-2026"
#define RIG_COST ((struct password_cost){8 << 20, 1})

struct rig {
    struct rig_place at;
    struct arena *arena;
    struct store *store;
    struct server *server;
    struct roles roles;
    int port;
    int64_t school[2], classes[2], child[2], teacher;
    char cookie[128], csrf[64];
    char answer[RIG_ANSWER];
    size_t answer_n;
};

/* The clock of the tests: moved by hand. */
static _Atomic moment_t rig_clock = 1795000000000; /* 2026-11-18 */
static moment_t rig_now(void) { return atomic_load(&rig_clock); }

/* ---- the county ---- */

static enum rc rig_account(struct work *w, const struct rig *x, const char *login, int64_t at, const char *role, const char *kind,
                           int64_t lo, int64_t hi, bool must_change, int64_t *id)
{
    struct staff s = {.place = at, .name = text_of(login), .post = T(""), .check_result = T("none"), .check_day = DAY_NONE,
                      .from = w->today, .to = DAY_NONE};
    struct text secret;
    TRY(staff_add(w, &s, 0));
    TRY(password_hash(w->arena, T(RIG_PASSWORD), RIG_COST, &secret));
    TRY(account_add(w, text_of(login), s.id, secret, must_change));
    *id = s.id;
    return grant_add(w, &x->roles, s.id, text_of(role), at, text_of(kind), lo, hi, w->today);
}

static enum rc rig_school(struct work *w, struct rig *x, int i, int64_t bureau)
{
    static const char *const codes[] = {"9901010001", "9901010002"}, *const names[] = {"河东小学", "河西小学"};
    struct place school = {.kind = PLACE_SCHOOL, .parent = bureau, .code = text_of(codes[i]), .name = text_of(names[i]),
                           .stage = T("primary"), .township = T(""), .calendar = T(""), .from = w->today - 900, .to = DAY_NONE};
    struct place class;
    struct child child = {.name = T("欧阳某"),
                          .nation = T("01"),
                          .id_kind = T("none_yet"),
                          .home_place = T(""),
                          .state = T("enrolled"),
                          .bed = T(""),
                          .sex = 1,
                          .birth = w->today - 3000};
    int64_t ignored;
    TRY(place_add(w, &school, 0));
    TRY(place_class(w, &school, 2024, 1, 6, 1, 0, &class));
    x->school[i] = school.id;
    x->classes[i] = class.id;
    child.class_id = class.id;
    TRY(child_add(w, &child, w->today - 100, "new", 0));
    x->child[i] = child.id;
    TRY(rig_account(w, x, i ? "xizhang" : "dongzhang", school.id, "school_head", "school", school.lo, school.hi, false,
                    &ignored));
    return rig_account(w, x, i ? "xiban" : "dongban", class.id, "class_teacher", "class", class.lo, class.hi, i == 1,
                       &x->teacher);
}

static enum rc rig_people(struct db *db, void *p)
{
    struct rig *x = p;
    struct ids ids = {.node = 3};
    struct faults f = faults_new(x->arena);
    struct touched t = touched_new(x->arena);
    struct work w = {.db = db, .now = rig_now(), .today = moment_day(rig_now()), .ids = &ids, .arena = x->arena, .faults = &f,
                     .touched = &t, .source = "test"};
    struct setup s = {.county = RIG_COUNTY, .name = T("某县教育局"), .admin = {.login = T("anquan"), .name = T("安全")},
                      .clerk = {.login = T("jingban"), .name = T("经办")}};
    TRY(password_hash(x->arena, T(RIG_PASSWORD), RIG_COST, &s.admin.secret));
    s.clerk.secret = s.admin.secret;
    enum rc rc = setup_county(&w, &x->roles, &s);
    for (int i = 0; i < 2 && rc == RC_OK; i++) rc = rig_school(&w, x, i, s.bureau);
    for (size_t i = 0; i < f.n; i++) print_error("%.*s\n", TP(fault_say(&f.list[i], LANG_ZH, x->arena)));
    return rc;
}

static void rig_fill(struct rig *x)
{
    struct db *db;
    struct faults f = faults_new(x->arena);
    const struct embedded *e = embedded_find(T("schemes/codes/roles.yaml"));
    assert_non_null(e);
    assert_int_equal(roles_load(x->arena, e->bytes, e->path, &f, &x->roles), RC_OK);
    assert_int_equal(db_open(x->store, DB_WRITE, &db), RC_OK);
    assert_int_equal(db_transact(db, rig_people, x), RC_OK);
    db_close(db);
}

/* ---- the server ---- */

static inline enum rc rig_start(struct rig *x, const struct serve_options *more)
{
    struct serve_options o = *more;
    struct faults f = faults_new(x->arena);
    o.store = x->store;
    o.now = rig_now;
    o.cost = RIG_COST;
    o.quiet = true;
    o.no_duties = true;
    enum rc rc = server_start(&o, &f, &x->server);
    if (rc == RC_OK) x->port = server_port(x->server);
    return rc;
}

static inline struct rig *rig_new(enum engine engine, bool filled, const struct serve_options *o)
{
    struct rig *x = calloc(1, sizeof *x);
    struct faults f;
    assert_non_null(x);
    assert_true(hash_start());
    x->arena = arena_new(UNIT_ARENA);
    f = faults_new(x->arena);
    place_new(&x->at, engine);
    struct store_options so = {.address = x->at.address, .key_file = x->at.key, .create = true, .lock = true};
    assert_int_equal(store_open(&so, &f, &x->store), RC_OK);
    if (filled) rig_fill(x);
    assert_int_equal(rig_start(x, o), RC_OK);
    return x;
}

static void rig_free(struct rig *x)
{
    if (x->server) server_stop(x->server);
    store_close(x->store);
    place_drop(&x->at);
    arena_free(x->arena);
    free(x);
}

/* ---- the client ---- */

static int rig_connect(const struct rig *x)
{
    struct sockaddr_in a = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)x->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof a), 0);
    return fd;
}

static void rig_put(int fd, const char *s, size_t n)
{
    while (n > 0) {
        ssize_t k = send(fd, s, n, MSG_NOSIGNAL);
        if (k <= 0) return; /* the server has hung up: the answer tells */
        s += k;
        n -= (size_t)k;
    }
}

/* Reads until the server closes; the status of the first answer, 0 when there was none. */
static int rig_read(struct rig *x, int fd)
{
    x->answer_n = 0;
    struct pollfd p = {.fd = fd, .events = POLLIN};
    while (x->answer_n < RIG_ANSWER - 1 && poll(&p, 1, 20000) == 1) {
        ssize_t k = recv(fd, x->answer + x->answer_n, RIG_ANSWER - 1 - x->answer_n, 0);
        if (k <= 0) break;
        x->answer_n += (size_t)k;
    }
    x->answer[x->answer_n] = 0;
    close(fd);
    return strncmp(x->answer, "HTTP/1.", 7) == 0 ? (int)strtol(x->answer + 9, NULL, 10) : 0;
}

static int rig_raw(struct rig *x, const char *bytes, size_t n)
{
    int fd = rig_connect(x);
    rig_put(fd, bytes, n);
    shutdown(fd, SHUT_WR);
    return rig_read(x, fd);
}

/* One request with the session's cookie. `more`: further header lines, each ended by CRLF. */
static int rig_ask(struct rig *x, const char *method, const char *target, const char *more, const char *body)
{
    static const char form[] = "Content-Type: application/x-www-form-urlencoded\r\n";
    size_t n = body ? strlen(body) : 0, most = n + 4096;
    char *all = malloc(most);
    assert_non_null(all);
    int k = snprintf(all, most,
                     "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n%s%s%s%s%sContent-Length: %zu\r\n\r\n%s",
                     method, target, x->port, *x->cookie ? "Cookie: " : "", x->cookie, *x->cookie ? "\r\n" : "",
                     body ? form : "", more ? more : "", n, body ? body : "");
    int fd = rig_connect(x);
    rig_put(fd, all, (size_t)k);
    free(all);
    return rig_read(x, fd);
}

static bool rig_says(const struct rig *x, const char *what) { return strstr(x->answer, what) != NULL; }

static inline int rig_count(const struct rig *x, const char *what)
{
    int n = 0;
    for (const char *p = x->answer; (p = strstr(p, what)) != NULL; p += strlen(what)) n++;
    return n;
}

/* What stands between two marks of the answer. */
static bool rig_between(const struct rig *x, const char *left, const char *right, char *out, size_t most)
{
    const char *a = strstr(x->answer, left);
    const char *b = a ? strstr(a + strlen(left), right) : NULL;
    if (!b) return false;
    snprintf(out, most, "%.*s", (int)(b - a - (ptrdiff_t)strlen(left)), a + strlen(left));
    return true;
}

static int rig_login(struct rig *x, const char *login, const char *password)
{
    char body[256];
    *x->cookie = *x->csrf = 0;
    snprintf(body, sizeof body, "user=%s&password=%s", login, password);
    int status = rig_ask(x, "POST", "/login", NULL, body);
    if (status != 303) return status;
    assert_true(rig_between(x, "Set-Cookie: ", ";", x->cookie, sizeof x->cookie));
    rig_ask(x, "GET", "/password", NULL, NULL);
    assert_true(rig_between(x, "name=\"csrf\" value=\"", "\"", x->csrf, sizeof x->csrf));
    return status;
}

/* A form with its guard against forgery. */
static int rig_post(struct rig *x, const char *target, const char *more, const char *fields)
{
    char body[8192];
    snprintf(body, sizeof body, "csrf=%s&%s", x->csrf, fields);
    return rig_ask(x, "POST", target, more, body);
}

#endif
