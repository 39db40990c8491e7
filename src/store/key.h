/* SPDX-License-Identifier: Apache-2.0 */
/* The key file, and what sealing makes of it. Inside the store only.
 *
 *     chuyan-key 1                    chuyan-key 2
 *     suite aes                       suite aes
 *     master BASE64URL                key 3 BASE64URL      the present one
 *                                     key 2 BASE64URL      the one before, only while the key is changed
 * The first form is an installation whose key was never changed: number 1. */
#ifndef CHUYAN_STORE_KEY_H
#define CHUYAN_STORE_KEY_H

#include "store/seal.h"

enum { SEAL_KEYS = 2, SEAL_MASTER = 32, SEAL_NUMBER_MAX = 255, SEAL_PLACE_MAX = 128 };

struct key_line { unsigned number; unsigned char master[SEAL_MASTER]; };
struct key_file { bool sm4; size_t keys; struct key_line key[SEAL_KEYS]; };

/* NULL when the library fails. */
struct seal *seal_new(const struct key_file *from);

#endif
