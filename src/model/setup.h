/* SPDX-License-Identifier: Apache-2.0 */
/* A new county: the tenant, its bureau, and its first two people. */
#ifndef CHUYAN_MODEL_SETUP_H
#define CHUYAN_MODEL_SETUP_H

#include "access/role.h"
#include "model/work.h"

struct setup_person {
    struct text login, name, secret;    /* secret: from password_hash; login as typed */
    bool must_change;
    int64_t staff;                      /* out */
};

struct setup {
    int64_t county;                     /* six-digit division code (GB/T 2260) */
    struct text name;                   /* of the bureau, as on papers */
    bool demo;
    struct setup_person admin;          /* security administrator: accounts and grants, sees no child */
    struct setup_person clerk;          /* carries the county's work; login empty: none yet */
    int64_t bureau;                     /* out: place */
};

/* In the caller's transaction; w->county may be 0 and is set. RC_INVALID or RC_CONFLICT with faults on the fields county, name,
 * admin_login, admin_name, clerk_login, clerk_name. */
enum rc setup_county(struct work *w, const struct roles *roles, struct setup *s);

/* Is there a county, and none with real people? */
enum rc setup_demo(struct db *db, bool *yes);

#endif
