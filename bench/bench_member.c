/* SPDX-License-Identifier: Apache-2.0 */
/* Membership of 100,000 children in every rule and target of all built-in schemes over two school years, as a ratio to reading
 * the same
 * facts once. Usage: bench_member [children] */
#include "base/file.h"
#include "scheme/member.h"

#include <stdio.h>
#include <stdlib.h>

enum { FACTS = 10 };

struct one { struct member_fact fact[FACTS]; struct member_enrolment enrolment; struct member_child c; };

/* splitmix64: the same children every time. */
static uint64_t next(uint64_t *s)
{
    uint64_t z = (*s += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

static void fact(struct one *o, const struct codes *c, const char *kind, const char *code, int who, day_t from, day_t to)
{
    const struct code_fact *f = codes_fact(c, text_of(kind));
    o->fact[o->c.fact_count++] = (struct member_fact){.fact = (int16_t)f->index, .who = (uint8_t)who, .from = from, .to = to,
        .bit = (uint8_t)code_item(f->list, text_of(code))->number, .place = INT64_C(440106000000)};
}

/* A child with two spells of each parent around New Year, and what a roll file says. */
static void child(struct one *o, const struct codes *c, day_t today, uint64_t *s)
{
    day_t left = today - 900 + (day_t)(next(s) % 400), visit = day_of(2026, 2, 5) + (day_t)(next(s) % 10);
    o->enrolment = (struct member_enrolment){.from = today - 1500, .to = DAY_MAX, .place_key = 1000, .grade_base = -2021,
                                             .stage = 1};
    o->c = (struct member_child){.birth = today - 3650 - (day_t)(next(s) % 2000), .home = INT64_C(990101101000), .fact = o->fact,
                                 .enrolment = &o->enrolment, .enrolment_count = 1};
    for (int who = WHO_FATHER; who <= WHO_MOTHER; who++) {
        if (next(s) % 10 >= 7) continue;
        fact(o, c, "absence", "work", who, left, visit);
        fact(o, c, "absence", "work", who, visit + 12, DAY_MAX);
    }
    fact(o, c, "household", "rural", WHO_CHILD, today - 3000, DAY_MAX);
    fact(o, c, "roll_code", next(s) % 3 ? "2" : "0", WHO_CHILD, today - 400, DAY_MAX);
    fact(o, c, "boarding", next(s) % 2 ? "boarding" : "day", WHO_CHILD, today - 400, DAY_MAX);
    fact(o, c, "poverty", next(s) % 4 ? "none" : "dibao", WHO_CHILD, today - 700, DAY_MAX);
    fact(o, c, "care", "paternal_grandparents", WHO_CHILD, today - 700, DAY_MAX);
}

static void count(void *ctx, int group, day_t from, day_t to)
{
    int64_t *n = ctx;
    n[0]++;
    n[1] += to - from + group;
}

int main(int argc, char **argv)
{
    static const char *const folder[] = {"schemes/law", "schemes/yx-youxi", "schemes/xp-xinping", "schemes/gp-guangping"};
    int64_t children = 100000, spans[2] = {0, 0}, sum = 0;
    struct arena *a = arena_new(UINT64_C(2) << 30);
    struct faults f = faults_new(a);
    const struct codes *codes = codes_builtin(a, &f);
    struct plan_source source[4];
    struct plan *p = NULL;
    if (argc > 1) text_int(text_of(argv[1]), &children);
    for (int i = 0; i < 4; i++) {
        if (plan_source_builtin(a, text_of(folder[i]), &source[i]) != RC_OK) return 1;
    }
    if (!codes || plan_build(a, codes, source, 4, NULL, &f, &p) != RC_OK) return 1;
    uint64_t seed = 42;
    day_t today = day_of(2026, 6, 1), from = day_of(2024, 9, 1), to = day_of(2026, 9, 1);
    struct one *all = arena_array(a, (size_t)children, sizeof *all);
    for (int64_t i = 0; i < children; i++) child(&all[i], codes, today, &seed);
    int64_t begin = clock_mono_us();
    for (int64_t i = 0; i < children; i++) {
        for (size_t k = 0; k < all[i].c.fact_count; k++) sum += all[i].fact[k].from ^ all[i].fact[k].to;
    }
    int64_t scan = clock_mono_us() - begin;
    begin = clock_mono_us();
    for (int64_t i = 0; i < children; i++) member_sweep(p, &all[i].c, from, to, count, spans);
    int64_t sweep = clock_mono_us() - begin;
    printf("member: %lld children x %zu rules and targets: %.3f s, %.2f us a child, %lld spans; "
           "bare scan of the facts %.4f s (%lld)\n",
           (long long)children, p->group_count, (double)sweep / 1e6, (double)sweep / (double)children, (long long)spans[0],
           (double)scan / 1e6, (long long)(sum & 1));
    arena_free(a);
    return 0;
}
