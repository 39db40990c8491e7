/* SPDX-License-Identifier: Apache-2.0 */
#include "gen/sql/account.h"
#include "web/login.h"
#include "web/pages.h"

enum rc page_home(struct request *q, struct reply *r)
{
    reply_go(r, login_home(q));
    return RC_OK;
}

/* For whoever watches the server: answers when the database does. */
enum rc page_health(struct request *q, struct reply *r)
{
    struct sql_account_count_out row;
    TRY(sql_account_count_one(q->db, q->arena, &row));
    r->type = "text/plain; charset=utf-8";
    buf_add(&r->body, T("ok\n"));
    return RC_OK;
}
