/* SPDX-License-Identifier: Apache-2.0 */
#include "web/pages.h"

#include "view/build_today.h"
#include "web/page_ask.h"

enum rc page_today(struct request *q, struct reply *r)
{
    struct ask ask;
    struct today_view v;
    TRY(page_ask(q, &ask));
    TRY(build_today(&ask, param_text(q, "all"), &v));
    r->page.title = word(q->lang, W_nav_today);
    REPLY_VIEW(q, r, today, &v);
    return RC_OK;
}
