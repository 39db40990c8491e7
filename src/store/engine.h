/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the store: what the two engines have in common, and what each must be able to do. Included by src/store only. */
#ifndef CHUYAN_STORE_ENGINE_H
#define CHUYAN_STORE_ENGINE_H

#include <stdatomic.h>

#include "store/seal.h"
#include "store/store.h"

enum { MESSAGE_MAX = 256, SPARE_MAX = 4, SCRATCH_CEILING = 64 << 20 };

/* Keyed hashes that were made last on a connection, by place of the value's hash. */
enum { KEYED_KEPT = 32, KEYED_VALUE_MAX = 40 };
struct keyed_kept { const char *tag; size_t n; char value[KEYED_VALUE_MAX]; unsigned char hash[SEAL_KEYED_BYTES]; };

enum command {
    COMMAND_BEGIN_READ, COMMAND_BEGIN_WRITE, COMMAND_COMMIT, COMMAND_ROLLBACK,
    COMMAND_SAVE, COMMAND_RELEASE, COMMAND_UNDO, COMMAND_COUNT
};

/* What an engine does. All return what went wrong as rc and put a message without data values into db->message. */
struct engine_face {
    enum rc (*connect)(struct db *db, bool create);
    void (*disconnect)(struct db *db);
    enum rc (*command)(struct db *db, enum command c);
    enum rc (*script)(struct db *db, const char *sql);                /* statements without parameters or rows: layout changes */
    enum rc (*prepare)(struct db *db, const struct sql_statement *st);
    /* `whole`: the caller takes one row or none, so the answer may come in one piece. */
    enum rc (*open)(struct cursor *c, const struct scope *scope, const void *in, bool whole);
    bool (*step)(struct cursor *c);                                   /* false: the end, or c->rc says why */
    enum rc (*read)(struct cursor *c, void *out);
    int64_t (*changed)(struct cursor *c);                             /* after the last step */
    void (*close)(struct cursor *c);
};

extern const struct engine_face engine_sqlite, engine_postgresql;

struct store {
    enum engine engine;
    const struct engine_face *face;
    const struct sql_migrations *migrations;
    char *address, *shown, *key_path;
    struct seal *seal;
    enum key_state key_state;
    int key_fd;                  /* the key file, locked (flock): shared by all who use the key, exclusively to change it; -1 */
    bool rekey;                  /* opened to change the key */
    bool serving;                /* holds the single-server lock: a house-keeping thread moves the log, not the commits */
    int lock_fd;                 /* SQLite: of ADDRESS.lock, or -1 */
    struct db *lock_db;          /* PostgreSQL: the connection whose session holds the lock */
    struct db *house_db;         /* SQLite: for store_checkpoint */
    atomic_bool log_nearly_moved; /* SQLite: the writer's next transaction moves the rest of the log, so that it begins anew */
};

/* A statement prepared on one connection. */
struct prepared {
    const struct sql_statement *st;
    void *handle;                /* sqlite3_stmt */
    unsigned number;             /* PostgreSQL: its name there is s and this number */
    bool used;                   /* a cursor is open on it */
    bool spare;                  /* made beside the first because that was in use; goes when its cursor closes */
};

struct prepared_map {
    struct prepared **slot;      /* open addressing by the address of the statement */
    size_t n, cap;
};

struct db {
    struct store *store;
    const struct engine_face *face;
    enum engine engine;
    enum db_mode mode;
    int depth;                   /* 0 none, 1 a transaction, one more for each save point */
    int spoiled_at;              /* depth at which a statement failed, 0 when sound */
    enum rc spoiled;             /* why */
    bool again;                  /* PostgreSQL asks for the transaction to be repeated */
    int open;                    /* cursors */
    uint64_t written;            /* writing statements begun */
    struct arena *spare[SPARE_MAX];
    int spares;
    struct sealer *sealer;
    struct keyed_kept keyed[KEYED_KEPT];
    struct prepared_map prepared;
    void *handle;                /* sqlite3 or struct pg */
    char message[MESSAGE_MAX];
};

struct prepared *prepared_find(const struct prepared_map *m, const struct sql_statement *st);
struct prepared *prepared_add(struct prepared_map *m, const struct sql_statement *st);
void prepared_clear(struct prepared_map *m, void (*drop)(struct prepared *));

struct arena *cursor_scratch(struct cursor *c);

/* One parameter or column on its way between a struct and an engine. */
enum value_kind { VALUE_NULL, VALUE_INT, VALUE_TEXT, VALUE_BYTES };
struct value {
    enum value_kind kind;
    bool fleeting;               /* lies in scratch: the engine must copy it */
    int64_t integer;
    struct text text;
};

/* The value of placeholder i of the statement. RC_INTERNAL when a field that may not be null is, RC_INVALID when a text is not
 * UTF-8 or holds a zero byte (PostgreSQL cannot store either, so SQLite may not). */
enum rc value_bind(struct cursor *c, size_t i, const struct scope *scope, const void *in, struct value *v);
/* Stores column i. RC_INTERNAL when it is null and may not be, RC_UNAVAILABLE when a sealed value does not open. */
enum rc value_read(struct cursor *c, size_t i, const struct value *v, void *out);

void db_say(struct db *db, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* A connection whose store is not complete yet (no key, no layout); db_open is this and a sealer. */
enum rc db_connect(struct store *s, enum db_mode mode, bool create, struct db **out);

/* sqlite.c, for the parts that only SQLite has */
struct sqlite3;
struct sqlite3 *sqlite_handle(struct db *db);
enum rc sqlite_checkpoint(struct db *db);
/* log_file.c: by which name SQLite opens files so that a writer's log is written in few calls; NULL: the system's own way. */
const char *log_files(void);
/* Every connection that was opened with them: what it gathered and then took back is forgotten. */
void log_forgets(struct sqlite3 *db);

/* migrate.c */
enum rc layout_empty(struct db *db, bool *has_layout, bool *has_other);
/* Makes the store's own tables, checks the key, runs what is missing */
enum rc layout_upgrade(struct db *db, struct faults *f);

/* planner.c: statistics for SQLite's planner, whenever the layout has changed; inside a transaction */
enum rc planner_teach(struct db *db);

/* On PostgreSQL: whether the key on record is still ours; a connection that was lost may come back after a change of key. */
enum rc key_on_record(struct db *db, bool *same);

/* Tells the operator that the database cannot be opened, with what the engine said. */
enum rc store_fault(struct faults *f, enum rc rc, enum word w, const char *a0, const char *a1);

#endif
