/* SPDX-License-Identifier: Apache-2.0 */
/* Tables in schools' sheets: where the head is, what the columns mean, which rows are records. Also reads back what
 * format/xlsx_write.h wrote, since ledgers come back as spreadsheets. */
#include "format/header.h"
#include "format/xlsx_write.h"
#include "sheet_kit.h"

#define H(...) (const struct text[]){__VA_ARGS__}, sizeof((const struct text[]){__VA_ARGS__}) / sizeof(struct text)

static const struct header_alias aliases[] = {
    {{"name", 4}, H({"姓名", 6}, {"学生姓名", 12}), true},
    {{"id_no", 5}, H({"身份证号", 12}, {"身份证件号码", 18}, {"公民身份号码", 18}), true},
    {{"class", 5}, H({"班级", 6}, {"所在班级", 12}), false},
    {{"phone", 5}, H({"联系电话", 12}, {"电话", 6}), false},
    {{"father_name", 11}, H({"父亲姓名", 12}), false},
    {{"father_phone", 12}, H({"父亲电话", 12}, {"父亲联系电话", 18}), false},
    {{"sex", 3}, H({"性别", 6}), false},
};
static const struct header_spec spec = {.alias = aliases, .n = sizeof aliases / sizeof *aliases};

static int setup(void **state)
{
    *state = arena_new(KIT_ARENA);
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

struct got { struct buf rows; const struct header *head; };

static bool on_record(void *ctx, const struct header *head, const struct header_row *row)
{
    struct got *g = ctx;
    buf_fmt(&g->rows, "%u!%u%s", head->sheet, row->number, row->hidden ? "~" : "");
    for (size_t i = 0; i < spec.n; i++)
        if (row->cell[i]) buf_fmt(&g->rows, " %.*s%s=%.*s", TP(spec.alias[i].key), row->cell[i]->merged ? "^" : "",
            TP(row->cell[i]->shown));
    buf_char(&g->rows, '\n');
    return true;
}

struct late { struct arena *a; const struct header_spec *spec; struct sheet_told *told; struct faults *faults; struct got *got;
    struct header_finder *h; };

/* `told` is only known with the first row. */
static bool on_row(void *ctx, const struct sheet_row *row)
{
    struct late *l = ctx;
    if (!l->h) l->h = header_new(l->a, l->spec, T("名册.xlsx"), l->told, l->faults, on_record, l->got);
    return header_take(l->h, row);
}

static enum rc find(struct arena *a, struct text file, const struct header_spec *s, struct got *g, struct faults *faults)
{
    struct sheet_told told;
    struct sheet_ask ask = {.file = T("名册.xlsx"), .index = SHEET_ALL};
    *faults = faults_new(a);
    g->rows = buf_new(1 << 20);
    struct late l = {a, s, &told, faults, g, NULL};
    assert_int_equal(sheet_read(a, file, &ask, &told, faults, on_row, &l), RC_OK);
    assert_non_null(l.h);
    return header_end(l.h, &g->head);
}

static void finds(struct arena *a, struct text file, const char *rows, const char *notes)
{
    struct got g;
    struct faults f;
    enum rc rc = find(a, file, &spec, &g, &f);
    assert_text(kit_say(a, &f), notes);
    assert_int_equal(rc, RC_OK);
    buf_char(&g.rows, 0);
    assert_string_equal(g.rows.s, rows);
    buf_free(&g.rows);
}

static void headings_are_compared_by_what_they_say(void **state)
{
    struct arena *a = *state;
    assert_text(header_normal(a, T(" ＊身份证 号（必填）："), false), "身份证号");
    assert_text(header_normal(a, T("身份证号(18位)"), false), "身份证号18位");
    assert_text(header_normal(a, T("身份证号(18位)"), true), "身份证号");
    assert_text(header_normal(a, T("【姓\n名】"), false), "姓名");
    assert_text(header_normal(a, T("ＩＤ 号*"), false), "id号");
    assert_text(header_normal(a, T("必填"), false), "");
    assert_text(header_normal(a, T("))((x"), true), "");
}

static void titles_aliases_and_rows_that_are_no_records(void **state)
{
    struct arena *a = *state;
    finds(a,
          T("南山小学留守儿童花名册,,,\n填报单位：南山小学,,2026年秋,\n序号,*姓 名,公民身份号码（18位）,所在班级,备注\n1,2,3,4,5\n"
            "示例,王某,990101,一班,\n1,张三,990101201202290011,一班,x\n\n2,李四,990101201202290012,二班,\n,,,,只有备注\n小计,2,,,\n"
            "序号,姓名,公民身份号码,所在班级,备注\n3,单小计,990101201202290013,三班,\n全校合计：3人,,,,\n注：以上属实,,,,\n填报人：某某,,审核人：,,\n"),
          "0!6 name=张三 id_no=990101201202290011 class=一班\n0!8 name=李四 id_no=990101201202290012 class=二班\n"
          "0!12 name=单小计 id_no=990101201202290013 class=三班\n",
          "“序号”（A 列）不认识，这一列没有读。\n“备注”（E 列）不认识，这一列没有读。\n第 4 行是列的编号，已跳过。\n第 5 行是填写示例，已跳过。\n"
          "第 10 行是合计行，已跳过。\n第 11 行是重复的表头，已跳过。\n第 13 行是合计行，已跳过。\n第 14 行是填表信息或说明，已跳过。\n"
          "第 15 行是填表信息或说明，已跳过。\n跳过了 2 个空行（工作表“”）。\n");
    struct got g;
    struct faults f;
    assert_int_equal(find(a, T("题目\n学校：南山小学,,日期\n姓名,身份证号\n张三,1\n"), &spec, &g, &f), RC_OK);
    assert_int_equal(g.head->first, 3);
    assert_int_equal(g.head->last, 3);
    assert_int_equal(g.head->above_n, 3);
    assert_text(g.head->above[1], "学校：南山小学");
    buf_free(&g.rows);
}

#define C(place, s) "<c r='" place "' t='inlineStr'><is><t>" s "</t></is></c>"
#define ROW(n, ...) "<row r='" n "'>" __VA_ARGS__ "</row>"

static void heads_of_two_rows(void **state)
{
    struct arena *a = *state;
    /* merged: 姓名 under 父亲 is the father's; under 学生信息 it is the child's; a class is merged over two rows */
    finds(a, kit_xlsx(a,
        "<sheetData>" ROW("1", C("A1", "花名册")) ROW("2", C("A2", "班级") C("B2", "学生信息") C("D2", "父亲") C("F2", "母亲"))
        ROW("3", C("B3", "姓名") C("C3", "身份证号") C("D3", "姓名") C("E3", "联系电话") C("F3", "姓名"))
        ROW("4", C("A4", "一班") C("B4", "张三") C("C4", "11") C("D4", "张父") C("E4", "138") C("F4", "王母"))
        ROW("5", C("B5", "李四") C("C5", "12")) "<row r='6' hidden='1'>" C("B6", "王五") C("C6", "13") "</row></sheetData>"
        "<mergeCells><mergeCell ref='A1:F1'/><mergeCell ref='A2:A3'/><mergeCell ref='B2:C2'/><mergeCell ref='D2:E2'/>"
        "<mergeCell ref='A4:A5'/></mergeCells>",
        NULL, NULL),
        "0!4 name=张三 id_no=11 class=一班 father_name=张父 father_phone=138\n0!5 name=李四 id_no=12 class^=一班\n0!6~ name=王五 id_no=13\n",
        "“母亲/姓名”（F 列）和前面的列重复，这一列没有读。\n");
    /* the same without merging, as it comes in delimited text */
    finds(a, T("父亲,,学生,,班级\n姓名,电话,姓名,身份证号,\n张父,138,张三,11,一班\n"),
          "0!3 name=张三 id_no=11 class=一班 father_name=张父 father_phone=138\n", "");
    /* a second row that says nothing known still is no record */
    finds(a, kit_xlsx(a, "<sheetData>" ROW("1", C("A1", "姓名") C("B1", "身份证号") C("C1", "家长")) ROW("2", C("C2", "单位") C("D2", "职务"))
        ROW("3", C("A3", "张三") C("B3",
            "11")) "</sheetData><mergeCells><mergeCell ref='A1:A2'/><mergeCell ref='B1:B2'/><mergeCell ref='C1:D1'/>"
            "</mergeCells>", NULL, NULL),
        "0!3 name=张三 id_no=11\n", "“家长/单位”（C 列）不认识，这一列没有读。\n“家长/职务”（D 列）不认识，这一列没有读。\n");
}

/* Two sheets, each with a table, behind one with instructions. */
static struct text book(struct arena *a)
{
    static const struct text rows[] = {
        {"<worksheet><sheetData>" ROW("1", C("A1", "填表说明：姓名必填")) ROW("2", C("A2", "姓名") C("B2",
            "性别")) "</sheetData></worksheet>", 0},
        {"<worksheet><sheetData>" ROW("1", C("A1", "姓名") C("B1", "身份证号")) ROW("2", C("A2", "张三") C("B2",
            "11")) "</sheetData></worksheet>", 0},
        {"<worksheet><sheetData>" ROW("1", C("A1", "身份证号") C("B1", "姓名")) ROW("2", C("A2", "12") C("B2",
            "李四")) "</sheetData></worksheet>", 0}};
    struct part p[] = {
        {"xl/workbook.xml", T("<workbook xmlns:r='r'><sheets><sheet name='说明' r:id='a'/><sheet name='一班' r:id='b'/><sheet "
            "name='二班' r:id='c'/></sheets></workbook>")},
        {"xl/_rels/workbook.xml.rels", T("<Relationships><Relationship Id='a' Type='x/worksheet' Target='a.xml'/>"
            "<Relationship Id='b' Type='x/worksheet' Target='b.xml'/><Relationship Id='c' Type='x/worksheet' Target='c.xml'/>"
            "</Relationships>")},
        {"xl/a.xml", text_of(rows[0].s)}, {"xl/b.xml", text_of(rows[1].s)}, {"xl/c.xml", text_of(rows[2].s)},
    };
    return kit_zip(a, p, 5);
}

static void the_table_is_found_among_sheets(void **state)
{
    struct arena *a = *state;
    finds(a, book(a), "1!2 name=张三 id_no=11\n", "工作表“二班”里也有一张表，没有读；读的是“一班”。需要的话请单独上传。\n");
    struct header_spec every = spec;
    every.every_sheet = true;
    struct got g;
    struct faults f;
    assert_int_equal(find(a, book(a), &every, &g, &f), RC_OK);
    assert_text(buf_text(&g.rows), "1!2 name=张三 id_no=11\n2!2 name=李四 id_no=12\n");
    assert_int_equal(f.n, 0);
    buf_free(&g.rows);
}

static void a_missing_column_is_named(void **state)
{
    struct arena *a = *state;
    struct got g;
    struct faults f;
    assert_int_equal(find(a, T("姓名,性别,班级\n张三,男,一班\n"), &spec, &g, &f), RC_INVALID);
    assert_text(kit_say(a, &f), "表头缺少“身份证号”列（工作表“”）。请补上这一列再上传。\n");
    assert_int_equal(g.rows.n, 0);
    assert_null(g.head);
    buf_free(&g.rows);
    assert_int_equal(find(a, T("甲,乙\n1,2\n"), &spec, &g, &f), RC_INVALID);
    assert_int_equal(f.list[0].word, W_header_none);
    buf_free(&g.rows);
}

static void many_rows_pass_through(void **state)
{
    struct arena *a = *state;
    struct buf b = buf_new(1 << 20);
    buf_add(&b, T("姓名,身份证号\n"));
    for (int i = 0; i < 100; i++) buf_fmt(&b, "张%d,%d\n", i, i);
    struct got g;
    struct faults f;
    assert_int_equal(find(a, buf_text(&b), &spec, &g, &f), RC_OK);
    assert_int_equal(f.n, 0);
    size_t lines = 0;
    for (size_t i = 0; i < g.rows.n; i++) lines += g.rows.s[i] == '\n';
    assert_int_equal(lines, 100);
    assert_true(text_ends(buf_text(&g.rows), T("0!101 name=张99 id_no=99\n")));
    buf_free(&g.rows);
    buf_free(&b);
}

static struct text write_ledger(struct arena *a)
{
    static const double width[] = {12, 12, 12, 20};
    static const struct xlsx_head head[] = {{{"学校", 6}, 0, 0, 1, 2}, {{"留守儿童", 12}, 1, 0, 2, 1}, {{"男", 3}, 1, 1, 1, 1}, {{"女",
        3}, 2, 1, 1, 1}, {{"日期", 6}, 3, 0, 1, 2}};
    struct xlsx_page page = {.name = T("汇总[1]:*?/\\'一二三四五六七八九十一二三四五六七八九十"), .width = width, .columns = 4, .landscape = true,
        .a3 = true,
                             .freeze_columns = 1, .print_foot = T("&C&P/&N")};
    struct xlsx_writer *w = xlsx_begin(a, INT64_C(1795000000000));
    for (int s = 0; s < 2; s++) {
        xlsx_add_sheet(w, &page);
        xlsx_add_title(w, T("农村留守儿童信息汇总表"));
        xlsx_add_note(w, T("填报单位：某县"), T("单位：人"));
        xlsx_add_head(w, head, sizeof head / sizeof *head, 2);
        struct xlsx_value v[] = {{.kind = VALUE_TEXT, .text = T("=HYPERLINK(\"http://x\")")}, {.kind = VALUE_INT, .whole = 12},
                                 {.kind = VALUE_NUMBER, .number = 1.5}, {.kind = VALUE_DAY, .day = day_of(2026, 11, 21)}};
        xlsx_add_row(w, v, 4);
        struct xlsx_value u[] = {{.kind = VALUE_TEXT, .look = LOOK_FAULT, .text = T("+1\x01_x0041_<&>\n𠮷")},
            {.kind = VALUE_EMPTY}, {.kind = VALUE_PERCENT, .number = 0.5},
                                 {.kind = VALUE_DAY, .day = DAY_NONE, .look = LOOK_TOTAL}};
        xlsx_add_row(w, u, 4);
        xlsx_add_row(w, &(struct xlsx_value){.kind = VALUE_TEXT, .text = T("990101201202290013")}, 1);
        xlsx_add_foot(w, (const struct text[]){T("填报人："), T("审核人："), T("日期：")}, 3);
    }
    struct buf b = buf_new(1 << 20);
    assert_int_equal(xlsx_end(w, &b), RC_OK);
    struct text f = text_dup(a, buf_text(&b));
    buf_free(&b);
    return f;
}

static void what_is_written_reads_back(void **state)
{
    struct arena *a = *state;
    struct text f = write_ledger(a);
    struct sheet_ask ask = {.file = T("a.xlsx"), .index = 0};
    struct kit_result r = kit_read(a, f, &ask);
    assert_text(r.dump, "1 A=农村留守儿童信息汇总表 B<=农村留守儿童信息汇总表 C<=农村留守儿童信息汇总表 D<=农村留守儿童信息汇总表\n"
                        "2 A=填报单位：某县 B<=填报单位：某县 C=单位：人 D<=单位：人\n"
                        "3 A=学校 B=留守儿童 C<=留守儿童 D=日期\n4 A^=学校 B=男 C=女 D^=日期\n"
                        "5 A==HYPERLINK(\"http://x\") B#12 C#1.5 D@2026-11-21\n6 A=+1_x0041_<&>\n𠮷 C#0.5\n7 "
                        "A=990101201202290013\n"
                        "8 A=填报人： B=审核人： C=日期： D<=日期：\n");
    assert_int_equal(r.told.n, 2);
    assert_text(r.told.sheet[0].name, "汇总-1-------一二三四五六七八九十一二三四五六七八九十");
    assert_false(text_eq(r.told.sheet[0].name, r.told.sheet[1].name));
    /* no formula anywhere, and nothing of the moment it ran */
    assert_true(text_eq(f, write_ledger(a)));
}

static void writing_tells_what_does_not_fit(void **state)
{
    struct arena *a = *state;
    struct buf b = buf_new(100);
    struct xlsx_writer *w = xlsx_begin(a, 0);
    xlsx_add_sheet(w, &(struct xlsx_page){.name = T(""), .columns = 1});
    xlsx_add_row(w, &(struct xlsx_value){.kind = VALUE_INT}, 1);
    assert_int_equal(xlsx_end(w, &b), RC_TOO_LARGE);
    w = xlsx_begin(a, 0);
    xlsx_add_row(w, &(struct xlsx_value){.kind = VALUE_INT}, 1); /* no sheet */
    assert_int_equal(xlsx_end(w, &b), RC_INTERNAL);
    buf_free(&b);
}

int main(int argc, char **argv)
{
    sheet_worker_enter(argc, argv);
#define T_(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        T_(headings_are_compared_by_what_they_say), T_(titles_aliases_and_rows_that_are_no_records), T_(heads_of_two_rows),
        T_(the_table_is_found_among_sheets), T_(a_missing_column_is_named), T_(many_rows_pass_through),
            T_(what_is_written_reads_back),
        T_(writing_tells_what_does_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
