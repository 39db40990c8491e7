/* SPDX-License-Identifier: Apache-2.0 */
#include "base/rc.h"

static const struct {
    const char *name;
    int http, exit;
    enum log_level level;
} rc_table[RC_COUNT] = {
    [RC_OK] = {"ok", 200, 0, LOG_INFO},
    [RC_NOT_FOUND] = {"not_found", 404, 4, LOG_INFO},
    [RC_DENIED] = {"denied", 404, 5, LOG_WARN},
    [RC_INVALID] = {"invalid", 422, 2, LOG_INFO},
    [RC_CONFLICT] = {"conflict", 409, 6, LOG_INFO},
    [RC_TOO_LARGE] = {"too_large", 413, 7, LOG_INFO},
    [RC_BUSY] = {"busy", 503, 8, LOG_WARN},
    [RC_NO_SPACE] = {"no_space", 507, 9, LOG_ERROR},
    [RC_UNAVAILABLE] = {"unavailable", 503, 10, LOG_ERROR},
    [RC_INTERNAL] = {"internal", 500, 70, LOG_ERROR},
};

static size_t rc_row(enum rc rc)
{
    return (unsigned)rc < RC_COUNT ? (size_t)rc : RC_INTERNAL;
}

const char *rc_name(enum rc rc)
{
    return rc_table[rc_row(rc)].name;
}

int rc_http(enum rc rc)
{
    return rc_table[rc_row(rc)].http;
}

int rc_exit(enum rc rc)
{
    return rc_table[rc_row(rc)].exit;
}

enum log_level rc_level(enum rc rc)
{
    return rc_table[rc_row(rc)].level;
}
