/* SPDX-License-Identifier: Apache-2.0 */
/* Every scheme that is built in, loaded for one county on both engines: who belongs owes, who does not owes nothing, a record
 * counts for all of them at once, taking it back gives all of it back, and what is stored is what evaluation from nothing
 * gives. */
#include "care_kit.h"

#include "gen/sql/obligation.h"

enum { CHILD = 1001, OTHER = 1002 };

static void all_load(struct kit *k)
{
    size_t n, schemes = 0;
    struct scheme_loaded loaded;
    struct plan_source source;
    const struct codes *codes = codes_builtin(k->arena, &k->faults);
    const struct embedded *e = embedded_all(&n);
    assert_non_null(codes);
    assert_int_equal(plan_source_builtin(k->arena, T("schemes/law"), &source), RC_OK);
    assert_int_equal(scheme_load(&k->work, codes, &source, 0, DAY_NONE, &loaded), RC_OK);
    for (size_t i = 0; i < n; i++) {
        if (!text_starts(e[i].path, T("schemes/")) || !text_ends(e[i].path, T("/scheme.yaml"))) continue;
        struct text folder = text_sub(e[i].path, 0, e[i].path.n - 12);
        if (text_eqz(folder, "schemes/law")) continue;
        assert_int_equal(plan_source_builtin(k->arena, folder, &source), RC_OK);
        enum rc rc = scheme_load(&k->work, codes, &source, 0, DAY_NONE, &loaded);
        if (rc != RC_OK) fail_msg("%.*s: %d", TP(folder), (int)rc);
        schemes++;
    }
    assert_true(schemes >= 22);
}

static int owed_by(struct kit *k, int64_t child)
{
    int n = 0;
    struct cursor c;
    struct sql_obligation_for_out row;
    assert_int_equal(sql_obligation_for(k->db, &(struct sql_obligation_for_in){.county = KIT_COUNTY, .child = child}, &c), RC_OK);
    while (sql_obligation_for_next(&c, &row)) n += row.window_day <= k->work.today;
    assert_int_equal(sql_close(&c), RC_OK);
    return n;
}

static void all_schemes(enum engine engine)
{
    struct kit k;
    struct encounter_result r;
    const int64_t child[] = {CHILD};
    kit_open(&k, engine, "2026-11-18");
    kit_child(&k, CHILD, "欧阳慧敏", "2016-05-01", KIT_CLASS, KIT_CLASS_KEY);
    kit_child(&k, OTHER, "单思远", "2016-07-01", KIT_CLASS, KIT_CLASS_KEY);
    kit_fact(&k, CHILD, "absence", "father", "work", "2025-03-01");
    kit_fact(&k, CHILD, "absence", "mother", "work", "2025-03-01");
    kit_fact(&k, CHILD, "household", "", "rural", "2020-03-01");
    kit_fact(&k, CHILD, "poverty", "", "dibao", "2025-03-01");
    all_load(&k);
    kit_evaluator(&k);
    kit_roll(&k);
    int before = owed_by(&k, CHILD);
    assert_true(before > 60);
    assert_int_equal(owed_by(&k, OTHER), 0);
    kit_true(&k);
    struct encounter_input in = {.kind = T("heart_talk"), .mode = T("face"), .day = kit_day("2026-11-17"), .minute = NULL_INT,
                                 .minutes = NULL_INT, .child = child, .child_count = 1, .sentence = T("今天心情不错，和同桌一起练字。"),
                                 .follow = DAY_NONE};
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_OK);
    assert_true(r.credit_count > 8);
    assert_true(owed_by(&k, CHILD) <= before - 8);
    kit_true(&k);
    assert_int_equal(encounter_void(&k.work, r.id, T("记错了孩子")), RC_OK);
    assert_int_equal(owed_by(&k, CHILD), before);
    kit_true(&k);
    kit_close(&k);
}

static void on_sqlite(void **state) { (void)state; all_schemes(ENGINE_SQLITE); }

static void on_postgresql(void **state)
{
    (void)state;
    if (place_engines() < 2) skip();
    all_schemes(ENGINE_POSTGRESQL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(on_sqlite), cmocka_unit_test(on_postgresql)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
