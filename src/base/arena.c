/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

#if defined(__SANITIZE_ADDRESS__)
#define EACH_ITS_OWN_BLOCK 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define EACH_ITS_OWN_BLOCK 1
#endif
#endif
#ifndef EACH_ITS_OWN_BLOCK
#define EACH_ITS_OWN_BLOCK 0
#endif

enum { ALIGN = 16, FIRST_BLOCK = 16 * 1024, LARGEST_BLOCK = 1024 * 1024 };

struct block {
    struct block *older;
    size_t used, size;
    _Alignas(ALIGN) unsigned char bytes[];
};

struct cleaner {
    struct cleaner *older;
    void (*fn)(void *);
    void *p;
};

struct arena {
    struct block *newest;
    struct cleaner *cleaners;
    size_t used, ceiling, next_size;
};

struct arena *arena_new(size_t ceiling)
{
    struct arena *a = calloc(1, sizeof *a);
    if (!a)
        log_stop("out of memory");
    a->ceiling = ceiling;
    a->next_size = FIRST_BLOCK;
    return a;
}

static void cleaners_run(struct arena *a)
{
    /* A cleaner may itself allocate or defer; it only must not expect what was deferred later to live. */
    while (a->cleaners) {
        struct cleaner *c = a->cleaners;
        a->cleaners = c->older;
        c->fn(c->p);
    }
}

void arena_reset(struct arena *a)
{
    cleaners_run(a);
    while (a->newest && (EACH_ITS_OWN_BLOCK || a->newest->older)) {
        struct block *b = a->newest;
        a->newest = b->older;
        free(b);
    }
    if (a->newest)
        a->newest->used = 0;
    a->used = 0;
    a->next_size = FIRST_BLOCK;
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    arena_reset(a);
    free(a->newest);
    free(a);
}

static struct block *block_add(struct arena *a, size_t n)
{
    size_t size = n;
    if (!EACH_ITS_OWN_BLOCK && size < a->next_size) {
        size = a->next_size;
        if (a->next_size < LARGEST_BLOCK)
            a->next_size *= 2;
    }
    struct block *b = malloc(sizeof *b + size);
    if (!b)
        log_stop("out of memory");
    b->used = 0;
    b->size = size;
    b->older = a->newest;
    a->newest = b;
    return b;
}

/* Not zeroed: for what is filled at once. */
static void *arena_take(struct arena *a, size_t n)
{
    if (n > a->ceiling || a->used > a->ceiling - n)
        log_stop("a memory ceiling was crossed: an input was not bounded before it was read");
    a->used += n;
    /* Under AddressSanitizer the block is exactly as large as what was asked for, so that one byte too far is seen. */
    size_t taken = EACH_ITS_OWN_BLOCK ? n : (n + (ALIGN - 1)) & ~(size_t)(ALIGN - 1);
    if (taken == 0)
        taken = EACH_ITS_OWN_BLOCK ? 1 : ALIGN;
    struct block *b = a->newest;
    if (EACH_ITS_OWN_BLOCK || !b || b->size - b->used < taken)
        b = block_add(a, taken);
    void *p = b->bytes + b->used;
    b->used += taken;
    return p;
}

void *arena_alloc(struct arena *a, size_t n)
{
    void *p = arena_take(a, n);
    memset(p, 0, n);
    return p;
}

void *arena_raw(struct arena *a, size_t n)
{
    return arena_take(a, n);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    size_t n;
    if (__builtin_mul_overflow(count, size, &n))
        log_stop("an array is larger than memory can be");
    return arena_alloc(a, n);
}

void *arena_copy(struct arena *a, const void *p, size_t n)
{
    void *copy = arena_take(a, n);
    if (n)
        memcpy(copy, p, n);
    return copy;
}

void *arena_grow(struct arena *a, void *old, size_t count, size_t *cap, size_t want, size_t size)
{
    if (want <= *cap)
        return old;
    size_t grown = *cap ? *cap : 4;
    while (grown < want) {
        if (grown > SIZE_MAX / 2)
            log_stop("an array is larger than memory can be");
        grown *= 2;
    }
    void *bigger = arena_array(a, grown, size);
    if (count)
        memcpy(bigger, old, count * size);
    *cap = grown;
    return bigger;
}

void arena_defer(struct arena *a, void (*fn)(void *), void *p)
{
    struct cleaner *c = arena_alloc(a, sizeof *c);
    c->fn = fn;
    c->p = p;
    c->older = a->cleaners;
    a->cleaners = c;
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}
