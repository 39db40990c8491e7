/* SPDX-License-Identifier: Apache-2.0 */
#include "model/place.h"
#include "model/subject.h"

#include <stdlib.h>

enum { BACK_AGAIN_DAYS = 60 };

static void event_add(struct subject_space *s, day_t day, int event)
{
    s->event = arena_grow(s->arena, s->event, s->event_n, &s->event_cap, s->event_n + 1, sizeof *s->event);
    s->event[s->event_n++] = (struct cadence_event){.day = day, .known = day, .event = event};
}

/* Another class of the same school is no coming; nor is coming back within two months. */
static void enrolment_events(const struct member_child *c, struct subject_space *s)
{
    for (size_t i = 0; i < c->enrolment_count; i++) {
        const struct member_enrolment *e = &c->enrolment[i], *before = i == 0 ? NULL : &c->enrolment[i - 1];
        bool same_school = before != NULL && before->place_key >> PLACE_SCHOOL_BITS == e->place_key >> PLACE_SCHOOL_BITS;
        if (!same_school || e->from - before->to > BACK_AGAIN_DAYS) event_add(s, e->from, EVENT_ENROLMENT);
    }
}

/* The leaving after a stay at home that is bridged is none. */
static bool bridged(const struct member_child *c, const struct member_fact *f, int fact, int bridge)
{
    for (size_t i = 0; i < c->fact_count; i++) {
        const struct member_fact *other = &c->fact[i];
        if (other == f || other->fact != fact || other->who != f->who) continue;
        if (other->from < f->from && f->from - other->to <= bridge) return true;
    }
    return false;
}

static void birthday_events(const struct member_child *c, day_t from, day_t to, struct subject_space *s)
{
    if (c->birth == DAY_NONE) return;
    struct ymd born = day_ymd(c->birth);
    for (int year = day_ymd(from).year; year <= day_ymd(to).year + 1; year++) {
        day_t day = day_of(year, born.month, born.day);
        event_add(s, day == DAY_NONE ? day_of(year, 3, 1) : day, EVENT_BIRTHDAY);
    }
}

static int event_order(const void *a, const void *b)
{
    const struct cadence_event *x = a, *y = b;
    if (x->day != y->day) return x->day < y->day ? -1 : 1;
    return x->event - y->event;
}

void subject_events(const struct evaluator *ev, const struct member_child *c, day_t from, day_t to, struct subject_space *s)
{
    const struct code_fact *care = codes_fact(ev->codes, T("care"));
    enum { BRIDGE_DAYS = 30 };
    s->event_n = 0;
    if (!ev->follows_events) return;
    enrolment_events(c, s);
    for (size_t i = 0; i < c->fact_count; i++) {
        const struct member_fact *f = &c->fact[i];
        if (f->fact == ev->plan->fact_absence && !bridged(c, f, f->fact, BRIDGE_DAYS)) event_add(s, f->from, EVENT_ABSENCE);
        if (care != NULL && f->fact == care->index) event_add(s, f->from, EVENT_CARE);
    }
    birthday_events(c, from, to, s);
    if (s->event_n > 1) qsort(s->event, s->event_n, sizeof *s->event, event_order);
}
