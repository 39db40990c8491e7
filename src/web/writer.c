/* SPDX-License-Identifier: Apache-2.0 */
#include "web/writer.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { WRITER_CEILING = 512 << 20 };

struct writer {
    struct db *db;
    struct hands hands;
    struct arena *arena;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t more;
    struct change *first, **last;
    size_t waiting, urgent, most; /* urgent: of those waiting, not patient */
    bool stopping, half_done;
    struct change *group[WRITER_GROUP];
    size_t n;
};

struct one { struct writer *w; struct change *c; };

static enum rc change_run(struct db *db, void *p)
{
    struct one *o = p;
    return o->c->run(o->c, db, &o->w->hands);
}

/* Nearly all changes are carried out, and what is refused is so before it wrote anything. So they are run one after the other
 * without save points, which would cost each a copy of every page it writes. When one fails half done, the whole group is begun
 * again, now with a save point for each, so that the refused one takes nobody along. */
static enum rc bold_run(struct db *db, void *p)
{
    struct writer *w = p;
    for (size_t i = 0; i < w->n; i++) {
        struct change *c = w->group[i];
        uint64_t before = db_written(db);
        c->rc = c->run(c, db, &w->hands);
        w->half_done = c->rc != RC_OK && (db_written(db) != before || !db_sound(db));
        if (w->half_done) return c->rc;
    }
    return RC_OK;
}

static enum rc careful_run(struct db *db, void *p)
{
    struct writer *w = p;
    for (size_t i = 0; i < w->n; i++) {
        struct change *c = w->group[i];
        c->rc = db_transact(db, change_run, &(struct one){w, c});
        /* These spoil the whole group; the outer transaction repeats it where that helps. */
        if (c->rc == RC_NO_SPACE || c->rc == RC_UNAVAILABLE) return c->rc;
        if (c->rc == RC_BUSY && db_engine(db) == ENGINE_POSTGRESQL) return c->rc;
    }
    return RC_OK;
}

/* A failed commit fails everybody whose change had succeeded; who was refused anyway keeps the own reason. When a single change
 * cannot be done together with the others (the engine gave up on the group), each gets one more try alone. */
static void group_commit(struct writer *w)
{
    w->half_done = false;
    enum rc rc = db_transact(w->db, bold_run, w);
    if (rc != RC_OK && w->half_done && w->n > 1) rc = db_transact(w->db, careful_run, w);
    if (rc == RC_BUSY && w->n > 1 && db_engine(w->db) == ENGINE_POSTGRESQL) {
        struct change *all[WRITER_GROUP];
        size_t n = w->n;
        for (size_t i = 0; i < n; i++) all[i] = w->group[i];
        w->n = 1;
        for (size_t i = 0; i < n; i++) {
            w->group[0] = all[i];
            group_commit(w);
        }
        return;
    }
    for (size_t i = 0; i < w->n; i++) {
        struct change *c = w->group[i];
        /* Who never had a turn, since the group could not begin, learns why it could not: "busy" and not "out of reach". */
        c->done(c, rc != RC_OK && (c->rc == RC_OK || c->rc == RC_UNAVAILABLE) ? rc : c->rc);
    }
}

/* Until somebody waits for a commit, a group is full, or the first patient change has been patient enough. Mutex held. */
static void company_wait(struct writer *w)
{
    while (!w->first && !w->stopping) pthread_cond_wait(&w->more, &w->mutex);
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += WRITER_PATIENT_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    while (w->urgent == 0 && w->waiting < WRITER_GROUP && !w->stopping)
        if (pthread_cond_timedwait(&w->more, &w->mutex, &until) != 0) return;
}

static void *write_on(void *p)
{
    struct writer *w = p;
    pthread_mutex_lock(&w->mutex);
    for (;;) {
        company_wait(w);
        if (!w->first) break;
        for (w->n = 0; w->first && w->n < WRITER_GROUP; w->n++) {
            struct change *c = w->first;
            w->group[w->n] = c;
            w->first = c->next;
            w->urgent -= !c->patient;
            c->rc = RC_UNAVAILABLE; /* until it has run */
        }
        if (!w->first) w->last = &w->first;
        w->waiting -= w->n;
        pthread_mutex_unlock(&w->mutex);
        group_commit(w);
        pthread_mutex_lock(&w->mutex);
    }
    pthread_mutex_unlock(&w->mutex);
    return NULL;
}

enum rc writer_start(struct store *store, size_t queue, int node, struct writer **out)
{
    struct writer *w = calloc(1, sizeof *w);
    if (!w) return RC_UNAVAILABLE;
    enum rc rc = db_open(store, DB_WRITE, &w->db);
    if (rc != RC_OK) {
        free(w);
        return rc;
    }
    w->last = &w->first;
    w->most = queue;
    w->hands.ids.node = node;
    w->arena = arena_new(WRITER_CEILING);
    w->hands.sounds = sounds_new(w->arena);
    pthread_mutex_init(&w->mutex, NULL);
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&w->more, &attr);
    pthread_condattr_destroy(&attr);
    if (pthread_create(&w->thread, NULL, write_on, w) != 0) {
        db_close(w->db);
        arena_free(w->arena);
        free(w);
        return RC_UNAVAILABLE;
    }
    *out = w;
    return RC_OK;
}

bool writer_put(struct writer *w, struct change *c)
{
    c->next = NULL;
    pthread_mutex_lock(&w->mutex);
    bool room = w->waiting < w->most && !w->stopping;
    if (room) {
        *w->last = c;
        w->last = &c->next;
        w->waiting++;
        w->urgent += !c->patient;
        if (w->waiting == 1 || w->waiting == WRITER_GROUP || (!c->patient && w->urgent == 1)) pthread_cond_signal(&w->more);
    }
    pthread_mutex_unlock(&w->mutex);
    return room;
}

struct waiting {
    struct change change;
    enum rc (*fn)(struct db *, struct hands *, void *);
    void *p;
    pthread_mutex_t mutex;
    pthread_cond_t over;
    bool ended;
    enum rc rc;
};

static enum rc waiting_run(struct change *c, struct db *db, struct hands *hands)
{
    struct waiting *x = (struct waiting *)c;
    return x->fn(db, hands, x->p);
}

static void waiting_done(struct change *c, enum rc rc)
{
    struct waiting *x = (struct waiting *)c;
    pthread_mutex_lock(&x->mutex);
    x->rc = rc;
    x->ended = true;
    pthread_cond_signal(&x->over);
    pthread_mutex_unlock(&x->mutex);
}

enum rc writer_wait(struct writer *w, enum rc (*fn)(struct db *, struct hands *, void *), void *p)
{
    struct waiting x = {.change = {.run = waiting_run, .done = waiting_done}, .fn = fn, .p = p, .rc = RC_BUSY};
    pthread_mutex_init(&x.mutex, NULL);
    pthread_cond_init(&x.over, NULL);
    if (writer_put(w, &x.change)) {
        pthread_mutex_lock(&x.mutex);
        while (!x.ended) pthread_cond_wait(&x.over, &x.mutex);
        pthread_mutex_unlock(&x.mutex);
    }
    pthread_cond_destroy(&x.over);
    pthread_mutex_destroy(&x.mutex);
    return x.rc;
}

void writer_stop(struct writer *w)
{
    if (!w) return;
    pthread_mutex_lock(&w->mutex);
    w->stopping = true;
    pthread_cond_signal(&w->more);
    pthread_mutex_unlock(&w->mutex);
    pthread_join(w->thread, NULL);
    db_close(w->db);
    arena_free(w->arena);
    pthread_cond_destroy(&w->more);
    pthread_mutex_destroy(&w->mutex);
    free(w);
}
