/* SPDX-License-Identifier: Apache-2.0 */
/* A county without the first-use page: for scripts. First passwords are drawn by lot, printed once, and have to be changed. */
#include "base/file.h"
#include "cli/cli.h"
#include "format/json.h"
#include "model/audit.h"
#include "model/password.h"
#include "model/setup.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct option_spec options[] = {
    {"code", "NNNNNN", W_opt_init_code, true},       {"name", "NAME", W_opt_init_name, true},
    {"admin", "LOGIN", W_opt_init_admin, true},      {"admin-name", "NAME", W_opt_init_admin_name, false},
    {"clerk", "LOGIN", W_opt_init_clerk, false},     {"clerk-name", "NAME", W_opt_init_clerk_name, false},
    {"demo", NULL, W_opt_init_demo, false},          {"password", "PASSWORD", W_opt_init_password, false}, {0},
};

struct making { struct cli *c; const struct roles *roles; struct setup s; struct touched touched; };

static enum rc make(struct db *db, void *p)
{
    struct making *m = p;
    struct work w = cli_work(m->c, db, 0, &m->touched);
    m->c->faults.n = m->c->faults.errors = 0;
    TRY(setup_county(&w, m->roles, &m->s));
    m->c->county = m->s.county;
    return cli_audit(m->c, db, "county", m->s.county, "");
}

static struct text or_default(const char *given, const char *preset)
{
    return text_of(given ? given : preset);
}

static enum rc passwords_make(struct cli *c, struct setup *s, struct text first[2])
{
    const char *given = cli_option(c, "password"); /* demonstration and tests: the same for both, not forced to change */
    struct setup_person *person[2] = {&s->admin, &s->clerk};
    for (int i = 0; i < 2; i++) {
        first[i] = given ? text_of(given) : password_first(c->arena);
        person[i]->must_change = !given;
        TRY(password_hash(c->arena, first[i], PASSWORD_COST, &person[i]->secret));
    }
    return RC_OK;
}

static void tell(struct cli *c, const struct setup *s, const struct text first[2])
{
    const struct setup_person *person[2] = {&s->admin, &s->clerk};
    if (c->json) json_open(&c->out, '[');
    for (int i = 0; i < 2; i++) {
        if (!person[i]->login.n) continue;
        if (c->json) {
            json_open(&c->out, '{');
            json_key(&c->out, T("login"));
            json_text(&c->out, person[i]->login);
            json_key(&c->out, T("password"));
            json_text(&c->out, first[i]);
            json_key(&c->out, T("staff"));
            json_int(&c->out, person[i]->staff);
            json_close(&c->out, '}');
        } else {
            cli_say(c, W_cli_first_password, person[i]->login, first[i]);
        }
    }
    if (c->json) {
        json_close(&c->out, ']');
        buf_char(&c->out, '\n');
    }
}

/* What a refused init made goes again: it would only be in the way of the next. What stood there before stays. */
struct made { const char *database, *key; };

static struct made made_look(struct cli *c)
{
    struct made m = {0};
    const char *key = getenv("CHUYAN_KEY_FILE");
    if (strstr(c->address, "://") || file_exists(c->address)) return m;
    m.database = text_z(c->arena, text_of(c->address));
    m.key = text_z(c->arena, key && *key ? text_of(key) : text_fmt(c->arena, "%s.key", c->address));
    if (file_exists(m.key)) m.key = NULL;
    return m;
}

static void made_drop(struct cli *c, const struct made *m)
{
    static const char *const tails[] = {"", "-wal", "-shm", "-journal"};
    if (c->writing) db_close(c->writing);
    store_close(c->store);
    c->writing = NULL;
    c->store = NULL;
    for (size_t i = 0; i < sizeof tails / sizeof *tails && m->database; i++)
        unlink(text_z(c->arena, text_fmt(c->arena, "%s%s", m->database, tails[i])));
    if (m->key) unlink(m->key);
}

static enum rc county_make(struct cli *c, struct making *m)
{
    struct store *store;
    struct db *db;
    struct made made = made_look(c);
    enum rc rc = cli_store(c, true, &store);
    if (rc == RC_OK) rc = cli_write(c, &db);
    if (rc == RC_OK) rc = db_transact(db, make, m);
    if (rc != RC_OK && made.database) made_drop(c, &made);
    return rc;
}

static enum rc run(struct cli *c)
{
    struct text first[2];
    struct making m = {.c = c, .touched = touched_new(c->arena)};
    const char *clerk = cli_option(c, "clerk");
    m.s = (struct setup){
        .name = text_of(cli_option(c, "name")), .demo = cli_option(c, "demo") != NULL,
        .admin = {.login = text_of(cli_option(c, "admin")), .name = or_default(cli_option(c, "admin-name"), "安全管理员")},
        .clerk = {.login = text_of(clerk), .name = or_default(cli_option(c, "clerk-name"), "县局经办")},
    };
    if (!cli_int(c, "code", &m.s.county)) return RC_INVALID;
    TRY(cli_roles(c, &m.roles));
    TRY(passwords_make(c, &m.s, first));
    TRY(county_make(c, &m));
    tell(c, &m.s, first);
    return RC_OK;
}

const struct command cmd_init = {.name = "init", .sentence = W_cmd_init, .options = options, .run = run};
