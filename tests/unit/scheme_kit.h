/* SPDX-License-Identifier: Apache-2.0 */
/* Codes, plans and children for tests of schemes. */
#ifndef TESTS_SCHEME_KIT_H
#define TESTS_SCHEME_KIT_H

#include "scheme/calendar_load.h"
#include "scheme/lint.h"
#include "scheme/member.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

struct kit { struct arena *a; struct faults f; const struct codes *codes; };

static inline struct kit kit_begin(void)
{
    struct kit k = {.a = arena_new(256u << 20)};
    k.f = faults_new(k.a);
    k.codes = codes_builtin(k.a, &k.f);
    return k;
}

/* Everything that was found wrong, on the terminal, so that a failing test says why. */
static inline void kit_say(struct kit *k)
{
    struct buf b = buf_new(1 << 20);
    lint_print(&k->f, LANG_ZH, k->a, &b);
    fprintf(stderr, "%.*s", (int)b.n, b.s);
    buf_free(&b);
}

/* Built-in folders, ended by NULL. */
static inline struct plan *kit_plan(struct kit *k, const struct plan_options *o, const char *const *folder)
{
    struct plan_source source[8];
    struct plan *p = NULL;
    size_t n = 0;
    for (; folder[n]; n++) assert_int_equal(plan_source_builtin(k->a, text_of(folder[n]), &source[n]), RC_OK);
    if (plan_build(k->a, k->codes, source, n, o, &k->f, &p) != RC_OK) kit_say(k);
    assert_non_null(p);
    return p;
}

static inline struct calendar *kit_school_calendar(struct kit *k, const struct plan *p)
{
    struct part part = {.arena = k->a, .faults = &k->f, .codes = k->codes};
    const struct yaml_node *root[2];
    root[0] = yaml_read(k->a, T("holidays.yaml"), embedded_find(T("schemes/calendars/holidays.yaml"))->bytes, &k->f);
    root[1] = yaml_read(k->a, T("default.yaml"), embedded_find(T("schemes/calendars/default.yaml"))->bytes, &k->f);
    return calendar_load(&part, root, 2, p ? p->window : NULL, p ? p->window_count : 0);
}

static inline day_t kit_day(const char *s)
{
    return s ? day_parse(text_of(s)) : DAY_MAX;
}

/* One fact as people would say it; to NULL: still so. */
struct kit_fact { const char *who, *kind, *code, *place, *from, *to; };

struct kit_child { struct member_fact fact[32]; struct member_enrolment enrolment[4]; struct member_carer carer[4];
                   struct member_pair pair[4]; struct member_child c; };

static inline void kit_fact_add(const struct codes *codes, struct kit_child *k, struct kit_fact f)
{
    const struct code_fact *kind = codes_fact(codes, text_of(f.kind));
    assert_non_null(kind);
    const struct code_item *item = kind->list ? code_item(kind->list, text_of(f.code)) : NULL;
    assert_true(!kind->list || item);
    struct member_fact *out = &k->fact[k->c.fact_count++];
    *out = (struct member_fact){.fact = (int16_t)kind->index, .bit = item ? (uint8_t)item->number : 63,
                                .place = f.place ? member_division(text_of(f.place)) : 0, .from = kit_day(f.from),
                                    .to = kit_day(f.to)};
    out->who = !f.who ? WHO_CHILD : *f.who == 'f' ? WHO_FATHER : WHO_MOTHER;
}

/* On the roll of grade 4 in 2025–2026, born `birth`, registered in township 990101101. */
static inline void kit_child_begin(struct kit_child *k, const char *birth)
{
    memset(k, 0, sizeof *k);
    k->enrolment[0] = (struct member_enrolment){.from = kit_day("2022-09-01"), .to = DAY_MAX, .place_key = 100,
                                                .grade_base = 1 - 2022,
                                                .stage = 1};
    k->c = (struct member_child){.birth = birth ? kit_day(birth) : DAY_NONE, .home = member_division(T("990101101")),
                                 .fact = k->fact,
                                 .enrolment = k->enrolment, .enrolment_count = 1, .carer = k->carer, .pair = k->pair};
}

#endif
