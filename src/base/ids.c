/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ids.h"

#include "base/log.h"

enum { SEQUENCE_BITS = 10, NODE_BITS = 3, LOW_BITS = SEQUENCE_BITS + NODE_BITS };

#define EPOCH_2020 INT64_C(1577836800000) /* 2020-01-01T00:00Z in milliseconds */
#define MS_MAX ((INT64_C(1) << 40) - 1)   /* reached in November 2054 */

int64_t ids_next(struct ids *g, moment_t now)
{
    BUG_IF(g->node < 0 || g->node >= 1 << NODE_BITS);
    int64_t ms = now - EPOCH_2020;
    if (ms < 0)
        ms = 0;
    int64_t last_ms = g->last >> LOW_BITS;
    int64_t sequence = 0;
    /* A clock that was set back, and a burst beyond 1,024 in a millisecond, go on from the last id. */
    if (g->last > 0 && ms <= last_ms) {
        ms = last_ms;
        sequence = (g->last & ((1 << SEQUENCE_BITS) - 1)) + 1;
        if (sequence == 1 << SEQUENCE_BITS) {
            ms++;
            sequence = 0;
        }
    }
    BUG_IF(ms > MS_MAX);
    g->last = ms << LOW_BITS | (int64_t)g->node << SEQUENCE_BITS | sequence;
    if (g->last == 0)
        g->last = 1; /* 0 means "no id" everywhere */
    return g->last;
}
