/* SPDX-License-Identifier: Apache-2.0 */
/* Delimited text in the codings and habits that reach a county office. */
#include <iconv.h>

#include "format/csv.h"
#include "sheet_kit.h"

static const struct sheet_ask ask = {.file = {"名册.csv", 10}, .index = SHEET_FIRST};

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

static struct text coded(struct arena *a, const char *coding, const char *mark, size_t mark_n, const char *utf8)
{
    iconv_t cd = iconv_open(coding, "UTF-8");
    assert_true(cd != (iconv_t)-1);
    size_t left = strlen(utf8), room = left * 4 + 16;
    char *out = arena_alloc(a, room), *to = out + mark_n, *from = (char *)(uintptr_t)utf8;
    memcpy(out, mark, mark_n);
    size_t space = room - mark_n;
    assert_true(iconv(cd, &from, &left, &to, &space) != (size_t)-1);
    iconv_close(cd);
    return (struct text){out, (size_t)(to - out)};
}

static void reads(struct arena *a, struct text bytes, enum sheet_coding coding, char sep, const char *want)
{
    struct kit_result r = kit_read(a, bytes, &ask);
    if (r.rc != RC_OK) print_error("%.*s", TP(kit_say(a, &r.faults)));
    assert_int_equal(r.rc, RC_OK);
    assert_text(r.dump, want);
    assert_int_equal(r.told.coding, coding);
    assert_int_equal(r.told.separator, sep);
}

/* 䶮 is in no GBK, 𠮷 takes four bytes in GB18030 and a pair in UTF-16. */
static void every_coding_gives_the_same_rows(void **state)
{
    struct arena *a = *state;
    static const char names[] = "姓名,电话\r\n王䶮,13800000001\r\n𠮷·买买提,—\r\n";
    static const char want[] = "1 A=姓名 B=电话\n2 A=王䶮 B=13800000001\n3 A=𠮷·买买提 B=—\n";
    reads(a, text_of(names), CODING_UTF8, ',', want);
    reads(a, coded(a, "UTF-8", "\xEF\xBB\xBF", 3, names), CODING_UTF8, ',', want);
    reads(a, coded(a, "UTF-16LE", "\xFF\xFE", 2, names), CODING_UTF16LE, ',', want);
    reads(a, coded(a, "UTF-16BE", "\xFE\xFF", 2, names), CODING_UTF16BE, ',', want);
    reads(a, coded(a, "GB18030", "", 0, names), CODING_GB18030, ',', want);
    reads(a, coded(a, "GBK", "", 0, "姓名;乡镇\n李四;南山\n"), CODING_GB18030, ';', "1 A=姓名 B=乡镇\n2 A=李四 B=南山\n");
    reads(a, T("a,b\n1,2\n\x1A"), CODING_UTF8, ',', "1 A=a B=b\n2 A=1 B=2\n");
}

static void what_is_no_text_is_refused(void **state)
{
    struct arena *a = *state;
    kit_refused(a, T("a,b\0c"), &ask, RC_INVALID, W_sheet_not_table);
    kit_refused(a, T("\xFF\xFE" "a\0,\0\x00\xD8"), &ask, RC_INVALID, W_sheet_coding);   /* half a pair */
    kit_refused(a, T("\xFF\xFE" "a\0,"), &ask, RC_INVALID, W_sheet_coding);           /* half a character */
    kit_refused(a, T("a,\xC0\xFF\n"), &ask, RC_INVALID, W_sheet_coding);
    kit_refused(a, T("\xEF\xBB\xBF"), &ask, RC_INVALID, W_sheet_empty);
    kit_refused(a, T(",,,\n,,\n"), &ask, RC_INVALID, W_sheet_empty);
}

static void quotes_and_line_ends(void **state)
{
    struct arena *a = *state;
    reads(a, T("a,\"b,\r\nc \"\"d\"\"\"\r\n\"\",x\"y\"\n\r\n\"e\" f,\"g\"\r1"), CODING_UTF8, ',',
          "1 A=a B=b,\r\nc \"d\"\n2 B=x\"y\"\n4 A=e f B=g\n5 A=1\n");
    reads(a, T("=\"0012\",\"=\"\"990101\"\"\",=1+1\n"), CODING_UTF8, ',', "1 A==0012 B==990101 C==1+1\n");
    struct kit_result r = kit_refused(a, T("a,b\n1,\"2\n3,4\n"), &ask, RC_INVALID, W_sheet_quote);
    assert_int_equal(r.faults.list[0].line, 2);
}

static void the_separator_is_found(void **state)
{
    (void)state;
    assert_int_equal(csv_separator(T("a\tb\n1\t2,3\n")), '\t');
    assert_int_equal(csv_separator(T("某某小学名册\na;b;c\n1,5;2;3\n2,5;3;4\n")), ';');
    assert_int_equal(csv_separator(T("\"a;b\",c\n\"d;e\",f\n")), ',');
    assert_int_equal(csv_separator(T("sep=|\na|b,c\n")), '|');
    assert_int_equal(csv_separator(T("only one column\nof text\n")), ',');
    reads(*state, T("sep=;\r\na;b\r\n"), CODING_UTF8, ';', "1 A=a B=b\n");
}

static void limits_hold(void **state)
{
    struct arena *a = *state;
    struct sheet_ask l = ask;
    l.limits.rows = 2;
    kit_refused(a, T("a\nb\nc\n"), &l, RC_TOO_LARGE, W_sheet_rows_many);
    l.limits = (struct sheet_limits){.columns = 2};
    struct kit_result r = kit_read(a, T("a,b,c\n,,d\n"), &l);
    assert_text(r.dump, "1 A=a B=b\n");
    assert_int_equal(r.faults.n, 1);
    l.limits = (struct sheet_limits){.cell_bytes = 4};
    kit_refused(a, T("abcd,abcde\n"), &l, RC_TOO_LARGE, W_sheet_cell_long);
    char *commas = arena_alloc(a, 10 << 20);
    memset(commas, ',', 10 << 20);
    commas[0] = 'x';
    assert_text(kit_read(a, (struct text){commas, 10 << 20}, &ask).dump, "1 A=x\n");
}

int main(int argc, char **argv)
{
    sheet_worker_enter(argc, argv);
#define T_(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {T_(every_coding_gives_the_same_rows), T_(what_is_no_text_is_refused),
        T_(quotes_and_line_ends),
                                       T_(the_separator_is_found), T_(limits_hold)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
