/* SPDX-License-Identifier: Apache-2.0 */
/* A scheme as a workbook: what is read back is what was written, whatever stands in it; what is wrong is told with its cell. */
#include "unit/scheme_kit.h"

#include "format/sheet.h"
#include "format/xlsx_write.h"
#include "scheme/book.h"

static struct arena *arena;

static struct text book_of(const struct plan_source *source)
{
    struct faults f = faults_new(arena);
    struct buf out = buf_new(BOOK_BYTES);
    enum rc rc = book_write(arena, source, LANG_ZH, INT64_C(1795000000000), &f, &out);
    for (size_t i = 0; i < f.n; i++) print_error("%.*s\n", TP(fault_say(&f.list[i], LANG_EN, arena)));
    assert_int_equal(rc, RC_OK);
    struct text bytes = text_dup(arena, buf_text(&out));
    buf_free(&out);
    return bytes;
}

static struct text yaml_of(struct text book)
{
    struct faults f = faults_new(arena);
    struct buf out = buf_new(YAML_BYTES_MAX);
    enum rc rc = book_read(arena, T("t.xlsx"), book, &f, &out);
    for (size_t i = 0; i < f.n; i++)
        print_error("%.*s: %.*s\n", TP(f.list[i].file), TP(fault_say(&f.list[i], LANG_EN, arena)));
    assert_int_equal(rc, RC_OK);
    struct text yaml = text_dup(arena, buf_text(&out));
    buf_free(&out);
    return yaml;
}

static struct plan_source one_file(const char *name, struct text yaml)
{
    struct embedded *file = arena_alloc(arena, sizeof *file);
    *file = (struct embedded){.path = text_of(name), .bytes = yaml};
    return (struct plan_source){.name = text_of(name), .file = file, .file_count = 1, .from = DAY_NONE, .to = DAY_NONE};
}

/* All sections of the files, as one tree. */
static const struct yaml_node *tree_of(struct text yaml)
{
    struct faults f = faults_new(arena);
    const struct yaml_node *n = yaml_read(arena, T("t.yaml"), yaml, &f);
    for (size_t i = 0; i < f.n; i++) print_error("line %d: %.*s\n", f.list[i].line, TP(fault_say(&f.list[i], LANG_EN, arena)));
    assert_non_null(n);
    return n;
}

static void there_and_back(const char *name, struct text yaml)
{
    struct plan_source source = one_file(name, yaml);
    struct text back = yaml_of(book_of(&source));
    bool same = book_same(tree_of(yaml), tree_of(back));
    if (!same) print_error("%s:\n%.*s\n", name, TP(back));
    assert_true(same);
    struct plan_source again = one_file(name, back);
    assert_true(book_same(tree_of(back), tree_of(yaml_of(book_of(&again)))));
}

static void every_scheme_that_is_shipped(void **state)
{
    (void)state;
    size_t n, schemes = 0;
    const struct embedded *all = embedded_all(&n);
    for (size_t i = 0; i < n; i++) {
        struct text path = all[i].path;
        bool ours = text_starts(path, T("schemes/")) && !text_starts(path, T("schemes/codes/")) &&
                    !text_starts(path, T("schemes/calendars/")) && text_ends(path, T(".yaml"));
        if (!ours) continue;
        there_and_back(text_z(arena, path), all[i].bytes);
        schemes += text_ends(path, T("/scheme.yaml"));
    }
    assert_true(schemes >= 4);
}

static void whatever_stands_in_it(void **state)
{
    (void)state;
    there_and_back("hard.yaml", T(
        "scheme: {id: hard, version: 1, title: {zh: \"引号\\\"和：冒号\", en: 'a: b # c'}, layer: county,\n"
        "  empty: '', nothing: ~, no: 'null'}\n"
        "aliases: {困难: poverty, 'a.b': c, 'x y': '~'}\n"
        "duties:\n"
        "  - key: a\n"
        "    title: |\n      第一行\n      第二行\n"
        "    source: [A-1, 'B、2']\n"
        "    owner: [a, b、c]\n"
        "    one: [single]\n"
        "    none: []\n"
        "    deep: {a: {b: {c: {d: [1, {e: 2}]}}}}\n"
        "    hollow: {}\n"
        "  - {key: b, owner: a, source: [A-1, A-2], every: '2 weeks', n: 007, formula: '=1+1',\n"
        "     minus: -5, dash: '- x', space: ' x '}\n"
        "  - {key: c, credit: [{kinds: [x]}, {kinds: [y], modes: [z]}], when: 'a = 1 and not (b in (c, d))', tab: \"a\\tb\"}\n"));
}

static struct text workbook(const char *sheet, const char *const *cell, size_t rows, size_t columns)
{
    struct buf out = buf_new(1 << 20);
    struct xlsx_writer *x = xlsx_begin(arena, INT64_C(1795000000000));
    xlsx_add_sheet(x, &(struct xlsx_page){.name = text_of(sheet), .columns = (uint32_t)columns});
    for (size_t i = 0; i < rows; i++) {
        struct xlsx_value *v = arena_array(arena, columns, sizeof *v);
        for (size_t k = 0; k < columns; k++) {
            const char *c = cell[i * columns + k];
            if (c) v[k] = (struct xlsx_value){.kind = VALUE_TEXT, .text = text_of(c)};
        }
        xlsx_add_row(x, v, columns);
    }
    assert_int_equal(xlsx_end(x, &out), RC_OK);
    struct text bytes = text_dup(arena, buf_text(&out));
    buf_free(&out);
    return bytes;
}

static void refused(struct text bytes, enum word w, const char *where)
{
    struct faults f = faults_new(arena);
    struct buf out = buf_new(YAML_BYTES_MAX);
    assert_int_equal(book_read(arena, T("t.xlsx"), bytes, &f, &out), RC_INVALID);
    buf_free(&out);
    assert_true(f.errors > 0);
    assert_int_equal(f.list[0].word, w);
    assert_true(text_find(f.list[0].field, text_of(where)) >= 0);
}

static void what_is_wrong_is_told_with_its_cell(void **state)
{
    (void)state;
    const char *const open[] = {"key", "credit", "talk", "{kinds: [a"};
    refused(workbook("职责 duties", open, 2, 2), W_book_bad_cell, "duties!B2");
    refused(workbook("duties", (const char *const[]){"key", "key", "talk", "talk"}, 2, 2), W_book_twice, "duties!B2");
    refused(workbook("duties", (const char *const[]){"credit", "credit.kinds[]", "x", "a"}, 2, 2), W_book_twice, "duties!B2");
    refused(workbook("Sheet1", (const char *const[]){"key", "title", "talk", "谈心"}, 2, 2), W_book_empty, "t.xlsx");
}

/* People add rows, leave columns empty, write a note above and a sheet of their own beside. */
static void as_people_leave_it(void **state)
{
    (void)state;
    struct text yaml = yaml_of(workbook("职责 duties", (const char *const[]){
        "填好后交教务处", NULL, NULL,  "代号", "标题", "谁负责",  "key", "title.zh", "owner[]",
        "talk", "谈心", "class_teacher、 responsible",  NULL, NULL, NULL,  "visit", "家访", NULL}, 6, 3));
    const struct yaml_node *duties = yaml_get(tree_of(yaml), "duties");
    assert_int_equal(duties->n, 2);
    const struct yaml_node *owner = yaml_get(duties->child, "owner");
    assert_int_equal(owner->n, 2);
    assert_true(text_eqz(owner->child->next->text, "responsible"));
    assert_null(yaml_get(duties->child->next, "owner"));
}

static int open_arena(void **state)
{
    (void)state;
    arena = arena_new(512 << 20);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

int main(int argc, char **argv)
{
    sheet_worker_enter(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scheme_that_is_shipped), cmocka_unit_test(whatever_stands_in_it),
        cmocka_unit_test(what_is_wrong_is_told_with_its_cell), cmocka_unit_test(as_people_leave_it),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
