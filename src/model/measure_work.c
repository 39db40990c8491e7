/* SPDX-License-Identifier: Apache-2.0 */
/* Work from stored memberships: records of the span alone are read, and the facts only of children who became or ceased to be
 * members within it. Tells what a walk over every child tells. */
#include "model/measure_part.h"

#include "gen/sql/measure_work.h"
#include "model/place.h"

static void work_tell(const struct measure_frame *f, int64_t child, int64_t place_key, int64_t kind, day_t day, int64_t encounter,
    measure_sink *sink, void *ctx)
{
    int column = kind < 0 || kind >= CODES_KINDS ? -1 : f->codes.times[kind];
    if (column < 0) return;
    sink(ctx,
        &(struct measure_hit){.child = child, .place_key = place_key, .day = day, .encounter = encounter,
            .column = (enum measure_id)(MEASURE_TIMES_FIRST + column)});
}

/* What was done since each member became one. */
static enum rc work_known(struct db *db, const struct scope *scope, const struct measure_frame *f, measure_sink *sink, void *ctx)
{
    struct cursor c;
    if (measure_few(scope)) {
        struct sql_measure_work_at_out r;
        TRY(sql_measure_work_at(db, scope,
            &(struct sql_measure_work_at_in){.target = f->key, .from_day = f->from, .to_day = f->as_of}, &c));
        while (sql_measure_work_at_next(&c, &r)) work_tell(f, r.child, r.place_key, r.kind, r.day, r.encounter, sink, ctx);
        return sql_close(&c);
    }
    struct sql_measure_work_out r;
    TRY(sql_measure_work(db, scope,
        &(struct sql_measure_work_in){.target = f->key, .from_day = f->from, .to_day = f->as_of}, &c));
    while (sql_measure_work_next(&c, &r)) work_tell(f, r.child, r.place_key, r.kind, r.day, r.encounter, sink, ctx);
    return sql_close(&c);
}

/* The same of a ledger, which asks how often alone: added up where it lies. */
static enum rc sums_known(struct db *db, const struct scope *scope, const struct measure_frame *f, day_t last, measure_sink *sink,
    void *ctx)
{
    struct cursor c;
    struct sql_measure_work_sum_out r;
    TRY(sql_measure_work_sum(db, scope,
        &(struct sql_measure_work_sum_in){.target = f->key, .from_day = f->from, .last_day = last, .to_day = f->as_of}, &c));
    while (sql_measure_work_sum_next(&c, &r)) {
        for (int64_t i = 0; i < r.times; i++) work_tell(f, 0, r.place_key, r.kind, f->as_of, 0, sink, ctx);
    }
    return sql_close(&c);
}

/* ---- who became a member within the span, or is one no longer ---- */

struct rest_child { int64_t child; day_t until; };
struct rest { struct arena *arena; struct rest_child *item; size_t n, cap; };

static void rest_add(struct rest *r, int64_t child, day_t until)
{
    r->item = arena_grow(r->arena, r->item, r->n, &r->cap, r->n + 1, sizeof *r->item);
    r->item[r->n++] = (struct rest_child){.child = child, .until = until == DAY_NONE ? DAY_MAX : until};
}

static enum rc rest_find(struct db *db, const struct scope *scope, const struct measure_frame *f, day_t last, struct rest *out)
{
    struct cursor c;
    if (measure_few(scope)) {
        struct sql_measure_work_rest_at_out r;
        TRY(sql_measure_work_rest_at(db, scope,
            &(struct sql_measure_work_rest_at_in){.target = f->key, .from_day = f->from, .to_day = f->as_of}, &c));
        while (sql_measure_work_rest_at_next(&c, &r)) rest_add(out, r.child, r.until_day);
        return sql_close(&c);
    }
    struct sql_measure_work_rest_out r;
    TRY(sql_measure_work_rest(db,
        &(struct sql_measure_work_rest_in){.county = scope->county, .target = f->key, .from_day = f->from, .last_day = last,
            .to_day = f->as_of},
        &c));
    while (sql_measure_work_rest_next(&c, &r)) rest_add(out, r.child, r.until_day);
    return sql_close(&c);
}

struct early { const struct scope *scope; day_t until, last; measure_sink *sink; void *ctx; };

static void early_tell(void *p, const struct measure_hit *h)
{
    const struct early *e = p;
    if (h->day < e->until && h->day <= e->last && h->place_key >= e->scope->lo && h->place_key < e->scope->hi) e->sink(e->ctx, h);
}

static enum rc rest_read(struct db *db, const struct scope *scope, const struct measure_frame *f, day_t last,
    const struct rest *rest, measure_sink *sink, void *ctx)
{
    struct subject_space space = {.arena = rest->arena};
    struct subject s;
    for (size_t i = 0; i < rest->n; i++) {
        enum rc rc = subject_load(db, f->ev, rest->item[i].child, f->as_of, &space, &s);
        if (rc == RC_NOT_FOUND) continue;
        if (rc != RC_OK) return rc;
        struct early e = {.scope = scope, .until = rest->item[i].until, .last = last, .sink = sink, .ctx = ctx};
        measure_subject(f, &s, MEASURE_SET_TIMES, early_tell, &e);
    }
    return RC_OK;
}

enum { REST_MOST = 8000 /* above it one pass over everybody costs less than asking for each */ };

enum rc measure_work(struct db *db, const struct scope *scope, const struct measure_frame *f, struct arena *a,
                     measure_sink *sink, void *ctx)
{
    struct rest rest = {.arena = a};
    TRY(rest_find(db, scope, f, f->as_of, &rest));
    if (rest.n > REST_MOST) return measure_walk(db, scope, f, MEASURE_SET_TIMES, a, sink, ctx);
    TRY(work_known(db, scope, f, sink, ctx));
    return rest_read(db, scope, f, f->as_of, &rest, sink, ctx);
}

struct until { day_t last; measure_sink *sink; void *ctx; };

static void until_tell(void *p, const struct measure_hit *h)
{
    const struct until *u = p;
    if (h->day <= u->last) u->sink(u->ctx, h);
}

enum rc measure_work_sums(struct db *db, const struct scope *scope, const struct measure_frame *f, day_t last, struct arena *a,
                          measure_sink *sink, void *ctx)
{
    struct rest rest = {.arena = a};
    if (measure_few(scope)) return measure_work(db, scope, f, a, sink, ctx);
    TRY(rest_find(db, scope, f, last, &rest));
    struct until u = {.last = last, .sink = sink, .ctx = ctx};
    if (rest.n > REST_MOST) return measure_walk(db, scope, f, MEASURE_SET_TIMES, a, until_tell, &u);
    TRY(sums_known(db, scope, f, last, sink, ctx));
    return rest_read(db, scope, f, last, &rest, sink, ctx);
}
