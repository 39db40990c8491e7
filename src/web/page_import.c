/* SPDX-License-Identifier: Apache-2.0 */
/* Files of schools: uploaded and checked, looked at, carried out, taken back. */
#include "model/place.h"
#include "model/place_import.h"
#include "model/roll.h"
#include "model/staff_import.h"
#include "view/build_imports.h"
#include "web/page_ask.h"
#include "web/pages.h"

enum { REPORT_BYTES = 48 << 20 };

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

struct uploading { const struct upload_kind *kind; struct batch_file file; };

static enum rc upload_write(struct request *q, struct reply *r, void *p)
{
    const struct uploading *u = p;
    int64_t batch = 0;
    bool again = false;
    TRY(u->kind->preview(&q->work, &q->scope, &u->file, NULL, &batch, &again));
    r->audit_object = batch;
    r->audit_detail = text_fmt(q->arena, "kind=%s again=%d", u->kind->key, again);
    reply_flash(r, word(q->lang, again ? W_import_again : W_import_checked));
    reply_go(r, text_fmt(q->arena, "/import/%lld", (long long)batch));
    return RC_OK;
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
    if (rc == RC_OK) rc = request_write(q, r, upload_write, &u);
    if (rc != RC_INVALID) return rc;
    TRY(list_show(q, r, true));
    return RC_INVALID;
}

/* ---- one file ---- */

static enum rc file_show(struct request *q, struct reply *r, const struct faults *faults)
{
    struct ask ask;
    struct import_show_view v;
    struct import_query c = {.batch = q->subject, .after = -1, .faults = faults};
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
    return file_show(q, r, NULL);
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
    TRY(batch_apply(&q->work, &q->scope, q->subject, NULL));
    request_rights_changed(q);          /* staff files give posts */
    reply_flash(r, word(q->lang, W_import_applied));
    reply_go(r, text_fmt(q->arena, "/import/%lld", (long long)q->subject));
    return RC_OK;
}

static enum rc undo_write(struct request *q, struct reply *r, void *p)
{
    (void)p;
    TRY(batch_undo(&q->work, &q->scope, q->subject, NULL));
    request_rights_changed(q);
    reply_flash(r, word(q->lang, W_import_undone));
    reply_go(r, text_fmt(q->arena, "/import/%lld", (long long)q->subject));
    return RC_OK;
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
    TRY(file_show(q, r, &q->faults));
    return RC_INVALID;
}

enum rc page_import_apply(struct request *q, struct reply *r)
{
    return press(q, r, apply_write);
}

enum rc page_import_undo(struct request *q, struct reply *r)
{
    return press(q, r, undo_write);
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
        TRY(file_show(q, r, &q->faults));
        return RC_INVALID;
    }
    if (rc != RC_OK) return rc;
    r->audit_detail = text_fmt(q->arena, "left=%zu reason=%.*s", n, TP(param_text(q, "reason")));
    reply_flash(r, word(q->lang, W_import_left));
    reply_go(r, text_fmt(q->arena, "/import/%lld", (long long)q->subject));
    return RC_OK;
}
