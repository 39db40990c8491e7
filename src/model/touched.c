/* SPDX-License-Identifier: Apache-2.0 */
#include "model/touched.h"

#include <string.h>

enum { FIRST_SLOTS = 64 };

struct touched touched_new(struct arena *a)
{
    struct touched t = {.arena = a, .slots = FIRST_SLOTS};
    t.slot = arena_array(a, t.slots, sizeof *t.slot);
    return t;
}

static size_t slot_of(const struct touched *t, int64_t child)
{
    uint64_t h = (uint64_t)child * UINT64_C(0x9E3779B97F4A7C15);
    size_t i = (size_t)(h >> 32) & (t->slots - 1);
    while (t->slot[i] != 0 && t->child[t->slot[i] - 1] != child) {
        i = (i + 1) & (t->slots - 1);
    }
    return i;
}

static void slots_double(struct touched *t)
{
    t->slots *= 2;
    t->slot = arena_array(t->arena, t->slots, sizeof *t->slot);
    for (size_t k = 0; k < t->n; k++) {
        t->slot[slot_of(t, t->child[k])] = (uint32_t)(k + 1);
    }
}

void touched_add_fresh(struct touched *t, int64_t child)
{
    size_t before = t->n;
    touched_add(t, child);
    if (t->n > before) t->fresh[before] = true;
}

void touched_add(struct touched *t, int64_t child)
{
    if (child == 0) return;
    size_t i = slot_of(t, child);
    if (t->slot[i] != 0) return;
    t->child = arena_grow(t->arena, t->child, t->n, &t->cap, t->n + 1, sizeof *t->child);
    t->fresh = arena_grow(t->arena, t->fresh, t->n, &t->fresh_cap, t->n + 1, sizeof *t->fresh);
    t->fresh[t->n] = false;
    t->child[t->n++] = child;
    t->slot[i] = (uint32_t)t->n;
    if (t->n * 2 > t->slots) slots_double(t);
}

void touched_roles(struct touched *t, int64_t child)
{
    if (child == 0 || (t->roles_n > 0 && t->roles[t->roles_n - 1] == child)) return;
    touched_add(t, child);
    t->roles = arena_grow(t->arena, t->roles, t->roles_n, &t->roles_cap, t->roles_n + 1, sizeof *t->roles);
    t->roles[t->roles_n++] = child;
}

void touched_clear(struct touched *t)
{
    memset(t->slot, 0, t->slots * sizeof *t->slot);
    t->n = t->roles_n = 0;
}
