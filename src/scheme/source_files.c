/* SPDX-License-Identifier: Apache-2.0 */
#include "scheme/source_files.h"

#include "format/csv.h"
#include "format/folder.h"
#include "scheme/book.h"

#include <string.h>

enum { NAMED = 6 };

struct gathering {
    struct arena *a;
    struct faults *f;
    struct embedded *file;       /* room for SCHEME_FILES */
    size_t n;
    size_t books;
};

static enum rc refuse(struct gathering *g, enum rc rc, enum word w, struct text file, struct text a0, struct text a1)
{
    fault_put(g->f, &(struct fault){.file = file, .word = w, .arg = {a0, a1}});
    return rc;
}

static bool ends_as(struct text path, const char *ending)
{
    size_t n = strlen(ending);
    return path.n > n && strncasecmp(path.s + path.n - n, ending, n) == 0;
}

static bool is_yaml(struct text path)
{
    return ends_as(path, ".yaml") || ends_as(path, ".yml");
}

struct text source_text(struct arena *a, struct text path, struct text bytes, struct faults *f)
{
    enum sheet_coding coding;
    struct text t = csv_decode(a, bytes, &coding);
    if (!t.s) return bytes;
    if (coding == CODING_GB18030) fault_put(f, &(struct fault){.file = path, .word = W_source_gb18030, .warning = true});
    return t;
}

/* ---- one file ---- */

static enum rc text_take(struct gathering *g, struct text path, struct text bytes)
{
    if (g->n == SCHEME_FILES) return refuse(g, RC_TOO_LARGE, W_scheme_too_many, path, text_fmt(g->a, "%d", SCHEME_FILES),
        TEXT_NONE);
    struct text t = source_text(g->a, path, bytes, g->f);
    if (t.n > SCHEME_FILE_BYTES) return refuse(g, RC_TOO_LARGE, W_scheme_too_large, path, T("1 MB"), TEXT_NONE);
    g->file[g->n++] = (struct embedded){.path = path, .bytes = t};
    return RC_OK;
}

static enum rc book_take(struct gathering *g, struct text path, struct text bytes)
{
    struct buf out = buf_new(YAML_BYTES_MAX);
    enum rc rc = bytes.n > BOOK_BYTES ? refuse(g, RC_TOO_LARGE, W_scheme_too_large, path, T("16 MB"), TEXT_NONE)
                                      : book_read(g->a, path, bytes, g->f, &out);
    struct text yaml = rc == RC_OK ? text_dup(g->a, buf_text(&out)) : TEXT_NONE;
    buf_free(&out);
    g->books++;
    return rc == RC_OK ? text_take(g, path, yaml) : rc;
}

/* ---- a folder ---- */

static struct text folder_of(struct text path)
{
    size_t n = path.n;
    while (n > 0 && path.s[n - 1] != '/') n--;
    return text_sub(path, 0, n);
}

/* Where the scheme lies: the folder of scheme.yaml, of which there may be one. */
static enum rc home_find(struct gathering *g, struct text name, const struct folder *all, struct text *home, bool *found)
{
    *found = false;
    for (size_t i = 0; i < all->n; i++) {
        struct text path = all->file[i].path, here = folder_of(path);
        if (!text_eqz(text_sub(path, here.n, path.n), "scheme.yaml") && !text_eqz(text_sub(path, here.n, path.n), "scheme.yml"))
            continue;
        if (*found && !text_eq(*home, here)) return refuse(g, RC_INVALID, W_source_several, name, *home, here);
        *found = true;
        *home = here;
    }
    return RC_OK;
}

static struct text names_of(struct gathering *g, const struct folder *all)
{
    struct text said = T("");
    for (size_t i = 0; i < all->n && i < NAMED; i++) {
        said = said.n == 0 ? all->file[i].path : text_fmt(g->a, "%.*s、%.*s", TP(said), TP(all->file[i].path));
    }
    return all->n > NAMED ? text_fmt(g->a, "%.*s …", TP(said)) : said;
}

static enum rc folder_take(struct gathering *g, struct text name, struct text bytes)
{
    struct folder all;
    struct text home = T("");
    bool found;
    size_t before = g->n, book = SIZE_MAX, books = 0;
    struct folder_limits limits = {.files = 400, .file_bytes = BOOK_BYTES};
    TRY(folder_read_outside(g->a, name, bytes, &limits, g->f, &all));
    TRY(home_find(g, name, &all, &home, &found));
    for (size_t i = 0; i < all.n; i++) {
        const struct folder_file *one = &all.file[i];
        if (is_yaml(one->path) && (!found || text_eq(folder_of(one->path), home))) TRY(text_take(g, one->path, one->bytes));
        if (ends_as(one->path, ".xlsx")) book = i, books++;
    }
    if (g->n == before && books == 1) return book_take(g, all.file[book].path, all.file[book].bytes);
    if (g->n > before) return RC_OK;
    if (all.n == 0) return refuse(g, RC_INVALID, W_source_empty_folder, name, name, TEXT_NONE);
    return refuse(g, RC_INVALID, W_source_no_scheme, name, name, names_of(g, &all));
}

enum rc source_files_read(struct arena *a, const struct embedded *given, size_t n, struct faults *f, struct plan_source *out)
{
    struct gathering g = {.a = a, .f = f, .file = arena_array(a, SCHEME_FILES, sizeof *g.file)};
    *out = (struct plan_source){.file = g.file, .from = DAY_NONE, .to = DAY_NONE, .params = T("")};
    for (size_t i = 0; i < n; i++) {
        struct text path = given[i].path, bytes = given[i].bytes;
        if (folder_is_zip(bytes)) TRY(ends_as(path, ".xlsx") ? book_take(&g, path, bytes) : folder_take(&g, path, bytes));
        else if (is_yaml(path)) TRY(text_take(&g, path, bytes));
        else return refuse(&g, RC_INVALID, ends_as(path, ".xlsx") ? W_folder_broken : W_source_kind, path, path, T("xlsx"));
    }
    /* A workbook is a whole scheme: beside other files one of them would be forgotten. */
    if (g.books > 0 && g.n > 1) return refuse(&g, RC_INVALID, W_source_book_alone, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    out->file_count = g.n;
    return RC_OK;
}

/* ---- where a workbook is wrong ---- */

static struct text line_of(struct text bytes, int32_t n)
{
    struct text rest = bytes, line = T("");
    for (int32_t i = 0; i < n && rest.n; i++) text_cut(&rest, '\n', &line);
    return line;
}

void source_faults_place(struct arena *a, const struct plan_source *source, struct faults *f)
{
    for (size_t i = 0; i < f->n; i++) {
        struct fault *one = &f->list[i];
        struct text sheet;
        int32_t row, column;
        for (size_t k = 0; k < source->file_count; k++) {
            const struct embedded *file = &source->file[k];
            if (!ends_as(file->path, ".xlsx") || !text_eq(file->path, one->file)) continue;
            /* The line of an element's list has no cell of its own: its first one follows. */
            bool there = book_cell_read(line_of(file->bytes, one->line), &sheet, &row, &column) ||
                         book_cell_read(line_of(file->bytes, one->line + 1), &sheet, &row, &column);
            if (!there) continue;
            one->file = text_fmt(a, "%.*s!%.*s", TP(file->path), TP(sheet));
            one->line = row;
            one->column = column;
        }
    }
}
