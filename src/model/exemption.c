/* SPDX-License-Identifier: Apache-2.0 */
#include "model/exemption.h"

#include "gen/sql/exemption.h"
#include "model/matter.h"

/* ---- asking ---- */

const char *const *exemption_reasons(enum about_kind kind)
{
    static const char *const child[] = {"sick", "hospital", "away_with_parents", "school_closed", "other", NULL};
    static const char *const place[] = {"closed", "nothing_to_do", "other", NULL};
    static const char *const staff[] = {"staff_sick", "staff_leave", "staff_away", "nothing_to_do", "other", NULL};
    return kind == ABOUT_CHILD ? child : kind == ABOUT_PLACE ? place : staff;
}

static bool reason_known(enum about_kind kind, struct text code)
{
    for (const char *const *one = exemption_reasons(kind); *one != NULL; one++) {
        if (text_eqz(code, *one)) return true;
    }
    return false;
}

/* A duty about children excuses no school, and the other way round. */
static enum rc duty_check(struct work *w, const struct exemption_input *in)
{
    bool fits = true;
    if (in->duty != 0) {
        int index = evaluator_duty(w->ev, in->duty);
        const struct plan_duty *d = index < 0 ? NULL : evaluator_plan_duty(w->ev, in->duty);
        fits = d != NULL && (d->subject == SUBJECT_CHILD) == (in->about.kind == ABOUT_CHILD);
        if (fits && in->about.kind != ABOUT_CHILD) {
            struct subject_space space = {.arena = w->arena};
            struct matter m;
            TRY(matter_load(w->db, w->ev, in->about, w->today, &space, &m));
            fits = matter_has(w->ev, &m, (size_t)index);
        }
    }
    if (!fits) fault_add(w->faults, T("duty"), W_exemption_duty, TEXT_NONE, TEXT_NONE);
    return RC_OK;
}

static enum rc check_input(struct work *w, const struct exemption_input *in)
{
    size_t before = w->faults->errors;
    if (in->from == DAY_NONE || in->last == DAY_NONE) fault_add(w->faults, T("from"), W_exemption_days, TEXT_NONE, TEXT_NONE);
    else if (in->last < in->from) fault_add(w->faults, T("last"), W_exemption_backward, TEXT_NONE, TEXT_NONE);
    else if (in->last - in->from >= EXEMPTION_DAYS) {
        fault_add(w->faults, T("last"), W_exemption_long, text_fmt(w->arena, "%d", EXEMPTION_DAYS), TEXT_NONE);
    }
    if (!reason_known(in->about.kind, in->reason_code)) {
        fault_add(w->faults, T("reason_code"), W_exemption_reason_code, TEXT_NONE, TEXT_NONE);
    }
    size_t said = text_utf8(in->reason) ? text_chars(text_trim(in->reason)) : 0;
    if (said < 2 || said > EXEMPTION_REASON) {
        fault_add(w->faults, T("reason"), W_exemption_reason, text_fmt(w->arena, "%d", EXEMPTION_REASON), TEXT_NONE);
    }
    TRY(duty_check(w, in));
    return w->faults->errors > before ? RC_INVALID : RC_OK;
}

enum rc exemption_ask(struct work *w, const struct exemption_input *in, int64_t *id)
{
    TRY(check_input(w, in));
    *id = ids_next(w->ids, w->now);
    struct text reason = text_trim(in->reason);
    if (in->about.kind != ABOUT_CHILD) {
        struct sql_exemption_about_insert_in row = {.county = w->county, .id = *id, .about_kind = in->about.kind,
            .about = in->about.id, .duty = in->duty, .from_day = in->from, .to_day = in->last + 1, .reason = reason,
            .reason_code = in->reason_code, .asked_by = w->staff, .asked_at = w->now};
        return sql_exemption_about_insert_run(w->db, &row, NULL);
    }
    struct sql_exemption_insert_in row = {.county = w->county, .id = *id, .child = in->about.id, .duty = in->duty,
        .from_day = in->from, .to_day = in->last + 1, .reason = reason, .reason_code = in->reason_code, .asked_by = w->staff,
        .asked_at = w->now};
    return sql_exemption_insert_run(w->db, &row, NULL);
}

/* ---- deciding ---- */

enum rc exemption_find(struct db *db, int64_t county, int64_t id, struct arena *a, struct exemption *out)
{
    struct sql_exemption_by_id_out x;
    struct sql_exemption_about_by_id_out y;
    enum rc rc = sql_exemption_by_id_one(db, &(struct sql_exemption_by_id_in){.county = county, .id = id}, a, &x);
    if (rc == RC_OK) *out = (struct exemption){.id = id, .about = {ABOUT_CHILD, x.child}, .duty = x.duty, .asked_by = x.asked_by,
        .state = x.state};
    if (rc != RC_NOT_FOUND) return rc;
    TRY(sql_exemption_about_by_id_one(db, &(struct sql_exemption_about_by_id_in){.county = county, .id = id}, a, &y));
    *out = (struct exemption){.id = id, .about = {(enum about_kind)y.about_kind, y.about}, .duty = y.duty,
        .asked_by = y.asked_by, .state = y.state};
    return RC_OK;
}

static enum rc decide_run(struct work *w, const struct exemption *x, struct text state, int64_t *changed)
{
    if (x->about.kind != ABOUT_CHILD) {
        struct sql_exemption_about_decide_in in = {.county = w->county, .id = x->id, .state = state, .decided_by = w->staff,
            .decided_at = w->now, .decided_day = w->today};
        return sql_exemption_about_decide_run(w->db, &in, changed);
    }
    struct sql_exemption_decide_in in = {.county = w->county, .id = x->id, .state = state, .decided_by = w->staff,
        .decided_at = w->now, .decided_day = w->today};
    return sql_exemption_decide_run(w->db, &in, changed);
}

enum rc exemption_decide(struct work *w, int64_t id, bool approve)
{
    struct exemption x;
    int64_t changed = 0;
    TRY(exemption_find(w->db, w->county, id, w->arena, &x));
    if (!text_eqz(x.state, "asked")) return RC_CONFLICT;
    bool own = x.asked_by == w->staff || (x.about.kind == ABOUT_STAFF && x.about.id == w->staff);
    if (own && w->staff != 0) {
        fault_add(w->faults, T("id"), W_exemption_own, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    TRY(decide_run(w, &x, approve ? T("approved") : T("refused"), &changed));
    if (changed == 0) return RC_CONFLICT;
    if (x.about.kind == ABOUT_CHILD) touched_add(w->touched, x.about.id);
    else touched_about(w->touched, x.about.kind, x.about.id, false);
    return RC_OK;
}
