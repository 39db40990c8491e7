/* SPDX-License-Identifier: Apache-2.0 */
/* sheet_read in a sandboxed child. The child answers in frames: length (32 bits), type, payload; both ends are the same program,
 * so numbers travel as they lie in memory. The parent trusts none of it: every number is checked against the limits, every text
 * is checked to be UTF-8, and the first thing that does not fit ends the child.
 *
 *   T  coding, separator, count, then per sheet: hidden, name
 *   R  sheet, row number, hidden, count, then per cell: column, kind, merged, formula, day, text
 *   F  word, line, warning, arguments
 *   E  how it ended (enum rc); nothing comes behind it */
#include <iconv.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "format/folder_part.h"
#include "format/sandbox.h"
#include "format/sheet_part.h"

enum { FLUSH_AT = 64 * 1024, FRAME_HEAD = 5, CELL_HEAD = 32, TOLD_MOST = 1024 * 1024, NAME_MOST = 4096 };
#define CHILD_ARENA (UINT64_C(448) << 20)

/* ---- the child ---------------------------------------------------------------------------------------------------- */

struct request { struct sheet_limits limits; int32_t index; uint32_t file, sheet; };

struct writer {
    struct buf out;
    const struct sheet_told *told;
    bool said;
    bool broken;
};

static void put(struct writer *w, const void *p, size_t n)
{
    buf_bytes(&w->out, p, n);
}

static void put_u8(struct writer *w, unsigned v)
{
    buf_char(&w->out, (char)v);
}

static void put_u32(struct writer *w, uint32_t v)
{
    put(w, &v, sizeof v);
}

static void put_text(struct writer *w, struct text t)
{
    put_u32(w, (uint32_t)t.n);
    put(w, t.s, t.n);
}

static void flush(struct writer *w)
{
    size_t at = 0;
    while (at < w->out.n && !w->broken) {
        ssize_t n = write(SANDBOX_OUTPUT, w->out.s + at, w->out.n - at);
        if (n <= 0) w->broken = true;
        else at += (size_t)n;
    }
    buf_clear(&w->out);
}

static size_t begin_frame(struct writer *w, char type)
{
    size_t at = w->out.n;
    put_u32(w, 0);
    put_u8(w, (unsigned char)type);
    return at;
}

static void end_frame(struct writer *w, size_t at)
{
    uint32_t n = (uint32_t)(w->out.n - at - FRAME_HEAD);
    memcpy(w->out.s + at, &n, sizeof n);
    if (w->out.n >= FLUSH_AT) flush(w);
}

static void say_told(struct writer *w)
{
    if (w->said || w->told->n == 0) return;
    w->said = true;
    size_t at = begin_frame(w, 'T');
    put_u8(w, w->told->coding);
    put_u8(w, (unsigned char)w->told->separator);
    put_u32(w, (uint32_t)w->told->n);
    for (size_t i = 0; i < w->told->n; i++) {
        put_u8(w, w->told->sheet[i].hidden);
        put_text(w, w->told->sheet[i].name);
    }
    end_frame(w, at);
}

static bool say_row(void *ctx, const struct sheet_row *row)
{
    struct writer *w = ctx;
    say_told(w);
    size_t at = begin_frame(w, 'R');
    put_u32(w, row->sheet);
    put_u32(w, row->number);
    put_u8(w, row->hidden);
    put_u32(w, (uint32_t)row->n);
    for (size_t i = 0; i < row->n; i++) {
        const struct sheet_cell *c = &row->cell[i];
        put_u32(w, c->column);
        put_u8(w, c->kind);
        put_u8(w, c->merged);
        put_u8(w, c->formula);
        put_u32(w, (uint32_t)c->day);
        put_text(w, c->shown);
    }
    end_frame(w, at);
    return !w->broken;
}

static void say_faults(struct writer *w, const struct faults *faults)
{
    for (size_t i = 0; i < faults->n; i++) {
        const struct fault *f = &faults->list[i];
        size_t at = begin_frame(w, 'F');
        put_u32(w, (uint32_t)f->word);
        put_u32(w, (uint32_t)f->line);
        put_u8(w, f->warning);
        for (int k = 0; k < FAULT_ARGS; k++) {
            put_u8(w, f->arg[k].s != NULL);
            put_text(w, f->arg[k]);
        }
        end_frame(w, at);
    }
}

static int work(struct text request, int input, int output)
{
    (void)output;
    struct request q;
    if (request.n < sizeof q) return 1;
    memcpy(&q, request.s, sizeof q);
    if (request.n != sizeof q + q.file + q.sheet) return 1;
    struct sheet_ask ask = {.file = text_sub(request, sizeof q, q.file), .sheet = text_sub(request, sizeof q + q.file, q.sheet),
                            .index = q.index, .limits = q.limits};
    struct text bytes;
    if (!sandbox_map(input, &bytes)) return 1;
    struct arena *a = arena_new(CHILD_ARENA);
    struct faults faults = faults_new(a);
    struct sheet_told told;
    struct writer w = {.out = buf_new(CHILD_ARENA), .told = &told};
    enum rc rc = sheet_read(a, bytes, &ask, &told, &faults, say_row, &w);
    say_told(&w);
    say_faults(&w, &faults);
    size_t at = begin_frame(&w, 'E');
    put_u8(&w, rc);
    end_frame(&w, at);
    flush(&w);
    return w.broken ? 1 : 0;
}

/* The tables of GB18030 are a file of the C library: opened once while files can be opened, and kept. */
static void prepare(void)
{
    (void)iconv_open("UTF-8", "GB18030");
}

static const struct sandbox_worker kinds[] = {{"sheet-worker", prepare, work}, {FOLDER_WORKER, prepare, folder_work}};

void sheet_worker_enter(int argc, char **argv)
{
    sandbox_enter(argc, argv, kinds, sizeof kinds / sizeof *kinds);
}

/* ---- the parent --------------------------------------------------------------------------------------------------- */

struct reader {
    struct sandbox box;
    struct sheet_run run;
    struct sheet_cell *cell;
    char *bytes;                 /* what came and is not yet taken: [from, n) */
    size_t from, n, room;
    bool told, ended;
    enum rc rc;                  /* what the child says it came to */
};

/* Takes numbers and texts out of a frame; asking for more than is there makes it bad, and gives zeros. */
struct frame { const char *at, *end; bool bad; };

static const char *take(struct frame *f, size_t n)
{
    if ((size_t)(f->end - f->at) < n) {
        f->bad = true;
        return NULL;
    }
    const char *p = f->at;
    f->at += n;
    return p;
}

static unsigned take_u8(struct frame *f, unsigned most)
{
    const char *p = take(f, 1);
    unsigned v = p ? (unsigned char)*p : 0;
    if (v > most) f->bad = true;
    return v > most ? 0 : v;
}

static uint32_t take_u32(struct frame *f, uint32_t most)
{
    uint32_t v = 0;
    const char *p = take(f, sizeof v);
    if (p) memcpy(&v, p, sizeof v);
    if (v > most) f->bad = true;
    return v > most ? 0 : v;
}

static struct text take_text(struct frame *f, uint32_t most)
{
    uint32_t n = take_u32(f, most);
    struct text t = {take(f, n), n};
    if (!t.s || !text_utf8(t)) f->bad = true;
    return f->bad ? T("") : t;
}

static void hear_told(struct reader *r, struct frame *f)
{
    struct sheet_told *told = r->run.told;
    if (r->told) f->bad = true;
    told->coding = (enum sheet_coding)take_u8(f, CODING_GB18030);
    told->separator = (char)take_u8(f, 127);
    uint32_t n = take_u32(f, r->run.limits.sheets);
    told->sheet = arena_array(r->run.arena, n, sizeof *told->sheet);
    for (uint32_t i = 0; i < n && !f->bad; i++) {
        told->sheet[i].hidden = take_u8(f, 1) == 1;
        told->sheet[i].name = text_dup(r->run.arena, take_text(f, NAME_MOST));
    }
    told->n = n;
    r->told = true;
}

static void hear_cell(struct reader *r, struct frame *f, struct sheet_cell *c)
{
    const struct sheet_limits *l = &r->run.limits;
    c->column = (uint16_t)take_u32(f, l->columns - 1);
    c->kind = (uint8_t)take_u8(f, CELL_ERROR);
    c->merged = (uint8_t)take_u8(f, MERGED_ABOVE);
    c->formula = take_u8(f, 1) == 1;
    c->day = (day_t)take_u32(f, UINT32_MAX);
    c->shown = take_text(f, l->cell_bytes);
    bool real = c->day >= day_of(1900, 1, 1) && c->day <= DAY_MAX;
    if (c->kind == CELL_DATE ? !real : c->day != DAY_NONE) f->bad = true;
}

static enum rc hear_row(struct reader *r, struct frame *f)
{
    const struct sheet_limits *l = &r->run.limits;
    struct sheet_row row = {.cell = r->cell};
    row.sheet = (uint16_t)take_u32(f, r->run.told->n ? (uint32_t)r->run.told->n - 1 : 0);
    row.number = take_u32(f, INT32_MAX);
    row.hidden = take_u8(f, 1) == 1;
    row.n = take_u32(f, l->columns);
    for (size_t i = 0; i < row.n && !f->bad; i++) {
        hear_cell(r, f, &r->cell[i]);
        if (i > 0 && r->cell[i].column <= r->cell[i - 1].column) f->bad = true;
    }
    if (f->bad || !r->told || row.number == 0 || row.n == 0) {
        f->bad = true;
        return RC_OK;
    }
    return sheet_pass(&r->run, &row);
}

static void hear_fault(struct reader *r, struct frame *f)
{
    struct fault one = {.file = r->run.ask->file};
    one.word = (enum word)take_u32(f, WORD_COUNT - 1);
    one.line = (int32_t)take_u32(f, INT32_MAX);
    one.warning = take_u8(f, 1) == 1;
    for (int k = 0; k < FAULT_ARGS; k++) {
        bool some = take_u8(f, 1) == 1;
        struct text t = take_text(f, NAME_MOST);
        one.arg[k] = some ? t : TEXT_NONE;
    }
    if (!f->bad) fault_put(r->run.faults, &one);
}

static enum rc hear(struct reader *r, char type, struct frame *f)
{
    enum rc rc = RC_OK;
    if (r->ended) f->bad = true;
    switch (type) {
    case 'T': hear_told(r, f); break;
    case 'R': rc = hear_row(r, f); break;
    case 'F': hear_fault(r, f); break;
    case 'E':
        r->rc = (enum rc)take_u8(f, RC_COUNT - 1);
        r->ended = true;
        break;
    default: f->bad = true;
    }
    if (f->at != f->end && !r->run.stopped && rc == RC_OK) f->bad = true;
    return rc;
}

/* Takes the whole frames that have come. *bad: the child does not keep to the form. */
static enum rc hear_frames(struct reader *r, bool *bad)
{
    while (r->n - r->from >= FRAME_HEAD && !r->run.stopped) {
        uint32_t n;
        memcpy(&n, r->bytes + r->from, sizeof n);
        if (n > r->room - FRAME_HEAD) {
            *bad = true;
            return RC_OK;
        }
        if (r->n - r->from - FRAME_HEAD < n) break;
        const char *p = r->bytes + r->from + FRAME_HEAD;
        struct frame f = {p, p + n, false};
        enum rc rc = hear(r, r->bytes[r->from + 4], &f);
        *bad = f.bad;
        if (rc != RC_OK || f.bad) return rc;
        r->from += FRAME_HEAD + n;
    }
    memmove(r->bytes, r->bytes + r->from, r->n - r->from);
    r->n -= r->from;
    r->from = 0;
    return RC_OK;
}

static enum rc end_of(struct reader *r, enum sandbox_end end, enum rc rc, bool bad)
{
    struct sheet_run *run = &r->run;
    if (rc != RC_OK) return rc;
    if (run->stopped) return RC_OK;
    if (end == SANDBOX_SLOW) return sheet_fail_file(run, RC_INVALID, W_sheet_child_slow);
    if (end == SANDBOX_NONE) return sheet_fail_file(run, RC_UNAVAILABLE, W_sheet_child_none);
    bool fits = r->rc == RC_OK || run->faults->errors > 0;
    if (bad || !r->ended || end != SANDBOX_DONE || !fits) return sheet_fail_file(run, RC_INVALID, W_sheet_child_died);
    return r->rc;
}

static enum rc listen_to(struct reader *r)
{
    const struct sheet_limits *l = &r->run.limits;
    struct arena *a = r->run.arena;
    size_t row_most = (size_t)l->row_bytes + (size_t)l->columns * CELL_HEAD;
    r->room = FRAME_HEAD + FLUSH_AT + (row_most > TOLD_MOST ? row_most : TOLD_MOST);
    r->bytes = arena_alloc(a, r->room);
    r->cell = arena_array(a, l->columns, sizeof *r->cell);
    enum rc rc = RC_OK;
    bool bad = false;
    ssize_t n = 0;
    while (rc == RC_OK && !bad && !r->run.stopped && (n = sandbox_read(&r->box, r->bytes + r->n, r->room - r->n)) > 0) {
        r->n += (size_t)n;
        rc = hear_frames(r, &bad);
    }
    if (n == 0 && r->n > 0) bad = true;
    enum sandbox_end end = sandbox_end(&r->box, rc != RC_OK || bad || r->run.stopped);
    return end_of(r, end, rc, bad);
}

static struct text make_request(struct arena *a, const struct sheet_ask *ask, const struct sheet_limits *limits)
{
    struct request q;
    memset(&q, 0, sizeof q); /* also what lies between the fields */
    struct text file = ask->file.n <= NAME_MOST && text_utf8(ask->file) ? ask->file : T("");
    struct text sheet = ask->sheet.n <= NAME_MOST ? ask->sheet : T("");
    q.limits = *limits;
    q.index = ask->index;
    q.file = (uint32_t)file.n;
    q.sheet = (uint32_t)sheet.n;
    char *s = arena_alloc(a, sizeof q + file.n + sheet.n);
    memcpy(s, &q, sizeof q);
    if (file.n) memcpy(s + sizeof q, file.s, file.n);
    if (sheet.n) memcpy(s + sizeof q + file.n, sheet.s, sheet.n);
    return (struct text){s, sizeof q + file.n + sheet.n};
}

enum rc sheet_read_outside_fd(struct arena *a, int fd, const struct sheet_ask *ask, struct sheet_told *told,
                              struct faults *faults, sheet_row_fn *fn, void *ctx)
{
    struct reader *r = arena_alloc(a, sizeof *r);
    r->run = (struct sheet_run){.arena = a, .ask = ask, .told = told, .faults = faults, .fn = fn, .ctx = ctx};
    r->run.limits = sheet_limits_fill(ask->limits);
    *told = (struct sheet_told){0};
    struct stat st;
    if (fstat(fd, &st) != 0) return sheet_fail_file(&r->run, RC_UNAVAILABLE, W_sheet_child_none);
    if ((uint64_t)st.st_size > r->run.limits.file_bytes)
        return sheet_fail_limit(&r->run, W_sheet_file_large, r->run.limits.file_bytes >> 20);
    struct sandbox_limits l = {.cpu_seconds = r->run.limits.cpu_seconds, .wait_seconds = r->run.limits.wait_seconds};
    if (sandbox_start(&r->box, kinds[0].name, make_request(a, ask, &r->run.limits), fd, &l) != RC_OK)
        return sheet_fail_file(&r->run, RC_UNAVAILABLE, W_sheet_child_none);
    return listen_to(r);
}

enum rc sheet_read_outside(struct arena *a, struct text bytes, const struct sheet_ask *ask, struct sheet_told *told,
                           struct faults *faults, sheet_row_fn *fn, void *ctx)
{
    struct sheet_run run = {.arena = a, .ask = ask, .told = told, .faults = faults};
    struct sheet_limits l = sheet_limits_fill(ask->limits);
    *told = (struct sheet_told){0};
    if (bytes.n > l.file_bytes) return sheet_fail_limit(&run, W_sheet_file_large, l.file_bytes >> 20);
    int fd = sandbox_input(bytes);
    if (fd < 0) return sheet_fail_file(&run, RC_UNAVAILABLE, W_sheet_child_none);
    enum rc rc = sheet_read_outside_fd(a, fd, ask, told, faults, fn, ctx);
    close(fd);
    return rc;
}
