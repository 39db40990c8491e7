/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "view/remembered.h"

static void a_figure_is_kept_for_its_day(void **state)
{
    (void)state;
    struct remembered *r = remembered_new();
    struct remembered_key key = {.lo = 1, .hi = 9, .rule = T("rule:MCA2016"), .of = 100}, other = key;
    struct remembered_figure f;
    assert_false(remembered_get(r, &key, 200, &f));
    remembered_put(r, &key, 200, (struct remembered_figure){7, 5});
    assert_true(remembered_get(r, &key, 200, &f) && f.members == 7 && f.touched == 5);
    assert_false(remembered_get(r, &key, 201, &f));                     /* another day: to be counted anew */
    other.hi = 8;
    assert_false(remembered_get(r, &other, 200, &f));                   /* nobody gets the figure of a wider place */
    other = key;
    other.rule = T("rule:MON2024");
    assert_false(remembered_get(r, &other, 200, &f));
    other = key;
    other.of = 101;
    assert_false(remembered_get(r, &other, 200, &f));
    remembered_put(r, &key, 201, (struct remembered_figure){8, 8});
    assert_true(remembered_get(r, &key, 201, &f) && f.members == 8);
    remembered_free(r);
}

static void it_keeps_so_many_and_no_more(void **state)
{
    (void)state;
    struct remembered *r = remembered_new();
    struct remembered_figure f;
    for (int i = 0; i < REMEMBERED + 10; i++) {
        remembered_put(r, &(struct remembered_key){.lo = i, .hi = i + 1, .rule = T("x"), .of = 1}, 2,
            (struct remembered_figure){i, 0});
    }
    assert_false(remembered_get(r, &(struct remembered_key){.lo = 3, .hi = 4, .rule = T("x"), .of = 1}, 2, &f));
    assert_true(remembered_get(r, &(struct remembered_key){.lo = 12, .hi = 13, .rule = T("x"), .of = 1}, 2, &f));
    assert_int_equal(f.members, 12);
    char much[REMEMBERED_RULE + 1] = {0};
    struct remembered_key wide = {.lo = 1, .hi = 2, .rule = {much, sizeof much}, .of = 1};
    remembered_put(r, &wide, 2, f);
    assert_false(remembered_get(r, &wide, 2, &f));
    assert_false(remembered_get(NULL, &wide, 2, &f));
    remembered_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_figure_is_kept_for_its_day), cmocka_unit_test(it_keeps_so_many_and_no_more)};
    return cmocka_run_group_tests_name("remembered", tests, NULL, NULL);
}
