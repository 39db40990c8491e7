/* SPDX-License-Identifier: Apache-2.0 */
#include "format/phone.h"
#include "unit.h"

static void one_number_in_its_normal_form(void **state)
{
    (void)state;
    static const struct {
        const char *written;
        enum phone_kind kind;
        const char *number;
    } cases[] = {
        {"13800138000", PHONE_MOBILE, "13800138000"},
        {"138 0013 8000", PHONE_MOBILE, "13800138000"},
        {"138-0013-8000", PHONE_MOBILE, "13800138000"},
        {"+86 13800138000", PHONE_MOBILE, "13800138000"},
        {"0086-13800138000", PHONE_MOBILE, "13800138000"},
        {"8613800138000", PHONE_MOBILE, "13800138000"},
        {"１３８００１３８０００", PHONE_MOBILE, "13800138000"},
        {"'13800138000", PHONE_MOBILE, "13800138000"},
        {"013800138000", PHONE_MOBILE, "13800138000"},
        {"19912345678", PHONE_MOBILE, "19912345678"},
        {"\xE2\x80\xAD"
         "13800138000\xE2\x80\xAC",
         PHONE_MOBILE, "13800138000"},
        {"0591-87654321", PHONE_LANDLINE, "0591-87654321"},
        {"059187654321", PHONE_LANDLINE, "0591-87654321"},
        {"0591 8765 4321", PHONE_LANDLINE, "0591-87654321"},
        {"(0591)87654321", PHONE_LANDLINE, "0591-87654321"},
        {"（0598）6543210", PHONE_LANDLINE, "0598-6543210"},
        {"010-87654321", PHONE_LANDLINE, "010-87654321"},
        {"02087654321", PHONE_LANDLINE, "020-87654321"},
        {"0591-87654321-802", PHONE_LANDLINE, "0591-87654321-802"},
        {"+86-591-87654321", PHONE_LANDLINE, "0591-87654321"},
        {"0591—87654321", PHONE_LANDLINE, "0591-87654321"},
        {"6543210", PHONE_LOCAL, "6543210"},
        {"8765 4321", PHONE_LOCAL, "87654321"},
        {"668123", PHONE_SHORT, "668123"},
        {"12345", PHONE_SHORT, "12345"},
    };
    struct arena *a = arena_new(UNIT_ARENA);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct phone p = phone_read(a, text_of(cases[i].written));
        if (p.kind != cases[i].kind || !text_eqz(p.number, cases[i].number))
            fail_msg("%s: %d %.*s", cases[i].written, (int)p.kind, TP(p.number));
    }
    arena_free(a);
}

static void two_in_one_cell(void **state)
{
    (void)state;
    static const char *const cells[] = {
        "13800138000/13912345678",  "13800138000、13912345678",    "13800138000，13912345678",  "13800138000 13912345678",
        "13800138000\n13912345678", "13800138000；13912345678",    "13800138000 / 13912345678", "1380013800013912345678",
        "13800138000或13912345678", "138 0013 8000/139 1234 5678", "13800138000\\13912345678,", "13800138000　13912345678",
    };
    struct arena *a = arena_new(UNIT_ARENA);
    struct phone out[PHONES_MAX];
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        size_t n = phone_split(a, text_of(cells[i]), out);
        if (n != 2 || !text_eqz(out[0].number, "13800138000") || !text_eqz(out[1].number, "13912345678"))
            fail_msg("%s: %zu", cells[i], n);
        assert_int_equal(phone_read(a, text_of(cells[i])).kind, PHONE_NONE);
    }
    assert_int_equal(phone_split(a, T("0591-87654321 13800138000 668123"), out), 3);
    assert_int_equal(out[0].kind, PHONE_LANDLINE);
    assert_text(out[0].number, "0591-87654321");
    assert_int_equal(out[1].kind, PHONE_MOBILE);
    assert_int_equal(out[2].kind, PHONE_SHORT);
    arena_free(a);
}

static void what_is_no_number_is_kept(void **state)
{
    (void)state;
    static const char *const cells[] = {
        "无",
        "138001380",
        "23800138000",
        "12800138000",
        "138001380001",
        "张某 13800138000",
        "1.38E+10",
        "12",
        "0591-8765",
        "+1 212 555 0100",
        "13800138000/12",
        "13800138000/13800138001/13800138002/13800138003/13800138004",
        "0",
        "000000000000",
        "0591-08765432",
        "-",
        "/",
    };
    struct arena *a = arena_new(UNIT_ARENA);
    struct phone out[PHONES_MAX];
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        size_t n = phone_split(a, text_of(cells[i]), out);
        if (n != 1 || out[0].kind != PHONE_NONE || !text_eqz(out[0].number, cells[i]))
            fail_msg("%s: %zu %d", cells[i], n, (int)out[0].kind);
    }
    assert_int_equal(phone_split(a, T(" \xE3\x80\x80"), out), 0);
    assert_int_equal(phone_split(a, TEXT_NONE, out), 0);
    char long_one[500];
    memset(long_one, '1', sizeof long_one);
    assert_int_equal(phone_split(a, (struct text){long_one, sizeof long_one}, out), 1);
    assert_int_equal(out[0].kind, PHONE_NONE);
    assert_int_equal(phone_split(a, (struct text){long_one, 150}, out), 1);
    arena_free(a);
}

static void masks(void **state)
{
    (void)state;
    struct arena *a = arena_new(UNIT_ARENA);
    assert_text(phone_mask(a, T("13812345678")), "138****5678");
    assert_text(phone_mask(a, T("0591-87654321")), "0591-****4321");
    assert_text(phone_mask(a, T("668123")), "****23");
    assert_text(phone_mask(a, T("12")), "**");
    assert_text(phone_mask(a, T("-")), "*");
    assert_text(phone_mask(a, T("张某 13800138000 李某")), "****");
    assert_text(phone_mask(a, T("")), "");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_number_in_its_normal_form),
        cmocka_unit_test(two_in_one_cell),
        cmocka_unit_test(what_is_no_number_is_kept),
        cmocka_unit_test(masks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
