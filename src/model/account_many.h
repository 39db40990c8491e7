/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts for a whole list of staff at once: who wants one, the name they would sign in with, a first password for each.
 * First passwords live in memory until they have been shown; only their hashes are kept. */
#ifndef CHUYAN_MODEL_ACCOUNT_MANY_H
#define CHUYAN_MODEL_ACCOUNT_MANY_H

#include "model/account.h"

/* What a login is made of. By code: code of the school, hyphen, number at the school. By name: its pinyin, with a number behind
 * it where several sound alike. Where neither can be written in Latin letters and digits: "u" and the number in the base. */
enum account_rule { ACCOUNT_BY_CODE, ACCOUNT_BY_NAME };

struct account_wanted {
    int64_t county, key_lo, key_hi;
    int64_t batch;              /* only who came with this file; 0: everybody */
    bool again;                 /* those who have an account and never signed in with it, for another first password */
    enum account_rule rule;
    day_t today;
    size_t limit;               /* 0: all */
};

struct account_one {
    int64_t staff;
    struct text name, post, place, login;
    struct text password, secret;    /* set by account_many_secrets */
};
struct account_list { struct account_one *item; size_t n; bool again, more; };

/* In the order of places and numbers. No two logins of the list are alike, and none was taken when it was read. */
enum rc account_wanting(struct db *db, const struct account_wanted *c, struct arena *a, struct account_list *out);

/* A first password for each: `given`, or when empty one drawn for each, and their hashes: a tenth of a second each, so never
 * in a transaction. `step` may be NULL. */
enum rc account_many_secrets(struct account_list *l, struct text given, struct password_cost cost, struct arena *a,
                             void (*step)(void *ctx, size_t done, size_t total), void *ctx);

/* Opens them, or (again) renews their passwords; all or none. `told` notes each in the log. */
enum rc account_many_add(struct work *w, const struct account_list *l, bool must_change,
                         enum rc (*told)(struct work *w, int64_t staff, void *ctx), void *ctx);

#endif
