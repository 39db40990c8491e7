/* SPDX-License-Identifier: Apache-2.0 */
/* Summary of a county, a centre school or a school: the columns of the official 信息汇总表. */
#include "view/build_ledger.h"

static const enum measure_id columns[] = {
    M_pupils, M_total, M_boys, M_girls, M_sex_unknown, M_age_0_5, M_age_6_13, M_age_14_15, M_age_other, M_grade_pre, M_grade_1,
        M_grade_2,
    M_grade_3, M_grade_4, M_grade_5, M_grade_6, M_grade_7, M_grade_8, M_grade_9, M_grade_senior, M_both_away, M_one_away,
        M_away_other,
    M_boarding, M_poor, M_orphan, M_de_facto, M_single_parent, M_disabled, M_care_parent, M_care_grand, M_care_kin,
        M_care_other, M_care_none,
    M_care_unknown, M_filed, M_paired, M_entrusted, M_visits, M_talks, M_calls, M_contacts, M_counsels, M_activities,
        M_trainings, M_aids,
    M_risk_critical, M_risk_high, M_risk_medium, M_risk_low, M_risk_none, M_referrals, M_reports, M_dropouts, M_persuaded,
        M_still_out, M_homes,
};

static void notes_fill(struct ledger *l)
{
    const struct ask *q = l->q;
    l->part->notes.item = arena_array(q->arena, 2, sizeof *l->part->notes.item);
    if (ask_may(q, CAP_ledger_school, l->place.lo, l->place.hi)) {
        l->part->notes.item[l->part->notes.n++] = (struct link_part){.label = word(q->lang, W_ledger_link_moves),
            .icon = T("ledger"),
            .hint = T(""), .href = text_fmt(q->arena, "/ledger/school?place=%lld&rule=%.*s", (long long)l->place.id,
                TP(l->frame.key))};
    }
    if (ask_may_anywhere(q, CAP_ledger_county)) {
        l->part->notes.item[l->part->notes.n++] = (struct link_part){.label = word(q->lang, W_ledger_link_diff),
            .icon = T("compare"),
            .hint = T(""), .href = text_fmt(q->arena, "/members-diff?left=%.*s&as_of=%.*s", TP(l->frame.key),
                TP(day_text(q->arena, l->frame.as_of)))};
    }
}

enum rc build_ledger_county(struct ledger *l)
{
    const struct ask *q = l->q;
    struct ledger_row *row;
    size_t rows;
    struct scope at = scope_narrow(q->scope, l->place.lo, l->place.hi, 0, q->scope.staff);
    l->sets = MEASURE_SET_PERSONS | MEASURE_SET_TIMES;
    TRY(measure_sum(q->db, &at, &l->frame, l->sets, MEASURE_BEST, q->arena, &l->sums));
    TRY(ledger_rows(l, &row, &rows));
    enum word first = l->place.kind == PLACE_SCHOOL || l->place.kind == PLACE_CLASS ? W_ledger_class : W_ledger_name;
    TRY(ledger_table(l, columns, sizeof columns / sizeof *columns, row, rows, word(q->lang, first), &l->part->table));
    notes_fill(l);
    return ledger_submission(l);
}

enum rc build_ledger(const struct ask *q, enum ledger_kind kind, const struct ledger_query *in, struct ledger *l)
{
    TRY(ledger_open(q, kind, in, l));
    switch (kind) {
    case LEDGER_CLASS: return build_ledger_class(l);
    case LEDGER_SCHOOL: return build_ledger_school(l);
    default: return build_ledger_county(l);
    }
}

enum rc build_ledger_frozen(const struct ask *q, int64_t submission, struct ledger_part **out)
{
    struct submission s;
    struct text json;
    TRY(submission_by_id(q->db, q->scope.county, submission, q->arena, &s));
    /* What is frozen shows what its ledger shows: whoever may only list the children of the place does not open it. */
    enum ledger_kind kind;
    if (!ledger_kind_find(s.ledger, &kind) || !ask_may(q, ledger_cap(kind), s.lo, s.hi)) return RC_NOT_FOUND;
    TRY(submission_frozen(q->db, q->scope.county, &s, q->arena, &json));
    TRY(ledger_thaw(q, json, out));
    struct text digest = text_sub(s.digest, 0, 12), arg[] = {text_fmt(q->arena, "%.*s", TP((*out)->as_of)), digest};
    (*out)->frozen_label = word_fill(q->arena, q->lang, W_ledger_frozen_label, arg, 2);
    return RC_OK;
}
