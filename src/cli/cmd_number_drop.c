/* SPDX-License-Identifier: Apache-2.0 */
/* number drop: a telephone number is taken from the page that says whom to call. */
#include "cli/act.h"
#include "gen/sql/call_number.h"
#include "model/call_number.h"

static enum rc drop(struct act *a)
{
    const int64_t *id = a->p;
    struct sql_call_number_by_id_out at;
    struct sql_call_number_by_id_in in = {.county = a->work.county, .id = *id};
    enum rc rc = sql_call_number_by_id_one(a->work.db, &in, a->arena, &at);
    if (rc == RC_NOT_FOUND) fault_add(a->work.faults, T("ID"), W_number_cli_none, text_of(a->c->arg[0]), TEXT_NONE);
    if (rc != RC_OK) return rc;
    TRY(act_may(a, CAP_staff_edit, at.key_lo, at.key_hi));
    a->noun = "number";
    a->object = *id;
    a->detail = T("outcome=dropped");
    return call_number_drop(&a->work, at.place, *id);
}

static enum rc run(struct cli *c)
{
    int64_t id;
    if (!act_id(c, &id)) return RC_INVALID;
    struct act a = {.c = c, .fn = drop, .p = &id};
    TRY(act_run(&a));
    struct told t[] = {{.key = "id", .number = id}, {.key = "outcome", .text = T("dropped")}};
    act_tell(c, t, 2, W_number_cli_dropped, text_of(c->arg[0]), TEXT_NONE);
    return RC_OK;
}

static const struct option_spec options[] = {ACT_BY, {0}};
const struct command cmd_number_drop = {.name = "number drop", .args = "ID", .args_min = 1, .args_max = 1,
                                        .sentence = W_cmd_number_drop, .options = options, .run = run};
