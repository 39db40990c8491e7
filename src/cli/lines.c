/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/lines.h"

#include "base/file.h"
#include "cli/cli_said.h"
#include "cli/lines_sheet.h"
#include "gen/sql/scheme.h"
#include "model/audit.h"

#include <string.h>

/* ---- values ---- */

struct text line_text(struct lines *l, const struct line *line, const char *key)
{
    const struct json_node *n = json_get(line->map, key);
    if (n == NULL || n->kind == JSON_NONE) return TEXT_NONE;
    if (n->kind == JSON_TEXT) return text_trim(n->text);
    if (n->kind == JSON_INT) return text_fmt(l->row, "%lld", (long long)n->number);
    if (n->kind == JSON_DOUBLE) return text_fmt(l->row, "%.10g", n->real);
    if (n->kind == JSON_BOOL) return n->number != 0 ? T("yes") : T("no");
    struct text all = T("");
    bool texts = n->kind == JSON_LIST;
    for (const struct json_node *one = texts ? n->child : NULL; one != NULL; one = one->next) {
        texts = texts && one->kind == JSON_TEXT;
        if (texts) all = all.n == 0 ? one->text : text_fmt(l->row, "%.*s %.*s", TP(all), TP(one->text));
    }
    if (texts) return all;
    fault_add(&l->faults, text_of(key), W_lines_text, TEXT_NONE, TEXT_NONE);
    return TEXT_NONE;
}

/* Full-width letters, digits and signs as the keyboard has them. */
static struct text narrow(struct arena *a, struct text t)
{
    uint32_t cp;
    size_t n = 0;
    if (t.s == NULL) return TEXT_NONE;
    char *s = arena_alloc(a, t.n * 3 + 1);
    for (size_t at = 0; text_next(t, &at, &cp);) n += text_put(s + n, cp >= 0xFF01 && cp <= 0xFF5E ? cp - 0xFEE0 : cp);
    return (struct text){s, n};
}

struct text line_code(struct lines *l, const struct line *line, const char *key)
{
    return narrow(l->row, line_text(l, line, key));
}

day_t line_day(struct lines *l, const struct line *line, const char *key)
{
    struct text t = line_code(l, line, key);
    if (text_empty(t)) return DAY_NONE;
    day_t day = day_read(t);
    if (day == DAY_NONE) fault_add(&l->faults, text_of(key), W_param_day, t, TEXT_NONE);
    return day;
}

int64_t line_int(struct lines *l, const struct line *line, const char *key)
{
    struct text t = line_code(l, line, key);
    int64_t v;
    if (text_empty(t)) return NULL_INT;
    if (text_int(t, &v)) return v;
    fault_add(&l->faults, text_of(key), W_param_int, t, TEXT_NONE);
    return NULL_INT;
}

/* ---- the report ---- */

static void row_json(struct lines *l, const struct line *line, bool kept, const struct line_result *r)
{
    struct buf *b = &l->c->out;
    json_open(b, '{');
    json_key(b, T("line"));
    json_int(b, line->number);
    json_key(b, T("outcome"));
    json_text(b, !kept ? T("refused") : r->skipped ? T("skipped") : T("added"));
    if (kept) {
        json_key(b, T("id"));
        json_int(b, r->id);
        json_key(b, T("credits"));
        json_int(b, r->credits);
        json_key(b, T("late"));
        json_bool(b, r->late);
    }
    json_key(b, T("faults"));
    json_open(b, '[');
    for (size_t i = 0; i < l->faults.n; i++) {
        const struct fault *f = &l->faults.list[i];
        json_open(b, '{');
        json_key(b, T("field"));
        json_text(b, f->field);
        json_key(b, T("warning"));
        json_bool(b, f->warning);
        json_key(b, T("sentence"));
        json_text(b, fault_say(f, l->c->lang, l->row));
        json_close(b, '}');
    }
    json_close(b, ']');
    json_close(b, '}');
}

static void row_words(struct lines *l, const struct line *line, bool kept)
{
    struct buf *b = &l->c->out;
    for (size_t i = 0; i < l->faults.n; i++) {
        const struct fault *f = &l->faults.list[i];
        if (!kept && f->warning) continue;
        struct text where = text_fmt(l->row, "%lld", (long long)line->number), say = fault_say(f, l->c->lang, l->row);
        buf_add(b, word_fill(l->row, l->c->lang, W_lines_row, &where, 1));
        buf_add(b, word(l->c->lang, f->warning ? W_cli_warning : W_cli_error));
        if (f->field.n) buf_fmt(b, "%.*s: ", TP(said_field(l->c->lang, f->field)));
        buf_add(b, say);
        buf_char(b, '\n');
    }
}

static void row_tell(struct lines *l, const struct line *line, bool kept, const struct line_result *r)
{
    l->added += kept && !r->skipped;
    l->skipped += kept && r->skipped;
    l->refused += !kept;
    l->warned += kept && !r->skipped && l->faults.n > 0;
    if (l->c->json) row_json(l, line, kept, r);
    else row_words(l, line, kept);
}

/* ---- one row ---- */

static void row_begin(struct lines *l, struct db *db)
{
    arena_reset(l->row);
    l->faults = faults_new(l->row);
    l->touched = touched_new(l->row);
    l->work = cli_work(l->c, db, l->county, &l->touched);
    l->work.arena = l->row;
    l->work.faults = &l->faults;
    l->work.source = "sheet";
}

static bool refusal(enum rc rc)
{
    return rc == RC_INVALID || rc == RC_NOT_FOUND || rc == RC_CONFLICT || rc == RC_DENIED;
}

static enum rc row_enter(struct lines *l, struct db *db, const struct line *line)
{
    struct line_result r = {0};
    TRY(db_save(db));
    enum rc rc = line->map == NULL ? RC_INVALID : l->enter(l, line, &r);
    if (rc == RC_OK && l->faults.errors > 0) rc = RC_INVALID;
    if (rc != RC_OK && !refusal(rc)) return rc;
    if (rc == RC_OK) TRY(db_release(db));
    else db_undo(db);
    if (rc != RC_OK && l->faults.errors == 0) {
        fault_add(&l->faults, TEXT_NONE, W_cli_failed, said_rc(l->c->lang, rc), TEXT_NONE);
    }
    row_tell(l, line, rc == RC_OK, &r);
    return RC_OK;
}

/* ---- groups: a transaction each, repeatable as a whole ---- */

struct group { struct lines *l; struct text rest; int64_t number, left; struct lines_sheet *sheet; };

static bool line_next(struct group *g, struct line *line)
{
    if (g->sheet != NULL) return lines_sheet_next(g->sheet, &g->number, line);
    struct text one;
    while (text_cut(&g->rest, '\n', &one)) {
        g->number++;
        one = text_trim(one);
        if (one.n == 0) continue;
        *line = (struct line){.number = g->number, .map = json_read(g->l->row, one, LINE_BYTES, &g->l->faults)};
        if (line->map != NULL && line->map->kind != JSON_MAP) {
            fault_add(&g->l->faults, TEXT_NONE, W_lines_object, TEXT_NONE, TEXT_NONE);
            line->map = NULL;
        }
        return true;
    }
    return false;
}

struct at { struct group g; int64_t added, skipped, refused, warned, done; size_t said; };

static enum rc group_run(struct db *db, void *p)
{
    struct at *at = p;
    struct lines *l = at->g.l;
    struct group g = at->g;
    /* A serialisation failure runs this again: what the first try counted and said is forgotten. */
    l->added = at->added;
    l->skipped = at->skipped;
    l->refused = at->refused;
    l->warned = at->warned;
    l->done = at->done;
    l->c->out.n = at->said;
    struct line line;
    for (int64_t i = 0; i < g.left; i++) {
        row_begin(l, db);
        if (!line_next(&g, &line)) break;
        TRY(row_enter(l, db, &line));
        if (++l->done % 100 == 0) cli_progress(l->c, W_lines_progress, l->done, l->total);
    }
    at->g.rest = g.rest;
    at->g.number = g.number;
    return RC_OK;
}

static enum rc dry_run(struct db *db, struct at *at)
{
    TRY(db_begin(db));
    enum rc rc = group_run(db, at);
    db_rollback(db);
    return rc;
}

static enum rc all_run(struct db *db, void *p)
{
    struct at *at = p;
    struct group before = at->g;
    TRY(group_run(db, at));
    if (at->g.l->refused == 0) return RC_OK;
    at->g = before;
    return RC_INVALID;
}

static bool at_end(const struct group *g)
{
    return g->sheet != NULL ? lines_sheet_end(g->sheet, g->number) : text_trim(g->rest).n == 0;
}

static enum rc groups_run(struct lines *l, struct db *db, struct at *at, bool all)
{
    if (l->dry || all) {
        at->g.left = INT64_MAX;
        enum rc rc = l->dry ? dry_run(db, at) : db_transact(db, all_run, at);
        if (rc == RC_INVALID && all && !l->dry) l->added = l->skipped = 0;
        return rc;
    }
    while (!at_end(&at->g)) {
        at->g.left = LINES_GROUP;
        at->added = l->added;
        at->skipped = l->skipped;
        at->refused = l->refused;
        at->warned = l->warned;
        at->done = l->done;
        at->said = l->c->out.n;
        TRY(db_transact(db, group_run, at));
        TRY(store_checkpoint(l->c->store));
    }
    return RC_OK;
}

/* ---- the file ---- */

static int64_t lines_count(struct text t)
{
    int64_t n = 0;
    for (size_t i = 0; i < t.n; i++) n += t.s[i] == '\n';
    return n + (t.n > 0 && t.s[t.n - 1] != '\n');
}

static enum rc file_take(struct cli *c, const struct evaluator *ev, struct lines *l, const char *columns, struct group *g)
{
    struct text name = text_of(c->arg[0]), bytes;
    enum rc rc = file_read(c->arena, c->arg[0], LINES_BYTES, &bytes);
    if (rc != RC_OK) {
        fault_add(&c->faults, name, rc == RC_TOO_LARGE ? W_lines_large : W_lines_file, TEXT_NONE, TEXT_NONE);
        return rc;
    }
    *g = (struct group){.l = l, .rest = bytes};
    bool sheet = text_ends(name, T(".xlsx")) || text_ends(name, T(".csv"));
    if (sheet) TRY(lines_sheet_read(c->arena, ev->codes, name, bytes, columns, c->lang, &c->faults, &g->sheet));
    l->total = sheet ? lines_sheet_count(g->sheet) : lines_count(bytes);
    return RC_OK;
}

static enum rc county_fits(struct lines *l)
{
    struct db *db;
    struct sql_county_by_id_out county;
    if (!l->needs_demo) return RC_OK;
    TRY(cli_read(l->c, &db));
    TRY(sql_county_by_id_one(db, &(struct sql_county_by_id_in){.id = l->county}, l->c->arena, &county));
    if (county.demo != 0) return RC_OK;
    fault_add(&l->c->faults, T("--as-happened"), W_lines_demo_only, TEXT_NONE, TEXT_NONE);
    return RC_DENIED;
}

static enum rc note(struct db *db, void *p)
{
    const struct lines *l = p;
    struct text detail = text_fmt(l->c->arena, "added=%lld skipped=%lld refused=%lld", (long long)l->added,
        (long long)l->skipped, (long long)l->refused);
    return cli_audit(l->c, db, "batch", 0, text_z(l->c->arena, detail));
}

static void tell(struct lines *l, bool kept)
{
    struct buf *b = &l->c->out;
    struct text n[] = {text_fmt(l->c->arena, "%lld", (long long)l->added), text_fmt(l->c->arena, "%lld", (long long)l->refused),
                       text_fmt(l->c->arena, "%lld", (long long)l->warned), text_fmt(l->c->arena, "%lld", (long long)l->skipped)};
    if (!l->c->json) {
        buf_add(b, word_fill(l->c->arena, l->c->lang, l->dry ? W_lines_dry : W_lines_done, n, 4));
        buf_char(b, '\n');
        if (!kept && !l->dry) cli_say(l->c, W_lines_kept_none, TEXT_NONE, TEXT_NONE);
        return;
    }
    json_close(b, ']');
    json_key(b, T("added"));
    json_int(b, l->added);
    json_key(b, T("skipped"));
    json_int(b, l->skipped);
    json_key(b, T("refused"));
    json_int(b, l->refused);
    json_key(b, T("warned"));
    json_int(b, l->warned);
    json_key(b, T("kept"));
    json_bool(b, kept);
    json_close(b, '}');
    buf_char(b, '\n');
}

enum rc lines_run(struct cli *c, struct lines *l, const char *columns)
{
    const struct evaluator *ev;
    struct at at = {0};
    struct db *db;
    l->c = c;
    l->dry = cli_option(c, "dry-run") != NULL;
    TRY(cli_county(c, &l->county));
    TRY(county_fits(l));
    TRY(cli_evaluator(c, &ev));
    TRY(file_take(c, ev, l, columns, &at.g));
    care_read_end(c);
    TRY(cli_write(c, &db));
    l->row = arena_new(LINE_MEMORY);
    if (c->json) {
        json_open(&c->out, '{');
        json_key(&c->out, T("rows"));
        json_open(&c->out, '[');
    }
    at.said = c->out.n;
    enum rc rc = groups_run(l, db, &at, cli_option(c, "all-or-nothing") != NULL);
    cli_progress(c, W_lines_progress, l->done, l->done);
    if (rc == RC_OK && !l->dry) rc = db_transact(db, note, l);
    if (rc == RC_OK || refusal(rc)) tell(l, rc == RC_OK && !l->dry);
    arena_free(l->row);
    return rc == RC_OK && l->refused > 0 ? RC_INVALID : rc;
}
