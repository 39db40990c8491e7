/* SPDX-License-Identifier: Apache-2.0 */
/* By when a place has to hand up its ledger, as schemes say (`ledgers`). */
#ifndef CHUYAN_VIEW_LEDGER_DUE_H
#define CHUYAN_VIEW_LEDGER_DUE_H

#include "model/place.h"
#include "view/ask.h"

/* 11月30日前报中心校 · 过期2天，应报中心校: of what is open, the most pressing; "" when nothing is. `late`: overdue by the one
 * definition (cadence_age). The place was proven by the caller. */
enum rc ledger_due(const struct ask *q, const struct place *p, struct text *label, bool *late);

/* Where the ledger of such a place is handed up. */
struct text ledger_due_href(const struct ask *q, const struct place *p);

#endif
