/* SPDX-License-Identifier: Apache-2.0 */
/* Schools and staff from files; a new school year, those who wait, those who stay a year, and the way back. */
#include "gen/sql/grant.h"
#include "model/account_many.h"
#include "model/enrolment.h"
#include "model/place_import.h"
#include "model/promotion.h"
#include "model/staff.h"
#include "model/staff_import.h"
#include "registry_kit.h"

static void today_set(struct kit *k, const char *today)
{
    k->w.today = day_parse(text_of(today));
    k->w.now = day_start(k->w.today) + 36000000;
}

static int64_t load(struct kit *k, const char *as_of, struct text bytes,
                    enum rc (*preview)(struct work *, const struct scope *, const struct batch_file *,
                                       const struct batch_progress *, int64_t *, bool *))
{
    struct batch_file f = {.name = T("a.csv"), .bytes = bytes, .school = T(""), .as_of = day_parse(text_of(as_of))};
    int64_t batch = 0;
    bool again = false;
    kit_begin(k);
    KIT_OK(k, preview(&k->w, &k->scope, &f, NULL, &batch, &again));
    kit_keep(k);
    kit_apply(k, batch);
    return batch;
}

static const char roll[] =
    "学校,姓名,性别,出生日期,班级\n"
    "城东小学,毕业一,男,2014-03-09,六（1）班\n"
    "城东小学,留级二,女,2014-04-09,六（1）班\n"
    "城东小学,升级三,女,2018-04-09,二（1）班\n"
    "测试县第一初级中学,初三四,男,2011-04-09,九（1）班\n"
    "柳河九年一贯制学校,九年五,男,2014-05-09,六（1）班\n";

/* Inside a step. */
static int64_t child_named(struct kit *k, const char *name)
{
    struct child_hits hits;
    KIT_OK(k, child_search(k->db, &k->scope, text_of(name), true, 2, k->arena, &hits));
    assert_int_equal(hits.n, 1);
    return hits.item[0].id;
}

static int64_t class_seven(struct kit *k)
{
    struct place class;
    KIT_OK(k, place_class(&k->w, &k->junior, 2026, 7, 3, 1, 0, &class));
    return class.id;
}

static void promoted(struct kit *k)
{
    int64_t batch = 0;
    struct promotion_plan plan;
    load(k, "2025-09-01", text_of(roll), roll_preview);
    today_set(k, "2026-08-20");
    kit_begin(k);
    KIT_RC(k, RC_INVALID, promotion_run(&k->w, &k->scope, 2026, NULL, &batch));
    db_rollback(k->db);
    today_set(k, "2026-09-01");
    kit_begin(k);
    KIT_OK(k, promotion_plan(k->db, &k->scope, 2026, k->arena, &plan));
    assert_int_equal(plan.classes_close, 3);
    assert_int_equal(plan.children_close, 4);
    assert_int_equal(plan.children_waiting, 3);
    assert_int_equal(plan.children_up, 1);
    KIT_OK(k, promotion_run(&k->w, &k->scope, 2026, NULL, &batch));
    kit_keep(k);
    kit_begin(k);
    KIT_RC(k, RC_CONFLICT, promotion_run(&k->w, &k->scope, 2026, NULL, &batch));
    db_rollback(k->db);
    assert_int_equal(kit_count(k), 1);

    struct child keep = kit_child(k, "留级二");
    struct waiting_list waiting;
    struct place class;
    kit_begin(k);
    KIT_OK(k, promotion_keep(&k->w, &k->scope, keep.id, 0, batch));
    KIT_OK(k, promotion_waiting(k->db, &k->scope, 100, k->arena, &waiting));
    kit_keep(k);
    assert_int_equal(waiting.n, 2);                          /* 初三四 has ended compulsory school; 留级二 stays */
    keep = kit_child(k, "留级二");
    kit_begin(k);
    KIT_OK(k, place_by_id(k->db, KIT_COUNTY, keep.class_id, k->arena, &class));
    kit_keep(k);
    assert_int_equal(class_grade(&class, k->w.today), 6);
    assert_text(class_name(k->arena, LANG_ZH, &class, k->w.today), "六（1）班");

    /* The next school's roll takes one on: nobody is entered twice, and the undo of the year now names that child. */
    load(k, "2026-09-01", T("学校,姓名,性别,出生日期,班级\n柳河九年一贯制学校,新来的,男,2014-05-10,七（1）班\n"), roll_preview);
    kit_begin(k);
    KIT_OK(k, child_return(&k->w, &k->scope, child_named(k, "毕业一"), class_seven(k), k->w.today, 0));
    KIT_OK(k, promotion_waiting(k->db, &k->scope, 100, k->arena, &waiting));
    assert_int_equal(waiting.n, 1);
    db_rollback(k->db);

    kit_begin(k);
    KIT_OK(k, batch_undo(&k->w, &k->scope, batch, NULL));
    KIT_OK(k, promotion_waiting(k->db, &k->scope, 100, k->arena, &waiting));
    kit_keep(k);
    assert_int_equal(waiting.n, 0);
    assert_int_equal(kit_count(k), 6);
    keep = kit_child(k, "留级二");
    kit_begin(k);
    KIT_OK(k, place_by_id(k->db, KIT_COUNTY, keep.class_id, k->arena, &class));
    kit_keep(k);
    assert_int_equal(class.entry_year, 2020);
    assert_int_equal(class.to, DAY_NONE);
}

static void promotion(void **state)
{
    (void)state;
    for (int e = 0; e < place_engines(); e++) {
        struct kit k;
        kit_open(&k, (enum engine)e, "2025-09-10");
        promoted(&k);
        kit_close(&k);
    }
}

static const char schools[] =
    "学校标识码,学校名称,所属中心学校,办学类型,是否寄宿制,城乡分类\n"
    "2199020001,石桥中心小学,石桥中心学校,小学,是,乡村\n"
    "2199020002,上坪教学点,石桥中心学校,教学点,否,乡村\n"
    "3199020003,石桥初级中学,石桥中心学校,初级中学,是,镇区\n"
    "2199020004,什么学校,石桥中心学校,不知道,否,乡村\n"
    "2199020002,下坪教学点,石桥中心学校,教学点,否,乡村\n";
static const char teachers[] =
    "学校,工号,姓名,性别,职务,班主任班级,党员,从业查询日期,从业查询结果\n"
    "石桥中心小学,T001,单老师,女,语文教师,三（1）班,党员,2025.8.20,通过\n"
    "石桥中心小学,T002,仇校长,男,校长,,,2025-08-20,无\n"
    "石桥中心小学,T003,王副校长,男,副校长,,,,\n"
    "石桥中心小学,T004,坏人,男,数学教师,,,2025-08-20,有记录\n"
    "没有的学校,T005,赵老师,男,数学教师,,,,\n"
    "石桥中心小学,T001,重复,女,语文教师,,,,\n"
    "bureau,G01,赵科员,男,数学教师,,,,\n"
    "bureau,G02,钱局长,男,分管局长,,,,\n";

/* A teacher's post at the bureau would reach every child of the county: a file gives none. */
static void posts_fit_their_places(struct kit *k)
{
    static const char *const who[] = {"bureau/G01", "bureau/G02"};
    for (int i = 0; i < 2; i++) {
        struct staff s;
        struct cursor c;
        struct sql_grant_of_staff_out o;
        int n = 0;
        KIT_OK(k, staff_by_path(k->db, KIT_COUNTY, text_of(who[i]), k->arena, &s));
        KIT_OK(k, sql_grant_of_staff(k->db, &(struct sql_grant_of_staff_in){.county = KIT_COUNTY, .staff = s.id}, &c));
        while (sql_grant_of_staff_next(&c, &o)) n += text_eqz(o.role, "bureau_leader") ? 1 : 10;
        KIT_OK(k, sql_close(&c));
        assert_int_equal(n, i);
    }
}

static void lists_loaded(struct kit *k)
{
    struct place school, class;
    struct place_list path;
    struct staff s;
    int64_t places = load(k, "2025-09-01", text_of(schools), place_import_preview);
    struct batch b = kit_batch(k, places);
    assert_int_equal(b.rows_new, 3);
    assert_int_equal(b.rows_refused, 2);
    kit_begin(k);
    KIT_OK(k, place_school_find(k->db, KIT_COUNTY, T("石桥中心小学"), k->arena, &school));
    KIT_OK(k, place_path(k->db, KIT_COUNTY, school.id, k->arena, &path));
    kit_keep(k);
    assert_int_equal(path.n, 3);
    assert_text(path.item[1].name, "石桥中心学校");
    assert_true(path.item[1].lo < school.lo && school.hi <= path.item[1].hi);
    int64_t people = load(k, "2025-09-01", text_of(teachers), staff_import_preview);
    b = kit_batch(k, people);
    assert_int_equal(b.rows_new, 6);
    assert_int_equal(b.rows_refused, 2);
    kit_begin(k);
    KIT_OK(k, staff_by_path(k->db, KIT_COUNTY, T("2199020001/T001"), k->arena, &s));
    posts_fit_their_places(k);
    KIT_OK(k, place_by_code(k->db, KIT_COUNTY, school.id, PLACE_CLASS, T("2023-01"), k->arena, &class));
    assert_text(s.pinyin, "shanlaoshi");
    assert_true(s.party && staff_check_valid(s.check_day, s.check_result, k->w.today));
    assert_false(staff_check_valid(s.check_day, s.check_result, day_of(2026, 8, 20)));
    struct account_list wanting;
    struct account_wanted all = {.county = KIT_COUNTY, .key_lo = school.lo, .key_hi = school.hi, .batch = people,
        .today = k->w.today};
    KIT_OK(k, account_wanting(k->db, &all, k->arena, &wanting));
    assert_int_equal(wanting.n, 4);
    assert_text(wanting.item[0].login, "2199020001-t001");
    all.rule = ACCOUNT_BY_NAME;
    KIT_OK(k, account_wanting(k->db, &all, k->arena, &wanting));
    assert_text(wanting.item[0].login, "shanlaoshi");
    KIT_RC(k, RC_CONFLICT, batch_undo(&k->w, &k->scope, places, NULL));       /* people work there */
    db_rollback(k->db);
    kit_begin(k);
    KIT_OK(k, batch_undo(&k->w, &k->scope, people, NULL));
    KIT_OK(k, batch_undo(&k->w, &k->scope, places, NULL));
    KIT_RC(k, RC_NOT_FOUND, place_school_find(k->db, KIT_COUNTY, T("石桥中心小学"), k->arena, &school));
    kit_keep(k);
}

static void lists(void **state)
{
    (void)state;
    for (int e = 0; e < place_engines(); e++) {
        struct kit k;
        kit_open(&k, (enum engine)e, "2025-09-10");
        lists_loaded(&k);
        kit_close(&k);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(promotion), cmocka_unit_test(lists)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
