/* SPDX-License-Identifier: Apache-2.0 */
/* Running statements: what is the same for both engines. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "store/engine.h"

/* ---- prepared statements of a connection ---- */

static size_t prepared_place(const struct prepared_map *m, const struct sql_statement *st)
{
    size_t i = (size_t)(((uintptr_t)st >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 20) & (m->cap - 1);
    while (m->slot[i] && m->slot[i]->st != st) i = (i + 1) & (m->cap - 1);
    return i;
}

struct prepared *prepared_find(const struct prepared_map *m, const struct sql_statement *st)
{
    return m->cap ? m->slot[prepared_place(m, st)] : NULL;
}

static void prepared_grow(struct prepared_map *m)
{
    struct prepared_map bigger = {.n = m->n, .cap = m->cap ? m->cap * 2 : 256};
    bigger.slot = calloc(bigger.cap, sizeof(struct prepared *));
    BUG_IF(!bigger.slot);
    for (size_t i = 0; i < m->cap; i++)
        if (m->slot[i]) bigger.slot[prepared_place(&bigger, m->slot[i]->st)] = m->slot[i];
    free(m->slot);
    *m = bigger;
}

struct prepared *prepared_add(struct prepared_map *m, const struct sql_statement *st)
{
    if (2 * (m->n + 1) > m->cap) prepared_grow(m);
    struct prepared *p = calloc(1, sizeof *p);
    BUG_IF(!p);
    p->st = st;
    m->slot[prepared_place(m, st)] = p;
    m->n++;
    return p;
}

void prepared_clear(struct prepared_map *m, void (*drop)(struct prepared *))
{
    for (size_t i = 0; i < m->cap; i++) {
        if (!m->slot[i]) continue;
        if (drop) drop(m->slot[i]);
        free(m->slot[i]);
    }
    free(m->slot);
    *m = (struct prepared_map){0};
}

/* ---- values ---- */

struct arena *cursor_scratch(struct cursor *c)
{
    if (!c->scratch) c->scratch = c->db->spares > 0 ? c->db->spare[--c->db->spares] : arena_new(SCRATCH_CEILING);
    return c->scratch;
}

static enum rc value_missing(struct cursor *c, const struct sql_field *f, const char *where)
{
    db_say(c->db, "%s: %s.%s is null but not declared so", c->st->name, where, f->name);
    return RC_INTERNAL;
}

static enum rc value_scope(struct cursor *c, int which, const struct scope *scope, struct value *v)
{
    if (!scope) {
        db_say(c->db, "%s: runs without its scope", c->st->name);
        return RC_INTERNAL;
    }
    v->kind = VALUE_INT;
    switch (which) {
    case SQL_SCOPE_COUNTY: v->integer = scope->county; break;
    case SQL_SCOPE_LO: v->integer = scope->lo; break;
    case SQL_SCOPE_HI: v->integer = scope->hi; break;
    case SQL_SCOPE_CHILD: v->integer = scope->child; break;
    default: v->integer = scope->staff; break;
    }
    return RC_OK;
}

static bool day_named(const char *name)
{
    size_t n = strlen(name);
    return n >= 3 && memcmp(name + n - 3, "day", 3) == 0 && (n == 3 || name[n - 4] == '_');
}

static enum rc integer_bind(struct cursor *c, const struct sql_field *f, const char *at, struct value *v)
{
    bool null;
    if (f->type == SQL_DAY) {
        day_t day;
        memcpy(&day, at, sizeof day);
        v->integer = day;
        null = day == DAY_NONE;
    } else {
        memcpy(&v->integer, at, sizeof v->integer);
        null = v->integer == NULL_INT || (v->integer == DAY_NONE && f->nullable && day_named(f->name));
    }
    v->kind = null ? VALUE_NULL : VALUE_INT;
    return null && !f->nullable ? value_missing(c, f, "in") : RC_OK;
}

/* ---- what a sealed value is bound to: table.column and the key of the row ---- */

enum { BOUND_MAX = 128 };
struct bound { char bytes[BOUND_MAX]; size_t n; };

static void bound_begin(struct bound *b, const struct sql_field *f)
{
    b->n = strlen(f->bound) + 1; /* its zero byte parts it from the numbers */
    BUG_IF(b->n + sizeof f->key * sizeof(int64_t) > sizeof b->bytes);
    memcpy(b->bytes, f->bound, b->n);
}

static void bound_add(struct bound *b, int64_t number)
{
    for (size_t i = 0; i < sizeof number; i++) b->bytes[b->n++] = (char)((uint64_t)number >> 8 * i);
}

static int64_t integer_at(const void *fields, const struct sql_field *f)
{
    int64_t number;
    memcpy(&number, (const char *)fields + f->offset, sizeof number);
    return number;
}

/* A parameter, or what the scope says. */
static int64_t given_value(const struct cursor *c, int which, const struct scope *scope, const void *in)
{
    if (which >= 0) return integer_at(in, &c->st->in[which]);
    if (!scope) return 0;
    switch (which) {
    case SQL_SCOPE_COUNTY: return scope->county;
    case SQL_SCOPE_CHILD: return scope->child;
    default: return scope->staff;
    }
}

static void bound_in(const struct cursor *c, const struct sql_field *f, const struct scope *scope, const void *in,
                     struct bound *b)
{
    bound_begin(b, f);
    for (size_t i = 0; i < f->keys; i++) bound_add(b, given_value(c, f->key[i], scope, in));
}

static void bound_out(const struct cursor *c, const struct sql_field *f, const void *out, struct bound *b)
{
    bound_begin(b, f);
    for (size_t i = 0; i < f->keys; i++)
        bound_add(b, f->key[i] >= 0 ? integer_at(out, &c->st->out[f->key[i]]) : c->given[-1 - f->key[i]]);
}

static enum rc text_bind(struct cursor *c, const struct sql_field *f, const struct scope *scope, const void *in,
                         struct value *v)
{
    if (f->type == SQL_BYTES) {
        v->kind = VALUE_BYTES;
        return RC_OK;
    }
    if (f->type == SQL_TEXT) {
        v->kind = VALUE_TEXT;
        if (v->text.n == 0 || (!memchr(v->text.s, 0, v->text.n) && text_utf8(v->text))) return RC_OK;
        db_say(c->db, "%s: in.%s is not UTF-8 or holds a zero byte", c->st->name, f->name);
        return RC_INVALID;
    }
    v->kind = VALUE_BYTES;
    v->fleeting = true;
    if (f->type == SQL_SEALED) {
        struct bound b;
        bound_in(c, f, scope, in, &b);
        struct text at = {b.bytes, b.n};
        v->text = c->db->sealer ? seal_text(c->db->sealer, cursor_scratch(c), v->text, at) : TEXT_NONE;
    } else {
        unsigned char *hash = arena_alloc(cursor_scratch(c), SEAL_KEYED_BYTES);
        db_keyed(c->db, f->tag, v->text, hash);
        v->text = (struct text){(const char *)hash, SEAL_KEYED_BYTES};
    }
    if (v->text.s) return RC_OK;
    db_say(c->db, "%s: in.%s cannot be sealed", c->st->name, f->name);
    return RC_INTERNAL;
}

enum rc value_bind(struct cursor *c, size_t i, const struct scope *scope, const void *in, struct value *v)
{
    int which = c->st->bind[c->db->engine][i];
    *v = (struct value){.kind = VALUE_NULL};
    if (which < 0) return value_scope(c, which, scope, v);
    const struct sql_field *f = &c->st->in[which];
    const char *at = (const char *)in + f->offset;
    if (f->type == SQL_INT || f->type == SQL_DAY) return integer_bind(c, f, at, v);
    memcpy(&v->text, at, sizeof v->text);
    if (v->text.s) return text_bind(c, f, scope, in, v);
    return f->nullable ? RC_OK : value_missing(c, f, "in");
}

static enum rc sealed_read(struct cursor *c, const struct sql_field *f, struct text sealed, const void *row, struct text *out)
{
    struct bound b;
    bound_out(c, f, row, &b);
    struct text at = {b.bytes, b.n};
    if (c->db->sealer && seal_opened(c->db->sealer, cursor_scratch(c), sealed, at, out)) return RC_OK;
    db_say(c->db, "%s: out.%s does not open with this key, or was moved here from another row", c->st->name, f->name);
    return RC_UNAVAILABLE;
}

enum rc value_read(struct cursor *c, size_t i, const struct value *v, void *out)
{
    const struct sql_field *f = &c->st->out[i];
    char *at = (char *)out + f->offset;
    if (v->kind == VALUE_NULL && !f->nullable) return value_missing(c, f, "out");
    if (f->type == SQL_INT) {
        int64_t number = v->kind == VALUE_NULL ? NULL_INT : v->integer;
        memcpy(at, &number, sizeof number);
        return RC_OK;
    }
    if (f->type == SQL_DAY) {
        day_t day = v->kind == VALUE_NULL ? DAY_NONE : (day_t)v->integer;
        memcpy(at, &day, sizeof day);
        return RC_OK;
    }
    struct text text = v->kind == VALUE_NULL ? TEXT_NONE : v->text;
    if (f->type == SQL_SEALED && text.s) TRY(sealed_read(c, f, text, out, &text));
    memcpy(at, &text, sizeof text);
    return RC_OK;
}

/* ---- the calls of the generated code ---- */

/* A failed statement spoils the transaction it stands in; see store.h. */
static enum rc cursor_failed(struct cursor *c, enum rc rc)
{
    struct db *db = c->db;
    c->rc = rc;
    if (db->depth > 0 && !db->spoiled_at) {
        db->spoiled_at = db->depth;
        db->spoiled = rc;
    }
    return rc;
}

static enum rc cursor_open(struct db *db, const struct sql_statement *st, const struct scope *scope, const void *in,
                           bool whole, struct cursor *c)
{
    *c = (struct cursor){.db = db, .st = st};
    if (db->spoiled_at) return c->rc = db->spoiled;
    if (st->writes && db->mode == DB_READ) {
        db_say(db, "%s: writes on a connection for reading", st->name);
        return cursor_failed(c, RC_INTERNAL);
    }
    for (size_t i = 0; i < st->given_count; i++) c->given[i] = given_value(c, st->given[i], scope, in);
    db->written += st->writes;
    enum rc rc = db->face->open(c, scope, in, whole);
    if (rc != RC_OK) {
        c->handle = NULL;
        return cursor_failed(c, rc);
    }
    db->open++;
    return RC_OK;
}

static bool cursor_step(struct cursor *c)
{
    if (!c->handle || c->done || c->rc != RC_OK) return false;
    if (c->db->face->step(c)) return true;
    c->done = true;
    if (c->rc != RC_OK) cursor_failed(c, c->rc);
    return false;
}

enum rc sql_open(struct db *db, const struct sql_statement *st, const struct scope *scope, const void *in, struct cursor *c)
{
    return cursor_open(db, st, scope, in, false, c);
}

bool sql_next(struct cursor *c, void *out)
{
    if (c->scratch) arena_reset(c->scratch);
    if (!cursor_step(c)) return false;
    enum rc rc = c->db->face->read(c, out);
    if (rc == RC_OK) return true;
    cursor_failed(c, rc);
    return false;
}

enum rc sql_close(struct cursor *c)
{
    struct db *db = c->db;
    if (c->handle) {
        db->face->close(c);
        c->handle = NULL;
        db->open--;
    }
    if (c->scratch) {
        arena_reset(c->scratch);
        if (db->spares < SPARE_MAX) db->spare[db->spares++] = c->scratch;
        else arena_free(c->scratch);
        c->scratch = NULL;
    }
    return c->rc;
}

enum rc sql_run(struct db *db, const struct sql_statement *st, const struct scope *scope, const void *in, int64_t *changed)
{
    struct cursor c;
    if (changed) *changed = 0;
    cursor_open(db, st, scope, in, true, &c);
    while (cursor_step(&c)) continue;
    if (c.rc == RC_OK && changed) *changed = db->face->changed(&c);
    return sql_close(&c);
}

static void texts_keep(const struct sql_statement *st, struct arena *a, void *out)
{
    for (size_t i = 0; i < st->out_count; i++) {
        if (st->out[i].type == SQL_INT || st->out[i].type == SQL_DAY) continue;
        struct text t;
        char *at = (char *)out + st->out[i].offset;
        memcpy(&t, at, sizeof t);
        if (!t.s) continue;
        t = text_dup(a, t);
        memcpy(at, &t, sizeof t);
    }
}

enum rc sql_one(struct db *db, const struct sql_statement *st, const struct scope *scope, const void *in, struct arena *a,
                void *out)
{
    struct cursor c;
    cursor_open(db, st, scope, in, true, &c);
    bool found = sql_next(&c, out);
    if (found) texts_keep(st, a, out);
    if (found && st->writes)
        while (cursor_step(&c)) continue; /* what a statement changes is complete only at its end */
    enum rc rc = sql_close(&c);
    return rc == RC_OK && !found ? RC_NOT_FOUND : rc;
}

enum rc sql_prepare(struct db *db, const struct sql_statement *st)
{
    return db->face->prepare(db, st);
}
