/* SPDX-License-Identifier: Apache-2.0 */
/* Figures of ledgers: every split adds up, a number equals the length of its list, opening + in − out = closing, and today's
 * ledger is the same from what evaluation stored as from nothing; on both engines. */
#include "care_kit.h"

#include "access/may.h"
#include "gen/sql/encounter.h"
#include "gen/sql/scheme.h"
#include "gen/sql/work_sum.h"
#include "model/encounter.h"
#include "model/enrolment.h"
#include "model/measure_sum.h"
#include "model/work_sum.h"

static const char scheme_yaml[] =
    "scheme: {id: test-county, version: 1, title: 测试方案, issuer: 测试县教育局, layer: county, from: 2024-09-01, programme: 试行}\n"
    "targets:\n"
    "  - {key: away, title: 父母外出, when: parents_away and age < 16, clause: 一, source: [T-001]}\n"
    "relations:\n"
    "  - {key: responsible, title: 责任人, for: away, count: 1, role: responsible,\n"
    "     background_check: true, clause: 二, source: [T-002]}\n"
    "  - {key: peer, title: 同伴, for: away, max: 1, peer: true, clause: 二, source: [T-003]}\n"
    "fields:\n"
    "  - {fact: care, required: true, for: away, clause: 三, source: [T-004]}\n"
    "  - {fact: parent_state, required: true, for: away, clause: 三, source: [T-005]}\n";

enum { SCHOOL_2 = 6, CLASS_3 = 7, LI = 1001, WANG, ZHAO, QIAN, SUN, ZHOU, WU, ZHENG, FENG };
#define CLASS_3_KEY ((INT64_C(1) << 28) + (INT64_C(2) << 16) + 1)
static const char from_day[] = "2026-11-01", as_of[] = "2026-11-20";

static void fact_to(struct kit *k, int64_t child, const char *kind, const char *who, const char *code, const char *from,
    const char *to)
{
    assert_int_equal(sql_fact_insert_run(k->db,
        &(struct sql_fact_insert_in){.county = KIT_COUNTY, .child = child, .id = ids_next(&k->ids, k->work.now),
            .kind = text_of(kind),
            .who = text_of(who), .code = text_of(code), .place = T(""), .from_day = kit_day(from), .to_day = kit_day(to),
                .source = T("page")},
        NULL), RC_OK);
    touched_add(&k->touched, child);
}

static void worked(struct kit *k, int64_t id, int64_t child, const char *kind, const char *day, const char *known,
    const char *voided)
{
    const struct code_kind *c = codes_kind(k->ev->codes, text_of(kind));
    assert_int_equal(sql_encounter_child_insert_run(k->db,
        &(struct sql_encounter_child_insert_in){.county = KIT_COUNTY, .child = child, .occurred_day = kit_day(day),
            .encounter = id,
            .kind = c->number, .actor = KIT_TEACHER, .recorded_day = kit_day(known)}, NULL), RC_OK);
    if (voided == NULL) return;
    assert_int_equal(sql_encounter_child_void_run(k->db,
        &(struct sql_encounter_child_void_in){.county = KIT_COUNTY, .encounter = id, .voided_day = kit_day(voided)}, NULL),
            RC_OK);
}

static void moved(struct kit *k, int64_t child, const char *on, const char *out, const char *in, int64_t class, int64_t key)
{
    assert_int_equal(sql_enrolment_end_run(k->db,
        &(struct sql_enrolment_end_in){.county = KIT_COUNTY, .child = child, .from_day = kit_day("2024-09-01"),
            .to_day = kit_day(on),
            .reason_out = text_of(out)}, NULL), RC_OK);
    if (in != NULL) {
        assert_int_equal(sql_enrolment_insert_run(k->db,
            &(struct sql_enrolment_insert_in){.county = KIT_COUNTY, .child = child, .from_day = kit_day(on),
                .to_day = DAY_NONE, .class = class,
                .place_key = key, .reason_in = text_of(in)}, NULL), RC_OK);
    }
    assert_int_equal(sql_child_put_class_run(k->db,
        &(struct sql_child_put_class_in){.county = KIT_COUNTY, .id = child, .class = in ? class : KIT_CLASS, .place_key = in
            ? key : KIT_CLASS_KEY,
            .state = in ? T("enrolled") : T("left")}, NULL), RC_OK);
}

/* Nine children, each with something else. Away all the time unless said. */
static void county_new(struct kit *k, enum engine engine)
{
    struct scheme_loaded loaded;
    kit_open(k, engine, as_of);
    kit_place(k, SCHOOL_2, 2, "school", "2199010002", (INT64_C(1) << 28) + (INT64_C(2) << 16), (INT64_C(1) << 28) +
        (INT64_C(3) << 16));
    kit_place(k, CLASS_3, SCHOOL_2, "class", "2023-01", CLASS_3_KEY, CLASS_3_KEY + 1);
    for (int64_t child = LI; child <= FENG; child++) {
        kit_child(k, child, "某某", child == FENG ? "2010-11-10" : "2016-05-01", child == ZHENG ? KIT_OTHER_CLASS : KIT_CLASS,
            child == ZHENG ? KIT_OTHER_KEY : KIT_CLASS_KEY);
    }
    kit_fact(k, LI, "absence", "father", "work", "2025-03-01");
    kit_fact(k, LI, "absence", "mother", "work", "2025-03-01");
    kit_fact(k, LI, "parent_state", "mother", "alive", "2025-03-01");
    kit_fact(k, LI, "parent_state", "father", "alive", "2025-03-01");
    fact_to(k, LI, "care", "", "mother", "2025-03-01", "2026-11-04");
    kit_fact(k, LI, "care", "", "paternal_grandparents", "2026-11-04");
    kit_fact(k, LI, "poverty", "", "dibao", "2025-03-01");
    fact_to(k, WANG, "absence", "father", "work", "2025-03-01", "2026-11-10");
    kit_fact(k, ZHAO, "absence", "mother", "work", "2026-11-05");
    kit_fact(k, ZHAO, "care", "", "none", "2026-11-05");
    kit_fact(k, ZHAO, "poverty", "", "none", "2026-11-05");
    for (int64_t child = QIAN; child <= ZHOU; child++) kit_fact(k, child, "absence", "father", "work", "2025-03-01");
    kit_fact(k, ZHENG, "absence", "father", "work", "2025-03-01");   /* in prison is not away: one parent */
    kit_fact(k, ZHENG, "absence", "mother", "work", "2025-03-01");
    kit_fact(k, ZHENG, "parent_state", "father", "jailed", "2025-03-01");
    kit_fact(k, FENG, "absence", "father", "work", "2025-03-01");
    moved(k, QIAN, "2026-11-09", "transfer_out", "transfer_in", CLASS_3, CLASS_3_KEY);
    moved(k, SUN, "2026-11-12", "dropout", NULL, 0, 0);
    moved(k, ZHOU, "2026-11-16", "class_change", "class_change", KIT_OTHER_CLASS, KIT_OTHER_KEY);
    kit_law(k);
    assert_int_equal(kit_scheme(k, "test-county", scheme_yaml, &loaded), RC_OK);
    kit_evaluator(k);
    worked(k, 1, LI, "home_visit", "2026-11-03", "2026-11-03", NULL);
    worked(k, 2, LI, "heart_talk", "2026-11-03", "2026-11-30", NULL);        /* not known yet */
    worked(k, 3, LI, "heart_talk", "2026-10-31", "2026-11-02", NULL);        /* before the span */
    worked(k, 4, WANG, "heart_talk", "2026-11-09", "2026-11-09", NULL);      /* a member then */
    worked(k, 5, WANG, "heart_talk", "2026-11-10", "2026-11-10", NULL);      /* no longer */
    worked(k, 6, QIAN, "family_call", "2026-11-08", "2026-11-08", NULL);     /* in the old class */
    worked(k, 6, ZHENG, "family_call", "2026-11-08", "2026-11-08", NULL);    /* one record, two children */
    worked(k, 7, QIAN, "family_call", "2026-11-09", "2026-11-09", NULL);     /* in the new one */
    worked(k, 8, ZHENG, "home_visit", "2026-11-08", "2026-11-08", "2026-11-10");
    worked(k, 9, WU, "heart_talk", "2026-11-08", "2026-11-08", NULL);        /* never a member */
    assert_int_equal(pairing_add(&k->work,
        &(struct pairing_input){.child = LI, .relation = T("responsible"), .staff = KIT_HELPER, .helper_kind = T("party_teacher"),
            .from = DAY_NONE}, false, &(int64_t){0}), RC_OK);
    assert_int_equal(pairing_add(&k->work,
        &(struct pairing_input){.child = ZHAO, .relation = T("peer"), .peer = LI, .helper_kind = T("peer"), .from = DAY_NONE},
            false,
        &(int64_t){0}), RC_OK);
    kit_roll(k);
}

static struct measure_frame frame_of(struct kit *k, const char *key, const char *from, const char *to)
{
    struct measure_frame f;
    assert_int_equal(measure_frame_fill(&f, k->ev, text_of(key), kit_day(from), kit_day(to)), RC_OK);
    return f;
}

static struct scope scope_of(int64_t lo, int64_t hi)
{
    return scope_narrow(scope_system(KIT_COUNTY, "test"), lo, hi, 0, 0);
}

enum { ALL = MEASURE_SET_PERSONS | MEASURE_SET_TIMES | MEASURE_SET_MOVES };

static void sums_of(struct kit *k, struct scope scope, const struct measure_frame *f, enum measure_source source,
    int64_t n[MEASURE_COUNT])
{
    struct measure_sums sums;
    assert_int_equal(measure_sum(k->db, &scope, f, ALL, source, k->arena, &sums), RC_OK);
    measure_sum_range(&sums, scope.lo, scope.hi, n);
}

static const struct { int64_t lo, hi; } places[] = {
    {0, INT64_C(1) << 40},
    {(INT64_C(1) << 28) + (INT64_C(1) << 16), (INT64_C(1) << 28) + (INT64_C(2) << 16)},
    {KIT_CLASS_KEY, KIT_CLASS_KEY + 1}, {KIT_OTHER_KEY, KIT_OTHER_KEY + 1}, {CLASS_3_KEY, CLASS_3_KEY + 1},
};
enum { PLACES = sizeof places / sizeof *places };

/* ---- tests, run on each engine ---- */

static void persons(struct kit *k)
{
    struct measure_frame f = frame_of(k, "test-county:away", from_day, as_of);
    int64_t n[MEASURE_COUNT];
    sums_of(k, scope_of(0, INT64_C(1) << 40), &f, MEASURE_NOTHING, n);
    static const struct { enum measure_id id; int64_t n; } want[] = {
        {M_pupils, 8}, {M_total, 5}, {M_girls, 5}, {M_boys, 0}, {M_both_away, 1}, {M_one_away, 4}, {M_away_other, 0},
            {M_age_6_13, 5},
        {M_grade_4, 5}, {M_care_grand, 1}, {M_care_none, 1}, {M_care_parent, 0}, {M_care_unknown, 3}, {M_poor, 1}, {M_filed,
            1}, {M_paired, 1},
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        if (n[want[i].id] != want[i].n) print_error("%.*s\n", TP(measure_at(want[i].id)->key));
        assert_int_equal(n[want[i].id], want[i].n);
    }
}

static void work_counts(struct kit *k)
{
    struct measure_frame f = frame_of(k, "test-county:away", from_day, as_of);
    int64_t n[MEASURE_COUNT], old[MEASURE_COUNT], new[MEASURE_COUNT];
    sums_of(k, scope_of(0, INT64_C(1) << 40), &f, MEASURE_NOTHING, n);
    assert_int_equal(n[M_visits], 1);
    assert_int_equal(n[M_talks], 1);
    assert_int_equal(n[M_calls], 3);
    sums_of(k, scope_of(KIT_CLASS_KEY, KIT_CLASS_KEY + 1), &f, MEASURE_NOTHING, old);
    sums_of(k, scope_of(CLASS_3_KEY, CLASS_3_KEY + 1), &f, MEASURE_NOTHING, new);
    assert_int_equal(old[M_calls], 1);
    assert_int_equal(new[M_calls], 1);
    f = frame_of(k, "test-county:away", from_day, "2026-11-09");
    sums_of(k, scope_of(0, INT64_C(1) << 40), &f, MEASURE_NOTHING, n);
    assert_int_equal(n[M_visits], 2); /* not voided yet */
}

static void moves(struct kit *k)
{
    struct measure_frame f = frame_of(k, "test-county:away", from_day, as_of);
    int64_t n[MEASURE_COUNT];
    sums_of(k, scope_of(0, INT64_C(1) << 40), &f, MEASURE_NOTHING, n);
    static const struct { enum measure_id id; int64_t n; } want[] = {
        {M_opening, 7}, {M_in_new, 1}, {M_in_transfer, 1}, {M_in_class, 1}, {M_in_enrolled, 0}, {M_out_parent_back, 1},
            {M_out_transfer, 1},
        {M_out_dropout, 1}, {M_out_class, 1}, {M_out_aged, 1}, {M_out_left, 0}, {M_closing, 5}, {M_carer_changed, 1},
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        if (n[want[i].id] != want[i].n) print_error("%.*s\n", TP(measure_at(want[i].id)->key));
        assert_int_equal(n[want[i].id], want[i].n);
    }
    struct measure_hits list;
    struct scope all = scope_of(0, INT64_C(1) << 40);
    assert_int_equal(measure_list(k->db, &all, &f, M_out_parent_back, MEASURE_BEST, k->arena, &list), RC_OK);
    assert_int_equal(list.n, 1);
    assert_int_equal(list.item[0].child, WANG);
    assert_int_equal(list.item[0].day, kit_day("2026-11-10"));
}

/* Every place, every column, both sources, many spans. */
static void agree(struct kit *k)
{
    static const char *const froms[] = {"2026-11-01", "2026-11-09", "2026-11-20", "2026-09-01", "2024-08-01"};
    for (size_t i = 0; i < PLACES * 5; i++) {
        struct measure_frame f = frame_of(k, "test-county:away", froms[i % 5], as_of);
        struct scope scope = scope_of(places[i / 5].lo, places[i / 5].hi);
        struct measure_equation wrong[8];
        int64_t nothing[MEASURE_COUNT], stored[MEASURE_COUNT];
        sums_of(k, scope, &f, MEASURE_NOTHING, nothing);
        sums_of(k, scope, &f, MEASURE_STORED, stored);
        assert_int_equal(measure_check(nothing, ALL, wrong, 8), 0);
        for (size_t m = 0; m < MEASURE_COUNT; m++) {
            struct measure_hits list, quick;
            if (nothing[m] != stored[m]) print_error("%.*s\n", TP(measure_at((enum measure_id)m)->key));
            assert_int_equal(nothing[m], stored[m]);
            assert_int_equal(measure_list(k->db, &scope, &f, (enum measure_id)m, MEASURE_NOTHING, k->arena, &list), RC_OK);
            assert_int_equal(measure_list(k->db, &scope, &f, (enum measure_id)m, MEASURE_STORED, k->arena, &quick), RC_OK);
            assert_int_equal(list.n, nothing[m]);
            assert_int_equal(quick.n, list.n);
            for (size_t h = 0; h < list.n; h++) {
                assert_int_equal(quick.item[h].child, list.item[h].child);
                assert_int_equal(quick.item[h].place_key, list.item[h].place_key);
            }
        }
    }
}

static struct measure_touched touched_of(struct kit *k, struct scope scope, const struct measure_frame *f, uint64_t columns,
    enum measure_source source)
{
    struct measure_touched t;
    assert_int_equal(measure_touch(k->db, &scope, f, columns, source, k->arena, &t), RC_OK);
    return t;
}

/* Members with whom there was work, each once; who is a member no longer does not count, whatever was done. */
static void touched(struct kit *k)
{
    static const char *const froms[] = {"2026-11-01", "2026-11-09", "2026-11-20", "2026-09-01"};
    const uint64_t talks = UINT64_C(1) << M_talks, calls = UINT64_C(1) << M_calls;
    struct scope all = scope_of(0, INT64_C(1) << 40);
    struct measure_frame f = frame_of(k, "test-county:away", from_day, as_of);
    struct measure_touched t = touched_of(k, all, &f, calls, MEASURE_STORED);
    int64_t n[MEASURE_COUNT];
    sums_of(k, all, &f, MEASURE_NOTHING, n);
    assert_int_equal(t.members, n[M_total]);
    assert_int_equal(t.touched, 2);                                          /* of three calls two were with one child */
    assert_int_equal(touched_of(k, all, &f, talks, MEASURE_STORED).touched, 0); /* with who has left */
    f = frame_of(k, "test-county:away", "2026-11-01", "2026-11-05");           /* a day for which nothing is stored */
    assert_true(touched_of(k, all, &f, talks, MEASURE_BEST).members > 0);
    f = frame_of(k, "test-county:away", "2024-08-01", "2024-08-31");           /* nobody is on the roll yet */
    assert_int_equal(touched_of(k, all, &f, talks, MEASURE_BEST).members, 0);
    for (size_t i = 0; i < PLACES * 4; i++) {
        f = frame_of(k, "test-county:away", froms[i % 4], as_of);
        struct scope scope = scope_of(places[i / 4].lo, places[i / 4].hi);
        for (int m = MEASURE_TIMES_FIRST; m < MEASURE_TIMES_END; m++) {
            struct measure_touched walked = touched_of(k, scope, &f, UINT64_C(1) << m | calls, MEASURE_NOTHING);
            t = touched_of(k, scope, &f, UINT64_C(1) << m | calls, MEASURE_STORED);
            assert_int_equal(t.members, walked.members);
            assert_int_equal(t.touched, walked.touched);
        }
    }
}

/* ---- sums of work that stand ready ---- */

static int64_t stale_classes(struct kit *k)
{
    struct cursor c;
    struct sql_work_stale_list_out row;
    int64_t n = 0;
    assert_int_equal(sql_work_stale_list(k->db,
        &(struct sql_work_stale_list_in){.county = KIT_COUNTY, .hi = INT64_MAX, .limit = 100}, &c), RC_OK);
    while (sql_work_stale_list_next(&c, &row)) n++;
    assert_int_equal(sql_close(&c), RC_OK);
    return n;
}

/* The same from the sums as from every child, from the first of a month and from its middle. */
static void sums_agree(struct kit *k)
{
    static const char *const froms[] = {"2026-11-01", "2026-11-08", "2026-09-01", "2026-10-31"};
    for (size_t i = 0; i < 8; i++) {
        struct measure_frame f = frame_of(k, i < 4 ? "test-county:away" : "rule:MCA2016", froms[i % 4], as_of);
        struct scope all = scope_of(0, INT64_C(1) << 40);
        for (size_t p = 0; p < PLACES; p++) {
            int64_t nothing[MEASURE_COUNT], stored[MEASURE_COUNT];
            struct measure_sums sums;
            assert_int_equal(measure_sum(k->db, &all, &f, MEASURE_SET_TIMES, MEASURE_NOTHING, k->arena, &sums), RC_OK);
            measure_sum_range(&sums, places[p].lo, places[p].hi, nothing);
            assert_int_equal(measure_sum(k->db, &all, &f, MEASURE_SET_TIMES, MEASURE_STORED, k->arena, &sums), RC_OK);
            measure_sum_range(&sums, places[p].lo, places[p].hi, stored);
            for (size_t m = 0; m < MEASURE_COUNT; m++) assert_int_equal(stored[m], nothing[m]);
        }
    }
}

/* Something changed: `classes` of them know it, and what is asked is right before and after they are added up again. */
static void changed(struct kit *k, int64_t classes)
{
    struct evaluate_credit *credit;
    size_t n;
    int64_t done;
    assert_int_equal(evaluate_touched(k->db, k->ev, &k->touched, k->work.today, k->arena, 0, &credit, &n), RC_OK);
    touched_clear(&k->touched);
    assert_int_equal(stale_classes(k), classes);
    sums_agree(k);
    kit_true(k);
    assert_int_equal(work_sums_refresh(k->db, k->ev, k->work.today, 100, k->arena, &done), RC_OK);
    assert_int_equal(done, classes);
    assert_int_equal(stale_classes(k), 0);
    sums_agree(k);
    kit_true(k);
}

static int64_t talked(struct kit *k, int64_t child, const char *day)
{
    struct encounter_result done;
    assert_int_equal(encounter_add(&k->work,
        &(struct encounter_input){.kind = T("heart_talk"), .mode = T("face"), .day = kit_day(day), .minute = NULL_INT,
            .minutes = 15, .child = &child, .child_count = 1, .met = T("child"), .sentence = T("说说近况"), .follow = DAY_NONE},
        &done), RC_OK);
    return done.id;
}

static int64_t talks_stored(struct kit *k, const char *from)
{
    int64_t n[MEASURE_COUNT];
    struct measure_frame f = frame_of(k, "test-county:away", from, as_of);
    sums_of(k, scope_of(0, INT64_C(1) << 40), &f, MEASURE_STORED, n);
    return n[M_talks];
}

static void sums_kept(struct kit *k)
{
    assert_int_equal(stale_classes(k), 0);
    sums_agree(k);
    int64_t before = talks_stored(k, from_day), id = talked(k, LI, as_of);
    changed(k, 1);
    assert_int_equal(talks_stored(k, from_day), before + 1);
    talked(k, LI, "2026-10-30");                                             /* late, of another month */
    changed(k, 1);
    assert_int_equal(talks_stored(k, from_day), before + 1);
    assert_int_equal(encounter_void(&k->work, id, T("写错了人")), RC_OK);
    changed(k, 1);
    assert_int_equal(talks_stored(k, from_day), before);
    kit_fact(k, WU, "absence", "father", "work", "2025-03-01");              /* a member all the time, as is found out now */
    changed(k, 1);
    assert_int_equal(talks_stored(k, from_day), before + 1);
    /* another class since a day that has gone by, and then never in it */
    assert_int_equal(enrolment_close(&k->work, ZHENG, kit_day("2026-11-07"), "class_change"), RC_OK);
    assert_int_equal(enrolment_open(&k->work, ZHENG, CLASS_3, CLASS_3_KEY, kit_day("2026-11-07"), "class_change", 0), RC_OK);
    changed(k, 2);
    assert_int_equal(enrolment_close(&k->work, ZHENG, kit_day("2026-11-07"), "class_change"), RC_OK);
    changed(k, 2);
    /* sums that are wrong are noticed, and those of another plan not used */
    struct sql_work_sum_drop_in drop = {.county = KIT_COUNTY, .target = T("test-county:away"), .place_key = CLASS_3_KEY};
    assert_int_equal(sql_work_sum_drop_run(k->db, &drop, NULL), RC_OK);
    int64_t wrong = 0;
    assert_int_equal(evaluate_verify(k->db, k->ev, k->work.today, k->arena, &wrong), RC_OK);
    assert_int_equal(wrong, 1);
    struct sql_setting_put_in other = {.county = KIT_COUNTY, .key = T("work_sums"), .value = T("1 1")};
    assert_int_equal(sql_setting_put_run(k->db, &other, NULL), RC_OK);
    sums_agree(k);
}

/* A total that is off is told with its columns. */
static void arithmetic(struct kit *k)
{
    (void)k;
    struct measure_equation wrong[8];
    int64_t n[MEASURE_COUNT] = {[M_total] = 3, [M_boys] = 1, [M_girls] = 2, [M_age_6_13] = 3, [M_grade_4] = 3, [M_one_away] = 2,
        [M_care_kin] = 3};
    assert_int_equal(measure_check(n, MEASURE_SET_PERSONS, wrong, 8), 1);
    assert_int_equal(wrong[0].off, 1);
    assert_int_equal(wrong[0].term[0].id, M_total);
    assert_int_equal(wrong[0].term[1].id, M_both_away);
    n[M_one_away] = 3;
    assert_int_equal(measure_check(n, MEASURE_SET_PERSONS, wrong, 8), 0);
    n[M_opening] = 3;
    assert_int_equal(measure_check(n, MEASURE_SET_MOVES, wrong, 8), 1);
    n[M_in_new] = 2, n[M_out_died] = 1, n[M_closing] = 4;
    assert_int_equal(measure_check(n, MEASURE_SET_MOVES, wrong, 8), 0);
    assert_int_equal(measure_check(n, ALL, wrong, 8), 1); /* closing is not the total */
}

static void refused(struct kit *k)
{
    struct measure_frame f;
    struct measure_sums sums;
    struct scope all = scope_of(0, INT64_C(1) << 40);
    assert_int_equal(measure_frame_fill(&f, k->ev, T("test-county:nobody"), kit_day(from_day), kit_day(as_of)), RC_NOT_FOUND);
    assert_int_equal(measure_frame_fill(&f, k->ev, T("rule:MCA2016"), kit_day(as_of), kit_day(from_day)), RC_INVALID);
    f = frame_of(k, "rule:MCA2016", from_day, "2026-11-19");
    assert_int_equal(measure_sum(k->db, &all, &f, ALL, MEASURE_STORED, k->arena, &sums), RC_NOT_FOUND);
    enum measure_id id;
    assert_false(measure_find(T("nothing"), &id));
    assert_true(measure_find(T("out_died"), &id));
    assert_int_equal(id, M_out_died);
}

static void both(void (*test)(struct kit *))
{
    for (int e = 0; e < place_engines(); e++) {
        struct kit k;
        county_new(&k, (enum engine)e);
        test(&k);
        kit_true(&k);
        kit_close(&k);
    }
}

static void test_persons(void **state) { (void)state; both(persons); }
static void test_work(void **state) { (void)state; both(work_counts); }
static void test_moves(void **state) { (void)state; both(moves); }
static void test_agree(void **state) { (void)state; both(agree); }
static void test_touched(void **state) { (void)state; both(touched); }
static void test_sums_kept(void **state) { (void)state; both(sums_kept); }
static void test_arithmetic(void **state) { (void)state; both(arithmetic); }
static void test_refused(void **state) { (void)state; both(refused); }

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_persons), cmocka_unit_test(test_work), cmocka_unit_test(test_moves), cmocka_unit_test(test_agree),
        cmocka_unit_test(test_touched), cmocka_unit_test(test_sums_kept), cmocka_unit_test(test_arithmetic),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
