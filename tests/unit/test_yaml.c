/* SPDX-License-Identifier: Apache-2.0 */
#include "format/yaml.h"
#include "unit.h"

struct kit {
    struct arena *a;
    struct faults f;
};

static struct kit kit_new(void)
{
    struct arena *a = arena_new(UNIT_ARENA);
    return (struct kit){a, faults_new(a)};
}

static struct yaml_node *parse(struct kit *k, const char *z)
{
    return yaml_read(k->a, T("test.yaml"), text_of(z), &k->f);
}

static void places_are_exact(void **state)
{
    (void)state;
    struct kit k = kit_new();
    struct yaml_node *root =
        parse(&k, "# 说明\nid: yx\n方案:\n  - name: 谈心\n    quota: {at least: 2, per: week}\n  - [a, 'b', \"null\"]\n"
                  "note: |\n  一行\n  两行\nempty:\n");
    assert_non_null(root);
    assert_int_equal(root->kind, YAML_MAP);
    assert_int_equal(root->n, 4);
    const struct yaml_node *list = yaml_get(root, "方案"), *item = list->child;
    assert_int_equal(list->kind, YAML_LIST);
    assert_int_equal(list->key_line, 3);
    assert_int_equal(list->line, 4);
    const struct yaml_node *per = yaml_get(yaml_get(item, "quota"), "per");
    assert_int_equal(per->line, 5);
    assert_int_equal(per->column, 31);
    assert_int_equal(per->key_column, 26);
    assert_text(yaml_path(k.a, per), "方案[0].quota.per");
    assert_text(yaml_path(k.a, root), "");
    const struct yaml_node *third = item->next->child->next->next;
    struct text t = TEXT_NONE;
    assert_true(third->quoted && !yaml_null(third) && yaml_text(third, &t));
    assert_text(t, "null");
    assert_text(yaml_path(k.a, third), "方案[1][2]");
    assert_text(yaml_get(root, "note")->text, "一行\n两行\n");
    assert_true(yaml_null(yaml_get(root, "empty")) && !yaml_text(yaml_get(root, "empty"), &t));
    yaml_fault(&k.f, per, W_yaml_syntax, T("x"), TEXT_NONE);
    yaml_fault_key(&k.f, per, W_yaml_syntax, T("x"), TEXT_NONE);
    yaml_warn(&k.f, per, W_yaml_syntax, T("x"), TEXT_NONE);
    assert_int_equal(k.f.errors, 2);
    assert_int_equal(k.f.list[0].column, 31);
    assert_int_equal(k.f.list[1].column, 26);
    assert_text(k.f.list[0].file, "test.yaml");
    assert_text(k.f.list[0].field, "方案[0].quota.per");
    arena_free(k.a);
}

static void scalars_become_values_only_when_asked(void **state)
{
    (void)state;
    struct kit k = kit_new();
    struct yaml_node *root =
        parse(&k, "code: 08\nno: no\nyes: 是\nday: 2026-01-01\nbad: 2026-1-1\nn: -3\nq: '3'\ntilde: ~\nf: 1.5\nl: []\n");
    int64_t n = 77;
    bool b = true;
    day_t d = 5;
    struct text t;
    assert_true(yaml_text(yaml_get(root, "code"), &t));
    assert_text(t, "08");
    assert_true(yaml_int(yaml_get(root, "code"), &n) && n == 8);
    assert_true(yaml_bool(yaml_get(root, "no"), &b) && !b);
    assert_true(yaml_bool(yaml_get(root, "yes"), &b) && b);
    assert_false(yaml_bool(yaml_get(root, "n"), &b));
    assert_true(yaml_day(yaml_get(root, "day"), &d) && d == day_of(2026, 1, 1));
    assert_false(yaml_day(yaml_get(root, "bad"), &d));
    assert_true(yaml_int(yaml_get(root, "n"), &n) && n == -3);
    assert_false(yaml_int(yaml_get(root, "q"), &n));
    assert_false(yaml_int(yaml_get(root, "f"), &n));
    assert_false(yaml_int(yaml_get(root, "absent"), &n));
    assert_int_equal(n, -3);
    assert_true(yaml_null(yaml_get(root, "tilde")) && yaml_null(NULL));
    assert_false(yaml_text(yaml_get(root, "l"), &t));
    assert_null(yaml_get(yaml_get(yaml_get(root, "l"), "x"), "y"));
    arena_free(k.a);
}

static void what_is_wrong_is_said_where_it_stands(void **state)
{
    (void)state;
    static const struct {
        const char *yaml;
        enum word word;
        int line, column;
    } cases[] = {
        {"a: 1\nb: 2\na: 3\n", W_yaml_duplicate_key, 3, 1},
        {"x:\n  k: 1\n  k: 2\n", W_yaml_duplicate_key, 3, 3},
        {"a: &x 1\n", W_yaml_alias, 1, 4},
        {"a: *x\n", W_yaml_alias, 1, 4},
        {"a: {<<: *b}\n", W_yaml_alias, 1, 9},
        {"a: &x [1]\n", W_yaml_alias, 1, 4},
        {"a: !!int 3\n", W_yaml_tag, 1, 4},
        {"a: !x {b: c}\n", W_yaml_tag, 1, 4},
        {"[a, b]: c\n", W_yaml_key_not_scalar, 1, 1},
        {"a:\n\t- b\n", W_yaml_tab, 2, 1},
        {"a: [1, 2\nb: 3\n", W_yaml_syntax, 2, 2},
        {"a: 'open\n", W_yaml_syntax, 2, 1},
        {"a: b: c\n", W_yaml_syntax, 1, 5},
        {"a: 1\n---\nb: 2\n", W_yaml_several_documents, 2, 1},
        {"", W_yaml_empty, 1, 1},
        {"# only words\n", W_yaml_empty, 1, 1},
        {"---\n...\n", W_yaml_empty, 1, 1},
        {"a: 中\nb: \xD6\xD0\n", W_yaml_encoding, 2, 4},
        {"a: \x01\n", W_yaml_syntax, 1, 4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct kit k = kit_new();
        assert_null(parse(&k, cases[i].yaml));
        if (k.f.n != 1 || k.f.list[0].word != cases[i].word || k.f.list[0].line != cases[i].line ||
            k.f.list[0].column != cases[i].column)
            fail_msg("%s: %zu faults, %d:%d %.*s", cases[i].yaml, k.f.n, k.f.n ? k.f.list[0].line : 0,
                     k.f.n ? k.f.list[0].column : 0, TP(k.f.n ? fault_say(&k.f.list[0], LANG_EN, k.a) : T("")));
        arena_free(k.a);
    }
}

static struct text repeated(struct arena *a, struct text head, struct text one, size_t times)
{
    char *s = arena_raw(a, head.n + one.n * times);
    memcpy(s, head.s, head.n);
    for (size_t i = 0; i < times; i++)
        memcpy(s + head.n + i * one.n, one.s, one.n);
    return (struct text){s, head.n + one.n * times};
}

static void size_and_depth_are_bounded(void **state)
{
    (void)state;
    struct kit k = kit_new();
    assert_null(yaml_read(k.a, T("deep"), repeated(k.a, T(""), T("["), YAML_DEPTH_MAX + 1), &k.f));
    assert_int_equal(k.f.list[0].word, W_yaml_too_deep);
    struct text deepest = text_join(k.a, repeated(k.a, T(""), T("["), YAML_DEPTH_MAX),
        repeated(k.a, T(""), T("]"), YAML_DEPTH_MAX));
    assert_non_null(yaml_read(k.a, T("deepest"), deepest, &k.f));
    assert_null(yaml_read(k.a, T("many"), repeated(k.a, T("["), T("a,"), YAML_NODES_MAX + 1), &k.f));
    assert_int_equal(k.f.list[1].word, W_yaml_too_many);
    assert_null(yaml_read(k.a, T("large"), repeated(k.a, T("#"), T("x"), YAML_BYTES_MAX), &k.f));
    assert_int_equal(k.f.list[2].word, W_yaml_too_large);
    arena_free(k.a);
}

static void a_map_of_many_keys_is_quick_and_checked(void **state)
{
    (void)state;
    struct kit k = kit_new();
    char *s = arena_raw(k.a, 150001 * 12);
    size_t n = 0;
    for (int i = 0; i < 150000; i++)
        n += (size_t)snprintf(s + n, 12, "k%d: v\n", i);
    struct yaml_node *root = yaml_read(k.a, T("wide"), (struct text){s, n}, &k.f);
    assert_non_null(root);
    assert_int_equal(root->n, 150000);
    n += (size_t)snprintf(s + n, 12, "k77: again\n");
    assert_null(yaml_read(k.a, T("wide"), (struct text){s, n}, &k.f));
    assert_int_equal(k.f.list[0].line, 150001);
    assert_text(k.f.list[0].arg[1], "78");
    arena_free(k.a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_exact),
        cmocka_unit_test(scalars_become_values_only_when_asked),
        cmocka_unit_test(what_is_wrong_is_said_where_it_stands),
        cmocka_unit_test(size_and_depth_are_bounded),
        cmocka_unit_test(a_map_of_many_keys_is_quick_and_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
