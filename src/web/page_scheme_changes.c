/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_scheme_changes.h"
#include "web/page_ask.h"
#include "web/pages.h"

enum rc page_scheme_changes(struct request *q, struct reply *r)
{
    struct ask ask;
    struct scheme_changes_view v;
    TRY(page_ask(q, &ask));
    TRY(build_scheme_changes(&ask, param_text(q, "key"), (int)param_int(q, "version", 0), (int)param_int(q, "since", 0), &v));
    r->page.title = v.title;
    REPLY_VIEW(q, r, scheme_changes, &v);
    return RC_OK;
}
