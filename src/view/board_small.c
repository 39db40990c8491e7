/* SPDX-License-Identifier: Apache-2.0 */
/* Small numbers on boards: who may not list the children may not count them one by one either. */
#include "view/board.h"

static int64_t nearest(int64_t n)
{
    return (n + SMALL_BASE / 2) / SMALL_BASE * SMALL_BASE;
}

struct text board_people(const struct board *b, int64_t n)
{
    if (!b->small) return board_count(b->q, n);
    struct text arg = board_count(b->q, n < SMALL_BASE ? SMALL_BASE : nearest(n));
    return word_fill(b->q->arena, b->q->lang, n < SMALL_BASE ? W_board_fewer : W_board_about, &arg, 1);
}

int64_t board_share(const struct board *b, int64_t part, int64_t of)
{
    if (of <= 0 || (b->small && of < SMALL_OF)) return -1;
    return b->small ? nearest(part * 100 / of) : part * 100 / of;
}

int64_t board_rate_seen(const struct board *b, int64_t met, int64_t expected, int64_t excused)
{
    return b->small && expected - excused < SMALL_OF ? -1 : board_rate(met, expected, excused);
}

/* What a shown number may stand for. */
struct span { int64_t lo, hi; };

static struct span span_of(int64_t n)
{
    if (n < SMALL_BASE) return (struct span){0, SMALL_BASE - 1};
    int64_t mid = nearest(n), lo = mid - SMALL_BASE / 2;
    return (struct span){lo < SMALL_BASE ? SMALL_BASE : lo, mid + SMALL_BASE / 2};
}

bool board_parts_tell(const struct board *b, int64_t total, const int64_t *part, size_t parts)
{
    struct span all = span_of(total), sum = {0, 0};
    if (!b->small) return false;
    for (size_t i = 0; i < parts; i++) {
        struct span s = span_of(part[i]);
        sum = (struct span){sum.lo + s.lo, sum.hi + s.hi};
    }
    for (size_t i = 0; i < parts; i++) {
        /* The others together leave this one between `lo` and `hi`. */
        struct span s = span_of(part[i]);
        int64_t lo = all.lo - (sum.hi - s.hi), hi = all.hi - (sum.lo - s.lo);
        if ((lo > s.lo ? lo : s.lo) >= (hi < s.hi ? hi : s.hi)) return true;
    }
    return false;
}
