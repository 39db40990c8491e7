/* SPDX-License-Identifier: Apache-2.0 */
/* The statement compiler refuses each bad example at the line its first line names (-- EXPECT line: words), with nothing written,
 * and takes the good ones. Run from the root of the tree; $BUILD says where the tools are. */
#include <dirent.h>
#include <setjmp.h>
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

#define FIXTURES "tests/fixtures/sqlc"

struct run {
    char out[64];        /* folder the compiler writes to */
    char said[4096];
    int code;
};

static void run_sqlc(struct run *r, const char *layout, const char *file)
{
    char command[1024];
    const char *build = getenv("BUILD");
    snprintf(r->out, sizeof r->out, "/tmp/chuyan-sqlc-XXXXXX");
    assert_non_null(mkdtemp(r->out));
    snprintf(command, sizeof command, "%s/tools/sqlc --sql %s --out %s %s 2>&1", build ? build : "build", layout, r->out, file);
    FILE *p = popen(command, "r");
    assert_non_null(p);
    size_t n = fread(r->said, 1, sizeof r->said - 1, p);
    r->said[n] = 0;
    int status = pclose(p);
    r->code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool out_has(const struct run *r, const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", r->out, name);
    return file_exists(path);
}

static void run_drop(struct run *r)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", r->out);
    assert_int_equal(system(command), 0);
}

/* Compares what was said with the first line of `marked`; `place` is what the complaint must begin with. */
static bool refused(const char *marked, const char *place, const struct run *r)
{
    char line[256] = "", words[200] = "", want[512];
    int number = -1;
    FILE *f = fopen(marked, "r");
    assert_non_null(f);
    assert_non_null(fgets(line, sizeof line, f));
    fclose(f);
    assert_int_equal(sscanf(line, "-- EXPECT %d: %199[^\n]", &number, words), 2);
    if (number > 0) snprintf(want, sizeof want, "%s:%d: ", place, number);
    else snprintf(want, sizeof want, "%s", "");
    bool one = strchr(r->said, '\n') == r->said + strlen(r->said) - 1;
    bool good = r->code == 1 && one && strncmp(r->said, want, strlen(want)) == 0 && strstr(r->said, words) && !out_has(r, "statements.c");
    if (!good) print_error("%s: wanted %d: %s; code %d and said:\n%s", marked, number, words, r->code, r->said);
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
        run_drop(&r);
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
        run_sqlc(&r, dir, "");
        if (!refused(path, path, &r)) wrong++;
        run_drop(&r);
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
    assert_true(text_find(c, T("sql_tricky_scoped(struct db *db, const struct scope *scope, const struct sql_tricky_scoped_in *in, struct cursor *cursor)")) > 0);
    assert_true(text_find(c, T("sql_tricky_open_run(struct db *db, const struct sql_tricky_open_in *in, int64_t *changed)")) > 0);
    run_drop(&r);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(bad_statements_are_refused_at_their_line),
                                       cmocka_unit_test(bad_layouts_are_refused_at_their_line), cmocka_unit_test(good_statements_are_taken)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
