/* SPDX-License-Identifier: Apache-2.0 */
/* Reading .xlsx: what the format may hold, and the files that want to do harm. */
#include "sheet_kit.h"

static const struct sheet_ask first = {.file = {"名册.xlsx", 11}, .index = SHEET_FIRST};

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

static void reads(struct arena *a, const char *rows, const char *strings, const char *styles, const char *want)
{
    struct kit_result r = kit_read(a, kit_xlsx(a, rows, strings, styles), &first);
    if (r.rc != RC_OK) print_error("%.*s", TP(kit_say(a, &r.faults)));
    assert_int_equal(r.rc, RC_OK);
    assert_text(r.dump, want);
}

static void strings_of_every_kind(void **state)
{
    struct arena *a = *state;
    reads(a,
          "<sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c><c r='C1' t='inlineStr'><is><r><t>"
          "王</t></r>"
          "<r><t xml:space='preserve'> 五</t></r><rPh sb='0' eb='1'><t>wang</t></rPh></is></c>"
          "<c r='E1' t='str'><f>A1&amp;B1</f><v>张三李四</v></c><c r='F1' t='b'><v>1</v></c><c r='G1' t='e'><v>#REF!</v></c></row>"
          "</sheetData>",
          "<si><t>张三</t></si><si><r><t>李</t></r><r><t>四</t></r><rPh sb='0' eb='1'><t>lisi</t></rPh></si>", NULL,
          "1 A=张三 B=李四 C=王 五 E==张三李四 F?TRUE G!#REF!\n");
    /* positions are optional, prefixes the writer's choice, escapes Excel's; 𠮷 is of four bytes */
    reads(a,
          "<x:sheetData><x:row><x:c t='inlineStr'><x:is><x:t>a_x000A_b_x005F_x0041_</x:t></x:is></x:c><x:c/><x:c><x:v>7</x:v>"
          "</x:c></x:row>"
          "<x:row r='5'><x:c t='inlineStr'><x:is><x:t>&#x20BB7;·买买提</x:t></x:is></x:c></x:row></x:sheetData>",
          NULL, NULL, "1 A=a\nb_x0041_ C#7\n5 A=𠮷·买买提\n");
    /* an index that leads nowhere, spaces only, nothing at all */
    reads(a, "<sheetData><row r='2'><c r='A2' t='s'><v>9</v></c><c r='B2' t='s'><v>0</v></c><c r='C2' s='1'/><c r='D2'><v>"
        "1</v></c></row></sheetData>",
          "<si><t>　 </t></si>", NULL, "2 D#1\n");
}

static void numbers_as_people_see_them(void **state)
{
    reads(*state,
          "<sheetData><row r='1'><c r='A1'><v>13800138000</v></c><c r='B1'><v>990101201202294</v></c><c r='C1'><v>"
          "990101201202290013</v></c>"
          "<c r='D1'><v>9.9010120120229005E+17</v></c><c r='E1'><v>0.1</v></c><c r='F1'><v>0.30000000000000004</v></c>"
          "<c r='G1'><v>1E3</v></c><c r='H1'><v>-12</v></c><c r='I1' s='1'><v>42</v></c><c r='J1'><v>abc</v></c><c r='K1'><f>"
          "1/3</f><v>0.33333333333333331</v></c>"
          "</row></sheetData>",
          NULL,
          "<numFmts><numFmt numFmtId='176' formatCode='000000'/></numFmts><cellXfs><xf numFmtId='0'/><xf numFmtId='176'/>"
          "</cellXfs>",
          "1 A#13800138000 B#990101201202294 C#9.90101E+17 D#9.90101E+17 E#0.1 F#0.3 G#1000 H#-12 I#000042 J=abc "
          "K#=0.333333333333333\n");
}

static const char date_styles[] =
    "<numFmts><numFmt numFmtId='180' formatCode='yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@'/>"
    "<numFmt numFmtId='181' formatCode='[$-804]h:mm'/><numFmt numFmtId='182' formatCode='0.00E+00'/>"
    "<numFmt numFmtId='183' formatCode='&quot;day&quot;0'/></numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
    "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='31'/><xf numFmtId='180'/><xf numFmtId='181'/><xf "
    "numFmtId='182'/>"
    "<xf numFmtId='22'/><xf numFmtId='183'/></cellXfs>";

static void dates_come_from_the_format(void **state)
{
    struct arena *a = *state;
    reads(a,
          "<sheetData><row r='1'><c r='A1'><v>40968</v></c><c r='B1' s='1'><v>40968</v></c><c r='C1' s='2'><v>40968</v></c><c "
          "r='D1' s='3'><v>40968</v></c>"
          "<c r='E1' s='4'><v>0.35416666666666669</v></c><c r='F1' s='5'><v>40968</v></c><c r='G1' s='6'><v>40968.5</v></c><c "
          "r='H1' s='7'><v>3</v></c>"
          "<c r='I1' s='1'><v>1</v></c><c r='J1' s='1'><v>-4</v></c><c r='K1' t='d'><v>2012-02-29T00:00:00</v></c><c r='L1' "
          "s='1'><v>4096800</v></c></row></sheetData>",
          NULL, date_styles,
          "1 A#40968 B@2012-02-29 C@2012-02-29 D@2012-02-29 E:08:30 F#40968 G@2012-02-29 12:00 H#3 I@1900-01-01 J#-4 "
          "K@2012-02-29 L#4096800\n");
    struct part p[] = {
        {"xl/workbook.xml", T("<workbook xmlns:r='r'><workbookPr date1904='1'/><sheets><sheet name='s' r:id='rId1'/></sheets>"
            "</workbook>")},
        {"xl/_rels/workbook.xml.rels", T(KIT_RELS("worksheet", "/xl/tables/odd name.xml"))},
        {"xl/tables/odd name.xml", T("<worksheet><sheetData><row><c s='1'><v>39506</v></c></row></sheetData></worksheet>")},
        {"xl/styles.xml", text_fmt(a, "<styleSheet>%s</styleSheet>", date_styles)},
    };
    struct kit_result r = kit_read(a, kit_zip(a, p, 4), &first);
    assert_text(r.dump, "1 A@2012-02-29\n");
}

static void merged_ranges_fill_what_they_cover(void **state)
{
    reads(*state,
          "<sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>班级</t></is></c><c r='B1' t='inlineStr'><is><t>父亲</t></is></c>"
          "<c r='C1'/></row>"
          "<row r='2'><c r='A2'/><c r='B2' t='inlineStr'><is><t>姓名</t></is></c><c r='C2' t='inlineStr'><is><t>电话</t></is></c>"
          "</row>"
          "<row r='3'><c r='A3' t='inlineStr'><is><t>一班</t></is></c><c r='B3'><v>1</v></c></row><row r='4' hidden='1'><c "
          "r='B4'><v>2</v></c></row>"
          "<row r='5'><c r='A5' s='1'/></row><row r='6'><c r='B6'><v>3</v></c></row></sheetData>"
          "<mergeCells count='3'><mergeCell ref='A1:A2'/><mergeCell ref='B1:C1'/><mergeCell ref='A3:A5'/></mergeCells>",
          NULL, NULL, "1 A=班级 B=父亲 C<=父亲\n2 A^=班级 B=姓名 C=电话\n3 A=一班 B#1\n4~ A^=一班 B#2\n6 B#3\n");
    /* text that looks like the tag is no tag */
    reads(*state,
          "<sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>&lt;mergeCell ref=\"A1:B2\"/></t></is></c></row><row r='2'><c "
          "r='B2'><v>1</v></c></row></sheetData>",
          NULL, NULL, "1 A=<mergeCell ref=\"A1:B2\"/>\n2 B#1\n");
}

/* The tag may lie anywhere across the pieces in which a part is unpacked. */
static void merged_ranges_are_found_at_any_place(void **state)
{
    struct arena *a = *state;
    for (int pad = 0; pad < 64; pad++) {
        struct buf b = buf_new(1 << 20);
        buf_add(&b, T("<sheetData><row r='1'><c r='A1'><v>5</v></c></row><row r='2'><c r='B2'><v>1</v></c></row></sheetData>"));
        /* the head of the part is 57 bytes long; this puts the tag on the edge of 64 KiB */
        while (b.n + 57 + 40 < 65536 + (size_t)pad) buf_char(&b, ' ');
        buf_add(&b, T("<x:mergeCells><x:mergeCell  ref='A1:A2'/></x:mergeCells>"));
        buf_char(&b, 0);
        struct kit_result r = kit_read_with(a, kit_xlsx(a, b.s, NULL, NULL), &first, false);
        assert_text(r.dump, "1 A#5\n2 A^#5 B#1\n");
        buf_free(&b);
    }
}

static struct text three_sheets(struct arena *a)
{
    struct part p[] = {
        {"xl/workbook.xml", T("<workbook xmlns:r='r'><sheets><sheet name='旧' state='hidden' r:id='a'/><sheet name='图' r:id='c'/>"
                              "<sheet name='一班' r:id='b'/><sheet name='二班' r:id='d'/></sheets></workbook>")},
        {"xl/_rels/workbook.xml.rels", T("<Relationships><Relationship Id='a' Type='x/worksheet' Target='worksheets/../w/a.xml'/>"
            "<Relationship Id='b' Type='x/worksheet' Target='w/b.xml'/><Relationship Id='c' Type='x/chartsheet' "
            "Target='w/c.xml'/>"
            "<Relationship Id='d' Type='x/worksheet' Target='w/d.xml'/></Relationships>")},
        {"xl/w/a.xml", T("<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>")},
        {"xl/w/b.xml", T("<worksheet><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>")},
        {"xl/w/d.xml", T("<worksheet><sheetData><row><c><v>3</v></c></row></sheetData></worksheet>")},
    };
    return kit_zip(a, p, 5);
}

static void sheets_are_chosen(void **state)
{
    struct arena *a = *state;
    struct text f = three_sheets(a);
    struct kit_result r = kit_read(a, f, &first);
    assert_text(r.dump, "1!1 A#2\n");
    assert_int_equal(r.told.n, 3);
    assert_true(r.told.sheet[0].hidden && !r.told.sheet[1].hidden);
    assert_text(r.told.sheet[2].name, "二班");
    assert_int_equal(r.told.sheet[1].rows, 1);
    struct sheet_ask ask = first;
    ask.sheet = T("二班");
    assert_text(kit_read(a, f, &ask).dump, "2!1 A#3\n");
    ask.sheet = T("三班");
    kit_refused(a, f, &ask, RC_NOT_FOUND, W_sheet_no_sheet);
    ask.sheet = TEXT_NONE;
    ask.index = SHEET_ALL;
    assert_text(kit_read(a, f, &ask).dump, "1 A#1\n1!1 A#2\n2!1 A#3\n");
    ask.index = SHEET_LIST;
    r = kit_read(a, f, &ask);
    assert_int_equal(r.rc, RC_OK);
    assert_int_equal(r.dump.n, 0);
    assert_int_equal(r.told.n, 3);
    ask.index = 7;
    kit_refused(a, f, &ask, RC_NOT_FOUND, W_sheet_none);
}

static bool take_two(void *ctx, const struct sheet_row *row)
{
    (void)row;
    return ++*(int *)ctx < 2;
}

static void enough_is_enough(void **state)
{
    struct arena *a = *state;
    struct text f = kit_xlsx(a,
        "<sheetData><row><c><v>1</v></c></row><row><c><v>2</v></c></row><row><c><v>3</v></c></row></sheetData>", NULL, NULL);
    for (int outside = 0; outside < 2; outside++) {
        int n = 0;
        struct sheet_told told;
        struct faults faults = faults_new(a);
        enum rc rc = outside ? sheet_read_outside(a, f, &first, &told, &faults, take_two, &n) : sheet_read(a, f, &first, &told,
            &faults, take_two, &n);
        assert_int_equal(rc, RC_OK);
        assert_int_equal(n, 2);
        assert_int_equal(faults.n, 0);
    }
}

static struct text repeat(struct arena *a, const char *head, const char *one, size_t times, const char *tail)
{
    size_t h = strlen(head), o = strlen(one), t = strlen(tail);
    char *s = arena_alloc(a, h + o * times + t + 1), *p = s;
    memcpy(p, head, h);
    p += h;
    for (size_t i = 0; i < times; i++, p += o) memcpy(p, one, o);
    memcpy(p, tail, t);
    return (struct text){s, h + o * times + t};
}

static void limits_hold(void **state)
{
    struct arena *a = *state;
    struct text many = repeat(a, "<sheetData>", "<row><c><v>1</v></c></row>", 200, "</sheetData>");
    struct text f = kit_xlsx(a, text_z(a, many), NULL, NULL);
    struct sheet_ask ask = first;
    ask.limits.rows = 200;
    assert_int_equal(kit_read(a, f, &ask).rc, RC_OK);
    ask.limits.rows = 199;
    kit_refused(a, f, &ask, RC_TOO_LARGE, W_sheet_rows_many);
    ask.limits = (struct sheet_limits){.cells = 150};
    kit_refused(a, f, &ask, RC_TOO_LARGE, W_sheet_cells_many);
    ask.limits = (struct sheet_limits){.text_bytes = 150};
    kit_refused(a, f, &ask, RC_TOO_LARGE, W_sheet_cells_many);
    ask.limits = (struct sheet_limits){.xml_bytes = 4000};
    kit_refused(a, f, &ask, RC_TOO_LARGE, W_sheet_bomb);
    ask.limits = (struct sheet_limits){.file_bytes = 100};
    kit_refused(a, f, &ask, RC_TOO_LARGE, W_sheet_file_large);
    ask.limits = (struct sheet_limits){.merges = 1};
    f = kit_xlsx(a, "<sheetData/><mergeCells><mergeCell ref='A1:A2'/><mergeCell ref='B1:B2'/></mergeCells>", NULL, NULL);
    kit_refused(a, f, &ask, RC_TOO_LARGE, W_sheet_merges_many);
    ask.limits = (struct sheet_limits){.sheets = 2};
    kit_refused(a, three_sheets(a), &ask, RC_TOO_LARGE, W_sheet_sheets_many);
    ask.limits = (struct sheet_limits){.columns = 3};
    f = kit_xlsx(a, "<sheetData><row><c/><c/><c><v>3</v></c><c><v>4</v></c><c><v>5</v></c></row></sheetData>", NULL, NULL);
    struct kit_result r = kit_read(a, f, &ask);
    assert_text(r.dump, "1 C#3\n");
    assert_int_equal(r.faults.n, 1);
    assert_true(r.faults.list[0].warning && r.faults.list[0].word == W_sheet_wide);
    ask.limits = (struct sheet_limits){.row_bytes = 10};
    f = kit_xlsx(a, "<sheetData><row><c t='s'><v>0</v></c><c t='s'><v>0</v></c></row></sheetData>", "<si><t>123456</t></si>",
        NULL);
    kit_refused(a, f, &ask, RC_TOO_LARGE, W_sheet_row_long);
}

static void a_long_cell_is_named(void **state)
{
    struct arena *a = *state;
    struct text inl = repeat(a, "<sheetData><row r='3'><c r='B3' t='inlineStr'><is><t>", "x", 10 * 1024 * 1024,
        "</t></is></c></row></sheetData>");
    struct kit_result r = kit_refused(a, kit_xlsx(a, text_z(a, inl), NULL, NULL), &first, RC_TOO_LARGE, W_sheet_cell_long);
    assert_text(kit_say(a, &r.faults), "第 3 行 B 列的内容太长（超过 32768 字节）。请删短后再上传。\n");
    struct text shared = repeat(a, "<si><t>", "x", 40000, "</t></si>");
    struct text f = kit_xlsx(a, "<sheetData><row r='3'><c r='B3' t='s'><v>0</v></c></row></sheetData>", text_z(a, shared), NULL);
    kit_refused(a, f, &first, RC_TOO_LARGE, W_sheet_cell_long);
    struct text fits = repeat(a, "<sheetData><row><c t='str'><v>", "x", 32 * 1024, "</v></c></row></sheetData>");
    assert_int_equal(kit_read(a, kit_xlsx(a, text_z(a, fits), NULL, NULL), &first).rc, RC_OK);
}

static void bombs_do_not_go_off(void **state)
{
    struct arena *a = *state;
    struct text spaces = repeat(a, "<sheetData>", "                                ", 1000 * 1000, "</sheetData>");
    struct text f = kit_xlsx(a, text_z(a, spaces), NULL, NULL);
    assert_true(f.n < 100000);
    kit_refused(a, f, &first, RC_TOO_LARGE, W_sheet_bomb);
    static const char lol[] = "<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><worksheet>"
        "<sheetData><row>"
                              "<c t='str'><v>&b;</v></c></row></sheetData></worksheet>";
    struct part p[] = {
        {"xl/workbook.xml", T("<workbook xmlns:r='r'><sheets><sheet name='s' r:id='rId1'/></sheets></workbook>")},
        {"xl/_rels/workbook.xml.rels", T(KIT_RELS("worksheet", "a.xml"))},
        {"xl/a.xml", {lol, sizeof lol - 1}},
    };
    kit_refused(a, kit_zip(a, p, 3), &first, RC_INVALID, W_sheet_entity);
    p[1].bytes = T("<!DOCTYPE r SYSTEM 'file:///etc/passwd'><r/>");
    kit_refused(a, kit_zip(a, p, 3), &first, RC_INVALID, W_sheet_entity);
}

static void a_sparse_sheet_counts_what_is_there(void **state)
{
    struct arena *a = *state;
    struct buf b = buf_new(100 << 20);
    buf_add(&b, T("<sheetData><row r='1'><c r='A1'><v>1</v></c></row>"));
    for (unsigned r = 2; r < 1048576; r++) buf_fmt(&b, "<row r='%u'><c s='1'/></row>", r);
    buf_add(&b, T("<row r='1048576'><c r='XFD1048576'><v>9</v></c><c/></row></sheetData>"));
    buf_char(&b, 0);
    struct kit_result r = kit_read(a, kit_xlsx(a, b.s, NULL, NULL), &first);
    buf_free(&b);
    assert_text(r.dump, "1 A#1\n");
    assert_int_equal(r.told.sheet[0].rows, 1);
    static const char *const jumps[] = {
        "<sheetData><row r='1048577'><c><v>1</v></c></row></sheetData>", "<sheetData><row r='0'/></sheetData>",
        "<sheetData><row r='4294967297'/></sheetData>", "<sheetData><row r='-1'/></sheetData>",
        "<sheetData><row r='2'/><row r='2'/></sheetData>", "<sheetData><row r='1'><c r='A2'><v>1</v></c></row></sheetData>",
        "<sheetData><row r='1'><c r='B1'/><c r='A1'/></row></sheetData>", "<sheetData><row r='1'><c r='XFE1'/></row></sheetData>",
        "<sheetData><row r='1'><c r='1A'/></row></sheetData>", "<sheetData><row r='1'><c r=''/></row></sheetData>"};
    for (size_t i = 0; i < sizeof jumps / sizeof *jumps; i++)
        kit_refused(a, kit_xlsx(a, jumps[i], NULL, NULL), &first, RC_INVALID, W_sheet_broken_order);
}

static void every_wrong_file_has_its_sentence(void **state)
{
    struct arena *a = *state;
    struct sheet_ask xls = first;
    xls.file = T("名册.xls");
    kit_refused(a, T(""), &first, RC_INVALID, W_sheet_empty);
    kit_refused(a, T(" \r\n\t"), &first, RC_INVALID, W_sheet_empty);
    kit_refused(a, T("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n\0\1\2"), &first, RC_INVALID, W_sheet_not_table);
    kit_refused(a, T("\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), &first, RC_INVALID, W_sheet_not_table);
    kit_refused(a, T("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 something"), &xls, RC_INVALID, W_sheet_xls);
    kit_refused(a, T("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 something"), &first, RC_INVALID, W_sheet_not_table);
    kit_refused(a, T("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1..W\0o\0r\0k\0b\0o\0o\0k\0"), &first, RC_INVALID, W_sheet_xls);
    kit_refused(a, T("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1..W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"), &first, RC_INVALID,
        W_sheet_word_file);
    kit_refused(a, T("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1..E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0\0"), &first,
        RC_INVALID, W_sheet_locked);
    kit_refused(a, T("\xEF\xBB\xBF <html><table><tr><td>张三</td></tr></table>"), &xls, RC_INVALID, W_sheet_html);
    kit_refused(a, T("<?xml version='1.0'?><Workbook/>"), &xls, RC_INVALID, W_sheet_html);
    struct part docx = {"word/document.xml", T("<w/>")}, xlsb = {"xl/workbook.bin", T("..")}, any = {"a.txt", T("..")};
    struct part ods[] = {{"mimetype", T("application/vnd.oasis.opendocument.spreadsheet")}, {"content.xml", T("<a/>")}};
    kit_refused(a, kit_zip(a, &docx, 1), &first, RC_INVALID, W_sheet_word_file);
    kit_refused(a, kit_zip(a, &xlsb, 1), &first, RC_INVALID, W_sheet_xlsb);
    kit_refused(a, kit_zip(a, &any, 1), &first, RC_INVALID, W_sheet_not_table);
    kit_refused(a, kit_zip(a, ods, 2), &first, RC_INVALID, W_sheet_ods);
    struct text whole = kit_xlsx(a, "<sheetData><row><c><v>1</v></c></row></sheetData>", NULL, NULL);
    kit_refused(a, text_sub(whole, 0, whole.n - 30), &first, RC_INVALID, W_sheet_truncated);
    kit_refused(a, text_sub(whole, 0, 10), &first, RC_INVALID, W_sheet_truncated);
    kit_refused(a, kit_xlsx(a, "<sheetData><row>", NULL, NULL), &first, RC_INVALID, W_sheet_broken);
    struct part none = {"xl/workbook.xml", T("<workbook/>")};
    kit_refused(a, kit_zip(a, &none, 1), &first, RC_INVALID, W_sheet_none);
}

/* Whatever is cut off or turned over, the answer is a sentence or rows, never a crash; the sandbox agrees. */
static void damage_is_told_not_suffered(void **state)
{
    struct arena *a = *state;
    struct text whole = kit_xlsx(a,
        "<sheetData><row r='1'><c r='A1' t='s'><v>0</v></c></row></sheetData><mergeCells><mergeCell ref='A1:B9'/></mergeCells>",
                                 "<si><t>张三</t></si>", "<cellXfs><xf numFmtId='14'/></cellXfs>");
    for (size_t n = 0; n < whole.n; n += 7) {
        struct kit_result r = kit_read_with(a, text_sub(whole, 0, n), &first, false);
        assert_true(r.rc != RC_OK && r.faults.errors == 1);
    }
    for (size_t i = 0; i < whole.n; i += 3) {
        char *s = arena_copy(a, whole.s, whole.n);
        s[i] = (char)(s[i] ^ 0x55);
        struct kit_result r = kit_read_with(a, (struct text){s, whole.n}, &first, false);
        assert_true((r.rc == RC_OK) == (r.faults.errors == 0));
    }
}

int main(int argc, char **argv)
{
    sheet_worker_enter(argc, argv);
#define T_(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        T_(strings_of_every_kind), T_(numbers_as_people_see_them), T_(dates_come_from_the_format),
            T_(merged_ranges_fill_what_they_cover),
        T_(merged_ranges_are_found_at_any_place), T_(sheets_are_chosen), T_(enough_is_enough), T_(limits_hold),
            T_(a_long_cell_is_named),
        T_(bombs_do_not_go_off), T_(a_sparse_sheet_counts_what_is_there), T_(every_wrong_file_has_its_sentence),
            T_(damage_is_told_not_suffered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
