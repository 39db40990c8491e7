/* SPDX-License-Identifier: Apache-2.0 */
/* Sign-in of members of staff. A login name belongs to one county and one member of staff. */
#ifndef CHUYAN_MODEL_ACCOUNT_H
#define CHUYAN_MODEL_ACCOUNT_H

#include "model/password.h"
#include "model/work.h"

struct account {
    struct text login, secret, lang;
    int64_t county, staff;
    bool must_change, closed;
    int failed;
    moment_t locked_until;
};

/* Five wrong passwords in a row lock an account for a minute, each further one for twice as long, up to an hour: enough against
 * guessing, not enough for somebody to keep a teacher out for a day. */
enum { ACCOUNT_TRIES = 5, ACCOUNT_LOCK_MS = 60 * 1000, ACCOUNT_LOCK_MAX_MS = 60 * 60 * 1000 };

/* Lower-case, ASCII letters, digits, dot, hyphen and underscore, 3 to 40 of them; false when it cannot be made one. */
bool account_login_clean(struct arena *a, struct text typed, struct text *login);
enum rc account_by_login(struct db *db, struct text login, struct arena *a, struct account *out);
enum rc account_by_staff(struct db *db, int64_t county, int64_t staff, struct arena *a, struct account *out);
/* RC_CONFLICT with a fault when the login is taken, or the member of staff has one already. The secret is made beforehand
 * (password_hash takes a tenth of a second; no transaction waits for it). */
enum rc account_add(struct work *w, struct text login, int64_t staff, struct text secret, bool must_change);
/* A new secret; ends every session of theirs. */
enum rc account_secret(struct work *w, struct text login, struct text secret, bool must_change);
enum rc account_close(struct work *w, struct text login, bool closed);
enum rc account_lang(struct work *w, struct text login, enum lang lang);
/* Counts a wrong password and locks when there were too many; *until is 0 while not locked. */
enum rc account_failed(struct db *db, const struct account *account, moment_t now, moment_t *until);
enum rc account_passed(struct db *db, const struct account *account);
/* 0 on a fresh installation. */
enum rc account_count(struct db *db, int64_t *n);

#endif
