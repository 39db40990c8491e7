/* SPDX-License-Identifier: Apache-2.0 */
#include "model/gist.h"

#include "gen/sql/obligation.h"

/* Layout: for which plan; the child; then list by list its length and its items. Every number in as few bytes as it needs, days
 * as steps from the one before and ends as lengths. Each list is described once, for both ways. */

enum { NUMBER_BYTES = 10, LAYOUT = 1 };

struct pack { unsigned char *at, *end; bool reading, bad; };

static void plain(struct pack *p, uint64_t *v)
{
    if (!p->reading) {
        uint64_t rest = *v;
        for (; rest >= 0x80; rest >>= 7) *p->at++ = (unsigned char)(rest | 0x80);
        *p->at++ = (unsigned char)rest;
        return;
    }
    *v = 0;
    for (unsigned shift = 0; shift < 64 && p->at < p->end; shift += 7) {
        unsigned char byte = *p->at++;
        *v |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) return;
    }
    p->bad = true;
}

/* Small below and above zero. */
static int64_t number(struct pack *p, int64_t v)
{
    uint64_t u = (uint64_t)v << 1 ^ (uint64_t)(v >> 63);
    plain(p, &u);
    return (int64_t)(u >> 1) ^ -(int64_t)(u & 1);
}

#define NUMBER(p, field) ((field) = (__typeof__(field))number(p, (int64_t)(field)))
/* A step from another field, which stands already. */
#define STEP(p, field, other) ((field) = (__typeof__(field))(number(p, (int64_t)(field) - (int64_t)(other)) + (int64_t)(other)))

/* The end of a span; that of what is open is far from every beginning, so it is told as 0. */
static void end(struct pack *p, day_t from, day_t *to)
{
    int64_t v = *to == DAY_MAX ? 0 : *to >= from ? *to - from + 1 : *to - from;
    v = number(p, v);
    *to = v == 0 ? DAY_MAX : (day_t)(v > 0 ? from + v - 1 : from + v);
}

/* The length of a list; reading, room for it. An item takes a byte at least. */
static void *length(struct pack *p, struct arena *a, void *list, size_t *n, size_t size)
{
    uint64_t v = *n;
    plain(p, &v);
    if (p->reading && v > (uint64_t)(p->end - p->at)) {
        p->bad = true;
        v = 0;
    }
    *n = (size_t)v;
    return p->reading ? arena_array(a, *n, size) : list;
}

#define LENGTH(p, a, list, n) ((list) = length(p, a, list, &(n), sizeof *(list)))

/* ---- what a child is judged from ---- */

static void enrolments(struct pack *p, struct subject_space *s)
{
    LENGTH(p, s->arena, s->enrolment, s->enrolment_n);
    if (p->reading) s->roll = arena_array(s->arena, s->enrolment_n, sizeof *s->roll);
    for (size_t i = 0; i < s->enrolment_n; i++) {
        struct member_enrolment *e = &s->enrolment[i];
        NUMBER(p, e->from);
        end(p, e->from, &e->to);
        NUMBER(p, e->place_key);
        NUMBER(p, e->grade_base);
        NUMBER(p, e->stage);
        NUMBER(p, s->roll[i].in);
        NUMBER(p, s->roll[i].out);
    }
}

static void facts(struct pack *p, struct subject_space *s)
{
    LENGTH(p, s->arena, s->fact, s->fact_n);
    for (size_t i = 0; i < s->fact_n; i++) {
        struct member_fact *f = &s->fact[i];
        NUMBER(p, f->from);
        end(p, f->from, &f->to);
        NUMBER(p, f->fact);
        NUMBER(p, f->who);
        NUMBER(p, f->bit);
        NUMBER(p, f->place);
    }
}

static void people(struct pack *p, struct subject_space *s)
{
    LENGTH(p, s->arena, s->carer, s->carer_n);
    for (size_t i = 0; i < s->carer_n; i++) {
        NUMBER(p, s->carer[i].from);
        end(p, s->carer[i].from, &s->carer[i].to);
        NUMBER(p, s->carer[i].birth);
    }
    LENGTH(p, s->arena, s->helper, s->helper_n);
    for (size_t i = 0; i < s->helper_n; i++) {
        NUMBER(p, s->helper[i].from);
        end(p, s->helper[i].from, &s->helper[i].to);
        NUMBER(p, s->helper[i].staff);
        NUMBER(p, s->helper[i].relation);
    }
    LENGTH(p, s->arena, s->exemption, s->exemption_n);
    for (size_t i = 0; i < s->exemption_n; i++) {
        NUMBER(p, s->exemption[i].from);
        NUMBER(p, s->exemption[i].to);
        NUMBER(p, s->exemption[i].known);
        NUMBER(p, s->exemption[i].duty);
    }
}

/* Days since the record before, and in two bits: recorded on the day itself; of the same sort as the one before. */
enum { THAT_DAY = 1, SAME_SORT = 2, RECORD_BITS = 2 };

static unsigned record_bits(const struct cadence_encounter *e, const struct cadence_encounter *b)
{
    bool same = e->kind == b->kind && e->mode == b->mode && e->met == b->met && e->roles == b->roles && e->minutes == b->minutes;
    return (e->known == e->day ? THAT_DAY : 0U) | (same ? SAME_SORT : 0U);
}

static void records(struct pack *p, struct subject_space *s)
{
    struct cadence_encounter before = {0};
    LENGTH(p, s->arena, s->encounter, s->encounter_n);
    for (size_t i = 0; i < s->encounter_n; i++) {
        struct cadence_encounter *e = &s->encounter[i];
        uint64_t head = p->reading ? 0 : (uint64_t)(e->day - before.day) << RECORD_BITS | record_bits(e, &before);
        unsigned bits = (unsigned)head & (THAT_DAY | SAME_SORT);
        plain(p, &head);
        if (p->reading) {
            bits = (unsigned)head & (THAT_DAY | SAME_SORT);
            *e = before;
            e->day = e->known = before.day + (day_t)(head >> RECORD_BITS);
        }
        if (!(bits & THAT_DAY)) STEP(p, e->known, e->day);
        if (!(bits & SAME_SORT)) {
            NUMBER(p, e->kind);
            NUMBER(p, e->mode);
            NUMBER(p, e->met);
            NUMBER(p, e->roles);
            NUMBER(p, e->minutes);
        }
        before = *e;
    }
}

/* ---- what is stored of it ---- */

static void stored(struct pack *p, struct arena *a, struct gist *g)
{
    struct gist_open before = {0};
    LENGTH(p, a, g->open, g->open_n);
    for (size_t i = 0; i < g->open_n; i++) {
        struct gist_open *o = &g->open[i];
        STEP(p, o->duty, before.duty);
        STEP(p, o->window_day, before.window_day);
        STEP(p, o->due_day, o->window_day);
        NUMBER(p, o->have);
        NUMBER(p, o->need);
        STEP(p, o->owner, before.owner);
        STEP(p, o->place_key, before.place_key);
        before = *o;
    }
    LENGTH(p, a, g->alert, g->alert_n);
    for (size_t i = 0; i < g->alert_n; i++) {
        NUMBER(p, g->alert[i].index);
        NUMBER(p, g->alert[i].from);
        NUMBER(p, g->alert[i].place_key);
    }
}

static void whole(struct pack *p, const struct evaluator *ev, struct subject *s, struct subject_space *space, struct gist *g)
{
    int64_t plan = ev->reading, layout = LAYOUT;
    p->bad = NUMBER(p, layout) != LAYOUT || NUMBER(p, plan) != ev->reading;
    if (p->bad) return;
    NUMBER(p, s->member.birth);
    NUMBER(p, s->member.home);
    NUMBER(p, s->class);
    NUMBER(p, s->place_key);
    NUMBER(p, s->sex);
    NUMBER(p, s->enrolled);
    NUMBER(p, space->last);
    NUMBER(p, space->taken_back);
    enrolments(p, space);
    facts(p, space);
    people(p, space);
    records(p, space);
    stored(p, space->arena, g);
}

void gist_pack(struct buf *out, const struct evaluator *ev, const struct subject *s, const struct subject_space *space,
    const struct gist *g)
{
    struct subject subject = *s;
    struct subject_space lists = *space;
    struct gist rows = *g;
    size_t numbers = 16 + 7 * lists.enrolment_n + 6 * lists.fact_n + 3 * lists.carer_n + 4 * lists.helper_n
        + 4 * lists.exemption_n + 7 * lists.encounter_n + 7 * rows.open_n + 3 * rows.alert_n;
    if (space->unsure || (lists.encounter_n > 0 && lists.encounter[0].day < 0)) return;
    char *room = buf_room(out, numbers * NUMBER_BYTES);
    if (room == NULL) return;
    struct pack p = {.at = (unsigned char *)room};
    whole(&p, ev, &subject, &lists, &rows);
    out->n += (size_t)((char *)p.at - room);
}

/* Schemes of several layers may use one relation: a pairing stands once for each, as subject.c has it. */
static void pairs_fill(struct subject_space *s)
{
    s->pair_n = s->helper_n;
    s->pair = arena_array(s->arena, s->pair_n, sizeof *s->pair);
    for (size_t i = 0; i < s->pair_n; i++) {
        s->pair[i] = (struct member_pair){.from = s->helper[i].from, .to = s->helper[i].to, .relation = s->helper[i].relation};
    }
}

bool gist_unpack(const struct evaluator *ev, int64_t child, struct text bytes, struct arena *a, struct gist *out)
{
    struct pack p = {.at = (unsigned char *)bytes.s, .end = (unsigned char *)bytes.s + bytes.n, .reading = true};
    *out = (struct gist){.bytes = bytes, .space.arena = a, .subject.child = child};
    whole(&p, ev, &out->subject, &out->space, out);
    if (p.bad || p.at != p.end) return false;
    pairs_fill(&out->space);
    return true;
}

/* ---- from and to the table ---- */

enum rc gist_read(struct db *db, const struct evaluator *ev, int64_t child, struct arena *a, struct gist **out)
{
    struct cursor c;
    struct sql_standing_for_out row;
    bool there = false;
    struct gist *g = arena_alloc(a, sizeof *g);
    TRY(sql_standing_for(db, &(struct sql_standing_for_in){.county = ev->county, .child = child}, &c));
    if (sql_standing_for_next(&c, &row) && row.gist.n > 0) {
        there = gist_unpack(ev, child, text_dup(a, row.gist), a, g);
        g->standing = text_dup(a, row.packed);
    }
    TRY(sql_close(&c));
    *out = g;
    return there ? RC_OK : RC_NOT_FOUND;
}

bool gist_take(struct gist *g, const struct evaluator *ev, const struct cadence_encounter *line, day_t today)
{
    struct subject_space *s = &g->space;
    if (line->id <= s->last || today < s->taken_back) return false;
    size_t n = s->encounter_n, cap = n, at = n;
    s->encounter = arena_grow(s->arena, s->encounter, n, &cap, n + 1, sizeof *s->encounter);
    s->encounter_cap = cap;
    for (; at > 0 && s->encounter[at - 1].day > line->day; at--) s->encounter[at] = s->encounter[at - 1];
    s->encounter[at] = *line;
    s->encounter_n++;
    s->last = line->id;
    subject_finish(ev, today, s, &g->subject);
    return true;
}
