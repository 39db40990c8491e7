/* SPDX-License-Identifier: Apache-2.0 */
#include "model/exemption.h"

#include "gen/sql/exemption.h"

static bool reason_known(struct text code)
{
    static const char *const codes[] = {"sick", "hospital", "away_with_parents", "school_closed", "other"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (text_eqz(code, codes[i])) return true;
    }
    return false;
}

static enum rc check_input(struct work *w, const struct exemption_input *in)
{
    size_t before = w->faults->errors;
    if (in->from == DAY_NONE || in->last == DAY_NONE) fault_add(w->faults, T("from"), W_exemption_days, TEXT_NONE, TEXT_NONE);
    else if (in->last < in->from) fault_add(w->faults, T("last"), W_exemption_backward, TEXT_NONE, TEXT_NONE);
    else if (in->last - in->from >= EXEMPTION_DAYS) {
        fault_add(w->faults, T("last"), W_exemption_long, text_fmt(w->arena, "%d", EXEMPTION_DAYS), TEXT_NONE);
    }
    if (!reason_known(in->reason_code)) fault_add(w->faults, T("reason_code"), W_exemption_reason_code, TEXT_NONE, TEXT_NONE);
    size_t said = text_utf8(in->reason) ? text_chars(text_trim(in->reason)) : 0;
    if (said < 2 || said > EXEMPTION_REASON) {
        fault_add(w->faults, T("reason"), W_exemption_reason, text_fmt(w->arena, "%d", EXEMPTION_REASON), TEXT_NONE);
    }
    if (in->duty != 0 && evaluator_duty(w->ev, in->duty) < 0) fault_add(w->faults, T("duty"), W_exemption_duty, TEXT_NONE,
        TEXT_NONE);
    return w->faults->errors > before ? RC_INVALID : RC_OK;
}

enum rc exemption_ask(struct work *w, const struct exemption_input *in, int64_t *id)
{
    TRY(check_input(w, in));
    *id = ids_next(w->ids, w->now);
    return sql_exemption_insert_run(w->db,
        &(struct sql_exemption_insert_in){
            .county = w->county,
            .id = *id,
            .child = in->child,
            .duty = in->duty,
            .from_day = in->from,
            .to_day = in->last + 1,
            .reason = text_trim(in->reason),
            .reason_code = in->reason_code,
            .asked_by = w->staff,
            .asked_at = w->now,
        },
        NULL);
}

enum rc exemption_decide(struct work *w, int64_t id, bool approve)
{
    struct sql_exemption_by_id_out x;
    TRY(sql_exemption_by_id_one(w->db, &(struct sql_exemption_by_id_in){.county = w->county, .id = id}, w->arena, &x));
    if (!text_eqz(x.state, "asked")) return RC_CONFLICT;
    if (x.asked_by == w->staff && w->staff != 0) {
        fault_add(w->faults, T("id"), W_exemption_own, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    int64_t changed = 0;
    TRY(sql_exemption_decide_run(w->db,
        &(struct sql_exemption_decide_in){
            .county = w->county,
            .id = id,
            .state = approve ? T("approved") : T("refused"),
            .decided_by = w->staff,
            .decided_at = w->now,
            .decided_day = w->today,
        },
        &changed));
    if (changed == 0) return RC_CONFLICT;
    touched_add(w->touched, x.child);
    return RC_OK;
}
