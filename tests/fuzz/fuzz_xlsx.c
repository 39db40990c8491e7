/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as an .xlsx. What does not begin like a zip is taken as up to four XML parts with a line of "--" between them (sheet,
 * shared strings, styles, workbook) and packed first: mutations then reach the XML instead of ending at a checksum. */
#include <zip.h>

#include "fuzz_sheet.h"

enum { PARTS = 4 };

static struct text take_part(struct text *rest)
{
    ptrdiff_t at = text_find(*rest, T("\n--\n"));
    struct text part = at < 0 ? *rest : text_sub(*rest, 0, (size_t)at);
    *rest = at < 0 ? T("") : text_sub(*rest, (size_t)at + 4, rest->n);
    return part;
}

static void add_part(zip_t *z, const char *path, struct text t)
{
    zip_source_t *s = zip_source_buffer(z, t.s, t.n, 0);
    zip_int64_t at = zip_file_add(z, path, s, ZIP_FL_OVERWRITE);
    if (at < 0) abort();
    zip_set_file_compression(z, (zip_uint64_t)at, ZIP_CM_STORE, 0);
}

static struct text pack(struct arena *a, struct text in)
{
    static const char *const path[PARTS] = {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml",
        "xl/workbook.xml"};
    zip_source_t *src = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_t *z = zip_open_from_source(src, ZIP_TRUNCATE, NULL);
    if (!z) abort();
    zip_source_keep(src);
    add_part(z, "xl/_rels/workbook.xml.rels",
        T("<Relationships><Relationship Id='a' Type='/worksheet' Target='worksheets/sheet1.xml'/></Relationships>"));
    struct text book = T("<workbook xmlns:r='r'><sheets><sheet name='s' r:id='a'/></sheets></workbook>");
    for (int i = 0; i < PARTS; i++) {
        struct text part = take_part(&in);
        add_part(z, path[i], i == PARTS - 1 && text_empty(part) ? book : part);
    }
    zip_stat_t st;
    if (zip_close(z) != 0 || zip_source_stat(src, &st) != 0 || zip_source_open(src) != 0) abort();
    char *out = arena_alloc(a, st.size);
    if (zip_source_read(src, out, st.size) != (zip_int64_t)st.size) abort();
    zip_source_close(src);
    zip_source_free(src);
    return (struct text){out, st.size};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new((size_t)512 << 20);
    struct text in = {(const char *)data, size};
    struct faults faults = faults_new(a);
    struct sheet_told told;
    fuzz_read(a, text_starts(in, T("PK")) ? in : pack(a, in), &told, &faults, NULL, NULL);
    arena_free(a);
    return 0;
}
