/* SPDX-License-Identifier: Apache-2.0 */
/* Facilities over the database, on both engines: what a school has to have, who keeps it, its log, and what all that owes. */
#include "care_kit.h"

#include "gen/sql/matter.h"
#include "gen/sql/obligation.h"
#include "model/departure.h"
#include "model/facility.h"
#include "model/grant.h"
#include "model/place.h"

static const char scheme_yaml[] =
    "scheme: {id: test-county, version: 1, title: 测试方案, issuer: 测试县教育局, layer: county, from: 2025-09-01}\n"
    "facilities:\n"
    "  - {key: home, kind: children_place, title: 留守儿童之家, at: school, by: 2026-03-01, owner: school_head, keeper: yes,\n"
    "     equipment: [{key: phone, title: 电话}, {key: books, title: 图书, at_least: 50}, {key: video, title: 视频, optional: yes}],\n"
    "     log: facility_log, open: {every: week, owner: [facility_keeper, school_head]}, clause: 一}\n"
    "  - {key: box, kind: whisper_box, title: 信箱, at: class, owner: class_teacher, clause: 二}\n"
    "  - {key: hall, title: 主题馆, at: county, owner: county_clerk, clause: 三}\n"
    "duties:\n"
    "  - {key: inspect, title: 每学期查一次, subject: facility, facility: home, owner: school_head,\n"
    "     credit: {kinds: [facility_check]}, every: term, clause: 四}\n";

enum { THERE = 1, OPEN, BOX, HALL, INSPECT, SCHOOL = 3, HEAD = 21 };
#define SCHOOL_KEY ((INT64_C(1) << 28) + (INT64_C(1) << 16))

static void county_new(struct kit *k, enum engine engine)
{
    struct scheme_loaded loaded;
    kit_open(k, engine, "2026-11-18");
    kit_staff(k, HEAD, "陈校长", NULL, NULL, 0, NULL);
    assert_int_equal(sql_grant_insert_run(k->db,
        &(struct sql_grant_insert_in){.county = KIT_COUNTY, .id = 501, .staff = HEAD, .role = T("school_head"), .place = SCHOOL,
            .key_lo = SCHOOL_KEY, .key_hi = SCHOOL_KEY + (1 << 16), .from_day = kit_day("2024-09-01"), .to_day = NULL_INT},
        NULL), RC_OK);
    kit_law(k);
    assert_int_equal(kit_scheme(k, "test-county", scheme_yaml, &loaded), RC_OK);
    assert_int_equal(loaded.duties, 5);
    kit_evaluator(k);
    kit_roll(k);
    k->work.staff = HEAD;
}

struct seen { int open, overdue, have; int64_t owner; };

static struct seen owed(struct kit *k, enum about_kind kind, int64_t id, int64_t duty)
{
    struct seen n = {0};
    struct cursor c;
    struct sql_matter_open_out row;
    assert_int_equal(sql_matter_open(k->db, &(struct sql_matter_open_in){KIT_COUNTY, kind, id}, &c), RC_OK);
    while (sql_matter_open_next(&c, &row)) {
        if (row.window_day > k->work.today || row.duty != duty) continue;
        n.open++;
        n.overdue += row.due_day < k->work.today;
        n.owner = row.owner;
        n.have = (int)row.have;
    }
    assert_int_equal(sql_close(&c), RC_OK);
    return n;
}

static void settle(struct kit *k)
{
    assert_int_equal(evaluate_touched(k->db, k->ev, &k->touched, k->work.today, k->arena, 0, NULL, NULL), RC_OK);
    touched_clear(&k->touched);
    kit_true(k);            /* by difference and from nothing come to the same */
}

static struct facility home_add(struct kit *k, int64_t books)
{
    struct facility f = {.kind = T("children_place"), .place = SCHOOL, .name = T("阳光小屋"), .keeper = KIT_HELPER,
        .hours = T("每天 16:00–18:00"), .from = kit_day("2026-09-01")};
    struct facility_part part[] = {{T("phone"), 1}, {T("books"), books}};
    assert_int_equal(facility_add(&k->work, &f, part, 2), RC_OK);
    settle(k);
    return f;
}

/* ---- that it stands ---- */

static void it_is_missing_until_it_is_whole(enum engine engine)
{
    struct kit k;
    county_new(&k, engine);
    struct seen none = owed(&k, ABOUT_PLACE, SCHOOL, THERE);
    assert_int_equal(none.overdue, 1);
    assert_int_equal(none.owner, HEAD);
    assert_int_equal(owed(&k, ABOUT_PLACE, KIT_CLASS, BOX).owner, KIT_TEACHER);
    assert_int_equal(owed(&k, ABOUT_PLACE, KIT_CLASS, THERE).open, 0);
    struct facility f = home_add(&k, 30);
    assert_int_equal(owed(&k, ABOUT_PLACE, SCHOOL, THERE).overdue, 1);     /* thirty books are not fifty */
    struct facility_part more = {T("books"), 50};
    assert_int_equal(facility_change(&k.work, &f, &more, 1), RC_OK);
    settle(&k);
    assert_int_equal(owed(&k, ABOUT_PLACE, SCHOOL, THERE).open, 0);
    struct sql_tally_sum_out row = {0}, t = {0};
    struct cursor c;
    assert_int_equal(sql_tally_sum(k.db, &(struct sql_tally_sum_in){KIT_COUNTY, 0, INT64_C(1) << 40, 0, DAY_MAX}, &c), RC_OK);
    while (sql_tally_sum_next(&c, &row)) t = row.duty == THERE ? row : t;
    assert_int_equal(sql_close(&c), RC_OK);
    assert_int_equal(t.expected, 1);
    assert_int_equal(t.met_late, 1);                                       /* asked for by March */
    int64_t moved;
    k.work.staff = 0;
    assert_int_equal(departure_take(&k.work, KIT_HELPER, 0, kit_day("2026-11-18"), &moved), RC_OK);
    settle(&k);
    assert_int_equal(owed(&k, ABOUT_PLACE, SCHOOL, THERE).overdue, 1);     /* nobody keeps it */
    assert_int_equal(facility_by_id(k.db, KIT_COUNTY, f.id, k.arena, &f), RC_OK);
    assert_int_equal(f.keeper, 0);
    f.keeper = KIT_TEACHER;
    assert_int_equal(facility_change(&k.work, &f, NULL, 0), RC_OK);
    settle(&k);
    assert_int_equal(owed(&k, ABOUT_PLACE, SCHOOL, THERE).open, 0);
    assert_int_equal(facility_close(&k.work, f.id, kit_day("2026-11-18")), RC_OK);
    settle(&k);
    assert_int_equal(owed(&k, ABOUT_PLACE, SCHOOL, THERE).overdue, 1);
    assert_int_equal(facility_close(&k.work, f.id, kit_day("2026-11-18")), RC_CONFLICT);
    kit_close(&k);
}

/* What stands below counts for the place above: one hall of the county, at a school. */
static void below_counts_above(enum engine engine)
{
    struct kit k;
    county_new(&k, engine);
    assert_int_equal(owed(&k, ABOUT_PLACE, 1, HALL).have, 0);
    struct facility f = {.kind = T("test-county:hall"), .place = SCHOOL};
    assert_int_equal(facility_add(&k.work, &f, NULL, 0), RC_OK);
    assert_string_equal(text_z(k.arena, f.name), "主题馆");
    settle(&k);
    assert_int_equal(owed(&k, ABOUT_PLACE, 1, HALL).open, 0);
    kit_close(&k);
}

/* ---- its log ---- */

static struct encounter_result log_add(struct kit *k, int64_t facility, const char *kind, const char *day, enum rc want)
{
    struct about about = {ABOUT_FACILITY, facility};
    bool log = strcmp(kind, "facility_log") == 0;
    struct encounter_answer answer = {log ? T("people") : T("facility"), log ? T("12") : T("children_place")};
    struct encounter_result r = {0};
    struct encounter_input in = {.kind = text_of(kind), .day = kit_day(day), .minute = NULL_INT, .minutes = NULL_INT,
        .about = &about, .about_count = 1, .sentence = T("写作业和看书。"), .follow = DAY_NONE, .answer = &answer,
        .answer_count = 1};
    enum rc rc = encounter_add(&k->work, &in, &r);
    for (size_t i = 0; rc != want && i < k->faults.n; i++)
        print_error("%.*s\n", TP(fault_say(&k->faults.list[i], LANG_EN, k->arena)));
    assert_int_equal(rc, want);
    touched_clear(&k->touched);
    return r;
}

static void the_keeper_writes_the_log(enum engine engine)
{
    struct kit k;
    county_new(&k, engine);
    struct facility f = home_add(&k, 50);
    struct seen before = owed(&k, ABOUT_FACILITY, f.id, OPEN);
    assert_true(before.open > 5);
    assert_int_equal(before.owner, KIT_HELPER);
    assert_int_equal(owed(&k, ABOUT_FACILITY, f.id, INSPECT).owner, HEAD);
    k.work.staff = KIT_HELPER;              /* holds no grant: keeping it is enough */
    struct encounter_result r = log_add(&k, f.id, "facility_log", "2026-11-17", RC_OK);
    assert_int_equal(r.credit_count, 1);
    assert_int_equal(r.credit[0].duty, OPEN);
    assert_false(r.no_role);
    assert_int_equal(owed(&k, ABOUT_FACILITY, f.id, OPEN).open, before.open - 1);
    k.work.staff = KIT_TEACHER;             /* of one class, not of this room: kept, but credits nothing */
    assert_int_equal(log_add(&k, f.id, "facility_log", "2026-11-10", RC_OK).credit_count, 0);
    k.work.staff = HEAD;
    assert_int_equal(log_add(&k, f.id, "facility_check", "2026-11-16", RC_OK).credit_count, 1);
    assert_int_equal(owed(&k, ABOUT_FACILITY, f.id, INSPECT).open, 0);
    log_add(&k, f.id, "work_meeting", "2026-11-16", RC_INVALID);
    kit_true(&k);
    assert_int_equal(facility_close(&k.work, f.id, kit_day("2026-11-10")), RC_OK);
    settle(&k);
    assert_true(owed(&k, ABOUT_FACILITY, f.id, OPEN).open < before.open - 1);      /* not after it was closed */
    kit_close(&k);
}

/* ---- what is refused ---- */

static void bad_input(enum engine engine)
{
    struct kit k;
    county_new(&k, engine);
    struct facility f = home_add(&k, 50), bad = {.kind = T("palace"), .place = SCHOOL};
    assert_int_equal(facility_add(&k.work, &bad, NULL, 0), RC_INVALID);
    bad = (struct facility){.kind = T("children_place"), .place = 99};
    assert_int_equal(facility_add(&k.work, &bad, NULL, 0), RC_NOT_FOUND);
    bad = (struct facility){.kind = T("children_place"), .place = SCHOOL, .name = T("阳光小屋")};
    assert_int_equal(facility_add(&k.work, &bad, NULL, 0), RC_CONFLICT);
    bad.name = T("月光小屋");
    bad.keeper = 4711;
    assert_int_equal(facility_add(&k.work, &bad, NULL, 0), RC_INVALID);
    bad.keeper = 0;
    bad.from = kit_day("2027-01-01");
    assert_int_equal(facility_add(&k.work, &bad, NULL, 0), RC_INVALID);
    struct facility_part minus = {T("phone"), -1};
    assert_int_equal(facility_change(&k.work, &f, &minus, 1), RC_INVALID);
    f.name = T("新名");
    assert_int_equal(facility_change(&k.work, &f, NULL, 0), RC_OK);
    assert_int_equal(facility_change(&k.work, &f, NULL, 0), RC_CONFLICT);  /* seen before somebody changed it */
    assert_int_equal(facility_close(&k.work, f.id, kit_day("2026-08-01")), RC_INVALID);
    kit_close(&k);
}


ON_BOTH(it_is_missing_until_it_is_whole)
ON_BOTH(below_counts_above)
ON_BOTH(the_keeper_writes_the_log)
ON_BOTH(bad_input)

int main(void)
{
    const struct CMUnitTest tests[] = {BOTH(it_is_missing_until_it_is_whole), BOTH(below_counts_above),
        BOTH(the_keeper_writes_the_log), BOTH(bad_input)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
