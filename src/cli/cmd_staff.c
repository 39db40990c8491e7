/* SPDX-License-Identifier: Apache-2.0 */
/* Staff from a file, with their accounts: each gets a first password, which goes to the clerk as a list and has to be changed. */
#include "cli/accounts.h"
#include "cli/load.h"
#include "model/place.h"
#include "model/staff_import.h"

static const struct option_spec options[] = {
    LOAD_OPTIONS,
    {"accounts", "OUT.xlsx|OUT.csv", W_opt_staff_accounts, false},
    {"password", "PASSWORD", W_opt_staff_password, false},
    {0},
};

static enum rc run(struct cli *c)
{
    struct loaded l;
    const char *path = cli_option(c, "accounts");
    TRY(load_run(c, staff_import_preview, true, &l));
    struct account_wanted wanted = {.county = c->county, .key_hi = PLACE_KEY_END, .batch = l.batch, .today = c->as_of};
    size_t made;
    if (l.batch && path) TRY(accounts_make(c, &wanted, cli_option(c, "password"), path, &made));
    else if (l.batch) cli_note(c, W_load_accounts_hint, TEXT_NONE, TEXT_NONE);
    return load_end(c, &l);
}

const struct command cmd_staff_import = {.name = "staff import",
                                         .args = "FILE",
                                         .args_min = 1,
                                         .args_max = 1,
                                         .sentence = W_cmd_staff_import,
                                         .options = options,
                                         .run = run};
