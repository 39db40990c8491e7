/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of a sheet, one after the other: nothing is allocated per cell, and a row's texts lie in one buffer. */
#include "format/xlsx_part.h"

#include <stdlib.h>
#include <string.h>

enum { NOWHERE = -1, ROWS_EXCEL = 1048576, MERGE_TEXT = 16 * 1024 * 1024 };

/* The type of a cell, t="…". */
enum cell_type { TYPE_NUMBER, TYPE_SHARED, TYPE_INLINE, TYPE_STRING, TYPE_BOOL, TYPE_ERROR, TYPE_DATE };

struct rows {
    struct xlsx_doc doc;
    size_t sheet;
    /* the row in hand */
    uint32_t row;
    bool hidden;
    struct sheet_cell *cell;     /* limits.columns of them */
    size_t *at;                  /* where each one's text begins in `text`; SIZE_MAX: shown is already right */
    size_t n;
    struct buf text;
    uint32_t next_column;
    /* the cell in hand */
    bool in_cell, take;          /* take: characters belong to the value */
    bool formula;
    uint8_t type;
    uint32_t column, style;
    size_t from;
    unsigned phonetic;
    /* merged ranges */
    struct xlsx_merge *merge;
    size_t merges, next_merge;
    int32_t *cover;              /* by column: index of the range that covers it, or NOWHERE */
    uint32_t cover_until;        /* the last row that any of them reaches */
    struct sheet_cell *filled;
    size_t merge_text;
};

static void fail_order(struct rows *r)
{
    struct sheet_run *run = r->doc.x->run;
    struct text n = text_fmt(run->arena, "%u", r->row);
    xlsx_stop(&r->doc, sheet_fail(run, RC_INVALID, W_sheet_broken_order, r->row, run->ask->file, n, TEXT_NONE));
}

/* The cell in hand, or the row altogether, holds more than it may. */
static void fail_long(struct rows *r, bool row)
{
    struct sheet_run *run = r->doc.x->run;
    struct text number = text_fmt(run->arena, "%u", r->row), most = text_fmt(run->arena, "%u", run->limits.cell_bytes);
    struct text column = sheet_column_name(run->arena, r->column);
    xlsx_stop(&r->doc, row ? sheet_fail(run, RC_TOO_LARGE, W_sheet_row_long, r->row, number, TEXT_NONE, TEXT_NONE)
                           : sheet_fail(run, RC_TOO_LARGE, W_sheet_cell_long, r->row, number, column, most));
}

static void begin_row(struct rows *r, const char **atts)
{
    uint32_t number = r->row + 1;
    r->hidden = false;
    for (; atts[0]; atts += 2) {
        if (strcmp(atts[0], "r") == 0) {
            unsigned long v = strtoul(atts[1], NULL, 10);
            number = v <= ROWS_EXCEL ? (uint32_t)v : 0;
        } else if (strcmp(atts[0], "hidden") == 0) {
            r->hidden = xml_true(atts[1]);
        }
    }
    bool forward = number > r->row && number <= ROWS_EXCEL;
    if (forward) r->row = number;
    r->n = 0;
    r->next_column = 0;
    buf_clear(&r->text);
    if (!forward) fail_order(r);
}

static uint8_t type_of(const char *t)
{
    switch (t[0]) {
    case 's': return t[1] == 0 ? TYPE_SHARED : TYPE_STRING;
    case 'i': return TYPE_INLINE;
    case 'b': return TYPE_BOOL;
    case 'e': return TYPE_ERROR;
    case 'd': return TYPE_DATE;
    default: return TYPE_NUMBER;
    }
}

static void begin_cell(struct rows *r, const char **atts)
{
    uint32_t row = r->row;
    r->column = r->next_column;
    r->type = TYPE_NUMBER;
    r->style = 0;
    bool fine = true;
    for (; atts[0]; atts += 2) {
        if (atts[0][0] == 0 || atts[0][1] != 0) continue;
        if (atts[0][0] == 'r') fine = xlsx_place(atts[1], &r->column, &row);
        else if (atts[0][0] == 't') r->type = type_of(atts[1]);
        else if (atts[0][0] == 's') r->style = (uint32_t)strtoul(atts[1], NULL, 10);
    }
    r->in_cell = true;
    r->formula = r->take = false;
    r->from = r->text.n;
    if (!fine || row != r->row || r->column < r->next_column) {
        fail_order(r);
        return;
    }
    r->next_column = r->column + 1;
}

static void on_start(void *user, const XML_Char *name, const XML_Char **atts)
{
    struct rows *r = user;
    if (r->doc.stopped) return;
    if (name[1] != 0) name = xml_local(name);
    switch (name[0]) {
    case 'c':
        if (name[1] == 0 && r->row > 0) begin_cell(r, atts);
        break;
    case 'v':
        if (name[1] == 0) r->take = r->in_cell && r->type != TYPE_INLINE;
        break;
    case 't':
        if (name[1] == 0) r->take = r->in_cell && r->type == TYPE_INLINE && r->phonetic == 0;
        break;
    case 'f':
        if (name[1] == 0) r->formula = true;
        break;
    case 'r':
        if (strcmp(name, "row") == 0) begin_row(r, atts);
        else if (strcmp(name, "rPh") == 0) r->phonetic++;
        break;
    default:
        break;
    }
}

static void on_chars(void *user, const XML_Char *s, int n)
{
    struct rows *r = user;
    if (!r->take || r->doc.stopped) return;
    buf_bytes(&r->text, s, (size_t)n);
    struct sheet_run *run = r->doc.x->run;
    if (r->text.n - r->from <= run->limits.cell_bytes && !r->text.over) return;
    fail_long(r, r->text.over);
}

static struct text shared_string(const struct xlsx *x, struct text raw)
{
    int64_t i;
    if (!text_int(text_trim(raw), &i) || i < 0 || (uint64_t)i >= x->string_count) return TEXT_NONE;
    size_t from = i ? x->string_end[i - 1] : 0;
    if (x->string_end[i] == from) return T("");
    return (struct text){x->strings.s + from, x->string_end[i] - from};
}

/* A number's raw text at the end of the row's texts becomes what a person sees. */
static struct text show_number(struct rows *r, struct text raw, struct sheet_cell *cell)
{
    const struct xlsx *x = r->doc.x;
    struct xlsx_style style = r->style < x->styles ? x->style[r->style] : (struct xlsx_style){STYLE_GENERAL, 0};
    char out[40];
    size_t n = xlsx_show_number(x, raw, style, cell, out);
    if (n == 0) {
        cell->kind = CELL_TEXT;
        return raw;
    }
    r->text.n = r->from;
    buf_bytes(&r->text, out, n);
    return (struct text){r->text.s + r->from, n};
}

/* t="d": an ISO 8601 date, maybe with a time. */
static struct text show_iso(struct rows *r, struct text raw, struct sheet_cell *cell)
{
    cell->day = day_parse(text_sub(raw, 0, 10));
    cell->kind = cell->day == DAY_NONE ? CELL_TEXT : CELL_DATE;
    if (cell->day == DAY_NONE) return raw;
    struct text clock = text_sub(raw, 11, 8);
    if (text_empty(clock) || text_starts(clock, T("00:00:00"))) r->text.n = r->from + 10;
    else r->text.s[r->from + 10] = ' ';
    return (struct text){r->text.s + r->from, r->text.n - r->from};
}

static struct text cell_value(struct rows *r, struct sheet_cell *cell)
{
    struct text raw = {r->text.s ? r->text.s + r->from : "", r->text.n - r->from};
    cell->kind = CELL_TEXT;
    switch (r->type) {
    case TYPE_NUMBER: return raw.n ? show_number(r, raw, cell) : raw;
    case TYPE_SHARED: return shared_string(r->doc.x, raw);
    case TYPE_BOOL: cell->kind = CELL_BOOL; return text_eqz(raw, "1") ? T("TRUE") : T("FALSE");
    case TYPE_ERROR: cell->kind = CELL_ERROR; return raw;
    case TYPE_DATE: return show_iso(r, raw, cell);
    default: break;
    }
    if (raw.n) r->text.n = r->from + xlsx_unescape(r->text.s + r->from, raw.n);
    return (struct text){raw.s, r->text.n - r->from};
}

static bool is_blank(struct text t)
{
    /* Most cells begin with something: only those that do not are worth trimming. */
    if (t.n == 0) return true;
    unsigned char c = (unsigned char)t.s[0];
    return (c <= ' ' || c == 0xC2 || c == 0xE3 || c == 0xEF) && text_empty(text_trim(t));
}

static void end_cell(struct rows *r)
{
    struct sheet_run *run = r->doc.x->run;
    r->in_cell = r->take = false;
    r->phonetic = 0;
    if (r->text.n == r->from) return;
    struct sheet_cell cell = {.column = (uint16_t)r->column, .formula = r->formula, .day = DAY_NONE};
    cell.shown = cell_value(r, &cell);
    bool inside = r->text.s && cell.shown.s == r->text.s + r->from;
    if (!inside) r->text.n = r->from;
    if (is_blank(cell.shown)) return;
    if (r->column >= run->limits.columns) {
        sheet_too_wide(run, r->row);
        return;
    }
    if (cell.shown.n > run->limits.cell_bytes) {
        fail_long(r, false);
        return;
    }
    r->at[r->n] = inside ? r->from : SIZE_MAX;
    r->cell[r->n++] = cell;
}

/* The value of a range is that of its first cell, kept when its row passes. */
static void keep_merge_value(struct rows *r, struct xlsx_merge *m)
{
    for (size_t i = 0; i < r->n; i++) {
        if (r->cell[i].column != m->left) continue;
        if (r->merge_text + r->cell[i].shown.n > MERGE_TEXT) return;
        r->merge_text += r->cell[i].shown.n;
        m->from = r->cell[i];
        m->from.shown = m->shown = text_dup(r->doc.x->run->arena, r->cell[i].shown);
        return;
    }
}

static void open_merges(struct rows *r)
{
    uint32_t columns = r->doc.x->run->limits.columns;
    for (; r->next_merge < r->merges && r->merge[r->next_merge].top <= r->row; r->next_merge++) {
        struct xlsx_merge *m = &r->merge[r->next_merge];
        if (m->bottom < r->row) continue;
        if (m->top == r->row) keep_merge_value(r, m);
        for (uint32_t c = m->left; c <= m->right && c < columns; c++) r->cover[c] = (int32_t)r->next_merge;
        if (m->bottom > r->cover_until) r->cover_until = m->bottom;
    }
}

/* The row with the covered cells showing their range's value. */
static size_t fill_merged(struct rows *r)
{
    uint32_t columns = r->doc.x->run->limits.columns;
    size_t n = 0, i = 0;
    for (uint32_t c = 0; c < columns; c++) {
        bool own = i < r->n && r->cell[i].column == c;
        const struct xlsx_merge *m = r->cover[c] == NOWHERE ? NULL : &r->merge[r->cover[c]];
        if (m && m->bottom < r->row) {
            r->cover[c] = NOWHERE;
            m = NULL;
        }
        bool covered = m && !(m->top == r->row && m->left == c);
        if (covered && !text_empty(m->shown)) {
            r->filled[n] = m->from;
            r->filled[n].column = (uint16_t)c;
            r->filled[n++].merged = m->top == r->row ? MERGED_LEFT : MERGED_ABOVE;
        } else if (own) {
            r->filled[n++] = r->cell[i];
        }
        if (own) i++;
    }
    return n;
}

static bool has_own(const struct sheet_cell *cell, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!cell[i].merged) return true;
    return false;
}

static void end_row(struct rows *r)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->at[i] != SIZE_MAX) r->cell[i].shown.s = r->text.s + r->at[i];
    struct sheet_row row = {.sheet = (uint16_t)r->sheet, .number = r->row, .hidden = r->hidden, .cell = r->cell, .n = r->n};
    if (r->next_merge < r->merges) open_merges(r);
    if (r->n == 0) return;
    if (r->cover_until >= r->row) {
        row.n = fill_merged(r);
        row.cell = r->filled;
    }
    if (!has_own(row.cell, row.n)) return;
    enum rc rc = sheet_pass(r->doc.x->run, &row);
    if (rc != RC_OK || r->doc.x->run->stopped) xlsx_stop(&r->doc, rc);
}

static void on_end(void *user, const XML_Char *name)
{
    struct rows *r = user;
    if (r->doc.stopped) return;
    if (name[1] != 0) name = xml_local(name);
    switch (name[0]) {
    case 'c':
        if (name[1] == 0 && r->in_cell) end_cell(r);
        break;
    case 'v':
    case 't':
        if (name[1] == 0) r->take = false;
        break;
    case 'r':
        if (strcmp(name, "rPh") == 0 && r->phonetic > 0) r->phonetic--;
        else if (strcmp(name, "row") == 0) end_row(r);
        break;
    case 's':
        if (strcmp(name, "sheetData") == 0) xlsx_stop(&r->doc, RC_OK);
        break;
    default:
        break;
    }
}

static void free_text(void *p)
{
    buf_free(p);
}

enum rc xlsx_read_rows(struct xlsx *x, size_t sheet)
{
    struct sheet_run *run = x->run;
    struct arena *a = run->arena;
    const char *path = text_z(a, x->sheet[sheet].path);
    struct rows *r = arena_alloc(a, sizeof *r);
    r->sheet = sheet;
    uint32_t columns = run->limits.columns;
    r->cell = arena_array(a, columns, sizeof *r->cell);
    r->filled = arena_array(a, columns, sizeof *r->filled);
    r->at = arena_array(a, columns, sizeof *r->at);
    r->cover = arena_array(a, columns, sizeof *r->cover);
    for (uint32_t c = 0; c < columns; c++) r->cover[c] = NOWHERE;
    r->text = buf_new((size_t)run->limits.row_bytes + run->limits.cell_bytes + 64);
    arena_defer(a, free_text, &r->text);
    enum rc rc = xlsx_read_merges(x, path, &r->merge, &r->merges);
    if (rc == RC_OK) rc = xlsx_open_doc(x, &r->doc);
    if (rc == RC_OK) {
        XML_SetElementHandler(r->doc.parser, on_start, on_end);
        XML_SetCharacterDataHandler(r->doc.parser, on_chars);
        rc = xlsx_parse(&r->doc, path);
    }
    if (rc != RC_NOT_FOUND) return rc;
    return sheet_fail(run, RC_INVALID, W_sheet_broken, 0, run->ask->file, x->sheet[sheet].path, TEXT_NONE);
}
