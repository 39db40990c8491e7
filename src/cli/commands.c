/* SPDX-License-Identifier: Apache-2.0 */
/* Every command, in the order of the help. */
#include "cli/cli.h"

extern const struct command cmd_init, cmd_serve, cmd_account_add, cmd_account_make, cmd_account_password, cmd_account_close,
    cmd_account_list;
extern const struct command cmd_audit_verify, cmd_routes, cmd_access;
extern const struct command cmd_place_import, cmd_staff_import, cmd_roll_import, cmd_roll_undo, cmd_roll_list, cmd_promote;
extern const struct command cmd_demo_files;
extern const struct command cmd_scheme_check, cmd_scheme_load, cmd_scheme_list, cmd_scheme_explain, cmd_scheme_try;
extern const struct command cmd_scheme_coverage;
extern const struct command cmd_record_add, cmd_pairing_add, cmd_child_show, cmd_due, cmd_evaluate;
extern const struct command cmd_child_move, cmd_child_leave, cmd_child_return;
extern const struct command cmd_backup, cmd_restore, cmd_key_rotate, cmd_check;
extern const struct command cmd_ledger_class, cmd_ledger_school, cmd_ledger_centre, cmd_ledger_county;
extern const struct command cmd_ledger_submit, cmd_ledger_return, cmd_ledger_accept, cmd_ledger_lock, cmd_ledger_reopen;
extern const struct command cmd_staff_list, cmd_record_list, cmd_scheme_new, cmd_scheme_export, cmd_scheme_import;
extern const struct command cmd_scheme_year, cmd_scheme_diff;
extern const struct command cmd_scheme_year;
extern const struct command cmd_number_add, cmd_number_drop, cmd_number_list;
extern const struct command cmd_record_show, cmd_record_void, cmd_excuse_ask, cmd_excuse_list, cmd_excuse_decide;
extern const struct command cmd_pairing_list, cmd_pairing_board, cmd_pairing_end, cmd_pairing_move;
extern const struct command cmd_staff_check, cmd_staff_grant, cmd_staff_leave;
extern const struct command cmd_body_list, cmd_body_set, cmd_body_leave;
extern const struct command cmd_members, cmd_members_diff, cmd_setting_list, cmd_setting_get, cmd_setting_set;

const struct command *const commands[] = {
    &cmd_init,
    &cmd_serve,
    &cmd_account_add,
    &cmd_account_make,
    &cmd_account_password,
    &cmd_account_close,
    &cmd_account_list,
    &cmd_audit_verify,
    &cmd_routes,
    &cmd_access,
    &cmd_place_import,
    &cmd_staff_import,
    &cmd_staff_list,
    &cmd_staff_check,
    &cmd_staff_grant,
    &cmd_staff_leave,
    &cmd_roll_import,
    &cmd_roll_undo,
    &cmd_roll_list,
    &cmd_promote,
    &cmd_demo_files,
    &cmd_scheme_new,
    &cmd_scheme_check,
    &cmd_scheme_export,
    &cmd_scheme_import,
    &cmd_scheme_load,
    &cmd_scheme_list,
    &cmd_scheme_explain,
    &cmd_scheme_try,
    &cmd_scheme_year,
    &cmd_scheme_diff,
    &cmd_scheme_coverage,
    &cmd_pairing_add,
    &cmd_pairing_list,
    &cmd_pairing_board,
    &cmd_pairing_end,
    &cmd_pairing_move,
    &cmd_body_list,
    &cmd_body_set,
    &cmd_body_leave,
    &cmd_record_add,
    &cmd_record_list,
    &cmd_record_show,
    &cmd_record_void,
    &cmd_excuse_ask,
    &cmd_excuse_list,
    &cmd_excuse_decide,
    &cmd_number_list,
    &cmd_number_add,
    &cmd_number_drop,
    &cmd_child_show,
    &cmd_child_move,
    &cmd_child_leave,
    &cmd_child_return,
    &cmd_members,
    &cmd_members_diff,
    &cmd_due,
    &cmd_evaluate,
    &cmd_setting_list,
    &cmd_setting_get,
    &cmd_setting_set,
    &cmd_ledger_class,
    &cmd_ledger_school,
    &cmd_ledger_centre,
    &cmd_ledger_county,
    &cmd_ledger_submit,
    &cmd_ledger_return,
    &cmd_ledger_accept,
    &cmd_ledger_lock,
    &cmd_ledger_reopen,
    &cmd_backup,
    &cmd_restore,
    &cmd_key_rotate,
    &cmd_check,
    NULL,
};
