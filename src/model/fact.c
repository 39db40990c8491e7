/* SPDX-License-Identifier: Apache-2.0 */
#include "model/fact.h"

#include "gen/sql/fact.h"
#include "model/child.h"

static struct text or_empty(struct text t)
{
    return t.s ? t : T("");
}

enum rc fact_for(struct db *db, int64_t county, int64_t child, struct arena *a, struct fact_list *out)
{
    struct cursor c;
    struct sql_fact_rows_out o;
    size_t cap = 0;
    *out = (struct fact_list){0};
    TRY(sql_fact_rows(db, &(struct sql_fact_rows_in){.county = county, .child = child}, &c));
    while (sql_fact_rows_next(&c, &o)) {
        out->item = arena_grow(a, out->item, out->n, &cap, out->n + 1, sizeof *out->item);
        out->item[out->n++] = (struct fact){.id = o.id,
                                            .batch = o.batch,
                                            .recorded_by = o.recorded_by,
                                            .kind = text_dup(a, o.kind),
                                            .who = text_dup(a, o.who),
                                            .code = text_dup(a, o.code),
                                            .place = text_dup(a, o.place),
                                            .note = text_dup(a, o.note),
                                            .source = text_dup(a, o.source),
                                            .from = o.from_day,
                                            .to = o.to_day,
                                            .recorded_at = o.recorded_at,
                                            .voided_at = NULL_INT};
    }
    return sql_close(&c);
}

enum rc fact_history(struct db *db, const struct scope *scope, struct arena *a, struct fact_list *out)
{
    struct cursor c;
    struct sql_fact_of_child_out o;
    size_t cap = 0;
    *out = (struct fact_list){0};
    TRY(sql_fact_of_child(db, scope, &c));
    while (sql_fact_of_child_next(&c, &o)) {
        out->item = arena_grow(a, out->item, out->n, &cap, out->n + 1, sizeof *out->item);
        out->item[out->n++] = (struct fact){.id = o.id,
                                            .batch = o.batch,
                                            .recorded_by = o.recorded_by,
                                            .kind = text_dup(a, o.kind),
                                            .who = text_dup(a, o.who),
                                            .code = text_dup(a, o.code),
                                            .place = text_dup(a, o.place),
                                            .note = text_dup(a, o.note),
                                            .source = text_dup(a, o.source),
                                            .from = o.from_day,
                                            .to = o.to_day,
                                            .recorded_at = o.recorded_at,
                                            .voided_at = o.voided_at};
    }
    return sql_close(&c);
}

const struct fact *fact_on(const struct fact_list *l, struct text kind, struct text who, day_t on)
{
    const struct fact *best = NULL;
    for (size_t i = 0; i < l->n; i++) {
        const struct fact *f = &l->item[i];
        if (f->voided_at != NULL_INT || !text_eq(f->kind, kind) || !text_eq(f->who, who)) continue;
        if (f->from > on || (f->to != DAY_NONE && f->to <= on)) continue;
        if (!best || f->from > best->from) best = f;
    }
    return best;
}

/* A new code takes over from the one that held: that one ends on the day the new one begins; begun the same day, it was a
 * mistake. */
static enum rc take_over(struct work *w, int64_t child, const struct fact *f)
{
    struct fact_list l;
    TRY(fact_for(w->db, w->county, child, w->arena, &l));
    for (size_t i = 0; i < l.n; i++) {
        const struct fact *old = &l.item[i];
        if (old->to != DAY_NONE || !text_eq(old->kind, f->kind) || !text_eq(old->who, f->who)) continue;
        if (old->from < f->from) TRY(fact_end(w, child, old->id, f->from));
        else TRY(fact_void(w, child, old->id));
    }
    return RC_OK;
}

enum rc fact_add(struct work *w, int64_t child, struct fact *f, bool one_at_a_time, int64_t batch)
{
    if (f->from == DAY_NONE || (f->to != DAY_NONE && f->to <= f->from)) {
        fault_add(w->faults, T("to"), W_fact_backward, day_text(w->arena, f->from), day_text(w->arena, f->to));
        return RC_INVALID;
    }
    if (one_at_a_time) TRY(take_over(w, child, f));
    f->id = ids_next(w->ids, w->now);
    struct sql_fact_insert_in in = {
        .county = w->county, .child = child, .id = f->id, .kind = f->kind, .who = or_empty(f->who), .code = or_empty(f->code),
        .place = or_empty(f->place), .from_day = f->from, .to_day = f->to, .note = text_empty(f->note) ? TEXT_NONE : f->note,
        .recorded_at = w->now, .recorded_by = w->staff, .source = text_of(w->source ? w->source : "command"), .batch = batch};
    TRY(sql_fact_insert_run(w->db, &in, NULL));
    return child_touch(w, child);
}

enum rc fact_end(struct work *w, int64_t child, int64_t fact, day_t on)
{
    struct sql_fact_row_out o;
    TRY(sql_fact_row_one(w->db, &(struct sql_fact_row_in){.county = w->county, .child = child, .id = fact}, w->arena, &o));
    if (on <= o.from_day) {
        fault_add(w->faults, T("to"), W_fact_backward, day_text(w->arena, o.from_day), day_text(w->arena, on));
        return RC_INVALID;
    }
    TRY(sql_fact_to_run(w->db, &(struct sql_fact_to_in){.county = w->county, .child = child, .id = fact, .to_day = on}, NULL));
    return child_touch(w, child);
}

enum rc fact_void(struct work *w, int64_t child, int64_t fact)
{
    int64_t changed = 0;
    struct sql_fact_voided_in in = {.county = w->county, .child = child, .id = fact, .voided_at = w->now};
    TRY(sql_fact_voided_run(w->db, &in, &changed));
    return changed ? child_touch(w, child) : RC_NOT_FOUND;
}
