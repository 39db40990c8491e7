/* SPDX-License-Identifier: Apache-2.0 */
/* A signed-in browser. The cookie holds 32 random bytes; only their digest is stored. */
#ifndef CHUYAN_MODEL_SESSION_H
#define CHUYAN_MODEL_SESSION_H

#include "model/work.h"

enum { SESSION_COOKIE = 43 };   /* characters: 32 bytes as base64url */

struct session {
    unsigned char token[32];    /* digest of the cookie */
    struct text login, csrf, lang, name, place_name;
    int64_t county, staff, place;
    moment_t made, seen, ends;
    bool must_change, demo;
};

/* Digest of a cookie; false when it cannot be one of ours. */
bool session_token(struct text cookie, unsigned char out[32]);
/* Makes one: *cookie goes to the browser. `hours`: after that it ends whatever happens. */
enum rc session_add(struct db *db, struct arena *a, struct text login, int64_t county, int64_t staff, moment_t now, int hours,
                    struct text *cookie);
/* RC_NOT_FOUND: unknown, ended, idle for longer than `idle_minutes`, account closed, or left on or before the day of `now`.
 * `seen`: when the caller saw it last, for the database may not have heard of it yet; 0 never. */
enum rc session_find(struct db *db, const unsigned char token[32], moment_t now, int idle_minutes, moment_t seen, struct arena *a,
                     struct session *out);
enum rc session_seen(struct db *db, const unsigned char token[32], moment_t now);
enum rc session_end(struct db *db, const unsigned char token[32]);
enum rc session_end_staff(struct db *db, int64_t county, int64_t staff);
enum rc session_purge(struct db *db, moment_t now, int idle_minutes);

#endif
