/* SPDX-License-Identifier: Apache-2.0 */
#include "model/submission.h"

#include "base/hash.h"
#include "gen/sql/submission.h"

static const char *const steps[STEP_COUNT] = {"submit", "return", "accept", "lock", "reopen"};
static const char *const becomes[STEP_COUNT] = {"submitted", "returned", "accepted", "locked", "draft"};

const char *submission_step_name(enum submission_step s)
{
    return steps[s];
}

bool submission_step_find(struct text name, enum submission_step *out)
{
    for (size_t i = 0; i < STEP_COUNT; i++) {
        if (!text_eqz(name, steps[i])) continue;
        *out = (enum submission_step)i;
        return true;
    }
    return false;
}

bool submission_possible(struct text state, enum submission_step step, bool top)
{
    bool submitted = text_eqz(state, "submitted"), accepted = text_eqz(state, "accepted");
    switch (step) {
    case STEP_SUBMIT: return text_empty(state) || text_eqz(state, "draft") || text_eqz(state, "returned");
    case STEP_RETURN: return submitted || accepted;
    case STEP_ACCEPT: return submitted && !top;
    case STEP_LOCK: return accepted || (submitted && top);
    case STEP_REOPEN: return text_eqz(state, "locked");
    case STEP_COUNT: break;
    }
    return false;
}

bool submission_may(const struct roles *r, const struct who *who, const struct place *at, const struct place *above,
    enum submission_step step)
{
    const struct place *over = above == NULL ? at : above;
    switch (step) {
    case STEP_SUBMIT: return may(r, who, CAP_ledger_submit, at->lo, at->hi) == MAY_YES;
    case STEP_RETURN: return may(r, who, CAP_ledger_review, over->lo, over->hi) == MAY_YES;
    case STEP_ACCEPT: return above != NULL && may(r, who, CAP_ledger_review, above->lo, above->hi) == MAY_YES;
    case STEP_LOCK:
    case STEP_REOPEN: return may(r, who, CAP_ledger_lock, at->lo, at->hi) == MAY_YES;
    case STEP_COUNT: break;
    }
    return false;
}

/* ---- reading ---- */

static struct submission submission_of(const struct sql_submission_by_id_out *r)
{
    return (struct submission){.id = r->id, .place = r->place, .lo = r->key_lo, .hi = r->key_hi, .version = r->version,
        .ledger = r->ledger,
        .rule = r->rule, .state = r->state, .digest = r->digest, .from = r->period_from_day, .as_of = r->as_of_day};
}

enum rc submission_by_id(struct db *db, int64_t county, int64_t id, struct arena *a, struct submission *out)
{
    struct sql_submission_by_id_out row;
    TRY(sql_submission_by_id_one(db, &(struct sql_submission_by_id_in){.county = county, .id = id}, a, &row));
    *out = submission_of(&row);
    return RC_OK;
}

enum rc submission_find(struct db *db, int64_t county, struct text ledger, int64_t place, day_t as_of, struct text rule,
    struct arena *a,
                        struct submission *out)
{
    struct sql_submission_find_out r;
    TRY(sql_submission_find_one(db,
        &(struct sql_submission_find_in){.county = county, .ledger = ledger, .place = place, .as_of_day = as_of, .rule = rule},
            a, &r));
    *out = (struct submission){.id = r.id, .place = r.place, .lo = r.key_lo, .hi = r.key_hi, .version = r.version,
        .ledger = r.ledger,
        .rule = r.rule, .state = r.state, .digest = r.digest, .from = r.period_from_day, .as_of = r.as_of_day};
    return RC_OK;
}

static struct text digest_of(struct arena *a, struct text t)
{
    unsigned char sha[SHA256_BYTES];
    hash_sha256(sha, t);
    return hash_hex(a, sha, sizeof sha);
}

enum rc submission_frozen(struct db *db, int64_t county, const struct submission *s, struct arena *a, struct text *json)
{
    struct sql_submission_frozen_out row;
    TRY(sql_submission_frozen_one(db, &(struct sql_submission_frozen_in){.county = county, .id = s->id}, a, &row));
    if (row.frozen.s == NULL) return RC_NOT_FOUND;
    *json = row.frozen;
    return text_eq(digest_of(a, row.frozen), s->digest) ? RC_OK : RC_INTERNAL;
}

/* ---- handing up ---- */

static enum rc step_note(struct work *w, int64_t id, enum submission_step step, struct text comment)
{
    return sql_submission_step_insert_run(w->db,
        &(struct sql_submission_step_insert_in){.county = w->county, .submission = id, .state = text_of(becomes[step]),
            .comment = text_empty(comment) ? T("") : comment, .staff = w->staff, .at = w->now},
        NULL);
}

static enum rc conflict(struct work *w, enum word why)
{
    fault_add(w->faults, T("step"), why, TEXT_NONE, TEXT_NONE);
    return RC_CONFLICT;
}

static enum rc opened(struct work *w, const struct submission_input *in, struct submission *s)
{
    enum rc rc = submission_find(w->db, w->county, in->ledger, in->place->id, in->as_of, in->rule, w->arena, s);
    if (rc != RC_NOT_FOUND) return rc;
    *s = (struct submission){.id = ids_next(w->ids, w->now), .state = T("draft")};
    return sql_submission_insert_run(w->db,
        &(struct sql_submission_insert_in){.county = w->county, .id = s->id, .ledger = in->ledger, .place = in->place->id,
            .key_lo = in->place->lo, .key_hi = in->place->hi, .period_from_day = in->from, .as_of_day = in->as_of,
                .rule = in->rule,
            .made_at = w->now, .made_by = w->staff},
        NULL);
}

static enum rc names_write(struct work *w, int64_t id, const struct submission_input *in)
{
    TRY(sql_submission_rows_clear_run(w->db, &(struct sql_submission_rows_clear_in){.county = w->county, .submission = id},
        NULL));
    for (size_t i = 0; i < in->rows; i++) {
        TRY(sql_submission_row_insert_run(w->db,
            &(struct sql_submission_row_insert_in){.county = w->county, .submission = id, .child = in->row[i].child,
                .place_key = in->row[i].place_key, .columns = in->row[i].columns},
            NULL));
    }
    return RC_OK;
}

enum rc submission_submit(struct work *w, const struct submission_input *in, int64_t *id)
{
    struct submission s;
    int64_t changed = 0;
    TRY(opened(w, in, &s));
    if (s.version != in->version) return conflict(w, W_submission_seen_old);
    if (!submission_possible(s.state, STEP_SUBMIT, false)) return conflict(w, W_submission_not_now);
    TRY(sql_submission_freeze_run(w->db,
        &(struct sql_submission_freeze_in){.county = w->county, .id = s.id, .version = s.version, .period_from_day = in->from,
            .frozen = in->frozen, .digest = digest_of(w->arena, in->frozen)},
        &changed));
    if (changed == 0) return conflict(w, W_submission_seen_old);
    TRY(names_write(w, s.id, in));
    *id = s.id;
    touched_about(w->touched, ABOUT_PLACE, in->place->id, false);   /* it may have been owed by a day */
    return step_note(w, s.id, STEP_SUBMIT, T(""));
}

/* ---- the other steps ---- */

/* Who handed it up last may not pass it themselves. */
static enum rc own_check(struct work *w, int64_t id, bool *own)
{
    struct cursor c;
    struct sql_submission_steps_out row;
    bool found = false;
    *own = false;
    TRY(sql_submission_steps(w->db, &(struct sql_submission_steps_in){.county = w->county, .submission = id}, &c));
    while (sql_submission_steps_next(&c, &row)) {
        if (!found && text_eqz(row.state, "submitted")) {
            *own = row.staff == w->staff && w->staff != 0;
            found = true;
        }
    }
    return sql_close(&c);
}

static enum rc comment_check(struct work *w, enum submission_step step, struct text comment)
{
    size_t said = text_utf8(comment) ? text_chars(text_trim(comment)) : SUBMISSION_COMMENT + 1;
    bool needed = step == STEP_RETURN || step == STEP_REOPEN;
    if (said <= SUBMISSION_COMMENT && (!needed || said >= 2)) return RC_OK;
    fault_add(w->faults, T("comment"), W_submission_comment_needed, text_fmt(w->arena, "%d", SUBMISSION_COMMENT), TEXT_NONE);
    return RC_INVALID;
}

/* Above what is being put right below nothing is locked: its figures would not be those that come. */
static enum rc below_check(struct work *w, const struct submission *s)
{
    struct sql_submission_open_below_out o;
    struct sql_submission_open_below_in in = {.county = w->county, .id = s->id, .lo = s->lo, .hi = s->hi, .as_of_day = s->as_of,
        .rule = s->rule};
    TRY(sql_submission_open_below_one(w->db, &in, w->arena, &o));
    if (o.n == 0) return RC_OK;
    fault_add(w->faults, T("step"), W_submission_open_below, text_fmt(w->arena, "%lld", (long long)o.n), TEXT_NONE);
    return RC_CONFLICT;
}

enum rc submission_take(struct work *w, int64_t id, int64_t version, enum submission_step step, struct text comment)
{
    struct submission s;
    struct place at;
    bool own;
    int64_t changed = 0;
    TRY(submission_by_id(w->db, w->county, id, w->arena, &s));
    TRY(place_by_id(w->db, w->county, s.place, w->arena, &at));
    if (s.version != version) return conflict(w, W_submission_seen_old);
    if (step == STEP_SUBMIT || !submission_possible(s.state, step, at.kind == PLACE_BUREAU)) return conflict(w,
        W_submission_not_now);
    TRY(own_check(w, id, &own));
    if (own && step == STEP_ACCEPT) {
        fault_add(w->faults, T("step"), W_submission_own, TEXT_NONE, TEXT_NONE);
        return RC_DENIED;
    }
    TRY(comment_check(w, step, comment));
    if (step == STEP_LOCK) TRY(below_check(w, &s));
    TRY(sql_submission_move_run(w->db,
        &(struct sql_submission_move_in){.county = w->county, .id = id, .version = version, .state = text_of(becomes[step])},
            &changed));
    if (changed == 0) return conflict(w, W_submission_seen_old);
    touched_about(w->touched, ABOUT_PLACE, s.place, false);
    return step_note(w, id, step, text_trim(comment));
}
