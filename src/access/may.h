/* SPDX-License-Identifier: Apache-2.0 */
/* Who may do what where. Pure: no clock, no database; deny by default. */
#ifndef CHUYAN_ACCESS_MAY_H
#define CHUYAN_ACCESS_MAY_H

#include "access/role.h"
#include "access/scope.h"
#include "base/date.h"

/* A subject teacher may hold one for every class of a year; what is held through pairings has room beside them. */
enum { GRANTS_PLACED = 32, GRANTS_MAX = 40 };

struct grant {
    int role;                /* index in struct roles */
    int64_t key_lo, key_hi;  /* the place it is granted at, with all below it; 0, 0: held through pairings alone */
    day_t from, to;          /* half-open; DAY_MAX is an open end */
};

/* A member of staff, as proven by the session, on the day of the request. */
struct who {
    int64_t county, staff;   /* staff 0: nobody */
    enum lang lang;
    day_t day;               /* grants count when from <= day < to */
    size_t n;
    struct grant grants[GRANTS_MAX];
};

enum may {
    MAY_YES = 0,
    MAY_NO_ONE,              /* nobody is signed in */
    MAY_NO_ROLE,             /* no role of theirs has the capability */
    MAY_NO_DAY,              /* a role has it, but not on this day */
    MAY_NO_PLACE,            /* a role has it today, but elsewhere */
    MAY_COUNT
};

const char *may_name(enum may m);                                           /* "no_place" */

/* May `who` use `cap` on everything in [key_lo, key_hi)? The whole range has to lie within one grant. An empty range is
 * refused. */
enum may may(const struct roles *r, const struct who *who, enum cap cap, int64_t key_lo, int64_t key_hi);
/* Does any grant of today have it, wherever? For showing or hiding a button, and for scope_mine. */
bool may_anywhere(const struct roles *r, const struct who *who, enum cap cap);
/* Bits (role.bit) of the roles that `who` holds today at a place. */
uint32_t roles_at(const struct roles *r, const struct who *who, int64_t key_lo, int64_t key_hi);
/* The widest range where `who` may use `cap` today: where a list begins when no place is named. False when there is none. */
bool may_widest(const struct roles *r, const struct who *who, enum cap cap, int64_t *key_lo, int64_t *key_hi);

/* The only makers of struct scope. Each gives RC_DENIED and an empty scope when the right is not proven. */

/* A place and all below it. */
enum rc scope_at(const struct roles *r, const struct who *who, enum cap cap, int64_t key_lo, int64_t key_hi, struct scope *out);
/* One child whose present class has `place_key`. Proven by place, or else by a row of `sight` that holds on the day
 * (`sighted`): then with what the role of a pairing may (a grant without a place), never with what a role may elsewhere, and
 * with an empty range, because the child's class is not opened by it. */
enum rc scope_child(const struct roles *r, const struct who *who, enum cap cap, int64_t child, int64_t place_key, bool sighted,
                    struct scope *out);
/* What is theirs: lists led by scope.staff. The range is that of may_widest (empty when the capability comes from nowhere). */
enum rc scope_mine(const struct roles *r, const struct who *who, enum cap cap, struct scope *out);
/* A whole county, for jobs and the command line, which run as the operator of the machine. `reason` is a sentence for the reader
 * of the call; it may not be empty. */
struct scope scope_system(int64_t county, const char *reason);
/* The same, narrowed to a place, a child or a member of staff (0: not narrowed). */
struct scope scope_narrow(struct scope whole, int64_t key_lo, int64_t key_hi, int64_t child, int64_t staff);

#endif
