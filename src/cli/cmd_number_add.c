/* SPDX-License-Identifier: Apache-2.0 */
/* number add: a telephone number of the county, a centre school or a school, for the page that says whom to call. */
#include "cli/act.h"
#include "model/call_number.h"

struct adding { struct call_number in; int64_t id; };

static enum rc add(struct act *a)
{
    struct adding *x = a->p;
    struct place at;
    const char *place = cli_option(a->c, "place");
    enum rc rc = care_place_find(a->c, a->work.db, a->work.county, place ? text_of(place) : T("bureau"), &at);
    if (rc == RC_NOT_FOUND || rc == RC_CONFLICT) {
        fault_add(a->work.faults, T("--place"), W_lines_place, text_of(place ? place : "bureau"), TEXT_NONE);
    }
    if (rc != RC_OK) return rc;
    TRY(act_may(a, CAP_staff_edit, at.lo, at.hi));
    TRY(call_number_add(&a->work, &at, &x->in, &x->id));
    a->noun = "number";
    a->object = x->id;
    a->detail = T("outcome=added");
    return RC_OK;
}

static enum rc run(struct cli *c)
{
    const char *note = cli_option(c, "note");
    struct adding x = {.in = {.number = text_of(c->arg[0]), .name = text_of(c->arg[1]), .note = note ? text_of(note) : T(""),
        .order_no = CALL_USUAL}};
    if (!cli_int(c, "order", &x.in.order_no)) return RC_INVALID;
    struct act a = {.c = c, .fn = add, .p = &x};
    TRY(act_run(&a));
    struct told t[] = {{.key = "id", .number = x.id}, {.key = "outcome", .text = T("added")}};
    act_tell(c, t, 2, W_number_cli_added, text_fmt(c->arena, "%lld", (long long)x.id), TEXT_NONE);
    return RC_OK;
}

static const struct option_spec options[] = {
    {"place", "CODE", W_opt_number_place, false}, {"note", "WORDS", W_opt_number_note, false},
    {"order", "N", W_opt_number_order, false}, ACT_BY, {0},
};
const struct command cmd_number_add = {.name = "number add", .args = "NUMBER NAME", .args_min = 2, .args_max = 2,
                                       .sentence = W_cmd_number_add, .options = options, .run = run};
