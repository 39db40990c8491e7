/* SPDX-License-Identifier: Apache-2.0 */
/* staff grant: a post at a place, as the page of a colleague gives it; the three administrators are three people. */
#include "cli/act.h"
#include "model/grant.h"
#include "model/place.h"

struct granting { int64_t staff; struct place at; };

static enum rc grant(struct act *a)
{
    struct granting *x = a->p;
    struct cli *c = a->c;
    const struct roles *roles;
    struct staff s;
    const char *place = cli_option(c, "place");
    struct text role = text_of(cli_option(c, "role"));
    TRY(cli_roles(c, &roles));
    TRY(act_staff(c, a->work.db, a->work.county, c->arg[0], "STAFF", a->arena, &s));
    enum rc rc = place ? place_work_find(a->work.db, a->work.county, text_of(place), a->arena, &x->at)
                       : place_by_id(a->work.db, a->work.county, s.place, a->arena, &x->at);
    if (rc == RC_NOT_FOUND || rc == RC_CONFLICT) fault_add(&c->faults, T("--place"), W_care_no_place, text_of(place), TEXT_NONE);
    if (rc != RC_OK) return rc;
    TRY(act_may(a, CAP_account_admin, x->at.lo, x->at.hi));
    x->staff = s.id;
    TRY(grant_give(&a->work, roles, s.id, role, &x->at));
    a->noun = "staff";
    a->object = s.id;
    a->detail = text_fmt(a->arena, "role=%.*s", TP(role));
    return RC_OK;
}

static enum rc run(struct cli *c)
{
    struct granting x = {0};
    struct act a = {.c = c, .fn = grant, .p = &x};
    TRY(act_run(&a));
    struct text role = text_of(cli_option(c, "role"));
    struct told t[] = {{.key = "staff", .number = x.staff}, {.key = "role", .text = role}, {.key = "place", .number = x.at.id}};
    act_tell(c, t, 3, W_staff_cli_granted, role, text_fmt(c->arena, "%lld", (long long)x.staff));
    return RC_OK;
}

static const struct option_spec options[] = {
    {"role", "ROLE", W_opt_staff_role, true}, {"place", "CODE", W_opt_staff_role_place, false}, ACT_BY, {0},
};
const struct command cmd_staff_grant = {.name = "staff grant", .args = "STAFF", .args_min = 1, .args_max = 1,
                                        .sentence = W_cmd_staff_grant, .options = options, .run = run};
