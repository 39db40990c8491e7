/* SPDX-License-Identifier: Apache-2.0 */
#include "web/pages.h"

#include "view/build_matters.h"
#include "web/page_ask.h"

enum rc page_matters(struct request *q, struct reply *r)
{
    struct ask a;
    struct matters_view v;
    TRY(page_ask(q, &a));
    TRY(build_matters(&a, q->place, &v));
    r->page.title = v.title;
    REPLY_VIEW(q, r, matters, &v);
    return RC_OK;
}
