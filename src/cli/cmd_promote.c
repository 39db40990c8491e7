/* SPDX-License-Identifier: Apache-2.0 */
/* A new school year: classes move up, those that end close, their children wait for the next school. */
#include "cli/load.h"
#include "access/may.h"
#include "format/json.h"
#include "model/place.h"
#include "model/promotion.h"

static const struct option_spec options[] = {
    {"school", "CODE", W_opt_promote_school, false},
    {"year", "YYYY", W_opt_promote_year, false},
    {"dry-run", NULL, W_opt_promote_dry, false},
    {0},
};

struct promoting {
    struct cli *c;
    int year;
    int64_t batch;
    struct batch_progress progress;
    struct promotion_plan plan;
    bool dry;
};

static enum rc school_scope(struct work *w, const struct scope *scope, const char *school, struct scope *out)
{
    struct place p;
    *out = *scope;
    if (!school) return RC_OK;
    enum rc rc = place_school_find(w->db, w->county, text_of(school), w->arena, &p);
    if (rc == RC_NOT_FOUND || rc == RC_CONFLICT) {
        fault_add(w->faults, T("--school"), rc == RC_CONFLICT ? W_roll_school_many : W_roll_school_unknown, text_of(school),
                  TEXT_NONE);
        return RC_INVALID;
    }
    TRY(rc);
    *out = scope_narrow(*scope, p.lo, p.hi, 0, 0);
    return RC_OK;
}

static enum rc promote(struct work *w, const struct scope *scope, void *p)
{
    struct promoting *x = p;
    struct scope where;
    TRY(school_scope(w, scope, cli_option(x->c, "school"), &where));
    TRY(promotion_plan(w->db, &where, x->year, w->arena, &x->plan));
    if (x->dry) return RC_OK;
    TRY(promotion_run(w, &where, x->year, &x->progress, &x->batch));
    return cli_audit(x->c, w->db, "batch", x->batch, "outcome=applied");
}

static void tell(struct cli *c, const struct promoting *x)
{
    const struct promotion_plan *p = &x->plan;
    const struct { const char *key; int64_t v; } n[] = {
        {"year", p->year}, {"classes_up", p->classes_up}, {"children_up", p->children_up}, {"classes_close", p->classes_close},
        {"children_close", p->children_close}, {"children_waiting", p->children_waiting}, {"batch", x->batch}};
    if (c->json) {
        json_open(&c->out, '{');
        for (size_t i = 0; i < sizeof n / sizeof *n; i++) {
            json_key(&c->out, text_of(n[i].key));
            json_int(&c->out, n[i].v);
        }
        json_close(&c->out, '}');
        buf_char(&c->out, '\n');
        return;
    }
    struct arena *a = c->arena;
    cli_say(c, W_promote_up, text_fmt(a, "%lld", (long long)p->classes_up), text_fmt(a, "%lld", (long long)p->children_up));
    cli_say(c, W_promote_close, text_fmt(a, "%lld", (long long)p->classes_close),
            text_fmt(a, "%lld", (long long)p->children_close));
    cli_say(c, W_promote_waiting, text_fmt(a, "%lld", (long long)p->children_waiting), TEXT_NONE);
    if (x->batch) cli_say(c, W_promote_done, text_fmt(a, "%lld", (long long)x->batch), TEXT_NONE);
}

static enum rc run(struct cli *c)
{
    int64_t year = school_year_of(c->as_of);
    if (!cli_int(c, "year", &year)) return RC_INVALID;
    if (year < 2000 || year > 2190) {
        fault_add(&c->faults, T("--year"), W_promote_year_bad, text_fmt(c->arena, "%lld", (long long)year), TEXT_NONE);
        return RC_INVALID;
    }
    struct promoting x = {.c = c, .year = (int)year, .progress = {load_progress, c}, .dry = cli_option(c, "dry-run") != NULL};
    struct load_step step = {.c = c, .fn = promote, .p = &x, .evaluate = !x.dry};
    TRY(load_step(&step));
    tell(c, &x);
    return RC_OK;
}

const struct command cmd_promote = {.name = "promote", .args = "", .sentence = W_cmd_promote, .options = options, .run = run};
