/* SPDX-License-Identifier: Apache-2.0 */
#include "format/html.h"
#include "unit.h"

static void check(void (*fn)(struct buf *, struct text), struct text in, const char *want)
{
    struct buf b = buf_new(1000);
    fn(&b, in);
    assert_text(buf_text(&b), want);
    buf_free(&b);
}

static void each_context_has_its_escapes(void **state)
{
    (void)state;
    check(html_text, T("<b>&amp;\"'李\0</b>"), "&lt;b&gt;&amp;amp;\"'李&lt;/b&gt;");
    check(html_attr, T("\" onclick='x' <&>`"), "&quot; onclick=&#39;x&#39; &lt;&amp;&gt;`");
    check(html_url, T("a b/c?d=e&f#李~-._%+"), "a%20b%2Fc%3Fd%3De%26f%23%E6%9D%8E~-._%25%2B");
    check(html_text, TEXT_NONE, "");
    check(html_text, T("无"), "无");
    check(html_attr, T("&"), "&amp;");
    check(html_url, T("javascript:alert(1)"), "javascript%3Aalert%281%29");
}

static void no_byte_gets_out_of_its_context(void **state)
{
    (void)state;
    for (int c = 0; c < 256; c++) {
        char s[3] = {'a', (char)c, 'b'};
        struct buf text = buf_new(100), attr = buf_new(100), url = buf_new(100);
        html_text(&text, (struct text){s, 3});
        html_attr(&attr, (struct text){s, 3});
        html_url(&url, (struct text){s, 3});
        assert_null(memchr(text.s, '<', text.n));
        assert_null(memchr(text.s, 0, text.n));
        assert_true(!memchr(attr.s, '"', attr.n) && !memchr(attr.s, '\'', attr.n) && !memchr(attr.s, '<', attr.n));
        for (size_t i = 0; i < url.n; i++)
            assert_true(url.s[i] > ' ' && !strchr("\"'<>&?#/:\\ ", url.s[i]));
        buf_free(&text);
        buf_free(&attr);
        buf_free(&url);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_context_has_its_escapes),
                                       cmocka_unit_test(no_byte_gets_out_of_its_context)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
