/* SPDX-License-Identifier: Apache-2.0 */
/* Small charts: on time by week, children by grade, by who cares for them. Lists with bars, not pies; each line a door. */
#include "view/board.h"

#include "gen/sql/board.h"

enum { WEEKS = 10, BARS = 16, WIDE = 1000 };

static struct chart_part *chart_add(struct board *b, enum word title, enum word note)
{
    struct chart_part *c = &b->v->charts.item[b->v->charts.n++];
    *c = (struct chart_part){.title = word(b->q->lang, title), .note = note == W_none ? T("") : word(b->q->lang, note)};
    c->bars.item = arena_array(b->q->arena, BARS, sizeof *c->bars.item);
    return c;
}

static enum rc weeks_fill(struct board *b)
{
    const struct ask *q = b->q;
    struct { int64_t expected, met, excused; } week[WEEKS] = {{0}};
    day_t monday = day_monday(q->today), first = monday - (WEEKS - 1) * 7;
    struct cursor cur;
    struct sql_board_weeks_out row;
    TRY(sql_board_weeks(q->db,
        &(struct sql_board_weeks_in){.county = q->scope.county, .lo = b->place.lo, .hi = b->place.hi, .from_day = first,
            .to_day = q->today},
        &cur));
    while (sql_board_weeks_next(&cur, &row)) {
        size_t at = (size_t)((day_t)row.due_day - first) / 7;
        if (at >= WEEKS) continue;
        week[at].expected += row.expected;
        week[at].met += row.met;
        week[at].excused += row.excused;
    }
    TRY(sql_close(&cur));
    struct chart_part *c = chart_add(b, W_board_by_week, W_board_by_week_note);
    for (size_t i = 0; i < WEEKS; i++) {
        int64_t rate = board_rate_seen(b, week[i].met, week[i].expected, week[i].excused);
        if (rate < 0) continue;
        struct ymd y = day_ymd(first + (day_t)i * 7);
        c->bars.item[c->bars.n++] = (struct bar_part){.label = text_fmt(q->arena, "%d-%02d", y.month, y.day),
            .value = text_fmt(q->arena, "%lld%%", (long long)rate), .width = rate * WIDE / 100, .href = T("")};
    }
    return RC_OK;
}

static void bar_add(struct board *b, struct chart_part *c, enum measure_id id, struct text label, const int64_t n[MEASURE_COUNT])
{
    const struct ask *q = b->q;
    if (n[id] == 0 || c->bars.n == BARS || (b->small && n[id] < SMALL_BASE)) return;
    struct bar_part *bar = &c->bars.item[c->bars.n++];
    int64_t wide = b->small ? (n[id] + SMALL_BASE / 2) / SMALL_BASE * SMALL_BASE : n[id];
    *bar = (struct bar_part){.label = label, .value = board_people(b, n[id]), .width = wide, .href = T("")};
    if (!ask_may(q, CAP_child_list, b->place.lo, b->place.hi)) return;
    struct text day = day_text(q->arena, q->today);
    bar->href = text_fmt(q->arena, "/ledger/list?place=%lld&rule=%.*s&from=%.*s&as_of=%.*s&column=%.*s",
        (long long)b->place.id, TP(b->rule),
        TP(day), TP(day), TP(measure_at(id)->key));
}

static void widths_scale(struct chart_part *c)
{
    int64_t most = 1;
    for (size_t i = 0; i < c->bars.n; i++) most = c->bars.item[i].width > most ? c->bars.item[i].width : most;
    for (size_t i = 0; i < c->bars.n; i++) c->bars.item[i].width = c->bars.item[i].width * WIDE / most;
}

/* By grade, by sex, by who cares for them: the measures from `first` to `last` share everybody out. */
static struct chart_part *people_chart(struct board *b, enum word title, enum measure_id first, enum measure_id last,
    const int64_t n[MEASURE_COUNT], bool *shown)
{
    struct chart_part *c = chart_add(b, title, b->small ? W_board_children_small : W_board_children);
    *shown = !board_parts_tell(b, n[M_total], &n[first], (size_t)(last - first) + 1);
    return c;
}

static void people_fill(struct board *b)
{
    bool shown;
    const struct ask *q = b->q;
    int64_t n[MEASURE_COUNT];
    measure_sum_range(&b->now, b->place.lo, b->place.hi, n);
    struct chart_part *grade = people_chart(b, W_board_by_grade, M_grade_pre, M_grade_senior, n, &shown);
    for (enum measure_id id = M_grade_pre; shown && id <= M_grade_senior; id++) {
        bool named = id >= M_grade_1 && id <= M_grade_9;
        bar_add(b, grade, id, named ? grade_name(q->arena, q->lang, (int)(id - M_grade_1) + 1) : word(q->lang,
            measure_at(id)->title), n);
    }
    widths_scale(grade);
    struct chart_part *sex = people_chart(b, W_board_by_sex, M_boys, M_sex_unknown, n, &shown);
    for (enum measure_id id = M_boys; shown && id <= M_sex_unknown; id++)
        bar_add(b, sex, id, word(q->lang, measure_at(id)->title), n);
    widths_scale(sex);
    struct chart_part *care = people_chart(b, W_board_by_care, M_care_parent, M_care_unknown, n, &shown);
    for (enum measure_id id = M_care_parent; shown && id <= M_care_unknown; id++) bar_add(b, care, id, word(q->lang,
        measure_at(id)->title), n);
    widths_scale(care);
}

enum rc board_charts(struct board *b)
{
    b->v->charts.item = arena_array(b->q->arena, 4, sizeof *b->v->charts.item);
    TRY(weeks_fill(b));
    people_fill(b);
    return RC_OK;
}
