/* SPDX-License-Identifier: Apache-2.0 */
/* What people are shown of a batch: rows with reasons and differences, and the sheet that goes back to the school. */
#include "format/json.h"
#include "format/xlsx_write.h"
#include "gen/sql/batch.h"
#include "model/batch.h"

#include <string.h>

enum { JSON_MOST = 1 << 20, SHEET_ROWS = 2000000, REPORT_COLUMNS = 250 };


static struct text fault_text(const struct json_node *n, enum lang lang, struct arena *a)
{
    struct fault f = {.word = W_none};
    struct text word = TEXT_NONE;
    (void)json_get_text(n, "w", &word);
    f.word = word_find(word);
    size_t k = 0;
    const struct json_node *args = json_get(n, "a");
    for (const struct json_node *one = args ? args->child : NULL; one && k < FAULT_ARGS; one = one->next) f.arg[k++] = one->text;
    return fault_say(&f, lang, a);
}

static void faults_take(struct batch_row *row, struct text json, enum lang lang, struct arena *a)
{
    struct faults ours = faults_new(a);
    const struct json_node *list = json.s ? json_read(a, json, JSON_MOST, &ours) : NULL;
    if (!list) return;
    row->fault = arena_array(a, list->n, sizeof *row->fault);
    for (const struct json_node *n = list->child; n; n = n->next) {
        row->fault[row->faults].field = T("");
        (void)json_get_text(n, "f", &row->fault[row->faults].field);
        (void)json_get_bool(n, "warn", &row->fault[row->faults].warning);
        row->fault[row->faults].text = fault_text(n, lang, a);
        row->faults++;
    }
}

static void diffs_take(struct batch_row *row, struct text json, struct arena *a)
{
    struct faults ours = faults_new(a);
    const struct json_node *list = json.s ? json_get(json_read(a, json, JSON_MOST, &ours), "diff") : NULL;
    if (!list) return;
    row->diff = arena_array(a, list->n, sizeof *row->diff);
    for (const struct json_node *n = list->child; n; n = n->next) {
        if (n->kind != JSON_LIST || n->n != 3) continue;
        const struct json_node *field = n->child, *old = field->next, *now = old->next;
        row->diff[row->diffs].field = field->text;
        row->diff[row->diffs].old = old->text;
        row->diff[row->diffs].now = now->text;
        row->diffs++;
    }
}

static struct text name_take(struct text given, struct arena *a)
{
    struct faults ours = faults_new(a);
    struct text name = T("");
    const struct json_node *root = given.s ? json_read(a, given, JSON_MOST, &ours) : NULL;
    if (!json_get_text(json_get(root, "v"), "name", &name)) (void)json_get_text(root, "name", &name);
    return name;
}

enum rc batch_rows(struct db *db, const struct scope *scope, int64_t batch, const char *outcome, int64_t after, size_t limit,
                   enum lang lang, struct arena *a, struct batch_rows *out)
{
    struct batch b;
    struct cursor c;
    struct sql_import_row_part_out o;
    size_t cap = 0;
    *out = (struct batch_rows){0};
    TRY(batch_by_id(db, scope, batch, a, &b));
    /* One outcome or all: the same columns under two statements. */
    struct sql_import_row_of_in of = {
        .county = scope->county, .batch = batch, .outcome = text_of(outcome), .after_no = after, .limit = (int64_t)limit + 1};
    struct sql_import_row_part_in part = {
        .county = scope->county, .batch = batch, .after_no = after, .limit = (int64_t)limit + 1};
    TRY(outcome ? sql_import_row_of(db, &of, &c) : sql_import_row_part(db, &part, &c));
    struct sql_import_row_of_out one;
    while (outcome ? sql_import_row_of_next(&c, &one) : sql_import_row_part_next(&c, &o)) {
        if (outcome)
            o = (struct sql_import_row_part_out){.row_no = one.row_no,
                                                 .outcome = one.outcome,
                                                 .child = one.child,
                                                 .given = one.given,
                                                 .faults = one.faults,
                                                 .before = one.before};
        if (out->n == limit) {
            out->more = true;
            break;
        }
        out->item = arena_grow(a, out->item, out->n, &cap, out->n + 1, sizeof *out->item);
        struct batch_row *row = &out->item[out->n++];
        *row = (struct batch_row){.row_no = o.row_no,
                                  .child = o.child,
                                  .outcome = text_dup(a, o.outcome),
                                  .name = name_take(text_dup(a, o.given), a)};
        faults_take(row, text_dup(a, o.faults), lang, a);
        diffs_take(row, text_dup(a, o.before), a);
    }
    return sql_close(&c);
}

/* ---- the report ---- */

enum { REPORT_OWN = 3 };        /* columns of ours before theirs: row, state, problem */

struct report {
    struct xlsx_writer *x;
    struct arena *a;
    enum lang lang;
    struct text file;
    const struct json_node *summary, *told;   /* told: columns that the sheet left to its title or name */
    size_t columns;
    int64_t head;                  /* of which the sheet is; rows of others wait */
    bool begun;
};

static const struct json_node *headings_of(const struct report *r, int64_t head)
{
    if (head == 0) return json_get(r->summary, "headings");
    const struct json_node *all = json_get(r->summary, "heads"), *n = all ? all->child : NULL;
    for (int64_t i = 1; n && i < head; i++) n = n->next;
    return n;
}

static size_t head_put(struct xlsx_head *head, size_t n, struct text words)
{
    if (n == REPORT_COLUMNS) return n;
    head[n] = (struct xlsx_head){.text = words, .column = (uint16_t)n, .columns = 1, .rows = 1};
    return n + 1;
}

static void report_head(struct report *r)
{
    size_t n = 0;
    static const double wide[REPORT_COLUMNS] = {8, 14, 60};
    struct xlsx_head *head = arena_array(r->a, REPORT_COLUMNS, sizeof *head);
    const enum word first[REPORT_OWN] = {W_report_row, W_report_state, W_report_problem};
    const struct json_node *h = headings_of(r, r->head);
    for (size_t i = 0; i < REPORT_OWN; i++) n = head_put(head, n, word(r->lang, first[i]));
    for (const struct json_node *t = r->told ? r->told->child : NULL; t; t = t->next) n = head_put(head, n, t->text);
    for (h = h ? h->child : NULL; h; h = h->next) n = head_put(head, n, h->text);
    r->columns = n;
    struct xlsx_page page = {
        .name = word(r->lang, W_report_sheet), .width = wide, .columns = (uint32_t)n, .freeze_columns = 3, .landscape = true};
    xlsx_add_sheet(r->x, &page);
    xlsx_add_title(r->x, word(r->lang, W_report_title));
    xlsx_add_note(r->x, word_fill(r->a, r->lang, W_report_note, &r->file, 1), T(""));
    xlsx_add_head(r->x, head, n, 1);
    r->begun = true;
}

static size_t value_put(const struct report *r, struct xlsx_value *v, size_t n, struct text t)
{
    if (n >= r->columns) return n;
    v[n] = (struct xlsx_value){.kind = t.n ? VALUE_TEXT : VALUE_EMPTY, .text = t};
    return n + 1;
}

static void report_row(struct report *r, struct arena *a, const struct sql_import_row_part_out *o, const struct json_node *given)
{
    struct batch_row row = {0};
    faults_take(&row, o->faults, r->lang, a);
    struct text all = T("");
    for (size_t i = 0; i < row.faults; i++)
        all = text_fmt(a, "%.*s%s%.*s：%.*s", TP(all), i ? "\n" : "", TP(row.fault[i].field), TP(row.fault[i].text));
    bool refused = text_eqz(o->outcome, "refused");
    struct xlsx_value *v = arena_array(a, r->columns, sizeof *v);
    v[0] = (struct xlsx_value){.kind = VALUE_INT, .whole = o->row_no % SHEET_ROWS};
    v[1] = (struct xlsx_value){.kind = VALUE_TEXT, .text = word(r->lang, refused ? W_report_refused : W_report_warned)};
    v[2] = (struct xlsx_value){.kind = VALUE_TEXT, .look = LOOK_FAULT, .text = all};
    size_t n = REPORT_OWN;
    const struct json_node *told = json_get(given, "told"), *raw = json_get(given, "raw");
    for (const struct json_node *t = r->told ? r->told->child : NULL; t; t = t->next) {
        struct text said = T("");
        if (told) (void)json_get_text(told, text_z(a, t->key), &said);
        n = value_put(r, v, n, said);
    }
    for (const struct json_node *cell = raw ? raw->child : NULL; cell; cell = cell->next) n = value_put(r, v, n, cell->text);
    xlsx_add_row(r->x, v, n);
}

static enum rc report_rows(struct report *r, struct db *db, int64_t county, int64_t batch)
{
    struct arena *a = arena_new((size_t)64 << 20);
    struct cursor c;
    struct sql_import_row_part_out o;
    struct sql_import_row_part_in in = {.county = county, .batch = batch, .after_no = -1, .limit = INT32_MAX};
    enum rc rc = sql_import_row_part(db, &in, &c);
    while (rc == RC_OK && sql_import_row_part_next(&c, &o)) {
        if (!o.faults.s || !o.given.s) continue;
        arena_reset(a);
        struct faults ours = faults_new(a);
        int64_t head = 0;
        o.faults = text_dup(a, o.faults);
        o.given = text_dup(a, o.given);
        const struct json_node *given = json_read(a, o.given, JSON_MOST, &ours);
        (void)json_get_int(given, "h", &head);
        if (head != r->head) continue;
        if (!r->begun) report_head(r);
        report_row(r, a, &o, given);
    }
    if (rc == RC_OK) rc = sql_close(&c);
    arena_free(a);
    return rc;
}

enum rc batch_report(struct db *db, const struct scope *scope, int64_t batch, enum lang lang, struct arena *a, struct buf *xlsx)
{
    struct batch b;
    struct faults ours = faults_new(a);
    TRY(batch_by_id(db, scope, batch, a, &b));
    struct report r = {.x = xlsx_begin(a, b.made_at), .a = a, .lang = lang, .file = b.file_name,
        .summary = json_read(a, b.summary, JSON_MOST, &ours)};
    r.told = json_get(r.summary, "told");
    const struct json_node *more = json_get(r.summary, "heads");
    int64_t heads = 1 + (more ? (int64_t)more->n : 0);
    bool any = false;
    enum rc rc = RC_OK;
    for (r.head = 0; rc == RC_OK && r.head < heads; r.head++) {
        r.begun = false;
        rc = report_rows(&r, db, scope->county, batch);
        any = any || r.begun;
    }
    r.head = 0;
    if (!any) report_head(&r);                 /* nothing to correct: the head alone */
    enum rc end = xlsx_end(r.x, xlsx);
    return rc != RC_OK ? rc : end;
}
