/* SPDX-License-Identifier: Apache-2.0 */
#include "web/page_paper.h"

#include "gen/sql/scheme.h"

#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

enum rc page_paper_mark(struct request *q, const struct reply *r, struct paper_mark *m)
{
    struct sql_county_by_id_out county;
    TRY(sql_county_by_id_one(q->db, &(struct sql_county_by_id_in){.id = q->who->county}, q->arena, &county));
    *m = (struct paper_mark){.now = q->now, .who = r->page.who, .demo = county.demo != 0};
    if (text_empty(m->who)) m->who = q->login;
    return RC_OK;
}

enum rc page_paper_file(struct request *q, struct reply *r, struct text title, struct text unit, day_t day, enum rc rc,
    struct buf *out)
{
    if (rc == RC_OK) {
        struct text name = text_fmt(q->arena, "%.*s %.*s %.*s.xlsx", TP(title), TP(unit), TP(day_text(q->arena, day)));
        reply_file(r, XLSX, name, text_dup(q->arena, buf_text(out)));
    }
    buf_free(out);
    return rc;
}
