/* SPDX-License-Identifier: Apache-2.0 */
/* Threads for what takes longer than an event thread may: password hashing, imports, exports, and every page on PostgreSQL. */
#ifndef CHUYAN_WEB_POOL_H
#define CHUYAN_WEB_POOL_H

#include <stdbool.h>
#include <stddef.h>

struct pool;

struct task {
    struct task *next;
    void (*run)(struct task *t);
};

/* NULL when no thread could be started. */
struct pool *pool_start(int threads, size_t queue);
bool pool_put(struct pool *p, struct task *t);   /* false: the queue is full */
void pool_stop(struct pool *p);                  /* finishes what is in the queue */

#endif
