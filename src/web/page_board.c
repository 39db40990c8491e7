/* SPDX-License-Identifier: Apache-2.0 */
#include "web/pages.h"

#include "view/build_board.h"
#include "view/build_members.h"
#include "web/page_ask.h"

enum rc page_board_county(struct request *q, struct reply *r)
{
    struct ask a;
    struct board_county_view v;
    TRY(page_ask(q, &a));
    struct board_query in = {.place = q->place, .sort = param_int(q, "sort", 0)};
    TRY(build_board_county(&a, &in, &v));
    r->page.title = word(q->lang, W_nav_board_county);
    r->page.wide = true;
    REPLY_VIEW(q, r, board_county, &v);
    return RC_OK;
}

enum rc page_board_school(struct request *q, struct reply *r)
{
    struct ask a;
    struct board_school_view v;
    TRY(page_ask(q, &a));
    struct board_query in = {.place = q->place, .sort = param_int(q, "sort", 0)};
    TRY(build_board_school(&a, &in, &v));
    r->page.title = word(q->lang, W_nav_board_school);
    r->page.wide = true;
    REPLY_VIEW(q, r, board_school, &v);
    return RC_OK;
}

enum rc page_board_duty(struct request *q, struct reply *r)
{
    struct ask a;
    struct list_view v;
    TRY(page_ask(q, &a));
    TRY(build_board_duty(&a, q->place, param_int(q, "duty", 0), &v));
    r->page.title = v.title;
    REPLY_VIEW(q, r, list, &v);
    return RC_OK;
}

enum rc page_members_diff(struct request *q, struct reply *r)
{
    struct ask a;
    struct members_diff_view v;
    TRY(page_ask(q, &a));
    struct diff_query in = {.left = param_text(q, "left"), .right = param_text(q, "right"), .as_of = param_day(q, "as_of",
        DAY_NONE),
        .skip = param_int(q, "skip", 0)};
    TRY(build_members_diff(&a, &in, &v));
    r->page.title = word(q->lang, W_nav_members_diff);
    r->page.wide = true;
    REPLY_VIEW(q, r, members_diff, &v);
    return RC_OK;
}
