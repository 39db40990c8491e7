/* SPDX-License-Identifier: Apache-2.0 */
/* Packing of what was last stored about a child, and the tally moves of a difference. */
#include "model/standing.h"
#include "unit.h"

enum { MANY = 400 };

static uint64_t mix(uint64_t *s)
{
    uint64_t z = (*s += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static size_t invent(struct standing *s, uint64_t *seed, size_t most)
{
    size_t n = mix(seed) % most;
    int32_t duty = 1;
    day_t from = 20000;
    for (size_t i = 0; i < n; i++) {
        if (mix(seed) % 5 == 0) {
            duty += (int32_t)(1 + mix(seed) % 300);
            from = 20000 + (day_t)(mix(seed) % 100);
        } else {
            from += (day_t)(1 + mix(seed) % 40);
        }
        s[i] = (struct standing){.duty = duty, .from = from, .to = from + (day_t)(mix(seed) % 200),
            .state = (enum standing_state)(mix(seed) % STANDING_STATES), .place_key = (int64_t)(mix(seed) % 3 << 30) + 7};
    }
    return n;
}

static void packs_and_unpacks(void **state)
{
    (void)state;
    struct standing in[MANY], out[MANY];
    struct buf b = buf_new(1 << 20);
    uint64_t seed = 7;
    for (int round = 0; round < 500; round++) {
        size_t n = invent(in, &seed, MANY);
        buf_clear(&b);
        standing_pack(&b, in, n);
        assert_int_equal(standing_unpack(buf_text(&b), out, MANY), n);
        for (size_t i = 0; i < n; i++) {
            assert_int_equal(in[i].duty, out[i].duty);
            assert_int_equal(in[i].from, out[i].from);
            assert_int_equal(in[i].to, out[i].to);
            assert_int_equal(in[i].state, out[i].state);
            assert_int_equal(in[i].place_key, out[i].place_key);
        }
    }
    buf_free(&b);
}

static void damaged_bytes_are_refused(void **state)
{
    (void)state;
    struct standing one = {.duty = 3, .from = 20000, .to = 20006, .state = STANDING_MET, .place_key = 99}, out[4];
    struct buf b = buf_new(1024);
    standing_pack(&b, &one, 1);
    struct text t = buf_text(&b);
    for (size_t n = 1; n < t.n; n++) assert_int_equal(standing_unpack(text_sub(t, 0, n), out, 4), SIZE_MAX);
    assert_int_equal(standing_unpack(t, out, 0), 1); /* no room: still says how many */
    buf_free(&b);
}

/* What stands in the tallies when every entry of a list is counted. */
static struct tally_move total(const struct tally_moves *m)
{
    struct tally_move sum = {0};
    for (size_t i = 0; i < m->n; i++) {
        sum.expected += m->item[i].expected;
        sum.met += m->item[i].met;
        sum.met_late += m->item[i].met_late;
        sum.excused += m->item[i].excused;
    }
    return sum;
}

static void moves_lead_from_old_to_new(void **state)
{
    (void)state;
    struct arena *a = arena_new(UNIT_ARENA);
    struct standing old[MANY], new[MANY];
    uint64_t seed = 11;
    for (int round = 0; round < 200; round++) {
        size_t old_n = invent(old, &seed, MANY), new_n = invent(new, &seed, MANY);
        struct tally_moves there = {.arena = a}, whole = {.arena = a}, nothing = {.arena = a};
        standing_differ(&there, old, old_n, new, new_n);
        standing_differ(&there, NULL, 0, old, old_n);
        standing_differ(&whole, NULL, 0, new, new_n);
        tally_moves_fold(&there);
        tally_moves_fold(&whole);
        struct tally_move x = total(&there), y = total(&whole);
        assert_int_equal(there.n, whole.n);
        assert_int_equal(x.expected, y.expected);
        assert_int_equal(x.met, y.met);
        assert_int_equal(x.met_late, y.met_late);
        assert_int_equal(x.excused, y.excused);
        standing_differ(&nothing, new, new_n, new, new_n);
        assert_int_equal(nothing.n, 0);
        arena_reset(a);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(packs_and_unpacks),
        cmocka_unit_test(damaged_bytes_are_refused),
        cmocka_unit_test(moves_lead_from_old_to_new),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
