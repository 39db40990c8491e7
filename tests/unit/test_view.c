/* SPDX-License-Identifier: Apache-2.0 */
/* Compiled templates: nothing from data escapes its place, addresses lead nowhere else, JSON is JSON, pages stay
 * small. With CHUYAN_GALLERY=DIR the pages are also written there, to be looked at. */
#include "base/file.h"
#include "format/json.h"
#include "unit/view_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { CEILING = 1 << 22, PAGE_LIMIT = 60 * 1024 };

static struct arena *arena;

static int start(void **state)
{
    (void)state;
    arena = arena_new((size_t)1 << 28);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static bool has(const struct buf *b, const char *needle) { return text_find(buf_text(b), text_of(needle)) >= 0; }

static void keep(const char *name, const struct buf *b)
{
    const char *dir = getenv("CHUYAN_GALLERY");
    if (!dir) return;
    assert_int_equal(RC_OK, file_write(text_z(arena, text_fmt(arena, "%s/%s.html", dir, name)), buf_text(b), 0644));
}

static struct buf render_gallery(bool fragment)
{
    struct buf b = buf_new(CEILING);
    struct gallery_view v = sample_gallery(arena);
    struct page p = sample_page(arena, LANG_ZH, ~0u, "/today", "部件");
    p.fragment = fragment;
    gallery_view_html(&b, LANG_ZH, &p, &v);
    return b;
}

static void test_text_is_escaped(void **state)
{
    (void)state;
    struct buf b = render_gallery(false);
    assert_false(has(&b, "<b>王"));
    assert_true(has(&b, "&lt;b&gt;王"));
    assert_true(has(&b, "aria-label=\"给&lt;b&gt;王&quot;磊&quot;&lt;/b&gt;&amp;&#39;记一次"));
    assert_true(has(&b, "value=\"tok&quot;en\""));
    keep("gallery", &b);
    buf_free(&b);
}

static void test_addresses_stay_at_home(void **state)
{
    (void)state;
    struct buf b = render_gallery(false);
    assert_false(has(&b, "evil.example"));
    assert_true(has(&b, "<a class=\"door\" href=\"#\">"));
    assert_true(has(&b, "href=\"/schemes/yx-youxi#duty-3\""));
    buf_free(&b);
}

static void test_policy(void **state)
{
    (void)state;
    struct buf b = render_gallery(false);
    assert_false(has(&b, " style=\""));
    assert_false(has(&b, " onclick"));
    assert_false(has(&b, "<style"));
    assert_false(has(&b, "<!--"));
    buf_free(&b);
}

static void test_fragment_has_no_frame(void **state)
{
    (void)state;
    struct buf whole = render_gallery(false), part = render_gallery(true);
    assert_true(has(&whole, "<!doctype html>") && has(&whole, "</html>"));
    assert_false(has(&part, "<html"));
    assert_true(has(&part, "class=\"todos\""));
    assert_true(part.n < whole.n);
    buf_free(&whole);
    buf_free(&part);
}

static void test_json_reads_back(void **state)
{
    (void)state;
    struct buf b = buf_new(CEILING);
    struct gallery_view v = sample_gallery(arena);
    struct faults f = faults_new(arena);
    struct text name;
    v.pager = NULL;
    gallery_view_json(&b, &v);
    struct json_node *tree = json_read(arena, buf_text(&b), CEILING, &f), *todos = json_get(tree, "todos");
    assert_non_null(tree);
    assert_int_equal(SAMPLE_NAMES, todos->n);
    assert_true(json_get_text(todos->child->next->next->next->next, "child_name", &name));
    assert_true(text_eqz(name, sample_names[4]));
    assert_int_equal(JSON_NONE, json_get(tree, "pager")->kind);
    buf_free(&b);
}

static void test_english_has_no_chinese_frame(void **state)
{
    (void)state;
    struct buf b = buf_new(CEILING);
    struct login_view v = {.next = T("/today")};
    struct page p = sample_page(arena, LANG_EN, 0, "/login", "Sign in");
    login_view_html(&b, LANG_EN, &p, &v);
    assert_true(has(&b, "<html lang=\"en\">"));
    assert_true(has(&b, "Sign in"));
    assert_false(has(&b, "登录"));
    keep("login", &b);
    buf_free(&b);
}

/* A door that this person does not have is not shown; where we are is marked. */
static void test_doors(void **state)
{
    (void)state;
    struct page p = sample_page(arena, LANG_ZH, DOOR_TODAY | DOOR_CHILDREN | DOOR_RECORD | DOOR_LEDGER_CLASS,
                                "/child/7000", "");
    assert_int_equal(5, p.tabs.n);
    assert_true(p.tabs.item[1].here && !p.tabs.item[0].here);
    assert_true(p.tabs.item[2].main);
    assert_int_equal(5, p.tabs.item[0].badge);
    assert_int_equal(2, p.nav.n);
    p = sample_page(arena, LANG_ZH, DOOR_SCHEMES, "/schemes/x", "");
    assert_int_equal(1, p.nav.n);
    assert_int_equal(1, p.nav.item[0].links.n);
    assert_true(p.nav.item[0].links.item[0].here);
    assert_int_equal(1, p.tabs.n);
    assert_true(text_eqz(p.tabs.item[0].href, "/me"));
    p = sample_page(arena, LANG_ZH, DOOR_SCHEMES, "/schemes-other", "");
    assert_false(p.nav.item[0].links.item[0].here);
}

static void test_pages_stay_small(void **state)
{
    (void)state;
    unsigned teacher = DOOR_TODAY | DOOR_CHILDREN | DOOR_RECORD | DOOR_LEDGER_CLASS;
    struct buf b = buf_new(CEILING);
    struct today_view today = sample_today(arena, false), nothing = sample_today(arena, true);
    struct record_view talk = sample_record(arena, false), many = sample_record(arena, true);
    struct child_view child = sample_child(arena);
    struct ledger_county_view ledger = sample_ledger(arena);
    struct board_county_view board = sample_board(arena);
    struct page p = sample_page(arena, LANG_ZH, teacher, "/today", "今天"),
                wide = sample_page(arena, LANG_ZH, ~0u, "/board/county", "全县一览");
    p.flash = arena_alloc(arena, sizeof *p.flash);
    p.flash->kind = T("good"), p.flash->text = T("已记。抵了 3 项：");
    LIST(arena, p.flash->lines, 2);
    p.flash->lines.item[0].text = T("班主任每周谈心（尤溪 二·一）"), p.flash->lines.item[1].text = T("三沟通");
#define PAGE(name, call) (buf_clear(&b), call, assert_false(b.over), assert_true(b.n < PAGE_LIMIT), keep(name, &b))
    PAGE("today", today_view_html(&b, LANG_ZH, &p, &today));
    p.flash = NULL;
    PAGE("today_empty", today_view_html(&b, LANG_ZH, &p, &nothing));
    PAGE("record", record_view_html(&b, LANG_ZH, &p, &talk));
    PAGE("record_many", record_view_html(&b, LANG_ZH, &p, &many));
    PAGE("child", child_view_html(&b, LANG_ZH, &p, &child));
    assert_true(has(&b, "href=\"tel:13800000000\""));
    wide.wide = true;
    PAGE("board", board_county_view_html(&b, LANG_ZH, &wide, &board));
    PAGE("ledger", ledger_county_view_html(&b, LANG_ZH, &wide, &ledger));
#undef PAGE
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_is_escaped), cmocka_unit_test(test_addresses_stay_at_home),
        cmocka_unit_test(test_policy),          cmocka_unit_test(test_fragment_has_no_frame),
        cmocka_unit_test(test_json_reads_back), cmocka_unit_test(test_english_has_no_chinese_frame),
        cmocka_unit_test(test_doors),           cmocka_unit_test(test_pages_stay_small)};
    return cmocka_run_group_tests_name("view", tests, start, stop);
}
