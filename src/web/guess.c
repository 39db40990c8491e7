/* SPDX-License-Identifier: Apache-2.0 */
#include "web/guess.h"

#include <pthread.h>
#include <stdlib.h>

enum { SLOTS = 4096, PROBES = 8 };

struct slot { uint64_t address; moment_t since; int failed; };

struct guesses {
    pthread_mutex_t mutex;
    struct slot slot[SLOTS];
};

struct guesses *guesses_new(void)
{
    struct guesses *g = calloc(1, sizeof *g);
    if (g) pthread_mutex_init(&g->mutex, NULL);
    return g;
}

void guesses_free(struct guesses *g)
{
    if (!g) return;
    pthread_mutex_destroy(&g->mutex);
    free(g);
}

static uint64_t address_hash(struct text t)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325); /* FNV-1a: who finds a collision only shares a counter */
    for (size_t i = 0; i < t.n; i++) h = (h ^ (unsigned char)t.s[i]) * UINT64_C(0x100000001b3);
    return h;
}

/* The slot of an address; with `make`, one for it: the oldest of those it may stand in. Mutex held. */
static struct slot *slot_of(struct guesses *g, uint64_t address, moment_t now, bool make)
{
    struct slot *oldest = NULL;
    for (size_t i = 0; i < PROBES; i++) {
        struct slot *s = &g->slot[(address + i) % SLOTS];
        bool over = s->failed == 0 || now - s->since >= GUESS_SPAN_MS || now < s->since;
        if (over) s->failed = 0;
        if (!over && s->address == address) return s;
        if (oldest == NULL || (oldest->failed != 0 && (over || s->since < oldest->since))) oldest = s;
    }
    if (!make) return NULL;
    *oldest = (struct slot){.address = address, .since = now};
    return oldest;
}

moment_t guess_wait(struct guesses *g, struct text address, moment_t now)
{
    pthread_mutex_lock(&g->mutex);
    const struct slot *s = slot_of(g, address_hash(address), now, false);
    moment_t until = s != NULL && s->failed >= GUESS_TRIES ? s->since + GUESS_SPAN_MS : 0;
    pthread_mutex_unlock(&g->mutex);
    return until;
}

void guess_failed(struct guesses *g, struct text address, moment_t now)
{
    pthread_mutex_lock(&g->mutex);
    slot_of(g, address_hash(address), now, true)->failed++;
    pthread_mutex_unlock(&g->mutex);
}
