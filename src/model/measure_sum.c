/* SPDX-License-Identifier: Apache-2.0 */
#include "access/may.h"
#include "model/measure_part.h"
#include "model/work_sum.h"

#include "gen/sql/measure.h"
#include "gen/sql/scheme.h"
#include "model/place.h"

#include <stdlib.h>
#include <string.h>

/* ---- every child, read once ---- */

struct within { int64_t lo, hi; measure_sink *sink; void *ctx; };

static void within_tell(void *p, const struct measure_hit *h)
{
    const struct within *w = p;
    if (h->place_key >= w->lo && h->place_key < w->hi) w->sink(w->ctx, h);
}

static enum rc walk_all(struct db *db, const struct measure_frame *f, unsigned sets, struct arena *a, struct within *w)
{
    struct subject_space space = {.arena = a};
    struct subject_stream *stream;
    struct subject s;
    TRY(subject_stream_open(db, f->ev, f->as_of, &space, a, &stream));
    while (subject_stream_next(stream, &s)) measure_subject(f, &s, sets, within_tell, w);
    return subject_stream_close(stream);
}

struct children { int64_t *item; size_t n, cap; };

static enum rc walk_some(struct db *db, const struct measure_frame *f, const struct children *list, unsigned sets,
    struct arena *a,
                         struct within *w)
{
    struct subject_space space = {.arena = a};
    struct subject s;
    for (size_t i = 0; i < list->n; i++) {
        enum rc rc = subject_load(db, f->ev, list->item[i], f->as_of, &space, &s);
        if (rc == RC_NOT_FOUND) continue;
        if (rc != RC_OK) return rc;
        measure_subject(f, &s, sets, within_tell, w);
    }
    return RC_OK;
}

static void child_add(struct children *list, struct arena *a, int64_t child)
{
    list->item = arena_grow(a, list->item, list->n, &list->cap, list->n + 1, sizeof *list->item);
    list->item[list->n++] = child;
}

enum rc measure_walk(struct db *db, const struct scope *scope, const struct measure_frame *f, unsigned sets, struct arena *a,
                     measure_sink *sink, void *ctx)
{
    struct within w = {.lo = scope->lo, .hi = scope->hi, .sink = sink, .ctx = ctx};
    if (scope->hi - scope->lo > INT64_C(1) << PLACE_SCHOOL_BITS) return walk_all(db, f, sets, a, &w);
    struct children list = {0};
    struct cursor c;
    struct sql_measure_children_out row;
    TRY(sql_measure_children(db, scope, &(struct sql_measure_children_in){.from_day = f->from - 1, .to_day = f->as_of}, &c));
    while (sql_measure_children_next(&c, &row)) child_add(&list, a, row.child);
    TRY(sql_close(&c));
    return walk_some(db, f, &list, sets, a, &w);
}

/* ---- adding up by class ---- */

struct adding { struct arena *arena; struct measure_row *item; size_t n, cap; uint32_t *slot; size_t slots; };

static void slots_grow(struct adding *s)
{
    s->slots = s->slots == 0 ? 256 : s->slots * 2;
    s->slot = arena_array(s->arena, s->slots, sizeof *s->slot);
    for (size_t i = 0; i < s->n; i++) {
        size_t at = (size_t)((uint64_t)s->item[i].place_key * UINT64_C(0x9E3779B97F4A7C15) >> 32) & (s->slots - 1);
        while (s->slot[at] != 0) at = (at + 1) & (s->slots - 1);
        s->slot[at] = (uint32_t)i + 1;
    }
}

static int64_t *row_of(struct adding *s, int64_t key)
{
    if (s->n * 2 >= s->slots) slots_grow(s);
    size_t at = (size_t)((uint64_t)key * UINT64_C(0x9E3779B97F4A7C15) >> 32) & (s->slots - 1);
    for (; s->slot[at] != 0; at = (at + 1) & (s->slots - 1)) {
        if (s->item[s->slot[at] - 1].place_key == key) return s->item[s->slot[at] - 1].n;
    }
    s->item = arena_grow(s->arena, s->item, s->n, &s->cap, s->n + 1, sizeof *s->item);
    s->item[s->n] = (struct measure_row){.place_key = key};
    s->slot[at] = (uint32_t)++s->n;
    return s->item[s->n - 1].n;
}

static void hit_add(void *ctx, const struct measure_hit *h)
{
    row_of(ctx, h->place_key)[h->column]++;
}

static int row_order(const void *a, const void *b)
{
    int64_t x = ((const struct measure_row *)a)->place_key, y = ((const struct measure_row *)b)->place_key;
    return x < y ? -1 : x > y;
}

/* ---- from what evaluation stored ---- */

static enum rc stored_persons(struct db *db, const struct scope *scope, const struct measure_frame *f, struct adding *sum)
{
    struct cursor c;
    struct sql_measure_pupils_out pupils;
    TRY(sql_measure_pupils(db, scope, &(struct sql_measure_pupils_in){.day = f->as_of}, &c));
    while (sql_measure_pupils_next(&c, &pupils)) row_of(sum, pupils.place_key)[M_pupils] += pupils.children;
    TRY(sql_close(&c));
    if (f->group < 0) return RC_OK;
    struct sql_measure_marked_out row;
    TRY(sql_measure_marked(db, scope, &(struct sql_measure_marked_in){.target = f->key}, &c));
    while (sql_measure_marked_next(&c, &row)) {
        int64_t *n = row_of(sum, row.place_key);
        for (size_t i = 0; i < MEASURE_PERSONS; i++) n[i] += row.marks >> i & 1 ? row.children : 0;
    }
    return sql_close(&c);
}

static void times_add(void *ctx, int64_t place_key, enum measure_id column, int64_t times)
{
    row_of(ctx, place_key)[column] += times;
}

struct month_begun { struct adding *sum; const struct work_stale *stale; };

static void month_begun_add(void *ctx, const struct measure_hit *h)
{
    const struct month_begun *m = ctx;
    if (!work_stale_has(m->stale, h->place_key)) hit_add(m->sum, h);
}

/* From the sums that stand ready: with them the days before the first whole month, and the classes whose sums are stale, are read
 * from the records. */
static enum rc stored_work(struct db *db, const struct scope *scope, const struct measure_frame *f, struct arena *a,
    struct adding *sum)
{
    struct work_stale stale;
    day_t first;
    enum rc rc = measure_few(scope) ? RC_NOT_FOUND : work_sums_read(db, scope, f, a, &first, &stale, times_add, sum);
    if (rc == RC_NOT_FOUND) return measure_work_sums(db, scope, f, f->as_of, a, hit_add, sum);
    if (rc != RC_OK) return rc;
    for (size_t i = 0; i < stale.n; i++) {
        struct scope class = scope_narrow(*scope, stale.place_key[i], stale.place_key[i] + 1, 0, scope->staff);
        TRY(measure_walk(db, &class, f, MEASURE_SET_TIMES, a, hit_add, sum));
    }
    if (first <= f->from) return RC_OK;
    struct month_begun m = {.sum = sum, .stale = &stale};
    return measure_work_sums(db, scope, f, first - 1 < f->as_of ? first - 1 : f->as_of, a, month_begun_add, &m);
}

/* Is as_of the day for which memberships are stored? */
static enum rc stored_for(struct db *db, const struct measure_frame *f, struct arena *a, bool *yes)
{
    struct sql_county_by_id_out county;
    TRY(sql_county_by_id_one(db, &(struct sql_county_by_id_in){.id = f->ev->county}, a, &county));
    *yes = county.today_day == f->as_of;
    return RC_OK;
}

static enum rc source_choose(struct db *db, const struct measure_frame *f, struct arena *a, enum measure_source *source)
{
    bool stored;
    TRY(stored_for(db, f, a, &stored));
    if (*source == MEASURE_STORED && !stored) return RC_NOT_FOUND;
    if (*source == MEASURE_BEST) *source = stored ? MEASURE_STORED : MEASURE_NOTHING;
    return RC_OK;
}

enum rc measure_sum(struct db *db, const struct scope *scope, const struct measure_frame *f, unsigned sets,
    enum measure_source source,
                    struct arena *a, struct measure_sums *out)
{
    struct adding sum = {.arena = a};
    /* Moves need every fact: then the others come along in the same pass. */
    if (source == MEASURE_BEST && sets & MEASURE_SET_MOVES) source = MEASURE_NOTHING;
    TRY(source_choose(db, f, a, &source));
    if (source == MEASURE_STORED && sets & MEASURE_SET_PERSONS) {
        TRY(stored_persons(db, scope, f, &sum));
        sets &= ~(unsigned)MEASURE_SET_PERSONS;
    }
    if (source == MEASURE_STORED && sets & MEASURE_SET_TIMES) {
        TRY(stored_work(db, scope, f, a, &sum));
        sets &= ~(unsigned)MEASURE_SET_TIMES;
    }
    if (sets != 0) TRY(measure_walk(db, scope, f, sets, a, hit_add, &sum));
    if (sum.n > 1) qsort(sum.item, sum.n, sizeof *sum.item, row_order);
    *out = (struct measure_sums){.item = sum.item, .n = sum.n};
    return RC_OK;
}

void measure_sum_range(const struct measure_sums *s, int64_t lo, int64_t hi, int64_t n[MEASURE_COUNT])
{
    size_t first = 0, end = s->n;
    memset(n, 0, MEASURE_COUNT * sizeof *n);
    while (first < end) {
        size_t mid = first + (end - first) / 2;
        if (s->item[mid].place_key < lo) first = mid + 1;
        else end = mid;
    }
    for (size_t i = first; i < s->n && s->item[i].place_key < hi; i++) {
        for (size_t k = 0; k < MEASURE_COUNT; k++) n[k] += s->item[i].n[k];
    }
}

/* ---- lists ---- */

struct listing { struct arena *arena; enum measure_id column; struct measure_hits *out; };

static void hit_keep(void *ctx, const struct measure_hit *h)
{
    struct listing *l = ctx;
    if (h->column != l->column) return;
    l->out->item = arena_grow(l->arena, l->out->item, l->out->n, &l->out->cap, l->out->n + 1, sizeof *l->out->item);
    l->out->item[l->out->n++] = *h;
}

static int hit_order(const void *pa, const void *pb)
{
    const struct measure_hit *a = pa, *b = pb;
    if (a->place_key != b->place_key) return a->place_key < b->place_key ? -1 : 1;
    if (a->day != b->day) return a->day < b->day ? -1 : 1;
    if (a->child != b->child) return a->child < b->child ? -1 : 1;
    return a->encounter < b->encounter ? -1 : a->encounter > b->encounter;
}

static enum rc stored_list(struct db *db, const struct scope *scope, const struct measure_frame *f, struct listing *l)
{
    struct cursor c;
    struct sql_measure_marked_list_out row;
    if (f->group < 0) return RC_OK;
    TRY(sql_measure_marked_list(db, scope,
        &(struct sql_measure_marked_list_in){.target = f->key, .mark = INT64_C(1) << l->column}, &c));
    while (sql_measure_marked_list_next(&c, &row)) {
        hit_keep(l, &(struct measure_hit){.child = row.child, .place_key = row.place_key, .column = l->column, .day = f->as_of});
    }
    return sql_close(&c);
}

enum rc measure_list(struct db *db, const struct scope *scope, const struct measure_frame *f, enum measure_id column,
                     enum measure_source source, struct arena *a, struct measure_hits *out)
{
    struct listing l = {.arena = a, .column = column, .out = out};
    enum measure_type type = measure_at(column)->type;
    *out = (struct measure_hits){0};
    if (type == MEASURE_UNKNOWN) return RC_OK;
    TRY(source_choose(db, f, a, &source));
    if (source == MEASURE_STORED && type == MEASURE_PERSON) TRY(stored_list(db, scope, f, &l));
    else if (source == MEASURE_STORED && type == MEASURE_TIMES) TRY(measure_work(db, scope, f, a, hit_keep, &l));
    else TRY(measure_walk(db, scope, f, measure_set(column), a, hit_keep, &l));
    if (out->n > 1) qsort(out->item, out->n, sizeof *out->item, hit_order);
    return RC_OK;
}

/* ---- with whom there was work ---- */

struct people { int64_t *item; size_t n, cap; };
struct touching { struct arena *arena; uint64_t columns; struct people member, worked; };

static void id_add(struct people *list, struct arena *a, int64_t id)
{
    if (list->n > 0 && list->item[list->n - 1] == id) return;
    list->item = arena_grow(a, list->item, list->n, &list->cap, list->n + 1, sizeof *list->item);
    list->item[list->n++] = id;
}

static void touch_hit(void *ctx, const struct measure_hit *h)
{
    struct touching *t = ctx;
    if (h->column == M_total) id_add(&t->member, t->arena, h->child);
    if (t->columns >> h->column & 1) id_add(&t->worked, t->arena, h->child);
}

static int id_order(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static void people_sort(struct people *list)
{
    size_t kept = 0;
    if (list->n > 1) qsort(list->item, list->n, sizeof *list->item, id_order);
    for (size_t i = 0; i < list->n; i++) {
        if (kept == 0 || list->item[kept - 1] != list->item[i]) list->item[kept++] = list->item[i];
    }
    list->n = kept;
}

static enum rc touch_stored(struct db *db, const struct scope *scope, const struct measure_frame *f, struct touching *t)
{
    struct cursor c;
    struct sql_measure_marked_list_out row;
    if (f->group < 0) return RC_OK;
    TRY(sql_measure_marked_list(db, scope,
        &(struct sql_measure_marked_list_in){.target = f->key, .mark = INT64_C(1) << M_total}, &c));
    while (sql_measure_marked_list_next(&c, &row)) id_add(&t->member, t->arena, row.child);
    TRY(sql_close(&c));
    return measure_work(db, scope, f, t->arena, touch_hit, t);
}

/* Of a day before the county began nobody has to be read. */
static enum rc touch_walked(struct db *db, const struct scope *scope, const struct measure_frame *f, struct touching *t)
{
    struct sql_measure_rolled_out any;
    enum rc rc = sql_measure_rolled_one(db, scope, &(struct sql_measure_rolled_in){.day = f->as_of}, t->arena, &any);
    if (rc != RC_OK) return rc == RC_NOT_FOUND ? RC_OK : rc;
    return measure_walk(db, scope, f, MEASURE_SET_PERSONS | MEASURE_SET_TIMES, t->arena, touch_hit, t);
}

enum rc measure_touch(struct db *db, const struct scope *scope, const struct measure_frame *f, uint64_t columns,
                      enum measure_source source, struct arena *a, struct measure_touched *out)
{
    struct touching t = {.arena = a, .columns = columns};
    *out = (struct measure_touched){0};
    TRY(source_choose(db, f, a, &source));
    if (source == MEASURE_STORED) TRY(touch_stored(db, scope, f, &t));
    else TRY(touch_walked(db, scope, f, &t));
    people_sort(&t.member);
    people_sort(&t.worked);
    for (size_t i = 0, k = 0; i < t.member.n; i++) {
        while (k < t.worked.n && t.worked.item[k] < t.member.item[i]) k++;
        if (k < t.worked.n && t.worked.item[k] == t.member.item[i]) out->touched++;
    }
    out->members = (int64_t)t.member.n;
    return RC_OK;
}
