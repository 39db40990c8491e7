/* SPDX-License-Identifier: Apache-2.0 */
/* PostgreSQL 15.
 *
 * Writes run serializable: everything above is written for one writer at a time, as SQLite has it, and serializable is the one
 * mode in which that stays true with several processes and no locks to think of. Its price is a transaction to be repeated now
 * and then, which db_transact does. Reads are repeatable read, read only: one snapshot, which never has to be repeated.
 *
 * Parameters and columns travel in binary form. Rows of a cursor come in single-row mode, so a scan of a whole county needs the
 * memory of one row; when another statement wants the connection meanwhile, the rows still to come are taken into memory. */
#include <endian.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "store/engine.h"

enum { OID_BYTEA = 17, OID_NAME = 19, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23, OID_TEXT = 25, OID_VARCHAR = 1043 };
enum { ROWS_CEILING = 1 << 30 };

struct rows;

struct pg {
    PGconn *conn;
    struct rows *live;         /* the cursor whose rows are still on the wire */
    unsigned numbers;          /* names given to prepared statements */
};

/* An open cursor. */
struct rows {
    PGresult *now;             /* the current row, or all rows when `whole` */
    int at, count;             /* whole: next row, rows */
    bool whole;
    struct buf kept;           /* rows taken off the wire: for each column int32 length (-1 null) and its bytes */
    size_t kept_at;
    enum rc kept_rc;           /* how the rows on the wire ended */
    int64_t changed;
    int columns;
    struct { const char *p; int n; } cell[]; /* of the current row; n is -1 for null */
};

static struct pg *pg_of(struct db *db) { return db->handle; }

/* ---- errors ---- */

static enum rc state_rc(struct db *db, const char *state)
{
    static const struct { const char *prefix; enum rc rc; } known[] = {
        {"23505", RC_CONFLICT}, {"40001", RC_BUSY}, {"40P01", RC_BUSY}, {"55P03", RC_BUSY}, {"57014", RC_BUSY},
        {"53100", RC_NO_SPACE},
        {"22021", RC_INVALID}, {"54", RC_TOO_LARGE}, {"53", RC_UNAVAILABLE}, {"57", RC_UNAVAILABLE}, {"58", RC_UNAVAILABLE},
        {"08", RC_UNAVAILABLE}, {"28", RC_UNAVAILABLE}, {"3D", RC_UNAVAILABLE}, {"XX", RC_UNAVAILABLE}};
    if (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0) db->again = true;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strncmp(state, known[i].prefix, strlen(known[i].prefix)) == 0) return known[i].rc;
    return RC_INTERNAL;
}

/* The primary message names tables and constraints; the detail would name values, so it stays out. */
static enum rc pg_failed(struct db *db, const PGresult *r, const char *where)
{
    struct pg *h = pg_of(db);
    const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
    const char *said = r ? PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    if (state) {
        db_say(db, "%s: %s (%s)", where, said ? said : "", state);
        return state_rc(db, state);
    }
    db_say(db, "%s: the connection to PostgreSQL is lost", where);
    return PQstatus(h->conn) == CONNECTION_BAD ? RC_UNAVAILABLE : RC_INTERNAL;
}

/* ---- rows on the wire ---- */

static void cells_fill(struct rows *r, const PGresult *from, int row)
{
    for (int i = 0; i < r->columns; i++) {
        bool null = PQgetisnull(from, row, i);
        r->cell[i].p = null ? NULL : PQgetvalue(from, row, i);
        r->cell[i].n = null ? -1 : PQgetlength(from, row, i);
    }
}

static void row_keep(struct rows *r, const PGresult *from)
{
    for (int i = 0; i < r->columns; i++) {
        int32_t n = PQgetisnull(from, 0, i) ? -1 : PQgetlength(from, 0, i);
        buf_bytes(&r->kept, &n, sizeof n);
        if (n > 0) buf_bytes(&r->kept, PQgetvalue(from, 0, i), (size_t)n);
    }
}

static bool row_kept_next(struct rows *r)
{
    if (r->kept_at >= r->kept.n) return false;
    for (int i = 0; i < r->columns; i++) {
        int32_t n;
        memcpy(&n, r->kept.s + r->kept_at, sizeof n);
        r->kept_at += sizeof n;
        r->cell[i].p = r->kept.s + r->kept_at;
        r->cell[i].n = n;
        if (n > 0) r->kept_at += (size_t)n;
    }
    return true;
}

/* The result behind the last row: how the statement ended. */
static enum rc result_end(struct db *db, struct rows *r, PGresult *last, const char *where)
{
    ExecStatusType status = PQresultStatus(last);
    enum rc rc = RC_OK;
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) r->changed = strtoll(PQcmdTuples(last), NULL, 10);
    else rc = pg_failed(db, last, where);
    PQclear(last);
    while ((last = PQgetResult(pg_of(db)->conn))) PQclear(last);
    if (pg_of(db)->live == r) pg_of(db)->live = NULL;
    return rc;
}

/* Takes what is still on the wire into memory (or throws it away), so that the connection is free. */
static void wire_clear(struct db *db, bool keep)
{
    struct rows *r = pg_of(db)->live;
    if (!r) return;
    PGresult *next;
    while ((next = PQgetResult(pg_of(db)->conn)) && PQresultStatus(next) == PGRES_SINGLE_TUPLE) {
        if (keep) row_keep(r, next);
        PQclear(next);
    }
    r->kept_rc = result_end(db, r, next, "rows");
    if (keep && r->kept.over) r->kept_rc = RC_TOO_LARGE;
}

static PGresult *simple_run(struct db *db, const char *sql)
{
    wire_clear(db, true);
    return PQexec(pg_of(db)->conn, sql);
}

static enum rc pg_script(struct db *db, const char *sql)
{
    PGresult *r = simple_run(db, sql);
    ExecStatusType status = PQresultStatus(r);
    enum rc rc = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ? RC_OK : pg_failed(db, r, "script");
    PQclear(r);
    return rc;
}

/* ---- connection ---- */

static void notice_ignore(void *p, const PGresult *r) { (void)p; (void)r; }

static enum rc session_start(struct db *db)
{
    struct pg *h = pg_of(db);
    h->conn = PQconnectdb(db->store->address);
    if (PQstatus(h->conn) != CONNECTION_OK) {
        char *said = PQerrorMessage(h->conn);
        size_t n = strcspn(said, "\n");
        db_say(db, "%.*s", (int)(n > 200 ? 200 : n), said);
        return RC_UNAVAILABLE;
    }
    PQsetNoticeReceiver(h->conn, notice_ignore, NULL);
    if (PQserverVersion(h->conn) < 150000) {
        db_say(db, "PostgreSQL 15 or newer is needed, this is %d", PQserverVersion(h->conn) / 10000);
        return RC_UNAVAILABLE;
    }
    TRY(pg_script(db, "set client_encoding = 'UTF8'; set timezone = 'UTC'; set lock_timeout = '2s'; set synchronous_commit = on; "
                      "set idle_in_transaction_session_timeout = '120s'"));
    /* Whoever is connected may seal with the key as it is now; a change of key waits until nobody is (store.c). */
    if (!db->store->rekey) TRY(pg_script(db, "select pg_advisory_lock_shared(1667790203, hashtext(current_schema()))"));
    return pg_script(db, db->mode == DB_READ
        ? "set session characteristics as transaction isolation level repeatable read, read only"
        : "set session characteristics as transaction isolation level serializable, read write");
}

static enum rc pg_connect(struct db *db, bool create)
{
    (void)create; /* the server's administrator makes databases */
    db->handle = calloc(1, sizeof(struct pg));
    BUG_IF(!db->handle);
    return session_start(db);
}

static void session_end(struct db *db)
{
    struct pg *h = pg_of(db);
    wire_clear(db, false);
    PQfinish(h->conn);
    h->conn = NULL;
    prepared_clear(&db->prepared, NULL); /* they lived in the session */
}

static void pg_disconnect(struct db *db)
{
    if (!db->handle) return;
    session_end(db);
    free(db->handle);
    db->handle = NULL;
}

/* A lost connection is replaced when nothing depends on it: outside a transaction and with no cursor open. */
static enum rc connection_ensure(struct db *db)
{
    struct pg *h = pg_of(db);
    if (PQstatus(h->conn) == CONNECTION_OK) return RC_OK;
    if (db->depth > 0 || db->open > 0) return RC_UNAVAILABLE;
    session_end(db);
    TRY(session_start(db));
    if (!db->sealer || db->store->rekey) return RC_OK;
    bool same;
    TRY(key_on_record(db, &same));
    if (same) return RC_OK;
    db_say(db, "the key was changed meanwhile: start anew");
    session_end(db);
    return RC_UNAVAILABLE;
}

static enum rc command_begin(struct db *db)
{
    TRY(connection_ensure(db));
    enum rc rc = pg_script(db, "begin");
    if (rc != RC_UNAVAILABLE || PQstatus(pg_of(db)->conn) == CONNECTION_OK) return rc;
    TRY(connection_ensure(db)); /* it was lost while idle: that was no part of any transaction */
    return pg_script(db, "begin");
}

static enum rc pg_command(struct db *db, enum command c)
{
    static const char *const words[COMMAND_COUNT] = {
        NULL, NULL, "commit", "rollback", "savepoint s", "release s", "rollback to s; release s"};
    if (c == COMMAND_BEGIN_READ || c == COMMAND_BEGIN_WRITE) return command_begin(db);
    if (c == COMMAND_ROLLBACK && PQstatus(pg_of(db)->conn) != CONNECTION_OK) return RC_OK; /* the server has done it */
    PGresult *r = simple_run(db, words[c]);
    enum rc rc = PQresultStatus(r) == PGRES_COMMAND_OK ? RC_OK : pg_failed(db, r, words[c]);
    if (rc == RC_OK && c == COMMAND_COMMIT && strcmp(PQcmdStatus(r), "COMMIT") != 0) {
        db_say(db, "commit: the server rolled back"); /* what a spoiled transaction gets, without an error */
        rc = RC_INTERNAL;
    }
    PQclear(r);
    return rc;
}

/* ---- statements ---- */

static bool column_fits(enum sql_type want, Oid have)
{
    switch (want) {
    case SQL_INT: case SQL_DAY: return have == OID_INT8 || have == OID_INT4 || have == OID_INT2;
    case SQL_TEXT: return have == OID_TEXT || have == OID_VARCHAR || have == OID_NAME;
    case SQL_BYTES: case SQL_SEALED: return have == OID_BYTEA;
    case SQL_KEYED: break;
    }
    return false;
}

static enum rc columns_check(struct db *db, const struct sql_statement *st, const char *name)
{
    PGresult *r = PQdescribePrepared(pg_of(db)->conn, name);
    enum rc rc = PQresultStatus(r) == PGRES_COMMAND_OK ? RC_OK : pg_failed(db, r, st->name);
    if (rc == RC_OK && PQnfields(r) != st->out_count) {
        db_say(db, "%s: has %d columns, declared are %d", st->name, PQnfields(r), st->out_count);
        rc = RC_INTERNAL;
    }
    for (int i = 0; rc == RC_OK && i < st->out_count; i++) {
        if (column_fits(st->out[i].type, PQftype(r, i))) continue;
        db_say(db, "%s: out.%s has another type in the database (oid %u)", st->name, st->out[i].name, PQftype(r, i));
        rc = RC_INTERNAL;
    }
    PQclear(r);
    return rc;
}

static Oid bind_type(const struct sql_statement *st, int which)
{
    if (which < 0) return OID_INT8;
    switch (st->in[which].type) {
    case SQL_INT: case SQL_DAY: return OID_INT8;
    case SQL_TEXT: return OID_TEXT;
    case SQL_BYTES: case SQL_SEALED: case SQL_KEYED: break;
    }
    return OID_BYTEA;
}

/* Parameter types are said, not guessed, so that `:x is null` and `limit :n` mean the same everywhere. */
static enum rc statement_take(struct db *db, const struct sql_statement *st, struct prepared **out)
{
    *out = prepared_find(&db->prepared, st);
    if (*out) return RC_OK;
    char name[16];
    Oid types[SQL_BIND_MAX];
    unsigned number = ++pg_of(db)->numbers;
    snprintf(name, sizeof name, "s%u", number);
    int n = st->bind_count[ENGINE_POSTGRESQL];
    for (int i = 0; i < n; i++) types[i] = bind_type(st, st->bind[ENGINE_POSTGRESQL][i]);
    PGresult *r = PQprepare(pg_of(db)->conn, name, st->body[ENGINE_POSTGRESQL], n, types);
    enum rc rc = PQresultStatus(r) == PGRES_COMMAND_OK ? RC_OK : pg_failed(db, r, st->name);
    PQclear(r);
    TRY(rc);
    TRY(columns_check(db, st, name));
    *out = prepared_add(&db->prepared, st);
    (*out)->number = number;
    return RC_OK;
}

static enum rc pg_prepare(struct db *db, const struct sql_statement *st)
{
    struct prepared *p;
    TRY(connection_ensure(db));
    wire_clear(db, true);
    return statement_take(db, st, &p);
}

struct binding {
    const char *value[SQL_BIND_MAX];
    int length[SQL_BIND_MAX], format[SQL_BIND_MAX];
    uint64_t number[SQL_BIND_MAX]; /* integers in network order */
};

static enum rc values_bind(struct cursor *c, const struct scope *scope, const void *in, struct binding *b)
{
    for (int i = 0; i < c->st->bind_count[ENGINE_POSTGRESQL]; i++) {
        struct value v;
        TRY(value_bind(c, (size_t)i, scope, in, &v));
        b->format[i] = 1;
        b->number[i] = htobe64((uint64_t)v.integer);
        if (v.kind != VALUE_INT && v.text.n > INT32_MAX) return RC_TOO_LARGE;
        b->value[i] = v.kind == VALUE_NULL ? NULL : v.kind == VALUE_INT ? (const char *)&b->number[i] : v.text.s;
        b->length[i] = v.kind == VALUE_INT ? 8 : (int)v.text.n;
    }
    return RC_OK;
}

static enum rc whole_run(struct cursor *c, struct rows *r, const char *name, const struct binding *b)
{
    r->whole = true;
    r->now = PQexecPrepared(pg_of(c->db)->conn, name, c->st->bind_count[ENGINE_POSTGRESQL], b->value, b->length, b->format, 1);
    ExecStatusType status = PQresultStatus(r->now);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) return pg_failed(c->db, r->now, c->st->name);
    r->count = PQntuples(r->now);
    r->changed = strtoll(PQcmdTuples(r->now), NULL, 10);
    return RC_OK;
}

static enum rc stream_run(struct cursor *c, struct rows *r, const char *name, const struct binding *b)
{
    struct pg *h = pg_of(c->db);
    if (!PQsendQueryPrepared(h->conn, name, c->st->bind_count[ENGINE_POSTGRESQL], b->value, b->length, b->format, 1))
        return pg_failed(c->db, NULL, c->st->name);
    PQsetSingleRowMode(h->conn);
    h->live = r;
    return RC_OK;
}

static void rows_free(struct rows *r)
{
    PQclear(r->now);
    buf_free(&r->kept);
    free(r);
}

static enum rc pg_open(struct cursor *c, const struct scope *scope, const void *in, bool whole)
{
    struct prepared *p;
    struct binding b;
    char name[16];
    TRY(connection_ensure(c->db));
    TRY(values_bind(c, scope, in, &b));
    wire_clear(c->db, true);
    TRY(statement_take(c->db, c->st, &p));
    snprintf(name, sizeof name, "s%u", p->number);
    struct rows *r = calloc(1, sizeof *r + c->st->out_count * sizeof r->cell[0]);
    BUG_IF(!r);
    r->columns = c->st->out_count;
    r->kept = buf_new(ROWS_CEILING);
    enum rc rc = whole ? whole_run(c, r, name, &b) : stream_run(c, r, name, &b);
    if (rc == RC_OK) c->handle = r;
    else rows_free(r);
    return rc;
}

static bool stream_step(struct cursor *c, struct rows *r)
{
    PQclear(r->now);
    r->now = PQgetResult(pg_of(c->db)->conn);
    if (PQresultStatus(r->now) == PGRES_SINGLE_TUPLE) {
        cells_fill(r, r->now, 0);
        return true;
    }
    PGresult *last = r->now;
    r->now = NULL;
    c->rc = result_end(c->db, r, last, c->st->name);
    return false;
}

static bool pg_step(struct cursor *c)
{
    struct rows *r = c->handle;
    if (r->whole) {
        if (r->at >= r->count) return false;
        cells_fill(r, r->now, r->at++);
        return true;
    }
    if (pg_of(c->db)->live == r) return stream_step(c, r);
    if (row_kept_next(r)) return true;
    c->rc = r->kept_rc;
    return false;
}

static int64_t integer_read(const char *p, int n)
{
    uint64_t wide = 0;
    for (int i = 0; i < n; i++) wide = wide << 8 | (unsigned char)p[i];
    if (n == 4) return (int32_t)(uint32_t)wide;
    if (n == 2) return (int16_t)(uint16_t)wide;
    return (int64_t)wide;
}

static enum rc pg_read(struct cursor *c, void *out)
{
    const struct rows *r = c->handle;
    for (int i = 0; i < r->columns; i++) {
        struct value v = {.kind = VALUE_NULL};
        enum sql_type type = c->st->out[i].type;
        bool integer = type == SQL_INT || type == SQL_DAY;
        if (r->cell[i].n >= 0) {
            v.kind = integer ? VALUE_INT : VALUE_TEXT;
            if (integer) v.integer = integer_read(r->cell[i].p, r->cell[i].n);
            else v.text = (struct text){r->cell[i].p, (size_t)r->cell[i].n};
        }
        TRY(value_read(c, (size_t)i, &v, out));
    }
    return RC_OK;
}

static int64_t pg_changed(struct cursor *c) { return c->st->writes ? ((const struct rows *)c->handle)->changed : 0; }

static void pg_close(struct cursor *c)
{
    if (pg_of(c->db)->live == c->handle) wire_clear(c->db, false);
    rows_free(c->handle);
}

const struct engine_face engine_postgresql = {
    .connect = pg_connect, .disconnect = pg_disconnect, .command = pg_command, .script = pg_script,
    .prepare = pg_prepare, .open = pg_open, .step = pg_step, .read = pg_read, .changed = pg_changed, .close = pg_close,
};
