/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts and posts of a colleague. Nobody touches their own, and nobody those of somebody whose posts reach further than
 * one's own
 * right: a first password handed out for a wider post would be a way up. */
#include "gen/sql/grant.h"
#include "model/account.h"
#include "model/grant.h"
#include "model/place.h"
#include "web/login.h"
#include "web/page_staff.h"
#include "web/pages.h"

/* ---- may this person touch that one? ---- */

static enum rc touchable(struct request *q, struct grant_reach *p)
{
    TRY(grant_reach(q->db, q->roles, q->who, CAP_account_admin, q->subject, q->today, p));
    if (q->subject == q->who->staff) fault_add(&q->faults, T("who"), W_staff_self, TEXT_NONE, TEXT_NONE);
    else if (p->wider) fault_add(&q->faults, T("who"), W_staff_wider, TEXT_NONE, TEXT_NONE);
    return q->faults.errors > 0 ? RC_INVALID : RC_OK;
}

/* ---- posts ---- */

static enum rc post_give(struct request *q)
{
    struct grant_reach p;
    struct place at;
    TRY(touchable(q, &p));
    enum rc rc = place_by_id(q->db, q->who->county, param_int(q, "place", 0), q->arena, &at);
    if (rc != RC_OK || !request_may(q, CAP_account_admin, at.lo, at.hi)) return RC_NOT_FOUND;
    return grant_give(&q->work, q->roles, q->subject, param_text(q, "role"), &at);
}

enum rc page_staff_grant(struct request *q, struct reply *r)
{
    enum rc rc = q->faults.errors > 0 ? RC_INVALID : post_give(q);
    if (rc != RC_OK) return staff_page_refuse(q, r, "grant", rc);
    r->audit_detail = text_fmt(q->arena, "role=%.*s", TP(param_text(q, "role")));
    staff_page_go(q, r, word(q->lang, W_staff_grant_saved));
    return RC_OK;
}

enum rc page_staff_grant_end(struct request *q, struct reply *r)
{
    struct cursor c;
    struct sql_grant_of_staff_out o;
    int64_t id = param_int(q, "grant", 0);
    bool theirs = false;
    if (q->subject == q->who->staff) return RC_DENIED;
    TRY(sql_grant_of_staff(q->db, &(struct sql_grant_of_staff_in){.county = q->who->county, .staff = q->subject}, &c));
    while (sql_grant_of_staff_next(&c, &o)) theirs = theirs || (o.id == id && request_may(q, CAP_account_admin, o.key_lo,
        o.key_hi));
    TRY(sql_close(&c));
    if (!theirs) return RC_NOT_FOUND;
    TRY(grant_end(&q->work, id, q->today));
    staff_page_go(q, r, word(q->lang, W_staff_grant_ended));
    return RC_OK;
}

/* ---- first passwords: hashed before the write, shown once ---- */

struct first { struct text login, secret; bool fresh; };

static enum rc first_write(struct request *q, struct reply *r, void *p)
{
    const struct first *f = p;
    r->audit_detail = f->fresh ? T("outcome=opened") : T("outcome=reset");
    request_rights_changed(q);
    reply_go(r, text_fmt(q->arena, "/staff/%lld", (long long)q->subject)); /* where a second press of the form leads */
    return f->fresh ? account_add(&q->work, f->login, q->subject, f->secret, true) : account_secret(&q->work, f->login,
        f->secret, true);
}

static enum rc first_give(struct request *q, struct reply *r, struct first *f, const char *form)
{
    struct grant_reach p;
    struct text password = password_first(q->arena);
    enum rc rc = touchable(q, &p);
    if (rc == RC_OK) rc = password_hash(q->arena, password, login_cost(q), &f->secret);
    if (rc == RC_OK) rc = request_write(q, r, first_write, f);
    if (rc != RC_OK) return staff_page_refuse(q, r, form, rc);
    r->location = TEXT_NONE;
    return staff_page_show(q, r, NULL, f->login, password);
}

enum rc page_staff_account(struct request *q, struct reply *r)
{
    struct first f = {.fresh = true};
    if (q->faults.errors == 0 && !account_login_clean(q->arena, param_text(q, "login"), &f.login)) {
        fault_add(&q->faults, T("login"), W_staff_login_bad, TEXT_NONE, TEXT_NONE);
    }
    if (q->faults.errors > 0) return staff_page_refuse(q, r, "account", RC_INVALID);
    return first_give(q, r, &f, "account");
}

enum rc page_staff_password(struct request *q, struct reply *r)
{
    struct account a;
    TRY(account_by_staff(q->db, q->who->county, q->subject, q->arena, &a));
    struct first f = {.login = a.login};
    return first_give(q, r, &f, "password");
}

enum rc page_staff_close(struct request *q, struct reply *r)
{
    struct account a;
    struct grant_reach p;
    bool closed = param_bool(q, "closed");
    enum rc rc = q->faults.errors > 0 ? RC_INVALID : touchable(q, &p);
    if (rc != RC_OK) return staff_page_refuse(q, r, "close", rc);
    TRY(account_by_staff(q->db, q->who->county, q->subject, q->arena, &a));
    TRY(account_close(&q->work, a.login, closed));
    r->audit_detail = closed ? T("outcome=closed") : T("outcome=opened");
    staff_page_go(q, r, word(q->lang, closed ? W_staff_closed_said : W_staff_reopened_said));
    return RC_OK;
}
