/* SPDX-License-Identifier: Apache-2.0 */
/* child move, child leave, child return: one child changes class, leaves the roll, comes back. The opposite takes it back. */
#include "cli/act.h"
#include "model/place.h"
#include "model/roll_change.h"

enum change { CHANGE_MOVE, CHANGE_LEAVE, CHANGE_RETURN };
struct changing { enum change what; int64_t child; day_t on; struct text class; struct roll_changed changed; };

static enum rc change(struct act *a)
{
    struct changing *x = a->p;
    struct cli *c = a->c;
    struct place class = {0};
    int64_t lo, hi;
    TRY(care_child(&a->work, text_of(c->arg[0]), T("CHILD"), &x->child));
    TRY(act_may_child(a, CAP_child_move, x->child));
    if (x->what != CHANGE_LEAVE) {
        TRY(care_place(c, a->work.db, a->work.county, text_of(cli_option(c, "to")), &lo, &hi, &x->class));
        if (hi - lo == 1) TRY(place_by_key(a->work.db, a->work.county, lo, PLACE_CLASS, a->arena, &class));
        TRY(act_may(a, CAP_child_move, lo, hi));
    }
    struct scope whole = scope_system(a->work.county, "the operator, or a colleague whose right was proven");
    a->noun = "child";
    a->object = x->child;
    a->detail = text_fmt(a->arena, "class=%lld day=%.*s", (long long)class.id, TP(day_text(a->arena, x->on)));
    if (x->what == CHANGE_MOVE) return roll_change_move(&a->work, &whole, x->child, class.id, x->on, &x->changed);
    if (x->what == CHANGE_RETURN) return roll_change_return(&a->work, &whole, x->child, class.id, x->on, &x->changed);
    return roll_change_leave(&a->work, &whole, x->child, x->on, text_of(cli_option(c, "reason")), &x->changed);
}

static enum rc run(struct cli *c, enum change what, enum word said)
{
    struct changing x = {.what = what};
    if (!act_day(c, "day", false, &x.on)) return RC_INVALID;
    struct act a = {.c = c, .fn = change, .p = &x};
    TRY(act_run(&a));
    struct text day = day_text(c->arena, x.on);
    struct told t[] = {{.key = "child", .number = x.child}, {.key = "day", .text = day},
        {.key = "pairings_ended", .number = x.changed.ended}, {.key = "pairings_again", .number = x.changed.reopened}};
    act_tell(c, t, 4, said, day, text_fmt(c->arena, "%lld", (long long)x.changed.ended));
    return RC_OK;
}

static enum rc run_move(struct cli *c)
{
    return run(c, CHANGE_MOVE, W_child_cli_moved);
}

static enum rc run_leave(struct cli *c)
{
    return run(c, CHANGE_LEAVE, W_child_cli_left);
}

static enum rc run_return(struct cli *c)
{
    return run(c, CHANGE_RETURN, W_child_cli_back);
}

static const struct option_spec to_class[] = {
    {"to", "SCHOOL/2023-02", W_opt_child_to, true}, {"day", "DATE", W_opt_child_day, false}, ACT_BY, {0}};
static const struct option_spec leaving[] = {
    {"reason", "REASON", W_opt_child_reason, true}, {"day", "DATE", W_opt_child_day, false}, ACT_BY, {0}};

const struct command cmd_child_move = {.name = "child move", .args = "ID|ROLLNO", .args_min = 1, .args_max = 1,
                                       .sentence = W_cmd_child_move, .options = to_class, .run = run_move};
const struct command cmd_child_leave = {.name = "child leave", .args = "ID|ROLLNO", .args_min = 1, .args_max = 1,
                                        .sentence = W_cmd_child_leave, .options = leaving, .run = run_leave};
const struct command cmd_child_return = {.name = "child return", .args = "ID|ROLLNO", .args_min = 1, .args_max = 1,
                                         .sentence = W_cmd_child_return, .options = to_class, .run = run_return};
