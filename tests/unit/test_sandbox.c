/* SPDX-License-Identifier: Apache-2.0 */
/* Children that misbehave: whatever they do, the parent gets a word for it and goes on. */
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include "format/sandbox.h"
#include "format/sandbox_lock.h"
#include "sheet_kit.h"

static int say(int output, const char *z)
{
    return write(output, z, strlen(z)) == (ssize_t)strlen(z) ? 0 : 1;
}

/* A child that got through says so; it should not even come to say that it did not. */
static int got(int output, bool through)
{
    return say(output, through ? "through" : "refused");
}

static int echo(struct text request, int input, int output)
{
    char b[64];
    ssize_t n = read(input, b, sizeof b);
    if (write(output, request.s, request.n) != (ssize_t)request.n) return 1;
    return n < 0 || write(output, b, (size_t)n) != n;
}
static int crash(struct text request, int input, int output)
{
    (void)request, (void)input, (void)output;
    abort();
}
static int fails(struct text request, int input, int output)
{
    (void)request, (void)input;
    return say(output, "half") ? 1 : 3;
}
static int spin(struct text request, int input, int output)
{
    (void)request, (void)input, (void)output;
    volatile unsigned long turns = 0;
    while (turns < ULONG_MAX) turns++;
    return 0;
}
static int silent(struct text request, int input, int output)
{
    (void)request, (void)output;
    char c;
    lseek(input, 0, SEEK_SET);
    while (read(STDIN_FILENO, &c, 1) >= 0) {}
    return 0;
}
static int opens(struct text request, int input, int output)
{
    (void)request, (void)input;
    return got(output, open("/etc/passwd", O_RDONLY) >= 0);
}
static int connects(struct text request, int input, int output)
{
    (void)request, (void)input;
    return got(output, socket(AF_INET, SOCK_STREAM, 0) >= 0);
}
static int forks(struct text request, int input, int output)
{
    (void)request, (void)input;
    return got(output, fork() >= 0);
}
static int runs_memory(struct text request, int input, int output)
{
    (void)request, (void)input;
    return got(output, mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
}
static int kills(struct text request, int input, int output)
{
    (void)request, (void)input;
    return got(output, kill(getppid(), 0) == 0);
}
static int eats(struct text request, int input, int output)
{
    (void)request, (void)input;
    for (int i = 0; i < 64; i++)
        if (mmap(NULL, 64 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED) return got(output,
            false);
    return got(output, true);
}
static int floods(struct text request, int input, int output)
{
    (void)request, (void)input;
    static const char zeros[4096];
    while (write(output, zeros, sizeof zeros) > 0) {}
    return 0;
}

static const struct sandbox_worker kinds[] = {
    {"echo", NULL, echo}, {"crash", NULL, crash}, {"fails", NULL, fails}, {"spin", NULL, spin}, {"silent", NULL, silent},
    {"opens", NULL, opens}, {"connects", NULL, connects}, {"forks", NULL, forks}, {"runs_memory", NULL, runs_memory},
    {"kills", NULL, kills}, {"eats", NULL, eats}, {"floods", NULL, floods},
};

static enum sandbox_end run(const char *kind, struct sandbox_limits l, struct text request, char *said, size_t room)
{
    struct sandbox s;
    int input = sandbox_input(T("input"));
    assert_true(input >= 0);
    assert_int_equal(sandbox_start(&s, kind, request, input, &l), RC_OK);
    close(input);
    size_t n = 0;
    ssize_t k;
    while (n + 1 < room && (k = sandbox_read(&s, said + n, room - 1 - n)) > 0) n += (size_t)k;
    said[n] = 0;
    return sandbox_end(&s, n + 1 == room);
}

static void a_child_works(void **state)
{
    (void)state;
    char said[100];
    assert_int_equal(run("echo", (struct sandbox_limits){0}, T("request "), said, sizeof said), SANDBOX_DONE);
    assert_string_equal(said, "request input");
}

static void a_child_that_dies_is_a_word(void **state)
{
    (void)state;
    char said[100];
    assert_int_equal(run("crash", (struct sandbox_limits){0}, T(""), said, sizeof said), SANDBOX_DIED);
    assert_int_equal(run("fails", (struct sandbox_limits){0}, T(""), said, sizeof said), SANDBOX_DIED);
    assert_string_equal(said, "half");
}

static void a_child_that_takes_too_long_is_ended(void **state)
{
    (void)state;
    char said[100];
    assert_int_equal(run("spin", (struct sandbox_limits){.cpu_seconds = 1}, T(""), said, sizeof said), SANDBOX_SLOW);
    assert_int_equal(run("silent", (struct sandbox_limits){.wait_seconds = 1}, T(""), said, sizeof said), SANDBOX_SLOW);
    assert_int_equal(run("floods", (struct sandbox_limits){0}, T(""), said, sizeof said), SANDBOX_STOPPED);
}

static void nothing_gets_out(void **state)
{
    (void)state;
    static const char *const tries[] = {"opens", "connects", "forks", "runs_memory", "kills"};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        char said[100];
        enum sandbox_end end = run(tries[i], (struct sandbox_limits){0}, T(""), said, sizeof said);
        assert_string_not_equal(said, "through");
        assert_int_equal(end, SANDBOX_DIED);
    }
#ifndef CHUYAN_ASAN
    char said[100];
    assert_int_equal(run("eats", (struct sandbox_limits){0}, T(""), said, sizeof said), SANDBOX_DONE);
    assert_string_equal(said, "refused");
#endif
}

/* A program that does not know the kind starts itself once, not for ever: the child may not start children. */
static void no_child_starts_a_child(void **state)
{
    (void)state;
    assert_int_equal(setenv("CHUYAN_SANDBOX", "0 1", 1), 0);
    struct sandbox s;
    assert_int_equal(sandbox_start(&s, "echo", T(""), STDIN_FILENO, &(struct sandbox_limits){0}), RC_UNAVAILABLE);
    struct arena *a = arena_new(KIT_ARENA);
    struct sheet_ask ask = {.file = T("a.csv"), .index = SHEET_FIRST};
    struct kit_result r = kit_read_with(a, T("a,b\n"), &ask, true);
    assert_int_equal(r.rc, RC_UNAVAILABLE);
    assert_int_equal(r.faults.list[0].word, W_sheet_child_none);
    arena_free(a);
    unsetenv("CHUYAN_SANDBOX");
}

/* The server imports several files at once while its other threads allocate. */
static void *read_many(void *ok)
{
    for (int i = 0; i < 5; i++) {
        struct arena *a = arena_new(KIT_ARENA);
        struct sheet_ask ask = {.file = T("a.csv"), .index = SHEET_FIRST};
        struct kit_result r = kit_read_with(a, T("\xD5\xC5\xC8\xFD,2\n"), &ask, true);
        if (r.rc != RC_OK || !text_eqz(r.dump, "1 A=张三 B=2\n")) *(bool *)ok = false;
        arena_free(a);
    }
    return NULL;
}

static void threads_may_start_children(void **state)
{
    (void)state;
    pthread_t t[4];
    bool ok[4];
    for (int i = 0; i < 4; i++) {
        ok[i] = true;
        assert_int_equal(pthread_create(&t[i], NULL, read_many, &ok[i]), 0);
    }
    for (int i = 0; i < 4; i++) pthread_join(t[i], NULL);
    for (int i = 0; i < 4; i++) assert_true(ok[i]);
}

static void no_descriptor_is_left_behind(void **state)
{
    (void)state;
    int before = open("/dev/null", O_RDONLY);
    close(before);
    char said[8];
    run("floods", (struct sandbox_limits){0}, T(""), said, sizeof said);
    bool ok;
    read_many(&ok);
    int after = open("/dev/null", O_RDONLY);
    close(after);
    assert_int_equal(before, after);
}

static void a_file_on_disk_is_read_by_its_descriptor(void **state)
{
    (void)state;
    struct arena *a = arena_new(KIT_ARENA);
    int fd = sandbox_input(T("a;b\n1;2\n"));
    struct sheet_ask ask = {.file = T("a.csv"), .index = SHEET_FIRST};
    struct sheet_told told;
    struct faults faults = faults_new(a);
    struct buf b = buf_new(1000);
    assert_int_equal(sheet_read_outside_fd(a, fd, &ask, &told, &faults, kit_dump, &b), RC_OK);
    assert_text(buf_text(&b), "1 A=a B=b\n2 A=1 B=2\n");
    assert_int_equal(told.separator, ';');
    assert_int_equal(close(fd), 0);
    buf_free(&b);
    arena_free(a);
}

int main(int argc, char **argv)
{
    sandbox_enter(argc, argv, kinds, sizeof kinds / sizeof *kinds);
    sheet_worker_enter(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_child_works), cmocka_unit_test(a_child_that_dies_is_a_word),
            cmocka_unit_test(a_child_that_takes_too_long_is_ended),
        cmocka_unit_test(nothing_gets_out), cmocka_unit_test(no_child_starts_a_child),
            cmocka_unit_test(threads_may_start_children),
        cmocka_unit_test(no_descriptor_is_left_behind), cmocka_unit_test(a_file_on_disk_is_read_by_its_descriptor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
