/* SPDX-License-Identifier: Apache-2.0 */
#include "web/house.h"

#include <pthread.h>
#include <stdlib.h>

struct house {
    struct evaluator *ev;
    int users;             /* requests, and 1 while it is the present one */
};

struct entry { int64_t county; struct house *house; bool stale; };

struct houses {
    pthread_mutex_t mutex;
    struct entry entry[HOUSES_MAX];
    size_t n;
};

struct houses *houses_new(void)
{
    struct houses *h = calloc(1, sizeof *h);
    if (h) pthread_mutex_init(&h->mutex, NULL);
    return h;
}

static void release(struct house *house)
{
    if (!house || --house->users > 0) return;
    evaluator_free(house->ev);
    free(house);
}

void houses_free(struct houses *h)
{
    if (!h) return;
    for (size_t i = 0; i < h->n; i++) release(h->entry[i].house);
    pthread_mutex_destroy(&h->mutex);
    free(h);
}

static struct entry *entry_of(struct houses *h, int64_t county, bool make)
{
    for (size_t i = 0; i < h->n; i++) {
        if (h->entry[i].county == county) return &h->entry[i];
    }
    if (!make || h->n == HOUSES_MAX) return NULL;
    h->entry[h->n] = (struct entry){.county = county};
    return &h->entry[h->n++];
}

struct house *house_enter(struct houses *h, int64_t county)
{
    pthread_mutex_lock(&h->mutex);
    struct entry *e = entry_of(h, county, false);
    struct house *house = e ? e->house : NULL;
    if (house) house->users++;
    pthread_mutex_unlock(&h->mutex);
    return house;
}

void house_leave(struct houses *h, struct house *house)
{
    if (!house) return;
    pthread_mutex_lock(&h->mutex);
    release(house);
    pthread_mutex_unlock(&h->mutex);
}

const struct evaluator *house_evaluator(const struct house *house)
{
    return house ? house->ev : NULL;
}

enum rc house_replace(struct houses *h, int64_t county, struct evaluator *ev)
{
    struct house *house = calloc(1, sizeof *house);
    if (!house) return RC_UNAVAILABLE;
    *house = (struct house){.ev = ev, .users = 1};
    pthread_mutex_lock(&h->mutex);
    struct entry *e = entry_of(h, county, true);
    if (e) {
        release(e->house);
        e->house = house;
    }
    pthread_mutex_unlock(&h->mutex);
    if (!e) free(house);
    return e ? RC_OK : RC_TOO_LARGE;
}

void house_stale(struct houses *h, int64_t county)
{
    pthread_mutex_lock(&h->mutex);
    struct entry *e = entry_of(h, county, true);
    if (e) e->stale = true;
    pthread_mutex_unlock(&h->mutex);
}

int64_t house_next_stale(struct houses *h)
{
    int64_t county = 0;
    pthread_mutex_lock(&h->mutex);
    for (size_t i = 0; i < h->n && !county; i++) {
        if (!h->entry[i].stale) continue;
        h->entry[i].stale = false;
        county = h->entry[i].county;
    }
    pthread_mutex_unlock(&h->mutex);
    return county;
}
