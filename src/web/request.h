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
 * A writing handler runs inside a transaction that the spine commits when RC_OK comes back and undoes otherwise. It may run again
 * from the start (PostgreSQL serialisation), so it changes nothing but the database and its reply. Refusing a form: add to q->faults,
 * render the same form with what was typed, return RC_INVALID. What the spine found wrong with the parameters of a writing route stands
 * in q->faults already when the handler begins: it renders the form again; whatever it did by then is undone by the spine. */
#ifndef CHUYAN_WEB_REQUEST_H
#define CHUYAN_WEB_REQUEST_H

#include "access/may.h"
#include "base/ids.h"
#include "store/store.h"

struct route;
struct server;

enum want { WANT_PAGE, WANT_FRAGMENT, WANT_JSON };

/* A file that came with a form: held in memory below 256 KB, else spooled to an unlinked temporary file; `bytes` maps it either way. */
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
    enum lang lang;
    enum want want;
    moment_t now;                   /* one moment for the whole request */
    day_t today;                    /* its local date */
    struct ids *ids;                /* for new rows; writing routes only */
    struct faults faults;
    struct value *value;
    size_t values;
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
/* May the one who asks use `cap` on this range: for showing or hiding a button. */
bool request_may(const struct request *q, enum cap cap, int64_t key_lo, int64_t key_hi);

#endif
