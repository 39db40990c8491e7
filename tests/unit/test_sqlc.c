/* SPDX-License-Identifier: Apache-2.0 */
/* The statement compiler refuses each bad example at the line its first line names (-- EXPECT line: words), with nothing written,
 * and takes the good ones. Run from the root of the tree; $BUILD says where the tools are. */
#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "unit/store_place.h"

#define FIXTURES "tests/fixtures/sqlc"

struct run {
    char out[64];        /* folder the compiler writes to */
    char said[4096];
    int code;
};

/* Runs the compiler with both its outputs going to a file beside the folder it writes to. */
static void run_sqlc(struct run *r, const char *layout, const char *file)
{
    const char *build = getenv("BUILD");
    char tool[512], said[128];
    struct text text;
    int status;
    pid_t pid;
    snprintf(r->out, sizeof r->out, "/tmp/chuyan-sqlc-XXXXXX");
    assert_non_null(mkdtemp(r->out));
    snprintf(tool, sizeof tool, "%s/tools/sqlc", build ? build : "build");
    snprintf(said, sizeof said, "%s/said", r->out);
    union { const char *in; char *out; } arg[7] = {{tool}, {"--sql"}, {layout}, {"--out"}, {r->out}, {file}, {NULL}};
    char *argv[7];
    for (int i = 0; i < 7; i++) argv[i] = arg[i].out;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, said, O_CREAT | O_WRONLY, 0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    assert_int_equal(posix_spawn(&pid, tool, &actions, NULL, argv, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    r->code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    struct arena *a = arena_new(1 << 20);
    assert_int_equal(file_read(a, said, sizeof r->said - 1, &text), RC_OK);
    memset(r->said, 0, sizeof r->said);
    memcpy(r->said, text.s, text.n);
    arena_free(a);
}

static bool out_has(const struct run *r, const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", r->out, name);
    return file_exists(path);
}

/* Compares what was said with the first line of `marked`; `place` is what the complaint must begin with. */
static bool refused(const char *marked, const char *place, const struct run *r)
{
    struct arena *a = arena_new(1 << 20);
    struct text all, line, number;
    int64_t at = -1;
    assert_int_equal(file_read(a, marked, 1 << 18, &all), RC_OK);
    assert_true(text_cut(&all, '\n', &line) && text_starts(line, T("-- EXPECT ")));
    line = text_sub(line, 10, line.n);
    assert_true(text_cut(&line, ':', &number) && text_int(number, &at));
    const char *words = text_z(a, text_trim(line)), *want = at > 0 ? text_z(a, text_fmt(a, "%s:%d: ", place, (int)at)) : "";
    bool one = strchr(r->said, '\n') == r->said + strlen(r->said) - 1;
    bool good = r->code == 1 && one && strncmp(r->said, want, strlen(want)) == 0 && strstr(r->said, words) &&
        !out_has(r, "statements.c");
    if (!good) print_error("%s: wanted %d: %s; code %d and said:\n%s", marked, (int)at, words, r->code, r->said);
    arena_free(a);
    return good;
}

static int visible(const struct dirent *e) { return e->d_name[0] != '.'; }

static void bad_statements_are_refused_at_their_line(void **state)
{
    (void)state;
    struct dirent **list;
    int n = scandir(FIXTURES "/statements_bad", &list, visible, alphasort), wrong = 0;
    assert_true(n >= 30);
    for (int i = 0; i < n; i++) {
        char path[512];
        struct run r;
        snprintf(path, sizeof path, FIXTURES "/statements_bad/%s", list[i]->d_name);
        run_sqlc(&r, FIXTURES "/layout", path);
        if (!refused(path, path, &r)) wrong++;
        folder_drop(r.out);
        free(list[i]);
    }
    free(list);
    assert_int_equal(wrong, 0);
}

static void bad_layouts_are_refused_at_their_line(void **state)
{
    (void)state;
    struct dirent **list;
    int n = scandir(FIXTURES "/layouts_bad", &list, visible, alphasort), wrong = 0;
    assert_true(n >= 9);
    for (int i = 0; i < n; i++) {
        char dir[400], path[512];
        struct run r;
        snprintf(dir, sizeof dir, FIXTURES "/layouts_bad/%s", list[i]->d_name);
        snprintf(path, sizeof path, "%s/%s_layout.sql", dir, strcmp(list[i]->d_name, "gap") == 0 ? "0002" : "0001");
        run_sqlc(&r, dir, NULL);
        if (!refused(path, path, &r)) wrong++;
        folder_drop(r.out);
        free(list[i]);
    }
    free(list);
    assert_int_equal(wrong, 0);
}

static void good_statements_are_taken(void **state)
{
    (void)state;
    struct run r;
    char path[256];
    struct text c;
    struct arena *a = arena_new(4 << 20);
    run_sqlc(&r, FIXTURES "/layout", FIXTURES "/statements_good/tricky.sql");
    assert_string_equal(r.said, "");
    assert_int_equal(r.code, 0);
    snprintf(path, sizeof path, "%s/tricky.c", r.out);
    assert_int_equal(file_read(a, path, 1 << 20, &c), RC_OK);
    assert_true(text_find(c, T("select 'a;b :c ?1 $2 -- d ''from child'' ::x', \\\"id\\\" from place where id = ?1\"")) > 0);
    assert_true(text_find(c, T("where n.name = $4 or lower(n.name) = $4 limit $5\"")) > 0);
    snprintf(path, sizeof path, "%s/tricky.h", r.out);
    assert_int_equal(file_read(a, path, 1 << 20, &c), RC_OK);
    assert_true(text_find(c,
                          T("sql_tricky_scoped(struct db *db, const struct scope *scope, "
                              "const struct sql_tricky_scoped_in *in, struct cursor *cursor)")) > 0);
    assert_true(text_find(c, T("sql_tricky_open_run(struct db *db, const struct sql_tricky_open_in *in, int64_t *changed)")) > 0);
    folder_drop(r.out);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(bad_statements_are_refused_at_their_line),
                                       cmocka_unit_test(bad_layouts_are_refused_at_their_line),
                                           cmocka_unit_test(good_statements_are_taken)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
