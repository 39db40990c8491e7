/* SPDX-License-Identifier: Apache-2.0 */
/* Where the schemes named on the command line come from. */
#ifndef CHUYAN_CLI_SCHEME_SOURCE_H
#define CHUYAN_CLI_SCHEME_SOURCE_H

#include "cli/cli.h"

/* A folder on disk, or the name of a scheme that is built in ("law", "yx-youxi"). */
enum rc scheme_source(struct cli *c, const char *arg, struct faults *f, struct plan_source *out);
/* --params "key=value,key=value" → lines of confirmed parameters. */
enum rc scheme_params(struct cli *c, struct plan_source *source);

#endif
