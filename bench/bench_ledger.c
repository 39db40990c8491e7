/* SPDX-License-Identifier: Apache-2.0 */
/* The county ledger with every column, and the list behind its total. One line of figures: schools, members, milliseconds from
 * nothing (persons and the work of the term), of today's persons as stored, of persons and work as stored, of the list. The
 * database is one that `chuyan demo-files` and the importers have filled. Usage: bench_ledger DATABASE COUNTY [RULE] */
#include "base/hash.h"
#include "model/measure_sum.h"
#include "model/place.h"

#include "access/may.h"
#include "gen/sql/scheme.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 7 };

struct bench { struct db *db; struct evaluator *ev; int64_t county; day_t today; struct text rule; int64_t total; };

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1000 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Median milliseconds. sets 0: the list behind the total. */
static double measured(struct bench *b, day_t from, unsigned sets, enum measure_source source)
{
    double took[ROUNDS];
    struct scope all = scope_system(b->county, "bench of the county ledger");
    for (int i = 0; i < ROUNDS; i++) {
        struct arena *a = arena_new((size_t)1 << 30);
        struct measure_frame f;
        struct measure_sums sums = {0};
        struct measure_hits list = {0};
        int64_t n[MEASURE_COUNT];
        double start = now_ms();
        enum rc rc = measure_frame_fill(&f, b->ev, b->rule, from, b->today);
        if (rc == RC_OK && sets != 0) rc = measure_sum(b->db, &all, &f, sets, source, a, &sums);
        if (rc == RC_OK && sets == 0) rc = measure_list(b->db, &all, &f, M_total, source, a, &list);
        took[i] = now_ms() - start;
        measure_sum_range(&sums, 0, INT64_MAX, n);
        if (sets != 0) b->total = n[M_total];
        if (rc != RC_OK) fprintf(stderr, "bench_ledger: %s\n", rc_name(rc));
        arena_free(a);
    }
    qsort(took, ROUNDS, sizeof *took, by_size);
    return took[ROUNDS / 2];
}

int main(int argc, char **argv)
{
    if (argc < 3 || !hash_start()) return 2;
    struct arena *a = arena_new((size_t)1 << 28);
    struct faults f = faults_new(a);
    struct store *store;
    struct bench b = {.county = strtoll(argv[2], NULL, 10), .rule = text_of(argc > 3 ? argv[3] : "rule:XJ")};
    struct store_options o = {.address = argv[1]};
    struct sql_county_by_id_out county;
    struct place_list schools;
    if (store_open(&o, &f, &store) != RC_OK || db_open(store, DB_READ, &b.db) != RC_OK || db_begin(b.db) != RC_OK) return 1;
    if (sql_county_by_id_one(b.db, &(struct sql_county_by_id_in){.id = b.county}, a, &county) != RC_OK) return 1;
    b.today = (day_t)county.today_day;
    if (evaluator_new(b.db, b.county, b.today, &f, &b.ev) != RC_OK) return 1;
    if (place_under(b.db, b.county, 0, PLACE_KEY_END, PLACE_SCHOOL, b.today, a, &schools) != RC_OK) return 1;
    struct ymd y = day_ymd(b.today);
    day_t from = day_of(y.month < 9 ? y.year - 1 : y.year, 9, 1);
    unsigned persons = MEASURE_SET_PERSONS, both = persons | MEASURE_SET_TIMES;
    double nothing = measured(&b, from, both, MEASURE_NOTHING), quick = measured(&b, from, persons, MEASURE_STORED);
    double ledger = measured(&b, from, both, MEASURE_STORED), list = measured(&b, from, 0, MEASURE_STORED);
    printf("%zu %lld %.1f %.1f %.1f %.1f\n", schools.n, (long long)b.total, nothing, quick, ledger, list);
    db_rollback(b.db);
    evaluator_free(b.ev);
    db_close(b.db);
    store_close(store);
    arena_free(a);
    return 0;
}
