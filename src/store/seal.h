/* SPDX-License-Identifier: Apache-2.0 */
/* Sealed values and keyed hashes. One random master key per installation lies in a key file (mode 0600) apart from the database;
 * sub-keys are derived from it by HKDF, one for each purpose, so that no key does two jobs.
 *
 * A sealed value:  suite (1 byte) | key number (1 byte, now always 1) | nonce | ciphertext | tag
 *   suite 1: AES-256-GCM, nonce 12, tag 16                          (NIST SP 800-38D)
 *   suite 2: SM4-CTR, nonce 16, HMAC-SM3 over all before it, tag 32 (GB/T 32907, GB/T 32905; encrypt, then authenticate)
 * The key file says which suite new values get; values of both are opened. */
#ifndef CHUYAN_STORE_SEAL_H
#define CHUYAN_STORE_SEAL_H

#include "base/fault.h"

enum { SEAL_KEYED_BYTES = 32 };

struct seal;     /* the keys; read-only once made, shared by all threads */
struct sealer;   /* working state of one connection */

/* Writes a new key file with a random master key; never overwrites. suite: "aes", "sm4", or NULL for aes. */
enum rc seal_key_make(const char *path, const char *suite, struct faults *f);
/* RC_NOT_FOUND when there is none; RC_UNAVAILABLE when others can read it or it is not well-formed. Each with a fault. */
enum rc seal_key_read(const char *path, struct faults *f, struct seal **out);
void seal_free(struct seal *s);

struct sealer *sealer_new(const struct seal *s);
void sealer_free(struct sealer *s);

/* TEXT_NONE when the library fails (no memory). */
struct text seal_text(struct sealer *s, struct arena *a, struct text plain);
/* False when the value was altered or belongs to another key. */
bool seal_opened(struct sealer *s, struct arena *a, struct text sealed, struct text *plain);

/* HMAC (SHA-256 or SM3, by the suite of the key file) over tag, a zero byte, and the value. */
void seal_keyed(const struct seal *s, const char *tag, struct text value, unsigned char out[SEAL_KEYED_BYTES]);
/* What a database keeps to know its key again. */
void seal_check(const struct seal *s, unsigned char out[SEAL_KEYED_BYTES]);

#endif
