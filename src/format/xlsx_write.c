/* SPDX-License-Identifier: Apache-2.0 */
#include "format/xlsx_write.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum {
    COLUMNS_MOST = 1024, HEAD_ROWS_MOST = 8, SCRATCH = 1 << 20, SHEETS_MOST = 250,
    TEXT_CHARS = 32767,          /* Excel's limit for a cell */
    NAME_CHARS = 31,             /* and for a sheet's name */
    SERIAL_1970 = 25569,
    PAPER_A3 = 8, PAPER_A4 = 9,
    KINDS = VALUE_DAY + 1
};
static const double TITLE_HEIGHT = 32, HEAD_HEIGHT = 28, COLUMN_WIDTH = 10;

struct xlsx_writer {
    struct arena *arena;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    int fd;                      /* the file in memory */
    uint32_t sheets, row, columns, freeze_columns;
    lxw_format *title, *left, *right, *head, *cell[LOOK_COUNT][KINDS];
    struct buf scratch;          /* the text in hand */
    enum rc rc;
};

static void fail(struct xlsx_writer *w, enum rc rc)
{
    if (w->rc == RC_OK) w->rc = rc;
}

static void check(struct xlsx_writer *w, lxw_error e)
{
    if (e == LXW_NO_ERROR) return;
    if (e == LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE) fail(w, RC_TOO_LARGE);
    else if (e == LXW_ERROR_CREATING_TMPFILE || e == LXW_ERROR_ZIP_FILE_OPERATION || e == LXW_ERROR_ZIP_FILE_ADD ||
             e == LXW_ERROR_ZIP_CLOSE || e == LXW_ERROR_CREATING_XLSX_FILE) fail(w, RC_NO_SPACE);
    else fail(w, RC_INTERNAL);
}

/* Characters that no XML can hold, and Excel's own escape _xHHHH_, which must be escaped itself. */
static bool is_escape(struct text t, size_t at)
{
    if (t.n - at < 7 || t.s[at] != '_' || t.s[at + 1] != 'x' || t.s[at + 6] != '_') return false;
    for (size_t i = at + 2; i < at + 6; i++)
        if (!memchr("0123456789abcdefABCDEF", t.s[i], 22)) return false;
    return true;
}

/* NUL-terminated in `b`, valid, within Excel's length; lives until the next text. What is no character is left out. */
static const char *clean_text(struct buf *b, struct text t, size_t chars)
{
    bool valid = text_utf8(t);
    size_t count = 0, at = 0;
    uint32_t cp = 0;
    buf_clear(b);
    while (at < t.n && count < chars) {
        size_t was = at;
        if (valid) text_next(t, &at, &cp);
        else cp = (unsigned char)t.s[at++];
        if ((cp < 0x20 && cp != '\n' && cp != '\t') || cp == 0x7F || cp == 0xFFFE || cp == 0xFFFF) continue;
        if (!valid && cp >= 0x80) continue;
        if (cp == '_' && is_escape(t, was)) buf_add(b, T("_x005F"));
        buf_bytes(b, t.s + was, at - was);
        count += cp > 0xFFFF ? 2 : 1; /* Excel counts UTF-16 units */
    }
    buf_char(b, 0);
    return b->s;
}

static lxw_format *new_format(struct xlsx_writer *w, double size, bool bold, uint8_t align)
{
    lxw_format *f = workbook_add_format(w->book);
    if (!f) return NULL;
    format_set_font_name(f, "宋体");
    format_set_font_size(f, size);
    if (bold) format_set_bold(f);
    format_set_align(f, align);
    format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
    return f;
}

static lxw_format *new_cell_format(struct xlsx_writer *w, enum xlsx_look look, enum xlsx_kind kind)
{
    static const char *const number[KINDS] = {
        [VALUE_EMPTY] = "@", [VALUE_TEXT] = "@", [VALUE_INT] = "0", [VALUE_NUMBER] = "0.00", [VALUE_PERCENT] = "0.0%",
        [VALUE_DAY] = "yyyy-mm-dd"};
    bool words = kind == VALUE_TEXT || kind == VALUE_EMPTY;
    lxw_format *f = new_format(w, 10.5, look == LOOK_TOTAL, words ? LXW_ALIGN_LEFT : LXW_ALIGN_CENTER);
    if (!f) return NULL;
    format_set_border(f, LXW_BORDER_THIN);
    format_set_num_format(f, number[kind]);
    if (words) format_set_text_wrap(f);
    if (look == LOOK_TOTAL) format_set_bg_color(f, 0xEEF1F3);
    if (look == LOOK_FAULT) format_set_bg_color(f, 0xFFE8B3);
    return f;
}

/* Memory stands behind the names libxlsxwriter wants: children's data are not left in /tmp. */
static void open_book(struct xlsx_writer *w)
{
    char path[64], shm[] = "/dev/shm";
    w->fd = memfd_create("chuyan-xlsx", MFD_CLOEXEC);
    if (w->fd < 0) return;
    snprintf(path, sizeof path, "/proc/self/fd/%d", w->fd);
    lxw_workbook_options o = {.constant_memory = LXW_TRUE, .tmpdir = access(shm, W_OK) == 0 ? shm : NULL};
    w->book = workbook_new_opt(path, &o);
}

struct xlsx_writer *xlsx_begin(struct arena *a, moment_t made)
{
    struct xlsx_writer *w = arena_alloc(a, sizeof *w);
    w->arena = a;
    w->scratch = buf_new(SCRATCH);
    open_book(w);
    if (!w->book) {
        fail(w, RC_NO_SPACE);
        return w;
    }
    lxw_doc_properties p = {.created = (time_t)(made / 1000)};
    check(w, workbook_set_properties(w->book, &p));
    w->title = new_format(w, 18, true, LXW_ALIGN_CENTER);
    w->left = new_format(w, 10.5, false, LXW_ALIGN_LEFT);
    w->right = new_format(w, 10.5, false, LXW_ALIGN_RIGHT);
    w->head = new_format(w, 10.5, true, LXW_ALIGN_CENTER);
    for (int look = 0; look < LOOK_COUNT; look++)
        for (int kind = 0; kind < KINDS; kind++)
            w->cell[look][kind] = new_cell_format(w, (enum xlsx_look)look, (enum xlsx_kind)kind);
    if (!w->title || !w->left || !w->right || !w->head) {
        fail(w, RC_NO_SPACE);
        return w;
    }
    format_set_border(w->head, LXW_BORDER_THIN);
    format_set_text_wrap(w->head);
    format_set_bg_color(w->head, 0xE3EDF4);
    return w;
}

/* Excel forbids []:*?/\ and a ' at either end, an empty name, and two of the same name. */
static const char *sheet_name(struct xlsx_writer *w, struct text wish)
{
    clean_text(&w->scratch, text_trim(wish), NAME_CHARS);
    char *clean = arena_copy(w->arena, w->scratch.s, w->scratch.n);
    for (char *p = clean; *p; p++)
        if (strchr("[]:*?/\\'\n\t", *p)) *p = '-';
    if (!*clean) clean = arena_copy(w->arena, "Sheet", sizeof "Sheet");
    const char *name = clean;
    for (unsigned n = 2; workbook_validate_sheet_name(w->book, name) != LXW_NO_ERROR && n < SHEETS_MOST; n++) {
        const char *head = clean_text(&w->scratch, text_of(clean), NAME_CHARS - 5);
        name = text_z(w->arena, text_fmt(w->arena, "%s(%u)", head, n));
    }
    return name;
}

static void set_page(struct xlsx_writer *w, const struct xlsx_page *page)
{
    lxw_worksheet *s = w->sheet;
    worksheet_set_paper(s, page->a3 ? PAPER_A3 : PAPER_A4);
    if (page->landscape) worksheet_set_landscape(s);
    worksheet_set_margins(s, 0.5, 0.5, 0.6, 0.6);
    worksheet_fit_to_pages(s, 1, 0);
    worksheet_center_horizontally(s);
    /* Excel allows 255 characters here. */
    if (!text_empty(page->print_foot)) worksheet_set_footer(s, clean_text(&w->scratch, page->print_foot, 200));
}

void xlsx_add_sheet(struct xlsx_writer *w, const struct xlsx_page *page)
{
    if (w->rc != RC_OK) return;
    if (w->sheets >= SHEETS_MOST || page->columns == 0 || page->columns > COLUMNS_MOST) {
        fail(w, RC_TOO_LARGE);
        return;
    }
    w->sheet = workbook_add_worksheet(w->book, sheet_name(w, page->name));
    if (!w->sheet) {
        fail(w, RC_NO_SPACE);
        return;
    }
    w->sheets++;
    w->row = 0;
    w->columns = page->columns;
    w->freeze_columns = page->freeze_columns;
    for (uint32_t c = 0; c < page->columns; c++) {
        double width = page->width && page->width[c] > 0 ? page->width[c] : COLUMN_WIDTH;
        check(w, worksheet_set_column(w->sheet, (lxw_col_t)c, (lxw_col_t)c, width, NULL));
    }
    set_page(w, page);
}

static bool ready(struct xlsx_writer *w)
{
    if (w->rc == RC_OK && !w->sheet) fail(w, RC_INTERNAL);
    return w->rc == RC_OK;
}

/* Only notes the range: with constant_memory its cells must be written row by row, by the caller. */
static void merge(struct xlsx_writer *w, uint32_t top, uint32_t left, uint32_t bottom, uint32_t right)
{
    if (top == bottom && left == right) return;
    check(w, worksheet_merge_range(w->sheet, top, (lxw_col_t)left, bottom, (lxw_col_t)right, "", NULL));
}

static void put_text(struct xlsx_writer *w, uint32_t row, uint32_t column, struct text t, lxw_format *f)
{
    if (text_empty(t)) check(w, worksheet_write_blank(w->sheet, row, (lxw_col_t)column, f));
    else check(w, worksheet_write_string(w->sheet, row, (lxw_col_t)column, clean_text(&w->scratch, t, TEXT_CHARS), f));
}

void xlsx_add_title(struct xlsx_writer *w, struct text title)
{
    if (!ready(w)) return;
    merge(w, w->row, 0, w->row, w->columns - 1);
    check(w, worksheet_set_row(w->sheet, w->row, TITLE_HEIGHT, NULL));
    put_text(w, w->row, 0, title, w->title);
    w->row++;
}

void xlsx_add_note(struct xlsx_writer *w, struct text left, struct text right)
{
    if (!ready(w)) return;
    uint32_t half = w->columns / 2;
    if (half == 0) half = 1;
    merge(w, w->row, 0, w->row, half - 1);
    put_text(w, w->row, 0, left, w->left);
    if (half < w->columns) {
        merge(w, w->row, half, w->row, w->columns - 1);
        put_text(w, w->row, half, right, w->right);
    }
    w->row++;
}

static const struct xlsx_head *head_over(const struct xlsx_head *cell, size_t n, uint32_t row, uint32_t column)
{
    for (size_t i = 0; i < n; i++)
        if (row >= cell[i].row && row < (uint32_t)cell[i].row + cell[i].rows && column >= cell[i].column &&
            column < (uint32_t)cell[i].column + cell[i].columns) return &cell[i];
    return NULL;
}

void xlsx_add_head(struct xlsx_writer *w, const struct xlsx_head *cell, size_t n, uint32_t rows)
{
    if (!ready(w)) return;
    if (rows == 0 || rows > HEAD_ROWS_MOST) {
        fail(w, RC_INTERNAL);
        return;
    }
    for (size_t i = 0; i < n; i++)
        if (cell[i].rows && cell[i].columns)
            merge(w, w->row + cell[i].row, cell[i].column, w->row + cell[i].row + cell[i].rows - 1u,
                cell[i].column + cell[i].columns - 1u);
    for (uint32_t r = 0; r < rows; r++) {
        check(w, worksheet_set_row(w->sheet, w->row + r, HEAD_HEIGHT, NULL));
        for (uint32_t c = 0; c < w->columns; c++) {
            const struct xlsx_head *h = head_over(cell, n, r, c);
            bool first = h && h->row == r && h->column == c;
            put_text(w, w->row + r, c, first ? h->text : TEXT_NONE, w->head);
        }
    }
    check(w, worksheet_repeat_rows(w->sheet, w->row, w->row + rows - 1));
    w->row += rows;
    worksheet_freeze_panes(w->sheet, w->row, (lxw_col_t)w->freeze_columns);
}

static void put_value(struct xlsx_writer *w, uint32_t column, const struct xlsx_value *v)
{
    bool empty = v->kind == VALUE_EMPTY || (v->kind == VALUE_DAY && v->day == DAY_NONE);
    lxw_format *f = w->cell[v->look < LOOK_COUNT ? v->look : LOOK_PLAIN][v->kind <= VALUE_DAY ? v->kind : VALUE_TEXT];
    lxw_col_t c = (lxw_col_t)column;
    if (empty) check(w, worksheet_write_blank(w->sheet, w->row, c, f));
    else if (v->kind == VALUE_INT) check(w, worksheet_write_number(w->sheet, w->row, c, (double)v->whole, f));
    else if (v->kind == VALUE_DAY) check(w, worksheet_write_number(w->sheet, w->row, c, (double)v->day + SERIAL_1970, f));
    else if (v->kind == VALUE_TEXT) put_text(w, w->row, column, v->text, f);
    else check(w, worksheet_write_number(w->sheet, w->row, c, v->number, f));
}

void xlsx_add_row(struct xlsx_writer *w, const struct xlsx_value *value, size_t n)
{
    if (!ready(w)) return;
    if (n > COLUMNS_MOST) {
        fail(w, RC_TOO_LARGE);
        return;
    }
    for (size_t i = 0; i < n; i++) put_value(w, (uint32_t)i, &value[i]);
    w->row++;
}

void xlsx_add_foot(struct xlsx_writer *w, const struct text *part, size_t n)
{
    if (!ready(w) || n == 0) return;
    size_t parts = n < w->columns ? n : w->columns;
    for (size_t i = 0; i < parts; i++) {
        uint32_t from = (uint32_t)(i * w->columns / parts), to = (uint32_t)((i + 1) * w->columns / parts) - 1;
        merge(w, w->row, from, w->row, to);
        put_text(w, w->row, from, part[i], w->left);
    }
    w->row++;
}

static void read_back(struct xlsx_writer *w, struct buf *out)
{
    off_t size = lseek(w->fd, 0, SEEK_END);
    char *room = size > 0 ? buf_room(out, (size_t)size) : NULL;
    if (!room) {
        fail(w, size > 0 ? RC_TOO_LARGE : RC_INTERNAL);
        return;
    }
    for (off_t at = 0; at < size;) {
        ssize_t k = pread(w->fd, room + at, (size_t)(size - at), at);
        if (k <= 0) {
            fail(w, RC_INTERNAL);
            return;
        }
        at += k;
    }
    out->n += (size_t)size;
}

enum rc xlsx_end(struct xlsx_writer *w, struct buf *out)
{
    if (w->book && w->sheets == 0 && w->rc == RC_OK) fail(w, RC_INTERNAL);
    if (w->book) check(w, workbook_close(w->book)); /* also frees it */
    w->book = NULL;
    if (w->rc == RC_OK) read_back(w, out);
    if (w->fd >= 0) close(w->fd);
    w->fd = -1;
    buf_free(&w->scratch);
    return w->rc;
}
