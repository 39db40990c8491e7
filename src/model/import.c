/* SPDX-License-Identifier: Apache-2.0 */
#include "model/import.h"

#include "base/hash.h"
#include "format/json.h"
#include "gen/sql/batch.h"
#include "model/evaluator.h"

#include <string.h>

enum { ROW_MEMORY = 64 << 20, JSON_MOST = 1 << 20, SAY_EVERY = 500 };

enum rc import_start(struct import *im, struct work *w, const struct scope *scope, const char *kind,
                     const struct batch_file *file, const struct batch_progress *p)
{
    *im = (struct import){
        .w = w, .scope = scope, .file = file, .progress = p, .kind = kind, .key_lo = scope->lo, .key_hi = scope->hi};
    im->codes = w->ev ? w->ev->codes : codes_builtin(w->arena, w->faults);
    if (!im->codes) return RC_INTERNAL;
    im->columns = columns_load(w->arena, im->codes, kind, w->faults);
    im->divisions = divisions_load(w->arena, w->faults);
    if (!im->columns || !im->divisions) return RC_INTERNAL;
    struct sql_batch_county_out county;
    TRY(sql_batch_county_one(w->db, &(struct sql_batch_county_in){.county = w->county}, w->arena, &county));
    im->demo = county.demo != 0;
    im->row = arena_new(ROW_MEMORY);
    im->given = buf_new(JSON_MOST);
    im->faults = buf_new(JSON_MOST);
    im->diff = buf_new(JSON_MOST);
    return RC_OK;
}

void import_end(struct import *im)
{
    if (im->row) arena_free(im->row);
    buf_free(&im->given);
    buf_free(&im->faults);
    buf_free(&im->diff);
    im->row = NULL;
}

/* ---- the same file again ---- */

static enum rc same_before(struct import *im, struct text hash, int64_t *batch, bool *again)
{
    struct sql_batch_same_file_out o;
    struct sql_batch_same_file_in in = {.county = im->w->county, .kind = text_of(im->kind), .file_hash = hash};
    *again = false;
    enum rc rc = sql_batch_same_file_one(im->w->db, &in, im->w->arena, &o);
    if (rc == RC_NOT_FOUND) return RC_OK;
    if (rc != RC_OK) return rc;
    if (text_eqz(o.state, "applied")) {
        /* Rows that were refused may be right by now; another day, or a batch undone since, may make others of them. */
        *again = o.rows_refused == 0 && o.undone == 0 && o.as_of_day == im->file->as_of;
        *batch = *again ? o.id : 0;
        return RC_OK;
    }
    /* An older preview of the same file is replaced: the base may have changed since. */
    TRY(sql_import_row_delete_run(im->w->db, &(struct sql_import_row_delete_in){.county = im->w->county, .batch = o.id}, NULL));
    return sql_batch_delete_run(im->w->db, &(struct sql_batch_delete_in){.county = im->w->county, .id = o.id}, NULL);
}

/* ---- rows ---- */

void import_faults_json(struct buf *b, const struct faults *f)
{
    json_open(b, '[');
    for (size_t i = 0; i < f->n; i++) {
        const struct fault *one = &f->list[i];
        json_open(b, '{');
        json_key(b, T("f"));
        json_text(b, one->field);
        json_key(b, T("w"));
        json_text(b, word_keys[one->word]);
        json_key(b, T("warn"));
        json_bool(b, one->warning);
        json_key(b, T("a"));
        json_open(b, '[');
        for (int k = 0; k < FAULT_ARGS; k++) json_text(b, one->arg[k].s ? one->arg[k] : T(""));
        json_close(b, ']');
        json_close(b, '}');
    }
    json_close(b, ']');
}

static struct text sheet_text(const struct sheet_row *row, uint16_t column)
{
    for (size_t i = 0; row && i < row->n && row->cell[i].column <= column; i++)
        if (row->cell[i].column == column) return row->cell[i].shown;
    return T("");
}

/* What was written, only kept for rows that go back to the school; columns that nobody knows too. */
static void raw_json(const struct import *im, struct buf *b, const struct header *head, const struct header_row *row)
{
    const struct sheet_row *sheet = im->sheet_row && im->sheet_row->number == row->number ? im->sheet_row : NULL;
    json_key(b, T("raw"));
    json_open(b, '[');
    for (size_t i = 0; i < head->n; i++) {
        int32_t alias = head->column[i].alias;
        const struct sheet_cell *cell = alias >= 0 && head->of_alias[alias] == (int32_t)i ? row->cell[alias] : NULL;
        json_text(b, cell ? cell->shown : sheet_text(sheet, head->column[i].column));
    }
    json_close(b, ']');
}

static void values_json(const struct import *im, struct buf *b, const struct text *value)
{
    json_key(b, T("v"));
    json_open(b, '{');
    for (size_t i = 0; i < im->columns->n; i++) {
        if (text_empty(value[i])) continue;
        json_key(b, im->columns->item[i].key);
        json_text(b, value[i]);
    }
    json_close(b, '}');
}

static enum rc row_store(struct import *im, const struct import_line *line, const struct header_row *row)
{
    bool refused = strcmp(line->outcome, "refused") == 0;
    buf_clear(&im->given);
    buf_clear(&im->faults);
    json_open(&im->given, '{');
    if (im->row_faults.n > 0) raw_json(im, &im->given, line->head, row);
    if (!refused) values_json(im, &im->given, line->value);
    else {
        json_key(&im->given, T("name"));
        int name = columns_find(im->columns, "name");
        json_text(&im->given, name >= 0 && line->value[name].s ? line->value[name] : T(""));
    }
    json_close(&im->given, '}');
    if (im->row_faults.n > 0) import_faults_json(&im->faults, &im->row_faults);
    struct text before = TEXT_NONE;
    if (im->diff.n > 0) before = text_fmt(im->row, "{\"diff\":%.*s}", TP(buf_text(&im->diff)));
    struct sql_import_row_insert_in in = {
        .county = im->w->county,
        .batch = im->batch,
        .row_no = line->row_no,
        .outcome = text_of(line->outcome),
        .child = line->object,
        .given = buf_text(&im->given),
        .faults = im->faults.n ? buf_text(&im->faults) : TEXT_NONE,
        .before = before,
    };
    return sql_import_row_insert_run(im->w->db, &in, NULL);
}

static void row_count(struct import *im, const char *outcome)
{
    im->n_new += strcmp(outcome, "new") == 0;
    im->n_changed += strcmp(outcome, "changed") == 0;
    im->n_same += strcmp(outcome, "same") == 0;
    im->n_refused += strcmp(outcome, "refused") == 0;
    im->n_warned += strcmp(outcome, "refused") != 0 && im->row_faults.n > 0;
    im->rows++;
    if (im->progress && im->progress->step && im->rows % SAY_EVERY == 0)
        im->progress->step(im->progress->ctx, "read", im->rows, 0);
}

static void headings_take(struct import *im, const struct header *head)
{
    for (size_t i = 0; i < im->columns->n; i++)
        im->heading[i] = head->of_alias[i] >= 0 ? head->column[head->of_alias[i]].heading : T("");
}

/* Rows of several sheets keep apart: the second sheet's rows begin behind the first million, and so on. */
static int64_t row_number(const struct header *head, const struct header_row *row)
{
    return (int64_t)head->sheet * 2000000 + row->number;
}

static bool row_take(void *ctx, const struct header *head, const struct header_row *row)
{
    struct import *im = ctx;
    arena_reset(im->row);
    im->row_faults = faults_new(im->row);
    buf_clear(&im->diff);
    headings_take(im, head);
    struct text *value = arena_array(im->row, im->columns->n, sizeof *value);
    struct cell_read r = {.columns = im->columns,
                          .divisions = im->divisions,
                          .county = im->w->county,
                          .demo = im->demo,
                          .heading = im->heading,
                          .a = im->row,
                          .faults = &im->row_faults};
    for (size_t i = 0; i < im->columns->n; i++) {
        const struct sheet_cell *cell = row->cell[i];
        if (!cell) continue;
        /* A number cell of more than fifteen digits has lost its last ones: an ID number then is told apart by this mark. */
        value[i] = cell_normal(&r, i, cell);
        if (im->columns->item[i].type == COLUMN_ID && cell->kind == CELL_NUMBER && value[i].n >= 16)
            value[i] = text_fmt(im->row, "%.*sE+", TP(value[i]));
    }
    struct import_line line = {
        .row_no = row_number(head, row), .value = value, .head = head, .outcome = "refused", .diff = &im->diff};
    im->rc = im->judge(im, &line);
    if (im->rc != RC_OK) return false;
    if (im->row_faults.errors > 0) line.outcome = "refused";
    row_count(im, line.outcome);
    im->rc = row_store(im, &line, row);
    return im->rc == RC_OK;
}

static bool sheet_take(void *ctx, const struct sheet_row *row)
{
    struct import *im = ctx;
    im->sheet_row = row;
    bool more = header_take(im->finder, row);
    im->sheet_row = NULL;
    return more;
}

/* ---- the whole ---- */

static void summary_json(struct import *im, struct buf *b, const struct header *head)
{
    json_open(b, '{');
    json_key(b, T("sheet"));
    json_text(b, head->sheet_name.s ? head->sheet_name : T(""));
    json_key(b, T("headings"));
    json_open(b, '[');
    for (size_t i = 0; i < head->n; i++) json_text(b, head->column[i].heading);
    json_close(b, ']');
    json_key(b, T("found"));
    json_open(b, '[');
    for (size_t i = 0; i < head->n; i++)
        json_text(b, head->column[i].alias >= 0 ? im->columns->item[head->column[i].alias].key : T(""));
    json_close(b, ']');
    json_key(b, T("notes"));
    import_faults_json(b, im->w->faults);
    if (im->summary) im->summary(im, b);
    json_close(b, '}');
}

static enum rc file_rows(struct import *im, const struct header **head)
{
    struct header_alias *alias = arena_array(im->w->arena, im->columns->n, sizeof *alias);
    for (size_t i = 0; i < im->columns->n; i++) {
        const struct column *c = &im->columns->item[i];
        alias[i] = (struct header_alias){.key = c->key, .heading = c->name, .n = c->names, .required = c->required};
    }
    struct header_spec spec = {.alias = alias, .n = im->columns->n, .every_sheet = im->every_sheet};
    struct sheet_ask ask = {.file = im->file->name, .index = SHEET_ALL};
    struct sheet_told told = {0};
    im->finder = header_new(im->w->arena, &spec, im->file->name, &told, im->w->faults, row_take, im);
    enum rc rc = im->file->outside ? sheet_read_outside(im->w->arena, im->file->bytes, &ask, &told, im->w->faults, sheet_take, im)
                                   : sheet_read(im->w->arena, im->file->bytes, &ask, &told, im->w->faults, sheet_take, im);
    if (im->rc != RC_OK) return im->rc;
    if (rc != RC_OK) return rc;
    TRY(header_end(im->finder, head));
    if (im->rc != RC_OK) return im->rc;       /* the last rows come with the end */
    if (im->rows > 0 && *head) return RC_OK;
    fault_add(im->w->faults, T(""), W_import_no_rows, im->file->name, TEXT_NONE);
    return RC_INVALID;
}

enum rc import_preview(struct import *im, int64_t *batch, bool *again)
{
    unsigned char digest[SHA256_BYTES];
    hash_sha256(digest, im->file->bytes);
    struct text hash = hash_hex(im->w->arena, digest, sizeof digest);
    TRY(same_before(im, hash, batch, again));
    if (*again) return RC_OK;
    im->batch = ids_next(im->w->ids, im->w->now);
    struct sql_batch_insert_in in = {
        .county = im->w->county,
        .id = im->batch,
        .kind = text_of(im->kind),
        .key_lo = im->key_lo,
        .key_hi = im->key_hi,
        .file_name = im->file->name,
        .file_hash = hash,
        .as_of_day = im->file->as_of,
        .made_at = im->w->now,
        .made_by = im->w->staff,
    };
    TRY(sql_batch_insert_run(im->w->db, &in, NULL));
    const struct header *head = NULL;
    TRY(file_rows(im, &head));
    if (im->end) TRY(im->end(im));
    struct buf summary = buf_new(JSON_MOST);
    summary_json(im, &summary, head);
    struct sql_batch_told_in told = {
        .county = im->w->county,
        .id = im->batch,
        .place = im->place,
        .key_lo = im->key_lo,
        .key_hi = im->key_hi,
        .rows_new = im->n_new,
        .rows_changed = im->n_changed,
        .rows_same = im->n_same,
        .rows_refused = im->n_refused,
        .rows_warned = im->n_warned,
        .summary = summary.over ? T("{}") : buf_text(&summary),
    };
    enum rc rc = sql_batch_told_run(im->w->db, &told, NULL);
    buf_free(&summary);
    *batch = im->batch;
    return rc;
}

enum rc import_values(const struct columns *columns, struct arena *a, struct text given, struct text *value)
{
    struct faults f = faults_new(a);
    struct json_node *root = json_read(a, given, JSON_MOST, &f), *v = json_get(root, "v");
    if (!v) return RC_INTERNAL;
    size_t at = 0;
    for (struct json_node *n = v->child; n; n = n->next) {
        /* Written in the order of the columns; an entry of a column that is no more is left out. */
        size_t from = at;
        while (at < columns->n && !text_eq(columns->item[at].key, n->key)) at++;
        if (at == columns->n) at = from;
        else value[at] = n->text;
    }
    return RC_OK;
}

/* ---- doubles ---- */

struct seen seen_new(struct arena *a)
{
    struct seen s = {.a = a, .slots = 1024};
    s.hash = arena_array(a, s.slots, sizeof *s.hash);
    s.row = arena_array(a, s.slots, sizeof *s.row);
    return s;
}

static size_t seen_slot(const struct seen *s, uint64_t h)
{
    size_t i = (size_t)h & (s->slots - 1);
    while (s->hash[i] != 0 && s->hash[i] != h) i = (i + 1) & (s->slots - 1);
    return i;
}

static void seen_double(struct seen *s)
{
    struct seen old = *s;
    s->slots *= 2;
    s->hash = arena_array(s->a, s->slots, sizeof *s->hash);
    s->row = arena_array(s->a, s->slots, sizeof *s->row);
    for (size_t i = 0; i < old.slots; i++) {
        if (old.hash[i] == 0) continue;
        size_t to = seen_slot(s, old.hash[i]);
        s->hash[to] = old.hash[i];
        s->row[to] = old.row[i];
    }
}

static int64_t *seen_at(struct seen *s, struct text t)
{
    if (s->n * 2 >= s->slots) seen_double(s);
    uint64_t h = text_hash(t);
    if (h == 0) h = 1;
    size_t i = seen_slot(s, h);
    if (s->hash[i] == 0) {
        s->hash[i] = h;
        s->n++;
    }
    return &s->row[i];
}

int64_t seen_add(struct seen *s, struct text t, int64_t row)
{
    int64_t *at = seen_at(s, t), before = *at;
    if (before == 0) *at = row;
    return before;
}

int64_t seen_count(struct seen *s, struct text t)
{
    return ++*seen_at(s, t);
}
