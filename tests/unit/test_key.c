/* SPDX-License-Identifier: Apache-2.0 */
/* A change of key on both engines: everything opens afterwards and is found by its numbers, wherever the machine stopped on the
 * way; nobody works on a database that is half under one key and half under the other. */
#include "care_kit.h"

#include "access/may.h"
#include "base/file.h"
#include "gen/sql/encounter.h"
#include "gen/sql/rekey.h"
#include "gen/sql/statements.h"
#include "model/child.h"
#include "model/fact.h"
#include "model/kin.h"
#include "model/rekey.h"

#include <sys/wait.h>

enum { CHILD = 1001, PEOPLE = 3, CUT = 77 };
#define ID_NO "990101201605010011"
#define SAID "说了家里的事"

static struct store_options options(struct kit *k, bool rekey)
{
    return (struct store_options){.address = k->place.address, .key_file = k->place.key, .lock = rekey, .rekey = rekey};
}

/* One of everything that is sealed; then nobody has the database open. */
static void county_new(struct kit *k, enum engine engine)
{
    struct encounter_result r;
    struct child c;
    kit_open(k, engine, "2026-11-18");
    kit_child(k, CHILD, "欧阳慧敏", "2016-05-01", KIT_CLASS, KIT_CLASS_KEY);
    kit_law(k);
    kit_evaluator(k);
    kit_roll(k);
    struct scope all = scope_system(KIT_COUNTY, "test");
    assert_int_equal(child_by_id(k->db, &all, CHILD, k->arena, &c), RC_OK);
    c.id_no = T(ID_NO);
    c.roll_no = T("G990101201605010011");
    c.address = T("河东村三组");
    assert_int_equal(child_change(&k->work, &all, &c), RC_OK);
    struct fact away = {.kind = T("absence"), .who = T("father"), .code = T("work"), .note = T("晋江鞋厂"),
        .from = kit_day("2026-03-01"), .to = DAY_NONE};
    assert_int_equal(fact_add(&k->work, CHILD, &away, true, 0), RC_OK);
    for (int i = 0; i < PEOPLE; i++) {
        struct kin one = {.relation = T("51"), .from = kit_day("2020-01-01"), .to = DAY_NONE, .person = {.birth = DAY_NONE,
            .name = text_fmt(k->arena, "家人%d", i), .phone = text_fmt(k->arena, "1380000000%d 13900000000", i)}};
        assert_int_equal(kin_add(&k->work, CHILD, &one, 0), RC_OK);
    }
    struct encounter_input talk = {.kind = T("heart_talk"), .day = kit_day("2026-11-17"), .minute = NULL_INT,
        .minutes = NULL_INT, .child = (const int64_t[]){CHILD}, .child_count = 1, .sentence = T(SAID), .follow = DAY_NONE};
    assert_int_equal(encounter_add(&k->work, &talk, &r), RC_OK);
    assert_int_equal(db_commit(k->db), RC_OK);
    db_close(k->db);
    store_close(k->store);
    k->db = NULL;
    k->store = NULL;
}

static void county_end(struct kit *k)
{
    if (k->db) db_close(k->db);
    if (k->store) store_close(k->store);
    evaluator_free(k->ev);
    arena_free(k->arena);
    place_drop(&k->place);
}

static enum rc opened(struct kit *k, bool rekey)
{
    struct store_options o = options(k, rekey);
    k->faults = faults_new(k->arena);
    return store_open(&o, &k->faults, &k->store);
}

/* Everything reads as before, is found by its keyed hashes, and lies under the key of that number. */
static void still_there(struct kit *k, unsigned number)
{
    char mark = (char)number;
    struct child c;
    struct kin_list kin;
    struct fact_list facts;
    struct sql_rekey_left_out left;
    struct sql_encounter_same_out said;
    struct cursor cur;
    int64_t found = 0, person = 0;
    assert_int_equal(opened(k, false), RC_OK);
    assert_int_equal(db_open(k->store, DB_WRITE, &k->db), RC_OK);
    assert_int_equal(db_begin(k->db), RC_OK);
    k->work.db = k->db;
    k->work.faults = &k->faults;
    struct scope all = scope_system(KIT_COUNTY, "test");
    assert_int_equal(child_by_id(k->db, &all, CHILD, k->arena, &c), RC_OK);
    assert_true(text_eqz(c.id_no, ID_NO) && text_eqz(c.roll_no, "G990101201605010011") && text_eqz(c.address, "河东村三组"));
    assert_int_equal(child_by_id_no(&k->work, T(ID_NO), &found), RC_OK);
    assert_int_equal(found, CHILD);
    assert_int_equal(child_by_roll_no(&k->work, T("G990101201605010011"), &found), RC_OK);
    assert_int_equal(found, CHILD);
    assert_int_equal(kin_for(k->db, KIT_COUNTY, CHILD, k->arena, &kin), RC_OK);
    assert_int_equal(kin.n, PEOPLE);
    struct person same = {.name = T("家人1"), .phone = T("13800000001")};
    assert_int_equal(person_find(&k->work, &same, &person), RC_OK);
    assert_true(person != 0);
    assert_int_equal(fact_for(k->db, KIT_COUNTY, CHILD, k->arena, &facts), RC_OK);
    assert_text(facts.item[0].note, "晋江鞋厂");
    struct sql_encounter_same_in ask = {KIT_COUNTY, KIT_TEACHER, kit_day("2026-11-17"), T("heart_talk")};
    assert_int_equal(sql_encounter_same(k->db, &ask, &cur), RC_OK);
    assert_true(sql_encounter_same_next(&cur, &said));
    assert_text(said.sentence, SAID);
    assert_int_equal(sql_close(&cur), RC_OK);
    assert_int_equal(sql_rekey_left_one(k->db, &(struct sql_rekey_left_in){{&mark, 1}}, k->arena, &left), RC_OK);
    assert_int_equal(left.n, 0);
    db_rollback(k->db);
    db_close(k->db);
    store_close(k->store);
    k->db = NULL;
    k->store = NULL;
}

/* ---- the change, as the command makes it, cut short after so many steps ---- */

struct cut { int left; };

static void step(struct cut *c)
{
    if (c->left-- == 0) _exit(CUT);
}

static void cut_tell(void *ctx, int64_t rows)
{
    (void)rows;
    step(ctx);
}

static enum rc change(struct kit *k, struct cut *c)
{
    struct db *db;
    TRY(opened(k, true));
    enum key_state state = store_key_state(k->store);
    enum rc rc = RC_OK;
    if (state == KEY_STEADY) {
        TRY(db_open(k->store, DB_WRITE, &db));
        rc = rekey_look(db, &k->faults, NULL, NULL);
        db_close(db);
        step(c);
        if (rc == RC_OK) rc = store_key_next(k->store, &k->faults);
        step(c);
    }
    if (rc == RC_OK && state != KEY_CHANGED) {
        TRY(db_open(k->store, DB_WRITE, &db));
        rc = rekey_run(db, store_key_number(k->store), &k->faults, cut_tell, c);
        db_close(db);
        step(c);
    }
    if (rc == RC_OK) rc = store_key_done(k->store, &k->faults);
    store_close(k->store);
    k->store = NULL;
    return rc;
}

static int change_cut(struct kit *k, int after)
{
    struct cut c = {after};
    int status = 0;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) _exit(change(k, &c) == RC_OK ? 0 : 1);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void wherever_it_stops(enum engine engine)
{
    struct kit k;
    unsigned number = 1;
    county_new(&k, engine);
    still_there(&k, 1);
    for (int after = 0, code = CUT; code == CUT; after++) {
        code = change_cut(&k, after);
        assert_true(code == 0 || code == CUT);
        number++;
        if (code == CUT && after > 0 && after < 10) {
            assert_int_equal(opened(&k, false), RC_UNAVAILABLE);        /* half and half: nobody works on it */
            assert_int_equal(k.faults.list[0].word, W_store_key_changing);
        }
        enum rc rc = code == CUT ? change(&k, &(struct cut){-1}) : RC_OK;
        assert_int_equal(rc, RC_OK);
        still_there(&k, number);
        assert_true(after < 30);
    }
    assert_true(number > 10);
    char kept[160];
    snprintf(kept, sizeof kept, "%s.%u", k.place.key, number - 1);
    assert_true(file_exists(kept));                                     /* for the backups of before */
    county_end(&k);
}

static void nobody_else_is_at_work(enum engine engine)
{
    struct kit k;
    struct store *other;
    struct db *db;
    struct faults f;
    county_new(&k, engine);
    f = faults_new(k.arena);
    struct store_options o = options(&k, false);
    assert_int_equal(store_open(&o, &f, &other), RC_OK);
    assert_int_equal(db_open(other, DB_WRITE, &db), RC_OK);
    assert_int_equal(opened(&k, true), RC_BUSY);
    assert_int_equal(k.faults.list[0].word, W_store_key_in_use);
    db_close(db);
    store_close(other);
    assert_int_equal(opened(&k, true), RC_OK);
    assert_int_equal(store_open(&o, &f, &other), RC_BUSY);              /* and the other way round */
    assert_int_equal(f.list[f.n - 1].word, W_store_key_busy);
    store_close(k.store);
    k.store = NULL;
    still_there(&k, 1);
    county_end(&k);
}

/* A column that a change of key forgets would be lost with the old key. */
static void every_sealed_column_is_known(void **state)
{
    (void)state;
    for (size_t i = 0; sql_statements[i]; i++) {
        const struct sql_statement *st = sql_statements[i];
        for (size_t k = 0; k < st->in_count; k++) {
            bool known = st->in[k].type != SQL_SEALED;
            for (size_t n = 0; sql_statements[n] && !known; n++) {
                const struct sql_statement *re = sql_statements[n];
                if (strncmp(re->name, "rekey_", 6) != 0) continue;
                for (size_t m = 0; m < re->in_count; m++)
                    known |= re->in[m].type == SQL_SEALED && strcmp(re->in[m].bound, st->in[k].bound) == 0;
            }
            if (!known) print_error("%s: a change of key does not know %s\n", st->name, st->in[k].bound);
            assert_true(known);
        }
    }
}

ON_BOTH(wherever_it_stops)
ON_BOTH(nobody_else_is_at_work)

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_sealed_column_is_known),
                                       BOTH(wherever_it_stops), BOTH(nobody_else_is_at_work)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
