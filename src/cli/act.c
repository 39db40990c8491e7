/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/act.h"

#include "gen/sql/gate.h"
#include "model/audit.h"
#include "model/evaluate.h"
#include "model/grant.h"

enum { ACT_MEMORY = 512 << 20 };

/* ---- who acts ---- */

enum rc act_staff(struct cli *c, struct db *db, int64_t county, const char *ref, const char *field, struct arena *a,
                  struct staff *out)
{
    int64_t id;
    struct text name = text_of(ref);
    enum rc rc = text_int(name, &id) ? staff_by_id(db, county, id, a, out) : staff_by_path(db, county, name, a, out);
    if (rc == RC_NOT_FOUND) fault_add(&c->faults, text_of(field), W_account_no_staff, name, TEXT_NONE);
    return rc;
}

static enum rc by_find(struct act *a)
{
    struct cli *c = a->c;
    const char *by = cli_option(c, "by");
    struct staff s;
    struct db *db;
    const struct roles *roles;
    a->who = (struct who){.county = c->county, .lang = c->lang, .day = moment_day(c->now)};
    if (!by) return RC_OK;
    TRY(cli_read(c, &db));
    TRY(cli_roles(c, &roles));
    TRY(act_staff(c, db, c->county, by, "--by", c->arena, &s));
    if (s.to != DAY_NONE && s.to <= a->who.day) {
        fault_add(&c->faults, T("--by"), W_act_by_gone, s.name, day_text(c->arena, s.to));
        return RC_DENIED;
    }
    TRY(grant_who(db, roles, c->county, s.id, a->who.day, &a->who));
    a->who.lang = c->lang;
    return RC_OK;
}

static enum rc denied(const struct act *a)
{
    fault_add(&a->c->faults, T("--by"), W_act_denied, TEXT_NONE, TEXT_NONE);
    return RC_DENIED;
}

enum rc act_may(const struct act *a, enum cap cap, int64_t key_lo, int64_t key_hi)
{
    if (a->who.staff == 0 || may(a->c->roles, &a->who, cap, key_lo, key_hi) == MAY_YES) return RC_OK;
    return denied(a);
}

static enum rc paired(const struct act *a, enum cap cap, int64_t child, bool *yes)
{
    const struct roles *r = a->c->roles;
    struct cursor cur;
    struct sql_gate_relations_child_out row;
    struct sql_gate_relations_child_in in = {.county = a->work.county, .staff = a->who.staff, .child = child, .day = a->who.day};
    *yes = false;
    TRY(sql_gate_relations_child(a->work.db, &in, &cur));
    while (sql_gate_relations_child_next(&cur, &row)) {
        int role = role_find(r, row.role);
        *yes = *yes || role_has(r, role < 0 ? role_find(r, T("helper")) : role, cap);
    }
    return sql_close(&cur);
}

enum rc act_may_child(const struct act *a, enum cap cap, int64_t child)
{
    struct sql_gate_child_out at;
    bool yes;
    TRY(sql_gate_child_one(a->work.db, &(struct sql_gate_child_in){.county = a->work.county, .id = child}, a->arena, &at));
    if (a->who.staff == 0) return RC_OK;
    if (may(a->c->roles, &a->who, cap, at.place_key, at.place_key + 1) == MAY_YES) return RC_OK;
    TRY(paired(a, cap, child, &yes));
    return yes ? RC_OK : denied(a);
}

struct ask act_ask(const struct act *a, struct scope scope)
{
    return (struct ask){.db = a->work.db, .scope = scope, .roles = a->c->roles, .who = &a->who, .ev = a->work.ev,
                        .today = a->work.today, .lang = a->c->lang, .arena = a->arena};
}

/* ---- the transaction ---- */

static enum rc note(struct act *a, struct db *db)
{
    struct cli *c = a->c;
    struct text detail = a->detail.s ? a->detail : T("");
    /* Who sat at the machine is the operator; for whom they acted stands beside it. */
    if (a->who.staff) detail = text_fmt(a->arena, "%.*s%sby=%lld", TP(detail), detail.n ? " " : "", (long long)a->who.staff);
    return cli_audit(c, db, a->noun, a->object, text_z(a->arena, detail));
}

static enum rc step(struct db *db, void *p)
{
    struct act *a = p;
    struct cli *c = a->c;
    arena_reset(a->arena);
    c->faults = faults_new(c->arena);
    a->touched = touched_new(a->arena);
    a->object = 0;
    a->detail = TEXT_NONE;
    a->work = cli_work(c, db, c->county, &a->touched);
    a->work.arena = a->arena;
    a->work.staff = a->who.staff;
    TRY(a->fn(a));
    if (touched_any(&a->touched)) {
        TRY(evaluate_touched(db, a->work.ev, &a->touched, a->work.today, a->arena, 0, NULL, NULL));
    }
    return note(a, db);
}

enum rc act_run(struct act *a)
{
    struct cli *c = a->c;
    struct db *db;
    int64_t county;
    const struct evaluator *ev;
    const struct roles *roles;
    day_t today = moment_day(c->now);
    if (!a->any_day && c->as_of != today) {
        fault_add(&c->faults, T("--as-of"), W_act_as_of, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    c->as_of = today;     /* what is done is done today, under the schemes of today */
    TRY(cli_county(c, &county));
    TRY(cli_roles(c, &roles));
    TRY(cli_evaluator(c, &ev));
    TRY(by_find(a));
    care_read_end(c);
    TRY(cli_write(c, &db));
    a->arena = arena_new(ACT_MEMORY);
    enum rc rc = db_transact(db, step, a);
    arena_free(a->arena);
    a->arena = NULL;
    return rc;
}

/* ---- arguments ---- */

bool act_id(struct cli *c, int64_t *id)
{
    if (text_int(text_of(c->arg[0]), id) && *id > 0) return true;
    fault_add(&c->faults, T("ID"), W_param_int, text_of(c->arg[0]), TEXT_NONE);
    return false;
}

bool act_day(struct cli *c, const char *option, bool ahead, day_t *out)
{
    day_t today = moment_day(c->now);
    *out = today;
    if (!cli_day(c, option, out)) return false;
    if (ahead || *out <= today) return true;
    fault_add(&c->faults, text_fmt(c->arena, "--%s", option), W_act_ahead, day_text(c->arena, *out), TEXT_NONE);
    return false;
}

/* ---- telling ---- */

void told_text(struct buf *b, const char *key, struct text t)
{
    json_key(b, text_of(key));
    json_text(b, t);
}

void told_int(struct buf *b, const char *key, int64_t n)
{
    json_key(b, text_of(key));
    json_int(b, n);
}

void told_bool(struct buf *b, const char *key, bool v)
{
    json_key(b, text_of(key));
    json_bool(b, v);
}

void act_tell(struct cli *c, const struct told *list, size_t n, enum word sentence, struct text a0, struct text a1)
{
    struct buf *b = &c->out;
    if (!c->json) {
        cli_say(c, sentence, a0, a1);
        return;
    }
    json_open(b, '{');
    for (size_t i = 0; i < n; i++) {
        if (list[i].text.s) told_text(b, list[i].key, list[i].text);
        else told_int(b, list[i].key, list[i].number);
    }
    json_key(b, T("warnings"));
    json_open(b, '[');
    for (size_t i = 0; i < c->faults.n; i++) json_text(b, fault_say(&c->faults.list[i], c->lang, c->arena));
    json_close(b, ']');
    json_close(b, '}');
    buf_char(b, '\n');
}
