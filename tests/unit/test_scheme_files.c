/* SPDX-License-Identifier: Apache-2.0 */
/* Every file of tests/scheme: good ones load without an error; each bad one says what its first line announces,
 * `# error LINE:COLUMN word` or `# warning …`, in both languages and with every place in the sentence filled. */
#include "unit/scheme_kit.h"

#include <dirent.h>
#include <stdlib.h>

static struct kit kit;
static struct calendar *calendar;

struct names { char name[256][64]; size_t n; };

static int by_name(const void *x, const void *y)
{
    return strcmp(x, y);
}

static void folder_read(const char *path, struct names *out)
{
    DIR *dir = opendir(path);
    assert_non_null(dir);
    out->n = 0;
    for (const struct dirent *e = readdir(dir); e; e = readdir(dir)) {
        size_t n = strlen(e->d_name);
        if (e->d_name[0] != '.' && n < 64 && out->n < 256) memcpy(out->name[out->n++], e->d_name, n + 1);
    }
    closedir(dir);
    qsort(out->name, out->n, sizeof *out->name, by_name);
}

/* The file on top of the law, as `chuyan scheme check` does it. */
static struct faults check(const char *path, struct text *content)
{
    struct faults f = faults_new(kit.a);
    struct embedded *file = arena_alloc(kit.a, sizeof *file);
    struct plan_source source[2];
    struct plan *p;
    file->path = text_dup(kit.a, text_of(path));
    assert_int_equal(file_read(kit.a, path, SCHEME_FILE_BYTES, &file->bytes), RC_OK);
    *content = file->bytes;
    assert_int_equal(plan_source_builtin(kit.a, T("schemes/law"), &source[0]), RC_OK);
    source[1] = (struct plan_source){.name = file->path, .file = file, .file_count = 1, .from = DAY_NONE, .to = DAY_NONE,
                                     .params = T("")};
    if (plan_build(kit.a, kit.codes, source, 2, NULL, &f, &p) == RC_OK) lint_plan(p, calendar, &f);
    return f;
}

static void good_files_load(void **state)
{
    (void)state;
    struct names names;
    struct text content;
    folder_read("tests/scheme/good", &names);
    assert_true(names.n >= 4);
    for (size_t i = 0; i < names.n; i++) {
        char path[128];
        snprintf(path, sizeof path, "tests/scheme/good/%s", names.name[i]);
        struct faults f = check(path, &content);
        for (size_t k = 0; k < f.n; k++) {
            if (f.list[k].warning && f.list[k].word == W_scheme_param_open) continue;
            print_error("%s:%d:%d: %.*s\n", path, f.list[k].line, f.list[k].column, TP(fault_say(&f.list[k], LANG_ZH, kit.a)));
            assert_true(f.list[k].warning && f.list[k].word == W_scheme_looser);
        }
        assert_int_equal(f.errors, 0);
    }
}

struct announced { bool warning; int line, column; struct text key; };

/* `# error 12:5 scheme_cycle` */
static struct announced announced_read(struct text content)
{
    struct text head, w[4], line, column;
    int64_t l, c;
    assert_true(text_cut(&content, '\n', &head));
    for (int i = 0; i < 4; i++) assert_true(text_cut(&head, ' ', &w[i]));
    column = w[2];
    assert_true(text_cut(&column, ':', &line) && text_int(line, &l) && text_int(column, &c));
    return (struct announced){.warning = text_eqz(w[1], "warning"), .line = (int)l, .column = (int)c, .key = w[3]};
}

static bool says_it(const struct faults *f, const char *path, bool warning, int line, int column, enum word w)
{
    for (size_t i = 0; i < f->n; i++) {
        const struct fault *one = &f->list[i];
        if (one->word == w && one->warning == warning && one->line == line && one->column == column && text_eqz(one->file,
                path)) return true;
    }
    return false;
}

static void bad_files_say_where_and_what(void **state)
{
    (void)state;
    struct names names;
    folder_read("tests/scheme/bad", &names);
    assert_true(names.n >= 30);
    for (size_t i = 0; i < names.n; i++) {
        char path[128];
        struct text content;
        snprintf(path, sizeof path, "tests/scheme/bad/%s", names.name[i]);
        struct faults f = check(path, &content);
        struct announced want = announced_read(content);
        enum word w = word_find(want.key);
        assert_int_not_equal(w, W_none);
        bool found = says_it(&f, path, want.warning, want.line, want.column, w);
        for (size_t k = 0; k < f.n && !found; k++) {
            print_error("%s: wanted %d:%d %.*s, said %d:%d %.*s\n", path, want.line, want.column, TP(want.key), f.list[k].line,
                        f.list[k].column, TP(fault_say(&f.list[k], LANG_ZH, kit.a)));
        }
        assert_true(found);
        assert_int_equal(want.warning, f.errors == 0);
    }
}

static void every_sentence_is_whole_in_both_languages(void **state)
{
    (void)state;
    struct names names;
    folder_read("tests/scheme/bad", &names);
    for (size_t i = 0; i < names.n; i++) {
        char path[128];
        struct text content;
        snprintf(path, sizeof path, "tests/scheme/bad/%s", names.name[i]);
        struct faults f = check(path, &content);
        for (size_t k = 0; k < f.n; k++) {
            for (int l = 0; l < LANG_COUNT; l++) {
                struct text t = fault_say(&f.list[k], (enum lang)l, kit.a);
                assert_true(t.n > 0 && text_find(t, T("{")) < 0);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_files_load), cmocka_unit_test(bad_files_say_where_and_what),
        cmocka_unit_test(every_sentence_is_whole_in_both_languages),
    };
    kit = kit_begin();
    if (kit.codes) calendar = kit_school_calendar(&kit, NULL);
    if (!calendar) return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(kit.a);
    return failed;
}
