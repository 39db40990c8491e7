/* SPDX-License-Identifier: Apache-2.0 */
/* Hits of one child: persons, work, moves; and the arithmetic of a row. */
#include "model/measure_part.h"

/* ---- spans of membership, over all versions of a rule ---- */

enum { SPANS = 64 };

static size_t spans_find(const struct measure_frame *f, const struct subject *s, struct cadence_span out[SPANS])
{
    const struct plan *p = f->ev->plan;
    size_t n = 0, kept = 0;
    for (size_t g = 0; g < p->group_count && n < SPANS; g++) {
        if (!text_eq(p->group[g].key, f->key)) continue;
        size_t got = member_spans(p, (int)g, &s->member, f->from - 1, f->as_of + 1, out + n, SPANS - n);
        n += got < SPANS - n ? got : SPANS - n;
    }
    for (size_t i = 1; i < n; i++) {
        struct cadence_span one = out[i];
        size_t k = i;
        for (; k > 0 && out[k - 1].from > one.from; k--) out[k] = out[k - 1];
        out[k] = one;
    }
    for (size_t i = 0; i < n; i++) {
        if (kept > 0 && out[i].from <= out[kept - 1].to) {
            if (out[i].to > out[kept - 1].to) out[kept - 1].to = out[i].to;
        } else {
            out[kept++] = out[i];
        }
    }
    return kept;
}

static bool member_at(const struct cadence_span *span, size_t n, day_t d)
{
    for (size_t i = 0; i < n; i++) {
        if (measure_at_day(span[i].from, span[i].to, d)) return true;
    }
    return false;
}

/* ---- hits ---- */

struct hits {
    const struct measure_frame *f;
    const struct subject *s;
    measure_sink *sink;
    void *ctx;
    struct cadence_span span[SPANS];
    size_t spans;
};

static void hit(const struct hits *h, enum measure_id column, int64_t place_key, day_t day, int64_t encounter)
{
    h->sink(h->ctx,
        &(struct measure_hit){.child = h->s->child, .place_key = place_key, .column = column, .day = day,
            .encounter = encounter});
}

static void persons(const struct hits *h)
{
    struct measure_look look;
    day_t day = h->f->as_of;
    measure_look(&h->f->codes, h->f->ev, h->s, day, &look);
    if (look.enrolment < 0) return;
    int64_t key = h->s->member.enrolment[look.enrolment].place_key;
    hit(h, M_pupils, key, day, 0);
    uint64_t bits = measure_marks(&h->f->codes, &look, h->f->group);
    for (size_t i = 0; i < MEASURE_PERSONS; i++) {
        if (bits >> i & 1) hit(h, (enum measure_id)i, key, day, 0);
    }
}

static void work_done(const struct hits *h)
{
    const struct cadence_subject *c = &h->s->cadence;
    for (size_t i = 0; i < c->encounter_count; i++) {
        const struct cadence_encounter *e = &c->encounters[i];
        if (e->day < h->f->from || e->day > h->f->as_of || e->known > h->f->as_of || e->kind >= CODES_KINDS) continue;
        int column = h->f->codes.times[e->kind], at = column < 0 ? -1 : measure_enrolment_on(h->s, e->day);
        if (at < 0 || !member_at(h->span, h->spans, e->day)) continue;
        hit(h, (enum measure_id)(MEASURE_TIMES_FIRST + column), h->s->member.enrolment[at].place_key, e->day, e->id);
    }
}

/* ---- moves ---- */

static bool same_school(int64_t a, int64_t b)
{
    return a >> 16 == b >> 16; /* PLACE_SCHOOL_BITS */
}

/* The enrolment that ends or begins right at the other one; -1 none. */
static int neighbour(const struct subject *s, day_t d, bool before)
{
    for (size_t i = 0; i < s->member.enrolment_count; i++) {
        if ((before ? s->member.enrolment[i].to : s->member.enrolment[i].from) == d) return (int)i;
    }
    return -1;
}

static enum measure_id move_in(const struct hits *h, size_t at, day_t d)
{
    const struct member_enrolment *e = &h->s->member.enrolment[at];
    if (e->from != d) return M_in_new;
    int before = neighbour(h->s, d, true);
    if (before >= 0) {
        if (!same_school(h->s->member.enrolment[before].place_key, e->place_key)) return M_in_transfer;
        return member_at(h->span, h->spans, d - 1) ? M_in_class : M_in_new;
    }
    switch (h->s->roll[at].in) {
    case ROLL_TRANSFER: return M_in_transfer;
    case ROLL_RETURN: return M_in_return;
    default: return M_in_enrolled;
    }
}

/* Membership ended while the child stays at school. */
static enum measure_id scope_left(const struct hits *h, day_t d)
{
    const struct member_child *m = &h->s->member;
    for (size_t i = 0; i < m->fact_count; i++) {
        if (m->fact[i].fact == h->f->codes.absence && m->fact[i].to == d) return M_out_parent_back;
    }
    bool sixteen = m->birth != DAY_NONE && m->birth < d && day_age(m->birth, d) == 16 && day_age(m->birth, d - 1) == 15;
    return sixteen ? M_out_aged : M_out_left;
}

static enum measure_id move_out(const struct hits *h, size_t at, day_t d)
{
    const struct member_enrolment *e = &h->s->member.enrolment[at];
    if (e->to != d) return scope_left(h, d);
    int after = neighbour(h->s, d, false);
    if (after >= 0) {
        if (!same_school(h->s->member.enrolment[after].place_key, e->place_key)) return M_out_transfer;
        return member_at(h->span, h->spans, d) ? M_out_class : scope_left(h, d);
    }
    switch (h->s->roll[at].out) {
    case ROLL_TRANSFER: return M_out_transfer;
    case ROLL_GRADUATED: return M_out_graduated;
    case ROLL_DROPOUT: return M_out_dropout;
    case ROLL_DIED: return M_out_died;
    default: return M_out_left;
    }
}

/* Another carer, or from day pupil to boarder and back, while in scope in one class: from < day < to. */
static void changed_during(const struct hits *h, int fact, enum measure_id column, int64_t key, day_t from, day_t to)
{
    const struct member_child *m = &h->s->member;
    for (size_t i = 0; fact >= 0 && i < m->fact_count; i++) {
        const struct member_fact *new = &m->fact[i];
        if (new->fact != fact || new->who != WHO_CHILD || new->from <= from || new->from >= to ||
            new->from < h->f->from) continue;
        bool other = false;
        for (size_t k = 0; k < m->fact_count; k++) {
            const struct member_fact *old = &m->fact[k];
            other |= old->fact == fact && old->who == WHO_CHILD && old->bit != new->bit && measure_at_day(old->from, old->to,
                new->from - 1);
        }
        if (other) hit(h, column, key, new->from, 0);
    }
}

static void moves(const struct hits *h)
{
    day_t begin = h->f->from - 1, end = h->f->as_of + 1;
    for (size_t i = 0; i < h->s->member.enrolment_count; i++) {
        const struct member_enrolment *e = &h->s->member.enrolment[i];
        for (size_t k = 0; k < h->spans; k++) {
            day_t from = e->from > h->span[k].from ? e->from : h->span[k].from, to = e->to < h->span[k].to ? e->to
                : h->span[k].to;
            if (from < begin) from = begin;
            if (to > end) to = end;
            if (from >= to) continue;
            if (from == begin) hit(h, M_opening, e->place_key, begin, 0);
            else hit(h, move_in(h, i, from), e->place_key, from, 0);
            if (to == end) hit(h, M_closing, e->place_key, h->f->as_of, 0);
            else hit(h, move_out(h, i, to), e->place_key, to, 0);
            changed_during(h, h->f->codes.care, M_carer_changed, e->place_key, from, to);
            changed_during(h, h->f->codes.boarding, M_boarding_changed, e->place_key, from, to);
        }
    }
}

void measure_subject(const struct measure_frame *f, const struct subject *s, unsigned sets, measure_sink *sink, void *ctx)
{
    struct hits h;
    if (s->member.enrolment_count == 0) return;
    h.f = f;
    h.s = s;
    h.sink = sink;
    h.ctx = ctx;
    h.spans = 0;
    bool work = sets & MEASURE_SET_TIMES && s->cadence.encounter_count > 0;
    if (sets & MEASURE_SET_MOVES || work) h.spans = spans_find(f, s, h.span);
    if (sets & MEASURE_SET_PERSONS) persons(&h);
    if (work && h.spans > 0) work_done(&h);
    if (sets & MEASURE_SET_MOVES && h.spans > 0) moves(&h);
}

/* ---- arithmetic ---- */

static void term_add(struct measure_equation *q, enum measure_id id, int sign)
{
    q->term[q->n++] = (struct measure_term){.id = id, .sign = sign};
}

/* left = all columns of the named heads, those of `minus` taken off. */
static struct measure_equation equation(enum measure_id left, enum measure_id plus, int head, int minus)
{
    struct measure_equation q = {.n = 0};
    term_add(&q, left, 1);
    if (plus != left) term_add(&q, plus, -1);
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        if (measure_at((enum measure_id)i)->head == (enum measure_head)head) term_add(&q, (enum measure_id)i, -1);
        if (minus >= 0 && measure_at((enum measure_id)i)->head == (enum measure_head)minus) term_add(&q, (enum measure_id)i, 1);
    }
    return q;
}

static bool balances(struct measure_equation *q, const int64_t n[MEASURE_COUNT])
{
    q->off = 0;
    for (size_t i = 0; i < q->n; i++) q->off += q->term[i].sign * n[q->term[i].id];
    return q->off == 0;
}

size_t measure_check(const int64_t n[MEASURE_COUNT], unsigned sets, struct measure_equation *wrong, size_t cap)
{
    /* 民发〔2016〕42号 统计汇总表: the total is the sum of each of its splits. */
    static const enum measure_head splits[] = {MEASURE_HEAD_SEX, MEASURE_HEAD_AGE, MEASURE_HEAD_GRADE, MEASURE_HEAD_AWAY,
        MEASURE_HEAD_CARE};
    struct measure_equation q;
    size_t found = 0;
    for (size_t i = 0; sets & MEASURE_SET_PERSONS && i < sizeof splits / sizeof *splits; i++) {
        q = equation(M_total, M_total, (int)splits[i], -1);
        if (!balances(&q, n) && found < cap) wrong[found++] = q;
    }
    if (sets & MEASURE_SET_MOVES) {
        q = equation(M_closing, M_opening, MEASURE_HEAD_IN, MEASURE_HEAD_OUT);
        if (!balances(&q, n) && found < cap) wrong[found++] = q;
    }
    if ((sets & (MEASURE_SET_MOVES | MEASURE_SET_PERSONS)) == (MEASURE_SET_MOVES | MEASURE_SET_PERSONS)) {
        q = (struct measure_equation){.term = {{M_closing, 1}, {M_total, -1}}, .n = 2};
        if (!balances(&q, n) && found < cap) wrong[found++] = q;
    }
    return found;
}
