/* SPDX-License-Identifier: Apache-2.0 */
/* Files and the clock, the only calls to the system below the edges. */
#ifndef CHUYAN_BASE_FILE_H
#define CHUYAN_BASE_FILE_H

#include "base/date.h"
#include "base/rc.h"

/* Whole file into the arena; RC_NOT_FOUND, RC_TOO_LARGE past `limit`, RC_UNAVAILABLE. */
enum rc file_read(struct arena *a, const char *path, size_t limit, struct text *out);
/* Written to a temporary neighbour, synced, renamed. mode e.g. 0600. RC_NO_SPACE when the disk is full. */
enum rc file_write(const char *path, struct text content, unsigned mode);
bool file_exists(const char *path);
moment_t clock_now(void);          /* for main, web, job and cli only */
int64_t clock_mono_us(void);       /* for measuring */

/* Files built into the program (schemes, assets, calendars), by path as in the tree, e.g. "schemes/law/scheme.yaml". */
struct embedded { struct text path, bytes; };
const struct embedded *embedded_find(struct text path);
const struct embedded *embedded_all(size_t *n);   /* sorted by path */

#endif
