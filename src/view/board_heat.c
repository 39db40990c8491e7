/* SPDX-License-Identifier: Apache-2.0 */
/* Schools (or classes) by duties: what was done on time since the term began, per cent, from the tallies. */
#include "view/board.h"

#include "gen/sql/obligation.h"

#include <stdlib.h>
#include <string.h>

enum { DUTIES_SHOWN = 14, DUTIES_MOST = 512 };

struct heat_cell { int64_t expected, met, excused; };
struct heat_row { const struct place *place; struct heat_cell cell[DUTIES_SHOWN]; int64_t order; };
struct heat {
    struct board *b;
    struct { int64_t duty, expected; } duty[DUTIES_MOST];
    size_t duties, shown;
    struct heat_row *row;
    size_t rows;
    struct { int64_t key, duty; struct heat_cell cell; } *tally;
    size_t tallies, tally_cap;
};

static enum rc tallies_read(struct heat *h)
{
    const struct ask *q = h->b->q;
    struct cursor c;
    struct sql_tally_rows_out row;
    TRY(sql_tally_rows(q->db,
        &(struct sql_tally_rows_in){.county = q->scope.county, .lo = h->b->place.lo, .hi = h->b->place.hi, .from_day = h->b->term,
            .to_day = q->today}, &c));
    while (sql_tally_rows_next(&c, &row)) {
        if (evaluator_plan_duty(q->ev, row.duty) == NULL) continue;
        h->tally = arena_grow(q->arena, h->tally, h->tallies, &h->tally_cap, h->tallies + 1, sizeof *h->tally);
        h->tally[h->tallies].key = row.place_key;
        h->tally[h->tallies].duty = row.duty;
        h->tally[h->tallies++].cell = (struct heat_cell){.expected = row.expected, .met = row.met, .excused = row.excused};
        size_t i = 0;
        while (i < h->duties && h->duty[i].duty != row.duty) i++;
        if (i == DUTIES_MOST) continue;
        if (i == h->duties) h->duty[h->duties++].duty = row.duty;
        h->duty[i].expected += row.expected;
    }
    return sql_close(&c);
}

/* Those that are owed most often: what fills the week. */
static void duties_choose(struct heat *h)
{
    for (size_t i = 0; i < h->duties && i < DUTIES_SHOWN; i++) {
        size_t most = i;
        for (size_t k = i + 1; k < h->duties; k++) {
            if (h->duty[k].expected > h->duty[most].expected) most = k;
        }
        int64_t duty = h->duty[i].duty, expected = h->duty[i].expected;
        h->duty[i] = h->duty[most];
        h->duty[most].duty = duty;
        h->duty[most].expected = expected;
        h->shown = i + 1;
    }
}

static enum rc rows_make(struct heat *h)
{
    const struct ask *q = h->b->q;
    struct place_list list;
    enum place_kind below = h->b->place.kind == PLACE_SCHOOL || h->b->place.kind == PLACE_CLASS ? PLACE_CLASS : PLACE_SCHOOL;
    TRY(place_under(q->db, q->scope.county, h->b->place.lo, h->b->place.hi, below, q->today, q->arena, &list));
    h->row = arena_array(q->arena, list.n + 1, sizeof *h->row);
    for (size_t i = 0; i < list.n; i++) {
        if (below == PLACE_CLASS && class_graduated(&list.item[i], q->today)) continue;
        h->row[h->rows++].place = &list.item[i];
    }
    return RC_OK;
}

/* Both are in the order of keys. */
static void cells_fill(struct heat *h)
{
    size_t r = 0;
    for (size_t i = 0; i < h->tallies; i++) {
        while (r < h->rows && h->row[r].place->hi <= h->tally[i].key) r++;
        if (r == h->rows) break;
        if (h->tally[i].key < h->row[r].place->lo) continue;
        for (size_t d = 0; d < h->shown; d++) {
            if (h->duty[d].duty != h->tally[i].duty) continue;
            h->row[r].cell[d].expected += h->tally[i].cell.expected;
            h->row[r].cell[d].met += h->tally[i].cell.met;
            h->row[r].cell[d].excused += h->tally[i].cell.excused;
        }
    }
    for (size_t i = 0; i < h->rows; i++) {
        h->row[i].order = (int64_t)i;
        for (size_t d = 0; d < h->shown; d++) {
            const struct heat_cell *c = &h->row[i].cell[d];
            int64_t rate = board_rate_seen(h->b, c->met, c->expected, c->excused);
            /* Where help is needed comes first, where nothing is owed last. */
            if (h->duty[d].duty == h->b->sort) h->row[i].order = (rate < 0 ? 101 : rate) * 100000 + (int64_t)i;
        }
    }
}

static int row_order(const void *pa, const void *pb)
{
    int64_t a = ((const struct heat_row *)pa)->order, b = ((const struct heat_row *)pb)->order;
    return a < b ? -1 : a > b;
}

static struct cell_part heat_cell_of(const struct heat *h, const struct heat_row *row, size_t d)
{
    const struct ask *q = h->b->q;
    const struct heat_cell *c = &row->cell[d];
    int64_t rate = board_rate_seen(h->b, c->met, c->expected, c->excused);
    if (rate < 0) return ledger_cell(T(""), "blank");
    struct cell_part out = ledger_cell(text_fmt(q->arena, "%lld", (long long)rate), "num");
    struct text arg[] = {board_count(q, c->met), board_count(q, c->expected - c->excused)};
    out.heat = rate == 0 ? 1 : (rate + 9) / 10;
    if (!h->b->small) out.hint = word_fill(q->arena, q->lang, W_board_of, arg, 2);
    if (ask_may(q, CAP_child_list, row->place->lo, row->place->hi)) {
        out.href = text_fmt(q->arena, "/board/duty?place=%lld&duty=%lld", (long long)row->place->id, (long long)h->duty[d].duty);
    }
    return out;
}

static struct table_part *table_make(const struct heat *h)
{
    const struct ask *q = h->b->q;
    struct table_part *t = arena_alloc(q->arena, sizeof *t);
    *t = (struct table_part){.caption = word(q->lang, W_board_heat), .empty = word(q->lang, W_board_heat_empty), .fixed = true};
    if (h->shown == 0) return t;
    t->heads.item = arena_array(q->arena, 1, sizeof *t->heads.item);
    t->heads.n = 1;
    struct row_part *head = &t->heads.item[0];
    *head = (struct row_part){.kind = T("")};
    head->cells.item = arena_array(q->arena, h->shown + 1, sizeof *head->cells.item);
    head->cells.item[head->cells.n] = ledger_head(word(q->lang, W_ledger_name), 1, 1);
    head->cells.item[head->cells.n++].href = h->b->base;
    for (size_t d = 0; d < h->shown; d++) {
        const struct plan_duty *duty = evaluator_plan_duty(q->ev, h->duty[d].duty);
        struct cell_part *c = &head->cells.item[head->cells.n++];
        *c = ledger_head(duty->title[q->lang], 1, 1);
        c->href = text_fmt(q->arena, "%.*s&sort=%lld", TP(h->b->base), (long long)h->duty[d].duty);
        c->hint = text_fmt(q->arena, "%.*s %.*s", TP(q->ev->plan->scheme[duty->at.scheme].title[q->lang]), TP(duty->at.clause));
    }
    t->rows.item = arena_array(q->arena, h->rows + 1, sizeof *t->rows.item);
    for (size_t i = 0; i < h->rows; i++) {
        struct row_part *row = &t->rows.item[t->rows.n++];
        *row = (struct row_part){.kind = T("")};
        row->cells.item = arena_array(q->arena, h->shown + 1, sizeof *row->cells.item);
        row->cells.item[row->cells.n] = ledger_cell(place_name(q->arena, q->lang, h->row[i].place, q->today), "text");
        if (h->row[i].place->kind == PLACE_SCHOOL && ask_may(q, CAP_board_school, h->row[i].place->lo, h->row[i].place->hi)) {
            row->cells.item[row->cells.n].href = text_fmt(q->arena, "/board/school?place=%lld", (long long)h->row[i].place->id);
        }
        row->cells.n++;
        for (size_t d = 0; d < h->shown; d++) row->cells.item[row->cells.n++] = heat_cell_of(h, &h->row[i], d);
    }
    return t;
}

enum rc board_heat(struct board *b)
{
    struct heat *h = arena_alloc(b->q->arena, sizeof *h);
    h->b = b;
    TRY(tallies_read(h));
    duties_choose(h);
    TRY(rows_make(h));
    cells_fill(h);
    if (h->rows > 1) qsort(h->row, h->rows, sizeof *h->row, row_order);
    b->v->heat = table_make(h);
    return RC_OK;
}
