/* SPDX-License-Identifier: Apache-2.0 */
#include "web/pool.h"

#include <pthread.h>
#include <stdlib.h>

struct pool {
    pthread_mutex_t mutex;
    pthread_cond_t more;
    struct task *first, **last;
    size_t waiting, most;
    bool stopping;
    int threads;
    pthread_t thread[];
};

static void *work(void *arg)
{
    struct pool *p = arg;
    pthread_mutex_lock(&p->mutex);
    for (;;) {
        while (!p->first && !p->stopping) pthread_cond_wait(&p->more, &p->mutex);
        struct task *t = p->first;
        if (!t) break;
        p->first = t->next;
        if (!p->first) p->last = &p->first;
        p->waiting--;
        pthread_mutex_unlock(&p->mutex);
        t->run(t);
        pthread_mutex_lock(&p->mutex);
    }
    pthread_mutex_unlock(&p->mutex);
    return NULL;
}

struct pool *pool_start(int threads, size_t queue)
{
    struct pool *p = calloc(1, sizeof *p + (size_t)threads * sizeof(pthread_t));
    if (!p) return NULL;
    p->last = &p->first;
    p->most = queue;
    pthread_mutex_init(&p->mutex, NULL);
    pthread_cond_init(&p->more, NULL);
    while (p->threads < threads && pthread_create(&p->thread[p->threads], NULL, work, p) == 0) p->threads++;
    if (p->threads > 0) return p;
    free(p);
    return NULL;
}

bool pool_put(struct pool *p, struct task *t)
{
    t->next = NULL;
    pthread_mutex_lock(&p->mutex);
    bool room = p->waiting < p->most && !p->stopping;
    if (room) {
        *p->last = t;
        p->last = &t->next;
        p->waiting++;
        pthread_cond_signal(&p->more);
    }
    pthread_mutex_unlock(&p->mutex);
    return room;
}

void pool_stop(struct pool *p)
{
    if (!p) return;
    pthread_mutex_lock(&p->mutex);
    p->stopping = true;
    pthread_cond_broadcast(&p->more);
    pthread_mutex_unlock(&p->mutex);
    for (int i = 0; i < p->threads; i++) pthread_join(p->thread[i], NULL);
    pthread_cond_destroy(&p->more);
    pthread_mutex_destroy(&p->mutex);
    free(p);
}
