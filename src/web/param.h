/* SPDX-License-Identifier: Apache-2.0 */
/* Parameters: forms taken apart, and held against what the route declared. An undeclared parameter does not exist: it is
 * refused. */
#ifndef CHUYAN_WEB_PARAM_H
#define CHUYAN_WEB_PARAM_H

#include "web/route.h"

enum { PAIRS_MAX = 4000, PARTS_MAX = 500 };

/* One name and value as sent, decoded. */
struct pair {
    struct text name, value;
    bool file;
    struct text file_name;
};
struct pairs {
    struct pair *item;
    size_t n, cap;
};

/* application/x-www-form-urlencoded and query strings. RC_INVALID: a broken escape, NUL, text that is not UTF-8, or too many. */
enum rc form_read(struct arena *a, struct text form, struct pairs *out);
/* multipart/form-data; `type` is the whole Content-Type header. */
enum rc multipart_read(struct arena *a, struct text type, struct text body, struct pairs *out);
/* Undoes %XX (and + when `plus`); TEXT_NONE when broken. */
struct text percent_read(struct arena *a, struct text t, bool plus);

/* The spine's own parameters, taken out of the pairs. */
struct spine_params { struct text csrf, idem; };

/* Holds path parameters and pairs against the route's declarations and fills q->value. RC_INVALID with q->faults: *malformed
 * tells what a form of ours never sends (unknown, repeated) from what a person can mistype. */
enum rc params_check(struct request *q, const struct route_match *m, const struct pairs *given, struct spine_params *own,
                     bool *malformed);
/* sha-256 over what was asked: path and parameters in their order, without the spine's own. */
void params_digest(const struct request *q, unsigned char out[32]);

#endif
