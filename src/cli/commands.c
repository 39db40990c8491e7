/* SPDX-License-Identifier: Apache-2.0 */
/* Every command, in the order of the help. */
#include "cli/cli.h"

extern const struct command cmd_init, cmd_serve, cmd_account_add, cmd_account_password, cmd_account_close, cmd_account_list;
extern const struct command cmd_audit_verify, cmd_routes, cmd_access;
extern const struct command cmd_place_import, cmd_staff_import, cmd_roll_import, cmd_roll_undo, cmd_roll_list, cmd_promote;

const struct command *const commands[] = {
    &cmd_init,
    &cmd_serve,
    &cmd_account_add,
    &cmd_account_password,
    &cmd_account_close,
    &cmd_account_list,
    &cmd_audit_verify,
    &cmd_routes,
    &cmd_access,
    &cmd_place_import,
    &cmd_staff_import,
    &cmd_roll_import,
    &cmd_roll_undo,
    &cmd_roll_list,
    &cmd_promote,
    NULL,
};
