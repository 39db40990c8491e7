/* SPDX-License-Identifier: Apache-2.0 */
#include "model/batch.h"

#include "gen/sql/batch.h"
#include "model/mapping.h"

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

enum rc batch_under_way(struct db *db, const struct scope *scope, int64_t batch, struct arena *a, struct batch_under_way *out)
{
    struct sql_import_part_of_out p;
    TRY(sql_import_part_of_one(db, &(struct sql_import_part_of_in){.county = scope->county, .batch = batch}, a, &p));
    *out = (struct batch_under_way){.done = p.done, .total = p.total, .kept = p.kept, .back = text_eqz(p.phase, "back"),
        .stopped = p.stopped};
    return RC_OK;
}

enum rc batch_waiting(struct db *db, int64_t county, struct arena *a, struct batch_waiting **out, size_t *n)
{
    struct cursor c;
    struct sql_import_part_waiting_out o;
    size_t cap = 0;
    *out = NULL;
    *n = 0;
    TRY(sql_import_part_waiting(db, &(struct sql_import_part_waiting_in){.county = county}, &c));
    while (sql_import_part_waiting_next(&c, &o)) {
        *out = arena_grow(a, *out, *n, &cap, *n + 1, sizeof **out);
        (*out)[(*n)++] = (struct batch_waiting){.batch = o.batch, .staff = o.staff};
    }
    return sql_close(&c);
}

enum rc batch_reading_end(struct db *db, int64_t county, moment_t before)
{
    return sql_batch_reading_end_run(db, &(struct sql_batch_reading_end_in){.county = county, .before_at = before}, NULL);
}

enum rc batch_drop(struct work *w, const struct scope *scope, int64_t batch)
{
    struct batch b;
    TRY(batch_by_id(w->db, scope, batch, w->arena, &b));
    bool early = text_eqz(b.state, "preview") || text_eqz(b.state, "mapping") || text_eqz(b.state, "reading") ||
                 text_eqz(b.state, "failed");
    if (!early) {
        fault_add(w->faults, TEXT_NONE, W_batch_not_preview, b.file_name, TEXT_NONE);
        return RC_CONFLICT;
    }
    TRY(import_file_drop(w, batch));
    TRY(sql_import_row_delete_run(w->db, &(struct sql_import_row_delete_in){.county = w->county, .batch = batch}, NULL));
    return sql_batch_delete_run(w->db, &(struct sql_batch_delete_in){.county = w->county, .id = batch}, NULL);
}
