/* SPDX-License-Identifier: Apache-2.0 */
/* SQLite: one file, a write-ahead log, one writer and any number of readers. */
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "store/engine.h"

/* How long a writer waits for another process, e.g. an import beside the server. Readers never wait in this mode. */
enum { BUSY_MS = 2000 };

/* Pages of 4 KB of the log: worth beginning anew; so few that the writer may move them itself; how often to try to get there. */
enum { LOG_PAGES = 1000, REST_PAGES = 500, CHECKPOINT_ROUNDS = 4 };

struct sqlite {
    sqlite3 *db;
    sqlite3_stmt *command[COMMAND_COUNT];
};

static struct sqlite *sqlite_of(struct db *db) { return db->handle; }

struct sqlite3 *sqlite_handle(struct db *db) { return sqlite_of(db)->db; }

static bool means_full(int why) { return why == ENOSPC || why == EDQUOT || why == EFBIG; }

/* A commit that fails does not leave its reason in sqlite3_system_errno, only in errno. */
static bool disk_is_full(sqlite3 *s) { return means_full(sqlite3_system_errno(s)) || means_full(errno); }

static enum rc constraint_rc(int extended)
{
    bool unique = extended == SQLITE_CONSTRAINT_UNIQUE || extended == SQLITE_CONSTRAINT_PRIMARYKEY ||
                  extended == SQLITE_CONSTRAINT_ROWID;
    return unique ? RC_CONFLICT : RC_INTERNAL;
}

static enum rc code_rc(sqlite3 *s, int code)
{
    switch (code & 0xff) {
    case SQLITE_OK: case SQLITE_ROW: case SQLITE_DONE: return RC_OK;
    case SQLITE_BUSY: case SQLITE_LOCKED: case SQLITE_INTERRUPT: return RC_BUSY;
    case SQLITE_FULL: return RC_NO_SPACE;
    case SQLITE_IOERR: return disk_is_full(s) ? RC_NO_SPACE : RC_UNAVAILABLE;
    case SQLITE_CANTOPEN: case SQLITE_CORRUPT: case SQLITE_NOTADB: case SQLITE_NOMEM: case SQLITE_PERM: case SQLITE_PROTOCOL:
        return RC_UNAVAILABLE;
    case SQLITE_READONLY: return sqlite3_db_readonly(s, "main") == 1 ? RC_UNAVAILABLE : RC_INTERNAL;
    case SQLITE_TOOBIG: return RC_TOO_LARGE;
    case SQLITE_CONSTRAINT: return constraint_rc(code);
    default: return RC_INTERNAL;
    }
}

static enum rc sqlite_failed(struct db *db, int code, const char *where)
{
    sqlite3 *s = sqlite_of(db)->db;
    int extended = s ? sqlite3_extended_errcode(s) : code;
    if ((extended & 0xff) != (code & 0xff)) extended = code;
    db_say(db, "%s: %s (%d)", where, s ? sqlite3_errmsg(s) : sqlite3_errstr(code), extended);
    return code_rc(s, extended);
}

static enum rc sqlite_script(struct db *db, const char *sql)
{
    int code = sqlite3_exec(sqlite_of(db)->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? RC_OK : sqlite_failed(db, code, "script");
}

static const char *const pragmas_all[] = {
    "pragma synchronous = full",          /* a commit that returned survives a power cut */
    "pragma foreign_keys = on",
    "pragma temp_store = memory",
    "pragma trusted_schema = off",
    "pragma case_sensitive_like = on",    /* as PostgreSQL */
    "pragma journal_size_limit = 67108864",
    NULL,
};

/* With a house-keeping thread the log is moved there and the commits only step in past 400 MB, should that thread hang. */
static const char *const pragmas_write[] = {
    "pragma cell_size_check = on", "pragma cache_size = -32768", "pragma wal_autocheckpoint = 4000", NULL};
static const char *const pragmas_serve[] = {
    "pragma mmap_size = 268435456", "pragma cache_size = -32768", "pragma wal_autocheckpoint = 100000", NULL};
/* Pages of the file are shared by all readers instead of copied. */
static const char *const pragmas_read[] = {
    "pragma mmap_size = 268435456", "pragma cache_size = -4096", "pragma query_only = on", NULL};

static enum rc pragmas_run(struct db *db, const char *const *list)
{
    for (; *list; list++) TRY(sqlite_script(db, *list));
    return RC_OK;
}

static enum rc sqlite_settings(struct db *db)
{
    sqlite3 *s = sqlite_of(db)->db;
    sqlite3_extended_result_codes(s, 1);
    sqlite3_busy_timeout(s, BUSY_MS);
    sqlite3_db_config(s, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
    sqlite3_db_config(s, SQLITE_DBCONFIG_DQS_DML, 0, (int *)NULL); /* "x" is a name, never a string */
    sqlite3_db_config(s, SQLITE_DBCONFIG_DQS_DDL, 0, (int *)NULL);
    sqlite3_db_config(s, SQLITE_DBCONFIG_ENABLE_QPSG, 1, (int *)NULL); /* one plan for a statement, whatever is bound */
    TRY(pragmas_run(db, pragmas_all));
    if (db->mode == DB_READ) return pragmas_run(db, pragmas_read);
    return pragmas_run(db, db->store->serving ? pragmas_serve : pragmas_write);
}

static enum rc sqlite_connect(struct db *db, bool create)
{
    struct sqlite *h = calloc(1, sizeof *h);
    BUG_IF(!h);
    db->handle = h;
    if (create) { /* made by us, so that nobody else can read it; its log takes the same mode */
        int fd = open(db->store->address, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (fd < 0) {
            db_say(db, "%s", strerror(errno));
            return errno == ENOSPC ? RC_NO_SPACE : RC_UNAVAILABLE;
        }
        close(fd);
    }
    const char *files = db->mode == DB_WRITE ? log_files() : NULL;
    int code = sqlite3_open_v2(db->store->address, &h->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, files);
    if (code != SQLITE_OK) return sqlite_failed(db, code, "open");
    if (files) log_forgets(h->db);
    return sqlite_settings(db);
}

static void statement_drop(struct prepared *p) { sqlite3_finalize(p->handle); }

static void sqlite_disconnect(struct db *db)
{
    struct sqlite *h = db->handle;
    if (!h) return;
    for (int i = 0; i < COMMAND_COUNT; i++) sqlite3_finalize(h->command[i]);
    prepared_clear(&db->prepared, statement_drop);
    sqlite3_close_v2(h->db);
    free(h);
    db->handle = NULL;
}

/* A few hundred pages at most, a few milliseconds; when it cannot be done now the house-keeping thread asks again. */
static void log_end(struct db *db)
{
    if (atomic_exchange(&db->store->log_nearly_moved, false))
        (void)sqlite3_wal_checkpoint_v2(sqlite_of(db)->db, "main", SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

static enum rc sqlite_command(struct db *db, enum command c)
{
    static const char *const words[COMMAND_COUNT] = {
        "begin", "begin immediate", "commit", "rollback", "savepoint s", "release s", NULL};
    struct sqlite *h = db->handle;
    /* SQLite has rolled back already, e.g. on a full disk */
    if (c == COMMAND_BEGIN_WRITE) log_end(db);
    if (c == COMMAND_ROLLBACK && sqlite3_get_autocommit(h->db)) return RC_OK;
    if (c == COMMAND_UNDO) {
        if (sqlite3_get_autocommit(h->db)) return RC_UNAVAILABLE;
        return sqlite_script(db, "rollback to s; release s");
    }
    int code = SQLITE_OK;
    if (!h->command[c]) code = sqlite3_prepare_v3(h->db, words[c], -1, SQLITE_PREPARE_PERSISTENT, &h->command[c], NULL);
    errno = 0;
    if (code == SQLITE_OK) code = sqlite3_step(h->command[c]);
    enum rc rc = code == SQLITE_DONE ? RC_OK : sqlite_failed(db, code, words[c]);
    sqlite3_reset(h->command[c]);
    return rc;
}

static enum rc statement_compile(struct db *db, const struct sql_statement *st, sqlite3_stmt **out)
{
    int code = sqlite3_prepare_v3(sqlite_of(db)->db, st->body[ENGINE_SQLITE], -1, SQLITE_PREPARE_PERSISTENT, out, NULL);
    if (code != SQLITE_OK) return sqlite_failed(db, code, st->name);
    if (sqlite3_column_count(*out) == st->out_count &&
        sqlite3_bind_parameter_count(*out) == st->bind_count[ENGINE_SQLITE]) return RC_OK;
    db_say(db, "%s: has %d columns and %d parameters, declared are %d and %d", st->name, sqlite3_column_count(*out),
           sqlite3_bind_parameter_count(*out), st->out_count, st->bind_count[ENGINE_SQLITE]);
    sqlite3_finalize(*out);
    *out = NULL;
    return RC_INTERNAL;
}

/* The prepared statement; a second one when the first has a cursor open on it. */
static enum rc statement_take(struct db *db, const struct sql_statement *st, struct prepared **out)
{
    struct prepared *p = prepared_find(&db->prepared, st);
    if (p && !p->used) {
        *out = p;
        return RC_OK;
    }
    sqlite3_stmt *compiled = NULL;
    TRY(statement_compile(db, st, &compiled));
    if (p) {
        p = calloc(1, sizeof *p);
        BUG_IF(!p);
        p->st = st;
        p->spare = true;
    } else {
        p = prepared_add(&db->prepared, st);
    }
    p->handle = compiled;
    *out = p;
    return RC_OK;
}

static enum rc sqlite_prepare(struct db *db, const struct sql_statement *st)
{
    struct prepared *p;
    TRY(statement_take(db, st, &p));
    if (!p->spare) return RC_OK;
    sqlite3_finalize(p->handle);
    free(p);
    return RC_OK;
}

static int value_put(sqlite3_stmt *s, int at, const struct value *v)
{
    sqlite3_destructor_type keep = v->fleeting ? SQLITE_TRANSIENT : SQLITE_STATIC;
    switch (v->kind) {
    case VALUE_INT: return sqlite3_bind_int64(s, at, v->integer);
    case VALUE_TEXT: return sqlite3_bind_text64(s, at, v->text.s, v->text.n, keep, SQLITE_UTF8);
    case VALUE_BYTES: return sqlite3_bind_blob64(s, at, v->text.s, v->text.n, keep);
    case VALUE_NULL: break;
    }
    return sqlite3_bind_null(s, at);
}

static void prepared_release(struct prepared *p)
{
    p->used = false;
    sqlite3_reset(p->handle);
    if (!p->spare) return;
    sqlite3_finalize(p->handle);
    free(p);
}

static enum rc sqlite_open(struct cursor *c, const struct scope *scope, const void *in, bool whole)
{
    (void)whole; /* rows come one by one anyway */
    struct prepared *p;
    TRY(statement_take(c->db, c->st, &p));
    p->used = true;
    for (int i = 0; i < c->st->bind_count[ENGINE_SQLITE]; i++) {
        struct value v;
        enum rc rc = value_bind(c, (size_t)i, scope, in, &v);
        int code = rc == RC_OK ? value_put(p->handle, i + 1, &v) : SQLITE_OK;
        if (code != SQLITE_OK) rc = sqlite_failed(c->db, code, c->st->name);
        if (rc == RC_OK) continue;
        prepared_release(p);
        return rc;
    }
    c->handle = p;
    return RC_OK;
}

static bool sqlite_step(struct cursor *c)
{
    struct prepared *p = c->handle;
    int code = sqlite3_step(p->handle);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) c->rc = sqlite_failed(c->db, code, c->st->name);
    return false;
}

/* Nearly every value is a number: put in its place at once. What is null reads as 0, so only a 0 is asked what it is. */
static bool integer_read(sqlite3_stmt *s, int i, const struct sql_field *f, void *out)
{
    int64_t number = sqlite3_column_int64(s, i);
    if (number == 0 && sqlite3_column_type(s, i) == SQLITE_NULL) return false;
    char *at = (char *)out + f->offset;
    if (f->type == SQL_INT) memcpy(at, &number, sizeof number);
    else memcpy(at, &(day_t){(day_t)number}, sizeof(day_t));
    return true;
}

static enum rc sqlite_read(struct cursor *c, void *out)
{
    sqlite3_stmt *s = ((struct prepared *)c->handle)->handle;
    for (int i = 0; i < c->st->out_count; i++) {
        struct value v = {.kind = VALUE_NULL};
        enum sql_type type = c->st->out[i].type;
        if (type == SQL_INT || type == SQL_DAY) {
            if (integer_read(s, i, &c->st->out[i], out)) continue;
        } else if (sqlite3_column_type(s, i) != SQLITE_NULL) {
            v.kind = VALUE_TEXT;
            const void *p = type == SQL_TEXT ? (const void *)sqlite3_column_text(s, i) : sqlite3_column_blob(s, i);
            v.text = (struct text){p ? p : "", (size_t)sqlite3_column_bytes(s, i)};
        }
        TRY(value_read(c, (size_t)i, &v, out));
    }
    return RC_OK;
}

static int64_t sqlite_changed(struct cursor *c)
{
    return c->st->writes ? sqlite3_changes64(sqlite_of(c->db)->db) : 0;
}

static void sqlite_close(struct cursor *c) { prepared_release(c->handle); }

/* The log begins anew only when all of it has been moved while nobody adds to it. Beside a busy writer this thread never gets
 * there, and the log would grow for as long as there is work: so when little is left, the writer is asked to move the rest. */
enum rc sqlite_checkpoint(struct db *db)
{
    int code = SQLITE_OK, pages = 0, moved = 0, before = 0;
    for (int i = 0; i < CHECKPOINT_ROUNDS; i++) { /* each moves what came while the one before was at it */
        code = sqlite3_wal_checkpoint_v2(sqlite_of(db)->db, "main", SQLITE_CHECKPOINT_PASSIVE, &pages, &moved);
        if (code != SQLITE_OK || pages - before <= REST_PAGES) break;
        before = moved;
    }
    if (code == SQLITE_OK && pages >= LOG_PAGES && pages - before <= REST_PAGES)
        atomic_store(&db->store->log_nearly_moved, true);
    return code == SQLITE_OK || code == SQLITE_BUSY ? RC_OK : sqlite_failed(db, code, "checkpoint");
}

const struct engine_face engine_sqlite = {
    .connect = sqlite_connect, .disconnect = sqlite_disconnect, .command = sqlite_command, .script = sqlite_script,
    .prepare = sqlite_prepare, .open = sqlite_open, .step = sqlite_step, .read = sqlite_read, .changed = sqlite_changed,
    .close = sqlite_close,
};
