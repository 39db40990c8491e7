/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "scheme/clause.h"

static void before(const char *a, const char *b)
{
    if (clause_order(text_of(a), text_of(b)) >= 0) fail_msg("%s is not before %s", a, b);
    if (clause_order(text_of(b), text_of(a)) <= 0) fail_msg("%s is not after %s", b, a);
}

static void clauses_stand_as_in_the_document(void **state)
{
    (void)state;
    before("一", "二");
    before("二", "二·（一）");
    before("二·（一）", "二·（二）");
    before("二·（九）", "二·（十）");
    before("二·（十）", "二·（十一）");
    before("第九条", "第十条");
    before("第十九条", "第二十条");
    before("第二十三条", "第二百零五条");
    before("四·（二）2", "四·（二）10");
    before("四·（二）2、3", "四·（二）3");
    before("五·9月", "五·11月");
    before("标题", "一");
    before("九", "结尾");
}

static void what_is_the_same_is_the_same(void **state)
{
    (void)state;
    assert_int_equal(clause_order(T("二·（一）"), T("二·(一)")), 0);
    assert_int_equal(clause_order(T("第23条"), T("第二十三条")), 0);
    assert_int_equal(clause_order(T("正文"), T("结尾")), 0);
    assert_int_equal(clause_order(T(""), T("")), 0);
}

static void any_text_has_an_order(void **state)
{
    (void)state;
    struct text wild[] = {T("99999999999999999999999"), T("百百百百百百百百百百百"), T("十十十十"), T("一一一一一一一一一一一一一一一一"),
        T("1.2.3.4.5.6.7.8.9.10"), T("\xff\xfe"), T("")};
    for (size_t i = 0; i < sizeof wild / sizeof *wild; i++) {
        for (size_t k = 0; k < sizeof wild / sizeof *wild; k++) {
            assert_int_equal(clause_order(wild[i], wild[k]), -clause_order(wild[k], wild[i]));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clauses_stand_as_in_the_document),
        cmocka_unit_test(what_is_the_same_is_the_same),
        cmocka_unit_test(any_text_has_an_order),
    };
    return cmocka_run_group_tests_name("clause", tests, NULL, NULL);
}
