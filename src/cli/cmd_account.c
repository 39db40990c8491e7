/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts of people who are on the staff already. */
#include "cli/accounts.h"
#include "format/json.h"
#include "gen/sql/account.h"
#include "model/place.h"
#include "model/staff.h"

#include <string.h>

static const struct option_spec add_options[] = {
    {"staff", "SCHOOL/CODE|ID", W_opt_account_staff, true}, {"password", "PASSWORD", W_opt_init_password, false}, {0},
};
static const struct option_spec password_options[] = {{"password", "PASSWORD", W_opt_init_password, false}, {0}};
static const struct option_spec make_options[] = {
    {"out", "OUT.xlsx|OUT.csv", W_opt_account_out, true}, {"place", "SCHOOL|CENTRE", W_opt_account_place, false},
    {"rule", "code|name", W_opt_account_rule, false}, {"again", NULL, W_opt_account_again, false}, {0},
};
static const struct option_spec close_options[] = {{"open", NULL, W_opt_account_open, false}, {0}};

struct change {
    struct cli *c;
    int64_t county, staff;
    struct text login, secret;
    bool must_change, closed;
    struct touched touched;
};

static enum rc login_take(struct cli *c, struct change *x)
{
    *x = (struct change){.c = c, .touched = touched_new(c->arena)};
    if (account_login_clean(c->arena, text_of(c->arg[0]), &x->login)) return cli_county(c, &x->county);
    fault_add(&c->faults, text_of(c->arg[0]), W_account_login_bad, TEXT_NONE, TEXT_NONE);
    return RC_INVALID;
}

static enum rc secret_make(struct cli *c, struct change *x, struct text *first)
{
    const char *given = cli_option(c, "password");
    *first = given ? text_of(given) : password_first(c->arena);
    x->must_change = true;
    if (given && !password_check(*first, x->login, T("--password"), &c->faults)) return RC_INVALID;
    return password_hash(c->arena, *first, PASSWORD_COST, &x->secret);
}

/* Only accounts of the county that was asked for. */
static enum rc same_county(struct change *x, struct db *db)
{
    struct account a;
    TRY(account_by_login(db, x->login, x->c->arena, &a));
    return a.county == x->county ? RC_OK : RC_NOT_FOUND;
}

static enum rc add(struct db *db, void *p)
{
    struct change *x = p;
    struct work w = cli_work(x->c, db, x->county, &x->touched);
    TRY(account_add(&w, x->login, x->staff, x->secret, x->must_change));
    return cli_audit(x->c, db, "account", x->staff, "");
}

static enum rc renew(struct db *db, void *p)
{
    struct change *x = p;
    struct work w = cli_work(x->c, db, x->county, &x->touched);
    TRY(same_county(x, db));
    TRY(account_secret(&w, x->login, x->secret, true));
    return cli_audit(x->c, db, "account", 0, "outcome=changed");
}

static enum rc shut(struct db *db, void *p)
{
    struct change *x = p;
    struct work w = cli_work(x->c, db, x->county, &x->touched);
    TRY(same_county(x, db));
    TRY(account_close(&w, x->login, x->closed));
    return cli_audit(x->c, db, "account", 0, x->closed ? "outcome=closed" : "outcome=opened");
}

static enum rc staff_find(struct cli *c, struct change *x)
{
    struct text who = text_of(cli_option(c, "staff"));
    struct db *db;
    struct staff s;
    TRY(cli_read(c, &db));
    enum rc rc = text_int(who, &x->staff) ? staff_by_id(db, x->county, x->staff, c->arena, &s)
                                          : staff_by_path(db, x->county, who, c->arena, &s);
    if (rc == RC_NOT_FOUND) fault_add(&c->faults, T("--staff"), W_account_no_staff, who, TEXT_NONE);
    x->staff = s.id;
    return rc;
}

static enum rc run_add(struct cli *c)
{
    struct change x;
    struct text first;
    struct db *db;
    TRY(login_take(c, &x));
    TRY(staff_find(c, &x));
    TRY(secret_make(c, &x, &first));
    TRY(cli_write(c, &db));
    TRY(db_transact(db, add, &x));
    cli_say(c, W_cli_first_password, x.login, first);
    return RC_OK;
}

static enum rc run_password(struct cli *c)
{
    struct change x;
    struct text first;
    struct db *db;
    TRY(login_take(c, &x));
    TRY(secret_make(c, &x, &first));
    TRY(cli_write(c, &db));
    TRY(db_transact(db, renew, &x));
    cli_say(c, W_cli_first_password, x.login, first);
    return RC_OK;
}

static enum rc run_close(struct cli *c)
{
    struct change x;
    struct db *db;
    TRY(login_take(c, &x));
    x.closed = !cli_option(c, "open");
    TRY(cli_write(c, &db));
    TRY(db_transact(db, shut, &x));
    cli_say(c, x.closed ? W_account_closed : W_account_opened, x.login, TEXT_NONE);
    return RC_OK;
}

static enum rc wanted_read(struct cli *c, struct account_wanted *w)
{
    const char *place = cli_option(c, "place"), *rule = cli_option(c, "rule");
    struct place at;
    struct db *db;
    *w = (struct account_wanted){.key_hi = PLACE_KEY_END, .again = cli_option(c, "again") != NULL, .today = c->as_of};
    TRY(cli_county(c, &w->county));
    if (rule && strcmp(rule, "name") == 0) w->rule = ACCOUNT_BY_NAME;
    else if (rule && strcmp(rule, "code") != 0) {
        fault_add(&c->faults, T("--rule"), W_account_rule_unknown, text_of(rule), TEXT_NONE);
        return RC_INVALID;
    }
    if (!place) return RC_OK;
    TRY(cli_read(c, &db));
    enum rc rc = place_work_find(db, w->county, text_of(place), c->arena, &at);
    if (rc != RC_OK) fault_add(&c->faults, T("--place"), W_care_no_place, text_of(place), TEXT_NONE);
    w->key_lo = at.lo;
    w->key_hi = at.hi;
    return rc;
}

static enum rc run_make(struct cli *c)
{
    struct account_wanted wanted;
    size_t made;
    TRY(wanted_read(c, &wanted));
    TRY(accounts_make(c, &wanted, NULL, cli_option(c, "out"), &made));
    if (c->json) buf_fmt(&c->out, "{\"made\":%zu}\n", made);
    else cli_say(c, made ? W_account_made : W_account_made_none, text_fmt(c->arena, "%zu", made), TEXT_NONE);
    return RC_OK;
}

static enum rc run_list(struct cli *c)
{
    int64_t county;
    struct db *db;
    struct cursor cur;
    struct sql_account_list_out row;
    TRY(cli_county(c, &county));
    TRY(cli_read(c, &db));
    TRY(sql_account_list(db, &(struct sql_account_list_in){.county = county}, &cur));
    if (c->json) json_open(&c->out, '[');
    while (sql_account_list_next(&cur, &row)) {
        if (c->json) {
            json_open(&c->out, '{');
            json_key(&c->out, T("login"));
            json_text(&c->out, row.login);
            json_key(&c->out, T("staff"));
            json_int(&c->out, row.staff);
            json_key(&c->out, T("name"));
            json_text(&c->out, row.name);
            json_key(&c->out, T("must_change"));
            json_bool(&c->out, row.must_change != 0);
            json_key(&c->out, T("closed"));
            json_bool(&c->out, row.closed != 0);
            json_close(&c->out, '}');
        } else {
            buf_fmt(&c->out, "%-24.*s %.*s%s%s\n", TP(row.login), TP(row.name), row.must_change ? " *" : "",
                    row.closed ? " -" : "");
        }
    }
    if (c->json) {
        json_close(&c->out, ']');
        buf_char(&c->out, '\n');
    }
    return sql_close(&cur);
}

const struct command cmd_account_add = {.name = "account add",
                                        .args = "LOGIN",
                                        .args_min = 1,
                                        .args_max = 1,
                                        .sentence = W_cmd_account_add,
                                        .options = add_options,
                                        .run = run_add};
const struct command cmd_account_password = {.name = "account password",
                                             .args = "LOGIN",
                                             .args_min = 1,
                                             .args_max = 1,
                                             .sentence = W_cmd_account_password,
                                             .options = password_options,
                                             .run = run_password};
const struct command cmd_account_make = {.name = "account make", .sentence = W_cmd_account_make, .options = make_options,
                                         .run = run_make};
const struct command cmd_account_close = {.name = "account close", .args = "LOGIN", .args_min = 1, .args_max = 1,
                                          .sentence = W_cmd_account_close, .options = close_options, .run = run_close};
const struct command cmd_account_list = {.name = "account list", .sentence = W_cmd_account_list, .run = run_list};
