/* SPDX-License-Identifier: Apache-2.0 */
/* Boards: who may not list the children cannot count them one by one either, and no sum gives a small number away. */
#include "care_kit.h"

#include "view/board.h"

static const char scheme_yaml[] =
    "scheme: {id: test-county, version: 1, title: 测试方案, issuer: 测试县教育局, layer: county, from: 2024-09-01}\n"
    "targets:\n"
    "  - {key: away, title: 父母外出, when: parents_away, clause: 一, source: [T-001]}\n";

enum { FIRST = 1001, LEADER = 31, CLERK, BUREAU_PLACE = 1, SCHOOL_PLACE = 3 };

static void county_new(struct kit *k, enum engine engine, int children)
{
    struct scheme_loaded loaded;
    kit_open(k, engine, "2026-11-20");
    for (int i = 0; i < children; i++) {
        kit_child(k, FIRST + i, "李某", "2016-05-01", KIT_CLASS, KIT_CLASS_KEY);
        kit_fact(k, FIRST + i, "absence", "father", "work", "2025-03-01");
        kit_fact(k, FIRST + i, "absence", "mother", "work", "2025-03-01");
    }
    kit_law(k);
    assert_int_equal(kit_scheme(k, "test-county", scheme_yaml, &loaded), RC_OK);
    kit_evaluator(k);
    kit_roll(k);
}

static struct board_county_view board_for(struct kit *k, int64_t staff, const char *role, int64_t place)
{
    struct board_county_view v;
    struct who *who = arena_alloc(k->arena, sizeof *who);
    *who = (struct who){.county = KIT_COUNTY, .staff = staff, .day = k->work.today, .n = 1};
    who->grants[0] = (struct grant){.role = role_find(k->ev->roles, text_of(role)), .key_lo = 0, .key_hi = INT64_C(1) << 40,
        .from = 0, .to = DAY_MAX};
    struct ask q = {.db = k->db, .roles = k->ev->roles, .who = who, .ev = k->ev, .today = k->work.today, .lang = LANG_ZH,
        .arena = k->arena, .scope = scope_system(KIT_COUNTY, "test")};
    struct board_query in = {.place = place};
    assert_int_equal(build_board_county(&q, &in, &v), RC_OK);
    return v;
}

static struct text json_of(struct kit *k, const struct board_county_view *v)
{
    struct buf b = buf_new(1 << 20);
    board_county_view_json(&b, v);
    struct text t = text_dup(k->arena, buf_text(&b));
    buf_free(&b);
    return t;
}

static void children_of(enum engine engine, int children, const char *seen, bool charted)
{
    struct kit k;
    county_new(&k, engine, children);
    struct board_county_view clerk = board_for(&k, CLERK, "county_clerk", BUREAU_PLACE);
    struct board_county_view leader = board_for(&k, LEADER, "bureau_leader", BUREAU_PLACE);
    struct text exact = text_fmt(k.arena, "%d", children);
    assert_true(text_eq(clerk.stats.item[0].value, exact));
    assert_text(leader.stats.item[0].value, seen);
    assert_true(clerk.charts.item[1].bars.n == 1 && text_eq(clerk.charts.item[1].bars.item[0].value, exact));
    assert_int_equal(leader.charts.item[1].bars.n, charted);
    if (charted) assert_text(leader.charts.item[1].bars.item[0].value, seen);
    assert_text(leader.stats.item[1].value, "—");      /* a share of so few is none */
    assert_text(leader.stats.item[1].note, "");
    struct text mark = text_fmt(k.arena, "\"%d\"", children);
    assert_true(text_find(json_of(&k, &clerk), mark) >= 0);
    assert_true(text_find(json_of(&k, &leader), mark) < 0);
    kit_close(&k);
}

static void small_numbers_are_for_those_who_work_with_the_children(void **state)
{
    (void)state;
    for (int e = 0; e < place_engines(); e++) {
        children_of((enum engine)e, 3, "少于 5", false);
        children_of((enum engine)e, 13, "约 15", true);
    }
}

static bool tell(int64_t total, const int64_t *part, size_t n)
{
    struct board b = {.small = true};
    return board_parts_tell(&b, total, part, n);
}

/* Everything that could stand behind what is shown is tried: a part is given away when only one number fits. */
static void parts_never_add_up_to_a_hidden_one(void **state)
{
    (void)state;
    int told = 0;
    for (int64_t a = 0; a < 24; a++) {
        for (int64_t b = 0; b < 24; b++) {
            int64_t part[] = {a, b}, fits = 0, only[2] = {-1, -1};
            bool same[2] = {true, true};
            for (int64_t x = 0; x < 30; x++) {
                for (int64_t y = 0; y < 30; y++) {
                    int64_t shown[] = {x, y, x + y}, true_one[] = {a, b, a + b};
                    bool alike = true;
                    for (int i = 0; i < 3; i++) {
                        int64_t s = shown[i] < 5 ? 0 : (shown[i] + 2) / 5, t = true_one[i] < 5 ? 0 : (true_one[i] + 2) / 5;
                        alike = alike && s == t;
                    }
                    if (!alike) continue;
                    for (int i = 0; i < 2; i++) {
                        if (fits > 0 && only[i] != shown[i]) same[i] = false;
                        only[i] = shown[i];
                    }
                    fits++;
                }
            }
            assert_true(fits > 0);
            assert_int_equal(tell(a + b, part, 2), same[0] || same[1]);
            told += same[0] || same[1];
        }
    }
    assert_true(tell(12, (const int64_t[]){8, 4, 0}, 3) == false);
    assert_true(tell(15, (const int64_t[]){5, 5, 5}, 3) == false);
    assert_true(told < 24 * 24 / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_numbers_are_for_those_who_work_with_the_children),
        cmocka_unit_test(parts_never_add_up_to_a_hidden_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
