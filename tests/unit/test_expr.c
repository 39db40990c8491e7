/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions: what they answer, what they depend on, why, and that nothing written can break them. */
#include "unit/scheme_kit.h"

static struct kit kit;

static int no_rule(void *ctx, struct text id)
{
    (void)ctx;
    return text_eqz(id, "XJ") ? 3 : -1;
}

static bool one_param(void *ctx, struct text key, struct text *value)
{
    (void)ctx;
    *value = T("14");
    return text_eqz(key, "years");
}

static struct expr *parse(const char *source, struct faults *f)
{
    struct expr_names names = {.codes = kit.codes, .rule = no_rule, .target = no_rule, .relation = no_rule, .param = one_param,
                               .alert = true};
    return expr_parse(kit.a, text_of(source), (struct expr_place){T("x.yaml"), 7, 10}, &names, f);
}

static bool says(const char *source, const struct expr_world *w)
{
    struct faults f = faults_new(kit.a);
    struct expr *e = parse(source, &f);
    if (!e) print_error("%s: %.*s\n", source, TP(fault_say(&f.list[0], LANG_ZH, kit.a)));
    assert_non_null(e);
    return expr_holds(e, w);
}

static void fact_set(struct expr_world *w, enum expr_who who, const char *kind, const char *code)
{
    const struct code_fact *f = codes_fact(kit.codes, text_of(kind));
    w->fact[who][f->index] |= UINT64_C(1) << (code ? code_item(f->list, text_of(code))->number : 63);
}

static struct expr_world world(void)
{
    struct expr_world w;
    memset(&w, 0, sizeof w);
    w.age = 10;
    w.grade = 4;
    w.stage = 1;
    w.carer_age = -1;
    return w;
}

static void and_binds_before_or_and_not_before_both(void **state)
{
    (void)state;
    struct expr_world w = world();
    assert_true(says("age = 10 or age = 11 and age = 12", &w));
    assert_false(says("(age = 10 or age = 11) and age = 12", &w));
    assert_true(says("not age = 11 and age = 10", &w));
    assert_false(says("not (age = 11 or age = 10)", &w));
    assert_true(says("not not age = 10", &w));
}

static void numbers_compare(void **state)
{
    (void)state;
    struct expr_world w = world();
    static const struct { const char *s; bool yes; } all[] = {
        {"age = 10", true}, {"age != 10", false}, {"age < 10", false}, {"age <= 10", true}, {"age > 9", true}, {"age >= 11",
            false},
        {"grade = 4", true}, {"stage = primary", true}, {"stage != primary", false}, {"stage in (junior, primary)", true},
        {"age < param(years)", true}, {"carer_age < 70", false}, {"carer_age > 70", false}, {"not carer_age > 70", true},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) assert_int_equal(says(all[i].s, &w), all[i].yes);
    w.age = -1;
    assert_false(says("age < 16", &w));
    assert_false(says("age >= 16", &w));
    w.grade = -2;
    assert_true(says("grade < 1", &w));
}

static void facts_are_sets_of_present_values(void **state)
{
    (void)state;
    struct expr_world w = world();
    assert_false(says("poverty", &w));
    assert_true(says("poverty != dibao", &w));
    fact_set(&w, WHO_CHILD, "poverty", "none");
    assert_false(says("poverty", &w));       /* on file as not poor */
    assert_true(says("poverty = none", &w));
    fact_set(&w, WHO_CHILD, "poverty", "tekun");
    assert_true(says("poverty", &w));
    assert_true(says("poverty = 特困", &w));
    assert_true(says("家庭困难类别 in (dibao, tekun)", &w));
    assert_false(says("poverty = dibao", &w));
    assert_false(says("poverty != tekun", &w));
    fact_set(&w, WHO_CHILD, "illness", NULL);
    assert_true(says("illness", &w));
    assert_false(says("allergy", &w));
    fact_set(&w, WHO_CHILD, "health", "10");
    assert_true(says("health = 10", &w));
}

static void parents_are_asked_one_by_one_or_either(void **state)
{
    (void)state;
    struct expr_world w = world();
    fact_set(&w, WHO_MOTHER, "capacity", "none");
    assert_true(says("capacity = none", &w));
    assert_true(says("mother(capacity) = none", &w));
    assert_false(says("father(capacity) = none", &w));
    assert_true(says("father(capacity) != none", &w));
}

static void absence_counts_only_who_can_be_away(void **state)
{
    (void)state;
    struct expr_world w = world();
    w.away[0] = AWAY_FATHER;
    assert_true(says("father_away and one_away and parents_away and not both_away and not mother_away", &w));
    assert_false(says("other_incapable", &w));
    w.incapable = AWAY_MOTHER;
    assert_true(says("other_incapable", &w));
    w.incapable = AWAY_FATHER;
    assert_false(says("other_incapable", &w));
    w.gone = AWAY_FATHER;
    assert_false(says("parents_away", &w));
    w.gone = 0;
    w.away[0] = AWAY_FATHER | AWAY_MOTHER;
    assert_true(says("both_away and not one_away", &w));
}

static void groups_pairs_and_days(void **state)
{
    (void)state;
    struct expr_world w = world();
    int talk = codes_kind(kit.codes, T("heart_talk"))->number;
    w.groups[0] = UINT64_C(1) << 3;
    w.paired[0] = 1u << 3;
    w.since[talk] = 8;
    assert_true(says("rule(XJ) and target(XJ) and paired(XJ) and days_since(heart_talk) > 7", &w));
    w.since[talk] = 7;
    assert_false(says("days_since(heart_talk) > 7", &w));
    w.vacation = true;
    assert_true(says("vacation and not enrolled and not carer", &w));
}

static void what_it_depends_on_is_known(void **state)
{
    (void)state;
    struct faults f = faults_new(kit.a);
    struct expr *e = parse("age < 16 and age >= 6 or age = 9 or age <= 3 and poverty and rule(XJ)", &f);
    int ages[8];
    assert_non_null(e);
    assert_int_equal(expr_ages(e, false, ages, 8), 5);
    assert_int_equal(ages[0], 16);
    assert_int_equal(ages[1], 6);
    assert_int_equal(ages[2], 9);
    assert_int_equal(ages[3], 10);
    assert_int_equal(ages[4], 4);
    assert_true(e->uses & USES_AGE && e->uses & USES_GROUPS && !(e->uses & USES_GRADE));
    assert_int_equal(e->groups[0], 8);
    int poverty = codes_fact(kit.codes, T("poverty"))->index;
    assert_true(e->facts[poverty / 64] >> (poverty % 64) & 1);
}

static void why(const char *source, const struct expr_world *w, const char *zh)
{
    struct faults f = faults_new(kit.a);
    struct buf b = buf_new(1 << 16);
    expr_why(parse(source, &f), w, LANG_ZH, &b);
    if (!text_eqz(buf_text(&b), zh)) print_error("%s: %.*s\n", source, (int)b.n, b.s);
    assert_true(text_eqz(buf_text(&b), zh));
    buf_free(&b);
}

static void only_what_decided_is_told(void **state)
{
    (void)state;
    struct expr_world w = world();
    why("age < 16 and poverty", &w, "家庭困难类别：没有登记");
    why("age < 16 or poverty", &w, "年龄是 10（要求 < 16）");
    fact_set(&w, WHO_CHILD, "poverty", "dibao");
    why("age < 16 and poverty", &w, "年龄是 10（要求 < 16）；家庭困难类别：低保");
    why("not (age < 16 or orphan)", &w, "年龄是 10（要求 < 16）");
    why("both_away", &w, "父亲不算外出；母亲不算外出");
}

static void wrong_at(const char *source, int column, enum word w, const char *near)
{
    struct faults f = faults_new(kit.a);
    assert_null(parse(source, &f));
    assert_int_equal(f.n, 1);
    if (f.list[0].word != w || f.list[0].column != column)
        print_error("%s: %d %.*s\n", source, f.list[0].column, TP(fault_say(&f.list[0], LANG_ZH, kit.a)));
    assert_int_equal(f.list[0].line, 7);
    assert_int_equal(f.list[0].column, column);
    assert_int_equal(f.list[0].word, w);
    if (near) assert_true(text_eqz(f.list[0].arg[1], near));
}

static void mistakes_are_placed_and_corrected(void **state)
{
    (void)state;
    wrong_at("povety", 10, W_scheme_expr_name, "poverty");
    wrong_at("age < 16 and povrety", 23, W_scheme_expr_name, "poverty");
    wrong_at("both_awya", 10, W_scheme_expr_name, "both_away");
    wrong_at("poverty = tekum", 20, W_scheme_expr_code, "tekun");
    wrong_at("家庭困难类别 = x9", 19, W_scheme_expr_code, NULL);
    wrong_at("", 10, W_scheme_expr_end, NULL);
    wrong_at("age <", 15, W_scheme_expr_number, NULL);
    wrong_at("poverty in dibao", 21, W_scheme_expr_token, "(");
    wrong_at("poverty in (dibao", 27, W_scheme_expr_end, NULL);
    wrong_at("age < 16 && poverty", 19, W_scheme_expr_char, NULL);
    wrong_at("poverty = 'dibao", 20, W_scheme_expr_char, NULL);
    wrong_at("age < 99999999999999999999", 16, W_scheme_expr_number, NULL);
    wrong_at("days_since(heart_tlak) > 7", 21, W_scheme_expr_kind, "heart_talk");
}

static void length_and_depth_are_bounded(void **state)
{
    (void)state;
    struct faults f = faults_new(kit.a);
    char deep[EXPR_BYTES + 64], *at = deep;
    for (int i = 0; i < 900; i++) *at++ = '(';
    *at = 0;
    assert_null(parse(deep, &f));
    assert_int_equal(f.list[0].word, W_scheme_expr_deep);
    f = faults_new(kit.a);
    memset(deep, ' ', sizeof deep);
    deep[EXPR_BYTES + 1] = 0;
    assert_null(parse(deep, &f));
    assert_int_equal(f.list[0].word, W_scheme_expr_long);
    f = faults_new(kit.a);
    at = deep;
    for (int i = 0; i < 150; i++) at += snprintf(at, 16, "%sage = 1", i ? " or " : "");
    assert_null(parse(deep, &f));
    assert_int_equal(f.list[0].word, W_scheme_expr_long);
}

static void near_words_are_found(void **state)
{
    (void)state;
    const struct text words[] = {T("week"), T("month"), T("留守儿童"), T("困境儿童")};
    assert_true(text_eqz(word_nearest(T("wekk"), words, 4), "week"));
    assert_true(text_eqz(word_nearest(T("ewek"), words, 4), "week"));
    assert_true(text_eqz(word_nearest(T("MONTH"), words, 4), "month"));
    assert_true(text_eqz(word_nearest(T("留守兒童"), words, 4), "留守儿童"));
    assert_true(text_empty(word_nearest(T("fortnight"), words, 4)));
    assert_true(text_empty(word_nearest(T("\xff\xfe"), words, 4)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(and_binds_before_or_and_not_before_both), cmocka_unit_test(numbers_compare),
        cmocka_unit_test(facts_are_sets_of_present_values), cmocka_unit_test(parents_are_asked_one_by_one_or_either),
        cmocka_unit_test(absence_counts_only_who_can_be_away), cmocka_unit_test(groups_pairs_and_days),
        cmocka_unit_test(what_it_depends_on_is_known), cmocka_unit_test(only_what_decided_is_told),
        cmocka_unit_test(mistakes_are_placed_and_corrected), cmocka_unit_test(length_and_depth_are_bounded),
        cmocka_unit_test(near_words_are_found),
    };
    kit = kit_begin();
    if (!kit.codes) return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(kit.a);
    return failed;
}
