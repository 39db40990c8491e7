/* SPDX-License-Identifier: Apache-2.0 */
/* The list of what was done: whose names it tells, what it is silent about, how it is read on. */
#include "care_kit.h"

#include "model/child.h"
#include "view/build_records.h"

enum { CHILD = 1001, OTHER = 1002, FAR = 1003 };

static void record_of(struct kit *k, const char *kind, const char *day, struct encounter_input in)
{
    struct encounter_result r;
    const struct code_kind *of = codes_kind(k->ev->codes, text_of(kind));
    struct encounter_answer answer[8];
    size_t answers = 0;
    assert_non_null(of);
    for (size_t i = 0; i < of->field_count && answers < 8; i++) {
        const struct code_field *f = &of->field[i];
        if (!f->required || f->relevant != NULL) continue;
        struct text value = f->list ? f->list->item[0].key : f->type == FIELD_BOOL ? T("yes")
                          : f->type == FIELD_DATE ? text_of(day) : T("1");
        answer[answers++] = (struct encounter_answer){.name = f->name, .value = value};
    }
    in.kind = text_of(kind);
    in.day = kit_day(day);
    in.minute = in.minutes = NULL_INT;
    in.follow = DAY_NONE;
    in.sentence = T("一句话。");
    in.answer = answer;
    in.answer_count = answers;
    assert_int_equal(encounter_add(&k->work, &in, &r), RC_OK);
}

static void record(struct kit *k, const char *kind, const char *day, const int64_t *child, size_t n)
{
    record_of(k, kind, day, (struct encounter_input){.child = child, .child_count = n});
}

static struct kit *county_new(void **state)
{
    struct kit *k = calloc(1, sizeof *k);
    assert_non_null(k);
    kit_open(k, (enum engine)(intptr_t)*state, "2026-11-18");
    kit_child(k, CHILD, "欧阳慧敏", "2016-05-01", KIT_CLASS, KIT_CLASS_KEY);
    kit_child(k, OTHER, "单思远", "2016-07-01", KIT_CLASS, KIT_CLASS_KEY);
    kit_child(k, FAR, "仇晓", "2016-08-01", KIT_OTHER_CLASS, KIT_OTHER_KEY);
    kit_law(k);
    kit_evaluator(k);
    kit_roll(k);
    record(k, "home_visit", "2026-11-10", (const int64_t[]){CHILD}, 1);
    record(k, "group_activity", "2026-11-16", (const int64_t[]){CHILD, OTHER, FAR}, 3);
    record(k, "counselling", "2026-11-17", (const int64_t[]){CHILD}, 1);
    record(k, "heart_talk", "2026-11-17", (const int64_t[]){OTHER}, 1);
    return k;
}

static void county_free(struct kit *k)
{
    kit_close(k);
    free(k);
}

static struct who somebody(const struct kit *k, int64_t staff, const char *role, int64_t lo, int64_t hi)
{
    return (struct who){.county = KIT_COUNTY, .staff = staff, .day = k->work.today, .n = 1,
        .grants = {{.role = role_find(k->ev->roles, text_of(role)), .key_lo = lo, .key_hi = hi, .to = DAY_MAX}}};
}

static struct records_view listed(const struct kit *k, const struct who *who, struct records_query in)
{
    struct records_view v;
    struct ask q = {.db = k->db, .roles = k->ev->roles, .who = who, .ev = k->ev, .today = k->work.today, .lang = LANG_ZH,
        .arena = k->arena};
    const struct grant *g = &who->grants[0];
    assert_int_equal(scope_at(q.roles, who, CAP_child_read, g->key_lo, g->key_hi, &q.scope), RC_OK);
    if (in.most == 0) in.most = RECORDS_PAGE;
    if (in.from == 0) in.from = DAY_NONE;
    if (in.to == 0) in.to = DAY_NONE;
    if (in.before == 0) in.before = DAY_NONE;
    in.place = KIT_CLASS;
    assert_int_equal(build_records(&q, &in, &v), RC_OK);
    return v;
}

static void a_class_lists_its_own_newest_first(void **state)
{
    struct kit *k = county_new(state);
    struct who teacher = somebody(k, KIT_LEFT_TEACHER, "class_teacher", KIT_CLASS_KEY, KIT_CLASS_KEY + 1);
    struct records_view v = listed(k, &teacher, (struct records_query){0});
    assert_int_equal(v.rows.n, 3); /* what was counselled is not even counted */
    assert_true(text_eqz(v.rows.item[0].children, "单思远"));
    assert_int_equal(v.rows.item[1].count, 2); /* the third is of another class */
    assert_true(text_find(v.rows.item[1].children, T("仇晓")) < 0);
    assert_true(text_eqz(v.rows.item[2].children, "欧阳慧敏"));
    county_free(k);
}

static void what_is_closed_is_listed_to_those_it_is_open_to(void **state)
{
    struct kit *k = county_new(state);
    struct who writer = somebody(k, KIT_TEACHER, "class_teacher", KIT_CLASS_KEY, KIT_CLASS_KEY + 1);
    struct who counsellor = somebody(k, KIT_LEFT_TEACHER, "counsellor", KIT_CLASS_KEY, KIT_CLASS_KEY + 1);
    assert_int_equal(listed(k, &writer, (struct records_query){0}).rows.n, 4);
    assert_int_equal(listed(k, &counsellor, (struct records_query){0}).rows.n, 4);
    county_free(k);
}

static void a_child_who_left_takes_the_name_along(void **state)
{
    struct kit *k = county_new(state);
    struct who teacher = somebody(k, KIT_LEFT_TEACHER, "class_teacher", KIT_CLASS_KEY, KIT_CLASS_KEY + 1);
    struct scope all = {.county = KIT_COUNTY, .lo = 0, .hi = INT64_C(1) << 40};
    assert_int_equal(child_move(&k->work, &all, OTHER, KIT_OTHER_CLASS, k->work.today, 0), RC_OK);
    struct records_view v = listed(k, &teacher, (struct records_query){0});
    assert_int_equal(v.rows.n, 2);
    assert_int_equal(v.rows.item[0].count, 1);
    for (size_t i = 0; i < v.rows.n; i++) assert_true(text_find(v.rows.item[i].children, T("单思远")) < 0);
    county_free(k);
}

static void places_and_staff_have_records_too(void **state)
{
    struct kit *k = county_new(state);
    const struct about school[] = {{ABOUT_PLACE, 3}}, trained[] = {{ABOUT_STAFF, KIT_TEACHER}, {ABOUT_STAFF, KIT_HELPER}};
    record_of(k, "work_meeting", "2026-11-12", (struct encounter_input){.about = school, .about_count = 1});
    record_of(k, "staff_training", "2026-11-13", (struct encounter_input){.about = trained, .about_count = 2});
    struct who head = somebody(k, KIT_LEFT_TEACHER, "school_head", KIT_CLASS_KEY - 1, KIT_CLASS_KEY + 100);
    struct records_view v = listed(k, &head, (struct records_query){.from = kit_day("2026-11-12"), .to = kit_day("2026-11-13")});
    assert_int_equal(v.rows.n, 2);
    assert_true(text_find(v.rows.item[0].children, T("2")) >= 0);
    assert_int_equal(v.rows.item[1].children.n, 0);
    assert_true(v.rows.item[1].class_name.n > 0);
    struct who teacher = somebody(k, KIT_LEFT_TEACHER, "class_teacher", KIT_CLASS_KEY, KIT_CLASS_KEY + 1);
    assert_int_equal(listed(k, &teacher, (struct records_query){.kind = T("work_meeting")}).rows.n, 0);
    county_free(k);
}

static void kinds_days_and_pages(void **state)
{
    struct kit *k = county_new(state);
    struct who teacher = somebody(k, KIT_LEFT_TEACHER, "class_teacher", KIT_CLASS_KEY, KIT_CLASS_KEY + 1);
    assert_int_equal(listed(k, &teacher, (struct records_query){.kind = T("home_visit")}).rows.n, 1);
    struct records_query one_day = {.from = kit_day("2026-11-16"), .to = kit_day("2026-11-16")};
    assert_int_equal(listed(k, &teacher, one_day).rows.n, 1);
    assert_int_equal(listed(k, &teacher, (struct records_query){.from = kit_day("2026-11-18")}).rows.n, 0);
    struct records_query in = {.most = 1};
    int64_t seen[4] = {0};
    for (int i = 0; i < 3; i++) {
        struct records_view v = listed(k, &teacher, in);
        assert_int_equal(v.rows.n, 1);
        assert_true(v.more_href.n > 0);
        seen[i] = v.rows.item[0].id;
        static const char *const days[] = {"2026-11-17", "2026-11-16", "2026-11-10"};
        in.before = kit_day(days[i]);
        in.before_id = seen[i];
    }
    assert_true(seen[0] != seen[1] && seen[1] != seen[2]);
    assert_int_equal(listed(k, &teacher, in).rows.n, 0);
    county_free(k);
}

#define TEST(fn) {#fn, fn, NULL, NULL, (void *)(intptr_t)ENGINE_SQLITE}, \
                 {#fn " pg", fn, NULL, NULL, (void *)(intptr_t)ENGINE_POSTGRESQL}

int main(void)
{
    const struct CMUnitTest all[] = {
        TEST(a_class_lists_its_own_newest_first), TEST(what_is_closed_is_listed_to_those_it_is_open_to),
        TEST(a_child_who_left_takes_the_name_along), TEST(kinds_days_and_pages),
        TEST(places_and_staff_have_records_too),
    };
    struct CMUnitTest some[sizeof all / sizeof *all];
    size_t n = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (all[i].initial_state == NULL || place_engines() == 2) some[n++] = all[i];
    }
    return _cmocka_run_group_tests("records", some, n, NULL, NULL);
}
