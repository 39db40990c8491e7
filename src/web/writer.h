/* SPDX-License-Identifier: Apache-2.0 */
/* The one thread that writes. Changes wait in a bounded queue and are committed in groups: one disk flush serves all that have
 * come meanwhile, and nobody is answered before it. The same on PostgreSQL: the audit chain puts a county's changes in a row
 * anyway, so several writers would only make each other start again. */
#ifndef CHUYAN_WEB_WRITER_H
#define CHUYAN_WEB_WRITER_H

#include "base/ids.h"
#include "model/sounds.h"
#include "store/store.h"

enum {
    WRITER_GROUP = 512,     /* changes committed together at most */
    WRITER_PATIENT_MS = 100 /* so long a change that nobody waits for may wait for company */
};

struct writer;

/* What belongs to the writing thread alone. */
struct hands {
    struct ids ids;
    struct sounds *sounds;
};

/* One change. Nobody waits for a `patient` one (who looked at what): it goes to disk with the next change of somebody who does,
 * or after WRITER_PATIENT_MS, or when a group is full. Every commit makes all readers look at the file anew, so a commit for each
 * page read would cost more than the pages.
 * What `run` wrote is undone when it fails; it may be called again from the start. `done` is called after
 * the commit, with RC_OK, the rc of `run`, or why nothing could be saved. The item is the caller's and is free in `done`. */
struct change {
    struct change *next;
    enum rc (*run)(struct change *c, struct db *db, struct hands *hands);
    void (*done)(struct change *c, enum rc rc);
    enum rc rc;
    bool patient;
};

enum rc writer_start(struct store *store, size_t queue, int node, struct writer **out);
/* False: the queue is full, nothing was taken. */
bool writer_put(struct writer *w, struct change *c);
/* Waits in the calling thread (never an event thread) until the change is committed; RC_BUSY when the queue is full. */
enum rc writer_wait(struct writer *w, enum rc (*fn)(struct db *, struct hands *, void *), void *p);
/* Finishes what is in the queue. */
void writer_stop(struct writer *w);

#endif
