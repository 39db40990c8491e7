/* SPDX-License-Identifier: Apache-2.0 */
/* The list behind a number: the same rule over the same children, so both have the same length. */
#include "view/build_ledger.h"
#include "view/table.h"

enum { COLUMNS = 6 };   /* the last for the day: work and moves */

struct listing {
    const struct ask *q;
    struct ledger l;
    const struct list_query *in;
    enum measure_id column;
    struct measure_hits hits;
    struct ledger_classes classes;
    bool days;                       /* a column for the day: work and moves */
    struct list_view *v;
};

static const struct table_head heads[COLUMNS] = {
    {W_ledger_no, 6, true}, {W_ledger_child, 12, false}, {W_ledger_sex, 6, false}, {W_ledger_birth, 12, false},
    {W_ledger_class, 26, false}, {W_ledger_day, 12, false},
};

static enum rc row_fill(struct listing *s, size_t i, size_t *cap)
{
    const struct ask *q = s->q;
    const struct measure_hit *h = &s->hits.item[i];
    struct ledger_child child;
    struct text class;
    TRY(ledger_child(q, h->child, &child));
    TRY(ledger_class(&s->classes, h->place_key, &class));
    const struct text said[COLUMNS] = {text_fmt(q->arena, "%zu", i + 1), child.name, child.sex, day_text(q->arena, child.birth),
        class, s->days ? day_text(q->arena, h->day) : T("")};
    struct cell_part *c = table_row(q, s->v->table, cap, heads, said, s->days ? COLUMNS : COLUMNS - 1, "")->cells.item;
    if (ask_may_anywhere(q, CAP_child_read)) c[1].href = text_fmt(q->arena, "/child/%lld", (long long)h->child);
    if (s->days && h->encounter != 0) c[COLUMNS - 1].href = text_fmt(q->arena, "/record/%lld", (long long)h->encounter);
    return RC_OK;
}

static enum rc table_fill(struct listing *s)
{
    const struct ask *q = s->q;
    struct table_part *t = arena_alloc(q->arena, sizeof *t);
    enum word empty = measure_at(s->column)->type == MEASURE_UNKNOWN ? W_list_unknown : W_list_empty;
    *t = (struct table_part){.caption = s->v->title, .empty = word(q->lang, empty)};
    s->v->table = t;
    table_heads(q, t, heads, s->days ? COLUMNS : COLUMNS - 1);
    size_t first = s->in->skip < 0 ? 0 : (size_t)s->in->skip, end = first + (size_t)s->in->most;
    if (end > s->hits.n) end = s->hits.n;
    if (first > end) first = end;
    size_t cap = 0;
    for (size_t i = first; i < end; i++) TRY(row_fill(s, i, &cap));
    if (s->hits.n <= (size_t)s->in->most) return RC_OK;
    struct text base = text_fmt(q->arena, "/ledger/list%.*s&column=%.*s", TP(ledger_params(&s->l, s->l.place.id)),
        TP(measure_at(s->column)->key));
    struct pager_part *p = s->v->pager = arena_alloc(q->arena, sizeof *p);
    *p = (struct pager_part){.from = (int64_t)first + 1, .to = (int64_t)end, .total = (int64_t)s->hits.n, .prev_href = T(""),
        .next_href = T("")};
    size_t page = (size_t)s->in->most;
    if (first > 0) p->prev_href = text_fmt(q->arena, "%.*s&skip=%zu", TP(base), first > page ? first - page : 0);
    if (end < s->hits.n) p->next_href = text_fmt(q->arena, "%.*s&skip=%zu", TP(base), end);
    return RC_OK;
}

static struct text sentence(const struct listing *s)
{
    const struct ask *q = s->q;
    struct text n = text_fmt(q->arena, "%zu", s->hits.n), rule = ledger_group_title(q, s->l.frame.key, s->l.frame.as_of);
    struct text unit = text_fmt(q->arena, "%.*s %.*s", TP(s->l.part->unit_name), TP(word_fill(q->arena, q->lang, W_list_lines,
        &n, 1)));
    struct text day = ledger_day_text(q, s->l.frame.as_of);
    struct text one[] = {unit, day, rule}, span[] = {unit, ledger_day_text(q, s->l.frame.from), day, rule};
    return s->days ? word_fill(q->arena, q->lang, W_list_sentence_span, span, 4) : word_fill(q->arena, q->lang,
        W_list_sentence, one, 3);
}

/* Moves stand in the dynamic sheet, everything else in the summary. */
static struct text back_href(const struct listing *s)
{
    const struct ask *q = s->q;
    enum ledger_kind back = s->l.place.kind == PLACE_BUREAU ? LEDGER_COUNTY : LEDGER_CENTRE;
    if (measure_at(s->column)->type == MEASURE_MOVE) back = LEDGER_SCHOOL;
    bool may_back = ask_may(q, ledger_cap(back), s->l.place.lo, s->l.place.hi);
    return may_back ? text_fmt(q->arena, "/ledger/%s%.*s", ledger_kind_key(back), TP(ledger_params(&s->l, s->l.place.id)))
        : T("");
}

enum rc build_list(const struct ask *q, const struct list_query *in, struct list_view *v)
{
    struct listing s = {.q = q, .in = in, .v = v};
    struct place place;
    if (!measure_find(in->column, &s.column)) return RC_NOT_FOUND;
    TRY(place_by_id(q->db, q->scope.county, in->ledger.place, q->arena, &place));
    enum measure_type type = measure_at(s.column)->type;
    s.days = type == MEASURE_TIMES || type == MEASURE_MOVE;
    TRY(ledger_open(q, type == MEASURE_MOVE ? LEDGER_SCHOOL : LEDGER_CENTRE, &in->ledger, &s.l));
    struct scope at = scope_narrow(q->scope, place.lo, place.hi, 0, q->scope.staff);
    TRY(measure_list(q->db, &at, &s.l.frame, s.column, MEASURE_BEST, q->arena, &s.hits));
    s.classes = (struct ledger_classes){.q = q, .on = s.l.frame.as_of, .school = place.kind < PLACE_SCHOOL};
    struct text key = measure_at(s.column)->key, head = word(q->lang, measure_at(s.column)->title);
    if (measure_at(s.column)->head == MEASURE_HEAD_GRADE && s.column >= M_grade_1 && s.column <= M_grade_9) {
        head = grade_name(q->arena, q->lang, (int)(s.column - M_grade_1) + 1);
    }
    *v = (struct list_view){.title = head, .sentence = sentence(&s), .back_href = back_href(&s), .xlsx_href = T("")};
    if (ask_may(q, CAP_export, place.lo, place.hi)) {
        v->xlsx_href = text_fmt(q->arena, "/ledger/list/file%.*s&column=%.*s", TP(ledger_params(&s.l, place.id)), TP(key));
    }
    return table_fill(&s);
}
