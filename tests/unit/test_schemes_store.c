/* SPDX-License-Identifier: Apache-2.0 */
/* Every scheme that is built in, loaded for one county on both engines: who belongs owes, who does not owes nothing, a record
 * counts for all of them at once, taking it back gives all of it back, and what is stored is what evaluation from nothing
 * gives. */
#include "care_kit.h"

#include "gen/sql/obligation.h"
#include "access/may.h"
#include "model/measure_sum.h"

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

/* ---- fields ---- */

static int64_t filed(struct kit *k)
{
    struct measure_frame f;
    struct measure_sums sums;
    int64_t n[MEASURE_COUNT];
    struct scope all = scope_narrow(scope_system(KIT_COUNTY, "test"), 0, INT64_C(1) << 40, 0, 0);
    assert_int_equal(measure_frame_fill(&f, k->ev, T("law:lbc"), kit_day("2026-11-01"), k->work.today), RC_OK);
    assert_int_equal(measure_sum(k->db, &all, &f, MEASURE_SET_PERSONS, MEASURE_NOTHING, k->arena, &sums), RC_OK);
    measure_sum_range(&sums, all.lo, all.hi, n);
    return n[M_filed];
}

static void fact_add(struct kit *k, const struct code_fact *f)
{
    const char *kind = text_z(k->arena, f->key), *code = f->list ? text_z(k->arena, f->list->item[0].key) : "x";
    bool parent = f->per == PER_PARENT;
    kit_fact(k, CHILD, kind, parent ? "father" : "", code, "2025-03-01");
    if (parent) kit_fact(k, CHILD, kind, "mother", code, "2025-03-01");
}

/* The file is complete when everything that all the schemes require is there, and not when any one of it is missing. */
static void fields_make_a_file(struct kit *k)
{
    const struct plan *p = k->ev->plan;
    bool wanted[CODES_FACTS] = {false};
    static const char *const there[] = {"absence", "household", "poverty"};
    int asked = 0;
    for (size_t i = 0; i < p->field_count; i++) wanted[p->field[i].fact] |= p->field[i].required;
    for (size_t i = 0; i < 3; i++) wanted[codes_fact(p->codes, text_of(there[i]))->index] = false;
    for (size_t out = 0; out < p->codes->fact_count; out++) {
        if (!wanted[out]) continue;
        bool mine = false;
        assert_int_equal(db_save(k->db), RC_OK);
        for (size_t i = 0; i < p->codes->fact_count; i++) {
            if (wanted[i] && i != out) fact_add(k, &p->codes->fact[i]);
        }
        /* Asked of this child, or of others only: then it makes no difference here. */
        for (size_t i = 0; i < p->field_count; i++) {
            const struct plan_field *f = &p->field[i];
            if (f->fact == (int)out && f->required && f->group >= 0 && text_eqz(p->group[f->group].id, "lbc")) mine = true;
        }
        if (mine) assert_int_equal(filed(k), 0);
        fact_add(k, &p->codes->fact[out]);
        assert_int_equal(filed(k), 1);
        db_undo(k->db);
        asked += mine;
    }
    assert_true(asked > 5);
    touched_clear(&k->touched);
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
    fields_make_a_file(&k);
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
