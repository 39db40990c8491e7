/* SPDX-License-Identifier: Apache-2.0 */
/* Who owes and whose work counts, when posts and classes change for days that have gone by. */
#include "care_kit.h"

#include "gen/sql/encounter.h"
#include "gen/sql/obligation.h"
#include "model/child.h"
#include "model/grant.h"
#include "model/staff.h"

enum { CHILD = 1001 };

static const char scheme_yaml[] =
    "scheme: {id: test-county, version: 1, title: 测试方案, issuer: 测试县教育局, layer: county, from: 2024-09-01}\n"
    "targets:\n"
    "  - {key: away, title: 父母外出, when: parents_away, clause: 一, source: [T-001]}\n"
    "relations:\n"
    "  - {key: responsible, title: 责任人, for: away, min: 1, max: 1, role: responsible, clause: 二, source: [T-002]}\n"
    "duties:\n"
    "  - {key: talk, title: 谈心, for: away, owner: class_teacher, credit: {kinds: [heart_talk], roles: [class_teacher]},\n"
    "     every: week, clause: 三, source: [T-003]}\n";

static void county_new(struct kit *k, void **state)
{
    struct scheme_loaded loaded;
    kit_open(k, (enum engine)(intptr_t)*state, "2026-11-18");
    kit_child(k, CHILD, "欧阳慧敏", "2016-05-01", KIT_CLASS, KIT_CLASS_KEY);
    kit_fact(k, CHILD, "absence", "father", "work", "2025-03-01");
    kit_law(k);
    enum rc rc = kit_scheme(k, "test-county", scheme_yaml, &loaded);
    for (size_t i = 0; i < k->faults.n && rc != RC_OK; i++) print_error("%.*s\n",
        TP(fault_say(&k->faults.list[i], LANG_EN, k->arena)));
    assert_int_equal(rc, RC_OK);
    kit_evaluator(k);
    kit_roll(k);
}

static void evaluate(struct kit *k)
{
    assert_int_equal(evaluate_touched(k->db, k->ev, &k->touched, k->work.today, k->arena, 0, NULL, NULL), RC_OK);
    touched_clear(&k->touched);
    kit_true(k);
}

/* Whoever owes what is due this week; -1 when nothing is. */
static int64_t owner_now(struct kit *k)
{
    struct cursor c;
    struct sql_obligation_for_out o;
    int64_t owner = -1;
    assert_int_equal(sql_obligation_for(k->db, &(struct sql_obligation_for_in){.county = KIT_COUNTY, .child = CHILD}, &c), RC_OK);
    while (sql_obligation_for_next(&c, &o)) {
        if (o.window_day <= k->work.today) owner = o.owner;
    }
    assert_int_equal(sql_close(&c), RC_OK);
    return owner;
}

static int due(struct kit *k)
{
    struct cursor c;
    struct sql_obligation_for_out o;
    int n = 0;
    assert_int_equal(sql_obligation_for(k->db, &(struct sql_obligation_for_in){.county = KIT_COUNTY, .child = CHILD}, &c), RC_OK);
    while (sql_obligation_for_next(&c, &o)) n += o.window_day <= k->work.today;
    assert_int_equal(sql_close(&c), RC_OK);
    return n;
}

static int64_t roles_of(struct kit *k, int64_t encounter)
{
    struct cursor c;
    struct sql_encounter_roles_out o;
    int64_t roles = -1;
    assert_int_equal(sql_encounter_roles(k->db, &(struct sql_encounter_roles_in){.county = KIT_COUNTY, .child = CHILD}, &c),
        RC_OK);
    while (sql_encounter_roles_next(&c, &o)) {
        if (o.encounter == encounter) roles = o.roles;
    }
    assert_int_equal(sql_close(&c), RC_OK);
    return roles;
}

static int64_t talk(struct kit *k, int64_t actor, const char *day)
{
    struct encounter_result r;
    struct encounter_input in = {.kind = T("heart_talk"), .day = kit_day(day), .minute = NULL_INT, .minutes = NULL_INT,
        .actor = actor, .child = (const int64_t[]){CHILD}, .child_count = 1, .sentence = T("说了说家里的事。"),
            .follow = DAY_NONE};
    enum rc rc = encounter_add(&k->work, &in, &r);
    for (size_t i = 0; i < k->faults.n && rc != RC_OK; i++) print_error("%.*s\n",
        TP(fault_say(&k->faults.list[i], LANG_EN, k->arena)));
    assert_int_equal(rc, RC_OK);
    return r.id;
}

static void give(struct kit *k, int64_t staff, const char *from)
{
    assert_int_equal(grant_add(&k->work, k->ev->roles, staff, T("class_teacher"), KIT_CLASS, T("class"), KIT_CLASS_KEY,
        KIT_CLASS_KEY + 1, kit_day(from)), RC_OK);
}

static void duties_move_with_the_post(void **state)
{
    struct kit k;
    county_new(&k, state);
    assert_int_equal(owner_now(&k), KIT_TEACHER);
    give(&k, KIT_HELPER, "2026-11-18");
    assert_int_equal(k.touched.n, 1);
    evaluate(&k);
    assert_int_equal(owner_now(&k), KIT_TEACHER); /* the one who held it first */
    assert_int_equal(grant_end(&k.work, KIT_TEACHER + 100, k.work.today), RC_OK);
    evaluate(&k);
    assert_int_equal(owner_now(&k), KIT_HELPER);
    assert_int_equal(staff_leave(&k.work, KIT_HELPER, k.work.today), RC_OK);
    evaluate(&k);
    assert_int_equal(owner_now(&k), 0);
    kit_close(&k);
}

static void a_backdated_post_credits_what_was_done(void **state)
{
    struct kit k;
    county_new(&k, state);
    int before = due(&k);
    int64_t id = talk(&k, KIT_HELPER, "2026-11-17");
    assert_int_equal(roles_of(&k, id), 0);
    assert_int_equal(due(&k), before); /* not done by the class teacher */
    give(&k, KIT_HELPER, "2026-11-09");
    evaluate(&k);
    assert_true(roles_of(&k, id) != 0);
    assert_int_equal(due(&k), before - 1);
    assert_int_equal(grant_end_staff(&k.work, KIT_HELPER, kit_day("2026-11-16")), RC_OK); /* a day too early to have done it */
    evaluate(&k);
    assert_int_equal(roles_of(&k, id), 0);
    assert_int_equal(due(&k), before);
    kit_close(&k);
}

static void a_backdated_move_credits_the_class_of_the_day(void **state)
{
    struct kit k;
    struct scope all = scope_system(KIT_COUNTY, "a test");
    county_new(&k, state);
    int64_t id = talk(&k, KIT_TEACHER, "2026-11-17");
    assert_true(roles_of(&k, id) != 0);
    assert_int_equal(child_move(&k.work, &all, CHILD, KIT_OTHER_CLASS, kit_day("2026-11-16"), 0), RC_OK);
    evaluate(&k);
    assert_int_equal(roles_of(&k, id), 0); /* it was in the other class by then */
    kit_close(&k);
}

static enum rc pair(struct kit *k, int64_t staff, const char *from, bool replace, int64_t *id)
{
    struct pairing_input in = {.child = CHILD, .relation = T("responsible"), .staff = staff, .from = kit_day(from)};
    return pairing_add(&k->work, &in, replace, id);
}

static void nobody_is_written_over(void **state)
{
    struct kit k;
    int64_t first, second, third;
    county_new(&k, state);
    assert_int_equal(pair(&k, KIT_TEACHER, "2026-10-10", false, &first), RC_OK);
    assert_int_equal(pair(&k, KIT_HELPER, "2026-11-01", true, &second), RC_OK);
    assert_int_equal(pairing_end(&k.work, second, kit_day("2026-11-12"), "changed"), RC_OK);
    assert_int_equal(pair(&k, KIT_TEACHER, "2026-10-05", true, &third), RC_CONFLICT); /* two had it since */
    assert_int_equal(pair(&k, KIT_TEACHER, "2026-11-05", true, &third), RC_CONFLICT); /* one still had it */
    assert_int_equal(pair(&k, KIT_TEACHER, "2026-11-12", false, &third), RC_OK);
    assert_int_equal(pair(&k, KIT_HELPER, "2026-11-11", true, &second), RC_CONFLICT); /* began later */
    assert_int_equal(pairing_end(&k.work, third, k.work.today, "error"), RC_OK);      /* a mistake never held */
    assert_int_equal(pair(&k, KIT_HELPER, "2026-11-12", false, &second), RC_OK);
    evaluate(&k);
    kit_close(&k);
}

static int64_t wrong(struct kit *k)
{
    int64_t n = -1;
    assert_int_equal(evaluate_verify(k->db, k->ev, k->work.today, k->arena, &n), RC_OK);
    return n;
}

static void the_check_sees_tallies_and_orphans(void **state)
{
    struct kit k;
    county_new(&k, state);
    assert_int_equal(wrong(&k), 0);
    struct sql_tally_add_in more = {.county = KIT_COUNTY, .place_key = KIT_CLASS_KEY, .duty = 1,
        .window_day = kit_day("2026-11-16"), .due_day = kit_day("2026-11-22"), .met = 1};
    assert_int_equal(sql_tally_add_run(k.db, &more, NULL), RC_OK);
    assert_int_equal(wrong(&k), 1);
    more.met = -1;
    assert_int_equal(sql_tally_add_run(k.db, &more, NULL), RC_OK);
    assert_int_equal(wrong(&k), 0);
    struct sql_obligation_put_in left = {.county = KIT_COUNTY, .child = 77, .duty = 1, .window_day = 1, .due_day = 2, .need = 1};
    assert_int_equal(sql_obligation_put_run(k.db, &left, NULL), RC_OK);
    assert_int_equal(wrong(&k), 1);
    kit_close(&k);
}

/* A record of a day before the move is listed in the class of that day. */
static void a_record_stands_in_the_class_of_its_day(void **state)
{
    struct kit k;
    struct scope all = scope_system(KIT_COUNTY, "a test");
    struct sql_encounter_by_id_out e;
    county_new(&k, state);
    assert_int_equal(child_move(&k.work, &all, CHILD, KIT_OTHER_CLASS, kit_day("2026-11-18"), 0), RC_OK);
    int64_t id = talk(&k, KIT_TEACHER, "2026-11-17");
    assert_int_equal(sql_encounter_by_id_one(k.db, &(struct sql_encounter_by_id_in){.id = id, .county = KIT_COUNTY}, k.arena,
        &e), RC_OK);
    assert_int_equal(e.place_key, KIT_CLASS_KEY);
    kit_close(&k);
}

#define TEST(fn) {#fn, fn, NULL, NULL, (void *)(intptr_t)ENGINE_SQLITE}, \
                 {#fn " pg", fn, NULL, NULL, (void *)(intptr_t)ENGINE_POSTGRESQL}

int main(void)
{
    const struct CMUnitTest all[] = {
        TEST(duties_move_with_the_post), TEST(a_backdated_post_credits_what_was_done),
        TEST(a_backdated_move_credits_the_class_of_the_day), TEST(nobody_is_written_over),
        TEST(the_check_sees_tallies_and_orphans), TEST(a_record_stands_in_the_class_of_its_day),
    };
    struct CMUnitTest some[sizeof all / sizeof *all];
    size_t n = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (all[i].initial_state == NULL || place_engines() == 2) some[n++] = all[i];
    }
    return _cmocka_run_group_tests("review_roles", some, n, NULL, NULL);
}
