/* SPDX-License-Identifier: Apache-2.0 */
#include "web/errand.h"

#include "base/log.h"
#include "model/batch.h"
#include "web/server.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

enum {
    LOOK_SECONDS = 5,               /* for what another program has left behind */
    WAIT_SECONDS = 20,              /* at most, for whoever wants to see what came of a small file */
    READING_MS = 30 * 60 * 1000,    /* no preview takes so long */
    LIST_MEMORY = 64 << 20
};

struct errands {
    struct server *s;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t wake, served_more;
    int64_t asked, served;          /* rounds */
    bool stopping;
    int64_t looked[HOUSES_MAX]; size_t looked_n;   /* counties whose previews that were cut short are seen to */
    moment_t began;
};

static bool leaving(struct errands *e)
{
    pthread_mutex_lock(&e->mutex);
    bool yes = e->stopping;
    pthread_mutex_unlock(&e->mutex);
    return yes;
}

/* ---- one file ---- */

struct carrying { struct errands *e; struct work like; };

static enum rc part_in_turn(void *ctx, enum rc (*fn)(struct work *w, void *p), void *p)
{
    struct carrying *c = ctx;
    if (leaving(c->e)) return RC_UNAVAILABLE;
    struct house *now = house_enter(c->e->s->houses, c->like.county);
    bool same = now && house_evaluator(now) == c->like.ev;
    house_leave(c->e->s->houses, now);
    if (!same) return RC_BUSY;          /* a scheme was published: the next round goes on under the new plan */
    c->like.now = c->e->s->o.now();
    c->like.today = moment_day(c->like.now);
    return server_step(c->e->s, &c->like, fn, p);
}

struct stopping { int64_t batch; enum rc why; };

static enum rc stop_run(struct work *w, void *p)
{
    const struct stopping *s = p;
    return batch_stop(w, s->batch, s->why);
}

/* What would only fail again waits for somebody to look at it; a full queue, a lost connection or another program does not. */
static bool worth_again(enum rc rc)
{
    return rc == RC_OK || rc == RC_BUSY || rc == RC_UNAVAILABLE;
}

static void carry(struct errands *e, const struct evaluator *ev, int64_t county, const struct batch_waiting *one,
                  struct arena *a)
{
    struct faults faults = faults_new(a);
    struct carrying c = {.e = e, .like = {.county = county, .staff = one->staff, .ev = ev, .faults = &faults, .source = "page"}};
    struct batch_steps steps = {.run = part_in_turn, .ctx = &c, .keeper = "server",
        .alone = store_engine(e->s->o.store) == ENGINE_SQLITE};
    c.like.now = e->s->o.now();
    struct work none = c.like;
    enum rc rc = batch_go_on(&none, one->batch, &steps, NULL);
    if (rc == RC_OK) visitors_forget(e->s->visitors);      /* files of staff give posts */
    if (worth_again(rc)) return;
    log_line(LOG_ERROR, c.like.now, "import_stopped", "batch", text_fmt(a, "%lld", (long long)one->batch), "rc",
        text_of(rc_name(rc)), NULL);
    (void)part_in_turn(&c, stop_run, &(struct stopping){one->batch, rc});
}

/* ---- a round ---- */

static enum rc reading_end(struct db *db, struct hands *hands, void *p)
{
    const struct carrying *c = p;
    (void)hands;
    bool alone = store_engine(c->e->s->o.store) == ENGINE_SQLITE;
    return batch_reading_end(db, c->like.county, c->e->began - (alone ? 0 : READING_MS));
}

static enum rc waiting_read(struct errands *e, int64_t county, struct arena *a, struct batch_waiting **list, size_t *n)
{
    struct db *db;
    TRY(desk_db(e->s, desk_here(e->s), &db));
    TRY(db_begin(db));
    enum rc rc = batch_waiting(db, county, a, list, n);
    db_rollback(db);
    return rc;
}

static bool looked_at(const struct errands *e, int64_t county)
{
    for (size_t i = 0; i < e->looked_n; i++) {
        if (e->looked[i] == county) return true;
    }
    return false;
}

static void county_round(struct errands *e, int64_t county)
{
    bool first = !looked_at(e, county) && e->looked_n < HOUSES_MAX;
    struct house *house = house_enter(e->s->houses, county);
    struct arena *a = arena_new(LIST_MEMORY);
    struct batch_waiting *list;
    size_t n = 0;
    struct carrying c = {.e = e, .like = {.county = county, .now = e->s->o.now()}};
    if (first && writer_wait(e->s->writer, reading_end, &c) == RC_OK) e->looked[e->looked_n++] = county;
    if (house && waiting_read(e, county, a, &list, &n) != RC_OK) n = 0;
    for (size_t i = 0; i < n && !leaving(e); i++) carry(e, house_evaluator(house), county, &list[i], a);
    arena_free(a);
    house_leave(e->s->houses, house);
}

static void *errands_run(void *p)
{
    struct errands *e = p;
    pthread_mutex_lock(&e->mutex);
    while (!e->stopping) {
        int64_t county[HOUSES_MAX], asked = e->asked;
        struct timespec until;
        pthread_mutex_unlock(&e->mutex);
        size_t n = house_counties(e->s->houses, county);
        for (size_t i = 0; i < n; i++) county_round(e, county[i]);
        pthread_mutex_lock(&e->mutex);
        e->served = asked;
        pthread_cond_broadcast(&e->served_more);
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec += LOOK_SECONDS;
        while (!e->stopping && e->asked == e->served)
            if (pthread_cond_timedwait(&e->wake, &e->mutex, &until) == ETIMEDOUT) break;
    }
    pthread_cond_broadcast(&e->served_more);
    pthread_mutex_unlock(&e->mutex);
    return NULL;
}

/* ---- asking ---- */

bool errands_ask(struct errands *e, bool wait)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += WAIT_SECONDS;
    pthread_mutex_lock(&e->mutex);
    int64_t mine = ++e->asked;
    pthread_cond_signal(&e->wake);
    while (wait && e->served < mine && !e->stopping)
        if (pthread_cond_timedwait(&e->served_more, &e->mutex, &until) == ETIMEDOUT) break;
    bool done = e->served >= mine;
    pthread_mutex_unlock(&e->mutex);
    return done;
}

struct errands *errands_start(struct server *s)
{
    struct errands *e = calloc(1, sizeof *e);
    if (!e) return NULL;
    e->s = s;
    e->began = s->o.now();
    pthread_mutex_init(&e->mutex, NULL);
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&e->wake, &attr);
    pthread_cond_init(&e->served_more, &attr);
    pthread_condattr_destroy(&attr);
    if (pthread_create(&e->thread, NULL, errands_run, e) == 0) return e;
    free(e);
    return NULL;
}

void errands_leave(struct errands *e)
{
    if (!e) return;
    pthread_mutex_lock(&e->mutex);
    e->stopping = true;
    pthread_cond_broadcast(&e->wake);
    pthread_cond_broadcast(&e->served_more);
    pthread_mutex_unlock(&e->mutex);
}

void errands_stop(struct errands *e)
{
    if (!e) return;
    pthread_join(e->thread, NULL);
    pthread_cond_destroy(&e->wake);
    pthread_cond_destroy(&e->served_more);
    pthread_mutex_destroy(&e->mutex);
    free(e);
}
