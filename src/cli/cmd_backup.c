/* SPDX-License-Identifier: Apache-2.0 */
/* backup and restore of an SQLite installation; on PostgreSQL its own tools do it, and the store says so. */
#include "cli/cli.h"

static enum rc run_backup(struct cli *c)
{
    struct store *s;
    TRY(cli_store(c, false, &s));
    TRY(store_backup(s, c->arg[0], &c->faults));
    cli_say(c, W_backup_done, text_of(c->arg[0]), TEXT_NONE);
    return RC_OK;
}

/* The key is no part of a backup: it has to stand at its place already. */
static enum rc run_restore(struct cli *c)
{
    struct store_options o = {.address = c->address, .key_file = cli_option(c, "key")};
    TRY(store_restore(&o, c->arg[0], &c->faults));
    cli_say(c, W_restore_done, text_of(c->arg[0]), text_of(c->address));
    return RC_OK;
}

static const struct option_spec restore_options[] = {{"key", "PATH", W_opt_restore_key, false}, {0}};
const struct command cmd_backup = {.name = "backup", .args = "FILE", .args_min = 1, .args_max = 1, .sentence = W_cmd_backup,
    .run = run_backup};
const struct command cmd_restore = {.name = "restore", .args = "FILE", .args_min = 1, .args_max = 1, .sentence = W_cmd_restore,
                                    .options = restore_options, .run = run_restore};
