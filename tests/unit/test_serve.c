/* SPDX-License-Identifier: Apache-2.0 */
/* The spine, asked over raw sockets, on SQLite and (with $CHUYAN_TEST_PG) on PostgreSQL. */
#include "serve_rig.h"

#include "gen/sql/audit.h"
#include "gen/sql/scheme.h"
#include "model/audit.h"
#include "web/guess.h"
#include "web/pages.h"

#define PARAMS(...) (const struct param[]){__VA_ARGS__, {0}}

/* ---- routes of the test ---- */

static enum rc t_count(struct request *q, struct reply *r)
{
    struct sql_setting_get_out row = {.value = T("0")};
    struct text key = param_text(q, "key");
    if (q->faults.errors) {
        buf_add(&r->body, T("typed:"));
        buf_add(&r->body, key);
        return RC_INVALID;
    }
    enum rc rc = sql_setting_get_one(q->db, &(struct sql_setting_get_in){.county = q->work.county, .key = key}, q->arena, &row);
    if (rc != RC_OK && rc != RC_NOT_FOUND) return rc;
    int64_t n = 0;
    text_int(row.value, &n);
    struct sql_setting_put_in in = {.county = q->work.county, .key = key, .value = text_fmt(q->arena, "%lld", (long long)n + 1),
                                    .changed_at = q->now, .changed_by = q->who->staff};
    TRY(sql_setting_put_run(q->db, &in, NULL));
    reply_go(r, text_fmt(q->arena, "/t/count?key=%.*s", TP(key)));
    return param_bool(q, "refuse") ? RC_CONFLICT : RC_OK;
}

static enum rc t_counted(struct request *q, struct reply *r)
{
    struct sql_setting_get_out row = {.value = T("0")};
    struct sql_setting_get_in in = {.county = q->who->county, .key = param_text(q, "key")};
    enum rc rc = sql_setting_get_one(q->db, &in, q->arena, &row);
    buf_fmt(&r->body, "count=%.*s.", TP(row.value));
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc t_child(struct request *q, struct reply *r)
{
    struct child c;
    TRY(child_by_id(q->db, &q->scope, q->subject, q->arena, &c));
    buf_fmt(&r->body, "child %lld seen by %lld", (long long)c.id, (long long)q->who->staff);
    return RC_OK;
}

static enum rc t_place(struct request *q, struct reply *r)
{
    buf_fmt(&r->body, "place %lld", (long long)q->place);
    return RC_OK;
}

static enum rc t_broken(struct request *q, struct reply *r)
{
    (void)q;
    buf_add(&r->body, T("half a page"));
    return RC_INTERNAL;
}

/* A write that tries to happen on a reading connection. */
static enum rc t_sneak(struct request *q, struct reply *r)
{
    (void)r;
    struct sql_setting_put_in in = {.county = q->who->county, .key = T("sneak"), .value = T("1")};
    return sql_setting_put_run(q->db, &in, NULL) == RC_OK ? RC_OK : RC_INTERNAL;
}

static sem_t slow_in, slow_go;

static enum rc t_slow(struct request *q, struct reply *r)
{
    (void)q;
    sem_post(&slow_in);
    sem_wait(&slow_go);
    buf_add(&r->body, T("slow but whole"));
    return RC_OK;
}

static enum rc t_big(struct request *q, struct reply *r)
{
    const struct upload *u = param_file(q, "file");
    unsigned char digest[32];
    if (!u) return RC_INVALID;
    hash_sha256(digest, u->bytes);
    struct text hex = hash_hex(q->arena, digest, sizeof digest);
    r->type = "text/plain";
    buf_fmt(&r->body, "%zu %.*s %.*s", u->bytes.n, TP(u->name), TP(hex));
    return RC_OK;
}

static const struct route test_routes[] = {
    {METHOD_GET, "/", GATE_SIGNED, CAP_none, LANE_QUICK, page_home, NULL, NULL, "test", 0},
    {METHOD_GET, "/login", GATE_OPEN, CAP_none, LANE_QUICK, page_login,
     PARAMS({"next", P_TEXT, false, 0, 0, NULL}, {"user", P_TEXT, false, 0, 0, NULL}), NULL, "test", 0},
    {METHOD_POST, "/login", GATE_OPEN, CAP_none, LANE_WORKER, page_login_try,
     PARAMS({"next", P_TEXT, false, 0, 0, NULL}, {"user", P_TEXT, true, 0, 40, NULL},
            {"password", P_SECRET, true, 0, 200, NULL}),
     "account", NULL, 4096},
    {METHOD_POST, "/logout", GATE_SIGNED, CAP_none, LANE_WRITE, page_logout, NULL, "account", NULL, 4096},
    {METHOD_GET, "/password", GATE_SIGNED, CAP_none, LANE_QUICK, page_password, NULL, NULL, "test", 0},
    {METHOD_POST, "/password", GATE_SIGNED, CAP_none, LANE_WORKER, page_password_set,
     PARAMS({"old", P_SECRET, true, 0, 200, NULL}, {"new", P_SECRET, true, 0, 200, NULL},
            {"again", P_SECRET, true, 0, 200, NULL}),
     "account", NULL, 4096},
    {METHOD_GET, "/first-use", GATE_OPEN, CAP_none, LANE_QUICK, page_first_use, NULL, NULL, "test", 0},
    {METHOD_POST, "/first-use", GATE_OPEN, CAP_none, LANE_WORKER, page_first_use_set,
     PARAMS({"code", P_TEXT, true, 0, 20, NULL}, {"county", P_TEXT, true, 0, 6, NULL}, {"name", P_TEXT, true, 2, 60, NULL},
            {"admin_login", P_TEXT, true, 0, 40, NULL}, {"admin_name", P_TEXT, true, 0, 40, NULL},
            {"admin_password", P_SECRET, true, 0, 200, NULL}, {"clerk_login", P_TEXT, true, 0, 40, NULL},
            {"clerk_name", P_TEXT, true, 0, 40, NULL}, {"clerk_password", P_SECRET, true, 0, 200, NULL}),
     "county", NULL, 8192},
    {METHOD_GET, "/health", GATE_OPEN, CAP_none, LANE_QUICK, page_health, NULL, NULL, "test", 0},
    {METHOD_GET, "/assets/{name}", GATE_OPEN, CAP_none, LANE_QUICK, page_asset,
     PARAMS({"name", P_CODE, true, 0, 0, NULL}, {"v", P_CODE, false, 0, 0, NULL}), NULL, "test", 0},
    {METHOD_GET, "/t/child/{id}", GATE_CHILD, CAP_child_read, LANE_QUICK, t_child, NULL, "child", NULL, 0},
    {METHOD_GET, "/t/place", GATE_PLACE, CAP_child_list, LANE_QUICK, t_place, PARAMS({"place", P_ID, false, 0, 0, NULL}),
     NULL, "test", 0},
    {METHOD_GET, "/t/count", GATE_ANYWHERE, CAP_scheme_read, LANE_QUICK, t_counted, PARAMS({"key", P_CODE, true, 0, 0, NULL}),
     NULL, "test", 0},
    {METHOD_POST, "/t/count", GATE_ANYWHERE, CAP_scheme_read, LANE_WRITE, t_count,
     PARAMS({"key", P_CODE, true, 0, 0, NULL}, {"n", P_INT, false, 1, 9, NULL}, {"refuse", P_BOOL, false, 0, 0, NULL}),
     "setting", NULL, 0},
    {METHOD_GET, "/t/sneak", GATE_SIGNED, CAP_none, LANE_QUICK, t_sneak, NULL, NULL, "test", 0},
    {METHOD_GET, "/t/broken", GATE_SIGNED, CAP_none, LANE_QUICK, t_broken, NULL, NULL, "test", 0},
    {METHOD_GET, "/t/slow", GATE_OPEN, CAP_none, LANE_WORKER, t_slow, NULL, NULL, "test", 0},
    {METHOD_POST, "/t/big", GATE_ANYWHERE, CAP_scheme_read, LANE_WORKER, t_big,
     PARAMS({"file", P_FILE, true, 0, 4 << 20, NULL}), NULL, "test", 4 << 20},
    {0},
};

static const struct serve_options plain = {.routes = test_routes};

static struct rig *rig_plain(void **state)
{
    return rig_new((enum engine)(intptr_t)*state, true, &plain);
}

/* ---- what is malformed ---- */

#define RAW(s) {s, sizeof(s) - 1}

static void malformed_requests_are_refused(void **state)
{
    struct rig *x = rig_plain(state);
    static const struct { const char *s; size_t n; } bad[] = {
        RAW("GET / HTTP/1.1\r\n\r\n"),                                                            /* no Host */
        RAW("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        RAW("GET / HTTP/1.1\r\nHost:\r\n\r\n"),
        RAW("POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        RAW("POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\nabcd"),
        RAW("POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 4, 4\r\n\r\nabcd"),
        RAW("POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"),
        RAW("POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: +4\r\n\r\nabcd"),
        RAW("POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n"),
        RAW("POST /login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        RAW("POST /login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        RAW("GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
        RAW("GET /\r\n\r\n"),
        RAW("BREW / HTTP/1.1\r\nHost: a\r\n\r\n"),
        RAW("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"),
        RAW("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        RAW("GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n"),
        RAW("GET / HTTP/1.1\r\nHost: a\r\nFoo : b\r\n\r\n"),
        RAW("GET /login HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"),                       /* a GET with a body */
        RAW("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),                                       /* TLS on a plain port */
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int status = rig_raw(x, bad[i].s, bad[i].n);
        bool refused = status == 0 || (status >= 400 && status < 600 && status != 500);
        if (!refused) print_error("case %zu: %d\n%s\n", i, status, x->answer);
        assert_true(refused);
        /* Never a second answer that means something (the library says its own 400 twice, and closes). */
        assert_int_equal(rig_count(x, "HTTP/1.1 2") + rig_count(x, "HTTP/1.1 3") + rig_count(x, "HTTP/1.1 1"), 0);
    }
    assert_int_equal(rig_ask(x, "GET", "/health", NULL, NULL), 200); /* and it still stands */
    rig_free(x);
}

static void too_large_is_refused(void **state)
{
    struct rig *x = rig_plain(state);
    size_t n = 100000;
    char *big = malloc(n + 512);
    assert_non_null(big);
    int k = snprintf(big, 512, "GET /%0*d HTTP/1.1\r\nHost: a\r\n\r\n", 400, 0);
    assert_true(rig_raw(x, big, (size_t)k) >= 400);
    memset(big, 'a', n);
    memcpy(big, "GET /", 5);
    assert_true(rig_raw(x, big, n) != 200);
    memset(big, 'a', n);
    big[n] = 0;
    memcpy(big, "user=", 5);
    assert_int_equal(rig_ask(x, "POST", "/login", NULL, big), 413);
    static const char chunked[] = "POST /login HTTP/1.1\r\nHost: a\r\nContent-Type: "
                                  "application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n1770\r\n";
    memcpy(big, chunked, sizeof chunked - 1);
    memset(big + sizeof chunked - 1, 'a', 6000);
    memcpy(big + sizeof chunked - 1 + 6000, "\r\n0\r\n\r\n", 7);
    assert_int_equal(rig_raw(x, big, sizeof chunked - 1 + 6000 + 7), 413); /* without a length told beforehand */
    free(big);
    rig_free(x);
}

/* A head that trickles in for ever is hung up on, although every byte comes in time for an idle timeout. */
static void slow_heads_are_hung_up_on(void **state)
{
    struct serve_options o = plain;
    o.http.header_ms = 300;
    struct rig *x = rig_new((enum engine)(intptr_t)*state, true, &o);
    int fd = rig_connect(x);
    rig_put(fd, "GET /health HTTP/1.1\r\nHost: a\r\n", 30);
    struct pollfd p = {.fd = fd, .events = POLLIN | POLLHUP};
    int lines = 0;
    while (lines < 400 && poll(&p, 1, 50) == 0) {
        rig_put(fd, "X: y\r\n", 6);
        lines++;
    }
    assert_true(lines < 100); /* 0.3 s of deadline, not the minute of an idle connection */
    int status = rig_read(x, fd);
    assert_true(status == 0 || status == 408);
    assert_int_equal(rig_ask(x, "GET", "/health", NULL, NULL), 200);
    rig_free(x);
}

/* ---- signing in ---- */

static void signing_in(void **state)
{
    struct rig *x = rig_plain(state);
    assert_int_equal(rig_ask(x, "GET", "/t/place", NULL, NULL), 303);
    assert_true(rig_says(x, "Location: /login?next=/t/place"));
    assert_int_equal(rig_login(x, "jingban", "wrong-password"), 422);
    assert_int_equal(rig_login(x, "nobody", "wrong-password"), 422); /* the same answer: names are not told apart */
    assert_int_equal(rig_login(x, "JingBan", RIG_PASSWORD), 303);
    assert_true(strncmp(x->cookie, "chuyan=", 7) == 0);
    assert_int_equal(rig_ask(x, "GET", "/t/place", NULL, NULL), 200);
    assert_true(rig_says(x, "Content-Security-Policy: default-src 'none'"));
    assert_true(rig_says(x, "Cache-Control: no-store"));
    char old[128];
    memcpy(old, x->cookie, sizeof old);
    assert_int_equal(rig_post(x, "/logout", NULL, ""), 303);
    memcpy(x->cookie, old, sizeof old);
    assert_int_equal(rig_ask(x, "GET", "/t/place", NULL, NULL), 303); /* signed out for good */
    assert_int_equal(rig_ask(x, "GET", "/login?next=//evil.example", NULL, NULL), 200);
    assert_false(rig_says(x, "evil.example"));
    rig_free(x);
}

static void too_many_wrong_passwords_lock(void **state)
{
    struct rig *x = rig_plain(state);
    for (int i = 0; i < ACCOUNT_TRIES; i++) assert_int_equal(rig_login(x, "dongban", "wrong-password"), 422);
    assert_int_equal(rig_login(x, "dongban", RIG_PASSWORD), 422); /* right, but locked */
    assert_int_equal(rig_login(x, "xizhang", RIG_PASSWORD), 303); /* others are not */
    atomic_fetch_add(&rig_clock, ACCOUNT_LOCK_MS + 1000);
    assert_int_equal(rig_login(x, "dongban", "wrong-password"), 422);
    atomic_fetch_add(&rig_clock, ACCOUNT_LOCK_MS + 1000);
    assert_int_equal(rig_login(x, "dongban", RIG_PASSWORD), 422); /* the lock has grown */
    atomic_fetch_add(&rig_clock, 3 * ACCOUNT_LOCK_MS);
    assert_int_equal(rig_login(x, "dongban", RIG_PASSWORD), 303);
    rig_free(x);
}

/* One password with many names meets no lock of an account: it meets that of its address, and every try leaves a line. */
static void many_names_from_one_address_are_stopped(void **state)
{
    struct rig *x = rig_plain(state);
    char name[32];
    struct db *db;
    struct audit_verdict v;
    for (int i = 0; i < GUESS_TRIES; i++) {
        snprintf(name, sizeof name, "nobody%d", i);
        assert_int_equal(rig_login(x, name, RIG_PASSWORD), 422);
    }
    assert_int_equal(rig_login(x, "jingban", RIG_PASSWORD), 422);
    assert_true(rig_says(x, "登录失败太多次"));
    atomic_fetch_add(&rig_clock, GUESS_SPAN_MS);
    assert_int_equal(rig_login(x, "jingban", RIG_PASSWORD), 303);
    assert_int_equal(db_open(x->store, DB_READ, &db), RC_OK);
    assert_int_equal(db_begin(db), RC_OK);
    assert_int_equal(audit_verify(db, 0, &v), RC_OK);
    assert_int_equal(v.links, GUESS_TRIES);
    db_rollback(db);
    db_close(db);
    rig_free(x);
}

/* A locked account and no account answer with the same words. */
static void a_lock_does_not_tell_names(void **state)
{
    struct rig *x = rig_plain(state);
    for (int i = 0; i <= ACCOUNT_TRIES; i++) assert_int_equal(rig_login(x, "dongban", "wrong-password"), 422);
    assert_true(rig_says(x, "登录名或密码不对") && !rig_says(x, "分钟后"));
    assert_int_equal(rig_login(x, "nobody", "wrong-password"), 422);
    assert_true(rig_says(x, "登录名或密码不对") && !rig_says(x, "分钟后"));
    rig_free(x);
}

static void a_first_password_has_to_be_changed(void **state)
{
    struct rig *x = rig_plain(state);
    assert_int_equal(rig_login(x, "xiban", RIG_PASSWORD), 303);
    assert_int_equal(rig_ask(x, "GET", "/t/place", NULL, NULL), 303);
    assert_true(rig_says(x, "Location: /password"));
    assert_int_equal(rig_post(x, "/password", NULL, "old=" RIG_PASSWORD "&new=1234567890&again=1234567890"), 422);
    assert_int_equal(rig_post(x, "/password", NULL, "old=" RIG_PASSWORD "&new=Yanzi-feilai&again=Yanzi-feiqu"), 422);
    assert_int_equal(rig_post(x, "/password", NULL, "old=wrong-one-1&new=Yanzi-feilai&again=Yanzi-feilai"), 422);
    assert_int_equal(rig_post(x, "/password", NULL, "old=" RIG_PASSWORD "&new=Yanzi-feilai&again=Yanzi-feilai"), 303);
    assert_int_equal(rig_ask(x, "GET", "/t/place", NULL, NULL), 303); /* the old session has ended */
    assert_int_equal(rig_login(x, "xiban", RIG_PASSWORD), 422);
    assert_int_equal(rig_login(x, "xiban", "Yanzi-feilai"), 303);
    assert_int_equal(rig_ask(x, "GET", "/t/place", NULL, NULL), 200);
    rig_free(x);
}

static void sessions_end(void **state)
{
    struct rig *x = rig_plain(state);
    assert_int_equal(rig_login(x, "jingban", RIG_PASSWORD), 303);
    atomic_fetch_add(&rig_clock, 29 * 60 * 1000);
    assert_int_equal(rig_ask(x, "GET", "/t/place", NULL, NULL), 200);
    atomic_fetch_add(&rig_clock, 31 * 60 * 1000);
    assert_int_equal(rig_ask(x, "GET", "/t/place", NULL, NULL), 303); /* idle */
    assert_int_equal(rig_login(x, "jingban", RIG_PASSWORD), 303);
    for (int i = 0; i < 36; i++) {
        atomic_fetch_add(&rig_clock, 20 * 60 * 1000);
        int status = rig_ask(x, "GET", "/t/place", NULL, NULL);
        if (i < 35) assert_int_equal(status, 200);
        else assert_int_equal(status, 303); /* twelve hours, however busy */
    }
    rig_free(x);
}

/* ---- rights ---- */

static void denied_looks_like_absent(void **state)
{
    struct rig *x = rig_plain(state);
    char target[64], denied[4096];
    assert_int_equal(rig_login(x, "dongban", RIG_PASSWORD), 303);
    snprintf(target, sizeof target, "/t/child/%lld", (long long)x->child[0]);
    assert_int_equal(rig_ask(x, "GET", target, NULL, NULL), 200);
    snprintf(target, sizeof target, "/t/child/%lld.json", (long long)x->child[1]);
    assert_int_equal(rig_ask(x, "GET", target, NULL, NULL), 404);
    assert_true(rig_between(x, "\"title\":", "\"reference\"", denied, sizeof denied));
    assert_int_equal(rig_ask(x, "GET", "/t/child/123456.json", NULL, NULL), 404);
    assert_true(rig_says(x, denied));
    snprintf(target, sizeof target, "/t/place?place=%lld", (long long)x->school[1]);
    assert_int_equal(rig_ask(x, "GET", target, NULL, NULL), 404);
    assert_int_equal(rig_login(x, "anquan", RIG_PASSWORD), 303); /* the administrator sees no child */
    snprintf(target, sizeof target, "/t/child/%lld", (long long)x->child[0]);
    assert_int_equal(rig_ask(x, "GET", target, NULL, NULL), 404);
    assert_int_equal(rig_login(x, "jingban", RIG_PASSWORD), 303);
    assert_int_equal(rig_ask(x, "GET", target, NULL, NULL), 200);
    rig_free(x);
}

static void parameters_are_as_declared(void **state)
{
    struct rig *x = rig_plain(state);
    assert_int_equal(rig_login(x, "jingban", RIG_PASSWORD), 303);
    assert_int_equal(rig_ask(x, "GET", "/t/count?key=a&extra=1", NULL, NULL), 400);
    assert_true(rig_says(x, "extra"));
    assert_int_equal(rig_ask(x, "GET", "/t/count?key=a&key=b", NULL, NULL), 400);
    assert_int_equal(rig_ask(x, "GET", "/t/count", NULL, NULL), 422);
    assert_int_equal(rig_ask(x, "GET", "/t/count?key=a%00b", NULL, NULL), 400);
    assert_int_equal(rig_ask(x, "GET", "/t/count?key=%ff", NULL, NULL), 400);
    assert_int_equal(rig_ask(x, "GET", "/t/count?key=%4", NULL, NULL), 400);
    assert_int_equal(rig_ask(x, "GET", "/t/place?place=abc", NULL, NULL), 404);
    assert_int_equal(rig_post(x, "/t/count", NULL, "key=kept&n=99"), 422);
    assert_true(rig_says(x, "typed:kept")); /* what was typed comes back */
    assert_int_equal(rig_ask(x, "GET", "/t/count?key=kept", NULL, NULL), 200);
    assert_true(rig_says(x, "count=0."));
    assert_int_equal(rig_ask(x, "POST", "/health", NULL, "a=b"), 405);
    assert_int_equal(rig_ask(x, "GET", "/no/such", NULL, NULL), 404);
    assert_true(rig_says(x, "href=\"/\"") && !rig_says(x, "href=\"/login\"")); /* whoever is in is not told to sign in */
    x->cookie[0] = 0;
    assert_int_equal(rig_ask(x, "GET", "/no/such", NULL, NULL), 404);
    assert_true(rig_says(x, "href=\"/login\""));
    rig_free(x);
}

static void forged_forms_are_refused(void **state)
{
    struct rig *x = rig_plain(state);
    assert_int_equal(rig_login(x, "jingban", RIG_PASSWORD), 303);
    assert_int_equal(rig_ask(x, "POST", "/t/count", NULL, "key=f"), 403);
    assert_int_equal(rig_ask(x, "POST", "/t/count", NULL, "key=f&csrf=wrong"), 403);
    assert_int_equal(rig_post(x, "/t/count", "Origin: http://evil.example\r\n", "key=f"), 403);
    assert_int_equal(rig_post(x, "/t/count", "Origin: null\r\n", "key=f"), 403);
    assert_int_equal(rig_post(x, "/t/count", "Sec-Fetch-Site: cross-site\r\n", "key=f"), 403);
    assert_int_equal(rig_ask(x, "POST", "/login", "Sec-Fetch-Site: cross-site\r\n", "user=jingban&password=x"), 403);
    assert_int_equal(rig_ask(x, "GET", "/t/count?key=f", NULL, NULL), 200);
    assert_true(rig_says(x, "count=0."));
    char header[128];
    snprintf(header, sizeof header, "X-CSRF-Token: %s\r\nAccept: application/json\r\n", x->csrf);
    assert_int_equal(rig_ask(x, "POST", "/t/count", header, "key=f"), 200); /* a program, with the token in a header */
    assert_true(rig_says(x, "\"location\":\"/t/count?key=f\""));
    rig_free(x);
}

/* ---- writing ---- */

static void a_second_press_changes_nothing(void **state)
{
    struct rig *x = rig_plain(state);
    assert_int_equal(rig_login(x, "jingban", RIG_PASSWORD), 303);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(rig_post(x, "/t/count", NULL, "key=i&idem=abcdefgh1234"), 303);
        assert_true(rig_says(x, "Location: /t/count?key=i"));
    }
    rig_ask(x, "GET", "/t/count?key=i", NULL, NULL);
    assert_true(rig_says(x, "count=1."));
    assert_int_equal(rig_post(x, "/t/count", NULL, "key=j&idem=abcdefgh1234"), 303); /* another form of the same page */
    static const char key[] = "Idempotency-Key: 0123456789\r\n";
    assert_int_equal(rig_post(x, "/t/count", key, "key=k"), 303);
    assert_int_equal(rig_post(x, "/t/count", key, "key=k"), 303);
    assert_int_equal(rig_post(x, "/t/count", key, "key=other"), 409); /* a program's key stands for one request */
    rig_ask(x, "GET", "/t/count?key=k", NULL, NULL);
    assert_true(rig_says(x, "count=1."));
    rig_free(x);
}

static void refused_writes_leave_nothing(void **state)
{
    struct rig *x = rig_plain(state);
    assert_int_equal(rig_login(x, "jingban", RIG_PASSWORD), 303);
    assert_int_equal(rig_post(x, "/t/count", NULL, "key=r&refuse=1&idem=abcdefgh5678"), 409);
    rig_ask(x, "GET", "/t/count?key=r", NULL, NULL);
    assert_true(rig_says(x, "count=0."));
    assert_int_equal(rig_ask(x, "GET", "/t/sneak", NULL, NULL), 500); /* a GET cannot write: the engine itself refuses */
    assert_int_equal(rig_ask(x, "GET", "/t/broken", NULL, NULL), 500);
    assert_false(rig_says(x, "half a page"));
    rig_free(x);
}

static void everything_is_in_the_log(void **state)
{
    struct rig *x = rig_plain(state);
    char target[64];
    struct db *db;
    struct audit_verdict v;
    assert_int_equal(rig_login(x, "jingban", RIG_PASSWORD), 303);
    snprintf(target, sizeof target, "/t/child/%lld", (long long)x->child[0]);
    for (int i = 0; i < 5; i++) assert_int_equal(rig_ask(x, "GET", target, NULL, NULL), 200);
    assert_int_equal(rig_post(x, "/t/count", NULL, "key=l"), 303);
    assert_int_equal(rig_post(x, "/t/count", NULL, "key=l&refuse=1"), 409);
    server_stop(x->server); /* what waited for the writer is written before it ends */
    x->server = NULL;
    assert_int_equal(db_open(x->store, DB_READ, &db), RC_OK);
    assert_int_equal(db_begin(db), RC_OK);
    assert_int_equal(audit_verify(db, RIG_COUNTY, &v), RC_OK);
    assert_null(v.why);
    assert_int_equal(v.links, 7); /* one sign-in, five looks, one change; the refused one left nothing */
    struct cursor c;
    struct sql_audit_about_out row;
    struct sql_audit_about_in in = {.county = RIG_COUNTY, .noun = T("child"), .object = x->child[0], .limit = 10};
    assert_int_equal(sql_audit_about(db, &in, &c), RC_OK);
    int looks = 0;
    while (sql_audit_about_next(&c, &row)) looks += text_eqz(row.action, "GET /t/child/{id}");
    assert_int_equal(sql_close(&c), RC_OK);
    assert_int_equal(looks, 5);
    db_rollback(db);
    db_close(db);
    rig_free(x);
}

static void files_come_whole(void **state)
{
    struct rig *x = rig_plain(state);
    static const size_t sizes[] = {1, 200000, 300000, 3000000};
    assert_int_equal(rig_login(x, "jingban", RIG_PASSWORD), 303);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t n = sizes[i], most = n + 2048;
        char *body = malloc(most), *all = malloc(most + 1024);
        assert_true(body && all);
        int head = snprintf(body, 1024,
                            "--bb\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n--bb\r\nContent-Disposition: "
                            "form-data; name=\"file\"; filename=\"C:\\x\\名册.xlsx\"\r\nContent-Type: x/y\r\n\r\n",
                            x->csrf);
        for (size_t k = 0; k < n; k++) body[(size_t)head + k] = (char)(k * 31 + k / 253);
        unsigned char digest[32];
        hash_sha256(digest, (struct text){body + head, n});
        memcpy(body + (size_t)head + n, "\r\n--bb--\r\n", 10);
        size_t total = (size_t)head + n + 10;
        int k = snprintf(all, 1024,
                         "POST /t/big HTTP/1.1\r\nHost: a\r\nConnection: close\r\nCookie: %s\r\nContent-Type: "
                         "multipart/form-data; boundary=bb\r\n"
                         "Content-Length: %zu\r\n\r\n",
                         x->cookie, total);
        memcpy(all + k, body, total);
        int fd = rig_connect(x);
        rig_put(fd, all, (size_t)k + total);
        assert_int_equal(rig_read(x, fd), 200);
        char want[160];
        struct text hex = hash_hex(x->arena, digest, sizeof digest);
        snprintf(want, sizeof want, "%zu 名册.xlsx %.*s", n, TP(hex));
        assert_true(rig_says(x, want));
        free(body);
        free(all);
    }
    rig_free(x);
}

/* ---- starting and stopping ---- */

struct asker { struct rig *x; int status; char answer[256]; };

static void *ask_slow(void *p)
{
    struct asker *k = p;
    static const char all[] = "GET /t/slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    struct rig *own = calloc(1, sizeof *own);
    if (!own) return NULL;
    own->port = k->x->port;
    int fd = rig_connect(own);
    rig_put(fd, all, sizeof all - 1);
    k->status = rig_read(own, fd);
    snprintf(k->answer, sizeof k->answer, "%s", strstr(own->answer, "slow") ? strstr(own->answer, "slow") : "");
    free(own);
    return NULL;
}

static void *stop_it(void *p)
{
    server_stop(((struct rig *)p)->server);
    return NULL;
}

static void stopping_finishes_what_is_under_way(void **state)
{
    struct rig *x = rig_plain(state);
    struct asker k = {.x = x};
    pthread_t asking, stopping;
    sem_init(&slow_in, 0, 0);
    sem_init(&slow_go, 0, 0);
    assert_int_equal(pthread_create(&asking, NULL, ask_slow, &k), 0);
    sem_wait(&slow_in);
    assert_int_equal(pthread_create(&stopping, NULL, stop_it, x), 0);
    sem_post(&slow_go);
    pthread_join(asking, NULL);
    pthread_join(stopping, NULL);
    x->server = NULL;
    assert_int_equal(k.status, 200);
    assert_string_equal(k.answer, "slow but whole");
    sem_destroy(&slow_in);
    sem_destroy(&slow_go);
    rig_free(x);
}

static void a_second_server_is_refused(void **state)
{
    struct rig *x = rig_plain(state);
    struct faults f = faults_new(x->arena);
    struct store *second = NULL;
    struct store_options so = {.address = x->at.address, .key_file = x->at.key, .lock = true};
    assert_int_equal(store_open(&so, &f, &second), RC_BUSY);
    assert_true(f.errors > 0);
    struct server *other = NULL;
    struct serve_options o = plain;
    o.store = x->store;
    o.http.port = x->port;
    o.now = rig_now;
    o.no_duties = true;
    assert_int_equal(server_start(&o, &f, &other), RC_BUSY); /* and the port is taken */
    assert_null(other);
    rig_free(x);
}

static void first_use(void **state)
{
    struct serve_options o = plain;
    o.first_code = "abcd-efgh";
    struct rig *x = rig_new((enum engine)(intptr_t)*state, false, &o);
    static const char form[] = "county=990101&name=%E6%9F%90%E5%8E%BF%E6%95%99%E8%82%B2%E5%B1%80&admin_login=guanli&admin_name=a&"
                               "admin_password=Xiaoyan-2026&clerk_login=jingban&clerk_name=b&clerk_password=Xiaoyan-2027&code=";
    char body[512];
    assert_int_equal(rig_ask(x, "GET", "/t/place", NULL, NULL), 303);
    assert_true(rig_says(x, "Location: /first-use"));
    assert_int_equal(rig_ask(x, "GET", "/first-use", NULL, NULL), 200);
    snprintf(body, sizeof body, "%swrong", form);
    assert_int_equal(rig_ask(x, "POST", "/first-use", NULL, body), 422);
    assert_true(rig_says(x, "value=\"990101\"")); /* what was typed is kept, but for passwords */
    assert_false(rig_says(x, "Xiaoyan-2026"));
    snprintf(body, sizeof body, "%sabcd-efgh", form);
    assert_int_equal(rig_ask(x, "POST", "/first-use", NULL, body), 303);
    assert_int_equal(rig_ask(x, "POST", "/first-use", NULL, body), 404); /* for one use */
    assert_int_equal(rig_ask(x, "GET", "/first-use", NULL, NULL), 404);
    assert_int_equal(rig_login(x, "jingban", "Xiaoyan-2027"), 303);
    rig_free(x);
}

static void assets_are_kept_and_pages_not(void **state)
{
    struct rig *x = rig_plain(state);
    char target[128], version[32];
    rig_ask(x, "GET", "/login", NULL, NULL);
    assert_true(rig_between(x, "/assets/chuyan.css?v=", "\"", version, sizeof version));
    snprintf(target, sizeof target, "/assets/chuyan.css?v=%s", version);
    assert_int_equal(rig_ask(x, "GET", target, "Accept-Encoding: gzip\r\n", NULL), 200);
    assert_true(rig_says(x, "immutable"));
    assert_true(rig_says(x, "Content-Encoding: gzip"));
    assert_int_equal(rig_ask(x, "GET", "/assets/chuyan.css?v=other", NULL, NULL), 200);
    assert_false(rig_says(x, "immutable"));
    assert_int_equal(rig_ask(x, "GET", "/assets/..", NULL, NULL), 404);
    assert_int_equal(rig_ask(x, "GET", "/assets/%2e%2e%2fmain.c", NULL, NULL), 404);
    assert_int_equal(rig_ask(x, "HEAD", target, NULL, NULL), 200);
    rig_free(x);
}

int main(void)
{
    static void (*const tests[])(void **) = {
        malformed_requests_are_refused,
        too_large_is_refused,
        slow_heads_are_hung_up_on,
        signing_in,
        too_many_wrong_passwords_lock,
        many_names_from_one_address_are_stopped,
        a_lock_does_not_tell_names,
        a_first_password_has_to_be_changed,
        sessions_end,
        denied_looks_like_absent,
        parameters_are_as_declared,
        forged_forms_are_refused,
        a_second_press_changes_nothing,
        refused_writes_leave_nothing,
        everything_is_in_the_log,
        files_come_whole,
        stopping_finishes_what_is_under_way,
        a_second_server_is_refused,
        first_use,
        assets_are_kept_and_pages_not,
    };
    static const char *const names[] = {
        "malformed requests", "too large",      "slow heads",      "signing in", "lock-out",
        "many names",         "lock tells nothing",
        "forced change",      "sessions end",   "denied = absent", "parameters", "forged forms",
        "second press",       "refused writes", "the log",         "files",      "stopping",
        "second server",      "first use",      "assets",
    };
    enum { N = sizeof tests / sizeof *tests };
    struct CMUnitTest all[2 * N];
    size_t n = 0;
    char label[2 * N][64];
    for (int engine = 0; engine < place_engines(); engine++) {
        for (size_t i = 0; i < N; i++) {
            snprintf(label[n], sizeof label[n], "%s (%s)", names[i], engine ? "PostgreSQL" : "SQLite");
            all[n] = (struct CMUnitTest){.name = label[n], .test_func = tests[i], .initial_state = (void *)(intptr_t)engine};
            n++;
        }
    }
    return _cmocka_run_group_tests("serve", all, n, NULL, NULL);
}
