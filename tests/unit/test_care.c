/* SPDX-License-Identifier: Apache-2.0 */
/* The care engine over the database: one record credits what it satisfies, and lists and tallies move with it, on both engines.
 */
#include "care_kit.h"

#include "gen/sql/children.h"
#include "gen/sql/gate.h"
#include "gen/sql/membership.h"
#include "gen/sql/obligation.h"
#include "gen/sql/pairing.h"
#include "gen/sql/pairing_list.h"
#include "access/may.h"
#include "model/owner.h"
#include "view/build_pairing.h"
#include "view/build_record.h"

static const char scheme_yaml[] = "scheme: {id: test-county, version: 1, title: 测试方案, issuer: 测试县教育局, layer: county, "
                                  "from: 2024-09-01, programme: 试行}\n"
                                  "targets:\n"
                                  "  - {key: away, title: 父母外出, when: parents_away, clause: 一, source: [T-001]}\n"
                                  "relations:\n"
                                  "  - {key: responsible, title: 责任人, for: away, count: 1, role: responsible, "
                                  "background_check: true, overload: 1, clause: 二, source: [T-002]}\n"
                                  "duties:\n"
                                  "  - key: weekly_talk\n"
                                  "    title: 每周谈心\n"
                                  "    for: away\n"
                                  "    owner: class_teacher\n"
                                  "    credit: {kinds: [heart_talk]}\n"
                                  "    every: week\n"
                                  "    clause: 三\n"
                                  "    source: [T-003]\n"
                                  "  - key: month_talk\n"
                                  "    title: 每月谈心\n"
                                  "    for: away\n"
                                  "    owner: [responsible, class_teacher]\n"
                                  "    credit: {kinds: [heart_talk], modes: [face]}\n"
                                  "    every: month\n"
                                  "    clause: 四\n"
                                  "    source: [T-004]\n";

enum { CHILD = 1001, OTHER = 1002 };

static void county_new(struct kit *k, enum engine engine, const char *today)
{
    struct scheme_loaded loaded;
    kit_open(k, engine, today);
    kit_child(k, CHILD, "欧阳慧敏", "2016-05-01", KIT_CLASS, KIT_CLASS_KEY);
    kit_child(k, OTHER, "单思远", "2016-07-01", KIT_CLASS, KIT_CLASS_KEY);
    kit_fact(k, CHILD, "absence", "father", "work", "2025-03-01");
    kit_law(k);
    enum rc rc = kit_scheme(k, "test-county", scheme_yaml, &loaded);
    for (size_t i = 0; i < k->faults.n; i++) {
        const struct fault *f = &k->faults.list[i];
        if (rc != RC_OK) print_error("%.*s:%d:%d: %.*s\n", TP(f->file), f->line, f->column, TP(fault_say(f, LANG_EN, k->arena)));
    }
    assert_int_equal(rc, RC_OK);
    assert_int_equal(loaded.duties, 2);
    kit_evaluator(k);
    kit_roll(k);
}

struct counted { int open, overdue; int64_t owner; };

static struct counted open_of(struct kit *k, int64_t child)
{
    struct counted n = {0};
    struct cursor c;
    struct sql_obligation_for_out row;
    assert_int_equal(sql_obligation_for(k->db, &(struct sql_obligation_for_in){.county = KIT_COUNTY, .child = child}, &c), RC_OK);
    while (sql_obligation_for_next(&c, &row)) {
        if (row.window_day > k->work.today) continue;
        n.open++;
        n.overdue += row.due_day < k->work.today;
        n.owner = row.owner;
    }
    assert_int_equal(sql_close(&c), RC_OK);
    return n;
}

static struct sql_tally_sum_out tally_of(struct kit *k, int64_t duty)
{
    struct sql_tally_sum_out row, found = {0};
    struct cursor c;
    assert_int_equal(
        sql_tally_sum(k->db,
            &(struct sql_tally_sum_in){.county = KIT_COUNTY, .lo = 0, .hi = INT64_C(1) << 40, .from_day = 0, .to_day = DAY_MAX},
            &c),
        RC_OK);
    while (sql_tally_sum_next(&c, &row)) {
        if (row.duty == duty) found = row;
    }
    assert_int_equal(sql_close(&c), RC_OK);
    return found;
}

static struct encounter_input talk(const int64_t *child, size_t n, const char *day)
{
    return (struct encounter_input){.kind = T("heart_talk"),
        .mode = T("face"),
        .day = kit_day(day),
        .minute = NULL_INT,
        .minutes = NULL_INT,
        .child = child,
        .child_count = n,
        .sentence = T("今天心情不错，和同桌一起练字。"),
        .follow = DAY_NONE};
}

/* ---- one record, many credits ---- */

static void record_credits(enum engine engine)
{
    struct kit k;
    struct encounter_result r;
    const int64_t child[] = {CHILD};
    county_new(&k, engine, "2026-11-18");
    struct counted before = open_of(&k, CHILD);
    assert_true(before.open > 2);
    assert_int_equal(before.owner, KIT_TEACHER);
    assert_int_equal(open_of(&k, OTHER).open, 0); /* nobody is away: nothing is owed */
    int64_t expected = tally_of(&k, 1).expected;
    assert_true(expected > 0);
    assert_int_equal(tally_of(&k, 1).met, 0);
    struct encounter_input in = talk(child, 1, "2026-11-17");
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_OK);
    assert_int_equal(r.credit_count, 2); /* the week's talk and the month's */
    assert_false(r.late);
    assert_int_equal(open_of(&k, CHILD).open, before.open - 2);
    assert_int_equal(tally_of(&k, 1).met, 1);
    assert_int_equal(tally_of(&k, 2).met, 1);
    assert_int_equal(tally_of(&k, 1).expected, expected);
    kit_true(&k);
    kit_close(&k);
}

static void late_record(enum engine engine)
{
    struct kit k;
    struct encounter_result r;
    const int64_t child[] = {CHILD};
    county_new(&k, engine, "2026-11-18");
    struct encounter_input in = talk(child, 1, "2026-11-05");
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_OK);
    assert_true(r.late);
    assert_int_equal(r.credit_count, 2);
    assert_int_equal(tally_of(&k, 1).met_late, 1); /* the week had ended */
    assert_int_equal(tally_of(&k, 2).met, 1);      /* November has not */
    kit_true(&k);
    kit_close(&k);
}

/* Two days may pass before it is a later entry, whatever it is worth. */
static void later_entry(enum engine engine)
{
    struct kit k;
    struct encounter_result r;
    const int64_t child[] = {CHILD};
    county_new(&k, engine, "2026-11-20");
    struct encounter_input in = talk(child, 1, "2026-11-18");
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_OK);
    assert_false(r.late);
    in = talk(child, 1, "2026-11-17");
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_OK);
    assert_true(r.late);
    kit_close(&k);
}

static bool warned_of(const struct kit *k, enum word word)
{
    for (size_t i = 0; i < k->faults.n; i++) {
        if (k->faults.list[i].warning && k->faults.list[i].word == word) return true;
    }
    return false;
}

/* The same again: from a file it is not written again, from a page it is said. What was taken back does not count. */
static void same_again(enum engine engine)
{
    struct kit k;
    struct encounter_result first, again;
    const int64_t one[] = {CHILD}, two[] = {CHILD, OTHER};
    county_new(&k, engine, "2026-11-18");
    struct encounter_input in = talk(one, 1, "2026-11-17");
    in.once = true;
    assert_int_equal(encounter_add(&k.work, &in, &first), RC_OK);
    assert_false(first.twin);
    assert_int_equal(encounter_add(&k.work, &in, &again), RC_OK);
    assert_true(again.twin);
    assert_int_equal(again.id, first.id);
    assert_true(warned_of(&k, W_encounter_twin_kept));
    assert_false(warned_of(&k, W_encounter_twin));
    in.minutes = 5; /* another one, though it has the same words */
    assert_int_equal(encounter_add(&k.work, &in, &again), RC_OK);
    assert_false(again.twin);
    assert_true(warned_of(&k, W_encounter_twin));
    k.faults = faults_new(k.arena);
    struct encounter_input group = talk(two, 2, "2026-11-17");
    assert_int_equal(encounter_add(&k.work, &group, &first), RC_OK);
    assert_false(warned_of(&k, W_encounter_twin));
    assert_int_equal(encounter_void(&k.work, again.id, T("记错了孩子")), RC_OK);
    assert_int_equal(encounter_add(&k.work, &in, &again), RC_OK);
    assert_false(again.twin); /* only the first one is left, and that took no 5 minutes */
    in.once = false;
    k.faults = faults_new(k.arena);
    assert_int_equal(encounter_add(&k.work, &in, &again), RC_OK);
    assert_false(again.twin);
    assert_true(warned_of(&k, W_encounter_twin));
    kit_close(&k);
}

static void void_takes_back(enum engine engine)
{
    struct kit k;
    struct encounter_result r;
    const int64_t child[] = {CHILD};
    county_new(&k, engine, "2026-11-18");
    struct counted before = open_of(&k, CHILD);
    struct encounter_input in = talk(child, 1, "2026-11-17");
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_OK);
    assert_int_equal(encounter_void(&k.work, r.id, T("x")), RC_INVALID); /* a reason of one character is none */
    assert_int_equal(encounter_void(&k.work, r.id, T("记错了孩子")), RC_OK);
    assert_int_equal(open_of(&k, CHILD).open, before.open);
    assert_int_equal(tally_of(&k, 1).met, 0);
    assert_int_equal(encounter_void(&k.work, r.id, T("再作废一次")), RC_CONFLICT);
    kit_true(&k);
    kit_close(&k);
}

static void by_phone_credits_less(enum engine engine)
{
    struct kit k;
    struct encounter_result r;
    const int64_t child[] = {CHILD};
    county_new(&k, engine, "2026-11-18");
    struct encounter_input in = talk(child, 1, "2026-11-17");
    in.mode = T("phone");
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_OK);
    assert_int_equal(r.credit_count, 1);
    kit_close(&k);
}

static void stranger_credits_nothing(enum engine engine)
{
    struct kit k;
    struct encounter_result r;
    const int64_t child[] = {CHILD};
    county_new(&k, engine, "2026-11-18");
    struct encounter_input in = talk(child, 1, "2026-11-17");
    in.actor = KIT_HELPER; /* no role for this child that day */
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_OK);
    assert_int_equal(r.credit_count, 0);
    assert_true(k.faults.n > 0 && k.faults.list[k.faults.n - 1].warning);
    kit_close(&k);
}

/* ---- refusals ---- */

static void bad_records(enum engine engine)
{
    struct kit k;
    struct encounter_result r;
    const int64_t child[] = {CHILD}, twice[] = {CHILD, CHILD}, nobody[] = {77};
    county_new(&k, engine, "2026-11-18");
    struct encounter_input in = talk(child, 1, "2026-11-19");
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_INVALID); /* tomorrow */
    in = talk(child, 1, "2025-01-01");
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_INVALID); /* too long ago */
    in = talk(child, 1, "2026-11-17");
    in.kind = T("dance");
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_INVALID);
    in = talk(child, 1, "2026-11-17");
    in.mode = T("visit");
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_INVALID); /* no way to talk */
    in = talk(twice, 2, "2026-11-17");
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_INVALID);
    in = talk(nobody, 1, "2026-11-17");
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_NOT_FOUND);
    in = talk(child, 0, "2026-11-17");
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_INVALID);
    struct encounter_answer wrong = {.name = T("no_such_question"), .value = T("1")};
    in = talk(child, 1, "2026-11-17");
    in.answer = &wrong;
    in.answer_count = 1;
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_INVALID);
    kit_true(&k);
    kit_close(&k);
}

/* ---- time, facts, people ---- */

static void days_go_by(enum engine engine)
{
    struct kit k;
    county_new(&k, engine, "2026-11-18");
    for (int i = 0; i < 20; i++) { /* by difference, day by day … */
        kit_today(&k, "2026-11-18");
        k.work.today += i;
        k.work.now += i * INT64_C(86400000);
        kit_roll(&k);
    }
    kit_true(&k);
    struct sql_tally_sum_out stepped = tally_of(&k, 1);
    assert_int_equal(evaluate_all(k.db, k.ev, k.work.today, true, k.arena, NULL, NULL), RC_OK); /* … equals from nothing */
    struct sql_tally_sum_out whole = tally_of(&k, 1);
    assert_int_equal(stepped.expected, whole.expected);
    assert_int_equal(stepped.met, whole.met);
    kit_close(&k);
}

static void parent_returns(enum engine engine)
{
    struct kit k;
    county_new(&k, engine, "2026-11-18");
    assert_true(open_of(&k, CHILD).open > 0);
    struct sql_membership_for_out row;
    struct cursor c;
    int groups = 0;
    assert_int_equal(sql_membership_for(k.db, &(struct sql_membership_for_in){.county = KIT_COUNTY, .child = CHILD}, &c), RC_OK);
    while (sql_membership_for_next(&c, &row)) groups += text_eqz(row.target, "test-county:away");
    assert_int_equal(sql_close(&c), RC_OK);
    assert_int_equal(groups, 1);
    kit_fact(&k, OTHER, "absence", "mother", "work", "2026-11-16"); /* the other's mother leaves this week */
    assert_int_equal(evaluate_touched(k.db, k.ev, &k.touched, k.work.today, k.arena, 0, NULL, NULL), RC_OK);
    assert_int_equal(open_of(&k, OTHER).open, 2);
    kit_true(&k);
    kit_close(&k);
}

static void responsible_takes_over(enum engine engine)
{
    struct kit k;
    int64_t id, moved;
    county_new(&k, engine, "2026-11-18");
    struct pairing_input in = {.child = CHILD, .relation = T("responsible"), .staff = KIT_LEFT_TEACHER, .from = DAY_NONE};
    assert_int_equal(pairing_add(&k.work, &in, false, &id), RC_INVALID); /* no background check */
    in.staff = KIT_HELPER;
    assert_int_equal(pairing_add(&k.work, &in, false, &id), RC_OK);
    assert_int_equal(pairing_add(&k.work, &in, false, &id), RC_CONFLICT); /* already */
    in.staff = KIT_TEACHER;
    assert_int_equal(pairing_add(&k.work, &in, false, &id), RC_CONFLICT); /* exactly one */
    assert_int_equal(evaluate_touched(k.db, k.ev, &k.touched, k.work.today, k.arena, 0, NULL, NULL), RC_OK);
    touched_clear(&k.touched);
    struct scope mine = {.county = KIT_COUNTY, .staff = KIT_HELPER};
    struct cursor c;
    struct sql_obligation_mine_out row;
    int owed = 0;
    assert_int_equal(
        sql_obligation_mine(k.db, &mine, &(struct sql_obligation_mine_in){.to_day = k.work.today, .limit = 100}, &c), RC_OK);
    while (sql_obligation_mine_next(&c, &row)) owed += row.duty == 2;
    assert_int_equal(sql_close(&c), RC_OK);
    assert_true(owed > 0); /* the month's talk is the responsible person's first */
    /* The helper leaves: what is open goes back to the class teacher. */
    assert_int_equal(pairing_move(&k.work, KIT_HELPER, 0, k.work.today, "left", &moved), RC_OK);
    assert_int_equal(moved, 1);
    assert_int_equal(evaluate_touched(k.db, k.ev, &k.touched, k.work.today, k.arena, 0, NULL, NULL), RC_OK);
    assert_int_equal(open_of(&k, CHILD).owner, KIT_TEACHER);
    kit_true(&k);
    kit_close(&k);
}

static void exemption_excuses(enum engine engine)
{
    struct kit k;
    int64_t id;
    county_new(&k, engine, "2026-11-18");
    struct counted before = open_of(&k, CHILD);
    struct exemption_input in = {.about = {ABOUT_CHILD, CHILD}, .duty = 1,
        .from = kit_day("2026-11-16"), .last = kit_day("2026-11-22"), .reason_code = T("hospital"), .reason = T("住院一周")};
    assert_int_equal(exemption_ask(&k.work, &in, &id), RC_OK);
    assert_int_equal(exemption_decide(&k.work, id, true), RC_INVALID); /* not by the one who asked */
    k.work.staff = KIT_HELPER;
    assert_int_equal(exemption_decide(&k.work, id, true), RC_OK);
    assert_int_equal(exemption_decide(&k.work, id, true), RC_CONFLICT);
    assert_int_equal(evaluate_touched(k.db, k.ev, &k.touched, k.work.today, k.arena, 0, NULL, NULL), RC_OK);
    assert_int_equal(open_of(&k, CHILD).open, before.open - 1);
    assert_int_equal(tally_of(&k, 1).excused, 1);
    kit_true(&k);
    kit_close(&k);
}

/* A record that is worth nothing says so, and why. */
static void a_record_worth_nothing_says_so(enum engine engine)
{
    struct kit k;
    struct encounter_result r;
    county_new(&k, engine, "2026-11-18");
    static const struct who operator = {.county = KIT_COUNTY};
    struct ask q = {.db = k.db, .roles = k.ev->roles, .who = &operator, .ev = k.ev, .today = k.work.today, .lang = LANG_ZH,
        .arena = k.arena, .scope = scope_system(KIT_COUNTY, "test")};
    struct encounter_input in = {.kind = T("heart_talk"), .day = kit_day("2026-11-17"), .minute = NULL_INT, .minutes = NULL_INT,
        .child = (const int64_t[]){CHILD}, .child_count = 1, .actor = KIT_LEFT_TEACHER, .sentence = T("说了家里的事"),
        .follow = DAY_NONE};
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_OK);
    assert_int_equal(r.credit_count, 0);
    assert_true(r.no_role);
    assert_true(text_find(record_credit_line(&q, &r), T("没有角色")) >= 0);
    in.actor = 0;
    in.sentence = T("又谈了一次");
    assert_int_equal(encounter_add(&k.work, &in, &r), RC_OK);
    assert_true(r.credit_count > 0 && !r.no_role);
    assert_true(text_find(record_credit_line(&q, &r), T("抵了")) >= 0);
    kit_close(&k);
}

/* ---- who is still wanted ---- */

static struct pairing_view board(struct kit *k, bool bare)
{
    static const struct who operator = {.county = KIT_COUNTY};
    struct pairing_view v;
    struct ask q = {.db = k->db, .roles = k->ev->roles, .who = &operator, .ev = k->ev, .today = k->work.today, .lang = LANG_ZH,
        .arena = k->arena, .scope = scope_system(KIT_COUNTY, "test")};
    struct pairing_query in = {.bare = bare, .after_key = -1};
    assert_int_equal(build_pairing(&q, &in, &v), RC_OK);
    return v;
}

/* Who is paired is what the relations ask for, whatever they are called; each demand of each scheme that is unmet is named. */
static void unpaired_is_what_is_asked_for(enum engine engine)
{
    static const char helpers[] =
        "scheme: {id: any, version: 1, title: 另一方案, issuer: 测试县教育局, layer: county, from: 2024-09-01}\n"
        "targets:\n"
        "  - {key: away, title: 父母外出, when: parents_away, clause: 一, source: [T-001]}\n"
        "relations:\n"
        "  - {key: mama, title: 爱心妈妈, for: away, min: 1, max: 2, role: helper, clause: 二, source: [T-002]}\n"
        "  - {key: friend, title: 伙伴, for: away, max: 1, peer: true, same: class, clause: 二, source: [T-003]}\n";
    static const char strict[] =
        "scheme: {id: two, version: 1, title: 又一方案, issuer: 测试县教育局, layer: county, from: 2024-09-01}\n"
        "targets:\n"
        "  - {key: away, title: 父母外出, when: parents_away, clause: 一, source: [T-001]}\n"
        "relations:\n"
        "  - {key: bao, title: 包保人, for: away, count: 1, role: responsible, clause: 二, source: [T-002]}\n";
    struct kit k;
    int64_t id;
    struct scheme_loaded loaded;
    kit_open(&k, engine, "2026-11-18");
    kit_child(&k, CHILD, "欧阳慧敏", "2016-05-01", KIT_CLASS, KIT_CLASS_KEY);
    kit_fact(&k, CHILD, "absence", "father", "work", "2025-03-01");
    kit_law(&k);
    assert_int_equal(kit_scheme(&k, "any", helpers, &loaded), RC_OK);
    kit_evaluator(&k);
    kit_roll(&k);
    struct pairing_view v = board(&k, true);
    assert_int_equal(v.unpaired, 1);
    assert_text(v.rows.item[0].missing, "爱心妈妈");
    struct pairing_input in = {.child = CHILD, .relation = T("mama"), .staff = KIT_HELPER, .from = DAY_NONE};
    assert_int_equal(pairing_add(&k.work, &in, false, &id), RC_OK);
    v = board(&k, true);
    assert_int_equal(v.unpaired, 0);
    assert_int_equal(v.rows.n, 0);
    v = board(&k, false);
    assert_int_equal(v.rows.n, 1);
    assert_text(v.rows.item[0].missing, "");
    assert_int_equal(kit_scheme(&k, "two", strict, &loaded), RC_OK);
    kit_evaluator(&k);
    kit_roll(&k);
    v = board(&k, true);
    assert_int_equal(v.unpaired, 1);
    assert_text(v.rows.item[0].missing, "包保人");
    assert_int_equal(v.rows.item[0].helpers.n, 1);
    /* A pairing of before the roles were kept: the next start sets it right. */
    in = (struct pairing_input){.child = CHILD, .relation = T("bao"), .staff = KIT_TEACHER, .from = DAY_NONE};
    assert_int_equal(pairing_add(&k.work, &in, false, &id), RC_OK);
    assert_int_equal(sql_pairing_role_set_run(k.db, &(struct sql_pairing_role_set_in){.county = KIT_COUNTY, .relation = T("bao"),
        .role = T("helper")}, NULL), RC_OK);
    kit_roll(&k);
    v = board(&k, false);
    assert_int_equal(v.unpaired, 0);
    assert_text(v.rows.item[0].responsible, "李老师");
    kit_close(&k);
}

/* A scheme may call its relations as it likes: its roles say who is responsible and who is a peer. */
static void relation_of_any_name(enum engine engine)
{
    static const char yaml[] =
        "scheme: {id: any, version: 1, title: 另一方案, issuer: 测试县教育局, layer: county, from: 2024-09-01}\n"
        "targets:\n"
        "  - {key: away, title: 父母外出, when: parents_away, clause: 一, source: [T-001]}\n"
        "relations:\n"
        "  - {key: bao, title: 包保人, for: away, count: 1, role: responsible, clause: 二, source: [T-002]}\n"
        "  - {key: friend, title: 伙伴, for: away, max: 1, peer: true, same: class, clause: 二, source: [T-003]}\n";
    struct kit k;
    int64_t id;
    struct scheme_loaded loaded;
    county_new(&k, engine, "2026-11-18");
    assert_int_equal(kit_scheme(&k, "any", yaml, &loaded), RC_OK);
    kit_evaluator(&k);
    struct pairing_input in = {.child = CHILD, .relation = T("bao"), .staff = KIT_HELPER, .from = DAY_NONE};
    assert_int_equal(pairing_add(&k.work, &in, false, &id), RC_OK);
    in = (struct pairing_input){.child = CHILD, .relation = T("friend"), .peer = OTHER, .from = DAY_NONE};
    assert_int_equal(pairing_add(&k.work, &in, false, &id), RC_OK);
    assert_int_equal(evaluate_touched(k.db, k.ev, &k.touched, k.work.today, k.arena, 0, NULL, NULL), RC_OK);
    touched_clear(&k.touched);
    struct scope all = {.county = KIT_COUNTY, .lo = 0, .hi = INT64_C(1) << 40};
    struct sql_pairing_load_out load;
    assert_int_equal(sql_pairing_load_one(k.db, &all, &(struct sql_pairing_load_in){.day = k.work.today}, k.arena, &load), RC_OK);
    assert_int_equal(load.responsible, 1);
    assert_int_equal(load.helping, 0);
    struct sql_children_care_out care;
    struct sql_children_care_in of = {.county = KIT_COUNTY, .child = CHILD, .day = k.work.today};
    assert_int_equal(sql_children_care_one(k.db, &of, k.arena, &care), RC_OK);
    assert_true(care.name.n > 0);
    struct sql_pairing_around_out around;
    struct sql_pairing_around_in near = {.county = KIT_COUNTY, .child = CHILD, .day = k.work.today};
    assert_int_equal(sql_pairing_around_one(k.db, &near, k.arena, &around), RC_OK);
    assert_true(text_eqz(around.role, "peer"));
    struct sql_gate_relations_child_out gate;
    struct sql_gate_relations_child_in who = {.county = KIT_COUNTY, .staff = KIT_HELPER, .child = CHILD, .day = k.work.today};
    assert_int_equal(sql_gate_relations_child_one(k.db, &who, k.arena, &gate), RC_OK);
    assert_true(text_eqz(gate.role, "responsible"));
    /* What was kept before the scheme was known follows it. */
    assert_int_equal(sql_pairing_role_set_run(k.db,
        &(struct sql_pairing_role_set_in){.county = KIT_COUNTY, .relation = T("bao"), .role = T("helper")}, NULL), RC_OK);
    assert_int_equal(pairing_roles_refresh(k.db, KIT_COUNTY, k.ev->codes, k.ev->plan), RC_OK);
    assert_int_equal(sql_gate_relations_child_one(k.db, &who, k.arena, &gate), RC_OK);
    assert_true(text_eqz(gate.role, "responsible"));
    kit_close(&k);
}

static void scheme_versions(enum engine engine)
{
    struct kit k;
    struct scheme_loaded loaded;
    county_new(&k, engine, "2026-11-18");
    assert_int_equal(kit_scheme(&k, "test-county", scheme_yaml, &loaded), RC_OK);
    assert_true(loaded.same); /* the very same text */
    char changed[sizeof scheme_yaml];
    memcpy(changed, scheme_yaml, sizeof changed);
    memcpy(strstr(changed, "每周谈心"), "每周谈话", strlen("每周谈话"));
    assert_int_equal(kit_scheme(&k, "test-county", changed, &loaded), RC_CONFLICT); /* published versions are frozen */
    kit_close(&k);
}

/* ---- each on both engines ---- */

ON_BOTH(record_credits)
ON_BOTH(late_record)
ON_BOTH(later_entry)
ON_BOTH(same_again)
ON_BOTH(void_takes_back)
ON_BOTH(by_phone_credits_less)
ON_BOTH(stranger_credits_nothing)
ON_BOTH(bad_records)
ON_BOTH(days_go_by)
ON_BOTH(parent_returns)
ON_BOTH(responsible_takes_over)
ON_BOTH(exemption_excuses)
ON_BOTH(scheme_versions)
ON_BOTH(relation_of_any_name)
ON_BOTH(a_record_worth_nothing_says_so)
ON_BOTH(unpaired_is_what_is_asked_for)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(record_credits),
        BOTH(late_record),
        BOTH(later_entry),
        BOTH(same_again),
        BOTH(void_takes_back),
        BOTH(by_phone_credits_less),
        BOTH(stranger_credits_nothing),
        BOTH(bad_records),
        BOTH(days_go_by),
        BOTH(parent_returns),
        BOTH(responsible_takes_over),
        BOTH(exemption_excuses),
        BOTH(scheme_versions),
        BOTH(relation_of_any_name), BOTH(unpaired_is_what_is_asked_for), BOTH(a_record_worth_nothing_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
