/* SPDX-License-Identifier: Apache-2.0 */
/* The tables that say who may open what; kept as golden files, so that a change of rights is a visible difference. */
#include "cli/cli.h"
#include "web/route.h"

static enum rc run_routes(struct cli *c)
{
    routes_print(routes, &c->out);
    return routes_check(routes, &c->out) ? RC_OK : RC_INTERNAL;
}

static enum rc run_access(struct cli *c)
{
    const struct roles *roles;
    TRY(cli_roles(c, &roles));
    access_print(routes, roles, &c->out);
    return RC_OK;
}

const struct command cmd_routes = {.name = "routes", .sentence = W_cmd_routes, .run = run_routes};
const struct command cmd_access = {.name = "access", .sentence = W_cmd_access, .run = run_access};
