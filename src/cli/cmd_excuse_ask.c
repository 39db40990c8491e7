/* SPDX-License-Identifier: Apache-2.0 */
/* excuse ask: a duty that cannot be done for a child, a place or a member of staff in a span. It holds only when
 * somebody else has decided so. */
#include "cli/act.h"
#include "gen/sql/gate.h"
#include "model/exemption.h"

/* "yx-youxi:home_visit" or "all". Of several versions of a scheme, the one in force when the excuse begins. */
static enum rc duty_find(struct act *a, const char *given, day_t from, int64_t *stored)
{
    const struct evaluator *ev = a->work.ev;
    struct text key = text_of(given), scheme;
    *stored = 0;
    if (text_eqz(key, "all")) return RC_OK;
    bool named = text_find(key, T(":")) > 0 && text_cut(&key, ':', &scheme);
    for (size_t i = 0; named && i < ev->duty_count; i++) {
        const struct plan_duty *d = &ev->plan->duty[ev->plan_index[i]];
        const struct plan_scheme *s = &ev->plan->scheme[d->at.scheme];
        if (!text_eq(s->id, scheme) || !text_eq(d->key, key) || from < s->from || from >= s->to) continue;
        *stored = ev->duty[i].id;
        return RC_OK;
    }
    fault_add(a->work.faults, T("--duty"), W_excuse_cli_duty, text_of(given), TEXT_NONE);
    return RC_INVALID;
}

struct asking { struct exemption_input in; int64_t id; };

/* Where the colleague of --by must hold it: the place, or where the member of staff works. */
static enum rc about_prove(struct act *a, struct about *out)
{
    struct sql_gate_place_out at;
    struct sql_gate_staff_out of;
    int64_t county = a->work.county;
    TRY(care_about(a->c, a->work.db, county, out));
    if (out->kind == ABOUT_STAFF) {
        TRY(sql_gate_staff_one(a->work.db, &(struct sql_gate_staff_in){.county = county, .id = out->id}, a->arena, &of));
        return act_may(a, CAP_excuse_ask, of.key_lo, of.key_hi);
    }
    TRY(sql_gate_place_one(a->work.db, &(struct sql_gate_place_in){.county = county, .id = out->id}, a->arena, &at));
    return act_may(a, CAP_excuse_ask, at.key_lo, at.key_hi);
}

static enum rc subject_find(struct act *a, struct about *out)
{
    struct cli *c = a->c;
    if (c->args == 0) return about_prove(a, out);
    *out = (struct about){.kind = ABOUT_CHILD};
    TRY(care_child(&a->work, text_of(c->arg[0]), T("CHILD"), &out->id));
    return act_may_child(a, CAP_excuse_ask, out->id);
}

static enum rc ask(struct act *a)
{
    struct asking *x = a->p;
    struct cli *c = a->c;
    TRY(subject_find(a, &x->in.about));
    TRY(duty_find(a, cli_option(c, "duty"), x->in.from, &x->in.duty));
    TRY(exemption_ask(&a->work, &x->in, &x->id));
    a->noun = "excuse";
    a->object = x->id;
    a->detail = text_fmt(a->arena, "reason=%.*s", TP(x->in.reason_code));
    return RC_OK;
}

static enum rc run(struct cli *c)
{
    static const char *const about[] = {[ABOUT_CHILD] = "child", [ABOUT_PLACE] = "place", [ABOUT_STAFF] = "staff"};
    struct asking x = {.in = {.from = DAY_NONE, .last = DAY_NONE, .reason_code = text_of(cli_option(c, "reason-code")),
                              .reason = text_of(cli_option(c, "reason"))}};
    int named = (c->args > 0) + (cli_option(c, "place") != NULL) + (cli_option(c, "staff") != NULL);
    if (named != 1) {
        fault_add(&c->faults, T("CHILD"), W_excuse_cli_whom, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    if (!cli_day(c, "from", &x.in.from) || !cli_day(c, "to", &x.in.last)) return RC_INVALID;
    struct act a = {.c = c, .fn = ask, .p = &x};
    TRY(act_run(&a));
    struct told t[] = {{.key = "id", .number = x.id}, {.key = about[x.in.about.kind], .number = x.in.about.id},
                       {.key = "outcome", .text = T("asked")}};
    act_tell(c, t, 3, W_excuse_cli_asked, text_fmt(c->arena, "%lld", (long long)x.id), TEXT_NONE);
    return RC_OK;
}

static const struct option_spec options[] = {
    {"place", "CODE", W_opt_excuse_place, false},
    {"staff", "SCHOOL/CODE", W_opt_excuse_staff, false},
    {"duty", "SCHEME:KEY|all", W_opt_excuse_duty, true},
    {"from", "DATE", W_opt_excuse_from, true},
    {"to", "DATE", W_opt_excuse_to, true},
    {"reason-code", "CODE", W_opt_excuse_code, true},
    {"reason", "WORDS", W_opt_excuse_reason, true},
    ACT_BY,
    {0},
};
const struct command cmd_excuse_ask = {.name = "excuse ask", .args = "[CHILD]", .args_min = 0, .args_max = 1,
                                       .sentence = W_cmd_excuse_ask, .options = options, .run = run};
