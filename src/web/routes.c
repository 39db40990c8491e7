/* SPDX-License-Identifier: Apache-2.0 */
/* Every address of the house. One row each, every gate a column; kept by groups in the order of the navigation.
 *
 * A row without a gate passes nobody; a parameter that is not declared here is refused; a row that leaves no line in the audit
 * log says why. `chuyan routes` prints the table, `chuyan access` what each role may open; both are golden files under
 * tests/golden. */
#include "web/pages.h"

#define PARAMS(...) (const struct param[]){__VA_ARGS__, {0}}
#define KB * 1024
#define MB * 1024 * 1024

/* Reasons why a row leaves no line in the audit log. */
#define NO_PERSON "shows nothing about a person"
#define OWN "shows a person only themselves"

enum { SCHEME_FILES_SENT = 32 };  /* as many as a scheme may have */

/* Parameters that several rows share. */
#define P_VERSION {"version", P_INT, true, 0, INT64_C(1) << 53, NULL}     /* of what the form was made from */
#define P_SECTION {"section", P_CODE, false, 0, 40, NULL}
/* What a person is looked for by. Never on a GET: an address stands in histories and in logs of proxies. */
#define P_WORDS {"q", P_TEXT, false, 0, 40, NULL}
#define P_RECORDS                                                                                                          \
    {"place", P_ID, false, 0, 0, NULL}, {"kind", P_CODE, false, 0, 90, NULL}, {"from", P_DAY, false, 0, 0, NULL},          \
        {"to", P_DAY, false, 0, 0, NULL}, {"before", P_DAY, false, 0, 0, NULL}, {"before_id", P_ID, false, 0, 0, NULL}
#define P_ACCOUNTS                                                                                                         \
    {"place", P_ID, false, 0, 0, NULL}, {"batch", P_ID, false, 0, 0, NULL}, {"which", P_CODE, false, 0, 0, "none again"},  \
        {"rule", P_CODE, false, 0, 0, "code name"}
#define P_BODY                                                                                                             \
    {"scheme", P_CODE, true, 0, 40, NULL}, {"body", P_CODE, true, 0, 40, NULL}, {"post", P_CODE, false, 0, 40, NULL},       \
        {"group", P_ID, false, 0, 0, NULL}
#define P_NEXT {"next", P_TEXT, false, 0, 200, NULL}

/* The questions of a kind of record are data: they come as f_NAME and are checked against its description. */
#define RECORD_PARAMS \
    PARAMS({"kind", P_CODE, false, 0, 90, NULL}, {"child", P_IDS, false, 0, 200, NULL}, {"many", P_BOOL, false, 0, 0, NULL}, \
           {"place", P_ID, false, 0, 0, NULL}, {"facility", P_ID, false, 0, 0, NULL}, \
           {"staff", P_IDS, false, 0, 500, NULL}, {"actor", P_ID, false, 0, 0, NULL}, \
           {"day", P_DAY, false, 0, 0, NULL}, {"mode", P_CODE, false, 0, 40, NULL}, {"met", P_CODES, false, 0, 20, NULL}, \
           {"minutes", P_INT, false, 0, 1440, NULL}, {"sentence", P_NOTE, false, 0, 2000, NULL}, \
           {"f_", P_PREFIX, false, 0, 2000, NULL}, \
           {"follow", P_DAY, false, 0, 0, NULL}, {"device_at", P_INT, false, 0, INT64_C(1) << 45, NULL}, \
           {"replaces", P_ID, false, 0, 0, NULL}, {"back", P_TEXT, false, 0, 200, NULL})

#define SCHEME_SENT                                                                                                       \
    PARAMS({"token", P_TEXT, true, 0, 3 MB, NULL}, {"from", P_DAY, true, 0, 0, NULL}, {"p_", P_PREFIX, false, 0, 60, NULL})
#define EXCUSE_WHAT                                                                                                       \
    {"child", P_IDS, false, 0, 1, NULL}, {"place", P_ID, false, 0, 0, NULL}, {"staff", P_IDS, false, 0, 60, NULL},       \
        {"duty", P_INT, false, 0, INT64_C(1) << 31, NULL},                                                         \
        {"from", P_DAY, false, 0, 0, NULL}, {"last", P_DAY, false, 0, 0, NULL}
#define EXCUSE_PARAMS                                                                                                     \
    PARAMS(EXCUSE_WHAT, {"reason_code", P_CODE, false, 0, 40, NULL}, {"reason", P_NOTE, false, 0, 500, NULL})
/* Ledgers: which place, counting rule and span; absent ones have their usual value. */
#define P_LEDGER \
    {"place", P_ID, false, 0, 0, NULL}, {"rule", P_CODE, false, 0, 80, NULL}, {"from", P_DAY, false, 0, 0, NULL}, \
    {"as_of", P_DAY, false, 0, 0, NULL}
#define P_STEP \
    {"step", P_CODE, true, 0, 0, "submit return accept lock reopen"}, {"version", P_INT, true, 0, 1000000, NULL}, \
    {"comment", P_NOTE, false, 0, 300, NULL}

const struct route routes[] = {
    /* ---- the door ---- */
    {METHOD_GET, "/", GATE_SIGNED, CAP_none, LANE_QUICK, page_home, NULL, NULL, NO_PERSON, 0},
    {METHOD_GET, "/health", GATE_OPEN, CAP_none, LANE_QUICK, page_health, NULL, NULL, NO_PERSON, 0},
    {METHOD_GET, "/assets/{name}", GATE_OPEN, CAP_none, LANE_QUICK, page_asset,
     PARAMS({"name", P_CODE, true, 0, 0, NULL}, {"v", P_CODE, false, 0, 0, NULL}), NULL, NO_PERSON, 0},
    {METHOD_GET, "/login", GATE_OPEN, CAP_none, LANE_QUICK, page_login,
     PARAMS(P_NEXT), NULL, NO_PERSON, 0},
    {METHOD_POST, "/login", GATE_OPEN, CAP_none, LANE_WORKER, page_login_try,
     PARAMS(P_NEXT, {"user", P_TEXT, true, 0, 40, NULL}, {"password", P_SECRET, true, 0, 200, NULL}), "account", NULL, 4 KB},
    {METHOD_POST, "/logout", GATE_SIGNED, CAP_none, LANE_WRITE, page_logout, NULL, "account", NULL, 4 KB},
    {METHOD_GET, "/password", GATE_SIGNED, CAP_none, LANE_QUICK, page_password, NULL, NULL, OWN, 0},
    {METHOD_POST, "/password", GATE_SIGNED, CAP_none, LANE_WORKER, page_password_set,
     PARAMS({"old", P_SECRET, true, 0, 200, NULL}, {"new", P_SECRET, true, 0, 200, NULL},
            {"again", P_SECRET, true, 0, 200, NULL}),
     "account", NULL, 4 KB},
    {METHOD_GET, "/first-use", GATE_OPEN, CAP_none, LANE_QUICK, page_first_use, NULL, NULL, NO_PERSON, 0},
    {METHOD_POST, "/first-use", GATE_OPEN, CAP_none, LANE_WORKER, page_first_use_set,
     PARAMS({"code", P_TEXT, true, 0, 20, NULL}, {"county", P_TEXT, true, 0, 6, NULL}, {"name", P_TEXT, true, 2, 60, NULL},
            {"admin_login", P_TEXT, true, 0, 40, NULL}, {"admin_name", P_TEXT, true, 0, 40, NULL},
            {"admin_password", P_SECRET, true, 0, 200, NULL}, {"clerk_login", P_TEXT, true, 0, 40, NULL},
            {"clerk_name", P_TEXT, true, 0, 40, NULL}, {"clerk_password", P_SECRET, true, 0, 200, NULL}),
     "county", NULL, 8 KB},

    /* ---- me ---- */
    {METHOD_GET, "/me", GATE_SIGNED, CAP_none, LANE_QUICK, page_me, NULL, NULL, OWN, 0},
    {METHOD_POST, "/me/lang", GATE_SIGNED, CAP_none, LANE_WRITE, page_me_lang,
     PARAMS({"lang", P_CODE, true, 0, 0, "zh en"}), NULL, OWN, 4 KB},
    {METHOD_POST, "/me/sessions/end", GATE_SIGNED, CAP_none, LANE_WRITE, page_me_end_others, NULL, "account", NULL, 4 KB},
    {METHOD_GET, "/numbers", GATE_OPEN, CAP_none, LANE_QUICK, page_numbers, NULL, NULL, NO_PERSON, 0},
    {METHOD_GET, "/numbers/edit", GATE_PLACE, CAP_staff_edit, LANE_QUICK, page_numbers_edit,
     PARAMS({"place", P_ID, false, 0, 0, NULL}), NULL, NO_PERSON, 0},
    {METHOD_POST, "/numbers/edit", GATE_PLACE, CAP_staff_edit, LANE_WRITE, page_numbers_add,
     PARAMS({"place", P_ID, true, 0, 0, NULL}, {"name", P_TEXT, false, 0, 60, NULL}, {"number", P_TEXT, false, 0, 40, NULL},
            {"note", P_TEXT, false, 0, 120, NULL}, {"order", P_INT, false, 0, 999, NULL}), "number", NULL, 4 KB},
    {METHOD_POST, "/numbers/drop", GATE_PLACE, CAP_staff_edit, LANE_WRITE, page_numbers_drop,
     PARAMS({"place", P_ID, true, 0, 0, NULL}, {"number", P_ID, true, 0, 0, NULL}), "number", NULL, 4 KB},

    /* ---- care ---- */
    {METHOD_GET, "/today", GATE_MINE, CAP_today, LANE_QUICK, page_today,
     PARAMS({"all", P_CODE, false, 0, 0, "overdue week later matters"}),
     "today", NULL, 0},
    {METHOD_GET, "/children", GATE_PLACE, CAP_child_list, LANE_QUICK, page_children_list,
     PARAMS({"place", P_ID, false, 0, 0, NULL}, {"care", P_BOOL, false, 0, 0, NULL},
            {"after_key", P_INT, false, 0, INT64_C(1) << 40, NULL}, {"after", P_ID, false, 0, 0, NULL},
            {"shown", P_INT, false, 0, 10000000, NULL}),
     "place", NULL, 0},
    {METHOD_POST, "/children", GATE_PLACE, CAP_child_list, LANE_LOOK, page_children_list,
     PARAMS({"place", P_ID, false, 0, 0, NULL}, {"care", P_BOOL, false, 0, 0, NULL}, P_WORDS), "place", NULL, 4 KB},
    {METHOD_GET, "/child/{id}", GATE_CHILD, CAP_child_read, LANE_QUICK, page_child,
     PARAMS({"before", P_DAY, false, 0, 0, NULL}, {"whole", P_BOOL, false, 0, 0, NULL}),
     "child", NULL, 0},
    {METHOD_GET, "/child/{id}/reveal", GATE_CHILD, CAP_child_reveal, LANE_QUICK, page_reveal_form,
     PARAMS({"what", P_CODE, true, 0, 40, NULL}), "child", NULL, 0},
    {METHOD_POST, "/child/{id}/reveal", GATE_CHILD, CAP_child_reveal, LANE_WRITE, page_reveal,
     PARAMS({"what", P_CODE, true, 0, 40, NULL}, {"reason", P_CODE, true, 0, 0, "contact verify emergency paper"}),
     "child", NULL, 4 KB},
    {METHOD_GET, "/record", GATE_MINE, CAP_record_add, LANE_QUICK, page_record_form,
     PARAMS({"kind", P_CODE, false, 0, 90, NULL}, {"child", P_IDS, false, 0, 200, NULL}, {"many", P_BOOL, false, 0, 0, NULL},
            {"place", P_ID, false, 0, 0, NULL}, {"facility", P_ID, false, 0, 0, NULL},
            {"staff", P_IDS, false, 0, 500, NULL}, {"day", P_DAY, false, 0, 0, NULL},
            {"replaces", P_ID, false, 0, 0, NULL}),
     "child", NULL, 0},
    {METHOD_POST, "/record", GATE_MINE, CAP_record_add, LANE_WRITE, page_record_save, RECORD_PARAMS, "record", NULL, 0},
    {METHOD_GET, "/records", GATE_PLACE, CAP_child_read, LANE_QUICK, page_records, PARAMS(P_RECORDS), "place", NULL, 0},
    {METHOD_GET, "/records/file", GATE_PLACE, CAP_export, LANE_WORKER, page_records_file, PARAMS(P_RECORDS), "place", NULL, 0},
    {METHOD_GET, "/record/{id}", GATE_RECORD, CAP_child_read, LANE_QUICK, page_record_show, NULL, "record", NULL, 0},
    {METHOD_POST, "/record/{id}/void", GATE_RECORD, CAP_record_void, LANE_WRITE, page_record_void,
     PARAMS({"reason", P_TEXT, false, 0, 200, NULL}), "record", NULL, 4 KB},

    {METHOD_GET, "/alerts", GATE_MINE, CAP_child_read, LANE_QUICK, page_alerts, NULL, "place", NULL, 0},
    {METHOD_GET, "/excuse", GATE_MINE, CAP_excuse_ask, LANE_QUICK, page_excuse_form, PARAMS(EXCUSE_WHAT), "excuse", NULL, 0},
    {METHOD_POST, "/excuse", GATE_MINE, CAP_excuse_ask, LANE_WRITE, page_excuse_ask, EXCUSE_PARAMS, "excuse", NULL, 8 KB},
    {METHOD_GET, "/excuses", GATE_PLACE, CAP_excuse_approve, LANE_QUICK, page_excuses, NULL, "place", NULL, 0},
    {METHOD_POST, "/excuse/{id}/decide", GATE_EXCUSE, CAP_excuse_approve, LANE_WRITE, page_excuse_decide,
     PARAMS({"step", P_CODE, true, 0, 0, "approve refuse"}, {"version", P_INT, false, 0, 1000, NULL}), "excuse", NULL, 4 KB},

    /* ---- who stands by whom ---- */
    {METHOD_GET, "/pairing", GATE_PLACE, CAP_pairing_edit, LANE_QUICK, page_pairing,
     PARAMS({"place", P_ID, false, 0, 0, NULL}, {"bare", P_BOOL, false, 0, 0, NULL},
            {"after_key", P_INT, false, 0, INT64_C(1) << 40, NULL},
            {"after", P_ID, false, 0, 0, NULL}, {"shown", P_INT, false, 0, 10000000, NULL}),
     "place", NULL, 0},
    {METHOD_GET, "/child/{id}/pairing", GATE_CHILD, CAP_pairing_edit, LANE_QUICK, page_pair,
     PARAMS({"relation", P_CODE, false, 0, 40, NULL}), "child", NULL, 0},
    {METHOD_POST, "/child/{id}/pairing", GATE_CHILD, CAP_pairing_edit, LANE_LOOK, page_pair,
     PARAMS({"relation", P_CODE, false, 0, 40, NULL}, P_WORDS), "child", NULL, 4 KB},
    {METHOD_POST, "/child/{id}/pairing/add", GATE_CHILD, CAP_pairing_edit, LANE_WRITE, page_pairing_add,
     PARAMS({"relation", P_CODE, true, 0, 40, NULL}, P_WORDS, {"staff", P_ID, false, 0, 0, NULL},
            {"peer", P_IDS, false, 0, 1, NULL}, {"helper_kind", P_CODE, false, 0, 40, NULL}, {"from", P_DAY, false, 0, 0, NULL},
            {"replace", P_BOOL, false, 0, 0, NULL}),
     "child", NULL, 4 KB},
    {METHOD_POST, "/child/{id}/pairing/end", GATE_CHILD, CAP_pairing_edit, LANE_WRITE, page_pairing_end,
     PARAMS({"pairing", P_ID, true, 0, 0, NULL}, {"day", P_DAY, true, 0, 0, NULL},
            {"reason", P_CODE, true, 0, 0, "changed left moved error"}, {"relation", P_CODE, false, 0, 40, NULL},
            P_WORDS),
     "child", NULL, 4 KB},

    /* ---- the file of a child, changed by hand ---- */
    {METHOD_GET, "/child/{id}/edit", GATE_CHILD, CAP_child_edit, LANE_QUICK, page_edit,
     PARAMS({"section", P_CODE, false, 0, 40, NULL}, {"kind", P_CODE, false, 0, 90, NULL},
            {"who", P_CODE, false, 0, 0, "father mother"},
            {"kin", P_ID, false, 0, 0, NULL}, {"add", P_BOOL, false, 0, 0, NULL}),
     "child", NULL, 0},
    {METHOD_POST, "/child/{id}/edit", GATE_CHILD, CAP_child_edit, LANE_WRITE, page_edit_identity,
     PARAMS(P_VERSION, P_SECTION, {"name", P_TEXT, true, 0, 60, NULL}, {"sex", P_CODE, true, 0, 0, "0 1 2 9"},
            {"birth", P_DAY, false, 0, 0, NULL}, {"nation", P_CODE, false, 0, 4, NULL}, {"id_kind", P_CODE, false, 0, 20, NULL},
            {"id_no", P_TEXT, false, 0, 40, NULL}, {"roll_no", P_TEXT, false, 0, 40, NULL},
            {"address", P_TEXT, false, 0, 200, NULL},
            {"bed", P_TEXT, false, 0, 40, NULL}),
     "child", NULL, 8 KB},
    {METHOD_POST, "/child/{id}/fact", GATE_CHILD, CAP_child_edit, LANE_WRITE, page_edit_fact,
     PARAMS(P_VERSION, P_SECTION, {"kind", P_CODE, true, 0, 40, NULL}, {"who", P_CODE, false, 0, 0, "father mother"},
            {"code", P_CODES, false, 0, 40, NULL}, {"words", P_TEXT, false, 0, 200, NULL}, {"where", P_TEXT, false, 0, 60, NULL},
            {"from", P_DAY, true, 0, 0, NULL}, {"to", P_DAY, false, 0, 0, NULL}, {"note", P_TEXT, false, 0, 200, NULL}),
     "child", NULL, 8 KB},
    {METHOD_POST, "/child/{id}/fact/step", GATE_CHILD, CAP_child_edit, LANE_WRITE, page_edit_fact_step,
     PARAMS(P_VERSION, P_SECTION, {"item", P_ID, true, 0, 0, NULL}, {"step", P_CODE, true, 0, 0, "end void"},
            {"day", P_DAY, false, 0, 0, NULL}),
     "child", NULL, 4 KB},
    {METHOD_POST, "/child/{id}/kin", GATE_CHILD, CAP_child_edit, LANE_WRITE, page_edit_kin,
     PARAMS(P_VERSION, P_SECTION, {"kin", P_INT, false, 0, INT64_C(1) << 53, NULL}, {"relation", P_CODE, true, 0, 4, NULL},
            {"name", P_TEXT, true, 0, 60, NULL}, {"part", P_CODES, false, 0, 2, "guardian carer"},
            {"phone", P_TEXT, false, 0, 80, NULL},
            {"work", P_TEXT, false, 0, 60, NULL}, {"from", P_DAY, false, 0, 0, NULL}),
     "child", NULL, 8 KB},
    {METHOD_POST, "/child/{id}/kin/step", GATE_CHILD, CAP_child_edit, LANE_WRITE, page_edit_kin_step,
     PARAMS(P_VERSION, P_SECTION, {"item", P_ID, true, 0, 0, NULL}, {"step", P_CODE, true, 0, 0, "end"},
            {"day", P_DAY, false, 0, 0, NULL}),
     "child", NULL, 4 KB},

    /* ---- a child comes, changes class, leaves, comes back ---- */
    {METHOD_GET, "/children/add", GATE_PLACE, CAP_child_move, LANE_QUICK, page_child_add_form,
     PARAMS({"place", P_ID, false, 0, 0, NULL}), NULL, "an empty form", 0},
    {METHOD_POST, "/children/add", GATE_PLACE, CAP_child_move, LANE_WRITE, page_child_add,
     PARAMS({"name", P_TEXT, true, 0, 60, NULL}, {"sex", P_CODE, true, 0, 0, "1 2"}, {"birth", P_DAY, false, 0, 0, NULL},
            {"id_no", P_TEXT, false, 0, 40, NULL}, {"roll_no", P_TEXT, false, 0, 40, NULL}, {"class", P_ID, true, 0, 0, NULL},
            {"from", P_CODE, true, 0, 0, "new transfer_in"}, {"day", P_DAY, true, 0, 0, NULL}),
     "child", NULL, 8 KB},
    {METHOD_GET, "/child/{id}/move", GATE_CHILD, CAP_child_move, LANE_QUICK, page_move,
     PARAMS({"place", P_ID, false, 0, 0, NULL}), "child", NULL, 0},
    {METHOD_POST, "/child/{id}/move", GATE_CHILD, CAP_child_move, LANE_WRITE, page_move_class,
     PARAMS(P_VERSION, {"class", P_ID, true, 0, 0, NULL}, {"day", P_DAY, true, 0, 0, NULL}), "child", NULL, 4 KB},
    {METHOD_POST, "/child/{id}/return", GATE_CHILD, CAP_child_move, LANE_WRITE, page_move_return,
     PARAMS(P_VERSION, {"class", P_ID, true, 0, 0, NULL}, {"day", P_DAY, true, 0, 0, NULL}), "child", NULL, 4 KB},
    {METHOD_POST, "/child/{id}/leave", GATE_CHILD, CAP_child_move, LANE_WRITE, page_move_leave,
     PARAMS(P_VERSION, {"day", P_DAY, true, 0, 0, NULL},
            {"reason", P_CODE, true, 0, 0, "transfer_out graduated dropout died error other"}), "child", NULL, 4 KB},

    /* ---- colleagues, their posts and accounts ---- */
    {METHOD_GET, "/staff", GATE_PLACE, CAP_staff_edit, LANE_QUICK, page_staff_list,
     PARAMS({"place", P_ID, false, 0, 0, NULL}, {"which", P_CODE, false, 0, 0, "stale unsigned"},
            {"after_key", P_INT, false, 0, INT64_C(1) << 40, NULL}, {"after", P_ID, false, 0, 0, NULL},
            {"shown", P_INT, false, 0, 10000000, NULL}),
     "place", NULL, 0},
    {METHOD_POST, "/staff", GATE_PLACE, CAP_staff_edit, LANE_LOOK, page_staff_list,
     PARAMS({"place", P_ID, false, 0, 0, NULL}, {"which", P_CODE, false, 0, 0, "stale unsigned"}, P_WORDS), "place", NULL, 4 KB},
    {METHOD_GET, "/staff/add", GATE_PLACE, CAP_staff_edit, LANE_QUICK, page_staff_add_form, NULL, NULL, "an empty form", 0},
    {METHOD_POST, "/staff/add", GATE_PLACE, CAP_staff_edit, LANE_WRITE, page_staff_add,
     PARAMS({"name", P_TEXT, true, 0, 40, NULL}, {"sex", P_CODE, false, 0, 0, "1 2"}, {"home", P_ID, true, 0, 0, NULL},
            {"post", P_TEXT, false, 0, 40, NULL}, {"code", P_TEXT, false, 0, 40, NULL}, {"phone", P_TEXT, false, 0, 40, NULL},
            {"check_day", P_DAY, false, 0, 0, NULL}),
     "staff", NULL, 8 KB},
    {METHOD_GET, "/staff/accounts", GATE_PLACE, CAP_account_admin, LANE_WORKER, page_accounts,
     PARAMS(P_ACCOUNTS), "place", NULL, 0},
    {METHOD_POST, "/staff/accounts", GATE_PLACE, CAP_account_admin, LANE_WORKER, page_accounts_make,
     PARAMS(P_ACCOUNTS, {"staff", P_IDS, false, 0, 100, NULL}), "account", NULL, 16 KB},
    {METHOD_GET, "/staff/{id}", GATE_STAFF, CAP_staff_edit, LANE_QUICK, page_staff_show, NULL, "staff", NULL, 0},
    {METHOD_POST, "/staff/{id}", GATE_STAFF, CAP_staff_edit, LANE_LOOK, page_staff_successor, PARAMS(P_WORDS), "staff", NULL,
     4 KB},
    {METHOD_POST, "/staff/{id}/check", GATE_STAFF, CAP_staff_edit, LANE_WRITE, page_staff_check,
     PARAMS({"check_day", P_DAY, true, 0, 0, NULL}, {"check_result", P_CODE, true, 0, 0, "pass blocked"}), "staff", NULL, 4 KB},
    {METHOD_POST, "/staff/{id}/handover", GATE_STAFF, CAP_pairing_edit, LANE_WRITE, page_staff_handover,
     PARAMS({"hand_to", P_ID, false, 0, 0, NULL}, {"hand_day", P_DAY, true, 0, 0, NULL}), "staff", NULL, 4 KB},
    {METHOD_POST, "/staff/{id}/leave", GATE_STAFF, CAP_staff_edit, LANE_WRITE, page_staff_leave,
     PARAMS({"successor", P_ID, false, 0, 0, NULL}, {"leave_day", P_DAY, true, 0, 0, NULL}), "staff", NULL, 4 KB},
    {METHOD_POST, "/staff/{id}/grant", GATE_STAFF, CAP_account_admin, LANE_WRITE, page_staff_grant,
     PARAMS({"role", P_CODE, true, 0, 40, NULL}, {"place", P_ID, true, 0, 0, NULL}), "staff", NULL, 4 KB},
    {METHOD_POST, "/staff/{id}/grant/end", GATE_STAFF, CAP_account_admin, LANE_WRITE, page_staff_grant_end,
     PARAMS({"grant", P_ID, true, 0, 0, NULL}), "staff", NULL, 4 KB},
    {METHOD_POST, "/staff/{id}/account", GATE_STAFF, CAP_account_admin, LANE_WORKER, page_staff_account,
     PARAMS({"login", P_TEXT, true, 0, 40, NULL}), "account", NULL, 4 KB},
    {METHOD_POST, "/staff/{id}/password", GATE_STAFF, CAP_account_admin, LANE_WORKER, page_staff_password, NULL, "account", NULL,
     4 KB},
    {METHOD_POST, "/staff/{id}/close", GATE_STAFF, CAP_account_admin, LANE_WRITE, page_staff_close,
     PARAMS({"closed", P_BOOL, true, 0, 0, NULL}), "account", NULL, 4 KB},

    /* ---- files of schools ---- */
    {METHOD_GET, "/imports", GATE_PLACE, CAP_roll_import, LANE_QUICK, page_imports, NULL, "place", NULL, 0},
    {METHOD_POST, "/imports", GATE_PLACE, CAP_roll_import, LANE_WORKER, page_import_upload,
     PARAMS({"kind", P_CODE, true, 0, 0, "roll staff place"}, {"file", P_FILE, true, 0, 32 MB, NULL},
            {"school", P_ID, false, 0, 0, NULL},
            {"as_of", P_DAY, false, 0, 0, NULL}),
     "batch", NULL, 33 MB},
    {METHOD_GET, "/import/{id}", GATE_BATCH, CAP_roll_import, LANE_WORKER, page_import,
     PARAMS({"tab", P_CODE, false, 0, 0, "refused warned changed new missing"},
            {"after", P_INT, false, 0, INT64_C(1) << 40, NULL},
            {"shown", P_INT, false, 0, 10000000, NULL}),
     "batch", NULL, 0},
    {METHOD_GET, "/import/{id}/report", GATE_BATCH, CAP_roll_import, LANE_WORKER, page_import_report, NULL, "batch", NULL, 0},
    {METHOD_POST, "/import/{id}/mapping", GATE_BATCH, CAP_roll_import, LANE_WORKER, page_import_mapping,
     PARAMS({"m_", P_PREFIX, false, 0, 60, NULL}), "batch", NULL, 64 KB},
    {METHOD_POST, "/import/{id}/check", GATE_BATCH, CAP_roll_import, LANE_WORKER, page_import_check, NULL, "batch", NULL, 4 KB},
    {METHOD_POST, "/import/{id}/apply", GATE_BATCH, CAP_roll_import, LANE_WORKER, page_import_apply,
     PARAMS({"version", P_INT, false, 0, 1000, NULL}), "batch", NULL, 4 KB},
    {METHOD_POST, "/import/{id}/undo", GATE_BATCH, CAP_roll_undo, LANE_WORKER, page_import_undo,
     PARAMS({"version", P_INT, false, 0, 1000, NULL}), "batch", NULL, 4 KB},
    {METHOD_POST, "/import/{id}/drop", GATE_BATCH, CAP_roll_import, LANE_WORKER, page_import_drop, NULL, "batch", NULL, 4 KB},
    {METHOD_POST, "/import/{id}/leave", GATE_BATCH, CAP_roll_import, LANE_WRITE, page_import_leave,
     PARAMS({"child", P_IDS, false, 0, 300, NULL}, {"day", P_DAY, true, 0, 0, NULL},
            {"reason", P_CODE, true, 0, 0, "transfer_out graduated dropout other"}),
     "batch", NULL, 16 KB},

    /* ---- a new school year ---- */
    {METHOD_GET, "/promote", GATE_PLACE, CAP_roll_import, LANE_QUICK, page_promote, NULL, "place", NULL, 0},
    {METHOD_POST, "/promote", GATE_PLACE, CAP_roll_import, LANE_WORKER, page_promote_run,
     PARAMS({"year", P_INT, true, 2000, 2199, NULL}, {"sure", P_BOOL, false, 0, 0, NULL}), "batch", NULL, 4 KB},

    /* ---- the log ---- */
    {METHOD_GET, "/audit", GATE_COUNTY, CAP_audit_read, LANE_QUICK, page_audit,
     PARAMS({"before", P_INT, false, 0, INT64_C(1) << 53, NULL}, {"staff", P_ID, false, 0, 0, NULL}), "audit", NULL, 0},

    /* ---- schemes ---- */
    {METHOD_GET, "/schemes", GATE_ANYWHERE, CAP_scheme_read, LANE_QUICK, page_schemes, NULL, NULL, NO_PERSON, 0},
    {METHOD_GET, "/scheme/{key}/{version}", GATE_ANYWHERE, CAP_scheme_read, LANE_QUICK, page_scheme,
     PARAMS({"key", P_CODE, true, 0, 60, NULL}), NULL, NO_PERSON, 0},
    {METHOD_GET, "/scheme/{key}/{version}/changes", GATE_ANYWHERE, CAP_scheme_read, LANE_WORKER, page_scheme_changes,
     PARAMS({"key", P_CODE, true, 0, 60, NULL}, {"since", P_INT, false, 1, 1000000, NULL}), NULL, NO_PERSON, 0},
    {METHOD_GET, "/burden", GATE_PLACE, CAP_board_school, LANE_WORKER, page_burden,
     PARAMS({"place", P_ID, false, 0, 0, NULL}, {"weeks", P_INT, false, 1, 52, NULL}), NULL, NO_PERSON, 0},
    {METHOD_POST, "/schemes/try", GATE_COUNTY, CAP_scheme_load, LANE_WORKER, page_scheme_try, SCHEME_SENT, NULL,
     "tries a scheme, changes nothing", 8 MB},
    {METHOD_GET, "/year-plan", GATE_PLACE, CAP_scheme_read, LANE_QUICK, page_year_plan,
     PARAMS({"place", P_ID, false, 0, 0, NULL}, {"year", P_INT, false, 1900, 2200, NULL}), NULL, NO_PERSON, 0},
    {METHOD_GET, "/year-plan/file", GATE_PLACE, CAP_scheme_read, LANE_WORKER, page_year_plan_file,
     PARAMS({"place", P_ID, false, 0, 0, NULL}, {"year", P_INT, false, 1900, 2200, NULL}), NULL, NO_PERSON, 0},
    {METHOD_POST, "/schemes/check", GATE_COUNTY, CAP_scheme_load, LANE_WORKER, page_scheme_check,
     PARAMS({"built_in", P_CODE, false, 0, 60, NULL}, {"file", P_FILE, false, SCHEME_FILES_SENT, 4 MB, NULL}), NULL,
     "looks at a scheme, changes nothing", 8 MB},
    {METHOD_POST, "/schemes/load", GATE_COUNTY, CAP_scheme_load, LANE_WRITE, page_scheme_load,
     SCHEME_SENT, "scheme", NULL, 8 MB},

    /* ---- ledgers and boards ---- */
    {METHOD_GET, "/ledger/desk", GATE_MINE, CAP_ledger_submit, LANE_QUICK, page_ledger_desk, NULL, NULL, NO_PERSON, 0},
    {METHOD_GET, "/ledger/class", GATE_PLACE, CAP_ledger_class, LANE_QUICK, page_ledger_class,
     PARAMS(P_LEDGER), "place", NULL, 0},
    {METHOD_GET, "/ledger/class/file", GATE_PLACE, CAP_export, LANE_WORKER, page_ledger_class_file,
     PARAMS(P_LEDGER), "place", NULL, 0},
    {METHOD_POST, "/ledger/class/step", GATE_PLACE, CAP_ledger_class, LANE_WRITE, page_ledger_class_step,
     PARAMS(P_LEDGER, P_STEP), "ledger", NULL, 8 KB},
    {METHOD_GET, "/ledger/school", GATE_PLACE, CAP_ledger_school, LANE_WORKER, page_ledger_school,
     PARAMS(P_LEDGER), "place", NULL, 0},
    {METHOD_GET, "/ledger/school/file", GATE_PLACE, CAP_export, LANE_WORKER, page_ledger_school_file,
     PARAMS(P_LEDGER), "place", NULL, 0},
    {METHOD_POST, "/ledger/school/step", GATE_PLACE, CAP_ledger_school, LANE_WRITE, page_ledger_school_step,
     PARAMS(P_LEDGER, P_STEP), "ledger", NULL, 8 KB},
    {METHOD_GET, "/ledger/centre", GATE_PLACE, CAP_ledger_school, LANE_WORKER, page_ledger_centre,
     PARAMS(P_LEDGER), "place", NULL, 0},
    {METHOD_GET, "/ledger/centre/file", GATE_PLACE, CAP_export, LANE_WORKER, page_ledger_centre_file,
     PARAMS(P_LEDGER), "place", NULL, 0},
    {METHOD_POST, "/ledger/centre/step", GATE_PLACE, CAP_ledger_school, LANE_WRITE, page_ledger_centre_step,
     PARAMS(P_LEDGER, P_STEP), "ledger", NULL, 8 KB},
    {METHOD_GET, "/ledger/county", GATE_PLACE, CAP_ledger_county, LANE_WORKER, page_ledger_county,
     PARAMS(P_LEDGER), "place", NULL, 0},
    {METHOD_GET, "/ledger/county/file", GATE_PLACE, CAP_export, LANE_WORKER, page_ledger_county_file,
     PARAMS(P_LEDGER), "place", NULL, 0},
    {METHOD_POST, "/ledger/county/step", GATE_PLACE, CAP_ledger_county, LANE_WRITE, page_ledger_county_step,
     PARAMS(P_LEDGER, P_STEP), "ledger", NULL, 8 KB},
    {METHOD_GET, "/ledger/class/full", GATE_PLACE, CAP_child_reveal, LANE_WORKER, page_ledger_class_full,
     PARAMS(P_LEDGER, {"reason", P_CODE, true, 0, 0, "contact verify emergency paper"}), "place", NULL, 0},
    {METHOD_GET, "/ledger/frozen/{id}", GATE_SUBMISSION, CAP_child_list, LANE_WORKER, page_ledger_frozen, NULL, "ledger", NULL,
     0},
    {METHOD_GET, "/ledger/list", GATE_PLACE, CAP_child_list, LANE_WORKER, page_ledger_list,
     PARAMS(P_LEDGER, {"column", P_CODE, true, 0, 40, NULL}, {"skip", P_INT, false, 0, 10000000, NULL}), "place", NULL, 0},
    {METHOD_GET, "/ledger/list/file", GATE_PLACE, CAP_export, LANE_WORKER, page_ledger_list_file,
     PARAMS(P_LEDGER, {"column", P_CODE, true, 0, 40, NULL}, {"skip", P_INT, false, 0, 10000000, NULL}), "place", NULL, 0},
    {METHOD_GET, "/board/county", GATE_PLACE, CAP_board_county, LANE_WORKER, page_board_county,
     PARAMS({"place", P_ID, false, 0, 0, NULL}, {"sort", P_ID, false, 0, 0, NULL}), NULL, NO_PERSON, 0},
    {METHOD_GET, "/board/school", GATE_PLACE, CAP_board_school, LANE_WORKER, page_board_school,
     PARAMS({"place", P_ID, false, 0, 0, NULL}, {"sort", P_ID, false, 0, 0, NULL}), NULL, NO_PERSON, 0},
    /* Committees and groups of a place; who may change them is asked of the kind of place too (bodies_may). */
    {METHOD_GET, "/bodies", GATE_PLACE, CAP_today, LANE_WORKER, page_bodies, PARAMS({"place", P_ID, false, 0, 0, NULL}), "place",
     NULL, 0},
    {METHOD_GET, "/bodies/set", GATE_PLACE, CAP_today, LANE_WORKER, page_bodies_form,
     PARAMS({"place", P_ID, true, 0, 0, NULL}, P_BODY), "place", NULL, 0},
    {METHOD_POST, "/bodies/set", GATE_PLACE, CAP_today, LANE_WRITE, page_bodies_set,
     PARAMS({"place", P_ID, true, 0, 0, NULL}, P_BODY, {"name", P_TEXT, false, 0, 40, NULL}, {"unit", P_TEXT, false, 0, 60, NULL},
            {"staff", P_ID, false, 0, 0, NULL}, {"child", P_ID, false, 0, 0, NULL}, {"person", P_TEXT, false, 0, 30, NULL},
            {"house", P_TEXT, false, 0, 40, NULL}, {"job", P_TEXT, false, 0, 40, NULL}, {"from", P_DAY, false, 0, 0, NULL}),
     "place", NULL, 4 KB},
    {METHOD_POST, "/bodies/leave", GATE_PLACE, CAP_today, LANE_WRITE, page_bodies_leave,
     PARAMS({"place", P_ID, true, 0, 0, NULL}, {"holder", P_ID, true, 0, 0, NULL}), "place", NULL, 4 KB},
    {METHOD_GET, "/bodies/file", GATE_PLACE, CAP_export, LANE_WORKER, page_bodies_file,
     PARAMS({"place", P_ID, true, 0, 0, NULL}), "place", NULL, 0},
    {METHOD_GET, "/facilities", GATE_PLACE, CAP_record_add, LANE_WORKER, page_facilities,
     PARAMS({"place", P_ID, false, 0, 0, NULL}), "place", NULL, 0},
    {METHOD_GET, "/facilities/file", GATE_PLACE, CAP_export, LANE_WORKER, page_facilities_file,
     PARAMS({"place", P_ID, false, 0, 0, NULL}), "place", NULL, 0},
    {METHOD_GET, "/facility", GATE_PLACE, CAP_record_add, LANE_QUICK, page_facility,
     PARAMS({"place", P_ID, false, 0, 0, NULL}, {"id", P_ID, false, 0, 0, NULL}, {"kind", P_CODE, false, 0, 90, NULL}), "place",
     NULL, 0},
    {METHOD_POST, "/facility", GATE_PLACE, CAP_facility_edit, LANE_WRITE, page_facility_save,
     PARAMS({"place", P_ID, false, 0, 0, NULL}, {"id", P_ID, false, 0, 0, NULL}, {"version", P_INT, false, 0, 1000000, NULL},
            {"kind", P_CODE, false, 0, 90, NULL}, {"name", P_TEXT, false, 0, 40, NULL}, {"keeper", P_ID, false, 0, 0, NULL},
            {"hours", P_TEXT, false, 0, 80, NULL}, {"note", P_TEXT, false, 0, 200, NULL}, {"from", P_DAY, false, 0, 0, NULL},
            {"n_", P_PREFIX, false, 0, 10, NULL}),
     "facility", NULL, 8 KB},
    {METHOD_POST, "/facility/close", GATE_PLACE, CAP_facility_edit, LANE_WRITE, page_facility_close,
     PARAMS({"place", P_ID, false, 0, 0, NULL}, {"id", P_ID, true, 0, 0, NULL}, {"day", P_DAY, true, 0, 0, NULL}), "facility",
     NULL, 4 KB},
    {METHOD_GET, "/matters", GATE_PLACE, CAP_record_add, LANE_WORKER, page_matters,
     PARAMS({"place", P_ID, false, 0, 0, NULL}), "place", NULL, 0},
    {METHOD_GET, "/board/duty", GATE_PLACE, CAP_child_list, LANE_QUICK, page_board_duty,
     PARAMS({"place", P_ID, false, 0, 0, NULL}, {"duty", P_ID, false, 0, 0, NULL}), "place", NULL, 0},
    {METHOD_GET, "/members-diff", GATE_PLACE, CAP_ledger_county, LANE_WORKER, page_members_diff,
     PARAMS({"place", P_ID, false, 0, 0, NULL}, {"left", P_CODE, false, 0, 80, NULL}, {"right", P_CODE, false, 0, 80, NULL},
            {"as_of", P_DAY, false, 0, 0, NULL}, {"skip", P_INT, false, 0, 10000000, NULL}), "place", NULL, 0},

    {0},
};
