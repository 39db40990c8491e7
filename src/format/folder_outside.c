/* SPDX-License-Identifier: Apache-2.0 */
/* folder_read in a sandboxed child. The child answers "N" length path length bytes for each file, or "X" rc word length argument
 * instead, and "E" at the end; numbers are 32 bits as they lie in memory. The parent believes none of it: it takes no more than
 * the limits allow, and the first thing that does not fit is a fault. */
#include "base/buf.h"
#include "format/folder_part.h"
#include "format/sandbox.h"

#include <string.h>
#include <unistd.h>

enum { ARGUMENT = 1024 };
#define CHILD_ARENA (UINT64_C(256) << 20)

/* ---- the child ---- */

static void put_number(struct buf *b, uint32_t v)
{
    buf_bytes(b, &v, sizeof v);
}

static void put_text(struct buf *b, struct text t)
{
    put_number(b, (uint32_t)t.n);
    buf_add(b, t);
}

static void answer(struct buf *b, enum rc rc, const struct folder *found, const struct faults *f)
{
    if (rc != RC_OK) {
        buf_char(b, 'X');
        put_number(b, rc);
        put_number(b, f->n ? (uint32_t)f->list[0].word : 0);
        put_text(b, f->n && f->list[0].arg[1].s ? text_sub(f->list[0].arg[1], 0, ARGUMENT) : T(""));
    }
    for (size_t i = 0; rc == RC_OK && i < found->n; i++) {
        buf_char(b, 'N');
        put_text(b, found->file[i].path);
        put_text(b, found->file[i].bytes);
    }
    buf_char(b, 'E');
}

int folder_work(struct text request, int input, int output)
{
    struct folder_limits limits;
    struct text bytes;
    struct folder found;
    if (request.n != sizeof limits || !sandbox_map(input, &bytes)) return 1;
    memcpy(&limits, request.s, sizeof limits);
    struct arena *a = arena_new(CHILD_ARENA);
    struct faults f = faults_new(a);
    struct buf b = buf_new(CHILD_ARENA);
    enum rc rc = folder_read(a, T("zip"), bytes, &limits, &f, &found);
    answer(&b, rc, &found, &f);
    for (size_t at = 0; at < b.n;) {
        ssize_t n = write(output, b.s + at, b.n - at);
        if (n <= 0) return 1;
        at += (size_t)n;
    }
    return b.over ? 1 : 0;
}

/* ---- the parent ---- */

struct hearing { struct text rest; bool bad; };

static uint32_t number_take(struct hearing *h, size_t most)
{
    uint32_t v = 0;
    if (h->rest.n < sizeof v) h->bad = true;
    else memcpy(&v, h->rest.s, sizeof v);
    if (v > most) h->bad = true;
    if (h->bad) return 0;
    h->rest = text_sub(h->rest, sizeof v, h->rest.n);
    return v;
}

static struct text text_take(struct hearing *h, size_t most)
{
    size_t n = number_take(h, most);
    if (h->bad || h->rest.n < n) {
        h->bad = true;
        return T("");
    }
    struct text t = text_sub(h->rest, 0, n);
    h->rest = text_sub(h->rest, n, h->rest.n);
    return t;
}

static enum rc refusal_take(struct hearing *h, struct faults *f, struct text name)
{
    enum rc rc = (enum rc)number_take(h, RC_COUNT - 1);
    enum word w = (enum word)number_take(h, WORD_COUNT - 1);
    struct text what = text_take(h, ARGUMENT);
    if (h->bad || rc == RC_OK || w == W_none || !text_utf8(what)) h->bad = true;
    return h->bad ? RC_OK : folder_fail(f, rc, w, name, text_dup(f->arena, what));
}

/* *bad: the child does not keep to the form. */
static enum rc answer_take(struct arena *a, struct text said, const struct folder_limits *l, struct text name, struct faults *f,
                           struct folder *out, bool *bad)
{
    struct hearing h = {.rest = said};
    enum rc rc = RC_OK;
    bool ended = false;
    out->file = arena_array(a, l->files + 1, sizeof *out->file);
    while (!h.bad && !ended && h.rest.n > 0) {
        char type = h.rest.s[0];
        h.rest = text_sub(h.rest, 1, h.rest.n);
        if (type == 'E') ended = true;
        else if (type == 'X' && out->n == 0 && rc == RC_OK) rc = refusal_take(&h, f, name);
        else if (type == 'N' && out->n < l->files && rc == RC_OK) {
            struct text path = text_take(&h, FOLDER_PATH), bytes = text_take(&h, l->file_bytes);
            h.bad = h.bad || !text_utf8(path) || path.n == 0;
            if (!h.bad) out->file[out->n++] = (struct folder_file){text_dup(a, path), text_dup(a, bytes)};
        } else h.bad = true;
    }
    *bad = h.bad || !ended || h.rest.n > 0;
    return rc;
}

enum rc folder_read_outside(struct arena *a, struct text name, struct text bytes, const struct folder_limits *limits,
                            struct faults *faults, struct folder *out)
{
    struct folder_limits l = folder_limits_fill(limits);
    struct sandbox box;
    struct buf said = buf_new(l.all_bytes + (l.files + 1) * (FOLDER_PATH + 16));
    char room[64 * 1024];
    bool bad = false;
    ssize_t n;
    *out = (struct folder){0};
    int fd = sandbox_input(bytes);
    struct text request = {(const char *)&l, sizeof l};
    if (fd < 0 || sandbox_start(&box, FOLDER_WORKER, request, fd, &(struct sandbox_limits){0}) != RC_OK) {
        if (fd >= 0) close(fd);
        return folder_fail(faults, RC_UNAVAILABLE, W_sheet_child_none, name, TEXT_NONE);
    }
    close(fd);
    while (!said.over && (n = sandbox_read(&box, room, sizeof room)) > 0) buf_bytes(&said, room, (size_t)n);
    enum sandbox_end end = sandbox_end(&box, said.over);
    enum rc rc = said.over ? RC_OK : answer_take(a, buf_text(&said), &l, name, faults, out, &bad);
    bad = bad || said.over || end != SANDBOX_DONE;
    buf_free(&said);
    if (rc == RC_OK && end == SANDBOX_NONE) rc = folder_fail(faults, RC_UNAVAILABLE, W_sheet_child_none, name, TEXT_NONE);
    if (rc == RC_OK && bad) rc = folder_fail(faults, RC_INVALID, W_folder_died, name, TEXT_NONE);
    if (rc != RC_OK) out->n = 0;
    return rc;
}
