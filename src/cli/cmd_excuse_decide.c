/* SPDX-License-Identifier: Apache-2.0 */
/* excuse decide: yes or no to an excuse that was asked for. Two people: --by is needed, and never the one who asked. */
#include "cli/act.h"
#include "gen/sql/gate.h"
#include "model/exemption.h"

struct deciding { int64_t id; bool approve; };

/* Where the one who decides must hold it: at the child, at the place, where the member of staff works. */
static enum rc prove(const struct act *a, const struct exemption *e)
{
    struct sql_gate_excuse_about_out at;
    struct sql_gate_excuse_about_in in = {.county = a->work.county, .id = e->id};
    if (e->about.kind == ABOUT_CHILD) return act_may_child(a, CAP_excuse_approve, e->about.id);
    TRY(sql_gate_excuse_about_one(a->work.db, &in, a->arena, &at));
    return act_may(a, CAP_excuse_approve, at.key_lo, at.key_hi);
}

static enum rc decide(struct act *a)
{
    const struct deciding *x = a->p;
    struct faults *f = a->work.faults;
    struct exemption e;
    enum rc rc = exemption_find(a->work.db, a->work.county, x->id, a->arena, &e);
    if (rc == RC_NOT_FOUND) fault_add(f, T("ID"), W_excuse_cli_none, text_of(a->c->arg[0]), TEXT_NONE);
    if (rc != RC_OK) return rc;
    TRY(prove(a, &e));
    rc = exemption_decide(&a->work, x->id, x->approve);
    if (rc == RC_CONFLICT && f->errors == 0) fault_add(f, T("ID"), W_excuse_cli_decided, text_of(a->c->arg[0]), TEXT_NONE);
    a->noun = "excuse";
    a->object = x->id;
    a->detail = x->approve ? T("outcome=approved") : T("outcome=refused");
    return rc;
}

static enum rc run(struct cli *c)
{
    struct deciding x = {.approve = cli_option(c, "approve") != NULL};
    bool refuse = cli_option(c, "refuse") != NULL;
    if (!act_id(c, &x.id)) return RC_INVALID;
    if (x.approve == refuse) {
        fault_add(&c->faults, T("--approve"), W_excuse_cli_one, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    struct act a = {.c = c, .fn = decide, .p = &x};
    TRY(act_run(&a));
    struct told t[] = {{.key = "id", .number = x.id}, {.key = "outcome", .text = x.approve ? T("approved") : T("refused")}};
    act_tell(c, t, 2, x.approve ? W_excuse_cli_approved : W_excuse_cli_refused, text_of(c->arg[0]), TEXT_NONE);
    return RC_OK;
}

static const struct option_spec options[] = {
    {"approve", NULL, W_opt_excuse_approve, false}, {"refuse", NULL, W_opt_excuse_refuse, false}, ACT_BY_NEEDED, {0},
};
const struct command cmd_excuse_decide = {.name = "excuse decide", .args = "ID", .args_min = 1, .args_max = 1,
                                          .sentence = W_cmd_excuse_decide, .options = options, .run = run};
