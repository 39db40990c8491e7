/* SPDX-License-Identifier: Apache-2.0 */
/* A county for measuring: 10 centres, 100 schools, 2,500 classes of 40 children, one class teacher each with a signed-in session;
 * children with parents, facts and sealed numbers, and 400,000 records of this term. Rows go in through the model's own named
 * statements (sealed, hashed, typed as in real use), but without the checks of a page; then every duty of the loaded schemes is
 * evaluated once, as after an import.
 *
 *   county_make DATABASE CARE [CLASSES]
 *
 * CARE: how many of the 40 children of a class are in care (4: ten of a hundred; 40: all). CLASSES: 2500 unless told.
 * Beside the database it writes DATABASE.who, a line a teacher: cookie, forgery guard, class number, four children in care; and
 * DATABASE.clerk, the cookie of somebody who sees the whole county. */
#include "base/file.h"
#include "base/hash.h"
#include "gen/sql/account.h"
#include "gen/sql/child.h"
#include "gen/sql/encounter.h"
#include "gen/sql/enrolment.h"
#include "gen/sql/fact.h"
#include "gen/sql/family.h"
#include "gen/sql/grant.h"
#include "gen/sql/kin.h"
#include "gen/sql/pairing.h"
#include "gen/sql/person.h"
#include "gen/sql/place.h"
#include "gen/sql/scheme.h"
#include "gen/sql/session.h"
#include "gen/sql/staff.h"
#include "model/evaluate.h"
#include "model/scheme.h"
#include "model/session.h"
#include "model/sounds.h"

#include <stdio.h>
#include <stdlib.h>

enum { COUNTY = 990101, CENTRES = 10, SCHOOLS = 100, CLASS_SIZE = 40, CLASSES = 2500, RECORDS = 400000, KINDS = 6,
    BATCH = 20000 };

struct making {
    struct db *db;
    struct arena *arena, *row;      /* row: what one child or teacher needs */
    struct sounds *sounds;
    struct faults faults;
    struct touched touched;
    struct ids ids;
    const struct codes *codes;
    const struct code_kind *kind[KINDS];
    int classes, care;
    uint64_t seed;
    int64_t next, records;
    moment_t now;
    day_t today, term;
    FILE *who;
};

#define MUST(call) must((call), #call)
static void must(enum rc rc, const char *what)
{
    if (rc == RC_OK) return;
    fprintf(stderr, "%s: %s\n", what, rc_name(rc));
    exit(1);
}

static uint64_t random_next(struct making *m)
{
    uint64_t z = (m->seed += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static int pick(struct making *m, int n)
{
    return (int)(random_next(m) % (uint64_t)n);
}

static struct text name_make(struct making *m)
{
    static const char *const family[] = {"王", "李", "张", "刘", "陈", "杨", "黄", "林", "郑", "单", "欧阳", "上官"};
    static const char *const given[] = {"思远", "慧敏", "子轩", "雨桐", "嘉欣", "浩然", "梓涵", "若曦", "明", "小燕", "建国", "秀英"};
    return text_fmt(m->row, "%s%s", family[pick(m, 12)], given[pick(m, 12)]);
}

/* ---- places ---- */

static void place_put(struct making *m, struct sql_place_insert_in in)
{
    in.county = COUNTY;
    if (!in.stage.s) in.stage = T("");
    in.township = in.calendar = T("");
    in.from_day = day_of(2020, 9, 1);
    in.to_day = DAY_NONE;
    MUST(sql_place_insert_run(m->db, &in, NULL));
}

static int64_t school_key(int school)
{
    return (INT64_C(1) + school % CENTRES) << 28 | (INT64_C(1) + school / CENTRES) << 16;
}

static int64_t class_place_key(int class) { return school_key(class % SCHOOLS) + 1 + class / SCHOOLS; }
static int64_t class_id(int class) { return 1000 + class; }

static void places_make(struct making *m)
{
    place_put(m, (struct sql_place_insert_in){.id = 1, .kind = T("bureau"), .code = T("b"), .name = T("测量县教育局"),
        .key_hi = INT64_C(1) << 40});
    for (int i = 0; i < CENTRES; i++) {
        struct text name = text_fmt(m->arena, "第%d中心学校", i + 1);
        place_put(m, (struct sql_place_insert_in){.id = 2 + i, .parent = 1, .kind = T("centre"), .code = name, .name = name,
            .key_lo = (INT64_C(1) + i) << 28, .key_hi = (INT64_C(2) + i) << 28, .sort_no = i});
    }
    for (int i = 0; i < SCHOOLS; i++) {
        struct text name = text_fmt(m->arena, "第%d小学", i + 1), code = text_fmt(m->arena, "21990100%02d", i);
        place_put(m, (struct sql_place_insert_in){.id = 100 + i, .parent = 2 + i % CENTRES, .kind = T("school"), .code = code,
            .name = name,
            .stage = T("primary"), .key_lo = school_key(i), .key_hi = school_key(i) + (1 << 16), .sort_no = i,
            .boarding = i % 3 == 0, .rural = 1});
    }
    int year = day_ymd(m->today).year - (day_ymd(m->today).month < 9);
    for (int i = 0; i < m->classes; i++) {
        int nth = i / SCHOOLS, entered = year - nth % 6;
        struct text code = text_fmt(m->arena, "%d-%02d", entered, nth / 6 + 1);
        place_put(m, (struct sql_place_insert_in){.id = class_id(i), .parent = 100 + i % SCHOOLS, .kind = T("class"),
            .code = code, .name = code,
            .stage = T("primary"), .key_lo = class_place_key(i), .key_hi = class_place_key(i) + 1, .sort_no = nth,
            .entry_year = entered,
            .first_grade = 1, .years = 6, .class_no = nth / 6 + 1});
    }
}

/* ---- people ---- */

static void parent_make(struct making *m, int64_t child, bool father)
{
    int64_t person = ++m->next;
    MUST(sql_person_insert_run(m->db,
        &(struct sql_person_insert_in){.county = COUNTY, .id = person, .name = name_make(m), .sex = father ? 1 : 2,
        .birth_day = DAY_NONE,
            .phone = text_fmt(m->row, "139%08lld", (long long)person), .phone_key = text_fmt(m->row, "139%08lld",
            (long long)person),
            .work = T("")}, NULL));
    MUST(sql_kin_insert_run(m->db,
        &(struct sql_kin_insert_in){.county = COUNTY, .child = child, .id = ++m->next, .person = person,
        .relation = father ? T("51") : T("52"),
            .guardian = 1, .carer = 0, .from_day = day_of(2020, 9, 1), .to_day = DAY_NONE}, NULL));
}

static void fact_make(struct making *m, int64_t child, const char *kind, const char *who, const char *code)
{
    MUST(sql_fact_insert_run(m->db,
        &(struct sql_fact_insert_in){.county = COUNTY, .child = child, .id = ++m->next, .kind = text_of(kind),
        .who = text_of(who),
            .code = text_of(code), .place = T(""), .from_day = m->term - 400 + pick(m, 200), .to_day = DAY_NONE,
            .recorded_at = m->now,
            .source = T("roll")}, NULL));
}

static void record_make(struct making *m, int64_t child, int64_t teacher, int64_t key)
{
    const struct code_kind *k = m->kind[pick(m, KINDS)];
    day_t day = m->term + pick(m, m->today - m->term);
    int64_t id = ++m->next;
    struct text mode = T("face");
    for (size_t i = 0; i < m->codes->modes->n; i++) {
        if (m->codes->modes->item[i].number == k->mode) mode = m->codes->modes->item[i].key;
    }
    MUST(sql_encounter_insert_run(m->db,
        &(struct sql_encounter_insert_in){.id = id, .kind = k->key, .mode = mode, .occurred_day = day, .occurred_minute = 600,
        .minutes = 15,
            .met = T("child"), .place_key = key, .actor = teacher, .recorder = teacher, .recorded_at = day_start(day) + 61200000,
            .recorded_day = day, .device_at = NULL_INT, .sentence = T("今天心情不错，和同桌一起练字。"), .form = TEXT_NONE,
            .follow_day = NULL_INT,
            .source = T("page"), .county = COUNTY}, NULL));
    MUST(sql_encounter_child_insert_run(m->db,
        &(struct sql_encounter_child_insert_in){.county = COUNTY, .child = child, .occurred_day = day, .encounter = id,
        .kind = k->number,
            .mode = k->mode, .met = k->met, .minutes = 15, .roles = 1, .actor = teacher, .recorded_day = day}, NULL));
    m->records++;
}

static void care_make(struct making *m, int64_t child, int64_t teacher, int64_t key, int records)
{
    fact_make(m, child, "absence", "father", "work");
    fact_make(m, child, "absence", "mother", "work");
    fact_make(m, child, "care", "", "paternal_grandparents");
    if (pick(m, 2)) fact_make(m, child, "poverty", "", "dibao");
    int64_t pairing = ++m->next;
    MUST(sql_pairing_insert_run(m->db,
        &(struct sql_pairing_insert_in){.county = COUNTY, .id = pairing, .child = child, .relation = T("responsible"),
            .role = T("responsible"), .staff = teacher,
            .helper_kind = T("class_teacher"), .helper_name = T(""), .from_day = m->term, .made_at = m->now,
            .made_by = teacher}, NULL));
    MUST(sql_sight_put_run(m->db,
        &(struct sql_sight_put_in){.county = COUNTY, .staff = teacher, .child = child, .from_day = m->term, .pairing = pairing},
        NULL));
    for (int i = 0; i < records; i++) record_make(m, child, teacher, key);
}

static int64_t child_make(struct making *m, int64_t class, int64_t key, int64_t teacher, bool care, int records)
{
    int64_t id = ++m->next;
    struct text number = text_fmt(m->row, "9901012016%08lld", (long long)id), name = name_make(m);
    struct sound sound = sound_of(m->sounds, m->row, name);
    MUST(sql_family_insert_run(m->db, &(struct sql_family_insert_in){.county = COUNTY, .id = id}, NULL));
    MUST(sql_child_insert_run(m->db,
        &(struct sql_child_insert_in){.county = COUNTY, .id = id, .family = id, .name = name, .pinyin = sound.pinyin,
            .initials = sound.initials, .sex = 1 + pick(m, 2), .birth_day = day_of(2014, 1, 1) + pick(m, 2000), .nation = T("01"),
            .id_kind = T("resident"), .id_no = number, .id_key = number, .roll_no = number, .roll_key = number,
            .address = T("测量县某乡某村 12 号"), .home_place = T("990101"), .class = class, .place_key = key, .bed = T(""),
            .made_at = m->now},
        NULL));
    MUST(sql_enrolment_insert_run(m->db,
        &(struct sql_enrolment_insert_in){.county = COUNTY, .child = id, .from_day = m->term - 365, .to_day = DAY_NONE,
        .class = class,
            .place_key = key, .reason_in = T("import")}, NULL));
    parent_make(m, id, true);
    parent_make(m, id, false);
    if (care) care_make(m, id, teacher, key, records);
    return id;
}

/* A signed-in member of staff with one role at one place. */
static int64_t staff_make(struct making *m, struct text login, const char *role, int64_t home,
                          const struct sql_grant_insert_in *where, struct text *cookie)
{
    int64_t staff = ++m->next;
    struct sql_grant_insert_in grant = *where;
    MUST(sql_staff_insert_run(m->db,
        &(struct sql_staff_insert_in){.county = COUNTY, .id = staff, .name = name_make(m), .pinyin = T("x"), .initials = T("x"),
            .place = home, .code = T(""), .post = T("班主任"), .check_day = m->term, .check_result = T("pass"),
            .from_day = day_of(2020, 9, 1), .to_day = DAY_NONE}, NULL));
    grant.county = COUNTY;
    grant.id = ++m->next;
    grant.staff = staff;
    grant.role = text_of(role);
    grant.from_day = day_of(2020, 9, 1);
    grant.to_day = NULL_INT;
    MUST(sql_grant_insert_run(m->db, &grant, NULL));
    MUST(sql_account_insert_run(m->db,
        &(struct sql_account_insert_in){.login = login, .county = COUNTY, .staff = staff, .secret = T("!"), .lang = T("zh"),
            .changed_at = m->now}, NULL));
    MUST(session_add(m->db, m->row, login, COUNTY, staff, m->now, 72, cookie));
    return staff;
}

static int64_t teacher_make(struct making *m, int class, struct text *cookie, struct text *csrf)
{
    struct sql_session_by_token_out session;
    unsigned char token[32];
    struct sql_grant_insert_in where = {
        .place = class_id(class), .key_lo = class_place_key(class), .key_hi = class_place_key(class) + 1};
    int64_t staff = staff_make(m, text_fmt(m->row, "t%04d", class), "class_teacher", 100 + class % SCHOOLS, &where, cookie);
    if (!session_token(*cookie, token)) exit(1);
    MUST(sql_session_by_token_one(m->db, &(struct sql_session_by_token_in){.token = {(const char *)token, sizeof token}},
        m->row, &session));
    *csrf = session.csrf;
    return staff;
}

static void clerk_make(struct making *m, const char *path)
{
    struct text cookie;
    FILE *f = fopen(path, "w");
    if (!f) exit(1);
    struct sql_grant_insert_in where = {.place = 1, .key_lo = 0, .key_hi = INT64_C(1) << 40};
    staff_make(m, T("clerk"), "county_clerk", 1, &where, &cookie);
    fprintf(f, "%.*s\n", TP(cookie));
    fclose(f);
}

static void class_make(struct making *m, int class)
{
    struct text cookie, csrf;
    int64_t child[4] = {0};
    arena_reset(m->row);
    int64_t teacher = teacher_make(m, class, &cookie, &csrf);
    int each = RECORDS / (CLASSES * m->care);
    for (int i = 0; i < CLASS_SIZE; i++) {
        int64_t id = child_make(m, class_id(class), class_place_key(class), teacher, i < m->care, each);
        if (i < 4) child[i] = id;
    }
    fprintf(m->who, "%.*s %.*s %lld %lld %lld %lld %lld\n", TP(cookie), TP(csrf), (long long)class_id(class), (long long)child[0],
            (long long)child[1], (long long)child[2], (long long)child[3]);
}

/* ---- schemes, and what is owed ---- */

static void scheme_put(struct making *m, const char *folder)
{
    struct plan_source source;
    struct scheme_loaded loaded;
    struct work w = {.db = m->db, .county = COUNTY, .now = m->now, .today = m->today, .ids = &m->ids, .arena = m->arena,
        .faults = &m->faults,
                     .touched = &m->touched, .source = "command"};
    MUST(plan_source_builtin(m->arena, text_of(folder), &source));
    enum rc rc = scheme_load(&w, m->codes, &source, 0, m->term, &loaded);
    for (size_t i = 0; rc != RC_OK && i < m->faults.n; i++) {
        struct text says = fault_say(&m->faults.list[i], LANG_EN, m->arena);
        if (!m->faults.list[i].warning) fprintf(stderr, "%.*s: %.*s\n", TP(m->faults.list[i].file), TP(says));
    }
    MUST(rc);
}

static double seconds_since(int64_t from) { return (double)(clock_mono_us() - from) / 1e6; }

static void owed_make(struct making *m)
{
    struct evaluator *ev;
    struct arena *a = arena_new((size_t)4 << 30);
    int64_t from = clock_mono_us();
    MUST(db_begin(m->db));
    MUST(evaluator_new(m->db, COUNTY, m->today, &m->faults, &ev));
    MUST(evaluate_all(m->db, ev, m->today, true, a, NULL, NULL));
    MUST(db_commit(m->db));
    printf("evaluated from nothing, stored: %.2f s\n", seconds_since(from));
    evaluator_free(ev);
    arena_free(a);
}

static void kinds_find(struct making *m)
{
    static const char *const key[KINDS] = {"heart_talk", "family_call", "parent_contact", "contact_check", "home_visit",
        "carer_contact"};
    for (int i = 0; i < KINDS; i++) {
        m->kind[i] = codes_kind(m->codes, text_of(key[i]));
        if (!m->kind[i]) exit(1);
    }
}

static void county_make(struct making *m, const char *database)
{
    int64_t from = clock_mono_us();
    MUST(db_begin(m->db));
    MUST(sql_county_insert_run(m->db,
        &(struct sql_county_insert_in){.id = COUNTY, .name = T("测量县教育局"), .demo = 1, .made_at = m->now}, NULL));
    places_make(m);
    clerk_make(m, text_fmt(m->arena, "%s.clerk", database).s);
    static const char *const folders[] = {"schemes/law", "schemes/yx-youxi", "schemes/xp-xinping", "schemes/gp-guangping"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) scheme_put(m, folders[i]);
    for (int i = 0; i < m->classes; i++) {
        class_make(m, i);
        if ((i + 1) * CLASS_SIZE % BATCH) continue;
        MUST(db_commit(m->db));
        MUST(db_begin(m->db));
    }
    MUST(db_commit(m->db));
    printf("%d children, %lld records: %.1f s\n", m->classes * CLASS_SIZE, (long long)m->records, seconds_since(from));
}

int main(int argc, char **argv)
{
    int64_t classes = CLASSES, care = 4;
    if ((argc > 2 && !text_int(text_of(argv[2]), &care)) || (argc > 3 && !text_int(text_of(argv[3]), &classes))) return 2;
    struct making m = {.classes = (int)classes, .care = (int)care, .seed = 20260901,
        .next = 10000,
                       .now = clock_now()};
    struct store *store;
    if (argc < 3 || m.care < 4 || m.care > CLASS_SIZE || m.classes < 1 || m.classes > CLASSES || !hash_start()) {
        fprintf(stderr, "county_make DATABASE CARE [CLASSES]\n");
        return 2;
    }
    m.today = moment_day(m.now);
    int year = day_ymd(m.today).year - (day_ymd(m.today).month < 10);
    m.term = day_of(year, 9, 1);
    m.arena = arena_new((size_t)1 << 30);
    m.row = arena_new((size_t)64 << 20);
    m.faults = faults_new(m.arena);
    m.touched = touched_new(m.arena);
    m.codes = codes_builtin(m.arena, &m.faults);
    m.sounds = sounds_new(m.arena);
    kinds_find(&m);
    MUST(store_open(&(struct store_options){.address = argv[1], .create = true}, &m.faults, &store));
    MUST(db_open(store, DB_WRITE, &m.db));
    m.who = fopen(text_fmt(m.arena, "%s.who", argv[1]).s, "w");
    if (!m.who) return 1;
    county_make(&m, argv[1]);
    fclose(m.who);
    owed_make(&m);
    db_close(m.db);
    store_close(store);
    arena_free(m.row);
    arena_free(m.arena);
    return 0;
}
