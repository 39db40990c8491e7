/* SPDX-License-Identifier: Apache-2.0 */
#include "model/matter.h"

#include "gen/sql/body.h"
#include "gen/sql/matter.h"
#include "model/body.h"
#include "model/facility.h"

enum { ANY_ROLE = 0x7FFFFFFF, NO_SCOPE = 255, BODY_ARENA = 16 << 20 };

/* ---- what it is ---- */

/* The columns that a place and a member of staff have in common, as both statements give them. */
struct row { struct text kind, stage; int64_t key_lo, key_hi; bool boarding, rural; day_t from, to; };

uint32_t matter_stages(const struct evaluator *ev, struct text stage)
{
    uint32_t bits = 0;
    struct text bad;
    if (text_empty(stage)) return 0;
    bool both = text_eqz(stage, "nine_year");
    return code_mask(ev->codes->stages, both ? T("primary junior") : stage, &bits, &bad) ? bits : 0;
}

/* Of the staff those of a school: who works at the bureau is in nobody's list of teachers. */
static enum code_subject subject_of(enum about_kind about, struct text kind)
{
    enum place_kind k;
    if (!place_kind_of(kind, &k)) return SUBJECT_COUNT;
    if (about == ABOUT_FACILITY) return SUBJECT_FACILITY;
    if (about == ABOUT_STAFF) return k == PLACE_SCHOOL || k == PLACE_CLASS ? SUBJECT_STAFF : SUBJECT_COUNT;
    static const enum code_subject subject[PLACE_KINDS] = {
        [PLACE_BUREAU] = SUBJECT_COUNTY, [PLACE_CENTRE] = SUBJECT_CENTRE, [PLACE_SCHOOL] = SUBJECT_SCHOOL,
        [PLACE_CLASS] = SUBJECT_CLASS};
    return subject[k];
}

static void matter_begin(const struct evaluator *ev, struct about about, const struct row *r, struct matter *out)
{
    *out = (struct matter){.about = about, .subject = subject_of(about.kind, r->kind), .place_key = r->key_lo,
        .facility_kind = T(""), .stages = matter_stages(ev, r->stage), .boarding = r->boarding, .rural = r->rural,
        .from = r->from,
        .to = r->to == DAY_NONE ? DAY_MAX : r->to};
}

/* A class is over with its last school year, whether or not anybody closed it. */
static void class_end(struct matter *m, int64_t entry_year, int64_t years)
{
    if (m->subject != SUBJECT_CLASS || entry_year == 0 || years == 0) return;
    day_t over = school_year_first((int)(entry_year + years));
    if (over < m->to) m->to = over;
}

static struct row row_of_place(const struct sql_matter_place_out *p)
{
    return (struct row){.kind = p->kind, .stage = p->stage, .key_lo = p->key_lo, .key_hi = p->key_hi,
        .boarding = p->boarding != 0, .rural = p->rural != 0, .from = p->from_day, .to = p->to_day};
}

static struct row row_of_facility(const struct sql_matter_facility_out *f)
{
    return (struct row){.kind = f->kind, .stage = f->stage, .key_lo = f->key_lo, .boarding = f->boarding != 0,
        .rural = f->rural != 0, .from = f->from_day, .to = f->to_day};
}

static struct row row_of_staff(const struct sql_matter_staff_out *s)
{
    return (struct row){.kind = s->kind, .stage = s->stage, .key_lo = s->key_lo, .boarding = s->boarding != 0,
        .rural = s->rural != 0, .from = s->from_day, .to = s->to_day};
}

/* ---- what was done and excused ---- */

static void space_clear(struct subject_space *s)
{
    s->encounter_n = s->exemption_n = s->event_n = 0;
}

static void encounter_take(struct subject_space *s, day_t as_of, const struct sql_matter_encounter_out *r)
{
    if (r->voided_day != NULL_INT && r->voided_day <= as_of) return;
    s->encounter =
        arena_grow(s->arena, s->encounter, s->encounter_n, &s->encounter_cap, s->encounter_n + 1, sizeof *s->encounter);
    s->encounter[s->encounter_n++] = (struct cadence_encounter){.id = r->encounter, .day = (day_t)r->day,
        .known = (day_t)r->recorded_day, .met = (uint32_t)r->met, .roles = (uint32_t)r->roles, .minutes = (uint16_t)r->minutes,
        .kind = (uint16_t)r->kind, .mode = (uint8_t)r->mode};
}

/* What is kept elsewhere counts as a record of its kind, in its place among the others: a background check in the staff list, a
 * ledger that was handed up. It has no number of a record; the day with a minus stands for it. */
static void kept_take(const struct evaluator *ev, struct subject_space *s, const char *key, day_t day, day_t known)
{
    const struct code_kind *kind = codes_kind(ev->codes, text_of(key));
    if (kind == NULL) return;
    s->encounter =
        arena_grow(s->arena, s->encounter, s->encounter_n, &s->encounter_cap, s->encounter_n + 1, sizeof *s->encounter);
    size_t i = s->encounter_n++;
    for (; i > 0 && s->encounter[i - 1].day > day; i--) s->encounter[i] = s->encounter[i - 1];
    s->encounter[i] = (struct cadence_encounter){.id = -(int64_t)day, .day = day, .known = known, .roles = ANY_ROLE,
        .kind = (uint16_t)kind->number, .mode = (uint8_t)kind->mode};
}

static void check_take(const struct evaluator *ev, struct subject_space *s, day_t day, day_t known)
{
    kept_take(ev, s, "background_check", day, known);
}

/* It counts for the day on which it first went up; what was given back is known again from the day it came back. */
static void ledger_take(const struct evaluator *ev, struct subject_space *s, int64_t first_at, int64_t last_at)
{
    kept_take(ev, s, "ledger_up", moment_day(first_at), moment_day(last_at));
}

static void exemption_take(const struct evaluator *ev, struct subject_space *s, const struct sql_matter_exemption_out *r)
{
    if (r->duty != 0 && evaluator_duty(ev, r->duty) < 0) return;
    s->exemption =
        arena_grow(s->arena, s->exemption, s->exemption_n, &s->exemption_cap, s->exemption_n + 1, sizeof *s->exemption);
    s->exemption[s->exemption_n++] = (struct cadence_exemption){.from = (day_t)r->from_day,
        .to = (day_t)r->to_day - 1, /* stored half-open, the engine wants the last day */
        .known = (day_t)r->decided_day, .duty = (int32_t)r->duty};
}

static void matter_finish(struct subject_space *s, struct matter *out)
{
    if (s->scratch_cap < s->encounter_n) {
        s->scratch_cap = s->encounter_cap;
        s->scratch = arena_array(s->arena, s->scratch_cap, sizeof *s->scratch);
    }
    out->cadence.encounters = s->encounter;
    out->cadence.encounter_count = s->encounter_n;
    out->cadence.exemptions = s->exemption;
    out->cadence.exemption_count = s->exemption_n;
    out->cadence.events = s->event;
    out->cadence.event_count = s->event_n;
}

/* ---- bodies of a place that do not stand, or miss somebody ---- */

/* `any`: some body is there, so its lines are read; without, what is asked for is missing since it is asked. */
static enum rc bodies_take(struct db *db, const struct evaluator *ev, const struct matter *m, day_t as_of, bool any,
    struct subject_space *s)
{
    struct body_lines lines = {0};
    struct arena *room = arena_new(BODY_ARENA);
    enum rc rc = any ? body_lines_read(db, ev->county, m->about.id, room, &lines) : RC_OK;
    for (size_t i = 0; rc == RC_OK && i < ev->duty_count; i++) {
        int body = ev->plan->duty[ev->plan_index[i]].body;
        if (body < 0 || !matter_has(ev, m, i)) continue;
        s->event = arena_grow(s->arena, s->event, s->event_n, &s->event_cap, s->event_n + BODY_GAPS, sizeof *s->event);
        day_t since = m->from > ev->from ? m->from : ev->from;
        s->event_n += body_events(ev->plan, (size_t)body, &lines, since, as_of, room, s->event + s->event_n, BODY_GAPS);
    }
    arena_free(room);
    return rc;
}

/* ---- one ---- */

static enum rc load_facility(struct db *db, const struct evaluator *ev, struct about about, day_t as_of, struct arena *a,
    struct matter *out)
{
    struct sql_matter_facility_out f;
    TRY(sql_matter_facility_one(db, &(struct sql_matter_facility_in){.county = ev->county, .id = about.id, .day = as_of}, a, &f));
    struct row r = row_of_facility(&f);
    matter_begin(ev, about, &r, out);
    out->facility_kind = text_dup(a, f.facility);
    out->keeper = f.keeper;
    return RC_OK;
}

static enum rc load_head(struct db *db, const struct evaluator *ev, struct about about, day_t as_of, struct arena *a,
    struct matter *out)
{
    if (about.kind == ABOUT_FACILITY) return load_facility(db, ev, about, as_of, a, out);
    if (about.kind == ABOUT_STAFF) {
        struct sql_matter_staff_out s;
        TRY(sql_matter_staff_one(db, &(struct sql_matter_staff_in){.county = ev->county, .id = about.id}, a, &s));
        struct row r = row_of_staff(&s);
        matter_begin(ev, about, &r, out);
        return RC_OK;
    }
    struct sql_matter_place_out p;
    TRY(sql_matter_place_one(db, &(struct sql_matter_place_in){.county = ev->county, .id = about.id}, a, &p));
    struct row r = row_of_place(&p);
    matter_begin(ev, about, &r, out);
    class_end(out, p.entry_year, p.years);
    if (out->subject == SUBJECT_COUNT || !ev->stands[out->subject]) return RC_OK;
    struct facility_state *state;
    TRY(facility_states(db, ev->county, r.key_lo, r.key_hi, a, &state, &out->facility_count));
    out->facility = state;
    return RC_OK;
}

static enum rc load_work(struct db *db, const struct evaluator *ev, struct about about, day_t as_of, struct subject_space *s)
{
    struct cursor c;
    struct sql_matter_encounter_out e;
    struct sql_matter_encounter_in of = {.county = ev->county, .about_kind = about.kind, .about = about.id};
    TRY(sql_matter_encounter(db, &of, &c));
    while (sql_matter_encounter_next(&c, &e)) encounter_take(s, as_of, &e);
    TRY(sql_close(&c));
    if (about.kind == ABOUT_STAFF) {
        struct sql_matter_check_out k;
        TRY(sql_matter_check(db, &(struct sql_matter_check_in){.county = ev->county, .staff = about.id}, &c));
        while (sql_matter_check_next(&c, &k)) check_take(ev, s, (day_t)k.check_day, (day_t)k.known_day);
        TRY(sql_close(&c));
    }
    if (about.kind == ABOUT_PLACE) {
        struct sql_matter_ledger_out l;
        TRY(sql_matter_ledger(db, &(struct sql_matter_ledger_in){.county = ev->county, .place = about.id}, &c));
        while (sql_matter_ledger_next(&c, &l)) ledger_take(ev, s, l.first_at, l.last_at);
        TRY(sql_close(&c));
    }
    struct sql_matter_exemption_out x;
    struct sql_matter_exemption_in in = {.county = ev->county, .about_kind = about.kind, .about = about.id};
    TRY(sql_matter_exemption(db, &in, &c));
    while (sql_matter_exemption_next(&c, &x)) exemption_take(ev, s, &x);
    return sql_close(&c);
}

enum rc matter_load(struct db *db, const struct evaluator *ev, struct about about, day_t as_of, struct subject_space *space,
    struct matter *out)
{
    space_clear(space);
    TRY(load_head(db, ev, about, as_of, space->arena, out));
    TRY(load_work(db, ev, about, as_of, space));
    if (about.kind == ABOUT_PLACE && ev->plan->body_count > 0) TRY(bodies_take(db, ev, out, as_of, true, space));
    matter_finish(space, out);
    return RC_OK;
}

/* ---- all, in order ---- */

enum scan { SCAN_PLACE, SCAN_STAFF, SCAN_FACILITY, SCAN_ENCOUNTER, SCAN_CHECK, SCAN_LEDGER, SCAN_EXEMPTION, SCANS };

struct matter_stream {
    const struct evaluator *ev;
    day_t as_of;
    struct subject_space *space;
    struct cursor cursor[SCANS];
    bool more[SCANS];
    struct sql_matter_place_scan_out place;
    struct sql_matter_staff_scan_out staff;
    struct sql_matter_facility_scan_out facility;
    struct facility_state *state; size_t state_n;     /* of the whole county, by place */
    struct sql_matter_encounter_scan_out encounter;
    struct sql_matter_check_scan_out check;
    struct sql_matter_ledger_scan_out ledger;
    struct sql_matter_exemption_scan_out exemption;
    const int64_t *bodied;               /* places with any body, in order */
    size_t bodied_n, bodied_at;
    struct db *db;
    enum rc rc;
};

static void scan_step(struct matter_stream *s, enum scan which)
{
    struct cursor *c = &s->cursor[which];
    switch (which) {
    case SCAN_PLACE: s->more[which] = sql_matter_place_scan_next(c, &s->place); break;
    case SCAN_STAFF: s->more[which] = sql_matter_staff_scan_next(c, &s->staff); break;
    case SCAN_FACILITY: s->more[which] = sql_matter_facility_scan_next(c, &s->facility); break;
    case SCAN_ENCOUNTER: s->more[which] = sql_matter_encounter_scan_next(c, &s->encounter); break;
    case SCAN_CHECK: s->more[which] = sql_matter_check_scan_next(c, &s->check); break;
    case SCAN_LEDGER: s->more[which] = sql_matter_ledger_scan_next(c, &s->ledger); break;
    case SCAN_EXEMPTION: s->more[which] = sql_matter_exemption_scan_next(c, &s->exemption); break;
    case SCANS: break;
    }
}

static bool owes_places(const struct evaluator *ev)
{
    return ev->owes[SUBJECT_CLASS] || ev->owes[SUBJECT_SCHOOL] || ev->owes[SUBJECT_CENTRE] || ev->owes[SUBJECT_COUNTY];
}

bool matter_owed_any(const struct evaluator *ev)
{
    return owes_places(ev) || ev->owes[SUBJECT_STAFF] || ev->owes[SUBJECT_FACILITY];
}

/* What nothing is owed about is not read. */
static enum rc scans_open(struct db *db, struct matter_stream *s)
{
    int64_t county = s->ev->county;
    bool places = owes_places(s->ev), staff = s->ev->owes[SUBJECT_STAFF];
    bool facilities = s->ev->owes[SUBJECT_FACILITY], stands = false;
    if (!places && !staff && !facilities) return RC_OK;
    for (int i = 0; i < SUBJECT_COUNT; i++) stands = stands || s->ev->stands[i];
    if (stands) TRY(facility_states(db, county, 0, INT64_MAX, s->space->arena, &s->state, &s->state_n));
    struct sql_matter_facility_scan_in in = {.county = county, .day = s->as_of};
    if (facilities) TRY(sql_matter_facility_scan(db, &in, &s->cursor[SCAN_FACILITY]));
    if (places) TRY(sql_matter_place_scan(db, &(struct sql_matter_place_scan_in){.county = county}, &s->cursor[SCAN_PLACE]));
    if (places) TRY(sql_matter_ledger_scan(db, &(struct sql_matter_ledger_scan_in){.county = county}, &s->cursor[SCAN_LEDGER]));
    if (staff) TRY(sql_matter_staff_scan(db, &(struct sql_matter_staff_scan_in){.county = county}, &s->cursor[SCAN_STAFF]));
    if (staff) TRY(sql_matter_check_scan(db, &(struct sql_matter_check_scan_in){.county = county}, &s->cursor[SCAN_CHECK]));
    TRY(sql_matter_encounter_scan(db, &(struct sql_matter_encounter_scan_in){.county = county}, &s->cursor[SCAN_ENCOUNTER]));
    return sql_matter_exemption_scan(db, &(struct sql_matter_exemption_scan_in){.county = county}, &s->cursor[SCAN_EXEMPTION]);
}

static enum rc bodied_read(struct db *db, struct matter_stream *s, struct arena *a)
{
    struct cursor c;
    struct sql_body_places_out o;
    int64_t *list = NULL;
    size_t cap = 0;
    if (s->ev->plan->body_count == 0) return RC_OK;
    TRY(sql_body_places(db, &(struct sql_body_places_in){.county = s->ev->county}, &c));
    while (sql_body_places_next(&c, &o)) {
        list = arena_grow(a, list, s->bodied_n, &cap, s->bodied_n + 1, sizeof *list);
        list[s->bodied_n++] = o.place;
    }
    s->bodied = list;
    return sql_close(&c);
}

enum rc matter_stream_open(struct db *db, const struct evaluator *ev, day_t as_of, struct subject_space *space, struct arena *a,
                           struct matter_stream **out)
{
    struct matter_stream *s = arena_alloc(a, sizeof *s);
    s->ev = ev;
    s->as_of = as_of;
    s->space = space;
    s->db = db;
    s->rc = bodied_read(db, s, a);
    if (s->rc == RC_OK) s->rc = scans_open(db, s);
    if (s->rc != RC_OK) return matter_stream_close(s);
    for (enum scan i = 0; i < SCANS; i++) {
        if (s->cursor[i].db != NULL) scan_step(s, i);
    }
    *out = s;
    return RC_OK;
}

/* -1 when the row comes before what is looked at, 0 when it is about it, 1 when it comes later. */
static int about_order(int64_t kind, int64_t id, struct about about)
{
    if (kind != (int64_t)about.kind) return kind < (int64_t)about.kind ? -1 : 1;
    return id < about.id ? -1 : id > about.id;
}

static void stream_work(struct matter_stream *s, struct about about)
{
    for (; s->more[SCAN_ENCOUNTER]; scan_step(s, SCAN_ENCOUNTER)) {
        const struct sql_matter_encounter_scan_out *e = &s->encounter;
        int order = about_order(e->about_kind, e->about, about);
        if (order > 0) break;
        if (order < 0) continue;
        encounter_take(s->space, s->as_of,
            &(struct sql_matter_encounter_out){.day = e->day, .encounter = e->encounter, .kind = e->kind, .mode = e->mode,
                .met = e->met, .minutes = e->minutes, .roles = e->roles, .recorded_day = e->recorded_day,
                .voided_day = e->voided_day});
    }
    for (; s->more[SCAN_EXEMPTION]; scan_step(s, SCAN_EXEMPTION)) {
        const struct sql_matter_exemption_scan_out *x = &s->exemption;
        int order = about_order(x->about_kind, x->about, about);
        if (order > 0) break;
        if (order < 0) continue;
        exemption_take(s->ev, s->space,
            &(struct sql_matter_exemption_out){.duty = x->duty, .from_day = x->from_day, .to_day = x->to_day,
                .decided_day = x->decided_day});
    }
    for (; about.kind == ABOUT_PLACE && s->more[SCAN_LEDGER] && s->ledger.place <= about.id; scan_step(s, SCAN_LEDGER)) {
        if (s->ledger.place == about.id) ledger_take(s->ev, s->space, s->ledger.first_at, s->ledger.last_at);
    }
    for (; about.kind == ABOUT_STAFF && s->more[SCAN_CHECK] && s->check.staff <= about.id; scan_step(s, SCAN_CHECK)) {
        if (s->check.staff == about.id) check_take(s->ev, s->space, (day_t)s->check.check_day, (day_t)s->check.known_day);
    }
}

/* Those of a place and below it: one stretch of the whole list, which is sorted by place. */
static void stream_states(struct matter_stream *s, int64_t lo, int64_t hi, struct matter *out)
{
    size_t a = 0, b = s->state_n;
    if (out->subject == SUBJECT_COUNT || !s->ev->stands[out->subject]) return;
    while (a < b) {
        size_t mid = (a + b) / 2;
        if (s->state[mid].place_key < lo) a = mid + 1;
        else b = mid;
    }
    out->facility = s->state + a;
    while (a + out->facility_count < s->state_n && s->state[a + out->facility_count].place_key < hi) out->facility_count++;
}

static void stream_place(struct matter_stream *s, struct matter *out)
{
    const struct sql_matter_place_scan_out *p = &s->place;
    struct row r = {.kind = p->kind, .stage = p->stage, .key_lo = p->key_lo, .boarding = p->boarding != 0, .rural = p->rural != 0,
        .from = p->from_day, .to = p->to_day};
    matter_begin(s->ev, (struct about){ABOUT_PLACE, p->id}, &r, out);
    class_end(out, p->entry_year, p->years);
    stream_states(s, p->key_lo, p->key_hi, out);
    scan_step(s, SCAN_PLACE);
}

static void stream_staff(struct matter_stream *s, struct matter *out)
{
    const struct sql_matter_staff_scan_out *p = &s->staff;
    struct row r = {.kind = p->kind, .stage = p->stage, .key_lo = p->key_lo, .boarding = p->boarding != 0, .rural = p->rural != 0,
        .from = p->from_day, .to = p->to_day};
    matter_begin(s->ev, (struct about){ABOUT_STAFF, p->id}, &r, out);
    scan_step(s, SCAN_STAFF);
}

static void stream_facility(struct matter_stream *s, struct matter *out)
{
    const struct sql_matter_facility_scan_out *p = &s->facility;
    struct row r = {.kind = p->kind, .stage = p->stage, .key_lo = p->key_lo, .boarding = p->boarding != 0, .rural = p->rural != 0,
        .from = p->from_day, .to = p->to_day};
    matter_begin(s->ev, (struct about){ABOUT_FACILITY, p->id}, &r, out);
    out->facility_kind = text_dup(s->space->arena, p->facility);
    out->keeper = p->keeper;
    scan_step(s, SCAN_FACILITY);
}

bool matter_stream_next(struct matter_stream *s, struct matter *out)
{
    do {
        if (s->more[SCAN_PLACE]) stream_place(s, out);
        else if (s->more[SCAN_STAFF]) stream_staff(s, out);
        else if (s->more[SCAN_FACILITY]) stream_facility(s, out);
        else return false;
    } while (out->subject == SUBJECT_COUNT || !s->ev->owes[out->subject]);
    space_clear(s->space);
    stream_work(s, out->about);
    if (out->about.kind == ABOUT_PLACE && s->ev->plan->body_count > 0) {
        while (s->bodied_at < s->bodied_n && s->bodied[s->bodied_at] < out->about.id) s->bodied_at++;
        bool any = s->bodied_at < s->bodied_n && s->bodied[s->bodied_at] == out->about.id;
        enum rc rc = bodies_take(s->db, s->ev, out, s->as_of, any, s->space);
        if (rc != RC_OK) {
            s->rc = rc;
            return false;
        }
    }
    matter_finish(s->space, out);
    return true;
}

enum rc matter_stream_close(struct matter_stream *s)
{
    for (enum scan i = 0; i < SCANS; i++) {
        if (s->cursor[i].db == NULL) continue;
        enum rc rc = sql_close(&s->cursor[i]);
        if (s->rc == RC_OK) s->rc = rc;
    }
    return s->rc;
}

/* ---- the engine ---- */

bool matter_where(const struct plan_where *where, const struct matter *m)
{
    bool stage = where->stages == 0 || (where->stages & m->stages) != 0;
    return stage && plan_asks_fit(where->boarding, m->boarding) && plan_asks_fit(where->rural, m->rural);
}

bool matter_has(const struct evaluator *ev, const struct matter *m, size_t duty)
{
    const struct plan_duty *d = &ev->plan->duty[ev->plan_index[duty]];
    if (d->subject != m->subject || (d->facility.n > 0 && !text_eq(d->facility, m->facility_kind))) return false;
    const struct plan_scheme *s = &ev->plan->scheme[d->at.scheme];
    bool here = s->key_lo <= m->place_key && m->place_key < s->key_hi;
    return here && matter_where(&d->where, m);
}

struct matter_scopes matter_scopes_new(struct arena *a, const struct evaluator *ev)
{
    return (struct matter_scopes){.scope = arena_array(a, 1, sizeof(struct cadence_scope)),
        .span = arena_array(a, 1, sizeof(struct cadence_span)), .scope_of = arena_array(a, ev->duty_count + 1, 1)};
}

/* That a facility stands is judged by what stands, and told in its place among the duties. */
struct standing_run {
    const struct evaluator *ev;
    const struct matter *m;
    day_t to, as_of;
    size_t next;
    cadence_sink *sink;
    void *ctx;
};

static void standing_until(struct standing_run *r, size_t index)
{
    for (; r->next < index; r->next++) {
        const struct plan_duty *d = &r->ev->plan->duty[r->ev->plan_index[r->next]];
        struct facility_place place = {r->m->from, r->m->to};
        struct cadence_obligation o;
        if (d->standing < 0 || !matter_has(r->ev, r->m, r->next)) continue;
        bool owed = facility_owed(r->ev->plan, &r->ev->plan->facility[d->standing], &place, r->m->facility, r->m->facility_count,
            r->m->cadence.exemptions, r->m->cadence.exemption_count, r->ev->duty[r->next].id, r->as_of, &o);
        if (!owed || o.from > r->to) continue;
        o.index = (int32_t)r->next;
        r->sink(r->ctx, &o);
    }
}

static void standing_sink(void *ctx, const struct cadence_obligation *o)
{
    struct standing_run *r = ctx;
    standing_until(r, (size_t)o->index);
    r->sink(r->ctx, o);
}

void matter_run(const struct evaluator *ev, const struct matter_scopes *scopes, struct matter *m,
    const struct subject_space *space, day_t from, day_t to, day_t as_of, cadence_sink *sink, void *ctx)
{
    bool any = false;
    if (m->subject == SUBJECT_COUNT || m->from >= m->to) return;
    *scopes->span = (struct cadence_span){.from = m->from, .to = m->to};
    *scopes->scope = (struct cadence_scope){.spans = scopes->span, .count = 1};
    for (size_t i = 0; i < ev->duty_count; i++) {
        bool has = matter_has(ev, m, i);
        bool stands = ev->plan->duty[ev->plan_index[i]].standing >= 0;
        scopes->scope_of[i] = has && !stands ? 0 : NO_SCOPE;
        any = any || has;
    }
    if (!any) return;
    m->cadence.scopes = scopes->scope;
    m->cadence.scope_of = scopes->scope_of;
    struct standing_run r = {.ev = ev, .m = m, .to = to, .as_of = as_of, .sink = sink, .ctx = ctx};
    cadence_run(evaluator_calendar_at(ev, m->place_key)->cadence, &m->cadence, from, to, as_of, space->scratch, standing_sink,
        &r);
    standing_until(&r, ev->duty_count);
}
