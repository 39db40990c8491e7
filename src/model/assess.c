/* SPDX-License-Identifier: Apache-2.0 */
#include "model/assess.h"

#include <string.h>

struct assess assess_new(struct arena *a, const struct evaluator *ev)
{
    struct assess out = {.arena = a, .alert_n = ev->plan->alert_count, .scope_cap = ev->group_count + 1};
    out.alert = arena_array(a, out.alert_n + 1, sizeof *out.alert);
    out.scope = arena_array(a, out.scope_cap, sizeof *out.scope);
    return out;
}

/* ---- membership ---- */

static void group_emit(void *ctx, int group, day_t from, day_t to)
{
    struct assess *a = ctx;
    a->group = arena_grow(a->arena, a->group, a->group_n, &a->group_cap, a->group_n + 1, sizeof *a->group);
    a->group[a->group_n++] = (struct assess_group){.group = group, .from = from, .to = to};
}

/* The sweep tells spans as they end, mixed: insertion sort, because there are few and they are nearly sorted. */
static void groups_sort(struct assess *a, size_t group_count)
{
    for (size_t i = 1; i < a->group_n; i++) {
        struct assess_group g = a->group[i];
        size_t k = i;
        for (; k > 0; k--) {
            const struct assess_group *b = &a->group[k - 1];
            if (b->group < g.group || (b->group == g.group && b->from <= g.from)) break;
            a->group[k] = *b;
        }
        a->group[k] = g;
    }
    size_t at = 0;
    for (size_t g = 0; g <= group_count; g++) {
        while (at < a->group_n && (size_t)a->group[at].group < g) at++;
        a->first[g] = at;
    }
}

/* Over all the calendar knows, because a window that touches the asked days may begin long before and end long after them. */
static void groups_find(struct assess *a, const struct evaluator *ev, const struct subject *s)
{
    struct calendar_span all = calendar_covers(evaluator_calendar_at(ev, s->place_key)->calendar);
    a->group_n = 0;
    member_sweep(ev->plan, &s->member, all.from, all.to + 1, group_emit, a);
    groups_sort(a, ev->plan->group_count);
}

const struct assess_group *assess_belongs(const struct assess *a, int group, day_t today)
{
    for (size_t i = a->first[group]; i < a->first[group + 1]; i++) {
        if (a->group[i].from <= today && today < a->group[i].to) return &a->group[i];
    }
    return NULL;
}

/* Spans of the groups that duties are for, in the shape the cadence engine reads. */
static bool scopes_fill(struct assess *a, const struct evaluator *ev)
{
    if (a->span_cap < a->group_n) {
        a->span_cap = a->group_cap;
        a->span = arena_array(a->arena, a->span_cap, sizeof *a->span);
    }
    size_t n = 0;
    for (size_t g = 0; g < ev->group_count; g++) {
        size_t first = a->first[ev->groups[g]], end = a->first[ev->groups[g] + 1];
        a->scope[g] = (struct cadence_scope){.spans = a->span + n, .count = end - first};
        for (size_t i = first; i < end; i++) a->span[n++] = (struct cadence_span){.from = a->group[i].from, .to = a->group[i].to};
    }
    return n > 0;
}

/* ---- duties ---- */

int64_t assess_place(const struct subject *s, day_t to, day_t today)
{
    day_t day = to < today ? to : today;
    int64_t place = s->place_key;
    for (size_t i = 0; i < s->member.enrolment_count; i++) {
        if (s->member.enrolment[i].from <= day) place = s->member.enrolment[i].place_key;
    }
    return place;
}

struct collect {
    struct assess *a;
    const struct subject *s;
    day_t today;
};

static enum standing_state settled(enum cadence_state s)
{
    switch (s) {
    case CADENCE_MET: return STANDING_MET;
    case CADENCE_MET_LATE: return STANDING_MET_LATE;
    case CADENCE_EXCUSED: return STANDING_EXCUSED;
    default: return STANDING_OPEN;
    }
}

static void obligation_collect(void *ctx, const struct cadence_obligation *o)
{
    struct collect *c = ctx;
    struct assess *a = c->a;
    if (o->state == CADENCE_VOID) return;
    if (o->state == CADENCE_PLANNED || o->state == CADENCE_DUE || o->state == CADENCE_OVERDUE) {
        a->open = arena_grow(a->arena, a->open, a->open_n, &a->open_cap, a->open_n + 1, sizeof *a->open);
        a->open[a->open_n++] =
            (struct assess_open){.index = o->index, .from = o->from, .due = o->to, .have = o->have, .need = o->need};
    }
    if (o->from > c->today) return;
    a->standing = arena_grow(a->arena, a->standing, a->standing_n, &a->standing_cap, a->standing_n + 1, sizeof *a->standing);
    a->standing[a->standing_n++] = (struct standing){
        .duty = o->duty,
        .from = o->from,
        .to = o->to,
        .state = settled(o->state),
        .place_key = assess_place(c->s, o->to, c->today),
    };
}

/* ---- alerts ---- */

static void world_since(struct expr_world *w, const struct subject *s, day_t today)
{
    day_t start = today;
    for (size_t i = 0; i < s->member.enrolment_count; i++) {
        if (s->member.enrolment[i].from < start) start = s->member.enrolment[i].from;
    }
    for (size_t k = 0; k < CODES_KINDS; k++) w->since[k] = today - start;
    for (size_t i = 0; i < s->cadence.encounter_count; i++) {
        const struct cadence_encounter *e = &s->cadence.encounters[i];
        if (e->day <= today && e->kind < CODES_KINDS) w->since[e->kind] = today - e->day;
    }
}

static void alerts_find(struct assess *a, const struct evaluator *ev, const struct subject *s, day_t today)
{
    memset(a->alert, 0, a->alert_n);
    if (a->alert_n == 0 || !s->enrolled) return;
    struct expr_world w;
    member_world(ev->plan, &s->member, today, &w);
    world_since(&w, s, today);
    w.vacation = calendar_vacation(evaluator_calendar_at(ev, s->place_key)->calendar, today);
    for (size_t i = 0; i < a->alert_n; i++) {
        const struct plan_alert *alert = &ev->plan->alert[i];
        const struct plan_scheme *scheme = &ev->plan->scheme[alert->at.scheme];
        bool here = scheme->key_lo <= s->place_key && s->place_key < scheme->key_hi && scheme->from <= today && today < scheme->to;
        a->alert[i] = here && expr_holds(alert->when, &w);
    }
}

void assess_run(struct assess *a, const struct evaluator *ev, struct subject *s, const struct subject_space *space, day_t from, day_t to,
                day_t as_of, cadence_sink *sink, void *ctx)
{
    groups_find(a, ev, s);
    if (!scopes_fill(a, ev)) return;
    s->cadence.scopes = a->scope;
    s->cadence.scope_of = ev->scope_of;
    cadence_run(evaluator_calendar_at(ev, s->place_key)->cadence, &s->cadence, from, to, as_of, space->scratch, sink, ctx);
}

void assess_subject(struct assess *a, const struct evaluator *ev, struct subject *s, const struct subject_space *space, day_t today)
{
    a->standing_n = a->open_n = 0;
    struct collect c = {.a = a, .s = s, .today = today};
    assess_run(a, ev, s, space, ev->from, today + EVALUATE_AHEAD, today, obligation_collect, &c);
    alerts_find(a, ev, s, today);
}
