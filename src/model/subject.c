/* SPDX-License-Identifier: Apache-2.0 */
#include "model/subject.h"

#include "gen/sql/encounter.h"
#include "gen/sql/exemption.h"
#include "gen/sql/pairing.h"
#include "gen/sql/subject.h"

static day_t open_end(int64_t to)
{
    return to == NULL_INT ? DAY_MAX : (day_t)to;
}

static day_t day_or_none(int64_t d)
{
    return d == NULL_INT ? DAY_NONE : (day_t)d;
}

static void space_clear(struct subject_space *s)
{
    s->fact_n = s->enrolment_n = s->carer_n = s->pair_n = s->helper_n = s->encounter_n = s->exemption_n = s->event_n = 0;
    s->last = s->taken_back = 0;
    s->unsure = false;
}

/* ---- one row of each table ---- */

static uint8_t who_of(struct text who)
{
    if (text_eqz(who, "father")) return WHO_FATHER;
    return text_eqz(who, "mother") ? WHO_MOTHER : WHO_CHILD;
}

static void fact_take(const struct evaluator *ev, struct subject_space *s, struct text kind, struct text who, struct text code,
                      struct text place, int64_t from, int64_t to)
{
    const struct code_fact *f = codes_fact(ev->codes, kind);
    if (f == NULL || s->fact_n >= MEMBER_FACTS) return;
    const struct code_item *item = f->list == NULL ? NULL : code_item(f->list, code);
    s->fact = arena_grow(s->arena, s->fact, s->fact_n, &s->fact_cap, s->fact_n + 1, sizeof *s->fact);
    s->fact[s->fact_n++] = (struct member_fact){
        .from = (day_t)from,
        .to = open_end(to),
        .fact = (int16_t)f->index,
        .who = who_of(who),
        .bit = (uint8_t)(item == NULL || item->number > CODES_BITS ? CODES_BITS : item->number),
        .place = text_empty(place) ? 0 : member_division(place),
    };
}

static int8_t stage_of(const struct evaluator *ev, struct text stage)
{
    const struct code_item *item = code_item(ev->codes->stages, stage);
    return (int8_t)(item == NULL ? -1 : item->number);
}

static uint8_t reason_of(struct text t)
{
    static const struct { const char *key; enum roll_reason reason; } reasons[] = {
        {"", ROLL_OPEN}, {"new", ROLL_NEW}, {"import", ROLL_NEW}, {"transfer_in", ROLL_TRANSFER}, {"transfer_out", ROLL_TRANSFER},
        {"class_change", ROLL_CLASS_CHANGE}, {"return", ROLL_RETURN}, {"graduated", ROLL_GRADUATED}, {"dropout", ROLL_DROPOUT},
        {"died", ROLL_DIED},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        if (text_eqz(t, reasons[i].key)) return (uint8_t)reasons[i].reason;
    }
    return ROLL_OTHER;
}

static void roll_take(struct subject_space *s, struct text in, struct text out)
{
    s->roll = arena_grow(s->arena, s->roll, s->enrolment_n, &s->roll_cap, s->enrolment_n + 1, sizeof *s->roll);
    s->roll[s->enrolment_n] = (struct subject_roll){.in = reason_of(in), .out = reason_of(out)};
}

static void enrolment_take(const struct evaluator *ev, struct subject_space *s, int64_t from, int64_t to, int64_t key,
    int64_t first_grade, int64_t entry_year, struct text stage)
{
    s->enrolment =
        arena_grow(s->arena, s->enrolment, s->enrolment_n, &s->enrolment_cap, s->enrolment_n + 1, sizeof *s->enrolment);
    s->enrolment[s->enrolment_n++] = (struct member_enrolment){
        .from = (day_t)from,
        .to = open_end(to),
        .place_key = key,
        .grade_base = (int)(first_grade - entry_year),
        .stage = stage_of(ev, stage),
    };
}

static void carer_take(struct subject_space *s, int64_t from, int64_t to, int64_t birth)
{
    s->carer = arena_grow(s->arena, s->carer, s->carer_n, &s->carer_cap, s->carer_n + 1, sizeof *s->carer);
    s->carer[s->carer_n++] = (struct member_carer){.from = (day_t)from, .to = open_end(to), .birth = day_or_none(birth)};
}

/* Schemes of several layers may use one relation: the pairing fills it in each of them. */
static void pair_take(
    const struct evaluator *ev, struct subject_space *s, struct text relation, int64_t staff, int64_t from, int64_t to)
{
    const struct plan *p = ev->plan;
    for (size_t i = 0; i < p->relation_count; i++) {
        if (!text_eq(p->relation[i].key, relation)) continue;
        s->pair = arena_grow(s->arena, s->pair, s->pair_n, &s->pair_cap, s->pair_n + 1, sizeof *s->pair);
        s->pair[s->pair_n++] = (struct member_pair){.from = (day_t)from, .to = open_end(to), .relation = (int16_t)i};
        s->helper = arena_grow(s->arena, s->helper, s->helper_n, &s->helper_cap, s->helper_n + 1, sizeof *s->helper);
        s->helper[s->helper_n++] =
            (struct subject_pair){.staff = staff, .from = (day_t)from, .to = open_end(to), .relation = (int16_t)i};
    }
}

static void encounter_take(struct subject_space *s, day_t as_of, const struct sql_encounter_of_child_out *r)
{
    if (r->voided_day != NULL_INT && r->voided_day <= as_of) {
        if (r->voided_day > s->taken_back) s->taken_back = (day_t)r->voided_day;
        return;
    }
    s->unsure = s->unsure || r->voided_day != NULL_INT;
    if (r->encounter > s->last) s->last = r->encounter;
    s->encounter =
        arena_grow(s->arena, s->encounter, s->encounter_n, &s->encounter_cap, s->encounter_n + 1, sizeof *s->encounter);
    s->encounter[s->encounter_n++] = (struct cadence_encounter){
        .id = r->encounter,
        .day = (day_t)r->day,
        .known = (day_t)r->recorded_day,
        .met = (uint32_t)r->met,
        .roles = (uint32_t)r->roles,
        .minutes = (uint16_t)r->minutes,
        .kind = (uint16_t)r->kind,
        .mode = (uint8_t)r->mode,
    };
}

static void exemption_take(
    const struct evaluator *ev, struct subject_space *s, int64_t duty, int64_t from, int64_t to, int64_t known)
{
    if (duty != 0 && evaluator_duty(ev, duty) < 0) return;
    s->exemption =
        arena_grow(s->arena, s->exemption, s->exemption_n, &s->exemption_cap, s->exemption_n + 1, sizeof *s->exemption);
    s->exemption[s->exemption_n++] = (struct cadence_exemption){
        .from = (day_t)from,
        .to = (day_t)to - 1, /* stored half-open, the engine wants the last day */
        .known = (day_t)known,
        .duty = (int32_t)duty,
    };
}

void subject_finish(const struct evaluator *ev, day_t as_of, struct subject_space *s, struct subject *out)
{
    if (s->scratch_cap < s->encounter_n) {
        s->scratch_cap = s->encounter_cap;
        s->scratch = arena_array(s->arena, s->scratch_cap, sizeof *s->scratch);
    }
    struct member_child *m = &out->member;
    m->fact = s->fact;
    m->fact_count = s->fact_n;
    m->enrolment = s->enrolment;
    m->enrolment_count = s->enrolment_n;
    m->carer = s->carer;
    m->carer_count = s->carer_n;
    m->pair = s->pair;
    m->pair_count = s->pair_n;
    out->roll = s->roll;
    out->pair = s->helper;
    out->pair_count = s->helper_n;
    out->cadence.encounters = s->encounter;
    out->cadence.encounter_count = s->encounter_n;
    out->cadence.exemptions = s->exemption;
    out->cadence.exemption_count = s->exemption_n;
    subject_events(ev, m, ev->from, as_of, s);
    out->cadence.events = s->event;
    out->cadence.event_count = s->event_n;
}

/* Most rolls do not say where a child is registered: then it is taken to be at home in the county whose school it goes to. Which
 * township stays open. */
static int64_t home_of(const struct evaluator *ev, struct text home)
{
    int64_t known = text_empty(home) ? 0 : member_division(home);
    return known != 0 ? known : ev->county * INT64_C(1000000);
}

static void subject_begin(const struct evaluator *ev, struct subject *out, int64_t child, int64_t birth, struct text home,
    int64_t class, int64_t key, struct text state, int64_t sex)
{
    *out = (struct subject){
        .child = child, .class = class, .place_key = key, .enrolled = text_eqz(state, "enrolled"), .sex = (int)sex};
    out->member.birth = day_or_none(birth);
    out->member.home = home_of(ev, home);
}

/* ---- one child ---- */

static enum rc load_state(struct db *db, const struct evaluator *ev, int64_t child, struct subject_space *s)
{
    struct cursor c;
    struct sql_subject_enrolment_out e;
    TRY(sql_subject_enrolment(db, &(struct sql_subject_enrolment_in){.county = ev->county, .child = child}, &c));
    while (sql_subject_enrolment_next(&c, &e)) {
        roll_take(s, e.reason_in, e.reason_out);
        enrolment_take(ev, s, e.from_day, e.to_day, e.place_key, e.first_grade, e.entry_year, e.stage);
    }
    TRY(sql_close(&c));
    struct sql_subject_fact_out f;
    TRY(sql_subject_fact(db, &(struct sql_subject_fact_in){.county = ev->county, .child = child}, &c));
    while (sql_subject_fact_next(&c, &f)) fact_take(ev, s, f.kind, f.who, f.code, f.place, f.from_day, f.to_day);
    TRY(sql_close(&c));
    struct sql_subject_carer_out k;
    TRY(sql_subject_carer(db, &(struct sql_subject_carer_in){.county = ev->county, .child = child}, &c));
    while (sql_subject_carer_next(&c, &k)) carer_take(s, k.from_day, k.to_day, k.birth_day);
    return sql_close(&c);
}

static enum rc load_work(struct db *db, const struct evaluator *ev, int64_t child, day_t as_of, struct subject_space *s)
{
    struct cursor c;
    struct sql_pairing_for_out p;
    TRY(sql_pairing_for(db, &(struct sql_pairing_for_in){.county = ev->county, .child = child}, &c));
    while (sql_pairing_for_next(&c, &p)) pair_take(ev, s, p.relation, p.staff, p.from_day, p.to_day);
    TRY(sql_close(&c));
    struct sql_encounter_of_child_out e;
    TRY(sql_encounter_of_child(db, &(struct sql_encounter_of_child_in){.county = ev->county, .child = child}, &c));
    while (sql_encounter_of_child_next(&c, &e)) encounter_take(s, as_of, &e);
    TRY(sql_close(&c));
    struct sql_exemption_for_out x;
    TRY(sql_exemption_for(db, &(struct sql_exemption_for_in){.county = ev->county, .child = child}, &c));
    while (sql_exemption_for_next(&c, &x)) exemption_take(ev, s, x.duty, x.from_day, x.to_day, x.decided_day);
    return sql_close(&c);
}

enum rc subject_load(
    struct db *db, const struct evaluator *ev, int64_t child, day_t as_of, struct subject_space *space, struct subject *out)
{
    space_clear(space);
    struct sql_subject_child_out row;
    TRY(sql_subject_child_one(db, &(struct sql_subject_child_in){.county = ev->county, .child = child}, space->arena, &row));
    subject_begin(ev, out, child, row.birth_day, row.home_place, row.class, row.place_key, row.state, row.sex);
    TRY(load_state(db, ev, child, space));
    TRY(load_work(db, ev, child, as_of, space));
    subject_finish(ev, as_of, space, out);
    return RC_OK;
}

/* ---- all, in order ---- */

enum scan { SCAN_CHILD, SCAN_ENROLMENT, SCAN_FACT, SCAN_CARER, SCAN_PAIRING, SCAN_ENCOUNTER, SCAN_EXEMPTION, SCANS };

struct subject_stream {
    const struct evaluator *ev;
    day_t as_of;
    struct subject_space *space;
    struct cursor cursor[SCANS];
    bool more[SCANS];
    struct sql_subject_child_scan_out child;
    struct sql_subject_enrolment_scan_out enrolment;
    struct sql_subject_fact_scan_out fact;
    struct sql_subject_carer_scan_out carer;
    struct sql_pairing_scan_out pairing;
    struct sql_encounter_scan_out encounter;
    struct sql_exemption_scan_out exemption;
    enum rc rc;
};

static void scan_step(struct subject_stream *s, enum scan which)
{
    struct cursor *c = &s->cursor[which];
    switch (which) {
    case SCAN_CHILD: s->more[which] = sql_subject_child_scan_next(c, &s->child); break;
    case SCAN_ENROLMENT: s->more[which] = sql_subject_enrolment_scan_next(c, &s->enrolment); break;
    case SCAN_FACT: s->more[which] = sql_subject_fact_scan_next(c, &s->fact); break;
    case SCAN_CARER: s->more[which] = sql_subject_carer_scan_next(c, &s->carer); break;
    case SCAN_PAIRING: s->more[which] = sql_pairing_scan_next(c, &s->pairing); break;
    case SCAN_ENCOUNTER: s->more[which] = sql_encounter_scan_next(c, &s->encounter); break;
    case SCAN_EXEMPTION: s->more[which] = sql_exemption_scan_next(c, &s->exemption); break;
    case SCANS: break;
    }
}

static enum rc scans_open(struct db *db, struct subject_stream *s, int64_t first, int64_t last)
{
    int64_t county = s->ev->county;
    TRY(sql_subject_child_scan(db, &(struct sql_subject_child_scan_in){county, first, last}, &s->cursor[SCAN_CHILD]));
    TRY(sql_subject_enrolment_scan(db, &(struct sql_subject_enrolment_scan_in){county, first, last}, &s->cursor[SCAN_ENROLMENT]));
    TRY(sql_subject_fact_scan(db, &(struct sql_subject_fact_scan_in){county, first, last}, &s->cursor[SCAN_FACT]));
    TRY(sql_subject_carer_scan(db, &(struct sql_subject_carer_scan_in){county, first, last}, &s->cursor[SCAN_CARER]));
    TRY(sql_pairing_scan(db, &(struct sql_pairing_scan_in){county, first, last}, &s->cursor[SCAN_PAIRING]));
    TRY(sql_encounter_scan(db, &(struct sql_encounter_scan_in){county, first, last}, &s->cursor[SCAN_ENCOUNTER]));
    return sql_exemption_scan(db, &(struct sql_exemption_scan_in){county, first, last}, &s->cursor[SCAN_EXEMPTION]);
}

enum rc subject_stream_some(struct db *db, const struct evaluator *ev, day_t as_of, int64_t first, int64_t last,
                            struct subject_space *space, struct arena *a, struct subject_stream **out)
{
    struct subject_stream *s = arena_alloc(a, sizeof *s);
    s->ev = ev;
    s->as_of = as_of;
    s->space = space;
    s->rc = scans_open(db, s, first, last);
    if (s->rc != RC_OK) return subject_stream_close(s);
    for (enum scan i = 0; i < SCANS; i++) scan_step(s, i);
    *out = s;
    return RC_OK;
}

enum rc subject_stream_open(struct db *db, const struct evaluator *ev, day_t as_of, struct subject_space *space, struct arena *a,
                            struct subject_stream **out)
{
    return subject_stream_some(db, ev, as_of, 0, INT64_MAX, space, a, out);
}

static void stream_state(struct subject_stream *s, int64_t child)
{
    const struct evaluator *ev = s->ev;
    struct subject_space *space = s->space;
    for (; s->more[SCAN_ENROLMENT] && s->enrolment.child <= child; scan_step(s, SCAN_ENROLMENT)) {
        const struct sql_subject_enrolment_scan_out *e = &s->enrolment;
        if (e->child != child) continue;
        roll_take(space, e->reason_in, e->reason_out);
        enrolment_take(ev, space, e->from_day, e->to_day, e->place_key, e->first_grade, e->entry_year, e->stage);
    }
    for (; s->more[SCAN_FACT] && s->fact.child <= child; scan_step(s, SCAN_FACT)) {
        const struct sql_subject_fact_scan_out *f = &s->fact;
        if (f->child == child) fact_take(ev, space, f->kind, f->who, f->code, f->place, f->from_day, f->to_day);
    }
    for (; s->more[SCAN_CARER] && s->carer.child <= child; scan_step(s, SCAN_CARER)) {
        if (s->carer.child == child) carer_take(space, s->carer.from_day, s->carer.to_day, s->carer.birth_day);
    }
}

static void stream_work(struct subject_stream *s, int64_t child)
{
    const struct evaluator *ev = s->ev;
    struct subject_space *space = s->space;
    for (; s->more[SCAN_PAIRING] && s->pairing.child <= child; scan_step(s, SCAN_PAIRING)) {
        const struct sql_pairing_scan_out *p = &s->pairing;
        if (p->child == child) pair_take(ev, space, p->relation, p->staff, p->from_day, p->to_day);
    }
    for (; s->more[SCAN_ENCOUNTER] && s->encounter.child <= child; scan_step(s, SCAN_ENCOUNTER)) {
        const struct sql_encounter_scan_out *e = &s->encounter;
        if (e->child != child) continue;
        encounter_take(space, s->as_of,
            &(struct sql_encounter_of_child_out){.day = e->day,
                .encounter = e->encounter,
                .kind = e->kind,
                .mode = e->mode,
                .met = e->met,
                .minutes = e->minutes,
                .roles = e->roles,
                .recorded_day = e->recorded_day,
                .voided_day = e->voided_day});
    }
    for (; s->more[SCAN_EXEMPTION] && s->exemption.child <= child; scan_step(s, SCAN_EXEMPTION)) {
        const struct sql_exemption_scan_out *x = &s->exemption;
        if (x->child == child) exemption_take(ev, space, x->duty, x->from_day, x->to_day, x->decided_day);
    }
}

bool subject_stream_next(struct subject_stream *s, struct subject *out)
{
    if (!s->more[SCAN_CHILD]) return false;
    const struct sql_subject_child_scan_out *c = &s->child;
    space_clear(s->space);
    subject_begin(s->ev, out, c->child, c->birth_day, c->home_place, c->class, c->place_key, c->state, c->sex);
    stream_state(s, c->child);
    stream_work(s, c->child);
    subject_finish(s->ev, s->as_of, s->space, out);
    scan_step(s, SCAN_CHILD);
    return true;
}

enum rc subject_stream_close(struct subject_stream *s)
{
    for (enum scan i = 0; i < SCANS; i++) {
        if (s->cursor[i].db == NULL) continue;
        enum rc rc = sql_close(&s->cursor[i]);
        if (s->rc == RC_OK) s->rc = rc;
    }
    return s->rc;
}
