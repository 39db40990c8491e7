/* SPDX-License-Identifier: Apache-2.0 */
/* What a pairing, a place and a data class open of a child and of a record with several children. */
#include "care_kit.h"

#include "view/build_child.h"
#include "view/build_record.h"

enum { CHILD = 1001, OTHER = 1002, FAR = 1003 };

static const char scheme_yaml[] =
    "scheme: {id: test-county, version: 1, title: 测试方案, issuer: 测试县教育局, layer: county, from: 2024-09-01, programme: 试行}\n"
    "targets:\n"
    "  - {key: away, title: 父母外出, when: parents_away, clause: 一, source: [T-001]}\n"
    "relations:\n"
    "  - {key: helper, title: 帮扶人, for: away, role: helper, background_check: true, clause: 二, source: [T-002]}\n";

struct county { struct kit k; int64_t group, counsel, visit; };

static int64_t record(struct kit *k, const char *kind, const int64_t *child, size_t n, const char *said)
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
                          : f->type == FIELD_DATE ? T("2026-11-17") : T("1");
        answer[answers++] = (struct encounter_answer){.name = f->name, .value = value};
    }
    struct encounter_input in = {.kind = text_of(kind), .day = kit_day("2026-11-17"), .minute = NULL_INT, .minutes = NULL_INT,
        .child = child, .child_count = n, .sentence = text_of(said), .follow = DAY_NONE, .answer = answer,
            .answer_count = answers};
    enum rc rc = encounter_add(&k->work, &in, &r);
    for (size_t i = 0; i < k->faults.n && rc != RC_OK; i++) print_error("%.*s\n",
        TP(fault_say(&k->faults.list[i], LANG_EN, k->arena)));
    assert_int_equal(rc, RC_OK);
    return r.id;
}

static struct county *county_new(void **state)
{
    struct county *x = calloc(1, sizeof *x);
    assert_non_null(x);
    struct kit *k = &x->k;
    struct scheme_loaded loaded;
    int64_t id;
    kit_open(k, (enum engine)(intptr_t)*state, "2026-11-18");
    kit_child(k, CHILD, "欧阳慧敏", "2016-05-01", KIT_CLASS, KIT_CLASS_KEY);
    kit_child(k, OTHER, "单思远", "2016-07-01", KIT_CLASS, KIT_CLASS_KEY);
    kit_child(k, FAR, "仇晓", "2016-08-01", KIT_OTHER_CLASS, KIT_OTHER_KEY);
    kit_fact(k, CHILD, "absence", "father", "work", "2025-03-01");
    kit_law(k);
    assert_int_equal(kit_scheme(k, "test-county", scheme_yaml, &loaded), RC_OK);
    kit_evaluator(k);
    kit_roll(k);
    struct pairing_input pair = {.child = CHILD, .relation = T("helper"), .staff = KIT_HELPER, .from = kit_day("2026-10-01")};
    assert_int_equal(pairing_add(&k->work, &pair, false, &id), RC_OK);
    x->group = record(k, "group_activity", (const int64_t[]){CHILD, OTHER, FAR}, 3, "一起包了饺子，三个孩子都很开心。");
    x->counsel = record(k, "counselling", (const int64_t[]){CHILD}, 1, "孩子说夜里睡不好。");
    x->visit = record(k, "home_visit", (const int64_t[]){CHILD}, 1, "奶奶腿脚不便。");
    return x;
}

static void county_free(struct county *x)
{
    kit_close(&x->k);
    free(x);
}

static struct grant grant(const struct kit *k, const char *role, int64_t lo, int64_t hi)
{
    return (struct grant){.role = role_find(k->ev->roles, text_of(role)), .key_lo = lo, .key_hi = hi, .to = DAY_MAX};
}

/* As the gate would have it: the scope of one child. */
static struct ask asked(const struct kit *k, const struct who *who, enum cap cap, int64_t child, int64_t key, bool sighted)
{
    struct ask q = {.db = k->db, .roles = k->ev->roles, .who = who, .ev = k->ev, .today = k->work.today, .lang = LANG_ZH,
        .arena = k->arena};
    assert_int_equal(scope_child(q.roles, who, cap, child, key, sighted, &q.scope), RC_OK);
    return q;
}

static struct who somebody(const struct kit *k, int64_t staff, struct grant g)
{
    return (struct who){.county = KIT_COUNTY, .staff = staff, .day = k->work.today, .n = 1, .grants = {g}};
}

static bool shows(const struct record_show_view *v, const char *word)
{
    for (size_t i = 0; i < v->children.n; i++) {
        if (text_find(v->children.item[i].label, text_of(word)) >= 0) return true;
    }
    for (size_t i = 0; i < v->facts.n; i++) {
        if (text_find(v->facts.item[i].value, text_of(word)) >= 0) return true;
    }
    for (size_t i = 0; i < v->credits.n; i++) {
        if (text_find(v->credits.item[i].child_name, text_of(word)) >= 0) return true;
    }
    return false;
}

static void a_pairing_shows_one_child_of_a_record(void **state)
{
    struct county *x = county_new(state);
    struct who helper = somebody(&x->k, KIT_HELPER, grant(&x->k, "helper", 0, 0));
    struct ask q = asked(&x->k, &helper, CAP_child_read, CHILD, KIT_CLASS_KEY, true);
    struct record_show_view v;
    assert_int_equal(build_record_show(&q, x->group, &v), RC_OK);
    assert_true(shows(&v, "欧阳慧敏"));
    assert_false(shows(&v, "单思远")); /* of the same class */
    assert_false(shows(&v, "仇晓"));
    assert_false(v.can_void); /* nor may one child's helper take back what was done with three */
    county_free(x);
}

static void a_place_shows_its_own_children(void **state)
{
    struct county *x = county_new(state);
    struct who teacher = somebody(&x->k, KIT_LEFT_TEACHER, grant(&x->k, "class_teacher", KIT_OTHER_KEY, KIT_OTHER_KEY + 1));
    struct ask q = asked(&x->k, &teacher, CAP_child_read, FAR, KIT_OTHER_KEY, false);
    struct record_show_view v;
    assert_int_equal(build_record_show(&q, x->group, &v), RC_OK);
    assert_true(shows(&v, "仇晓") && !shows(&v, "欧阳慧敏") && !v.can_void);
    struct who head = somebody(&x->k, KIT_LEFT_TEACHER, grant(&x->k, "school_head", KIT_CLASS_KEY - 1, KIT_CLASS_KEY + 100));
    q = asked(&x->k, &head, CAP_child_read, CHILD, KIT_CLASS_KEY, false);
    assert_int_equal(build_record_show(&q, x->group, &v), RC_OK);
    assert_true(shows(&v, "仇晓") && shows(&v, "单思远") && v.can_void); /* of all classes of the school */
    county_free(x);
}

static int notes(const struct child_view *v, int *rows)
{
    int n = 0;
    *rows = 0;
    for (size_t i = 0; i < v->months.n; i++) {
        for (size_t k = 0; k < v->months.item[i].rows.n; k++) n += v->months.item[i].rows.item[k].note.n > 0;
        *rows += (int)v->months.item[i].rows.n;
    }
    return n;
}

static void counselling_is_closed_to_others(void **state)
{
    struct county *x = county_new(state);
    struct record_show_view r;
    struct child_view v;
    int rows;
    struct who writer = somebody(&x->k, KIT_TEACHER, grant(&x->k, "class_teacher", KIT_CLASS_KEY, KIT_CLASS_KEY + 1));
    struct ask q = asked(&x->k, &writer, CAP_child_read, CHILD, KIT_CLASS_KEY, false);
    assert_int_equal(build_record_show(&q, x->counsel, &r), RC_OK);
    assert_true(shows(&r, "睡不好")); /* who wrote it reads it again */
    struct who other = writer;
    other.staff = KIT_LEFT_TEACHER;
    q = asked(&x->k, &other, CAP_child_read, CHILD, KIT_CLASS_KEY, false);
    assert_int_equal(build_record_show(&q, x->counsel, &r), RC_NOT_FOUND);
    assert_int_equal(build_record_show(&q, x->visit, &r), RC_OK);
    assert_true(shows(&r, "奶奶"));
    assert_int_equal(build_child(&q, CHILD, DAY_NONE, &v), RC_OK);
    assert_int_equal(notes(&v, &rows), 2);
    assert_int_equal(rows, 2);
    struct who counsellor = somebody(&x->k, KIT_LEFT_TEACHER, grant(&x->k, "counsellor", KIT_CLASS_KEY - 1, KIT_CLASS_KEY + 100));
    q = asked(&x->k, &counsellor, CAP_child_read, CHILD, KIT_CLASS_KEY, false);
    assert_int_equal(build_record_show(&q, x->counsel, &r), RC_OK);
    assert_true(shows(&r, "睡不好"));
    county_free(x);
}

/* The role of another class, or of another school, does not travel with the pairing. */
static void classes_of_data_do_not_travel(void **state)
{
    struct county *x = county_new(state);
    struct child_view v;
    struct record_show_view r;
    int rows;
    struct who helper = somebody(&x->k, KIT_HELPER, grant(&x->k, "helper", 0, 0));
    helper.grants[helper.n++] = grant(&x->k, "class_teacher", KIT_OTHER_KEY, KIT_OTHER_KEY + 1);
    helper.grants[helper.n++] = grant(&x->k, "counsellor", KIT_OTHER_KEY, KIT_OTHER_KEY + 1);
    struct ask q = asked(&x->k, &helper, CAP_child_read, CHILD, KIT_CLASS_KEY, true);
    assert_int_equal(build_record_show(&q, x->counsel, &r), RC_NOT_FOUND);
    assert_int_equal(build_record_show(&q, x->visit, &r), RC_OK);
    assert_false(shows(&r, "奶奶"));
    assert_int_equal(build_child(&q, CHILD, DAY_NONE, &v), RC_OK);
    assert_int_equal(notes(&v, &rows), 1); /* the activity's */
    assert_int_equal(rows, 2);
    assert_int_equal(v.siblings.n, 0);
    county_free(x);
}

static void who_may_take_back(void **state)
{
    struct county *x = county_new(state);
    bool yes;
    struct who who = somebody(&x->k, KIT_LEFT_TEACHER, grant(&x->k, "subject_teacher", KIT_CLASS_KEY, KIT_CLASS_KEY + 1));
    struct ask q = asked(&x->k, &who, CAP_record_void, CHILD, KIT_CLASS_KEY, false);
    assert_int_equal(record_may_void(&q, x->visit, &yes), RC_OK);
    assert_false(yes); /* not a colleague's */
    who.staff = KIT_TEACHER;
    assert_int_equal(record_may_void(&q, x->group, &yes), RC_OK);
    assert_true(yes); /* the own */
    who = somebody(&x->k, KIT_LEFT_TEACHER, grant(&x->k, "class_teacher", KIT_CLASS_KEY, KIT_CLASS_KEY + 1));
    assert_int_equal(record_may_void(&q, x->visit, &yes), RC_OK);
    assert_true(yes); /* the class teacher answers for the class */
    assert_int_equal(record_may_void(&q, x->group, &yes), RC_OK);
    assert_false(yes); /* but not for the child of the other class */
    county_free(x);
}

/* Who administers the installation is paired with nobody. */
static void administrators_see_no_child(void **state)
{
    struct county *x = county_new(state);
    struct kit *k = &x->k;
    int64_t id;
    struct sql_grant_insert_in in = {.county = KIT_COUNTY, .id = 777, .staff = KIT_HELPER, .role = T("audit_admin"),
        .place = 1, .key_lo = 0, .key_hi = INT64_C(1) << 40, .from_day = k->work.today, .to_day = NULL_INT};
    assert_int_equal(sql_grant_insert_run(k->db, &in, NULL), RC_OK);
    struct pairing_input pair = {.child = OTHER, .relation = T("helper"), .staff = KIT_HELPER, .from = k->work.today};
    assert_int_equal(pairing_add(&k->work, &pair, false, &id), RC_INVALID);
    county_free(x);
}

/* "Instead of" names a record of the child that was taken back. */
static void a_record_stands_for_one_taken_back(void **state)
{
    struct county *x = county_new(state);
    struct kit *k = &x->k;
    struct encounter_result r;
    const int64_t one[] = {CHILD}, other[] = {OTHER};
    int64_t talk = record(k, "group_activity", one, 1, "一起做了手工。");
    struct encounter_input in = {.kind = T("heart_talk"), .day = kit_day("2026-11-17"), .minute = NULL_INT,
        .minutes = NULL_INT, .child = one, .child_count = 1, .sentence = T("和孩子聊了手工。"), .follow = DAY_NONE,
            .replaces = talk};
    assert_int_equal(encounter_add(&k->work, &in, &r), RC_INVALID); /* it still stands */
    assert_int_equal(encounter_void(&k->work, talk, T("写错了")), RC_OK);
    in.child = other;
    assert_int_equal(encounter_add(&k->work, &in, &r), RC_INVALID); /* another child's */
    in.child = one;
    k->faults = faults_new(k->arena);
    assert_int_equal(encounter_add(&k->work, &in, &r), RC_OK);
    county_free(x);
}

#define TEST(fn) {#fn, fn, NULL, NULL, (void *)(intptr_t)ENGINE_SQLITE}, \
                 {#fn " pg", fn, NULL, NULL, (void *)(intptr_t)ENGINE_POSTGRESQL}

int main(void)
{
    const struct CMUnitTest all[] = {
        TEST(a_pairing_shows_one_child_of_a_record), TEST(a_place_shows_its_own_children), TEST(counselling_is_closed_to_others),
        TEST(classes_of_data_do_not_travel), TEST(who_may_take_back),
        TEST(administrators_see_no_child), TEST(a_record_stands_for_one_taken_back),
    };
    struct CMUnitTest some[sizeof all / sizeof *all];
    size_t n = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (all[i].initial_state == NULL || place_engines() == 2) some[n++] = all[i];
    }
    return _cmocka_run_group_tests("review_sight", some, n, NULL, NULL);
}
