/* SPDX-License-Identifier: Apache-2.0 */
#include "model/name_index.h"

#include "base/buf.h"
#include "gen/sql/name_index.h"

#include <string.h>

enum { TEXT_MOST = 1 << 30, ENTRY_ROOM = 1 << 30 };

struct entry { int64_t id, class_id, place_key; day_t birth; uint8_t sex; bool enrolled; };

/* Texts of one kind one behind the other, each behind a zero byte, which no name holds: a hit cannot stretch over two. */
struct column { struct buf all; uint32_t *at; uint32_t often[256]; /* each byte */ };

struct name_index {
    struct arena *arena;
    int64_t county, version;
    struct entry *entry;
    size_t n;
    struct column name, pinyin, initials;
};

/* ---- reading ---- */

static void column_add(struct column *c, size_t i, struct text t)
{
    c->at[i] = (uint32_t)c->all.n;
    buf_char(&c->all, '\0');
    buf_add(&c->all, t);
}

static struct column column_new(struct arena *a, size_t n)
{
    return (struct column){.all = buf_new(TEXT_MOST), .at = arena_array(a, n + 1, sizeof(uint32_t))};
}

static bool column_end(struct column *c, size_t n)
{
    c->at[n] = (uint32_t)c->all.n;
    for (size_t i = 0; i < c->all.n; i++) c->often[(unsigned char)c->all.s[i]]++;
    return !c->all.over;
}

static enum rc rows_read(struct db *db, struct name_index *x, size_t room)
{
    struct cursor c;
    struct sql_name_rows_out o;
    TRY(sql_name_rows(db, &(struct sql_name_rows_in){.county = x->county}, &c));
    while (x->n < room && sql_name_rows_next(&c, &o)) {
        x->entry[x->n] = (struct entry){.id = o.id, .class_id = o.class, .place_key = o.place_key, .birth = o.birth_day,
                                        .sex = (uint8_t)o.sex, .enrolled = text_eqz(o.state, "enrolled")};
        column_add(&x->name, x->n, o.name);
        column_add(&x->pinyin, x->n, o.pinyin);
        column_add(&x->initials, x->n++, o.initials);
    }
    TRY(sql_close(&c));
    bool fits = column_end(&x->name, x->n);
    fits &= column_end(&x->pinyin, x->n);
    fits &= column_end(&x->initials, x->n);
    return fits ? RC_OK : RC_TOO_LARGE;
}

static enum rc index_fill(struct db *db, struct name_index *x)
{
    struct sql_name_version_out version;
    struct sql_name_count_out count;
    TRY(sql_name_version_one(db, &(struct sql_name_version_in){.county = x->county}, x->arena, &version));
    TRY(sql_name_count_one(db, &(struct sql_name_count_in){.county = x->county}, x->arena, &count));
    size_t room = (size_t)count.n;
    x->version = version.data_version;
    x->entry = arena_array(x->arena, room + 1, sizeof *x->entry);
    x->name = column_new(x->arena, room);
    x->pinyin = column_new(x->arena, room);
    x->initials = column_new(x->arena, room);
    return rows_read(db, x, room);
}

enum rc name_index_read(struct db *db, int64_t county, struct name_index **out)
{
    struct arena *a = arena_new(ENTRY_ROOM);
    struct name_index *x = arena_alloc(a, sizeof *x);
    *x = (struct name_index){.arena = a, .county = county};
    enum rc rc = index_fill(db, x);
    if (rc != RC_OK) {
        name_index_free(x);
        x = NULL;
    }
    *out = x;
    return rc;
}

void name_index_free(struct name_index *x)
{
    if (!x) return;
    buf_free(&x->name.all);
    buf_free(&x->pinyin.all);
    buf_free(&x->initials.all);
    arena_free(x->arena);
}

bool name_index_holds(const struct name_index *x, struct db *db, int64_t county)
{
    struct cursor c;
    struct sql_name_version_out o;
    if (!x || x->county != county) return false;
    if (sql_name_version(db, &(struct sql_name_version_in){.county = county}, &c) != RC_OK) return false;
    bool same = sql_name_version_next(&c, &o) && o.data_version == x->version;
    return sql_close(&c) == RC_OK && same;
}

/* ---- searching ---- */

/* The first entry at or behind a place. */
static size_t entry_at(const struct name_index *x, int64_t key)
{
    size_t lo = 0, hi = x->n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (x->entry[mid].place_key < key) lo = mid + 1;
        else hi = mid;
    }
    return lo;
}

/* Looks for the needle's rarest byte and compares around it: the first byte of a Chinese character is one of six, and a search
 * that stops at each of them is ten times slower. */
static const char *needle_find(const struct column *c, struct text needle, const char *from, const char *end)
{
    size_t rare = 0;
    if (needle.n == 0) return from;
    for (size_t i = 1; i < needle.n; i++)
        if (c->often[(unsigned char)needle.s[i]] < c->often[(unsigned char)needle.s[rare]]) rare = i;
    while ((size_t)(end - from) >= needle.n) {
        const char *p = memchr(from + rare, needle.s[rare], (size_t)(end - from) - needle.n + 1);
        if (!p) return NULL;
        from = p - rare;
        if (memcmp(from, needle.s, needle.n) == 0) return from;
        from++;
    }
    return NULL;
}

/* The first entry from `from` on whose text holds the needle; `end` when there is none. */
static size_t column_find(const struct column *c, struct text needle, size_t from, size_t end)
{
    if (from >= end) return end;
    const char *base = c->all.s + c->at[from];
    const char *hit = needle_find(c, needle, base, c->all.s + c->at[end]);
    if (!hit) return end;
    size_t at = (size_t)(hit - c->all.s), lo = from, hi = end;
    while (hi - lo > 1) {
        size_t mid = (lo + hi) / 2;
        if (c->at[mid] <= at) lo = mid;
        else hi = mid;
    }
    return lo;
}

static struct name_walk walk_new(const struct name_index *x, const struct scope *scope, struct text needle, bool left_too)
{
    struct name_walk w = {.x = x, .needle = needle, .left_too = left_too};
    if (scope->county != x->county) return w;
    w.next = w.pinyin = w.initials = entry_at(x, scope->lo);
    w.end = entry_at(x, scope->hi);
    return w;
}

struct name_walk name_walk_chars(const struct name_index *x, const struct scope *scope, struct text words, bool left_too)
{
    struct name_walk w = walk_new(x, scope, words, left_too);
    if (words.n > 0 && memchr(words.s, 0, words.n)) w.next = w.end;      /* no name holds it,
        but what lies between names does */
    return w;
}

struct name_walk name_walk_sounds(const struct name_index *x, const struct scope *scope, struct text letters, bool left_too,
                                  struct arena *a)
{
    char *s = arena_alloc(a, letters.n + 1);
    s[0] = '\0';                                          /* stands before each: so "begins with" is "holds" */
    memcpy(s + 1, letters.s, letters.n);
    struct name_walk w = walk_new(x, scope, (struct text){s, letters.n + 1}, left_too);
    w.sounds = true;
    w.pinyin = column_find(&x->pinyin, w.needle, w.next, w.end);
    w.initials = column_find(&x->initials, w.needle, w.next, w.end);
    return w;
}

static size_t walk_hit(struct name_walk *w)
{
    const struct name_index *x = w->x;
    if (!w->sounds) return column_find(&x->name, w->needle, w->next, w->end);
    if (w->pinyin < w->next) w->pinyin = column_find(&x->pinyin, w->needle, w->next, w->end);
    if (w->initials < w->next) w->initials = column_find(&x->initials, w->needle, w->next, w->end);
    return w->pinyin < w->initials ? w->pinyin : w->initials;
}

bool name_walk_next(struct name_walk *w, struct child_hit *hit)
{
    while (w->next < w->end) {
        size_t i = walk_hit(w);
        if (i >= w->end) break;
        const struct entry *e = &w->x->entry[i];
        w->next = i + 1;
        if (!e->enrolled && !w->left_too) continue;
        const struct column *c = &w->x->name;
        *hit = (struct child_hit){.id = e->id, .class_id = e->class_id, .place_key = e->place_key, .sex = e->sex,
            .birth = e->birth,
                                  .enrolled = e->enrolled,
                                  .name = {c->all.s + c->at[i] + 1, c->at[i + 1] - c->at[i] - 1}};
        return true;
    }
    w->next = w->end;
    return false;
}
