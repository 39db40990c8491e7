/* SPDX-License-Identifier: Apache-2.0 */
/* What libmicrohttpd lets through and we do not. Its version in Debian 12 answers a request with both Content-Length and
 * Transfer-Encoding twice (request smuggling), so nothing ambiguous passes here. Three things the library
 * hides from us and we live with: it unfolds folded header lines, ends a header value at a NUL, and says the head of its own
 * 400 twice before it closes. None of them lets a request be read as two. */
#ifndef CHUYAN_WEB_HTTP_GUARD_H
#define CHUYAN_WEB_HTTP_GUARD_H

#include "base/text.h"

struct guard {
    int hosts, lengths, encodings, headers;
    bool bad_name, bad_value, bad_encoding, bad_length;
    int64_t length;           /* Content-Length, -1 when absent */
};

struct guard guard_new(void);
void guard_header(struct guard *g, struct text name, struct text value);
/* 0 when the head is acceptable, else the status to answer with. */
int guard_verdict(const struct guard *g, struct text method, struct text version, struct text target);

#endif
