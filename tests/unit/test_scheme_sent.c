/* SPDX-License-Identifier: Apache-2.0 */
/* A scheme as people send it: a folder in a zip with whatever lies around it, a workbook, old encodings; hostile zips; and what
 * a new version says otherwise. Everything is opened twice, in this process and in the sandbox, which must agree. */
#include "sheet_kit.h"

#include "format/folder.h"
#include "scheme/book.h"
#include "scheme/differ.h"
#include "scheme/source_files.h"

static struct arena *arena;

static const char yaml_one[] = "scheme: {id: dorf, version: 1, title: 乡村方案, layer: county}\n"
                               "duties:\n  - {key: talk, title: 谈心, every: week, owner: [class_teacher]}\n"
                               "  - {key: call, title: 打电话, every: month}\n";
static const char yaml_two[] = "scheme: {id: dorf, version: 2, title: 乡村方案, layer: county}\n"
                               "duties:\n  - {key: talk, title: 谈心, owner: [class_teacher, helper], every: half-month}\n"
                               "  - {key: visit, title: 家访, every: term}\n";

/* ---- zips ---- */

/* The same name, as Windows would write it: bytes of GB18030, twice in the file. */
static struct text renamed(struct text zip, const char *was, const char *now)
{
    size_t n = strlen(was), times = 0;
    char *s = arena_copy(arena, zip.s, zip.n);
    assert_int_equal(strlen(now), n);
    for (size_t i = 0; i + n <= zip.n; i++) {
        if (memcmp(s + i, was, n) != 0) continue;
        memcpy(s + i, now, n);
        times++;
    }
    assert_int_equal(times, 2);
    return (struct text){s, zip.n};
}

static enum rc opened(struct text zip, const struct folder_limits *limits, struct folder *out, enum word *why)
{
    struct folder other;
    struct faults f = faults_new(arena), g = faults_new(arena);
    enum rc rc = folder_read(arena, T("方案.zip"), zip, limits, &f, out);
    assert_int_equal(folder_read_outside(arena, T("方案.zip"), zip, limits, &g, &other), rc);
    *why = f.n ? f.list[0].word : W_none;
    assert_true(f.n == g.n && f.n <= 1 && (f.n == 0 || g.list[0].word == *why));
    for (size_t i = 0; rc == RC_OK && i < out->n; i++) {
        assert_true(other.n == out->n && text_eq(other.file[i].path, out->file[i].path) &&
                    text_eq(other.file[i].bytes, out->file[i].bytes));
    }
    return rc;
}

static void refused(struct text zip, enum rc rc, enum word w)
{
    struct folder all;
    enum word why;
    struct folder_limits few = {.files = 3, .file_bytes = 1 << 20, .all_bytes = 3 << 19};
    assert_int_equal(opened(zip, &few, &all, &why), rc);
    assert_int_equal(why, w);
}

static void a_folder_comes_as_one_file(void **state)
{
    (void)state;
    struct folder all;
    enum word why;
    struct part p[] = {{"a/scheme.yaml", T("x: 1\n")}, {"a/b.yaml", T("")}, {"__MACOSX/a/._b.yaml", T("x")},
                       {"a/.DS_Store", T("x")}, {"a/~$c.xlsx", T("x")}};
    assert_int_equal(opened(kit_zip(arena, p, 5), &(struct folder_limits){0}, &all, &why), RC_OK);
    assert_int_equal(all.n, 2);
    assert_text(all.file[0].path, "a/scheme.yaml");
    assert_text(all.file[0].bytes, "x: 1\n");
    struct part named[] = {{"abcd_scheme.yaml", T("x")}};
    struct text windows = renamed(kit_zip(arena, named, 1), "abcd_", "\xB7\xBD\xB0\xB8\\");
    assert_int_equal(opened(windows, &(struct folder_limits){0}, &all, &why), RC_OK);
    assert_text(all.file[0].path, "方案/scheme.yaml");
}

static void what_would_do_harm_stays_shut(void **state)
{
    (void)state;
    char *much = arena_alloc(arena, 2 << 20);
    memset(much, ' ', 2 << 20);
    struct part bomb[] = {{"a.yaml", {much, 2 << 20}}}, two[] = {{"a.yaml", {much, 1 << 20}}, {"b.yaml", {much, 1 << 20}}};
    struct part four[] = {{"a", T("")}, {"b", T("")}, {"c", T("")}, {"d", T("")}}, one[] = {{"a/b.yaml", T("x: 1\n")}};
    refused(kit_zip(arena, bomb, 1), RC_TOO_LARGE, W_folder_large);
    refused(kit_zip(arena, two, 2), RC_TOO_LARGE, W_folder_large);
    refused(kit_zip(arena, four, 4), RC_TOO_LARGE, W_folder_many);
    struct part up[] = {{"aa/b.yaml", T("x")}};
    refused(renamed(kit_zip(arena, up, 1), "aa/b.yaml", "../b.yaml"), RC_INVALID, W_folder_path);
    refused(renamed(kit_zip(arena, one, 1), "a/b.yaml", "/ab.yaml"), RC_INVALID, W_folder_path);
    refused(renamed(kit_zip(arena, one, 1), "a/b.yaml", "c:b.yaml"), RC_INVALID, W_folder_path);
    refused(renamed(kit_zip(arena, (struct part[]){{"a.yaml", T("1")}, {"b.yaml", T("2")}}, 2), "b.yaml", "a.yaml"), RC_INVALID,
            W_folder_twice);
    struct text whole = kit_zip(arena, one, 1);
    refused(text_sub(whole, 0, whole.n - 10), RC_INVALID, W_folder_broken);
    refused(T("PK\x03\x04 nothing"), RC_INVALID, W_folder_broken);
}

/* ---- schemes ---- */

static enum rc sent(const char *name, struct text bytes, struct plan_source *out, struct faults *f)
{
    *f = faults_new(arena);
    return source_files_read(arena, &(struct embedded){text_of(name), bytes}, 1, f, out);
}

static void sent_badly(const char *name, struct text bytes, enum word w)
{
    struct plan_source s;
    struct faults f;
    assert_int_equal(sent(name, bytes, &s, &f), RC_INVALID);
    assert_int_equal(f.list[0].word, w);
}

static void the_scheme_in_it_is_found(void **state)
{
    (void)state;
    struct plan_source s;
    struct faults f;
    struct part p[] = {{"x/说明.docx", T("PK")}, {"x/y/scheme.yaml", text_of(yaml_one)}, {"x/y/duties.yml", T("alerts: []\n")},
                       {"x/old.yaml", T("not: ours\n")}};
    assert_int_equal(sent("方案.zip", kit_zip(arena, p, 4), &s, &f), RC_OK);
    assert_int_equal(s.file_count, 2);
    assert_text(scheme_id_of(arena, &s), "dorf");
    struct part both[] = {{"a/scheme.yaml", T("x")}, {"b/scheme.yaml", T("x")}};
    sent_badly("a.zip", kit_zip(arena, both, 2), W_source_several);
    sent_badly("a.zip", kit_zip(arena, (struct part[]){{"a/b.docx", T("x")}}, 1), W_source_no_scheme);
    sent_badly("a.zip", kit_zip(arena, (struct part[]){{"a/.hidden", T("x")}}, 1), W_source_empty_folder);
    sent_badly("a.docx", T("nothing"), W_source_kind);
    sent_badly("a.xlsx", T("nothing"), W_folder_broken);
    assert_int_equal(sent("alt.yaml", T("title: \xB7\xBD\xB0\xB8\n"), &s, &f), RC_OK);
    assert_text(s.file[0].bytes, "title: 方案\n");
    assert_true(f.n == 1 && f.list[0].warning && f.list[0].word == W_source_gb18030);
}

/* A line of the text that was made from a workbook is shown as the cell it came from. */
static void a_workbook_is_told_by_its_cells(void **state)
{
    (void)state;
    struct plan_source s, yaml = {.name = T("dorf"), .file_count = 1,
        .file = &(struct embedded){T("scheme.yaml"), text_of(yaml_one)}};
    struct faults f = faults_new(arena);
    struct buf book = buf_new(BOOK_BYTES);
    assert_int_equal(book_write(arena, &yaml, LANG_ZH, INT64_C(1795000000000), &f, &book), RC_OK);
    struct part inside[] = {{"f/方案.xlsx", buf_text(&book)}, {"f/readme.txt", T("x")}};
    assert_int_equal(sent("方案.xlsx", buf_text(&book), &s, &f), RC_OK);
    const struct yaml_node *root = yaml_read(arena, s.file[0].path, s.file[0].bytes, &f);
    yaml_fault(&f, yaml_get(yaml_get(root, "duties")->child->next, "every"), W_scheme_not_text, T("x"), TEXT_NONE);
    source_faults_place(arena, &s, &f);
    assert_text(fault_place(&f.list[0], arena), "方案.xlsx!职责 duties:4:3");
    assert_int_equal(sent("方案.zip", kit_zip(arena, inside, 2), &s, &f), RC_OK);
    assert_text(scheme_id_of(arena, &s), "dorf");
    buf_free(&book);
}

static void what_a_new_version_changes(void **state)
{
    (void)state;
    struct plan_source was = {.file_count = 1, .file = &(struct embedded){T("scheme.yaml"), text_of(yaml_one)}};
    struct plan_source now = {.file_count = 1, .file = &(struct embedded){T("other.yaml"), text_of(yaml_two)}};
    struct plan_source none = {.name = T("")};
    struct scheme_changes c;
    scheme_differ(arena, &was, &was, LANG_ZH, &c);
    assert_int_equal(c.n, 0);
    scheme_differ(arena, &none, &now, LANG_ZH, &c);
    assert_true(c.n == 3 && c.elements == 3 && c.item[0].how == CHANGE_NEW);
    scheme_differ(arena, &was, &now, LANG_ZH, &c);
    assert_int_equal(c.n, 4);
    assert_true(c.item[0].how == CHANGE_OTHER && c.item[0].parts == 1);
    assert_text(c.item[0].part[0].key, "version");
    assert_true(c.item[1].how == CHANGE_OTHER && c.item[1].parts == 2);
    assert_text(c.item[1].title, "谈心");
    assert_text(c.item[1].part[0].now, "class_teacher、helper");
    assert_text(c.item[1].part[1].was, "week");
    assert_text(c.item[1].part[1].now, "half-month");
    assert_true(c.item[2].how == CHANGE_NEW && c.item[3].how == CHANGE_GONE);
    assert_text(c.item[3].key, "call");
}

static int open_arena(void **state)
{
    (void)state;
    arena = arena_new(KIT_ARENA);
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
        cmocka_unit_test(a_folder_comes_as_one_file), cmocka_unit_test(what_would_do_harm_stays_shut),
        cmocka_unit_test(the_scheme_in_it_is_found), cmocka_unit_test(a_workbook_is_told_by_its_cells),
        cmocka_unit_test(what_a_new_version_changes),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
