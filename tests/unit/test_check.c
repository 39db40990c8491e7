/* SPDX-License-Identifier: Apache-2.0 */
/* tools/check refuses what it says it refuses, at the right line, and nothing else: a small tree of bad files is written and
 * checked. */
#include "base/file.h"
#include "unit.h"

#include <sys/stat.h>

#define SPDX "/* SPDX-License-Identifier: Apache-2.0 */\n"

struct tree {
    struct arena *a;
    char dir[64];
};

static const char *const dirs[] = {"src", "src/base", "src/model", "src/web", "src/access", "tools", "templates"};

static int tree_make(void **state)
{
    struct tree *t = calloc(1, sizeof *t);
    t->a = arena_new(UNIT_ARENA);
    snprintf(t->dir, sizeof t->dir, "/tmp/chuyan-check-XXXXXX");
    if (!mkdtemp(t->dir))
        return -1;
    for (size_t i = 0; i < sizeof dirs / sizeof *dirs; i++)
        mkdir(text_z(t->a, text_fmt(t->a, "%s/%s", t->dir, dirs[i])), 0700);
    *state = t;
    return 0;
}

static int tree_remove(void **state)
{
    struct tree *t = *state;
    for (size_t i = sizeof dirs / sizeof *dirs; i-- > 0;)
        rmdir(text_z(t->a, text_fmt(t->a, "%s/%s", t->dir, dirs[i])));
    int rc = rmdir(t->dir);
    arena_free(t->a);
    free(t);
    return rc;
}

static const char *tool_path(struct tree *t)
{
    const char *build = getenv("BUILD");
    char top[4000];
    if (!build)
        build = "build";
    if (build[0] != '/' && getcwd(top, sizeof top))
        build = text_z(t->a, text_fmt(t->a, "%s/%s", top, build));
    return text_z(t->a, text_fmt(t->a, "%s/tools/check", build));
}

/* Runs the tool in the tree; what it printed. */
static struct text run(struct tree *t, int *status)
{
    const char *tool = tool_path(t);
    int fds[2];
    assert_int_equal(pipe(fds), 0);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        dup2(fds[1], STDOUT_FILENO);
        if (chdir(t->dir) == 0)
            execl(tool, tool, (char *)NULL);
        _exit(127);
    }
    close(fds[1]);
    char *got = arena_alloc(t->a, 100000);
    size_t n = 0;
    for (ssize_t k; (k = read(fds[0], got + n, 99999 - n)) > 0;)
        n += (size_t)k;
    close(fds[0]);
    waitpid(child, status, 0);
    return (struct text){got, n};
}

/* The tree holds this one file (and the list of banned calls): the tool prints exactly the lines wanted, each up to its colon. */
static void expect(struct tree *t, const char *path, struct text content, const char *const *want)
{
    const char *full = text_z(t->a, text_fmt(t->a, "%s/%s", t->dir, path)),
               *banned = text_z(t->a, text_fmt(t->a, "%s/tools/banned.txt", t->dir));
    assert_int_equal(file_write(banned, T("# call instead\nstrcpy memcpy\nsprintf snprintf\n"), 0600), RC_OK);
    assert_int_equal(file_write(full, content, 0600), RC_OK);
    int status = 0;
    struct text rest = run(t, &status), line;
    unlink(full);
    unlink(banned);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), want[0] ? 1 : 0);
    for (; text_cut(&rest, '\n', &line) && !text_starts(line, T("check:")); want++) {
        struct text start = want[0] ? text_fmt(t->a, "%s:%s", path, want[0]) : T("nothing more");
        if (!text_starts(line, start))
            fail_msg("\"%.*s\" instead of \"%.*s\"", TP(line), TP(start));
    }
    if (want[0])
        fail_msg("%s was not refused", want[0]);
}

static void rooms_keep_their_order(void **state)
{
    expect(*state, "src/base/a.c",
           T(SPDX "#include \"base/text.h\"\n#include <string.h>\n#include \"model/child.h\"\n#include <sqlite3.h>\n"),
           (const char *const[]){"4: room base", "5: <sqlite3.h>", NULL});
    expect(*state, "src/model/a.h",
           T(SPDX "#include \"gen/sql/child.h\"\n#include \"gen/words.h\"\n#include \"gen/view/today.h\"\n"),
           (const char *const[]){"4: room model", NULL});
    expect(*state, "src/web/a.c",
           T(SPDX "#include \"view/page.h\"\n#include \"job/tidy.h\"\n#include \"cli/serve.h\"\n#include <unicode/utrans.h>\n"),
           (const char *const[]){"4: room web", "5: <unicode/utrans.h>", NULL});
    expect(*state, "src/main.c", T(SPDX "#include \"cli/serve.h\"\n#include \"web/serve.h\"\n"), (const char *const[]){NULL});
}

static void state_is_refused(void **state)
{
    expect(*state, "src/base/a.c",
           T(SPDX
             "static int n;\nstatic const char *names[] = {\"a\"};\nstatic const char *const fine[] = {\"a\"};\nint g = 3;\n"
             "struct p { int x; };\nstruct p q;\nstruct p;\nenum e { A };\nhandler_fn page_a, page_b;\n"
             "extern const int k;\nextern int l;\ntypedef int i;\n"
             "int f(int a);\nstatic int (*fn)(void);\n_Thread_local int t;\nstatic const struct { int a; } c[] = {{1}};\n"
             "static int h(void)\n{\n    static int m;\n    static int (*const g[2])(char *, int) = {0};\n"
             "    static const int o = 1;\n    return m + o;\n}\n"),
           (const char *const[]){"2: state", "3: state", "5: state", "7: state", "12: state", "15: state", "16: state",
                                 "20: a static", NULL});
}

static void calls_are_refused_in_code_only(void **state)
{
    expect(*state, "src/base/a.c",
           T(SPDX
             "int f(void)\n{\n    /* strcpy(a, b) */ // sprintf(\n    x.sprintf(1); my_strcpy(1); g(\"strcpy(\\\"\", '\"');\n"
             "    return sprintf (s, 1);\n}\n"),
           (const char *const[]){"6: sprintf is banned: use snprintf", NULL});
}

static void scopes_are_made_by_access_alone(void **state)
{
    struct text content =
        T(SPDX "void f(const struct scope *s, struct place *p)\n{\n    struct scope t = {1};\n    g(&(struct scope){1});\n"
               "    t.hi = 3;\n    ((struct scope *)s)->lo = 1;\n    if (t.hi == 3) p->hi = 4;\n    w->scope.county = 2;\n"
               "    struct q q = {.scope = {1}, .hi = 2};\n    struct scope u = scope_of(3);\n}\nconst struct z s = {1};\n");
    expect(*state, "src/access/a.c", content, (const char *const[]){NULL});
    struct tree *t = *state;
    const char *path = text_z(t->a, text_fmt(t->a, "%s/src/model/a.c", t->dir)),
               *banned = text_z(t->a, text_fmt(t->a, "%s/tools/banned.txt", t->dir));
    assert_int_equal(file_write(path, content, 0600), RC_OK);
    assert_int_equal(file_write(banned, T("#\n"), 0600), RC_OK);
    int status = 0;
    struct text out = run(t, &status);
    unlink(path);
    unlink(banned);
    static const char *const refused[] = {"a.c:4:", "a.c:5:", "a.c:6:", "a.c:7:", "a.c:9:", "a.c:10:"};
    static const char *const fine[] = {"a.c:2:", "a.c:8:", "a.c:11:", "a.c:13:"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_true(text_find(out, text_of(refused[i])) >= 0);
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
        assert_true(text_find(out, text_of(fine[i])) < 0);
}

static void nobody_below_the_edge_asks_the_time(void **state)
{
    struct text content = T(SPDX "int f(void)\n{\n    x.time(1);\n    clock_now();\n    return time(NULL);\n}\n");
    expect(*state, "src/model/a.c", content, (const char *const[]){"6: time", "5: clock_now", NULL});
    expect(*state, "src/web/a.c", content, (const char *const[]){NULL});
}

static struct text lines(struct tree *t, const char *head, size_t n, const char *tail)
{
    struct text all = text_of(head);
    for (size_t i = 0; i < n; i++)
        all = text_join(t->a, all, T("    x();\n"));
    return text_join(t->a, all, text_of(tail));
}

static void sizes_have_a_limit(void **state)
{
    struct tree *t = *state;
    expect(t, "src/base/a.c", lines(t, SPDX "int f(void)\n{\n", 77, "}\n"), (const char *const[]){NULL});
    expect(t, "src/base/a.c", lines(t, SPDX "int f(void)\n{\n", 78, "}\n"), (const char *const[]){"2: a function of 81", NULL});
    expect(t, "src/base/a.c", lines(t, SPDX "int f(int a,\n      int b) {\n", 78, "}\n"),
           (const char *const[]){"2: a function of 81", NULL});
    expect(t, "src/base/a.c", lines(t, "\n\n\n" SPDX, 797, ""), (const char *const[]){"801: 801 lines", "1: no SPDX", NULL});
    char wide[200];
    memset(wide, 'x', sizeof wide);
    struct text long_line = text_fmt(t->a, SPDX "/* %.*s */\n", 125, wide);
    expect(t, "src/base/a.c", long_line, (const char *const[]){"2: 131 columns", NULL});
    expect(t, "src/base/a.c", T(SPDX "\tint f(void);\n"), (const char *const[]){"2: a tab", NULL});
}

static void raw_output_is_refused(void **state)
{
    expect(*state, "templates/a.html", T("<p>{{field}}</p>\n<p>{{raw field}}</p>\n"), (const char *const[]){"2: {{raw", NULL});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rooms_keep_their_order),
        cmocka_unit_test(state_is_refused),
        cmocka_unit_test(calls_are_refused_in_code_only),
        cmocka_unit_test(scopes_are_made_by_access_alone),
        cmocka_unit_test(nobody_below_the_edge_asks_the_time),
        cmocka_unit_test(sizes_have_a_limit),
        cmocka_unit_test(raw_output_is_refused),
    };
    return cmocka_run_group_tests(tests, tree_make, tree_remove);
}
