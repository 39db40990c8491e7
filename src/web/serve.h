/* SPDX-License-Identifier: Apache-2.0 */
/* The server: one process, its event threads, one writer, a few workers, a house-keeper. */
#ifndef CHUYAN_WEB_SERVE_H
#define CHUYAN_WEB_SERVE_H

#include "model/evaluator.h"
#include "model/password.h"
#include "web/http.h"
#include "web/route.h"

struct server;

struct serve_options {
    struct http_options http;
    struct store *store;
    const struct route *routes;       /* NULL: the table of routes.c */
    int workers;                      /* 0: 2 on SQLite, 8 on PostgreSQL (one connection each) */
    int queue;                        /* changes and tasks that may wait; 0: 2000 */
    int idle_minutes;                 /* a session nobody used for so long ends; 0: 30 */
    int session_hours;                /* a session ends after so long whatever happens; 0: 12 */
    struct password_cost cost;        /* 0: PASSWORD_COST */
    moment_t (*now)(void);            /* NULL: the clock; tests bring their own */
    const char *first_code;           /* code of first use; NULL: drawn by lot */
    const char *roles;                /* text of another roles.yaml; NULL: the one built in (tests) */
    bool quiet;                       /* no line a request in the log */
    struct text try_list, try_password;   /* demonstration: lines "title TAB login  name" offered on the page of signing in */
    bool no_duties;                   /* does not load schemes nor keep duties (tests of the spine) */
};

/* Starts answering. Faults say what stands in the way, in words (roles.yaml, a port that is taken). */
enum rc server_start(const struct serve_options *o, struct faults *f, struct server **out);
int server_port(const struct server *s);
/* The code that opens the first-use page; "" when the installation has been set up. */
const char *server_first_code(const struct server *s);
/* Takes no more, finishes what is under way, closes. */
void server_stop(struct server *s);

#endif
