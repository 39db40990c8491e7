/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts for a whole list of staff: looked at, ticked, made, and their first passwords shown once as slips to cut. */
#include "model/audit.h"
#include "model/grant.h"
#include "view/build_accounts.h"
#include "web/login.h"
#include "web/page_ask.h"
#include "web/pages.h"

static struct account_wanted wanted_read(struct request *q)
{
    return (struct account_wanted){.county = q->who->county, .key_lo = q->place_lo, .key_hi = q->place_hi, .today = q->today,
        .batch = param_int(q, "batch", 0), .again = text_eqz(param_text(q, "which"), "again"),
        .rule = text_eqz(param_text(q, "rule"), "name") ? ACCOUNT_BY_NAME : ACCOUNT_BY_CODE};
}

static enum rc accounts_show(struct request *q, struct reply *r)
{
    struct ask ask;
    struct accounts_view v;
    struct accounts_query c = {.place = param_int(q, "place", 0), .key_lo = q->place_lo, .key_hi = q->place_hi,
        .wanted = wanted_read(q), .faults = &q->faults};
    c.wanted.limit = ACCOUNTS_AT_ONCE;
    TRY(page_ask(q, &ask));
    TRY(build_accounts(&ask, &c, &v));
    r->page.title = v.title;
    REPLY_VIEW(q, r, accounts, &v);
    return RC_OK;
}

enum rc page_accounts(struct request *q, struct reply *r)
{
    return accounts_show(q, r);
}

/* ---- making them ---- */

struct making { struct account_list list; size_t skipped; };

static bool ticked(struct request *q, int64_t staff)
{
    struct value v;
    for (size_t i = 0; param_nth(q, "staff", i, &v); i++) {
        if (v.number == staff) return true;
    }
    return false;
}

/* Only who stands in the list of this place can be ticked; who has got an account meanwhile is passed over, and so is whoever
 * holds a post beyond one's own. */
static enum rc ticked_read(struct request *q, struct making *m)
{
    struct account_wanted wanted = wanted_read(q);
    struct value v;
    size_t asked = 0;
    while (param_nth(q, "staff", asked, &v)) asked++;
    TRY(account_wanting(q->db, &wanted, q->arena, &m->list));
    size_t n = 0;
    for (size_t i = 0; i < m->list.n; i++) {
        struct grant_reach reach;
        if (!ticked(q, m->list.item[i].staff) || m->list.item[i].staff == q->who->staff) continue;
        TRY(grant_reach(q->db, q->roles, q->who, CAP_account_admin, m->list.item[i].staff, q->today, &reach));
        if (!reach.wider) m->list.item[n++] = m->list.item[i];
    }
    m->list.n = n;
    m->skipped = asked > n ? asked - n : 0;
    if (n > 0) return RC_OK;
    fault_add(&q->faults, T("accounts"), asked > 0 ? W_accounts_all_skipped : W_accounts_nobody, TEXT_NONE, TEXT_NONE);
    return RC_INVALID;
}

/* A line in the log for each: whose account, never which password. */
static enum rc told(struct work *w, int64_t staff, void *ctx)
{
    const struct request *q = ctx;
    struct audit e = {.county = w->county, .staff = w->staff, .at = w->now, .action = T("POST /staff/accounts"),
        .noun = T("account"), .object = staff,
        .detail = text_eqz(param_text(q, "which"), "again") ? T("outcome=reset") : T("outcome=opened")};
    return audit_append(w->db, &e);
}

static enum rc making_write(struct request *q, struct reply *r, void *p)
{
    const struct making *m = p;
    TRY(account_many_add(&q->work, &m->list, true, told, q));
    r->audit_detail = text_fmt(q->arena, "accounts=%zu skipped=%zu", m->list.n, m->skipped);
    request_rights_changed(q);
    reply_go(r, T("/staff/accounts"));      /* where a second press of the form leads: nothing is shown twice */
    return RC_OK;
}

enum rc page_accounts_make(struct request *q, struct reply *r)
{
    struct making m = {.skipped = 0};
    struct ask ask;
    struct account_slips_view v;
    TRY(page_ask(q, &ask));
    enum rc rc = q->faults.errors > 0 ? RC_INVALID : ticked_read(q, &m);
    if (rc == RC_OK) rc = account_many_secrets(&m.list, TEXT_NONE, login_cost(q), q->arena, NULL, NULL);
    if (rc == RC_OK) rc = request_write(q, r, making_write, &m);
    if (rc == RC_INVALID || (rc == RC_CONFLICT && q->faults.errors > 0)) {
        TRY(accounts_show(q, r));
        return RC_INVALID;
    }
    if (rc != RC_OK) return rc;
    r->location = TEXT_NONE;
    build_account_slips(&ask, &m.list, m.skipped, q->origin, &v);
    r->page.title = v.title;
    REPLY_VIEW(q, r, account_slips, &v);
    return RC_OK;
}
