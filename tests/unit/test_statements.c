/* SPDX-License-Identifier: Apache-2.0 */
/* Every statement of the program is prepared on a migrated database of each engine: its tables, columns, types and count of
 * columns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "gen/sql/statements.h"
#include "unit/store_place.h"

static void statements_prepare(enum engine engine, enum db_mode mode)
{
    struct arena *a = arena_new(16 << 20);
    struct faults f = faults_new(a);
    struct place p;
    place_new(&p, engine);
    struct store_options o = {.address = p.address, .key_file = p.key, .create = true};
    struct store *s = NULL;
    enum rc rc = store_open(&o, &f, &s);
    for (size_t i = 0; i < f.n && rc != RC_OK; i++) print_error("%.*s\n", TP(fault_say(&f.list[i], LANG_EN, a)));
    assert_int_equal(rc, RC_OK);
    struct db *db;
    assert_int_equal(db_open(s, mode, &db), RC_OK);
    int failed = 0, n = 0;
    for (; sql_statements[n]; n++) {
        if (sql_prepare(db, sql_statements[n]) == RC_OK) continue;
        print_error("%.*s\n", TP(db_message(db)));
        failed++;
    }
    assert_int_equal(n, SQL_STATEMENT_COUNT);
    assert_true(n > 0);
    assert_int_equal(failed, 0);
    db_close(db);
    store_close(s);
    place_drop(&p);
    arena_free(a);
}

static void sqlite_prepares_all(void **state)
{
    (void)state;
    statements_prepare(ENGINE_SQLITE, DB_WRITE);
    statements_prepare(ENGINE_SQLITE, DB_READ);
}

static void postgresql_prepares_all(void **state)
{
    (void)state;
    if (place_engines() < 2) skip();
    statements_prepare(ENGINE_POSTGRESQL, DB_WRITE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sqlite_prepares_all), cmocka_unit_test(postgresql_prepares_all)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
