/* SPDX-License-Identifier: Apache-2.0 */
/* Memory with named lifetimes: house (the process), request, scratch. Reset instead of free. */
#ifndef CHUYAN_BASE_ARENA_H
#define CHUYAN_BASE_ARENA_H

#include <stddef.h>

struct arena;

/* A new arena that may hold at most `ceiling` bytes. Running out of memory, or crossing the
 * ceiling (inputs are bounded before they get here, so that is a bug), stops the process with
 * a sentence: no caller ever sees NULL. Under AddressSanitizer each allocation is its own block. */
struct arena *arena_new(size_t ceiling);
void arena_free(struct arena *a);

/* Forget everything allocated; keeps the first block for reuse. Runs the cleaners, newest first. */
void arena_reset(struct arena *a);

/* Zeroed memory, aligned to 16 bytes. n == 0 gives a valid unique pointer. */
void *arena_alloc(struct arena *a, size_t n);
/* Zeroed array of `count` items of `size` bytes; an overflowing product stops the process. */
void *arena_array(struct arena *a, size_t count, size_t size);
/* As arena_alloc, but not zeroed: for bytes that are written at once. */
void *arena_raw(struct arena *a, size_t n);
void *arena_copy(struct arena *a, const void *p, size_t n);
/* Grows an array allocated in this arena to hold at least `want` items: doubles *cap, copies the
 * old ones. Use: list = arena_grow(a, list, n, &cap, n + 1, sizeof *list); */
void *arena_grow(struct arena *a, void *old, size_t count, size_t *cap, size_t want, size_t size);

/* Calls fn(p) when the arena is reset or freed: for what is not memory (descriptors, statements). */
void arena_defer(struct arena *a, void (*fn)(void *), void *p);

size_t arena_used(const struct arena *a);

#endif
