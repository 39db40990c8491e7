/* SPDX-License-Identifier: Apache-2.0 */
#include "web/pages.h"

#include "view/build_alerts.h"
#include "web/page_ask.h"

/* Those who see a place see its alerts; those who are paired with children see theirs. */
enum rc page_alerts(struct request *q, struct reply *r)
{
    struct ask ask;
    struct list_view v;
    int64_t lo, hi;
    TRY(page_ask(q, &ask));
    bool place = may_widest(q->roles, q->who, CAP_child_list, &lo, &hi) &&
                 scope_at(q->roles, q->who, CAP_child_list, lo, hi, &ask.scope) == RC_OK;
    TRY(build_alerts(&ask, !place, &v));
    r->page.title = v.title;
    REPLY_VIEW(q, r, list, &v);
    return RC_OK;
}
