/* SPDX-License-Identifier: Apache-2.0 */
/* Which heading means what. */
#include <stdlib.h>
#include <string.h>

#include "format/header_part.h"

#include "base/hash.h"

static bool is_left_out(uint32_t cp)
{
    static const uint32_t signs[] = {
        ' ', '\t', '\n', '\r', 0xA0, 0x3000, 0x200B, 0x200C, 0x200D, 0xFEFF, 0xFFFD, '*',
        '#', ':', '.', ',', '/', '\\', '-', '_',
        0x203B /* ※ */, 0x2605, 0x2606, 0x3001, 0x3002, 0x2014, 0x2013,
        '"', '\'', 0x201C, 0x201D, 0x2018, 0x2019, 0xB7, '|', '~', '?', '!', 0x25B3};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i] == cp) return true;
    return false;
}

static int bracket(uint32_t cp)
{
    static const uint32_t open[] = {'(', '[', '{', '<', 0x3010, 0x3014, 0x300A, 0x3008, 0x300C};
    static const uint32_t shut[] = {')', ']', '}', '>', 0x3011, 0x3015, 0x300B, 0x3009, 0x300D};
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
        if (open[i] == cp) return 1;
        if (shut[i] == cp) return -1;
    }
    return 0;
}

/* Marks that say something about filling in, not about what the column is. */
static size_t drop_marks(char *s, size_t n)
{
    static const struct text marks[] = {{"必填项", 9}, {"选填项", 9}, {"必填", 6}, {"选填", 6}, {"必选", 6}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        ptrdiff_t at;
        while ((at = text_find((struct text){s, n}, marks[i])) >= 0 && n > marks[i].n) {
            memmove(s + at, s + at + marks[i].n, n - (size_t)at - marks[i].n);
            n -= marks[i].n;
        }
        if (n == marks[i].n && memcmp(s, marks[i].s, n) == 0) return 0;
    }
    return n;
}

struct text header_normal(struct arena *a, struct text t, bool bare)
{
    char *out = arena_alloc(a, t.n + 1);
    size_t n = 0, at = 0;
    int deep = 0;
    uint32_t cp;
    while (text_next(t, &at, &cp)) {
        if (cp >= 0xFF01 && cp <= 0xFF5E) cp -= 0xFEE0;
        if (cp >= 'A' && cp <= 'Z') cp += 'a' - 'A';
        int b = bracket(cp);
        deep += b;
        if (deep < 0) deep = 0;
        if (b || is_left_out(cp) || (bare && deep > 0)) continue;
        char one[4];
        size_t k = text_put(one, cp);
        memcpy(out + n, one, k);
        n += k;
    }
    return (struct text){out, drop_marks(out, n)};
}

static int by_text(const void *a, const void *b)
{
    const struct heading *p = a, *q = b;
    int c = text_cmp(p->text, q->text);
    return c ? c : (p->alias > q->alias) - (p->alias < q->alias);
}

struct headings header_index(struct arena *a, const struct header_spec *spec)
{
    size_t most = 0;
    for (size_t i = 0; i < spec->n; i++) most += spec->alias[i].n;
    struct headings hs = {arena_array(a, most, sizeof *hs.list), 0};
    for (size_t i = 0; i < spec->n; i++)
        for (size_t k = 0; k < spec->alias[i].n; k++)
            hs.list[hs.n++] = (struct heading){header_normal(a, spec->alias[i].heading[k], false), (uint32_t)i};
    if (hs.n > 1) qsort(hs.list, hs.n, sizeof *hs.list, by_text);
    return hs;
}

/* The first heading not before `t`. */
static size_t lower_bound(const struct headings *hs, struct text t)
{
    size_t lo = 0, hi = hs->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (text_cmp(hs->list[mid].text, t) < 0) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

int32_t header_lookup(const struct headings *hs, struct text normal)
{
    if (text_empty(normal)) return -1;
    size_t at = lower_bound(hs, normal);
    return at < hs->n && text_eq(hs->list[at].text, normal) ? (int32_t)hs->list[at].alias : -1;
}

/* Under the group 父亲, 姓名 is not the child's name; under 基本信息 or 学生 it is. What the group's own headings in the spec
 * say decides: 父亲姓名 means another thing than 姓名, 学生姓名 the same. A group that only begins longer headings is somebody's. */
static bool is_foreign(const struct headings *hs, struct text group)
{
    bool same = false, begins = false;
    for (size_t i = lower_bound(hs, group); i < hs->n; i++) { /* sorted: those that begin with it stand together */
        struct text h = hs->list[i].text;
        if (!text_starts(h, group)) break;
        if (h.n == group.n) continue;
        begins = true;
        int32_t part = header_lookup(hs, text_sub(h, group.n, h.n - group.n));
        if (part >= 0 && part != (int32_t)hs->list[i].alias) return true;
        if (part >= 0) same = true;
    }
    return begins && !same;
}

/* The texts over one column, top down, without repetitions: a[0] the outermost group. */
struct stack { struct text raw[HEAD_DEEP]; size_t n; };

static int32_t try_joined(struct arena *a, const struct headings *hs, const struct stack *s, size_t from, bool bare)
{
    struct text all = T("");
    for (size_t i = from; i < s->n; i++) all = text_join(a, all, header_normal(a, s->raw[i], bare));
    return header_lookup(hs, all);
}

static int32_t alias_of(struct arena *a, const struct headings *hs, const struct stack *s)
{
    for (size_t from = 0; from < s->n; from++) {
        if (from > 0 && is_foreign(hs, header_normal(a, s->raw[from - 1], false))) return -1;
        int32_t k = try_joined(a, hs, s, from, false);
        if (k < 0) k = try_joined(a, hs, s, from, true);
        if (k >= 0) return k;
    }
    return -1;
}

/* 学生基本信息/姓名: two rows of a head written into one cell, as our own reports go back to a school. A first part that is a
 * heading by itself is no group: of 学籍号/身份证号 nobody knows which it is. */
static int32_t alias_of_joined(struct arena *a, const struct headings *hs, struct text raw)
{
    struct stack s = {.n = 0};
    struct text rest = raw, one;
    while (text_cut(&rest, '/', &one)) {
        if (text_empty(header_normal(a, one, false))) continue;
        if (s.n == HEAD_DEEP) return -1;
        s.raw[s.n++] = one;
    }
    if (s.n < 2) return -1;
    for (size_t i = 0; i + 1 < s.n; i++)
        if (header_lookup(hs, header_normal(a, s.raw[i], false)) >= 0) return -1;
    return alias_of(a, hs, &s);
}

static const struct sheet_cell *cell_at(const struct sheet_row *row, uint32_t column)
{
    for (size_t i = 0; i < row->n; i++)
        if (row->cell[i].column == column) return &row->cell[i];
    return NULL;
}

/* `group` carries the outer headings from column to column: groups that are typed once over several columns without merging. */
static struct stack stack_over(struct arena *a, const struct sheet_row *row, size_t deep, uint32_t column,
                               struct text group[HEAD_DEEP])
{
    struct stack s = {.n = 0};
    bool below = deep > 0 && cell_at(&row[deep - 1], column) != NULL;
    for (size_t r = 0; r < deep; r++) {
        const struct sheet_cell *c = cell_at(&row[r], column);
        if (c && c->shown.n > HEADING_MOST) c = NULL;
        struct text t = c ? c->shown : TEXT_NONE;
        if (r + 1 < deep) {
            if (c) group[r] = below ? t : TEXT_NONE;
            else if (below && group[r].s) t = group[r];
            else group[r] = TEXT_NONE;
        }
        if (text_empty(header_normal(a, t, false))) continue;
        if (s.n > 0 && text_eq(s.raw[s.n - 1], t)) continue;
        s.raw[s.n++] = t;
    }
    return s;
}

static struct text shown_heading(struct arena *a, const struct stack *s)
{
    struct text all = text_trim(s->raw[0]);
    for (size_t i = 1; i < s->n; i++) all = text_join(a, text_join(a, all, T("/")), text_trim(s->raw[i]));
    return text_dup(a, all);
}

static uint32_t width_of(const struct sheet_row *row, size_t deep)
{
    uint32_t width = 0;
    for (size_t r = 0; r < deep; r++)
        if (row[r].n > 0 && row[r].cell[row[r].n - 1].column + 1u > width) width = row[r].cell[row[r].n - 1].column + 1u;
    return width;
}

struct text header_digest(struct arena *a, const struct header_column *column, size_t n)
{
    unsigned char digest[SHA256_BYTES];
    size_t most = 0, at = 0;
    for (size_t i = 0; i < n; i++) most += column[i].normal.n + 1;
    char *all = arena_alloc(a, most + 1);
    for (size_t i = 0; i < n; i++) {
        if (column[i].normal.n > 0) memcpy(all + at, column[i].normal.s, column[i].normal.n);
        at += column[i].normal.n;
        all[at++] = '\n';
    }
    hash_sha256(digest, (struct text){all, at});
    return hash_hex(a, digest, sizeof digest);
}

/* What people said about exactly this head goes before what the headings seem to say. */
static void apply_fixed(struct arena *a, const struct header_spec *spec, struct match *m)
{
    const struct header_fixed *f = NULL;
    struct text head = spec->fixed_n > 0 && m->n > 0 ? header_digest(a, m->column, m->n) : TEXT_NONE;
    for (size_t i = 0; i < spec->fixed_n && f == NULL; i++)
        if (spec->fixed[i].n == m->n && text_eq(spec->fixed[i].head, head)) f = &spec->fixed[i];
    if (f == NULL) return;
    m->matched = m->required = 0;
    for (size_t i = 0; i < spec->n; i++) m->of_alias[i] = -1;
    for (size_t i = 0; i < m->n; i++) {
        int32_t k = f->alias[i] < (int32_t)spec->n ? f->alias[i] : -1;
        m->column[i].alias = k;
        if (k < 0 || m->of_alias[k] >= 0) continue;
        m->of_alias[k] = (int32_t)i;
        m->matched++;
        m->required += spec->alias[k].required;
    }
}

struct match header_match(struct arena *a, const struct header_spec *spec, const struct headings *hs, const struct sheet_row *row,
                          size_t first, size_t deep)
{
    struct match m = {.first = first, .deep = deep};
    uint32_t width = width_of(row + first, deep);
    m.column = arena_array(a, width, sizeof *m.column);
    m.of_alias = arena_array(a, spec->n, sizeof *m.of_alias);
    for (size_t i = 0; i < spec->n; i++) m.of_alias[i] = -1;
    struct text group[HEAD_DEEP] = {TEXT_NONE};
    for (uint32_t c = 0; c < width; c++) {
        struct stack s = stack_over(a, row + first, deep, c, group);
        if (s.n == 0) continue;
        int32_t k = alias_of(a, hs, &s);
        if (k < 0 && s.n == 1) k = alias_of_joined(a, hs, s.raw[0]);
        if (k >= 0 && m.of_alias[k] < 0) {
            m.of_alias[k] = (int32_t)m.n;
            m.matched++;
            m.required += spec->alias[k].required;
        }
        struct text heading = shown_heading(a, &s);
        m.column[m.n++] = (struct header_column){(uint16_t)c, k, heading, header_normal(a, heading, false)};
    }
    apply_fixed(a, spec, &m);
    return m;
}

/* Rows that a merged range ties to the head above belong to it. */
static bool is_tied(const struct sheet_row *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (row->cell[i].merged == MERGED_ABOVE) return true;
    return false;
}

static bool is_better(const struct match *m, const struct match *than)
{
    if (m->required != than->required) return m->required > than->required;
    if (m->matched != than->matched) return m->matched > than->matched;
    return m->deep < than->deep; /* a title is no group */
}

/* Only what it came to: the columns lie in scratch memory. */
static struct match try_match(struct arena *scratch, const struct header_spec *spec, const struct headings *hs,
                              const struct sheet_row *row, size_t first, size_t deep)
{
    arena_reset(scratch);
    struct match m = header_match(scratch, spec, hs, row, first, deep);
    m.column = NULL;
    m.of_alias = NULL;
    return m;
}

struct match header_best(struct arena *a, struct arena *scratch, const struct header_spec *spec, const struct headings *hs,
                         const struct sheet_row *row, size_t n)
{
    struct match best = {.matched = 0, .deep = HEAD_DEEP + 1};
    for (size_t i = 0; i < n && i < HEAD_LOOK; i++) {
        if (is_tied(&row[i])) continue; /* its columns are named further up */
        for (size_t deep = 1; deep <= HEAD_DEEP && i + deep <= n; deep++) {
            if (deep > 1 && row[i + deep - 1].number != row[i + deep - 2].number + 1) break;
            struct match m = try_match(scratch, spec, hs, row, i, deep);
            if (m.matched > 0 && is_better(&m, &best)) best = m;
        }
    }
    if (best.matched == 0) return best;
    size_t deep = best.deep, read = deep;
    for (; deep < HEAD_DEEP && best.first + deep < n && is_tied(&row[best.first + deep]); deep++)
        if (try_match(scratch, spec, hs, row, best.first, deep + 1).matched >= best.matched) read = deep + 1;
    best = header_match(a, spec, hs, row, best.first, read);
    best.deep = deep; /* a tied row whose words add nothing is no record all the same */
    return best;
}
