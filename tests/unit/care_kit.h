/* SPDX-License-Identifier: Apache-2.0 */
/* A county of one class for tests of the care engine: places, two teachers, children with facts, a small scheme, on either
 * engine. */
#ifndef CHUYAN_TESTS_CARE_KIT_H
#define CHUYAN_TESTS_CARE_KIT_H

#include "base/hash.h"
#include "gen/sql/child.h"
#include "gen/sql/enrolment.h"
#include "gen/sql/fact.h"
#include "gen/sql/family.h"
#include "gen/sql/grant.h"
#include "gen/sql/matter.h"
#include "gen/sql/obligation.h"
#include "gen/sql/place.h"
#include "gen/sql/scheme.h"
#include "gen/sql/staff.h"
#include "model/encounter.h"
#include "model/exemption.h"
#include "model/pairing.h"
#include "model/scheme.h"
#define place store_place /* the tests' folder, not the model's place */
#include "store_place.h"
#undef place
#include "unit.h"

enum { KIT_COUNTY = 990101, KIT_CLASS = 4, KIT_OTHER_CLASS = 5, KIT_TEACHER = 11, KIT_HELPER = 12, KIT_LEFT_TEACHER = 13 };
#define KIT_CLASS_KEY ((INT64_C(1) << 28) + (INT64_C(1) << 16) + 1)
#define KIT_OTHER_KEY (KIT_CLASS_KEY + 1)

struct kit {
    struct store_place place;
    struct store *store;
    struct db *db;
    struct arena *arena;
    struct faults faults;
    struct touched touched;
    struct ids ids;
    struct evaluator *ev;
    struct work work;
};

static inline day_t kit_day(const char *iso) { return day_parse(text_of(iso)); }

static inline void kit_today(struct kit *k, const char *iso)
{
    k->work.today = kit_day(iso);
    k->work.now = day_start(k->work.today) + 10 * 3600 * 1000;
}

static inline void kit_place(struct kit *k, int64_t id, int64_t parent, const char *kind, const char *code, int64_t lo,
    int64_t hi)
{
    bool class = strcmp(kind, "class") == 0;
    assert_int_equal(sql_place_insert_run(k->db,
        &(struct sql_place_insert_in){.county = KIT_COUNTY, .id = id, .parent = parent, .kind = text_of(kind),
            .code = text_of(code), .name = text_of(code), .stage = class ? T("primary") : T(""), .key_lo = lo, .key_hi = hi,
                .township = T(""),
            .entry_year = class ? 2023 : 0, .first_grade = class ? 1 : 0, .years = class ? 6 : 0, .class_no = class ? 1 : 0,
            .calendar = T(""), .from_day = kit_day("2023-09-01"), .to_day = DAY_NONE}, NULL), RC_OK);
}

static inline void kit_staff(struct kit *k, int64_t id, const char *name, const char *check, const char *role, int64_t lo,
    const char *to)
{
    assert_int_equal(sql_staff_insert_run(k->db,
        &(struct sql_staff_insert_in){.county = KIT_COUNTY, .id = id, .name = text_of(name), .pinyin = T("x"),
            .initials = T("x"), .place = 3, .code = T(""), .post = T(""), .check_day = check ? kit_day(check) : DAY_NONE,
                .check_result = check ? T("pass") : T("none"),
            .from_day = kit_day("2020-09-01"), .to_day = DAY_NONE}, NULL), RC_OK);
    if (!role) return;
    assert_int_equal(sql_grant_insert_run(k->db,
        &(struct sql_grant_insert_in){.county = KIT_COUNTY, .id = id + 100, .staff = id, .role = text_of(role),
            .place = KIT_CLASS, .key_lo = lo, .key_hi = lo + 1, .from_day = kit_day("2024-09-01"),
                .to_day = to ? kit_day(to) : NULL_INT}, NULL), RC_OK);
}

static inline void kit_child(struct kit *k, int64_t id, const char *name, const char *birth, int64_t class, int64_t key)
{
    assert_int_equal(sql_family_insert_run(k->db, &(struct sql_family_insert_in){.county = KIT_COUNTY, .id = id}, NULL), RC_OK);
    assert_int_equal(sql_child_insert_run(k->db,
        &(struct sql_child_insert_in){.county = KIT_COUNTY, .id = id, .family = id, .name = text_of(name), .pinyin = T("x"),
            .initials = T("x"), .sex = 2, .birth_day = kit_day(birth), .nation = T("01"), .id_kind = T("none_yet"),
                .home_place = T(""), .class = class,
            .place_key = key, .bed = T("")}, NULL), RC_OK);
    assert_int_equal(sql_enrolment_insert_run(k->db,
        &(struct sql_enrolment_insert_in){.county = KIT_COUNTY, .child = id, .from_day = kit_day("2024-09-01"),
            .to_day = DAY_NONE, .class = class, .place_key = key, .reason_in = T("new")}, NULL), RC_OK);
    touched_add(&k->touched, id);
}

static inline void kit_fact(struct kit *k, int64_t child, const char *kind, const char *who, const char *code, const char *from)
{
    assert_int_equal(sql_fact_insert_run(k->db,
        &(struct sql_fact_insert_in){.county = KIT_COUNTY, .child = child, .id = ids_next(&k->ids, k->work.now),
            .kind = text_of(kind), .who = text_of(who), .code = text_of(code), .place = T(""), .from_day = kit_day(from),
                .to_day = DAY_NONE, .source = T("page")},
        NULL), RC_OK);
    touched_add(&k->touched, child);
}

/* A scheme of one file. */
static inline enum rc kit_scheme(struct kit *k, const char *name, const char *yaml, struct scheme_loaded *out)
{
    struct embedded file = {.path = text_fmt(k->arena, "%s/scheme.yaml", name), .bytes = text_of(yaml)};
    struct plan_source source = {.name = text_of(name), .file = &file, .file_count = 1, .from = DAY_NONE, .to = DAY_NONE};
    const struct codes *codes = codes_builtin(k->arena, &k->faults);
    assert_non_null(codes);
    return scheme_load(&k->work, codes, &source, 0, DAY_NONE, out);
}

/* The law layer as far as these tests need it: the counting rule that rule(home) means. */
static inline void kit_law(struct kit *k)
{
    struct scheme_loaded loaded;
    assert_int_equal(kit_scheme(k, "law",
        "scheme: {id: law, version: 1, title: 法, issuer: 国务院, layer: law, from: 2016-02-04}\n"
        "rules:\n"
        "  - {id: MCA2016, title: 民政口径, away: {min_months: 0, bridge_days: 30, beyond: any}, when: both_away and age < 16,\n"
        "     clause: 一, source: [L-001]}\n", &loaded), RC_OK);
}

static inline void kit_evaluator(struct kit *k)
{
    evaluator_free(k->ev);
    k->ev = NULL;
    enum rc rc = evaluator_new(k->db, KIT_COUNTY, k->work.today, &k->faults, &k->ev);
    for (size_t i = 0; i < k->faults.n; i++) {
        const struct fault *f = &k->faults.list[i];
        if (rc != RC_OK) print_error("%.*s:%d: %.*s\n", TP(f->file), f->line, TP(fault_say(f, LANG_EN, k->arena)));
    }
    assert_int_equal(rc, RC_OK);
    k->work.ev = k->ev;
}

static inline void kit_roll(struct kit *k)
{
    assert_int_equal(evaluate_roll(k->db, k->ev, k->work.today, k->arena, NULL, NULL), RC_OK);
    touched_clear(&k->touched);
}

static inline void kit_true(struct kit *k)
{
    int64_t wrong = -1;
    assert_int_equal(evaluate_verify(k->db, k->ev, k->work.today, k->arena, &wrong), RC_OK);
    assert_int_equal(wrong, 0);
}

static inline void kit_open(struct kit *k, enum engine engine, const char *today)
{
    *k = (struct kit){0};
    assert_true(hash_start());
    place_new(&k->place, engine);
    k->arena = arena_new(UNIT_ARENA * 4);
    k->faults = faults_new(k->arena);
    k->touched = touched_new(k->arena);
    struct store_options o = {.address = k->place.address, .key_file = k->place.key, .create = true};
    assert_int_equal(store_open(&o, &k->faults, &k->store), RC_OK);
    assert_int_equal(db_open(k->store, DB_WRITE, &k->db), RC_OK);
    k->work = (struct work){.db = k->db, .county = KIT_COUNTY, .staff = KIT_TEACHER, .ids = &k->ids, .arena = k->arena,
        .faults = &k->faults, .touched = &k->touched, .source = "page"};
    kit_today(k, today);
    assert_int_equal(db_begin(k->db), RC_OK);
    assert_int_equal(sql_county_insert_run(k->db,
        &(struct sql_county_insert_in){.id = KIT_COUNTY, .name = T("测试县"), .demo = 1, .made_at = k->work.now}, NULL), RC_OK);
    kit_place(k, 1, 0, "bureau", "b", 0, INT64_C(1) << 40);
    kit_place(k, 2, 1, "centre", "c1", INT64_C(1) << 28, INT64_C(2) << 28);
    kit_place(k, 3, 2, "school", "2199010001", (INT64_C(1) << 28) + (INT64_C(1) << 16), (INT64_C(1) << 28) + (INT64_C(2) << 16));
    kit_place(k, KIT_CLASS, 3, "class", "2023-01", KIT_CLASS_KEY, KIT_CLASS_KEY + 1);
    kit_place(k, KIT_OTHER_CLASS, 3, "class", "2023-02", KIT_OTHER_KEY, KIT_OTHER_KEY + 1);
    kit_staff(k, KIT_TEACHER, "李老师", "2026-08-20", "class_teacher", KIT_CLASS_KEY, NULL);
    kit_staff(k, KIT_HELPER, "王老师", "2026-08-20", NULL, 0, NULL);
    kit_staff(k, KIT_LEFT_TEACHER, "赵老师", NULL, NULL, 0, NULL);
}

static inline void kit_grant(struct kit *k, int64_t staff, const char *role, int64_t place, int64_t lo, int64_t hi)
{
    assert_int_equal(sql_grant_insert_run(k->db,
        &(struct sql_grant_insert_in){.county = KIT_COUNTY, .id = staff + 500, .staff = staff, .role = text_of(role),
            .place = place, .key_lo = lo, .key_hi = hi, .from_day = kit_day("2024-09-01"), .to_day = NULL_INT}, NULL), RC_OK);
}

/* ---- what is open and how it stands, of places and staff ---- */

struct kit_counted { int open, overdue; int64_t owner; };

static inline struct kit_counted kit_owed(struct kit *k, enum about_kind kind, int64_t id, int64_t duty)
{
    struct kit_counted n = {0};
    struct cursor c;
    struct sql_matter_open_out row;
    struct sql_matter_open_in in = {.county = KIT_COUNTY, .about_kind = kind, .about = id};
    assert_int_equal(sql_matter_open(k->db, &in, &c), RC_OK);
    while (sql_matter_open_next(&c, &row)) {
        if (row.window_day > k->work.today || row.duty != duty) continue;
        n.open++;
        n.overdue += row.due_day < k->work.today;
        n.owner = row.owner;
    }
    assert_int_equal(sql_close(&c), RC_OK);
    return n;
}

static inline struct sql_tally_sum_out kit_tally(struct kit *k, int64_t duty)
{
    struct sql_tally_sum_out row, found = {0};
    struct cursor c;
    struct sql_tally_sum_in in = {.county = KIT_COUNTY, .lo = 0, .hi = INT64_C(1) << 40, .from_day = 0, .to_day = DAY_MAX};
    assert_int_equal(sql_tally_sum(k->db, &in, &c), RC_OK);
    while (sql_tally_sum_next(&c, &row)) {
        if (row.duty == duty) found = row;
    }
    assert_int_equal(sql_close(&c), RC_OK);
    return found;
}

static inline void kit_close(struct kit *k)
{
    db_rollback(k->db);
    evaluator_free(k->ev);
    db_close(k->db);
    store_close(k->store);
    arena_free(k->arena);
    place_drop(&k->place);
}

/* Each test on both engines. */
#define ON_BOTH(name)                                                       \
    static void name##_sqlite(void **state)                                 \
    {                                                                       \
        (void)state;                                                        \
        name(ENGINE_SQLITE);                                                \
    }                                                                       \
    static void name##_postgresql(void **state)                             \
    {                                                                       \
        (void)state;                                                        \
        if (place_engines() < 2) skip();                                    \
        name(ENGINE_POSTGRESQL);                                            \
    }
#define BOTH(name) cmocka_unit_test(name##_sqlite), cmocka_unit_test(name##_postgresql)

#endif
