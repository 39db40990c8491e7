/* SPDX-License-Identifier: Apache-2.0 */
#include "model/evaluate_diff.h"

#include "base/log.h"
#include "gen/sql/membership.h"
#include "gen/sql/obligation.h"

enum { PACKED_MAX = 1 << 20, SCRATCH_MAX = 1 << 24 };

static void diff_free(void *p)
{
    struct evaluate_diff *d = p;
    buf_free(&d->packed);
    buf_free(&d->gist);
    arena_free(d->scratch);
}

struct evaluate_diff *evaluate_diff_new(struct db *db, const struct evaluator *ev, day_t today, bool fresh, struct arena *a)
{
    struct evaluate_diff *d = arena_alloc(a, sizeof *d);
    *d = (struct evaluate_diff){.db = db, .ev = ev, .today = today, .fresh = fresh, .arena = a};
    d->scratch = arena_new(SCRATCH_MAX);
    d->owners = owners_new(db, ev, today, a);
    d->moves = (struct tally_moves){.arena = a};
    d->packed = buf_new(PACKED_MAX);
    d->gist = buf_new(PACKED_MAX);
    arena_defer(a, diff_free, d);
    return d;
}

/* ---- tallies, by the packed standing; and the gist beside it ---- */

struct stored_standing { bool any, same; size_t n; struct text gist; };

size_t evaluate_diff_unpack(struct evaluate_diff *d, struct text packed)
{
    size_t n = standing_unpack(packed, d->old, d->old_cap);
    if (n != SIZE_MAX && n > d->old_cap) {
        d->old_cap = n * 2;
        d->old = arena_array(d->arena, d->old_cap, sizeof *d->old);
        n = standing_unpack(packed, d->old, d->old_cap);
    }
    return n == SIZE_MAX ? 0 : n;
}

static void standing_take(struct evaluate_diff *d, struct text packed, struct text gist, struct stored_standing *out)
{
    out->any = true;
    out->gist = gist;
    out->same = text_eq(packed, buf_text(&d->packed));
    if (!out->same) out->n = evaluate_diff_unpack(d, packed);
}

static enum rc standing_read(struct evaluate_diff *d, int64_t child, struct stored_standing *out)
{
    *out = (struct stored_standing){0};
    if (d->before != NULL) standing_take(d, d->before->standing, d->before->bytes, out);
    if (d->fresh || d->before != NULL) return RC_OK;
    struct cursor c;
    struct sql_standing_for_out row;
    TRY(sql_standing_for(d->db, &(struct sql_standing_for_in){.county = d->ev->county, .child = child}, &c));
    if (sql_standing_for_next(&c, &row)) standing_take(d, row.packed, text_dup(d->scratch, row.gist), out);
    return sql_close(&c);
}

static enum rc standing_write(struct evaluate_diff *d, const struct subject *s, const struct assess *a)
{
    if (a->standing_n == 0) {
        return sql_standing_drop_run(d->db, &(struct sql_standing_drop_in){.county = d->ev->county, .child = s->child}, NULL);
    }
    return sql_standing_put_run(d->db,
        &(struct sql_standing_put_in){.county = d->ev->county, .child = s->child, .place_key = s->place_key,
            .packed = buf_text(&d->packed), .gist = d->gist.n == 0 ? TEXT_NONE : buf_text(&d->gist)},
        NULL);
}

/* A gist that is missing is no fault: the tables are read then. */
static enum rc standing_move(struct evaluate_diff *d, const struct subject *s, const struct subject_space *space,
    const struct assess *a, bool *changed)
{
    struct stored_standing stored;
    buf_clear(&d->packed);
    buf_clear(&d->gist);
    standing_pack(&d->packed, a->standing, a->standing_n);
    if (a->standing_n > 0) gist_pack(&d->gist, d->ev, s, space, &d->now);
    BUG_IF(d->packed.over || d->gist.over);
    TRY(standing_read(d, s->child, &stored));
    /* To be compared with the tallies: all that they are made of. */
    if (d->only_count) standing_differ(&d->moves, NULL, 0, a->standing, a->standing_n);
    bool same_gist = text_eq(stored.gist, buf_text(&d->gist));
    if (!stored.any && a->standing_n == 0) return RC_OK;
    *changed = *changed || !stored.same || (!same_gist && !text_empty(stored.gist));
    if (d->only_count || (stored.same && same_gist)) return RC_OK;
    if (!stored.same) standing_differ(&d->moves, d->old, stored.n, a->standing, a->standing_n);
    return standing_write(d, s, a);
}

/* ---- open obligations ---- */

static enum rc open_put(struct evaluate_diff *d, const struct subject *s, const struct assess_open *o, int64_t owner)
{
    return sql_obligation_put_run(d->db,
        &(struct sql_obligation_put_in){
            .county = d->ev->county,
            .child = s->child,
            .duty = d->ev->duty[o->index].id,
            .window_day = o->from,
            .due_day = o->due,
            .have = o->have,
            .need = o->need,
            .owner = owner,
            .place_key = s->place_key,
        },
        NULL);
}

static enum rc open_drop(struct evaluate_diff *d, int64_t child, const struct gist_open *o)
{
    return sql_obligation_drop_run(d->db,
        &(struct sql_obligation_drop_in){.county = d->ev->county, .child = child, .duty = o->duty,
            .window_day = o->window_day}, NULL);
}

static enum rc open_read(struct evaluate_diff *d, int64_t child, const struct gist_open **out, size_t *n)
{
    struct gist_open *list = NULL;
    struct sql_obligation_for_out row;
    size_t cap = 0;
    *n = d->before != NULL ? d->before->open_n : 0;
    *out = d->before != NULL ? d->before->open : NULL;
    if (d->fresh || d->before != NULL) return RC_OK;
    struct cursor c;
    TRY(sql_obligation_for(d->db, &(struct sql_obligation_for_in){.county = d->ev->county, .child = child}, &c));
    while (sql_obligation_for_next(&c, &row)) {
        list = arena_grow(d->scratch, list, *n, &cap, *n + 1, sizeof *list);
        list[(*n)++] = (struct gist_open){row.duty, row.window_day, row.due_day, row.have, row.need, row.owner, row.place_key};
    }
    *out = list;
    return sql_close(&c);
}

static int open_order(const struct evaluate_diff *d, const struct gist_open *old, const struct assess_open *new)
{
    int64_t duty = d->ev->duty[new->index].id;
    if (old->duty != duty) return old->duty < duty ? -1 : 1;
    return old->window_day < new->from ? -1 : old->window_day > new->from;
}

static bool open_same(const struct gist_open *old, const struct assess_open *new, int64_t owner, int64_t place_key)
{
    return old->due_day == new->due && old->have == new->have && old->need == new->need && old->owner == owner
        && old->place_key == place_key;
}

static void open_keep(struct evaluate_diff *d, const struct subject *s, const struct assess_open *o, int64_t owner)
{
    struct gist *now = &d->now;
    now->open = arena_grow(d->arena, now->open, now->open_n, &d->open_cap, now->open_n + 1, sizeof *now->open);
    now->open[now->open_n++] =
        (struct gist_open){d->ev->duty[o->index].id, o->from, o->due, o->have, o->need, owner, s->place_key};
}

static enum rc open_move(struct evaluate_diff *d, const struct subject *s, const struct assess *a, bool *changed)
{
    const struct gist_open *old;
    size_t old_n, i = 0, k = 0;
    TRY(open_read(d, s->child, &old, &old_n));
    while (i < old_n || k < a->open_n) {
        int order = i == old_n ? 1 : k == a->open_n ? -1 : open_order(d, &old[i], &a->open[k]);
        if (order < 0) {
            *changed = true;
            if (!d->only_count) TRY(open_drop(d, s->child, &old[i]));
            i++;
            continue;
        }
        const struct assess_open *o = &a->open[k++];
        int64_t owner = 0;
        if (d->worked && order == 0 && old[i].place_key == s->place_key) owner = old[i].owner;
        else TRY(owner_of(&d->owners, &d->ev->plan->duty[d->ev->plan_index[o->index]], s, &owner));
        bool same = order == 0 && open_same(&old[i], o, owner, s->place_key);
        open_keep(d, s, o, owner);
        if (order == 0) i++;
        if (same) continue;
        *changed = true;
        if (!d->only_count) TRY(open_put(d, s, o, owner));
    }
    return RC_OK;
}

/* ---- memberships ---- */

struct stored_group { int group; bool kept; int64_t from, until, place_key, marks; struct text key; };

static enum rc groups_read(struct evaluate_diff *d, int64_t child, struct stored_group **out, size_t *n)
{
    struct stored_group *list = NULL;
    size_t cap = 0;
    *n = 0;
    *out = NULL;
    if (d->fresh) return RC_OK;
    struct cursor c;
    struct sql_membership_for_out row;
    TRY(sql_membership_for(d->db, &(struct sql_membership_for_in){.county = d->ev->county, .child = child}, &c));
    while (sql_membership_for_next(&c, &row)) {
        list = arena_grow(d->scratch, list, *n, &cap, *n + 1, sizeof *list);
        list[(*n)++] = (struct stored_group){.from = row.from_day, .until = row.until_day, .place_key = row.place_key,
            .marks = row.marks, .key = text_dup(d->scratch, row.target)};
    }
    *out = list;
    return sql_close(&c);
}

/* Two versions of a scheme share a key; the one in force today holds. */
static enum rc group_put(struct evaluate_diff *d, const struct subject *s, const struct measure_look *look,
                         const struct assess_group *g, struct stored_group *old, size_t n, bool *changed)
{
    struct text key = d->ev->plan->group[g->group].key;
    int64_t until = g->to > d->today + EVALUATE_AHEAD ? NULL_INT : g->to;
    int64_t marks = (int64_t)measure_marks(&d->codes, look, g->group);
    for (size_t i = 0; i < n; i++) {
        if (!text_eq(old[i].key, key)) continue;
        bool same = old[i].from == g->from && old[i].until == until && old[i].place_key == s->place_key && old[i].marks == marks;
        old[i].kept = true;
        if (same) return RC_OK;
    }
    *changed = true;
    if (d->only_count) return RC_OK;
    return sql_membership_put_run(d->db,
        &(struct sql_membership_put_in){.county = d->ev->county, .child = s->child, .target = key, .from_day = g->from,
            .until_day = until, .place_key = s->place_key, .marks = marks},
        NULL);
}

static enum rc groups_move(struct evaluate_diff *d, const struct subject *s, const struct assess *a, bool *changed)
{
    struct stored_group *old;
    size_t n;
    struct measure_look look = {.enrolment = -1};
    TRY(groups_read(d, s->child, &old, &n));
    if (!d->coded) measure_codes_fill(&d->codes, d->ev);
    d->coded = true;
    if (a->group_n > 0) measure_look(&d->codes, d->ev, s, d->today, &look);
    for (size_t i = 0; i < a->group_n; i++) {
        const struct assess_group *g = &a->group[i];
        if (g->from <= d->today && d->today < g->to) TRY(group_put(d, s, &look, g, old, n, changed));
    }
    for (size_t i = 0; i < n; i++) {
        if (old[i].kept) continue;
        *changed = true;
        if (d->only_count) continue;
        TRY(sql_membership_drop_run(d->db,
            &(struct sql_membership_drop_in){.county = d->ev->county, .child = s->child, .target = old[i].key}, NULL));
    }
    return RC_OK;
}

/* ---- alerts ---- */

struct stored_alert { bool any; int64_t place_key, from; };

/* Versions of one scheme share their alerts by key, as they share rows. */
static bool alert_same(const struct plan *p, size_t i, size_t k)
{
    const struct plan_alert *one = &p->alert[i], *other = &p->alert[k];
    return text_eq(one->key, other->key) && text_eq(p->scheme[one->at.scheme].id, p->scheme[other->at.scheme].id);
}

static enum rc alerts_read(struct evaluate_diff *d, int64_t child, struct stored_alert *stored, size_t n)
{
    struct cursor c;
    struct sql_alert_for_out row;
    const struct plan *p = d->ev->plan;
    for (size_t i = 0; d->before != NULL && i < d->before->alert_n; i++) {
        const struct gist_alert *alert = &d->before->alert[i];
        if (alert->index >= 0 && (size_t)alert->index < n)
            stored[alert->index] = (struct stored_alert){.any = true, .place_key = alert->place_key, .from = alert->from};
    }
    if (d->fresh || d->before != NULL) return RC_OK;
    TRY(sql_alert_for(d->db, &(struct sql_alert_for_in){.county = d->ev->county, .child = child}, &c));
    while (sql_alert_for_next(&c, &row)) {
        for (size_t i = 0; i < n; i++) {
            if (!text_eq(p->alert[i].key, row.key) || !text_eq(p->scheme[p->alert[i].at.scheme].id, row.scheme)) continue;
            stored[i] = (struct stored_alert){.any = true, .place_key = row.place_key, .from = row.from_day};
        }
    }
    return sql_close(&c);
}

static enum rc alert_move(struct evaluate_diff *d, const struct subject *s, size_t i, bool holds, day_t from)
{
    const struct plan_alert *alert = &d->ev->plan->alert[i];
    struct text scheme = d->ev->plan->scheme[alert->at.scheme].id;
    int64_t county = d->ev->county;
    if (!holds) {
        struct sql_alert_drop_in gone = {.county = county, .child = s->child, .scheme = scheme, .key = alert->key};
        return sql_alert_drop_run(d->db, &gone, NULL);
    }
    struct sql_alert_put_in put = {.county = county, .child = s->child, .scheme = scheme, .key = alert->key,
        .from_day = from, .place_key = s->place_key};
    return sql_alert_put_run(d->db, &put, NULL);
}

static void alert_keep(struct evaluate_diff *d, const struct subject *s, size_t i, day_t from)
{
    struct gist *now = &d->now;
    now->alert = arena_grow(d->arena, now->alert, now->alert_n, &d->alert_cap, now->alert_n + 1, sizeof *now->alert);
    now->alert[now->alert_n++] = (struct gist_alert){(int64_t)i, from, s->place_key};
}

static enum rc alerts_move(struct evaluate_diff *d, const struct subject *s, const struct assess *a, bool *changed)
{
    size_t n = a->alert_n;
    if (n == 0) return RC_OK;
    struct stored_alert *stored = arena_array(d->scratch, n, sizeof *stored);
    TRY(alerts_read(d, s->child, stored, n));
    for (size_t i = 0; i < n; i++) {
        bool holds = false, told = false;
        size_t which = i;                      /* the version that holds */
        for (size_t k = 0; k < n && !told; k++) {
            if (!alert_same(d->ev->plan, i, k)) continue;
            told = k < i;
            if (a->alert[k] != 0 && !holds) which = k;
            holds = holds || a->alert[k] != 0;
        }
        if (told || (!holds && !stored[i].any)) continue;
        bool same = holds && stored[i].any && stored[i].place_key == s->place_key;
        *changed = *changed || !same;
        day_t from = stored[i].any ? (day_t)stored[i].from : d->only_count ? d->today :
            assess_alert_since(d->ev, s, which, d->today);
        if (holds) alert_keep(d, s, i, from);
        if (!same && !d->only_count) TRY(alert_move(d, s, i, holds, from));
    }
    return RC_OK;
}

/* ---- together ---- */

enum rc evaluate_diff_child(struct evaluate_diff *d, const struct subject *s, const struct subject_space *space,
    const struct assess *a)
{
    bool changed = false;
    arena_reset(d->scratch);
    d->now.open_n = d->now.alert_n = 0;
    TRY(open_move(d, s, a, &changed));
    if (!d->worked) TRY(groups_move(d, s, a, &changed));
    TRY(alerts_move(d, s, a, &changed));
    TRY(standing_move(d, s, space, a, &changed));
    if (changed) d->differing++;
    return RC_OK;
}

enum rc evaluate_diff_forget(struct evaluate_diff *d, int64_t child)
{
    struct subject nobody = {.child = child};
    struct subject_space empty = {.arena = d->arena};
    struct assess *nothing = arena_alloc(d->arena, sizeof *nothing);
    *nothing = assess_new(d->arena, d->ev);
    return evaluate_diff_child(d, &nobody, &empty, nothing);
}

static enum rc tally_write(struct evaluate_diff *d, const struct tally_move *m)
{
    int64_t county = d->ev->county, moved = 0;
    if (!d->fresh) TRY(sql_tally_move_run(d->db,
        &(struct sql_tally_move_in){.county = county, .place_key = m->place_key, .duty = m->duty, .window_day = m->from,
            .due_day = m->to, .expected = m->expected, .met = m->met, .met_late = m->met_late, .excused = m->excused},
        &moved));
    if (moved > 0) return RC_OK;
    return sql_tally_add_run(d->db,
        &(struct sql_tally_add_in){.county = county, .place_key = m->place_key, .duty = m->duty, .window_day = m->from,
            .due_day = m->to, .expected = m->expected, .met = m->met, .met_late = m->met_late, .excused = m->excused},
        NULL);
}

enum rc evaluate_diff_flush(struct evaluate_diff *d)
{
    tally_moves_fold(&d->moves);
    for (size_t i = 0; i < d->moves.n; i++) TRY(tally_write(d, &d->moves.item[i]));
    d->moves.n = 0;
    return RC_OK;
}
