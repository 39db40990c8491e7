/* SPDX-License-Identifier: Apache-2.0 */
#include "model/assess.h"

#include <stdlib.h>
#include <string.h>

enum { ASSESS_CALENDARS = 8 };   /* that one child went by; schools with their own are few */

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
void assess_groups(struct assess *a, const struct evaluator *ev, const struct subject *s)
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

void assess_take(struct assess *a, const struct cadence_obligation *o, int64_t place_key, day_t today)
{
    if (o->state == CADENCE_VOID) return;
    if (o->state == CADENCE_PLANNED || o->state == CADENCE_DUE || o->state == CADENCE_OVERDUE) {
        a->open = arena_grow(a->arena, a->open, a->open_n, &a->open_cap, a->open_n + 1, sizeof *a->open);
        a->open[a->open_n++] =
            (struct assess_open){.index = o->index, .from = o->from, .due = o->to, .have = o->have, .need = o->need};
    }
    if (o->from > today) return;
    a->standing = arena_grow(a->arena, a->standing, a->standing_n, &a->standing_cap, a->standing_n + 1, sizeof *a->standing);
    a->standing[a->standing_n++] = (struct standing){
        .duty = o->duty,
        .from = o->from,
        .to = o->to,
        .state = settled(o->state),
        .place_key = place_key,
    };
}

static void obligation_collect(void *ctx, const struct cadence_obligation *o)
{
    const struct collect *c = ctx;
    if (c->a->watch) c->a->watch(c->a->watch_ctx, o);
    if (o->state != CADENCE_VOID) assess_take(c->a, o, assess_place(c->s, o->to, c->today), c->today);
}

/* ---- alerts ---- */

static void world_since(struct expr_world *w, const struct evaluator *ev, const struct subject *s, day_t today)
{
    day_t start = today;
    for (size_t i = 0; i < s->member.enrolment_count; i++) {
        if (s->member.enrolment[i].from < start) start = s->member.enrolment[i].from;
    }
    for (size_t k = 0; k < CODES_KINDS; k++) w->since[k] = today - start;
    for (size_t i = 0; i < s->cadence.encounter_count; i++) {
        const struct cadence_encounter *e = &s->cadence.encounters[i];
        if (e->day > today || e->kind >= CODES_KINDS) continue;
        const struct code_kind *kind = ev->codes->kind_of[e->kind];
        w->since[e->kind] = today - e->day;
        if (kind != NULL && kind->base != NULL) w->since[kind->base->number] = today - e->day;
    }
}

static void alerts_find(struct assess *a, const struct evaluator *ev, const struct subject *s, day_t today)
{
    memset(a->alert, 0, a->alert_n);
    if (a->alert_n == 0 || !s->enrolled) return;
    struct expr_world w;
    member_world(ev->plan, &s->member, today, &w);
    world_since(&w, ev, s, today);
    w.vacation = calendar_vacation(evaluator_calendar_at(ev, s->place_key)->calendar, today);
    for (size_t i = 0; i < a->alert_n; i++) {
        const struct plan_alert *alert = &ev->plan->alert[i];
        const struct plan_scheme *scheme = &ev->plan->scheme[alert->at.scheme];
        bool here = scheme->key_lo <= s->place_key && s->place_key < scheme->key_hi && scheme->from <= today
            && today < scheme->to;
        a->alert[i] = here && expr_holds(alert->when, &w);
    }
}

enum { ALERT_YEARS_BACK = 3 };

static bool alert_on(const struct evaluator *ev, const struct subject *s, size_t i, day_t day)
{
    struct expr_world w;
    member_world(ev->plan, &s->member, day, &w);
    world_since(&w, ev, s, day);
    w.vacation = calendar_vacation(evaluator_calendar_at(ev, s->place_key)->calendar, day);
    return expr_holds(ev->plan->alert[i].when, &w);
}

/* By ever longer steps back to a day on which it did not hold, then by halves: some twenty looks. */
day_t assess_alert_since(const struct evaluator *ev, const struct subject *s, size_t i, day_t today)
{
    day_t holds = today, step = 1, first = today - ALERT_YEARS_BACK * 366;
    while (holds - step > first && alert_on(ev, s, i, holds - step)) {
        holds -= step;
        step *= 2;
    }
    day_t not_yet = holds - step > first ? holds - step : first;
    while (holds - not_yet > 1) {
        day_t mid = not_yet + (holds - not_yet) / 2;
        if (alert_on(ev, s, i, mid)) holds = mid;
        else not_yet = mid;
    }
    return holds;
}

/* ---- calendars ---- */

/* A child that changed to a school with another calendar: a window is of the calendar of the class on its last day. */
struct of_calendar {
    const struct evaluator *ev;
    const struct subject *s;
    const struct evaluator_calendar *calendar;
    day_t as_of;
    cadence_sink *sink;
    void *ctx;
};

static void calendar_sink(void *ctx, const struct cadence_obligation *o)
{
    struct of_calendar *c = ctx;
    if (evaluator_calendar_at(c->ev, assess_place(c->s, o->to, c->as_of)) == c->calendar) c->sink(c->ctx, o);
}

/* Those that the child's classes went by, the present one last. */
static size_t calendars_of(const struct evaluator *ev, const struct subject *s,
    const struct evaluator_calendar *out[ASSESS_CALENDARS])
{
    const struct evaluator_calendar *now = evaluator_calendar_at(ev, s->place_key);
    size_t n = 0;
    for (size_t i = 0; i < s->member.enrolment_count && ev->calendar_count > 1; i++) {
        const struct evaluator_calendar *one = evaluator_calendar_at(ev, s->member.enrolment[i].place_key);
        bool known = one == now || n == ASSESS_CALENDARS - 1;
        for (size_t k = 0; k < n; k++) known = known || out[k] == one;
        if (!known) out[n++] = one;
    }
    out[n++] = now;
    return n;
}

void assess_run(struct assess *a, const struct evaluator *ev, struct subject *s, const struct subject_space *space,
                day_t from, day_t to, day_t as_of, cadence_sink *sink, void *ctx)
{
    const struct evaluator_calendar *calendar[ASSESS_CALENDARS];
    assess_groups(a, ev, s);
    if (!scopes_fill(a, ev)) return;
    s->cadence.scopes = a->scope;
    s->cadence.scope_of = ev->scope_of;
    size_t n = calendars_of(ev, s, calendar);
    for (size_t i = 0; i < n; i++) {
        struct of_calendar of = {.ev = ev, .s = s, .calendar = calendar[i], .as_of = as_of, .sink = sink, .ctx = ctx};
        cadence_run(calendar[i]->cadence, &s->cadence, from, to, as_of, space->scratch, n > 1 ? calendar_sink : sink,
            n > 1 ? &of : ctx);
    }
}

static int open_order(const void *pa, const void *pb)
{
    const struct assess_open *a = pa, *b = pb;
    if (a->index != b->index) return a->index < b->index ? -1 : 1;
    return a->from != b->from ? (a->from < b->from ? -1 : 1) : (a->due > b->due) - (a->due < b->due);
}

static int standing_order(const void *pa, const void *pb)
{
    const struct standing *a = pa, *b = pb;
    if (a->duty != b->duty) return a->duty < b->duty ? -1 : 1;
    return a->from != b->from ? (a->from < b->from ? -1 : 1) : (a->to > b->to) - (a->to < b->to);
}

/* What several calendars gave, in one order; of two windows of one duty that begin on the same day the longer one stands. */
static void calendars_merge(struct assess *a)
{
    size_t n = 0;
    if (a->open_n > 1) qsort(a->open, a->open_n, sizeof *a->open, open_order);
    for (size_t i = 0; i < a->open_n; i++) {
        bool again = n > 0 && a->open[n - 1].index == a->open[i].index && a->open[n - 1].from == a->open[i].from;
        a->open[again ? n - 1 : n++] = a->open[i];
    }
    a->open_n = n;
    n = 0;
    if (a->standing_n > 1) qsort(a->standing, a->standing_n, sizeof *a->standing, standing_order);
    for (size_t i = 0; i < a->standing_n; i++) {
        bool again = n > 0 && a->standing[n - 1].duty == a->standing[i].duty && a->standing[n - 1].from == a->standing[i].from;
        a->standing[again ? n - 1 : n++] = a->standing[i];
    }
    a->standing_n = n;
}

void assess_subject(struct assess *a, const struct evaluator *ev, struct subject *s, const struct subject_space *space,
    day_t today)
{
    a->standing_n = a->open_n = 0;
    struct collect c = {.a = a, .s = s, .today = today};
    assess_run(a, ev, s, space, ev->from, today + EVALUATE_AHEAD, today, obligation_collect, &c);
    const struct evaluator_calendar *calendar[ASSESS_CALENDARS];
    if (calendars_of(ev, s, calendar) > 1) calendars_merge(a);
    alerts_find(a, ev, s, today);
}
