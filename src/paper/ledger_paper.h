/* SPDX-License-Identifier: Apache-2.0 */
/* Ledgers as spreadsheets that look like the official table: merged heads, subtotals, foot with 填报人 审核人 负责人 日期, A3 across. The
 * same view as the page, so both say the same. */
#ifndef CHUYAN_PAPER_LEDGER_PAPER_H
#define CHUYAN_PAPER_LEDGER_PAPER_H

#include "base/buf.h"
#include "gen/view/ledgers.h"
#include "gen/view/list.h"
#include "view/ask.h"

struct paper_mark {
    moment_t now;              /* when it is made */
    struct text who;           /* who takes it out; empty: the command line */
    struct text reason;        /* why it holds full numbers; empty: it does not */
    bool demo;                 /* demonstration data: says so under the title and on each printed page */
};

enum { PAPER_BYTES = 32 << 20 };

enum rc ledger_paper(const struct ask *q, const struct ledger_part *v, const struct paper_mark *mark, struct buf *out);
enum rc list_paper(const struct ask *q, const struct list_view *v, const struct paper_mark *mark, struct buf *out);

#endif
