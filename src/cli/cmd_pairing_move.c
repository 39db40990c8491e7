/* SPDX-License-Identifier: Apache-2.0 */
/* pairing move: all children of one colleague go over to another, or to nobody yet; open duties move with them. */
#include "cli/act.h"
#include "model/pairing.h"
#include "model/place.h"

struct moving { struct staff from, to; day_t on; int64_t moved; };

static enum rc move(struct act *a)
{
    struct moving *x = a->p;
    struct cli *c = a->c;
    struct place home;
    const char *to = cli_option(c, "to");
    TRY(act_staff(c, a->work.db, a->work.county, c->arg[0], "STAFF", a->arena, &x->from));
    TRY(place_by_id(a->work.db, a->work.county, x->from.place, a->arena, &home));
    TRY(act_may(a, CAP_pairing_edit, home.lo, home.hi));
    if (to) TRY(act_staff(c, a->work.db, a->work.county, to, "--to", a->arena, &x->to));
    if (x->to.id == x->from.id) {
        fault_add(a->work.faults, T("--to"), W_pairing_cli_self, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    TRY(pairing_move(&a->work, x->from.id, x->to.id, x->on, to ? "changed" : "left", &x->moved));
    a->noun = "staff";
    a->object = x->from.id;
    a->detail = text_fmt(a->arena, "moved=%lld", (long long)x->moved);
    return RC_OK;
}

static enum rc run(struct cli *c)
{
    struct moving x = {0};
    if (!act_day(c, "day", false, &x.on)) return RC_INVALID;
    struct act a = {.c = c, .fn = move, .p = &x};
    TRY(act_run(&a));
    struct told t[] = {{.key = "staff", .number = x.from.id}, {.key = "to", .number = x.to.id},
                       {.key = "moved", .number = x.moved}};
    struct text n = text_fmt(c->arena, "%lld", (long long)x.moved);
    act_tell(c, t, 3, x.to.id ? W_pairing_cli_moved : W_pairing_cli_freed, n, TEXT_NONE);
    return RC_OK;
}

static const struct option_spec options[] = {
    {"to", "SCHOOL/CODE|ID", W_opt_pairing_to, false}, {"day", "DATE", W_opt_pairing_day, false}, ACT_BY, {0},
};
const struct command cmd_pairing_move = {.name = "pairing move", .args = "STAFF", .args_min = 1, .args_max = 1,
                                         .sentence = W_cmd_pairing_move, .options = options, .run = run};
