/* SPDX-License-Identifier: Apache-2.0 */
/* Tables taken away as spreadsheets: who took them, when, and what they are called. */
#ifndef CHUYAN_WEB_PAGE_PAPER_H
#define CHUYAN_WEB_PAGE_PAPER_H

#include "paper/ledger_paper.h"
#include "web/reply.h"

/* Who takes it and when; the demonstration mark and the name stand on the file also when the frame of the page is not filled. */
enum rc page_paper_mark(struct request *q, const struct reply *r, struct paper_mark *m);

/* Answers with the spreadsheet in `out`, called TITLE UNIT DAY.xlsx, when `rc` is RC_OK; gives rc back and frees `out`. */
enum rc page_paper_file(struct request *q, struct reply *r, struct text title, struct text unit, day_t day, enum rc rc,
    struct buf *out);

#endif
