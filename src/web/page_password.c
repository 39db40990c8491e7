/* SPDX-License-Identifier: Apache-2.0 */
#include "gen/view/password_change.h"
#include "model/account.h"
#include "web/login.h"
#include "web/pages.h"
#include "web/server.h"

static struct text fault_of(struct request *q, const char *field)
{
    for (size_t i = 0; i < q->faults.n; i++) {
        if (text_eqz(q->faults.list[i].field, field)) return fault_say(&q->faults.list[i], q->lang, q->arena);
    }
    return TEXT_NONE;
}

static void show(struct request *q, struct reply *r)
{
    static const struct { const char *name, *complete; enum word label, hint; } fields[] = {
        {"old", "current-password", W_password_old_label, W_none},
        {"new", "new-password", W_password_new_label, W_password_new_hint},
        {"again", "new-password", W_password_again_label, W_none},
    };
    enum { N = sizeof fields / sizeof *fields };
    struct password_change_view v = {.forced = r->page.who.n &&
                                               ((struct job *)((char *)q - offsetof(struct job, q)))->visitor.must_change};
    v.fields.item = arena_array(q->arena, N, sizeof *v.fields.item);
    v.fields.n = N;
    for (size_t i = 0; i < N; i++) {
        v.fields.item[i].name = text_of(fields[i].name);
        v.fields.item[i].label = word(q->lang, fields[i].label);
        v.fields.item[i].type = T("password");
        v.fields.item[i].hint = fields[i].hint == W_none ? TEXT_NONE : word(q->lang, fields[i].hint);
        v.fields.item[i].error = fault_of(q, fields[i].name);
        v.fields.item[i].required = true;
        v.fields.item[i].autocomplete = text_of(fields[i].complete);
    }
    r->page.title = word(q->lang, W_password_title);
    REPLY_VIEW(q, r, password_change, &v);
}

enum rc page_password(struct request *q, struct reply *r)
{
    show(q, r);
    return RC_OK;
}

struct renewal { struct account account; struct text secret; bool wrong; };

static enum rc renew(struct request *q, struct reply *r, void *p)
{
    struct renewal *n = p;
    if (n->wrong) {
        moment_t until;
        struct account now; /* read again: guesses that come at the same moment all count */
        r->audit_detail = T("outcome=wrong");
        TRY(account_by_login(q->db, n->account.login, q->arena, &now));
        return account_failed(q->db, &now, q->now, &until);
    }
    r->audit_detail = T("outcome=changed");
    TRY(account_secret(&q->work, n->account.login, n->secret, false)); /* ends every session, this one too */
    request_rights_changed(q);
    reply_go(r, T("/"));
    return login_open(q, r, n->account.login, q->who->county, q->who->staff);
}

enum rc page_password_set(struct request *q, struct reply *r)
{
    struct renewal n = {0};
    struct text fresh = param_text(q, "new");
    TRY(account_by_login(q->db, q->login, q->arena, &n.account));
    bool locked = n.account.locked_until > q->now;
    n.wrong = !q->faults.errors && (locked || !password_fits(n.account.secret, param_text(q, "old"), login_cost(q)));
    if (n.wrong && !locked) TRY(request_write(q, r, renew, &n));
    if (n.wrong) fault_add(&q->faults, T("old"), W_password_wrong, TEXT_NONE, TEXT_NONE);
    if (fresh.n) password_check(fresh, q->login, T("new"), &q->faults);
    if (!text_eq(fresh, param_text(q, "again"))) fault_add(&q->faults, T("again"), W_password_differs, TEXT_NONE, TEXT_NONE);
    if (fresh.n && text_eq(fresh, param_text(q, "old"))) fault_add(&q->faults, T("new"), W_password_same, TEXT_NONE, TEXT_NONE);
    if (q->faults.errors) {
        show(q, r);
        return RC_INVALID;
    }
    TRY(password_hash(q->arena, fresh, login_cost(q), &n.secret));
    return request_write(q, r, renew, &n);
}
