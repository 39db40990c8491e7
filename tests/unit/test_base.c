/* SPDX-License-Identifier: Apache-2.0 */
/* The small ones of base: ids, hash, file, log, rc, word, fault. */
#include "base/fault.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/ids.h"
#include "base/log.h"
#include "unit.h"

#include <sys/resource.h>
#include <sys/stat.h>

#define NOW INT64_C(1795263491000) /* 2026-11-21 20:18:11 in Shanghai */

static void ids_rise_and_never_repeat(void **state)
{
    (void)state;
    struct ids g = {.node = 5};
    int64_t last = 0;
    for (int i = 0; i < 5000; i++) { /* five times what one millisecond holds */
        int64_t id = ids_next(&g, NOW);
        assert_true(id > last);
        assert_int_equal(id >> 10 & 7, 5);
        last = id;
    }
    int64_t later = ids_next(&g, NOW - 3600000); /* the clock was set back */
    assert_true(later > last);
    int64_t much_later = ids_next(&g, NOW + 60000);
    assert_int_equal((much_later >> 13) + INT64_C(1577836800000), NOW + 60000);
    assert_true(much_later < INT64_C(1) << 53);
}

static void ids_of_two_nodes_differ(void **state)
{
    (void)state;
    struct ids a = {.node = 0}, b = {.node = 1};
    assert_true(ids_next(&a, NOW) != ids_next(&b, NOW));
    struct ids early = {.node = 0};
    assert_true(ids_next(&early, 0) > 0);
    assert_true(ids_next(&early, 0) > 1);
}

static void ids_wrong_node(void *p)
{
    (void)p;
    struct ids g = {.node = 8};
    ids_next(&g, NOW);
}

static void ids_refuse_a_ninth_node(void **state)
{
    (void)state;
    assert_true(unit_stops(ids_wrong_node, NULL));
}

static void digests_and_their_spellings(void **state)
{
    (void)state;
    struct arena *a = arena_new(UNIT_ARENA);
    assert_true(hash_start());
    unsigned char h[SHA256_BYTES], back[SHA256_BYTES];
    hash_sha256(h, T("abc")); /* FIPS 180-2, appendix B.1 */
    struct text hex = hash_hex(a, h, sizeof h);
    assert_text(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_true(hash_unhex(hex, back, sizeof back) && hash_same(h, back, sizeof h));
    assert_false(hash_unhex(text_sub(hex, 0, 62), back, sizeof back));
    assert_false(hash_unhex(T("zz"), back, 1));
    hash_sha256(h, TEXT_NONE);
    assert_text(hash_hex(a, h, 4), "e3b0c442");
    for (size_t n = 1; n <= 5; n++) {
        const unsigned char bytes[5] = {0xFB, 0xFF, 0x00, 0xBE, 0xEF};
        struct text b64 = hash_b64url(a, bytes, n);
        assert_int_equal(text_find(b64, T("+")), -1);
        assert_int_equal(text_find(b64, T("=")), -1);
        assert_true(hash_unb64url(b64, back, n));
        assert_memory_equal(back, bytes, n);
        assert_false(hash_unb64url(b64, back, n + 1));
        assert_false(hash_unb64url(text_join(a, b64, T("A")), back, n));
    }
    assert_text(hash_b64url(a, "\xFB\xFF", 2), "-_8");
    assert_false(hash_unb64url(T("-_9"), back, 2)); /* leftover bits: two spellings of one value would be two keys */
    unsigned char r1[32] = {0}, r2[32] = {0};
    hash_random(r1, sizeof r1);
    hash_random(r2, sizeof r2);
    assert_false(hash_same(r1, r2, sizeof r1));
    arena_free(a);
}

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
    snprintf(p->dir, sizeof p->dir, "/tmp/chuyan-unit-XXXXXX");
    *state = p;
    return mkdtemp(p->dir) ? 0 : -1;
}

static int place_remove(void **state)
{
    struct place *p = *state;
    unlink(at(p, "one"));
    unlink(at(p, "two"));
    int rc = rmdir(p->dir); /* fails when a temporary neighbour was left behind */
    arena_free(p->a);
    free(p);
    return rc;
}

static void files_come_back_as_written(void **state)
{
    struct place *p = *state;
    struct text t;
    assert_int_equal(file_read(p->a, at(p, "one"), 100, &t), RC_NOT_FOUND);
    assert_int_equal(file_write(at(p, "one"), T("第一\0行"), 0600), RC_OK);
    assert_int_equal(file_read(p->a, at(p, "one"), 10, &t), RC_OK);
    assert_true(text_eq(t, T("第一\0行")));
    assert_int_equal(file_read(p->a, at(p, "one"), 9, &t), RC_TOO_LARGE);
    struct stat st;
    assert_int_equal(stat(at(p, "one"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(file_write(at(p, "one"), T(""), 0644), RC_OK);
    assert_int_equal(file_read(p->a, at(p, "one"), 0, &t), RC_OK);
    assert_int_equal(t.n, 0);
    assert_int_equal(stat(at(p, "one"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0644);
    assert_int_equal(file_read(p->a, p->dir, 100, &t), RC_UNAVAILABLE);
    assert_int_equal(file_read(p->a, at(p, "one/below"), 100, &t), RC_NOT_FOUND);
    assert_int_equal(file_write(at(p, "none/one"), T("x"), 0600), RC_NOT_FOUND);
    assert_int_equal(file_read(p->a, "/proc/self/status", 100000, &t), RC_OK); /* says its size is 0 */
    assert_true(t.n > 100);
    assert_int_equal(file_read(p->a, "/dev/zero", 100000, &t), RC_TOO_LARGE);
    assert_true(file_exists(at(p, "one")) && !file_exists(at(p, "two")));
}

static void write_too_much(void *path)
{
    struct rlimit little = {1000, 1000};
    setrlimit(RLIMIT_FSIZE, &little);
    signal(SIGXFSZ, SIG_IGN);
    static char content[5000];
    if (file_write(path, (struct text){content, sizeof content}, 0600) == RC_NO_SPACE)
        abort(); /* what the parent waits for */
}

static void a_full_disk_leaves_the_old_file(void **state)
{
    struct place *p = *state;
    struct text t;
    assert_int_equal(file_write(at(p, "two"), T("old"), 0600), RC_OK);
    assert_true(unit_stops(write_too_much, (void *)(uintptr_t)at(p, "two")));
    assert_int_equal(file_read(p->a, at(p, "two"), 100, &t), RC_OK);
    assert_text(t, "old");
}

static void embedded_files_are_found(void **state)
{
    (void)state;
    size_t n = 0;
    const struct embedded *all = embedded_all(&n);
    for (size_t i = 0; i < n; i++) {
        assert_ptr_equal(embedded_find(all[i].path), &all[i]);
        assert_true(i == 0 || text_cmp(all[i - 1].path, all[i].path) < 0);
    }
    assert_null(embedded_find(T("no/such/file")));
    const struct embedded *licence = embedded_find(T("npm/htmx.org/LICENSE"));
    assert_non_null(licence);
    assert_true(text_find(licence->bytes, T("Redistribution")) >= 0 || text_find(licence->bytes, T("Permission")) >= 0);
}

static void log_into(int fd)
{
    dup2(fd, STDERR_FILENO);
    log_level_set(LOG_INFO);
    log_line(LOG_DEBUG, NOW, "quiet", NULL);
    log_line(LOG_INFO, NOW, "request", "path", T("/a\"b\\\n"), "broken", T("\xFFx"), "none", TEXT_NONE, NULL);
    char long_value[9000];
    memset(long_value, 'y', sizeof long_value);
    log_line(LOG_ERROR, NOW, "long", "value", (struct text){long_value, sizeof long_value}, "next", T("z"), NULL);
    _exit(0);
}

static void log_lines_are_json_and_short(void **state)
{
    (void)state;
    int fds[2];
    assert_int_equal(pipe(fds), 0);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        log_into(fds[1]);
    close(fds[1]);
    char got[9000];
    size_t n = 0;
    for (ssize_t k; (k = read(fds[0], got + n, sizeof got - 1 - n)) > 0;)
        n += (size_t)k;
    got[n] = 0;
    close(fds[0]);
    waitpid(child, NULL, 0);
    struct text rest = {got, n}, line;
    assert_true(text_cut(&rest, '\n', &line));
    assert_text(line, "{\"at\":1795263491000,\"level\":\"info\",\"event\":\"request\",\"path\":\"/"
                      "a\\\"b\\\\\\u000a\",\"broken\":\"\xEF\xBF\xBDx\",\"none\":\"\"}");
    assert_true(text_cut(&rest, '\n', &line));
    assert_true(line.n < 4096 && line.n > 3000 && text_ends(line, T("y\"}")));
    assert_false(text_cut(&rest, '\n', &line));
}

static void outcomes_have_one_table(void **state)
{
    (void)state;
    static const int http[] = {200, 404, 404, 422, 409, 413, 503, 507, 503, 500}, codes[] = {0, 4, 5, 2, 6, 7, 8, 9, 10, 70};
    for (int rc = 0; rc < RC_COUNT; rc++) {
        assert_int_equal(rc_http((enum rc)rc), http[rc]);
        assert_int_equal(rc_exit((enum rc)rc), codes[rc]);
        assert_non_null(rc_name((enum rc)rc));
    }
    assert_string_equal(rc_name(RC_TOO_LARGE), "too_large");
    assert_int_equal(rc_http((enum rc)99), 500);
    assert_int_equal(rc_level(RC_INTERNAL), LOG_ERROR);
    assert_int_equal(rc_level(RC_INVALID), LOG_INFO);
}

static void words_are_found_and_filled(void **state)
{
    (void)state;
    struct arena *a = arena_new(UNIT_ARENA);
    for (int w = 1; w < WORD_COUNT; w++) {
        assert_int_equal(word_find(word_keys[w]), w);
        assert_true(w == 1 || text_cmp(word_keys[w - 1], word_keys[w]) < 0);
    }
    assert_int_equal(word_find(T("no_such_word")), W_none);
    assert_int_equal(word_find(T("")), W_none);
    assert_int_equal(word_find(TEXT_NONE), W_none);
    const struct text args[] = {T("quota"), T("7")};
    assert_text(word_fill(a, LANG_EN, W_yaml_duplicate_key, args, 2), "“quota” is written twice, first on line 7");
    assert_text(word_fill(a, LANG_ZH, W_yaml_duplicate_key, args, 2), "“quota”写了两次，第一次在第 7 行");
    assert_text(word_fill(a, LANG_EN, W_yaml_duplicate_key, args, 1), "“quota” is written twice, first on line ");
    /* An argument is never read as a form again. */
    const struct text sly[] = {T("{1}"), T("{0}")};
    assert_text(word_fill(a, LANG_EN, W_yaml_duplicate_key, sly, 2), "“{1}” is written twice, first on line {0}");
    assert_text(word(LANG_ZH, W_none), "");
    assert_text(word(LANG_ZH, (enum word)WORD_COUNT), "");
    arena_free(a);
}

static void faults_copy_count_and_stop(void **state)
{
    (void)state;
    struct arena *a = arena_new(UNIT_ARENA);
    struct faults f = faults_new(a);
    char passing[] = "name";
    fault_add(&f, text_of(passing), W_yaml_syntax, text_of(passing), TEXT_NONE);
    memset(passing, 'x', 4);
    assert_text(f.list[0].field, "name");
    assert_text(fault_say(&f.list[0], LANG_EN, a), "This is not YAML: name");
    fault_warn(&f, T(""), W_yaml_tab, TEXT_NONE, TEXT_NONE);
    assert_int_equal(f.errors, 1);
    assert_int_equal(f.n, 2);
    for (int i = 0; i < FAULTS_MAX; i++)
        fault_warn(&f, T(""), W_yaml_tab, TEXT_NONE, TEXT_NONE);
    assert_true(f.cut && f.n == FAULTS_MAX && f.errors == 1);
    fault_add(&f, T(""), W_yaml_tab, TEXT_NONE, TEXT_NONE);
    assert_int_equal(f.errors, 2); /* an error behind the cut still refuses */
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_rise_and_never_repeat),
        cmocka_unit_test(ids_of_two_nodes_differ),
        cmocka_unit_test(ids_refuse_a_ninth_node),
        cmocka_unit_test(digests_and_their_spellings),
        cmocka_unit_test_setup_teardown(files_come_back_as_written, place_make, place_remove),
        cmocka_unit_test_setup_teardown(a_full_disk_leaves_the_old_file, place_make, place_remove),
        cmocka_unit_test(embedded_files_are_found),
        cmocka_unit_test(log_lines_are_json_and_short),
        cmocka_unit_test(outcomes_have_one_table),
        cmocka_unit_test(words_are_found_and_filled),
        cmocka_unit_test(faults_copy_count_and_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
