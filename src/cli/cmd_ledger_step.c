/* SPDX-License-Identifier: Apache-2.0 */
/* ledger submit, return, accept, lock, reopen: a ledger on its way up, taken by the colleague of --by with their rights alone.
 * What is handed up is frozen as it is at this moment, with its list of names. */
#include "cli/act.h"
#include "cli/ledger_at.h"
#include "view/build_ledger.h"

struct taking {
    enum submission_step step;
    enum ledger_kind kind;
    struct ledger_query in;
    int64_t id, version;
    struct text state;
};

static enum rc refuse(const struct act *a, enum rc rc, const char *field, enum word why, struct text arg)
{
    if (a->work.faults->errors == 0) fault_add(a->work.faults, text_of(field), why, arg, TEXT_NONE);
    return rc;
}

/* The buttons of the page are the answer to who may do what now. */
static enum rc may_take(const struct act *a, const struct taking *x, const struct ledger *l)
{
    const struct submission_part *now = l->part->submission;
    bool can[STEP_COUNT] = {[STEP_SUBMIT] = now->can_submit, [STEP_RETURN] = now->can_return, [STEP_ACCEPT] = now->can_accept,
                            [STEP_LOCK] = now->can_lock, [STEP_REOPEN] = now->can_reopen};
    struct text state = text_eqz(now->state, "none") ? T("") : now->state;
    if (x->version > 0 && x->version != now->version) {
        return refuse(a, RC_CONFLICT, "--version", W_submission_seen_old, TEXT_NONE);
    }
    if (!submission_possible(state, x->step, l->place.kind == PLACE_BUREAU)) {
        return refuse(a, RC_CONFLICT, "KIND", W_submission_not_now, TEXT_NONE);
    }
    return can[x->step] ? RC_OK : refuse(a, RC_DENIED, "--by", W_act_denied, TEXT_NONE);
}

static enum rc move(struct act *a, const struct taking *x, const struct ledger *l, int64_t *id)
{
    const char *said = cli_option(a->c, "comment");
    struct submission s;
    if (x->step == STEP_SUBMIT) {
        struct submission_input in;
        TRY(ledger_freeze(l, &in));
        in.version = l->part->submission->version;
        return submission_submit(&a->work, &in, id);
    }
    struct text kind = text_of(ledger_kind_key(l->kind));
    TRY(submission_find(a->work.db, a->work.county, kind, l->place.id, l->frame.as_of, l->frame.key, a->arena, &s));
    *id = s.id;
    return submission_take(&a->work, s.id, l->part->submission->version, x->step, text_of(said ? said : ""));
}

static enum rc take(struct act *a)
{
    struct taking *x = a->p;
    struct place at;
    struct ledger l;
    struct submission after;
    TRY(ledger_place(a->c, a->work.db, a->work.county, x->kind, &at));
    struct scope whole = scope_system(a->work.county, "the rights of --by are asked of the ledger's buttons");
    struct ask ask = act_ask(a, scope_narrow(whole, at.lo, at.hi, 0, 0));
    x->in.place = at.id;
    enum rc rc = build_ledger(&ask, x->kind, &x->in, &l);
    if (rc == RC_NOT_FOUND) return refuse(a, rc, "--rule", W_ledger_cli_rule, x->in.rule);
    if (rc != RC_OK) return rc;
    if (l.part->submission == NULL) return refuse(a, RC_INVALID, "KIND", W_submission_cli_never, TEXT_NONE);
    TRY(may_take(a, x, &l));
    TRY(move(a, x, &l, &x->id));
    TRY(submission_by_id(a->work.db, a->work.county, x->id, a->c->arena, &after));
    x->state = after.state;
    a->noun = "place";
    a->object = at.id;
    a->detail = text_fmt(a->arena, "ledger=%s step=%s", ledger_kind_key(x->kind), submission_step_name(x->step));
    return RC_OK;
}

static enum rc run(struct cli *c, enum submission_step step)
{
    static const enum word done[STEP_COUNT] = {W_submission_said_submit, W_submission_said_return, W_submission_said_accept,
                                               W_submission_said_lock, W_submission_said_reopen};
    struct taking x = {.step = step, .in = {.from = DAY_NONE, .as_of = c->as_of, .rule = ledger_rule_key(c)}};
    if (!ledger_kind_find(text_of(c->arg[0]), &x.kind)) {
        fault_add(&c->faults, T("KIND"), W_submission_cli_kind, text_of(c->arg[0]), TEXT_NONE);
        return RC_INVALID;
    }
    if (!cli_day(c, "from", &x.in.from) || !cli_int(c, "version", &x.version)) return RC_INVALID;
    struct act a = {.c = c, .fn = take, .p = &x, .any_day = true};
    TRY(act_run(&a));
    struct told t[] = {{.key = "id", .number = x.id}, {.key = "step", .text = text_of(submission_step_name(step))},
                       {.key = "state", .text = x.state}};
    act_tell(c, t, 3, done[step], TEXT_NONE, TEXT_NONE);
    return RC_OK;
}

static enum rc run_submit(struct cli *c) { return run(c, STEP_SUBMIT); }
static enum rc run_return(struct cli *c) { return run(c, STEP_RETURN); }
static enum rc run_accept(struct cli *c) { return run(c, STEP_ACCEPT); }
static enum rc run_lock(struct cli *c) { return run(c, STEP_LOCK); }
static enum rc run_reopen(struct cli *c) { return run(c, STEP_REOPEN); }

#define STEP_OPTIONS \
    {"place", "CODE", W_opt_ledger_place, false}, {"rule", "ID", W_opt_ledger_rule, false}, \
    {"from", "DAY", W_opt_ledger_from, false}, {"version", "N", W_opt_submission_version, false}, \
    {"comment", "WORDS", W_opt_submission_comment, false}, ACT_BY_NEEDED

static const struct option_spec options[] = {STEP_OPTIONS, {0}};
#define STEP_COMMAND(what, words) \
    const struct command cmd_ledger_##what = {.name = "ledger " #what, .args = "KIND", .args_min = 1, .args_max = 1, \
                                              .sentence = words, .options = options, .run = run_##what}
STEP_COMMAND(submit, W_cmd_ledger_submit);
STEP_COMMAND(return, W_cmd_ledger_return);
STEP_COMMAND(accept, W_cmd_ledger_accept);
STEP_COMMAND(lock, W_cmd_ledger_lock);
STEP_COMMAND(reopen, W_cmd_ledger_reopen);
