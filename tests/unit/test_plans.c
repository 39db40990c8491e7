/* SPDX-License-Identifier: Apache-2.0 */
/* How SQLite means to carry out every statement: none reads a whole table, or a county's share of one, unless it is
 * named here. The plans rest on the statistics that the store gives the planner (src/store/planner.c), not on what a
 * table holds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "gen/sql/statements.h"
#include "unit/store_place.h"

/* What is meant to pass over a county, or over a table that is small by nature. */
static const char *const whole[] = {
    /* the installation, its schemes and settings: tens of rows */
    "account_count", "account_list", "county_first", "migration_list", "store_tables", "scheme_list", "scheme_files",
    "duty_list", "kind_list",
    "setting_list", "setting_rows", "calendar_places", "grant_scan", "idempotency_purge", "session_purge", "audit_counties",
    "batch_same_file", "batch_reading_end",
    /* files of schools that are under way: a handful */
    "import_part_waiting",
    /* the evaluation of everybody, and forgetting what it stored */
    "subject_child_scan", "subject_enrolment_scan", "subject_fact_scan", "subject_carer_scan", "encounter_scan", "exemption_scan",
    "matter_place_scan", "matter_staff_scan", "matter_ledger_scan", "matter_facility_scan",
    "matter_encounter_scan", "matter_check_scan", "matter_exemption_scan",
    "matter_standing_clear", "matter_open_clear",
    "pairing_scan", "standing_scan", "standing_clear", "tally_clear", "obligation_clear", "membership_clear", "alert_clear",
    "work_sum_all", "work_sum_clear", "work_stale_clear",
    /* an import holds the whole county against its file */
    "known_children", "known_people",
    /* the whole chain, read in order; the last of it is its first row backwards */
    "audit_all", "audit_last",
    /* names by their sound, while the server reads them into memory; alerts are few; members of staff by a part of their
     * name: some thousand rows, 20 shown */
    "child_sounds", "alert_mine", "staff_contains", "staff_sounds", "staff_without_account", "pick_check_due", "staff_page",
    "staff_page_count", "submission_waiting", "submission_open_below",
    /* the self-check and its counts; the work of a county's ledger, for those whose membership changed in its span */
    "tally_scan", "stored_orphans", "matter_orphans", "measure_work_rest", "measure_work_rest_at",
    /* the names of a county, read once into memory; how many are in care, along one index */
    "name_count", "name_rows", "children_care_count",
    /* one row a county; up to eight demands of the schemes, each looked up by its key */
    "county_told", "county_tell", "pairing_wanted", "pairing_unmet",
    /* whether a change of key is done: everything that is sealed */
    "rekey_left",
    /* constants and sub-selects that are bounded inside */
    "children_in_care",
    /* committees, numbers to call, and what is excused for places and staff: few rows a county; whose account is still to be
     * made, by the list of a place */
    "body_places", "call_number_over", "call_number_open", "exemption_waiting", "exemption_about_queue",
    "exemption_about_decided", "account_wanting",
    "child_built_on", "frame_due", "pairing_wanted_count", "place_used", "staff_used", "place_of_batch", NULL,
};

static bool is_whole(const char *name)
{
    if (strncmp(name, "selfcheck_", 10) == 0) return true; /* `chuyan check` looks at all there is */
    for (size_t i = 0; whole[i]; i++) {
        if (strcmp(whole[i], name) == 0) return true;
    }
    return false;
}

static bool reads_all(const char *step)
{
    size_t n = strlen(step);
    return strncmp(step, "SCAN ", 5) == 0 || (n > 10 && strcmp(step + n - 10, "(county=?)") == 0) || strstr(step, "AUTOMATIC");
}

static int statement_bad(sqlite3 *db, const struct sql_statement *st)
{
    sqlite3_stmt *plan;
    char *sql = sqlite3_mprintf("explain query plan %s", st->body[ENGINE_SQLITE]);
    int bad = 0;
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &plan, NULL), SQLITE_OK);
    while (sqlite3_step(plan) == SQLITE_ROW) {
        const char *step = (const char *)sqlite3_column_text(plan, 3);
        if (!reads_all(step) || is_whole(st->name)) continue;
        print_error("%s: %s\n", st->name, step);
        bad++;
    }
    sqlite3_finalize(plan);
    sqlite3_free(sql);
    return bad;
}

static void no_statement_reads_a_county(void **state)
{
    (void)state;
    struct arena *a = arena_new(16 << 20);
    struct faults f = faults_new(a);
    struct place p;
    struct store *s = NULL;
    sqlite3 *db;
    int bad = 0;
    place_new(&p, ENGINE_SQLITE);
    assert_int_equal(store_open(&(struct store_options){.address = p.address, .key_file = p.key, .create = true}, &f, &s), RC_OK);
    assert_int_equal(sqlite3_open_v2(p.address, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    for (int i = 0; sql_statements[i]; i++) bad += statement_bad(db, sql_statements[i]);
    assert_int_equal(bad, 0);
    sqlite3_close(db);
    store_close(s);
    place_drop(&p);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_statement_reads_a_county)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
