/* SPDX-License-Identifier: Apache-2.0 */
/* What was acknowledged stays: killed processes, full disks, backups taken while others write. */
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "base/file.h"
#include "gen/probe/migrations.c"
#include "gen/probe/probe.c"
#include "store/engine.h"
#include "unit/store_place.h"

static const enum engine sqlite = ENGINE_SQLITE, postgresql = ENGINE_POSTGRESQL;

struct fixture {
    struct place place;
    struct arena *arena;
    struct faults faults;
    struct store_options options;
};

static int fixture_new(void **state)
{
    enum engine engine = *(const enum engine *)*state;
    struct fixture *f = calloc(1, sizeof *f);
    f->arena = arena_new(64 << 20);
    f->faults = faults_new(f->arena);
    *state = f;
    if (engine == ENGINE_POSTGRESQL && place_engines() < 2) return 0;
    place_new(&f->place, engine);
    f->options = (struct store_options){.address = f->place.address, .key_file = f->place.key, .create = true,
        .migrations = &probe_migrations};
    return 0;
}

static int fixture_free(void **state)
{
    struct fixture *f = *state;
    if (f->place.dir[0]) place_drop(&f->place);
    arena_free(f->arena);
    free(f);
    return 0;
}

static struct fixture *ready(void **state)
{
    struct fixture *f = *state;
    if (!f->place.dir[0]) skip();
    return f;
}

static struct store *store_of(struct fixture *f)
{
    struct store *s;
    assert_int_equal(store_open(&f->options, &f->faults, &s), RC_OK);
    return s;
}

static struct db *db_of(struct store *s, enum db_mode mode)
{
    struct db *db;
    assert_int_equal(db_open(s, mode, &db), RC_OK);
    return db;
}

static enum rc put(struct db *db, int64_t id, struct text photo)
{
    struct sql_pupil_put_in in = {.county = 1, .id = id, .name = T("甲"), .birth_day = DAY_NONE,
        .id_no = T("990101201202290018"), .photo = photo};
    return sql_pupil_put_run(db, &in, NULL);
}

static bool has(struct db *db, struct arena *a, int64_t id)
{
    struct sql_pupil_mark_in in = {id};
    struct sql_pupil_mark_out out;
    return sql_pupil_mark_one(db, &in, a, &out) == RC_OK;
}

static int64_t count(struct db *db, struct arena *a)
{
    struct sql_pupil_count_out out = {-1};
    assert_int_equal(sql_pupil_count_one(db, a, &out), RC_OK);
    return out.pupils;
}

/* ---- killed in the middle ---- */

enum { KILLED_AFTER = 40 };

/* Commits pairs of rows and says so after each; then leaves the next pair half written and waits to be killed. */
static void child_write(struct fixture *f, int tell)
{
    struct store *s;
    struct db *db;
    if (store_open(&f->options, &f->faults, &s) != RC_OK || db_open(s, DB_WRITE, &db) != RC_OK) _exit(1);
    for (int64_t i = 1;; i++) {
        if (db_begin(db) != RC_OK || put(db, 2 * i, TEXT_NONE) != RC_OK) _exit(2);
        if (i > KILLED_AFTER) {
            if (write(tell, &(int64_t){-1}, 8) != 8) _exit(3);
            for (;;) pause();
        }
        if (put(db, 2 * i + 1, TEXT_NONE) != RC_OK || db_commit(db) != RC_OK) _exit(4);
        if (write(tell, &i, 8) != 8) _exit(5);
    }
}

static void killed_process_loses_nothing_acknowledged(void **state)
{
    struct fixture *f = ready(state);
    int pipe_of[2];
    store_close(store_of(f));
    assert_int_equal(pipe(pipe_of), 0);
    pid_t child = fork();
    if (child == 0) child_write(f, pipe_of[1]);
    assert_true(child > 0);
    close(pipe_of[1]);
    int64_t told, last = 0;
    while (read(pipe_of[0], &told, 8) == 8 && told > 0) last = told;
    assert_int_equal(told, -1);
    assert_int_equal(kill(child, SIGKILL), 0);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    close(pipe_of[0]);
    assert_int_equal(last, KILLED_AFTER);
    struct store *s = store_of(f);
    struct db *db = db_of(s, DB_WRITE);
    for (int64_t i = 1; i <= last; i++) assert_true(has(db, f->arena, 2 * i) && has(db, f->arena, 2 * i + 1));
    assert_int_equal(count(db, f->arena), 2 * last); /* nothing of the half pair */
    assert_int_equal(put(db, 2 * last + 2, TEXT_NONE), RC_OK);
    db_close(db);
    store_close(s);
}

/* ---- full disk ---- */

/* In a child, because the limit on file size is for a whole process. Exit code 0 when all went as it must. */
static int child_fill(struct fixture *f)
{
    struct store *s;
    struct db *db;
    static char photo[16384];
    struct text big = {memset(photo, 7, sizeof photo), sizeof photo};
    signal(SIGXFSZ, SIG_IGN);
    if (store_open(&f->options, &f->faults, &s) != RC_OK || db_open(s, DB_WRITE, &db) != RC_OK) return 10;
    if (setrlimit(RLIMIT_FSIZE, &(struct rlimit){1 << 20, RLIM_INFINITY}) != 0) return 11;
    int64_t kept = 0;
    enum rc rc;
    for (int64_t id = 1; id < 1000; id++) {
        rc = db_begin(db);
        if (rc == RC_OK) rc = put(db, id, big);
        if (rc == RC_OK) rc = db_commit(db);
        else db_rollback(db);
        if (rc != RC_OK) break;
        kept = id;
    }
    if (rc != RC_NO_SPACE || kept < 5) return 12;
    if (count(db, f->arena) != kept) return 13;                 /* still readable, nothing half done */
    if (put(db, 2000, big) != RC_NO_SPACE) return 14;           /* and still honest */
    if (setrlimit(RLIMIT_FSIZE, &(struct rlimit){RLIM_INFINITY, RLIM_INFINITY}) != 0) return 15;
    if (put(db, 2000, big) != RC_OK) return 16;                 /* room was made: it goes on */
    if (count(db, f->arena) != kept + 1) return 17;
    db_close(db);
    store_close(s);
    return 0;
}

static void full_disk_is_said_and_nothing_is_lost(void **state)
{
    struct fixture *f = ready(state);
    pid_t child = fork();
    if (child == 0) _exit(child_fill(f));
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    struct store *s = store_of(f);
    struct db *db = db_of(s, DB_READ);
    assert_true(has(db, f->arena, 1) && has(db, f->arena, 2000));
    db_close(db);
    store_close(s);
}

/* ---- the log is written in few calls: nothing of it is missed, and nothing is seen too early ---- */

static int64_t asked(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *st;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return n;
}

static void told(sqlite3 *db, const char *sql)
{
    char *why = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK) fail_msg("%s: %s", sql, why);
}

#define THOUSANDS "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000) "

/* Ten pages of cache, so that a change goes to the log long before it is committed, and is read back from there. */
static void a_gathered_log_is_whole_for_everybody(void **state)
{
    struct fixture *f = ready(state);
    struct text path = text_fmt(f->arena, "%s/raw.db", f->place.dir);
    sqlite3 *writer, *reader;
    assert_non_null(log_files());
    assert_int_equal(sqlite3_open_v2(path.s, &writer, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, log_files()), SQLITE_OK);
    told(writer, "pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = 10; pragma wal_autocheckpoint = 0;"
                 "create table t (i integer primary key, v text); create index by_v on t (v)");
    assert_int_equal(sqlite3_open_v2(path.s, &reader, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    for (int round = 0; round < 4; round++) {
        told(writer, "begin; delete from t; " THOUSANDS "insert into t select i, hex(randomblob(300)) from n;"
                     "update t set v = hex(randomblob(200)) where i % 3 = 0");
        assert_int_equal(asked(writer, "select count(*) from t where length(v) = 400"), 1000);
        assert_int_equal(asked(reader, "select count(*) from t"), round == 0 ? 0 : 3000);
        told(writer, "commit");
        assert_int_equal(asked(reader, "select count(*) from t where length(v) = 400"), 1000);
        told(writer, "begin; delete from t where i > 10; " THOUSANDS "insert into t select i + 9000, hex(randomblob(300)) from n;"
                     "rollback");
        assert_int_equal(asked(reader, "select sum(i) from t"), 3000 * 3001 / 2);
        if (round == 2) told(reader, "pragma wal_checkpoint(restart)"); /* the next round begins the log anew */
    }
    assert_int_equal(asked(reader, "select count(*) from pragma_integrity_check where integrity_check = 'ok'"), 1);
    sqlite3_close(reader);
    sqlite3_close(writer);
    assert_int_equal(sqlite3_open_v2(path.s, &reader, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(asked(reader, "select sum(i) from t"), 3000 * 3001 / 2);
    sqlite3_close(reader);
}

static sqlite3 *gathering(const char *path)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, log_files()), SQLITE_OK);
    log_forgets(db);
    told(db, "pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = 20; pragma wal_autocheckpoint = 0");
    return db;
}

/* A large change that is taken back, while somebody else commits where it stood in the log: a command beside a server. */
static void what_was_taken_back_harms_nobody(void **state)
{
    struct fixture *f = ready(state);
    struct text path = text_fmt(f->arena, "%s/raw.db", f->place.dir);
    sqlite3 *command = gathering(path.s), *server = gathering(path.s), *reader;
    told(command, "create table t (i integer primary key, v blob)");
    told(server, "insert into t values (1, 'x')");
    told(command, "pragma wal_checkpoint(passive)");
    told(command, "begin immediate; with recursive n(i) as (select 100 union all select i + 1 from n where i < 160) "
                  "insert into t select i, randomblob(3000) from n; rollback");
    for (int i = 2; i < 40; i++) told(server, "insert into t (v) values (randomblob(2000))");
    assert_int_equal(sqlite3_open_v2(path.s, &reader, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(asked(reader, "select count(*) from t"), 39);
    assert_int_equal(asked(command, "select count(*) from t"), 39);
    sqlite3_close(command);
    assert_int_equal(asked(reader, "select count(*) from t"), 39);
    assert_int_equal(asked(reader, "select count(*) from pragma_integrity_check where integrity_check = 'ok'"), 1);
    sqlite3_close(reader);
    sqlite3_close(server);
}

static int child_make_small(struct fixture *f)
{
    struct store *s;
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &(struct rlimit){20000, RLIM_INFINITY}) != 0) return 11;
    return store_open(&f->options, &f->faults, &s) == RC_NO_SPACE && f->faults.errors == 1 ? 0 : 12;
}

static void no_room_for_a_new_database(void **state)
{
    struct fixture *f = ready(state);
    pid_t child = fork();
    if (child == 0) _exit(child_make_small(f));
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    store_close(store_of(f)); /* with room it is made */
}

/* ---- backup ---- */

struct writer { struct store *store; atomic_bool stop; atomic_int pairs; bool good; };

static void *writer_run(void *p)
{
    struct writer *w = p;
    struct db *db;
    w->good = db_open(w->store, DB_WRITE, &db) == RC_OK;
    for (int64_t i = 1; w->good && !atomic_load(&w->stop); i++) {
        w->good = db_begin(db) == RC_OK && put(db, 2 * i, TEXT_NONE) == RC_OK && put(db, 2 * i + 1, TEXT_NONE) == RC_OK &&
            db_commit(db) == RC_OK;
        atomic_fetch_add(&w->pairs, 1);
        if (i % 16 == 0 && store_checkpoint(w->store) != RC_OK) w->good = false;
    }
    db_close(db);
    return NULL;
}

static void backup_is_whole_while_others_write(void **state)
{
    struct fixture *f = ready(state);
    struct writer w = {.store = store_of(f)};
    char to[256], back[256];
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, writer_run, &w), 0);
    int copies = 0;
    for (int at = 0; copies < 5; at = atomic_load(&w.pairs)) {
        while (w.good && atomic_load(&w.pairs) < at + 20) sched_yield();
        snprintf(to, sizeof to, "%s/backup%d", f->place.dir, copies++);
        assert_int_equal(store_backup(w.store, to, &f->faults), RC_OK);
    }
    atomic_store(&w.stop, true);
    pthread_join(thread, NULL);
    assert_true(w.good);
    assert_int_equal(store_backup(w.store, to, &f->faults), RC_CONFLICT); /* never over an old one */
    store_close(w.store);
    struct store_options o = f->options;
    snprintf(back, sizeof back, "%s/back.db", f->place.dir);
    o.address = back;
    assert_int_equal(store_restore(&o, to, &f->faults), RC_OK);
    assert_int_equal(store_restore(&o, to, &f->faults), RC_CONFLICT);
    struct store *s;
    assert_int_equal(store_open(&o, &f->faults, &s), RC_OK);
    struct db *db = db_of(s, DB_READ);
    int64_t rows = count(db, f->arena);
    assert_true(rows >= 160 && rows % 2 == 0); /* whole transactions only */
    assert_true(has(db, f->arena, rows + 1));
    db_close(db);
    store_close(s);
}

static void damaged_backup_is_not_restored(void **state)
{
    struct fixture *f = ready(state);
    struct store *s = store_of(f);
    struct db *db = db_of(s, DB_WRITE);
    for (int i = 1; i <= 300; i++) assert_int_equal(put(db, i, T("photo")), RC_OK);
    db_close(db);
    char to[256], back[256], cut[256], other_key[256];
    snprintf(to, sizeof to, "%s/backup", f->place.dir);
    snprintf(cut, sizeof cut, "%s/cut", f->place.dir);
    snprintf(back, sizeof back, "%s/back.db", f->place.dir);
    snprintf(other_key, sizeof other_key, "%s/other.key", f->place.dir);
    assert_int_equal(store_backup(s, to, &f->faults), RC_OK);
    store_close(s);
    struct text bytes;
    assert_int_equal(file_read(f->arena, to, 8 << 20, &bytes), RC_OK);
    assert_int_equal(file_write(cut, text_sub(bytes, 0, bytes.n / 2), 0600), RC_OK);
    struct store_options o = f->options;
    o.address = back;
    assert_int_equal(store_restore(&o, cut, &f->faults), RC_UNAVAILABLE);
    assert_false(file_exists(back));
    o.key_file = other_key;
    assert_int_not_equal(store_restore(&o, to, &f->faults), RC_OK); /* whole, but its key is not there */
    assert_false(file_exists(back));
    o.key_file = f->place.key;
    assert_int_equal(store_restore(&o, to, &f->faults), RC_OK);
}

static void postgresql_backup_names_its_own_tool(void **state)
{
    struct fixture *f = ready(state);
    struct store *s = store_of(f);
    size_t before = f->faults.errors;
    assert_int_equal(store_backup(s, "/nowhere", &f->faults), RC_INVALID);
    assert_int_equal(f->faults.errors, before + 1);
    assert_int_equal(f->faults.list[f->faults.n - 1].word, W_store_backup_postgresql);
    assert_int_equal(store_checkpoint(s), RC_OK);
    store_close(s);
}

#define ON(test, engine) cmocka_unit_test_prestate_setup_teardown(test, fixture_new, fixture_free, (void *)(uintptr_t)&engine)
#define BOTH(test) ON(test, sqlite), ON(test, postgresql)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(killed_process_loses_nothing_acknowledged), ON(full_disk_is_said_and_nothing_is_lost, sqlite),
            ON(no_room_for_a_new_database, sqlite), ON(a_gathered_log_is_whole_for_everybody, sqlite),
            ON(what_was_taken_back_harms_nobody, sqlite),
        ON(backup_is_whole_while_others_write, sqlite), ON(damaged_backup_is_not_restored, sqlite),
        ON(postgresql_backup_names_its_own_tool, postgresql),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
