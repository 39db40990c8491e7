/* SPDX-License-Identifier: Apache-2.0 */
/* Statements and transactions, the same cases on SQLite and, when $CHUYAN_TEST_PG names one, on PostgreSQL. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "gen/probe/migrations.c"
#include "gen/probe/probe.c"
#include "unit/store_place.h"

static const enum engine sqlite = ENGINE_SQLITE, postgresql = ENGINE_POSTGRESQL;

struct fixture {
    struct place place;
    struct arena *arena;
    struct faults faults;
    struct store *store;
    struct db *write, *read;
};

static const struct scope all = {.county = 990101, .lo = 0, .hi = 1000, .staff = 1};

static int fixture_new(void **state)
{
    enum engine engine = *(const enum engine *)*state;
    struct fixture *f = calloc(1, sizeof *f);
    f->arena = arena_new(64 << 20);
    f->faults = faults_new(f->arena);
    *state = f;
    if (engine == ENGINE_POSTGRESQL && place_engines() < 2) return 0;
    place_new(&f->place, engine);
    struct store_options o = {.address = f->place.address, .key_file = f->place.key, .create = true,
        .migrations = &probe_migrations};
    if (store_open(&o, &f->faults, &f->store) != RC_OK) return -1;
    if (db_open(f->store, DB_WRITE, &f->write) != RC_OK) return -1;
    return db_open(f->store, DB_READ, &f->read) == RC_OK ? 0 : -1;
}

static int fixture_free(void **state)
{
    struct fixture *f = *state;
    db_close(f->write);
    db_close(f->read);
    store_close(f->store);
    if (f->place.dir[0]) place_drop(&f->place);
    arena_free(f->arena);
    free(f);
    return 0;
}

static struct fixture *ready(void **state)
{
    struct fixture *f = *state;
    if (!f->store) skip();
    return f;
}

static struct sql_pupil_put_in pupil(int64_t id, const char *name)
{
    return (struct sql_pupil_put_in){.county = 990101, .id = id, .place_key = id, .name = text_of(name), .birth_day = DAY_NONE};
}

static enum rc put(struct db *db, int64_t id, const char *name)
{
    struct sql_pupil_put_in in = pupil(id, name);
    return sql_pupil_put_run(db, &in, NULL);
}

static int64_t count(struct fixture *f, struct db *db)
{
    struct sql_pupil_count_out out = {-1};
    assert_int_equal(sql_pupil_count_one(db, f->arena, &out), RC_OK);
    return out.pupils;
}

static void text_is(struct text t, const char *want)
{
    if (!want) {
        assert_null(t.s);
        return;
    }
    assert_non_null(t.s);
    assert_int_equal(t.n, strlen(want));
    assert_memory_equal(t.s, want, t.n);
}

static void all_types_come_back(void **state)
{
    struct fixture *f = ready(state);
    struct sql_pupil_put_in in = pupil(9007199254740993, "欧阳𠮷·测试 'quoted' \"x\"");
    in.place_key = 7;
    in.nick = T("");
    in.birth_day = -25567;
    in.id_no = T("990101201202290018");
    in.id_hash = in.id_no;
    in.photo = T("\0\x01\xff\0");
    int64_t changed = -1;
    assert_int_equal(sql_pupil_put_run(f->write, &in, &changed), RC_OK);
    assert_int_equal(changed, 1);
    struct sql_pupil_get_in key = {in.id};
    struct sql_pupil_get_out out;
    assert_int_equal(sql_pupil_get_one(f->read, &all, &key, f->arena, &out), RC_OK);
    assert_int_equal(out.id, in.id);
    text_is(out.name, in.name.s);
    text_is(out.nick, "");
    assert_int_equal(out.birth_day, -25567);
    text_is(out.id_no, "990101201202290018");
    assert_int_equal(out.photo.n, 4);
    assert_memory_equal(out.photo.s, "\0\x01\xff\0", 4);
}

static void null_comes_back_as_null(void **state)
{
    struct fixture *f = ready(state);
    assert_int_equal(put(f->write, 1, "甲"), RC_OK);
    struct sql_pupil_get_in key = {1};
    struct sql_pupil_get_out out;
    assert_int_equal(sql_pupil_get_one(f->read, &all, &key, f->arena, &out), RC_OK);
    text_is(out.nick, NULL);
    text_is(out.id_no, NULL);
    text_is(out.photo, NULL);
    assert_int_equal(out.birth_day, DAY_NONE);
    struct sql_pupil_raw_in raw = {1};
    struct sql_pupil_raw_out row;
    assert_int_equal(sql_pupil_raw_one(f->read, &all, &raw, f->arena, &row), RC_OK);
    assert_true(row.birth_day == NULL_INT);
    assert_int_equal(sql_day(row.birth_day), DAY_NONE);
    text_is(row.id_hash, NULL);
}

static void what_lies_in_the_columns_is_sealed(void **state)
{
    struct fixture *f = ready(state);
    struct sql_pupil_put_in in = pupil(1, "甲");
    in.id_no = in.id_hash = T("990101201202290018");
    assert_int_equal(sql_pupil_put_run(f->write, &in, NULL), RC_OK);
    in.id = 2;
    in.id_hash = TEXT_NONE;
    assert_int_equal(sql_pupil_put_run(f->write, &in, NULL), RC_OK);
    struct sql_pupil_raw_in one = {1}, two = {2};
    struct sql_pupil_raw_out a, b;
    assert_int_equal(sql_pupil_raw_one(f->read, &all, &one, f->arena, &a), RC_OK);
    assert_int_equal(sql_pupil_raw_one(f->read, &all, &two, f->arena, &b), RC_OK);
    assert_true(text_find(a.id_no, T("9901")) < 0);
    assert_int_equal(a.id_no.n, 2 + 12 + 18 + 16);
    assert_false(text_eq(a.id_no, b.id_no)); /* the same number twice does not look the same */
    unsigned char hash[32];
    store_keyed(f->store, "id_no", in.id_no, hash);
    assert_int_equal(a.id_hash.n, 32);
    assert_memory_equal(a.id_hash.s, hash, 32);
}

/* Whoever can write to the database cannot give one child another's number: a value opens in its own row alone. */
static void a_sealed_value_stays_in_its_row(void **state)
{
    struct fixture *f = ready(state);
    struct sql_pupil_put_in in = pupil(1, "甲");
    in.id_no = in.id_hash = T("990101201202290018");
    assert_int_equal(sql_pupil_put_run(f->write, &in, NULL), RC_OK);
    in.id = 2;
    in.id_no = T("990101201203010017");
    in.id_hash = TEXT_NONE;
    assert_int_equal(sql_pupil_put_run(f->write, &in, NULL), RC_OK);
    struct sql_pupil_get_in one = {1}, two = {2};
    struct sql_pupil_get_out out;
    assert_int_equal(sql_pupil_get_one(f->read, &all, &two, f->arena, &out), RC_OK);
    struct sql_pupil_id_moved_in move = {in.county, 2, 1};
    assert_int_equal(sql_pupil_id_moved_run(f->write, &move, NULL), RC_OK);
    assert_int_equal(sql_pupil_get_one(f->read, &all, &two, f->arena, &out), RC_UNAVAILABLE);
    assert_true(text_find(db_message(f->read), T("another row")) >= 0);
    assert_int_equal(sql_pupil_get_one(f->read, &all, &one, f->arena, &out), RC_OK);
}

static void keyed_search_finds_only_its_kind(void **state)
{
    struct fixture *f = ready(state);
    struct sql_pupil_put_in in = pupil(5, "甲");
    in.id_hash = T("990101201202290018");
    assert_int_equal(sql_pupil_put_run(f->write, &in, NULL), RC_OK);
    struct sql_pupil_by_hash_in same = {in.id_hash}, near = {T("990101201202290019")};
    struct sql_pupil_by_hash_out out;
    assert_int_equal(sql_pupil_by_hash_one(f->read, &all, &same, f->arena, &out), RC_OK);
    assert_int_equal(out.id, 5);
    assert_int_equal(sql_pupil_by_hash_one(f->read, &all, &near, f->arena, &out), RC_NOT_FOUND);
    struct sql_pupil_by_other_hash_in other = {in.id_hash};
    struct sql_pupil_by_other_hash_out ignored;
    assert_int_equal(sql_pupil_by_other_hash_one(f->read, &all, &other, f->arena, &ignored), RC_NOT_FOUND);
}

static void scope_hides_what_is_outside(void **state)
{
    struct fixture *f = ready(state);
    assert_int_equal(put(f->write, 10, "甲"), RC_OK);
    struct sql_pupil_get_in key = {10};
    struct sql_pupil_get_out out;
    struct scope below = {.county = 990101, .lo = 0, .hi = 10}, at = {.county = 990101, .lo = 10, .hi = 11},
        elsewhere = {.county = 990102, .hi = 1000};
    assert_int_equal(sql_pupil_get_one(f->read, &below, &key, f->arena, &out), RC_NOT_FOUND);
    assert_int_equal(sql_pupil_get_one(f->read, &at, &key, f->arena, &out), RC_OK);
    assert_int_equal(sql_pupil_get_one(f->read, &elsewhere, &key, f->arena, &out), RC_NOT_FOUND);
    assert_int_equal(sql_pupil_get_one(f->read, NULL, &key, f->arena, &out), RC_INTERNAL);
}

static void undeclared_null_is_refused_both_ways(void **state)
{
    struct fixture *f = ready(state);
    struct sql_pupil_put_in in = pupil(1, "甲");
    in.name = TEXT_NONE;
    assert_int_equal(sql_pupil_put_run(f->write, &in, NULL), RC_INTERNAL);
    assert_true(text_find(db_message(f->write), T("in.name")) >= 0);
    in = pupil(NULL_INT, "甲");
    assert_int_equal(sql_pupil_put_run(f->write, &in, NULL), RC_INTERNAL);
    in = pupil(1, "甲");
    in.name = (struct text){"a\0b", 3};
    assert_int_equal(sql_pupil_put_run(f->write, &in, NULL), RC_INVALID);
    in.name = T("\xc0\xaf");
    assert_int_equal(sql_pupil_put_run(f->write, &in, NULL), RC_INVALID);
    assert_int_equal(count(f, f->write), 0);
    assert_int_equal(put(f->write, 1, "甲"), RC_OK);
    struct sql_pupil_nick_bad_out out;
    assert_int_equal(sql_pupil_nick_bad_one(f->read, f->arena, &out), RC_INTERNAL);
    assert_true(text_find(db_message(f->read), T("out.nick")) >= 0);
}

static void second_of_a_unique_key_is_a_conflict(void **state)
{
    struct fixture *f = ready(state);
    struct sql_pupil_put_in in = pupil(1, "甲");
    in.id_hash = T("secretvalue");
    assert_int_equal(sql_pupil_put_run(f->write, &in, NULL), RC_OK);
    assert_int_equal(sql_pupil_put_run(f->write, &in, NULL), RC_CONFLICT);
    in.id = 2;
    assert_int_equal(sql_pupil_put_run(f->write, &in, NULL), RC_CONFLICT);
    assert_true(text_find(db_message(f->write), T("secretvalue")) < 0);
    assert_true(text_find(db_message(f->write), T("pupil")) >= 0);
    assert_int_equal(count(f, f->read), 1);
}

static void failure_spoils_the_transaction_until_undone(void **state)
{
    struct fixture *f = ready(state);
    assert_int_equal(put(f->write, 1, "甲"), RC_OK);
    assert_int_equal(db_begin(f->write), RC_OK);
    assert_int_equal(put(f->write, 2, "乙"), RC_OK);
    assert_int_equal(db_save(f->write), RC_OK);
    assert_int_equal(put(f->write, 3, "丙"), RC_OK);
    assert_int_equal(db_save(f->write), RC_OK);
    assert_int_equal(put(f->write, 1, "again"), RC_CONFLICT);
    assert_int_equal(put(f->write, 4, "丁"), RC_CONFLICT); /* spoiled */
    db_undo(f->write);
    assert_int_equal(put(f->write, 5, "戊"), RC_OK);
    assert_int_equal(db_release(f->write), RC_OK);
    assert_int_equal(db_commit(f->write), RC_OK);
    assert_int_equal(count(f, f->read), 4); /* 1 2 3 5 */
    assert_int_equal(db_begin(f->write), RC_OK);
    assert_int_equal(put(f->write, 6, "己"), RC_OK);
    assert_int_equal(put(f->write, 1, "again"), RC_CONFLICT);
    assert_int_equal(db_commit(f->write), RC_CONFLICT);
    assert_int_equal(count(f, f->read), 4);
    assert_int_equal(put(f->write, 6, "己"), RC_OK); /* the connection is sound again */
}

static void undo_takes_back_only_its_part(void **state)
{
    struct fixture *f = ready(state);
    assert_int_equal(db_begin(f->write), RC_OK);
    assert_int_equal(put(f->write, 1, "甲"), RC_OK);
    assert_int_equal(db_save(f->write), RC_OK);
    assert_int_equal(put(f->write, 2, "乙"), RC_OK);
    db_undo(f->write);
    assert_int_equal(put(f->write, 2, "other"), RC_OK);
    assert_int_equal(count(f, f->read), 0);
    assert_int_equal(db_commit(f->write), RC_OK);
    struct sql_pupil_get_in key = {2};
    struct sql_pupil_get_out out;
    assert_int_equal(sql_pupil_get_one(f->read, &all, &key, f->arena, &out), RC_OK);
    text_is(out.name, "other");
    assert_int_equal(db_begin(f->write), RC_OK);
    assert_int_equal(put(f->write, 3, "丙"), RC_OK);
    db_rollback(f->write);
    assert_int_equal(count(f, f->read), 2);
}

static void engine_refuses_writes_on_a_reading_connection(void **state)
{
    struct fixture *f = ready(state);
    assert_int_equal(put(f->read, 1, "甲"), RC_INTERNAL);
    struct sql_statement lie = sql_pupil_put_statement; /* even when our own check is got round */
    lie.writes = false;
    struct sql_pupil_put_in in = pupil(1, "甲");
    assert_int_equal(sql_run(f->read, &lie, NULL, &in, NULL), RC_INTERNAL);
    assert_int_equal(db_begin(f->read), RC_OK);
    assert_int_equal(sql_run(f->read, &lie, NULL, &in, NULL), RC_INTERNAL);
    db_rollback(f->read);
    assert_int_equal(count(f, f->write), 0);
}

static void reading_transaction_is_one_snapshot(void **state)
{
    struct fixture *f = ready(state);
    assert_int_equal(put(f->write, 1, "甲"), RC_OK);
    assert_int_equal(db_begin(f->read), RC_OK);
    assert_int_equal(count(f, f->read), 1);
    assert_int_equal(put(f->write, 2, "乙"), RC_OK);
    assert_int_equal(count(f, f->read), 1);
    assert_int_equal(db_commit(f->read), RC_OK);
    assert_int_equal(count(f, f->read), 2);
}

static void rows_sort_by_bytes_and_letters_keep_their_case(void **state)
{
    struct fixture *f = ready(state);
    static const char *const names[] = {"b", "B", "a", "_", "é", "中"};
    for (int i = 0; i < 6; i++) assert_int_equal(put(f->write, i + 1, names[i]), RC_OK);
    struct cursor c;
    struct sql_pupil_list_out row;
    char got[64] = "";
    assert_int_equal(sql_pupil_list(f->read, &all, &c), RC_OK);
    while (sql_pupil_list_next(&c, &row)) snprintf(got + strlen(got), sizeof got - strlen(got), "%.*s", TP(row.name));
    assert_int_equal(sql_close(&c), RC_OK);
    assert_string_equal(got, "B_abé中");
    struct sql_text_like_in same = {T("abc"), T("a%")}, other = {T("abc"), T("A%")};
    struct sql_text_like_out hit;
    assert_int_equal(sql_text_like_one(f->read, &same, f->arena, &hit), RC_OK);
    assert_int_equal(hit.hit, 1);
    assert_int_equal(sql_text_like_one(f->read, &other, f->arena, &hit), RC_OK);
    assert_int_equal(hit.hit, 0);
}

/* For each row of the outer list, the whole inner list, by the same statement, and a single row in between. */
static void cursors_nest(void **state)
{
    struct fixture *f = ready(state);
    char number[24];
    assert_int_equal(db_begin(f->write), RC_OK);
    for (int i = 1; i <= 40; i++) {
        snprintf(number, sizeof number, "%03d", i);
        struct sql_pupil_put_in in = pupil(i, number);
        in.id_no = in.name;
        assert_int_equal(sql_pupil_put_run(f->write, &in, NULL), RC_OK);
    }
    assert_int_equal(db_commit(f->write), RC_OK);
    struct cursor outer, inner;
    struct sql_pupil_list_out a, b;
    int pairs = 0, last = 0;
    assert_int_equal(sql_pupil_list(f->read, &all, &outer), RC_OK);
    while (sql_pupil_list_next(&outer, &a)) {
        assert_int_equal(a.id, ++last);
        struct sql_pupil_get_in key = {a.id};
        struct sql_pupil_get_out one;
        assert_int_equal(sql_pupil_get_one(f->read, &all, &key, f->arena, &one), RC_OK);
        assert_int_equal(sql_pupil_list(f->read, &all, &inner), RC_OK);
        while (sql_pupil_list_next(&inner, &b) && b.id <= a.id) pairs++; /* leaves early */
        assert_int_equal(sql_close(&inner), RC_OK);
        assert_true(text_eq(a.name, one.id_no)); /* the row is still there after what was done meanwhile */
        assert_true(text_eq(a.id_no, one.id_no));
    }
    assert_false(sql_pupil_list_next(&outer, &a)); /* the end stays the end */
    assert_int_equal(sql_close(&outer), RC_OK);
    assert_int_equal(sql_close(&outer), RC_OK);
    assert_int_equal(last, 40);
    assert_int_equal(pairs, 40 * 41 / 2);
}

static void returning_and_counts_of_changes(void **state)
{
    struct fixture *f = ready(state);
    struct sql_pupil_put_returning_in in = {3, T("甲")};
    struct sql_pupil_put_returning_out out;
    assert_int_equal(sql_pupil_put_returning_one(f->write, &in, f->arena, &out), RC_OK);
    text_is(out.name, "甲");
    assert_int_equal(sql_pupil_put_returning_one(f->write, &in, f->arena, &out), RC_CONFLICT);
    int64_t changed;
    struct sql_pupil_rename_in rename = {1, 3, T("乙"), TEXT_NONE};
    assert_int_equal(sql_pupil_rename_run(f->write, &rename, &changed), RC_OK);
    assert_int_equal(changed, 1);
    rename.only_nick = T("nobody");
    assert_int_equal(sql_pupil_rename_run(f->write, &rename, &changed), RC_OK);
    assert_int_equal(changed, 0);
    struct sql_counter_upsert_in twice = {T("x"), 41};
    assert_int_equal(sql_counter_upsert_run(f->write, &twice, &changed), RC_OK);
    struct sql_counter_add_in add = {T("x"), 1};
    struct sql_counter_add_out value;
    assert_int_equal(sql_counter_add_one(f->write, &add, f->arena, &value), RC_OK);
    assert_int_equal(value.value, 42);
    add.name = T("none");
    assert_int_equal(sql_counter_add_one(f->write, &add, f->arena, &value), RC_NOT_FOUND);
}

static void twin_bodies_bind_each_their_own(void **state)
{
    struct fixture *f = ready(state);
    struct sql_engine_name_in in = {1, 2};
    struct sql_engine_name_out out;
    assert_int_equal(sql_engine_name_one(f->read, &in, f->arena, &out), RC_OK);
    bool pg = db_engine(f->read) == ENGINE_POSTGRESQL;
    text_is(out.name, pg ? "postgresql $1 :a" : "sqlite ?1 :a"); /* what is quoted stays as written */
    assert_int_equal(out.value, pg ? 1 : 2);
}

struct skew { struct fixture *f; struct db *other; int runs; };

/* Reads the sum and moves x, while another connection reads the sum and moves y: one of the two has to be done again. */
static enum rc skew_run(struct db *db, void *p)
{
    struct skew *s = p;
    struct sql_counter_sum_out sum;
    s->runs++;
    TRY(sql_counter_sum_one(db, s->f->arena, &sum));
    if (s->runs == 1 && s->other) {
        struct sql_counter_sum_out theirs;
        struct sql_counter_add_out ignored;
        struct sql_counter_add_in y = {T("y"), 1};
        TRY(db_begin(s->other));
        TRY(sql_counter_sum_one(s->other, s->f->arena, &theirs));
        TRY(sql_counter_add_one(s->other, &y, s->f->arena, &ignored));
        TRY(db_commit(s->other));
    }
    struct sql_counter_upsert_in x = {T("x"), sum.total + 100};
    return sql_counter_upsert_run(db, &x, NULL);
}

static void transaction_is_repeated_when_asked(void **state)
{
    struct fixture *f = ready(state);
    struct skew s = {.f = f};
    bool pg = f->place.engine == ENGINE_POSTGRESQL;
    if (pg) assert_int_equal(db_open(f->store, DB_WRITE, &s.other), RC_OK);
    assert_int_equal(db_transact(f->write, skew_run, &s), RC_OK);
    assert_int_equal(s.runs, pg ? 2 : 1);
    struct sql_counter_get_in x = {T("x")};
    struct sql_counter_get_out out;
    assert_int_equal(sql_counter_get_one(f->read, &x, f->arena, &out), RC_OK);
    assert_int_equal(out.value, pg ? 101 : 100);
    db_close(s.other);
}

static enum rc put_two_fail(struct db *db, void *p)
{
    TRY(put(db, 50, "a"));
    TRY(put(db, 51, "b"));
    return *(enum rc *)p;
}

static void transact_leaves_nothing_of_a_failure(void **state)
{
    struct fixture *f = ready(state);
    enum rc no = RC_INVALID, yes = RC_OK;
    assert_int_equal(db_transact(f->write, put_two_fail, &no), RC_INVALID);
    assert_int_equal(count(f, f->read), 0);
    assert_int_equal(db_begin(f->write), RC_OK);
    assert_int_equal(db_transact(f->write, put_two_fail, &no), RC_INVALID); /* nested: a save point */
    assert_int_equal(db_transact(f->write, put_two_fail, &yes), RC_OK);
    assert_int_equal(db_commit(f->write), RC_OK);
    assert_int_equal(count(f, f->read), 2);
}

static void connection_cut(struct fixture *f, struct db *db)
{
    struct sql_connection_number_out out;
    char sql[64];
    assert_int_equal(sql_connection_number_one(db, f->arena, &out), RC_OK);
    snprintf(sql, sizeof sql, "do $$ begin perform pg_terminate_backend(%d); end $$", (int)out.number);
    place_sql(sql);
}

static void lost_connection_comes_back(void **state)
{
    struct fixture *f = ready(state);
    assert_int_equal(put(f->write, 1, "甲"), RC_OK);
    assert_int_equal(db_begin(f->write), RC_OK);
    assert_int_equal(put(f->write, 2, "乙"), RC_OK);
    connection_cut(f, f->write);
    connection_cut(f, f->read);
    assert_int_equal(put(f->write, 3, "丙"), RC_UNAVAILABLE);
    assert_int_equal(db_commit(f->write), RC_UNAVAILABLE);
    assert_int_equal(db_begin(f->write), RC_OK);
    assert_int_equal(put(f->write, 3, "丙"), RC_OK);
    assert_int_equal(db_commit(f->write), RC_OK);
    assert_int_equal(db_begin(f->read), RC_OK); /* lost while idle */
    assert_int_equal(count(f, f->read), 2);
    assert_int_equal(db_commit(f->read), RC_OK);
}

#define ON(test, engine) cmocka_unit_test_prestate_setup_teardown(test, fixture_new, fixture_free, (void *)(uintptr_t)&engine)
#define BOTH(test) ON(test, sqlite), ON(test, postgresql)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(all_types_come_back), BOTH(null_comes_back_as_null), BOTH(what_lies_in_the_columns_is_sealed),
        BOTH(a_sealed_value_stays_in_its_row),
        BOTH(keyed_search_finds_only_its_kind), BOTH(scope_hides_what_is_outside), BOTH(undeclared_null_is_refused_both_ways),
        BOTH(second_of_a_unique_key_is_a_conflict), BOTH(failure_spoils_the_transaction_until_undone),
            BOTH(undo_takes_back_only_its_part),
        BOTH(engine_refuses_writes_on_a_reading_connection), BOTH(reading_transaction_is_one_snapshot),
        BOTH(rows_sort_by_bytes_and_letters_keep_their_case), BOTH(cursors_nest), BOTH(returning_and_counts_of_changes),
        BOTH(twin_bodies_bind_each_their_own), BOTH(transaction_is_repeated_when_asked),
            BOTH(transact_leaves_nothing_of_a_failure),
        ON(lost_connection_comes_back, postgresql),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
