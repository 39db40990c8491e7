/* SPDX-License-Identifier: Apache-2.0 */
#include "format/csv.h"
#include "format/sheet_part.h"

#include <iconv.h>
#include <string.h>

enum { SNIFF_LINES = 20, SNIFF_BYTES = 64 * 1024 };

struct csv {
    struct sheet_run *run;
    const char *at, *end;
    char sep;
    uint32_t row;
    struct sheet_cell *cell;
    size_t n;
    char *copy;      /* unquoted texts of the row in hand; never longer than the record itself */
    size_t copied;
};

/* Control characters that no text file has; 0x1A is the old DOS end mark. */
static bool has_controls(struct text t)
{
    for (size_t i = 0; i < t.n; i++) {
        unsigned char c = (unsigned char)t.s[i];
        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1A) return true;
    }
    return false;
}

static struct text decode_utf16(struct arena *a, struct text b, bool big)
{
    const unsigned char *p = (const unsigned char *)b.s;
    if (b.n % 2) return TEXT_NONE;
    char *out = arena_alloc(a, b.n / 2 * 3 + 4);
    size_t n = 0;
    for (size_t i = 0; i + 1 < b.n; i += 2) {
        uint32_t u = big ? (uint32_t)(p[i] << 8 | p[i + 1]) : (uint32_t)(p[i + 1] << 8 | p[i]);
        if (u >= 0xDC00 && u <= 0xDFFF) return TEXT_NONE;
        if (u >= 0xD800 && u <= 0xDBFF) {
            if (i + 3 >= b.n) return TEXT_NONE;
            uint32_t v = big ? (uint32_t)(p[i + 2] << 8 | p[i + 3]) : (uint32_t)(p[i + 3] << 8 | p[i + 2]);
            if (v < 0xDC00 || v > 0xDFFF) return TEXT_NONE;
            u = 0x10000 + ((u - 0xD800) << 10) + (v - 0xDC00);
            i += 2;
        }
        char one[4];
        size_t k = text_put(one, u);
        memcpy(out + n, one, k);
        n += k;
    }
    return (struct text){out, n};
}

/* Two bytes of GB18030 become at most three of UTF-8, one byte one, four at most four. */
static struct text decode_gb18030(struct arena *a, struct text b)
{
    iconv_t cd = iconv_open("UTF-8", "GB18030");
    if (cd == (iconv_t)-1) return TEXT_NONE;
    size_t room = b.n / 2 * 3 + 16;
    char *out = arena_alloc(a, room), *to = out;
    /* iconv never writes to its input; the cast is its interface's. */
    char *from = (char *)(uintptr_t)b.s;
    size_t left = b.n;
    size_t r = iconv(cd, &from, &left, &to, &room);
    iconv_close(cd);
    if (r == (size_t)-1 || left > 0) return TEXT_NONE;
    return (struct text){out, (size_t)(to - out)};
}

struct text csv_decode(struct arena *a, struct text bytes, enum sheet_coding *coding)
{
    struct text t = TEXT_NONE;
    if (text_starts(bytes, T("\xFF\xFE")) || text_starts(bytes, T("\xFE\xFF"))) {
        *coding = bytes.s[0] == '\xFE' ? CODING_UTF16BE : CODING_UTF16LE;
        t = decode_utf16(a, text_sub(bytes, 2, bytes.n - 2), *coding == CODING_UTF16BE);
    } else if (text_utf8(bytes)) {
        *coding = CODING_UTF8;
        t = text_starts(bytes, T("\xEF\xBB\xBF")) ? text_sub(bytes, 3, bytes.n - 3) : bytes;
    } else if (!has_controls(bytes)) {
        *coding = CODING_GB18030;
        t = decode_gb18030(a, bytes);
    }
    if (!t.s || has_controls(t)) return TEXT_NONE;
    return t;
}

/* How many of `sep` stand outside quotes in each of the first lines; returns the number of lines that are not empty. */
static size_t count_lines(struct text t, char sep, uint32_t count[SNIFF_LINES])
{
    size_t lines = 0;
    uint32_t here = 0;
    bool quoted = false, any = false;
    for (size_t i = 0; i < t.n && lines < SNIFF_LINES; i++) {
        char c = t.s[i];
        if (c == '"') quoted = !quoted;
        if (!quoted && (c == '\n' || c == '\r')) {
            if (any) count[lines++] = here;
            here = 0;
            any = false;
            continue;
        }
        if (!quoted && c == sep) here++;
        any = true;
    }
    if (any && lines < SNIFF_LINES) count[lines++] = here;
    return lines;
}

static bool sep_line(struct text t, char *sep)
{
    if (t.n < 5 || strncasecmp(t.s, "sep=", 4) != 0) return false;
    if (t.n > 5 && t.s[5] != '\r' && t.s[5] != '\n') return false;
    *sep = t.s[4];
    return *sep != '"' && *sep != '\r' && *sep != '\n';
}

/* A title line has no separators, so not all lines agree: the best is the one with which most lines have the same
 * number of cells, and more than one. */
char csv_separator(struct text t)
{
    static const char seps[] = {',', '\t', ';'};
    char best = ',';
    if (sep_line(t, &best)) return best;
    uint64_t most = 0;
    t = text_sub(t, 0, SNIFF_BYTES);
    for (size_t s = 0; s < sizeof seps; s++) {
        uint32_t count[SNIFF_LINES];
        size_t lines = count_lines(t, seps[s], count);
        for (size_t i = 0; i < lines; i++) {
            uint64_t same = 0;
            for (size_t j = 0; j < lines; j++) same += count[j] == count[i];
            uint64_t score = count[i] ? same * 1000 + (count[i] > 999 ? 999 : count[i]) : 0;
            if (score <= most) continue;
            most = score;
            best = seps[s];
        }
    }
    return best;
}

static enum rc fail_quote(struct csv *c)
{
    struct text n = text_fmt(c->run->arena, "%u", c->row);
    return sheet_fail(c->run, RC_INVALID, W_sheet_quote, c->row, n, TEXT_NONE, TEXT_NONE);
}

/* The text of a quoted cell; what stands between the closing quote and the next separator is kept, as Excel does. */
static enum rc read_quoted(struct csv *c, struct text *out)
{
    char *to = c->copy + c->copied;
    size_t n = 0;
    const char *p = c->at + 1;
    for (;;) {
        const char *q = memchr(p, '"', (size_t)(c->end - p));
        if (!q) return fail_quote(c);
        memcpy(to + n, p, (size_t)(q - p));
        n += (size_t)(q - p);
        p = q + 1;
        if (p == c->end || *p != '"') break;
        to[n++] = '"';
        p++;
    }
    while (p < c->end && *p != c->sep && *p != '\n' && *p != '\r') to[n++] = *p++;
    c->at = p;
    c->copied += n;
    *out = (struct text){to, n};
    return RC_OK;
}

static struct text read_plain(struct csv *c)
{
    const char *p = c->at;
    while (p < c->end && *p != c->sep && *p != '\n' && *p != '\r') p++;
    struct text t = {c->at, (size_t)(p - c->at)};
    c->at = p;
    return t;
}

/* ="0012" keeps zeros and long numbers whole in Excel. */
static bool strip_formula(struct text *t)
{
    if (t->n < 3 || t->s[0] != '=' || t->s[1] != '"' || t->s[t->n - 1] != '"') return false;
    *t = text_sub(*t, 2, t->n - 3);
    return true;
}

static enum rc keep_cell(struct csv *c, uint32_t column, struct text t)
{
    bool formula = strip_formula(&t);
    if (text_empty(text_trim(t))) return RC_OK;
    if (column >= c->run->limits.columns) {
        sheet_too_wide(c->run, c->row);
        return RC_OK;
    }
    if (t.n > c->run->limits.cell_bytes) {
        struct arena *a = c->run->arena;
        return sheet_fail(c->run, RC_TOO_LARGE, W_sheet_cell_long, c->row, text_fmt(a, "%u", c->row),
                          sheet_column_name(a, column), text_fmt(a, "%u", c->run->limits.cell_bytes));
    }
    c->cell[c->n++] = (struct sheet_cell){
        .column = (uint16_t)column, .kind = CELL_TEXT, .formula = formula, .day = DAY_NONE, .shown = t};
    return RC_OK;
}

static enum rc read_record(struct csv *c)
{
    c->row++;
    c->n = 0;
    c->copied = 0;
    for (uint32_t column = 0;; column++) {
        struct text t;
        if (c->at < c->end && *c->at == '"') TRY(read_quoted(c, &t));
        else t = read_plain(c);
        TRY(keep_cell(c, column, t));
        if (c->at == c->end || *c->at != c->sep) break;
        c->at++;
    }
    if (c->at < c->end && *c->at == '\r') c->at++;
    if (c->at < c->end && *c->at == '\n') c->at++;
    if (c->n == 0) return RC_OK;
    struct sheet_row row = {.number = c->row, .cell = c->cell, .n = c->n};
    return sheet_pass(c->run, &row);
}

enum rc csv_read(struct sheet_run *run)
{
    struct text t = csv_decode(run->arena, run->bytes, &run->told->coding);
    if (!t.s) {
        bool wide = run->told->coding == CODING_UTF16LE || run->told->coding == CODING_UTF16BE; /* half of it is zeros */
        return sheet_fail_file(run, RC_INVALID, !wide && has_controls(run->bytes) ? W_sheet_not_table : W_sheet_coding);
    }
    if (t.n > 0 && t.s[t.n - 1] == 0x1A) t.n--;
    struct csv c = {.run = run, .at = t.s, .end = t.s + t.n, .sep = csv_separator(t)};
    char said;
    if (sep_line(t, &said)) {
        c.at += 5;
        if (c.at < c.end && *c.at == '\r') c.at++;
        if (c.at < c.end && *c.at == '\n') c.at++;
    }
    run->told->separator = c.sep;
    run->told->n = 1;
    run->told->sheet = arena_array(run->arena, 1, sizeof *run->told->sheet);
    run->told->sheet[0].name = T("");
    bool want = false;
    TRY(sheet_select(run, &want));
    if (!want) return RC_OK;
    c.cell = arena_array(run->arena, run->limits.columns, sizeof *c.cell);
    c.copy = arena_alloc(run->arena, t.n + 1);
    while (c.at < c.end && !run->stopped) TRY(read_record(&c));
    if (run->rows == 0 && !run->stopped) return sheet_fail_file(run, RC_INVALID, W_sheet_empty);
    return RC_OK;
}
