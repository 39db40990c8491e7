/* SPDX-License-Identifier: Apache-2.0 */
/* tools/words stops the build at what one language lacks, and says where. */
#include "base/file.h"
#include "unit.h"

#include <sys/stat.h>

struct place {
    struct arena *a;
    char dir[64];
};

static const char *at(struct place *p, const char *name)
{
    return text_z(p->a, text_fmt(p->a, "%s/%s", p->dir, name));
}

static int place_make(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    p->a = arena_new(UNIT_ARENA);
    snprintf(p->dir, sizeof p->dir, "/tmp/chuyan-words-XXXXXX");
    *state = p;
    return mkdtemp(p->dir) && mkdir(at(p, "zh"), 0700) == 0 && mkdir(at(p, "en"), 0700) == 0 ? 0 : -1;
}

static int place_remove(void **state)
{
    struct place *p = *state;
    static const char *const names[] = {"zh/a.yaml", "zh/b.yaml", "en/a.yaml", "words.h", "words.c"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlink(at(p, names[i]));
    rmdir(at(p, "zh"));
    rmdir(at(p, "en"));
    int rc = rmdir(p->dir);
    arena_free(p->a);
    free(p);
    return rc;
}

/* Runs the tool over zh/a.yaml, zh/b.yaml and en/a.yaml; what it said, and whether it was content. */
static struct text run(struct place *p, const char *zh, const char *more, const char *en, bool *content)
{
    assert_int_equal(file_write(at(p, "zh/a.yaml"), text_of(zh), 0600), RC_OK);
    assert_int_equal(file_write(at(p, "zh/b.yaml"), text_of(more), 0600), RC_OK);
    assert_int_equal(file_write(at(p, "en/a.yaml"), text_of(en), 0600), RC_OK);
    const char *build = getenv("BUILD"), *tool = text_z(p->a, text_fmt(p->a, "%s/tools/words", build ? build : "build"));
    int fds[2], status = 0;
    assert_int_equal(pipe(fds), 0);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        dup2(fds[1], STDERR_FILENO);
        execl(tool, tool, "--out", p->dir, at(p, "zh"), at(p, "en"), (char *)NULL);
        _exit(127);
    }
    close(fds[1]);
    char *got = arena_alloc(p->a, 8192);
    size_t n = 0;
    for (ssize_t k; (k = read(fds[0], got + n, 8191 - n)) > 0;)
        n += (size_t)k;
    close(fds[0]);
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) < 2);
    *content = WEXITSTATUS(status) == 0;
    return (struct text){got, n};
}

static void both_languages_make_tables(void **state)
{
    struct place *p = *state;
    bool content;
    struct text said = run(p, "b: \"二\"\na: \"一 {0} {1}\"\n", "c: 三\n",
                           "# words\na: \"{1} one {0} ?\"\nc: three\nb: \"say \\\"two\\\"\"\n", &content);
    assert_true(content);
    assert_int_equal(said.n, 0);
    struct text made;
    assert_int_equal(file_read(p->a, at(p, "words.h"), 10000, &made), RC_OK);
    assert_true(text_find(made, T("    W_none,\n    W_a,\n    W_b,\n    W_c,\n    WORD_COUNT\n")) > 0);
    assert_int_equal(file_read(p->a, at(p, "words.c"), 10000, &made), RC_OK);
    assert_true(text_find(made, T("S(\"say \\\"two\\\"\")")) > 0);
    assert_true(text_find(made, T("S(\"\\344\\270\\200 {0} {1}\")")) > 0);
}

static void what_differs_stops_the_build(void **state)
{
    struct place *p = *state;
    static const struct {
        const char *zh, *more, *en, *said;
    } cases[] = {
        {"a: 一\nb: 二\n", "", "a: one\n", "zh/a.yaml:2: no such key in "},
        {"a: 一\n", "", "a: one\nb: two\n", "en/a.yaml:2: no such key in "},
        {"a: 一 {0}\n", "", "a: one {1}\n", "zh/a.yaml:1: other {n} than at "},
        {"a: 一\n", "a: 又\n", "a: one\n", "zh/b.yaml:1: written twice, also at "},
        {"a: 一\na: 又\n", "", "a: one\n", "zh/a.yaml:2: written twice, also at "},
        {"a: {b: 一}\n", "", "a: one\n", "zh/a.yaml:1: only `key: "},
        {"a: [一]\n", "", "a: one\n", "zh/a.yaml:1: only `key: "},
        {"a-b: 一\n", "", "a-b: one\n", "zh/a.yaml:1: a key is a lower-case identifier"},
        {"none: 一\n", "", "none: one\n", "zh/a.yaml:1: a key is a lower-case identifier"},
        {"a: {9}\n", "", "a: one\n", "zh/a.yaml:1: only `key: "},
        {"a: \"{9}\"\n", "", "a: \"{9}\"\n", "zh/a.yaml:1: only {0} to {3} have arguments"},
        {"a: \"一\nb: 二\n", "", "a: one\n", "zh/a.yaml:"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool content;
        struct text said = run(p, cases[i].zh, cases[i].more, cases[i].en, &content);
        if (content || text_find(said, text_of(cases[i].said)) < 0)
            fail_msg("case %zu: %.*s", i, TP(said));
        assert_false(file_exists(at(p, "words.h")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(both_languages_make_tables, place_make, place_remove),
        cmocka_unit_test_setup_teardown(what_differs_stops_the_build, place_make, place_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
