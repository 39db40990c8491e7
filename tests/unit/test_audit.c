/* SPDX-License-Identifier: Apache-2.0 */
/* The chain of the audit log: whole while nobody touches it, broken at the very entry that somebody did. */
#include "unit.h"

#include "store_place.h"

#include "base/hash.h"
#include "access/may.h"
#include "model/audit.h"
#include "view/build_audit.h"

#include <sqlite3.h>

enum { COUNTY = 990101, OTHER = 990102 };

struct fixture { struct place at; struct arena *a; struct store *s; struct db *db; };

static enum rc append_some(struct db *db, void *p)
{
    (void)p;
    for (int i = 0; i < 5; i++) {
        struct audit e = {.county = COUNTY,
                          .at = 1000 + i,
                          .staff = 7,
                          .action = T("POST /record"),
                          .noun = T("child"),
                          .object = 40 + i,
                          .detail = T("kind=heart_talk")};
        TRY(audit_append(db, &e));
        assert_int_equal(e.seq % 5, (i + 1) % 5);
        struct audit other = {.county = OTHER, .at = 1000 + i, .action = T("GET /x"), .noun = T("")};
        TRY(audit_append(db, &other));
    }
    return RC_OK;
}

static int start(void **state)
{
    struct fixture *x = calloc(1, sizeof *x);
    assert_non_null(x);
    assert_true(hash_start());
    place_new(&x->at, ENGINE_SQLITE);
    x->a = arena_new(UNIT_ARENA);
    struct faults f = faults_new(x->a);
    struct store_options o = {.address = x->at.address, .key_file = x->at.key, .create = true};
    assert_int_equal(store_open(&o, &f, &x->s), RC_OK);
    assert_int_equal(db_open(x->s, DB_WRITE, &x->db), RC_OK);
    assert_int_equal(db_transact(x->db, append_some, NULL), RC_OK);
    *state = x;
    return 0;
}

static int end(void **state)
{
    struct fixture *x = *state;
    db_close(x->db);
    store_close(x->s);
    place_drop(&x->at);
    arena_free(x->a);
    free(x);
    return 0;
}

/* Somebody with the file and a tool, past the program. */
static void tamper(struct fixture *x, const char *sql)
{
    sqlite3 *raw;
    assert_int_equal(sqlite3_open(x->at.address, &raw), SQLITE_OK);
    assert_int_equal(sqlite3_exec(raw, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_true(sqlite3_changes(raw) > 0);
    sqlite3_close(raw);
}

static struct audit_verdict verdict(struct fixture *x, int64_t county)
{
    struct audit_verdict v;
    assert_int_equal(db_begin(x->db), RC_OK);
    assert_int_equal(audit_verify(x->db, county, &v), RC_OK);
    db_rollback(x->db);
    return v;
}

static void whole(void **state)
{
    struct fixture *x = *state;
    struct audit_verdict v = verdict(x, COUNTY), again = verdict(x, COUNTY), other = verdict(x, OTHER);
    assert_null(v.why);
    assert_int_equal(v.links, 5);
    assert_memory_equal(v.last, again.last, 32);
    assert_memory_not_equal(v.last, other.last, 32);
    assert_int_equal(verdict(x, 110101).links, 0);
    assert_int_equal(db_transact(x->db, append_some, NULL), RC_OK);
    assert_int_equal(verdict(x, COUNTY).links, 10);
}

static void every_change_shows(void **state)
{
    struct fixture *x = *state;
    static const struct { const char *sql; int64_t broken, links; const char *why; } rows[] = {
        {"update audit set staff = 8 where county = 990101 and seq = 3", 3, 2, "changed"},
        {"update audit set staff = 7, detail = 'kind=home_visit' where county = 990101 and seq = 3", 3, 2, "changed"},
        {"update audit set detail = 'kind=heart_talk', at = at + 1 where county = 990101 and seq = 3", 3, 2, "changed"},
        {"update audit set at = at - 1, object = 99 where county = 990101 and seq = 3", 3, 2, "changed"},
        {"update audit set object = 42, digest = zeroblob(32) where county = 990101 and seq = 3", 3, 2, "changed"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tamper(x, rows[i].sql);
        struct audit_verdict v = verdict(x, COUNTY);
        assert_non_null(v.why);
        assert_string_equal(v.why, rows[i].why);
        assert_int_equal(v.broken, rows[i].broken);
        assert_int_equal(v.links, rows[i].links);
    }
    assert_null(verdict(x, OTHER).why); /* another county's chain stands */
}

static void what_was_taken_out_shows(void **state)
{
    struct fixture *x = *state;
    tamper(x, "delete from audit where county = 990101 and seq = 2");
    assert_string_equal(verdict(x, COUNTY).why, "gap");
    tamper(x, "update audit set seq = seq - 1 where county = 990101 and seq > 2");
    struct audit_verdict v = verdict(x, COUNTY);
    assert_string_equal(v.why, "unlinked");
    assert_int_equal(v.broken, 2);
}

/* "a" + "bc" and "ab" + "c" are different entries. */
static void fields_do_not_run_together(void **state)
{
    struct fixture *x = *state;
    tamper(x, "update audit set action = 'POST /recordchil', noun = 'd' where county = 990101 and seq = 4");
    assert_string_equal(verdict(x, COUNTY).why, "changed");
}

static enum rc append_others(struct db *db, void *p)
{
    (void)p;
    for (int i = 0; i < 7; i++) {
        struct audit e = {.county = COUNTY, .at = 2000 + i, .staff = 9, .action = T("GET /today"), .noun = T("today")};
        TRY(audit_append(db, &e));
    }
    return RC_OK;
}

/* Of one person so many lines are looked through at a time, and a page without any leads on to older ones. */
static void one_person_is_read_in_spans(void **state)
{
    struct fixture *x = *state;
    struct list_view v;
    assert_int_equal(db_transact(x->db, append_others, NULL), RC_OK);
    struct ask q = {.db = x->db, .scope = scope_system(COUNTY, "test"), .lang = LANG_ZH, .arena = x->a};
    assert_int_equal(build_audit(&q, 0, 7, 6, &v), RC_OK);
    assert_int_equal(v.table->rows.n, 0);
    assert_true(v.pager != NULL && text_eqz(v.pager->next_href, "/audit?before=7&staff=7"));
    assert_int_equal(build_audit(&q, 7, 7, 6, &v), RC_OK);
    assert_int_equal(v.table->rows.n, 5);
    assert_true(text_eqz(v.pager->next_href, ""));
    assert_int_equal(build_audit(&q, 0, 7, 8, &v), RC_OK);
    assert_int_equal(v.table->rows.n, 1);
    assert_true(text_eqz(v.pager->next_href, "/audit?before=5&staff=7"));
    assert_int_equal(build_audit(&q, 0, 7, 100, &v), RC_OK);
    assert_int_equal(v.table->rows.n, 5);
    assert_null(v.pager);
    assert_int_equal(build_audit(&q, 0, 0, 6, &v), RC_OK);
    assert_int_equal(v.table->rows.n, 12);      /* everybody's need no search */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(whole, start, end),
        cmocka_unit_test_setup_teardown(every_change_shows, start, end),
        cmocka_unit_test_setup_teardown(what_was_taken_out_shows, start, end),
        cmocka_unit_test_setup_teardown(fields_do_not_run_together, start, end),
        cmocka_unit_test_setup_teardown(one_person_is_read_in_spans, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
