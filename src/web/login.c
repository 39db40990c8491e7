/* SPDX-License-Identifier: Apache-2.0 */
#include "web/login.h"

#include "model/session.h"
#include "web/server.h"

static bool over_tls(const struct request *q)
{
    return exchange_tls(((const struct job *)((const char *)q - offsetof(struct job, q)))->x);
}

static struct text cookie_of(const struct request *q, struct text value, const char *age)
{
    bool tls = over_tls(q);
    return text_fmt(q->arena, "%s=%.*s; Path=/; HttpOnly; SameSite=Lax%s%s", tls ? "__Host-chuyan" : "chuyan", TP(value),
                    tls ? "; Secure" : "", age);
}

enum rc login_open(struct request *q, struct reply *r, struct text login, int64_t county, int64_t staff)
{
    struct text value;
    TRY(session_add(q->db, q->arena, login, county, staff, q->now, q->server->o.session_hours, &value));
    r->cookie = cookie_of(q, value, "");
    return RC_OK;
}

void login_close(struct request *q, struct reply *r)
{
    r->cookie = cookie_of(q, T(""), "; Max-Age=0");
}

struct password_cost login_cost(const struct request *q)
{
    return q->server->o.cost;
}

struct text login_home(const struct request *q)
{
    static const struct { enum cap cap; const char *path;
    } first[] = {
        {CAP_board_county, "/board/county"}, {CAP_today, "/today"},      {CAP_child_list, "/children"},
        {CAP_board_school, "/board/school"}, {CAP_staff_edit, "/staff"}, {CAP_audit_read, "/audit"},
        {CAP_scheme_read, "/schemes"},
    };
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
        if (may_anywhere(q->roles, q->who, first[i].cap)) return text_of(first[i].path);
    }
    return T("/me");
}
