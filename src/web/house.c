/* SPDX-License-Identifier: Apache-2.0 */
#include "web/house.h"

#include <pthread.h>
#include <stdlib.h>

/* Houses of before and after a change share what has not changed. */
struct held_evaluator { struct evaluator *it; struct remembered *remembered; int users; };
struct held_names { struct name_index *it; int users; };

struct house {
    struct held_evaluator *ev;
    struct held_names *names;   /* NULL: not read yet */
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

static void evaluator_release(struct held_evaluator *held)
{
    if (!held || --held->users > 0) return;
    evaluator_free(held->it);
    remembered_free(held->remembered);
    free(held);
}

static void names_release(struct held_names *held)
{
    if (!held || --held->users > 0) return;
    name_index_free(held->it);
    free(held);
}

static void release(struct house *house)
{
    if (!house || --house->users > 0) return;
    evaluator_release(house->ev);
    names_release(house->names);
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
    return house ? house->ev->it : NULL;
}

struct remembered *house_remembered(const struct house *house)
{
    return house ? house->ev->remembered : NULL;
}

const struct name_index *house_names(const struct house *house)
{
    return house && house->names ? house->names->it : NULL;
}

/* A new house of these parts in the place of the entry's old one, which goes with its last request. */
static void entry_put(struct entry *e, struct house *house, struct held_evaluator *ev, struct held_names *names)
{
    ev->users++;
    if (names) names->users++;
    *house = (struct house){.ev = ev, .names = names, .users = 1};
    release(e->house);
    e->house = house;
}

enum rc house_replace(struct houses *h, int64_t county, struct evaluator *ev)
{
    struct house *house = calloc(1, sizeof *house);
    struct held_evaluator *held = calloc(1, sizeof *held);
    struct entry *e = NULL;
    if (house && held) {
        pthread_mutex_lock(&h->mutex);
        e = entry_of(h, county, true);
        held->it = ev;
        if (e) held->remembered = remembered_new();
        if (e) entry_put(e, house, held, e->house ? e->house->names : NULL);
        pthread_mutex_unlock(&h->mutex);
    }
    if (e) return RC_OK;
    enum rc rc = house && held ? RC_TOO_LARGE : RC_UNAVAILABLE;
    free(house);
    free(held);
    return rc;
}

void house_names_replace(struct houses *h, int64_t county, struct name_index *names)
{
    struct house *house = calloc(1, sizeof *house);
    struct held_names *held = calloc(1, sizeof *held);
    bool put = false;
    if (house && held) {
        pthread_mutex_lock(&h->mutex);
        struct entry *e = entry_of(h, county, false);
        put = e && e->house;
        held->it = names;
        if (put) entry_put(e, house, e->house->ev, held);
        pthread_mutex_unlock(&h->mutex);
    }
    if (put) return;
    name_index_free(names);
    free(house);
    free(held);
}

size_t house_counties(struct houses *h, int64_t county[HOUSES_MAX])
{
    size_t n = 0;
    pthread_mutex_lock(&h->mutex);
    for (size_t i = 0; i < h->n; i++)
        if (h->entry[i].house) county[n++] = h->entry[i].county;
    pthread_mutex_unlock(&h->mutex);
    return n;
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
