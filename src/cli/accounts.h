/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts for many with their first passwords in a file that goes to the clerk: `staff import --accounts`, `account make`. */
#ifndef CHUYAN_CLI_ACCOUNTS_H
#define CHUYAN_CLI_ACCOUNTS_H

#include "cli/cli.h"
#include "model/account_many.h"

/* Makes what `wanted` asks for and writes the list to `path` (.csv, else xlsx; readable by its owner alone). `given`: one
 * password for all that need not be changed, for demonstrations; NULL: one for each. *made: how many. */
enum rc accounts_make(struct cli *c, const struct account_wanted *wanted, const char *given, const char *path, size_t *made);

#endif
