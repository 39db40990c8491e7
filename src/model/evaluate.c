/* SPDX-License-Identifier: Apache-2.0 */
#include "model/pairing.h"
#include "model/evaluate.h"

#include "gen/sql/membership.h"
#include "gen/sql/obligation.h"
#include "gen/sql/scheme.h"
#include "model/evaluate_diff.h"
#include "model/matter_evaluate.h"
#include "model/work_sum.h"

#include <stdlib.h>

enum { MOVES_HELD = 4096, MOVES_FOLDED = 1 << 17, FRESH_MANY = 16 /* then a pass over the tables is cheaper */ };

/* What one evaluation works with, from its first child to the last. */
struct evaluate {
    struct db *db;
    const struct evaluator *ev;
    day_t today;
    struct subject_space space;
    struct assess assess;
    struct evaluate_diff *diff;
};

static struct evaluate *evaluate_new(struct db *db, const struct evaluator *ev, day_t today, bool fresh, struct arena *a)
{
    struct evaluate *e = arena_alloc(a, sizeof *e);
    e->db = db;
    e->ev = ev;
    e->today = today;
    e->space.arena = a;
    e->assess = assess_new(a, ev);
    e->diff = evaluate_diff_new(db, ev, today, fresh, a);
    return e;
}

/* ---- what a record did ---- */

bool evaluate_credits(const struct cadence_obligation *o, int64_t encounter)
{
    for (int i = 0; i < o->evidence_count; i++) {
        if (o->evidence[i] == encounter) return true;
    }
    return false;
}

struct credit_find {
    const struct evaluator *ev;
    int64_t encounter, child;
    day_t day, today;      /* the day of the record; DAY_NONE: not one of this child */
    struct arena *arena;
    struct evaluate_credit *item;
    size_t n, cap;
};

static void credit_sink(void *ctx, const struct cadence_obligation *o)
{
    struct credit_find *f = ctx;
    bool touches = o->from <= f->day && (o->to >= f->day || o->have < o->need);
    if (o->state == CADENCE_VOID || f->n >= 512 || !touches || !evaluate_credits(o, f->encounter)) return;
    f->item = arena_grow(f->arena, f->item, f->n, &f->cap, f->n + 1, sizeof *f->item);
    f->item[f->n++] = (struct evaluate_credit){
        .child = f->child,
        .duty = o->duty,
        .from = o->from,
        .due = o->to,
        .have = o->have,
        .need = o->need,
        .late = o->to < f->today,
    };
}

static void credits_begin(struct evaluate *e, struct subject *s, struct credit_find *f)
{
    f->day = DAY_NONE;
    f->child = s->child;
    for (size_t i = s->cadence.encounter_count; i > 0 && f->encounter != 0 && f->day == DAY_NONE; i--) {
        if (s->cadence.encounters[i - 1].id == f->encounter) f->day = s->cadence.encounters[i - 1].day;
    }
    /* The assessment of the child meets the record's windows anyway, unless it is older than what is assessed. */
    bool met = f->day != DAY_NONE && f->day >= e->ev->from && f->day <= e->today;
    e->assess.watch = met ? credit_sink : NULL;
    e->assess.watch_ctx = f;
}

static void credits_end(struct evaluate *e, struct subject *s, const struct subject_space *space, struct credit_find *f)
{
    if (f->day == DAY_NONE || e->assess.watch) return;
    assess_run(&e->assess, e->ev, s, space, f->day, f->day, e->today, credit_sink, f);
}

/* ---- some ---- */

/* What is stored stands as of the day the county was rolled to; a command that speaks of an earlier day must not turn it back. */
static enum rc day_of_stored(struct db *db, const struct evaluator *ev, struct arena *a, day_t *today)
{
    struct sql_county_by_id_out county;
    TRY(sql_county_by_id_one(db, &(struct sql_county_by_id_in){.id = ev->county}, a, &county));
    if (county.today_day > *today) *today = (day_t)county.today_day;
    return RC_OK;
}

/* One record more, and nothing else: by the gist. Else by the tables. */
static enum rc child_load(struct evaluate *e, const struct touched_child *t, struct subject *s,
    const struct subject_space **space)
{
    const struct recorded *r = t->record;
    struct gist *before = r == NULL ? NULL : r->before;
    e->diff->before = NULL;
    if (before != NULL && gist_take(before, e->ev, &r->line, e->today)) {
        e->diff->before = before;
        *s = before->subject;
        *space = &before->space;
        return RC_OK;
    }
    *space = &e->space;
    return subject_load(e->db, e->ev, t->child, e->today, &e->space, s);
}

static enum rc child_evaluate(struct evaluate *e, const struct touched_child *t, struct credit_find *found)
{
    struct subject s;
    const struct subject_space *space;
    enum rc rc = child_load(e, t, &s, &space);
    if (rc == RC_NOT_FOUND) {
        e->diff->fresh = e->diff->worked = false; /* its classes were marked when it left them */
        return evaluate_diff_forget(e->diff, t->child);
    }
    if (rc != RC_OK) return rc;
    credits_begin(e, &s, found);
    assess_subject(&e->assess, e->ev, &s, space, e->today);
    e->diff->fresh = t->how == TOUCH_FRESH;
    e->diff->worked = t->how == TOUCH_WORK;
    TRY(evaluate_diff_child(e->diff, &s, space, &e->assess));
    credits_end(e, &s, space, found);
    if (e->diff->before != NULL) TRY(work_sums_stale_at(e->db, e->ev->county, s.member.enrolment, s.member.enrolment_count));
    else if (t->how != TOUCH_FRESH) TRY(work_sums_stale(e->db, e->ev->county, t->child));
    return e->diff->moves.n > MOVES_HELD ? evaluate_diff_flush(e->diff) : RC_OK;
}

static int by_child(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Children that an import has just made lie side by side: each table is read once in order, instead of eight questions a child.
 * Nothing is stored of them, so those that are gone again need no look. */
static enum rc fresh_evaluate(struct evaluate *e, const int64_t *child, size_t n)
{
    struct subject s;
    struct subject_stream *stream;
    size_t i = 0;
    enum rc rc = RC_OK;
    TRY(subject_stream_some(e->db, e->ev, e->today, child[0], child[n - 1], &e->space, e->diff->arena, &stream));
    while (rc == RC_OK && subject_stream_next(stream, &s)) {
        while (i < n && child[i] < s.child) i++;
        if (i == n || child[i] != s.child) continue;
        assess_subject(&e->assess, e->ev, &s, &e->space, e->today);
        rc = evaluate_diff_child(e->diff, &s, &e->space, &e->assess);
        if (rc == RC_OK && e->diff->moves.n > MOVES_HELD) rc = evaluate_diff_flush(e->diff);
    }
    enum rc closed = subject_stream_close(stream);
    return rc == RC_OK ? closed : rc;
}

static enum rc children_evaluate(struct evaluate *e, const struct touched *t, struct credit_find *found, struct arena *a)
{
    int64_t *fresh = arena_array(a, t->n + 1, sizeof *fresh);
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++)
        if (t->item[i].how == TOUCH_FRESH) fresh[n++] = t->item[i].child;
    bool many = n >= FRESH_MANY;
    for (size_t i = 0; i < t->n; i++)
        if (!many || t->item[i].how != TOUCH_FRESH) TRY(child_evaluate(e, &t->item[i], found));
    if (!many) return RC_OK;
    qsort(fresh, n, sizeof *fresh, by_child);
    e->assess.watch = NULL;
    e->diff->before = NULL;
    e->diff->worked = false;
    e->diff->fresh = true;
    TRY(fresh_evaluate(e, fresh, n));
    e->diff->fresh = false;
    return RC_OK;
}

enum rc evaluate_touched(struct db *db, const struct evaluator *ev, const struct touched *t, day_t today, struct arena *a,
                         int64_t encounter, struct evaluate_credit **credits, size_t *n)
{
    if (touched_any(t)) TRY(day_of_stored(db, ev, a, &today));
    for (size_t i = 0; i < t->roles_n; i++) TRY(owner_roles_refresh(db, ev, t->roles[i], a));
    struct evaluate *e = evaluate_new(db, ev, today, false, a);
    struct credit_find found = {.ev = ev, .encounter = encounter, .today = today, .arena = a};
    TRY(children_evaluate(e, t, &found, a));
    e->diff->before = NULL;
    struct matter_credits about = {.encounter = encounter, .item = found.item, .n = found.n, .cap = found.cap};
    if (t->about_n > 0) TRY(matter_evaluate_touched(e->diff, t, &about));
    found.item = about.item;
    found.n = about.n;
    TRY(evaluate_diff_flush(e->diff));
    if (credits != NULL) {
        *credits = found.item;
        *n = found.n;
    }
    return RC_OK;
}

/* ---- all ---- */

static enum rc stored_clear(struct db *db, int64_t county)
{
    TRY(sql_tally_clear_run(db, &(struct sql_tally_clear_in){.county = county}, NULL));
    TRY(sql_obligation_clear_run(db, &(struct sql_obligation_clear_in){.county = county}, NULL));
    TRY(sql_standing_clear_run(db, &(struct sql_standing_clear_in){.county = county}, NULL));
    TRY(matter_evaluate_clear(db, county));
    TRY(sql_membership_clear_run(db, &(struct sql_membership_clear_in){.county = county}, NULL));
    return sql_alert_clear_run(db, &(struct sql_alert_clear_in){.county = county}, NULL);
}

static enum rc digest_note(struct db *db, const struct evaluator *ev, struct arena *a)
{
    return sql_setting_put_run(db,
        &(struct sql_setting_put_in){
            .county = ev->county,
            .key = T("evaluated_plan"),
            .value = text_fmt(a, "%lld", (long long)ev->digest),
        },
        NULL);
}

enum rc evaluate_all(struct db *db, const struct evaluator *ev, day_t today, bool rebuild, struct arena *a,
                     void (*progress)(void *, int64_t children), void *ctx)
{
    if (rebuild) TRY(stored_clear(db, ev->county));
    struct evaluate *e = evaluate_new(db, ev, today, rebuild, a);
    struct subject_stream *stream;
    struct work_sums *sums = work_sums_new(ev, today, a);
    TRY(subject_stream_open(db, ev, today, &e->space, a, &stream));
    enum rc rc = RC_OK;
    struct subject s;
    int64_t done = 0;
    while (rc == RC_OK && subject_stream_next(stream, &s)) {
        assess_subject(&e->assess, ev, &s, &e->space, today);
        work_sums_add(sums, &s, &e->assess, -1);
        rc = evaluate_diff_child(e->diff, &s, &e->space, &e->assess);
        if (rc == RC_OK && e->diff->moves.n > MOVES_HELD) rc = evaluate_diff_flush(e->diff);
        if (progress != NULL && ++done % 1000 == 0) progress(ctx, done);
    }
    enum rc closed = subject_stream_close(stream);
    if (rc == RC_OK) rc = closed;
    if (rc != RC_OK) return rc;
    TRY(matter_evaluate_all(e->diff));
    TRY(evaluate_diff_flush(e->diff));
    TRY(work_sums_store(db, sums));
    TRY(digest_note(db, ev, a));
    return sql_county_today_run(db, &(struct sql_county_today_in){.id = ev->county, .today_day = today}, NULL);
}

enum rc evaluate_roll(struct db *db, const struct evaluator *ev, day_t today, struct arena *a,
    void (*progress)(void *, int64_t), void *ctx)
{
    struct sql_county_by_id_out county;
    TRY(sql_county_by_id_one(db, &(struct sql_county_by_id_in){.id = ev->county}, a, &county));
    /* Pairings from before their roles were kept hold what the layout gave them. */
    TRY(pairing_roles_refresh(db, ev->county, ev->codes, ev->plan));
    struct sql_setting_get_out plan = {0};
    enum rc rc = sql_setting_get_one(db, &(struct sql_setting_get_in){.county = ev->county, .key = T("evaluated_plan")}, a,
        &plan);
    if (rc != RC_OK && rc != RC_NOT_FOUND) return rc;
    bool same_plan = rc == RC_OK && text_eq(plan.value, text_fmt(a, "%lld", (long long)ev->digest));
    rc = work_sums_made(db, ev, a);
    if (rc != RC_OK && rc != RC_NOT_FOUND) return rc;
    if (same_plan && rc == RC_OK && county.today_day >= today) return RC_OK;
    return evaluate_all(db, ev, today, !same_plan, a, progress, ctx);
}

/* ---- comparing ---- */

/* The sums of what was assessed against the tallies as stored; both in the order of their key. Sums of nothing may stand or
 * not. */
static enum rc tallies_compare(struct evaluate *e, int64_t *wrong)
{
    struct tally_moves *m = &e->diff->moves;
    struct cursor c;
    struct sql_tally_scan_out row;
    size_t i = 0;
    tally_moves_fold(m);
    TRY(sql_tally_scan(e->db, &(struct sql_tally_scan_in){.county = e->ev->county}, &c));
    while (sql_tally_scan_next(&c, &row)) {
        struct tally_move stored = {.place_key = row.place_key, .duty = (int32_t)row.duty, .from = (day_t)row.window_day};
        for (; i < m->n && tally_move_order(&m->item[i], &stored) < 0; i++) ++*wrong;
        bool there = i < m->n && tally_move_order(&m->item[i], &stored) == 0;
        const struct tally_move none = {0}, *sum = there ? &m->item[i++] : &none;
        *wrong += row.expected != sum->expected || row.met != sum->met || row.met_late != sum->met_late
            || row.excused != sum->excused;
    }
    *wrong += (int64_t)(m->n - i);
    return sql_close(&c);
}

static enum rc orphans_count(struct evaluate *e, int64_t *wrong)
{
    struct sql_stored_orphans_out o;
    TRY(sql_stored_orphans_one(e->db, &(struct sql_stored_orphans_in){.county = e->ev->county}, e->diff->scratch, &o));
    *wrong += o.obligations + o.standings + o.memberships + o.alerts;
    return RC_OK;
}

enum rc evaluate_verify(struct db *db, const struct evaluator *ev, day_t today, struct arena *a, int64_t *wrong)
{
    struct evaluate *e = evaluate_new(db, ev, today, false, a);
    struct subject_stream *stream;
    TRY(subject_stream_open(db, ev, today, &e->space, a, &stream));
    enum rc rc = RC_OK;
    struct subject s;
    size_t folded = MOVES_FOLDED;
    struct work_sums *sums = work_sums_new(ev, today, a);
    e->diff->only_count = true;
    while (rc == RC_OK && subject_stream_next(stream, &s)) {
        assess_subject(&e->assess, ev, &s, &e->space, today);
        rc = evaluate_diff_child(e->diff, &s, &e->space, &e->assess);
        work_sums_add(sums, &s, &e->assess, -1);
        if (e->diff->moves.n < folded) continue;
        tally_moves_fold(&e->diff->moves);
        folded = e->diff->moves.n * 2 > MOVES_FOLDED ? e->diff->moves.n * 2 : MOVES_FOLDED;
    }
    enum rc closed = subject_stream_close(stream);
    if (rc == RC_OK) rc = closed;
    if (rc == RC_OK) rc = matter_evaluate_all(e->diff);
    *wrong = e->diff->differing;
    if (rc == RC_OK) rc = tallies_compare(e, wrong);
    if (rc == RC_OK) rc = matter_evaluate_orphans(e->diff, wrong);
    if (rc == RC_OK) rc = work_sums_check(db, sums, wrong);
    return rc == RC_OK ? orphans_count(e, wrong) : rc;
}
