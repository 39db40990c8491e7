/* SPDX-License-Identifier: Apache-2.0 */
/* For tests on spreadsheets: makes .xlsx files from their XML parts, writes down the rows that are read, and reads
 * everything twice, in this process and in the sandbox, which must agree. */
#ifndef CHUYAN_TESTS_SHEET_KIT_H
#define CHUYAN_TESTS_SHEET_KIT_H

#include <zip.h>

#include "base/buf.h"
#include "format/sheet.h"
#include "unit.h"

enum { KIT_ARENA = 600 * 1024 * 1024, KIT_DUMP = 64 * 1024 * 1024 };

struct part { const char *path; struct text bytes; };

/* A zip in memory. */
static inline struct text kit_zip(struct arena *a, const struct part *part, size_t n)
{
    zip_source_t *src = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *z = zip_open_from_source(src, ZIP_TRUNCATE, NULL);
    assert_non_null(z);
    zip_source_keep(src);
    for (size_t i = 0; i < n; i++) {
        zip_source_t *s = zip_source_buffer(z, part[i].bytes.s, part[i].bytes.n, 0);
        assert_true(zip_file_add(z, part[i].path, s, ZIP_FL_OVERWRITE) >= 0);
    }
    assert_int_equal(zip_close(z), 0);
    zip_stat_t st;
    assert_int_equal(zip_source_stat(src, &st), 0);
    char *out = arena_alloc(a, st.size);
    assert_int_equal(zip_source_open(src), 0);
    assert_int_equal(zip_source_read(src, out, st.size), (zip_int64_t)st.size);
    zip_source_close(src);
    zip_source_free(src);
    return (struct text){out, st.size};
}

#define KIT_RELS(type, target) \
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='rId1' " \
    "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/" type "' Target='" target "'/></Relationships>"

/* A workbook of one sheet; `rows` is what stands from <sheetData> on, `strings` and `styles` the insides of sst and
 * styleSheet. */
static inline struct text kit_xlsx(struct arena *a, const char *rows, const char *strings, const char *styles)
{
    struct text sheet = text_fmt(a, "<?xml version='1.0' encoding='UTF-8'?><worksheet>%s</worksheet>", rows);
    struct part p[] = {
        {"_rels/.rels", T(KIT_RELS("officeDocument", "xl/workbook.xml"))},
        {"xl/workbook.xml", T("<workbook xmlns:r='r'><sheets><sheet name='名册' sheetId='1' r:id='rId1'/></sheets></workbook>")},
        {"xl/_rels/workbook.xml.rels", T(KIT_RELS("worksheet", "worksheets/sheet1.xml"))},
        {"xl/worksheets/sheet1.xml", sheet},
        {"xl/sharedStrings.xml", text_fmt(a, "<sst>%s</sst>", strings ? strings : "")},
        {"xl/styles.xml", text_fmt(a, "<styleSheet>%s</styleSheet>", styles ? styles : "")},
    };
    return kit_zip(a, p, sizeof p / sizeof *p);
}

/* A=text B#number C@date D:time E?bool F!error; = formula, < merged from the left, ^ from above, ~ hidden row. */
static inline bool kit_dump(void *ctx, const struct sheet_row *row)
{
    static const char kind[] = {'=', '#', '@', ':', '?', '!'};
    struct buf *b = ctx;
    if (row->sheet > 0) buf_fmt(b, "%u!", row->sheet);
    buf_fmt(b, "%u%s", row->number, row->hidden ? "~" : "");
    struct arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < row->n; i++) {
        const struct sheet_cell *c = &row->cell[i];
        buf_fmt(b, " %.*s%s%c", TP(sheet_column_name(a, c->column)), c->merged == MERGED_LEFT ? "<" : c->merged ? "^" : "",
            kind[c->kind]);
        if (c->formula) buf_char(b, '=');
        buf_add(b, c->shown);
        if ((c->kind == CELL_DATE) != (c->day != DAY_NONE)) buf_add(b, T(" wrong day"));
    }
    arena_free(a);
    buf_char(b, '\n');
    return true;
}

struct kit_result { enum rc rc; struct text dump; struct sheet_told told; struct faults faults; };

static inline struct kit_result kit_read_with(struct arena *a, struct text bytes, const struct sheet_ask *ask, bool outside)
{
    struct kit_result r = {.faults = faults_new(a)};
    struct buf b = buf_new(KIT_DUMP);
    r.rc = outside ? sheet_read_outside(a, bytes, ask, &r.told, &r.faults, kit_dump, &b)
                   : sheet_read(a, bytes, ask, &r.told, &r.faults, kit_dump, &b);
    assert_false(b.over);
    r.dump = text_dup(a, buf_text(&b));
    buf_free(&b);
    return r;
}

static inline struct text kit_say(struct arena *a, const struct faults *f)
{
    struct text all = T("");
    for (size_t i = 0; i < f->n; i++) all = text_join(a, text_join(a, all, fault_say(&f->list[i], LANG_ZH, a)), T("\n"));
    return all;
}

/* Both ways, which must agree. */
static inline struct kit_result kit_read(struct arena *a, struct text bytes, const struct sheet_ask *ask)
{
    struct kit_result in = kit_read_with(a, bytes, ask, false), out = kit_read_with(a, bytes, ask, true);
    if (in.rc != out.rc || !text_eq(kit_say(a, &in.faults), kit_say(a, &out.faults)) || !text_eq(in.dump, out.dump)) {
        print_error("in: %s\n%.*s%.*s\nout: %s\n%.*s%.*s\n", rc_name(in.rc), TP(kit_say(a, &in.faults)), TP(text_sub(in.dump,
            0, 2000)),
                    rc_name(out.rc), TP(kit_say(a, &out.faults)), TP(text_sub(out.dump, 0, 2000)));
        fail();
    }
    assert_int_equal(in.told.n, out.told.n);
    for (size_t i = 0; i < in.told.n; i++) assert_int_equal(in.told.sheet[i].rows, out.told.sheet[i].rows);
    return in;
}

/* Refused with this one error, and no row after it. */
#define kit_refused(a, bytes, ask, rc, word) kit_refused_at((a), (bytes), (ask), (rc), (word), __FILE__, __LINE__)
static inline struct kit_result kit_refused_at(struct arena *a, struct text bytes, const struct sheet_ask *ask, enum rc rc,
    enum word w,
                                               const char *file, int line)
{
    struct kit_result r = kit_read(a, bytes, ask);
    if (r.rc != rc || r.faults.errors != 1 || r.faults.list[r.faults.n - 1].word != w) {
        print_error("%s: %.*s", rc_name(r.rc), TP(kit_say(a, &r.faults)));
        _fail(file, line);
    }
    return r;
}

#endif
