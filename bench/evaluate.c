/* SPDX-License-Identifier: Apache-2.0 */
/* Every duty of every child from the database, one thread: a bare ordered scan of the rows that evaluation reads (the
 * same statements, each row stepped over and nothing kept), then the evaluation itself without storing, then one child
 * at a time as after a save. Best of three. The database is only read.
 *
 * evaluate DATABASE           prints: seconds of the scan, seconds of the evaluation, µs a child loaded and assessed
 * alone, µs by its gist, rows, open, MB of its own */
#include "base/file.h"
#include "base/hash.h"
#include "gen/sql/encounter.h"
#include "gen/sql/exemption.h"
#include "gen/sql/pairing.h"
#include "gen/sql/scheme.h"
#include "gen/sql/subject.h"
#include "model/gist.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 3, ALONE = 2000 };

static void must(enum rc rc, const char *what)
{
    if (rc == RC_OK) return;
    fprintf(stderr, "%s: %s\n", what, rc_name(rc));
    exit(1);
}

#define SCAN(name) \
    do { \
        struct cursor c; \
        struct sql_##name##_out row; \
        must(sql_##name(db, &(struct sql_##name##_in){.county = county}, &c), #name); \
        while (sql_##name##_next(&c, &row)) rows++; \
        must(sql_close(&c), #name); \
    } while (0)

static int64_t scan_bare(struct db *db, int64_t county)
{
    int64_t rows = 0;
    SCAN(subject_child_scan);
    SCAN(subject_enrolment_scan);
    SCAN(subject_fact_scan);
    SCAN(subject_carer_scan);
    SCAN(pairing_scan);
    SCAN(encounter_scan);
    SCAN(exemption_scan);
    return rows;
}

static int64_t evaluate_whole(struct db *db, const struct evaluator *ev, day_t today)
{
    struct arena *a = arena_new((size_t)1 << 30);
    struct subject_space space = {.arena = a};
    struct subject_stream *stream;
    struct subject s;
    struct assess assess = assess_new(a, ev);
    int64_t open = 0;
    must(subject_stream_open(db, ev, today, &space, a, &stream), "stream");
    while (subject_stream_next(stream, &s)) {
        assess_subject(&assess, ev, &s, &space, today);
        open += (int64_t)assess.open_n;
    }
    must(subject_stream_close(stream), "stream");
    arena_free(a);
    return open;
}

static double alone(struct db *db, const struct evaluator *ev, day_t today, int64_t *child, size_t n)
{
    struct arena *a = arena_new((size_t)1 << 30);
    struct subject_space space = {.arena = a};
    struct assess assess = assess_new(a, ev);
    int64_t from = clock_mono_us();
    for (size_t i = 0; i < n; i++) {
        struct subject s;
        must(subject_load(db, ev, child[i], today, &space, &s), "load");
        assess_subject(&assess, ev, &s, &space, today);
    }
    int64_t took = clock_mono_us() - from;
    arena_free(a);
    return (double)took / (double)n;
}

/* The same as after one record more: judged by the child's gist, nothing else read. A child without one is left out. */
static double by_gist(struct db *db, const struct evaluator *ev, day_t today, int64_t *child, size_t n)
{
    struct arena *a = arena_new((size_t)1 << 30), *one = arena_new((size_t)1 << 24);
    struct assess assess = assess_new(a, ev);
    size_t judged = 0;
    int64_t from = clock_mono_us();
    for (size_t i = 0; i < n; i++) {
        struct gist *g;
        arena_reset(one);
        enum rc rc = gist_read(db, ev, child[i], one, &g);
        if (rc == RC_NOT_FOUND) continue;
        must(rc, "gist");
        struct cadence_encounter line = {.id = INT64_C(1) << 53, .day = today, .known = today, .kind = 1, .mode = 1};
        if (!gist_take(g, ev, &line, today)) continue;
        assess_subject(&assess, ev, &g->subject, &g->space, today);
        judged++;
    }
    int64_t took = clock_mono_us() - from;
    arena_free(one);
    arena_free(a);
    return (double)took / (double)(judged == 0 ? 1 : judged);
}

/* Memory of our own, without the pages of the file that are mapped, in MB. */
static int64_t memory_own(void)
{
    char line[256];
    int64_t kb = 0;
    FILE *f = fopen("/proc/self/status", "r");
    if (!f) return 0;
    while (fgets(line, sizeof line, f)) {
        if (strncmp(line, "RssAnon:", 8) == 0) kb = strtoll(line + 8, NULL, 10);
    }
    fclose(f);
    return kb / 1024;
}

static size_t some_children(struct db *db, int64_t county, int64_t *child)
{
    struct cursor c;
    struct sql_encounter_scan_out row;
    size_t n = 0;
    int64_t at = 0, last = 0;
    must(sql_encounter_scan(db, &(struct sql_encounter_scan_in){.county = county, .last = INT64_MAX}, &c), "scan");
    while (n < ALONE && sql_encounter_scan_next(&c, &row)) {
        if (row.child == last || at++ % 4 != 0) continue;
        last = child[n++] = row.child;
    }
    must(sql_close(&c), "scan");
    return n;
}

int main(int argc, char **argv)
{
    struct arena *a = arena_new((size_t)1 << 28);
    struct faults faults = faults_new(a);
    struct store *store;
    struct db *db;
    struct evaluator *ev;
    struct sql_county_first_out county;
    int64_t child[ALONE];
    if (argc != 2 || !hash_start()) return 2;
    day_t today = moment_day(clock_now());
    must(store_open(&(struct store_options){.address = argv[1]}, &faults, &store), "open");
    must(db_open(store, DB_READ, &db), "connect");
    must(db_begin(db), "begin");
    must(sql_county_first_one(db, a, &county), "county");
    must(evaluator_new(db, county.id, today, &faults, &ev), "evaluator");
    double scan = 1e9, whole = 1e9;
    int64_t rows = 0, open = 0;
    for (int i = 0; i < ROUNDS; i++) {
        int64_t from = clock_mono_us();
        rows = scan_bare(db, county.id);
        int64_t middle = clock_mono_us();
        open = evaluate_whole(db, ev, today);
        int64_t end = clock_mono_us();
        if ((double)(middle - from) / 1e6 < scan) scan = (double)(middle - from) / 1e6;
        if ((double)(end - middle) / 1e6 < whole) whole = (double)(end - middle) / 1e6;
    }
    size_t n = some_children(db, county.id, child);
    double tables = alone(db, ev, today, child, n), gist = by_gist(db, ev, today, child, n);
    printf("%.3f %.3f %.1f %.1f %lld %lld %lld\n", scan, whole, tables, gist, (long long)rows, (long long)open,
        (long long)memory_own());
    db_rollback(db);
    evaluator_free(ev);
    db_close(db);
    store_close(store);
    arena_free(a);
    return 0;
}
