/* SPDX-License-Identifier: Apache-2.0 */
/* The handlers of routes.c, which gives each its address and gates. One page_NAME.c for each line here. */
#ifndef CHUYAN_WEB_PAGES_H
#define CHUYAN_WEB_PAGES_H

#include "web/route.h"

/* ---- the door: page_home.c page_asset.c page_login.c page_password.c page_first_use.c page_me.c ---- */
handler_fn page_home, page_health, page_asset;
handler_fn page_login, page_login_try, page_logout;
handler_fn page_password, page_password_set;
handler_fn page_first_use, page_first_use_set;
handler_fn page_me, page_me_lang, page_me_end_others, page_numbers, page_numbers_edit, page_numbers_add, page_numbers_drop;

/* ---- care ---- */
handler_fn page_today, page_children_list, page_alerts;
handler_fn page_records, page_records_file;
handler_fn page_record_form, page_record_save, page_record_show, page_record_void;
handler_fn page_child, page_reveal_form, page_reveal;
handler_fn page_excuse_form, page_excuse_ask, page_excuses, page_excuse_decide;
handler_fn page_pairing, page_pair, page_pairing_add, page_pairing_end;

/* ---- the office ---- */
handler_fn page_bodies, page_bodies_form, page_bodies_set, page_bodies_leave, page_bodies_file;
handler_fn page_staff_list, page_staff_add_form, page_staff_add, page_staff_show, page_staff_successor;
handler_fn page_staff_check, page_staff_handover, page_staff_leave;
handler_fn page_staff_grant, page_staff_grant_end, page_staff_account, page_staff_password, page_staff_close;
handler_fn page_accounts, page_accounts_make;
handler_fn page_imports, page_import_upload, page_import, page_import_report, page_import_apply;
handler_fn page_import_mapping, page_import_check, page_import_undo, page_import_drop, page_import_leave;
handler_fn page_edit, page_edit_identity, page_edit_fact, page_edit_fact_step, page_edit_kin, page_edit_kin_step;
handler_fn page_child_add_form, page_child_add, page_move, page_move_class, page_move_leave, page_move_return;
handler_fn page_promote, page_promote_run, page_audit;
handler_fn page_year_plan, page_year_plan_file, page_scheme_changes, page_scheme_try, page_burden,
    page_schemes, page_scheme, page_scheme_check, page_scheme_load;

/* ---- ledgers and boards: page_ledger.c page_board.c ---- */
handler_fn page_ledger_desk, page_ledger_class, page_ledger_school, page_ledger_centre, page_ledger_county, page_ledger_frozen;
handler_fn page_ledger_class_file, page_ledger_class_full, page_ledger_school_file, page_ledger_centre_file,
    page_ledger_county_file;
handler_fn page_ledger_class_step, page_ledger_school_step, page_ledger_centre_step, page_ledger_county_step;
handler_fn page_ledger_list, page_ledger_list_file;
handler_fn page_board_county, page_board_school, page_board_duty, page_members_diff, page_matters;
handler_fn page_facilities, page_facilities_file, page_facility, page_facility_save, page_facility_close;

#endif
