/* SPDX-License-Identifier: Apache-2.0 */
/* The database: SQLite or PostgreSQL behind one face. No other room knows sqlite3 or libpq.
 * Statements stand in noun.sql, are compiled to typed calls in gen/sql/noun.h (see HOUSE.md, "Statements"), and run through
 * this. */
#ifndef CHUYAN_STORE_STORE_H
#define CHUYAN_STORE_STORE_H

#include "access/scope.h"
#include "base/date.h"
#include "base/fault.h"

#define NULL_INT INT64_MIN   /* SQL null in an `int?` field; `text?` null is TEXT_NONE; `day?` null is DAY_NONE */

struct store;   /* one installation: its address, key, connections */
struct db;      /* one connection, used by one thread at a time */
struct cursor;
struct sql_migrations;

/* A day from an `int?` field: null becomes DAY_NONE. (Fields of the type `day` are day_t and need no such care; and an `int?`
 * parameter whose name ends in `day` that is bound as DAY_NONE becomes null.) */
static inline day_t sql_day(int64_t v) { return v == NULL_INT ? DAY_NONE : (day_t)v; }
static inline int64_t sql_from_day(day_t d) { return d == DAY_NONE ? NULL_INT : (int64_t)d; }

enum engine { ENGINE_SQLITE, ENGINE_POSTGRESQL };

struct store_options {
    const char *address;    /* a path, or postgresql://… */
    const char *key_file;   /* NULL: ADDRESS.key beside an SQLite file, or $CHUYAN_KEY_FILE */
    bool create;            /* make database and key when absent */
    bool lock;              /* take the single-server lock (serve): a second server is refused with RC_BUSY */
    bool rekey;             /* to change the key: refused with RC_BUSY while any other program has the database open */
    const char *suite;      /* of a key that is made now: "aes" (NULL: the same) AES-256-GCM and SHA-256, or "sm4" SM4 and SM3 */
    const struct sql_migrations *migrations; /* NULL: the program's own; tests bring theirs */
};

/* Opens and migrates up. Faults say in words what is wrong (not a database, newer than the program, wrong key, locked). */
enum rc store_open(const struct store_options *o, struct faults *f, struct store **out);
void store_close(struct store *s);
enum engine store_engine(const struct store *s);
const char *store_address(const struct store *s);   /* for people and logs: without the password */

enum db_mode { DB_READ, DB_WRITE };
/* A DB_READ connection cannot write: the engine itself refuses. */
enum rc db_open(struct store *s, enum db_mode mode, struct db **out);
void db_close(struct db *db);
enum engine db_engine(const struct db *db);

/* Transactions. A write begins immediate (PostgreSQL: serializable); a read is one snapshot. Save points nest inside one.
 * A statement that fails inside a transaction spoils it, on both engines: what follows returns the same rc until db_undo goes
 * back to a save point made before the failure, or db_rollback. RC_NOT_FOUND is no failure. A commit that fails has rolled back.
 * RC_UNAVAILABLE with a lost PostgreSQL connection: the next db_begin connects again. */
enum rc db_begin(struct db *db);
enum rc db_commit(struct db *db);           /* durable when it returns RC_OK; RC_NO_SPACE leaves nothing behind */
void db_rollback(struct db *db);
enum rc db_save(struct db *db);             /* savepoint */
enum rc db_release(struct db *db);
void db_undo(struct db *db);                /* back to the savepoint, and releases it */

/* How many statements that write were begun on this connection: who finds it unchanged, and the transaction sound (no statement
 * of it failed), has nothing to undo. */
uint64_t db_written(const struct db *db);
bool db_sound(const struct db *db);

/* Runs fn in a write transaction; on PostgreSQL repeats it (at most 5 times) when the engine asks for it (serialisation,
 * deadlock), so fn must be repeatable. Inside a transaction that is already open it becomes a save point, and the outer one
 * repeats. */
enum rc db_transact(struct db *db, enum rc (*fn)(struct db *, void *), void *p);

/* A change of key (key rotate), of a store opened with `rekey`; see seal.h. From KEY_STEADY `next` leads to KEY_CHANGING:
 * everything is then opened under either key and written under the new one. When nothing lies under the old one any more, `kept`
 * puts the new key on record within the caller's transaction (KEY_CHANGED), and `done`, after its commit, forgets the old one. No
 * connection is open over `next` and `done`. Until it is done no other program opens the database: it would find half under one
 * key, half under the other. */
enum key_state { KEY_STEADY, KEY_CHANGING, KEY_CHANGED };
enum key_state store_key_state(const struct store *s);
unsigned store_key_number(const struct store *s);    /* the second byte of every value that is sealed now */
enum rc store_key_next(struct store *s, struct faults *f);
enum rc store_key_kept(struct db *db);
enum rc store_key_done(struct store *s, struct faults *f);

/* Online backup of the whole SQLite file, consistent while others write; PostgreSQL: RC_INVALID with a fault naming pg_dump. */
enum rc store_backup(struct store *s, const char *to_path, struct faults *f);
/* Puts a backup in the place of o->address, where nothing may stand yet: verifies the file and that the key opens it, then
 * copies. */
enum rc store_restore(const struct store_options *o, const char *from_path, struct faults *f);
/* Moves what the log of an SQLite database holds into the file, without waiting for anybody; nothing to do on PostgreSQL.
 * The server's house-keeping thread (one thread only) calls it every second or so, so that no commit has to. */
enum rc store_checkpoint(struct store *s);

/* The last engine message of a connection, for logs: never holds data values. */
struct text db_message(const struct db *db);

/* Keyed hash of a normalised value (ID number, phone), for equality search; tag separates kinds of value. A `keyed` parameter is
 * hashed with its own name as the tag, one declared `keyed(tag)` with that. */
void store_keyed(const struct store *s, const char *tag, struct text value, unsigned char out[32]);
/* The same on a connection, which remembers the last values: one that is looked for and then written is hashed once. */
void db_keyed(struct db *db, const char *tag, struct text value, unsigned char out[32]);

/* ---- used by generated code only ---- */

enum sql_type { SQL_INT, SQL_DAY, SQL_TEXT, SQL_BYTES, SQL_SEALED, SQL_KEYED };

struct sql_field {
    const char *name;         /* column or parameter name */
    const char *tag;          /* SQL_KEYED: the kind of value, else NULL */
    enum sql_type type;
    bool nullable;
    uint16_t offset;          /* in the in/out struct: int64_t for int, day_t for day, struct text for the others */
    const char *bound;        /* SQL_SEALED: table.column, else NULL; the value opens there alone, in the row of this key: */
    uint8_t keys;
    int8_t key[4];            /* in: index of `in` or SQL_SCOPE_…; out: index of an earlier `out`, or -1 - index of `given` */
};

struct sql_statement {
    const char *name;
    int id;                          /* index in sql_statements[] */
    const char *body[2];             /* by enum engine; parameters already ?1… or $1… */
    const struct sql_field *in;
    uint8_t in_count;
    const int8_t *bind[2];           /* for each placeholder: >= 0 index of `in`; SQL_SCOPE_… otherwise */
    uint8_t bind_count[2];
    const struct sql_field *out;
    uint8_t out_count;
    size_t out_size;                 /* bytes of the out struct */
    int8_t given[8];                 /* what sealed columns are opened with besides the row: index of `in` or SQL_SCOPE_… */
    uint8_t given_count;
    bool scoped;                     /* uses :scope. and so takes one */
    bool guarded;                    /* touches a table about people */
    bool writes;
};

enum { SQL_SCOPE_COUNTY = -1, SQL_SCOPE_LO = -2, SQL_SCOPE_HI = -3, SQL_SCOPE_CHILD = -4, SQL_SCOPE_STAFF = -5 };
enum { SQL_BIND_MAX = 96 };          /* placeholders of one statement */

struct sql_migration {
    int number;                      /* 1, 2, … */
    const char *name;
    const char *source;              /* its text without comments: what the digest is made of */
    const char *const *ddl[2];       /* statements by enum engine, ending with NULL */
};

struct sql_migrations {
    const struct sql_migration *list;
    size_t n;
};

struct cursor {
    struct db *db;
    const struct sql_statement *st;
    void *handle;                    /* the engine's */
    int64_t given[8];                /* values of st->given */
    struct arena *scratch;           /* sealed parameters, and opened sealed values of the current row */
    bool done;                       /* no row comes any more */
    enum rc rc;                      /* why next() ended: RC_OK at the end of the rows */
};

/* The texts of `in` are not copied: they must live until sql_close. Close cursors before the transaction ends. A cursor that
 * failed to open gives no rows, so that a loop over sql_next and the rc of sql_close are enough. */
enum rc sql_open(struct db *db, const struct sql_statement *st, const struct scope *scope, const void *in, struct cursor *c);
bool sql_next(struct cursor *c, void *out);     /* text of a row is valid until the next call */
enum rc sql_close(struct cursor *c);            /* always call; returns c->rc */
/* Runs a statement without rows; *changed (may be NULL) gets the number of rows touched. Unique violations are RC_CONFLICT. */
enum rc sql_run(struct db *db, const struct sql_statement *st, const struct scope *scope, const void *in, int64_t *changed);
/* First row into out with its texts copied to `a`; RC_NOT_FOUND when there is none. */
enum rc sql_one(struct db *db, const struct sql_statement *st, const struct scope *scope, const void *in, struct arena *a,
                void *out);

/* Prepares without running and checks the columns against `out`: for the test of all statements. */
enum rc sql_prepare(struct db *db, const struct sql_statement *st);

#endif
