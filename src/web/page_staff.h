/* SPDX-License-Identifier: Apache-2.0 */
/* The page of one colleague, rendered by the handlers of page_staff.c and page_account.c. */
#ifndef CHUYAN_WEB_PAGE_STAFF_H
#define CHUYAN_WEB_PAGE_STAFF_H

#include "web/page_ask.h"

/* `form`: the one that comes back with q->faults; user and password: a first password, shown once (empty: none). */
enum rc staff_page_show(struct request *q, struct reply *r, const char *form, struct text user, struct text password);
/* A refused form: shown again, RC_INVALID. Anything else comes back as it is. */
enum rc staff_page_refuse(struct request *q, struct reply *r, const char *form, enum rc rc);
void staff_page_go(struct request *q, struct reply *r, struct text said);

#endif
