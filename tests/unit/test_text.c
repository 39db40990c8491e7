/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

static void utf8_is_strict(void **state)
{
    (void)state;
    static const char *const good[] = {"",
                                       "a",
                                       "\x7F",
                                       "\xC2\x80",
                                       "\xDF\xBF",
                                       "\xE0\xA0\x80",
                                       "\xED\x9F\xBF",
                                       "\xEE\x80\x80",
                                       "\xEF\xBF\xBF",
                                       "\xF0\x90\x80\x80",
                                       "\xF4\x8F\xBF\xBF",
                                       "12345678阿依古丽·买买提䶮𠮷𬱖",
                                       "12345678"};
    static const char *const bad[] = {"\x80",
                                      "\xBF",
                                      "\xC0\x80",
                                      "\xC1\xBF",
                                      "\xC2",
                                      "\xC2\x41",
                                      "\xE0\x9F\xBF",
                                      "\xE4\xB8",
                                      "\xED\xA0\x80",
                                      "\xED\xBF\xBF",
                                      "\xF0\x8F\xBF\xBF",
                                      "\xF0\x9F\x98",
                                      "\xF4\x90\x80\x80",
                                      "\xF5\x80\x80\x80",
                                      "\xFF",
                                      "1234567\xC0",
                                      "12345678\xE4\xB8",
                                      "\xE4\xB8\xAD\xE4"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(text_utf8(text_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(text_utf8(text_of(bad[i])));
}

static void every_code_point_survives(void **state)
{
    (void)state;
    for (uint32_t cp = 1; cp <= 0x10FFFF; cp += cp < 0x3000 ? 1 : 251) {
        if (cp >= 0xD800 && cp <= 0xDFFF)
            continue;
        char s[4];
        size_t n = text_put(s, cp), at = 0;
        uint32_t back = 0;
        struct text t = {s, n};
        if (!text_utf8(t) || !text_next(t, &at, &back) || back != cp || at != n || text_chars(t) != 1)
            fail_msg("U+%04X", (unsigned)cp);
    }
    char s[4];
    assert_int_equal(text_put(s, 0xD800), 3);
    assert_memory_equal(s, "\xEF\xBF\xBD", 3);
    assert_int_equal(text_put(s, 0x110000), 3);
}

static void next_never_runs_past_the_end(void **state)
{
    (void)state;
    /* Exactly as long as its bytes, so that AddressSanitizer sees one read too many. */
    static const char *const cut[] = {"\xF0\x9F\x98", "\xE4\xB8", "\xC2", "a\xE4"};
    for (size_t i = 0; i < sizeof cut / sizeof *cut; i++) {
        size_t n = strlen(cut[i]), at = 0, steps = 0;
        char *s = malloc(n);
        memcpy(s, cut[i], n);
        uint32_t cp;
        while (text_next((struct text){s, n}, &at, &cp))
            steps++;
        assert_int_equal(at, n);
        assert_true(steps >= 1 && steps <= n);
        free(s);
    }
}

static void trimming_knows_chinese_spaces(void **state)
{
    (void)state;
    assert_text(text_trim(text_of("\xEF\xBB\xBF \t\xE3\x80\x80 李 明\xC2\xA0\r\n\xE3\x80\x80")), "李 明");
    assert_text(text_trim(text_of(" \xE3\x80\x80 ")), "");
    assert_text(text_trim(text_of("")), "");
    assert_null(text_trim(TEXT_NONE).s);
    assert_text(text_trim(text_of("、")), "、"); /* E3 80 81: nearly the space E3 80 80 */
    assert_text(text_trim(text_of("一\x80")), "一\x80");
}

static void cutting_gives_each_part(void **state)
{
    (void)state;
    struct text rest = T("a,,b,"), part;
    static const char *const want[] = {"a", "", "b"};
    size_t n = 0;
    while (text_cut(&rest, ',', &part))
        assert_text(part, want[n++]);
    assert_int_equal(n, 3);
    rest = T("");
    assert_false(text_cut(&rest, ',', &part));
    rest = TEXT_NONE;
    assert_false(text_cut(&rest, ',', &part));
    rest = T("whole");
    assert_true(text_cut(&rest, ',', &part));
    assert_text(part, "whole");
    assert_false(text_cut(&rest, ',', &part));
}

static void integers_do_not_overflow(void **state)
{
    (void)state;
    int64_t v = 7;
    static const char *const bad[] = {
        "",   "-",  "+1", " 1", "1 ", "1.0", "0x1", "9223372036854775808", "-9223372036854775808", "99999999999999999999",
        "１", "1-", "--1"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(text_int(text_of(bad[i]), &v));
    assert_int_equal(v, 7);
    assert_true(text_int(T("9223372036854775807"), &v) && v == INT64_MAX);
    assert_true(text_int(T("-9223372036854775807"), &v) && v == -INT64_MAX);
    assert_true(text_int(T("-0"), &v) && v == 0);
    assert_true(text_int(T("007"), &v) && v == 7);
}

static void finding_and_comparing(void **state)
{
    (void)state;
    assert_int_equal(text_find(T("留守儿童"), T("儿童")), 6);
    assert_int_equal(text_find(T("abc"), T("d")), -1);
    assert_int_equal(text_find(T("abc"), T("")), 0);
    assert_int_equal(text_find(TEXT_NONE, T("x")), -1);
    assert_true(text_starts(T("abc"), T("ab")) && !text_starts(T("a"), T("ab")) && text_starts(T("a"), T("")));
    assert_true(text_ends(T("abc"), T("bc")) && !text_ends(T("c"), T("bc")) && text_ends(T(""), T("")));
    assert_true(text_cmp(T("a"), T("b")) < 0 && text_cmp(T("ab"), T("a")) > 0 && text_cmp(T("a"), T("a")) == 0);
    assert_true(text_cmp(T("\xE4"), T("a")) > 0); /* bytes, not signed characters */
    assert_true(text_eq(TEXT_NONE, T("")) && text_empty(TEXT_NONE) && text_empty(T("")));
    assert_text(text_sub(T("abcdef"), 2, 3), "cde");
    assert_text(text_sub(T("abc"), 2, SIZE_MAX), "c");
    assert_text(text_sub(T("abc"), 9, 2), "");
    assert_int_equal(text_chars(T("a李𠮷")), 3);
}

static void making_texts(void **state)
{
    (void)state;
    struct arena *a = arena_new(UNIT_ARENA);
    assert_text(text_fmt(a, "%d-%s", 7, "七"), "7-七");
    char long_one[2000];
    memset(long_one, 'x', sizeof long_one - 1);
    long_one[sizeof long_one - 1] = 0;
    assert_int_equal(text_fmt(a, "%s!", long_one).n, sizeof long_one);
    assert_text(text_fmt(a, "%.255s", long_one), text_z(a, text_sub(text_of(long_one), 0, 255)));
    assert_text(text_fmt(a, "%.256s", long_one), text_z(a, text_sub(text_of(long_one), 0, 256)));
    assert_text(text_join(a, T("左"), T("右")), "左右");
    assert_text(text_join(a, TEXT_NONE, T("")), "");
    assert_null(text_dup(a, TEXT_NONE).s);
    assert_non_null(text_dup(a, T("")).s);
    assert_string_equal(text_z(a, TEXT_NONE), "");
    assert_int_equal(text_hash(T("a")) == text_hash(T("b")), 0);
    assert_int_equal(text_hash(T("")), text_hash(TEXT_NONE));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_is_strict),
        cmocka_unit_test(every_code_point_survives),
        cmocka_unit_test(next_never_runs_past_the_end),
        cmocka_unit_test(trimming_knows_chinese_spaces),
        cmocka_unit_test(cutting_gives_each_part),
        cmocka_unit_test(integers_do_not_overflow),
        cmocka_unit_test(finding_and_comparing),
        cmocka_unit_test(making_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
