/* SPDX-License-Identifier: Apache-2.0 */
#include "model/import.h"

#include "base/hash.h"
#include "format/json.h"
#include "gen/sql/batch.h"
#include "model/evaluator.h"
#include "model/mapping.h"

#include <string.h>

enum { ROW_MEMORY = 64 << 20, JSON_MOST = 1 << 20, SAY_EVERY = 500, OUT_ROWS = 250, OUT_MEMORY = 300 << 20 };

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
    int64_t lo = file->map_hi > 0 ? file->map_lo : scope->lo, hi = file->map_hi > 0 ? file->map_hi : scope->hi;
    TRY(mapping_load(w->db, w->county, kind, lo, hi, im->columns, w->arena, &im->fixed, &im->fixed_n));
    im->told = arena_array(w->arena, im->columns->n, sizeof *im->told);
    im->head_sheet = -1;
    im->row = arena_new(ROW_MEMORY);
    im->out_arena = arena_new(OUT_MEMORY);
    im->out = arena_array(w->arena, OUT_ROWS, sizeof *im->out);
    im->given = buf_new(JSON_MOST);
    im->faults = buf_new(JSON_MOST);
    im->diff = buf_new(JSON_MOST);
    return RC_OK;
}

void import_end(struct import *im)
{
    if (im->row) arena_free(im->row);
    if (im->out_arena) arena_free(im->out_arena);
    im->out_arena = NULL;
    buf_free(&im->given);
    buf_free(&im->faults);
    buf_free(&im->diff);
    im->row = NULL;
}

/* ---- writing, here or in steps of the writer ---- */

/* `fn` gets the import in p; its work is the one that writes. */
static enum rc import_write(struct import *im, enum rc (*fn)(struct work *w, void *p))
{
    const struct batch_steps *s = im->file->steps;
    return s == NULL ? fn(im->w, im) : s->run(s->ctx, fn, im);
}

static enum rc rows_write(struct work *w, void *p)
{
    struct import *im = p;
    struct sql_batch_state_of_out now;
    struct sql_batch_state_of_in of = {.county = w->county, .id = im->batch};
    enum rc rc = sql_batch_state_of_one(w->db, &of, w->arena, &now);
    if (rc == RC_NOT_FOUND || (rc == RC_OK && !text_eqz(now.state, "reading"))) return RC_CONFLICT;   /* dropped meanwhile */
    TRY(rc);
    for (size_t i = 0; i < im->out_n; i++) {
        const struct import_row_put *r = &im->out[i];
        struct sql_import_row_insert_in in = {.county = w->county, .batch = im->batch, .row_no = r->row_no,
            .outcome = text_of(r->outcome), .child = r->object, .given = r->given, .faults = r->faults, .before = r->before};
        TRY(sql_import_row_insert_run(w->db, &in, NULL));
    }
    return RC_OK;
}

static enum rc rows_flush(struct import *im)
{
    if (im->out_n == 0) return RC_OK;
    enum rc rc = import_write(im, rows_write);
    im->out_n = 0;
    arena_reset(im->out_arena);
    return rc;
}

/* ---- the same file again ---- */

static enum rc preview_gone(struct work *w, int64_t batch)
{
    TRY(import_file_drop(w, batch));
    TRY(sql_import_row_delete_run(w->db, &(struct sql_import_row_delete_in){.county = w->county, .batch = batch}, NULL));
    return sql_batch_delete_run(w->db, &(struct sql_batch_delete_in){.county = w->county, .id = batch}, NULL);
}

struct same { int64_t id; bool applied, done, under_way; };

/* What came without a school in it is the file of the school that was named with it: one template serves many. */
static bool same_school(struct import *im, struct arena *a, int64_t place, struct text summary)
{
    struct faults f = faults_new(a);
    int64_t named = 0;
    (void)json_get_int(json_read(a, summary, JSON_MOST, &f), "school_id", &named);
    return named == im->school || (im->school != 0 && im->school == place);
}

static enum rc same_find(struct work *w, struct import *im, struct text hash, struct same *out)
{
    struct cursor c;
    struct sql_batch_same_file_out o;
    struct sql_batch_same_file_in in = {.county = w->county, .kind = text_of(im->kind), .file_hash = hash};
    *out = (struct same){0};
    TRY(sql_batch_same_file(w->db, &in, &c));
    while (out->id == 0 && sql_batch_same_file_next(&c, &o)) {
        if (!same_school(im, w->arena, o.place, o.summary)) continue;
        out->id = o.id;
        out->applied = text_eqz(o.state, "applied");
        out->under_way = text_eqz(o.state, "applying") || text_eqz(o.state, "undoing");
        /* Rows that were refused may be right by now; another day, or a batch undone since, may make others of them. */
        out->done = o.rows_refused == 0 && o.undone == 0 && o.as_of_day == im->file->as_of;
    }
    return sql_close(&c);
}

static enum rc same_before(struct work *w, struct import *im, struct text hash, int64_t *batch, bool *again)
{
    struct same same;
    TRY(same_find(w, im, hash, &same));
    *again = (same.applied && same.done) || same.under_way;
    *batch = *again ? same.id : 0;
    /* An older preview of the same file is replaced: the base may have changed since. */
    return same.id == 0 || same.applied || same.under_way ? RC_OK : preview_gone(w, same.id);
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

static bool where_column(const struct import *im, size_t i)
{
    enum column_type t = im->columns->item[i].type;
    return t == COLUMN_SCHOOL || t == COLUMN_CLASS;
}

/* School and class that the row itself does not say: they came from the title, the sheet's or the file's name, or with the
 * upload, and would be lost on the way back. */
static void told_json(struct import *im, struct buf *b, const struct import_line *line, const struct header_row *row)
{
    json_key(b, T("told"));
    json_open(b, '{');
    for (size_t i = 0; i < im->columns->n; i++) {
        if (row->cell[i] || text_empty(line->value[i]) || !where_column(im, i) || line->head->of_alias[i] >= 0) continue;
        im->told[i] = true;
        json_key(b, im->columns->item[i].key);
        json_text(b, line->value[i]);
    }
    json_close(b, '}');
}

static struct text cell_said(const struct import *im, const struct import_line *line, const struct header_row *row, size_t i)
{
    int32_t alias = line->head->column[i].alias;
    if (alias < 0 || line->head->of_alias[alias] != (int32_t)i) return sheet_text(row->sheet, line->head->column[i].column);
    if (row->cell[alias]) return row->cell[alias]->shown;
    struct text value = line->value[alias];
    return where_column(im, (size_t)alias) && value.s ? value : T("");
}

/* What was written, only kept for rows that go back to the school; columns that nobody knows too. */
static void raw_json(struct import *im, struct buf *b, const struct import_line *line, const struct header_row *row)
{
    json_key(b, T("raw"));
    json_open(b, '[');
    for (size_t i = 0; i < line->head->n; i++) json_text(b, cell_said(im, line, row, i));
    json_close(b, ']');
    if (im->head_now > 0) {
        json_key(b, T("h"));
        json_int(b, (int64_t)im->head_now);
    }
    told_json(im, b, line, row);
}

/* Sheets may have heads of their own; rows that go back stand under the one they came under. */
static void head_take(struct import *im, const struct header *head)
{
    struct arena *a = im->w->arena;
    if (im->head_sheet == (int32_t)head->sheet) return;
    im->head_sheet = (int32_t)head->sheet;
    struct text digest = header_digest(a, head->column, head->n);
    for (im->head_now = 0; im->head_now < im->heads_n; im->head_now++)
        if (text_eq(im->heads[im->head_now].digest, digest)) return;
    im->heads = arena_grow(a, im->heads, im->heads_n, &im->heads_cap, im->heads_n + 1, sizeof *im->heads);
    struct text *heading = arena_array(a, head->n + 1, sizeof *heading);
    for (size_t i = 0; i < head->n; i++) heading[i] = text_dup(a, head->column[i].heading);
    im->heads[im->heads_n++] = (struct import_head){.digest = digest, .heading = heading, .n = head->n};
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
    if (im->row_faults.n > 0) raw_json(im, &im->given, line, row);
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
    struct arena *a = im->out_arena;
    im->out[im->out_n++] = (struct import_row_put){.row_no = line->row_no, .object = line->object, .outcome = line->outcome,
        .given = text_dup(a, buf_text(&im->given)), .faults = im->faults.n ? text_dup(a, buf_text(&im->faults)) : TEXT_NONE,
        .before = before.s ? text_dup(a, before) : TEXT_NONE};
    return im->out_n == OUT_ROWS ? rows_flush(im) : RC_OK;
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

/* The first row, for whoever has to say what the columns mean. */
static void first_take(struct import *im, const struct header *head, const struct header_row *row)
{
    struct arena *a = im->w->arena;
    im->first = arena_array(a, head->n + 1, sizeof *im->first);
    for (size_t i = 0; i < head->n; i++) {
        int32_t alias = head->column[i].alias;
        const struct sheet_cell *cell = alias >= 0 && head->of_alias[alias] == (int32_t)i ? row->cell[alias] : NULL;
        im->first[im->first_n++] = text_dup(a, cell ? cell->shown : sheet_text(row->sheet, head->column[i].column));
    }
}

static bool row_take(void *ctx, const struct header *head, const struct header_row *row)
{
    struct import *im = ctx;
    arena_reset(im->row);
    im->row_faults = faults_new(im->row);
    buf_clear(&im->diff);
    headings_take(im, head);
    head_take(im, head);
    if (im->first == NULL) first_take(im, head, row);
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
    return header_take(((struct import *)ctx)->finder, row);
}

/* ---- the whole ---- */

static void headings_json(struct buf *b, const struct text *heading, size_t n)
{
    json_open(b, '[');
    for (size_t i = 0; i < n; i++) json_text(b, heading[i]);
    json_close(b, ']');
}

/* What the report needs beyond the first head: the others, and the columns that it adds. */
static void report_json(struct import *im, struct buf *b)
{
    json_key(b, T("heads"));
    json_open(b, '[');
    for (size_t i = 1; i < im->heads_n; i++) headings_json(b, im->heads[i].heading, im->heads[i].n);
    json_close(b, ']');
    json_key(b, T("told"));
    json_open(b, '{');
    for (size_t i = 0; i < im->columns->n; i++) {
        if (!im->told[i]) continue;
        json_key(b, im->columns->item[i].key);
        json_text(b, im->columns->item[i].name[0]);
    }
    json_close(b, '}');
}

static void summary_json(struct import *im, struct buf *b, const struct header *head)
{
    json_open(b, '{');
    json_key(b, T("head"));
    json_text(b, header_digest(im->w->arena, head->column, head->n));
    json_key(b, T("school"));
    json_text(b, im->file->school.s ? im->file->school : T(""));
    json_key(b, T("school_id"));
    json_int(b, im->school);
    json_key(b, T("at"));
    json_open(b, '[');
    for (size_t i = 0; i < head->n; i++) json_int(b, head->column[i].column);
    json_close(b, ']');
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
    report_json(im, b);
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
    struct header_spec spec = {.alias = alias, .n = im->columns->n, .every_sheet = im->every_sheet, .fixed = im->fixed,
        .fixed_n = im->fixed_n};
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

struct previewing {
    struct import *im;
    struct text hash, summary;
    const char *state;
    int64_t batch;
    bool again;
};

static enum rc batch_open(struct work *w, void *p)
{
    struct previewing *v = ((struct import *)p)->preview;
    struct import *im = v->im;
    TRY(same_before(w, im, v->hash, &v->batch, &v->again));
    if (v->again) return RC_OK;
    im->batch = ids_next(w->ids, w->now);
    struct sql_batch_insert_in in = {
        .county = w->county,
        .id = im->batch,
        .kind = text_of(im->kind),
        .key_lo = im->key_lo,
        .key_hi = im->key_hi,
        .file_name = im->file->name,
        .file_hash = v->hash,
        .as_of_day = im->file->as_of,
        .made_at = w->now,
        .made_by = w->staff,
    };
    struct buf asked = buf_new(JSON_MOST);       /* with what it can be read again */
    json_open(&asked, '{');
    json_key(&asked, T("school"));
    json_text(&asked, im->file->school.s ? im->file->school : T(""));
    json_key(&asked, T("school_id"));
    json_int(&asked, im->school);
    json_close(&asked, '}');
    in.summary = asked.over ? T("{}") : text_dup(w->arena, buf_text(&asked));
    buf_free(&asked);
    TRY(sql_batch_insert_run(w->db, &in, NULL));
    return im->file->keep ? import_file_keep(w, im->batch, im->file->bytes) : RC_OK;
}

static enum rc batch_tell(struct work *w, void *p)
{
    struct previewing *v = ((struct import *)p)->preview;
    struct import *im = v->im;
    struct sql_batch_told_in told = {
        .county = w->county,
        .id = im->batch,
        .place = im->place,
        .key_lo = im->key_lo,
        .key_hi = im->key_hi,
        .rows_new = im->n_new,
        .rows_changed = im->n_changed,
        .rows_same = im->n_same,
        .rows_refused = im->n_refused,
        .rows_warned = im->n_warned,
        .summary = v->summary,
        .state = text_of(v->state),
    };
    if (im->file->keep) TRY(import_file_first_keep(w, im->batch, im->first, im->first_n));
    return sql_batch_told_run(w->db, &told, NULL);
}

static enum rc batch_give_up(struct work *w, void *p)
{
    return preview_gone(w, ((struct import *)p)->batch);
}

/* A table is there, but nobody can tell which column is the name: people can. */
static bool waits_for_people(struct import *im, enum rc rc, const struct header **head)
{
    if (rc != RC_INVALID || !im->file->keep || im->rows > 0) return false;
    const struct sheet_row *below;
    *head = header_near(im->finder, &below);
    if (*head == NULL) return false;
    im->first = arena_array(im->w->arena, (*head)->n + 1, sizeof *im->first);
    for (im->first_n = 0; below != NULL && im->first_n < (*head)->n; im->first_n++)
        im->first[im->first_n] = sheet_text(below, (*head)->column[im->first_n].column);
    return true;
}

/* In the order in which it happens: rows, what the kind of import makes of all of them, what is told. */
static enum rc preview_rows(struct previewing *v)
{
    struct import *im = v->im;
    const struct header *head = NULL;
    enum rc rc = file_rows(im, &head);
    if (waits_for_people(im, rc, &head)) v->state = "mapping";
    else if (rc != RC_OK) return rc;
    else if (im->end) TRY(im->end(im));
    TRY(rows_flush(im));
    struct buf summary = buf_new(JSON_MOST);
    summary_json(im, &summary, head);
    v->summary = summary.over ? T("{}") : text_dup(im->w->arena, buf_text(&summary));
    buf_free(&summary);
    if (strcmp(v->state, "mapping") == 0) *im->w->faults = faults_new(im->w->arena);   /* they are told with the file */
    return import_write(im, batch_tell);
}

enum rc import_preview(struct import *im, int64_t *batch, bool *again)
{
    unsigned char digest[SHA256_BYTES];
    hash_sha256(digest, im->file->bytes);
    struct previewing v = {.im = im, .hash = hash_hex(im->w->arena, digest, sizeof digest), .state = "preview"};
    im->preview = &v;
    TRY(import_write(im, batch_open));
    *again = v.again;
    *batch = v.batch;
    if (v.again) return RC_OK;
    enum rc rc = preview_rows(&v);
    *batch = rc == RC_OK ? im->batch : 0;
    /* What was written in steps has to be taken away in one more. */
    if (rc != RC_OK && im->file->steps != NULL) (void)import_write(im, batch_give_up);
    return rc;
}

/* A string of ours without escapes, in place; NULL when it is something else. */
static const char *plain_string(const char *s, const char *end, struct text *out)
{
    if (s == end || *s != '"') return NULL;
    const char *from = ++s;
    while (s < end && *s != '"' && *s != '\\') s++;
    *out = (struct text){from, (size_t)(s - from)};
    return s < end && *s == '"' ? s + 1 : NULL;
}

static size_t column_next(const struct columns *columns, size_t at, struct text key)
{
    /* Written in the order of the columns; an entry of a column that is no more is left out. */
    size_t from = at;
    while (at < columns->n && !text_eq(columns->item[at].key, key)) at++;
    return at == columns->n ? from : at;
}

/* Nearly every row: {"v":{"name":"…",…}} with nothing escaped, read without making a tree of it. False: it is another. */
static bool values_plain(const struct columns *columns, struct text given, struct text *value)
{
    static const struct text begin = {"{\"v\":{", 6};
    const char *s = given.s + begin.n, *end = given.s + given.n;
    size_t at = 0;
    if (!text_starts(given, begin)) return false;
    for (struct text key, v; s && s < end && *s != '}'; s += *s == ',') {
        s = plain_string(s, end, &key);
        if (!s || s == end || *s != ':') return false;
        s = plain_string(s + 1, end, &v);
        if (!s || s == end || (*s != ',' && *s != '}')) return false;
        at = column_next(columns, at, key);
        if (at < columns->n && text_eq(columns->item[at].key, key)) value[at] = v;
    }
    return s && end - s == 2 && s[0] == '}' && s[1] == '}';
}

enum rc import_values(const struct columns *columns, struct arena *a, struct text given, struct text *value)
{
    if (values_plain(columns, given, value)) return RC_OK;
    memset(value, 0, columns->n * sizeof *value);
    struct faults f = faults_new(a);
    struct json_node *root = json_read(a, given, JSON_MOST, &f), *v = json_get(root, "v");
    if (!v) return RC_INTERNAL;
    size_t at = 0;
    for (struct json_node *n = v->child; n; n = n->next) {
        at = column_next(columns, at, n->key);
        if (at < columns->n && text_eq(columns->item[at].key, n->key)) value[at] = n->text;
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

static int64_t *seen_at(struct seen *s, uint64_t h)
{
    if (s->n * 2 >= s->slots) seen_double(s);
    if (h == 0) h = 1;
    size_t i = seen_slot(s, h);
    if (s->hash[i] == 0) {
        s->hash[i] = h;
        s->n++;
    }
    return &s->row[i];
}

int64_t seen_add_mark(struct seen *s, uint64_t mark, int64_t row)
{
    int64_t *at = seen_at(s, mark), before = *at;
    if (before == 0) *at = row;
    return before;
}

int64_t seen_add(struct seen *s, struct text t, int64_t row)
{
    return seen_add_mark(s, text_hash(t), row);
}

int64_t seen_count(struct seen *s, struct text t)
{
    return ++*seen_at(s, text_hash(t));
}
