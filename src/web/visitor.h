/* SPDX-License-Identifier: Apache-2.0 */
/* Who is asking: sessions with their grants, kept in memory for half a minute so that a page does not read them from the
 * database. What is changed through this server is forgotten at once; what another process changes counts half a minute
 * later. */
#ifndef CHUYAN_WEB_VISITOR_H
#define CHUYAN_WEB_VISITOR_H

#include "access/may.h"
#include "model/session.h"

enum { VISITOR_FRESH_MS = 30 * 1000, VISITORS_MAX = 4096, VISITOR_FLASH = 1200 };

struct visitor {
    unsigned char token[32];
    struct who who;
    int64_t place;                 /* home place */
    moment_t loaded, seen, ends;
    bool must_change, demo;
    char login[48], name[96], place_name[128], csrf[40];
};

struct visitors;

struct visitors *visitors_new(void);
void visitors_free(struct visitors *v);

/* From memory; false when unknown or stale. */
bool visitor_known(struct visitors *v, const unsigned char token[32], moment_t now, struct visitor *out);
/* From the database, and remembered. RC_NOT_FOUND: not signed in. */
enum rc visitor_load(struct visitors *v, struct db *db, const struct roles *roles, const unsigned char token[32], moment_t now,
                     int idle_minutes, struct arena *a, struct visitor *out);
/* Their last request was now; true when the database should hear of it (once a minute). */
bool visitor_touch(struct visitors *v, const unsigned char token[32], moment_t now);
/* Rights have changed somewhere: everybody is read anew. */
void visitors_forget(struct visitors *v);

/* One sentence (further lines behind \n) shown on the next page. */
void visitor_flash_set(struct visitors *v, const unsigned char token[32], struct text sentence);
struct text visitor_flash_take(struct visitors *v, const unsigned char token[32], struct arena *a);

#endif
