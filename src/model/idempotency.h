/* SPDX-License-Identifier: Apache-2.0 */
/* A form pressed twice changes once. */
#ifndef CHUYAN_MODEL_IDEMPOTENCY_H
#define CHUYAN_MODEL_IDEMPOTENCY_H

#include "store/store.h"

struct idempotency {
    int64_t county, staff;
    struct text key, route;
    struct text request;      /* digest of what was asked, in hex */
    struct text location;     /* where it led */
};

enum { IDEMPOTENCY_DAYS = 7 };

/* RC_NOT_FOUND: new. RC_OK: handled already, location filled. RC_CONFLICT: the key was used for something else. */
enum rc idempotency_seen(struct db *db, struct arena *a, struct idempotency *i);
enum rc idempotency_keep(struct db *db, const struct idempotency *i, moment_t now);
enum rc idempotency_purge(struct db *db, moment_t now);

#endif
