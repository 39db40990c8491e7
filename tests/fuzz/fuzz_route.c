/* SPDX-License-Identifier: Apache-2.0 */
/* Heads from anywhere: the guard, and addresses against the real table. */
#include "web/http_guard.h"
#include "web/route.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text rest = {(const char *)data, size}, line, method = TEXT_NONE, target = TEXT_NONE, version = TEXT_NONE;
    struct guard g = guard_new();
    if (!size) return 0;
    text_cut(&rest, ' ', &method);
    text_cut(&rest, ' ', &target);
    text_cut(&rest, '\n', &version);
    while (rest.n && text_cut(&rest, '\n', &line)) {
        struct text name = TEXT_NONE;
        text_cut(&line, ':', &name);
        guard_header(&g, name, line);
    }
    int status = guard_verdict(&g, method, version, target.s ? target : T(""));
    if (status == 0 && (g.hosts != 1 || (g.lengths && g.encodings) || g.lengths > 1 || g.encodings > 1)) abort();
    if (status != 0 && (status < 400 || status > 599)) abort();
    struct route_match m;
    if (target.s && route_find(routes, METHOD_GET, target, &m) && m.route->method != METHOD_GET) abort();
    return 0;
}
