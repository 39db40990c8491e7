/* SPDX-License-Identifier: Apache-2.0 */
/* staff leave: a colleague leaves on a day; children go to --to or are listed as alone, roles end, the account is shut. */
#include "cli/act.h"
#include "model/departure.h"
#include "model/place.h"

struct leaving { int64_t staff, moved; day_t on; };

static enum rc leave(struct act *a)
{
    struct leaving *x = a->p;
    struct cli *c = a->c;
    struct staff s, next = {0};
    struct place home;
    const char *to = cli_option(c, "to");
    TRY(act_staff(c, a->work.db, a->work.county, c->arg[0], "STAFF", a->arena, &s));
    if (to) TRY(act_staff(c, a->work.db, a->work.county, to, "--to", a->arena, &next));
    TRY(place_by_id(a->work.db, a->work.county, s.place, a->arena, &home));
    TRY(act_may(a, CAP_staff_edit, home.lo, home.hi));
    x->staff = s.id;
    TRY(departure_take(&a->work, s.id, next.id, x->on, &x->moved));
    a->noun = "staff";
    a->object = s.id;
    a->detail = text_fmt(a->arena, "moved=%lld", (long long)x->moved);
    return RC_OK;
}

static enum rc run(struct cli *c)
{
    struct leaving x = {0};
    if (!act_day(c, "day", true, &x.on)) return RC_INVALID;
    struct act a = {.c = c, .fn = leave, .p = &x};
    TRY(act_run(&a));
    struct text day = day_text(c->arena, x.on);
    struct told t[] = {{.key = "staff", .number = x.staff}, {.key = "day", .text = day}, {.key = "moved", .number = x.moved}};
    act_tell(c, t, 3, W_staff_cli_left, day, text_fmt(c->arena, "%lld", (long long)x.moved));
    return RC_OK;
}

static const struct option_spec options[] = {
    {"day", "DATE", W_opt_staff_leave_day, true}, {"to", "SCHOOL/CODE|ID", W_opt_pairing_to, false}, ACT_BY, {0},
};
const struct command cmd_staff_leave = {.name = "staff leave", .args = "STAFF", .args_min = 1, .args_max = 1,
                                        .sentence = W_cmd_staff_leave, .options = options, .run = run};
