/* SPDX-License-Identifier: Apache-2.0 */
/* What a scheme asks of one child, place or member of staff, and what it would ask of everybody. */
#include "cli/care.h"
#include "cli/scheme_source.h"
#include "format/json.h"
#include "model/place.h"
#include "model/scheme_check.h"
#include "model/staff.h"
#include "view/build_burden.h"
#include "view/build_explain.h"

enum { TRY_WEEKS = 4 };

/* ---- explain ---- */

static void explain_words(struct cli *c, const struct explain_view *v)
{
    struct buf *b = &c->out;
    buf_fmt(b, "%.*s  %.*s  %.*s\n\n", TP(v->child_name), TP(v->class_name), TP(v->day));
    for (size_t i = 0; i < v->groups.n; i++) {
        const struct explain_groups *g = &v->groups.item[i];
        buf_fmt(b, "%s %.*s (%.*s)  %.*s\n", g->member ? "+" : "-", TP(g->title), TP(g->key), TP(g->source));
        struct text rest = g->why, line;
        while (rest.n > 0 && text_cut(&rest, '\n', &line)) buf_fmt(b, "    %.*s\n", TP(line));
    }
    for (size_t i = 0; i < v->duties.n; i++) {
        const struct explain_duties *d = &v->duties.item[i];
        buf_fmt(b, "\n%s %.*s (%.*s:%.*s)", d->applies ? "+" : "-", TP(d->title), TP(d->scheme), TP(d->key));
        buf_fmt(b, "  %.*s\n", TP(d->clause));
        buf_fmt(b, "    %.*s  every: %.*s  %.*s\n", TP(d->why), TP(d->every), TP(d->place));
        if (!d->applies) continue;
        struct text owner = d->owner.n ? d->owner : word(c->lang, W_burden_nobody);
        buf_fmt(b, "    %.*s", TP(owner));
        if (d->window_label.n) buf_fmt(b, "  %.*s %.*s", TP(d->window_label), TP(d->due_label));
        if (d->need > 0) buf_fmt(b, " %lld/%lld", (long long)d->have, (long long)d->need);
        if (d->excuse.n && d->need > 0) buf_fmt(b, "  %.*s", TP(d->excuse));
        buf_char(b, '\n');
    }
}

static enum rc explain_about(struct cli *c)
{
    struct about about;
    struct ask ask;
    struct explain_view v;
    struct db *db;
    int64_t county;
    TRY(cli_county(c, &county));
    TRY(cli_read(c, &db));
    TRY(care_about(c, db, county, &about));
    TRY(care_ask(c, scope_system(c->county, "the operator asks about one place or member of staff"), &ask));
    TRY(build_explain_about(&ask, about, &v));
    if (!c->json) {
        explain_words(c, &v);
        return RC_OK;
    }
    explain_view_json(&c->out, &v);
    buf_char(&c->out, '\n');
    return RC_OK;
}

static enum rc run_explain(struct cli *c)
{
    if (cli_option(c, "place") || cli_option(c, "staff")) return explain_about(c);
    if (c->args == 0) {
        fault_add(&c->faults, T("CHILD"), W_explain_whom, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    int64_t child;
    struct ask ask;
    struct explain_view v;
    TRY(care_child_read(c, text_of(c->arg[0]), &child));
    struct scope whole = scope_system(c->county, "the operator asks about one child");
    TRY(care_ask(c, scope_narrow(whole, 0, 0, child, 0), &ask));
    TRY(build_explain(&ask, child, &v));
    TRY(care_seen(c, child));
    if (c->json) {
        explain_view_json(&c->out, &v);
        buf_char(&c->out, '\n');
    } else {
        explain_words(c, &v);
    }
    return RC_OK;
}

/* ---- try ---- */

/* As if it were loaded: nothing is written. */
static enum rc trial_make(struct cli *c, int64_t county, struct text *id, struct evaluator **out)
{
    struct db *db;
    struct plan_source source;
    struct scheme_checked checked;
    const struct codes *codes = codes_builtin(c->arena, &c->faults);
    if (codes == NULL) return RC_INTERNAL;
    TRY(cli_read(c, &db));
    TRY(scheme_source(c, c->arg[0], &c->faults, &source));
    TRY(scheme_params(c, &source));
    source.from = c->as_of;
    TRY(scheme_check(db, county, c->as_of, codes, NULL, &source, c->arena, &c->faults, &checked));
    *id = checked.plan->scheme[checked.scheme].id;
    struct faults again = faults_new(c->arena); /* the same warnings as just told */
    return evaluator_try(db, county, c->as_of, &source, &again, out);
}

static struct text whole(struct cli *c, int64_t n)
{
    return text_fmt(c->arena, "%lld", (long long)n);
}

static struct text hours(struct cli *c, int64_t minutes)
{
    return care_tenths(c->arena, minutes * 1000 / 60);
}

static void burden_words(struct cli *c, const struct burden_view *v)
{
    struct buf *b = &c->out;
    struct text head[] = {v->scheme, v->from, v->to, whole(c, v->children)};
    buf_add(b, word_fill(c->arena, c->lang, W_burden_head, head, 4));
    buf_char(b, '\n');
    for (size_t i = 0; i < v->roles.n; i++) {
        const struct burden_roles *r = &v->roles.item[i];
        struct text arg[] = {r->title, whole(c, r->people), hours(c, r->each), hours(c, r->heaviest)};
        buf_add(b, word_fill(c->arena, c->lang, W_burden_role, arg, 4));
        struct text sum[] = {hours(c, r->merged), hours(c, r->minutes)};
        buf_add(b, word_fill(c->arena, c->lang, W_burden_sum, sum, 2));
        buf_char(b, '\n');
    }
    for (size_t i = 0; i < v->duties.n; i++) {
        const struct burden_duties *d = &v->duties.item[i];
        struct text arg[] = {d->title, whole(c, d->children), whole(c, d->records), hours(c, d->minutes)};
        buf_fmt(b, "%s ", d->tried ? "*" : " ");
        buf_add(b, word_fill(c->arena, c->lang, d->about ? W_burden_duty_about : W_burden_duty, arg, 4));
        buf_fmt(b, "  %.*s:%.*s %.*s\n", TP(d->scheme), TP(d->key), TP(d->clause));
        if (d->nobody == 0) continue;
        struct text none = whole(c, d->nobody);
        buf_fmt(b, "    %.*s\n", TP(word_fill(c->arena, c->lang, W_burden_none, &none, 1)));
    }
    for (size_t i = 0; i < v->listed.n; i++) {
        const struct burden_listed *l = &v->listed.item[i];
        struct text arg[] = {l->title, l->subject};
        buf_fmt(b, "  %.*s  %.*s:%.*s\n", TP(word_fill(c->arena, c->lang, W_burden_listed, arg, 2)), TP(l->scheme), TP(l->key));
    }
}

static enum rc trial_run(struct cli *c, int64_t county, struct text id, struct evaluator *ev, int weeks)
{
    struct burden_view v;
    struct ask ask;
    struct scope whole = scope_system(county, "a trial over the whole county");
    struct evaluator *own = c->ev;
    c->ev = ev; /* the builder is asked about the plan of the trial */
    enum rc rc = care_ask(c, whole, &ask);
    if (rc == RC_OK) rc = build_burden(&ask, id, weeks, &v);
    c->ev = own;
    if (rc != RC_OK) return rc;
    if (!c->json) {
        burden_words(c, &v);
        return RC_OK;
    }
    burden_view_json(&c->out, &v);
    buf_char(&c->out, '\n');
    return RC_OK;
}

static enum rc run_try(struct cli *c)
{
    int64_t weeks = TRY_WEEKS, county;
    struct evaluator *ev;
    struct text id;
    if (!cli_int(c, "weeks", &weeks) || weeks < 1 || weeks > BURDEN_WEEKS) {
        fault_add(&c->faults, T("--weeks"), W_burden_weeks, text_fmt(c->arena, "%d", BURDEN_WEEKS), TEXT_NONE);
        return RC_INVALID;
    }
    TRY(cli_county(c, &county));
    TRY(trial_make(c, county, &id, &ev));
    enum rc rc = trial_run(c, county, id, ev, (int)weeks);
    evaluator_free(ev);
    return rc;
}

static const struct option_spec try_options[] = {
    {"weeks", "N", W_opt_try_weeks, false}, {"params", "KEY=VALUE,…", W_opt_scheme_params, false}, {0},
};
static const struct option_spec explain_options[] = {
    {"place", "CODE", W_opt_explain_place, false}, {"staff", "SCHOOL/CODE", W_opt_explain_staff, false}, {0},
};
const struct command cmd_scheme_explain = {.name = "scheme explain", .args = "[CHILD]", .args_min = 0, .args_max = 1,
                                           .sentence = W_cmd_scheme_explain, .options = explain_options, .run = run_explain};
const struct command cmd_scheme_try = {.name = "scheme try", .args = "FOLDER|ID", .args_min = 1, .args_max = 1,
                                       .sentence = W_cmd_scheme_try, .options = try_options, .run = run_try};
