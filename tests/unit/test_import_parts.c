/* SPDX-License-Identifier: Apache-2.0 */
/* A file is carried out and taken back in parts: others write between them, the program is killed in the middle (SIGKILL, with a
 * part written and not committed), and what comes of it is the same; taken back, everything is as it was.
 *
 * CHUYAN_IMPORT_ROWS: how many rows; 100000 takes minutes. */
#include "base/buf.h"
#include "gen/sql/child.h"
#include "model/family.h"
#include "model/kin.h"
#include "model/person.h"
#include "roll_kit.h"

#include <sqlite3.h>
#include <sys/wait.h>

enum { ROWS = 3000, BEFORE = 300 };

static int rows_wanted(void)
{
    const char *s = getenv("CHUYAN_IMPORT_ROWS");
    int64_t n = ROWS;
    if (s) (void)text_int(text_of(s), &n);
    return n < ROWS ? ROWS : (int)n;
}

/* ---- what stands in the base ---- */

static const char *const tables[] = {"family", "child", "enrolment", "person", "kin", "fact", "place"};

/* Sealed values differ each time they are written; the hashes beside them do not. */
static bool told_apart(const char *column, bool bytes)
{
    return !bytes || strstr(column, "_hash") != NULL;
}

static uint64_t value_mix(uint64_t h, const void *s, size_t n)
{
    return (h ^ text_hash((struct text){s ? s : "", n})) * UINT64_C(0x9E3779B97F4A7C15);
}

static uint64_t rows_sqlite(const struct kit *k, const char *sql, uint64_t h)
{
    sqlite3 *db;
    sqlite3_stmt *st;
    assert_int_equal(sqlite3_open(k->at.address, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK);
    while (sqlite3_step(st) == SQLITE_ROW)
        for (int c = 0; c < sqlite3_column_count(st); c++)
            if (told_apart(sqlite3_column_name(st, c), sqlite3_column_type(st, c) == SQLITE_BLOB))
                h = value_mix(h, sqlite3_column_blob(st, c), (size_t)sqlite3_column_bytes(st, c));
    sqlite3_finalize(st);
    sqlite3_close(db);
    return h;
}

static uint64_t rows_pg(const struct kit *k, const char *sql, uint64_t h)
{
    enum { BYTEA = 17 };
    PGconn *c = PQconnectdb(k->at.address);
    PGresult *r = PQexec(c, sql);
    assert_int_equal(PQresultStatus(r), PGRES_TUPLES_OK);
    for (int i = 0; i < PQntuples(r); i++)
        for (int f = 0; f < PQnfields(r); f++)
            if (told_apart(PQfname(r, f), PQftype(r, f) == BYTEA))
                h = value_mix(h, PQgetvalue(r, i, f), (size_t)PQgetlength(r, i, f));
    PQclear(r);
    PQfinish(c);
    return h;
}

static uint64_t state_of(const struct kit *k)
{
    uint64_t h = 1;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        char sql[80];
        snprintf(sql, sizeof sql, "select * from %s order by 1, 2, 3", tables[i]);
        h = k->at.engine == ENGINE_SQLITE ? rows_sqlite(k, sql, h) : rows_pg(k, sql, h);
    }
    return h;
}

/* ---- parts ---- */

struct parts {
    struct kit *k;
    int n, kill_at;                 /* this part is written and never committed; 0 none */
    void (*between)(struct kit *k, int part);
};

static enum rc part_run(void *ctx, enum rc (*fn)(struct work *w, void *p), void *p)
{
    struct parts *x = ctx;
    struct work w = x->k->w;
    struct arena *a = arena_new((size_t)1 << 29);
    struct touched touched = touched_new(a);
    w.arena = a;
    w.touched = &touched;
    if (x->between) x->between(x->k, x->n);
    x->n++;
    assert_int_equal(db_begin(x->k->db), RC_OK);
    enum rc rc = fn(&w, p);
    if (x->n == x->kill_at) raise(SIGKILL);
    if (rc == RC_OK) rc = db_commit(x->k->db);
    else db_rollback(x->k->db);
    arena_free(a);
    return rc;
}

static enum rc go_on(struct kit *k, int64_t batch, struct parts *x)
{
    struct batch_steps steps = {.run = part_run, .ctx = x, .keeper = "server", .alone = true};
    x->k = k;
    return batch_go_on(&k->w, batch, &steps, NULL);
}

static void base_close(struct kit *k)
{
    db_close(k->db);
    store_close(k->store);
}

static void base_open(struct kit *k)
{
    struct store_options o = {.address = k->at.address, .key_file = k->at.key};
    assert_int_equal(store_open(&o, &k->faults, &k->store), RC_OK);
    assert_int_equal(db_open(k->store, DB_WRITE, &k->db), RC_OK);
    k->w.db = k->db;
}

/* In a process of its own, which ends with SIGKILL in the middle of a part. */
static void go_on_killed(struct kit *k, int64_t batch, int kill_at)
{
    base_close(k);
    pid_t child = fork();
    if (child == 0) {
        struct parts x = {.kill_at = kill_at};
        base_open(k);
        (void)go_on(k, batch, &x);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    base_open(k);
    k->w.now += 1000;                /* ids follow the clock, and that process gave some out */
}

static struct batch_under_way way_of(struct kit *k, int64_t batch)
{
    struct batch_under_way u = {0};
    kit_begin(k);
    KIT_OK(k, batch_under_way(k->db, &k->scope, batch, k->arena, &u));
    kit_keep(k);
    return u;
}

#define ASK(k, call) do { kit_begin(k); KIT_OK((k), (call)); kit_keep(k); } while (0)

static struct child child_nth(struct kit *k, int nth)
{
    return kit_child(k, text_z(k->arena, name_of(k->arena, "学", nth)));
}

static void families_right(struct kit *k, int rows)
{
    /* Over the ends of parts too: some pairs were cut by the kill. By their home alone, new children of one file find each
     * other. */
    for (int i = BEFORE + 9; i + ROLL_FAR < rows; i += 110 * (rows / ROWS))
        assert_int_equal(child_nth(k, i).family, child_nth(k, i + ROLL_FAR).family);
    for (int i = 1; i + 1 < rows; i += 300)
        if (i % 10 < 8) assert_int_equal(child_nth(k, i).family, child_nth(k, i + 1).family);
    assert_int_not_equal(child_nth(k, 4).family, child_nth(k, 9).family);
}

static int64_t county_of_before(struct kit *k, const char *today, int rows)
{
    kit_apply(k, kit_preview(k, "a.csv", roll_file(k, BEFORE, ""), "", "2025-09-01", NULL));
    int64_t batch = kit_preview(k, "b.csv", roll_file(k, rows, "3-301"), "", today, NULL);
    struct batch b = kit_batch(k, batch);
    assert_int_equal(b.rows_changed, BEFORE);
    assert_int_equal(b.rows_new, rows - BEFORE);
    return batch;
}

static void killed_and_gone_on(struct kit *k)
{
    struct parts plain = {0};
    int rows = rows_wanted();
    int64_t batch = county_of_before(k, "2025-09-02", rows);
    uint64_t before = state_of(k);
    ASK(k, batch_apply_ask(&k->w, &k->scope, batch));
    go_on_killed(k, batch, 4);
    assert_text(kit_batch(k, batch).state, "applying");
    assert_int_equal(way_of(k, batch).done, 3 * BATCH_PART);                 /* three whole parts, nothing of the fourth */
    assert_true(state_of(k) != before);
    /* The same file, sent once more, is the one that is under way. */
    bool again = false;
    assert_int_equal(kit_preview(k, "b.csv", roll_file(k, rows, "3-301"), "", "2025-09-02", &again), batch);
    assert_true(again);
    KIT_OK(k, go_on(k, batch, &plain));
    struct batch b = kit_batch(k, batch);
    assert_text(b.state, "applied");
    assert_int_equal(b.rows_changed, BEFORE);
    assert_int_equal(b.rows_new, rows - BEFORE);
    assert_int_equal(plain.n, (rows - 3 * BATCH_PART) / BATCH_PART + 1);
    assert_int_equal(kit_count(k), rows);
    families_right(k, rows);
    assert_text(child_nth(k, 100).bed, "3-301");
    KIT_OK(k, go_on(k, batch, &plain));                          /* nothing left to do */
    /* Back, killed in the middle again. */
    ASK(k, batch_undo_check(&k->w, &k->scope, batch));
    ASK(k, batch_undo_ask(&k->w, &k->scope, batch));
    go_on_killed(k, batch, 3);
    assert_text(kit_batch(k, batch).state, "undoing");
    assert_int_equal(way_of(k, batch).done, 2 * BATCH_PART);
    KIT_OK(k, go_on(k, batch, &plain));
    assert_text(kit_batch(k, batch).state, "undone");
    assert_int_equal(kit_count(k), BEFORE);
    assert_true(state_of(k) == before);
}

/* Half carried out, then nobody wants it. */
static void turned_round(struct kit *k)
{
    struct parts plain = {0};
    int64_t batch = county_of_before(k, "2025-09-02", ROWS);
    uint64_t before = state_of(k);
    ASK(k, batch_apply_ask(&k->w, &k->scope, batch));
    go_on_killed(k, batch, 4);
    ASK(k, batch_undo_check(&k->w, &k->scope, batch));
    ASK(k, batch_undo_ask(&k->w, &k->scope, batch));
    assert_int_equal(way_of(k, batch).total, 3 * BATCH_PART);
    KIT_OK(k, go_on(k, batch, &plain));
    assert_text(kit_batch(k, batch).state, "undone");
    assert_true(state_of(k) == before);
}

/* Between two parts somebody enters a father by hand whom a later row knows by his telephone: he is one human being, though the
 * import had read long before who is known. */
static void father_by_hand(struct kit *k, int part)
{
    if (part != 4) return;
    int64_t six = child_nth(k, 6).id;
    struct kin kin = {.relation = T("51"), .from = k->w.today, .to = DAY_NONE,
        .person = {.name = name_of(k->arena, "王", 2980), .phone = T("13900002980"), .birth = DAY_NONE}};
    ASK(k, kin_add(&k->w, six, &kin, 0));
}

static void others_between(struct kit *k)
{
    struct parts x = {.between = father_by_hand};
    struct kin_list hand, file;
    int64_t batch = county_of_before(k, "2025-09-02", ROWS);
    ASK(k, batch_apply_ask(&k->w, &k->scope, batch));
    KIT_OK(k, go_on(k, batch, &x));
    struct child six = child_nth(k, 6), late = child_nth(k, 2980);
    kit_begin(k);
    KIT_OK(k, kin_for(k->db, KIT_COUNTY, six.id, k->arena, &hand));
    KIT_OK(k, kin_for(k->db, KIT_COUNTY, late.id, k->arena, &file));
    kit_keep(k);
    int64_t man = 0;
    for (size_t i = 0; i < hand.n; i++)
        if (text_eq(hand.item[i].person.name, name_of(k->arena, "王", 2980))) man = hand.item[i].person_id;
    assert_true(man != 0);
    assert_int_equal(file.item[0].person_id, man);
    assert_int_equal(six.family, late.family);
    /* Who was built on stays when the file goes; all others go. */
    int64_t thousand = child_nth(k, 1000).id;
    ASK(k, kin_add(&k->w, thousand, &(struct kin){.relation = T("61"), .from = k->w.today, .to = DAY_NONE,
        .person = {.name = T("爷爷"), .birth = DAY_NONE}}, 0));
    kit_begin(k);
    KIT_RC(k, RC_CONFLICT, batch_undo_check(&k->w, &k->scope, batch));
    db_rollback(k->db);
    ASK(k, batch_undo_ask(&k->w, &k->scope, batch));              /* as if it had come after the question */
    x.between = NULL;
    KIT_OK(k, go_on(k, batch, &x));
    struct batch_rows kept;
    kit_begin(k);
    KIT_OK(k, batch_rows(k->db, &k->scope, batch, "kept", -1, 10, LANG_ZH, k->arena, &kept));
    kit_keep(k);
    assert_int_equal(kept.n, 2);                                 /* 1000 and, whom a father was given, 6 */
    assert_int_equal(kit_count(k), BEFORE + 1);
}

/* Two programs never carry on the same file; one that has gone is followed. */
static void one_at_a_time(struct kit *k)
{
    int64_t batch = county_of_before(k, "2025-09-02", ROWS);
    struct parts x = {.k = k};
    struct batch_steps other = {.run = part_run, .ctx = &x, .keeper = "command"};
    ASK(k, batch_apply_ask(&k->w, &k->scope, batch));
    go_on_killed(k, batch, 2);
    KIT_RC(k, RC_BUSY, batch_go_on(&k->w, batch, &other, NULL));
    k->w.now += BATCH_BEAT_MS + 1;
    KIT_OK(k, batch_go_on(&k->w, batch, &other, NULL));
    assert_text(kit_batch(k, batch).state, "applied");
    /* What would only fail again waits until somebody asks. */
    struct batch_waiting *list;
    size_t n;
    ASK(k, batch_undo_ask(&k->w, &k->scope, batch));
    ASK(k, batch_stop(&k->w, batch, RC_NO_SPACE));
    ASK(k, batch_waiting(k->db, KIT_COUNTY, k->arena, &list, &n));
    assert_int_equal(n, 0);
    assert_text(way_of(k, batch).stopped, rc_name(RC_NO_SPACE));
    ASK(k, batch_undo_ask(&k->w, &k->scope, batch));
    ASK(k, batch_waiting(k->db, KIT_COUNTY, k->arena, &list, &n));
    assert_int_equal(n, 1);
}

static void on_both(void (*one)(struct kit *))
{
    for (int e = 0; e < place_engines(); e++) {
        struct kit k;
        kit_open(&k, (enum engine)e, "2025-10-08");
        one(&k);
        kit_close(&k);
    }
}

static void killed(void **state) { (void)state; on_both(killed_and_gone_on); }
static void turned(void **state) { (void)state; on_both(turned_round); }
static void between(void **state) { (void)state; on_both(others_between); }
static void alone(void **state) { (void)state; on_both(one_at_a_time); }

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(killed), cmocka_unit_test(turned), cmocka_unit_test(between),
                                       cmocka_unit_test(alone)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
