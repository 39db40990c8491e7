/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/load.h"

#include "access/may.h"
#include "base/file.h"
#include "format/json.h"
#include "model/evaluate.h"
#include "model/sounds.h"

#include <string.h>

enum { FILE_MOST = 64 << 20, REPORT_MOST = 256 << 20, ROWS_TOLD = 200,
    PART_ROWS = 2000 /* larger than the server's: each commit writes some thousands of pages anew */ };

void load_progress(void *cli, const char *what, int64_t done, int64_t total)
{
    struct cli *c = cli;
    enum word w = strcmp(what, "read") == 0 ? W_load_reading : strcmp(what, "apply") == 0 ? W_load_applying : W_load_undoing;
    cli_progress(c, w, done, total);
}

static enum rc step_in_transaction(struct db *db, void *p)
{
    struct load_step *s = p;
    struct work w = cli_work(s->c, db, s->c->county, &s->touched);
    /* The engine may ask for the whole transaction again: nothing of the first try may stay. */
    s->c->faults.n = s->c->faults.errors = 0;
    touched_clear(&s->touched);
    w.arena = s->arena;
    w.source = "command";
    TRY(s->fn(&w, &s->scope, s->p));
    if (!s->evaluate || !touched_any(&s->touched)) return RC_OK;
    return evaluate_touched(db, s->c->ev, &s->touched, s->c->as_of, s->arena, 0, NULL, NULL);
}

enum rc load_step(struct load_step *s)
{
    struct db *db;
    int64_t county;
    const struct evaluator *ev;
    TRY(cli_county(s->c, &county));
    if (s->evaluate) TRY(cli_evaluator(s->c, &ev));
    TRY(cli_write(s->c, &db));
    s->arena = arena_new((size_t)2 << 30);
    s->touched = touched_new(s->arena);
    s->scope = scope_system(county, "the command line runs as the operator of the machine");
    enum rc rc = db_transact(db, step_in_transaction, s);
    arena_free(s->arena);
    return rc;
}

/* ---- import ---- */

struct loading {
    load_preview *preview;
    struct batch_file file;
    struct batch_progress progress;
    int64_t batch;
    bool again, undoing;
    struct cli *c;
};

static enum rc do_preview(struct work *w, const struct scope *scope, void *p)
{
    struct loading *l = p;
    TRY(l->preview(w, scope, &l->file, &l->progress, &l->batch, &l->again));
    return RC_OK;
}

static enum rc do_apply_ask(struct work *w, const struct scope *scope, void *p)
{
    struct loading *l = p;
    TRY(batch_apply_ask(w, scope, l->batch));
    return cli_audit(l->c, w->db, "batch", l->batch, "outcome=applying");
}

static enum rc do_undo_ask(struct work *w, const struct scope *scope, void *p)
{
    struct loading *l = p;
    TRY(batch_undo_ask(w, scope, l->batch));
    return cli_audit(l->c, w->db, "batch", l->batch, "outcome=undoing");
}

static enum rc do_tell(struct work *w, const struct scope *scope, void *p)
{
    struct loading *l = p;
    (void)scope;
    return cli_audit(l->c, w->db, "batch", l->batch, l->undoing ? "outcome=undone" : "outcome=applied");
}

/* ---- part by part, so that the server's saves come between ---- */

struct load_part { enum rc (*fn)(struct work *w, void *p); void *p; };

static enum rc part_step(struct work *w, const struct scope *scope, void *p)
{
    struct load_part *part = p;
    (void)scope;
    w->now = clock_now();
    return part->fn(w, part->p);
}

static enum rc part_in_turn(void *ctx, enum rc (*fn)(struct work *w, void *p), void *p)
{
    struct load_step *like = ctx, step = *like;
    struct load_part part = {fn, p};
    step.fn = part_step;
    step.p = &part;
    return load_step(&step);
}

/* What was asked for, or what an earlier run of the program left half done. */
static enum rc load_go_on(struct load_step *step, struct loading *l)
{
    struct work none = {.county = l->c->county};
    struct batch_steps steps = {.run = part_in_turn, .ctx = step, .keeper = "command", .part = PART_ROWS};
    enum rc rc = batch_go_on(&none, l->batch, &steps, &l->progress);
    if (rc == RC_BUSY || rc == RC_CONFLICT)
        fault_add(&l->c->faults, l->file.name, W_load_busy, text_fmt(l->c->arena, "%lld", (long long)l->batch), TEXT_NONE);
    TRY(rc);
    step->fn = do_tell;
    return load_step(step);
}

static enum rc do_drop(struct work *w, const struct scope *scope, void *p)
{
    struct loading *l = p;
    return batch_drop(w, scope, l->batch);
}

static enum rc report_write(struct cli *c, const struct scope *scope, int64_t batch, const char *path)
{
    struct db *db;
    struct buf xlsx = buf_new(REPORT_MOST);
    TRY(cli_write(c, &db));
    TRY(db_begin(db));
    enum rc rc = batch_report(db, scope, batch, c->lang, c->arena, &xlsx);
    db_rollback(db);
    if (rc == RC_OK) rc = file_write(path, buf_text(&xlsx), 0600);
    buf_free(&xlsx);
    if (rc == RC_OK) cli_note(c, W_load_report_written, text_of(path), TEXT_NONE);
    return rc;
}

static void row_json(struct buf *b, const struct batch_row *row)
{
    json_open(b, '{');
    json_key(b, T("row"));
    json_int(b, row->row_no);
    json_key(b, T("outcome"));
    json_text(b, row->outcome);
    json_key(b, T("name"));
    json_text(b, row->name);
    json_key(b, T("faults"));
    json_open(b, '[');
    for (size_t i = 0; i < row->faults; i++) {
        json_open(b, '{');
        json_key(b, T("field"));
        json_text(b, row->fault[i].field);
        json_key(b, T("sentence"));
        json_text(b, row->fault[i].text);
        json_key(b, T("warning"));
        json_bool(b, row->fault[i].warning);
        json_close(b, '}');
    }
    json_close(b, ']');
    json_key(b, T("changes"));
    json_open(b, '[');
    for (size_t i = 0; i < row->diffs; i++) {
        json_open(b, '[');
        json_text(b, row->diff[i].field);
        json_text(b, row->diff[i].old);
        json_text(b, row->diff[i].now);
        json_close(b, ']');
    }
    json_close(b, ']');
    json_close(b, '}');
}

static void batch_json(struct buf *b, const struct batch *x)
{
    const struct {
        const char *key;
        int64_t v;
    } n[] = {{"batch", x->id},       {"new", x->rows_new},         {"changed", x->rows_changed},
             {"same", x->rows_same}, {"refused", x->rows_refused}, {"warned", x->rows_warned}};
    const struct { const char *key; struct text v; } t[] = {{"kind", x->kind}, {"state", x->state}, {"file", x->file_name}};
    for (size_t i = 0; i < sizeof n / sizeof *n; i++) {
        json_key(b, text_of(n[i].key));
        json_int(b, n[i].v);
    }
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        json_key(b, text_of(t[i].key));
        json_text(b, t[i].v);
    }
}

static void row_words(struct cli *c, const struct batch_row *row)
{
    for (size_t i = 0; i < row->faults; i++)
        cli_say(c, row->fault[i].warning ? W_load_row_warned : W_load_row_refused,
                text_fmt(c->arena, "%lld", (long long)(row->row_no % 2000000)),
                text_fmt(c->arena, "%.*s：%.*s", TP(row->fault[i].field), TP(row->fault[i].text)));
    for (size_t i = 0; i < row->diffs; i++)
        cli_say(c, W_load_row_changed, row->name,
                text_fmt(c->arena, "%.*s：%.*s → %.*s", TP(row->diff[i].field), TP(row->diff[i].old), TP(row->diff[i].now)));
}

static enum rc rows_tell(struct cli *c, struct db *db, const struct scope *scope, int64_t batch)
{
    static const char *const outcomes[] = {"refused", "changed", "new"};
    size_t told = 0;
    for (size_t k = 0; k < 3; k++) {
        struct batch_rows rows = {.more = true};
        for (int64_t after = -1; rows.more && told < ROWS_TOLD;) {
            TRY(batch_rows(db, scope, batch, outcomes[k], after, ROWS_TOLD, c->lang, c->arena, &rows));
            for (size_t i = 0; i < rows.n; i++) {
                after = rows.item[i].row_no;
                if (rows.item[i].faults + rows.item[i].diffs == 0 || told++ >= ROWS_TOLD) continue;
                if (c->json) row_json(&c->out, &rows.item[i]);
                else row_words(c, &rows.item[i]);
            }
        }
    }
    return RC_OK;
}

enum rc load_tell(struct cli *c, const struct scope *scope, int64_t batch, bool rows)
{
    struct db *db;
    struct batch b;
    TRY(cli_write(c, &db));
    TRY(db_begin(db));
    enum rc rc = batch_by_id(db, scope, batch, c->arena, &b);
    if (rc == RC_OK && c->json) {
        json_open(&c->out, '{');
        batch_json(&c->out, &b);
        json_key(&c->out, T("rows"));
        json_open(&c->out, '[');
    } else if (rc == RC_OK) {
        cli_say(c, W_load_batch, text_fmt(c->arena, "%lld", (long long)b.id), b.file_name);
        cli_say(
            c, W_load_counts,
            text_fmt(c->arena, "%lld / %lld / %lld", (long long)b.rows_new, (long long)b.rows_changed, (long long)b.rows_same),
            text_fmt(c->arena, "%lld / %lld", (long long)b.rows_refused, (long long)b.rows_warned));
    }
    if (rc == RC_OK && rows) rc = rows_tell(c, db, scope, batch);
    db_rollback(db);
    if (rc == RC_OK && c->json) {
        json_close(&c->out, ']');
        json_close(&c->out, '}');
        buf_char(&c->out, '\n');
    }
    return rc;
}

static enum rc file_take(struct cli *c, struct loading *l)
{
    const char *path = c->arg[0], *slash = strrchr(path, '/'), *school = cli_option(c, "school");
    enum rc rc = file_read(c->arena, path, FILE_MOST, &l->file.bytes);
    if (rc != RC_OK)
        fault_add(&c->faults, text_of(path), rc == RC_TOO_LARGE ? W_load_file_large : W_load_file_none, text_of(path),
                  TEXT_NONE);
    l->file.name = text_of(slash ? slash + 1 : path);
    l->file.school = text_of(school ? school : "");
    l->file.as_of = c->as_of;
    l->file.outside = true;
    return rc;
}

static enum rc half_done(struct cli *c, const struct scope *scope, int64_t batch, bool *half)
{
    struct db *db;
    struct batch b;
    TRY(cli_write(c, &db));
    TRY(db_begin(db));
    enum rc rc = batch_by_id(db, scope, batch, c->arena, &b);
    db_rollback(db);
    if (rc == RC_OK) *half = text_eqz(b.state, "applying");
    return rc;
}

static enum rc refused_count(struct cli *c, const struct scope *scope, int64_t batch, int64_t *refused)
{
    struct db *db;
    struct batch b;
    TRY(cli_write(c, &db));
    TRY(db_begin(db));
    enum rc rc = batch_by_id(db, scope, batch, c->arena, &b);
    db_rollback(db);
    if (rc == RC_OK) *refused = b.rows_refused;
    return rc;
}

enum rc load_end(struct cli *c, const struct loaded *l)
{
    if (l->refused == 0) return RC_OK;
    fault_add(&c->faults, text_of(c->arg[0]), W_load_refused, text_fmt(c->arena, "%lld", (long long)l->refused), TEXT_NONE);
    return RC_INVALID;
}

enum rc load_run(struct cli *c, load_preview *preview, bool evaluate, struct loaded *out)
{
    struct loading l = {.preview = preview, .progress = {load_progress, c}, .c = c};
    struct load_step step = {.c = c, .fn = do_preview, .p = &l, .evaluate = evaluate};
    *out = (struct loaded){0};
    TRY(file_take(c, &l));
    TRY(load_step(&step));
    bool half = false;
    if (l.again) TRY(half_done(c, &step.scope, l.batch, &half));
    if (l.again && !half) {
        cli_note(c, W_load_again, l.file.name, TEXT_NONE);
        out->batch = l.batch;
        return load_tell(c, &step.scope, l.batch, false);
    }
    const char *report = cli_option(c, "report");
    if (report) TRY(report_write(c, &step.scope, l.batch, report));
    if (cli_option(c, "dry-run") && !half) {
        TRY(load_tell(c, &step.scope, l.batch, true));
        TRY(refused_count(c, &step.scope, l.batch, &out->refused));
        step.fn = do_drop;
        return load_step(&step);
    }
    step.fn = do_apply_ask;
    TRY(load_step(&step));
    TRY(load_go_on(&step, &l));
    out->batch = l.batch;
    TRY(refused_count(c, &step.scope, l.batch, &out->refused));
    return load_tell(c, &step.scope, l.batch, true);
}

/* Looked at without holding up anybody who saves. */
static enum rc undo_check(struct cli *c, int64_t batch)
{
    struct db *db;
    int64_t county;
    struct touched none = touched_new(c->arena);
    TRY(cli_county(c, &county));
    TRY(cli_read(c, &db));
    struct scope scope = scope_system(county, "the command line runs as the operator of the machine");
    struct work w = cli_work(c, db, county, &none);
    return batch_undo_check(&w, &scope, batch);
}

enum rc load_undo(struct cli *c, int64_t batch)
{
    struct loading l = {.progress = {load_progress, c}, .batch = batch, .c = c, .undoing = true};
    struct load_step step = {.c = c, .fn = do_undo_ask, .p = &l, .evaluate = true};
    TRY(undo_check(c, batch));
    TRY(load_step(&step));
    TRY(load_go_on(&step, &l));
    return load_tell(c, &step.scope, batch, false);
}
