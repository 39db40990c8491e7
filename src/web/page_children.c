/* SPDX-License-Identifier: Apache-2.0 */
#include "web/pages.h"

#include "view/build_children.h"
#include "web/page_ask.h"

enum rc page_children_list(struct request *q, struct reply *r)
{
    struct ask ask;
    struct children_view v;
    TRY(page_ask(q, &ask));
    struct children_query c = {
        .care = param_given(q, "care") ? param_bool(q, "care") : true, .place = param_int(q, "place", 0), .after_key = -1};
    if (q->route->method == METHOD_POST) {
        c.words = param_text(q, "q");
    } else {
        c.after_key = param_int(q, "after_key", -1);
        c.after_child = param_int(q, "after", 0);
        c.shown = param_int(q, "shown", 0);
    }
    TRY(build_children(&ask, &c, &v));
    r->page.title = v.title;
    REPLY_PART(q, r, children, found, &v);
    return RC_OK;
}
