/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/check_part.h"

#include "gen/sql/selfcheck.h"
#include "model/audit.h"
#include "model/evaluate.h"
#include "model/staff.h"

enum { DORMANT_DAYS = 90, VERIFY_MEMORY = 512 << 20 };

enum rc check_audit(struct check *k, int64_t county)
{
    struct audit_verdict v;
    TRY(audit_verify(k->db, county, &v));
    if (v.why) check_say(k, VERDICT_BAD, W_check_audit_broken, check_number(k, county), check_number(k, v.broken));
    else if (v.links > 0) check_say(k, VERDICT_OK, W_check_audit, check_number(k, county), check_number(k, v.links));
    return RC_OK;
}

static void count_say(struct check *k, int64_t n, enum verdict bad, enum word none, enum word some)
{
    check_say(k, n == 0 ? VERDICT_OK : bad, n == 0 ? none : some, check_number(k, n), TEXT_NONE);
}

enum rc check_people(struct check *k)
{
    struct sql_selfcheck_first_passwords_out first;
    struct sql_selfcheck_dormant_out dormant;
    struct sql_selfcheck_left_out left;
    struct sql_selfcheck_unchecked_out unchecked;
    struct sql_selfcheck_admins_out admin;
    struct cursor c;
    int64_t several = 0, since = day_start(k->today - DORMANT_DAYS);
    struct arena *a = k->c->arena;
    TRY(sql_selfcheck_first_passwords_one(k->db, &(struct sql_selfcheck_first_passwords_in){.county = k->county}, a, &first));
    TRY(sql_selfcheck_dormant_one(k->db, &(struct sql_selfcheck_dormant_in){.county = k->county, .since = since}, a, &dormant));
    TRY(sql_selfcheck_left_one(k->db, &(struct sql_selfcheck_left_in){.county = k->county, .day = k->today}, a, &left));
    struct sql_selfcheck_unchecked_in in = {
        .county = k->county, .day = k->today, .since = day_add_months(k->today, -STAFF_CHECK_MONTHS)};
    TRY(sql_selfcheck_unchecked_one(k->db, &in, a, &unchecked));
    TRY(sql_selfcheck_admins(k->db, &(struct sql_selfcheck_admins_in){.county = k->county, .day = k->today}, &c));
    while (sql_selfcheck_admins_next(&c, &admin)) several++;
    TRY(sql_close(&c));
    count_say(k, first.n, VERDICT_WARN, W_check_first_none, W_check_first_some);
    count_say(k, dormant.n, VERDICT_WARN, W_check_dormant_none, W_check_dormant_some);
    count_say(k, left.n, VERDICT_BAD, W_check_left_none, W_check_left_some);
    count_say(k, unchecked.n, VERDICT_BAD, W_check_unchecked_none, W_check_unchecked_some);
    count_say(k, several, VERDICT_WARN, W_check_admins_apart, W_check_admins_same);
    return RC_OK;
}

/* A value that does not open ends the rows with an rc; that is the finding. */
enum rc check_sealed(struct check *k)
{
    struct sql_selfcheck_children_out child;
    struct sql_selfcheck_people_out person;
    struct sql_selfcheck_records_out record;
    struct cursor c;
    int64_t n = 0;
    TRY(sql_selfcheck_children(k->db, &(struct sql_selfcheck_children_in){.county = k->county}, &c));
    while (sql_selfcheck_children_next(&c, &child)) {
        n += (child.id_no.s != NULL) + (child.roll_no.s != NULL) + (child.address.s != NULL);
    }
    enum rc rc = sql_close(&c);
    if (rc == RC_OK) {
        TRY(sql_selfcheck_people(k->db, &(struct sql_selfcheck_people_in){.county = k->county}, &c));
        while (sql_selfcheck_people_next(&c, &person)) {
            n += (person.id_no.s != NULL) + (person.phone.s != NULL) + (person.address.s != NULL);
        }
        rc = sql_close(&c);
    }
    if (rc == RC_OK) {
        TRY(sql_selfcheck_records(k->db, &(struct sql_selfcheck_records_in){.county = k->county}, &c));
        while (sql_selfcheck_records_next(&c, &record)) n += (record.sentence.s != NULL) + (record.form.s != NULL);
        rc = sql_close(&c);
    }
    if (rc == RC_OK) check_say(k, VERDICT_OK, W_check_sealed, check_number(k, n), TEXT_NONE);
    else check_say(k, VERDICT_BAD, W_check_sealed_shut, check_number(k, n), text_of(rc_name(rc)));
    return RC_OK;
}

/* ---- the plan ---- */

static enum rc ownerless_check(struct check *k, const struct evaluator *ev)
{
    struct cursor c;
    struct sql_selfcheck_ownerless_out row;
    int64_t all = 0;
    struct sql_selfcheck_ownerless_in in = {.county = k->county, .day = k->today};
    TRY(sql_selfcheck_ownerless(k->db, &in, &c));
    while (sql_selfcheck_ownerless_next(&c, &row)) {
        const struct plan_duty *d = evaluator_plan_duty(ev, row.duty);
        all += row.n;
        if (d != NULL) check_say(k, VERDICT_WARN, W_check_ownerless, d->title[k->c->lang], check_number(k, row.n));
    }
    TRY(sql_close(&c));
    struct sql_selfcheck_ownerless_about_out about;
    TRY(sql_selfcheck_ownerless_about(k->db,
        &(struct sql_selfcheck_ownerless_about_in){.county = k->county, .day = k->today}, &c));
    while (sql_selfcheck_ownerless_about_next(&c, &about)) {
        const struct plan_duty *d = evaluator_plan_duty(ev, about.duty);
        all += about.n;
        if (d != NULL) check_say(k, VERDICT_WARN, W_check_ownerless_about, d->title[k->c->lang], check_number(k, about.n));
    }
    TRY(sql_close(&c));
    struct sql_selfcheck_about_out lines;
    TRY(sql_selfcheck_about_one(k->db, &(struct sql_selfcheck_about_in){.county = k->county}, k->c->arena, &lines));
    if (lines.bare + lines.lost > 0) check_say(k, VERDICT_BAD, W_check_about_lost, check_number(k, lines.bare),
        check_number(k, lines.lost));
    if (all == 0) check_say(k, VERDICT_OK, W_check_owned, TEXT_NONE, TEXT_NONE);
    return RC_OK;
}

static enum rc stored_check(struct check *k, const struct evaluator *ev)
{
    struct arena *a = arena_new(VERIFY_MEMORY);
    int64_t wrong = 0;
    enum rc rc = evaluate_verify(k->db, ev, k->stored_day, a, &wrong);
    arena_free(a);
    if (rc != RC_OK) return rc;
    struct text day = day_text(k->c->arena, k->stored_day);
    if (wrong > 0) check_say(k, VERDICT_BAD, W_check_stored_wrong, day, check_number(k, wrong));
    else check_say(k, VERDICT_OK, W_check_stored, day, TEXT_NONE);
    if (k->stored_day < k->today) check_say(k, VERDICT_WARN, W_check_stored_old, day, TEXT_NONE);
    if (k->stored_day > k->today) check_say(k, VERDICT_BAD, W_check_stored_ahead, day, TEXT_NONE);
    return RC_OK;
}

static void schemes_check(struct check *k, const struct plan *p)
{
    size_t open = 0;
    bool law = false;
    for (size_t i = 0; i < p->scheme_count; i++) law |= p->scheme[i].layer == LAYER_LAW;
    for (size_t i = 0; i < p->param_count; i++) open += !p->param[i].confirmed;
    struct text schemes = check_number(k, (int64_t)p->scheme_count);
    check_say(k, law ? VERDICT_OK : VERDICT_BAD, law ? W_check_law : W_check_no_law, schemes, TEXT_NONE);
    count_say(k, (int64_t)open, VERDICT_WARN, W_check_params_none, W_check_params_some);
}

enum rc check_plan(struct check *k)
{
    struct evaluator *ev;
    struct sql_selfcheck_enrolled_out roll;
    struct sql_selfcheck_enrolled_in in = {.county = k->county};
    TRY(sql_selfcheck_enrolled_one(k->db, &in, k->c->arena, &roll));
    bool lost = roll.lost > 0;
    check_say(k, lost ? VERDICT_BAD : VERDICT_OK, lost ? W_check_roll_lost : W_check_roll, check_number(k, roll.children),
        check_number(k, roll.lost));
    struct faults f = faults_new(k->c->arena);
    day_t day = k->stored_day > 0 ? k->stored_day : k->today;
    if (evaluator_new(k->db, k->county, day, &f, &ev) != RC_OK) {
        check_say(k, VERDICT_BAD, W_check_no_plan, f.n > 0 ? fault_say(&f.list[0], k->c->lang, k->c->arena) : T(""), TEXT_NONE);
        return RC_OK;
    }
    schemes_check(k, ev->plan);
    enum rc rc = ownerless_check(k, ev);
    if (rc == RC_OK && k->stored_day > 0) rc = stored_check(k, ev);
    evaluator_free(ev);
    return rc;
}
