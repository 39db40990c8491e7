/* SPDX-License-Identifier: Apache-2.0 */
/* Schemes: checked like code, put into force, listed. */
#include "cli/care.h"
#include "cli/scheme_source.h"
#include "format/json.h"
#include "gen/sql/scheme.h"
#include "model/evaluate.h"
#include "model/place.h"
#include "model/scheme.h"
#include "scheme/calendar_load.h"
#include "scheme/lint.h"

/* ---- check ---- */

/* The calendar that is built in, under the named windows of the scheme: enough to see whether a window ever comes. */
static const struct calendar *calendar_usual(struct cli *c, const struct plan *p, struct faults *f)
{
    static const char *const files[] = {"schemes/calendars/holidays.yaml", "schemes/calendars/default.yaml"};
    const struct yaml_node *root[2];
    for (int i = 0; i < 2; i++) {
        const struct embedded *e = embedded_find(text_of(files[i]));
        root[i] = e == NULL ? NULL : yaml_read(c->arena, e->path, e->bytes, f);
        if (root[i] == NULL) return NULL;
    }
    struct part part = {.arena = c->arena, .faults = f, .codes = p->codes};
    return calendar_load(&part, root, 2, p->window, p->window_count);
}

static enum rc check_all(struct cli *c, struct faults *f)
{
    const struct codes *codes = codes_builtin(c->arena, f);
    if (codes == NULL) return RC_INTERNAL;
    struct plan_source *source = arena_array(c->arena, (size_t)c->args + 1, sizeof *source);
    size_t n = 0;
    bool law = false;
    for (int i = 0; i < c->args; i++) {
        TRY(scheme_source(c, c->arg[i], f, &source[n]));
        law |= text_ends(source[n].name, T("schemes/law"));
        n++;
    }
    /* A scheme is read on top of the law, unless the law itself is looked at. */
    if (!law && !cli_option(c, "alone")) TRY(plan_source_builtin(c->arena, T("schemes/law"), &source[n++]));
    struct plan *p;
    struct plan_options options = {.today = c->as_of};
    TRY(plan_build(c->arena, codes, source, n, &options, f, &p));
    const struct calendar *calendar = calendar_usual(c, p, f);
    if (calendar == NULL) return RC_INVALID;
    lint_plan(p, calendar, f);
    return f->errors > 0 ? RC_INVALID : RC_OK;
}

static void faults_json(struct cli *c, const struct faults *f)
{
    struct buf *b = &c->out;
    json_open(b, '[');
    for (size_t i = 0; i < f->n; i++) {
        const struct fault *one = &f->list[i];
        json_open(b, '{');
        json_key(b, T("file"));
        json_text(b, one->file);
        json_key(b, T("line"));
        json_int(b, one->line);
        json_key(b, T("column"));
        json_int(b, one->column);
        json_key(b, T("warning"));
        json_bool(b, one->warning);
        json_key(b, T("what"));
        json_text(b, word_keys[one->word]);
        json_key(b, T("sentence"));
        json_text(b, fault_say(one, c->lang, c->arena));
        json_close(b, '}');
    }
    json_close(b, ']');
    buf_char(b, '\n');
}

/* The sentences are the result here, so they go to stdout, and the program's own list of faults stays empty. */
static enum rc run_check(struct cli *c)
{
    struct faults f = faults_new(c->arena);
    enum rc rc = check_all(c, &f);
    if (c->json) faults_json(c, &f);
    else lint_print(&f, c->lang, c->arena, &c->out);
    return rc;
}

/* ---- load ---- */

struct loading {
    struct cli *c;
    int64_t county, place;
    day_t from;
    struct faults faults;             /* of the last scheme that was looked at: each check looks at all that is loaded */
    struct scheme_loaded *loaded;
    struct touched touched;
};

static enum rc one_load(struct loading *l, struct work *w, const struct codes *codes, const char *arg, struct scheme_loaded *out)
{
    struct plan_source source;
    l->faults = faults_new(l->c->arena);
    w->faults = &l->faults;
    TRY(scheme_source(l->c, arg, &l->faults, &source));
    TRY(scheme_params(l->c, &source));
    bool law = text_ends(source.name, T("schemes/law"));
    return scheme_load(w, codes, &source, law ? 0 : l->place, l->from, out);
}

static enum rc all_load(struct db *db, void *p)
{
    struct loading *l = p;
    struct work w = cli_work(l->c, db, l->county, &l->touched);
    const struct codes *codes = codes_builtin(l->c->arena, &l->c->faults);
    if (codes == NULL) return RC_INTERNAL;
    bool changed = false;
    for (int i = 0; i < l->c->args; i++) {
        TRY(one_load(l, &w, codes, l->c->arg[i], &l->loaded[i]));
        changed |= !l->loaded[i].same;
    }
    if (changed) {
        struct evaluator *ev;
        struct faults again = faults_new(l->c->arena);   /* the same warnings as just told */
        TRY(evaluator_new(db, l->county, w.today, &again, &ev));
        enum rc rc = evaluate_all(db, ev, w.today, true, l->c->arena, care_evaluated, l->c);
        evaluator_free(ev);
        if (rc != RC_OK) return rc;
    }
    return cli_audit(l->c, db, "scheme", 0, "outcome=loaded");
}

static void loaded_tell(struct cli *c, const struct loading *l)
{
    struct buf *b = &c->out;
    if (c->json) json_open(b, '[');
    for (int i = 0; i < c->args; i++) {
        const struct scheme_loaded *s = &l->loaded[i];
        if (!c->json) {
            struct text name = text_fmt(c->arena, "%.*s（%.*s %d）", TP(s->title), TP(s->id), s->version);
            if (s->same) cli_say(c, W_scheme_same, name, TEXT_NONE);
            else cli_say(c, W_scheme_loaded, name, text_fmt(c->arena, "%d", s->duties));
            continue;
        }
        json_open(b, '{');
        json_key(b, T("id"));
        json_text(b, s->id);
        json_key(b, T("version"));
        json_int(b, s->version);
        json_key(b, T("from"));
        json_text(b, day_text(c->arena, s->from));
        json_key(b, T("duties"));
        json_int(b, s->duties);
        json_key(b, T("same"));
        json_bool(b, s->same);
        json_close(b, '}');
    }
    if (!c->json) return;
    json_close(b, ']');
    buf_char(b, '\n');
}

static enum rc run_load(struct cli *c)
{
    struct db *db;
    struct loading l = {.c = c, .from = DAY_NONE, .touched = touched_new(c->arena)};
    const char *place = cli_option(c, "place");
    l.loaded = arena_array(c->arena, (size_t)c->args + 1, sizeof *l.loaded);
    if (!cli_day(c, "from", &l.from)) return RC_INVALID;
    TRY(cli_county(c, &l.county));
    if (place) {
        struct text name;
        int64_t lo, hi;
        struct place p;
        TRY(cli_read(c, &db));
        TRY(care_place(c, db, l.county, text_of(place), &lo, &hi, &name));
        bool centre = hi - lo > INT64_C(1) << PLACE_SCHOOL_BITS;
        TRY(place_by_key(db, l.county, lo, centre ? PLACE_CENTRE : PLACE_SCHOOL, c->arena, &p));
        l.place = p.id;
    }
    care_read_end(c);
    TRY(cli_write(c, &db));
    enum rc rc = db_transact(db, all_load, &l);
    for (size_t i = 0; i < l.faults.n; i++) fault_put(&c->faults, &l.faults.list[i]);
    if (rc == RC_OK) loaded_tell(c, &l);
    return rc;
}

/* ---- list ---- */

static void list_row(struct cli *c, const struct sql_scheme_list_out *row)
{
    struct text from = day_text(c->arena, (day_t)row->from_day), to = day_text(c->arena, sql_day(row->to_day));
    struct buf *b = &c->out;
    if (!c->json) {
        buf_fmt(b, "%-16.*s %3lld  %-8.*s", TP(row->id), (long long)row->version, TP(row->layer));
        buf_fmt(b, " %.*s – %-10.*s  %.*s\n", TP(from), TP(to), TP(row->title));
        return;
    }
    json_open(b, '{');
    json_key(b, T("id"));
    json_text(b, row->id);
    json_key(b, T("version"));
    json_int(b, row->version);
    json_key(b, T("title"));
    json_text(b, row->title);
    json_key(b, T("layer"));
    json_text(b, row->layer);
    json_key(b, T("from"));
    json_text(b, from);
    json_key(b, T("to"));
    json_text(b, to);
    json_key(b, T("digest"));
    json_text(b, row->digest);
    json_close(b, '}');
}

static enum rc run_list(struct cli *c)
{
    int64_t county;
    struct db *db;
    struct cursor cur;
    struct sql_scheme_list_out row;
    TRY(cli_county(c, &county));
    TRY(cli_read(c, &db));
    TRY(sql_scheme_list(db, &(struct sql_scheme_list_in){.county = county}, &cur));
    if (c->json) json_open(&c->out, '[');
    while (sql_scheme_list_next(&cur, &row)) list_row(c, &row);
    if (c->json) {
        json_close(&c->out, ']');
        buf_char(&c->out, '\n');
    }
    return sql_close(&cur);
}

static const struct option_spec check_options[] = {{"alone", NULL, W_opt_scheme_alone, false}, {0}};
static const struct option_spec load_options[] = {
    {"from", "DATE", W_opt_scheme_from, false}, {"place", "CODE", W_opt_scheme_place, false},
    {"params", "KEY=VALUE,…", W_opt_scheme_params, false}, {0},
};
const struct command cmd_scheme_check = {.name = "scheme check", .args = "FOLDER…", .args_min = 1, .args_max = PLAN_SCHEMES - 1,
                                         .sentence = W_cmd_scheme_check, .options = check_options, .run = run_check};
const struct command cmd_scheme_load = {.name = "scheme load", .args = "FOLDER|ID…", .args_min = 1, .args_max = PLAN_SCHEMES - 1,
                                        .sentence = W_cmd_scheme_load, .options = load_options, .run = run_load};
const struct command cmd_scheme_list = {.name = "scheme list", .sentence = W_cmd_scheme_list, .run = run_list};
