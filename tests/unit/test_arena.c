/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

static void memory_is_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    struct arena *a = arena_new(UNIT_ARENA);
    for (int round = 0; round < 3; round++) {
        unsigned char *old = NULL;
        for (size_t n = 0; n < 3000; n += 7) {
            unsigned char *p = arena_alloc(a, n);
            assert_non_null(p);
            assert_ptr_not_equal(p, old);
            assert_int_equal((uintptr_t)p % 16, 0);
            for (size_t i = 0; i < n; i++)
                assert_int_equal(p[i], 0);
            memset(p, 0xAA, n); /* dirt that the next round must not see */
            old = p;
        }
        arena_reset(a);
        assert_int_equal(arena_used(a), 0);
    }
    arena_free(a);
}

static void large_pieces_live_beside_small_ones(void **state)
{
    (void)state;
    struct arena *a = arena_new(UNIT_ARENA);
    char *small = arena_copy(a, "swallow", 8);
    char *large = arena_alloc(a, 5u * 1024 * 1024);
    memset(large, 1, 5u * 1024 * 1024);
    char *after = arena_copy(a, "nest", 5);
    assert_string_equal(small, "swallow");
    assert_string_equal(after, "nest");
    arena_free(a);
}

static void growing_keeps_what_was_there(void **state)
{
    (void)state;
    struct arena *a = arena_new(UNIT_ARENA);
    int *list = NULL;
    size_t cap = 0;
    for (int i = 0; i < 1000; i++) {
        list = arena_grow(a, list, (size_t)i, &cap, (size_t)i + 1, sizeof *list);
        list[i] = i * i;
    }
    for (int i = 0; i < 1000; i++)
        assert_int_equal(list[i], i * i);
    assert_true(cap >= 1000 && cap < 2048);
    for (size_t i = 1000; i < cap; i++)
        assert_int_equal(list[i], 0);
    arena_free(a);
}

struct order {
    int seen[3];
    int n;
};
struct mark {
    struct order *order;
    int number;
};

static void mark_cleaned(void *p)
{
    struct mark *m = p;
    m->order->seen[m->order->n++] = m->number;
}

static void cleaners_run_once_newest_first(void **state)
{
    (void)state;
    struct order order = {.n = 0};
    struct arena *a = arena_new(UNIT_ARENA);
    for (int i = 0; i < 3; i++) {
        struct mark *m = arena_alloc(a, sizeof *m);
        *m = (struct mark){&order, i};
        arena_defer(a, mark_cleaned, m);
    }
    arena_reset(a);
    assert_int_equal(order.n, 3);
    assert_int_equal(order.seen[0], 2);
    assert_int_equal(order.seen[2], 0);
    arena_free(a);
    assert_int_equal(order.n, 3);
}

static void cross_ceiling(void *p)
{
    (void)p;
    struct arena *a = arena_new(1000);
    arena_alloc(a, 600);
    arena_alloc(a, 401);
}

static void overflow_product(void *p)
{
    (void)p;
    arena_array(arena_new(SIZE_MAX), SIZE_MAX / 2, 3);
}

static void stay_below(void *p)
{
    (void)p;
    struct arena *a = arena_new(1000);
    arena_alloc(a, 600);
    arena_alloc(a, 400);
    arena_reset(a);
    arena_alloc(a, 1000);
    arena_free(a);
}

static void a_crossed_ceiling_stops_the_process(void **state)
{
    (void)state;
    assert_true(unit_stops(cross_ceiling, NULL));
    assert_true(unit_stops(overflow_product, NULL));
    assert_false(unit_stops(stay_below, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_aligned_and_apart),  cmocka_unit_test(large_pieces_live_beside_small_ones),
        cmocka_unit_test(growing_keeps_what_was_there),        cmocka_unit_test(cleaners_run_once_newest_first),
        cmocka_unit_test(a_crossed_ceiling_stops_the_process),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
