/* SPDX-License-Identifier: Apache-2.0 */
#include "format/csv.h"
#include "format/sheet_part.h"

#include <string.h>

enum { COLUMNS_MOST = 1024, TELL_BYTES = 4096 };

static uint32_t or_default(uint32_t v, uint32_t d)
{
    return v ? v : d;
}

static uint64_t or_default64(uint64_t v, uint64_t d)
{
    return v ? v : d;
}

struct sheet_limits sheet_limits_fill(struct sheet_limits l)
{
    l.file_bytes = or_default64(l.file_bytes, UINT64_C(64) << 20);
    l.xml_bytes = or_default64(l.xml_bytes, UINT64_C(400) * 1000 * 1000);
    l.ratio = or_default(l.ratio, 300);
    l.rows = or_default(l.rows, 200000);
    l.columns = or_default(l.columns, 256);
    if (l.columns > COLUMNS_MOST) l.columns = COLUMNS_MOST;
    l.cells = or_default64(l.cells, 10000000);
    l.cell_bytes = or_default(l.cell_bytes, 32 * 1024);
    l.row_bytes = or_default(l.row_bytes, 512 * 1024);
    l.text_bytes = or_default64(l.text_bytes, UINT64_C(400) * 1000 * 1000);
    l.merges = or_default(l.merges, 20000);
    l.sheets = or_default(l.sheets, 200);
    l.cpu_seconds = or_default(l.cpu_seconds, 60);
    l.wait_seconds = or_default(l.wait_seconds, 90);
    return l;
}

struct text sheet_column_name(struct arena *a, uint32_t column)
{
    char s[8];
    size_t at = sizeof s;
    for (uint64_t v = (uint64_t)column + 1; v > 0; v = (v - 1) / 26) s[--at] = (char)('A' + (v - 1) % 26);
    return text_dup(a, (struct text){s + at, sizeof s - at});
}

enum rc sheet_fail(struct sheet_run *run, enum rc rc, enum word w, uint32_t row, struct text a0, struct text a1, struct text a2)
{
    struct fault f = {.file = run->ask->file, .line = (int32_t)row, .word = w, .arg = {a0, a1, a2, TEXT_NONE}};
    fault_put(run->faults, &f);
    return rc;
}

enum rc sheet_fail_file(struct sheet_run *run, enum rc rc, enum word w)
{
    return sheet_fail(run, rc, w, 0, run->ask->file, TEXT_NONE, TEXT_NONE);
}

enum rc sheet_fail_limit(struct sheet_run *run, enum word w, uint64_t limit)
{
    struct text n = text_fmt(run->arena, "%llu", (unsigned long long)limit);
    return sheet_fail(run, RC_TOO_LARGE, w, 0, run->ask->file, n, TEXT_NONE);
}

void sheet_too_wide(struct sheet_run *run, uint32_t row)
{
    if (run->wide) return;
    run->wide = true;
    struct fault f = {.file = run->ask->file, .line = (int32_t)row, .warning = true, .word = W_sheet_wide};
    f.arg[0] = text_fmt(run->arena, "%u", run->limits.columns);
    f.arg[1] = text_fmt(run->arena, "%u", row);
    fault_put(run->faults, &f);
}

enum rc sheet_pass(struct sheet_run *run, const struct sheet_row *row)
{
    const struct sheet_limits *l = &run->limits;
    uint64_t bytes = 0;
    for (size_t i = 0; i < row->n; i++) bytes += row->cell[i].shown.n;
    run->rows++;
    run->cells += row->n;
    run->text_bytes += bytes;
    if (run->rows > l->rows) return sheet_fail_limit(run, W_sheet_rows_many, l->rows);
    if (run->cells > l->cells || run->text_bytes > l->text_bytes) return sheet_fail_file(run, RC_TOO_LARGE, W_sheet_cells_many);
    if (bytes > l->row_bytes) {
        struct text n = text_fmt(run->arena, "%u", row->number);
        return sheet_fail(run, RC_TOO_LARGE, W_sheet_row_long, row->number, n, TEXT_NONE, TEXT_NONE);
    }
    run->told->sheet[row->sheet].rows++;
    if (!run->fn(run->ctx, row)) run->stopped = true;
    return RC_OK;
}

enum rc sheet_select(struct sheet_run *run, bool *want)
{
    const struct sheet_ask *ask = run->ask;
    const struct sheet_told *told = run->told;
    if (ask->index == SHEET_LIST && text_empty(ask->sheet)) return RC_OK;
    for (size_t i = 0; i < told->n; i++) {
        if (!text_empty(ask->sheet)) want[i] = text_eq(ask->sheet, told->sheet[i].name);
        else if (ask->index == SHEET_ALL) want[i] = true;
        else if (ask->index == SHEET_FIRST) want[i] = !told->sheet[i].hidden;
        else want[i] = ask->index >= 0 && (size_t)ask->index == i;
        if (want[i] && ask->index != SHEET_ALL) return RC_OK;
    }
    if (ask->index == SHEET_ALL && text_empty(ask->sheet) && told->n > 0) return RC_OK;
    if (text_empty(ask->sheet)) return sheet_fail_file(run, RC_NOT_FOUND, W_sheet_none);
    return sheet_fail(run, RC_NOT_FOUND, W_sheet_no_sheet, 0, ask->file, ask->sheet, TEXT_NONE);
}

static bool has_bytes(struct text t, const char *s, size_t n)
{
    return memmem(t.s, t.n, s, n) != NULL;
}

static bool starts_nocase(struct text t, const char *z)
{
    size_t n = strlen(z);
    return t.n >= n && strncasecmp(t.s, z, n) == 0;
}

/* The compound files of old Office: names inside are UTF-16LE. Encrypted .xlsx are wrapped in one, too. */
static enum rc refuse_compound(struct sheet_run *run)
{
    static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    static const char workbook[] = "W\0o\0r\0k\0b\0o\0o\0k";
    static const char book[] = "B\0o\0o\0k\0\0";
    static const char document[] = "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t";
    if (has_bytes(run->bytes, encrypted, sizeof encrypted)) return sheet_fail_file(run, RC_INVALID, W_sheet_locked);
    if (has_bytes(run->bytes, document, sizeof document)) return sheet_fail_file(run, RC_INVALID, W_sheet_word_file);
    if (has_bytes(run->bytes, workbook, sizeof workbook) || has_bytes(run->bytes, book, sizeof book) ||
        text_ends(run->ask->file, T(".xls")) || text_ends(run->ask->file, T(".XLS")))
        return sheet_fail_file(run, RC_INVALID, W_sheet_xls);
    return sheet_fail_file(run, RC_INVALID, W_sheet_not_table);
}

/* Web pages and SpreadsheetML 2003 under the name .xls: text, but not delimited text. */
static bool is_markup(struct text t)
{
    t = text_trim(text_sub(t, 0, TELL_BYTES));
    if (t.n == 0 || t.s[0] != '<') return false;
    return starts_nocase(t, "<html") || starts_nocase(t, "<!doctype") || starts_nocase(t, "<table") ||
           starts_nocase(t, "<?xml") || starts_nocase(t, "<meta") || starts_nocase(t, "<head") || starts_nocase(t, "<style");
}

static enum rc read_any(struct sheet_run *run)
{
    struct text b = run->bytes;
    if (b.n > run->limits.file_bytes) return sheet_fail_limit(run, W_sheet_file_large, run->limits.file_bytes >> 20);
    if (text_empty(text_trim(text_sub(b, 0, TELL_BYTES))) && b.n <= TELL_BYTES)
        return sheet_fail_file(run, RC_INVALID, W_sheet_empty);
    if (text_starts(b, T("PK\3\4")) || text_starts(b, T("PK\5\6"))) return xlsx_read(run);
    if (text_starts(b, T("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))) return refuse_compound(run);
    if (is_markup(b)) return sheet_fail_file(run, RC_INVALID, W_sheet_html);
    return csv_read(run);
}

enum rc sheet_read(struct arena *a, struct text bytes, const struct sheet_ask *ask, struct sheet_told *told,
                   struct faults *faults, sheet_row_fn *fn, void *ctx)
{
    struct sheet_run run = {.arena = a, .bytes = bytes, .ask = ask, .told = told, .faults = faults, .fn = fn, .ctx = ctx};
    run.limits = sheet_limits_fill(ask->limits);
    *told = (struct sheet_told){0};
    if (bytes.n == 0 || !bytes.s) return sheet_fail_file(&run, RC_INVALID, W_sheet_empty);
    return read_any(&run);
}
