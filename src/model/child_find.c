/* SPDX-License-Identifier: Apache-2.0 */
/* Finding children: by number, by the characters of a name, by pinyin and initials. */
#include "gen/sql/child.h"
#include "model/name_index.h"

enum rc child_by_id_no(struct work *w, struct text id_no, int64_t *child)
{
    struct sql_child_find_id_no_out o;
    *child = 0;
    enum rc rc =
        sql_child_find_id_no_one(w->db, &(struct sql_child_find_id_no_in){.county = w->county, .id_key = id_no}, w->arena, &o);
    if (rc == RC_OK) *child = o.id;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc child_by_roll_no(struct work *w, struct text roll_no, int64_t *child)
{
    struct sql_child_find_roll_no_out o;
    *child = 0;
    enum rc rc = sql_child_find_roll_no_one(
        w->db, &(struct sql_child_find_roll_no_in){.county = w->county, .roll_key = roll_no}, w->arena, &o);
    if (rc == RC_OK) *child = o.id;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

struct gather { struct arena *a; struct child_hits *out; size_t cap, limit; };

static void gather_one(struct gather *g, struct child_hit hit)
{
    for (size_t i = 0; i < g->out->n; i++)
        if (g->out->item[i].id == hit.id) return;
    if (g->out->n == g->limit) {
        g->out->more = true;
        return;
    }
    hit.name = text_dup(g->a, hit.name);
    g->out->item = arena_grow(g->a, g->out->item, g->out->n, &g->cap, g->out->n + 1, sizeof *g->out->item);
    g->out->item[g->out->n++] = hit;
}

#define HIT_TAKE(o)                                                                                                  \
    (struct child_hit){.id = (o).id, .class_id = (o).class, .place_key = (o).place_key, .name = (o).name,            \
        .sex = (int)(o).sex, .birth = (o).birth_day, .enrolled = text_eqz((o).state, "enrolled")}

/* One search: through the names in memory when they are of the state that is being read, else by statements. */
struct finding {
    struct db *db;
    const struct name_index *names;   /* NULL: by statements */
    const struct scope *scope;
    bool left_too;
    struct gather g;
};

static enum rc walk_all(struct finding *f, struct name_walk w)
{
    struct child_hit hit;
    while (!f->g.out->more && name_walk_next(&w, &hit)) gather_one(&f->g, hit);
    return RC_OK;
}

static enum rc search_chars(struct finding *f, struct text words)
{
    struct cursor c;
    struct sql_child_contains_out o;
    struct sql_child_contains_in in = {.words = words, .left_too = f->left_too, .limit = (int64_t)f->g.limit + 1};
    if (f->names) return walk_all(f, name_walk_chars(f->names, f->scope, words, f->left_too));
    TRY(sql_child_contains(f->db, f->scope, &in, &c));
    while (sql_child_contains_next(&c, &o)) gather_one(&f->g, HIT_TAKE(o));
    return sql_close(&c);
}

static enum rc search_sounds(struct finding *f, struct text letters)
{
    struct cursor c;
    struct sql_child_sounds_out o;
    if (f->names) return walk_all(f, name_walk_sounds(f->names, f->scope, letters, f->left_too, f->g.a));
    /* '{' follows 'z': everything that begins with the letters lies in between. */
    struct sql_child_sounds_in in = {.words = letters, .words_end = text_fmt(f->g.a, "%.*s{", TP(letters)),
                                     .left_too = f->left_too, .limit = (int64_t)f->g.limit + 1};
    TRY(sql_child_sounds(f->db, f->scope, &in, &c));
    while (sql_child_sounds_next(&c, &o)) gather_one(&f->g, HIT_TAKE(o));
    return sql_close(&c);
}

/* Lower-case letters of a query in Latin script, blanks dropped; none when it holds anything else. */
static struct text latin_only(struct arena *a, struct text q)
{
    char *s = arena_alloc(a, q.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < q.n; i++) {
        char ch = q.s[i];
        if (ch >= 'A' && ch <= 'Z') ch = (char)(ch - 'A' + 'a');
        if (ch == ' ' || ch == '\'') continue;
        if (ch < 'a' || ch > 'z') return TEXT_NONE;
        s[n++] = ch;
    }
    return (struct text){s, n};
}

/* 吕 is stored as lv; many type lu. */
static struct text with_v(struct arena *a, struct text t)
{
    char *s = arena_copy(a, t.s, t.n);
    for (size_t i = 1; i < t.n; i++)
        if (s[i] == 'u' && (s[i - 1] == 'l' || s[i - 1] == 'n')) s[i] = 'v';
    return (struct text){s, t.n};
}

enum rc child_search_by(const struct name_index *names, struct db *db, const struct scope *scope, struct text query,
                        bool left_too, size_t limit, struct arena *a, struct child_hits *out)
{
    struct finding f = {.db = db, .scope = scope, .left_too = left_too, .g = {.a = a, .out = out, .limit = limit}};
    *out = (struct child_hits){0};
    if (name_index_holds(names, db, scope->county)) f.names = names;
    struct text words = text_trim(query), letters = latin_only(a, words);
    if (!letters.s || letters.n == 0) return search_chars(&f, child_name_clean(a, words));
    TRY(search_sounds(&f, letters));
    struct text v = with_v(a, letters);
    if (!text_eq(v, letters)) TRY(search_sounds(&f, v));
    return out->n > 0 ? RC_OK : search_chars(&f, words);   /* names in Latin script, as written */
}

enum rc child_search(struct db *db, const struct scope *scope, struct text query, bool left_too, size_t limit, struct arena *a,
                     struct child_hits *out)
{
    return child_search_by(NULL, db, scope, query, left_too, limit, a, out);
}

enum rc child_list(struct db *db, const struct scope *scope, int64_t after_key, int64_t after_id, size_t limit, struct arena *a,
                   struct child_hits *out)
{
    struct cursor c;
    struct sql_child_rows_out o;
    struct gather g = {.a = a, .out = out, .limit = limit};
    *out = (struct child_hits){0};
    struct sql_child_rows_in in = {.after_key = after_key, .after_id = after_id, .limit = (int64_t)limit + 1};
    TRY(sql_child_rows(db, scope, &in, &c));
    while (sql_child_rows_next(&c, &o)) {
        if (out->n == limit) {
            out->more = true;
            break;
        }
        out->item = arena_grow(a, out->item, out->n, &g.cap, out->n + 1, sizeof *out->item);
        out->item[out->n] = HIT_TAKE(o);
        out->item[out->n].name = text_dup(a, o.name);
        out->n++;
    }
    return sql_close(&c);
}

enum rc child_count(struct db *db, const struct scope *scope, int64_t *n)
{
    struct arena *a = arena_new(1 << 16);
    struct sql_child_total_out o = {0};
    enum rc rc = sql_child_total_one(db, scope, a, &o);
    *n = o.n;
    arena_free(a);
    return rc;
}

static bool is_dot(uint32_t cp)
{
    /* • ‧ ∙ ⋅ ・ ･ ． 。 ﹒ · . */
    return cp == 0x2022 || cp == 0x2027 || cp == 0x2219 || cp == 0x22C5 || cp == 0x30FB || cp == 0xFF65 || cp == 0xFF0E ||
           cp == 0x3002 || cp == 0xFE52 || cp == 0xB7 || cp == '.';
}

static bool is_blank(uint32_t cp)
{
    return cp == ' ' || cp == 0x3000 || cp == 0xA0 || cp == '\t' || cp == '\n' || cp == '\r' || cp == 0x200B || cp == 0xFEFF;
}

struct text child_name_clean(struct arena *a, struct text raw)
{
    struct text t = text_trim(raw);
    char *s = arena_alloc(a, t.n + t.n / 2 + 4);
    size_t n = 0;
    uint32_t cp = 0, last = 0;
    bool gap = false;
    for (size_t at = 0; text_next(t, &at, &cp);) {
        if (is_blank(cp)) {
            gap = true;
            continue;
        }
        bool dot = is_dot(cp) && !(cp == '.' && last < 0x80);   /* J. stays J. */
        if (dot) cp = 0xB7;
        if (gap && last > 0 && last < 0x80 && cp < 0x80) s[n++] = ' ';   /* between Latin words only */
        gap = false;
        if (dot && last == 0xB7) continue;
        n += text_put(s + n, cp);
        last = cp;
    }
    return (struct text){s, n};
}
