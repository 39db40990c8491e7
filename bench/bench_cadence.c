/* SPDX-License-Identifier: Apache-2.0 */
/* The cadence engine over a county in memory, against a bare scan of the same arrays: 100,000 children, 12 duties (week,
 * half-month, month, term), 40 encounters a child. One thread, best of five. Prints both times,
 * their ratio, and one child's share. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "scheme/cadence.h"

enum { CHILDREN = 100000, EACH = 40, DUTIES = 12, ROUNDS = 5, TERM_DAYS = 140 };

static uint64_t random_next(uint64_t *seed)
{
    uint64_t z = (*seed += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static int encounter_order(const void *l, const void *r)
{
    const struct cadence_encounter *a = l, *b = r;
    return a->day != b->day ? (a->day < b->day ? -1 : 1) : (a->id > b->id) - (a->id < b->id);
}

struct county {
    struct cadence_span *spans;
    struct cadence_encounter *encounters;
    const struct cadence_plan *plan;
    day_t first, as_of;
};

static struct calendar *calendar_make(struct arena *a)
{
    const struct calendar_term t = {2025, 1, day_of(2025, 9, 1), day_of(2026, 1, 18)};
    const struct calendar_holiday h = {T("国庆"), day_of(2025, 10, 1), day_of(2025, 10, 8), false};
    const day_t work[] = {day_of(2025, 9, 28), day_of(2025, 10, 11)};
    const struct calendar_spec spec = {.terms = &t, .term_count = 1, .holidays = &h, .holiday_count = 1, .workdays = work,
                                       .workday_count = 2};
    enum calendar_wrong why;
    size_t at;
    return calendar_build(a, &spec, &why, &at);
}

static const struct cadence_plan *plan_make(struct arena *a)
{
    static const struct { enum cadence_window window; uint64_t kinds; int quota; } table[DUTIES] = {
        {CADENCE_WEEK, 0x007, 1},       {CADENCE_WEEK, 0x038, 1},       {CADENCE_WEEK, 0x3FF, 2},
        {CADENCE_HALF_MONTH, 0x003, 1}, {CADENCE_HALF_MONTH, 0x0E0, 1}, {CADENCE_HALF_MONTH, 0x301, 2},
        {CADENCE_MONTH, 0x011, 1},      {CADENCE_MONTH, 0x044, 2},      {CADENCE_MONTH, 0x200, 1},
        {CADENCE_TERM, 0x100, 3},       {CADENCE_TERM, 0x082, 6},       {CADENCE_TERM, 0x00F, 12},
    };
    struct cadence_duty d[DUTIES];
    for (int i = 0; i < DUTIES; i++) {
        d[i] = (struct cadence_duty){.id = i + 1, .window = table[i].window, .quota = table[i].quota, .credit_count = 1,
                                     .valid_from = DAY_NONE, .valid_to = DAY_NONE, .ended = DAY_NONE};
        d[i].credit[0] = (struct cadence_credit){.kinds = {table[i].kinds}, .modes = CADENCE_ANY, .roles = 3};
    }
    enum cadence_wrong why;
    size_t at;
    return cadence_plan_new(a, calendar_make(a), d, DUTIES, &why, &at);
}

/* 5 % come late, 5 % leave early, 1 record in 16 is entered days after. */
static void county_fill(struct county *c)
{
    uint64_t seed = 20260901;
    for (int i = 0; i < CHILDREN; i++) {
        struct cadence_span *s = &c->spans[i];
        *s = (struct cadence_span){c->first, DAY_MAX};
        uint64_t luck = random_next(&seed) % 20;
        if (luck == 0) s->from = c->first + (day_t)(random_next(&seed) % 100);
        if (luck == 1) s->to = c->first + 40 + (day_t)(random_next(&seed) % 100);
        struct cadence_encounter *e = &c->encounters[(size_t)i * EACH];
        for (int k = 0; k < EACH; k++) {
            uint64_t r = random_next(&seed);
            day_t day = c->first + (day_t)(r % TERM_DAYS);
            e[k] = (struct cadence_encounter){.id = (int64_t)i * EACH + k + 1, .day = day, .roles = 1,
                                              .kind = (uint8_t)(r >> 20) % 10, .minutes = (uint16_t)(5 + (r >> 32) % 90)};
            e[k].known = day + ((r >> 40) % 16 == 0 ? (day_t)((r >> 48) % 20) : 0);
        }
        qsort(e, EACH, sizeof *e, encounter_order);
    }
}

/* The least one could do: read every encounter and every span once. */
static int64_t scan_bare(const struct county *c)
{
    int64_t sum = 0;
    for (size_t i = 0; i < CHILDREN; i++) {
        for (size_t k = 0; k < EACH; k++) {
            const struct cadence_encounter *e = &c->encounters[i * EACH + k];
            sum += e->day + e->known + e->kind + (int)e->roles;
        }
        sum += c->spans[i].from;
    }
    return sum;
}

static void tally(void *ctx, const struct cadence_obligation *o)
{
    int64_t *by_state = ctx;
    by_state[o->state]++;
}

static void evaluate(const struct county *c, int64_t by_state[CADENCE_STATES])
{
    uint32_t scratch[EACH];
    for (size_t i = 0; i < CHILDREN; i++) {
        struct cadence_scope scope = {&c->spans[i], 1};
        struct cadence_subject s = {.scopes = &scope, .encounters = &c->encounters[i * EACH], .encounter_count = EACH};
        cadence_run(c->plan, &s, c->first, c->first + TERM_DAYS - 1, c->as_of, scratch, tally, by_state);
    }
}

int main(void)
{
    struct arena *a = arena_new((size_t)2 << 30);
    struct county c = {.first = day_of(2025, 9, 1), .as_of = day_of(2025, 9, 1) + 100};
    c.spans = arena_array(a, CHILDREN, sizeof *c.spans);
    c.encounters = arena_array(a, (size_t)CHILDREN * EACH, sizeof *c.encounters);
    c.plan = plan_make(a);
    county_fill(&c);
    int64_t best_scan = INT64_MAX, best_run = INT64_MAX, sum = 0, by_state[CADENCE_STATES] = {0};
    for (int round = 0; round < ROUNDS; round++) {
        int64_t t0 = clock_mono_us();
        sum += scan_bare(&c);
        int64_t t1 = clock_mono_us();
        for (int i = 0; i < CADENCE_STATES; i++) by_state[i] = 0;
        evaluate(&c, by_state);
        int64_t t2 = clock_mono_us();
        if (t1 - t0 < best_scan) best_scan = t1 - t0;
        if (t2 - t1 < best_run) best_run = t2 - t1;
    }
    int64_t all = 0;
    for (int i = 0; i < CADENCE_STATES; i++) {
        all += by_state[i];
        printf("  %-9s %10" PRId64 "\n", cadence_state_name((enum cadence_state)i), by_state[i]);
    }
    printf("cadence: %d children x %d duties, %d encounters, %" PRId64 " obligations (check %" PRId64 ")\n", CHILDREN, DUTIES,
           CHILDREN * EACH, all, sum);
    printf("cadence: bare scan %.1f ms, evaluation %.1f ms, ratio %.1f; %.2f us a child\n", (double)best_scan / 1000,
           (double)best_run / 1000, (double)best_run / (double)best_scan, (double)best_run / CHILDREN);
    arena_free(a);
    return 0;
}
