/* SPDX-License-Identifier: Apache-2.0 */
#include "view/remembered.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct entry {
    bool used;
    int64_t lo, hi;
    char rule[REMEMBERED_RULE];
    size_t rule_n;
    day_t of, made;
    struct remembered_figure figure;
};

struct remembered {
    pthread_mutex_t mutex;
    struct entry entry[REMEMBERED];
    size_t next;
};

struct remembered *remembered_new(void)
{
    struct remembered *r = calloc(1, sizeof *r);
    if (r != NULL) pthread_mutex_init(&r->mutex, NULL);
    return r;
}

void remembered_free(struct remembered *r)
{
    if (r == NULL) return;
    pthread_mutex_destroy(&r->mutex);
    free(r);
}

static struct entry *find(struct remembered *r, const struct remembered_key *key)
{
    for (size_t i = 0; i < REMEMBERED; i++) {
        struct entry *e = &r->entry[i];
        bool same = e->used && e->lo == key->lo && e->hi == key->hi && e->of == key->of;
        if (same && text_eq((struct text){e->rule, e->rule_n}, key->rule)) return e;
    }
    return NULL;
}

bool remembered_get(struct remembered *r, const struct remembered_key *key, day_t today, struct remembered_figure *out)
{
    if (r == NULL) return false;
    pthread_mutex_lock(&r->mutex);
    const struct entry *e = find(r, key);
    bool there = e != NULL && e->made == today;
    if (there) *out = e->figure;
    pthread_mutex_unlock(&r->mutex);
    return there;
}

void remembered_put(struct remembered *r, const struct remembered_key *key, day_t today, struct remembered_figure figure)
{
    if (r == NULL || key->rule.n > REMEMBERED_RULE) return;
    pthread_mutex_lock(&r->mutex);
    struct entry *e = find(r, key);
    if (e == NULL) e = &r->entry[r->next++ % REMEMBERED];
    *e = (struct entry){.used = true, .lo = key->lo, .hi = key->hi, .rule_n = key->rule.n, .of = key->of, .made = today,
        .figure = figure};
    memcpy(e->rule, key->rule.s, key->rule.n);
    pthread_mutex_unlock(&r->mutex);
}
