/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts for a whole list: who wants one, and the slips with first passwords. */
#ifndef CHUYAN_VIEW_BUILD_ACCOUNTS_H
#define CHUYAN_VIEW_BUILD_ACCOUNTS_H

#include "gen/view/account_slips.h"
#include "gen/view/accounts.h"
#include "model/account_many.h"
#include "view/field.h"

/* Made at one press: each password is hashed for a tenth of a second, and who presses waits for all of them. */
enum { ACCOUNTS_AT_ONCE = 100 };

struct accounts_query {
    int64_t place, key_lo, key_hi;     /* proven by the caller; place 0: not named */
    struct account_wanted wanted;      /* with its limit */
    const struct faults *faults;       /* why the press was refused; NULL none */
};

enum rc build_accounts(const struct ask *q, const struct accounts_query *c, struct accounts_view *v);
/* `skipped`: ticked, and not in need of one any more. */
void build_account_slips(const struct ask *q, const struct account_list *made, size_t skipped, struct text address,
                         struct account_slips_view *v);

/* How the page names what it asks for. */
struct text accounts_rule_key(enum account_rule rule);

#endif
