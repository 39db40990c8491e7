/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "unit.h"

static void texts_and_numbers_line_up(void **state)
{
    (void)state;
    struct buf b = buf_new(1000);
    assert_text(buf_text(&b), "");
    buf_add(&b, T("第"));
    buf_int(&b, 12);
    buf_char(&b, ' ');
    buf_int(&b, INT64_MIN);
    buf_int(&b, 0);
    buf_int(&b, INT64_MAX);
    buf_add(&b, TEXT_NONE);
    buf_fmt(&b, "/%s", "周");
    assert_text(buf_text(&b), "第12 -922337203685477580809223372036854775807/周");
    buf_clear(&b);
    assert_text(buf_text(&b), "");
    buf_free(&b);
}

static void long_formats_fit(void **state)
{
    (void)state;
    struct buf b = buf_new(10000);
    buf_fmt(&b, "%0300d", 1);
    buf_fmt(&b, "%0255d", 2);
    buf_fmt(&b, "%0256d", 3);
    assert_int_equal(b.n, 300 + 255 + 256);
    assert_int_equal(b.s[299], '1');
    assert_int_equal(b.s[b.n - 1], '3');
    buf_free(&b);
}

static void nothing_passes_the_ceiling(void **state)
{
    (void)state;
    struct buf b = buf_new(300);
    for (int i = 0; i < 300; i++)
        buf_char(&b, 'x');
    assert_false(b.over);
    buf_char(&b, 'y');
    assert_true(b.over);
    assert_int_equal(b.n, 300);
    assert_null(buf_room(&b, 1));
    buf_clear(&b);
    assert_false(b.over);
    assert_non_null(buf_room(&b, 300));
    assert_null(buf_room(&b, 301));
    assert_true(b.over);
    buf_clear(&b);
    assert_null(buf_room(&b, SIZE_MAX));
    buf_free(&b);
}

static void after_an_overflow_nothing_more_is_taken(void **state)
{
    (void)state;
    struct buf b = buf_new(10);
    buf_add(&b, T("12345678"));
    buf_add(&b, T("abc")); /* does not fit */
    buf_add(&b, T("z"));   /* would fit, but a text with a hole is worse than none */
    assert_true(b.over);
    assert_null(buf_room(&b, 1));
    assert_text(buf_text(&b), "12345678");
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_and_numbers_line_up),
        cmocka_unit_test(long_formats_fit),
        cmocka_unit_test(nothing_passes_the_ceiling),
        cmocka_unit_test(after_an_overflow_nothing_more_is_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
