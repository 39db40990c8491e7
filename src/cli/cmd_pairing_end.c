/* SPDX-License-Identifier: Apache-2.0 */
/* pairing end: somebody no longer stands by a child; what was done under it stays credited. */
#include "cli/act.h"
#include "gen/sql/pairing.h"
#include "model/pairing.h"

struct ending { int64_t id, child; day_t on; };

static bool reason_known(const char *word)
{
    static const char *const words[] = {"left", "moved", "changed", "graduated", "error"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (text_eqz(text_of(word), words[i])) return true;
    }
    return false;
}

static enum rc end(struct act *a)
{
    struct ending *x = a->p;
    struct sql_pairing_by_id_out p;
    struct sql_pairing_by_id_in in = {.county = a->work.county, .id = x->id};
    struct text number = text_of(a->c->arg[0]);
    enum rc rc = sql_pairing_by_id_one(a->work.db, &in, a->arena, &p);
    if (rc == RC_NOT_FOUND) fault_add(a->work.faults, T("ID"), W_pairing_cli_none, number, TEXT_NONE);
    if (rc != RC_OK) return rc;
    x->child = p.child;
    TRY(act_may_child(a, CAP_pairing_edit, p.child));
    rc = pairing_end(&a->work, x->id, x->on, cli_option(a->c, "reason"));
    if (rc == RC_CONFLICT) fault_add(a->work.faults, T("ID"), W_pairing_cli_over, number, day_text(a->arena, sql_day(p.to_day)));
    a->noun = "child";
    a->object = p.child;
    a->detail = text_fmt(a->arena, "relation=%.*s reason=%s", TP(p.relation), cli_option(a->c, "reason"));
    return rc;
}

static enum rc run(struct cli *c)
{
    struct ending x = {0};
    const char *reason = cli_option(c, "reason");
    if (!act_id(c, &x.id) || !act_day(c, "day", false, &x.on)) return RC_INVALID;
    if (!reason_known(reason)) {
        fault_add(&c->faults, T("--reason"), W_pairing_cli_reason, text_of(reason), TEXT_NONE);
        return RC_INVALID;
    }
    struct act a = {.c = c, .fn = end, .p = &x};
    TRY(act_run(&a));
    struct told t[] = {{.key = "id", .number = x.id}, {.key = "child", .number = x.child},
                       {.key = "outcome", .text = T("ended")}};
    act_tell(c, t, 3, W_pairing_cli_ended, text_of(c->arg[0]), day_text(c->arena, x.on));
    return RC_OK;
}

static const struct option_spec options[] = {
    {"reason", "WORD", W_opt_pairing_reason, true}, {"day", "DATE", W_opt_pairing_day, false}, ACT_BY, {0},
};
const struct command cmd_pairing_end = {.name = "pairing end", .args = "ID", .args_min = 1, .args_max = 1,
                                        .sentence = W_cmd_pairing_end, .options = options, .run = run};
