/* SPDX-License-Identifier: Apache-2.0 */
/* What the check of schemes says, for every command that ends with it. */
#ifndef CHUYAN_CLI_SCHEME_CHECK_H
#define CHUYAN_CLI_SCHEME_CHECK_H

#include "cli/cli.h"

/* Reads the schemes together, on top of the law unless --alone, and writes the sentences (or with --json the list) to the
 * command's output. RC_INVALID when one is an error. */
enum rc scheme_check_run(struct cli *c, const char *const *arg, int n);

#endif
