/* SPDX-License-Identifier: Apache-2.0 */
#include "model/promotion.h"

#include "gen/sql/batch.h"
#include "gen/sql/child.h"
#include "gen/sql/promotion.h"
#include "model/leave.h"
#include "model/place.h"

enum { LAST_COMPULSORY = 9, STEPS = 1 << 16, SAY_EVERY = 100 };

static int last_grade(const struct place *c)
{
    return c->first_grade + c->years - 1;
}

static bool ends(const struct place *c, int year)
{
    return c->to == DAY_NONE && c->entry_year != 0 && c->entry_year + c->years <= year;
}

struct sizes { int64_t *key, *n; size_t count, cap, cap_n; };

static enum rc sizes_read(struct db *db, const struct scope *scope, struct arena *a, struct sizes *out)
{
    struct cursor c;
    struct sql_promotion_sizes_out o;
    *out = (struct sizes){0};
    TRY(sql_promotion_sizes(db, scope, &c));
    while (sql_promotion_sizes_next(&c, &o)) {
        out->key = arena_grow(a, out->key, out->count, &out->cap, out->count + 1, sizeof *out->key);
        out->n = arena_grow(a, out->n, out->count, &out->cap_n, out->count + 1, sizeof *out->n);
        out->key[out->count] = o.place_key;
        out->n[out->count++] = o.n;
    }
    return sql_close(&c);
}

static int64_t size_of(const struct sizes *s, int64_t key)
{
    size_t lo = 0, hi = s->count;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (s->key[mid] < key) lo = mid + 1;
        else hi = mid;
    }
    return lo < s->count && s->key[lo] == key ? s->n[lo] : 0;
}

enum rc promotion_plan(struct db *db, const struct scope *scope, int year, struct arena *a, struct promotion_plan *out)
{
    struct place_list classes;
    struct sizes sizes;
    *out = (struct promotion_plan){.year = year};
    TRY(place_under(db, scope->county, scope->lo, scope->hi, PLACE_CLASS, DAY_NONE, a, &classes));
    TRY(sizes_read(db, scope, a, &sizes));
    for (size_t i = 0; i < classes.n; i++) {
        const struct place *c = &classes.item[i];
        int64_t n = size_of(&sizes, c->lo);
        if (c->to != DAY_NONE || c->entry_year >= year) continue;
        if (!ends(c, year)) {
            out->classes_up++;
            out->children_up += n;
            continue;
        }
        out->classes_close++;
        out->children_close += n;
        if (last_grade(c) < LAST_COMPULSORY) out->children_waiting += n;
    }
    return RC_OK;
}

struct running {
    struct work *w;
    const struct scope *scope;
    int64_t batch, row_no;
    day_t on;
    struct arena *rows;
    struct buf before;
};

static enum rc row_put(struct running *r, int64_t child, struct text name, struct text before)
{
    struct text given = row_of_name(r->rows, name);
    struct sql_import_row_insert_in in = {.county = r->w->county,
                                          .batch = r->batch,
                                          .row_no = ++r->row_no,
                                          .outcome = T("changed"),
                                          .child = child,
                                          .given = given,
                                          .before = before};
    return sql_import_row_insert_run(r->w->db, &in, NULL);
}

static enum rc child_graduates(struct running *r, int64_t id, bool goes_on)
{
    struct child c;
    TRY(child_by_id(r->w->db, r->scope, id, r->rows, &c));
    buf_clear(&r->before);
    TRY(goes_on ? wait_logged(r->w, r->scope, &c, r->on, &r->before)
                : leave_logged(r->w, r->scope, &c, r->on, "graduated", r->batch, &r->before));
    return row_put(r, id, c.name, buf_text(&r->before));
}

static enum rc class_ids(struct running *r, const struct place *class, int64_t **id, size_t *n)
{
    struct cursor c;
    struct sql_promotion_class_out o;
    size_t cap = 0;
    *n = 0;
    *id = NULL;
    TRY(sql_promotion_class(r->w->db, r->scope, &(struct sql_promotion_class_in){.place_key = class->lo}, &c));
    while (sql_promotion_class_next(&c, &o)) {
        *id = arena_grow(r->rows, *id, *n, &cap, *n + 1, sizeof **id);
        (*id)[(*n)++] = o.id;
    }
    return sql_close(&c);
}

/* The children first, then the class itself; undo goes the other way round. */
static enum rc class_closes(struct running *r, const struct place *class, int64_t *children)
{
    int64_t *id;
    size_t n;
    TRY(class_ids(r, class, &id, &n));
    for (size_t i = 0; i < n; i++) TRY(child_graduates(r, id[i], last_grade(class) < LAST_COMPULSORY));
    *children += (int64_t)n;
    TRY(place_close(r->w, class->id, r->on));
    struct buf steps = buf_new(STEPS);
    struct undo u = {&steps};
    buf_add(&steps, T("{\"diff\":[],\"undo\":["));
    undo_place_to(&u, class->id, class->to);
    buf_add(&steps, T("]}"));
    enum rc rc = row_put(r, 0, class->name, buf_text(&steps));
    buf_free(&steps);
    return rc;
}

static enum rc batch_begin(struct running *r, int year, struct text mark)
{
    struct text shown = text_fmt(r->w->arena, "%d", year);
    struct sql_batch_insert_in in = {
        .county = r->w->county, .id = r->batch, .kind = T("promotion"), .key_lo = r->scope->lo, .key_hi = r->scope->hi,
        .file_name = word_fill(r->w->arena, LANG_ZH, W_promotion_name, &shown, 1), .file_hash = mark, .as_of_day = r->on,
        .made_at = r->w->now, .made_by = r->w->staff, .summary = T("{}"),
    };
    return sql_batch_insert_run(r->w->db, &in, NULL);
}

static enum rc refuse_early_or_twice(struct work *w, int year, struct text mark)
{
    struct text shown = text_fmt(w->arena, "%d", year);
    if (w->today < school_year_first(year)) {
        fault_add(w->faults, T("year"), W_promotion_future, shown, TEXT_NONE);
        return RC_INVALID;
    }
    struct sql_batch_same_file_out o;
    struct sql_batch_same_file_in in = {.county = w->county, .kind = T("promotion"), .file_hash = mark};
    enum rc rc = sql_batch_same_file_one(w->db, &in, w->arena, &o);
    if (rc != RC_OK) return rc == RC_NOT_FOUND ? RC_OK : rc;
    fault_add(w->faults, T("year"), W_promotion_done, shown, TEXT_NONE);
    return RC_CONFLICT;
}

static enum rc classes_close(struct running *r, const struct place_list *classes, int year, const struct batch_progress *p,
                             int64_t *children)
{
    struct arena *was = r->w->arena;
    for (size_t i = 0; i < classes->n; i++) {
        if (!ends(&classes->item[i], year)) continue;
        arena_reset(r->rows);
        r->w->arena = r->rows;
        enum rc rc = class_closes(r, &classes->item[i], children);
        r->w->arena = was;
        TRY(rc);
        if (p && p->step && i % SAY_EVERY == 0) p->step(p->ctx, "apply", (int64_t)i, (int64_t)classes->n);
    }
    return RC_OK;
}

enum rc promotion_run(struct work *w, const struct scope *scope, int year, const struct batch_progress *p, int64_t *batch)
{
    struct text mark = text_fmt(w->arena, "%d:%lld:%lld", year, (long long)scope->lo, (long long)scope->hi);
    struct place_list classes;
    int64_t children = 0;
    TRY(refuse_early_or_twice(w, year, mark));
    struct running r = {.w = w, .scope = scope, .batch = ids_next(w->ids, w->now), .on = school_year_first(year)};
    TRY(batch_begin(&r, year, mark));
    TRY(place_under(w->db, w->county, scope->lo, scope->hi, PLACE_CLASS, DAY_NONE, w->arena, &classes));
    r.rows = arena_new((size_t)64 << 20);
    r.before = buf_new(STEPS);
    enum rc rc = classes_close(&r, &classes, year, p, &children);
    arena_free(r.rows);
    buf_free(&r.before);
    TRY(rc);
    struct sql_batch_done_in done = {.county = w->county, .id = r.batch, .applied_at = w->now, .rows_changed = children};
    TRY(sql_batch_done_run(w->db, &done, NULL));
    *batch = r.batch;
    return sql_county_changed_run(w->db, &(struct sql_county_changed_in){.county = w->county}, NULL);
}

/* The class one year below with the same number, made when the school has none. */
static enum rc class_behind(struct work *w, int64_t place_key, int64_t batch, struct place *out)
{
    struct place class, school;
    TRY(place_by_key(w->db, w->county, place_key, PLACE_CLASS, w->arena, &class));
    TRY(place_by_id(w->db, w->county, class.parent, w->arena, &school));
    return place_class(w, &school, class.entry_year + 1, class.first_grade, class.years, class.class_no, batch, out);
}

enum rc promotion_keep(struct work *w, const struct scope *scope, int64_t child, int64_t class_id, int64_t batch)
{
    struct batch b;
    struct child c;
    struct place to;
    struct sql_import_row_last_out last;
    TRY(batch_by_id(w->db, scope, batch, w->arena, &b));
    if (!text_eqz(b.state, "applied") || !text_eqz(b.kind, "promotion")) {
        fault_add(w->faults, TEXT_NONE, W_batch_not_applied, b.file_name, TEXT_NONE);
        return RC_CONFLICT;
    }
    TRY(child_by_id(w->db, scope, child, w->arena, &c));
    if (class_id == 0) {
        TRY(class_behind(w, c.place_key, batch, &to));
        class_id = to.id;
    }
    TRY(sql_import_row_last_one(w->db, &(struct sql_import_row_last_in){.county = w->county, .batch = batch}, w->arena, &last));
    struct running r = {.w = w,
                        .scope = scope,
                        .batch = batch,
                        .on = b.as_of,
                        .row_no = last.row_no,
                        .rows = w->arena,
                        .before = buf_new(STEPS)};
    enum rc rc = move_logged(w, scope, &c, class_id, b.as_of, batch, &r.before);
    if (rc == RC_OK) rc = row_put(&r, child, c.name, buf_text(&r.before));
    buf_free(&r.before);
    return rc;
}

enum rc promotion_waiting(struct db *db, const struct scope *scope, size_t limit, struct arena *a, struct waiting_list *out)
{
    struct cursor c;
    struct sql_promotion_waiting_out o;
    size_t cap = 0;
    *out = (struct waiting_list){0};
    TRY(sql_promotion_waiting(db, scope, &(struct sql_promotion_waiting_in){.limit = (int64_t)limit}, &c));
    while (sql_promotion_waiting_next(&c, &o)) {
        out->item = arena_grow(a, out->item, out->n, &cap, out->n + 1, sizeof *out->item);
        out->item[out->n++] = (struct waiting){.child = o.child,
                                               .last_class = o.class,
                                               .name = text_dup(a, o.name),
                                               .school = text_dup(a, o.school),
                                               .since = o.since_day,
                                               .grade = (int)o.grade};
    }
    return sql_close(&c);
}
