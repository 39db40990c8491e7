/* SPDX-License-Identifier: Apache-2.0 */
/* Starting, keeping house, stopping. */
#include "web/server.h"

#include "base/log.h"
#include "gen/sql/scheme.h"
#include "model/account.h"
#include "model/evaluate.h"
#include "model/session.h"
#include "model/work_sum.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    HOUSE_CEILING = 64 << 20,
    EVALUATE_CEILING = 1 << 30,
    PURGE_SECONDS = 600,
    NAMES_SECONDS =
        3, /* reading 100,000 names takes a tenth of a second; a roll that is being edited is not read after each stroke */
    SUMS_SECONDS = 2,
    SUMS_AT_ONCE = 2,      /* classes, a millisecond each: so long at most waits who saves */
    SUMS_ROUNDS = 5,       /* each time */
};

/* ---- what a thread keeps for itself ---- */

static void desk_free(void *p)
{
    struct desk *desk = p;
    if (desk->read) db_close(desk->read);
    if (desk->zip_made) deflateEnd(&desk->zip);
    free(desk);
}

struct desk *desk_here(struct server *s)
{
    struct desk *desk = pthread_getspecific(s->desk);
    if (desk) return desk;
    desk = calloc(1, sizeof *desk);
    if (desk && pthread_setspecific(s->desk, desk) != 0) {
        free(desk);
        return NULL;
    }
    return desk;
}

enum rc desk_db(struct server *s, struct desk *desk, struct db **db)
{
    *db = NULL;
    if (!desk) return RC_UNAVAILABLE;
    if (!desk->read) TRY(db_open(s->o.store, DB_READ, &desk->read));
    *db = desk->read;
    return RC_OK;
}

/* ---- houses ---- */

struct roll { struct server *s; const struct evaluator *ev; day_t today; };

static enum rc roll_run(struct db *db, struct hands *hands, void *p)
{
    struct roll *r = p;
    (void)hands;
    struct arena *a = arena_new(EVALUATE_CEILING);
    enum rc rc = evaluate_roll(db, r->ev, r->today, a, NULL, NULL);
    arena_free(a);
    return rc;
}

/* Loads schemes and calendars of a county, brings its duties to today, and only then lets the pages see the new state. */
static enum rc house_load(struct server *s, struct db *db, int64_t county)
{
    moment_t now = s->o.now();
    struct arena *a = arena_new(HOUSE_CEILING);
    struct faults f = faults_new(a);
    struct evaluator *ev = NULL;
    enum rc rc = db_begin(db);
    if (rc == RC_OK) {
        rc = evaluator_new(db, county, moment_day(now), &f, &ev);
        db_rollback(db);
    }
    for (size_t i = 0; i < f.n; i++) {
        log_line(f.list[i].warning ? LOG_WARN : LOG_ERROR, now, "scheme", "file", f.list[i].file,
                 "line", text_fmt(a, "%d", f.list[i].line), "says", fault_say(&f.list[i], LANG_ZH, a), NULL);
    }
    if (rc == RC_OK) rc = writer_wait(s->writer, roll_run, &(struct roll){s, ev, moment_day(now)});
    if (rc == RC_OK) rc = house_replace(s->houses, county, ev);
    if (rc != RC_OK && ev) evaluator_free(ev);
    if (rc != RC_OK) {
        log_line(LOG_ERROR, now, "house_not_loaded", "county", text_fmt(a, "%lld", (long long)county), "rc",
                 text_of(rc_name(rc)), NULL);
    }
    arena_free(a);
    return rc;
}

static enum rc houses_mark(struct server *s, struct db *db)
{
    struct cursor c;
    struct sql_county_first_out row;
    TRY(sql_county_first(db, &c));
    while (sql_county_first_next(&c, &row)) house_stale(s->houses, row.id);
    return sql_close(&c);
}

/* What commands (or another program) have changed since the last look: whoever is signed in is asked for anew, schemes and
 * settings are loaded anew. One row a county, once a second. */
static enum rc told_look(struct server *s, struct db *db)
{
    struct cursor c;
    struct sql_county_told_out row;
    bool changed = false;
    TRY(sql_county_told(db, &c));
    while (sql_county_told_next(&c, &row)) {
        size_t i = 0;
        while (i < s->tolds && s->told[i].county != row.id) i++;
        if (i == HOUSES_MAX || (i < s->tolds && s->told[i].n == row.told)) continue;
        if (i == s->tolds) s->tolds++;
        s->told[i] = (struct told){row.id, row.told};
        house_stale(s->houses, row.id);
        changed = true;
    }
    if (changed) visitors_forget(s->visitors);
    return sql_close(&c);
}

static void houses_load(struct server *s, struct db *db)
{
    for (int64_t county; !s->o.no_duties && (county = house_next_stale(s->houses)) != 0;) {
        enum rc rc = house_load(s, db, county);
        if (rc != RC_BUSY && rc != RC_UNAVAILABLE) continue;
        house_stale(s->houses, county); /* the writer had no room, or the database was away: again in a second, not tomorrow */
        return;
    }
}

/* ---- names for searching ---- */

static enum rc names_load(struct server *s, struct db *db, int64_t county)
{
    struct house *house = house_enter(s->houses, county);
    struct name_index *fresh = NULL;
    enum rc rc = db_begin(db);
    if (rc == RC_OK && !name_index_holds(house_names(house), db, county)) rc = name_index_read(db, county, &fresh);
    db_rollback(db);
    house_leave(s->houses, house);
    if (fresh) house_names_replace(s->houses, county, fresh);
    return rc;
}

/* Until a changed roll has been read anew, searches go by statement: right, only slower. */
static void names_refresh(struct server *s, struct db *db)
{
    int64_t county[HOUSES_MAX];
    for (size_t i = house_counties(s->houses, county); i > 0; i--)
        if (names_load(s, db, county[i - 1]) != RC_OK) log_line(LOG_WARN, s->o.now(), "names_not_read", NULL);
}

/* ---- sums of work that stand ready for ledgers ---- */

struct summing { const struct evaluator *ev; day_t today; int64_t done; };

static enum rc sums_run(struct db *db, struct hands *hands, void *p)
{
    struct summing *s = p;
    (void)hands;
    struct arena *a = arena_new(HOUSE_CEILING);
    enum rc rc = work_sums_refresh(db, s->ev, s->today, SUMS_AT_ONCE, a, &s->done);
    arena_free(a);
    return rc;
}

/* A few classes at a time, and others between them. */
static void sums_refresh(struct server *s)
{
    int64_t county[HOUSES_MAX];
    for (size_t i = house_counties(s->houses, county); i > 0; i--) {
        struct house *house = house_enter(s->houses, county[i - 1]);
        struct summing one = {.ev = house_evaluator(house), .today = moment_day(s->o.now()), .done = SUMS_AT_ONCE};
        enum rc rc = RC_OK;
        for (int k = 0; k < SUMS_ROUNDS && one.ev && rc == RC_OK && one.done == SUMS_AT_ONCE; k++)
            rc = writer_wait(s->writer, sums_run, &one);
        if (rc != RC_OK && rc != RC_BUSY) /* busy: the next time; ledgers read the records meanwhile */
            log_line(LOG_WARN, s->o.now(), "sums_not_refreshed", NULL);
        house_leave(s->houses, house);
    }
}

/* ---- the house-keeper ---- */

static enum rc purge_run(struct db *db, struct hands *hands, void *p)
{
    struct server *s = p;
    (void)hands;
    moment_t now = s->o.now();
    TRY(session_purge(db, now, s->o.idle_minutes));
    return idempotency_purge(db, now);
}

/* False when it is time to stop. */
static bool keeper_sleep(struct server *s)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    at.tv_sec += 1;
    pthread_mutex_lock(&s->mutex);
    if (!s->stopping) pthread_cond_timedwait(&s->wake, &s->mutex, &at);
    bool go_on = !s->stopping;
    pthread_mutex_unlock(&s->mutex);
    return go_on;
}

static void *keep_house(void *p)
{
    struct server *s = p;
    struct db *db = NULL;
    day_t day = moment_day(s->o.now());
    if (desk_db(s, desk_here(s), &db) != RC_OK) return NULL;
    for (int64_t second = 1; keeper_sleep(s); second++) {
        store_checkpoint(s->o.store);
        if (second % PURGE_SECONDS == 0) writer_wait(s->writer, purge_run, s);
        day_t today = moment_day(s->o.now());
        if (today != day && houses_mark(s, db) == RC_OK) day = today;
        if (told_look(s, db) != RC_OK) log_line(LOG_WARN, s->o.now(), "told_not_read", NULL);
        houses_load(s, db);
        if (second % NAMES_SECONDS == 1) names_refresh(s, db);
        if (second % SUMS_SECONDS == 1) sums_refresh(s);
    }
    return NULL;
}

/* ---- starting ---- */

static void options_fill(struct server *s)
{
    struct serve_options *o = &s->o;
    bool sqlite = store_engine(o->store) == ENGINE_SQLITE;
    if (o->workers <= 0) o->workers = sqlite ? 2 : 8;
    if (o->queue <= 0) o->queue = 2000;
    if (o->idle_minutes <= 0) o->idle_minutes = 30;
    if (o->session_hours <= 0) o->session_hours = 12;
    if (!o->cost.memory) o->cost = PASSWORD_COST;
    if (!o->now) o->now = clock_now;
    s->routes = o->routes ? o->routes : routes;
}

static enum rc roles_fill(struct server *s, struct faults *f)
{
    const struct embedded *e = embedded_find(T("schemes/codes/roles.yaml"));
    struct text yaml = s->o.roles ? text_of(s->o.roles) : e ? e->bytes : TEXT_NONE;
    if (!yaml.n) {
        fault_add(f, T("roles.yaml"), W_roles_missing, TEXT_NONE, TEXT_NONE);
        return RC_INTERNAL;
    }
    return roles_load(s->arena, yaml, T("schemes/codes/roles.yaml"), f, &s->roles);
}

static enum rc first_fill(struct server *s, struct db *db)
{
    int64_t accounts;
    TRY(account_count(db, &accounts));
    if (accounts > 0) return RC_OK;
    struct text drawn = s->o.first_code ? text_of(s->o.first_code) : text_sub(password_first(s->arena), 0, 9);
    memcpy(s->first_code, drawn.s, drawn.n < sizeof s->first_code ? drawn.n : sizeof s->first_code - 1);
    atomic_store(&s->first_open, true);
    return RC_OK;
}

static enum rc inside_start(struct server *s, struct faults *f)
{
    if (pthread_key_create(&s->desk, desk_free) != 0) return RC_UNAVAILABLE;
    s->desk_made = true;
    TRY(roles_fill(s, f));
    assets_load(s->arena, &s->assets);
    s->visitors = visitors_new();
    s->guesses = guesses_new();
    s->houses = houses_new();
    if (!s->visitors || !s->houses || !s->guesses) return RC_UNAVAILABLE;
    TRY(writer_start(s->o.store, (size_t)s->o.queue, 1, &s->writer));
    s->pool = pool_start(s->o.workers, (size_t)s->o.queue);
    if (!s->pool) return RC_UNAVAILABLE;
    struct db *db;
    TRY(db_open(s->o.store, DB_READ, &db));
    enum rc rc = db_begin(db);
    if (rc == RC_OK) rc = first_fill(s, db);
    if (rc == RC_OK) rc = houses_mark(s, db);
    if (rc == RC_OK) rc = told_look(s, db);
    db_rollback(db);
    if (rc == RC_OK) houses_load(s, db);
    db_close(db);
    return rc;
}

static enum rc outside_start(struct server *s, struct faults *f)
{
    int error = 0;
    s->errands = errands_start(s);            /* before anybody can begin something new */
    if (!s->errands) return RC_UNAVAILABLE;
    if (server_listen(s, &error) != RC_OK) {
        struct text port = text_fmt(f->arena, "%d", s->o.http.port);
        fault_add(f, T("port"), W_server_port_taken, port, text_of(strerror(error)));
        return error == EADDRINUSE ? RC_BUSY : RC_UNAVAILABLE;
    }
    s->keeper_runs = pthread_create(&s->keeper, NULL, keep_house, s) == 0;
    return s->keeper_runs ? RC_OK : RC_UNAVAILABLE;
}

enum rc server_start(const struct serve_options *o, struct faults *f, struct server **out)
{
    *out = NULL;
    struct server *s = calloc(1, sizeof *s);
    if (!s) return RC_UNAVAILABLE;
    s->o = *o;
    s->arena = arena_new(HOUSE_CEILING);
    options_fill(s);
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_mutex_init(&s->mutex, NULL);
    pthread_cond_init(&s->wake, &attr);
    pthread_condattr_destroy(&attr);
    enum rc rc = inside_start(s, f);
    if (rc == RC_OK) rc = outside_start(s, f);
    if (rc == RC_OK) {
        *out = s;
        return RC_OK;
    }
    if (!f->errors) fault_add(f, T(""), W_server_cannot_start, text_of(rc_name(rc)), TEXT_NONE);
    server_stop(s);
    return rc;
}

int server_port(const struct server *s)
{
    return http_port(s->http);
}

const char *server_first_code(const struct server *s)
{
    return s->first_code;
}

/* From the outside in: no new requests, then workers, who may still need the writer, then the writer. A request that waits
 * for one of them is answered before the connections close, because http_stop waits for it. */
void server_stop(struct server *s)
{
    if (s->keeper_runs) {
        pthread_mutex_lock(&s->mutex);
        s->stopping = true;
        pthread_cond_broadcast(&s->wake);
        pthread_mutex_unlock(&s->mutex);
        pthread_join(s->keeper, NULL);
    }
    errands_leave(s->errands);
    if (s->http) http_stop(s->http, 15 * 1000);
    errands_stop(s->errands);
    pool_stop(s->pool);
    writer_stop(s->writer);
    store_checkpoint(s->o.store);
    houses_free(s->houses);
    visitors_free(s->visitors);
    guesses_free(s->guesses);
    if (s->desk_made) {
        struct desk *here = pthread_getspecific(s->desk); /* of the caller, if it ever had one */
        if (here) desk_free(here);
        pthread_key_delete(s->desk);
    }
    pthread_cond_destroy(&s->wake);
    pthread_mutex_destroy(&s->mutex);
    arena_free(s->arena);
    free(s);
}
