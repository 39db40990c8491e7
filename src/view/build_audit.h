/* SPDX-License-Identifier: Apache-2.0 */
/* The log of who did and saw what, for the audit administrator: no child is named in it. */
#ifndef CHUYAN_VIEW_BUILD_AUDIT_H
#define CHUYAN_VIEW_BUILD_AUDIT_H

#include "gen/view/list.h"
#include "view/ask.h"

/* A page of one person's lines looks through so many, whoever else wrote them: no index is kept for it, since each record that is
 * saved would pay for it. */
enum { AUDIT_PAGE = 100, AUDIT_LOOK = 50000 };

/* before: entries with a smaller number (0: from the newest); staff: only theirs (0: everybody's), among `look` lines. */
enum rc build_audit(const struct ask *q, int64_t before, int64_t staff, int64_t look, struct list_view *v);

#endif
