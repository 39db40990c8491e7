/* SPDX-License-Identifier: Apache-2.0 */
/* Failed sign-ins by network address: an account locks itself, but somebody who tries one password with many names would meet no
 * lock, and each try costs a worker a tenth of a second. Kept in memory; a restart forgets. */
#ifndef CHUYAN_WEB_GUESS_H
#define CHUYAN_WEB_GUESS_H

#include "base/date.h"
#include "base/text.h"

/* A whole school may come from one address: as many may mistype in one span as no teacher notices. */
enum { GUESS_TRIES = 60, GUESS_SPAN_MS = 10 * 60 * 1000 };

struct guesses;

struct guesses *guesses_new(void);
void guesses_free(struct guesses *g);
/* 0: may try. Else the moment from which on. */
moment_t guess_wait(struct guesses *g, struct text address, moment_t now);
void guess_failed(struct guesses *g, struct text address, moment_t now);

#endif
