/* SPDX-License-Identifier: Apache-2.0 */
/* The spine: parse → route → session → who → may → guard against forgery → idempotency → parameters → transaction → handler →
 * audit → render. Read `prove`, then `answer_reading` and `change_walk`. */
#include "base/hash.h"
#include "base/log.h"
#include "model/audit.h"
#include "model/evaluate.h"
#include "web/server.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { FORM_LIMIT = 64 << 10 };

/* ---- parse and route ---- */

static bool has(struct text t, const char *z)
{
    return text_find(t, text_of(z)) >= 0;
}

static enum want want_of(struct job *j, bool suffix)
{
    struct text accept = exchange_header(j->x, "Accept");
    if (suffix || (has(accept, "application/json") && !has(accept, "text/html"))) return WANT_JSON;
    bool part = text_eqz(exchange_header(j->x, "HX-Request"), "true") && !text_eqz(exchange_header(j->x, "HX-Boosted"), "true") &&
                !text_eqz(exchange_header(j->x, "HX-History-Restore-Request"), "true");
    return part ? WANT_FRAGMENT : WANT_PAGE;
}

static bool method_of(struct text name, enum method *out)
{
    if (text_eqz(name, "HEAD")) name = T("GET"); /* the wire sends no body */
    for (int m = 0; m < METHOD_COUNT; m++) {
        if (text_eqz(name, method_name((enum method)m))) {
            *out = (enum method)m;
            return true;
        }
    }
    return false;
}

static struct job *job_new(struct server *s, struct exchange *x)
{
    struct arena *a = exchange_arena(x);
    struct job *j = arena_alloc(a, sizeof *j);
    exchange_data_set(x, j);
    j->server = s;
    j->x = x;
    j->number = atomic_fetch_add(&s->numbers, 1);
    j->r.body = buf_new(REPLY_MAX);
    j->q = (struct request){
        .arena = a, .server = s, .roles = &s->roles, .who = &j->nobody, .now = s->o.now(), .faults = faults_new(a)};
    j->q.today = moment_day(j->q.now);
    j->nobody.day = j->q.today;
    j->reference = text_fmt(a, "%llx-%llx", (unsigned long long)j->q.now, (unsigned long long)j->number);
    j->touched = touched_new(a);
    struct text path = exchange_path(x);
    bool suffix = text_ends(path, T(".json")) && !text_starts(path, T("/assets/"));
    j->q.path = suffix ? text_sub(path, 0, path.n - 5) : path;
    j->q.origin = text_fmt(a, "%s://%.*s", exchange_tls(j->x) ? "https" : "http", TP(exchange_header(j->x, "Host")));
    j->q.want = want_of(j, suffix);
    enum method m;
    bool found = method_of(exchange_method(x), &m) && route_find(s->routes, m, j->q.path, &j->match);
    j->q.route = found ? j->match.route : NULL;
    return j;
}

static int64_t on_head(void *ctx, struct exchange *x)
{
    struct job *j = job_new(ctx, x);
    const struct route *r = j->q.route;
    if (!r) return FORM_LIMIT; /* read, so that the answer is that there is no such page */
    if (r->method == METHOD_GET) return 0;
    return r->body_limit ? r->body_limit : FORM_LIMIT;
}

/* ---- session and who ---- */

static bool cookie_token(struct job *j, unsigned char token[32])
{
    struct text rest = exchange_header(j->x, "Cookie"), one;
    struct text name = exchange_tls(j->x) ? T("__Host-chuyan=") : T("chuyan=");
    while (rest.n && text_cut(&rest, ';', &one)) {
        one = text_trim(one);
        if (text_starts(one, name)) return session_token(text_sub(one, name.n, one.n), token);
    }
    return false;
}

static enum rc find_visitor(struct job *j, struct db *db)
{
    struct server *s = j->server;
    unsigned char token[32];
    if (!cookie_token(j, token)) return RC_OK;
    if (!visitor_known(s->visitors, token, j->q.now, &j->visitor)) {
        enum rc rc = visitor_load(s->visitors, db, &s->roles, token, j->q.now, s->o.idle_minutes, j->q.arena, &j->visitor);
        if (rc == RC_NOT_FOUND) return RC_OK;
        TRY(rc);
    }
    j->signed_in = true;
    j->q.who = &j->visitor.who;
    j->q.lang = j->visitor.who.lang;
    j->q.login = text_of(j->visitor.login);
    j->q.token = j->visitor.token;
    j->house = house_enter(s->houses, j->visitor.who.county);
    j->q.ev = house_evaluator(j->house);
    j->q.names = house_names(j->house);
    j->q.remembered = house_remembered(j->house);
    return RC_OK;
}

/* Not signed in, password still the first one, installation not set up: there is one page to go to. */
static bool send_elsewhere(struct job *j)
{
    const struct route *r = j->q.route;
    struct server *s = j->server;
    bool open = r->gate == GATE_OPEN;
    bool setup =
        strcmp(r->path, "/first-use") == 0 || strcmp(r->path, "/health") == 0 || text_starts(text_of(r->path), T("/assets/"));
    if (atomic_load(&s->first_open) && !setup) {
        reply_go(&j->r, T("/first-use"));
        return true;
    }
    if (open) return false;
    if (!j->signed_in) {
        j->why = W_err_title_sign_in;
        j->status = j->q.want == WANT_JSON ? 401 : 0;
        bool back = r->method == METHOD_GET && j->q.want == WANT_PAGE && j->q.path.n > 1;
        reply_go(&j->r, back ? text_fmt(j->q.arena, "/login?next=%.*s", TP(j->q.path)) : T("/login"));
        return true;
    }
    bool allowed = strcmp(r->path, "/password") == 0 || strcmp(r->path, "/logout") == 0;
    if (!j->visitor.must_change || allowed) return false;
    j->status = j->q.want == WANT_JSON ? 403 : 0;
    reply_go(&j->r, T("/password"));
    return true;
}

/* ---- parameters and forgery ---- */

static enum rc take_pairs(struct job *j)
{
    struct arena *a = j->q.arena;
    struct text type = exchange_header(j->x, "Content-Type"), body = exchange_body(j->x);
    TRY(form_read(a, exchange_query(j->x), &j->pairs));
    if (j->q.route->method == METHOD_GET || body.n == 0) return body.s ? RC_OK : RC_UNAVAILABLE;
    if (type.n >= 33 && strncasecmp(type.s, "application/x-www-form-urlencoded", 33) == 0) return form_read(a, body, &j->pairs);
    if (type.n >= 20 && strncasecmp(type.s, "multipart/form-data;", 20) == 0) return multipart_read(a, type, body, &j->pairs);
    j->status = 415;
    return RC_INVALID;
}

/* A browser tells where a form came from; a page of somebody else cannot make it lie. */
static bool from_our_page(struct job *j)
{
    struct text site = exchange_header(j->x, "Sec-Fetch-Site");
    if (site.n && !text_eqz(site, "same-origin") && !text_eqz(site, "none")) return false;
    struct text origin = exchange_header(j->x, "Origin"), host = exchange_header(j->x, "Host");
    if (!origin.n) return true;
    ptrdiff_t at = text_find(origin, T("://"));
    if (at < 0) return false;
    struct text from = text_sub(origin, (size_t)at + 3, origin.n);
    return from.n == host.n && strncasecmp(from.s, host.s, host.n) == 0;
}

static bool not_forged(struct job *j)
{
    if (j->q.route->method == METHOD_GET) return true;
    if (!from_our_page(j)) return false;
    if (!j->signed_in) return j->q.route->gate == GATE_OPEN;
    struct text given = j->own.csrf.n ? j->own.csrf : exchange_header(j->x, "X-CSRF-Token");
    struct text want = text_of(j->visitor.csrf);
    return given.n == want.n && want.n > 0 && hash_same(given.s, want.s, want.n);
}

/* ---- proving: everything before the handler ---- */

static bool only_looks(const struct route *r)
{
    return r->method == METHOD_GET || r->lane == LANE_LOOK;
}

static enum rc prove(struct job *j, struct db *db)
{
    struct request *q = &j->q;
    TRY(find_visitor(j, db));
    if (send_elsewhere(j)) return j->status ? RC_DENIED : RC_OK;
    enum rc rc = take_pairs(j);
    if (rc != RC_OK) {
        j->malformed = rc == RC_INVALID;
        if (j->malformed && !j->status) j->status = 400;
        return rc;
    }
    enum rc params = params_check(q, &j->match, &j->pairs, &j->own, &j->malformed);
    if (!not_forged(j)) {
        j->status = 403;
        return RC_DENIED;
    }
    TRY(gate_pass(j, db));
    if (j->malformed) j->status = 400;
    if (j->malformed || (params != RC_OK && only_looks(q->route))) return RC_INVALID;
    j->faults_n = q->faults.n;
    j->faults_errors = q->faults.errors;
    return RC_OK;
}

/* ---- writing ---- */

static bool about_posts(enum cap cap)
{
    return cap == CAP_account_admin || cap == CAP_staff_edit || cap == CAP_pairing_edit || cap == CAP_roll_import ||
           cap == CAP_child_move || cap == CAP_roll_undo || cap == CAP_place_edit || cap == CAP_settings_edit ||
           cap == CAP_install_admin;
}

static struct text action_of(const struct job *j)
{
    return text_fmt(j->q.arena, "%s %s", method_name(j->q.route->method), j->q.route->path);
}

/* A key that a program chose stands for one request. One from a form stands for that form as it was filled in: several forms of a
 * page share it. */
static void idempotency_fill(struct job *j)
{
    struct text header = exchange_header(j->x, "Idempotency-Key");
    struct text key = j->own.idem.n ? j->own.idem : header;
    if (!j->signed_in || j->q.route->method == METHOD_GET || key.n < 8 || key.n > 128) return;
    unsigned char digest[32];
    params_digest(&j->q, digest);
    struct text hex = hash_hex(j->q.arena, digest, sizeof digest);
    j->idem = (struct idempotency){
        .county = j->q.who->county, .staff = j->q.who->staff, .route = action_of(j), .request = hex,
        .key = j->own.idem.n ? text_fmt(j->q.arena, "%.*s:%.*s", TP(key), TP(text_sub(hex, 0, 32))) : key,
    };
}

/* A run may be repeated: it begins as if there had been none before. */
static void write_enter(struct job *j, struct db *db, struct hands *hands)
{
    struct request *q = &j->q;
    struct page page = j->r.page;
    buf_clear(&j->r.body);
    j->r = (struct reply){.body = j->r.body, .page = page, .uncounted = j->r.uncounted};
    q->faults.n = j->faults_n;
    q->faults.errors = j->faults_errors;
    q->db = db;
    j->house_changed = j->rights_changed = j->replayed = false;
    j->why = W_none;
    touched_clear(&j->touched);
    q->work = (struct work){.db = db,
                            .county = q->who->county,
                            .staff = q->who->staff,
                            .who = q->who,
                            .now = q->now,
                            .today = q->today,
                            .ids = &hands->ids,
                            .sounds = hands->sounds,
                            .ev = q->ev,
                            .arena = q->arena,
                            .faults = &q->faults,
                            .touched = &j->touched,
                            .source = "page"};
}

static enum rc audit_write(struct job *j, struct db *db)
{
    const struct route *r = j->q.route;
    if (!r->audit) return RC_OK;
    struct audit e = {
        .county = j->q.work.county, .staff = j->q.work.staff, .at = j->q.now, .action = action_of(j), .noun = text_of(r->audit),
        .object = j->r.audit_object ? j->r.audit_object : j->q.subject, .detail = j->r.audit_detail,
    };
    return audit_append(db, &e);
}

static enum rc idempotency_answer(struct job *j, struct db *db)
{
    if (!j->idem.key.n) return RC_NOT_FOUND;
    enum rc rc = idempotency_seen(db, j->q.arena, &j->idem);
    if (rc == RC_CONFLICT) j->why = W_err_title_repeat;
    if (rc != RC_OK) return rc;
    j->replayed = true;
    reply_go(&j->r, j->idem.location.n ? j->idem.location : T("/today"));
    return RC_OK;
}

static enum rc change_walk(struct job *j, struct db *db, struct hands *hands)
{
    struct request *q = &j->q;
    write_enter(j, db, hands);
    enum rc rc = idempotency_answer(j, db);
    if (rc != RC_NOT_FOUND) return rc;
    rc = j->fn(q, &j->r, j->fn_p);
    if (rc == RC_OK && q->faults.errors) rc = RC_INVALID;
    TRY(rc);
    if (touched_any(&j->touched) && q->ev) TRY(evaluate_touched(db, q->ev, &j->touched, q->today, q->arena, 0, NULL, NULL));
    TRY(audit_write(j, db));
    if (!j->idem.key.n || !j->r.location.n) return RC_OK; /* what led nowhere is answered by its own page, also the second time */
    j->idem.location = j->r.location;
    return idempotency_keep(db, &j->idem, q->now);
}

static void after_commit(struct job *j)
{
    if (j->rights_changed || about_posts(j->q.route->cap)) visitors_forget(j->server->visitors);
    if (j->house_changed) house_stale(j->server->houses, j->q.who->county);
}

static enum rc change_run(struct change *c, struct db *db, struct hands *hands)
{
    struct job *j = (struct job *)((char *)c - offsetof(struct job, change));
    return change_walk(j, db, hands);
}

static void change_done(struct change *c, enum rc rc)
{
    struct job *j = (struct job *)((char *)c - offsetof(struct job, change));
    j->rc = rc;
    if (rc == RC_OK) after_commit(j);
    job_answer(j);
}

static enum rc handler_run(struct request *q, struct reply *r, void *p)
{
    (void)p;
    return q->route->handler(q, r);
}

static enum rc waited_run(struct db *db, struct hands *hands, void *p)
{
    return change_walk(p, db, hands);
}

enum rc request_write(struct request *q, struct reply *r, request_fn *fn, void *p)
{
    struct job *j = (struct job *)((char *)q - offsetof(struct job, q));
    (void)r;
    struct db *reading = q->db;
    db_rollback(reading);
    j->fn = fn;
    j->fn_p = p;
    j->faults_n = q->faults.n;
    j->faults_errors = q->faults.errors;
    enum rc rc = writer_wait(j->server->writer, waited_run, j);
    q->db = reading;
    q->work = (struct work){0};
    if (rc == RC_OK) after_commit(j);
    enum rc begun = db_begin(reading);
    if (j->replayed) return RC_CONFLICT; /* pressed twice at once: the other one has done it */
    return rc != RC_OK ? rc : begun;
}

/* ---- long work in parts ---- */

enum { STEP_CEILING = 512 << 20 };

struct stepping { const struct work *like; enum rc (*fn)(struct work *w, void *p); void *p; };

struct work request_reading(struct request *q, struct ids *ids, struct touched *touched)
{
    return (struct work){.db = q->db, .county = q->who->county, .staff = q->who->staff, .now = q->now, .today = q->today,
        .ids = ids, .ev = q->ev, .arena = q->arena, .faults = &q->faults, .touched = touched, .source = "page"};
}

static enum rc step_run(struct db *db, struct hands *hands, void *p)
{
    struct stepping *s = p;
    struct arena *a = arena_new(STEP_CEILING);
    struct touched touched = touched_new(a);
    struct work w = *s->like;
    w.db = db;
    w.ids = &hands->ids;
    w.touched = &touched;
    w.arena = a;
    w.sounds = hands->sounds;
    enum rc rc = s->fn(&w, s->p);
    if (rc == RC_OK && touched_any(&touched) && w.ev) rc = evaluate_touched(db, w.ev, &touched, w.today, a, 0, NULL, NULL);
    arena_free(a);
    return rc;
}

enum rc server_step(struct server *s, const struct work *like, enum rc (*fn)(struct work *w, void *p), void *p)
{
    return writer_wait(s->writer, step_run, &(struct stepping){like, fn, p});
}

enum rc request_step(struct request *q, enum rc (*fn)(struct work *w, void *p), void *p)
{
    struct work like = request_reading(q, NULL, NULL);
    return server_step(q->server, &like, fn, p);
}

bool request_errand(struct request *q, bool wait)
{
    bool done = errands_ask(q->server->errands, wait);
    db_rollback(q->db);
    return db_begin(q->db) == RC_OK && done;       /* what follows sees what has been done */
}

void request_house_changed(struct request *q)
{
    ((struct job *)((char *)q - offsetof(struct job, q)))->house_changed = true;
}

void request_rights_changed(struct request *q)
{
    ((struct job *)((char *)q - offsetof(struct job, q)))->rights_changed = true;
}

moment_t request_guess_wait(struct request *q)
{
    struct job *j = (struct job *)((char *)q - offsetof(struct job, q));
    return guess_wait(j->server->guesses, exchange_address(j->x), q->now);
}

void request_guess_failed(struct request *q)
{
    struct job *j = (struct job *)((char *)q - offsetof(struct job, q));
    guess_failed(j->server->guesses, exchange_address(j->x), q->now);
}

/* ---- reading ---- */

struct read_audit { struct change change; struct audit audit; };

static enum rc read_audit_run(struct change *c, struct db *db, struct hands *hands)
{
    (void)hands;
    return audit_append(db, &((struct read_audit *)c)->audit);
}

static void read_audit_done(struct change *c, enum rc rc)
{
    struct read_audit *r = (struct read_audit *)c;
    if (rc != RC_OK) log_line(LOG_ERROR, r->audit.at, "audit_lost", "rc", text_of(rc_name(rc)), "action", r->audit.action, NULL);
    free(r);
}

static enum rc waited_audit(struct db *db, struct hands *hands, void *p)
{
    (void)hands;
    return audit_append(db, p);
}

/* What a worker makes (files to take away, whole ledgers, lists) leaves the house only when its line is on the disk. Pages
 * answered at once do not wait for the disk: who looked at what goes to the writer. When its queue is full the page is not
 * given: nothing is seen unlogged. */
static enum rc audit_read(struct job *j)
{
    const struct route *route = j->q.route;
    if (!route->audit) return RC_OK;
    struct text detail = j->r.audit_detail.n > 500 ? text_sub(j->r.audit_detail, 0, 500) : j->r.audit_detail;
    struct text action = action_of(j);
    if (route->lane == LANE_WORKER) {
        struct audit e = {.county = j->q.who->county, .staff = j->q.who->staff, .at = j->q.now, .action = action,
            .noun = text_of(route->audit), .object = j->r.audit_object ? j->r.audit_object : j->q.subject, .detail = detail};
        return writer_wait(j->server->writer, waited_audit, &e);
    }
    struct read_audit *r = calloc(1, sizeof *r + action.n + detail.n + 1);
    if (!r) return RC_BUSY;
    char *room = (char *)(r + 1);
    memcpy(room, action.s, action.n);
    if (detail.n) memcpy(room + action.n, detail.s, detail.n);
    r->change = (struct change){.run = read_audit_run, .done = read_audit_done, .patient = true};
    r->audit = (struct audit){
        .county = j->q.who->county,
        .staff = j->q.who->staff,
        .at = j->q.now,
        .action = {room, action.n},
        .noun = text_of(route->audit),
        .object = j->r.audit_object ? j->r.audit_object : j->q.subject,
        .detail = {room + action.n, detail.n},
    };
    if (writer_put(j->server->writer, &r->change)) return RC_OK;
    free(r);
    return RC_BUSY;
}

struct seen { struct change change; unsigned char token[32]; moment_t now; };

static enum rc seen_run(struct change *c, struct db *db, struct hands *hands)
{
    (void)hands;
    return session_seen(db, ((struct seen *)c)->token, ((struct seen *)c)->now);
}

static void seen_done(struct change *c, enum rc rc)
{
    (void)rc; /* the next minute tries again */
    free(c);
}

static void note_seen(struct job *j)
{
    if (!j->signed_in || !visitor_touch(j->server->visitors, j->visitor.token, j->q.now)) return;
    struct seen *s = calloc(1, sizeof *s);
    if (!s) return;
    s->change = (struct change){.run = seen_run, .done = seen_done, .patient = true};
    memcpy(s->token, j->visitor.token, 32);
    s->now = j->q.now;
    if (!writer_put(j->server->writer, &s->change)) free(s);
}

/* The handler of a GET, or of a worker's POST, inside the snapshot that its gates were proven in. */
static enum rc answer_reading(struct job *j, struct db *db)
{
    struct request *q = &j->q;
    q->db = db;
    idempotency_fill(j);
    enum rc rc = idempotency_answer(j, db);
    if (rc != RC_NOT_FOUND) return rc;
    TRY(q->route->handler(q, &j->r));
    if (q->faults.errors) return RC_INVALID;
    return only_looks(q->route) ? audit_read(j) : RC_OK;
}

/* ---- from thread to thread ---- */

/* Proves on this thread's reading connection, then answers, or hands over to the writer. */
static void job_work(struct job *j, bool suspended)
{
    struct server *s = j->server;
    struct db *db = NULL;
    j->rc = desk_db(s, desk_here(s), &db);
    if (j->rc == RC_OK) j->rc = db_begin(db);
    bool begun = j->rc == RC_OK;
    if (begun) j->rc = prove(j, db);
    bool go_on = j->rc == RC_OK && !j->r.location.n;
    j->r.uncounted = go_on && j->q.route->lane == LANE_WRITE;
    if (db) frame_fill(j, begun ? db : NULL);
    if (go_on) note_seen(j);
    if (go_on && j->q.route->lane == LANE_WRITE) {
        db_rollback(db);
        idempotency_fill(j);
        j->fn = handler_run;
        j->change = (struct change){.run = change_run, .done = change_done};
        if (!suspended) http_suspend(j->x);
        if (writer_put(s->writer, &j->change)) return;
        j->rc = RC_BUSY;
        job_answer(j);
        return;
    }
    if (go_on) j->rc = answer_reading(j, db);
    if (begun) db_rollback(db);
    job_answer(j);
}

/* There is no such page. Who asks is looked up all the same: whoever is signed in is sent home, not to the sign-in page. */
static void nowhere_work(struct job *j)
{
    struct db *db = NULL;
    bool begun = desk_db(j->server, desk_here(j->server), &db) == RC_OK && db_begin(db) == RC_OK;
    if (begun && find_visitor(j, db) != RC_OK) j->signed_in = false;
    j->rc = RC_NOT_FOUND;
    frame_fill(j, begun ? db : NULL);
    if (begun) db_rollback(db);
    job_answer(j);
}

static void task_run(struct task *t)
{
    struct job *j = (struct job *)t;
    if (j->q.route) job_work(j, true);
    else nowhere_work(j);
}

static void on_request(void *ctx, struct exchange *x)
{
    struct server *s = ctx;
    struct job *j = exchange_data(x);
    const struct route *r = j->q.route;
    if (!r && j->match.other_method) {
        j->status = 405;
        j->why = W_err_title_method;
    }
    if (store_engine(s->o.store) == ENGINE_SQLITE && (!r || r->lane != LANE_WORKER)) {
        if (r) job_work(j, false);
        else nowhere_work(j);
        return;
    }
    j->task.run = task_run;
    http_suspend(x);
    if (pool_put(s->pool, &j->task)) return;
    j->rc = RC_BUSY;
    job_answer(j);
}

static void on_refusal(void *ctx, struct exchange *x, int status, struct buf *body, const char **type)
{
    struct server *s = ctx;
    refusal_body(s, status, exchange_arena(x), body, type);
    if (!s->o.quiet) {
        log_line(LOG_WARN, s->o.now(), "refused", "status", text_fmt(exchange_arena(x), "%d", status), NULL);
    }
}

enum rc server_listen(struct server *s, int *system_error)
{
    return http_start(&s->o.http, on_head, on_request, on_refusal, s, &s->http, system_error);
}
