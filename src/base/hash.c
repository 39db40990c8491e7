/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"

#include <assert.h>
#include <sodium.h>

bool hash_start(void)
{
    return sodium_init() >= 0;
}

void hash_sha256(unsigned char out[SHA256_BYTES], struct text t)
{
    static_assert(SHA256_BYTES == crypto_hash_sha256_BYTES, "one size of SHA-256");
    crypto_hash_sha256(out, (const unsigned char *)t.s, t.n);
}

void hash_random(void *out, size_t n)
{
    randombytes_buf(out, n);
}

bool hash_same(const void *a, const void *b, size_t n)
{
    return sodium_memcmp(a, b, n) == 0;
}

struct text hash_hex(struct arena *a, const void *p, size_t n)
{
    char *s = arena_raw(a, n * 2 + 1);
    sodium_bin2hex(s, n * 2 + 1, p, n);
    return (struct text){s, n * 2};
}

struct text hash_b64url(struct arena *a, const void *p, size_t n)
{
    size_t size = sodium_base64_encoded_len(n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *s = arena_raw(a, size);
    sodium_bin2base64(s, size, p, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return (struct text){s, size - 1};
}

bool hash_unb64url(struct text t, void *out, size_t n)
{
    size_t got = 0;
    /* end == NULL: libsodium then refuses anything after the value, and non-canonical last bits as well. */
    return t.n == (n * 4 + 2) / 3 &&
           sodium_base642bin(out, n, t.s, t.n, NULL, &got, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 && got == n;
}

bool hash_unhex(struct text t, void *out, size_t n)
{
    size_t got = 0;
    return t.n == n * 2 && sodium_hex2bin(out, n, t.s, t.n, NULL, &got, NULL) == 0 && got == n;
}
