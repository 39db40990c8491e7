/* SPDX-License-Identifier: Apache-2.0 */
#include "gen/view/login.h"
#include "model/account.h"
#include "model/session.h"
#include "web/login.h"
#include "web/pages.h"
#include "web/server.h"

/* Only a path of ours: a link that leads people elsewhere after they signed in is a favourite of thieves. */
static struct text next_path(const struct request *q)
{
    struct text t = param_text(q, "next");
    bool ours = t.n > 1 && t.n < 200 && t.s[0] == '/' && t.s[1] != '/' && t.s[1] != '\\' && text_find(t, T(":")) < 0;
    for (size_t i = 0; i < t.n && ours; i++) ours = t.s[i] > ' ' && t.s[i] != '\\' && t.s[i] < 0x7f;
    return ours ? t : TEXT_NONE;
}

/* Lines of the file that `serve --try` was given: "班主任 / class teacher", a tab, login, two blanks, name. */
static void tries_fill(struct request *q, struct login_view *v)
{
    const struct serve_options *o = &q->server->o;
    struct text rest = o->try_list, line;
    size_t cap = 0;
    while (rest.n > 0 && text_cut(&rest, '\n', &line)) {
        struct text title, both = text_trim(line), zh;
        if (!text_cut(&both, '\t', &title) || both.n == 0) continue;
        struct text user = both, name = T("");
        ptrdiff_t gap = text_find(both, T(" ")), slash = text_find(title, T(" / "));
        if (gap > 0) user = text_sub(both, 0, (size_t)gap), name = text_trim(text_sub(both, (size_t)gap, both.n));
        zh = slash > 0 ? text_sub(title, 0, (size_t)slash) : title;
        struct text en = slash > 0 ? text_sub(title, (size_t)slash + 3, title.n) : title;
        v->tries.item = arena_grow(q->arena, v->tries.item, v->tries.n, &cap, v->tries.n + 1, sizeof *v->tries.item);
        v->tries.item[v->tries.n++] = (struct login_tries){.title = q->lang == LANG_EN ? en : zh, .name = name, .user = user,
            .password = o->try_password};
    }
}

static enum rc show(struct request *q, struct reply *r, struct text error, struct text locked)
{
    struct login_view v = {.next = next_path(q), .user = q->route->method == METHOD_POST ? param_text(q, "user") : TEXT_NONE,
                           .error = error, .locked = locked};
    tries_fill(q, &v);
    r->page.title = word(q->lang, W_login_title);
    REPLY_VIEW(q, r, login, &v);
    return RC_OK;
}

enum rc page_login(struct request *q, struct reply *r)
{
    if (q->token) {
        reply_go(r, T("/"));
        return RC_OK;
    }
    return show(q, r, TEXT_NONE, TEXT_NONE);
}

/* One sentence for a wrong name, a wrong password and a locked account: none of them tells whether there is such an account. */
static enum rc refuse(struct request *q, struct reply *r)
{
    show(q, r, word(q->lang, W_login_failed), TEXT_NONE);
    return RC_INVALID;
}

/* Too many failed from one address, whatever the names were. */
static enum rc refuse_address(struct request *q, struct reply *r, moment_t until)
{
    struct text minutes = text_fmt(q->arena, "%lld", (long long)((until - q->now + 59999) / 60000));
    show(q, r, TEXT_NONE, word_fill(q->arena, q->lang, W_login_locked, &minutes, 1));
    return RC_INVALID;
}

struct attempt { struct account account; bool fits; moment_t locked_until; };

/* The count is read again inside the transaction: guesses that come at the same moment all count. */
static enum rc attempt_note(struct request *q, struct reply *r, void *p)
{
    struct attempt *t = p;
    struct account now;
    TRY(account_by_login(q->db, t->account.login, q->arena, &now));
    q->work.county = now.county;
    q->work.staff = now.staff;
    r->audit_object = now.staff;
    t->locked_until = now.locked_until;
    if (now.locked_until > q->now) {
        r->audit_detail = T("outcome=locked");
        return RC_OK;
    }
    if (!t->fits) {
        r->audit_detail = T("outcome=wrong");
        return account_failed(q->db, &now, q->now, &t->locked_until);
    }
    r->audit_detail = T("outcome=in");
    TRY(account_passed(q->db, &now));
    if (q->token) TRY(session_end(q->db, q->token));
    request_rights_changed(q); /* the session before is forgotten too */
    TRY(login_open(q, r, now.login, now.county, now.staff));
    reply_go(r, next_path(q).n ? next_path(q) : T("/"));
    return RC_OK;
}

/* What was typed is not kept: it may be a password in the wrong field. */
static enum rc unknown_note(struct request *q, struct reply *r, void *p)
{
    (void)q;
    (void)p;
    r->audit_detail = T("outcome=unknown");
    return RC_OK;
}

enum rc page_login_try(struct request *q, struct reply *r)
{
    struct attempt t = {0};
    struct text login;
    if (q->faults.errors) return refuse(q, r);
    moment_t until = request_guess_wait(q);
    if (until != 0) return refuse_address(q, r, until);
    enum rc rc = RC_NOT_FOUND;
    if (account_login_clean(q->arena, param_text(q, "user"), &login)) rc = account_by_login(q->db, login, q->arena, &t.account);
    if (rc != RC_OK && rc != RC_NOT_FOUND) return rc;
    bool there = rc == RC_OK && !t.account.closed;
    /* Also for a locked account, so that the time it takes tells nothing either. */
    t.fits = password_fits(there ? t.account.secret : TEXT_NONE, param_text(q, "password"), login_cost(q)) && there;
    TRY(request_write(q, r, there ? attempt_note : unknown_note, &t));
    if (r->location.n) return RC_OK;
    request_guess_failed(q);
    return refuse(q, r);
}

enum rc page_logout(struct request *q, struct reply *r)
{
    if (q->token) TRY(session_end(q->db, q->token));
    login_close(q, r);
    request_rights_changed(q);
    reply_go(r, T("/login"));
    return RC_OK;
}
