/* SPDX-License-Identifier: Apache-2.0 */
#include "format/json.h"
#include "unit.h"

static void commas_come_by_themselves(void **state)
{
    (void)state;
    struct buf b = buf_new(10000);
    json_open(&b, '{');
    json_key(&b, T("name"));
    json_text(&b, T("阿依·古丽"));
    json_key(&b, T("none"));
    json_text(&b, TEXT_NONE);
    json_key(&b, T("empty"));
    json_text(&b, T(""));
    json_key(&b, T("list"));
    json_open(&b, '[');
    json_int(&b, -1);
    json_bool(&b, true);
    json_bool(&b, false);
    json_open(&b, '[');
    json_close(&b, ']');
    json_open(&b, '{');
    json_close(&b, '}');
    json_text(&b, T("ends in a comma,"));
    json_none(&b);
    json_close(&b, ']');
    json_key(&b, T("z"));
    json_int(&b, INT64_MAX);
    json_close(&b, '}');
    buf_char(&b, '\n');
    json_open(&b, '{');
    json_close(&b, '}');
    assert_text(buf_text(&b),
                "{\"name\":\"阿依·古丽\",\"none\":null,\"empty\":\"\",\"list\":[-1,true,false,[],{},\"ends in a comma,\",null],"
                "\"z\":9223372036854775807}\n{}");
    buf_free(&b);
}

static void strings_are_escaped(void **state)
{
    (void)state;
    struct buf b = buf_new(10000);
    json_text(&b, T("a\"b\\c/\n\r\t\x01\x1F\0\x7F𠮷"));
    assert_text(buf_text(&b), "\"a\\\"b\\\\c/\\n\\r\\t\\u0001\\u001f\\u0000\x7F𠮷\"");
    buf_clear(&b);
    json_text(&b, T("x\xFFy\"\xE4\xB8"));
    assert_text(buf_text(&b), "\"x\xEF\xBF\xBDy\\\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
    buf_free(&b);
}

static void what_is_written_can_be_read(void **state)
{
    (void)state;
    struct arena *a = arena_new(UNIT_ARENA);
    struct faults f = faults_new(a);
    char all[600];
    size_t n = 0;
    for (uint32_t cp = 1; cp < 256; cp++)
        n += text_put(all + n, cp);
    struct buf b = buf_new(10000);
    json_open(&b, '{');
    json_key(&b, (struct text){all, n});
    json_text(&b, (struct text){all, n});
    json_close(&b, '}');
    struct json_node *root = json_read(a, buf_text(&b), 10000, &f);
    assert_non_null(root);
    assert_true(text_eq(root->child->key, (struct text){all, n}) && text_eq(root->child->text, (struct text){all, n}));
    buf_free(&b);
    arena_free(a);
}

static void values_are_found(void **state)
{
    (void)state;
    struct arena *a = arena_new(UNIT_ARENA);
    struct faults f = faults_new(a);
    struct json_node *root = json_read(
        a, T("{\"id\": 9007199254740993, \"t\": \"谈\\u5fc3\", \"b\": false, \"n\": null, \"r\": 1.5, \"l\": [1, {\"x\": 2}]}"),
        1000, &f);
    int64_t id = 0, x = 0;
    bool b = true;
    struct text t;
    assert_true(json_get_int(root, "id", &id) && id == INT64_C(9007199254740993));
    assert_true(json_get_text(root, "t", &t));
    assert_text(t, "谈心");
    assert_true(json_get_bool(root, "b", &b) && !b);
    assert_int_equal(json_get(root, "n")->kind, JSON_NONE);
    assert_int_equal(json_get(root, "r")->kind, JSON_DOUBLE);
    assert_false(json_get_int(root, "r", &id));
    assert_false(json_get_text(root, "id", &t));
    const struct json_node *list = json_get(root, "l");
    assert_int_equal(list->n, 2);
    assert_true(json_get_int(list->child->next, "x", &x) && x == 2);
    assert_null(json_get(json_get(root, "absent"), "x"));
    arena_free(a);
}

static void hostile_documents_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      " ",
                                      "{",
                                      "{\"a\":1,\"a\":2}",
                                      "{\"a\":1} x",
                                      "[1,]",
                                      "{'a':1}",
                                      "\"\xC0\x80\"",
                                      "\"\xED\xA0\x80\"",
                                      "\"\\ud800\"",
                                      "99999999999999999999",
                                      "1e999",
                                      "NaN",
                                      "\"\\u0000\"",
                                      "[1 2]",
                                      "// c\n1"};
    struct arena *a = arena_new(UNIT_ARENA);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct faults f = faults_new(a);
        if (json_read(a, text_of(bad[i]), 1000, &f) || f.n != 1 || f.list[0].word != W_json_syntax)
            fail_msg("%s", bad[i]);
    }
    struct faults f = faults_new(a);
    assert_null(json_read(a, TEXT_NONE, 1000, &f));
    assert_null(json_read(a, T("[1,2,3]"), 6, &f));
    assert_int_equal(f.list[1].word, W_json_too_large);
    char deep[JSON_DEPTH_MAX * 2 + 3];
    memset(deep, '[', JSON_DEPTH_MAX + 1);
    memset(deep + JSON_DEPTH_MAX + 1, ']', JSON_DEPTH_MAX + 1);
    assert_null(json_read(a, (struct text){deep, JSON_DEPTH_MAX * 2 + 2}, 1000, &f));
    assert_int_equal(f.list[2].word, W_json_too_deep);
    assert_non_null(json_read(a, (struct text){deep + 1, JSON_DEPTH_MAX * 2}, 1000, &f));
    assert_non_null(json_read(a, T("\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[[[\""), 1000, &f));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commas_come_by_themselves),     cmocka_unit_test(strings_are_escaped),
        cmocka_unit_test(what_is_written_can_be_read),   cmocka_unit_test(values_are_found),
        cmocka_unit_test(hostile_documents_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
