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
    while (t->slot[i] != 0 && t->item[t->slot[i] - 1].child != child) {
        i = (i + 1) & (t->slots - 1);
    }
    return i;
}

static void slots_double(struct touched *t)
{
    t->slots *= 2;
    t->slot = arena_array(t->arena, t->slots, sizeof *t->slot);
    for (size_t k = 0; k < t->n; k++) {
        t->slot[slot_of(t, t->item[k].child)] = (uint32_t)(k + 1);
    }
}

/* A child touched twice: what is new stays new, and of the others the one that means more work stands. */
static void touch_join(struct touched_child *kept, enum touch how)
{
    if (kept->how == TOUCH_WORK && how == TOUCH_ALL) kept->how = TOUCH_ALL;
    kept->record = NULL;
}

static void touch(struct touched *t, int64_t child, enum touch how, const struct recorded *record)
{
    if (child == 0) return;
    size_t i = slot_of(t, child);
    if (t->slot[i] != 0) {
        touch_join(&t->item[t->slot[i] - 1], how);
        return;
    }
    t->item = arena_grow(t->arena, t->item, t->n, &t->cap, t->n + 1, sizeof *t->item);
    t->item[t->n++] = (struct touched_child){child, how, record};
    t->slot[i] = (uint32_t)t->n;
    if (t->n * 2 > t->slots) slots_double(t);
}

void touched_add(struct touched *t, int64_t child) { touch(t, child, TOUCH_ALL, NULL); }

void touched_add_work(struct touched *t, int64_t child, const struct recorded *record) { touch(t, child, TOUCH_WORK, record); }

void touched_add_fresh(struct touched *t, int64_t child) { touch(t, child, TOUCH_FRESH, NULL); }

bool touched_has(const struct touched *t, int64_t child) { return t->slot[slot_of(t, child)] != 0; }

void touched_roles(struct touched *t, int64_t child)
{
    if (child == 0 || (t->roles_n > 0 && t->roles[t->roles_n - 1] == child)) return;
    touched_add(t, child);
    t->roles = arena_grow(t->arena, t->roles, t->roles_n, &t->roles_cap, t->roles_n + 1, sizeof *t->roles);
    t->roles[t->roles_n++] = child;
}

void touched_about(struct touched *t, enum about_kind kind, int64_t id, bool roles)
{
    if (id == 0) return;
    const struct touched_about *last = t->about_n > 0 ? &t->about[t->about_n - 1] : NULL;
    if (last != NULL && last->about.kind == kind && last->about.id == id && (last->roles || !roles)) return;
    t->about = arena_grow(t->arena, t->about, t->about_n, &t->about_cap, t->about_n + 1, sizeof *t->about);
    t->about[t->about_n++] = (struct touched_about){.about = {kind, id}, .roles = roles};
}

bool touched_any(const struct touched *t)
{
    return t->n > 0 || t->about_n > 0;
}

void touched_clear(struct touched *t)
{
    memset(t->slot, 0, t->slots * sizeof *t->slot);
    t->n = t->roles_n = t->about_n = 0;
}
