/* SPDX-License-Identifier: Apache-2.0 */
/* The zip and the XML of an .xlsx, every unpacked byte counted before it is looked at. */
#include "format/xlsx_part.h"

#include <string.h>

enum { CHUNK = 64 * 1024, ENTRIES_MOST = 10000, RATIO_FROM = 16 * 1000 * 1000 };

const char *xml_local(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *xml_attr(const char **atts, const char *name)
{
    for (; atts[0]; atts += 2)
        if (strcmp(xml_local(atts[0]), name) == 0) return atts[1];
    return NULL;
}

bool xml_true(const char *value)
{
    return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

bool xlsx_place(const char *s, uint32_t *column, uint32_t *row)
{
    uint32_t c = 0, r = 0;
    const char *p = s;
    for (; *p >= 'A' && *p <= 'Z' && p - s < 3; p++) c = c * 26 + (uint32_t)(*p - 'A') + 1;
    const char *digits = p;
    for (; *p >= '0' && *p <= '9' && p - digits < 7; p++) r = r * 10 + (uint32_t)(*p - '0');
    /* Excel's own edges: column XFD, row 1,048,576. */
    if (*p || c == 0 || c > 16384 || r == 0 || r > 1048576) return false;
    *column = c - 1;
    *row = r;
    return true;
}

static int hex4(const char *s)
{
    int v = 0;
    for (int i = 0; i < 4; i++) {
        char c = s[i];
        int d = c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (d < 0) return -1;
        v = v * 16 + d;
    }
    return v;
}

size_t xlsx_unescape(char *s, size_t n)
{
    if (!memchr(s, '_', n)) return n;
    size_t to = 0;
    for (size_t i = 0; i < n;) {
        int v = -1;
        if (s[i] == '_' && i + 7 <= n && s[i + 1] == 'x' && s[i + 6] == '_') v = hex4(s + i + 2);
        if (v < 0 || (v >= 0x80 && v != 0x5F)) {
            s[to++] = s[i++];
            continue;
        }
        s[to++] = v < 0x20 || v == 0x7F ? (v == '\n' ? '\n' : ' ') : (char)v;
        i += 7;
    }
    return to;
}

void xlsx_stop(struct xlsx_doc *doc, enum rc rc)
{
    doc->rc = rc;
    doc->stopped = true;
    XML_StopParser(doc->parser, XML_FALSE);
}

/* Spreadsheets have no DOCTYPE; what has one wants entities. */
static void on_doctype(void *user, const XML_Char *name, const XML_Char *sys, const XML_Char *pub, int internal)
{
    (void)name, (void)sys, (void)pub, (void)internal;
    struct xlsx_doc *doc = user;
    xlsx_stop(doc, sheet_fail_file(doc->x->run, RC_INVALID, W_sheet_entity));
}

static enum rc fail_broken(struct sheet_run *run, const char *what)
{
    return sheet_fail(run, RC_INVALID, W_sheet_broken, 0, run->ask->file, text_of(what), TEXT_NONE);
}

enum rc xlsx_open_doc(struct xlsx *x, struct xlsx_doc *doc)
{
    *doc = (struct xlsx_doc){.x = x, .parser = XML_ParserCreate(NULL)};
    if (!doc->parser) return fail_broken(x->run, "memory");
    XML_SetUserData(doc->parser, doc);
    XML_SetStartDoctypeDeclHandler(doc->parser, on_doctype);
    return RC_OK;
}

static enum rc open_part(struct xlsx *x, const char *path, zip_file_t **out)
{
    zip_int64_t at = zip_name_locate(x->zip, path, 0);
    if (at < 0) at = zip_name_locate(x->zip, path, ZIP_FL_NOCASE);
    if (at < 0) return RC_NOT_FOUND;
    *out = zip_fopen_index(x->zip, (zip_uint64_t)at, 0);
    if (*out) return RC_OK;
    if (zip_error_code_zip(zip_get_error(x->zip)) == ZIP_ER_NOPASSWD) return sheet_fail_file(x->run, RC_INVALID, W_sheet_locked);
    return fail_broken(x->run, path);
}

/* The next bytes of a part. What the zip's directory claims about sizes is not believed: bytes are counted as they come. */
static enum rc read_part(struct xlsx *x, zip_file_t *f, const char *path, void *to, size_t room, size_t *got)
{
    struct sheet_run *run = x->run;
    zip_int64_t n = zip_fread(f, to, room);
    if (n < 0) return fail_broken(run, path);
    *got = (size_t)n;
    run->xml_bytes += (uint64_t)n;
    bool thick = run->xml_bytes > RATIO_FROM && run->xml_bytes / run->limits.ratio > run->bytes.n;
    if (run->xml_bytes <= run->limits.xml_bytes && !thick) return RC_OK;
    uint64_t most = thick && run->xml_bytes <= run->limits.xml_bytes ? RATIO_FROM : run->limits.xml_bytes;
    return sheet_fail_limit(run, W_sheet_bomb, most / 1000000);
}

static enum rc parse_chunk(struct xlsx_doc *doc, const char *path, size_t n)
{
    if (XML_ParseBuffer(doc->parser, (int)n, n == 0) != XML_STATUS_ERROR) return RC_OK;
    if (doc->stopped) return doc->rc;
    struct sheet_run *run = doc->x->run;
    enum XML_Error e = XML_GetErrorCode(doc->parser);
    if (e == XML_ERROR_AMPLIFICATION_LIMIT_BREACH) return sheet_fail_file(run, RC_INVALID, W_sheet_entity);
    struct text where = text_fmt(run->arena, "%s:%lu", path, (unsigned long)XML_GetCurrentLineNumber(doc->parser));
    return sheet_fail(run, RC_INVALID, W_sheet_broken, 0, run->ask->file, where, TEXT_NONE);
}

static enum rc parse_all(struct xlsx_doc *doc, zip_file_t *f, const char *path)
{
    for (;;) {
        void *room = XML_GetBuffer(doc->parser, CHUNK);
        if (!room) return fail_broken(doc->x->run, "memory");
        size_t n;
        TRY(read_part(doc->x, f, path, room, CHUNK, &n));
        TRY(parse_chunk(doc, path, n));
        if (n == 0 || doc->stopped) return RC_OK;
    }
}

enum rc xlsx_parse(struct xlsx_doc *doc, const char *path)
{
    zip_file_t *f = NULL;
    enum rc rc = open_part(doc->x, path, &f);
    if (rc == RC_OK) rc = parse_all(doc, f, path);
    if (f) zip_fclose(f);
    XML_ParserFree(doc->parser);
    doc->parser = NULL;
    return rc;
}

enum rc xlsx_scan(struct xlsx *x, const char *path, bool (*see)(void *ctx, const char *s, size_t n), void *ctx)
{
    zip_file_t *f = NULL;
    TRY(open_part(x, path, &f));
    char *chunk = arena_alloc(x->run->arena, CHUNK);
    size_t n = 0;
    enum rc rc;
    do rc = read_part(x, f, path, chunk, CHUNK, &n);
    while (rc == RC_OK && n > 0 && see(ctx, chunk, n));
    zip_fclose(f);
    return rc;
}

static bool has_part(struct xlsx *x, const char *path)
{
    return zip_name_locate(x->zip, path, ZIP_FL_NOCASE) >= 0;
}

/* A zip without a workbook: what is it? */
static enum rc refuse_zip(struct xlsx *x)
{
    if (has_part(x, "xl/workbook.bin")) return sheet_fail_file(x->run, RC_INVALID, W_sheet_xlsb);
    if (has_part(x, "word/document.xml")) return sheet_fail_file(x->run, RC_INVALID, W_sheet_word_file);
    if (has_part(x, "content.xml") && has_part(x, "mimetype")) return sheet_fail_file(x->run, RC_INVALID, W_sheet_ods);
    return sheet_fail_file(x->run, RC_INVALID, W_sheet_not_table);
}

static void tell_sheets(struct xlsx *x)
{
    struct sheet_told *told = x->run->told;
    told->coding = CODING_XLSX;
    told->n = x->sheets;
    told->sheet = arena_array(x->run->arena, x->sheets, sizeof *told->sheet);
    for (size_t i = 0; i < x->sheets; i++)
        told->sheet[i] = (struct sheet_info){.name = x->sheet[i].name, .hidden = x->sheet[i].hidden};
}

static enum rc read_open(struct xlsx *x)
{
    if (zip_get_num_entries(x->zip, 0) > ENTRIES_MOST) return fail_broken(x->run, "zip");
    enum rc rc = xlsx_read_book(x);
    if (rc == RC_NOT_FOUND) return refuse_zip(x);
    if (rc != RC_OK) return rc;
    if (x->sheets == 0) return sheet_fail_file(x->run, RC_INVALID, W_sheet_none);
    tell_sheets(x);
    bool *want = arena_array(x->run->arena, x->sheets, sizeof *want);
    TRY(sheet_select(x->run, want));
    bool loaded = false;
    for (size_t i = 0; i < x->sheets && !x->run->stopped; i++) {
        if (!want[i]) continue;
        if (!loaded) TRY(xlsx_read_styles(x));
        if (!loaded) TRY(xlsx_read_strings(x));
        loaded = true;
        TRY(xlsx_read_rows(x, i));
    }
    return RC_OK;
}

static void free_strings(void *p)
{
    buf_free(p);
}

enum rc xlsx_read(struct sheet_run *run)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *src = zip_source_buffer_create(run->bytes.s, run->bytes.n, 0, &error);
    zip_t *zip = src ? zip_open_from_source(src, ZIP_RDONLY, &error) : NULL;
    zip_error_fini(&error);
    if (!zip) {
        if (src) zip_source_free(src);
        return sheet_fail_file(run, RC_INVALID, W_sheet_truncated);
    }
    struct xlsx *x = arena_alloc(run->arena, sizeof *x);
    x->run = run;
    x->zip = zip;
    x->strings = buf_new((size_t)run->limits.xml_bytes);
    arena_defer(run->arena, free_strings, &x->strings);
    enum rc rc = read_open(x);
    zip_discard(zip);
    return rc;
}
