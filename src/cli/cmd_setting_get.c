/* SPDX-License-Identifier: Apache-2.0 */
/* setting get: the value that holds, a calendar as the file it is. */
#include "cli/act.h"
#include "model/setting.h"

static enum rc run(struct cli *c)
{
    struct text key = text_of(c->arg[0]), value = TEXT_NONE;
    const struct setting_spec *spec = setting_spec(key);
    int64_t county;
    struct db *db;
    if (!spec) {
        fault_add(&c->faults, T("KEY"), W_setting_unknown, key, TEXT_NONE);
        return RC_INVALID;
    }
    TRY(cli_county(c, &county));
    TRY(cli_read(c, &db));
    enum rc rc = setting_get(db, county, key, c->arena, &value);
    if (rc != RC_OK && rc != RC_NOT_FOUND) return rc;
    bool set = rc == RC_OK;
    const struct embedded *file = embedded_find(text_of(spec->usual));
    if (!set) value = file ? file->bytes : text_of(spec->usual);
    if (c->json) {
        json_open(&c->out, '{');
        told_text(&c->out, "key", key);
        told_bool(&c->out, "set", set);
        told_text(&c->out, "value", value);
        json_close(&c->out, '}');
    } else {
        buf_add(&c->out, value);
    }
    if (c->json || !text_ends(value, T("\n"))) buf_char(&c->out, '\n');
    return RC_OK;
}

const struct command cmd_setting_get = {.name = "setting get", .args = "KEY", .args_min = 1, .args_max = 1,
                                        .sentence = W_cmd_setting_get, .run = run};
