/* SPDX-License-Identifier: Apache-2.0 */
/* staff check: the yearly background check of a colleague; only the day and whether it was passed, never what was found. */
#include "cli/act.h"
#include "model/place.h"

struct checking { struct staff staff; day_t day; };

static enum rc check(struct act *a)
{
    struct checking *x = a->p;
    struct place home;
    const char *result = cli_option(a->c, "result");
    TRY(act_staff(a->c, a->work.db, a->work.county, a->c->arg[0], "STAFF", a->arena, &x->staff));
    TRY(place_by_id(a->work.db, a->work.county, x->staff.place, a->arena, &home));
    TRY(act_may(a, CAP_staff_edit, home.lo, home.hi));
    TRY(staff_check_set(&a->work, x->staff.id, x->day, result));
    a->noun = "staff";
    a->object = x->staff.id;
    a->detail = text_fmt(a->arena, "result=%s", result);
    return RC_OK;
}

static enum rc run(struct cli *c)
{
    struct checking x = {0};
    if (!act_day(c, "day", false, &x.day)) return RC_INVALID;
    struct act a = {.c = c, .fn = check, .p = &x};
    TRY(act_run(&a));
    struct text day = day_text(c->arena, x.day), result = text_of(cli_option(c, "result"));
    struct told t[] = {{.key = "staff", .number = x.staff.id}, {.key = "day", .text = day}, {.key = "result", .text = result}};
    bool pass = text_eqz(result, "pass");
    act_tell(c, t, 3, pass ? W_staff_cli_passed : W_staff_cli_blocked, text_of(c->arg[0]), day);
    return RC_OK;
}

static const struct option_spec options[] = {
    {"day", "DATE", W_opt_staff_check_day, true}, {"result", "pass|blocked", W_opt_staff_check_result, true}, ACT_BY, {0},
};
const struct command cmd_staff_check = {.name = "staff check", .args = "STAFF", .args_min = 1, .args_max = 1,
                                        .sentence = W_cmd_staff_check, .options = options, .run = run};
