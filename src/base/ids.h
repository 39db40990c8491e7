/* SPDX-License-Identifier: Apache-2.0 */
/* Row ids made by us: 40 bits of milliseconds since 2020, 3 bits of node, 10 bits of sequence. Below 2^53, so JSON holds them;
 * rising, so new rows go to the end of an index. */
#ifndef CHUYAN_BASE_IDS_H
#define CHUYAN_BASE_IDS_H

#include "base/date.h"

struct ids { int64_t last; int node; };

/* Never returns the same id twice from one `ids`; borrows from the next millisecond when a burst uses one up. Not thread-safe. */
int64_t ids_next(struct ids *g, moment_t now);

#endif
