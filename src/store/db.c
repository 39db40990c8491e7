/* SPDX-License-Identifier: Apache-2.0 */
/* Connections and transactions. */
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "store/engine.h"

enum { REPEATS_MAX = 5 };

void db_say(struct db *db, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(db->message, sizeof db->message, fmt, ap);
    va_end(ap);
}

struct text db_message(const struct db *db) { return text_of(db->message); }

void db_keyed(struct db *db, const char *tag, struct text value, unsigned char out[32])
{
    struct keyed_kept *k = &db->keyed[text_hash(value) % KEYED_KEPT];
    bool kept = value.n <= KEYED_VALUE_MAX && k->tag && strcmp(k->tag, tag) == 0 && k->n == value.n
        && memcmp(k->value, value.s, value.n) == 0;
    if (!kept) seal_keyed(db->store->seal, tag, value, out);
    if (!kept && value.n <= KEYED_VALUE_MAX) {
        k->tag = tag;
        k->n = value.n;
        memcpy(k->value, value.s, value.n);
        memcpy(k->hash, out, sizeof k->hash);
    }
    if (kept) memcpy(out, k->hash, sizeof k->hash);
}

uint64_t db_written(const struct db *db) { return db->written; }

bool db_sound(const struct db *db) { return db->spoiled_at == 0; }

enum engine db_engine(const struct db *db) { return db->engine; }

enum rc db_connect(struct store *s, enum db_mode mode, bool create, struct db **out)
{
    struct db *db = calloc(1, sizeof *db);
    BUG_IF(!db);
    db->store = s;
    db->face = s->face;
    db->engine = s->engine;
    db->mode = mode;
    *out = db; /* also when it fails: its message says why; db_close is due either way */
    return db->face->connect(db, create);
}

enum rc db_open(struct store *s, enum db_mode mode, struct db **out)
{
    enum rc rc = db_connect(s, mode, false, out);
    if (rc == RC_OK) {
        (*out)->sealer = sealer_new(s->seal);
        return RC_OK;
    }
    db_close(*out);
    *out = NULL;
    return rc;
}

void db_close(struct db *db)
{
    if (!db) return;
    BUG_IF(db->open != 0); /* a cursor was never closed */
    if (db->depth > 0) db_rollback(db);
    db->face->disconnect(db);
    sealer_free(db->sealer);
    sodium_memzero(db->keyed, sizeof db->keyed);
    while (db->spares > 0) arena_free(db->spare[--db->spares]);
    free(db);
}

enum rc db_begin(struct db *db)
{
    BUG_IF(db->depth != 0);
    TRY(db->face->command(db, db->mode == DB_READ ? COMMAND_BEGIN_READ : COMMAND_BEGIN_WRITE));
    db->depth = 1;
    db->spoiled_at = 0;
    db->again = false;
    return RC_OK;
}

enum rc db_commit(struct db *db)
{
    BUG_IF(db->depth != 1);
    enum rc rc = db->spoiled_at ? db->spoiled : db->face->command(db, COMMAND_COMMIT);
    if (rc != RC_OK) {
        db_rollback(db);
        return rc;
    }
    db->depth = 0;
    return RC_OK;
}

void db_rollback(struct db *db)
{
    if (db->depth == 0) return;
    char why[MESSAGE_MAX];
    memcpy(why, db->message, sizeof why); /* what led here matters more than how the rollback went */
    if (db->face->command(db, COMMAND_ROLLBACK) == RC_OK) memcpy(db->message, why, sizeof why);
    db->depth = 0;
    db->spoiled_at = 0;
}

enum rc db_save(struct db *db)
{
    BUG_IF(db->depth == 0);
    if (db->spoiled_at) return db->spoiled;
    enum rc rc = db->face->command(db, COMMAND_SAVE);
    if (rc != RC_OK) {
        db->spoiled_at = db->depth;
        return db->spoiled = rc;
    }
    db->depth++;
    return RC_OK;
}

enum rc db_release(struct db *db)
{
    BUG_IF(db->depth < 2);
    enum rc rc = db->spoiled_at ? db->spoiled : db->face->command(db, COMMAND_RELEASE);
    if (rc != RC_OK) {
        db_undo(db);
        return rc;
    }
    db->depth--;
    return RC_OK;
}

void db_undo(struct db *db)
{
    BUG_IF(db->depth < 2);
    char why[MESSAGE_MAX];
    memcpy(why, db->message, sizeof why);
    enum rc rc = db->face->command(db, COMMAND_UNDO);
    db->depth--;
    if (rc != RC_OK) { /* the engine has given up the whole transaction */
        if (!db->spoiled_at || db->spoiled == RC_OK) db->spoiled = rc;
        db->spoiled_at = 1;
        return;
    }
    memcpy(db->message, why, sizeof why);
    if (db->spoiled_at > db->depth) db->spoiled_at = 0;
}

static enum rc transact_inside(struct db *db, enum rc (*fn)(struct db *, void *), void *p)
{
    TRY(db_save(db));
    enum rc rc = fn(db, p);
    if (rc == RC_OK) return db_release(db);
    db_undo(db);
    return rc;
}

enum rc db_transact(struct db *db, enum rc (*fn)(struct db *, void *), void *p)
{
    if (db->depth > 0) return transact_inside(db, fn, p);
    for (int i = 1;; i++) {
        TRY(db_begin(db));
        enum rc rc = fn(db, p);
        if (rc == RC_OK) rc = db_commit(db);
        else db_rollback(db);
        if (rc == RC_OK || !db->again || i == REPEATS_MAX) return rc;
    }
}
