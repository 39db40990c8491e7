/* SPDX-License-Identifier: Apache-2.0 */
/* The run: for each duty the encounters that could credit it are sieved out once, then windows, scope and encounters are walked
 * side by side. */
#include "scheme/cadence_inner.h"

#include <string.h>

const char *cadence_state_name(enum cadence_state s)
{
    static const char *const names[CADENCE_STATES] = {"planned", "due", "met", "overdue", "met_late", "excused", "void"};
    return (unsigned)s < CADENCE_STATES ? names[s] : "";
}

enum cadence_state cadence_state_on(day_t from, day_t to, day_t met_known, bool excused, bool is_void, day_t as_of)
{
    if (is_void) return CADENCE_VOID;
    if (met_known != DAY_NONE && met_known <= as_of) return met_known <= to ? CADENCE_MET : CADENCE_MET_LATE;
    if (excused) return CADENCE_EXCUSED;
    if (as_of < from) return CADENCE_PLANNED;
    return as_of <= to ? CADENCE_DUE : CADENCE_OVERDUE;
}

enum cadence_state cadence_age(enum cadence_state stored, day_t from, day_t to, day_t as_of)
{
    if (stored != CADENCE_PLANNED && stored != CADENCE_DUE && stored != CADENCE_OVERDUE) return stored;
    return cadence_state_on(from, to, DAY_NONE, false, false, as_of);
}

enum { SMALL_QUOTA = 16 };

/* One duty of one subject. */
struct run {
    const struct cadence_plan *plan;
    const struct cadence_entry *entry;
    const struct cadence_subject *subject;
    const struct cadence_scope *scope;
    day_t from, to, as_of;
    const uint32_t *match;        /* encounters that hold for the duty and are known, by day */
    size_t match_count;
    day_t begins;                 /* SINCE_LAST: first day of the chain of who was in scope when this version took over */
    cadence_sink *sink;           /* NULL: only walked */
    void *ctx;
    int32_t index;
    day_t done;                   /* of the event looked at, for a duty that closes with it */
    int64_t evidence[CADENCE_EVIDENCE];
};

static inline const struct cadence_encounter *match_at(const struct run *r, size_t i)
{
    return &r->subject->encounters[r->match[i]];
}

/* ---- which encounters ---- */

/* Written without branches: which kind comes next is a coin toss for the processor, and this is where the time goes. What the
 * loops ask is copied out first, for the compiler cannot know that writing to scratch leaves it alone. */
static size_t sieve_narrow(uint64_t kinds, const struct cadence_subject *s, uint32_t *restrict scratch)
{
    size_t n = 0, count = s->encounter_count;
    const struct cadence_encounter *e = s->encounters;
    for (size_t i = 0; i < count; i++) {
        scratch[n] = (uint32_t)i;
        n += (kinds >> (e[i].kind & 63) & 1) & (e[i].kind < 64);
    }
    return n;
}

static size_t sieve_kinds(const struct cadence_entry *entry, const struct cadence_subject *s, uint32_t *restrict scratch)
{
    if (entry->narrow) return sieve_narrow(entry->kinds[0], s, scratch);
    uint64_t kinds[CADENCE_KIND_WORDS];
    size_t n = 0, count = s->encounter_count;
    const struct cadence_encounter *e = s->encounters;
    memcpy(kinds, entry->kinds, sizeof kinds);
    for (size_t i = 0; i < count; i++) {
        scratch[n] = (uint32_t)i;
        n += kinds[e[i].kind / 64 % CADENCE_KIND_WORDS] >> (e[i].kind & 63) & 1;
    }
    return n;
}

/* The second sieve for one plain credit, as most duties have it: the kind is known to be right. */
static size_t sieve_plain(const struct cadence_credit *credit, const struct cadence_encounter *e, day_t as_of,
                          uint32_t *restrict scratch, size_t count)
{
    size_t n = 0;
    uint32_t roles = credit->roles, any = credit->roles == CADENCE_ANY;
    for (size_t i = 0; i < count; i++) {
        uint32_t at = scratch[i];
        scratch[n] = at;
        n += (size_t)((any | ((e[at].roles & roles) != 0)) & (e[at].day <= as_of) & (e[at].known <= as_of));
    }
    return n;
}

static size_t sieve_credit(const struct cadence_duty *d, const struct cadence_subject *s, day_t as_of, uint32_t *scratch,
                           size_t count)
{
    size_t n = 0;
    const struct cadence_credit *first = &d->credit[0];
    bool plain = d->credit_count == 1 && first->modes == CADENCE_ANY && (first->met_all | first->met_any) == 0;
    if (plain && first->min_minutes == 0) return sieve_plain(first, s->encounters, as_of, scratch, count);
    for (size_t i = 0; i < count; i++) {
        uint32_t at = scratch[i];
        const struct cadence_encounter *e = &s->encounters[at];
        bool holds = credit_holds(first, e);
        for (int k = 1; k < d->credit_count; k++) holds |= credit_holds(&d->credit[k], e);
        scratch[n] = at;
        n += holds & (encounter_known(e) <= as_of);
    }
    return n;
}

/* First match on or after d. */
static size_t match_from(const struct run *r, day_t d)
{
    size_t lo = 0, hi = r->match_count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (match_at(r, mid)->day < d) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

/* ---- filling a quota from matches lo … hi - 1 ---- */

/* How many of those known on `limit` count, at most the quota; the earliest first is the best one can do for any distance. */
static int quota_fill(const struct run *r, size_t lo, size_t hi, day_t limit, size_t *last_taken)
{
    const struct cadence_duty *d = &r->entry->duty;
    int have = 0;
    day_t last = DAY_NONE;
    for (size_t i = lo; i < hi && have < d->quota; i++) {
        const struct cadence_encounter *e = match_at(r, i);
        if (encounter_known(e) > limit || !cadence_far_enough(r->plan, d, last, e->day)) continue;
        last = e->day;
        have++;
        *last_taken = i;
    }
    return have;
}

/* The first day on which what was known filled the quota; it is known to be filled by as_of. More knowledge never fills less, so
 * halving finds it. */
static day_t quota_known(const struct run *r, size_t lo, size_t hi)
{
    const struct cadence_duty *d = &r->entry->duty;
    day_t low = match_at(r, lo)->day, high = low;
    for (size_t i = lo; i < hi; i++) high = later_of(high, encounter_known(match_at(r, i)));
    if (d->apart == 0 && hi - lo == (size_t)d->quota) return high; /* it took them all */
    while (low < high) {
        day_t mid = low + (high - low) / 2;
        size_t unused;
        if (quota_fill(r, lo, hi, mid, &unused) >= d->quota) high = mid;
        else low = mid + 1;
    }
    return low;
}

/* The same for a small quota without distances: the quota-th smallest day. */
static day_t nth_known(const struct run *r, size_t lo, size_t hi, int quota)
{
    day_t least[SMALL_QUOTA];
    int n = 0;
    for (size_t i = lo; i < hi; i++) {
        day_t known = encounter_known(match_at(r, i));
        if (n == quota && known >= least[n - 1]) continue;
        int at = n < quota ? n++ : n - 1;
        for (; at > 0 && least[at - 1] > known; at--) least[at] = least[at - 1];
        least[at] = known;
    }
    return least[quota - 1];
}

static day_t first_known(const struct run *r, size_t lo, size_t hi)
{
    day_t known = DAY_MAX;
    for (size_t i = lo; i < hi; i++) known = sooner_of(known, encounter_known(match_at(r, i)));
    return known;
}

/* Sets have, need, met_known and the evidence of an obligation from matches lo … hi - 1. */
static void quota_judge(struct run *r, struct cadence_obligation *o, size_t lo, size_t hi)
{
    const struct cadence_duty *d = &r->entry->duty;
    o->need = d->quota;
    o->have = 0;
    o->met_known = DAY_NONE;
    o->evidence = r->evidence;
    o->evidence_count = 0;
    if (d->closes) {
        bool over = r->done != DAY_NONE && r->done <= r->as_of;
        o->have = over ? d->quota : 0;
        o->met_known = over ? r->done : DAY_NONE;
        return;
    }
    day_t last = DAY_NONE;
    for (size_t i = lo; i < hi && o->have < d->quota; i++) {
        const struct cadence_encounter *e = match_at(r, i);
        if (d->apart != 0 && !cadence_far_enough(r->plan, d, last, e->day)) continue;
        last = e->day;
        o->have++;
        if (o->evidence_count < CADENCE_EVIDENCE) r->evidence[o->evidence_count++] = e->id;
    }
    if (o->have < d->quota) return;
    if (d->quota == 1) o->met_known = first_known(r, lo, hi);
    else if (d->apart == 0 && d->quota <= SMALL_QUOTA) o->met_known = nth_known(r, lo, hi, d->quota);
    else o->met_known = quota_known(r, lo, hi);
}

/* ---- scope and exemptions ---- */

static int scope_days(const struct run *r, day_t from, day_t to)
{
    int days = 0;
    for (size_t i = 0; i < r->scope->count && r->scope->spans[i].from <= to; i++) {
        const struct cadence_span *s = &r->scope->spans[i];
        if (s->to > from) days += cadence_days(r->plan, &r->entry->duty, later_of(from, s->from), sooner_of(to, s->to - 1));
    }
    return days;
}

static bool in_scope_on(const struct run *r, day_t d)
{
    for (size_t i = 0; i < r->scope->count; i++) {
        if (d >= r->scope->spans[i].from && d < r->scope->spans[i].to) return true;
    }
    return false;
}

static bool exempt_on(const struct run *r, day_t d)
{
    for (size_t i = 0; i < r->subject->exemption_count; i++) {
        const struct cadence_exemption *x = &r->subject->exemptions[i];
        if (x->known <= r->as_of && (x->duty == 0 || x->duty == r->entry->duty.id) && d >= x->from && d <= x->to) return true;
    }
    return false;
}

/* Rare, so in plain words: every counted day in scope is covered. */
static bool is_excused(const struct run *r, day_t from, day_t to)
{
    if (r->subject->exemption_count == 0) return false;
    for (day_t d = from; d <= to; d++) {
        if (cadence_day_counts(r->plan, &r->entry->duty, d) && in_scope_on(r, d) && !exempt_on(r, d)) return false;
    }
    return true;
}

/* ---- one obligation ---- */

/* Window, counted days and those in scope are set, at least one of them; judges by matches lo … hi - 1 and hands it on. */
static void obligation_emit(struct run *r, struct cadence_obligation *o, size_t lo, size_t hi)
{
    const struct cadence_duty *d = &r->entry->duty;
    if (r->sink == NULL) return;
    quota_judge(r, o, lo, hi);
    bool is_void = 2 * o->in_scope < o->days || (d->ended != DAY_NONE && o->to >= d->ended);
    bool excused = !is_void && o->met_known == DAY_NONE && is_excused(r, o->from, o->to);
    o->state = cadence_state_on(o->from, o->to, o->met_known, excused, is_void, r->as_of);
    o->duty = d->id;
    o->index = r->index;
    r->sink(r->ctx, o);
}

/* ---- windows of the calendar ---- */

static size_t slot_from(const struct cadence_entry *e, day_t d)
{
    size_t lo = 0, hi = e->slot_count;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (e->slots[mid].to < d) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

static void run_slots(struct run *r)
{
    const struct cadence_entry *e = r->entry;
    const struct cadence_span *span = r->scope->spans, *end = span + r->scope->count;
    size_t i = slot_from(e, r->from);
    if (i == e->slot_count) return;
    size_t at = match_from(r, e->slots[i].from);
    struct cadence_obligation o = {0};
    for (; i < e->slot_count && e->slots[i].from <= r->to; i++) {
        const struct cadence_slot *s = &e->slots[i];
        while (span < end && span->to <= s->from) span++;
        if (span == end) return;
        while (at < r->match_count && match_at(r, at)->day < s->from) at++;
        if (span->from > s->to) continue;
        o.in_scope = span->from <= s->from && span->to > s->to ? s->days : scope_days(r, s->from, s->to);
        if (o.in_scope == 0) continue;
        size_t lo = at;
        while (at < r->match_count && match_at(r, at)->day <= s->to) at++;
        o.from = s->from;
        o.to = s->to;
        o.days = s->days;
        obligation_emit(r, &o, lo, at);
    }
}

/* ---- N days since the last ---- */

/* One window of a chain: from `from` to the end of its days, closed by the encounter that fills the quota, in time or late.
 * Gives the first day of the next one; DAY_NONE when this one is open or lies beyond the calendar. */
static day_t chain_step(struct run *r, day_t from)
{
    const struct cadence_duty *d = &r->entry->duty;
    day_t to = cadence_since(r->plan, d, from - 1);
    if (to == DAY_NONE) return DAY_NONE;
    size_t lo = match_from(r, from), hi = match_from(r, to + 1), last = lo;
    bool filled = quota_fill(r, lo, r->match_count, r->as_of, &last) == d->quota;
    /* late: what came after the due day still ends the gap; of several on that day, the one known first */
    if (filled && last >= hi) hi = match_from(r, match_at(r, last)->day + 1);
    struct cadence_obligation o = {.from = from, .to = to, .days = cadence_days(r->plan, d, from, to)};
    o.in_scope = scope_days(r, from, to);
    bool touches = from <= r->to && (to >= r->from || !filled);
    if (touches && o.in_scope > 0) obligation_emit(r, &o, lo, filled ? hi : match_from(r, DAY_MAX));
    return filled ? match_at(r, last)->day + 1 : DAY_NONE;
}

static void run_since_last(struct run *r)
{
    const struct cadence_duty *d = &r->entry->duty;
    for (size_t i = 0; i < r->scope->count; i++) {
        const struct cadence_span *s = &r->scope->spans[i];
        bool over = s->from < d->valid_from && s->to > d->valid_from;
        day_t from = over ? r->begins : later_of(s->from, d->valid_from);
        while (from != DAY_NONE && from < s->to && from < d->valid_to && from <= r->to) from = chain_step(r, from);
    }
}

/* ---- N days since an event ---- */

static void run_since_event(struct run *r)
{
    const struct cadence_duty *d = &r->entry->duty;
    day_t seen = DAY_NONE;
    for (size_t i = 0; i < r->subject->event_count; i++) {
        const struct cadence_event *v = &r->subject->events[i];
        if (v->event != d->event || v->known > r->as_of || v->day == seen) continue;
        seen = v->day;
        day_t from = v->day - d->before, to = cadence_since(r->plan, d, v->day);
        if (to == DAY_NONE || from > r->to || to < r->from || from < d->valid_from || from >= d->valid_to) continue;
        struct cadence_obligation o = {.from = from, .to = to, .days = cadence_days(r->plan, d, from, to)};
        o.in_scope = scope_days(r, from, to);
        r->done = v->done;
        if (o.in_scope > 0) obligation_emit(r, &o, match_from(r, from), match_from(r, to + 1));
    }
}

/* ---- the run ---- */

static struct run run_make(const struct cadence_plan *p, size_t index, const struct cadence_subject *s, day_t as_of,
                           uint32_t *scratch);

/* Where the chain of the version before leaves off: on the day after its last window is filled, and while that is open nothing
 * else is owed. */
static day_t chain_begins(const struct cadence_plan *p, const struct cadence_duty *d, const struct cadence_subject *s,
                          day_t as_of, uint32_t *scratch)
{
    if (d->follows == 0 || p->entries[d->follows - 1].duty.window != CADENCE_SINCE_LAST) return d->valid_from;
    struct run old = run_make(p, (size_t)d->follows - 1, s, as_of, scratch);
    for (size_t i = 0; old.scope && i < old.scope->count; i++) {
        const struct cadence_span *span = &old.scope->spans[i];
        if (span->from >= d->valid_from || span->to <= d->valid_from) continue;
        day_t from = span->from < old.entry->duty.valid_from ? old.begins : span->from;
        while (from != DAY_NONE && from < d->valid_from) from = chain_step(&old, from);
        return from;
    }
    return d->valid_from;
}

static struct run run_make(const struct cadence_plan *p, size_t index, const struct cadence_subject *s, day_t as_of,
                           uint32_t *scratch)
{
    const struct cadence_entry *e = &p->entries[index];
    uint8_t scope = s->scope_of != NULL ? s->scope_of[index] : 0;
    struct run r = {.plan = p, .entry = e, .subject = s, .as_of = as_of, .match = scratch, .index = (int32_t)index};
    if (scope == UINT8_MAX || s->scopes[scope].count == 0) return r;
    r.scope = &s->scopes[scope];
    if (e->duty.window == CADENCE_SINCE_LAST) r.begins = chain_begins(p, &e->duty, s, as_of, scratch);
    r.match_count = sieve_credit(&e->duty, s, as_of, scratch, sieve_kinds(e, s, scratch));
    return r;
}

void cadence_run_duty(const struct cadence_plan *p, size_t index, const struct cadence_subject *s, day_t from, day_t to,
                      day_t as_of, uint32_t *scratch, cadence_sink *sink, void *ctx)
{
    struct run r = run_make(p, index, s, as_of, scratch);
    if (r.scope == NULL) return;
    r.from = from;
    r.to = to;
    r.sink = sink;
    r.ctx = ctx;
    if (r.entry->duty.window == CADENCE_SINCE_LAST) run_since_last(&r);
    else if (r.entry->duty.window == CADENCE_SINCE_EVENT) run_since_event(&r);
    else run_slots(&r);
}

void cadence_run(const struct cadence_plan *p, const struct cadence_subject *s, day_t from, day_t to, day_t as_of,
                 uint32_t *scratch, cadence_sink *sink, void *ctx)
{
    for (size_t i = 0; i < p->count; i++) cadence_run_duty(p, i, s, from, to, as_of, scratch, sink, ctx);
}
