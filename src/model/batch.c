/* SPDX-License-Identifier: Apache-2.0 */
#include "model/batch.h"

#include "format/json.h"
#include "gen/sql/batch.h"
#include "gen/sql/child.h"
#include "model/apply.h"
#include "model/leave.h"
#include "model/mapping.h"
#include "model/sounds.h"

#include <string.h>

enum { PAGE = 200, ROW_MEMORY = 64 << 20, JSON_MOST = 1 << 20, SAY_EVERY = 500 };

#define BATCH_TAKE(a, o)                                                                                             \
    (struct batch){.id = (o).id, .place = (o).place, .key_lo = (o).key_lo, .key_hi = (o).key_hi, .made_by = (o).made_by, \
        .kind = text_dup(a, (o).kind), .file_name = text_dup(a, (o).file_name), .file_hash = text_dup(a, (o).file_hash), \
        .state = text_dup(a, (o).state), .summary = text_dup(a, (o).summary), .as_of = (o).as_of_day,                \
        .made_at = (o).made_at, .applied_at = (o).applied_at, .undone_at = (o).undone_at, .rows_new = (o).rows_new,  \
        .rows_changed = (o).rows_changed, .rows_same = (o).rows_same, .rows_refused = (o).rows_refused,              \
        .rows_warned = (o).rows_warned}

enum rc batch_by_id(struct db *db, const struct scope *scope, int64_t id, struct arena *a, struct batch *out)
{
    struct sql_batch_row_by_id_out o;
    TRY(sql_batch_row_by_id_one(db, scope, &(struct sql_batch_row_by_id_in){.id = id}, a, &o));
    *out = BATCH_TAKE(a, o);
    return RC_OK;
}

enum rc batch_list(struct db *db, const struct scope *scope, size_t limit, struct arena *a, struct batch_list *out)
{
    struct cursor c;
    struct sql_batch_rows_newest_out o;
    size_t cap = 0;
    *out = (struct batch_list){0};
    TRY(sql_batch_rows_newest(db, scope, &(struct sql_batch_rows_newest_in){.limit = (int64_t)limit}, &c));
    while (sql_batch_rows_newest_next(&c, &o)) {
        out->item = arena_grow(a, out->item, out->n, &cap, out->n + 1, sizeof *out->item);
        out->item[out->n++] = BATCH_TAKE(a, o);
    }
    return sql_close(&c);
}

/* ---- carrying out ---- */

struct page_row { int64_t row_no, object; struct text outcome, given, before; };

/* The next rows of an outcome, copied: writing goes on while nothing is being read. */
static enum rc page_read(struct db *db, int64_t county, int64_t batch, const char *outcome, int64_t after, struct arena *a,
                         struct page_row *row, size_t *n)
{
    struct cursor c;
    struct sql_import_row_of_out o;
    struct sql_import_row_of_in in = {
        .county = county, .batch = batch, .outcome = text_of(outcome), .after_no = after, .limit = PAGE};
    *n = 0;
    TRY(sql_import_row_of(db, &in, &c));
    while (*n < PAGE && sql_import_row_of_next(&c, &o))
        row[(*n)++] = (struct page_row){
            .row_no = o.row_no, .object = o.child, .outcome = text_dup(a, o.outcome), .given = text_dup(a, o.given)};
    return sql_close(&c);
}

struct applying {
    struct apply *ap;
    struct buf diff, undo, before;
    int name;                      /* the column of it, -1 none */
    int64_t count[4], done, total;
    const struct batch_progress *p;
};

/* Once carried out, all that a row said stands in the base. The row itself keeps its name for the list, unless it was doubtful
 * and goes back to the school as it was written: personal data kept twice can be lost twice. */
static struct text given_left(const struct applying *ing, const struct page_row *page, const struct apply_row *row)
{
    bool done = strcmp(row->outcome, "new") == 0 || strcmp(row->outcome, "changed") == 0;
    if (!done || ing->name < 0 || !row->value[ing->name].s || text_starts(page->given, T("{\"raw\":"))) return TEXT_NONE;
    return row_of_name(row->a, row->value[ing->name]);
}

static enum rc row_apply(struct applying *ing, const struct page_row *page, struct arena *a)
{
    struct apply *ap = ing->ap;
    struct faults faults = faults_new(a);
    struct text *value = arena_array(a, ap->im.columns->n, sizeof *value);
    TRY(import_values(ap->im.columns, a, page->given, value));
    buf_clear(&ing->diff);
    buf_clear(&ing->undo);
    buf_clear(&ing->before);
    json_open(&ing->undo, '[');
    struct undo undo = {&ing->undo};
    struct apply_row row = {.row_no = page->row_no, .value = value, .a = a, .faults = &faults, .diff = &ing->diff, .undo = &undo};
    TRY(ap->row(ap, &row));
    json_close(&ing->undo, ']');
    if (ing->diff.n > 0) json_close(&ing->diff, ']');
    buf_fmt(&ing->before, "{\"diff\":%.*s,\"version\":%lld,\"undo\":%.*s}", TP(ing->diff.n ? buf_text(&ing->diff) : T("[]")),
            (long long)row.version, TP(buf_text(&ing->undo)));
    if (ing->before.over || ing->undo.over) return RC_TOO_LARGE;
    ing->count[strcmp(row.outcome, "new") == 0       ? 0
               : strcmp(row.outcome, "changed") == 0 ? 1
               : strcmp(row.outcome, "same") == 0    ? 2
                                                     : 3]++;
    struct sql_import_row_done_in in = {.county = ap->w->county,
                                        .batch = ap->batch->id,
                                        .row_no = page->row_no,
                                        .outcome = text_of(row.outcome),
                                        .child = row.object,
                                        .given = given_left(ing, page, &row),
                                        .before = buf_text(&ing->before)};
    return sql_import_row_done_run(ap->w->db, &in, NULL);
}

static enum rc rows_apply(struct applying *ing, const char *outcome)
{
    struct apply *ap = ing->ap;
    struct arena *pages = arena_new((size_t)256 << 20), *was = ap->w->arena, *rows = arena_new(ROW_MEMORY);
    struct page_row *row = arena_array(was, PAGE, sizeof *row);
    enum rc rc = RC_OK;
    size_t n = PAGE;
    for (int64_t after = -1; rc == RC_OK && n == PAGE;) {
        arena_reset(pages);
        rc = page_read(ap->w->db, ap->w->county, ap->batch->id, outcome, after, pages, row, &n);
        for (size_t i = 0; rc == RC_OK && i < n; i++) {
            arena_reset(rows);
            ap->w->arena = rows;          /* what a row needs goes with the row */
            rc = row_apply(ing, &row[i], rows);
            ap->w->arena = was;
            after = row[i].row_no;
            if (ing->p && ing->p->step && ++ing->done % SAY_EVERY == 0) ing->p->step(ing->p->ctx, "apply", ing->done, ing->total);
        }
    }
    arena_free(rows);
    arena_free(pages);
    return rc;
}

static enum rc apply_start(struct apply *ap)
{
    struct text kind = ap->batch->kind;
    static const struct batch_file none;
    TRY(import_start(&ap->im, ap->w, ap->scope, text_z(ap->w->arena, kind), &none, NULL));
    if (text_eqz(kind, "roll")) return roll_apply_start(ap);
    if (text_eqz(kind, "place")) return place_apply_start(ap);
    return text_eqz(kind, "staff") ? staff_apply_start(ap) : RC_INTERNAL;
}

static enum rc apply_all(struct applying *ing)
{
    struct apply *ap = ing->ap;
    const struct batch *b = ap->batch;
    if (!ap->w->sounds) ap->w->sounds = sounds_new(ap->w->arena);
    TRY(apply_start(ap));
    ing->name = columns_find(ap->im.columns, "name");
    ing->total = b->rows_new + b->rows_changed;
    /* The outcome may change while a row is carried out (another row came first), so each list is walked by what the preview
     * said. */
    TRY(rows_apply(ing, "changed"));
    TRY(rows_apply(ing, "new"));
    struct sql_batch_done_in in = {.county = ap->w->county,
                                   .id = b->id,
                                   .applied_at = ap->w->now,
                                   .rows_new = ing->count[0],
                                   .rows_changed = ing->count[1],
                                   .rows_same = b->rows_same + ing->count[2],
                                   .rows_refused = b->rows_refused + ing->count[3]};
    TRY(sql_batch_done_run(ap->w->db, &in, NULL));
    TRY(import_file_drop(ap->w, b->id));
    return sql_county_changed_run(ap->w->db, &(struct sql_county_changed_in){.county = ap->w->county}, NULL);
}

enum rc batch_apply(struct work *w, const struct scope *scope, int64_t batch, const struct batch_progress *p)
{
    struct batch b;
    TRY(batch_by_id(w->db, scope, batch, w->arena, &b));
    if (!text_eqz(b.state, "preview")) {
        fault_add(w->faults, TEXT_NONE, W_batch_not_preview, b.file_name, TEXT_NONE);
        return RC_CONFLICT;
    }
    struct apply ap = {.w = w, .scope = scope, .batch = &b};
    struct applying ing = {
        .ap = &ap, .diff = buf_new(JSON_MOST), .undo = buf_new(JSON_MOST), .before = buf_new(JSON_MOST), .p = p};
    enum rc rc = apply_all(&ing);
    w->known = NULL;               /* true within this transaction alone */
    import_end(&ap.im);
    buf_free(&ing.diff);
    buf_free(&ing.undo);
    buf_free(&ing.before);
    return rc;
}

/* ---- undo ---- */

struct back_row { int64_t row_no, object; bool is_new; struct text before; };

static enum rc back_read(struct work *w, int64_t batch, int64_t before_no, struct arena *a, struct back_row *row, size_t *n)
{
    struct cursor c;
    struct sql_import_row_back_out o;
    struct sql_import_row_back_in in = {.county = w->county, .batch = batch, .before_no = before_no, .limit = PAGE};
    *n = 0;
    TRY(sql_import_row_back(w->db, &in, &c));
    while (*n < PAGE && sql_import_row_back_next(&c, &o))
        row[(*n)++] = (struct back_row){
            .row_no = o.row_no, .object = o.child, .is_new = text_eqz(o.outcome, "new"), .before = text_dup(a, o.before)};
    return sql_close(&c);
}

static int64_t version_of(struct arena *a, struct text before)
{
    int64_t v = 0;
    struct faults f = faults_new(a);
    if (before.s) (void)json_get_int(json_read(a, before, JSON_MOST, &f), "version", &v);
    return v;
}

/* `asked`: children seen already. Rows go from last to first, so the first one met holds the child's newest version. */
static enum rc row_check(struct work *w, const struct batch *b, const struct back_row *row, struct touched *asked)
{
    size_t before = asked->n;
    touched_add(asked, row->object);
    if (asked->n == before) return RC_OK;
    bool child = text_eqz(b->kind, "roll") || text_eqz(b->kind, "promotion");
    if (child && row->object != 0) return roll_undo_check(w, b, row->object, version_of(w->arena, row->before), row->is_new);
    if (text_eqz(b->kind, "staff") && row->is_new) return staff_undo_check(w, b, row->object);
    return RC_OK;
}

/* Walks the rows from the last to the first, twice: first asking whether each may go back, then taking each back. */
static enum rc rows_back(struct work *w, const struct batch *b, bool check, const struct batch_progress *p)
{
    struct arena *pages = arena_new((size_t)256 << 20), *was = w->arena, *rows = arena_new(ROW_MEMORY);
    struct back_row *row = arena_array(was, PAGE, sizeof *row);
    enum rc rc = RC_OK;
    struct touched asked = touched_new(was);
    size_t n = PAGE, refused = 0;
    int64_t done = 0;
    for (int64_t before_no = INT64_MAX; rc == RC_OK && n == PAGE && refused < 20;) {
        arena_reset(pages);
        rc = back_read(w, b->id, before_no, pages, row, &n);
        for (size_t i = 0; rc == RC_OK && i < n; i++) {
            arena_reset(rows);
            w->arena = rows;
            rc = check ? row_check(w, b, &row[i], &asked) : undo_play(w, b->id, row[i].object, row[i].before);
            w->arena = was;
            if (check && rc == RC_CONFLICT) {
                refused++;
                rc = RC_OK;
            }
            if (!check && rc == RC_OK && !text_eqz(b->kind, "staff") && !text_eqz(b->kind, "place"))
                touched_add(w->touched, row[i].object);
            before_no = row[i].row_no;
            if (!check && p && p->step && ++done % SAY_EVERY == 0) p->step(p->ctx, "undo", done, b->rows_new + b->rows_changed);
        }
    }
    arena_free(rows);
    arena_free(pages);
    return rc != RC_OK ? rc : refused > 0 ? RC_CONFLICT : RC_OK;
}

enum rc batch_undo(struct work *w, const struct scope *scope, int64_t batch, const struct batch_progress *p)
{
    struct batch b;
    TRY(batch_by_id(w->db, scope, batch, w->arena, &b));
    if (!text_eqz(b.state, "applied")) {
        fault_add(w->faults, TEXT_NONE, W_batch_not_applied, b.file_name, TEXT_NONE);
        return RC_CONFLICT;
    }
    TRY(rows_back(w, &b, true, NULL));
    if (text_eqz(b.kind, "place")) TRY(place_undo_check(w, &b));
    TRY(rows_back(w, &b, false, p));
    /* Classes that this file made and nobody uses any more go too. */
    if (text_eqz(b.kind, "roll") || text_eqz(b.kind, "staff") || text_eqz(b.kind, "promotion")) TRY(place_drop_unused(w, b.id));
    TRY(sql_batch_taken_back_run(
        w->db, &(struct sql_batch_taken_back_in){.county = w->county, .id = batch, .undone_at = w->now}, NULL));
    return sql_county_changed_run(w->db, &(struct sql_county_changed_in){.county = w->county}, NULL);
}

enum rc batch_drop(struct work *w, const struct scope *scope, int64_t batch)
{
    struct batch b;
    TRY(batch_by_id(w->db, scope, batch, w->arena, &b));
    if (!text_eqz(b.state, "preview") && !text_eqz(b.state, "mapping") && !text_eqz(b.state, "reading")) {
        fault_add(w->faults, TEXT_NONE, W_batch_not_preview, b.file_name, TEXT_NONE);
        return RC_CONFLICT;
    }
    TRY(import_file_drop(w, batch));
    TRY(sql_import_row_delete_run(w->db, &(struct sql_import_row_delete_in){.county = w->county, .batch = batch}, NULL));
    return sql_batch_delete_run(w->db, &(struct sql_batch_delete_in){.county = w->county, .id = batch}, NULL);
}
