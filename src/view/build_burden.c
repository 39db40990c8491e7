/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_burden.h"

#include "model/assess.h"
#include "model/matter.h"
#include "model/owner.h"
#include "model/place.h"
#include "view/due.h"
#include "view/said.h"

#include <stdlib.h>

enum { NO_ROLE = 31 };   /* role bits are 0 … 30 */

/* Minutes are counted in thousandths, so that a share of a term's window is not lost. */
struct load { int64_t staff; int role; int64_t milli, merged; };

struct duty_sum { int64_t children, milli_records, milli_minutes, nobody; int64_t last, about; };

struct best { int64_t milli; size_t load; bool any; };

struct burden {
    const struct ask *q;
    day_t from, to;
    struct subject_space space;
    struct assess assess;
    struct owners owners;
    struct subject *s;
    struct duty_sum *duty;
    struct load *load;      size_t loads, load_cap;
    uint32_t *slot;         size_t slots;              /* open addressing over load by (staff, role): index + 1 */
    uint64_t *met;          size_t met_n, met_slots;   /* (class, duty, window) that one meeting serves */
    struct best kind[CODES_KINDS];                     /* of the child at hand: the heaviest duty of each kind */
    size_t owner_load;      int owner_index;           /* of the duty at hand */
    bool nobody;
    int64_t children, seen;
    enum rc rc;
};

struct text burden_hours(struct arena *a, int64_t minutes)
{
    int64_t tenths = (minutes * 10 + 30) / 60;
    return text_fmt(a, "%lld.%lld", (long long)(tenths / 10), (long long)(tenths % 10));
}

/* ---- hash tables ---- */

static uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 31;
}

static void slots_double(struct burden *b)
{
    b->slots = b->slots == 0 ? 1024 : b->slots * 2;
    b->slot = arena_array(b->q->arena, b->slots, sizeof *b->slot);
    for (size_t i = 0; i < b->loads; i++) {
        size_t at = mix((uint64_t)b->load[i].staff * 64 + (uint64_t)b->load[i].role) & (b->slots - 1);
        while (b->slot[at] != 0) at = (at + 1) & (b->slots - 1);
        b->slot[at] = (uint32_t)i + 1;
    }
}

static size_t load_of(struct burden *b, int64_t staff, int role)
{
    if ((b->loads + 1) * 2 > b->slots) slots_double(b);
    size_t at = mix((uint64_t)staff * 64 + (uint64_t)role) & (b->slots - 1);
    for (; b->slot[at] != 0; at = (at + 1) & (b->slots - 1)) {
        const struct load *l = &b->load[b->slot[at] - 1];
        if (l->staff == staff && l->role == role) return b->slot[at] - 1;
    }
    b->load = arena_grow(b->q->arena, b->load, b->loads, &b->load_cap, b->loads + 1, sizeof *b->load);
    b->load[b->loads] = (struct load){.staff = staff, .role = role};
    b->slot[at] = (uint32_t)++b->loads;
    return b->loads - 1;
}

/* True the first time this class meets for this window. */
static bool meeting_first(struct burden *b, int64_t place_key, int duty, day_t from)
{
    if ((b->met_n + 1) * 2 > b->met_slots) {
        size_t old = b->met_slots;
        const uint64_t *had = b->met;
        b->met_slots = old == 0 ? 4096 : old * 2;
        b->met = arena_array(b->q->arena, b->met_slots, sizeof *b->met);
        for (size_t i = 0; i < old; i++) {
            if (had[i] == 0) continue;
            size_t at = had[i] & (b->met_slots - 1);
            while (b->met[at] != 0) at = (at + 1) & (b->met_slots - 1);
            b->met[at] = had[i];
        }
    }
    uint64_t key = mix(mix((uint64_t)place_key) + (uint64_t)duty * 200000 + (uint64_t)from) | 1;
    size_t at = key & (b->met_slots - 1);
    for (; b->met[at] != 0; at = (at + 1) & (b->met_slots - 1)) {
        if (b->met[at] == key) return false;
    }
    b->met[at] = key;
    b->met_n++;
    return true;
}

/* ---- whose ---- */

/* Asks role by role, because it matters as what somebody owes it. */
static enum rc owner_find(struct burden *b, const struct plan_duty *d, int64_t *staff, int *role)
{
    struct plan_duty one = *d;
    one.owner_count = 0;
    *role = d->relation >= 0 ? b->q->ev->plan->relation[d->relation].role : NO_ROLE;
    TRY(owner_of(&b->owners, &one, b->s, staff));
    one.relation = -1;
    one.owner_count = 1;
    for (int i = 0; i < d->owner_count && *staff == 0; i++) {
        one.owner[0] = d->owner[i];
        TRY(owner_of(&b->owners, &one, b->s, staff));
        if (*staff != 0) *role = d->owner[i];
    }
    if (*staff == 0 && d->owner_count > 0) *role = d->owner[0];
    if (*role < 0) *role = NO_ROLE;
    return RC_OK;
}

static void duty_begin(struct burden *b, int index, const struct plan_duty *d)
{
    int64_t staff = 0;
    int role = NO_ROLE;
    enum rc rc = owner_find(b, d, &staff, &role);
    if (rc != RC_OK) b->rc = rc;
    b->owner_index = index;
    b->owner_load = load_of(b, staff, role);
    b->duty[index].children++;
    b->duty[index].nobody += staff == 0;
}

/* ---- one child ---- */

static bool by_meeting(const struct codes *c, const struct code_kind *k)
{
    for (size_t i = 0; i < c->modes->n; i++) {
        if (c->modes->item[i].number == k->mode) return text_eqz(c->modes->item[i].key, "meeting");
    }
    return false;
}

static void sink(void *ctx, const struct cadence_obligation *o)
{
    struct burden *b = ctx;
    const struct evaluator *ev = b->q->ev;
    const struct plan_duty *d = &ev->plan->duty[ev->plan_index[o->index]];
    day_t first = o->from > b->from ? o->from : b->from, last = o->to < b->to ? o->to : b->to;
    if (o->state == CADENCE_VOID || o->state == CADENCE_EXCUSED || first > last || b->rc != RC_OK) return;
    if (b->owner_index != o->index) duty_begin(b, o->index, d);
    const struct code_kind *kind = d->kind >= 0 && d->kind < CODES_KINDS ? ev->codes->kind_of[d->kind] : NULL;
    if (kind == NULL || (by_meeting(ev->codes, kind) && !meeting_first(b, b->s->place_key, o->index, o->from))) return;
    int64_t records = (int64_t)o->need * 1000 * (last - first + 1) / (o->to - o->from + 1);
    b->duty[o->index].milli_records += records;
    b->duty[o->index].last += records * kind->typical;
}

/* What a duty came to for this child; the heaviest of one kind stands for the others when they are merged. */
static void child_close(struct burden *b, int index)
{
    struct duty_sum *d = &b->duty[index];
    const struct plan_duty *plan = &b->q->ev->plan->duty[b->q->ev->plan_index[index]];
    if (d->last == 0) return;
    d->milli_minutes += d->last;
    b->load[b->owner_load].milli += d->last;
    struct best *best = &b->kind[plan->kind];
    if (!best->any || d->last > best->milli) *best = (struct best){.milli = d->last, .load = b->owner_load, .any = true};
    d->last = 0;
}

static void sink_duty(void *ctx, const struct cadence_obligation *o)
{
    struct burden *b = ctx;
    if (b->owner_index >= 0 && b->owner_index != o->index) child_close(b, b->owner_index);
    sink(ctx, o);
}

static void child_run(struct burden *b, struct subject *s)
{
    b->s = s;
    b->owner_index = -1;
    for (size_t k = 0; k < CODES_KINDS; k++) b->kind[k].any = false;
    assess_run(&b->assess, b->q->ev, s, &b->space, b->from, b->to, b->from - 1, sink_duty, b);
    if (b->owner_index < 0) return;
    child_close(b, b->owner_index);
    b->children++;
    for (size_t k = 0; k < CODES_KINDS; k++) {
        if (b->kind[k].any) b->load[b->kind[k].load].merged += b->kind[k].milli;
    }
}

static enum rc children_run(struct burden *b)
{
    struct subject_stream *stream;
    struct subject s;
    TRY(subject_stream_open(b->q->db, b->q->ev, b->from, &b->space, b->q->arena, &stream));
    while (b->rc == RC_OK && subject_stream_next(stream, &s)) {
        if (s.place_key >= b->q->scope.lo && s.place_key < b->q->scope.hi) child_run(b, &s);
    }
    enum rc closed = subject_stream_close(stream);
    return b->rc != RC_OK ? b->rc : closed;
}

/* ---- places and staff ---- */

struct about_run { struct burden *b; const struct matter *m; };

/* Role by role, as for a child. */
static enum rc about_owner(struct burden *b, const struct plan_duty *d, int64_t place_key, int64_t keeper, int64_t *staff,
    int *role)
{
    struct plan_duty one = *d;
    one.owner_count = 1;
    *staff = 0;
    *role = d->owner_count > 0 ? d->owner[0] : NO_ROLE;
    for (int i = 0; i < d->owner_count && *staff == 0; i++) {
        one.owner[0] = d->owner[i];
        TRY(owner_at(&b->owners, &one, place_key, keeper, staff));
        if (*staff != 0) *role = d->owner[i];
    }
    return RC_OK;
}

/* A training is held once for all who take part; nothing else is shared. */
static void about_sink(void *ctx, const struct cadence_obligation *o)
{
    struct about_run *run = ctx;
    struct burden *b = run->b;
    const struct evaluator *ev = b->q->ev;
    const struct plan_duty *d = &ev->plan->duty[ev->plan_index[o->index]];
    struct duty_sum *sum = &b->duty[o->index];
    day_t first = o->from > b->from ? o->from : b->from, last = o->to < b->to ? o->to : b->to;
    int64_t staff;
    int role;
    if (o->state == CADENCE_VOID || o->state == CADENCE_EXCUSED || first > last || b->rc != RC_OK) return;
    b->rc = about_owner(b, d, run->m->place_key, run->m->keeper, &staff, &role);
    if (b->rc != RC_OK) return;
    if (sum->about != run->m->about.id) {
        sum->about = run->m->about.id;
        sum->children++;
        sum->nobody += staff == 0;
    }
    const struct code_kind *kind = d->kind >= 0 && d->kind < CODES_KINDS ? ev->codes->kind_of[d->kind] : NULL;
    bool shared = kind != NULL && run->m->about.kind == ABOUT_STAFF && kind->group && !kind->kept;
    if (kind == NULL || (shared && !meeting_first(b, run->m->place_key, o->index, o->from))) return;
    int64_t records = (int64_t)o->need * 1000 * (last - first + 1) / (o->to - o->from + 1);
    struct load *load = &b->load[load_of(b, staff, role)];
    sum->milli_records += records;
    sum->milli_minutes += records * kind->typical;
    load->milli += records * kind->typical;
    load->merged += records * kind->typical;
}

static enum rc abouts_run(struct burden *b)
{
    struct matter_scopes scopes = matter_scopes_new(b->q->arena, b->q->ev);
    struct matter_stream *stream;
    struct matter m;
    struct about_run run = {.b = b, .m = &m};
    TRY(matter_stream_open(b->q->db, b->q->ev, b->from, &b->space, b->q->arena, &stream));
    while (b->rc == RC_OK && matter_stream_next(stream, &m)) {
        if (m.place_key < b->q->scope.lo || m.place_key >= b->q->scope.hi) continue;
        matter_run(b->q->ev, &scopes, &m, &b->space, b->from, b->to, b->from - 1, about_sink, &run);
    }
    enum rc closed = matter_stream_close(stream);
    return b->rc != RC_OK ? b->rc : closed;
}

/* ---- the view ---- */

static bool in_force(const struct burden *b, const struct plan_duty *d)
{
    const struct plan_scheme *s = &b->q->ev->plan->scheme[d->at.scheme];
    return s->from <= b->to && b->from < s->to;
}

static void duties_fill(struct burden *b, struct text tried, int weeks, struct burden_view *v)
{
    const struct evaluator *ev = b->q->ev;
    v->duties.item = arena_array(b->q->arena, ev->duty_count + 1, sizeof *v->duties.item);
    v->nobody.item = arena_array(b->q->arena, ev->duty_count + 1, sizeof *v->nobody.item);
    for (size_t at = 0; at < 2 * ev->duty_count; at++) {       /* first those of the scheme that is tried */
        size_t i = at % ev->duty_count;
        const struct plan_duty *d = &ev->plan->duty[ev->plan_index[i]];
        const struct duty_sum *sum = &b->duty[i];
        struct text scheme = ev->plan->scheme[d->at.scheme].id;
        if (!in_force(b, d) || text_eq(scheme, tried) != (at < ev->duty_count)) continue;
        v->duties.item[v->duties.n++] = (struct burden_duties){
            .key = d->key, .scheme = scheme, .title = d->title[b->q->lang], .clause = d->at.clause, .every = d->every,
            .tried = text_eq(scheme, tried), .about = d->subject != SUBJECT_CHILD,
            .children = sum->children, .records = (sum->milli_records + 500) / 1000,
            .minutes = sum->milli_minutes / 1000 / weeks, .nobody = sum->nobody,
            .hours = burden_hours(b->q->arena, sum->milli_minutes / 1000 / weeks), .from = due_clause(b->q, d),
        };
        if (sum->nobody > 0) v->nobody.item[v->nobody.n++] = (struct burden_nobody){.title = d->title[b->q->lang],
            .clause = due_clause(b->q, d), .count = sum->nobody};
        v->minutes += sum->milli_minutes / 1000 / weeks;
    }
}

static struct text role_title(const struct burden *b, int role, struct text *key)
{
    const struct codes *c = b->q->ev->codes;
    for (size_t i = 0; i < c->role_count; i++) {
        if (c->role[i].number != role) continue;
        *key = c->role[i].key;
        return c->role[i].title[b->q->lang];
    }
    *key = T("none");
    return word(b->q->lang, W_burden_nobody);
}

static void role_fill(struct burden *b, int role, bool held, int weeks, struct burden_view *v)
{
    struct burden_roles row = {0};
    for (size_t i = 0; i < b->loads; i++) {
        const struct load *l = &b->load[i];
        if (held ? l->role != role || l->staff == 0 : l->staff != 0) continue;
        int64_t merged = l->merged / 1000 / weeks;
        row.people += l->staff != 0;
        row.minutes += l->milli / 1000 / weeks;
        row.merged += merged;
        if (l->staff != 0 && merged > row.heaviest) row.heaviest = merged;
    }
    v->merged += row.merged;
    if (row.minutes == 0 && row.people == 0) return;
    row.each = row.people > 0 ? row.merged / row.people : 0;
    row.title = role_title(b, role, &row.key);
    row.each_hours = burden_hours(b->q->arena, row.each);
    row.heaviest_hours = burden_hours(b->q->arena, row.heaviest);
    row.hours = burden_hours(b->q->arena, row.merged);
    row.apart_hours = burden_hours(b->q->arena, row.minutes);
    v->roles.item[v->roles.n++] = row;
}

static void listed_fill(struct burden *b, struct burden_view *v)
{
    static const char *const subjects[SUBJECT_COUNT] = {"child", "staff", "class", "school", "county", "centre", "facility"};
    const struct plan *p = b->q->ev->plan;
    v->listed.item = arena_array(b->q->arena, p->duty_count + 1, sizeof *v->listed.item);
    for (size_t i = 0; i < p->duty_count; i++) {
        const struct plan_duty *d = &p->duty[i];
        if (!in_force(b, d) || d->carried) continue;
        v->listed.item[v->listed.n++] = (struct burden_listed){.key = d->key, .scheme = p->scheme[d->at.scheme].id,
            .title = d->title[b->q->lang], .clause = d->at.clause, .subject = text_of(subjects[d->subject])};
    }
}

/* Four weeks, a quarter, a year. */
static void weeks_fill(const struct ask *q, int weeks, int64_t place, struct burden_view *v)
{
    static const int usual[] = {4, 13, 52};
    enum { N = sizeof usual / sizeof *usual };
    v->weeks_links.item = arena_array(q->arena, N, sizeof *v->weeks_links.item);
    for (size_t i = 0; i < N; i++) {
        if (usual[i] == weeks) continue;
        v->weeks_links.item[v->weeks_links.n++] = (struct link_part){
            .label = said_fill(q, W_burden_weeks_n, said_int(q, usual[i]), TEXT_NONE),
            .href = text_fmt(q->arena, "/burden?place=%lld&weeks=%d", (long long)place, usual[i])};
    }
}

enum rc build_burden(const struct ask *q, struct text tried, int weeks, struct burden_view *v)
{
    struct burden b = {.q = q, .from = q->today, .to = q->today + weeks * 7 - 1, .space = {.arena = q->arena},
        .assess = assess_new(q->arena, q->ev), .owners = owners_new(q->db, q->ev, q->today, q->arena)};
    b.duty = arena_array(q->arena, q->ev->duty_count + 1, sizeof *b.duty);
    TRY(children_run(&b));
    TRY(abouts_run(&b));
    struct place place;
    TRY(ask_place(q, 0, &place));
    *v = (struct burden_view){.scheme = tried, .from = day_text(q->arena, b.from), .to = day_text(q->arena, b.to), .weeks = weeks,
        .children = b.children, .title = word(q->lang, W_burden_title), .tried = tried.n > 0,
        .place = place_name(q->arena, q->lang, &place, q->today)};
    if (tried.n == 0) weeks_fill(q, weeks, place.id, v);
    struct text said[] = {v->from, v->to, said_int(q, b.children)};
    v->sentence = word_fill(q->arena, q->lang, W_burden_sentence, said, 3);
    duties_fill(&b, tried, weeks, v);
    v->roles.item = arena_array(q->arena, NO_ROLE + 2, sizeof *v->roles.item);
    for (int role = 0; role <= NO_ROLE; role++) role_fill(&b, role, true, weeks, v);
    role_fill(&b, -1, false, weeks, v);
    listed_fill(&b, v);
    return RC_OK;
}
