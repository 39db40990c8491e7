/* SPDX-License-Identifier: Apache-2.0 */
/* key rotate: everything that is sealed is sealed anew under a new key. What was cut short goes on where it stopped. */
#include "cli/cli.h"
#include "gen/sql/scheme.h"
#include "model/audit.h"
#include "model/rekey.h"

static void tell_look(void *ctx, int64_t rows) { cli_progress(ctx, W_key_looking, rows, 0); }
static void tell_seal(void *ctx, int64_t rows) { cli_progress(ctx, W_key_sealing, rows, 0); }

/* Before the first value is touched each is opened once: one that does not open would be lost with its key, and would stop us
 * half-way. */
static enum rc look_all(struct cli *c)
{
    struct db *db;
    TRY(db_open(c->store, DB_WRITE, &db));
    enum rc rc = rekey_look(db, &c->faults, tell_look, c);
    db_close(db);
    return rc;
}

static enum rc logged(struct db *db, void *p)
{
    struct cli *c = p;
    struct cursor cur;
    struct sql_county_first_out row;
    TRY(sql_county_first(db, &cur));
    enum rc rc = RC_OK;
    while (rc == RC_OK && sql_county_first_next(&cur, &row)) {
        c->county = row.id;
        rc = cli_audit(c, db, "key", 0, "");
    }
    enum rc closed = sql_close(&cur);
    return rc != RC_OK ? rc : closed;
}

static enum rc seal_all(struct cli *c)
{
    struct db *db;
    TRY(db_open(c->store, DB_WRITE, &db));
    enum rc rc = rekey_run(db, store_key_number(c->store), &c->faults, tell_seal, c);
    if (rc == RC_OK) rc = db_transact(db, logged, c);
    db_close(db);
    return rc;
}

static enum rc run(struct cli *c)
{
    struct store_options o = {.address = c->address, .lock = true, .rekey = true};
    TRY(store_open(&o, &c->faults, &c->store));
    enum key_state state = store_key_state(c->store);
    if (state == KEY_CHANGING) cli_note(c, W_key_going_on, TEXT_NONE, TEXT_NONE);
    if (state == KEY_STEADY) {
        TRY(look_all(c));
        TRY(store_key_next(c->store, &c->faults));
    }
    if (state != KEY_CHANGED) TRY(seal_all(c));
    TRY(store_key_done(c->store, &c->faults));
    struct text number = text_fmt(c->arena, "%u", store_key_number(c->store));
    if (c->json) buf_fmt(&c->out, "{\"key\":%.*s}\n", TP(number));
    else cli_say(c, W_key_done, number, text_fmt(c->arena, "%u", store_key_number(c->store) - 1));
    return RC_OK;
}

const struct command cmd_key_rotate = {.name = "key rotate", .args = "", .sentence = W_cmd_key_rotate, .run = run};
