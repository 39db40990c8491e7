/* SPDX-License-Identifier: Apache-2.0 */
#include "model/password.h"

#include "base/hash.h"

#include <sodium.h>
#include <string.h>

enum rc password_hash(struct arena *a, struct text password, struct password_cost cost, struct text *secret)
{
    char *out = arena_alloc(a, crypto_pwhash_STRBYTES);
    if (crypto_pwhash_str(out, password.s, password.n, cost.rounds, cost.memory) != 0) return RC_UNAVAILABLE;
    *secret = text_of(out);
    return RC_OK;
}

bool password_fits(struct text secret, struct text password, struct password_cost cost)
{
    char stored[crypto_pwhash_STRBYTES] = {0};
    if (!secret.s || secret.n >= sizeof stored) {
        (void)!crypto_pwhash_str(stored, password.s ? password.s : "", password.n, cost.rounds, cost.memory);
        return false;
    }
    memcpy(stored, secret.s, secret.n);
    return crypto_pwhash_str_verify(stored, password.s ? password.s : "", password.n) == 0;
}

static int kinds_of(struct text t)
{
    bool lower = false, upper = false, digit = false, other = false;
    for (size_t i = 0; i < t.n; i++) {
        char c = t.s[i];
        if (c >= 'a' && c <= 'z') lower = true;
        else if (c >= 'A' && c <= 'Z') upper = true;
        else if (c >= '0' && c <= '9') digit = true;
        else other = true;
    }
    return lower + upper + digit + other;
}

/* Letters alone, lower-cased, without the digits and signs that people hang on: "Password123!" is "password". */
static bool tried_first(struct arena *a, struct text t)
{
    static const char *const words[] = {"password", "passwd",  "admin",   "administrator", "qwerty", "qwertyuiop",
                                        "woaini",   "chuyan",  "abc",     "abcd",          "abcdef", "test",
                                        "root",     "letmein", "welcome", "xuexiao",       "laoshi", "mima"};
    char *core = arena_alloc(a, t.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < t.n; i++) {
        char c = t.s[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
        if (c == '@') c = 'a';
        if (c >= 'a' && c <= 'z') core[n++] = c;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(core, words[i]) == 0) return true;
    }
    size_t steps = 0; /* 1234567890a, aaaaaaaaaa1 */
    for (size_t i = 1; i < t.n; i++) steps += t.s[i] == t.s[i - 1] || t.s[i] == t.s[i - 1] + 1;
    return t.n > 1 && steps * 4 >= (t.n - 1) * 3;
}

bool password_check(struct text password, struct text login, struct text field, struct faults *f)
{
    size_t before = f->errors, chars = text_utf8(password) ? text_chars(password) : password.n;
    if (chars < PASSWORD_MIN) {
        fault_add(f, field, W_password_short, text_fmt(f->arena, "%d", PASSWORD_MIN), TEXT_NONE);
    } else if (chars > PASSWORD_MAX) {
        fault_add(f, field, W_password_long, text_fmt(f->arena, "%d", PASSWORD_MAX), TEXT_NONE);
    } else if (kinds_of(password) < 2) {
        fault_add(f, field, W_password_plain, TEXT_NONE, TEXT_NONE);
    } else if (login.n >= 3 && text_find(password, login) >= 0) {
        fault_add(f, field, W_password_login, TEXT_NONE, TEXT_NONE);
    } else if (tried_first(f->arena, password)) {
        fault_add(f, field, W_password_common, TEXT_NONE, TEXT_NONE);
    }
    return f->errors == before;
}

struct text password_first(struct arena *a)
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
    char *out = arena_alloc(a, 15);
    size_t n = 0;
    for (int i = 0; i < 12; i++) {
        if (i && i % 4 == 0) out[n++] = '-';
        out[n++] = letters[randombytes_uniform(sizeof letters - 1)];
    }
    return (struct text){out, n};
}
