/* SPDX-License-Identifier: Apache-2.0 */
#include "web/pages.h"
#include "web/server.h"

enum rc page_asset(struct request *q, struct reply *r)
{
    const struct asset *a = asset_find(&q->server->assets, param_text(q, "name"));
    if (!a) return RC_NOT_FOUND;
    struct job *j = (struct job *)((char *)q - offsetof(struct job, q));
    bool small = a->zipped.n && text_find(exchange_header(j->x, "Accept-Encoding"), T("gzip")) >= 0;
    r->type = a->type;
    r->shared = text_eqz(param_text(q, "v"), q->server->assets.version); /* an address without our version is not kept */
    r->encoded = small;
    buf_add(&r->body, small ? a->zipped : a->raw);
    return RC_OK;
}
