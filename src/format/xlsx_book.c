/* SPDX-License-Identifier: Apache-2.0 */
/* What an .xlsx says about itself: its sheets and where they lie, its number formats, its shared strings. */
#include "format/xlsx_part.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STYLES_MOST = 65536, FORMAT_IDS = 65536, PATH_MOST = 300, NAME_MOST = 400 /* Excel: 31 characters */,
    STRINGS_MOST = 20000000 };

/* Relations: id → path of a part inside the zip. */
struct rels {
    struct xlsx_doc doc;
    const char *folder;          /* of the part the relations belong to, with a slash at the end or empty */
    struct xlsx_sheet *list;     /* those whose id gets a path … */
    size_t n;
    char office[PATH_MOST];      /* … and the target of type officeDocument */
};

/* The target of a relation as a path in the zip: from the root when it begins with a slash, else from the folder; . and ..
 * are worked out. */
static bool join_path(const char *folder, const char *target, char out[PATH_MOST])
{
    char joined[PATH_MOST];
    int all = snprintf(joined, sizeof joined, "%s%s", *target == '/' ? "" : folder, target);
    if (all < 0 || all >= PATH_MOST) return false;
    struct text rest = text_of(joined), step;
    size_t n = 0;
    while (text_cut(&rest, '/', &step)) {
        if (step.n == 0 || text_eqz(step, ".")) continue;
        if (text_eqz(step, "..")) {
            while (n > 0 && out[n - 1] != '/') n--;
            if (n > 0) n--;
            continue;
        }
        if (n > 0) out[n++] = '/';
        memcpy(out + n, step.s, step.n);
        n += step.n;
    }
    out[n] = 0;
    return n > 0;
}

static bool ends_with(const char *s, const char *tail)
{
    size_t n = strlen(s), k = strlen(tail);
    return n >= k && strcmp(s + n - k, tail) == 0;
}

static void on_rel(void *user, const XML_Char *name, const XML_Char **atts)
{
    struct rels *r = user;
    if (strcmp(xml_local(name), "Relationship") != 0) return;
    const char *id = xml_attr(atts, "Id"), *target = xml_attr(atts, "Target"), *type = xml_attr(atts, "Type");
    const char *mode = xml_attr(atts, "TargetMode");
    char path[PATH_MOST];
    if (!id || !target || !type || (mode && strcmp(mode, "External") == 0)) return;
    if (!join_path(r->folder, target, path)) return;
    if (ends_with(type, "/officeDocument")) memcpy(r->office, path, sizeof r->office);
    if (!ends_with(type, "/worksheet")) return;
    for (size_t i = 0; i < r->n; i++)
        if (text_eqz(r->list[i].id, id)) r->list[i].path = text_dup(r->doc.x->run->arena, text_of(path));
}

static enum rc read_rels(struct xlsx *x, struct rels *r, const char *path)
{
    TRY(xlsx_open_doc(x, &r->doc));
    XML_SetStartElementHandler(r->doc.parser, on_rel);
    return xlsx_parse(&r->doc, path);
}

struct book { struct xlsx_doc doc; };

static void add_sheet(struct xlsx_doc *doc, const char **atts)
{
    struct xlsx *x = doc->x;
    struct arena *a = x->run->arena;
    const char *name = xml_attr(atts, "name"), *state = xml_attr(atts, "state"), *id = NULL;
    for (const char **t = atts; t[0]; t += 2) /* r:id, not sheetId: the prefix is the writer's choice */
        if (strchr(t[0], ':') && strcmp(xml_local(t[0]), "id") == 0) id = t[1];
    if (!name || !id || strlen(name) > NAME_MOST) return;
    if (x->sheets >= x->run->limits.sheets) {
        xlsx_stop(doc, sheet_fail_limit(x->run, W_sheet_sheets_many, x->run->limits.sheets));
        return;
    }
    x->sheet = arena_grow(a, x->sheet, x->sheets, &x->sheet_cap, x->sheets + 1, sizeof *x->sheet);
    x->sheet[x->sheets++] = (struct xlsx_sheet){
        .name = text_dup(a, text_of(name)), .id = text_dup(a, text_of(id)), .hidden = state && strcmp(state, "visible") != 0};
}

static void on_book(void *user, const XML_Char *name, const XML_Char **atts)
{
    struct book *b = user;
    name = xml_local(name);
    if (strcmp(name, "workbookPr") == 0) b->doc.x->date1904 = xml_true(xml_attr(atts, "date1904"));
    if (strcmp(name, "sheet") == 0) add_sheet(&b->doc, atts);
}

/* "xl/workbook.xml" → folder "xl/" and relations "xl/_rels/workbook.xml.rels". */
static void book_paths(const char *book, char folder[PATH_MOST], struct text *rels, struct arena *a)
{
    const char *slash = strrchr(book, '/');
    size_t n = slash ? (size_t)(slash - book) + 1 : 0;
    memcpy(folder, book, n);
    folder[n] = 0;
    *rels = text_fmt(a, "%s_rels/%s.rels", folder, book + n);
}

/* Chart sheets have no rows: what got no worksheet's path is dropped. */
static void drop_pathless(struct xlsx *x)
{
    size_t kept = 0;
    for (size_t i = 0; i < x->sheets; i++)
        if (x->sheet[i].path.s) x->sheet[kept++] = x->sheet[i];
    x->sheets = kept;
}

enum rc xlsx_read_book(struct xlsx *x)
{
    struct arena *a = x->run->arena;
    struct rels top = {.folder = "", .office = ""};
    enum rc rc = read_rels(x, &top, "_rels/.rels");
    if (rc != RC_OK && rc != RC_NOT_FOUND) return rc;
    const char *path = top.office[0] && strstr(top.office, "workbook") ? top.office : "xl/workbook.xml";
    if (ends_with(path, ".bin")) return RC_NOT_FOUND;
    struct book b;
    TRY(xlsx_open_doc(x, &b.doc));
    XML_SetStartElementHandler(b.doc.parser, on_book);
    TRY(xlsx_parse(&b.doc, path));
    char folder[PATH_MOST];
    struct text rels;
    book_paths(path, folder, &rels, a);
    struct rels inner = {.folder = folder, .list = x->sheet, .n = x->sheets};
    rc = read_rels(x, &inner, text_z(a, rels));
    if (rc != RC_OK && rc != RC_NOT_FOUND) return rc;
    drop_pathless(x);
    return RC_OK;
}

struct styles {
    struct xlsx_doc doc;
    struct xlsx_style *format;   /* by id, where `given` */
    bool *given;
    bool in_xfs;
};

static void add_format(struct styles *s, const char **atts)
{
    const char *id = xml_attr(atts, "numFmtId"), *code = xml_attr(atts, "formatCode");
    if (!id || !code) return;
    unsigned long v = strtoul(id, NULL, 10);
    if (v >= FORMAT_IDS) return;
    s->format[v] = xlsx_format_style((uint32_t)v, text_of(code));
    s->given[v] = true;
}

static void add_xf(struct styles *s, const char **atts)
{
    struct xlsx *x = s->doc.x;
    const char *id = xml_attr(atts, "numFmtId");
    unsigned long v = id ? strtoul(id, NULL, 10) : 0;
    if (x->styles >= STYLES_MOST) return;
    x->style = arena_grow(x->run->arena, x->style, x->styles, &x->style_cap, x->styles + 1, sizeof *x->style);
    bool given = v < FORMAT_IDS && s->given[v];
    x->style[x->styles++] = given ? s->format[v] : xlsx_format_style(v < FORMAT_IDS ? (uint32_t)v : 0, TEXT_NONE);
}

static void on_style(void *user, const XML_Char *name, const XML_Char **atts)
{
    struct styles *s = user;
    name = xml_local(name);
    if (strcmp(name, "numFmt") == 0) add_format(s, atts);
    else if (strcmp(name, "cellXfs") == 0) s->in_xfs = true;
    else if (s->in_xfs && strcmp(name, "xf") == 0) add_xf(s, atts);
}

static void on_style_end(void *user, const XML_Char *name)
{
    struct styles *s = user;
    if (strcmp(xml_local(name), "cellXfs") == 0) s->in_xfs = false;
}

enum rc xlsx_read_styles(struct xlsx *x)
{
    struct styles s = {.in_xfs = false};
    s.format = arena_array(x->run->arena, FORMAT_IDS, sizeof *s.format);
    s.given = arena_array(x->run->arena, FORMAT_IDS, sizeof *s.given);
    TRY(xlsx_open_doc(x, &s.doc));
    XML_SetElementHandler(s.doc.parser, on_style, on_style_end);
    enum rc rc = xlsx_parse(&s.doc, "xl/styles.xml");
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

struct strings {
    struct xlsx_doc doc;
    size_t from;                 /* where the string in hand begins */
    unsigned phonetic;           /* depth inside rPh: the reading of a word, not the word */
    bool in_t;
};

static void on_string(void *user, const XML_Char *name, const XML_Char **atts)
{
    (void)atts;
    struct strings *s = user;
    name = xml_local(name);
    if (strcmp(name, "si") == 0) s->from = s->doc.x->strings.n;
    else if (strcmp(name, "rPh") == 0) s->phonetic++;
    else if (strcmp(name, "t") == 0) s->in_t = s->phonetic == 0;
}

static void on_string_end(void *user, const XML_Char *name)
{
    struct strings *s = user;
    struct xlsx *x = s->doc.x;
    name = xml_local(name);
    if (strcmp(name, "t") == 0) s->in_t = false;
    if (strcmp(name, "rPh") == 0 && s->phonetic > 0) s->phonetic--;
    if (strcmp(name, "si") != 0 || s->doc.stopped) return;
    if (x->strings.n > s->from) x->strings.n = s->from + xlsx_unescape(x->strings.s + s->from, x->strings.n - s->from);
    if (x->string_count >= STRINGS_MOST || x->strings.n > UINT32_MAX || x->strings.over) {
        xlsx_stop(&s->doc, sheet_fail_file(x->run, RC_TOO_LARGE, W_sheet_cells_many));
        return;
    }
    x->string_end = arena_grow(x->run->arena, x->string_end, x->string_count, &x->string_cap, x->string_count + 1,
                               sizeof *x->string_end);
    x->string_end[x->string_count++] = (uint32_t)x->strings.n;
}

static void on_string_chars(void *user, const XML_Char *s, int n)
{
    struct strings *st = user;
    if (st->in_t) buf_bytes(&st->doc.x->strings, s, (size_t)n);
}

enum rc xlsx_read_strings(struct xlsx *x)
{
    struct strings s = {.from = 0};
    TRY(xlsx_open_doc(x, &s.doc));
    XML_SetElementHandler(s.doc.parser, on_string, on_string_end);
    XML_SetCharacterDataHandler(s.doc.parser, on_string_chars);
    enum rc rc = xlsx_parse(&s.doc, "xl/sharedStrings.xml");
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}
