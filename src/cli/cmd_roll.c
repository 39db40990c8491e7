/* SPDX-License-Identifier: Apache-2.0 */
/* Places and rolls from files: place import, roll import, roll undo, roll list. */
#include "cli/load.h"
#include "access/may.h"
#include "format/json.h"
#include "model/place.h"
#include "model/place_import.h"
#include "model/roll.h"

enum { MISSING_TOLD = 100 };

static const struct option_spec options[] = {LOAD_OPTIONS, {0}};

static enum rc place_run(struct cli *c)
{
    struct loaded l;
    TRY(load_run(c, place_import_preview, true, &l));
    return load_end(c, &l);
}

static void missing_name(struct cli *c, struct db *db, const struct roll_missing *one)
{
    struct place class;
    bool found = one->class_id != 0 && place_by_id(db, c->county, one->class_id, c->arena, &class) == RC_OK;
    cli_note(c, W_load_missing_one, one->name, found ? class_name(c->arena, c->lang, &class, c->as_of) : T(""));
}

static enum rc missing_tell(struct cli *c, int64_t batch)
{
    struct db *db;
    struct roll_missing_list l;
    struct scope scope = scope_system(c->county, "the command line runs as the operator of the machine");
    TRY(cli_write(c, &db));
    TRY(db_begin(db));
    enum rc rc = roll_missing(db, &scope, batch, c->arena, &l);
    if (rc == RC_OK && l.n > 0) cli_note(c, W_load_missing, text_fmt(c->arena, "%zu", l.n), TEXT_NONE);
    for (size_t i = 0; rc == RC_OK && i < l.n && i < MISSING_TOLD; i++) missing_name(c, db, &l.item[i]);
    if (rc == RC_OK && l.n > MISSING_TOLD)
        cli_note(c, W_load_missing_more, text_fmt(c->arena, "%zu", l.n - MISSING_TOLD), TEXT_NONE);
    db_rollback(db);
    return rc;
}

static enum rc roll_run(struct cli *c)
{
    struct loaded l;
    TRY(load_run(c, roll_preview, true, &l));
    if (l.batch) TRY(missing_tell(c, l.batch));
    return load_end(c, &l);
}

static enum rc undo_run(struct cli *c)
{
    int64_t batch = 0;
    if (!text_int(text_of(c->arg[0]), &batch)) {
        fault_add(&c->faults, T("BATCH"), W_load_batch_number, text_of(c->arg[0]), TEXT_NONE);
        return RC_INVALID;
    }
    return load_undo(c, batch);
}

static void batch_tell(struct cli *c, const struct batch *b)
{
    if (!c->json) {
        cli_say(c, W_load_list_line,
                text_fmt(c->arena, "%lld  %.*s  %.*s", (long long)b->id, TP(b->state), TP(day_text(c->arena, b->as_of))),
                text_fmt(c->arena, "%.*s  %lld/%lld/%lld/%lld", TP(b->file_name), (long long)b->rows_new,
                         (long long)b->rows_changed, (long long)b->rows_same, (long long)b->rows_refused));
        return;
    }
    json_open(&c->out, '{');
    json_key(&c->out, T("batch"));
    json_int(&c->out, b->id);
    json_key(&c->out, T("kind"));
    json_text(&c->out, b->kind);
    json_key(&c->out, T("state"));
    json_text(&c->out, b->state);
    json_key(&c->out, T("file"));
    json_text(&c->out, b->file_name);
    json_key(&c->out, T("as_of"));
    json_text(&c->out, day_text(c->arena, b->as_of));
    json_close(&c->out, '}');
}

static enum rc list_run(struct cli *c)
{
    struct db *db;
    struct batch_list l;
    int64_t county;
    TRY(cli_county(c, &county));
    TRY(cli_read(c, &db));
    struct scope scope = scope_system(county, "the command line runs as the operator of the machine");
    TRY(batch_list(db, &scope, 100, c->arena, &l));
    if (c->json) json_open(&c->out, '[');
    for (size_t i = 0; i < l.n; i++) batch_tell(c, &l.item[i]);
    if (c->json) {
        json_close(&c->out, ']');
        buf_char(&c->out, '\n');
    }
    return RC_OK;
}

const struct command cmd_place_import = {.name = "place import",
                                         .args = "FILE",
                                         .args_min = 1,
                                         .args_max = 1,
                                         .sentence = W_cmd_place_import,
                                         .options = options,
                                         .run = place_run};
const struct command cmd_roll_import = {.name = "roll import",
                                        .args = "FILE",
                                        .args_min = 1,
                                        .args_max = 1,
                                        .sentence = W_cmd_roll_import,
                                        .options = options,
                                        .run = roll_run};
const struct command cmd_roll_undo = {
    .name = "roll undo", .args = "BATCH", .args_min = 1, .args_max = 1, .sentence = W_cmd_roll_undo, .run = undo_run};
const struct command cmd_roll_list = {.name = "roll list", .args = "", .sentence = W_cmd_roll_list, .run = list_run};
