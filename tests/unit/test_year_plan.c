/* SPDX-License-Identifier: Apache-2.0 */
/* The year of a place: every window of the engine stands once, under the month in which it ends; who may list no child is told
 * no number of children. */
#include "care_kit.h"

#include "view/build_year_plan.h"

static const char scheme[] =
    "scheme: {id: s, version: 1, title: 方案, issuer: 教育局, layer: county, from: 2026-09-01}\n"
    "targets:\n"
    "  - {key: all, title: 留守儿童, when: rule(MCA2016), clause: 一, source: [S-1]}\n"
    "duties:\n"
    "  - {key: talk, title: 谈心, for: all, owner: class_teacher, credit: {kinds: [heart_talk]}, every: month, clause: 二}\n"
    "  - {key: visit, title: 家访, for: all, owner: class_teacher, credit: {kinds: [home_visit]}, every: term, clause: 三}\n"
    "  - {key: sum, title: 总结, subject: school, owner: school_head, credit: {kinds: [summary_event]},\n"
    "     every: date 06-30 before 10, clause: 四}\n"
    "  - {key: county, title: 督查, subject: county, owner: county_clerk, credit: {kinds: [assessment_check]},\n"
    "     every: months 3, clause: 五}\n"
    "  - {key: town, title: 寄宿学校会, subject: school, where: {boarding: yes}, owner: school_head,\n"
    "     credit: {kinds: [work_meeting]}, every: months 4, clause: 六}\n"
    "  - {key: new, title: 外出告知, for: all, owner: class_teacher, credit: {kinds: [home_visit]},\n"
    "     every: 7 days after absence, clause: 七}\n";

static struct kit *county_new(void **state)
{
    struct scheme_loaded loaded;
    struct kit *k = calloc(1, sizeof *k);
    assert_non_null(k);
    kit_open(k, (enum engine)(intptr_t)*state, "2026-11-18");
    kit_child(k, 1001, "欧阳慧敏", "2016-05-01", KIT_CLASS, KIT_CLASS_KEY);
    kit_fact(k, 1001, "absence", "father", "work", "2026-01-01");
    kit_fact(k, 1001, "absence", "mother", "work", "2026-01-01");
    kit_law(k);
    enum rc rc = kit_scheme(k, "s", scheme, &loaded);
    for (size_t i = 0; rc != RC_OK && i < k->faults.n; i++) {
        print_error("%.*s\n", TP(fault_say(&k->faults.list[i], LANG_EN, k->arena)));
    }
    assert_int_equal(rc, RC_OK);
    kit_evaluator(k);
    kit_roll(k);
    return k;
}

static void county_free(struct kit *k)
{
    kit_close(k);
    free(k);
}

static struct year_plan_view asked(const struct kit *k, const struct who *who, int64_t lo, int64_t hi, int year)
{
    struct year_plan_view v;
    struct ask q = {.db = k->db, .roles = k->ev->roles, .who = who, .ev = k->ev, .today = k->work.today, .lang = LANG_ZH,
        .arena = k->arena, .scope = scope_narrow(scope_system(KIT_COUNTY, "a test"), lo, hi, 0, 0)};
    assert_int_equal(build_year_plan(&q, 0, year, &v), RC_OK);
    return v;
}

static const struct year_plan_months *month(const struct year_plan_view *v, const char *label)
{
    for (size_t i = 0; i < v->months.n; i++) {
        if (text_eqz(v->months.item[i].label, label)) return &v->months.item[i];
    }
    fail_msg("no month %s", label);
    return NULL;
}

static const struct who operator = {.county = KIT_COUNTY};
#define SCHOOL (INT64_C(1) << 28) + (INT64_C(1) << 16), (INT64_C(1) << 28) + (INT64_C(2) << 16)

static void every_window_stands_where_it_ends(void **state)
{
    struct kit *k = county_new(state);
    struct year_plan_view v = asked(k, &operator, SCHOOL, 0);
    assert_text(v.year_label, "2026—2027学年");
    assert_int_equal(v.terms.n, 2);
    assert_int_equal(v.months.n, 12);
    const struct year_plan_months *june = month(&v, "2027年6月");
    assert_int_equal(june->rows.n, 1);
    assert_text(june->rows.item[0].what, "总结");
    assert_text(june->rows.item[0].due, "30日前");
    size_t visits = 0, others = 0;
    for (size_t i = 0; i < v.months.n; i++) {
        for (size_t n = 0; n < v.months.item[i].rows.n; n++) {
            bool visit = text_eqz(v.months.item[i].rows.item[n].what, "家访");
            visits += visit;
            others += !visit;
        }
    }
    assert_int_equal(visits, 2);                         /* one a term */
    assert_int_equal(others, 1);                         /* not the county's, nor what only boarding schools owe */
    assert_int_equal(v.regular.n, 1);
    assert_text(v.regular.item[0].what, "谈心");
    assert_true(v.regular.item[0].times >= 10 && v.regular.item[0].times <= 12);
    assert_text(v.regular.item[0].whom, "留守儿童（1 个孩子）");
    assert_int_equal(v.events.n, 1);
    county_free(k);
}

static void above_a_school_all_of_it(void **state)
{
    struct kit *k = county_new(state);
    struct year_plan_view v = asked(k, &operator, 0, INT64_C(1) << 40, 2026);
    assert_int_equal(month(&v, "2027年3月")->rows.n, 1);
    assert_int_equal(month(&v, "2027年4月")->rows.n, 1);
    county_free(k);
}

static void a_class_has_no_school_matters(void **state)
{
    struct kit *k = county_new(state);
    struct year_plan_view v = asked(k, &operator, KIT_CLASS_KEY, KIT_CLASS_KEY + 1, 2026);
    assert_int_equal(month(&v, "2027年6月")->rows.n, 0);
    assert_int_equal(v.regular.n, 1);
    county_free(k);
}

static void numbers_of_children_are_for_those_who_list_them(void **state)
{
    struct kit *k = county_new(state);
    const struct who leader = {.county = KIT_COUNTY, .staff = 77, .day = k->work.today, .n = 1,
        .grants = {{.role = role_find(k->ev->roles, T("security_admin")), .key_hi = INT64_C(1) << 40, .to = DAY_MAX}}};
    assert_false(may_anywhere(k->ev->roles, &leader, CAP_child_list));
    struct year_plan_view v = asked(k, &leader, SCHOOL, 2026);
    assert_text(v.regular.item[0].whom, "留守儿童");
    county_free(k);
}

static void an_unknown_year_says_so(void **state)
{
    struct kit *k = county_new(state);
    struct year_plan_view v = asked(k, &operator, SCHOOL, 2099);
    assert_int_equal(v.terms.n + v.months.n + v.regular.n, 0);
    assert_true(v.empty.n > 0 && v.next_href.n == 0);
    county_free(k);
}

static void the_paper_says_the_same(void **state)
{
    struct kit *k = county_new(state);
    struct list_view v;
    struct ask q = {.db = k->db, .roles = k->ev->roles, .who = &operator, .ev = k->ev, .today = k->work.today, .lang = LANG_ZH,
        .arena = k->arena, .scope = scope_narrow(scope_system(KIT_COUNTY, "a test"), SCHOOL, 0, 0)};
    assert_int_equal(build_year_plan_paper(&q, 0, 0, &v), RC_OK);
    assert_int_equal(v.table->rows.n, 12 + 3 + 1 + 1 + 1 + 1);      /* months, their rows, two heads, a row each */
    county_free(k);
}

#define TEST(fn) {#fn, fn, NULL, NULL, (void *)(intptr_t)ENGINE_SQLITE}, \
                 {#fn " pg", fn, NULL, NULL, (void *)(intptr_t)ENGINE_POSTGRESQL}

int main(void)
{
    const struct CMUnitTest all[] = {
        TEST(every_window_stands_where_it_ends), TEST(above_a_school_all_of_it), TEST(a_class_has_no_school_matters),
        TEST(numbers_of_children_are_for_those_who_list_them), TEST(an_unknown_year_says_so), TEST(the_paper_says_the_same),
    };
    struct CMUnitTest some[sizeof all / sizeof *all];
    size_t n = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (all[i].initial_state == NULL || place_engines() == 2) some[n++] = all[i];
    }
    return _cmocka_run_group_tests("year_plan", some, n, NULL, NULL);
}
