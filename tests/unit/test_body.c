/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies over the database, on both engines: what has to stand, who holds its posts, who owes a duty by a post. */
#include "care_kit.h"

#include "access/may.h"
#include "model/body.h"
#include "model/child.h"
#include "model/staff.h"

static const char scheme_yaml[] = "scheme: {id: test-county, version: 1, title: 测试方案, issuer: 测试县教育局, layer: county, "
                                  "from: 2026-09-01, programme: 试行}\n"
                                  "bodies:\n"
                                  "  - key: county_group\n"
                                  "    title: 县领导小组\n"
                                  "    at: county\n"
                                  "    owner: [county_clerk]\n"
                                  "    posts:\n"
                                  "      - {key: leader, title: 组长, count: 1}\n"
                                  "      - {key: member, title: 成员, holder: outside, units: [民政局, 妇联]}\n"
                                  "    clause: 一\n"
                                  "    source: [T-001]\n"
                                  "  - key: school_group\n"
                                  "    title: 学校领导小组\n"
                                  "    at: school\n"
                                  "    by: 30 days\n"
                                  "    owner: [school_head]\n"
                                  "    posts:\n"
                                  "      - {key: leader, title: 组长, holder: staff, count: 1}\n"
                                  "      - {key: member, title: 组员, min: 2}\n"
                                  "      - {key: head, title: 校长, holder: staff, roles: [school_head], min: 0}\n"
                                  "    clause: 二\n"
                                  "    source: [T-002]\n"
                                  "  - key: study_group\n"
                                  "    title: 学习小组\n"
                                  "    at: class\n"
                                  "    several: true\n"
                                  "    at_least: 0\n"
                                  "    owner: [class_teacher]\n"
                                  "    posts:\n"
                                  "      - {key: leader, title: 组长, holder: child, count: 1}\n"
                                  "    clause: 三\n"
                                  "    source: [T-003]\n"
                                  "duties:\n"
                                  "  - {key: meeting, title: 例会, subject: school,\n"
                                  "     owner: [post school_group.leader, school_head],\n"
                                  "     credit: {kinds: [work_meeting]}, every: month, clause: 四, source: [T-004]}\n";

/* Numbers of the duties, as they are given at loading: bodies stand last. */
enum { MEETING = 1, COUNTY_GROUP, SCHOOL_GROUP, STUDY_GROUP, SCHOOL = 3, BUREAU = 1, HEAD = 21, CLERK = 22, PUPIL = 101 };
#define SCHOOL_KEY ((INT64_C(1) << 28) + (INT64_C(1) << 16))

static void county_new(struct kit *k, enum engine engine, const char *today)
{
    struct scheme_loaded loaded;
    kit_open(k, engine, today);
    kit_staff(k, HEAD, "陈校长", NULL, NULL, 0, NULL);
    kit_staff(k, CLERK, "周经办", NULL, NULL, 0, NULL);
    kit_grant(k, HEAD, "school_head", SCHOOL, SCHOOL_KEY, SCHOOL_KEY + (1 << 16));
    kit_grant(k, CLERK, "county_clerk", BUREAU, 0, INT64_C(1) << 40);
    kit_child(k, PUPIL, "小禾", "2016-03-01", KIT_CLASS, KIT_CLASS_KEY);
    kit_law(k);
    assert_int_equal(kit_scheme(k, "test-county", scheme_yaml, &loaded), RC_OK);
    assert_int_equal(loaded.duties, 4);
    kit_evaluator(k);
    kit_roll(k);
}

static void settle(struct kit *k)
{
    assert_int_equal(evaluate_touched(k->db, k->ev, &k->touched, k->work.today, k->arena, 0, NULL, NULL), RC_OK);
    touched_clear(&k->touched);
}

static struct body_input at_school(const char *post, int64_t staff, const char *from)
{
    return (struct body_input){.place = SCHOOL, .scheme = T("test-county"), .key = T("school_group"),
        .post = text_of(post), .staff = staff, .from = kit_day(from)};
}

static int64_t give(struct kit *k, struct body_input in, bool replace)
{
    int64_t id = 0;
    enum rc rc = body_set(&k->work, &in, replace, &id);
    for (size_t i = 0; rc != RC_OK && i < k->faults.n; i++)
        print_error("%.*s\n", TP(fault_say(&k->faults.list[i], LANG_EN, k->arena)));
    assert_int_equal(rc, RC_OK);
    settle(k);
    return id;
}

static void refused(struct kit *k, struct body_input in, enum rc want, enum word why)
{
    int64_t id;
    k->faults = faults_new(k->arena);
    assert_int_equal(db_save(k->db), RC_OK);
    assert_int_equal(body_set(&k->work, &in, false, &id), want);
    db_undo(k->db);
    touched_clear(&k->touched);
    assert_true(k->faults.n > 0 && k->faults.list[k->faults.n - 1].word == why);
    k->faults = faults_new(k->arena);
}

static void school_whole(struct kit *k)
{
    (void)give(k, at_school("leader", KIT_TEACHER, "2026-09-10"), false);
    (void)give(k, at_school("member", KIT_HELPER, "2026-09-15"), false);
    struct body_input outside = at_school("member", 0, "2026-09-20");
    outside.person = T("钱所长");
    outside.house = T("镇派出所");
    (void)give(k, outside, false);
}

static void what_does_not_stand_is_owed(struct kit *k, enum engine engine)
{
    county_new(k, engine, "2026-09-20");
    struct kit_counted school = kit_owed(k, ABOUT_PLACE, SCHOOL, SCHOOL_GROUP);
    assert_true(school.open == 1 && school.overdue == 0 && school.owner == HEAD);
    assert_int_equal(kit_owed(k, ABOUT_PLACE, BUREAU, COUNTY_GROUP).owner, CLERK);
    assert_int_equal(kit_owed(k, ABOUT_PLACE, KIT_CLASS, STUDY_GROUP).open, 0);
    kit_today(k, "2026-10-20");
    kit_roll(k);
    assert_int_equal(kit_owed(k, ABOUT_PLACE, SCHOOL, SCHOOL_GROUP).overdue, 1);
    school_whole(k);
    assert_int_equal(kit_owed(k, ABOUT_PLACE, SCHOOL, SCHOOL_GROUP).open, 0);
    struct sql_tally_sum_out t = kit_tally(k, SCHOOL_GROUP);
    assert_true(t.expected == 1 && t.met == 0 && t.met_late == 1);   /* told after its days had gone */
    kit_true(k);
}

static void who_leaves_leaves_a_vacancy(struct kit *k, enum engine engine)
{
    county_new(k, engine, "2026-09-21");
    school_whole(k);
    assert_true(kit_tally(k, SCHOOL_GROUP).met == 1);
    kit_today(k, "2026-10-12");
    kit_roll(k);
    assert_int_equal(staff_leave(&k->work, KIT_HELPER, kit_day("2026-10-12")), RC_OK);
    settle(k);
    struct kit_counted school = kit_owed(k, ABOUT_PLACE, SCHOOL, SCHOOL_GROUP);
    assert_true(school.open == 1 && school.overdue == 0);
    kit_today(k, "2026-11-20");
    kit_roll(k);
    assert_int_equal(kit_owed(k, ABOUT_PLACE, SCHOOL, SCHOOL_GROUP).overdue, 1);
    (void)give(k, at_school("member", KIT_LEFT_TEACHER, "2026-11-20"), false);
    assert_int_equal(kit_owed(k, ABOUT_PLACE, SCHOOL, SCHOOL_GROUP).open, 0);
    kit_true(k);
    assert_int_equal(evaluate_all(k->db, k->ev, k->work.today, true, k->arena, NULL, NULL), RC_OK);
    struct sql_tally_sum_out t = kit_tally(k, SCHOOL_GROUP);
    assert_true(t.expected == 2 && t.met == 1 && t.met_late == 1);
}

static void a_post_owes_and_hands_over(struct kit *k, enum engine engine)
{
    county_new(k, engine, "2026-10-20");
    assert_int_equal(kit_owed(k, ABOUT_PLACE, SCHOOL, MEETING).owner, HEAD);         /* nobody holds the post: the role does */
    int64_t holder = give(k, at_school("leader", KIT_TEACHER, "2026-10-01"), false);
    assert_int_equal(kit_owed(k, ABOUT_PLACE, SCHOOL, MEETING).owner, KIT_TEACHER);
    refused(k, at_school("leader", KIT_HELPER, "2026-10-10"), RC_CONFLICT, W_body_held);
    (void)give(k, at_school("leader", KIT_HELPER, "2026-10-10"), true);
    assert_int_equal(kit_owed(k, ABOUT_PLACE, SCHOOL, MEETING).owner, KIT_HELPER);
    assert_int_equal(body_leave(&k->work, holder, k->work.today, "left"), RC_CONFLICT);
    kit_true(k);
}

static void who_may_hold_a_post(struct kit *k, enum engine engine)
{
    county_new(k, engine, "2026-10-20");
    struct body_input in = at_school("head", KIT_TEACHER, "2026-10-01");
    refused(k, in, RC_INVALID, W_body_no_role);
    (void)give(k, at_school("head", HEAD, "2026-10-01"), false);
    refused(k, at_school("head", HEAD, "2026-10-02"), RC_CONFLICT, W_body_holds);
    refused(k, at_school("chair", HEAD, "2026-10-01"), RC_INVALID, W_body_post_unknown);
    refused(k, at_school("leader", HEAD, "2026-10-21"), RC_INVALID, W_body_future);
    in = at_school("leader", 0, "2026-10-01");
    in.person = T("钱所长");
    refused(k, in, RC_INVALID, W_body_no_outside);
    in.post = T("member");
    refused(k, in, RC_INVALID, W_body_house_needed);
    in.person = T("");
    in.child = PUPIL;
    refused(k, in, RC_INVALID, W_body_no_child);
    struct body_input county = {.place = BUREAU, .scheme = T("test-county"), .key = T("county_group"), .post = T("member"),
        .person = T("孙科长"), .from = kit_day("2026-10-01"), .unit = T("财政局")};
    refused(k, county, RC_INVALID, W_body_unit_unknown);
    county.place = SCHOOL;
    refused(k, county, RC_INVALID, W_body_unknown);
}

/* Each house sends somebody of its own. */
static void houses_send_somebody(struct kit *k, enum engine engine)
{
    county_new(k, engine, "2026-10-20");
    struct body_input in = {.place = BUREAU, .scheme = T("test-county"), .key = T("county_group"), .post = T("leader"),
        .staff = CLERK, .from = kit_day("2026-10-01")};
    (void)give(k, in, false);
    in = (struct body_input){.place = BUREAU, .scheme = T("test-county"), .key = T("county_group"), .post = T("member"),
        .person = T("孙科长"), .from = kit_day("2026-10-01"), .unit = T("民政局")};
    (void)give(k, in, false);
    in.person = T("李科长");
    (void)give(k, in, false);
    assert_int_equal(kit_owed(k, ABOUT_PLACE, BUREAU, COUNTY_GROUP).open, 1);        /* two of one house are not one of each */
    in.unit = T("妇联");
    (void)give(k, in, false);
    assert_int_equal(kit_owed(k, ABOUT_PLACE, BUREAU, COUNTY_GROUP).open, 0);
    kit_true(k);
}

/* A pupil holds a post while on the roll of the place. */
static void a_group_of_pupils(struct kit *k, enum engine engine)
{
    county_new(k, engine, "2026-10-20");
    struct body_input in = {.place = KIT_CLASS, .scheme = T("test-county"), .key = T("study_group"), .post = T("leader"),
        .child = PUPIL, .from = kit_day("2026-10-01")};
    refused(k, in, RC_INVALID, W_body_name_needed);
    in.name = T("李家村组");
    in.place = KIT_OTHER_CLASS;
    refused(k, in, RC_INVALID, W_body_child_far);
    in.place = KIT_CLASS;
    (void)give(k, in, false);
    assert_int_equal(kit_owed(k, ABOUT_PLACE, KIT_CLASS, STUDY_GROUP).open, 0);
    struct scope all = scope_system(KIT_COUNTY, "test");
    assert_int_equal(child_leave(&k->work, &all, PUPIL, kit_day("2026-10-15"), "transfer_out", 0), RC_OK);
    settle(k);
    struct kit_counted owed = kit_owed(k, ABOUT_PLACE, KIT_CLASS, STUDY_GROUP);
    assert_true(owed.open == 1 && owed.owner == KIT_TEACHER);
    kit_true(k);
}

static void both(void **state, void (*test)(struct kit *, enum engine))
{
    struct kit k;
    (void)state;
    for (int i = 0; i < place_engines(); i++) {
        test(&k, (enum engine)i);
        kit_close(&k);
    }
}

#define EACH(name) static void name##_both(void **state) { both(state, name); }
EACH(what_does_not_stand_is_owed)
EACH(who_leaves_leaves_a_vacancy)
EACH(a_post_owes_and_hands_over)
EACH(who_may_hold_a_post)
EACH(houses_send_somebody)
EACH(a_group_of_pupils)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_does_not_stand_is_owed_both), cmocka_unit_test(who_leaves_leaves_a_vacancy_both),
        cmocka_unit_test(a_post_owes_and_hands_over_both), cmocka_unit_test(who_may_hold_a_post_both),
        cmocka_unit_test(houses_send_somebody_both), cmocka_unit_test(a_group_of_pupils_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
