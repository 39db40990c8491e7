/* SPDX-License-Identifier: Apache-2.0 */
/* The log of who did and saw what, for the audit administrator: no child is named in it. */
#ifndef CHUYAN_VIEW_BUILD_AUDIT_H
#define CHUYAN_VIEW_BUILD_AUDIT_H

#include "gen/view/list.h"
#include "view/ask.h"

enum { AUDIT_PAGE = 100 };

/* before: entries with a smaller number (0: from the newest); staff: only theirs (0: everybody's). */
enum rc build_audit(const struct ask *q, int64_t before, int64_t staff, struct list_view *v);

#endif
