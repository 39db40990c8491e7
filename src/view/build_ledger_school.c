/* SPDX-License-Identifier: Apache-2.0 */
/* Dynamic sheet: who was there at the start, who came in, who left and why, who is there at the end. It must balance, and says
 * so when it does not. */
#include "view/build_ledger.h"

#include <stdlib.h>

enum { CHANGES_MOST = 300 };    /* by name; a county's sheet gives the numbers, and the list behind each of them */

static const enum measure_id columns[] = {
    M_opening, M_in_new, M_in_enrolled, M_in_transfer, M_in_return, M_in_class, M_out_parent_back, M_out_transfer,
        M_out_graduated, M_out_aged,
    M_out_dropout, M_out_died, M_out_left, M_out_class, M_closing, M_carer_changed, M_boarding_changed,
};

/* ---- sums and names in one walk ---- */

struct walk { struct arena *arena; struct measure_hit *item; size_t n, cap; };

static void change_keep(void *ctx, const struct measure_hit *h)
{
    struct walk *w = ctx;
    if (h->column == M_opening || h->column == M_closing) return;
    w->item = arena_grow(w->arena, w->item, w->n, &w->cap, w->n + 1, sizeof *w->item);
    w->item[w->n++] = *h;
}

static int change_order(const void *pa, const void *pb)
{
    const struct measure_hit *a = pa, *b = pb;
    if (a->day != b->day) return a->day < b->day ? -1 : 1;
    if (a->place_key != b->place_key) return a->place_key < b->place_key ? -1 : 1;
    if (a->child != b->child) return a->child < b->child ? -1 : 1;
    return (int)a->column - (int)b->column;
}

static void changes_head(const struct ask *q, struct table_part *t)
{
    static const enum word heads[] = {W_ledger_day, W_ledger_child, W_ledger_class, W_ledger_change};
    static const int64_t widths[] = {12, 12, 22, 16};
    t->heads.item = arena_array(q->arena, 1, sizeof *t->heads.item);
    t->heads.n = 1;
    t->heads.item[0].kind = T("");
    t->heads.item[0].cells.item = arena_array(q->arena, 4, sizeof *t->heads.item[0].cells.item);
    t->columns.item = arena_array(q->arena, 4, sizeof *t->columns.item);
    t->columns.n = 4;
    for (size_t i = 0; i < 4; i++) {
        t->heads.item[0].cells.item[t->heads.item[0].cells.n++] = ledger_head(word(q->lang, heads[i]), 1, 1);
        t->columns.item[i] = (struct column_part){.width = widths[i], .kind = T("text")};
    }
}

static enum rc change_row(const struct ask *q, struct ledger_classes *classes, const struct measure_hit *h, struct row_part *row)
{
    struct ledger_child child;
    struct text class;
    TRY(ledger_child(q, h->child, &child));
    TRY(ledger_class(classes, h->place_key, &class));
    *row = (struct row_part){.kind = T("")};
    row->cells.item = arena_array(q->arena, 4, sizeof *row->cells.item);
    row->cells.n = 4;
    row->cells.item[0] = ledger_cell(day_text(q->arena, h->day), "text");
    row->cells.item[1] = ledger_cell(child.name, "text");
    if (ask_may_anywhere(q, CAP_child_read)) row->cells.item[1].href = text_fmt(q->arena, "/child/%lld", (long long)h->child);
    row->cells.item[2] = ledger_cell(class, "text");
    row->cells.item[3] = ledger_cell(word(q->lang, measure_at(h->column)->title), "text");
    return RC_OK;
}

static enum rc changes_fill(struct ledger *l, const struct scope *at)
{
    const struct ask *q = l->q;
    struct walk w = {.arena = q->arena};
    struct ledger_classes classes = {.q = q, .on = l->frame.as_of, .school = l->place.kind < PLACE_SCHOOL};
    if (l->place.kind == PLACE_BUREAU) return RC_OK;
    TRY(measure_walk(q->db, at, &l->frame, MEASURE_SET_MOVES, q->arena, change_keep, &w));
    if (w.n > CHANGES_MOST) return RC_OK;
    if (w.n > 1) qsort(w.item, w.n, sizeof *w.item, change_order);
    struct table_part *t = arena_alloc(q->arena, sizeof *t);
    *t = (struct table_part){.caption = word(q->lang, W_ledger_changes), .empty = word(q->lang, W_ledger_empty_changes)};
    l->part->changes = t;
    changes_head(q, t);
    t->rows.item = arena_array(q->arena, w.n + 1, sizeof *t->rows.item);
    for (size_t i = 0; i < w.n; i++) TRY(change_row(q, &classes, &w.item[i], &t->rows.item[t->rows.n++]));
    l->part->confidential = w.n > 0;
    return RC_OK;
}

static void balance_fill(struct ledger *l)
{
    const struct ask *q = l->q;
    int64_t n[MEASURE_COUNT], in = 0, out = 0;
    measure_sum_range(&l->sums, l->place.lo, l->place.hi, n);
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        if (measure_at((enum measure_id)i)->head == MEASURE_HEAD_IN) in += n[i];
        if (measure_at((enum measure_id)i)->head == MEASURE_HEAD_OUT) out += n[i];
    }
    struct text arg[] = {text_fmt(q->arena, "%lld", (long long)n[M_opening]), text_fmt(q->arena, "%lld", (long long)in),
        text_fmt(q->arena, "%lld", (long long)out), text_fmt(q->arena, "%lld", (long long)n[M_closing])};
    l->part->balance = word_fill(q->arena, q->lang, W_ledger_balance, arg, 4);
}

enum rc build_ledger_school(struct ledger *l)
{
    const struct ask *q = l->q;
    struct ledger_row *row;
    size_t rows;
    struct scope at = scope_narrow(q->scope, l->place.lo, l->place.hi, 0, q->scope.staff);
    l->sets = MEASURE_SET_MOVES | MEASURE_SET_PERSONS;
    TRY(measure_sum(q->db, &at, &l->frame, l->sets, MEASURE_BEST, q->arena, &l->sums));
    TRY(ledger_rows(l, &row, &rows));
    enum word first = l->place.kind == PLACE_SCHOOL || l->place.kind == PLACE_CLASS ? W_ledger_class : W_ledger_name;
    TRY(ledger_table(l, columns, sizeof columns / sizeof *columns, row, rows, word(q->lang, first), &l->part->table));
    balance_fill(l);
    TRY(changes_fill(l, &at));
    l->part->notes.item = arena_array(q->arena, 1, sizeof *l->part->notes.item);
    l->part->notes.item[l->part->notes.n++] = (struct link_part){.label = word(q->lang, W_ledger_link_summary),
        .icon = T("ledger"),
        .hint = T(""), .href = text_fmt(q->arena, "/ledger/centre?place=%lld&rule=%.*s", (long long)l->place.id,
            TP(l->frame.key))};
    return ledger_submission(l);
}
