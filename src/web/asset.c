/* SPDX-License-Identifier: Apache-2.0 */
#include "web/asset.h"

#include "base/hash.h"

#include <string.h>
#include <zlib.h>

static const struct { const char *end, *type; bool zip; } types[] = {
    {".css", "text/css; charset=utf-8", true}, {".js", "text/javascript; charset=utf-8", true}, {".svg", "image/svg+xml", true},
    {".png", "image/png", false}, {".ico", "image/x-icon", false}, {".woff2", "font/woff2", false},
    {".webmanifest", "application/manifest+json", true},
};

static struct text last_part(struct text path)
{
    size_t from = 0;
    for (size_t i = 0; i < path.n; i++) {
        if (path.s[i] == '/') from = i + 1;
    }
    return text_sub(path, from, path.n);
}

static struct text zip(struct arena *a, struct text raw)
{
    z_stream z = {0};
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) return TEXT_NONE;
    size_t most = deflateBound(&z, raw.n);
    char *out = arena_alloc(a, most);
    z.next_in = (unsigned char *)(uintptr_t)raw.s;
    z.avail_in = (unsigned)raw.n;
    z.next_out = (unsigned char *)out;
    z.avail_out = (unsigned)most;
    bool done = deflate(&z, Z_FINISH) == Z_STREAM_END;
    size_t n = most - z.avail_out;
    deflateEnd(&z);
    return done && n < raw.n ? (struct text){out, n} : TEXT_NONE;
}

static void asset_take(struct arena *a, struct assets *all, const struct embedded *e)
{
    struct text name = last_part(e->path);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (!text_ends(name, text_of(types[i].end))) continue;
        all->item[all->n++] = (struct asset){.name = name, .type = types[i].type, .raw = e->bytes,
                                             .zipped = types[i].zip ? zip(a, e->bytes) : TEXT_NONE};
        return;
    }
}

void assets_load(struct arena *a, struct assets *out)
{
    size_t n;
    const struct embedded *all = embedded_all(&n);
    unsigned char digests[2 * SHA256_BYTES] = {0};
    out->item = arena_array(a, n, sizeof *out->item);
    out->n = 0;
    for (size_t i = 0; i < n; i++) {
        if (!text_starts(all[i].path, T("assets/")) && !text_starts(all[i].path, T("npm/"))) continue;
        asset_take(a, out, &all[i]);
        hash_sha256(digests + SHA256_BYTES, all[i].bytes);
        hash_sha256(digests, (struct text){(const char *)digests, sizeof digests});
    }
    struct text hex = hash_hex(a, digests, SHA256_BYTES);
    memcpy(out->version, hex.s, sizeof out->version - 1);
    out->version[sizeof out->version - 1] = 0;
}

const struct asset *asset_find(const struct assets *all, struct text name)
{
    for (size_t i = 0; i < all->n; i++) {
        if (text_eq(all->item[i].name, name)) return &all->item[i];
    }
    return NULL;
}
