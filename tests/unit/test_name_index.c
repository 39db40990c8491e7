/* SPDX-License-Identifier: Apache-2.0 */
/* Names in memory give the answers of the statements, within every scope, and are not used once they are out of date. */
#include "model/name_index.h"
#include "registry_kit.h"

static struct text roll_file(struct kit *k)
{
    static const char *const school[] = {"城东小学", "城西小学", "柳河九年一贯制学校"};
    static const char *const family[] = {"王", "李", "单", "吕", "欧阳", "刘", "阿依"};
    static const char *const given[] = {"小燕", "雨桐", "明", "燕", "绿", "女", "丽娜", "·买买提"};
    struct buf b = buf_new(1 << 20);
    buf_add(&b, T("学校,姓名,性别,出生日期,班级\n"));
    for (int i = 0; i < 7 * 8 * 3; i++)
        buf_fmt(&b, "%s,%s%s,女,2016-%02d-%02d,%s（%d）班\n", school[i % 3], family[i % 7], given[i / 3 % 8], i % 12 + 1,
            i % 28 + 1,
                i % 2 ? "三" : "二", i % 5 + 1);
    buf_add(&b, T("城东小学,John Smith,男,2016-02-02,二（1）班\n城西小学,Lucy,女,2016-02-03,二（1）班\n"));
    struct text t = text_dup(k->arena, buf_text(&b));
    buf_free(&b);
    return t;
}

static struct name_index *read_now(struct kit *k)
{
    struct name_index *x = NULL;
    kit_begin(k);
    KIT_OK(k, name_index_read(k->db, KIT_COUNTY, &x));
    assert_true(name_index_holds(x, k->db, KIT_COUNTY));
    kit_keep(k);
    return x;
}

static size_t compare(struct kit *k, const struct name_index *x, const struct scope *scope, const char *words, bool left,
    size_t limit)
{
    struct child_hits want, have;
    KIT_OK(k, child_search(k->db, scope, text_of(words), left, limit, k->arena, &want));
    KIT_OK(k, child_search_by(x, k->db, scope, text_of(words), left, limit, k->arena, &have));
    if (want.n != have.n) print_error("“%s”: %zu by statement, %zu from memory\n", words, want.n, have.n);
    assert_int_equal(want.n, have.n);
    assert_int_equal(want.more, have.more);
    for (size_t i = 0; i < want.n; i++) {
        const struct child_hit *w = &want.item[i], *h = &have.item[i];
        assert_true(w->id == h->id && w->class_id == h->class_id && w->place_key == h->place_key && w->sex == h->sex);
        assert_true(w->birth == h->birth && w->enrolled == h->enrolled && text_eq(w->name, h->name));
        assert_true(h->place_key >= scope->lo && h->place_key < scope->hi);
    }
    return have.n;
}

static size_t compare_all(struct kit *k, const struct name_index *x)
{
    static const char *const words[] = {"燕", "小燕", "王", "阳", "·", "依·买", "桐王", "没有", "", " ", "wang", "w", "wxy",
        "ly", "lv", "lu", "nv", "nu",
                                        "shan", "OUYANG", "ou yang", "John", "john smith", "Smith", "luc", "zzz", "明", "a"};
    struct scope scope[] = {k->scope, k->scope, k->scope, k->scope, k->scope};
    scope[1].lo = k->first.lo, scope[1].hi = k->first.hi;
    scope[2].lo = k->second.lo, scope[2].hi = k->nine.hi;
    scope[3].lo = k->first.lo + 1, scope[3].hi = k->first.lo + 2;
    scope[4].lo = scope[4].hi = k->nine.lo;
    size_t hits = 0;
    kit_begin(k);
    for (size_t s = 0; s < sizeof scope / sizeof *scope; s++)
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            for (size_t limit = 3; limit <= 300; limit *= 10)
                for (int left = 0; left < 2; left++) hits += compare(k, x, &scope[s], words[i], left, limit);
    kit_keep(k);
    return hits;
}

static void same_answers(struct kit *k)
{
    kit_apply(k, kit_preview(k, "a.csv", roll_file(k), "", "2025-09-01", NULL));
    struct name_index *x = read_now(k);
    assert_true(compare_all(k, x) > 1000);

    /* One leaves: the old names are no longer those of the county, and a search by them asks the base. */
    struct child_hits hits;
    kit_begin(k);
    KIT_OK(k, child_search(k->db, &k->scope, T("Lucy"), false, 5, k->arena, &hits));
    assert_int_equal(hits.n, 1);
    KIT_OK(k, child_leave(&k->w, &k->scope, hits.item[0].id, day_parse(T("2025-10-08")), "transfer_out", 0));
    assert_false(name_index_holds(x, k->db, KIT_COUNTY));
    KIT_OK(k, child_search_by(x, k->db, &k->scope, T("Lucy"), false, 5, k->arena, &hits));
    assert_int_equal(hits.n, 0);
    kit_keep(k);
    name_index_free(x);
    x = read_now(k);
    assert_true(compare_all(k, x) > 1000);

    /* Another county's names are not for this one, nor the other way round. */
    struct scope other = k->scope;
    struct child_hit hit;
    other.county = KIT_COUNTY + 1;
    struct name_walk w = name_walk_chars(x, &other, T("燕"), true);
    assert_false(name_walk_next(&w, &hit));
    kit_begin(k);
    assert_false(name_index_holds(x, k->db, KIT_COUNTY + 1));
    kit_keep(k);
    name_index_free(x);
}

static void no_children(struct kit *k)
{
    struct child_hit hit;
    struct name_index *x = read_now(k);
    struct name_walk chars = name_walk_chars(x, &k->scope, T(""), true), sounds = name_walk_sounds(x, &k->scope, T("w"),
        true, k->arena);
    assert_false(name_walk_next(&chars, &hit));
    assert_false(name_walk_next(&sounds, &hit));
    /* A zero byte lies between the names in memory; typed by somebody it finds nothing. */
    chars = name_walk_chars(x, &k->scope, (struct text){"\0", 1}, true);
    assert_false(name_walk_next(&chars, &hit));
    name_index_free(x);
}

#define ON_BOTH(name)                                  \
    static void name##_sqlite(void **state)            \
    {                                                  \
        struct kit k;                                  \
        (void)state;                                   \
        kit_open(&k, ENGINE_SQLITE, "2025-10-08");     \
        name(&k);                                      \
        kit_close(&k);                                 \
    }                                                  \
    static void name##_postgresql(void **state)        \
    {                                                  \
        struct kit k;                                  \
        (void)state;                                   \
        if (place_engines() < 2) skip(); \
        kit_open(&k, ENGINE_POSTGRESQL, "2025-10-08"); \
        name(&k);                                      \
        kit_close(&k);                                 \
    }
ON_BOTH(same_answers)
ON_BOTH(no_children)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_answers_sqlite), cmocka_unit_test(same_answers_postgresql), cmocka_unit_test(no_children_sqlite),
        cmocka_unit_test(no_children_postgresql)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
