/* SPDX-License-Identifier: Apache-2.0 */
/* What I hand up, and what came in: over the places where the one who asks has those rights. */
#include "view/build_ledger.h"

#include "gen/sql/submission.h"
#include "view/ledger_due.h"

enum { DESK = 60, LOOK = 2000 };

typedef struct ledger_desk_mine line_t;

static struct text at_place(const struct ask *q, const struct place *p)
{
    return place_name(q->arena, q->lang, p, q->today);
}

static line_t line(const struct ask *q, const struct sql_submission_waiting_out *s, struct text name)
{
    struct text state = text_dup(q->arena, s->state), ledger = text_dup(q->arena, s->ledger);
    enum word label = word_find(text_fmt(q->arena, "submission_state_%.*s", TP(state)));
    enum word kind = word_find(text_fmt(q->arena, "ledger_kind_%.*s", TP(ledger)));
    bool span = !text_eqz(ledger, "class");
    return (line_t){
        .title = text_fmt(q->arena, "%.*s %.*s", TP(name), TP(kind == W_none ? ledger : word(q->lang, kind))),
        .note = text_fmt(q->arena, "%.*s · %.*s", TP(day_text(q->arena, s->as_of_day)), TP(ledger_group_title(q, s->rule,
            s->as_of_day))),
        .state = state,
        .state_label = label == W_none ? state : word(q->lang, label),
        .href = text_fmt(q->arena, "/ledger/%.*s?place=%lld&rule=%.*s&as_of=%.*s%s%.*s", TP(ledger), (long long)s->place,
            TP(s->rule),
            TP(day_text(q->arena, s->as_of_day)), span ? "&from=" : "", TP(span ? day_text(q->arena, s->period_from_day)
                : T(""))),
    };
}

static enum rc place_of(const struct ask *q, int64_t id, struct place *p)
{
    return place_by_id(q->db, q->scope.county, id, q->arena, p);
}

/* Handed up by those below one of my places of review: waiting first. */
static enum rc came_fill(const struct ask *q, int64_t lo, int64_t hi, struct ledger_desk_view *v)
{
    struct cursor c;
    struct sql_submission_waiting_out row, *list = NULL;
    size_t n = 0, cap = 0;
    TRY(sql_submission_waiting(q->db, &(struct sql_submission_waiting_in){.county = q->scope.county, .lo = lo, .hi = hi,
        .limit = LOOK}, &c));
    while (sql_submission_waiting_next(&c, &row)) {
        list = arena_grow(q->arena, list, n, &cap, n + 1, sizeof *list);
        row.state = text_dup(q->arena, row.state);
        row.ledger = text_dup(q->arena, row.ledger);
        row.rule = text_dup(q->arena, row.rule);
        list[n++] = row;
    }
    TRY(sql_close(&c));
    for (int waiting = 1; waiting >= 0; waiting--) {
        for (size_t i = 0; i < n && v->came.n < DESK; i++) {
            struct place p, above;
            if (text_eqz(list[i].state, "draft") || text_eqz(list[i].state, "submitted") != (waiting == 1)) continue;
            TRY(place_of(q, list[i].place, &p));
            if (p.kind == PLACE_BUREAU) continue;
            TRY(place_of(q, p.parent, &above));
            if (!ask_may(q, CAP_ledger_review, above.lo, above.hi)) continue;
            line_t l = line(q, &list[i], at_place(q, &p));
            v->came.item[v->came.n++] =
                (struct ledger_desk_came){.title = l.title, .note = l.note, .state = l.state, .state_label = l.state_label,
                    .href = l.href};
        }
    }
    return RC_OK;
}

static struct text ledger_of(const struct place *p)
{
    static const enum ledger_kind of[PLACE_KINDS] = {LEDGER_COUNTY, LEDGER_CENTRE, LEDGER_SCHOOL, LEDGER_CLASS};
    return text_of(ledger_kind_key(of[p->kind]));
}

/* What has gone up and is due again is a new one: the line leads to today's. */
static enum rc mine_due(const struct ask *q, const struct place *p, const struct sql_submission_waiting_out *last, line_t *mine)
{
    bool up = !text_eqz(last->state, "draft") && !text_eqz(last->state, "returned");
    TRY(ledger_due(q, p, &mine->due_label, &mine->late));
    if (up && !text_empty(mine->due_label)) mine->href = ledger_due_href(q, p);
    return RC_OK;
}

/* One line for each place at which a grant of mine may hand up: the latest, or that nothing was handed up yet. */
static enum rc mine_of(const struct ask *q, const struct grant *g, struct ledger_desk_view *v)
{
    struct sql_submission_waiting_out row, last;
    struct cursor c;
    struct place p;
    int64_t width = g->key_hi - g->key_lo;
    bool found = false;
    enum place_kind kind = width == 1 ? PLACE_CLASS : width <= INT64_C(1) << PLACE_SCHOOL_BITS ? PLACE_SCHOOL
                           : width <= INT64_C(1) << PLACE_CENTRE_BITS ? PLACE_CENTRE : PLACE_BUREAU;
    enum rc rc = place_by_key(q->db, q->scope.county, g->key_lo, kind, q->arena, &p);
    if (rc != RC_OK) return rc == RC_NOT_FOUND ? RC_OK : rc;
    TRY(sql_submission_waiting(q->db,
        &(struct sql_submission_waiting_in){.county = q->scope.county, .lo = p.lo, .hi = p.hi, .limit = LOOK}, &c));
    while (sql_submission_waiting_next(&c, &row)) {
        if (found || row.place != p.id) continue;
        found = true;
        last = row;
        last.state = text_dup(q->arena, row.state);
        last.ledger = text_dup(q->arena, row.ledger);
        last.rule = text_dup(q->arena, row.rule);
    }
    TRY(sql_close(&c));
    line_t *mine = &v->mine.item[v->mine.n++];
    if (found) {
        *mine = line(q, &last, at_place(q, &p));
        return mine_due(q, &p, &last, mine);
    }
    struct text key = ledger_of(&p);
    enum word title = word_find(text_fmt(q->arena, "ledger_kind_%.*s", TP(key)));
    *mine = (line_t){.title = text_fmt(q->arena, "%.*s %.*s", TP(at_place(q, &p)), TP(word(q->lang, title))),
        .note = T(""), .state = T("none"), .state_label = word(q->lang, W_submission_state_none),
        .href = ledger_due_href(q, &p)};
    return ledger_due(q, &p, &mine->due_label, &mine->late);
}

enum rc build_ledger_desk(const struct ask *q, struct ledger_desk_view *v)
{
    int64_t lo, hi;
    *v = (struct ledger_desk_view){0};
    v->mine.item = arena_array(q->arena, GRANTS_MAX, sizeof *v->mine.item);
    v->came.item = arena_array(q->arena, DESK, sizeof *v->came.item);
    for (size_t i = 0; i < q->who->n; i++) {
        const struct grant *g = &q->who->grants[i];
        bool now = g->from <= q->today && q->today < g->to && g->key_lo < g->key_hi;
        if (now && role_has(q->roles, g->role, CAP_ledger_submit)) TRY(mine_of(q, g, v));
    }
    if (!may_widest(q->roles, q->who, CAP_ledger_review, &lo, &hi)) return RC_OK;
    return came_fill(q, lo, hi, v);
}
