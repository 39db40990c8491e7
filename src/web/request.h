/* SPDX-License-Identifier: Apache-2.0 */
/* What a handler gets: proven facts. Everything here has passed the gates of its route; a handler never checks rights again.
 *
 *     enum rc page_child(struct request *q, struct reply *r)
 *     {
 *         struct child_view v;
 *         TRY(build_child(q->db, &q->scope, q->today, q->arena, &v));
 *         r->page.title = v.name;
 *         REPLY_VIEW(q, r, child, &v);
 *         return RC_OK;
 *     }
 *
 * A writing handler runs inside a transaction that the spine commits when RC_OK comes back and undoes otherwise. It may run
 * again from the start (PostgreSQL serialisation), so it changes nothing but the database and its reply. Refusing a form: add
 * to q->faults, render the same form with what was typed, return RC_INVALID. What the spine found wrong with the parameters
 * of a writing route stands in q->faults already when the handler begins: it renders the form again; whatever it did by then
 * is undone by the spine. */
#ifndef CHUYAN_WEB_REQUEST_H
#define CHUYAN_WEB_REQUEST_H

#include "access/may.h"
#include "model/evaluator.h"
#include "model/work.h"

struct reply;
struct route;
struct server;

enum want { WANT_PAGE, WANT_FRAGMENT, WANT_JSON };

/* A file that came with a form: held in memory below 256 KB, else spooled to an unlinked temporary file; `bytes` maps it
 * either way. */
struct upload {
    struct text name;       /* as the browser said, without folders */
    struct text bytes;
};

struct value {              /* one parameter as given; declared by the route */
    struct text name;       /* the declared name, or, for P_PREFIX, the whole name as sent */
    struct text text;       /* trimmed unless the parameter is P_SECRET */
    int64_t number;         /* P_INT, P_ID, P_BOOL, P_DAY */
    bool bad;               /* not of its type, or past its limits: q->faults says so, and the numbers read as absent */
    const struct upload *file;
};

struct request {
    struct arena *arena;            /* lives until the answer has been sent */
    struct db *db;                  /* read-only on GET; inside the write transaction otherwise */
    struct server *server;
    const struct route *route;
    const struct roles *roles;
    const struct who *who;          /* staff 0 on open routes */
    struct scope scope;             /* proven by the route's gate; empty on open routes */
    int64_t subject;                /* id that the gate resolved: child, place, batch, submission … ; 0 none */
    int64_t place, place_lo, place_hi;   /* the place it resolved to (place: 0 when known by key only) */
    struct text path;               /* as asked, without the query */
    struct text origin;             /* https://host, as the one who asks came here; for showing it to them */
    enum lang lang;
    enum want want;
    moment_t now;                   /* one moment for the whole request */
    day_t today;                    /* its local date */
    const struct evaluator *ev;     /* plan, calendars, duties; NULL on open routes, or while none could be loaded */
    const struct name_index *names; /* for searching; NULL while they have not been read */
    struct remembered *remembered; /* figures of a time that is over; NULL: no memory for it */
    struct work work;               /* what the model's writes are given; set while q->db writes. What is left in work.touched
                                       when the handler returns is evaluated by the spine before the commit */
    struct faults faults;
    struct value *value;
    size_t values;
    struct text login;              /* of the account that asks; empty when nobody is signed in */
    const unsigned char *token;     /* digest of the session, 32 bytes; NULL when nobody is signed in */
};

/* Parameters by their declared name. A name that the route did not declare is a bug and stops the program. */
bool param_given(const struct request *q, const char *name);             /* present and not empty */
struct text param_text(const struct request *q, const char *name);       /* TEXT_NONE when absent */
int64_t param_int(const struct request *q, const char *name, int64_t absent);
day_t param_day(const struct request *q, const char *name, day_t absent);
bool param_bool(const struct request *q, const char *name);
const struct upload *param_file(const struct request *q, const char *name);   /* NULL when absent */
/* Repeated parameters (P_LIST …) and prefixes: the i-th, false past the end. */
bool param_nth(const struct request *q, const char *name, size_t i, struct value *out);
/* On a LANE_WORKER route, where q->db only reads: runs fn in a write transaction of the writer (q->db and q->work are the
 * writer's meanwhile) and returns once it is committed. Audit line and idempotency key are kept in the same transaction when
 * fn gives RC_OK, so set r->location, audit_object and audit_detail inside it. Never wait for the network or hash a password
 * in fn. */
typedef enum rc request_fn(struct request *q, struct reply *r, void *p);
enum rc request_write(struct request *q, struct reply *r, request_fn *fn, void *p);
/* On a worker too, for long work in many small parts: fn in a transaction of its own, with the children it touched evaluated,
 * without a line in the log or a key; what is done as a whole ends with request_write. q->db goes on reading what it read. */
enum rc request_step(struct request *q, enum rc (*fn)(struct work *w, void *p), void *p);
/* What was asked for in a transaction of request_write is carried out in the background (errand.h); with `wait` for some seconds.
 * True: it has been seen to. q->db then reads what came of it. */
bool request_errand(struct request *q, bool wait);
/* What the model is given for work that only reads on q->db and writes through request_step. */
struct work request_reading(struct request *q, struct ids *ids, struct touched *touched);
/* Schemes, calendars or settings of the county have changed: everything is loaded and evaluated anew after the commit. */
void request_house_changed(struct request *q);
/* Grants, accounts or sessions have changed: everybody's rights are read anew after the commit. Routes whose capability is about
 * people's posts do so by themselves. */
void request_rights_changed(struct request *q);
/* Failed sign-ins from the address that asks: 0 when it may try, else the moment from which on; and one more of them. */
moment_t request_guess_wait(struct request *q);
void request_guess_failed(struct request *q);
/* May the one who asks use `cap` on this range: for showing or hiding a button. */
bool request_may(const struct request *q, enum cap cap, int64_t key_lo, int64_t key_hi);

#endif
