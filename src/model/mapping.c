/* SPDX-License-Identifier: Apache-2.0 */
#include "model/mapping.h"

#include "base/buf.h"
#include "base/hash.h"
#include "format/json.h"
#include "gen/sql/mapping.h"

#include <string.h>

enum { MAPPING_BYTES = 64 << 10, PART_BYTES = 384 << 10, FIRST_BYTES = 64 << 10, LOOKED_AT = 200 };
enum { DIGITS_SHOWN = 3, DIGITS_MOST = 6 };

/* ---- what was said ---- */

static bool fixed_read(const struct columns *columns, struct arena *a, struct text mapping, struct header_fixed *out)
{
    struct faults f = faults_new(a);
    const struct json_node *list = json_read(a, mapping, MAPPING_BYTES, &f);
    if (list == NULL || list->n == 0) return false;
    int32_t *alias = arena_array(a, list->n, sizeof *alias);
    for (const struct json_node *k = list->child; k != NULL; k = k->next)
        alias[out->n++] = text_empty(k->text) ? -1 : (int32_t)columns_find(columns, text_z(a, k->text));
    out->alias = alias;
    return true;
}

enum rc mapping_load(struct db *db, int64_t county, const char *kind, int64_t lo, int64_t hi, const struct columns *columns,
                     struct arena *a, struct header_fixed **out, size_t *n)
{
    struct cursor c;
    struct sql_import_mapping_for_out o;
    struct sql_import_mapping_for_in in = {
        .county = county, .kind = text_of(kind), .key_lo = lo, .key_hi = hi, .limit = LOOKED_AT};
    *out = arena_array(a, LOOKED_AT, sizeof **out);
    *n = 0;
    TRY(sql_import_mapping_for(db, &in, &c));
    while (sql_import_mapping_for_next(&c, &o) && *n < LOOKED_AT) {
        struct header_fixed one = {.head = text_dup(a, o.head)};
        if (fixed_read(columns, a, o.mapping, &one)) (*out)[(*n)++] = one;
    }
    return sql_close(&c);
}

enum rc mapping_save(struct work *w, const char *kind, int64_t lo, int64_t hi, struct text head, const struct text *key, size_t n)
{
    struct buf b = buf_new(MAPPING_BYTES);
    json_open(&b, '[');
    for (size_t i = 0; i < n; i++) json_text(&b, key[i].s ? key[i] : T(""));
    json_close(&b, ']');
    struct sql_import_mapping_put_in in = {.county = w->county, .kind = text_of(kind), .key_lo = lo, .key_hi = hi, .head = head,
        .mapping = buf_text(&b), .made_at = w->now, .made_by = w->staff};
    enum rc rc = b.over ? RC_TOO_LARGE : sql_import_mapping_put_run(w->db, &in, NULL);
    buf_free(&b);
    if (rc != RC_OK) return rc;
    struct sql_import_mapping_trim_in trim = {
        .county = w->county, .kind = text_of(kind), .key_lo = lo, .key_hi = hi, .most = MAPPINGS_MOST};
    return sql_import_mapping_trim_run(w->db, &trim, NULL);
}

static struct text field_of(struct arena *a, size_t i)
{
    return text_fmt(a, "m_%zu", i);
}

static struct text name_of(const struct column *c)
{
    return c->names > 0 ? c->name[0] : c->key;
}

bool mapping_check(const struct columns *columns, const struct text *heading, const struct text *key, size_t n, struct arena *a,
                   struct faults *f)
{
    size_t *by = arena_array(a, columns->n, sizeof *by), before = f->errors;
    for (size_t i = 0; i < n; i++) {
        if (text_empty(key[i])) continue;
        int at = columns_find(columns, text_z(a, key[i]));
        if (at < 0) fault_add(f, field_of(a, i), W_mapping_unknown, heading[i], TEXT_NONE);
        else if (columns->item[at].type == COLUMN_IGNORE) continue;
        else if (by[at] != 0) {
            struct text other = heading[by[at] - 1];
            struct fault twice = {.field = field_of(a, i), .word = W_mapping_twice, .arg = {heading[i], other,
                name_of(&columns->item[at])}};
            fault_put(f, &twice);
        } else by[at] = i + 1;
    }
    for (size_t i = 0; i < columns->n; i++)
        if (columns->item[i].required && by[i] == 0)
            fault_add(f, T("mapping"), W_mapping_missing, name_of(&columns->item[i]), TEXT_NONE);
    return f->errors == before;
}

/* ---- the file ---- */

static enum rc part_put(struct work *w, int64_t batch, int64_t part, struct text bytes)
{
    struct sql_import_file_insert_in in = {.county = w->county, .batch = batch, .part = part, .bytes = bytes};
    return sql_import_file_insert_run(w->db, &in, NULL);
}

/* Enough to know what a column is about, too little to call or to find anybody: long numbers lose their ends. */
static struct text cell_shown(struct arena *a, struct text cell)
{
    size_t digits = 0, first = 0;
    for (size_t i = 0; i < cell.n; i++) {
        bool digit = cell.s[i] >= '0' && cell.s[i] <= '9';
        if (digit && digits == 0) first = i;
        digits = digit ? digits + 1 : 0;
        if (digits > DIGITS_MOST && first + DIGITS_SHOWN <= cell.n)
            return text_fmt(a, "%.*s****", TP(text_sub(cell, 0, first + DIGITS_SHOWN)));
    }
    return cell;
}

enum rc import_file_first_keep(struct work *w, int64_t batch, const struct text *first, size_t n)
{
    struct buf b = buf_new(FIRST_BYTES);
    json_open(&b, '[');
    for (size_t i = 0; i < n; i++) json_text(&b, cell_shown(w->arena, first[i].s ? first[i] : T("")));
    json_close(&b, ']');
    enum rc rc = part_put(w, batch, -1, b.over ? T("[]") : buf_text(&b));
    buf_free(&b);
    return rc;
}

enum rc import_file_keep(struct work *w, int64_t batch, struct text bytes)
{
    enum rc rc = RC_OK;
    struct arena *was = w->arena, *own = arena_new((size_t)4 << 20);
    int64_t part = 0;
    for (size_t at = 0; rc == RC_OK && at < bytes.n; at += PART_BYTES) {
        size_t left = bytes.n - at, take = left < PART_BYTES ? left : PART_BYTES;
        arena_reset(own);
        w->arena = own;
        rc = part_put(w, batch, part++, hash_b64url(own, bytes.s + at, take));
        w->arena = was;
    }
    arena_free(own);
    return rc;
}

enum rc import_file_read(struct db *db, int64_t county, int64_t batch, struct arena *a, struct text *bytes)
{
    struct cursor c;
    struct sql_import_file_parts_out o;
    struct buf all = buf_new((size_t)64 << 20);
    bool good = true;
    char *room = arena_alloc(a, PART_BYTES);
    TRY(sql_import_file_parts(db, &(struct sql_import_file_parts_in){.county = county, .batch = batch}, &c));
    while (sql_import_file_parts_next(&c, &o)) {
        if (o.part < 0) continue;
        size_t n = o.bytes.n / 4 * 3 + (o.bytes.n % 4 > 1 ? o.bytes.n % 4 - 1 : 0);
        good = good && n <= PART_BYTES && hash_unb64url(o.bytes, room, n);
        if (good) buf_add(&all, (struct text){room, n});
    }
    enum rc rc = sql_close(&c);
    if (rc == RC_OK && (!good || all.over)) rc = RC_INTERNAL;
    if (rc == RC_OK && all.n == 0) rc = RC_NOT_FOUND;
    if (rc == RC_OK) *bytes = text_dup(a, buf_text(&all));
    buf_free(&all);
    return rc;
}

enum rc import_file_kept(struct db *db, int64_t county, int64_t batch, struct arena *a, bool *yes)
{
    struct sql_import_file_count_out o;
    TRY(sql_import_file_count_one(db, &(struct sql_import_file_count_in){.county = county, .batch = batch}, a, &o));
    *yes = o.n > 0;
    return RC_OK;
}

enum rc import_file_first(struct db *db, int64_t county, int64_t batch, struct arena *a, struct text **cell, size_t *n)
{
    struct sql_import_file_first_out o;
    struct faults f = faults_new(a);
    *n = 0;
    enum rc rc = sql_import_file_first_one(db, &(struct sql_import_file_first_in){.county = county, .batch = batch}, a, &o);
    if (rc != RC_OK) return rc == RC_NOT_FOUND ? RC_OK : rc;
    const struct json_node *list = json_read(a, o.bytes, FIRST_BYTES, &f);
    *cell = arena_array(a, list == NULL ? 1 : list->n + 1, sizeof **cell);
    for (const struct json_node *k = list == NULL ? NULL : list->child; k != NULL; k = k->next) (*cell)[(*n)++] = k->text;
    return RC_OK;
}

enum rc import_file_drop(struct work *w, int64_t batch)
{
    return sql_import_file_delete_run(w->db, &(struct sql_import_file_delete_in){.county = w->county, .batch = batch}, NULL);
}
