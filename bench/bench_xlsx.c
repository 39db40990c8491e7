/* SPDX-License-Identifier: Apache-2.0 */
/* Reading an .xlsx of 100,000 rows × 30 columns, with inline and with shared strings: bare libzip + expat with empty
 * handlers is the
 * yardstick; then our reader, our reader in the sandbox, and with the head found in front. Best of three. Prints seconds
 * and ratios. */
#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <zip.h>

#include "base/buf.h"
#include "base/file.h"
#include "format/header.h"
#include "format/xlsx_write.h"
#include "yardstick.h"

enum { ROWS = 100000, COLUMNS = 30, ROUNDS = 3 };

static void read_bare(struct text file)
{
    zip_t *z = zip_open_from_source(zip_source_buffer_create(file.s, file.n, 0, NULL), ZIP_RDONLY, NULL);
    if (!z) abort();
    parse_bare(z, "xl/sharedStrings.xml");
    parse_bare(z, "xl/worksheets/sheet1.xml");
    zip_discard(z);
}

struct sum { size_t rows, cells, bytes; };

static bool on_row(void *ctx, const struct sheet_row *row)
{
    struct sum *s = ctx;
    s->rows++;
    s->cells += row->n;
    for (size_t i = 0; i < row->n; i++) s->bytes += row->cell[i].shown.n;
    return true;
}

static bool on_record(void *ctx, const struct header *head, const struct header_row *row)
{
    (void)head;
    struct sum *s = ctx;
    s->rows++;
    for (size_t i = 0; i < COLUMNS; i++)
        if (row->cell[i]) s->cells++;
    return true;
}

enum how { BARE, INSIDE, SANDBOX, HEADED, HOWS };

static enum rc read_headed(struct arena *a, struct text file, const struct sheet_ask *ask, struct faults *faults, struct sum *sum)
{
    static const char *const name[] = {"姓名", "身份证号", "班级", "电话"};
    struct text heading[COLUMNS];
    struct header_alias alias[COLUMNS];
    for (size_t i = 0; i < COLUMNS; i++) {
        heading[i] = i < 4 ? text_of(name[i]) : text_fmt(a, "列%zu", i + 1);
        alias[i] = (struct header_alias){heading[i], &heading[i], 1, i < 2};
    }
    struct header_spec spec = {.alias = alias, .n = COLUMNS};
    struct sheet_info info = {.name = T("名册")};
    struct sheet_told told, fixed = {.sheet = &info, .n = 1};
    struct header_finder *h = header_new(a, &spec, ask->file, &fixed, faults, on_record, sum);
    enum rc rc = sheet_read(a, file, ask, &told, faults, header_take, h);
    return rc == RC_OK ? header_end(h, NULL) : rc;
}

static double measure(struct text file, enum how how)
{
    int64_t best = INT64_MAX;
    for (int i = 0; i < ROUNDS; i++) {
        struct arena *a = arena_new((size_t)1 << 30);
        struct faults faults = faults_new(a);
        struct sheet_told told;
        struct sheet_ask ask = {.file = T("b.xlsx"), .index = SHEET_FIRST};
        struct sum sum = {0};
        enum rc rc = RC_OK;
        int64_t from = clock_mono_us();
        if (how == BARE) read_bare(file);
        else if (how == INSIDE) rc = sheet_read(a, file, &ask, &told, &faults, on_row, &sum);
        else if (how == SANDBOX) rc = sheet_read_outside(a, file, &ask, &told, &faults, on_row, &sum);
        else rc = read_headed(a, file, &ask, &faults, &sum);
        int64_t took = clock_mono_us() - from;
        size_t want = how == HEADED ? ROWS : ROWS + 1;
        if (rc != RC_OK || (how != BARE && (sum.rows != want || sum.cells != want * COLUMNS))) {
            fprintf(stderr, "%s: %zu rows, %zu cells\n", rc_name(rc), sum.rows, sum.cells);
            exit(1);
        }
        if (took < best) best = took;
        arena_free(a);
    }
    return (double)best / 1e6;
}

static void fill_row(struct arena *a, int r, struct xlsx_value *v)
{
    static const char *const surname[] = {"王", "李", "张", "刘", "陈", "杨", "单", "欧阳"};
    for (int c = 0; c < COLUMNS; c++) v[c] = (struct xlsx_value){.kind = c % 3 ? VALUE_TEXT : VALUE_INT, .whole = r * 7 + c,
        .text = text_fmt(a, "内容%d", (r * 31 + c * 7) % 5000)};
    v[0] = (struct xlsx_value){.kind = VALUE_TEXT, .text = text_fmt(a, "%s某%d", surname[r % 8], r)};
    v[1] = (struct xlsx_value){.kind = VALUE_TEXT, .text = text_fmt(a, "9901012012%08d", r)};
    v[2] = (struct xlsx_value){.kind = VALUE_TEXT, .text = text_fmt(a, "%d班", r % 40)};
    v[3] = (struct xlsx_value){.kind = VALUE_DAY, .day = 15000 + r % 3000};
}

static struct text make_inline(struct arena *a)
{
    struct arena *one = arena_new(1 << 20);
    struct xlsx_writer *w = xlsx_begin(a, 0);
    xlsx_add_sheet(w, &(struct xlsx_page){.name = T("名册"), .columns = COLUMNS});
    struct xlsx_value v[COLUMNS];
    for (size_t c = 0; c < COLUMNS; c++) v[c] = (struct xlsx_value){.kind = VALUE_TEXT, .text = text_fmt(a, "列%zu", c + 1)};
    v[0].text = T("姓名"), v[1].text = T("身份证号"), v[2].text = T("班级"), v[3].text = T("电话");
    xlsx_add_row(w, v, COLUMNS);
    for (int r = 0; r < ROWS; r++) {
        arena_reset(one);
        fill_row(one, r, v);
        xlsx_add_row(w, v, COLUMNS);
    }
    struct buf b = buf_new((size_t)256 << 20);
    if (xlsx_end(w, &b) != RC_OK) abort();
    arena_free(one);
    return buf_text(&b);
}

/* The same contents with shared strings, as Excel itself writes them. */
static struct text make_shared(struct arena *a)
{
    struct buf sheet = buf_new((size_t)512 << 20), strings = buf_new((size_t)256 << 20);
    struct arena *one = arena_new(1 << 20);
    size_t n = 0;
    buf_add(&strings, T("<sst>"));
    for (int s = 0; s < 5000; s++, n++) buf_fmt(&strings, "<si><t>内容%d</t></si>", s);
    buf_add(&sheet, T("<worksheet><sheetData>"));
    for (int r = -1; r < ROWS; r++) {
        struct xlsx_value v[COLUMNS];
        arena_reset(one);
        fill_row(one, r < 0 ? 0 : r, v);
        buf_fmt(&sheet, "<row r=\"%d\" spans=\"1:30\">", r + 2);
        for (int c = 0; c < COLUMNS; c++) {
            struct text at = sheet_column_name(one, (uint32_t)c);
            bool own = r < 0 || c < 3;
            if (r < 0) v[c].text = text_fmt(one, "列%d", c + 1);
            if (own) buf_fmt(&strings, "<si><t>%.*s</t></si>", TP(v[c].text));
            if (own || v[c].kind == VALUE_TEXT)
                buf_fmt(&sheet, "<c r=\"%.*s%d\" s=\"1\" t=\"s\"><v>%zu</v></c>", TP(at), r + 2, own ?
                    n++ : (size_t)((r * 31 + c * 7) % 5000));
            else buf_fmt(&sheet, "<c r=\"%.*s%d\" s=\"1\"><v>%d</v></c>", TP(at), r + 2, (int)v[c].whole + c);
        }
        buf_add(&sheet, T("</row>"));
    }
    buf_add(&sheet, T("</sheetData></worksheet>"));
    buf_add(&strings, T("</sst>"));
    arena_free(one);
    zip_source_t *src = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *z = zip_open_from_source(src, ZIP_TRUNCATE, NULL);
    zip_source_keep(src);
    const struct { const char *path; struct text t; } part[] = {
        {"xl/workbook.xml", T("<workbook xmlns:r='r'><sheets><sheet name='s' r:id='a'/></sheets></workbook>")},
        {"xl/_rels/workbook.xml.rels",
            T("<Relationships><Relationship Id='a' Type='/worksheet' Target='worksheets/sheet1.xml'/></Relationships>")},
        {"xl/worksheets/sheet1.xml", buf_text(&sheet)}, {"xl/sharedStrings.xml", buf_text(&strings)}};
    for (size_t i = 0; i < 4; i++) zip_file_add(z, part[i].path, zip_source_buffer(z, part[i].t.s, part[i].t.n, 0), 0);
    zip_stat_t st;
    if (zip_close(z) != 0 || zip_source_stat(src, &st) != 0 || zip_source_open(src) != 0) abort();
    char *out = arena_alloc(a, st.size);
    if (zip_source_read(src, out, st.size) != (zip_int64_t)st.size) abort();
    zip_source_free(src);
    buf_free(&sheet);
    buf_free(&strings);
    return (struct text){out, st.size};
}

static void report(const char *what, struct text file, bool headed)
{
    static const char *const name[HOWS] = {"bare libzip + expat", "sheet_read", "sheet_read_outside (sandbox)",
        "sheet_read + header"};
    double t[HOWS] = {0};
    printf("%s, %d x %d, %.1f MB\n", what, ROWS, COLUMNS, (double)file.n / 1e6);
    for (int how = 0; how < (headed ? HOWS : HEADED); how++) {
        t[how] = measure(file, (enum how)how);
        printf("  %-30s %6.3f s  %5.2f\n", name[how], t[how], t[how] / t[BARE]);
    }
}

int main(int argc, char **argv)
{
    sheet_worker_enter(argc, argv);
    struct arena *a = arena_new((size_t)1 << 30);
    int64_t from = clock_mono_us();
    struct text file = make_inline(a);
    printf("written in %.3f s\n", (double)(clock_mono_us() - from) / 1e6);
    report("inline strings", file, true);
    report("shared strings", make_shared(a), false);
    arena_free(a);
    return 0;
}
