/* SPDX-License-Identifier: Apache-2.0 */
/* members diff: the children on whom two counting rules differ on a day, and what each rule says. */
#include "cli/act.h"
#include "view/build_members.h"

/* "XJ" is the counting rule; "gp-guangping:lbc" a target. RC_NOT_FOUND with a fault. */
static enum rc rule_find(struct cli *c, const struct plan *p, const char *given, struct text *key)
{
    *key = text_of(given);
    if (text_find(*key, T(":")) < 0) *key = text_fmt(c->arena, "rule:%s", given);
    if (plan_group(p, *key) >= 0) return RC_OK;
    fault_add(&c->faults, T("RULE"), W_members_no_rule, text_of(given), TEXT_NONE);
    return RC_NOT_FOUND;
}

static void words(struct cli *c, const struct members_diff_view *v)
{
    struct buf *b = &c->out;
    struct text n[] = {v->left_label, text_fmt(c->arena, "%lld", (long long)v->only_left), v->right_label,
                       text_fmt(c->arena, "%lld", (long long)v->only_right)};
    buf_fmt(b, "%.*s  ", TP(v->as_of));
    buf_add(b, word_fill(c->arena, c->lang, W_members_diff_head, n, 4));
    buf_char(b, '\n');
    cli_say(c, W_members_diff_both, text_fmt(c->arena, "%lld", (long long)v->both), TEXT_NONE);
    for (size_t i = 0; i < v->rows.n; i++) {
        const struct members_diff_rows *r = &v->rows.item[i];
        buf_fmt(b, "%.*s  %.*s\n", TP(r->name), TP(r->class_name));
        buf_fmt(b, "  %s %.*s  %.*s\n", r->in_left ? "+" : "-", TP(v->left_label), TP(r->left_why));
        buf_fmt(b, "  %s %.*s  %.*s\n", r->in_right ? "+" : "-", TP(v->right_label), TP(r->right_why));
    }
    if (v->rows.n == 0) buf_fmt(b, "%.*s\n", TP(v->empty));
    if (v->pager) cli_say(c, W_due_list_more, TEXT_NONE, TEXT_NONE);
}

static enum rc run(struct cli *c)
{
    enum { ROWS = 1000, MOST = 100000 };
    const char *place = cli_option(c, "place");
    int64_t county, lo, hi, most = ROWS;
    struct text name;
    struct db *db;
    struct ask ask;
    struct members_diff_view v;
    struct diff_query in = {.as_of = c->as_of};
    if (!cli_int(c, "limit", &most)) return RC_INVALID;
    if (most < 1 || most > MOST) {
        fault_add(&c->faults, T("--limit"), W_act_limit, text_fmt(c->arena, "%d", MOST), TEXT_NONE);
        return RC_INVALID;
    }
    TRY(cli_county(c, &county));
    TRY(cli_read(c, &db));
    TRY(care_place(c, db, county, place ? text_of(place) : T(""), &lo, &hi, &name));
    TRY(care_ask(c, scope_narrow(scope_system(county, "the operator compares two rules"), lo, hi, 0, 0), &ask));
    TRY(rule_find(c, ask.ev->plan, c->arg[0], &in.left));
    TRY(rule_find(c, ask.ev->plan, c->arg[1], &in.right));
    in.most = (size_t)most;
    TRY(build_members_diff(&ask, &in, &v));
    if (!c->json) {
        words(c, &v);
        return RC_OK;
    }
    members_diff_view_json(&c->out, &v);
    buf_char(&c->out, '\n');
    return RC_OK;
}

static const struct option_spec options[] = {
    {"place", "CODE", W_opt_due_place, false}, {"limit", "N", W_opt_due_limit, false}, {0},
};
const struct command cmd_members_diff = {.name = "members diff", .args = "RULE RULE", .args_min = 2, .args_max = 2,
                                         .sentence = W_cmd_members_diff, .options = options, .run = run};
