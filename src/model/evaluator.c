/* SPDX-License-Identifier: Apache-2.0 */
#include "model/evaluator.h"

#include "base/hash.h"
#include "gen/sql/calendar.h"
#include "gen/sql/scheme.h"
#include "model/evaluate.h"
#include "model/scheme_check.h"
#include "scheme/calendar_load.h"

#include <stdlib.h>
#include <string.h>

enum { ARENA_MAX = 256 << 20, CALENDARS_MAX = 64, SCOPES_MAX = 255 };

/* ---- roles, settings ---- */

static enum rc roles_read(struct arena *a, struct faults *f, const struct roles **out)
{
    const struct embedded *file = embedded_find(T("schemes/codes/roles.yaml"));
    struct roles *roles = arena_alloc(a, sizeof *roles);
    if (file == NULL) return RC_INTERNAL;
    *out = roles;
    return roles_load(a, file->bytes, file->path, f, roles);
}

static enum rc setting_read(struct db *db, int64_t county, struct text key, struct arena *a, struct text *out)
{
    struct sql_setting_get_out row;
    enum rc rc = sql_setting_get_one(db, &(struct sql_setting_get_in){.county = county, .key = key}, a, &row);
    *out = rc == RC_OK ? row.value : TEXT_NONE;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* ---- calendars ---- */

struct calendars {
    struct db *db;
    struct evaluator *ev;
    struct part part;
    struct yaml_node *nation, *county;
};

static struct yaml_node *builtin_calendar(struct calendars *c, struct text id)
{
    struct text path = text_fmt(c->ev->arena, "schemes/calendars/%.*s.yaml", TP(id));
    const struct embedded *file = embedded_find(path);
    return file == NULL ? NULL : yaml_read(c->ev->arena, path, file->bytes, c->part.faults);
}

/* A calendar is a setting of the county ("calendar", "calendar:ID") or, without it, a file that is built in. */
static enum rc calendar_tree(struct calendars *c, struct text key, struct text id, struct yaml_node **out)
{
    struct text yaml;
    TRY(setting_read(c->db, c->ev->county, key, c->ev->arena, &yaml));
    *out = text_empty(yaml) ? builtin_calendar(c, id) : yaml_read(c->ev->arena, key, yaml, c->part.faults);
    if (*out != NULL) return RC_OK;
    fault_add(c->part.faults, key, W_evaluator_no_calendar, id, TEXT_NONE);
    return RC_INVALID;
}

static enum rc calendar_add(struct calendars *c, int64_t lo, int64_t hi, const struct yaml_node *own)
{
    const struct yaml_node *roots[] = {c->nation, c->county, own};
    struct evaluator *ev = c->ev;
    const struct calendar *built =
        calendar_load(&c->part, roots, own == NULL ? 2 : 3, ev->plan->window, ev->plan->window_count);
    if (built == NULL) return RC_INVALID;
    ev->calendar[ev->calendar_count++] = (struct evaluator_calendar){.key_lo = lo, .key_hi = hi, .calendar = built};
    return RC_OK;
}

static enum rc calendars_load(struct calendars *c)
{
    struct evaluator *ev = c->ev;
    ev->calendar = arena_array(ev->arena, CALENDARS_MAX, sizeof *ev->calendar);
    TRY(calendar_tree(c, T("calendar:holidays"), T("holidays"), &c->nation));
    TRY(calendar_tree(c, T("calendar"), T("default"), &c->county));
    TRY(calendar_add(c, 0, INT64_MAX, NULL));
    struct cursor cursor;
    struct sql_calendar_places_out row, *list = NULL;
    size_t n = 0, cap = 0;
    TRY(sql_calendar_places(c->db, &(struct sql_calendar_places_in){.county = ev->county}, &cursor));
    while (sql_calendar_places_next(&cursor, &row) && n + 1 < CALENDARS_MAX) {
        list = arena_grow(ev->arena, list, n, &cap, n + 1, sizeof *list);
        list[n] = row;
        list[n++].calendar = text_dup(ev->arena, row.calendar);
    }
    TRY(sql_close(&cursor));
    for (size_t i = 0; i < n; i++) {
        struct yaml_node *own;
        TRY(calendar_tree(c, text_fmt(ev->arena, "calendar:%.*s", TP(list[i].calendar)), list[i].calendar, &own));
        TRY(calendar_add(c, list[i].key_lo, list[i].key_hi, own));
    }
    return RC_OK;
}

/* ---- duties by their stored numbers ---- */

struct numbered { int64_t stored; int plan; };

static int numbered_order(const void *a, const void *b)
{
    int64_t x = ((const struct numbered *)a)->stored, y = ((const struct numbered *)b)->stored;
    return x < y ? -1 : x > y;
}

static bool carried_out(const struct plan_duty *d)
{
    return d->carried && (d->subject != SUBJECT_CHILD || d->group >= 0);
}

static enum rc numbers_read(struct db *db, struct evaluator *ev, struct numbered **out, size_t *n)
{
    struct numbered *list = arena_array(ev->arena, ev->plan->duty_count + 1, sizeof *list);
    *n = 0;
    struct cursor c;
    struct sql_duty_list_out row;
    TRY(sql_duty_list(db, &(struct sql_duty_list_in){.county = ev->county}, &c));
    while (sql_duty_list_next(&c, &row)) {
        int at = plan_duty(ev->plan, row.scheme, (int)row.version, row.key);
        if (at < 0 || *n == ev->plan->duty_count) continue;
        if (carried_out(&ev->plan->duty[at])) list[(*n)++] = (struct numbered){.stored = row.id, .plan = at};
    }
    qsort(list, *n, sizeof *list, numbered_order);
    *out = list;
    return sql_close(&c);
}

/* Duties of a scheme that is only tried have no number yet: they get some that nothing stored can have. */
static void numbers_lend(const struct evaluator *ev, struct numbered *list, size_t *n)
{
    enum { LENT = 1 << 30 };
    size_t stored = *n;
    for (size_t i = 0; i < ev->plan->duty_count; i++) {
        bool known = !carried_out(&ev->plan->duty[i]);
        for (size_t k = 0; k < stored && !known; k++) known = list[k].plan == (int)i;
        if (!known) list[(*n)++] = (struct numbered){.stored = LENT + (int64_t)i, .plan = (int)i};
    }
}

static uint8_t scope_index(struct evaluator *ev, int group)
{
    for (size_t i = 0; i < ev->group_count; i++) {
        if (ev->groups[i] == group) return (uint8_t)i;
    }
    if (ev->group_count == SCOPES_MAX) return SCOPES_MAX;
    ev->groups[ev->group_count] = group;
    return (uint8_t)ev->group_count++;
}

/* Whoever acted must have held a responsible role for the child that day: a scheme that names none means any role, not
 * nobody's. */
enum { ANY_ROLE = 0x7FFFFFFF };

static void roles_require(struct cadence_duty *d)
{
    for (int i = 0; i < d->credit_count; i++) {
        if (d->credit[i].roles == CADENCE_ANY) d->credit[i].roles = ANY_ROLE;
    }
}

/* 1 + where the same duty stands in the version that this one takes over from; 0: there is none. Versions come in order. */
static int follows(const struct plan *p, const struct numbered *list, size_t at)
{
    const struct plan_duty *d = &p->duty[list[at].plan];
    const struct plan_scheme *s = &p->scheme[d->at.scheme];
    if (d->cadence.valid_from != s->from) return 0;
    for (size_t i = 0; i < at; i++) {
        const struct plan_duty *o = &p->duty[list[i].plan];
        const struct plan_scheme *before = &p->scheme[o->at.scheme];
        if (before != s && text_eq(before->id, s->id) && before->to == s->from && o->cadence.valid_to == s->from &&
            o->subject == d->subject && text_eq(o->key, d->key)) return (int)i + 1;
    }
    return 0;
}

static enum rc duties_number(struct db *db, struct evaluator *ev, bool lend)
{
    struct numbered *list;
    size_t n;
    TRY(numbers_read(db, ev, &list, &n));
    if (lend) numbers_lend(ev, list, &n);
    struct cadence_duty *duty = arena_array(ev->arena, n + 1, sizeof *duty);
    int *plan_index = arena_array(ev->arena, n + 1, sizeof *plan_index);
    uint8_t *scope_of = arena_array(ev->arena, n + 1, sizeof *scope_of);
    ev->groups = arena_array(ev->arena, SCOPES_MAX, sizeof *ev->groups);
    for (size_t i = 0; i < n; i++) {
        const struct plan_duty *d = &ev->plan->duty[list[i].plan];
        duty[i] = d->cadence;
        duty[i].id = (int32_t)list[i].stored;
        duty[i].follows = follows(ev->plan, list, i);
        roles_require(&duty[i]);
        ev->follows_events = ev->follows_events || d->cadence.window == CADENCE_SINCE_EVENT;
        plan_index[i] = list[i].plan;
        ev->owes[d->subject] = true;
        if (d->standing >= 0) ev->stands[d->subject] = true;
        scope_of[i] = d->subject == SUBJECT_CHILD ? scope_index(ev, d->group) : SCOPES_MAX;
    }
    ev->duty = duty;
    ev->duty_count = n;
    ev->plan_index = plan_index;
    ev->scope_of = scope_of;
    return RC_OK;
}

/* Before any calendar: stands for a named window that a school's own calendar does not know, so that nothing is owed there. */
static const struct calendar_span nowhere = {1, 1};

/* Named windows are spans of a calendar, so each calendar has duties of its own. */
static enum rc cadence_make(struct evaluator *ev, struct evaluator_calendar *c, struct faults *f)
{
    struct cadence_duty *duty = arena_copy(ev->arena, ev->duty, (ev->duty_count + 1) * sizeof *duty);
    for (size_t i = 0; i < ev->duty_count; i++) {
        if (duty[i].window != CADENCE_NAMED) continue;
        duty[i].spans = calendar_named(c->calendar, ev->plan->duty[ev->plan_index[i]].window, &duty[i].span_count);
        if (duty[i].span_count > 0) continue;
        duty[i].spans = &nowhere;
        duty[i].span_count = 1;
    }
    enum cadence_wrong why;
    size_t at = 0;
    c->cadence = cadence_plan_new(ev->arena, c->calendar, duty, ev->duty_count, &why, &at);
    if (c->cadence != NULL) return RC_OK;
    const struct plan_duty *d = &ev->plan->duty[ev->plan_index[at]];
    fault_put(f, &(struct fault){.file = d->at.file, .line = d->at.line, .column = d->at.column, .word = W_evaluator_bad_window,
                     .arg = {d->key, calendar_id(c->calendar)}});
    return RC_INVALID;
}

/* ---- what it stands for, so that stored results of another plan are noticed ---- */

/* Raised when the engines judge otherwise than before: at the next start everybody is then evaluated anew. */
enum { ENGINE = 3 };

static int64_t number_of(const struct buf *b)
{
    unsigned char sha[SHA256_BYTES];
    hash_sha256(sha, buf_text(b));
    int64_t number;
    memcpy(&number, sha, sizeof number);
    return number & INT64_MAX;
}

/* Facts, their codes and relations are told by number in what is packed of a child. */
static int64_t reading_make(const struct evaluator *ev)
{
    struct buf b = buf_new(1 << 20);
    buf_fmt(&b, "%lld", (long long)ev->digest);
    for (size_t i = 0; i < ev->plan->relation_count; i++) buf_fmt(&b, "\n%.*s", TP(ev->plan->relation[i].key));
    for (size_t i = 0; i < ev->codes->fact_count; i++) {
        buf_fmt(&b, "\n%d %.*s", ev->codes->fact[i].index, TP(ev->codes->fact[i].key));
    }
    int64_t number = number_of(&b);
    buf_free(&b);
    return number;
}

static int64_t digest_make(const struct evaluator *ev, const struct plan_source *source, size_t n, struct text calendars)
{
    struct buf b = buf_new(64 << 20);
    for (size_t i = 0; i < n; i++) {
        buf_fmt(&b, "%.*s %d %d %lld %lld %.*s\n", TP(source[i].name), (int)source[i].from, (int)source[i].to,
            (long long)source[i].key_lo, (long long)source[i].key_hi, TP(source[i].params));
        for (size_t k = 0; k < source[i].file_count; k++) buf_add(&b, source[i].file[k].bytes);
    }
    buf_fmt(&b, "engine %d %d %.*s", ENGINE, (int)ev->from, TP(calendars));
    int64_t digest = number_of(&b);
    buf_free(&b);
    return digest;
}

static enum rc digest_fill(struct db *db, struct evaluator *ev, const struct plan_source *source, size_t n)
{
    struct text all = T("");
    struct cursor c;
    struct sql_setting_list_out row;
    TRY(sql_setting_list(db, &(struct sql_setting_list_in){.county = ev->county}, &c));
    while (sql_setting_list_next(&c, &row)) {
        if (text_starts(row.key, T("calendar")) || text_eqz(row.key, "home_rule")) all = text_join(ev->arena, all, row.value);
    }
    static const char *const files[] = {"schemes/calendars/holidays.yaml", "schemes/calendars/default.yaml",
        "schemes/codes/facts.yaml",
        "schemes/codes/lists.yaml", "schemes/codes/kinds.yaml", "schemes/codes/roles.yaml"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const struct embedded *file = embedded_find(text_of(files[i]));
        if (file != NULL) all = text_join(ev->arena, all, file->bytes);
    }
    for (size_t i = 0; i < ev->calendar_count; i++) {
        all = text_join(ev->arena, all,
            text_fmt(ev->arena, "%lld %lld %.*s\n", (long long)ev->calendar[i].key_lo, (long long)ev->calendar[i].key_hi,
                TP(calendar_id(ev->calendar[i].calendar))));
    }
    ev->digest = digest_make(ev, source, n, all);
    return sql_close(&c);
}

/* ---- together ---- */

/* Above how many children one person carries too much: when the county says so, that holds in place of what its schemes say. */
static enum rc overload_read(struct db *db, const struct evaluator *ev, struct plan *plan)
{
    struct text said;
    int64_t n;
    TRY(setting_read(db, ev->county, T("overload"), ev->arena, &said));
    if (text_empty(said) || !text_int(said, &n)) return RC_OK;
    for (size_t i = 0; i < plan->relation_count; i++) {
        if (!plan->relation[i].peer) plan->relation[i].overload = (int)n;
    }
    return RC_OK;
}

static enum rc evaluator_fill(struct db *db, struct evaluator *ev, day_t today, const struct plan_source *tried, struct faults *f)
{
    struct arena *a = ev->arena;
    struct plan_source *source;
    size_t n;
    bool law_too;
    struct plan *plan;
    struct plan_options options = {.today = today};
    TRY(roles_read(a, f, &ev->roles));
    ev->codes = codes_builtin(a, f);
    if (ev->codes == NULL) return RC_INVALID;
    TRY(setting_read(db, ev->county, T("home_rule"), a, &options.home_rule));
    TRY(scheme_numbers(db, ev->county, a, &options));
    TRY(tried == NULL ? scheme_sources(db, ev->county, a, 0, &source, &n)
                      : scheme_sources_with(db, ev->county, a, tried, &source, &n, &law_too));
    TRY(plan_build(a, ev->codes, source, n, &options, f, &plan));
    TRY(overload_read(db, ev, plan));
    ev->plan = plan;
    ev->codes = plan->codes;
    struct calendars c = {.db = db, .ev = ev, .part = {.arena = a, .faults = f, .codes = ev->codes}};
    TRY(calendars_load(&c));
    const struct calendar *main = ev->calendar[0].calendar;
    ev->from = calendar_school_year_span(main, calendar_school_year(main, today) - 1).from;
    TRY(duties_number(db, ev, tried != NULL));
    for (size_t i = 0; i < ev->calendar_count; i++) TRY(cadence_make(ev, &ev->calendar[i], f));
    TRY(digest_fill(db, ev, source, n));
    ev->reading = reading_make(ev);
    return RC_OK;
}

enum rc evaluator_try(struct db *db, int64_t county, day_t today, const struct plan_source *tried, struct faults *f,
                      struct evaluator **out)
{
    struct arena *a = arena_new(ARENA_MAX);
    struct evaluator *ev = arena_alloc(a, sizeof *ev);
    ev->county = county;
    ev->arena = a;
    enum rc rc = evaluator_fill(db, ev, today, tried, f);
    if (rc != RC_OK) {
        arena_free(a);
        return rc;
    }
    *out = ev;
    return RC_OK;
}

enum rc evaluator_new(struct db *db, int64_t county, day_t today, struct faults *f, struct evaluator **out)
{
    return evaluator_try(db, county, today, NULL, f, out);
}

void evaluator_free(struct evaluator *ev)
{
    if (ev != NULL) arena_free(ev->arena);
}

int evaluator_duty(const struct evaluator *ev, int64_t stored)
{
    size_t lo = 0, hi = ev->duty_count;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (ev->duty[mid].id < stored) lo = mid + 1;
        else hi = mid;
    }
    return lo < ev->duty_count && ev->duty[lo].id == stored ? (int)lo : -1;
}

const struct plan_duty *evaluator_plan_duty(const struct evaluator *ev, int64_t stored)
{
    int at = evaluator_duty(ev, stored);
    return at < 0 ? NULL : &ev->plan->duty[ev->plan_index[at]];
}

const struct evaluator_calendar *evaluator_calendar_at(const struct evaluator *ev, int64_t place_key)
{
    const struct evaluator_calendar *best = &ev->calendar[0];
    for (size_t i = 1; i < ev->calendar_count; i++) {
        const struct evaluator_calendar *c = &ev->calendar[i];
        if (c->key_lo <= place_key && place_key < c->key_hi && c->key_hi - c->key_lo < best->key_hi - best->key_lo) best = c;
    }
    return best;
}
