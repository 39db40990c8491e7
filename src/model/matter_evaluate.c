/* SPDX-License-Identifier: Apache-2.0 */
#include "model/matter_evaluate.h"

#include "base/log.h"
#include "gen/sql/matter.h"
#include "model/evaluate.h"
#include "model/facility.h"

#include <stdlib.h>

enum { CREDITS_TOLD = 512, MOVES_HELD = 4096 };

/* What one evaluation works with, from the first to the last. */
struct matters {
    struct evaluate_diff *diff;
    struct subject_space space;
    struct matter_scopes scopes;
    struct assess assess;
};

static struct matters *matters_new(struct evaluate_diff *d)
{
    struct matters *m = arena_alloc(d->arena, sizeof *m);
    m->diff = d;
    m->space.arena = d->arena;
    m->scopes = matter_scopes_new(d->arena, d->ev);
    m->assess = (struct assess){.arena = d->arena};
    return m;
}

/* ---- standing and tallies ---- */

struct old_standing { bool any, same; size_t n; };

static enum rc standing_read(struct evaluate_diff *d, struct about about, struct old_standing *out)
{
    struct cursor c;
    struct sql_matter_standing_out row;
    *out = (struct old_standing){0};
    if (d->fresh) return RC_OK;
    TRY(sql_matter_standing(d->db,
        &(struct sql_matter_standing_in){.county = d->ev->county, .about_kind = about.kind, .about = about.id}, &c));
    if (sql_matter_standing_next(&c, &row)) {
        out->any = true;
        out->same = text_eq(row.packed, buf_text(&d->packed));
        if (!out->same) out->n = evaluate_diff_unpack(d, row.packed);
    }
    return sql_close(&c);
}

static enum rc standing_write(struct evaluate_diff *d, const struct matter *m, size_t n)
{
    struct sql_matter_standing_drop_in gone = {.county = d->ev->county, .about_kind = m->about.kind, .about = m->about.id};
    if (n == 0) return sql_matter_standing_drop_run(d->db, &gone, NULL);
    return sql_matter_standing_put_run(d->db,
        &(struct sql_matter_standing_put_in){.county = d->ev->county, .about_kind = m->about.kind, .about = m->about.id,
            .place_key = m->place_key, .packed = buf_text(&d->packed)}, NULL);
}

static enum rc standing_move(struct evaluate_diff *d, const struct matter *m, const struct assess *a, bool *changed)
{
    struct old_standing old;
    buf_clear(&d->packed);
    standing_pack(&d->packed, a->standing, a->standing_n);
    BUG_IF(d->packed.over);
    TRY(standing_read(d, m->about, &old));
    if (d->only_count) standing_differ(&d->moves, NULL, 0, a->standing, a->standing_n);
    if (old.same || (!old.any && a->standing_n == 0)) return RC_OK;
    *changed = true;
    if (d->only_count) return RC_OK;
    standing_differ(&d->moves, d->old, old.n, a->standing, a->standing_n);
    return standing_write(d, m, a->standing_n);
}

/* ---- what is open ---- */

static enum rc open_read(struct evaluate_diff *d, struct about about, struct sql_matter_open_out **out, size_t *n)
{
    struct sql_matter_open_out *list = NULL, row;
    struct cursor c;
    size_t cap = 0;
    *n = 0;
    *out = NULL;
    if (d->fresh) return RC_OK;
    TRY(sql_matter_open(d->db,
        &(struct sql_matter_open_in){.county = d->ev->county, .about_kind = about.kind, .about = about.id}, &c));
    while (sql_matter_open_next(&c, &row)) {
        list = arena_grow(d->scratch, list, *n, &cap, *n + 1, sizeof *list);
        list[(*n)++] = row;
    }
    *out = list;
    return sql_close(&c);
}

static enum rc open_drop(struct evaluate_diff *d, struct about about, const struct sql_matter_open_out *o)
{
    return sql_matter_open_drop_run(d->db,
        &(struct sql_matter_open_drop_in){.county = d->ev->county, .about_kind = about.kind, .about = about.id, .duty = o->duty,
            .window_day = o->window_day}, NULL);
}

static enum rc open_put(struct evaluate_diff *d, const struct matter *m, const struct assess_open *o, int64_t owner)
{
    return sql_matter_open_put_run(d->db,
        &(struct sql_matter_open_put_in){.county = d->ev->county, .about_kind = m->about.kind, .about = m->about.id,
            .duty = d->ev->duty[o->index].id, .window_day = o->from, .due_day = o->due, .have = o->have, .need = o->need,
            .owner = owner, .place_key = m->place_key}, NULL);
}

static int open_order(const struct evaluate_diff *d, const struct sql_matter_open_out *old, const struct assess_open *new)
{
    int64_t duty = d->ev->duty[new->index].id;
    if (old->duty != duty) return old->duty < duty ? -1 : 1;
    return old->window_day < new->from ? -1 : old->window_day > new->from;
}

static enum rc open_move(struct evaluate_diff *d, const struct matter *m, const struct assess *a, bool *changed)
{
    struct sql_matter_open_out *old;
    size_t old_n, i = 0, k = 0;
    TRY(open_read(d, m->about, &old, &old_n));
    while (i < old_n || k < a->open_n) {
        int order = i == old_n ? 1 : k == a->open_n ? -1 : open_order(d, &old[i], &a->open[k]);
        if (order < 0) {
            *changed = true;
            if (!d->only_count) TRY(open_drop(d, m->about, &old[i]));
            i++;
            continue;
        }
        const struct assess_open *o = &a->open[k++];
        int64_t owner;
        TRY(owner_at(&d->owners, &d->ev->plan->duty[d->ev->plan_index[o->index]], m->place_key, m->keeper, &owner));
        bool same = order == 0 && old[i].due_day == o->due && old[i].have == o->have && old[i].need == o->need
            && old[i].owner == owner && old[i].place_key == m->place_key;
        if (order == 0) i++;
        if (same) continue;
        *changed = true;
        if (!d->only_count) TRY(open_put(d, m, o, owner));
    }
    return RC_OK;
}

/* ---- one ---- */

struct collect { struct assess *assess; int64_t place_key; day_t today; };

static void matter_sink(void *ctx, const struct cadence_obligation *o)
{
    const struct collect *c = ctx;
    if (o->state != CADENCE_VOID) assess_take(c->assess, o, c->place_key, c->today);
}

static enum rc matter_judge(struct matters *all, struct matter *m)
{
    struct evaluate_diff *d = all->diff;
    struct collect c = {.assess = &all->assess, .place_key = m->place_key, .today = d->today};
    bool changed = false;
    all->assess.standing_n = all->assess.open_n = 0;
    matter_run(d->ev, &all->scopes, m, &all->space, d->ev->from, d->today + EVALUATE_AHEAD, d->today, matter_sink, &c);
    arena_reset(d->scratch);
    TRY(standing_move(d, m, &all->assess, &changed));
    TRY(open_move(d, m, &all->assess, &changed));
    if (changed) d->differing++;
    return d->moves.n > MOVES_HELD && !d->only_count ? evaluate_diff_flush(d) : RC_OK;
}

/* ---- role bits of what was recorded ---- */

/* Who kept the facility that day held that role there. */
static enum rc keeper_add(struct evaluate_diff *d, struct about about, int64_t actor, day_t day, uint32_t *roles)
{
    int64_t keeper;
    if (about.kind != ABOUT_FACILITY) return RC_OK;
    TRY(facility_keeper_on(d->db, d->ev->county, about.id, day, &keeper));
    if (keeper == actor && keeper != 0) *roles |= owner_keeper_bit(d->ev->codes);
    return RC_OK;
}

static enum rc roles_refresh(struct evaluate_diff *d, struct about about, int64_t place_key)
{
    struct sql_matter_roles_out *row = NULL, one;
    size_t n = 0, cap = 0;
    struct cursor c;
    TRY(sql_matter_roles(d->db,
        &(struct sql_matter_roles_in){.county = d->ev->county, .about_kind = about.kind, .about = about.id}, &c));
    while (sql_matter_roles_next(&c, &one)) {
        row = arena_grow(d->arena, row, n, &cap, n + 1, sizeof *row);
        row[n++] = one;
    }
    TRY(sql_close(&c));
    for (size_t i = 0; i < n; i++) {
        uint32_t roles;
        TRY(owner_roles_place(d->db, d->ev, row[i].actor, place_key, (day_t)row[i].day, &roles));
        TRY(keeper_add(d, about, row[i].actor, (day_t)row[i].day, &roles));
        if (roles == (uint32_t)row[i].roles) continue;
        TRY(sql_matter_roles_set_run(d->db,
            &(struct sql_matter_roles_set_in){.county = d->ev->county, .about_kind = about.kind, .about = about.id,
                .day = row[i].day, .encounter = row[i].encounter, .roles = roles}, NULL));
    }
    return RC_OK;
}

/* ---- what a record did ---- */

struct credit_find { struct matters *all; const struct matter *m; struct matter_credits *out; };

static void credit_sink(void *ctx, const struct cadence_obligation *o)
{
    struct credit_find *f = ctx;
    struct matter_credits *out = f->out;
    struct evaluate_diff *d = f->all->diff;
    if (o->state == CADENCE_VOID || out->n >= CREDITS_TOLD || !evaluate_credits(o, out->encounter)) return;
    out->item = arena_grow(d->arena, out->item, out->n, &out->cap, out->n + 1, sizeof *out->item);
    out->item[out->n++] = (struct evaluate_credit){.about = f->m->about, .duty = o->duty, .from = o->from, .due = o->to,
        .have = o->have, .need = o->need, .late = o->to < d->today};
}

static void credits_add(struct matters *all, struct matter *m, struct matter_credits *out)
{
    struct credit_find f = {.all = all, .m = m, .out = out};
    day_t today = all->diff->today;
    for (size_t i = 0; out->encounter != 0 && i < m->cadence.encounter_count; i++) {
        const struct cadence_encounter *e = &m->cadence.encounters[i];
        if (e->id != out->encounter) continue;
        matter_run(all->diff->ev, &all->scopes, m, &all->space, e->day, e->day, today, credit_sink, &f);
        return;
    }
}

/* ---- some ---- */

static int about_order(const void *pa, const void *pb)
{
    const struct touched_about *a = pa, *b = pb;
    if (a->about.kind != b->about.kind) return a->about.kind < b->about.kind ? -1 : 1;
    if (a->about.id != b->about.id) return a->about.id < b->about.id ? -1 : 1;
    return (int)b->roles - (int)a->roles; /* the one that asks for more first */
}

static enum rc touched_judge(struct matters *all, const struct touched_about *t, struct matter_credits *credits)
{
    struct evaluate_diff *d = all->diff;
    struct matter m;
    d->fresh = false;
    enum rc rc = matter_load(d->db, d->ev, t->about, d->today, &all->space, &m);
    if (rc == RC_NOT_FOUND) {
        m = (struct matter){.about = t->about, .subject = SUBJECT_COUNT};
        return matter_judge(all, &m);
    }
    if (rc == RC_OK && t->roles) {
        TRY(roles_refresh(d, t->about, m.place_key));
        rc = matter_load(d->db, d->ev, t->about, d->today, &all->space, &m);
    }
    if (rc != RC_OK) return rc;
    TRY(matter_judge(all, &m));
    credits_add(all, &m, credits);
    return RC_OK;
}

enum rc matter_evaluate_touched(struct evaluate_diff *d, const struct touched *t, struct matter_credits *credits)
{
    if (!matter_owed_any(d->ev)) return RC_OK;
    struct matters *all = matters_new(d);
    struct touched_about *list = arena_copy(d->arena, t->about, t->about_n * sizeof *list);
    qsort(list, t->about_n, sizeof *list, about_order);
    for (size_t i = 0; i < t->about_n; i++) {
        bool again = i > 0 && list[i].about.kind == list[i - 1].about.kind && list[i].about.id == list[i - 1].about.id;
        if (!again) TRY(touched_judge(all, &list[i], credits));
    }
    return RC_OK;
}

/* ---- all ---- */

enum rc matter_evaluate_all(struct evaluate_diff *d)
{
    struct matters *all = matters_new(d);
    struct matter_stream *stream;
    struct matter m;
    TRY(matter_stream_open(d->db, d->ev, d->today, &all->space, d->arena, &stream));
    enum rc rc = RC_OK;
    while (rc == RC_OK && matter_stream_next(stream, &m)) rc = matter_judge(all, &m);
    enum rc closed = matter_stream_close(stream);
    return rc != RC_OK ? rc : closed;
}

enum rc matter_evaluate_orphans(struct evaluate_diff *d, int64_t *wrong)
{
    struct sql_matter_orphans_out o;
    TRY(sql_matter_orphans_one(d->db, &(struct sql_matter_orphans_in){.county = d->ev->county}, d->scratch, &o));
    *wrong += o.obligations + o.standings;
    return RC_OK;
}

enum rc matter_evaluate_clear(struct db *db, int64_t county)
{
    TRY(sql_matter_open_clear_run(db, &(struct sql_matter_open_clear_in){.county = county}, NULL));
    return sql_matter_standing_clear_run(db, &(struct sql_matter_standing_clear_in){.county = county}, NULL);
}
