/* SPDX-License-Identifier: Apache-2.0 */
/* Opening an installation: layouts, keys, locks; every refusal says why and changes nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/file.h"
#include "base/hash.h"
#include "gen/probe/migrations.c"
#include "gen/probe/probe.c"
#include "store/seal.h"
#include "unit/store_place.h"

static const enum engine sqlite = ENGINE_SQLITE, postgresql = ENGINE_POSTGRESQL;

struct fixture {
    struct place place;
    struct arena *arena;
    struct faults faults;
    struct store_options options;
    struct sql_migration step[3];
    struct sql_migrations layout; /* the first n of the probe's, to be edited by the test */
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
    f->step[0] = probe_migrations.list[0];
    f->step[1] = probe_migrations.list[1];
    f->layout = (struct sql_migrations){f->step, 2};
    f->options = (struct store_options){.address = f->place.address, .key_file = f->place.key, .create = true,
        .migrations = &f->layout};
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

/* Opens and closes; the sentences are in f->faults. */
static enum rc reopen(struct fixture *f)
{
    struct store *s;
    f->faults = faults_new(f->arena);
    enum rc rc = store_open(&f->options, &f->faults, &s);
    if (rc == RC_OK) store_close(s);
    else assert_null(s);
    return rc;
}

static void said(const struct fixture *f, enum word w)
{
    assert_int_equal(f->faults.errors, 1);
    const struct fault *last = &f->faults.list[f->faults.n - 1];
    assert_int_equal(last->word, w);
    assert_false(text_empty(fault_say(last, LANG_ZH, f->arena)));
}

/* Puts a pupil and reads a mark: is the database of the layout we think? */
static enum rc mark_of(struct fixture *f, int64_t id, int64_t *mark)
{
    struct store *s;
    struct db *db;
    struct sql_pupil_mark_in in = {id};
    struct sql_pupil_mark_out out = {0};
    f->faults = faults_new(f->arena);
    TRY(store_open(&f->options, &f->faults, &s));
    assert_int_equal(db_open(s, DB_READ, &db), RC_OK);
    enum rc rc = sql_pupil_mark_one(db, &in, f->arena, &out);
    *mark = out.mark;
    db_close(db);
    store_close(s);
    return rc;
}

static void pupil_add(struct fixture *f, int64_t id)
{
    struct store *s;
    struct db *db;
    f->faults = faults_new(f->arena);
    assert_int_equal(store_open(&f->options, &f->faults, &s), RC_OK);
    assert_int_equal(db_open(s, DB_WRITE, &db), RC_OK);
    struct sql_pupil_put_in in = {.county = 1, .id = id, .name = T("甲"), .birth_day = DAY_NONE, .id_no = T("990101201202290018")};
    assert_int_equal(sql_pupil_put_run(db, &in, NULL), RC_OK);
    db_close(db);
    store_close(s);
}

static void layout_is_made_kept_and_moved_up(void **state)
{
    struct fixture *f = ready(state);
    int64_t mark;
    f->layout.n = 1;
    pupil_add(f, 1);
    pupil_add(f, 2);
    assert_int_equal(mark_of(f, 1, &mark), RC_INTERNAL); /* no such column yet */
    f->layout.n = 2;
    f->options.create = false;
    assert_int_equal(mark_of(f, 1, &mark), RC_OK);
    assert_int_equal(mark, 6);
    assert_int_equal(mark_of(f, 2, &mark), RC_OK);
    assert_int_equal(mark, 5);
    assert_int_equal(reopen(f), RC_OK);
}

static void failing_step_leaves_the_layout_as_it_was(void **state)
{
    struct fixture *f = ready(state);
    static const char *const bad[] = {"update pupil set name = 'changed'", "alter table nowhere add column x int", NULL};
    int64_t mark;
    pupil_add(f, 1);
    f->step[2] = (struct sql_migration){3, "bad", "bad", {bad, bad}};
    f->layout.n = 3;
    assert_int_not_equal(reopen(f), RC_OK);
    said(f, W_store_migration_failed);
    static const char *const good[] = {"update pupil set mark = 9 where name = '甲'", NULL};
    f->step[2] = (struct sql_migration){3, "good", "good", {good, good}};
    assert_int_equal(mark_of(f, 1, &mark), RC_OK);
    assert_int_equal(mark, 9); /* the name was rolled back, and step 3 is still to be taken */
}

static void edited_step_is_refused(void **state)
{
    struct fixture *f = ready(state);
    assert_int_equal(reopen(f), RC_OK);
    f->step[0].source = "create table pupil ( edited ) ;";
    assert_int_equal(reopen(f), RC_UNAVAILABLE);
    said(f, W_store_edited);
    f->step[0] = probe_migrations.list[0];
    assert_int_equal(reopen(f), RC_OK);
}

static void newer_database_is_refused(void **state)
{
    struct fixture *f = ready(state);
    assert_int_equal(reopen(f), RC_OK);
    f->layout.n = 1;
    assert_int_equal(reopen(f), RC_UNAVAILABLE);
    said(f, W_store_newer);
    f->layout.n = 2;
    assert_int_equal(reopen(f), RC_OK);
}

static void empty_is_not_made_unasked(void **state)
{
    struct fixture *f = ready(state);
    f->options.create = false;
    assert_int_equal(reopen(f), RC_NOT_FOUND);
    said(f, f->place.engine == ENGINE_SQLITE ? W_store_absent : W_store_empty);
    assert_false(file_exists(f->place.key));
    if (f->place.engine == ENGINE_SQLITE) assert_false(file_exists(f->place.address));
}

static void wrong_missing_or_open_key_is_refused(void **state)
{
    struct fixture *f = ready(state);
    char other[256], *kept = f->place.key;
    snprintf(other, sizeof other, "%s/other", f->place.dir);
    assert_int_equal(reopen(f), RC_OK);
    struct stat st;
    assert_int_equal(stat(kept, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    f->options.key_file = other;
    assert_int_equal(reopen(f), RC_NOT_FOUND); /* never a second key for an old database */
    said(f, W_store_key_absent);
    assert_false(file_exists(other));
    assert_int_equal(seal_key_make(other, NULL, &f->faults), RC_OK);
    assert_int_equal(reopen(f), RC_UNAVAILABLE);
    said(f, W_store_key_wrong);
    f->options.key_file = kept;
    assert_int_equal(chmod(kept, 0640), 0);
    assert_int_equal(reopen(f), RC_UNAVAILABLE);
    said(f, W_store_key_exposed);
    assert_int_equal(chmod(kept, 0600), 0);
    assert_int_equal(reopen(f), RC_OK);
    assert_int_equal(file_write(other, T("chuyan-key 1\nsuite aes\nmaster short\n"), 0600), RC_OK);
    f->options.key_file = other;
    assert_int_equal(reopen(f), RC_UNAVAILABLE);
    said(f, W_store_key_unreadable);
}

static void both_suites_carry_an_installation(void **state)
{
    struct fixture *f = ready(state);
    f->options.suite = "rot13";
    assert_int_equal(reopen(f), RC_INVALID);
    said(f, W_store_suite_unknown);
    f->options.suite = "sm4";
    pupil_add(f, 1);
    struct store *s;
    struct db *db;
    struct sql_pupil_get_in key = {1};
    struct sql_pupil_get_out out;
    struct sql_pupil_raw_in raw = {1};
    struct sql_pupil_raw_out row;
    struct scope scope = {.county = 1, .hi = 9};
    assert_int_equal(store_open(&f->options, &f->faults, &s), RC_OK);
    assert_int_equal(db_open(s, DB_READ, &db), RC_OK);
    assert_int_equal(sql_pupil_get_one(db, &scope, &key, f->arena, &out), RC_OK);
    assert_true(text_eq(out.id_no, T("990101201202290018")));
    assert_int_equal(sql_pupil_raw_one(db, &scope, &raw, f->arena, &row), RC_OK);
    assert_int_equal(row.id_no.s[0], 4); /* suite 4 */
    db_close(db);
    store_close(s);
}

/* Two installations of one PostgreSQL database, each in a schema of its own, do not know of each other. */
static void neighbours_do_not_lock_each_other(void **state)
{
    struct fixture *f = ready(state);
    struct place beside;
    struct store *first;
    f->options.lock = true;
    assert_int_equal(store_open(&f->options, &f->faults, &first), RC_OK);
    place_new(&beside, f->place.engine);
    f->options.address = beside.address;
    f->options.key_file = beside.key;
    assert_int_equal(reopen(f), RC_OK);
    store_close(first);
    place_drop(&beside);
}

static void one_server_at_a_time(void **state)
{
    struct fixture *f = ready(state);
    struct store *first;
    assert_int_equal(reopen(f), RC_OK);
    f->options.lock = true;
    assert_int_equal(store_open(&f->options, &f->faults, &first), RC_OK);
    assert_int_equal(reopen(f), RC_BUSY);
    said(f, W_store_locked);
    f->options.lock = false;
    assert_int_equal(reopen(f), RC_OK); /* the command line beside the server */
    f->options.lock = true;
    store_close(first);
    assert_int_equal(reopen(f), RC_OK);
}

static void what_is_not_ours_is_left_alone(void **state)
{
    struct fixture *f = ready(state);
    if (f->place.engine == ENGINE_POSTGRESQL) {
        char sql[96];
        snprintf(sql, sizeof sql, "create table \"s%s\".theirs (x int)", f->place.dir + 17);
        place_sql(sql);
        assert_int_equal(reopen(f), RC_UNAVAILABLE);
        said(f, W_store_not_ours);
        return;
    }
    struct text words = T("a spreadsheet, or a letter"), after;
    assert_int_equal(file_write(f->place.address, words, 0600), RC_OK);
    assert_int_equal(reopen(f), RC_UNAVAILABLE);
    said(f, W_store_not_ours);
    assert_int_equal(file_read(f->arena, f->place.address, 1000, &after), RC_OK);
    assert_true(text_eq(words, after));
    assert_int_equal(unlink(f->place.address), 0);
    sqlite3 *theirs; /* an SQLite file of another program */
    assert_int_equal(sqlite3_open(f->place.address, &theirs), SQLITE_OK);
    assert_int_equal(sqlite3_exec(theirs, "create table theirs (x int)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(theirs);
    assert_int_equal(file_read(f->arena, f->place.address, 1 << 20, &words), RC_OK);
    assert_int_equal(reopen(f), RC_UNAVAILABLE);
    said(f, W_store_not_ours);
    assert_int_equal(file_read(f->arena, f->place.address, 1 << 20, &after), RC_OK);
    assert_true(text_eq(words, after));
}

/* What was sealed before values were bound to their places still opens, under the first key alone. */
static void values_of_before_open(void **state)
{
    struct fixture *f = ready(state);
    static const char *const suites[] = {"aes", "sm4"}, *const old[] = {
        "0101abd38d11fa90d05d4645698b88e64e456108713f26cb41df0dd6c261a9642d7bfa2d6114460adf",
        "020123cb2e8b03e6f3d0dd3e780613a4325ccff80b257bcb154cddfbb68ee0ce4d2730466109cf6dec9768cf6e4d3a21ec175ceb6902940de919"
        "4ed67d"};
    for (int i = 0; i < 2; i++) {
        char path[128];
        unsigned char bytes[80];
        struct seal *seal;
        struct text opened, value = {(char *)bytes, strlen(old[i]) / 2};
        assert_true(hash_unhex(text_of(old[i]), bytes, value.n));
        snprintf(path, sizeof path, "%s/k%d", f->place.dir, i);
        struct text words = text_fmt(f->arena, "chuyan-key 1\nsuite %s\nmaster AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n",
            suites[i]);
        assert_int_equal(file_write(path, words, 0600), RC_OK);
        assert_int_equal(seal_key_read(path, &f->faults, &seal), RC_OK);
        struct sealer *r = sealer_new(seal);
        assert_true(seal_opened(r, f->arena, value, T("person.phone"), &opened));
        assert_true(text_eqz(opened, "13800138000"));
        bytes[0] = (unsigned char)(bytes[0] + 2);                       /* said to be bound: it is not */
        assert_false(seal_opened(r, f->arena, value, T(""), &opened));
        assert_false(seal_opened(r, f->arena, value, T("person.phone"), &opened));
        sealer_free(r);
        seal_free(seal);
        int lock;
        assert_int_equal(seal_key_next(path, &f->faults, &lock), RC_OK);
        close(lock);
        assert_int_equal(seal_key_done(path, &f->faults), RC_OK);
        assert_int_equal(seal_key_read(path, &f->faults, &seal), RC_OK);
        assert_int_equal(seal_number(seal), 2);
        seal_free(seal);
    }
}

/* A value that was changed on its way, or cut, does not open; nor does one of another key. */
static void altered_values_do_not_open(void **state)
{
    struct fixture *f = ready(state);
    static const char *const suites[] = {"aes", "sm4"};
    for (int i = 0; i < 2; i++) {
        char path[128], other_path[128];
        snprintf(path, sizeof path, "%s/k%d", f->place.dir, i);
        snprintf(other_path, sizeof other_path, "%s/o%d", f->place.dir, i);
        struct seal *seal, *other;
        assert_int_equal(seal_key_make(path, suites[i], &f->faults), RC_OK);
        assert_int_equal(seal_key_make(path, suites[i], &f->faults), RC_UNAVAILABLE); /* never overwritten */
        assert_int_equal(seal_key_make(other_path, suites[i], &f->faults), RC_OK);
        assert_int_equal(seal_key_read(path, &f->faults, &seal), RC_OK);
        assert_int_equal(seal_key_read(other_path, &f->faults, &other), RC_OK);
        struct sealer *mine = sealer_new(seal), *theirs = sealer_new(other);
        struct text plain = T("13800138000"), opened, at = T("pupil.phone"), sealed = seal_text(mine, f->arena, plain, at);
        assert_true(seal_opened(mine, f->arena, sealed, at, &opened));
        assert_true(text_eq(opened, plain));
        assert_false(seal_opened(theirs, f->arena, sealed, at, &opened));
        char *bytes = arena_copy(f->arena, sealed.s, sealed.n);
        for (size_t k = 0; k < sealed.n; k++) {
            bytes[k] = (char)(bytes[k] ^ 1);
            assert_false(seal_opened(mine, f->arena, (struct text){bytes, sealed.n}, at, &opened));
            bytes[k] = (char)(bytes[k] ^ 1);
            assert_false(seal_opened(mine, f->arena, (struct text){bytes, k}, at, &opened));
        }
        assert_true(seal_opened(mine, f->arena, (struct text){bytes, sealed.n}, at, &opened));
        assert_false(seal_opened(mine, f->arena, sealed, T("pupil.id_no"), &opened));
        sealed = seal_text(mine, f->arena, T(""), at);
        assert_true(seal_opened(mine, f->arena, sealed, at, &opened));
        assert_int_equal(opened.n, 0);
        assert_non_null(opened.s);
        sealer_free(mine);
        sealer_free(theirs);
        seal_free(seal);
        seal_free(other);
    }
}

static void password_is_not_shown(void **state)
{
    struct fixture *f = ready(state);
    f->options.address = "postgresql://chuyan:geheim@/nowhere?host=/nonexistent";
    assert_int_equal(reopen(f), RC_UNAVAILABLE);
    said(f, W_store_cannot_open);
    struct text sentence = fault_say(&f->faults.list[f->faults.n - 1], LANG_EN, f->arena);
    assert_true(text_find(sentence, T("chuyan@")) >= 0);
    assert_true(text_find(sentence, T("geheim")) < 0);
}

#define ON(test, engine) cmocka_unit_test_prestate_setup_teardown(test, fixture_new, fixture_free, (void *)(uintptr_t)&engine)
#define BOTH(test) ON(test, sqlite), ON(test, postgresql)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(layout_is_made_kept_and_moved_up), BOTH(failing_step_leaves_the_layout_as_it_was), BOTH(edited_step_is_refused),
        BOTH(newer_database_is_refused), BOTH(empty_is_not_made_unasked), BOTH(wrong_missing_or_open_key_is_refused),
        BOTH(both_suites_carry_an_installation), BOTH(one_server_at_a_time),
        BOTH(neighbours_do_not_lock_each_other), BOTH(what_is_not_ours_is_left_alone),
        ON(altered_values_do_not_open, sqlite), ON(values_of_before_open, sqlite), ON(password_is_not_shown, sqlite),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
