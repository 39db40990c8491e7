/* SPDX-License-Identifier: Apache-2.0 */
/* Between a request and the builders and models that know no web. */
#ifndef CHUYAN_WEB_PAGE_ASK_H
#define CHUYAN_WEB_PAGE_ASK_H

#include "format/idno.h"
#include "view/ask.h"
#include "web/reply.h"

/* RC_UNAVAILABLE while no plan could be loaded. */
enum rc page_ask(const struct request *q, struct ask *out);

/* Proves children named by a parameter of a form, one by one, for `cap`: by their class or by sight. RC_NOT_FOUND when one is
 * not theirs. */
enum rc page_children(const struct request *q, const char *param, enum cap cap, size_t most, int64_t **out, size_t *n);

/* The place that `place` names, within what the one who asks may use `cap` for, and the members of staff named by `staff` who
 * work there. place 0: none was named. Absent and denied look alike: RC_NOT_FOUND. */
struct page_about { int64_t place, lo, hi, *staff; size_t staffs; };
enum rc page_about(const struct request *q, enum cap cap, size_t most, struct page_about *out);

/* An ID number as typed, with a fault on the field when it cannot be one. */
struct idno page_id_read(struct request *q, const char *param);

/* What was typed into a form, for field_state: several values of one name are joined by spaces. ctx is the request. */
struct text page_typed(void *ctx, struct text name);

#endif
