/* SPDX-License-Identifier: Apache-2.0 */
/* Sealed values and keyed hashes. One random master key per installation lies in a key file (mode 0600) apart from the database;
 * sub-keys are derived from it by HKDF, one for each purpose, so that no key does two jobs.
 *
 * A sealed value:  suite (1 byte) | key number (1 byte) | nonce | ciphertext | tag
 *   suite 3: AES-256-GCM, nonce 12, tag 16                          (NIST SP 800-38D)
 *   suite 4: SM4-CTR, nonce 16, HMAC-SM3 over all before it, tag 32 (GB/T 32907, GB/T 32905; encrypt, then authenticate)
 * Both authenticate with the value the place it stands at (table, column, row), so that what is copied into another row does not
 * open there. Suites 1 and 2 are 3 and 4 without that, of before; they are opened under key 1, where they were made, and never
 * written. The key file says which suite new values get; values of both are opened.
 *
 * While the key is being changed the file holds two: the new one, under which everything is written, and the one before it. */
#ifndef CHUYAN_STORE_SEAL_H
#define CHUYAN_STORE_SEAL_H

#include "base/fault.h"

enum { SEAL_KEYED_BYTES = 32 };

struct seal;     /* the keys; read-only once made, shared by all threads */
struct sealer;   /* working state of one connection */

/* Writes a new key file with a random master key; never overwrites. suite: "aes", "sm4", or NULL for aes. */
enum rc seal_key_make(const char *path, const char *suite, struct faults *f);
/* A change of key. Each step writes a whole new file beside the old one, makes it durable and puts it in its place in one
 * move, so that whenever the machine stops the file holds every key that a value may lie under. `next` draws a new key, keeps
 * the old one behind it, and puts a copy of the file as it was at `path`.NUMBER for the backups of before; `done` leaves the new
 * key alone. `lock`: a descriptor on the new file, locked exclusively (flock), the caller's to close. */
enum rc seal_key_next(const char *path, struct faults *f, int *lock);
enum rc seal_key_done(const char *path, struct faults *f);
/* RC_NOT_FOUND when there is none; RC_UNAVAILABLE when others can read it or it is not well-formed. Each with a fault. */
enum rc seal_key_read(const char *path, struct faults *f, struct seal **out);
void seal_free(struct seal *s);

struct sealer *sealer_new(const struct seal *s);
void sealer_free(struct sealer *s);

/* `at`: what the value is bound to. TEXT_NONE when the library fails (no memory). */
struct text seal_text(struct sealer *s, struct arena *a, struct text plain, struct text at);
/* False when the value was altered, was moved to another place, or belongs to another key. */
bool seal_opened(struct sealer *s, struct arena *a, struct text sealed, struct text at, struct text *plain);
/* The number of the key that new values get, 1 … 255: the second byte of each. */
unsigned seal_number(const struct seal *s);
/* The file also holds the key of before. */
bool seal_changing(const struct seal *s);

/* HMAC (SHA-256 or SM3, by the suite of the key file) over tag, a zero byte, and the value. */
void seal_keyed(const struct seal *s, const char *tag, struct text value, unsigned char out[SEAL_KEYED_BYTES]);
/* What a database keeps to know its key again; `before`: of the key of before. */
void seal_check(const struct seal *s, bool before, unsigned char out[SEAL_KEYED_BYTES]);

#endif
