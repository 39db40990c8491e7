/* SPDX-License-Identifier: Apache-2.0 */
/* What every builder is given: who asks, within which proven scope, on which day. The web makes one from a request, the command
 * line from its options; a builder fills one view struct and knows neither. All texts of a view live in `arena`. */
#ifndef CHUYAN_VIEW_ASK_H
#define CHUYAN_VIEW_ASK_H

#include "access/may.h"
#include "model/evaluator.h"
#include "store/store.h"

struct name_index;
struct remembered;
struct place;

struct ask {
    struct db *db;                  /* reading */
    struct scope scope;
    const struct roles *roles;
    const struct who *who;          /* staff 0: the operator of the machine */
    const struct evaluator *ev;
    const struct name_index *names; /* of the server, to search in; NULL: by statement */
    struct remembered *remembered;  /* of the server: figures of a time that is over; NULL: none */
    day_t today;                    /* or the --as-of day */
    enum lang lang;
    struct arena *arena;
};

/* May the one who asks use `cap` on this range; the operator may everything. */
bool ask_may(const struct ask *q, enum cap cap, int64_t key_lo, int64_t key_hi);
bool ask_may_anywhere(const struct ask *q, enum cap cap);
/* The place that was asked for (proven by the caller); 0: the one whose range the scope is. RC_NOT_FOUND. */
enum rc ask_place(const struct ask *q, int64_t id, struct place *out);

#endif
