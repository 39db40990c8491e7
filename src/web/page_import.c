/* SPDX-License-Identifier: Apache-2.0 */
/* Files of schools: uploaded and checked, looked at, carried out, taken back. */
#include "access/may.h"
#include "format/json.h"
#include "model/columns.h"
#include "model/mapping.h"
#include "model/place.h"
#include "model/place_import.h"
#include "model/roll.h"
#include "model/staff_import.h"
#include "view/build_imports.h"
#include "web/page_ask.h"
#include "web/pages.h"

enum { REPORT_BYTES = 48 << 20, SUMMARY_BYTES = 1 << 20, SOON_ROWS = 1000 };

/* ---- the list, and a new file ---- */

static enum rc list_show(struct request *q, struct reply *r, bool back)
{
    struct ask ask;
    struct imports_view v;
    struct field_state s = {.typed = page_typed, .ctx = q, .faults = &q->faults};
    TRY(page_ask(q, &ask));
    TRY(build_imports(&ask, back ? &s : NULL, &v));
    r->page.title = word(q->lang, W_imports_title);
    REPLY_VIEW(q, r, imports, &v);
    return RC_OK;
}

enum rc page_imports(struct request *q, struct reply *r)
{
    return list_show(q, r, false);
}

struct upload_kind {
    const char *key;
    enum cap cap;
    enum rc (*preview)(struct work *, const struct scope *, const struct batch_file *, const struct batch_progress *,
        int64_t *, bool *);
};

static const struct upload_kind kinds[] = {
    {"roll", CAP_roll_import, roll_preview}, {"staff", CAP_staff_edit, staff_import_preview},
        {"place", CAP_place_edit, place_import_preview}};

struct uploading { const struct upload_kind *kind; struct batch_file file; int64_t batch; bool again, mapped; };

static enum rc upload_told(struct request *q, struct reply *r, void *p)
{
    const struct uploading *u = p;
    struct batch b;
    TRY(batch_by_id(q->db, &q->scope, u->batch, q->arena, &b));
    r->audit_object = u->batch;
    r->audit_detail = text_fmt(q->arena, "kind=%s again=%d", u->kind->key, u->again);
    bool waits = text_eqz(b.state, "mapping");
    reply_flash(r, word(q->lang, waits ? W_import_mapping_flash : u->again ? W_import_again : u->mapped ? W_import_mapped
        : W_import_checked));
    reply_go(r, text_fmt(q->arena, "/import/%lld", (long long)u->batch));
    return RC_OK;
}

static enum rc upload_step(void *ctx, enum rc (*fn)(struct work *w, void *p), void *p)
{
    return request_step(ctx, fn, p);
}

/* Reading and judging take as long as they take, here; what is written goes through the writer in small parts, so that nobody
 * else's records wait. */
static enum rc upload_check(struct request *q, struct reply *r, struct uploading *u)
{
    struct ids none = {.node = 1};
    struct touched touched = touched_new(q->arena);
    struct work reading = request_reading(q, &none, &touched);
    struct batch_steps steps = {.run = upload_step, .ctx = q};
    if (q->ev == NULL) return RC_UNAVAILABLE;
    u->file.steps = &steps;
    u->file.keep = true;
    (void)may_widest(q->roles, q->who, u->kind->cap, &u->file.map_lo, &u->file.map_hi);
    TRY(u->kind->preview(&reading, &q->scope, &u->file, NULL, &u->batch, &u->again));
    return request_write(q, r, upload_told, u);
}

static enum rc upload_read(struct request *q, struct uploading *u)
{
    struct place school;
    struct text kind = param_text(q, "kind");
    const struct upload *file = param_file(q, "file");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (text_eqz(kind, kinds[i].key)) u->kind = &kinds[i];
    }
    if (u->kind == NULL || file == NULL || q->faults.errors > 0) return RC_INVALID;
    if (!request_may(q, u->kind->cap, q->scope.lo, q->scope.hi)) return RC_DENIED;
    u->file = (struct batch_file){.name = file->name, .bytes = file->bytes, .as_of = param_day(q, "as_of", q->today),
        .outside = true};
    if (param_int(q, "school", 0) == 0) return RC_OK;
    TRY(place_by_id(q->db, q->who->county, param_int(q, "school", 0), q->arena, &school));
    if (school.lo < q->scope.lo || school.lo >= q->scope.hi) return RC_NOT_FOUND;
    u->file.school = text_empty(school.code) ? school.name : school.code;
    return RC_OK;
}

enum rc page_import_upload(struct request *q, struct reply *r)
{
    struct uploading u = {.kind = NULL};
    enum rc rc = upload_read(q, &u);
    if (rc == RC_OK) rc = upload_check(q, r, &u);
    if (rc != RC_INVALID) return rc;
    TRY(list_show(q, r, true));
    return RC_INVALID;
}

/* ---- one file ---- */

static enum rc file_show(struct request *q, struct reply *r, const struct faults *faults, const struct field_state *mapping)
{
    struct ask ask;
    struct import_show_view v;
    struct import_query c = {.batch = q->subject, .after = -1, .faults = faults, .mapping = mapping};
    if (q->route->method == METHOD_GET) {
        c.tab = param_text(q, "tab");
        c.after = param_int(q, "after", -1);
        c.shown = param_int(q, "shown", 0);
    }
    TRY(page_ask(q, &ask));
    TRY(build_import(&ask, &c, &v));
    r->page.title = v.file;
    REPLY_VIEW(q, r, import_show, &v);
    return RC_OK;
}

enum rc page_import(struct request *q, struct reply *r)
{
    return file_show(q, r, NULL, NULL);
}

enum rc page_import_report(struct request *q, struct reply *r)
{
    struct batch b;
    struct buf xlsx = buf_new(REPORT_BYTES);
    enum rc rc = batch_by_id(q->db, &q->scope, q->subject, q->arena, &b);
    if (rc == RC_OK) rc = batch_report(q->db, &q->scope, q->subject, q->lang, q->arena, &xlsx);
    if (rc == RC_OK) {
        struct text name = text_fmt(q->arena, "%.*s-%.*s.xlsx", TP(b.file_name), TP(word(q->lang, W_import_report_name)));
        reply_file(r, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name, buf_text(&xlsx));
    }
    buf_free(&xlsx);
    return rc;
}

static enum rc apply_write(struct request *q, struct reply *r, void *p)
{
    (void)p;
    TRY(batch_apply_ask(&q->work, &q->scope, q->subject));
    reply_flash(r, word(q->lang, W_import_applying));
    reply_go(r, text_fmt(q->arena, "/import/%lld", (long long)q->subject));
    return RC_OK;
}

static enum rc undo_write(struct request *q, struct reply *r, void *p)
{
    (void)p;
    TRY(batch_undo_ask(&q->work, &q->scope, q->subject));
    reply_flash(r, word(q->lang, W_import_undoing));
    reply_go(r, text_fmt(q->arena, "/import/%lld", (long long)q->subject));
    return RC_OK;
}

/* Whoever brought a small file sees at once what came of it; a large one shows how far it is. */
static void errand_run(struct request *q, struct reply *r)
{
    struct batch b;
    if (batch_by_id(q->db, &q->scope, q->subject, q->arena, &b) != RC_OK) return;
    if (!request_errand(q, b.rows_new + b.rows_changed <= SOON_ROWS)) return;
    if (batch_by_id(q->db, &q->scope, q->subject, q->arena, &b) != RC_OK) return;
    if (text_eqz(b.state, "applied")) reply_flash(r, word(q->lang, W_import_applied));
    if (text_eqz(b.state, "undone")) reply_flash(r, word(q->lang, W_import_undone));
}

static enum rc drop_write(struct request *q, struct reply *r, void *p)
{
    (void)p;
    TRY(batch_drop(&q->work, &q->scope, q->subject));
    reply_flash(r, word(q->lang, W_import_dropped));
    reply_go(r, T("/imports"));
    return RC_OK;
}

/* What a preview would do is the business of those who may do it by hand. */
static enum rc kind_allowed(struct request *q)
{
    struct batch b;
    TRY(batch_by_id(q->db, &q->scope, q->subject, q->arena, &b));
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (text_eqz(b.kind, kinds[i].key)) return request_may(q, kinds[i].cap, b.key_lo, b.key_hi) ? RC_OK : RC_DENIED;
    }
    return RC_OK;
}

static enum rc press(struct request *q, struct reply *r, request_fn *fn)
{
    TRY(kind_allowed(q));
    enum rc rc = q->faults.errors > 0 ? RC_INVALID : request_write(q, r, fn, NULL);
    if (rc != RC_INVALID && !(rc == RC_CONFLICT && q->faults.errors > 0)) return rc;
    TRY(file_show(q, r, &q->faults, NULL));
    return RC_INVALID;
}

enum rc page_import_apply(struct request *q, struct reply *r)
{
    TRY(press(q, r, apply_write));
    errand_run(q, r);
    return RC_OK;
}

/* Whether it may be taken back is found out here, while others save. */
enum rc page_import_undo(struct request *q, struct reply *r)
{
    struct touched touched = touched_new(q->arena);
    struct work reading = request_reading(q, NULL, &touched);
    TRY(kind_allowed(q));
    if (q->faults.errors == 0) {
        enum rc rc = batch_undo_check(&reading, &q->scope, q->subject);
        if (rc != RC_OK && rc != RC_CONFLICT) return rc;
    }
    TRY(press(q, r, undo_write));
    errand_run(q, r);
    return RC_OK;
}

enum rc page_import_drop(struct request *q, struct reply *r)
{
    return press(q, r, drop_write);
}

/* Only children whom the list of the missing names can be marked as gone. */
static enum rc leavers_read(struct request *q, int64_t **out, size_t *n)
{
    struct roll_missing_list missing;
    struct value v;
    TRY(roll_missing(q->db, &q->scope, q->subject, q->arena, &missing));
    int64_t *list = arena_array(q->arena, q->values + 1, sizeof *list);
    *n = 0;
    for (size_t i = 0; param_nth(q, "child", i, &v); i++) {
        bool there = false;
        for (size_t k = 0; k < missing.n; k++) there = there || missing.item[k].child == v.number;
        if (!there) return RC_NOT_FOUND;
        list[(*n)++] = v.number;
    }
    *out = list;
    return RC_OK;
}

enum rc page_import_leave(struct request *q, struct reply *r)
{
    int64_t *child;
    size_t n;
    TRY(leavers_read(q, &child, &n));
    if (n == 0) fault_add(&q->faults, T("child"), W_import_missing_nobody, TEXT_NONE, TEXT_NONE);
    enum rc rc = q->faults.errors > 0 ? RC_INVALID
                                      : roll_leave(&q->work, &q->scope, q->subject, child, n, param_day(q, "day", q->today),
                                            text_z(q->arena, param_text(q, "reason")));
    if (rc == RC_INVALID || (rc == RC_CONFLICT && q->faults.errors > 0)) {
        TRY(file_show(q, r, &q->faults, NULL));
        return RC_INVALID;
    }
    if (rc != RC_OK) return rc;
    r->audit_detail = text_fmt(q->arena, "left=%zu reason=%.*s", n, TP(param_text(q, "reason")));
    reply_flash(r, word(q->lang, W_import_left));
    reply_go(r, text_fmt(q->arena, "/import/%lld", (long long)q->subject));
    return RC_OK;
}

/* ---- what the columns mean ---- */

struct mapping_given {
    struct batch b;
    const struct upload_kind *kind;
    const struct columns *columns;
    struct text head, school, *heading, *key;
    size_t n;
    int64_t lo, hi;
};

static enum rc mapping_read(struct request *q, struct mapping_given *g)
{
    struct faults ours = faults_new(q->arena);
    struct value v;
    TRY(batch_by_id(q->db, &q->scope, q->subject, q->arena, &g->b));
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (text_eqz(g->b.kind, kinds[i].key)) g->kind = &kinds[i];
    bool waits = text_eqz(g->b.state, "preview") || text_eqz(g->b.state, "mapping");
    const struct json_node *summary = json_read(q->arena, g->b.summary, SUMMARY_BYTES, &ours);
    const struct json_node *heads = json_get(summary, "headings");
    if (!waits || g->kind == NULL || heads == NULL || !json_get_text(summary, "head", &g->head)) {
        fault_add(&q->faults, T("mapping"), W_batch_not_preview, g->b.file_name, TEXT_NONE);
        return RC_CONFLICT;
    }
    (void)json_get_text(summary, "school", &g->school);
    g->columns = columns_load(q->arena, q->ev->codes, g->kind->key, &ours);
    if (g->columns == NULL) return RC_INTERNAL;
    g->heading = arena_array(q->arena, heads->n + 1, sizeof *g->heading);
    g->key = arena_array(q->arena, heads->n + 1, sizeof *g->key);
    for (const struct json_node *h = heads->child; h != NULL; h = h->next) {
        g->heading[g->n] = h->text;
        g->key[g->n++] = T("");
    }
    for (size_t i = 0; param_nth(q, "m_", i, &v); i++) {
        int64_t at = -1;
        if (text_int(text_sub(v.name, 2, v.name.n), &at) && at >= 0 && (size_t)at < g->n) g->key[at] = v.text;
    }
    return mapping_check(g->columns, g->heading, g->key, g->n, q->arena, &q->faults) ? RC_OK : RC_INVALID;
}

static enum rc mapping_put(struct work *w, void *p)
{
    const struct mapping_given *g = p;
    return mapping_save(w, g->kind->key, g->lo, g->hi, g->head, g->key, g->n);
}

/* From the kept file; `put`, when there is one, first says what its columns mean. */
static enum rc checked_again(struct request *q, struct reply *r, struct mapping_given *g,
    enum rc (*put)(struct work *w, void *p))
{
    struct uploading u = {.kind = g->kind, .mapped = put != NULL};
    u.file = (struct batch_file){.name = g->b.file_name, .as_of = g->b.as_of, .outside = true, .school = g->school};
    enum rc rc = import_file_read(q->db, q->who->county, g->b.id, q->arena, &u.file.bytes);
    if (rc == RC_NOT_FOUND) {
        fault_add(&q->faults, T("mapping"), W_import_mapping_gone, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    TRY(rc);
    if (!may_widest(q->roles, q->who, g->kind->cap, &g->lo, &g->hi)) return RC_DENIED;
    /* The file spoke of one place, but the next one need not: it is read within all that one may do. */
    TRY(scope_at(q->roles, q->who, g->kind->cap, g->lo, g->hi, &q->scope));
    if (put != NULL) TRY(request_step(q, put, g));
    db_rollback(q->db);
    TRY(db_begin(q->db));       /* what was said stands behind what had been read */
    return upload_check(q, r, &u);
}

/* A preview that was cut short is made anew from the file that was kept. */
enum rc page_import_check(struct request *q, struct reply *r)
{
    struct mapping_given g = {.kind = NULL};
    struct faults ours = faults_new(q->arena);
    if (q->ev == NULL) return RC_UNAVAILABLE;
    TRY(kind_allowed(q));
    TRY(batch_by_id(q->db, &q->scope, q->subject, q->arena, &g.b));
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (text_eqz(g.b.kind, kinds[i].key)) g.kind = &kinds[i];
    (void)json_get_text(json_read(q->arena, g.b.summary, SUMMARY_BYTES, &ours), "school", &g.school);
    if (g.kind == NULL || !text_eqz(g.b.state, "failed")) {
        fault_add(&q->faults, T("check"), W_batch_not_preview, g.b.file_name, TEXT_NONE);
        TRY(file_show(q, r, &q->faults, NULL));
        return RC_INVALID;
    }
    enum rc rc = checked_again(q, r, &g, NULL);
    if (rc != RC_INVALID) return rc;
    TRY(file_show(q, r, &q->faults, NULL));
    return RC_INVALID;
}

enum rc page_import_mapping(struct request *q, struct reply *r)
{
    struct mapping_given g = {.kind = NULL};
    struct scope of_batch = q->scope;
    struct field_state s = {.typed = page_typed, .ctx = q, .faults = &q->faults};
    if (q->ev == NULL) return RC_UNAVAILABLE;
    TRY(kind_allowed(q));
    enum rc rc = q->faults.errors > 0 ? RC_INVALID : mapping_read(q, &g);
    if (rc == RC_OK) rc = checked_again(q, r, &g, mapping_put);
    if (rc != RC_INVALID && !(rc == RC_CONFLICT && q->faults.errors > 0)) return rc;
    q->scope = of_batch;
    TRY(file_show(q, r, NULL, &s));
    return RC_INVALID;
}
