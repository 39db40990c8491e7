/* SPDX-License-Identifier: Apache-2.0 */
/* The four figures: who is in scope, whose parents were in touch this week, what was done on time, what may not wait. */
#include "view/board.h"
#include "view/remembered.h"

#include "gen/sql/board.h"
#include "gen/sql/obligation.h"

enum { CONTACT_DAYS = 7 /* 未成年人保护法 23: at least once a week */, ALERT_RULES = 64, GOOD = 90, BAD = 60 };

int64_t board_rate(int64_t met, int64_t expected, int64_t excused)
{
    return expected > excused ? met * 100 / (expected - excused) : -1;
}

struct text board_count(const struct ask *q, int64_t n)
{
    return text_fmt(q->arena, "%lld", (long long)n);
}

static struct stat_part *stat_add(struct board *b, enum word label)
{
    struct stat_part *s = &b->v->stats.item[b->v->stats.n++];
    *s = (struct stat_part){.label = word(b->q->lang, label), .value = T("—"), .unit = T(""), .was = T(""), .note = T(""),
        .tone = T(""), .href = T("")};
    return s;
}

static void was_say(struct board *b, struct stat_part *s, struct text value)
{
    s->was = word_fill(b->q->arena, b->q->lang, W_board_last_term, &value, 1);
}

static const char *tone_of(int64_t rate)
{
    return rate < 0 ? "" : rate >= GOOD ? "good" : rate < BAD ? "bad" : "warn";
}

/* ---- children in touch with their parents ---- */

static enum rc touch_count(struct board *b, day_t on, struct measure_touched *t)
{
    const struct ask *q = b->q;
    const uint64_t contact = UINT64_C(1) << M_calls | UINT64_C(1) << M_contacts;
    struct measure_frame f;
    TRY(measure_frame_fill(&f, q->ev, b->rule, on - CONTACT_DAYS + 1, on));
    return measure_touch(q->db, &q->scope, &f, contact, MEASURE_BEST, q->arena, t);
}

/* The same of the last day of the term before. */
static enum rc touch_before(struct board *b, struct measure_touched *t)
{
    const struct ask *q = b->q;
    struct remembered_key key = {.lo = q->scope.lo, .hi = q->scope.hi, .rule = b->rule, .of = b->before_end};
    struct remembered_figure kept;
    if (remembered_get(q->remembered, &key, q->today, &kept)) {
        *t = (struct measure_touched){.members = kept.members, .touched = kept.touched};
        return RC_OK;
    }
    TRY(touch_count(b, b->before_end, t));
    remembered_put(q->remembered, &key, q->today, (struct remembered_figure){.members = t->members, .touched = t->touched});
    return RC_OK;
}

static struct text list_href(struct board *b, const char *column, day_t from)
{
    const struct ask *q = b->q;
    if (!ask_may(q, CAP_child_list, b->place.lo, b->place.hi)) return T("");
    return text_fmt(q->arena, "/ledger/list?place=%lld&rule=%.*s&from=%.*s&as_of=%.*s&column=%s", (long long)b->place.id,
        TP(b->rule),
        TP(day_text(q->arena, from)), TP(day_text(q->arena, q->today)), column);
}

static enum rc people_fill(struct board *b)
{
    const struct ask *q = b->q;
    struct measure_touched now, then = {0};
    TRY(touch_count(b, q->today, &now));
    if (b->before_end != DAY_NONE) TRY(touch_before(b, &then));
    struct stat_part *s = stat_add(b, W_board_in_scope);
    s->value = board_people(b, now.members);
    s->unit = word(q->lang, W_board_children);
    s->href = list_href(b, "total", q->today);
    if (b->small) s->note = word(q->lang, W_board_small);
    if (then.members > 0) was_say(b, s, board_people(b, then.members));
    s = stat_add(b, W_board_in_touch);
    int64_t rate = board_share(b, now.touched, now.members), last = board_share(b, then.touched, then.members);
    if (rate >= 0) {
        s->value = board_count(q, rate);
        s->unit = T("%");
        s->tone = text_of(tone_of(rate));
        s->href = list_href(b, "contacts", q->today - CONTACT_DAYS + 1);
        struct text arg[] = {board_count(q, now.touched), board_count(q, now.members)};
        if (!b->small) s->note = word_fill(q->arena, q->lang, W_board_of, arg, 2);
    }
    if (last >= 0) was_say(b, s, text_fmt(q->arena, "%lld%%", (long long)last));
    return RC_OK;
}

/* ---- duties ---- */

struct owed { int64_t expected, met, late, excused; };

static enum rc owed_count(struct board *b, day_t from, day_t to, struct owed *out)
{
    struct cursor c;
    struct sql_tally_sum_out row;
    *out = (struct owed){0};
    if (from == DAY_NONE || to <= from) return RC_OK;
    TRY(sql_tally_sum(b->q->db,
        &(struct sql_tally_sum_in){.county = b->q->scope.county, .lo = b->place.lo, .hi = b->place.hi, .from_day = from,
            .to_day = to}, &c));
    while (sql_tally_sum_next(&c, &row)) {
        if (evaluator_plan_duty(b->q->ev, row.duty) == NULL) continue;
        out->expected += row.expected;
        out->met += row.met;
        out->late += row.met_late;
        out->excused += row.excused;
    }
    return sql_close(&c);
}

static enum rc duties_fill(struct board *b)
{
    const struct ask *q = b->q;
    struct owed now, then;
    TRY(owed_count(b, b->term, q->today, &now));
    TRY(owed_count(b, b->before, b->before_end == DAY_NONE ? DAY_NONE : b->before_end + 1, &then));
    struct stat_part *s = stat_add(b, W_board_on_time);
    int64_t rate = board_rate_seen(b, now.met, now.expected, now.excused);
    int64_t last = board_rate_seen(b, then.met, then.expected, then.excused);
    if (rate >= 0) {
        s->value = board_count(q, rate);
        s->unit = T("%");
        s->tone = text_of(tone_of(rate));
        struct text arg[] = {board_count(q, now.met), board_count(q, now.expected - now.excused), board_count(q, now.late)};
        if (!b->small) s->note = word_fill(q->arena, q->lang, now.late > 0 ? W_board_of_late : W_board_of, arg, 3);
    }
    if (ask_may(q, CAP_child_list, b->place.lo, b->place.hi)) {
        s->href = text_fmt(q->arena, "/board/duty?place=%lld", (long long)b->place.id);
    }
    if (last >= 0) was_say(b, s, text_fmt(q->arena, "%lld%%", (long long)last));
    return RC_OK;
}

static bool urgent(const struct ask *q, const struct sql_board_alerts_out *row)
{
    const struct plan *p = q->ev->plan;
    for (size_t i = 0; i < p->alert_count; i++) {
        const struct plan_alert *a = &p->alert[i];
        if (text_eq(a->key, row->key) && text_eq(p->scheme[a->at.scheme].id, row->scheme)) return a->severity == SEVERITY_URGENT;
    }
    return false;
}

static enum rc alerts_fill(struct board *b)
{
    const struct ask *q = b->q;
    struct cursor c;
    struct sql_board_alerts_out row;
    int64_t all = 0, pressing = 0;
    TRY(sql_board_alerts(q->db, &q->scope, &(struct sql_board_alerts_in){.limit = ALERT_RULES}, &c));
    while (sql_board_alerts_next(&c, &row)) {
        all += row.children;
        pressing += urgent(q, &row) ? row.children : 0;
    }
    TRY(sql_close(&c));
    struct stat_part *s = stat_add(b, W_board_alerts);
    struct text n = board_people(b, all);
    s->value = board_people(b, pressing);
    s->unit = word(q->lang, W_board_lines);
    s->note = word_fill(q->arena, q->lang, W_board_alerts_all, &n, 1);
    if (!b->small || pressing >= SMALL_BASE) s->tone = pressing > 0 ? T("bad") : T("good");
    if (ask_may(q, CAP_child_list, b->place.lo, b->place.hi)) s->href = T("/alerts");
    return RC_OK;
}

enum rc board_stats(struct board *b)
{
    b->v->stats.item = arena_array(b->q->arena, 4, sizeof *b->v->stats.item);
    TRY(people_fill(b));
    TRY(duties_fill(b));
    return alerts_fill(b);
}
