/* SPDX-License-Identifier: Apache-2.0 */
#include "model/account.h"

#include "gen/sql/account.h"
#include "model/session.h"

#include <string.h>

bool account_login_clean(struct arena *a, struct text typed, struct text *login)
{
    struct text t = text_trim(typed);
    if (t.n < 3 || t.n > 40) return false;
    char *out = arena_copy(a, t.s, t.n);
    for (size_t i = 0; i < t.n; i++) {
        if (out[i] >= 'A' && out[i] <= 'Z') out[i] = (char)(out[i] + 32);
        bool ok = (out[i] >= 'a' && out[i] <= 'z') || (out[i] >= '0' && out[i] <= '9') || (out[i] && strchr("._-", out[i]));
        if (!ok) return false;
    }
    *login = (struct text){out, t.n};
    return true;
}

enum rc account_by_login(struct db *db, struct text login, struct arena *a, struct account *out)
{
    struct sql_account_by_login_out row;
    TRY(sql_account_by_login_one(db, &(struct sql_account_by_login_in){.login = login}, a, &row));
    *out = (struct account){
        .login = login,
        .secret = row.secret,
        .lang = row.lang,
        .county = row.county,
        .staff = row.staff,
        .must_change = row.must_change != 0,
        .closed = row.closed != 0,
        .failed = (int)row.failed,
        .locked_until = row.locked_until_at,
    };
    return RC_OK;
}

enum rc account_by_staff(struct db *db, int64_t county, int64_t staff, struct arena *a, struct account *out)
{
    struct sql_account_by_staff_out row;
    TRY(sql_account_by_staff_one(db, &(struct sql_account_by_staff_in){.county = county, .staff = staff}, a, &row));
    *out = (struct account){
        .login = row.login, .lang = row.lang, .county = county, .staff = staff, .must_change = row.must_change != 0,
        .closed = row.closed != 0, .failed = (int)row.failed, .locked_until = row.locked_until_at,
    };
    return RC_OK;
}

enum rc account_add(struct work *w, struct text login, int64_t staff, struct text secret, bool must_change)
{
    struct account there;
    enum rc rc = account_by_login(w->db, login, w->arena, &there);
    if (rc == RC_OK) {
        fault_add(w->faults, T("login"), W_account_taken, login, TEXT_NONE);
        return RC_CONFLICT;
    }
    if (rc != RC_NOT_FOUND) return rc;
    rc = account_by_staff(w->db, w->county, staff, w->arena, &there);
    if (rc == RC_OK) {
        fault_add(w->faults, T("staff"), W_account_has_one, there.login, TEXT_NONE);
        return RC_CONFLICT;
    }
    if (rc != RC_NOT_FOUND) return rc;
    return sql_account_insert_run(w->db,
        &(struct sql_account_insert_in){
            .login = login, .county = w->county, .staff = staff, .secret = secret, .must_change = must_change,
            .lang = T("zh"), .changed_at = w->now,
        },
        NULL);
}

enum rc account_secret(struct work *w, struct text login, struct text secret, bool must_change)
{
    struct account a;
    TRY(account_by_login(w->db, login, w->arena, &a));
    TRY(sql_account_secret_run(
        w->db,
        &(struct sql_account_secret_in){.login = login, .secret = secret, .must_change = must_change, .changed_at = w->now},
        NULL));
    return session_end_staff(w->db, a.county, a.staff);
}

enum rc account_close(struct work *w, struct text login, bool closed)
{
    struct account a;
    TRY(account_by_login(w->db, login, w->arena, &a));
    TRY(sql_account_close_run(w->db, &(struct sql_account_close_in){.login = login, .closed = closed}, NULL));
    return session_end_staff(w->db, a.county, a.staff);
}

enum rc account_lang(struct work *w, struct text login, enum lang lang)
{
    return sql_account_lang_run(
        w->db, &(struct sql_account_lang_in){.login = login, .lang = lang == LANG_EN ? T("en") : T("zh")}, NULL);
}

enum rc account_failed(struct db *db, const struct account *account, moment_t now, moment_t *until)
{
    int failed = account->failed + 1;
    *until = 0;
    if (failed >= ACCOUNT_TRIES) {
        int doublings = failed - ACCOUNT_TRIES;
        moment_t lock = doublings > 6 ? ACCOUNT_LOCK_MAX_MS : (moment_t)ACCOUNT_LOCK_MS << doublings;
        *until = now + (lock > ACCOUNT_LOCK_MAX_MS ? ACCOUNT_LOCK_MAX_MS : lock);
    }
    return sql_account_failed_run(db,
        &(struct sql_account_failed_in){.login = account->login, .failed = failed, .locked_until_at = *until}, NULL);
}

enum rc account_passed(struct db *db, const struct account *account)
{
    if (!account->failed && !account->locked_until) return RC_OK;
    return sql_account_failed_run(db, &(struct sql_account_failed_in){.login = account->login}, NULL);
}

enum rc account_count(struct db *db, int64_t *n)
{
    struct sql_account_count_out row;
    struct arena *a = arena_new(1 << 16);
    enum rc rc = sql_account_count_one(db, a, &row);
    *n = rc == RC_OK ? row.n : 0;
    arena_free(a);
    return rc;
}
