/* SPDX-License-Identifier: Apache-2.0 */
/* A proven right to see some rows. Made only by access/ (a check refuses `(struct scope)` and `.hi =` elsewhere), demanded by
 * every statement on a table about people: that is how an unscoped query cannot be written. */
#ifndef CHUYAN_ACCESS_SCOPE_H
#define CHUYAN_ACCESS_SCOPE_H

#include <stdint.h>

struct scope {
    int64_t county;   /* six-digit division code; leads every key */
    int64_t lo, hi;   /* half-open range of place keys: a place and all below it */
    int64_t child;    /* the one child that was proven, or 0 */
    int64_t staff;    /* the member of staff who asks, for "mine" lists, or 0 */
};

#endif
