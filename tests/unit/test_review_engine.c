/* SPDX-License-Identifier: Apache-2.0 */
/* What is stored about a child when versions of a scheme take over, a setting changes the rule, and an import is undone. */
#include "care_kit.h"

#include "gen/sql/membership.h"
#include "gen/sql/obligation.h"

enum { CHILD = 1001 };

#define SCHEME(version, from) \
    "scheme: {id: test-county, version: " version ", title: 测试方案, issuer: 测试县教育局, layer: county, from: " from "}\n" \
    "targets:\n" \
    "  - {key: away, title: 父母外出, when: parents_away, clause: 一, source: [T-001]}\n" \
    "duties:\n" \
    "  - {key: talk, title: 谈心, for: away, owner: class_teacher, credit: {kinds: [heart_talk]},\n" \
    "     every: week, clause: 二, source: [T-002]}\n" \
    "alerts:\n" \
    "  - {key: away_now, title: 父母外出, say: 请关心, severity: warn, when: parents_away,\n" \
    "     owner: [class_teacher], clause: 三, source: [T-003]}\n"

static void said(struct kit *k, enum rc rc)
{
    for (size_t i = 0; i < k->faults.n && rc != RC_OK; i++) print_error("%.*s\n",
        TP(fault_say(&k->faults.list[i], LANG_EN, k->arena)));
    assert_int_equal(rc, RC_OK);
}

static void county_new(struct kit *k, void **state)
{
    struct scheme_loaded loaded;
    kit_open(k, (enum engine)(intptr_t)*state, "2026-11-18");
    kit_child(k, CHILD, "欧阳慧敏", "2016-05-01", KIT_CLASS, KIT_CLASS_KEY);
    kit_fact(k, CHILD, "absence", "father", "work", "2025-03-01");
    kit_law(k);
    said(k, kit_scheme(k, "one", SCHEME("1", "2024-09-01"), &loaded));
    said(k, kit_scheme(k, "two", SCHEME("2", "2026-11-02"), &loaded));
    kit_evaluator(k);
    kit_roll(k);
}

static int alerts(struct kit *k, int64_t *from, int64_t *place)
{
    struct cursor c;
    struct sql_alert_for_out row;
    int n = 0;
    assert_int_equal(sql_alert_for(k->db, &(struct sql_alert_for_in){.county = KIT_COUNTY, .child = CHILD}, &c), RC_OK);
    while (sql_alert_for_next(&c, &row)) {
        n++;
        *from = row.from_day;
        *place = row.place_key;
    }
    assert_int_equal(sql_close(&c), RC_OK);
    return n;
}

static void touch(struct kit *k)
{
    touched_add(&k->touched, CHILD);
    assert_int_equal(evaluate_touched(k->db, k->ev, &k->touched, k->work.today, k->arena, 0, NULL, NULL), RC_OK);
    touched_clear(&k->touched);
}

static void one_alert_of_two_versions(void **state)
{
    struct kit k;
    int64_t since = 0, from = 0, place = 0;
    county_new(&k, state);
    assert_int_equal(alerts(&k, &since, &place), 1);
    assert_int_equal(since, kit_day("2025-03-01"));    /* when the father left, not when somebody looked */
    touch(&k);
    assert_int_equal(alerts(&k, &from, &place), 1);
    kit_true(&k);
    kit_today(&k, "2026-11-19");
    kit_evaluator(&k);
    kit_roll(&k);
    assert_int_equal(alerts(&k, &from, &place), 1);
    assert_int_equal(from, since); /* since when, not since the last look */
    kit_true(&k);
    kit_close(&k);
}

struct sums { int64_t expected, rows; };

static struct sums tallies(struct kit *k)
{
    struct sql_tally_sum_out row;
    struct sums s = {0};
    struct cursor c;
    struct sql_tally_sum_in in = {.county = KIT_COUNTY, .lo = 0, .hi = INT64_C(1) << 40, .from_day = 0, .to_day = DAY_MAX};
    assert_int_equal(sql_tally_sum(k->db, &in, &c), RC_OK);
    while (sql_tally_sum_next(&c, &row)) {
        s.expected += row.expected;
        s.rows++;
    }
    assert_int_equal(sql_close(&c), RC_OK);
    return s;
}

static void an_undone_child_leaves_nothing(void **state)
{
    struct kit k;
    int64_t from, place, n = 0;
    county_new(&k, state);
    assert_true(tallies(&k).expected > 0);
    assert_int_equal(sql_child_delete_run(k.db, &(struct sql_child_delete_in){.county = KIT_COUNTY, .id = CHILD}, NULL), RC_OK);
    touch(&k);
    assert_int_equal(tallies(&k).expected, 0);
    assert_int_equal(alerts(&k, &from, &place), 0);
    struct cursor c;
    struct sql_obligation_for_out row;
    assert_int_equal(sql_obligation_for(k.db, &(struct sql_obligation_for_in){.county = KIT_COUNTY, .child = CHILD}, &c), RC_OK);
    while (sql_obligation_for_next(&c, &row)) n++;
    assert_int_equal(sql_close(&c), RC_OK);
    assert_int_equal(n, 0);
    kit_close(&k);
}

/* Which rule rule(home) means is a setting: another one makes another plan, and what is stored is worked out again the same
 * day. */
static void another_home_rule_is_another_plan(void **state)
{
    struct kit k;
    county_new(&k, state);
    int64_t before = k.ev->digest;
    struct sql_setting_put_in in = {.county = KIT_COUNTY, .key = T("home_rule"), .value = T("MCA2016")};
    assert_int_equal(sql_setting_put_run(k.db, &in, NULL), RC_OK);
    kit_evaluator(&k);
    assert_true(k.ev->digest != before);
    kit_close(&k);
}

#define TEST(fn) {#fn, fn, NULL, NULL, (void *)(intptr_t)ENGINE_SQLITE}, \
                 {#fn " pg", fn, NULL, NULL, (void *)(intptr_t)ENGINE_POSTGRESQL}

int main(void)
{
    const struct CMUnitTest all[] = {
        TEST(one_alert_of_two_versions), TEST(an_undone_child_leaves_nothing), TEST(another_home_rule_is_another_plan),
    };
    struct CMUnitTest some[sizeof all / sizeof *all];
    size_t n = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (all[i].initial_state == NULL || place_engines() == 2) some[n++] = all[i];
    }
    return _cmocka_run_group_tests("review_engine", some, n, NULL, NULL);
}
