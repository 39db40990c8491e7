/* SPDX-License-Identifier: Apache-2.0 */
#include "view/ledger_due.h"

#include "gen/sql/matter_list.h"
#include "view/due.h"
#include "view/ledger.h"
#include "view/said.h"

static enum word to_word(enum code_subject to)
{
    static const enum word words[SUBJECT_COUNT] = {[SUBJECT_SCHOOL] = W_ledger_to_school, [SUBJECT_CENTRE] = W_ledger_to_centre,
        [SUBJECT_COUNTY] = W_ledger_to_county};
    return words[to];
}

/* What the scheme says, else the place above. The county's own goes to whoever asked the county for it. */
static enum rc to_said(const struct ask *q, const struct plan_duty *d, const struct place *p, struct text *out)
{
    static const enum code_subject of[PLACE_KINDS] = {[PLACE_BUREAU] = SUBJECT_COUNTY, [PLACE_CENTRE] = SUBJECT_CENTRE,
        [PLACE_SCHOOL] = SUBJECT_SCHOOL, [PLACE_CLASS] = SUBJECT_CLASS};
    struct place above;
    enum code_subject to = d->ledger.to;
    *out = T("");
    if (to == SUBJECT_COUNT && p->kind != PLACE_BUREAU) {
        enum rc rc = place_by_id(q->db, q->scope.county, p->parent, q->arena, &above);
        if (rc == RC_OK) to = of[above.kind];
        else if (rc != RC_NOT_FOUND) return rc;
    }
    if (to != SUBJECT_COUNT && to_word(to) != W_none) *out = word(q->lang, to_word(to));
    return RC_OK;
}

enum rc ledger_due(const struct ask *q, const struct place *p, struct text *label, bool *late)
{
    struct cursor c;
    struct sql_matter_open_now_out row;
    const struct plan_duty *first = NULL;
    struct text due = T(""), to;
    struct sql_matter_open_now_in in = {.county = q->scope.county, .about_kind = ABOUT_PLACE, .about = p->id, .day = q->today};
    *label = T("");
    *late = false;
    TRY(sql_matter_open_now(q->db, &in, &c));
    while (sql_matter_open_now_next(&c, &row)) {
        const struct plan_duty *d = evaluator_plan_duty(q->ev, row.duty);
        if (first != NULL || d == NULL || !d->ledger.is) continue;
        first = d;
        due = due_label(q, (day_t)row.window_day, (day_t)row.due_day);
        *late = text_eqz(text_of(due_state((day_t)row.window_day, (day_t)row.due_day, q->today)), "overdue");
    }
    TRY(sql_close(&c));
    if (first == NULL) return RC_OK;
    TRY(to_said(q, first, p, &to));
    *label = said_fill(q, text_empty(to) ? W_ledger_due_none : *late ? W_ledger_due_late : W_ledger_due_to, due, to);
    return RC_OK;
}

struct text ledger_due_href(const struct ask *q, const struct place *p)
{
    static const enum ledger_kind of[PLACE_KINDS] = {[PLACE_BUREAU] = LEDGER_COUNTY, [PLACE_CENTRE] = LEDGER_CENTRE,
        [PLACE_SCHOOL] = LEDGER_SCHOOL, [PLACE_CLASS] = LEDGER_CLASS};
    return text_fmt(q->arena, "/ledger/%s?place=%lld", ledger_kind_key(of[p->kind]), (long long)p->id);
}
