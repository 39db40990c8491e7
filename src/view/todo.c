/* SPDX-License-Identifier: Apache-2.0 */
#include "view/todo.h"

#include <stdlib.h>

#include "gen/sql/obligation.h"
#include "model/place.h"

/* Children of the rows, by number. */
struct todo_child { int64_t id, class, family; struct text name; };
struct todo_children { struct todo_child *item; size_t n, cap; };

static enum rc children_read(const struct ask *q, day_t to, struct todo_children *out)
{
    struct cursor c;
    struct sql_obligation_owed_children_out row;
    TRY(sql_obligation_owed_children(q->db, &q->scope, &(struct sql_obligation_owed_children_in){.to_day = to}, &c));
    while (sql_obligation_owed_children_next(&c, &row)) {
        out->item = arena_grow(q->arena, out->item, out->n, &out->cap, out->n + 1, sizeof *out->item);
        out->item[out->n++] = (struct todo_child){row.id, row.class, row.family, text_dup(q->arena, row.name)};
    }
    return sql_close(&c);
}

static int child_compare(const void *key, const void *p)
{
    int64_t id = *(const int64_t *)key;
    const struct todo_child *c = p;
    return (id > c->id) - (id < c->id);
}

enum rc todo_mine(const struct ask *q, day_t to, size_t limit, struct todo_rows *out)
{
    struct cursor c;
    struct sql_obligation_owed_out row;
    struct todo_children children = {0};
    *out = (struct todo_rows){0};
    TRY(children_read(q, to, &children));
    TRY(sql_obligation_owed(q->db, &q->scope, &(struct sql_obligation_owed_in){.to_day = to, .limit = (int64_t)limit}, &c));
    while (sql_obligation_owed_next(&c, &row)) {
        const struct todo_child *child =
            children.n ? bsearch(&row.child, children.item, children.n, sizeof *children.item, child_compare) : NULL;
        if (child == NULL || evaluator_plan_duty(q->ev, row.duty) == NULL) continue;
        out->item = arena_grow(q->arena, out->item, out->n, &out->cap, out->n + 1, sizeof *out->item);
        out->item[out->n++] = (struct todo_row){
            .child = row.child,
            .class = child->class,
            .family = child->family,
            .name = child->name,
            .duty = row.duty,
            .from = (day_t)row.window_day,
            .due = (day_t)row.due_day,
            .have = (int)row.have,
            .need = (int)row.need,
        };
    }
    return sql_close(&c);
}

const struct code_kind *todo_kind(const struct ask *q, int64_t duty)
{
    const struct plan_duty *d = evaluator_plan_duty(q->ev, duty);
    return d == NULL || d->kind < 0 || d->kind >= CODES_KINDS ? NULL : q->ev->codes->kind_of[d->kind];
}

static bool same_record(const struct ask *q, const struct todo_row *a, const struct todo_row *b)
{
    if (a->child != b->child || todo_kind(q, a->duty) != todo_kind(q, b->duty)) return false;
    bool a_late = a->due < q->today, b_late = b->due < q->today;
    if (a_late || b_late) return a_late && b_late;
    return a->from <= b->due && b->from <= a->due;
}

/* The list comes with the oldest first: of what is overdue the latest window takes the place of the first. */
static void row_take(const struct ask *q, struct todo_row *first, struct todo_row *other)
{
    other->merged = true;
    if (other->due >= q->today) {
        first->also++;
        return;
    }
    first->missed += other->missed > 0 ? other->missed : 1;
    if (other->due <= first->due) return;
    first->duty = other->duty;
    first->from = other->from;
    first->due = other->due;
    first->have = other->have;
    first->need = other->need;
}

void todo_merge(const struct ask *q, struct todo_rows *rows)
{
    for (size_t i = 0; i < rows->n; i++) {
        struct todo_row *first = &rows->item[i];
        if (first->merged) continue;
        if (first->missed == 0) first->missed = first->due < q->today;
        for (size_t k = i + 1; k < rows->n; k++) {
            if (!rows->item[k].merged && same_record(q, first, &rows->item[k])) row_take(q, first, &rows->item[k]);
        }
    }
}

struct text todo_record_href(const struct ask *q, const struct todo_row *row)
{
    const struct code_kind *kind = todo_kind(q, row->duty);
    if (kind == NULL || !ask_may_anywhere(q, CAP_record_add)) return T("");
    return text_fmt(q->arena, "/record?kind=%.*s&child=%lld", TP(kind->key), (long long)row->child);
}

static enum rc class_label(const struct ask *q, int64_t class, struct text *out)
{
    struct place p;
    *out = T("");
    enum rc rc = place_by_id(q->db, q->scope.county, class, q->arena, &p);
    if (rc == RC_OK) *out = place_name(q->arena, q->lang, &p, q->today);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc todo_fill(const struct ask *q, const struct todo_row *row, bool with_class, struct todo_part *out)
{
    const struct plan_duty *d = evaluator_plan_duty(q->ev, row->duty);
    *out = (struct todo_part){
        .child_id = row->child,
        .child_name = row->name,
        .mark = name_mark(q->arena, row->name),
        .what = due_what(q, d),
        .due_state = text_of(due_state(row->from, row->due, q->today)),
        .due_label = due_label(q, row->from, row->due),
        .window_label = due_window(q, d, row->from, row->due),
        .progress = row->need > 1 ? text_fmt(q->arena, "%d/%d", row->have, row->need) : T(""),
        .clause = due_clause(q, d),
        .clause_href = due_clause_href(q, d),
        .also = row->also,
        .record_href = todo_record_href(q, row),
        .child_href = text_fmt(q->arena, "/child/%lld", (long long)row->child),
    };
    if (row->missed > 1) {
        struct text arg[] = {out->window_label, text_fmt(q->arena, "%d", row->missed)};
        out->window_label = word_fill(q->arena, q->lang, W_window_missed, arg, 2);
    }
    return with_class ? class_label(q, row->class, &out->class_name) : RC_OK;
}
