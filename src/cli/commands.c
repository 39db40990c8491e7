/* SPDX-License-Identifier: Apache-2.0 */
/* Every command, in the order of the help. */
#include "cli/cli.h"

extern const struct command cmd_init, cmd_serve, cmd_account_add, cmd_account_password, cmd_account_close, cmd_account_list;
extern const struct command cmd_audit_verify, cmd_routes, cmd_access;
extern const struct command cmd_place_import, cmd_staff_import, cmd_roll_import, cmd_roll_undo, cmd_roll_list, cmd_promote, cmd_demo_files;
extern const struct command cmd_scheme_check, cmd_scheme_load, cmd_scheme_list, cmd_scheme_explain, cmd_scheme_try;
extern const struct command cmd_record_add, cmd_pairing_add, cmd_child_show, cmd_due, cmd_evaluate, cmd_backup, cmd_restore, cmd_check;
extern const struct command cmd_ledger_class, cmd_ledger_school, cmd_ledger_centre, cmd_ledger_county;

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
    &cmd_demo_files,
    &cmd_scheme_check,
    &cmd_scheme_load,
    &cmd_scheme_list,
    &cmd_scheme_explain,
    &cmd_scheme_try,
    &cmd_pairing_add,
    &cmd_record_add,
    &cmd_child_show,
    &cmd_due,
    &cmd_evaluate,
    &cmd_ledger_class,
    &cmd_ledger_school,
    &cmd_ledger_centre,
    &cmd_ledger_county,
    &cmd_backup,
    &cmd_restore,
    &cmd_check,
    NULL,
};
