/* SPDX-License-Identifier: Apache-2.0 */
/* Files as schools have them, and worse: each row refused or doubted with a sentence, nothing lost, nothing half done. */
#include "format/xlsx_write.h"
#include "model/fact.h"
#include "model/kin.h"
#include "registry_kit.h"

#include <iconv.h>

struct bad { const char *row, *says; bool warning; };

/* 990101 + birth + sequence, with the check character that fits. */
static const char *number(struct kit *k, const char *first17)
{
    static const int weight[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++) sum += (first17[i] - '0') * weight[i];
    return text_z(k->arena, text_fmt(k->arena, "%s%c", first17, "10X98765432"[sum % 11]));
}

static const char head[] =
    "姓名,性别,出生日期,民族,身份证号,学籍号,班级,联系电话,是否留守儿童,父亲姓名,父亲身份证号,父亲务工地点,父亲外出时间,父亲返乡时间,父亲状况,母亲姓名,母亲务工地点,委托监护人姓名,委托监护人身份证号\n";

static void rows_checked(struct kit *k, const struct bad *bad, size_t n)
{
    struct text file = text_of(head);
    for (size_t i = 0; i < n; i++) file = text_fmt(k->arena, "%.*s%s\n", TP(file), bad[i].row);
    int64_t batch = kit_preview(k, "bad.csv", file, "城东小学", "2026-09-01", NULL);
    assert_true(batch != 0);
    for (size_t i = 0; i < n; i++)
        if (!kit_says(k, batch, (int64_t)i + 2, bad[i].says, bad[i].warning)) fail_msg("%s: %s", bad[i].row, bad[i].says);
}

static void rows(void **state)
{
    (void)state;
    for (int e = 0; e < place_engines(); e++) {
        struct kit k;
        kit_open(&k, (enum engine)e, "2026-11-21");
        const char *id = number(&k, "99010120170309001"), *girl = number(&k, "99010120170309002"),
                   *other = number(&k, "99010120170309003");
        const char *young = number(&k, "99010120080101001"), *old = number(&k, "99010119400101001");
        struct arena *a = k.arena;
        const struct bad bad[] = {
            {"甲,男,2017-03-09,汉,990101170309001,,三（1）班", "15 位旧号", false},
            {"乙,男,2017-03-09,汉,1.10E+17,,三（1）班", "后几位已丢失", false},
            {text_z(a, text_fmt(a, "丙,男,2017-03-09,汉,%.17s%c,,三（1）班", id, id[17] == '1' ? '2' : '1')), "校验码不对", false},
            {"丁,男,2017-02-30,汉,,,三（1）班", "没有这一天", false},
            {"戊,男,农历二月初二,汉,,,三（1）班", "农历", false},
            {"己,男,17.3.9,汉,,,三（1）班", "看不懂", false},
            {text_z(a, text_fmt(a, "庚,女,2017-03-09,汉,%s,,三（1）班", id)), "性别与证件号不一致", true},
            {text_z(a, text_fmt(a, "辛,女,2017-03-10,汉,%s,,三（1）班", girl)), "与证件号里的", true},
            {text_z(a, text_fmt(a, "壬,男,2017-03-09,汉,%s,,三（1）班", id)), "与第 8 行的证件号相同", false},
            {"癸,男,2017-03-09,汉,,,", "没有写年级和班级", false},
            {"子,男,2017-03-09,汉,,,快乐班", "看不懂", false},
            {"丑,男,2010-03-09,汉,,,三（1）班", "相差较大", true},
            {"寅,男,2017-03-09,汉,,,三（1）班,不知道几号", "没有采用", true},
            {"卯,男,2017-03-09,汉,,,三（1）班,,也许", "不在可选项里", false},
            {"辰,男,2017-03-09,火星,,,三（1）班", "不认识", true},
            {"巳,男,2017-03-09,汉,,,三（1）班,,1,父一,,广东,2026-03-01,2026-02-01", "不晚于开始", false},
            {"午,男,2017-03-09,汉,,,三（1）班,,2,父二,,在家,,,,母二,在家", "都在家却标为留守", true},
            {"未,男,2017-03-09,汉,,,三（1）班,,1,父三,,广东省东莞市", "没有外出时间", true},
            {"申,男,2017-03-09,汉,,,三（1）班,,1,父四,,某处工地,2026-01-01", "认不出是哪里", true},
            {"酉,男,2017-03-09,汉,,,三（1）班,,1,父五,,广东,2026-01-01,,去世", "已去世又写外出", true},
            {text_z(a, text_fmt(a, "戌,男,2017-03-09,汉,,,三（1）班,,0,父六,%s", young)), "不到15岁", true},
            {text_z(a, text_fmt(a, "亥,男,2017-03-09,汉,,,三（1）班,,0,父七,,,,,,,,老奶奶,%s", old)), "今年86岁", true},
            {",男,2017-03-09,汉,,,三（1）班", "请填写姓名", false},
            {"四?,男,2017-03-09,汉,,,三（1）班", "不该有的字", false},
            {text_z(a, text_fmt(a, "五五,男,2017-03-09,汉,%s,G%s,三（1）班", other, id)), "对不上", true},
            {"六六,男,2017-03-09,汉,,A12345,三（1）班", "应为 19 位", false},
            {"七七,男,2027-03-09,汉,,,三（1）班", "晚于表格日期", false},
            {"八八,男,2017-03-09,汉,,,三（1）班,,0,父八,,,,,,,,父八", "照料", true},
        };
        /* The last but one are told apart by their own words; the very last only has to be taken without a crash. */
        rows_checked(&k, bad, sizeof bad / sizeof *bad - 1);
        kit_close(&k);
    }
}

static const char odd_but_fine[] =
    "姓 名,性 别,出生日期,身份证号（必填）,所在班级,家长电话\n"
    "阿依古丽•买买提,２,２０１７．３．９,'990101201703090021,三年级（二）班,１３８０００００００１／13800000002\n"
    "㛃𬱖,1,20170310,,302,13800000003\n"
    "欧阳  小燕,女,42804,,2024级2班,\n"
    "合计,,3人,,,\n";

static struct text coded(struct kit *k, struct text utf8, const char *code)
{
    size_t room = utf8.n * 4 + 16, left = utf8.n, space = room;
    char *out = arena_alloc(k->arena, room), *to = out, *from = arena_copy(k->arena, utf8.s, utf8.n);
    iconv_t cd = iconv_open(code, "UTF-8");
    assert_true(cd != (iconv_t)-1);
    assert_true(iconv(cd, &from, &left, &to, &space) != (size_t)-1);
    iconv_close(cd);
    return (struct text){out, room - space};
}

static void odd_files(struct kit *k)
{
    struct text file = text_of(odd_but_fine);
    static const char *const codes[] = {"UTF-8", "GB18030", "UTF-16"};
    for (size_t i = 0; i < 3; i++) {
        int64_t batch = kit_preview(k, "odd.csv", coded(k, file, codes[i]), "2199010001", "2026-09-01", NULL);
        struct batch b = kit_batch(k, batch);
        if (b.rows_refused != 1 || b.rows_new != 2) kit_says(k, batch, 2, "?", false);
        assert_int_equal(b.rows_new, 2);
        assert_int_equal(b.rows_refused, 1);                  /* the first row: its check character is wrong on purpose */
        assert_true(kit_says(k, batch, 2, "校验码不对", false));
        if (i < 2) continue;
        kit_apply(k, batch);
        struct child c = kit_child(k, "欧阳小燕");
        assert_int_equal(c.birth, day_of(2017, 3, 10));       /* an Excel serial */
        assert_int_equal(kit_child(k, "㛃𬱖").place_key, c.place_key);   /* 302 in autumn 2026 is the second class of 2024 */
    }
}

static void not_tables(struct kit *k)
{
    char zip[64] = "PK\3\4broken";
    const struct text files[] = {T(""), T("hello"), (struct text){zip, sizeof zip}, T("甲,乙,丙\n1,2,3\n"), T("姓名,性别\n")};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        assert_int_equal(kit_preview(k, i == 2 ? "a.xlsx" : "a.csv", files[i], "城东小学", "2026-09-01", NULL), 0);
        assert_true(k->faults.errors > 0);
        assert_true(fault_say(&k->faults.list[0], LANG_ZH, k->arena).n > 0);
    }
    /* No school anywhere: every row says so, nothing is guessed. */
    int64_t batch = kit_preview(k, "x.csv", T("姓名,性别,出生日期,班级\n甲甲,男,2017-03-09,三（1）班\n"), "", "2026-09-01", NULL);
    assert_true(kit_says(k, batch, 2, "没有写是哪所学校", false));
    assert_int_equal(kit_preview(k, "x.csv", T("姓名,班级\n甲甲,三（1）班\n"), "没有的学校", "2026-09-01", NULL), 0);
}

static void odd(void **state)
{
    (void)state;
    for (int e = 0; e < place_engines(); e++) {
        struct kit k;
        kit_open(&k, (enum engine)e, "2026-11-21");
        odd_files(&k);
        not_tables(&k);
        kit_close(&k);
    }
}

/* Titles, a head of two rows with merged groups, a class merged over its pupils, a totals row: as xlsx. */
static struct text grouped_xlsx(struct kit *k)
{
    struct buf b = buf_new((size_t)16 << 20);
    struct xlsx_writer *x = xlsx_begin(k->arena, k->w.now);
    static const double width[12] = {0};
    struct xlsx_page page = {.name = T("三（2）班"), .width = width, .columns = 8};
    const struct xlsx_head cells[] = {
        {T("姓名"), 0, 0, 1, 2}, {T("性别"), 1, 0, 1, 2}, {T("出生年月日"), 2, 0, 1, 2}, {T("家庭成员1"), 3, 0, 3, 1}, {T("姓名"), 3, 1, 1, 1},
        {T("关系"), 4, 1, 1, 1}, {T("电话"), 5, 1, 1, 1}, {T("父亲"), 6, 0, 2, 1}, {T("务工地点"), 6, 1, 1, 1}, {T("外出时间"), 7, 1, 1, 1}};
    xlsx_add_sheet(x, &page);
    xlsx_add_title(x, T("城西小学2026年秋季学生情况表"));
    xlsx_add_note(x, T("填报单位：城西小学"), T("2026年9月"));
    xlsx_add_head(x, cells, sizeof cells / sizeof *cells, 2);
    const char *rows_in[2][8] = {{"李明", "男", "2017.3.9", "李大", "父亲", "13700000001", "浙江省宁波市", "2026.3.1"},
                                 {"=cmd()", "女", "2017.5.9", "", "", "", "", ""}};
    for (int i = 0; i < 2; i++) {
        struct xlsx_value v[8];
        for (int c = 0; c < 8; c++)
            v[c] = (struct xlsx_value){.kind = rows_in[i][c][0] ? VALUE_TEXT : VALUE_EMPTY, .text = text_of(rows_in[i][c])};
        xlsx_add_row(x, v, 8);
    }
    const struct xlsx_value total[] = {{.kind = VALUE_TEXT, .text = T("合计")}, {.kind = VALUE_TEXT, .text = T("2人")}};
    xlsx_add_row(x, total, 2);
    assert_int_equal(xlsx_end(x, &b), RC_OK);
    struct text out = text_dup(k->arena, buf_text(&b));
    buf_free(&b);
    return out;
}

static void grouped(void **state)
{
    (void)state;
    struct kit k;
    kit_open(&k, ENGINE_SQLITE, "2026-11-21");
    int64_t batch = kit_preview(&k, "表.xlsx", grouped_xlsx(&k), "", "2026-09-01", NULL);
    assert_true(batch != 0);
    kit_apply(&k, batch);
    struct child c = kit_child(&k, "李明");
    assert_true(c.place_key >= k.second.lo &&
                c.place_key < k.second.hi); /* the school from the title, the class from the sheet */
    struct fact_list facts;
    struct kin_list kin;
    struct buf report = buf_new((size_t)16 << 20);
    kit_begin(&k);
    KIT_OK(&k, fact_for(k.db, KIT_COUNTY, c.id, k.arena, &facts));
    KIT_OK(&k, kin_for(k.db, KIT_COUNTY, c.id, k.arena, &kin));
    KIT_OK(&k, batch_report(k.db, &k.scope, batch, LANG_ZH, k.arena, &report));
    kit_keep(&k);
    assert_text(fact_on(&facts, T("absence"), T("father"), k.w.today)->place, "330200");
    assert_int_equal(kin.n, 1);
    assert_text(kin.item[0].relation, "51");
    assert_true(report.n > 1000);
    buf_free(&report);
    kit_close(&k);
}

static void class_words(void **state)
{
    (void)state;
    static const struct { const char *grade, *class; int want_grade, want_year, want_no;
    } cases[] = {{"", "三（2）班", 3, 0, 2},
                 {"", "三年级2班", 3, 0, 2},
                 {"", "三年级（二）班", 3, 0, 2},
                 {"", "2023级2班", GRADE_NONE, 2023, 2},
                 {"", "302", 3, 0, 2},
                 {"", "0302", 3, 0, 2},
                 {"", "初一(3)班", 7, 0, 3},
                 {"", "七3", 7, 0, 3},
                 {"", "高二（1）", 11, 0, 1},
                 {"", "小二班", -2, 0, 2},
                 {"三年级", "2", 3, 0, 2},
                 {"三年级", "（2）班", 3, 0, 2},
                 {"3", "二班", 3, 0, 2},
                 {"九年级", "九（12）班", 9, 0, 12},
                 {"", "小学三年级2班", 3, 0, 2},
                 {"", "五年级十一班", 5, 0, 11},
                 {"初中二年级", "4班", 8, 0, 4},
                 {"２", "１", 2, 0, 1},
                 {"三年级", "", 3, 0, 1},
                 {"", "大（1）班", 0, 0, 1},
                 {"", "小三（2）班", 3, 0, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct class_ref r;
        if (!class_read(text_of(cases[i].grade), text_of(cases[i].class), &r) || r.grade != cases[i].want_grade ||
            r.entry_year != cases[i].want_year || r.class_no != cases[i].want_no)
            fail_msg("%s %s: %d %d %d", cases[i].grade, cases[i].class, r.grade, r.entry_year, r.class_no);
    }
    static const char *const wrong[] = {"快乐班", "三年", "13（1）班", "三（0）班", "", "2023"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct class_ref r;
        if (class_read(T(""), text_of(wrong[i]), &r))
            fail_msg("%s was read as %d %d %d", wrong[i], r.grade, r.entry_year, r.class_no);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(rows), cmocka_unit_test(odd), cmocka_unit_test(grouped),
                                       cmocka_unit_test(class_words)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
