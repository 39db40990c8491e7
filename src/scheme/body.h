/* SPDX-License-Identifier: Apache-2.0 */
/* When a body was incomplete: it did not stand, or a post was vacant. Pure; of dated holders, as known on a day. */
#ifndef CHUYAN_SCHEME_BODY_H
#define CHUYAN_SCHEME_BODY_H

#include "scheme/plan.h"

/* One holder of one post of one group at a place, or (post -1) that the group itself stands. Spans are half-open. */
struct body_line {
    int64_t group;                    /* which of several at the place */
    int post;                         /* index in plan_body.post; -1: that it stands */
    int unit;                         /* index in plan_post.unit, -1 none of them */
    day_t from, to;                   /* to DAY_MAX: still */
    day_t known, end_known;           /* recorded on; its end recorded on, DAY_MAX while it has none */
};

/* How many a post of one group lacks on a day, by what was known on `known`; with units, how many units send nobody. */
int body_lacks(const struct plan_body *b, size_t post, const struct body_line *line, size_t n, int64_t group, day_t day,
               day_t known);
/* Does everything stand that has to? */
bool body_complete(const struct plan_body *b, const struct body_line *line, size_t n, day_t day, day_t known);

/* From `from` to the day it was complete again; done: the day on which that was known, DAY_NONE while it is not. */
struct body_gap { day_t from, done; };
/* All that began between from and to (half-open), as known on as_of, at most `cap`, the latest ones; returns how many. */
enum { BODY_GAPS = 16 };
size_t body_gaps(const struct plan_body *b, const struct body_line *line, size_t n, day_t from, day_t to, day_t as_of,
                 struct body_gap *out, size_t cap);

#endif
