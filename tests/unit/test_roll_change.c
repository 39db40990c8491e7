/* SPDX-License-Identifier: Apache-2.0 */
/* One child changes class, leaves, comes back, comes anew: spans, pairings and what is owed follow; the opposite takes it back.
 */
#include "care_kit.h"

#include "access/may.h"

#include "gen/sql/obligation.h"
#include "gen/sql/pairing.h"
#include "model/enrolment.h"
#include "model/roll_change.h"

static const char scheme_yaml[] =
    "scheme: {id: test-county, version: 1, title: 测试方案, issuer: 测试县教育局, layer: county, from: 2024-09-01,\n"
    "  programme: 试行}\n"
    "targets:\n"
    "  - {key: away, title: 父母外出, when: parents_away, clause: 一, source: [T-001]}\n"
    "relations:\n"
    "  - {key: responsible, title: 责任人, for: away, count: 1, role: responsible, background_check: true, overload: 9,\n"
    "     clause: 二, source: [T-002]}\n"
    "duties:\n"
    "  - {key: month_talk, title: 每月谈心, for: away, owner: [responsible, class_teacher], every: month, clause: 四,\n"
    "     credit: {kinds: [heart_talk]}, source: [T-004]}\n";

enum { CHILD = 1001, SCHOOL_2 = 33, CLASS_2 = 34 };
#define SCHOOL_2_LO ((INT64_C(1) << 28) + (INT64_C(2) << 16))
static const char number[] = "990101201605011221";

struct pupil { struct kit k; struct scope all; int64_t pairing; };

static int owed(struct kit *k, int64_t child)
{
    struct cursor c;
    struct sql_obligation_for_out row;
    int n = 0;
    assert_int_equal(sql_obligation_for(k->db, &(struct sql_obligation_for_in){.county = KIT_COUNTY, .child = child}, &c), RC_OK);
    while (sql_obligation_for_next(&c, &row)) n += row.window_day <= k->work.today;
    assert_int_equal(sql_close(&c), RC_OK);
    return n;
}

static void evaluated(struct kit *k)
{
    assert_int_equal(evaluate_touched(k->db, k->ev, &k->touched, k->work.today, k->arena, 0, NULL, NULL), RC_OK);
    touched_clear(&k->touched);
    kit_true(k);
}

static void pupil_new(struct pupil *p, enum engine engine)
{
    struct kit *k = &p->k;
    struct scheme_loaded loaded;
    kit_open(k, engine, "2026-11-18");
    p->all = scope_system(KIT_COUNTY, "a test");
    kit_place(k, SCHOOL_2, 2, "school", "2199010002", SCHOOL_2_LO, SCHOOL_2_LO + 65536);
    kit_place(k, CLASS_2, SCHOOL_2, "class", "2023-01", SCHOOL_2_LO + 1, SCHOOL_2_LO + 2);
    kit_child(k, CHILD, "欧阳慧敏", "2016-05-01", KIT_CLASS, KIT_CLASS_KEY);
    kit_fact(k, CHILD, "absence", "father", "work", "2025-03-01");
    kit_law(k);
    assert_int_equal(kit_scheme(k, "test-county", scheme_yaml, &loaded), RC_OK);
    kit_evaluator(k);
    kit_roll(k);
    struct pairing_input in = {.child = CHILD, .relation = T("responsible"), .staff = KIT_HELPER, .from = kit_day("2026-09-01")};
    assert_int_equal(pairing_add(&k->work, &in, false, &p->pairing), RC_OK);
    evaluated(k);
    assert_true(owed(k, CHILD) > 0);
}

static bool paired(struct pupil *p)
{
    struct sql_pairing_by_id_out o;
    struct sql_pairing_by_id_in in = {.county = KIT_COUNTY, .id = p->pairing};
    assert_int_equal(sql_pairing_by_id_one(p->k.db, &in, p->k.arena, &o), RC_OK);
    return o.to_day == NULL_INT;
}

static struct enrolment_list spans(struct pupil *p)
{
    struct enrolment_list l;
    assert_int_equal(enrolment_of(p->k.db, KIT_COUNTY, CHILD, p->k.arena, &l), RC_OK);
    return l;
}

static struct child child_now(struct pupil *p)
{
    struct child c;
    assert_int_equal(child_by_id(p->k.db, &p->all, CHILD, p->k.arena, &c), RC_OK);
    return c;
}

static void moves(enum engine engine)
{
    struct pupil p;
    struct roll_changed c;
    pupil_new(&p, engine);
    struct kit *k = &p.k;
    day_t on = kit_day("2026-10-12");
    assert_int_equal(roll_change_move(&k->work, &p.all, CHILD, KIT_OTHER_CLASS, on, &c), RC_OK);
    evaluated(k);
    assert_true(paired(&p) && c.ended == 0);                     /* within the school nobody changes */
    assert_int_equal(spans(&p).n, 2);
    assert_int_equal(child_now(&p).place_key, KIT_OTHER_KEY);
    assert_int_equal(roll_change_move(&k->work, &p.all, CHILD, KIT_CLASS, on, &c), RC_OK);      /* taken back */
    evaluated(k);
    assert_int_equal(spans(&p).n, 1);
    assert_int_equal(spans(&p).item[0].to, DAY_NONE);
    assert_true(text_eqz(spans(&p).item[0].reason_out, ""));
    /* To another school: its people stay behind, and come back when it is taken back. */
    assert_int_equal(roll_change_move(&k->work, &p.all, CHILD, CLASS_2, on, &c), RC_OK);
    evaluated(k);
    assert_int_equal(c.ended, 1);
    assert_false(paired(&p));
    assert_true(text_eqz(spans(&p).item[0].reason_out, "transfer_out") && text_eqz(spans(&p).item[1].reason_in, "transfer_in"));
    assert_int_equal(roll_change_move(&k->work, &p.all, CHILD, KIT_CLASS, on, &c), RC_OK);
    evaluated(k);
    assert_int_equal(c.reopened, 1);
    assert_true(paired(&p) && spans(&p).n == 1);
    kit_close(k);
}

static void leaves_and_returns(enum engine engine)
{
    struct pupil p;
    struct roll_changed c;
    pupil_new(&p, engine);
    struct kit *k = &p.k;
    day_t on = kit_day("2026-10-12");
    int before = owed(k, CHILD);
    assert_int_equal(roll_change_leave(&k->work, &p.all, CHILD, on, T("transfer_out"), &c), RC_OK);
    evaluated(k);
    assert_int_equal(c.ended, 1);
    assert_true(!paired(&p) && !child_now(&p).enrolled && owed(k, CHILD) < before);
    assert_int_equal(roll_change_leave(&k->work, &p.all, CHILD, on, T("dropout"), &c), RC_INVALID);    /* gone already */
    assert_int_equal(roll_change_move(&k->work, &p.all, CHILD, KIT_OTHER_CLASS, on, &c), RC_INVALID);
    assert_int_equal(roll_change_return(&k->work, &p.all, CHILD, KIT_CLASS, on - 1, &c), RC_INVALID);  /* before it left */
    assert_int_equal(roll_change_return(&k->work, &p.all, CHILD, KIT_CLASS, on, &c), RC_OK);           /* taken back */
    evaluated(k);
    assert_int_equal(c.reopened, 1);
    assert_true(paired(&p) && child_now(&p).enrolled && spans(&p).n == 1);
    assert_int_equal(owed(k, CHILD), before);
    /* Really away for a while, and in another class afterwards: nobody is given to it by itself. */
    assert_int_equal(roll_change_leave(&k->work, &p.all, CHILD, on, T("other"), &c), RC_OK);
    assert_int_equal(roll_change_return(&k->work, &p.all, CHILD, KIT_OTHER_CLASS, kit_day("2026-11-02"), &c), RC_OK);
    evaluated(k);
    assert_true(!paired(&p) && spans(&p).n == 2 && text_eqz(spans(&p).item[1].reason_in, "return"));
    kit_close(k);
}

static void bad_days(enum engine engine)
{
    struct pupil p;
    struct roll_changed c;
    pupil_new(&p, engine);
    struct kit *k = &p.k;
    struct { int64_t to; const char *day; } bad[] = {
        {KIT_OTHER_CLASS, "2026-11-19"}, {KIT_OTHER_CLASS, "2024-08-31"}, {KIT_OTHER_CLASS, "2016-01-01"},
        {KIT_CLASS, "2026-10-12"}, {3, "2026-10-12"}, {99, "2026-10-12"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        size_t before = k->faults.n;
        assert_int_equal(roll_change_move(&k->work, &p.all, CHILD, bad[i].to, kit_day(bad[i].day), &c), RC_INVALID);
        assert_int_equal(k->faults.n, before + 1);
    }
    assert_int_equal(roll_change_leave(&k->work, &p.all, CHILD, kit_day("2026-10-12"), T("bored"), &c), RC_INVALID);
    assert_int_equal(roll_change_leave(&k->work, &p.all, CHILD, kit_day("2024-09-01"), T("other"), &c), RC_INVALID);
    assert_int_equal(spans(&p).n, 1);
    assert_true(paired(&p));
    /* Came that very day: it was the other class from the beginning. */
    assert_int_equal(roll_change_move(&k->work, &p.all, CHILD, KIT_OTHER_CLASS, kit_day("2024-09-01"), &c), RC_OK);
    evaluated(k);
    assert_int_equal(spans(&p).item[0].class_id, KIT_OTHER_CLASS);
    assert_true(spans(&p).n == 1 && text_eqz(spans(&p).item[0].reason_in, "new"));
    kit_close(k);
}

static struct child arrival(const char *name, const char *id_no, const char *birth)
{
    return (struct child){.name = text_of(name), .id_no = text_of(id_no), .birth = kit_day(birth), .class_id = CLASS_2, .sex = 2,
        .id_kind = T("resident")};
}

static void comes_anew(enum engine engine)
{
    struct pupil p;
    struct roll_changed c;
    bool known;
    pupil_new(&p, engine);
    struct kit *k = &p.k;
    day_t on = kit_day("2026-10-12");
    struct child now = arrival("单思远", "", "2016-07-01");
    assert_int_equal(roll_change_add(&k->work, &now, on, "new", &known), RC_OK);
    assert_true(!known && now.id > 0);
    struct child twice = arrival("单思远", "", "2016-07-01");
    assert_int_equal(roll_change_add(&k->work, &twice, on, "new", &known), RC_INVALID);      /* the same once more */
    struct child he = child_now(&p);
    he.id_no = text_of(number);
    assert_int_equal(child_change(&k->work, &p.all, &he), RC_OK);
    struct child again = arrival("欧阳慧敏", number, "2016-05-01"), other = arrival("张三", number, "2015-01-01");
    assert_int_equal(roll_change_add(&k->work, &again, on, "transfer_in", &known), RC_INVALID);   /* on another roll */
    assert_int_equal(roll_change_leave(&k->work, &p.all, CHILD, on, T("transfer_out"), &c), RC_OK);
    assert_int_equal(roll_change_add(&k->work, &other, on, "transfer_in", &known), RC_INVALID);   /* somebody else's number */
    assert_int_equal(roll_change_add(&k->work, &again, on, "transfer_in", &known), RC_OK);
    evaluated(k);
    assert_true(known && again.id == CHILD);
    assert_int_equal(child_now(&p).class_id, CLASS_2);
    assert_int_equal(spans(&p).n, 2);
    kit_close(k);
}

#define ON_BOTH(name)                                                       \
    static void name##_sqlite(void **state) { (void)state; name(ENGINE_SQLITE); } \
    static void name##_postgresql(void **state) { (void)state; if (place_engines() < 2) skip(); name(ENGINE_POSTGRESQL); }
#define BOTH(name) cmocka_unit_test(name##_sqlite), cmocka_unit_test(name##_postgresql)
ON_BOTH(moves)
ON_BOTH(leaves_and_returns)
ON_BOTH(bad_days)
ON_BOTH(comes_anew)

int main(void)
{
    const struct CMUnitTest tests[] = {BOTH(moves), BOTH(leaves_and_returns), BOTH(bad_days), BOTH(comes_anew)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
