/* SPDX-License-Identifier: Apache-2.0 */
/* Who did or saw what. One chain for each county: every entry carries the digest of the one before, so that nothing can be
 * changed or taken out of the middle unseen. Cutting off the end shows only against a digest noted elsewhere: audit_verify
 * gives the last one, and `chuyan audit verify` prints it for that. */
#ifndef CHUYAN_MODEL_AUDIT_H
#define CHUYAN_MODEL_AUDIT_H

#include "store/store.h"

struct audit {
    int64_t county, seq, staff, object;
    moment_t at;
    struct text action;     /* route or command */
    struct text noun;       /* child, place, batch … */
    struct text detail;     /* fixed keys only, "kind=heart_talk reason=audit": never a name, number or words about a child */
};

/* Adds a link in the caller's transaction; fills e->seq. */
enum rc audit_append(struct db *db, struct audit *e);

struct audit_verdict {
    int64_t links;          /* how many were sound */
    int64_t broken;         /* number of the first one that is not, 0 none */
    const char *why;        /* "gap", "changed", "unlinked"; NULL when sound */
    unsigned char last[32]; /* digest of the last sound one */
};
/* Walks the whole chain of a county. RC_OK also when it is broken: the verdict says so. */
enum rc audit_verify(struct db *db, int64_t county, struct audit_verdict *out);

#endif
