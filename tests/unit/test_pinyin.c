/* SPDX-License-Identifier: Apache-2.0 */
#include "format/pinyin.h"
#include "unit.h"

struct kit {
    struct arena *a;
    struct pinyin *p;
};

static int kit_make(void **state)
{
    struct kit *k = malloc(sizeof *k);
    k->a = arena_new(UNIT_ARENA);
    k->p = pinyin_new(k->a);
    *state = k;
    return 0;
}

static int kit_end(void **state)
{
    struct kit *k = *state;
    arena_free(k->a);
    free(k);
    return 0;
}

static void names_are_read_as_their_bearers_do(void **state)
{
    struct kit *k = *state;
    static const char *const cases[][2] = {
        {"单小燕", "shan xiao yan"},
        {"仇红", "qiu hong"},
        {"查文", "zha wen"},
        {"区明", "ou ming"},
        {"曾小单", "zeng xiao dan"},
        {"解放", "xie fang"},
        {"朴正", "piao zheng"},
        {"缪红", "miao hong"},
        {"么红", "yao hong"},
        {"阚红", "kan hong"},
        {"贠红", "yun hong"},
        {"尉迟敬", "yu chi jing"},
        {"尉健", "wei jian"},
        {"欧阳慧敏", "ou yang hui min"},
        {"长孙红", "zhang sun hong"},
        {"万俟红", "mo qi hong"},
        {"覃晟", "qin sheng"},
        {"吕绿", "lv lv"},
        {"阿依古丽·买买提艾力", "a yi gu li mai mai ti ai li"},
        {"李重阳", "li chong yang"},
        {"李朴", "li pu"},
        {"黄六安", "huang lu an"},
        {"䶮㛃", "yan jie"},
        {"李 明", "li ming"},
        {"Mary李", "mary li"},
        {"李Ann2", "li ann2"},
        {"略女", "lve nv"},
        {"王𠮷明", "wang ming"},
        {"乐山", "yue shan"},
        {"沈都", "shen dou"},
        {"都红", "du hong"},
        {"扎西次仁", "zha xi ci ren"},
        {"刀玉罕", "dao yu han"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pinyin_name n;
        if (!pinyin_read(k->p, k->a, text_of(cases[i][0]), &n) || !text_eqz(n.syllables, cases[i][1]))
            fail_msg("%s: %.*s", cases[i][0], TP(n.syllables));
    }
}

static void all_forms_agree(void **state)
{
    struct kit *k = *state;
    struct pinyin_name n;
    assert_true(pinyin_read(k->p, k->a, T("吕小略"), &n));
    assert_text(n.full, "lvxiaolve");
    assert_text(n.full_u, "luxiaolue");
    assert_text(n.initials, "lxl");
    assert_true(pinyin_read(k->p, k->a, T("Eva吕"), &n)); /* her v is no ü */
    assert_text(n.full, "evalv");
    assert_text(n.full_u, "evalu");
    assert_text(n.initials, "el");
    assert_true(pinyin_read(k->p, k->a, T("张三"), &n));
    assert_text(n.full_u, "zhangsan");
    assert_text(n.initials, "zs");
}

static void odd_names_do_no_harm(void **state)
{
    struct kit *k = *state;
    struct pinyin_name n;
    static const char *const none[] = {"", " ", "···", "ئايگۈل", "\xE4\xB8", "？", "𠮷"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_false(pinyin_read(k->p, k->a, text_of(none[i]), &n));
        assert_text(n.full, "");
        assert_text(n.initials, "");
    }
    assert_false(pinyin_read(k->p, k->a, TEXT_NONE, &n));
    char name[PINYIN_NAME_MAX + 3];
    for (size_t i = 0; i + 3 <= PINYIN_NAME_MAX; i += 3)
        memcpy(name + i, "庄", 3);
    assert_true(pinyin_read(k->p, k->a, (struct text){name, PINYIN_NAME_MAX / 3 * 3}, &n));
    assert_int_equal(n.initials.n, PINYIN_NAME_MAX / 3);
    assert_int_equal(n.full.n, PINYIN_NAME_MAX / 3 * 6);
    memset(name, 'v', sizeof name);
    assert_true(pinyin_read(k->p, k->a, (struct text){name, PINYIN_NAME_MAX}, &n));
    assert_false(pinyin_read(k->p, k->a, (struct text){name, PINYIN_NAME_MAX + 1}, &n));
    for (size_t i = 0; i < PINYIN_NAME_MAX; i += 2)
        memcpy(name + i, "a.", 2);
    assert_true(pinyin_read(k->p, k->a, (struct text){name, PINYIN_NAME_MAX}, &n));
    assert_int_equal(n.initials.n, PINYIN_NAME_MAX / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_read_as_their_bearers_do),
        cmocka_unit_test(all_forms_agree),
        cmocka_unit_test(odd_names_do_no_harm),
    };
    return cmocka_run_group_tests(tests, kit_make, kit_end);
}
