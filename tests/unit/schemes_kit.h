/* SPDX-License-Identifier: Apache-2.0 */
/* A school year of one duty, simulated: every window of it, with records that credit it, or not. */
#ifndef TESTS_SCHEMES_KIT_H
#define TESTS_SCHEMES_KIT_H

#include "unit/scheme_kit.h"

enum { YEAR_WINDOWS = 1200, YEAR_RECORDS = 6000 };

struct year {
    struct kit *k;
    const struct calendar *calendar;
    struct cadence_plan *plan;
    struct calendar_span time;
    struct cadence_span scope;
    struct cadence_event event;
    struct cadence_exemption excuse;
    size_t excuses;
    struct cadence_obligation *got;
    size_t n;
    struct cadence_encounter *record;
    size_t records;
    uint32_t *scratch;
};

static inline void year_sink(void *p, const struct cadence_obligation *o)
{
    struct year *y = p;
    assert_true(y->n < YEAR_WINDOWS);
    y->got[y->n++] = *o;
}

static inline void year_run(struct year *y)
{
    struct cadence_scope scope = {&y->scope, 1};
    struct cadence_subject s = {.scopes = &scope, .encounters = y->record, .encounter_count = y->records,
                                .exemptions = &y->excuse, .exemption_count = y->excuses, .events = &y->event, .event_count = 1};
    y->n = 0;
    cadence_run(y->plan, &s, y->time.from, y->time.to, y->time.to + 800, y->scratch, year_sink, y);
}

/* The duties given, over all that the calendar covers. */
static inline struct year year_begin(struct kit *k, const struct calendar *c, const struct cadence_duty *d, size_t n)
{
    enum cadence_wrong why;
    size_t at;
    struct year y = {.k = k, .calendar = c, .time = calendar_covers(c)};
    y.plan = cadence_plan_new(k->a, c, d, n, &why, &at);
    assert_non_null(y.plan);
    y.scope = (struct cadence_span){y.time.from, DAY_MAX};
    y.event = (struct cadence_event){.day = y.time.from + 120, .known = y.time.from + 120, .event = d[0].event};
    y.got = arena_array(k->a, YEAR_WINDOWS, sizeof *y.got);
    y.record = arena_array(k->a, YEAR_RECORDS, sizeof *y.record);
    y.scratch = arena_array(k->a, YEAR_RECORDS, sizeof *y.scratch);
    return y;
}

static inline size_t year_count(const struct year *y, enum cadence_state state)
{
    size_t n = 0;
    for (size_t i = 0; i < y->n; i++) n += y->got[i].state == state;
    return n;
}

/* One record that does what this line of a credit asks for, of the kind given. */
static inline struct cadence_encounter record_for(const struct cadence_credit *c, int kind, day_t day, day_t known)
{
    struct cadence_encounter e = {.day = day, .known = known, .minutes = c->min_minutes, .kind = (uint16_t)kind};
    e.mode = (uint8_t)(c->modes == CADENCE_ANY ? 0 : __builtin_ctz(c->modes));
    e.met = c->met_all | (c->met_any & -c->met_any);
    e.roles = c->roles == CADENCE_ANY ? 1 : c->roles & -c->roles;
    return e;
}

static inline void record_put(struct year *y, struct cadence_encounter e)
{
    size_t at = y->records;
    assert_true(y->records < YEAR_RECORDS);
    for (; at > 0 && y->record[at - 1].day > e.day; at--) y->record[at] = y->record[at - 1];
    e.id = (int64_t)++y->records;
    y->record[at] = e;
}

/* What one window still needs, as far apart as the duty asks; `late`: entered the day after it ended. */
static inline void window_fill(struct year *y, const struct cadence_duty *d, const struct cadence_obligation *o,
                               const struct cadence_credit *c, int kind, bool late)
{
    day_t day = d->window == CADENCE_SINCE_LAST ? o->to : o->from;
    for (int i = 0; i < o->need; i++) {
        record_put(y, record_for(c, kind, day > o->to ? o->to : day, late ? o->to + 1 : day));
        if (d->apart && d->apart_unit == CADENCE_SCHOOL_DAYS) day = calendar_school_day_after(y->calendar, day, d->apart);
        else day += d->apart ? d->apart : 1;
    }
}

/* Everything that is owed is done. */
static inline void year_fill(struct year *y, const struct cadence_duty *d, const struct cadence_credit *c, int kind, bool late)
{
    y->records = 0;
    year_run(y);
    if (d->window != CADENCE_SINCE_LAST) {
        struct cadence_obligation *all = arena_array(y->k->a, y->n, sizeof *all);
        size_t n = y->n;
        memcpy(all, y->got, n * sizeof *all);
        for (size_t i = 0; i < n; i++) window_fill(y, d, &all[i], c, kind, late);
    } else {
        for (int i = 0; i < YEAR_WINDOWS; i++) {
            size_t at = 0;
            while (at < y->n && y->got[at].state != CADENCE_OVERDUE) at++;
            if (at == y->n) break;
            struct cadence_obligation o = y->got[at];
            window_fill(y, d, &o, c, kind, late);
            year_run(y);
        }
    }
    year_run(y);
}

#endif
