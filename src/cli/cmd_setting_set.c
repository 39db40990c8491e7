/* SPDX-License-Identifier: Apache-2.0 */
/* setting set: sets one, checks that everything still loads, and evaluates everybody anew, or leaves all as it was. */
#include "cli/act.h"

#include "base/file.h"
#include "model/evaluate.h"
#include "model/place.h"
#include "model/setting.h"

struct change { struct text key, value; };

static enum rc change(struct act *a)
{
    const struct change *x = a->p;
    struct evaluator *ev = NULL;
    TRY(act_may(a, CAP_settings_edit, 0, PLACE_KEY_END));
    TRY(setting_set(&a->work, x->key, x->value, &ev));
    enum rc rc = evaluate_all(a->work.db, ev, a->work.today, true, a->arena, care_evaluated, a->c);
    evaluator_free(ev);
    a->noun = "setting";
    a->detail = text_fmt(a->arena, "key=%.*s", TP(x->key));
    return rc;
}

static enum rc value_take(struct cli *c, struct change *x)
{
    const char *path = cli_option(c, "file");
    bool usual = cli_option(c, "usual") != NULL;
    if ((c->args == 2) + (path != NULL) + usual != 1) {
        fault_add(&c->faults, T("VALUE"), W_setting_one, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    if (c->args == 2) x->value = text_of(c->arg[1]);
    if (!path) return RC_OK;
    enum rc rc = file_read(c->arena, path, SETTING_BYTES, &x->value);
    enum word why = rc == RC_TOO_LARGE ? W_lines_large : W_lines_file;
    if (rc != RC_OK) fault_add(&c->faults, text_of(path), why, TEXT_NONE, TEXT_NONE);
    return rc;
}

static enum rc run(struct cli *c)
{
    struct change x = {.key = text_of(c->arg[0]), .value = TEXT_NONE};
    TRY(value_take(c, &x));
    struct act a = {.c = c, .fn = change, .p = &x};
    TRY(act_run(&a));
    struct told t[] = {{.key = "key", .text = x.key}, {.key = "outcome", .text = x.value.s ? T("set") : T("usual")}};
    act_tell(c, t, 2, x.value.s ? W_setting_done : W_setting_undone, x.key, TEXT_NONE);
    return RC_OK;
}

static const struct option_spec options[] = {
    {"file", "PATH", W_opt_setting_file, false}, {"usual", NULL, W_opt_setting_usual, false}, ACT_BY, {0},
};
const struct command cmd_setting_set = {.name = "setting set", .args = "KEY [VALUE]", .args_min = 1, .args_max = 2,
                                        .sentence = W_cmd_setting_set, .options = options, .run = run};
