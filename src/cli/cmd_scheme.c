/* SPDX-License-Identifier: Apache-2.0 */
/* Schemes: checked like code, put into force, listed. */
#include "cli/care.h"
#include "cli/scheme_check.h"
#include "cli/scheme_source.h"
#include "format/json.h"
#include "gen/sql/scheme.h"
#include "model/evaluate.h"
#include "model/place.h"
#include "model/scheme.h"
#include "scheme/calendar_load.h"
#include "scheme/lint.h"
#include "scheme/source_files.h"

/* ---- check ---- */

static enum rc run_check(struct cli *c)
{
    return scheme_check_run(c, c->arg, c->args);
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
    enum rc rc = scheme_load(w, codes, &source, law ? 0 : l->place, l->from, out);
    source_faults_place(l->c->arena, &source, &l->faults);
    return rc;
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
const struct command cmd_scheme_check = {.name = "scheme check", .args = "FOLDER|FILE…", .args_min = 1,
    .args_max = PLAN_SCHEMES - 1, .sentence = W_cmd_scheme_check, .options = check_options, .run = run_check};
const struct command cmd_scheme_load = {.name = "scheme load", .args = "FOLDER|FILE|ID…", .args_min = 1,
    .args_max = PLAN_SCHEMES - 1, .sentence = W_cmd_scheme_load, .options = load_options, .run = run_load};
const struct command cmd_scheme_list = {.name = "scheme list", .sentence = W_cmd_scheme_list, .run = run_list};
