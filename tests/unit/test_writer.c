/* SPDX-License-Identifier: Apache-2.0 */
/* The writing thread: who waits for a commit takes along those who do not; nobody is forgotten. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sched.h>
#include <semaphore.h>
#include <string.h>

#include "gen/probe/migrations.c"
#include "gen/probe/probe.c"
#include "unit/store_place.h"
#include "web/writer.h"

enum { QUEUE = 4 };

struct fixture {
    struct place place;
    struct store *store;
    struct writer *writer;
    char said[64];     /* "r1" ran, "d1" done, in order; written by the writing thread alone */
    sem_t done, hold;
};

struct note {
    struct change change;
    struct fixture *f;
    char name;
    bool held, writes;          /* writes: a row of its name */
    enum rc answer;
};

static void say(struct note *n, char what)
{
    size_t at = strlen(n->f->said);
    assert_true(at + 2 < sizeof n->f->said);
    n->f->said[at] = what;
    n->f->said[at + 1] = n->name;
}

static enum rc note_run(struct change *c, struct db *db, struct hands *hands)
{
    struct note *n = (struct note *)c;
    (void)hands;
    say(n, 'r');
    if (n->held) sem_wait(&n->f->hold);
    struct sql_pupil_put_in in = {.county = 1, .id = n->name, .name = T("甲"), .birth_day = DAY_NONE};
    if (n->writes) TRY(sql_pupil_put_run(db, &in, NULL));
    return n->answer;
}

static void note_done(struct change *c, enum rc rc)
{
    struct note *n = (struct note *)c;
    say(n, rc == RC_OK ? 'd' : 'x');
    sem_post(&n->f->done);
}

static struct note note(struct fixture *f, char name, bool patient)
{
    return (struct note){.change = {.run = note_run, .done = note_done, .patient = patient}, .f = f, .name = name};
}

static void fixture_open(struct fixture *f)
{
    *f = (struct fixture){0};
    struct arena *a = arena_new(1 << 20);
    struct faults faults = faults_new(a);
    place_new(&f->place, ENGINE_SQLITE);
    struct store_options o = {.address = f->place.address, .key_file = f->place.key, .create = true,
        .migrations = &probe_migrations};
    assert_int_equal(store_open(&o, &faults, &f->store), RC_OK);
    sem_init(&f->done, 0, 0);
    sem_init(&f->hold, 0, 0);
    assert_int_equal(writer_start(f->store, QUEUE, 1, &f->writer), RC_OK);
    arena_free(a);
}

static void fixture_close(struct fixture *f)
{
    writer_stop(f->writer);
    store_close(f->store);
    sem_destroy(&f->done);
    sem_destroy(&f->hold);
    place_drop(&f->place);
}

static void what_waits_goes_together_and_in_order(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    struct note first = note(&f, '0', false), a = note(&f, '1', true), b = note(&f, '2', false), c = note(&f, '3', true);
    first.held = true;
    assert_true(writer_put(f.writer, &first.change));
    while (f.said[0] == 0) sched_yield(); /* the writer has begun, and is held */
    assert_true(writer_put(f.writer, &a.change));
    assert_true(writer_put(f.writer, &b.change));
    assert_true(writer_put(f.writer, &c.change));
    sem_post(&f.hold);
    for (int i = 0; i < 4; i++) sem_wait(&f.done);
    assert_string_equal(f.said, "r0d0r1r2r3d1d2d3");
    fixture_close(&f);
}

static void the_patient_are_not_forgotten(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    struct note a = note(&f, '1', true), b = note(&f, '2', true);
    assert_true(writer_put(f.writer, &a.change));
    sem_wait(&f.done); /* nobody else came */
    assert_true(writer_put(f.writer, &b.change));
    fixture_close(&f); /* nor is it lost when the house closes */
    assert_string_equal(f.said, "r1d1r2d2");
}

static void a_full_queue_takes_nothing(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    struct note first = note(&f, '0', false), more[QUEUE + 1];
    first.held = true;
    assert_true(writer_put(f.writer, &first.change));
    while (f.said[0] == 0) sched_yield();
    for (int i = 0; i <= QUEUE; i++) {
        more[i] = note(&f, (char)('1' + i), false);
        assert_int_equal(writer_put(f.writer, &more[i].change), i < QUEUE);
    }
    sem_post(&f.hold);
    for (int i = 0; i <= QUEUE; i++) sem_wait(&f.done);
    assert_string_equal(f.said, "r0d0r1r2r3r4d1d2d3d4");
    fixture_close(&f);
}

static bool stored(struct fixture *f, char name)
{
    struct db *db;
    struct arena *a = arena_new(1 << 20);
    struct sql_pupil_mark_out out;
    assert_int_equal(db_open(f->store, DB_READ, &db), RC_OK);
    enum rc rc = sql_pupil_mark_one(db, &(struct sql_pupil_mark_in){name}, a, &out);
    db_close(db);
    arena_free(a);
    return rc == RC_OK;
}

/* Behind one that is held, so that all the others are one group. */
static void group_write(struct fixture *f, struct note *note_list, size_t n)
{
    struct note first = note(f, '0', false);
    size_t before = strlen(f->said);
    first.held = true;
    assert_true(writer_put(f->writer, &first.change));
    while (f->said[before] == 0) sched_yield();
    for (size_t i = 0; i < n; i++) assert_true(writer_put(f->writer, &note_list[i].change));
    sem_post(&f->hold);
    for (size_t i = 0; i <= n; i++) sem_wait(&f->done);
}

static struct note writing(struct fixture *f, char name, bool writes, enum rc answer)
{
    struct note n = note(f, name, false);
    n.writes = writes;
    n.answer = answer;
    return n;
}

/* Refused before anything was written: nobody has to begin again. */
static void who_is_refused_disturbs_nobody(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    struct note all[] = {writing(&f, '1', true, RC_OK), writing(&f, '2', false, RC_DENIED), writing(&f, '3', true, RC_OK)};
    group_write(&f, all, 3);
    assert_string_equal(f.said, "r0d0r1r2r3d1x2d3");
    assert_true(stored(&f, '1') && stored(&f, '3'));
    fixture_close(&f);
}

/* Half done: what it wrote is undone, and what the others wrote stands, each once. */
static void who_fails_takes_nobody_along(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    struct note all[] = {writing(&f, '1', true, RC_OK), writing(&f, '2', true, RC_INVALID), writing(&f, '3', false, RC_DENIED),
        writing(&f, '4', true, RC_OK)};
    group_write(&f, all, 4);
    assert_string_equal(f.said, "r0d0r1r2r1r2r3r4d1x2x3d4");
    assert_true(stored(&f, '1') && stored(&f, '4'));
    assert_false(stored(&f, '2'));
    fixture_close(&f);
}

/* Alone, or because of the engine: a row that is there already. */
static void who_fails_alone_leaves_nothing(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f);
    struct note one = writing(&f, '1', true, RC_INVALID);
    assert_true(writer_put(f.writer, &one.change));
    sem_wait(&f.done);
    assert_false(stored(&f, '1'));
    struct note all[] = {writing(&f, '1', true, RC_OK), writing(&f, '1', true, RC_OK), writing(&f, '2', true, RC_OK)};
    group_write(&f, all, 3);
    assert_string_equal(f.said, "r1x1r0d0r1r1r1r1r2d1x1d2");
    assert_true(stored(&f, '1') && stored(&f, '2'));
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_waits_goes_together_and_in_order),
        cmocka_unit_test(the_patient_are_not_forgotten),
        cmocka_unit_test(a_full_queue_takes_nothing),
        cmocka_unit_test(who_is_refused_disturbs_nobody),
        cmocka_unit_test(who_fails_takes_nobody_along),
        cmocka_unit_test(who_fails_alone_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
