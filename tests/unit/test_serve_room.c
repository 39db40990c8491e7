/* SPDX-License-Identifier: Apache-2.0 */
/* A full disk, a database that somebody else holds, a killed server, as a client sees them: a status and a sentence that say what
 * to do, and what was answered with yes is there afterwards, exactly once. */
#include "office_rig.h"

#include "format/sheet.h"
#include "gen/sql/staff.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* A talk; each has its own key, so that pressing again is the same press. */
static int talk(struct rig *x, int64_t child, int n)
{
    char fields[400];
    snprintf(fields, sizeof fields,
             "kind=heart_talk&child=%lld&mode=face&met=child&day=2026-11-17&sentence=talk+number+%d&idem=room%012d",
             (long long)child, n, n);
    return POST(x, "/record", fields);
}

/* Records of the teacher that stand in the base, seen by a connection of its own. */
static int64_t kept(struct store *s, struct arena *a)
{
    struct db *db;
    struct account who;
    struct sql_staff_used_out used;
    assert_int_equal(db_open(s, DB_READ, &db), RC_OK);
    assert_int_equal(db_begin(db), RC_OK);
    assert_int_equal(account_by_login(db, T("dongban"), a, &who), RC_OK);
    struct sql_staff_used_in in = {.county = RIG_COUNTY, .staff = who.staff};
    assert_int_equal(sql_staff_used_one(db, &in, a, &used), RC_OK);
    db_rollback(db);
    db_close(db);
    return used.records;
}

static rlim_t size_of(const char *address, const char *ending)
{
    struct stat st;
    char path[600];
    snprintf(path, sizeof path, "%s%s", address, ending);
    return stat(path, &st) == 0 ? (rlim_t)st.st_size : 0;
}

/* No file may grow past what it is and a little more: what a write then gives is what a full disk gives. */
static void disk_fills(const struct rig *x)
{
    rlim_t data = size_of(x->at.address, ""), log = size_of(x->at.address, "-wal");
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &(struct rlimit){(data > log ? data : log) + (256 << 10), RLIM_INFINITY}), 0);
}

static void disk_has_room(void)
{
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &(struct rlimit){RLIM_INFINITY, RLIM_INFINITY}), 0);
}

static void a_full_disk_is_said_and_nothing_is_lost(void **state)
{
    enum { MOST = 2000 };
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    int n = 1, status = 303;
    ENTER(x, "dongban");
    assert_int_equal(talk(x, x->child[0], 0), 303);
    disk_fills(x);
    while (n < MOST && (status = talk(x, x->child[0], n)) == 303) n++;
    assert_int_equal(status, 507);
    assert_true(rig_says(x, "磁盘满了") && rig_says(x, "没有保存"));
    assert_int_equal(talk(x, x->child[0], n), 507);                    /* still honest */
    assert_int_equal(rig_post(x, "/record.json", NULL, "kind=heart_talk&child=1"), 404);   /* refusals go on as before */
    assert_int_equal(get(x, "/records"), 200);                         /* reading does too */
    disk_has_room();
    assert_int_equal(kept(x->store, x->arena), n);
    assert_int_equal(talk(x, x->child[0], n), 303);                    /* room was made: the same press is taken */
    assert_int_equal(talk(x, x->child[0], n), 303);                    /* and pressed again changes nothing */
    assert_int_equal(kept(x->store, x->arena), n + 1);
    rig_free(x);
}

static void a_locked_base_is_said_and_the_press_is_taken_later(void **state)
{
    struct rig *x = office_new((enum engine)(intptr_t)*state);
    sqlite3 *other;
    ENTER(x, "dongban");
    assert_int_equal(talk(x, x->child[0], 0), 303);
    assert_int_equal(sqlite3_open_v2(x->at.address, &other, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "begin immediate", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(talk(x, x->child[0], 1), 503);
    assert_true(rig_says(x, "Retry-After: ") && rig_says(x, "请过几秒再试"));
    assert_int_equal(get(x, "/today"), 200);
    assert_int_equal(kept(x->store, x->arena), 1);
    assert_int_equal(sqlite3_exec(other, "rollback", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(other);
    assert_int_equal(talk(x, x->child[0], 1), 303);
    assert_int_equal(kept(x->store, x->arena), 2);
    rig_free(x);
}

/* ---- killed ---- */

struct told { struct rig_place at; int port; int64_t child; };

static void serve_until_killed(enum engine engine, int out)
{
    struct rig *x = office_new(engine);
    struct told t = {.at = x->at, .port = x->port, .child = x->child[0]};
    if (write(out, &t, sizeof t) != (ssize_t)sizeof t) _exit(1);
    for (;;) pause();
}

static void a_killed_server_loses_nothing_acknowledged(void **state)
{
    enum { TALKS = 12 };
    int ends[2], status, said = 0;
    struct told t;
    assert_int_equal(pipe(ends), 0);
    pid_t server = fork();
    if (server == 0) serve_until_killed((enum engine)(intptr_t)*state, ends[1]);
    assert_int_equal(read(ends[0], &t, sizeof t), sizeof t);
    struct rig *x = calloc(1, sizeof *x);
    assert_non_null(x);
    assert_true(hash_start());
    x->at = t.at;
    x->port = t.port;
    x->arena = arena_new(UNIT_ARENA);
    ENTER(x, "dongban");
    for (int i = 0; i < TALKS; i++) said += talk(x, t.child, i) == 303;
    kill(server, SIGKILL);
    assert_int_equal(waitpid(server, &status, 0), server);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(said, TALKS);
    struct faults f = faults_new(x->arena);
    struct store_options so = {.address = x->at.address, .key_file = x->at.key, .lock = true};
    assert_int_equal(store_open(&so, &f, &x->store), RC_OK);            /* the lock went with the process */
    assert_int_equal(kept(x->store, x->arena), TALKS);
    close(ends[0]);
    close(ends[1]);
    rig_free(x);
}

int main(int argc, char **argv)
{
    sheet_worker_enter(argc, argv);
    struct CMUnitTest tests[] = {
        {"a killed server loses nothing acknowledged (SQLite)", a_killed_server_loses_nothing_acknowledged, NULL, NULL,
         (void *)(intptr_t)ENGINE_SQLITE},
        {"a full disk is said and nothing is lost", a_full_disk_is_said_and_nothing_is_lost, NULL, NULL,
         (void *)(intptr_t)ENGINE_SQLITE},
        {"a locked base is said, the press is taken later", a_locked_base_is_said_and_the_press_is_taken_later, NULL, NULL,
         (void *)(intptr_t)ENGINE_SQLITE},
        {"a killed server loses nothing acknowledged (PostgreSQL)", a_killed_server_loses_nothing_acknowledged, NULL, NULL,
         (void *)(intptr_t)ENGINE_POSTGRESQL},
    };
    size_t n = sizeof tests / sizeof *tests - (place_engines() == 2 ? 0 : 1);
    return _cmocka_run_group_tests("serve_room", tests, n, NULL, NULL);
}
