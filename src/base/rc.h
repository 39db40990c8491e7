/* SPDX-License-Identifier: Apache-2.0 */
/* What a call came to. One table in base/rc.c maps each to an HTTP status, an exit code and a log level. */
#ifndef CHUYAN_BASE_RC_H
#define CHUYAN_BASE_RC_H

#include "base/log.h"
#include "base/text.h"

enum rc {
    RC_OK = 0,
    RC_NOT_FOUND,    /* absent; from outside the same as denied */
    RC_DENIED,       /* may() said no */
    RC_INVALID,      /* the user's fault: see the faults */
    RC_CONFLICT,     /* somebody was first: version, duplicate, locked return */
    RC_TOO_LARGE,    /* past a stated limit */
    RC_BUSY,         /* try again: queue full, lock held, locked out */
    RC_NO_SPACE,     /* the disk is full: nothing was saved */
    RC_UNAVAILABLE,  /* the operator's fault: database gone, file unreadable */
    RC_INTERNAL,     /* our bug */
    RC_COUNT
};

const char *rc_name(enum rc rc);     /* "not_found" */
int rc_http(enum rc rc);             /* 200 404 404 422 409 413 503 507 503 500 */
int rc_exit(enum rc rc);             /* 0 4 5 2 6 7 8 9 10 70; documented in docs/cli.md */
enum log_level rc_level(enum rc rc); /* how loud the edge logs it: what a person did is INFO, the operator's ERROR */

#define TRY(call)                            \
    do {                                     \
        enum rc try_rc_ = (call);            \
        if (try_rc_ != RC_OK) return try_rc_; \
    } while (0)

#endif
