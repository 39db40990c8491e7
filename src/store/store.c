/* SPDX-License-Identifier: Apache-2.0 */
/* Opening an installation: address, key, lock, layout. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/log.h"
#include "gen/sql/migrations.h"
#include "gen/sql/store.h"
#include "store/engine.h"

enum rc store_fault(struct faults *f, enum rc rc, enum word w, const char *a0, const char *a1)
{
    fault_add(f, T("database"), w, text_of(a0), text_of(a1));
    return rc;
}

enum engine store_engine(const struct store *s) { return s->engine; }
const char *store_address(const struct store *s) { return s->shown; }

static bool address_is_pg(const char *address)
{
    return strncmp(address, "postgresql://", 13) == 0 || strncmp(address, "postgres://", 11) == 0;
}

static char *zdup(const char *s)
{
    char *copy = strdup(s);
    BUG_IF(!copy);
    return copy;
}

/* postgresql://user:secret@host/db is shown as postgresql://user@host/db. */
static char *address_shown(const char *address)
{
    char *shown = zdup(address);
    char *begin = strstr(shown, "://"), *at = begin ? strchr(begin, '@') : NULL;
    char *colon = begin && at ? memchr(begin + 3, ':', (size_t)(at - begin - 3)) : NULL;
    if (colon) memmove(colon, at, strlen(at) + 1);
    char *word = strstr(shown, "password=");
    if (word) *word = 0;
    return shown;
}

static char *path_beside(const char *address, const char *tail)
{
    size_t n = strlen(address) + strlen(tail) + 1;
    char *path = malloc(n);
    BUG_IF(!path);
    snprintf(path, n, "%s%s", address, tail);
    return path;
}

static struct store *store_new(const struct store_options *o)
{
    struct store *s = calloc(1, sizeof *s);
    BUG_IF(!s);
    bool pg = address_is_pg(o->address);
    s->engine = pg ? ENGINE_POSTGRESQL : ENGINE_SQLITE;
    s->face = pg ? &engine_postgresql : &engine_sqlite;
    s->migrations = o->migrations ? o->migrations : &sql_migrations;
    s->address = zdup(o->address);
    s->shown = pg ? address_shown(o->address) : zdup(o->address);
    s->lock_fd = s->key_fd = -1;
    s->rekey = o->rekey;
    const char *key = o->key_file ? o->key_file : getenv("CHUYAN_KEY_FILE");
    if (key && *key) s->key_path = zdup(key);
    else if (!pg) s->key_path = path_beside(o->address, ".key");
    return s;
}

void store_close(struct store *s)
{
    if (!s) return;
    db_close(s->house_db);
    db_close(s->lock_db);
    if (s->lock_fd >= 0) close(s->lock_fd); /* and with it the lock */
    seal_free(s->seal);
    if (s->key_fd >= 0) close(s->key_fd); /* after everything that was sealed with it */
    free(s->address);
    free(s->shown);
    free(s->key_path);
    free(s);
}

/* An SQLite file is looked at before anything opens it, so that what is not ours stays as it is. */
static enum rc file_look(const struct store *s, bool create, struct faults *f)
{
    char head[16] = "";
    int fd = open(s->address, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) return create ? RC_OK : store_fault(f, RC_NOT_FOUND, W_store_absent, s->shown, NULL);
    if (fd < 0) return store_fault(f, RC_UNAVAILABLE, W_store_cannot_open, s->shown, strerror(errno));
    ssize_t n = read(fd, head, sizeof head);
    int why = errno;
    close(fd);
    if (n < 0) return store_fault(f, RC_UNAVAILABLE, W_store_cannot_open, s->shown, strerror(why));
    if (n > 0 && (n < 16 || memcmp(head, "SQLite format 3", 16) != 0)) return store_fault(f, RC_UNAVAILABLE, W_store_not_ours,
            s->shown, NULL);
    return RC_OK;
}

static enum rc lock_file(struct store *s, struct faults *f)
{
    char *path = path_beside(s->address, ".lock");
    s->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    free(path);
    if (s->lock_fd < 0) return store_fault(f, RC_UNAVAILABLE, W_store_cannot_open, s->shown, strerror(errno));
    if (flock(s->lock_fd, LOCK_EX | LOCK_NB) == 0) return RC_OK;
    if (errno == EWOULDBLOCK) return store_fault(f, RC_BUSY, W_store_locked, s->shown, NULL);
    return store_fault(f, RC_UNAVAILABLE, W_store_cannot_open, s->shown, strerror(errno));
}

/* The session of this connection holds the lock for as long as the store is open; PostgreSQL frees it if we die, but a moment
 * later than we do, hence the second of patience. A database may hold several installations, each in its own schema. */
static enum rc lock_session(struct store *s, struct faults *f)
{
    enum rc rc = db_connect(s, DB_WRITE, false, &s->lock_db);
    if (rc != RC_OK) return store_fault(f, rc, W_store_cannot_open, s->shown, s->lock_db->message);
    rc = s->face->script(s->lock_db,
                         "set lock_timeout = '1s'; select pg_advisory_lock(1667790202, hashtext(current_schema()))");
    if (rc == RC_BUSY) return store_fault(f, rc, W_store_locked, s->shown, NULL);
    if (rc == RC_OK && s->rekey) {
        /* Whoever is connected holds this one shared (pg.c). */
        rc = s->face->script(s->lock_db, "select pg_advisory_lock(1667790203, hashtext(current_schema()))");
        if (rc == RC_BUSY) return store_fault(f, rc, W_store_key_in_use, s->shown, NULL);
    }
    return rc == RC_OK ? rc : store_fault(f, rc, W_store_cannot_open, s->shown, s->lock_db->message);
}

/* The file that stands at the path now, locked: it is replaced while it changes, and a lock on what was replaced holds
 * nothing. */
static enum rc key_lock(struct store *s, struct faults *f)
{
    enum { TRIES = 100 };
    for (int i = 0; i < TRIES; i++) {
        struct stat held, there;
        int fd = open(s->key_path, O_RDONLY | O_CLOEXEC);
        if (fd < 0) return RC_OK; /* reading it says why */
        if (flock(fd, (s->rekey ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0 && (s->rekey || errno == EWOULDBLOCK)) {
            close(fd);
            return store_fault(f, RC_BUSY, s->rekey ? W_store_key_in_use : W_store_key_busy, s->shown, NULL);
        }
        bool same = fstat(fd, &held) == 0 && stat(s->key_path, &there) == 0 && held.st_ino == there.st_ino
            && held.st_dev == there.st_dev;
        if (same) {
            s->key_fd = fd;
            return RC_OK;
        }
        close(fd);
    }
    return store_fault(f, RC_BUSY, W_store_key_busy, s->shown, NULL);
}

/* A key is made only for a database that holds nothing yet: an old database without its key is refused, not given a second
 * one. */
static enum rc key_get(struct store *s, const struct store_options *o, bool fresh, struct faults *f)
{
    if (!s->key_path) return store_fault(f, RC_INVALID, W_store_key_place, NULL, NULL);
    if (fresh && o->create && !file_exists(s->key_path)) {
        TRY(seal_key_make(s->key_path, o->suite, f));
        fault_warn(f, T("key"), W_store_key_made, text_of(s->key_path), TEXT_NONE);
    }
    TRY(key_lock(s, f));
    return seal_key_read(s->key_path, f, &s->seal);
}

static enum rc store_ready(struct store *s, struct db *db, const struct store_options *o, struct faults *f)
{
    bool own, other;
    TRY(layout_empty(db, &own, &other));
    if (!own && other) return store_fault(f, RC_UNAVAILABLE, W_store_not_ours, s->shown, NULL);
    if (!own && !o->create) return store_fault(f, RC_NOT_FOUND, W_store_empty, s->shown, NULL);
    TRY(key_get(s, o, !own, f));
    return layout_upgrade(db, f);
}

static enum rc store_start(struct store *s, const struct store_options *o, struct faults *f)
{
    if (s->engine == ENGINE_SQLITE) TRY(file_look(s, o->create, f));
    if (o->lock) TRY(s->engine == ENGINE_SQLITE ? lock_file(s, f) : lock_session(s, f));
    struct db *db;
    size_t before = f->errors;
    enum rc rc = db_connect(s, DB_WRITE, o->create && s->engine == ENGINE_SQLITE, &db);
    if (rc == RC_OK) rc = store_ready(s, db, o, f);
    enum word why = rc == RC_NO_SPACE ? W_store_no_space : rc == RC_BUSY ? W_store_key_busy : W_store_cannot_open;
    if (rc != RC_OK && f->errors == before) store_fault(f, rc, why, s->shown, db->message);
    db_close(db);
    s->serving = o->lock;
    return rc;
}

enum rc store_open(const struct store_options *o, struct faults *f, struct store **out)
{
    *out = NULL;
    BUG_IF(!hash_start());
    struct store *s = store_new(o);
    enum rc rc = store_start(s, o, f);
    if (rc == RC_OK) *out = s;
    else store_close(s);
    return rc;
}

/* ---- a change of key ---- */

enum key_state store_key_state(const struct store *s) { return s->key_state; }
unsigned store_key_number(const struct store *s) { return seal_number(s->seal); }

static enum rc seal_again(struct store *s, struct faults *f)
{
    struct seal *fresh = NULL;
    TRY(seal_key_read(s->key_path, f, &fresh));
    seal_free(s->seal);
    s->seal = fresh;
    return RC_OK;
}

enum rc store_key_next(struct store *s, struct faults *f)
{
    int fd = -1;
    BUG_IF(!s->rekey || s->key_state != KEY_STEADY);
    TRY(seal_key_next(s->key_path, f, &fd));
    close(s->key_fd);
    s->key_fd = fd;
    s->key_state = KEY_CHANGING;
    return seal_again(s, f);
}

enum rc store_key_kept(struct db *db)
{
    unsigned char check[SEAL_KEYED_BYTES];
    seal_check(db->store->seal, false, check);
    struct sql_installation_set_in in = {T("key_check"), {(const char *)check, sizeof check}};
    return sql_installation_set_run(db, &in, NULL);
}

enum rc store_key_done(struct store *s, struct faults *f)
{
    BUG_IF(!s->rekey);
    TRY(seal_key_done(s->key_path, f));
    s->key_state = KEY_STEADY;
    return seal_again(s, f);
}

void store_keyed(const struct store *s, const char *tag, struct text value, unsigned char out[32])
{
    seal_keyed(s->seal, tag, value, out);
}

enum rc store_checkpoint(struct store *s)
{
    if (s->engine != ENGINE_SQLITE) return RC_OK;
    if (!s->house_db) TRY(db_open(s, DB_WRITE, &s->house_db));
    return sqlite_checkpoint(s->house_db);
}
