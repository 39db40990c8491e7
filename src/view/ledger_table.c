/* SPDX-License-Identifier: Apache-2.0 */
/* The table of measures: heads of two rows, one line for each place, subtotals and a total; blank, 0 and — kept apart. */
#include "view/ledger.h"

struct cell_part ledger_head(struct text text, int64_t span, int64_t down)
{
    return (struct cell_part){.text = text, .kind = T("head"), .span = span > 1 ? span : 0, .down = down > 1 ? down : 0};
}

struct cell_part ledger_cell(struct text text, const char *kind)
{
    return (struct cell_part){.text = text, .kind = text_of(kind)};
}

/* ---- which columns ---- */

/* There only so that nobody is forgotten: left out where nobody is in them. */
static bool odd(enum measure_id id)
{
    switch (id) {
    case M_sex_unknown: case M_age_other: case M_grade_pre: case M_grade_senior: case M_away_other: case M_care_unknown:
    case M_de_facto: case M_in_class: case M_out_class: case M_in_return: case M_out_left: case M_out_died: case M_out_aged:
    case M_risk_none: return true;
    default: return false;
    }
}

struct grid {
    struct ledger *l;
    enum measure_id column[MEASURE_COUNT];
    size_t columns;
    const struct ledger_row *row;
    size_t rows;
    struct table_part *t;
};

static void columns_choose(struct grid *g, const enum measure_id *column, size_t n)
{
    int64_t all[MEASURE_COUNT];
    measure_sum_range(&g->l->sums, g->l->place.lo, g->l->place.hi, all);
    for (size_t i = 0; i < n; i++) {
        if (!odd(column[i]) || all[column[i]] != 0) g->column[g->columns++] = column[i];
    }
}

static struct text head_title(const struct ask *q, enum measure_head head)
{
    static const enum word titles[] = {W_measure_head_total, W_measure_head_sex, W_measure_head_age, W_measure_head_grade,
        W_measure_head_away, W_measure_head_status, W_measure_head_care, W_measure_head_file, W_measure_head_risk,
            W_measure_head_work,
        W_measure_head_cases, W_measure_head_open, W_measure_head_in, W_measure_head_out, W_measure_head_close,
            W_measure_head_during};
    return word(q->lang, titles[head]);
}

/* Neighbours of one head stand under it; a column alone under its head stands for itself. */
static void heads_fill(struct grid *g, struct text first)
{
    const struct ask *q = g->l->q;
    struct row_part *head = arena_array(q->arena, 2, sizeof *head);
    for (size_t r = 0; r < 2; r++) head[r].cells.item = arena_array(q->arena, g->columns + 1, sizeof *head[r].cells.item);
    head[0].cells.item[head[0].cells.n++] = ledger_head(first, 1, 2);
    for (size_t i = 0; i < g->columns;) {
        enum measure_head h = measure_at(g->column[i])->head;
        size_t end = i + 1;
        while (end < g->columns && measure_at(g->column[end])->head == h) end++;
        bool alone = end == i + 1 || h == MEASURE_HEAD_TOTAL;
        if (!alone) head[0].cells.item[head[0].cells.n++] = ledger_head(head_title(q, h), (int64_t)(end - i), 1);
        for (; i < end; i++) {
            struct row_part *to = &head[alone ? 0 : 1];
            to->cells.item[to->cells.n++] = ledger_head(word(q->lang, measure_at(g->column[i])->title), 1, alone ? 2 : 1);
        }
    }
    g->t->heads.item = head;
    g->t->heads.n = 2;
    g->t->columns.item = arena_array(q->arena, g->columns + 1, sizeof *g->t->columns.item);
    g->t->columns.n = g->columns + 1;
    g->t->columns.item[0] = (struct column_part){.width = 22, .kind = T("text")};
    for (size_t i = 0; i < g->columns; i++) {
        size_t wide = text_chars(word(q->lang, measure_at(g->column[i])->title));
        g->t->columns.item[i + 1] = (struct column_part){.width = wide > 3 ? 8 : 6, .kind = T("num")};
    }
}

/* ---- cells ---- */

/* The grades of a stage; where a school does not teach them and has nobody in them the cell is left blank. */
static bool grade_taught(struct text stage, enum measure_id id)
{
    if (id < M_grade_pre || id > M_grade_senior || text_empty(stage)) return true;
    int grade = id == M_grade_pre ? 0 : id == M_grade_senior ? 10 : (int)(id - M_grade_1) + 1;
    if (text_eqz(stage, "kindergarten")) return grade == 0;
    if (text_eqz(stage, "primary")) return grade >= 1 && grade <= 6;
    if (text_eqz(stage, "junior")) return grade >= 7 && grade <= 9;
    if (text_eqz(stage, "nine_year")) return grade >= 1 && grade <= 9;
    return text_eqz(stage, "senior") ? grade >= 7 : true;
}

static int64_t risks(const int64_t n[MEASURE_COUNT])
{
    return n[M_risk_critical] + n[M_risk_high] + n[M_risk_medium] + n[M_risk_low] + n[M_risk_none];
}

static bool cannot_know(const struct grid *g, enum measure_id id, const int64_t n[MEASURE_COUNT])
{
    const struct measure *m = measure_at(id);
    if (m->type == MEASURE_UNKNOWN) return true;
    if (m->head == MEASURE_HEAD_RISK) return n[M_total] > 0 && risks(n) == 0;   /* nobody was rated yet */
    return id == M_filed && !g->l->frame.codes.filed;
}

static struct cell_part number_cell(const struct grid *g, const struct ledger_row *row, enum measure_id id,
    const int64_t n[MEASURE_COUNT])
{
    const struct ask *q = g->l->q;
    if (n[id] == 0 && !grade_taught(row->stage, id)) return ledger_cell(T(""), "blank");
    if (cannot_know(g, id, n)) return ledger_cell(T("—"), "num");
    struct cell_part c = ledger_cell(text_fmt(q->arena, "%lld", (long long)n[id]), "num");
    if (n[id] > 0 && row->place > 0) {
        c.href = text_fmt(q->arena, "/ledger/list%.*s&column=%.*s", TP(ledger_params(g->l, row->place)), TP(measure_at(id)->key));
    }
    if (measure_at(id)->head == MEASURE_HEAD_FILE && n[M_total] > 0) {
        struct text rate = text_fmt(q->arena, "%lld", (long long)(n[id] * 100 / n[M_total]));
        c.hint = word_fill(q->arena, q->lang, W_ledger_rate, &rate, 1);
    }
    return c;
}

/* Told with the place, the column on the left, and by how much. */
static void arithmetic_check(struct grid *g, const struct ledger_row *row, const int64_t n[MEASURE_COUNT])
{
    enum { WRONG = 8 };
    const struct ask *q = g->l->q;
    struct ledger_part *v = g->l->part;
    struct measure_equation wrong[WRONG];
    size_t found = measure_check(n, g->l->sets, wrong, WRONG);
    if (found > 0 && v->faults.item == NULL) v->faults.item = arena_array(q->arena, g->rows * WRONG, sizeof *v->faults.item);
    for (size_t i = 0; i < found; i++) {
        struct text arg[] = {row->name, word(q->lang, measure_at(wrong[i].term[0].id)->title),
            text_fmt(q->arena, "%lld", (long long)wrong[i].off)};
        v->faults.item[v->faults.n++] =
            (struct fault_part){.place = T(""), .sentence = word_fill(q->arena, q->lang, W_ledger_unbalanced, arg, 3)};
    }
}

static void row_fill(struct grid *g, const struct ledger_row *row)
{
    static const char *const looks[] = {"", "subtotal", "total"};
    const struct ask *q = g->l->q;
    int64_t n[MEASURE_COUNT];
    struct row_part *out = &g->t->rows.item[g->t->rows.n++];
    measure_sum_range(&g->l->sums, row->lo, row->hi, n);
    *out = (struct row_part){.kind = text_of(looks[row->kind])};
    out->cells.item = arena_array(q->arena, g->columns + 1, sizeof *out->cells.item);
    out->cells.item[out->cells.n++] = ledger_cell(row->name, "text");
    for (size_t i = 0; i < g->columns; i++) out->cells.item[out->cells.n++] = number_cell(g, row, g->column[i], n);
    arithmetic_check(g, row, n);
}

enum rc ledger_table(struct ledger *l, const enum measure_id *column, size_t columns, const struct ledger_row *row, size_t rows,
                     struct text first, struct table_part **out)
{
    struct grid g = {.l = l, .row = row, .rows = rows, .t = arena_alloc(l->q->arena, sizeof *g.t)};
    *g.t = (struct table_part){.caption = l->part->title, .empty = word(l->q->lang, W_ledger_empty), .fixed = true};
    *out = g.t;
    if (rows == 0) return RC_OK;
    columns_choose(&g, column, columns);
    heads_fill(&g, first);
    g.t->rows.item = arena_array(l->q->arena, rows, sizeof *g.t->rows.item);
    for (size_t i = 0; i < rows; i++) row_fill(&g, &row[i]);
    return RC_OK;
}

/* ---- rows ---- */

struct rows { const struct ledger *l; struct ledger_row *item; size_t n, cap; };

static struct ledger_row *row_add(struct rows *r)
{
    struct arena *a = r->l->q->arena;
    r->item = arena_grow(a, r->item, r->n, &r->cap, r->n + 1, sizeof *r->item);
    return &r->item[r->n++];
}

static bool stands(const struct ledger *l, const struct place *p)
{
    int64_t n[MEASURE_COUNT];
    if (p->from <= l->frame.as_of && (p->to == DAY_NONE || p->to > l->frame.from)) return true;
    measure_sum_range(&l->sums, p->lo, p->hi, n);
    return n[M_pupils] + n[M_total] + n[M_opening] + n[M_closing] > 0;
}

static void row_place(struct rows *r, const struct place *p)
{
    const struct ask *q = r->l->q;
    if (!stands(r->l, p) || (p->kind == PLACE_CLASS && class_graduated(p, r->l->frame.from))) return;
    *row_add(r) = (struct ledger_row){.name = place_name(q->arena, q->lang, p, r->l->frame.as_of), .lo = p->lo, .hi = p->hi,
        .place = p->id,
        .stage = p->stage};
}

static void sum_add(struct rows *r, const struct place *p, struct text name, int kind)
{
    struct ledger_row *row = row_add(r);
    *row = (struct ledger_row){.name = name, .lo = p->lo, .hi = p->hi, .place = p->id, .stage = T("")};
    row->kind = kind == ROW_TOTAL ? ROW_TOTAL : ROW_SUBTOTAL;
}

/* Centre schools in official order with their schools, each with its subtotal; then the schools of the county itself. */
static enum rc county_rows(struct rows *r, const struct place_list *top)
{
    const struct ask *q = r->l->q;
    for (size_t i = 0; i < top->n; i++) {
        struct place_list schools;
        if (top->item[i].kind != PLACE_CENTRE) continue;
        size_t before = r->n;
        TRY(place_children(q->db, q->scope.county, top->item[i].id, q->arena, &schools));
        for (size_t k = 0; k < schools.n; k++) row_place(r, &schools.item[k]);
        if (r->n == before) continue;
        struct text name = text_fmt(q->arena, "%.*s %.*s", TP(top->item[i].name), TP(word(q->lang, W_ledger_subtotal)));
        sum_add(r, &top->item[i], name, ROW_SUBTOTAL);
    }
    size_t direct = r->n;
    for (size_t i = 0; i < top->n; i++) {
        if (top->item[i].kind == PLACE_SCHOOL) row_place(r, &top->item[i]);
    }
    if (r->n - direct < 2) return RC_OK;
    /* Keys of schools right under the bureau lie before those of any centre (place.h). */
    struct place range = {.lo = 0, .hi = INT64_C(1) << PLACE_CENTRE_BITS};
    struct text name = text_fmt(q->arena, "%.*s %.*s", TP(word(q->lang, W_ledger_direct)), TP(word(q->lang, W_ledger_subtotal)));
    sum_add(r, &range, name, ROW_SUBTOTAL);
    return RC_OK;
}

enum rc ledger_rows(const struct ledger *l, struct ledger_row **out, size_t *n)
{
    struct rows r = {.l = l};
    struct place_list below;
    const struct ask *q = l->q;
    if (l->place.kind == PLACE_CLASS) {
        row_place(&r, &l->place);
    } else {
        TRY(place_children(q->db, q->scope.county, l->place.id, q->arena, &below));
        if (l->place.kind == PLACE_BUREAU) TRY(county_rows(&r, &below));
        else for (size_t i = 0; i < below.n; i++) row_place(&r, &below.item[i]);
    }
    if (r.n > 0) sum_add(&r, &l->place, word(q->lang, W_ledger_total), ROW_TOTAL);
    *out = r.item;
    *n = r.n;
    return RC_OK;
}
