/* SPDX-License-Identifier: Apache-2.0 */
#include "model/standing.h"

#include "base/varint.h"

#include <stdlib.h>

/* Layout: for each duty: varint number, varint count; for each window: varint days since the window before (the first: since
 * 1970), varint (length << 3 | place follows << 2 | state); then, where it changed, varint place key. */

void standing_pack(struct buf *out, const struct standing *s, size_t n)
{
    int64_t place = -1;
    for (size_t i = 0; i < n;) {
        size_t end = i;
        while (end < n && s[end].duty == s[i].duty) end++;
        varint_put(out, (uint64_t)s[i].duty);
        varint_put(out, end - i);
        day_t before = 0;
        for (; i < end; i++) {
            bool moved = s[i].place_key != place;
            varint_put(out, (uint64_t)(s[i].from - before));
            varint_put(out, (uint64_t)(s[i].to - s[i].from) << 3 | (moved ? 4U : 0U) | (unsigned)s[i].state);
            if (moved) varint_put(out, (uint64_t)s[i].place_key);
            place = s[i].place_key;
            before = s[i].from;
        }
    }
}

static bool entry_get(struct text t, size_t *at, struct standing *e)
{
    uint64_t delta, tail, place;
    if (!varint_get(t, at, &delta) || !varint_get(t, at, &tail)) return false;
    if (delta > DAY_MAX || tail >> 3 > DAY_MAX) return false;
    e->from += (day_t)delta;
    e->to = e->from + (day_t)(tail >> 3);
    e->state = (enum standing_state)(tail & 3);
    if ((tail & 4) == 0) return true;
    if (!varint_get(t, at, &place)) return false;
    e->place_key = (int64_t)place;
    return true;
}

size_t standing_unpack(struct text packed, struct standing *out, size_t cap)
{
    size_t n = 0, at = 0;
    struct standing e = {.place_key = -1};
    while (at < packed.n) {
        uint64_t duty, count;
        if (!varint_get(packed, &at, &duty) || !varint_get(packed, &at, &count) || duty > INT32_MAX) return SIZE_MAX;
        e.duty = (int32_t)duty;
        e.from = 0;
        for (; count > 0; count--) {
            if (!entry_get(packed, &at, &e)) return SIZE_MAX;
            if (n < cap) out[n] = e;
            n++;
        }
    }
    return n;
}

static void move_add(struct tally_moves *m, const struct standing *s, int sign)
{
    m->item = arena_grow(m->arena, m->item, m->n, &m->cap, m->n + 1, sizeof *m->item);
    m->item[m->n++] = (struct tally_move){
        .place_key = s->place_key,
        .duty = s->duty,
        .from = s->from,
        .to = s->to,
        .expected = sign,
        .met = s->state == STANDING_MET ? sign : 0,
        .met_late = s->state == STANDING_MET_LATE ? sign : 0,
        .excused = s->state == STANDING_EXCUSED ? sign : 0,
    };
}

static int window_order(const struct standing *a, const struct standing *b)
{
    if (a->duty != b->duty) return a->duty < b->duty ? -1 : 1;
    return a->from < b->from ? -1 : a->from > b->from;
}

static bool same_entry(const struct standing *a, const struct standing *b)
{
    return a->state == b->state && a->place_key == b->place_key && a->to == b->to;
}

void standing_differ(struct tally_moves *out, const struct standing *old, size_t old_n, const struct standing *new, size_t new_n)
{
    size_t i = 0, k = 0;
    while (i < old_n || k < new_n) {
        int order = i == old_n ? 1 : k == new_n ? -1 : window_order(&old[i], &new[k]);
        bool same = order == 0 && same_entry(&old[i], &new[k]);
        if (!same && order <= 0) move_add(out, &old[i], -1);
        if (!same && order >= 0) move_add(out, &new[k], 1);
        if (order <= 0) i++;
        if (order >= 0) k++;
    }
}

int tally_move_order(const void *pa, const void *pb)
{
    const struct tally_move *a = pa, *b = pb;
    if (a->place_key != b->place_key) return a->place_key < b->place_key ? -1 : 1;
    if (a->duty != b->duty) return a->duty < b->duty ? -1 : 1;
    return a->from < b->from ? -1 : a->from > b->from;
}

void tally_moves_fold(struct tally_moves *m)
{
    if (m->n > 1) qsort(m->item, m->n, sizeof *m->item, tally_move_order);
    size_t kept = 0;
    for (size_t i = 0; i < m->n;) {
        struct tally_move sum = m->item[i++];
        while (i < m->n && tally_move_order(&sum, &m->item[i]) == 0) {
            sum.to = m->item[i].to;
            sum.expected += m->item[i].expected;
            sum.met += m->item[i].met;
            sum.met_late += m->item[i].met_late;
            sum.excused += m->item[i].excused;
            i++;
        }
        if (sum.expected || sum.met || sum.met_late || sum.excused) m->item[kept++] = sum;
    }
    m->n = kept;
}
