/* SPDX-License-Identifier: Apache-2.0 */
/* Style, script and icons, from the program itself; compressed once, when the server starts. */
#ifndef CHUYAN_WEB_ASSET_H
#define CHUYAN_WEB_ASSET_H

#include "base/file.h"

struct asset {
    struct text name;         /* chuyan.css */
    const char *type;
    struct text raw, zipped;  /* zipped empty: not worth it */
};
struct assets {
    struct asset *item;
    size_t n;
    char version[16];         /* differs when any of them does: pages name them by it, so they may be kept for ever */
};

void assets_load(struct arena *a, struct assets *out);
const struct asset *asset_find(const struct assets *all, struct text name);

#endif
