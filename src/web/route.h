/* SPDX-License-Identifier: Apache-2.0 */
/* The table of addresses. One row a route; every gate is a column. src/web/routes.c holds it, `chuyan routes` prints it. */
#ifndef CHUYAN_WEB_ROUTE_H
#define CHUYAN_WEB_ROUTE_H

#include "access/cap.h"
#include "base/buf.h"
#include "web/reply.h"

enum method { METHOD_GET, METHOD_POST, METHOD_PUT, METHOD_DELETE, METHOD_COUNT };

/* What the address speaks of, and so where the capability has to hold. The subject's id is the path parameter {id} unless
 * said. */
enum gate {
    GATE_NONE,        /* a row without a gate: nobody */
    GATE_OPEN,        /* anybody, also not signed in */
    GATE_SIGNED,      /* whoever is signed in; no scope over people */
    GATE_ANYWHERE,    /* whoever has the capability anywhere; no scope over people */
    GATE_PLACE,       /* path {place} or parameter `place`; without it the widest place where they have the capability */
    GATE_COUNTY,      /* the whole county */
    GATE_MINE,        /* own work: scope.staff */
    GATE_CHILD,       /* a child: by its class, or by sight */
    GATE_RECORD,      /* an encounter: by the place of one of its children, or by sight of it */
    GATE_EXCUSE,      /* an exemption: as its child, or by its place */
    GATE_BATCH,       /* an imported file: its place */
    GATE_SUBMISSION,  /* a ledger handed up: its place */
    GATE_STAFF,       /* a member of staff: the home place */
    GATE_COUNT
};

enum lane {
    LANE_QUICK,       /* answered at once (SQLite); reading only */
    LANE_LOOK,        /* as quick, but asked by POST: what is looked for (a name) must stand in no address, history or log */
    LANE_WORKER,      /* slow: on the worker pool, with a connection of its own (exports, previews of files, password hashing) */
    LANE_WRITE        /* through the writer; committed before it is answered */
};

enum value_type {
    P_TEXT,           /* one line, trimmed; limits: characters */
    P_NOTE,           /* several lines; limits: characters */
    P_SECRET,         /* a password: never trimmed, kept, logged or rendered */
    P_INT,            /* limits: value */
    P_ID,             /* a row id, > 0 */
    P_DAY,            /* as people write it (day_read) */
    P_BOOL,           /* 1/0, on/off, true/false; absent is false */
    P_CODE,           /* [A-Za-z0-9_.:-]; limits: characters; with `one_of` one of its words */
    P_IDS,            /* ids: repeated, or several in one separated by a comma; limits: how many */
    P_CODES,          /* codes, likewise */
    /* every parameter whose name starts with this one (fields of forms that are data); limits: characters each */
    P_PREFIX,
    P_FILE            /* an uploaded file; max: bytes, min: how many files of this name may come (0: one) */
};

struct param {
    const char *name;
    enum value_type type;
    bool required;
    int64_t min, max;         /* see the type; max 0: the type's default (text 200, note 2000, list 500, code 64) */
    const char *one_of;       /* P_CODE: words separated by a space */
};

typedef enum rc handler_fn(struct request *q, struct reply *r);

struct route {
    enum method method;
    const char *path;         /* "/child/{id}"; names in braces take one segment,
        digits only unless declared as P_CODE in params */
    enum gate gate;
    enum cap cap;
    enum lane lane;
    handler_fn *handler;
    const struct param *params;  /* ends with a nameless one; NULL: none */
    const char *audit;        /* noun that a line in the audit log is about; NULL: none, and then */
    const char *silent;       /* … the reason why none is needed */
    int64_t body_limit;       /* bytes; 0: 64 KB */
};

/* The table; ends with a row without a path. */
extern const struct route routes[];

enum { PATH_PARAMS_MAX = 4 };
struct route_match {
    const struct route *route;
    struct text name[PATH_PARAMS_MAX], value[PATH_PARAMS_MAX];
    size_t n;
    bool other_method;        /* the address exists, but not with this method */
};
/* Finds the row of an address; a ".json" at the end is taken off by the caller. */
bool route_find(const struct route *table, enum method method, struct text path, struct route_match *out);
const char *method_name(enum method m);
const char *gate_name(enum gate g);
/* Everything that is wrong with a table: no gate, no audit and no reason, a worker that writes …; prints to `out`; true when
 * sound. */
bool routes_check(const struct route *table, struct buf *out);
/* `chuyan routes`, `chuyan access`: the tables as text, one line a row; golden files in tests/golden. */
void routes_print(const struct route *table, struct buf *out);
void access_print(const struct route *table, const struct roles *roles, struct buf *out);

#endif
