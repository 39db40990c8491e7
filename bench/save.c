/* SPDX-License-Identifier: Apache-2.0 */
/* What the writer does for one saved record, without HTTP: key seen before, encounter_add with its evaluation, audit link, key
 * kept; GROUP saves a commit, on the writer's own kind of connection.
 *
 *   save DATABASE WHO SAVES GROUP      prints: us a save of processor, of that inside the transaction, of that in the commit */
#include "base/file.h"
#include "base/hash.h"
#include "gen/sql/scheme.h"
#include "model/audit.h"
#include "model/encounter.h"
#include "model/idempotency.h"
#include "model/sounds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CHILDREN = 10000, CHECKPOINT_SAVES = 1000 };

struct saving {
    struct store *store;
    struct db *db;
    struct evaluator *ev;
    struct arena *arena;
    struct ids ids;
    struct sounds *sounds;
    struct its_child { int64_t staff, child; } *child;
    size_t n, serial;
    moment_t now;
};

static void must(enum rc rc, const char *what)
{
    if (rc == RC_OK) return;
    fprintf(stderr, "%s: %s\n", what, rc_name(rc));
    exit(1);
}

static int64_t cpu_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static enum rc save_one(struct db *db, void *p)
{
    struct saving *s = p;
    struct arena *a = arena_new(8 << 20);
    struct faults faults = faults_new(a);
    struct touched touched = touched_new(a);
    const struct its_child *c = &s->child[s->serial * 37 % s->n];
    struct work w = {.db = db, .county = s->ev->county, .staff = c->staff, .now = s->now, .today = moment_day(s->now),
        .ids = &s->ids, .arena = a, .faults = &faults, .touched = &touched, .ev = s->ev, .source = "page", .sounds = s->sounds};
    struct idempotency idem = {.county = w.county, .staff = c->staff, .route = T("POST /record"),
        .request = text_fmt(a, "%064zu", s->serial), .key = text_fmt(a, "%lld-%012zu:%032zu", (long long)s->now, s->serial,
        s->serial), .location = T("/today")};
    must(idempotency_seen(db, a, &idem) == RC_NOT_FOUND ? RC_OK : RC_CONFLICT, "key");
    struct encounter_input in = {.kind = T("heart_talk"), .mode = T("face"), .day = w.today, .minute = NULL_INT, .minutes = 15,
        .child = &c->child, .child_count = 1, .met = T("child"), .follow = DAY_NONE,
        .sentence = text_fmt(a, "今天心情不错，和同桌一起练字%zu", s->serial)};
    struct encounter_result done;
    must(encounter_add(&w, &in, &done), "save");
    struct audit e = {.county = w.county, .staff = w.staff, .at = w.now, .action = T("POST /record"), .noun = T("encounter"),
        .object = done.id, .detail = T("kind=heart_talk children=1")};
    must(audit_append(db, &e), "audit");
    must(idempotency_keep(db, &idem, w.now), "key");
    s->serial++;
    arena_free(a);
    return RC_OK;
}

static void who_read(struct saving *s, const char *path)
{
    struct text all, line, one;
    must(file_read(s->arena, path, 8 << 20, &all), path);
    s->child = arena_array(s->arena, CHILDREN, sizeof *s->child);
    while (s->n + 4 <= CHILDREN && all.n && text_cut(&all, '\n', &line) && line.n) {
        int64_t v, staff = 0;
        for (int i = 0; i < 7 && text_cut(&line, ' ', &one); i++) {
            if (i < 3 || !text_int(one, &v)) continue;
            if (i == 3) staff = v - 2; /* as county_make numbers them: teacher, family, child */
            s->child[s->n++] = (struct its_child){.staff = staff, .child = v};
        }
    }
}

static void run(struct saving *s, size_t saves, size_t group)
{
    int64_t inside = 0, commit = 0;
    for (size_t i = 0; i < saves; i += group) {
        /* as the house-keeper does each second */
        if (i % CHECKPOINT_SAVES < group) must(store_checkpoint(s->store), "checkpoint");
        int64_t from = cpu_us();
        must(db_begin(s->db), "begin");
        for (size_t k = 0; k < group; k++) must(save_one(s->db, s), "save");
        int64_t middle = cpu_us();
        must(db_commit(s->db), "commit");
        inside += middle - from;
        commit += cpu_us() - middle;
    }
    double n = (double)saves;
    printf("%.1f %.1f %.1f\n", (double)(inside + commit) / n, (double)inside / n, (double)commit / n);
}

int main(int argc, char **argv)
{
    if (argc != 5 || !hash_start()) return 2;
    struct arena *a = arena_new((size_t)1 << 28);
    struct saving s = {.arena = a, .now = clock_now(), .sounds = sounds_new(a)};
    struct faults faults = faults_new(a);
    struct sql_county_first_out county;
    must(store_open(&(struct store_options){.address = argv[1], .lock = true}, &faults, &s.store), "open");
    must(db_open(s.store, DB_WRITE, &s.db), "connect");
    must(sql_county_first_one(s.db, a, &county), "county");
    must(evaluator_new(s.db, county.id, moment_day(s.now), &faults, &s.ev), "evaluator");
    who_read(&s, argv[2]);
    run(&s, strtoul(argv[3], NULL, 10), strtoul(argv[4], NULL, 10));
    db_close(s.db);
    evaluator_free(s.ev);
    store_close(s.store);
    arena_free(a);
    return 0;
}
