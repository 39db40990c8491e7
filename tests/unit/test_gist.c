/* SPDX-License-Identifier: Apache-2.0 */
/* A record is judged by the child's gist, in place of its tables, and comes to the same: whatever happens to children, in
 * whatever order, what is stored is what everything from nothing would give. */
#include "care_kit.h"

#include "gen/sql/encounter.h"
#include "gen/sql/obligation.h"
#include "model/gist.h"
#include "model/kin.h"
#include "model/person.h"
#include "model/place.h"

static const char scheme_yaml[] =
    "scheme: {id: test-county, version: 1, title: 测试方案, issuer: 测试县教育局, layer: county, from: 2024-09-01}\n"
    "targets:\n"
    "  - {key: away, title: 父母外出, when: parents_away, clause: 一, source: [T-001]}\n"
    "relations:\n"
    "  - {key: mama, title: 爱心妈妈, for: away, min: 1, max: 2, role: helper, clause: 二, source: [T-002]}\n"
    "duties:\n"
    "  - {key: weekly, title: 每周谈心, for: away, owner: class_teacher, credit: {kinds: [heart_talk]}, every: week,\n"
    "     clause: 三, source: [T-003]}\n"
    "  - {key: monthly, title: 每月谈心, for: away, owner: [helper, class_teacher], at_least: 2,\n"
    "     credit: {kinds: [heart_talk], modes: [face]}, every: month, clause: 四, source: [T-004]}\n"
    "  - {key: since, title: 十日一谈, for: away, owner: class_teacher, credit: {kinds: [heart_talk]},\n"
    "     every: 10 days since last, clause: 五, source: [T-005]}\n"
    "alerts:\n"
    "  - {key: unpaired, title: 没有结对, say: 请结对, severity: warn, when: target(away) and not paired(mama), owner: class_teacher,\n"
    "     clause: 六, source: [T-006]}\n";

enum { FIRST = 1001, CHILDREN = 4, STEPS = 120 };

static void county_new(struct kit *k, enum engine engine)
{
    struct scheme_loaded loaded;
    kit_open(k, engine, "2026-10-12");
    for (int i = 0; i < CHILDREN; i++) {
        kit_child(k, FIRST + i, "欧阳慧敏", "2016-05-01", KIT_CLASS, KIT_CLASS_KEY);
        kit_fact(k, FIRST + i, "absence", i % 2 ? "mother" : "father", "work", "2025-03-01");
    }
    kit_law(k);
    enum rc rc = kit_scheme(k, "test-county", scheme_yaml, &loaded);
    for (size_t i = 0; i < k->faults.n && rc != RC_OK; i++)
        print_error("%.*s\n", TP(fault_say(&k->faults.list[i], LANG_EN, k->arena)));
    assert_int_equal(rc, RC_OK);
    kit_evaluator(k);
    kit_roll(k);
}

static void settle(struct kit *k)
{
    assert_int_equal(evaluate_touched(k->db, k->ev, &k->touched, k->work.today, k->arena, 0, NULL, NULL), RC_OK);
    touched_clear(&k->touched);
}

static unsigned draw(uint64_t *seed, unsigned below)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(*seed >> 33) % below;
}

/* ---- what happens to children ---- */

struct life { struct kit *k; uint64_t seed; int64_t record[STEPS]; size_t records; int64_t pairing[CHILDREN]; };

static int64_t anyone(struct life *l) { return FIRST + draw(&l->seed, CHILDREN); }

static struct encounter_input talk(struct life *l, const int64_t *child, size_t n)
{
    return (struct encounter_input){.kind = T("heart_talk"), .mode = draw(&l->seed, 3) ? T("face") : T("phone"),
        .day = l->k->work.today - (day_t)(draw(&l->seed, 3) ? 0 : draw(&l->seed, 20)), .minute = NULL_INT, .minutes = NULL_INT,
        .child = child, .child_count = n, .met = T("child"), .follow = DAY_NONE,
        .actor = draw(&l->seed, 4) ? KIT_TEACHER : KIT_HELPER,
        .sentence = text_fmt(l->k->arena, "说了家里的事%u", draw(&l->seed, 1000000))};
}

static void talks(struct life *l)
{
    const int64_t child[] = {FIRST + draw(&l->seed, 2), FIRST + 2 + draw(&l->seed, 2)};
    struct encounter_input in = talk(l, child, 1);
    struct encounter_result r;
    assert_int_equal(encounter_add(&l->k->work, &in, &r), RC_OK);
    l->record[l->records++] = r.id;
    in = talk(l, child + 1, 1);
    assert_int_equal(encounter_add(&l->k->work, &in, &r), RC_OK);
}

static void takes_back(struct life *l)
{
    if (l->records == 0) return;
    enum rc rc = encounter_void(&l->k->work, l->record[draw(&l->seed, (unsigned)l->records)], T("写错了人"));
    assert_true(rc == RC_OK || rc == RC_CONFLICT);
}

static void goes_away(struct life *l)
{
    static const char *const days[] = {"2026-09-07", "2026-10-05", "2026-10-19"};
    kit_fact(l->k, anyone(l), "absence", draw(&l->seed, 2) ? "mother" : "father", "work", days[draw(&l->seed, 3)]);
    settle(l->k);
}

static void is_paired(struct life *l)
{
    int64_t child = anyone(l), *id = &l->pairing[child - FIRST];
    if (*id != 0) {
        assert_int_equal(pairing_end(&l->k->work, *id, l->k->work.today, "left"), RC_OK);
        *id = 0;
    } else {
        struct pairing_input in = {.child = child, .relation = T("mama"), .staff = KIT_HELPER, .from = DAY_NONE};
        assert_int_equal(pairing_add(&l->k->work, &in, false, id), RC_OK);
    }
    settle(l->k);
}

static void is_excused(struct life *l)
{
    int64_t id, me = l->k->work.staff;
    struct exemption_input in = {.about = {ABOUT_CHILD, anyone(l)}, .duty = 0,
        .from = l->k->work.today, .last = l->k->work.today + 7,
        .reason_code = T("hospital"), .reason = T("住院一周")};
    assert_int_equal(exemption_ask(&l->k->work, &in, &id), RC_OK);
    l->k->work.staff = KIT_HELPER;
    assert_int_equal(exemption_decide(&l->k->work, id, true), RC_OK);
    l->k->work.staff = me;
    settle(l->k);
}

static void a_day_goes_by(struct life *l)
{
    l->k->work.today += 3;
    l->k->work.now += INT64_C(3) * 86400000;
    kit_roll(l->k);
}

/* ---- and comes to the same ---- */

static void whatever_happens_comes_to_the_same(enum engine engine)
{
    static void (*const happens[])(struct life *) = {
        talks, talks, talks, takes_back, goes_away, is_paired, is_excused, a_day_goes_by};
    struct kit k;
    struct life l = {.k = &k, .seed = 20261122};
    county_new(&k, engine);
    for (int i = 0; i < STEPS; i++) {
        happens[draw(&l.seed, sizeof happens / sizeof *happens)](&l);
        kit_true(&k);
    }
    assert_true(l.records > 20);
    kit_close(&k);
}

static struct text gist_of(struct kit *k, int64_t child)
{
    struct cursor c;
    struct sql_standing_for_out row;
    struct text gist = TEXT_NONE;
    assert_int_equal(sql_standing_for(k->db, &(struct sql_standing_for_in){.county = KIT_COUNTY, .child = child}, &c), RC_OK);
    if (sql_standing_for_next(&c, &row)) gist = text_dup(k->arena, row.gist);
    assert_int_equal(sql_close(&c), RC_OK);
    return gist;
}

static int64_t wrong_of(struct kit *k)
{
    int64_t wrong;
    assert_int_equal(evaluate_verify(k->db, k->ev, k->work.today, k->arena, &wrong), RC_OK);
    return wrong;
}

static void line_slip(struct kit *k, int64_t child)
{
    struct sql_encounter_child_insert_in in = {.county = KIT_COUNTY, .child = child, .occurred_day = k->work.today,
        .encounter = 5, .kind = 1, .mode = 1, .roles = 1, .actor = KIT_TEACHER, .recorded_day = k->work.today};
    assert_int_equal(sql_encounter_child_insert_run(k->db, &in, NULL), RC_OK);
}

/* Rows that come behind the evaluation's back are not seen by a record, but by the check; and the next day sets all right. */
static void a_record_is_judged_by_the_gist_and_the_check_looks_at_both(enum engine engine)
{
    struct kit k;
    struct life l = {.k = &k, .seed = 1};
    struct subject s;
    const int64_t child = FIRST;
    struct encounter_input in;
    struct encounter_result r;
    county_new(&k, engine);
    line_slip(&k, FIRST);
    in = talk(&l, &child, 1);
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_OK);
    struct gist g;
    assert_true(gist_unpack(k.ev, FIRST, gist_of(&k, FIRST), k.arena, &g));
    struct subject_space space = {.arena = k.arena};
    assert_int_equal(subject_load(k.db, k.ev, FIRST, k.work.today, &space, &s), RC_OK);
    assert_int_equal(space.encounter_n, 2);
    assert_int_equal(g.space.encounter_n, 1);
    assert_true(wrong_of(&k) > 0);
    a_day_goes_by(&l);
    kit_true(&k);
    kit_close(&k);
}

/* One that was made for another plan, or is none at all, is left alone: then the tables answer. */
static void a_gist_for_another_plan_is_not_read(enum engine engine)
{
    struct kit k;
    struct life l = {.k = &k, .seed = 2};
    struct gist g;
    const int64_t child = FIRST;
    struct encounter_result r;
    county_new(&k, engine);
    struct text bytes = gist_of(&k, FIRST);
    assert_true(gist_unpack(k.ev, FIRST, bytes, k.arena, &g));
    for (size_t n = 0; n < bytes.n; n++) assert_false(gist_unpack(k.ev, FIRST, text_sub(bytes, 0, n), k.arena, &g));
    k.ev->reading++;
    assert_false(gist_unpack(k.ev, FIRST, bytes, k.arena, &g));
    line_slip(&k, FIRST);
    struct encounter_input in = talk(&l, &child, 1);
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_OK);
    assert_true(gist_unpack(k.ev, FIRST, gist_of(&k, FIRST), k.arena, &g));
    assert_int_equal(g.space.encounter_n, 2);
    kit_close(&k);
}

/* Brothers and sisters have one grandmother: what is found out about her is found out for each of them; and so with a class. */
static void who_cares_for_several_changes_for_all(enum engine engine)
{
    struct kit k;
    struct kin kin = {.relation = T("62"), .carer = true, .from = kit_day("2025-01-01"), .to = DAY_NONE,
        .person = {.name = T("单桂兰"), .sex = 2, .birth = kit_day("1961-03-01"), .phone = T("13900000001")}};
    struct place class;
    county_new(&k, engine);
    for (int i = 0; i < 2; i++) assert_int_equal(kin_add(&k.work, FIRST + i, &kin, 0), RC_OK);
    settle(&k);
    kin.person.id = kin.person_id;
    kin.person.birth = kit_day("1949-03-01");
    assert_int_equal(person_change(&k.work, &kin.person), RC_OK);
    settle(&k);
    kit_true(&k);
    assert_int_equal(place_by_id(k.db, KIT_COUNTY, KIT_CLASS, k.arena, &class), RC_OK);
    class.stage = T("junior");
    assert_int_equal(place_change(&k.work, &class), RC_OK);
    settle(&k);
    kit_true(&k);
    kit_close(&k);
}

ON_BOTH(whatever_happens_comes_to_the_same)
ON_BOTH(a_record_is_judged_by_the_gist_and_the_check_looks_at_both)
ON_BOTH(a_gist_for_another_plan_is_not_read)
ON_BOTH(who_cares_for_several_changes_for_all)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(whatever_happens_comes_to_the_same),
        BOTH(a_record_is_judged_by_the_gist_and_the_check_looks_at_both),
        BOTH(a_gist_for_another_plan_is_not_read),
        BOTH(who_cares_for_several_changes_for_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
