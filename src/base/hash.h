/* SPDX-License-Identifier: Apache-2.0 */
/* Digests and secrets, from libsodium. */
#ifndef CHUYAN_BASE_HASH_H
#define CHUYAN_BASE_HASH_H

#include "base/text.h"

enum { SHA256_BYTES = 32 };

bool hash_start(void);                                            /* once, at the start of main */
void hash_sha256(unsigned char out[SHA256_BYTES], struct text t);
void hash_random(void *out, size_t n);                            /* from the kernel */
bool hash_same(const void *a, const void *b, size_t n);           /* constant time */
struct text hash_hex(struct arena *a, const void *p, size_t n);
struct text hash_b64url(struct arena *a, const void *p, size_t n);
bool hash_unb64url(struct text t, void *out, size_t n);           /* exactly n bytes */
bool hash_unhex(struct text t, void *out, size_t n);

#endif
