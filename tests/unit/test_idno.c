/* SPDX-License-Identifier: Apache-2.0 */
#include "format/idno.h"
#include "unit.h"

/* A number of our invented area 990101 with the right check character. */
static struct text number_of(struct arena *a, const char *front)
{
    return text_fmt(a, "%s%c", front, idno_check(text_of(front)));
}

static void the_standards_own_examples_fit(void **state)
{
    (void)state;
    /* GB 11643-1999, annex: the only two numbers here that are not of area 9901 */
    struct arena *a = arena_new(UNIT_ARENA);
    struct idno x = idno_read(a, T("11010519491231002X")), y = idno_read(a, T("440524188001010014"));
    assert_int_equal(x.outcome, IDNO_OK);
    assert_int_equal(x.birth, day_of(1949, 12, 31));
    assert_int_equal(x.sex, IDNO_FEMALE);
    assert_int_equal(y.outcome, IDNO_DATE); /* born in 1880: fits, but nobody lives who was born then */
    assert_int_equal(idno_check(T("44052418800101001")), '4');
    arena_free(a);
}

static void spellings_become_one(void **state)
{
    (void)state;
    struct arena *a = arena_new(UNIT_ARENA);
    const char *want = NULL;
    for (int i = 1; i < 200 && !want; i++) { /* one whose check character is X */
        const char *front = text_z(a, text_fmt(a, "99010120140301%03d", i));
        if (idno_check(text_of(front)) == 'X')
            want = text_z(a, number_of(a, front));
    }
    assert_non_null(want);
    struct text t = text_of(want), body = text_sub(t, 0, 17);
    const struct text forms[] = {
        t,
        text_fmt(a, "'%s", want),
        text_fmt(a, "’%s ", want),
        text_fmt(a, "%.*sx", TP(body)),
        text_fmt(a, "%.*sｘ", TP(body)),
        text_fmt(a, "%.*sＸ", TP(body)),
        text_fmt(a, "%.*s×", TP(body)),
        text_fmt(a, "%.6s %.8s %.4s", want, want + 6, want + 14),
        text_fmt(a, "９９０１０１%s", want + 6),
        text_fmt(a, "\xEF\xBB\xBF%s\n", want),
        text_fmt(a, "%.6s-%s", want, want + 6),
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct idno r = idno_read(a, forms[i]);
        assert_int_equal(r.outcome, IDNO_OK);
        assert_text(r.number, want);
        assert_int_equal(r.birth, day_of(2014, 3, 1));
    }
    arena_free(a);
}

static void each_wrong_digit_is_noticed(void **state)
{
    (void)state;
    struct arena *a = arena_new(UNIT_ARENA);
    struct text right = number_of(a, "99010120140301123");
    for (size_t i = 0; i < 18; i++) {
        for (char c = '0'; c <= '9'; c++) {
            char *s = arena_copy(a, right.s, right.n);
            if (s[i] == c)
                continue;
            s[i] = c;
            struct idno r = idno_read(a, (struct text){s, 18});
            assert_true(r.outcome == IDNO_CHECK || r.outcome == IDNO_DATE);
            if (r.outcome == IDNO_CHECK)
                assert_int_equal(r.expected, idno_check((struct text){s, 17}));
        }
    }
    for (size_t i = 0; i + 2 < 18; i++) { /* neighbours swapped */
        char *s = arena_copy(a, right.s, right.n);
        s[i] = right.s[i + 1];
        s[i + 1] = right.s[i];
        assert_true(s[i] == s[i + 1] || idno_read(a, (struct text){s, 18}).outcome != IDNO_OK);
    }
    arena_free(a);
}

static void every_failure_has_its_name(void **state)
{
    (void)state;
    struct arena *a = arena_new(UNIT_ARENA);
    static const struct {
        const char *number;
        enum idno_outcome outcome;
    } cases[] = {
        {"", IDNO_EMPTY},
        {"  ' ", IDNO_EMPTY},
        {"无", IDNO_CHARS},
        {"990101140301123", IDNO_OLD},
        {"99010114030112X", IDNO_LENGTH},
        {"9901012014030112", IDNO_LENGTH},
        {"9901012014030112345", IDNO_LENGTH},
        {"1.10E+17", IDNO_PRECISION},
        {"9.90101E+17", IDNO_PRECISION},
        {"9.90101e17", IDNO_PRECISION},
        {"１.１０E＋１７", IDNO_PRECISION},
        {"990101201403040000.0", IDNO_PRECISION},
        {"990101201402301234", IDNO_DATE},
        {"990101201413011234", IDNO_DATE},
        {"990101189912311234", IDNO_DATE},
        {"99010120140X011234", IDNO_CHARS},
        {"X90101201403011234", IDNO_CHARS},
        {"99010120140301123Y", IDNO_CHARS},
        {"990101201403O11234", IDNO_CHARS},
        {"99010120140301123456789012345678901234567890123456789", IDNO_LENGTH},
        {"E", IDNO_CHARS},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct idno r = idno_read(a, text_of(cases[i].number));
        if (r.outcome != cases[i].outcome)
            fail_msg("%s: %d", cases[i].number, (int)r.outcome);
    }
    assert_int_equal(idno_read(a, T("9\xFF\xFE\xFD\xFC")).outcome, IDNO_CHARS); /* stray bytes grow when they are made UTF-8 */
    assert_int_equal(idno_read(a, TEXT_NONE).outcome, IDNO_EMPTY);
    arena_free(a);
}

static void rounding_is_told_from_a_true_number(void **state)
{
    (void)state;
    struct arena *a = arena_new(UNIT_ARENA);
    int rounded = 0, true_ones = 0;
    for (int i = 1; i < 1000; i++) {
        struct text right = number_of(a, text_z(a, text_fmt(a, "99010120140301%03d", i)));
        bool ends_so = text_ends(right, T("000"));
        true_ones += ends_so;
        assert_int_equal(idno_read(a, right).outcome, IDNO_OK);
        struct text lost = text_fmt(a, "%.*s000", TP(text_sub(right, 0, 15)));
        rounded += !ends_so && idno_read(a, lost).outcome == IDNO_PRECISION;
    }
    assert_true(rounded > 800);
    assert_in_range(true_ones, 0, 10);
    arena_free(a);
}

static void masks_hide_the_birthday(void **state)
{
    (void)state;
    struct arena *a = arena_new(UNIT_ARENA);
    assert_text(idno_mask(a, T("99010120140301002X")), "990101************");
    assert_text(idno_mask(a, T("990101")), "******");
    assert_text(idno_mask(a, T("")), "");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_standards_own_examples_fit),      cmocka_unit_test(spellings_become_one),
        cmocka_unit_test(each_wrong_digit_is_noticed),         cmocka_unit_test(every_failure_has_its_name),
        cmocka_unit_test(rounding_is_told_from_a_true_number), cmocka_unit_test(masks_hide_the_birthday),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
