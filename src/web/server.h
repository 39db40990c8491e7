/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the server, for the files of the spine alone; pages know request.h and reply.h. */
#ifndef CHUYAN_WEB_SERVER_H
#define CHUYAN_WEB_SERVER_H

#include "model/idempotency.h"
#include "web/asset.h"
#include "web/errand.h"
#include "web/guess.h"
#include "web/house.h"
#include "web/http.h"
#include "web/param.h"
#include "web/pool.h"
#include "web/serve.h"
#include "web/visitor.h"
#include "web/writer.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <zlib.h>

struct server {
    struct serve_options o;
    struct arena *arena;            /* roles, version, code of first use */
    struct roles roles;
    const struct route *routes;
    struct http *http;
    struct pool *pool;
    struct writer *writer;
    struct visitors *visitors;
    struct guesses *guesses;
    struct houses *houses;
    struct errands *errands;
    pthread_key_t desk;             /* struct desk of each thread that answers */
    bool desk_made;
    struct assets assets;
    char first_code[16];            /* '\0' when the installation has an account */
    atomic_bool first_open;
    atomic_uint_fast64_t numbers;   /* of requests, for the log */
    pthread_t keeper;
    bool keeper_runs;
    pthread_mutex_t mutex;          /* guards stopping */
    pthread_cond_t wake;
    bool stopping;
    struct told { int64_t county, n; } told[HOUSES_MAX];   /* what commands had changed when the house-keeper looked last */
    size_t tolds;
};

/* What one thread keeps for itself. */
struct desk {
    struct db *read;
    z_stream zip;
    bool zip_made;
};
struct desk *desk_here(struct server *s);
/* The reading connection of this thread. */
enum rc desk_db(struct server *s, struct desk *desk, struct db **db);

/* One request on its way down the spine. Lives in the arena of its exchange. */
struct job {
    struct task task;               /* for the pool */
    struct change change;           /* for the writer */
    struct server *server;
    struct exchange *x;
    struct request q;
    struct reply r;
    struct route_match match;
    struct visitor visitor;
    bool signed_in;
    struct house *house;
    struct pairs pairs;
    struct spine_params own;
    struct idempotency idem;        /* key empty: none given */
    struct touched touched;
    struct who nobody;
    bool malformed, replayed, house_changed, rights_changed;
    size_t faults_n, faults_errors; /* what params_check found: a repeated run begins with these */
    request_fn *fn;                 /* of request_write */
    void *fn_p;
    enum rc rc;
    enum word why;                  /* title of the error page when it says more than rc; W_none */
    int status;                     /* when it says more than rc; 0 */
    uint64_t number;
    struct text reference;          /* number of the request, for the log and for people */
};

/* serve.c. fn in a transaction of the writer of its own, with `like` as its work (db, ids, arena, touched, sounds are the
 * writer's), and whom it touched evaluated. */
enum rc server_step(struct server *s, const struct work *like, enum rc (*fn)(struct work *w, void *p), void *p);
enum rc server_listen(struct server *s, int *system_error);
/* gate.c */
enum rc gate_pass(struct job *j, struct db *db);
/* frame.c: what stands around the page */
void frame_fill(struct job *j, struct db *db);
/* reply.c: renders errors, compresses, sends, logs */
void job_answer(struct job *j);
void refusal_body(struct server *s, int status, struct arena *a, struct buf *body, const char **type);

#endif
