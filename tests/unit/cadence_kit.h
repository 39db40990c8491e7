/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of cadence share: seeded numbers, a calendar of two school years, and a sink that keeps what it is given. */
#ifndef CHUYAN_TESTS_CADENCE_KIT_H
#define CHUYAN_TESTS_CADENCE_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "scheme/cadence.h"
#include "scheme/lunar.h"

static inline uint64_t kit_random(uint64_t *seed)
{
    uint64_t z = (*seed += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* lo … hi, both included. */
static inline int kit_pick(uint64_t *seed, int lo, int hi)
{
    return lo + (int)(kit_random(seed) % (uint64_t)(hi - lo + 1));
}

static inline day_t kit_day(const char *iso)
{
    day_t d = day_parse(text_of(iso));
    if (d == DAY_NONE) fail_msg("no such day: %s", iso);
    return d;
}

static inline struct calendar *kit_build(struct arena *a, const struct calendar_spec *spec)
{
    enum calendar_wrong why;
    size_t at;
    struct calendar *c = calendar_build(a, spec, &why, &at);
    if (c == NULL) fail_msg("calendar refused: %d at %zu", (int)why, at);
    return c;
}

/* 2025–2027 with the holidays that matter to the examples. 2025-09-01 is a Monday. */
static inline struct calendar *kit_calendar(struct arena *a)
{
    const struct calendar_term terms[] = {
        {2025, 1, kit_day("2025-09-01"), kit_day("2026-01-30")},
        {2025, 2, kit_day("2026-03-04"), kit_day("2026-07-10")},
        {2026, 1, kit_day("2026-09-01"), kit_day("2027-01-22")},
        {2026, 2, kit_day("2027-02-22"), kit_day("2027-07-09")},
    };
    const struct calendar_holiday holidays[] = {
        {T("国庆"), kit_day("2025-10-01"), kit_day("2025-10-08"), false},
        {T("元旦"), kit_day("2026-01-01"), kit_day("2026-01-03"), false},
        {T("清明"), kit_day("2026-04-04"), kit_day("2026-04-06"), false},
        {T("劳动节"), kit_day("2026-05-01"), kit_day("2026-05-05"), false},
        {T("国庆"), kit_day("2026-10-01"), kit_day("2026-10-07"), false},
        {T("清明"), kit_day("2027-04-05"), kit_day("2027-04-05"), true},
    };
    const day_t work[] = {kit_day("2025-09-28"), kit_day("2025-10-11"), kit_day("2026-01-04"), kit_day("2026-05-09"),
                          kit_day("2026-09-20"), kit_day("2026-10-10")};
    const struct calendar_spec spec = {
        .id = T("kit"), .terms = terms, .term_count = sizeof terms / sizeof *terms, .holidays = holidays,
        .holiday_count = sizeof holidays / sizeof *holidays, .workdays = work, .workday_count = sizeof work / sizeof *work,
    };
    return kit_build(a, &spec);
}

static inline struct cadence_duty kit_duty(enum cadence_window window, int quota)
{
    struct cadence_duty d = {.id = 1, .window = window, .quota = quota, .credit_count = 1, .valid_from = DAY_NONE,
                             .valid_to = DAY_NONE, .ended = DAY_NONE};
    d.credit[0] = (struct cadence_credit){.kinds = {1}, .modes = CADENCE_ANY, .roles = 1};
    return d;
}

static inline struct cadence_plan *kit_plan(struct arena *a, const struct calendar *c, const struct cadence_duty *d, size_t n)
{
    enum cadence_wrong why;
    size_t at;
    struct cadence_plan *p = cadence_plan_new(a, c, d, n, &why, &at);
    if (p == NULL) fail_msg("duty %zu refused: %d", at, (int)why);
    return p;
}

/* A talk (kind 0) by somebody responsible, recorded the same day. */
static inline struct cadence_encounter kit_talk(int64_t id, const char *day)
{
    return (struct cadence_encounter){.id = id, .day = kit_day(day), .known = kit_day(day), .roles = 1, .minutes = 20};
}

enum { KIT_KEEP = 4000 };

struct kit_list { struct cadence_obligation *o; size_t n; };

static inline void kit_sink(void *ctx, const struct cadence_obligation *o)
{
    struct kit_list *l = ctx;
    if (l->n == KIT_KEEP) fail_msg("more obligations than the test keeps");
    l->o[l->n++] = *o;
}

static inline struct kit_list kit_list(struct arena *a)
{
    return (struct kit_list){arena_array(a, KIT_KEEP, sizeof(struct cadence_obligation)), 0};
}

static inline struct kit_list kit_run(struct arena *a, const struct cadence_plan *p, const struct cadence_subject *s, day_t from,
                                      day_t to, day_t as_of)
{
    struct kit_list l = kit_list(a);
    uint32_t *scratch = arena_array(a, s->encounter_count, sizeof *scratch);
    cadence_run(p, s, from, to, as_of, scratch, kit_sink, &l);
    return l;
}

static inline size_t kit_count(const struct kit_list *l, enum cadence_state state)
{
    size_t n = 0;
    for (size_t i = 0; i < l->n; i++) n += l->o[i].state == state;
    return n;
}

/* The state of the obligation whose window begins on a day; -1 when there is none. */
static inline int kit_state(const struct kit_list *l, const char *from)
{
    for (size_t i = 0; i < l->n; i++) {
        if (l->o[i].from == kit_day(from)) return (int)l->o[i].state;
    }
    return -1;
}

#endif
