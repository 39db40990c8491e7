/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_accounts.h"

#include "model/grant.h"
#include "view/said.h"

struct text accounts_rule_key(enum account_rule rule)
{
    return rule == ACCOUNT_BY_NAME ? T("name") : T("code");
}

static struct accounts_filters *filter_new(const struct ask *q, struct accounts_view *v, const char *name, enum word label)
{
    struct accounts_filters *f = &v->filters.item[v->filters.n++];
    *f = (struct accounts_filters){.name = text_of(name), .label = word(q->lang, label)};
    return f;
}

static void pair_put(const struct ask *q, struct accounts_filters *f, const char *a, enum word wa, const char *b, enum word wb,
                     bool second)
{
    f->options.item = arena_array(q->arena, 2, sizeof *f->options.item);
    f->options.n = 2;
    f->options.item[0] = (struct choice_part){.value = text_of(a), .label = word(q->lang, wa), .on = !second};
    f->options.item[1] = (struct choice_part){.value = text_of(b), .label = word(q->lang, wb), .on = second};
}

static enum rc filters_fill(const struct ask *q, const struct accounts_query *c, struct accounts_view *v)
{
    int64_t lo, hi;
    struct choice_part *school;
    size_t n;
    v->filters.item = arena_array(q->arena, 3, sizeof *v->filters.item);
    pair_put(q, filter_new(q, v, "which", W_staff_which), "none", W_staff_unsigned, "again", W_accounts_again,
        c->wanted.again);
    if (!c->wanted.again) {
        pair_put(q, filter_new(q, v, "rule", W_accounts_rule), "code", W_accounts_rule_code, "name", W_accounts_rule_name,
            c->wanted.rule == ACCOUNT_BY_NAME);
    }
    if (!may_widest(q->roles, q->who, CAP_account_admin, &lo, &hi)) return RC_OK;
    TRY(said_places(q, lo, hi, "school", W_all, c->place, &school, &n));
    if (n < 3) return RC_OK;
    struct accounts_filters *f = filter_new(q, v, "place", W_school);
    f->options.item = school;
    f->options.n = n;
    return RC_OK;
}

/* Whom this person may not give a password to, and why. */
static enum rc why_not(const struct ask *q, int64_t staff, struct text *why)
{
    struct grant_reach reach;
    TRY(grant_reach(q->db, q->roles, q->who, CAP_account_admin, staff, q->today, &reach));
    *why = staff == q->who->staff ? word(q->lang, W_staff_self) : reach.wider ? word(q->lang, W_staff_wider) : T("");
    return RC_OK;
}

static enum rc rows_fill(const struct ask *q, const struct account_list *l, struct accounts_view *v)
{
    v->rows.item = arena_array(q->arena, l->n + 1, sizeof *v->rows.item);
    for (size_t i = 0; i < l->n; i++) {
        const struct account_one *one = &l->item[i];
        struct accounts_rows *row = &v->rows.item[v->rows.n++];
        *row = (struct accounts_rows){.id = one->staff, .name = one->name, .login = one->login,
            .about = one->post.n ? text_fmt(q->arena, "%.*s · %.*s", TP(one->post), TP(one->place)) : one->place};
        TRY(why_not(q, one->staff, &row->why));
        row->on = row->why.n == 0 && !l->again;
        v->can = v->can || row->why.n == 0;
    }
    return RC_OK;
}

enum rc build_accounts(const struct ask *q, const struct accounts_query *c, struct accounts_view *v)
{
    struct account_list l;
    bool again = c->wanted.again;
    *v = (struct accounts_view){.title = word(q->lang, W_accounts_make_title), .action_href = T("/staff/accounts"),
        .back_href = T("/staff"), .which = again ? T("again") : T("none"), .rule = accounts_rule_key(c->wanted.rule),
        .lead = word(q->lang, again ? W_accounts_again_lead : W_accounts_make_lead),
        .save_label = word(q->lang, again ? W_accounts_again_go : W_accounts_make_go),
        .empty = word(q->lang, again ? W_accounts_again_empty : W_accounts_make_empty)};
    if (c->place > 0) v->place = said_int(q, c->place);
    if (c->wanted.batch > 0) v->batch = said_int(q, c->wanted.batch);
    v->error = said_faults(q, c->faults, NULL, 0);
    TRY(account_wanting(q->db, &c->wanted, q->arena, &l));
    TRY(filters_fill(q, c, v));
    if (l.more) v->more = said_fill(q, W_accounts_more, said_int(q, (int64_t)l.n), TEXT_NONE);
    return rows_fill(q, &l, v);
}

void build_account_slips(const struct ask *q, const struct account_list *made, size_t skipped, struct text address,
                         struct account_slips_view *v)
{
    *v = (struct account_slips_view){.title = said_fill(q, W_slips_title, said_int(q, (int64_t)made->n), TEXT_NONE),
        .lead = word(q->lang, W_slips_lead), .address = address, .back_href = T("/staff/accounts")};
    if (skipped > 0) v->skipped = said_fill(q, W_slips_skipped, said_int(q, (int64_t)skipped), TEXT_NONE);
    v->slips.item = arena_array(q->arena, made->n + 1, sizeof *v->slips.item);
    for (size_t i = 0; i < made->n; i++) {
        const struct account_one *one = &made->item[i];
        v->slips.item[v->slips.n++] = (struct account_slips_slips){.place = one->place, .name = one->name, .post = one->post,
            .user = one->login, .password = one->password};
    }
}
