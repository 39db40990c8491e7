/* SPDX-License-Identifier: Apache-2.0 */
/* Passwords and cookies: what is asked of them, and what fits. */
#include "unit.h"

#include "base/hash.h"
#include "model/account.h"
#include "model/session.h"

static const struct password_cost cheap = {8192, 1};

static void rules(void **state)
{
    (void)state;
    static const struct { const char *password; enum word word;
    } rows[] = {
        {"", W_password_short},
        {"Ab3-Ab3-A", W_password_short},
        {"onlysmallletters", W_password_plain},
        {"93847561029", W_password_plain},
        {"Password123!", W_password_common},
        {"P@ssw0rdadmin", W_none},
        {"1234567890a", W_password_common},
        {"aaaaaaaaaa1", W_password_common},
        {"wanglaoshi-2026", W_password_login},
        {"Yanzi-feilai", W_none},
        {"燕子飞来的时候我们都在1", W_none},
        {"ADMIN2026!!", W_password_common},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena *a = arena_new(UNIT_ARENA);
        struct faults f = faults_new(a);
        bool ok = password_check(text_of(rows[i].password), T("wanglaoshi"), T("new"), &f);
        if (ok != (rows[i].word == W_none)) print_error("%s\n", rows[i].password);
        assert_int_equal(ok, rows[i].word == W_none);
        if (!ok) assert_int_equal(f.list[0].word, rows[i].word);
        arena_free(a);
    }
}

static void hashes(void **state)
{
    (void)state;
    struct arena *a = arena_new(UNIT_ARENA);
    struct text one, two;
    assert_int_equal(password_hash(a, T("Yanzi-feilai"), cheap, &one), RC_OK);
    assert_int_equal(password_hash(a, T("Yanzi-feilai"), cheap, &two), RC_OK);
    assert_false(text_eq(one, two)); /* salted */
    assert_true(text_starts(one, T("$argon2id$")));
    assert_true(password_fits(one, T("Yanzi-feilai"), cheap));
    assert_false(password_fits(one, T("Yanzi-feilaj"), cheap));
    assert_false(password_fits(one, T(""), cheap));
    assert_false(password_fits(TEXT_NONE, T("Yanzi-feilai"), cheap)); /* nobody's password fits nobody */
    assert_false(password_fits(T("not a hash"), T("Yanzi-feilai"), cheap));
    arena_free(a);
}

static void first_passwords(void **state)
{
    (void)state;
    struct arena *a = arena_new(UNIT_ARENA);
    struct faults f = faults_new(a);
    struct text one = password_first(a), two = password_first(a);
    assert_int_equal(one.n, 14);
    assert_false(text_eq(one, two));
    for (size_t i = 0; i < one.n; i++) assert_null(memchr("0O1lI", one.s[i], 5)); /* read aloud without mistakes */
    assert_true(f.errors == 0);
    arena_free(a);
}

static void logins(void **state)
{
    (void)state;
    struct arena *a = arena_new(UNIT_ARENA);
    struct text login;
    assert_true(account_login_clean(a, T("  Wang.Laoshi_3-2 "), &login));
    assert_text(login, "wang.laoshi_3-2");
    assert_false(account_login_clean(a, T("ab"), &login));
    assert_false(account_login_clean(a, T("王老师王老师"), &login));
    assert_false(account_login_clean(a, T("a b c"), &login));
    assert_false(account_login_clean(a, T("abc\0d"), &login));
    assert_false(account_login_clean(a, T("a234567890123456789012345678901234567890x"), &login));
    arena_free(a);
}

static void cookies(void **state)
{
    (void)state;
    unsigned char token[32], other[32];
    assert_true(session_token(T("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), token));
    assert_true(session_token(T("BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), other));
    assert_memory_not_equal(token, other, 32);
    assert_false(session_token(T(""), token));
    assert_false(session_token(T("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), token));
    assert_false(session_token(T("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="), token));
    assert_false(session_token(T("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA;A"), token));
}

int main(void)
{
    if (!hash_start()) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules), cmocka_unit_test(hashes), cmocka_unit_test(first_passwords), cmocka_unit_test(logins),
        cmocka_unit_test(cookies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
