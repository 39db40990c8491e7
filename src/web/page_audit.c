/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_audit.h"
#include "web/page_ask.h"
#include "web/pages.h"

enum rc page_audit(struct request *q, struct reply *r)
{
    struct ask ask;
    struct list_view v;
    TRY(page_ask(q, &ask));
    TRY(build_audit(&ask, param_int(q, "before", 0), param_int(q, "staff", 0), AUDIT_LOOK, &v));
    r->page.title = v.title;
    r->page.wide = true;
    REPLY_VIEW(q, r, list, &v);
    return RC_OK;
}
