/* SPDX-License-Identifier: Apache-2.0 */
/* record void: takes a record back; it stays to be read, crossed out, and what it was worth is owed again. */
#include "cli/act.h"
#include "model/encounter.h"
#include "view/build_record.h"

static enum rc take_back(struct act *a)
{
    const int64_t *id = a->p;
    struct ask ask = act_ask(a, scope_system(a->work.county, "the gate of a record is asked below"));
    bool yes;
    enum rc rc = record_may_void(&ask, *id, &yes);
    if (rc == RC_OK && !yes) {
        fault_add(a->work.faults, T("--by"), W_act_denied, TEXT_NONE, TEXT_NONE);
        return RC_DENIED;
    }
    if (rc == RC_OK) rc = encounter_void(&a->work, *id, text_of(cli_option(a->c, "reason")));
    if (rc == RC_NOT_FOUND) fault_add(a->work.faults, T("ID"), W_record_cli_none, text_of(a->c->arg[0]), TEXT_NONE);
    a->noun = "record";
    a->object = *id;
    return rc;
}

static enum rc run(struct cli *c)
{
    int64_t id;
    if (!act_id(c, &id)) return RC_INVALID;
    struct act a = {.c = c, .fn = take_back, .p = &id};
    TRY(act_run(&a));
    struct told t[] = {{.key = "id", .number = id}, {.key = "outcome", .text = T("voided")}};
    act_tell(c, t, 2, W_record_cli_voided, text_of(c->arg[0]), TEXT_NONE);
    return RC_OK;
}

static const struct option_spec options[] = {{"reason", "WORDS", W_opt_record_void_reason, true}, ACT_BY, {0}};
const struct command cmd_record_void = {.name = "record void", .args = "ID", .args_min = 1, .args_max = 1,
                                        .sentence = W_cmd_record_void, .options = options, .run = run};
