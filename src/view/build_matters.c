/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_matters.h"

#include "gen/sql/matter_list.h"
#include "gen/sql/obligation.h"
#include "model/place.h"
#include "view/ledger.h"
#include "view/matters.h"
#include "view/table.h"

enum { GOOD = 90, BAD = 60, DUTIES_MOST = 256 };

struct figures { int64_t expected, met, late, excused; };
struct build {
    const struct ask *q;
    struct place place;
    day_t term;
    struct matters_view *v;
    struct { int64_t duty; struct figures f; } duty[DUTIES_MOST];
    size_t duties;
    struct figures all;
};

static struct text number(const struct ask *q, int64_t n)
{
    return text_fmt(q->arena, "%lld", (long long)n);
}

static int64_t rate_of(const struct figures *f)
{
    return f->expected > f->excused ? f->met * 100 / (f->expected - f->excused) : -1;
}

/* ---- from the tallies ---- */

static enum rc tallies_read(struct build *b)
{
    const struct ask *q = b->q;
    struct cursor c;
    struct sql_tally_sum_out row;
    TRY(sql_tally_sum(q->db,
        &(struct sql_tally_sum_in){.county = q->scope.county, .lo = b->place.lo, .hi = b->place.hi, .from_day = b->term,
            .to_day = q->today}, &c));
    while (sql_tally_sum_next(&c, &row)) {
        const struct plan_duty *d = evaluator_plan_duty(q->ev, row.duty);
        if (d == NULL || d->subject == SUBJECT_CHILD || row.expected == 0 || b->duties == DUTIES_MOST) continue;
        struct figures f = {row.expected, row.met, row.met_late, row.excused};
        b->duty[b->duties].duty = row.duty;
        b->duty[b->duties++].f = f;
        b->all.expected += f.expected;
        b->all.met += f.met;
        b->all.late += f.late;
        b->all.excused += f.excused;
    }
    return sql_close(&c);
}

static const struct table_head heads[] = {
    {W_board_duty, 24, false}, {W_matters_expected, 8, true}, {W_matters_met, 8, true}, {W_matters_late, 8, true},
    {W_matters_excused, 8, true}, {W_matters_missed, 8, true},
};
enum { COLUMNS = sizeof heads / sizeof *heads };

static void table_fill(struct build *b)
{
    const struct ask *q = b->q;
    struct table_part *t = b->v->table = arena_alloc(q->arena, sizeof *t);
    size_t cap = 0;
    *t = (struct table_part){.caption = word(q->lang, W_matters_term), .empty = word(q->lang, W_matters_term_none),
        .fixed = true};
    table_heads(q, t, heads, COLUMNS);
    for (size_t i = 0; i < b->duties; i++) {
        const struct plan_duty *d = evaluator_plan_duty(q->ev, b->duty[i].duty);
        const struct figures *f = &b->duty[i].f;
        int64_t missed = f->expected - f->met - f->late - f->excused;
        const struct text said[COLUMNS] = {d->title[q->lang], number(q, f->expected), number(q, f->met), number(q, f->late),
            number(q, f->excused), number(q, missed)};
        struct cell_part *c = table_row(q, t, &cap, heads, said, COLUMNS, missed > 0 ? "warn" : "")->cells.item;
        c[0].hint = due_clause(q, d);
        if (missed > 0 && ask_may(q, CAP_child_list, b->place.lo, b->place.hi)) c[COLUMNS - 1].href = text_fmt(q->arena,
            "/board/duty?place=%lld&duty=%lld", (long long)b->place.id, (long long)b->duty[i].duty);
    }
}

/* ---- what is open, what was done ---- */

static enum rc owed_fill(struct build *b, int64_t *open, int64_t *overdue)
{
    const struct ask *q = b->q;
    struct matter_rows rows;
    struct matter_lines lines;
    TRY(matters_at(q, q->today, DAY_MAX, 0, MATTERS_LOOK, &rows));
    matters_fold(q, &rows, &lines);
    *open = (int64_t)lines.n;
    *overdue = 0;
    b->v->owed.item = arena_array(q->arena, MATTERS_SHOWN, sizeof *b->v->owed.item);
    for (size_t i = 0; i < lines.n; i++) {
        *overdue += lines.item[i].missed > 0;
        if (b->v->owed.n < MATTERS_SHOWN) TRY(matter_fill(q, &lines.item[i], &b->v->owed.item[b->v->owed.n++]));
    }
    b->v->owed_more = T("");
    if (lines.n <= MATTERS_SHOWN) return RC_OK;
    struct text left = number(q, (int64_t)(lines.n - MATTERS_SHOWN));
    b->v->owed_more = word_fill(q->arena, q->lang, W_today_more, &left, 1);
    return RC_OK;
}

static enum rc place_at(const struct ask *q, int64_t key, struct text *out)
{
    struct place p;
    *out = T("");
    for (enum place_kind kind = PLACE_BUREAU; kind < PLACE_KINDS; kind++) {
        enum rc rc = place_by_key(q->db, q->scope.county, key, kind, q->arena, &p);
        if (rc == RC_NOT_FOUND) continue;
        if (rc != RC_OK) return rc;
        return matter_place_name(q, p.id, true, out);
    }
    return RC_OK;
}

static enum rc done_fill(struct build *b, int64_t *done)
{
    const struct ask *q = b->q;
    struct cursor c;
    struct sql_matter_done_out row, list[MATTERS_DONE];
    size_t n = 0;
    *done = 0;
    TRY(sql_matter_done(q->db, &q->scope, &(struct sql_matter_done_in){.from_day = b->term, .limit = MATTERS_LOOK}, &c));
    while (sql_matter_done_next(&c, &row)) {
        *done += row.voided_at == NULL_INT;
        if (n == MATTERS_DONE) continue;
        list[n] = row;
        list[n].kind = text_dup(q->arena, row.kind);
        list[n++].actor_name = text_dup(q->arena, row.actor_name);
    }
    TRY(sql_close(&c));
    b->v->done.item = arena_array(q->arena, n + 1, sizeof *b->v->done.item);
    for (size_t i = 0; i < n; i++) {
        const struct code_kind *kind = codes_kind(q->ev->codes, list[i].kind);
        struct text place, count = number(q, list[i].people);
        TRY(place_at(q, list[i].place_key, &place));
        struct text people = list[i].people > 0 ? word_fill(q->arena, q->lang, W_matter_people, &count, 1) : T("");
        b->v->done.item[b->v->done.n++] = (struct matters_done){
            .label = text_fmt(q->arena, "%.*s · %.*s", TP(kind == NULL ? list[i].kind : kind->title[q->lang]),
                TP(day_short(q, (day_t)list[i].occurred_day))),
            .note = text_fmt(q->arena, "%.*s%s%.*s · %.*s", TP(place), people.n ? " · " : "", TP(people),
                TP(list[i].actor_name)),
            .voided = list[i].voided_at != NULL_INT,
            .late = list[i].late != 0,
            .href = text_fmt(q->arena, "/record/%lld", (long long)list[i].id),
        };
    }
    return RC_OK;
}

/* ---- the figures ---- */

static void stat_add(struct build *b, enum word label, struct text value, struct text unit, const char *tone)
{
    b->v->stats.item[b->v->stats.n++] = (struct stat_part){.label = word(b->q->lang, label), .value = value, .unit = unit,
        .was = T(""), .note = T(""), .tone = text_of(tone), .href = T("")};
}

static void stats_fill(struct build *b, int64_t open, int64_t overdue, int64_t done)
{
    const struct ask *q = b->q;
    int64_t rate = rate_of(&b->all);
    struct text unit = word(q->lang, W_matters_unit);
    b->v->stats.item = arena_array(q->arena, 4, sizeof *b->v->stats.item);
    stat_add(b, W_matters_open, number(q, open), unit, "");
    stat_add(b, W_matters_overdue, number(q, overdue), unit, overdue > 0 ? "bad" : "good");
    stat_add(b, W_matters_done_count, number(q, done), unit, "");
    stat_add(b, W_board_on_time, rate < 0 ? T("—") : number(q, rate), rate < 0 ? T("") : T("%"),
        rate < 0 ? "" : rate >= GOOD ? "good" : rate < BAD ? "bad" : "warn");
    b->v->stats.item[3].note = T("");
}

static struct text board_href(const struct build *b)
{
    const struct ask *q = b->q;
    if (b->place.kind == PLACE_BUREAU) return ask_may(q, CAP_board_county, b->place.lo, b->place.hi) ? T("/board/county") : T("");
    if (b->place.kind == PLACE_CLASS || !ask_may(q, CAP_board_school, b->place.lo, b->place.hi)) return T("");
    return text_fmt(q->arena, "/board/school?place=%lld", (long long)b->place.id);
}

/* The form of the first kind of record that such a place has; its tabs lead to the others. */
static void record_href_fill(struct build *b)
{
    static const enum code_subject subject[PLACE_KINDS] = {[PLACE_BUREAU] = SUBJECT_COUNTY, [PLACE_CENTRE] = SUBJECT_CENTRE,
        [PLACE_SCHOOL] = SUBJECT_SCHOOL, [PLACE_CLASS] = SUBJECT_CLASS};
    const struct ask *q = b->q;
    if (!ask_may(q, CAP_record_add, b->place.lo, b->place.hi)) return;
    for (size_t i = 0; i < q->ev->codes->kind_count; i++) {
        const struct code_kind *k = &q->ev->codes->kind[i];
        if (k->kept || !(k->subjects >> subject[b->place.kind] & 1)) continue;
        b->v->record_href = text_fmt(q->arena, "/record?kind=%.*s&place=%lld", TP(k->key), (long long)b->place.id);
        return;
    }
}

enum rc build_matters(const struct ask *q, int64_t place, struct matters_view *v)
{
    struct build *b = arena_alloc(q->arena, sizeof *b);
    static const enum word titles[PLACE_KINDS] = {[PLACE_BUREAU] = W_matters_county, [PLACE_CENTRE] = W_matters_centre,
        [PLACE_SCHOOL] = W_matters_school, [PLACE_CLASS] = W_matters_class};
    int64_t open, overdue, done;
    struct text name;
    bool running;
    b->q = q;
    b->v = v;
    TRY(place_by_id(q->db, q->scope.county, place, q->arena, &b->place));
    TRY(matter_place_name(q, place, true, &name));
    const struct calendar_term *now = calendar_term_of(evaluator_calendar_at(q->ev, b->place.lo)->calendar, q->today, &running);
    b->term = now == NULL ? school_year_first(school_year_of(q->today)) : now->from;
    struct text since[] = {day_short(q, b->term), ledger_day_text(q, q->today)};
    *v = (struct matters_view){.title = text_fmt(q->arena, "%.*s · %.*s", TP(name), TP(word(q->lang, titles[b->place.kind]))),
        .as_of_label = word_fill(q->arena, q->lang, W_matters_since, since, 2), .owed_title = word(q->lang, W_matters_owed),
        .empty = word(q->lang, W_matters_owed_none), .up_href = board_href(b), .record_href = T(""),
        .facilities_href = text_fmt(q->arena, "/facilities?place=%lld", (long long)place)};
    record_href_fill(b);
    TRY(tallies_read(b));
    table_fill(b);
    TRY(owed_fill(b, &open, &overdue));
    TRY(done_fill(b, &done));
    stats_fill(b, open, overdue, done);
    return RC_OK;
}
