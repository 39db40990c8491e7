/* SPDX-License-Identifier: Apache-2.0 */
#include "model/work_sum.h"

#include "base/varint.h"
#include "gen/sql/scheme.h"
#include "gen/sql/work_sum.h"
#include "model/measure_part.h"

#include <stdlib.h>
#include <string.h>

enum {
    FIRST_SLOTS = 1024,
    STALE_MOST = 60,        /* above it reading the records of the span at once costs less than reading so many classes */
    PACKED_MAX = 1 << 16
};

/* The sums of one rule or target in one class: for each month WORK_COLUMNS numbers. */
struct sum { int key; bool stored; int64_t place_key; uint32_t *times; };

struct work_sums {
    const struct evaluator *ev;
    day_t today;
    struct arena *arena;
    struct measure_codes codes;
    struct text *key;            /* of rules and targets, each once: several versions of a scheme share it */
    size_t keys;
    int16_t key_of[EXPR_GROUPS]; /* by group of the plan */
    int first_month, months;
    struct sum *item;
    size_t n, cap;
    uint32_t *slot;              /* open addressing over item, 0 = free, else index + 1 */
    size_t slots;
};

/* ---- months, counted from the year 0 ---- */

static int month_of(day_t d)
{
    struct ymd y = day_ymd(d);
    return y.year * 12 + y.month - 1;
}

static day_t month_begin(int month)
{
    return day_of(month / 12, month % 12 + 1, 1);
}

/* ---- adding up ---- */

static void keys_fill(struct work_sums *w)
{
    const struct plan *p = w->ev->plan;
    w->key = arena_array(w->arena, p->group_count + 1, sizeof *w->key);
    for (size_t g = 0; g < p->group_count; g++) {
        size_t k = 0;
        while (k < w->keys && !text_eq(w->key[k], p->group[g].key)) k++;
        if (k == w->keys) w->key[w->keys++] = p->group[g].key;
        w->key_of[g] = (int16_t)k;
    }
}

struct work_sums *work_sums_new(const struct evaluator *ev, day_t today, struct arena *a)
{
    struct work_sums *w = arena_alloc(a, sizeof *w);
    w->ev = ev;
    w->today = today;
    w->arena = a;
    w->first_month = month_of(ev->from);
    w->months = month_of(today) - w->first_month + 1;
    if (w->months < 0) w->months = 0;
    measure_codes_fill(&w->codes, ev);
    keys_fill(w);
    return w;
}

static size_t slot_of(const struct work_sums *w, int key, int64_t place_key)
{
    uint64_t h = ((uint64_t)place_key * 257 + (uint64_t)key) * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (size_t)(h >> 32) & (w->slots - 1);
    for (; w->slot[at] != 0; at = (at + 1) & (w->slots - 1)) {
        const struct sum *s = &w->item[w->slot[at] - 1];
        if (s->key == key && s->place_key == place_key) break;
    }
    return at;
}

static void slots_grow(struct work_sums *w)
{
    w->slots = w->slots == 0 ? FIRST_SLOTS : w->slots * 2;
    w->slot = arena_array(w->arena, w->slots, sizeof *w->slot);
    for (size_t i = 0; i < w->n; i++) w->slot[slot_of(w, w->item[i].key, w->item[i].place_key)] = (uint32_t)i + 1;
}

static uint32_t *times_of(struct work_sums *w, int key, int64_t place_key)
{
    if (w->n * 2 >= w->slots) slots_grow(w);
    size_t at = slot_of(w, key, place_key);
    if (w->slot[at] != 0) return w->item[w->slot[at] - 1].times;
    w->item = arena_grow(w->arena, w->item, w->n, &w->cap, w->n + 1, sizeof *w->item);
    w->item[w->n] = (struct sum){.key = key, .place_key = place_key,
        .times = arena_array(w->arena, (size_t)w->months * WORK_COLUMNS, sizeof(uint32_t))};
    w->slot[at] = (uint32_t)++w->n;
    return w->item[w->n - 1].times;
}

/* One record counts once for a rule, however many versions of it hold that day. */
static void record_add(struct work_sums *w, const struct assess *a, day_t day, int64_t place_key, size_t at)
{
    uint64_t told[EXPR_GROUPS / 64] = {0};
    for (size_t i = 0; i < a->group_n; i++) {
        const struct assess_group *g = &a->group[i];
        int key = w->key_of[g->group];
        if (!measure_at_day(g->from, g->to, day) || told[key / 64] >> (key % 64) & 1) continue;
        told[key / 64] |= UINT64_C(1) << (key % 64);
        times_of(w, key, place_key)[at]++;
    }
}

void work_sums_add(struct work_sums *w, const struct subject *s, const struct assess *a, int64_t place_key)
{
    for (size_t i = 0; i < s->cadence.encounter_count && a->group_n > 0; i++) {
        const struct cadence_encounter *e = &s->cadence.encounters[i];
        int column = e->kind >= CODES_KINDS ? -1 : w->codes.times[e->kind];
        if (column < 0 || e->day > w->today || e->known > w->today) continue;
        int month = month_of(e->day) - w->first_month, at = measure_enrolment_on(s, e->day);
        if (month < 0 || at < 0) continue;
        int64_t place = s->member.enrolment[at].place_key;
        if (place_key >= 0 && place != place_key) continue;
        record_add(w, a, e->day, place, (size_t)(month * WORK_COLUMNS + column));
    }
}

/* ---- storing ---- */

/* For each month with work: varint month after the one before (the first: since the year 0), then a varint for each column. */
static void sum_pack(const struct work_sums *w, const struct sum *s, struct buf *b)
{
    int before = 0;
    for (int m = 0; m < w->months; m++) {
        const uint32_t *n = s->times + m * WORK_COLUMNS;
        uint32_t any = 0;
        for (size_t i = 0; i < WORK_COLUMNS; i++) any |= n[i];
        if (any == 0) continue;
        varint_put(b, (uint64_t)(w->first_month + m - before));
        for (size_t i = 0; i < WORK_COLUMNS; i++) varint_put(b, n[i]);
        before = w->first_month + m;
    }
}

static int text_order(struct text a, struct text b)
{
    int order = memcmp(a.s, b.s, a.n < b.n ? a.n : b.n);
    return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

static int sum_order(const void *pa, const void *pb, void *p)
{
    const struct sum *a = pa, *b = pb;
    const struct work_sums *w = p;
    if (a->key != b->key) return text_order(w->key[a->key], w->key[b->key]);
    return a->place_key < b->place_key ? -1 : a->place_key > b->place_key;
}

/* By key, as the rows lie; `slot` is of no use any more. */
static void sums_sort(struct work_sums *w)
{
    if (w->n > 1) qsort_r(w->item, w->n, sizeof *w->item, sum_order, w);
    w->slots = 0;
}

static enum rc sum_put(struct db *db, const struct work_sums *w, const struct sum *s, struct buf *b)
{
    buf_clear(b);
    sum_pack(w, s, b);
    struct sql_work_sum_put_in in = {.county = w->ev->county, .target = w->key[s->key], .place_key = s->place_key,
        .packed = buf_text(b)};
    return sql_work_sum_put_run(db, &in, NULL);
}

/* The plan they were made for stands beside them: with another one they say nothing. */
static struct text plan_name(const struct evaluator *ev, struct arena *a)
{
    return text_fmt(a, "%lld %d", (long long)ev->digest, (int)ev->from);
}

enum rc work_sums_store(struct db *db, struct work_sums *w)
{
    int64_t county = w->ev->county;
    struct buf b = buf_new(PACKED_MAX);
    sums_sort(w);
    TRY(sql_work_sum_clear_run(db, &(struct sql_work_sum_clear_in){.county = county}, NULL));
    TRY(sql_work_stale_clear_run(db, &(struct sql_work_stale_clear_in){.county = county}, NULL));
    enum rc rc = RC_OK;
    for (size_t i = 0; i < w->n && rc == RC_OK; i++) rc = sum_put(db, w, &w->item[i], &b);
    buf_free(&b);
    if (rc != RC_OK) return rc;
    struct sql_setting_put_in in = {.county = county, .key = T("work_sums"), .value = plan_name(w->ev, w->arena)};
    return sql_setting_put_run(db, &in, NULL);
}

/* ---- stale classes ---- */

enum rc work_sums_stale(struct db *db, int64_t county, int64_t child)
{
    return sql_work_stale_child_run(db, &(struct sql_work_stale_child_in){.county = county, .child = child}, NULL);
}

enum rc work_sums_stale_at(struct db *db, int64_t county, const struct member_enrolment *enrolment, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        TRY(sql_work_stale_put_run(db,
            &(struct sql_work_stale_put_in){.county = county, .place_key = enrolment[i].place_key}, NULL));
    }
    return RC_OK;
}

static enum rc stale_read(struct db *db, int64_t county, int64_t lo, int64_t hi, int64_t most, struct arena *a,
    struct work_stale *out)
{
    struct cursor c;
    struct sql_work_stale_list_out row;
    size_t cap = 0;
    *out = (struct work_stale){0};
    TRY(sql_work_stale_list(db, &(struct sql_work_stale_list_in){.county = county, .lo = lo, .hi = hi, .limit = most}, &c));
    while (sql_work_stale_list_next(&c, &row)) {
        out->place_key = arena_grow(a, out->place_key, out->n, &cap, out->n + 1, sizeof *out->place_key);
        out->place_key[out->n++] = row.place_key;
    }
    return sql_close(&c);
}

bool work_stale_has(const struct work_stale *s, int64_t place_key)
{
    size_t lo = 0, hi = s->n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (s->place_key[mid] < place_key) lo = mid + 1;
        else hi = mid;
    }
    return lo < s->n && s->place_key[lo] == place_key;
}

enum rc work_sums_made(struct db *db, const struct evaluator *ev, struct arena *a)
{
    struct sql_setting_get_out row;
    TRY(sql_setting_get_one(db, &(struct sql_setting_get_in){.county = ev->county, .key = T("work_sums")}, a, &row));
    return text_eq(row.value, plan_name(ev, a)) ? RC_OK : RC_NOT_FOUND;
}

static enum rc class_children(struct db *db, const struct work_sums *w, int64_t place_key, int64_t **child, size_t *n)
{
    struct cursor c;
    struct sql_work_sum_children_out row;
    size_t cap = 0;
    *child = NULL;
    *n = 0;
    TRY(sql_work_sum_children(db, &(struct sql_work_sum_children_in){.county = w->ev->county, .place_key = place_key}, &c));
    while (sql_work_sum_children_next(&c, &row)) {
        *child = arena_grow(w->arena, *child, *n, &cap, *n + 1, sizeof **child);
        (*child)[(*n)++] = row.child;
    }
    return sql_close(&c);
}

static enum rc class_add(struct db *db, struct work_sums *w, int64_t place_key)
{
    struct subject_space space = {.arena = w->arena};
    struct assess assess = assess_new(w->arena, w->ev);
    struct subject s;
    int64_t *child;
    size_t n;
    TRY(class_children(db, w, place_key, &child, &n));
    for (size_t i = 0; i < n; i++) {
        enum rc rc = subject_load(db, w->ev, child[i], w->today, &space, &s);
        if (rc == RC_NOT_FOUND) continue;
        if (rc != RC_OK) return rc;
        assess_groups(&assess, w->ev, &s);
        work_sums_add(w, &s, &assess, place_key);
    }
    return RC_OK;
}

static enum rc class_store(struct db *db, struct work_sums *w, int64_t place_key)
{
    int64_t county = w->ev->county;
    struct buf b = buf_new(PACKED_MAX);
    enum rc rc = RC_OK;
    for (size_t k = 0; k < w->keys && rc == RC_OK; k++) {
        size_t i = 0;
        while (i < w->n && w->item[i].key != (int)k) i++;
        if (i < w->n) rc = sum_put(db, w, &w->item[i], &b);
        else rc = sql_work_sum_drop_run(db,
            &(struct sql_work_sum_drop_in){.county = county, .target = w->key[k], .place_key = place_key}, NULL);
    }
    buf_free(&b);
    if (rc != RC_OK) return rc;
    return sql_work_stale_drop_run(db, &(struct sql_work_stale_drop_in){.county = county, .place_key = place_key}, NULL);
}

enum rc work_sums_refresh(struct db *db, const struct evaluator *ev, day_t today, int64_t most, struct arena *a, int64_t *done)
{
    struct work_stale stale;
    *done = 0;
    enum rc rc = work_sums_made(db, ev, a);
    if (rc != RC_OK) return rc == RC_NOT_FOUND ? RC_OK : rc;
    TRY(stale_read(db, ev->county, 0, INT64_MAX, most, a, &stale));
    for (size_t i = 0; i < stale.n; i++) {
        struct work_sums *w = work_sums_new(ev, today, a);
        TRY(class_add(db, w, stale.place_key[i]));
        TRY(class_store(db, w, stale.place_key[i]));
        ++*done;
    }
    return RC_OK;
}

/* ---- reading ---- */

struct reading { int from; work_sum_sink *sink; void *ctx; };

static enum rc sum_tell(const struct reading *r, int64_t place_key, struct text packed)
{
    size_t at = 0;
    uint64_t month = 0;
    while (at < packed.n) {
        uint64_t later, times;
        if (!varint_get(packed, &at, &later)) return RC_INTERNAL;
        month += later;
        for (size_t i = 0; i < WORK_COLUMNS; i++) {
            if (!varint_get(packed, &at, &times)) return RC_INTERNAL;
            if (times > 0 && month >= (uint64_t)r->from)
                r->sink(r->ctx, place_key, (enum measure_id)(MEASURE_TIMES_FIRST + i), (int64_t)times);
        }
    }
    return RC_OK;
}

enum rc work_sums_read(struct db *db, const struct scope *scope, const struct measure_frame *f, struct arena *a, day_t *first,
    struct work_stale *stale, work_sum_sink *sink, void *ctx)
{
    struct reading r = {.from = month_of(f->from), .sink = sink, .ctx = ctx};
    if (r.from < month_of(f->ev->from)) return RC_NOT_FOUND;
    TRY(work_sums_made(db, f->ev, a));
    TRY(stale_read(db, scope->county, scope->lo, scope->hi, STALE_MOST + 1, a, stale));
    if (stale->n > STALE_MOST) return RC_NOT_FOUND;
    if (month_begin(r.from) != f->from) r.from++;
    *first = month_begin(r.from);
    struct cursor c;
    struct sql_work_sum_rows_out row;
    enum rc rc = RC_OK;
    TRY(sql_work_sum_rows(db,
        &(struct sql_work_sum_rows_in){.county = scope->county, .target = f->key, .lo = scope->lo, .hi = scope->hi}, &c));
    while (rc == RC_OK && sql_work_sum_rows_next(&c, &row)) {
        if (!work_stale_has(stale, row.place_key)) rc = sum_tell(&r, row.place_key, row.packed);
    }
    enum rc closed = sql_close(&c);
    return rc != RC_OK ? rc : closed;
}

/* ---- comparing ---- */

static struct sum *sum_find(struct work_sums *w, struct text target, int64_t place_key)
{
    size_t k = 0;
    while (k < w->keys && !text_eq(w->key[k], target)) k++;
    size_t at = k == w->keys || w->slots == 0 ? SIZE_MAX : slot_of(w, (int)k, place_key);
    return at == SIZE_MAX || w->slot[at] == 0 ? NULL : &w->item[w->slot[at] - 1];
}

static enum rc rows_compare(struct db *db, struct work_sums *w, const struct work_stale *stale, struct buf *b, int64_t *wrong)
{
    struct cursor c;
    struct sql_work_sum_all_out row;
    TRY(sql_work_sum_all(db, &(struct sql_work_sum_all_in){.county = w->ev->county}, &c));
    while (sql_work_sum_all_next(&c, &row)) {
        struct sum *s = sum_find(w, row.target, row.place_key);
        buf_clear(b);
        if (s != NULL) {
            sum_pack(w, s, b);
            s->stored = true;
        }
        *wrong += !text_eq(row.packed, buf_text(b)) && !work_stale_has(stale, row.place_key);
    }
    for (size_t i = 0; i < w->n; i++) *wrong += !w->item[i].stored && !work_stale_has(stale, w->item[i].place_key);
    return sql_close(&c);
}

enum rc work_sums_check(struct db *db, struct work_sums *w, int64_t *wrong)
{
    struct work_stale stale;
    enum rc rc = work_sums_made(db, w->ev, w->arena);
    if (rc != RC_OK) return rc == RC_NOT_FOUND ? RC_OK : rc;
    TRY(stale_read(db, w->ev->county, 0, INT64_MAX, INT64_MAX, w->arena, &stale));
    struct buf b = buf_new(PACKED_MAX);
    rc = rows_compare(db, w, &stale, &b, wrong);
    buf_free(&b);
    return rc;
}
