/* SPDX-License-Identifier: Apache-2.0 */
/* A county with a few schools for tests of the registry and the importer, on either engine. Each step is a transaction of its
 * own. */
#ifndef CHUYAN_TESTS_REGISTRY_KIT_H
#define CHUYAN_TESTS_REGISTRY_KIT_H

#include "unit.h"
#define place store_place /* the tests' folder, not the model's place */
#include "store_place.h"
#undef place

#include "access/may.h"
#include "base/hash.h"
#include "gen/sql/scheme.h"
#include "model/child.h"
#include "model/place.h"
#include "model/roll.h"

enum { KIT_COUNTY = 990101 };

struct kit {
    struct store_place at;
    struct store *store;
    struct db *db;
    struct arena *arena;
    struct faults faults;
    struct touched touched;
    struct ids ids;
    struct work w;
    struct scope scope;
    struct place bureau, first, second, nine, junior;   /* schools 城东小学 城西小学 九年一贯 县一中 */
};

static inline void kit_begin(struct kit *k)
{
    k->faults = faults_new(k->arena);
    k->touched = touched_new(k->arena);
    assert_int_equal(db_begin(k->db), RC_OK);
}

static inline void kit_keep(struct kit *k)
{
    assert_int_equal(db_commit(k->db), RC_OK);
}

static inline void kit_must(struct kit *k, enum rc rc, enum rc want, const char *file, int line)
{
    if (rc == want) return;
    print_error("%s instead of %s\n", rc_name(rc), rc_name(want));
    for (size_t i = 0; i < k->faults.n; i++)
        print_error("  %.*s: %.*s\n", TP(k->faults.list[i].field), TP(fault_say(&k->faults.list[i], LANG_ZH, k->arena)));
    struct text said = db_message(k->db);
    print_error("  %.*s\n", TP(said));
    _fail(file, line);
}
#define KIT_OK(k, call) kit_must((k), (call), RC_OK, __FILE__, __LINE__)
#define KIT_RC(k, want, call) kit_must((k), (call), (want), __FILE__, __LINE__)

static inline void kit_school(struct kit *k, const char *code, const char *name, const char *stage, struct place *out)
{
    *out = (struct place){.kind = PLACE_SCHOOL,
                          .parent = k->bureau.id,
                          .code = text_of(code),
                          .name = text_of(name),
                          .stage = text_of(stage),
                          .rural = true,
                          .from = day_of(2010, 9, 1),
                          .to = DAY_NONE};
    KIT_OK(k, place_add(&k->w, out, 0));
}

static inline void kit_open(struct kit *k, enum engine engine, const char *today)
{
    *k = (struct kit){0};
    assert_true(hash_start());
    place_new(&k->at, engine);
    k->arena = arena_new((size_t)1 << 30);
    k->faults = faults_new(k->arena);
    struct store_options o = {.address = k->at.address, .key_file = k->at.key, .create = true};
    assert_int_equal(store_open(&o, &k->faults, &k->store), RC_OK);
    assert_int_equal(db_open(k->store, DB_WRITE, &k->db), RC_OK);
    day_t day = day_parse(text_of(today));
    k->w = (struct work){.db = k->db,
                         .county = KIT_COUNTY,
                         .ids = &k->ids,
                         .arena = k->arena,
                         .faults = &k->faults,
                         .touched = &k->touched,
                         .today = day,
                         .now = day_start(day) + 36000000,
                         .source = "roll"};
    k->scope = scope_system(KIT_COUNTY, "a test");
    kit_begin(k);
    KIT_OK(k, sql_county_insert_run(
                  k->db, &(struct sql_county_insert_in){.id = KIT_COUNTY, .name = T("测试县"), .demo = 1, .made_at = k->w.now},
                  NULL));
    k->bureau = (struct place){
        .kind = PLACE_BUREAU, .code = T("990101"), .name = T("测试县教育局"), .from = day_of(2000, 1, 1), .to = DAY_NONE};
    KIT_OK(k, place_add(&k->w, &k->bureau, 0));
    kit_school(k, "2199010001", "城东小学", "primary", &k->first);
    kit_school(k, "2199010002", "城西小学", "primary", &k->second);
    kit_school(k, "3199010003", "柳河九年一贯制学校", "nine_year", &k->nine);
    kit_school(k, "3199010004", "测试县第一初级中学", "junior", &k->junior);
    kit_keep(k);
}

static inline void kit_close(struct kit *k)
{
    db_close(k->db);
    store_close(k->store);
    place_drop(&k->at);
    arena_free(k->arena);
}

/* A preview of a file in memory; the batch, 0 when it was refused. */
static inline int64_t kit_preview(struct kit *k, const char *name, struct text bytes, const char *school, const char *as_of,
                                  bool *again)
{
    struct batch_file f = {.name = text_of(name), .bytes = bytes, .school = text_of(school), .as_of = day_parse(text_of(as_of))};
    int64_t batch = 0;
    bool same = false;
    kit_begin(k);
    enum rc rc = roll_preview(&k->w, &k->scope, &f, NULL, &batch, again ? again : &same);
    if (rc == RC_OK) kit_keep(k);
    else db_rollback(k->db);
    return rc == RC_OK ? batch : 0;
}

static inline void kit_apply(struct kit *k, int64_t batch)
{
    kit_begin(k);
    KIT_OK(k, batch_apply(&k->w, &k->scope, batch, NULL));
    kit_keep(k);
}

static inline struct batch kit_batch(struct kit *k, int64_t batch)
{
    struct batch b = {0};
    kit_begin(k);
    KIT_OK(k, batch_by_id(k->db, &k->scope, batch, k->arena, &b));
    kit_keep(k);
    return b;
}

static inline int64_t kit_count(struct kit *k)
{
    int64_t n = -1;
    kit_begin(k);
    KIT_OK(k, child_count(k->db, &k->scope, &n));
    kit_keep(k);
    return n;
}

/* The first fault of a row that speaks in this word; NULL when it has none. */
static inline bool kit_says(struct kit *k, int64_t batch, int64_t row_no, const char *part, bool warning)
{
    struct batch_rows rows;
    bool found = false;
    kit_begin(k);
    KIT_OK(k, batch_rows(k->db, &k->scope, batch, NULL, -1, 5000, LANG_ZH, k->arena, &rows));
    kit_keep(k);
    for (size_t i = 0; i < rows.n; i++)
        for (size_t f = 0; rows.item[i].row_no == row_no && f < rows.item[i].faults; f++)
            found |= rows.item[i].fault[f].warning == warning && text_find(rows.item[i].fault[f].text, text_of(part)) >= 0;
    if (found) return true;
    for (size_t i = 0; i < rows.n; i++)
        for (size_t f = 0; rows.item[i].row_no == row_no && f < rows.item[i].faults; f++)
            print_error("row %d: %.*s: %.*s\n", (int)row_no, TP(rows.item[i].fault[f].field), TP(rows.item[i].fault[f].text));
    return false;
}

/* The only child found by a name. */
static inline struct child kit_child(struct kit *k, const char *name)
{
    struct child_hits hits;
    struct child c = {0};
    kit_begin(k);
    KIT_OK(k, child_search(k->db, &k->scope, text_of(name), true, 5, k->arena, &hits));
    if (hits.n == 1) KIT_OK(k, child_by_id(k->db, &k->scope, hits.item[0].id, k->arena, &c));
    kit_keep(k);
    assert_int_equal(hits.n, 1);
    return c;
}

#endif
