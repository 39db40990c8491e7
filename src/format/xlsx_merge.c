/* SPDX-License-Identifier: Apache-2.0 */
/* Merged ranges stand behind the rows in the file but are needed with them. So the part is unpacked once before, and only
 * searched for <mergeCell ref="…">: unpacking is a small part of the work, parsing the large one. A '<' in a cell's text is
 * always escaped, so what looks like the tag is the tag. */
#include "format/xlsx_part.h"

#include <stdlib.h>
#include <string.h>

enum { TAG_MOST = 256 };

struct finder {
    struct xlsx *x;
    enum rc rc;
    struct xlsx_merge *list;
    size_t n, cap;
    char tail[TAG_MOST * 2];   /* the end of the last chunk, for a tag that lies across two */
    size_t kept;
};

/* "B2:D5" */
static bool parse_range(const char *s, size_t n, struct xlsx_merge *m)
{
    char z[32], *colon;
    if (n >= sizeof z) return false;
    memcpy(z, s, n);
    z[n] = 0;
    colon = strchr(z, ':');
    if (!colon) return false;
    *colon = 0;
    uint32_t left, top, right, bottom;
    if (!xlsx_place(z, &left, &top) || !xlsx_place(colon + 1, &right, &bottom)) return false;
    if (right < left || bottom < top || (right == left && bottom == top)) return false;
    *m = (struct xlsx_merge){.top = top, .bottom = bottom, .left = (uint16_t)left, .right = (uint16_t)right};
    return true;
}

/* "mergeCell" stands at `name`: is it a tag (maybe with a prefix) that opens before `until`, and what is its ref? */
static void take_tag(struct finder *f, const char *from, const char *until, const char *name, const char *end)
{
    const char *p = name;
    while (p > from && (p[-1] == ':' || (p[-1] >= 'a' && p[-1] <= 'z') || (p[-1] >= 'A' && p[-1] <= 'Z') ||
                        (p[-1] >= '0' && p[-1] <= '9'))) p--;
    if (p == from || p[-1] != '<' || p > until) return;
    const char *close = memchr(name, '>', (size_t)(end - name));
    const char *ref = close ? memmem(name, (size_t)(close - name), "ref=", 4) : NULL;
    if (!ref || ref + 5 >= close) return;
    char quote = ref[4];
    const char *stop = memchr(ref + 5, quote, (size_t)(close - ref) - 5);
    struct xlsx_merge m;
    if (!stop || !parse_range(ref + 5, (size_t)(stop - ref) - 5, &m) || m.left >= f->x->run->limits.columns) return;
    if (f->n >= f->x->run->limits.merges) {
        f->rc = sheet_fail_limit(f->x->run, W_sheet_merges_many, f->x->run->limits.merges);
        return;
    }
    f->list = arena_grow(f->x->run->arena, f->list, f->n, &f->cap, f->n + 1, sizeof *f->list);
    f->list[f->n++] = m;
}

/* Tags that open in the first `until` bytes; later ones are left to the next piece. */
static void search(struct finder *f, const char *s, size_t n, size_t until)
{
    static const char name[] = "mergeCell";
    const char *at = s, *end = s + n;
    while (f->rc == RC_OK && (at = memmem(at, (size_t)(end - at), name, sizeof name - 1)) != NULL) {
        const char *behind = at + sizeof name - 1;
        if (behind < end && (*behind == ' ' || *behind == '\n' || *behind == '\t' || *behind == '\r'))
            take_tag(f, s, s + until, at, end);
        at = behind;
    }
}

static bool see_chunk(void *ctx, const char *s, size_t n)
{
    struct finder *f = ctx;
    size_t head = n < TAG_MOST ? n : TAG_MOST;
    if (f->kept > 0) { /* tags that open in the tail */
        size_t kept = f->kept;
        memcpy(f->tail + kept, s, head);
        search(f, f->tail, kept + head, kept);
    }
    size_t keep = n < TAG_MOST ? n : TAG_MOST;
    /* The tail holds back what may be the start of a tag: from the last '<' on. */
    const char *open = memrchr(s + n - keep, '<', keep);
    size_t until = open ? (size_t)(open - s) : n;
    search(f, s, n, until);
    f->kept = n - until;
    memcpy(f->tail, s + until, f->kept);
    return f->rc == RC_OK;
}

static int by_top(const void *a, const void *b)
{
    const struct xlsx_merge *p = a, *q = b;
    if (p->top != q->top) return p->top < q->top ? -1 : 1;
    return (p->left > q->left) - (p->left < q->left);
}

enum rc xlsx_read_merges(struct xlsx *x, const char *path, struct xlsx_merge **out, size_t *n)
{
    struct finder *f = arena_alloc(x->run->arena, sizeof *f);
    f->x = x;
    TRY(xlsx_scan(x, path, see_chunk, f));
    if (f->rc != RC_OK) return f->rc;
    if (f->n > 1) qsort(f->list, f->n, sizeof *f->list, by_top);
    *out = f->list;
    *n = f->n;
    return RC_OK;
}
