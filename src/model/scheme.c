/* SPDX-License-Identifier: Apache-2.0 */
#include "model/scheme.h"

#include "base/hash.h"
#include "format/json.h"
#include "format/yaml.h"
#include "gen/sql/scheme.h"
#include "model/pairing.h"
#include "model/place.h"

enum { FILES_MAX = SCHEME_FILES * SCHEME_FILE_BYTES * 2 };

/* ---- files as one JSON object ---- */

static void files_write(struct buf *b, const struct plan_source *s)
{
    json_open(b, '{');
    for (size_t i = 0; i < s->file_count; i++) {
        json_key(b, s->file[i].path);
        json_text(b, s->file[i].bytes);
    }
    json_close(b, '}');
}

static enum rc files_read(struct arena *a, struct text json, struct plan_source *s)
{
    struct faults f = faults_new(a);
    const struct json_node *map = json_read(a, json, FILES_MAX, &f);
    if (map == NULL || map->kind != JSON_MAP) return RC_INTERNAL;
    struct embedded *file = arena_array(a, map->n + 1, sizeof *file);
    for (const struct json_node *one = map->child; one != NULL; one = one->next) {
        file[s->file_count++] = (struct embedded){.path = one->key, .bytes = one->text};
    }
    s->file = file;
    return RC_OK;
}

static enum rc place_range(struct db *db, int64_t county, int64_t place, struct arena *a, struct plan_source *s)
{
    if (place == 0) return RC_OK;
    struct place p;
    TRY(place_by_id(db, county, place, a, &p));
    s->key_lo = p.lo;
    s->key_hi = p.hi;
    return RC_OK;
}

enum rc scheme_sources(struct db *db, int64_t county, struct arena *a, size_t spare, struct plan_source **out, size_t *n)
{
    struct plan_source *list = NULL;
    int64_t *place = NULL;
    size_t cap = 0, place_cap = 0;
    *n = 0;
    struct cursor c;
    struct sql_scheme_files_out row;
    TRY(sql_scheme_files(db, &(struct sql_scheme_files_in){.county = county}, &c));
    enum rc rc = RC_OK;
    while (rc == RC_OK && sql_scheme_files_next(&c, &row)) {
        list = arena_grow(a, list, *n, &cap, *n + 1 + spare, sizeof *list);
        place = arena_grow(a, place, *n, &place_cap, *n + 1, sizeof *place);
        struct plan_source s = {
            .name = text_fmt(a, "%.*s@%lld", TP(row.id), (long long)row.version),
            .from = (day_t)row.from_day,
            .to = row.to_day == NULL_INT ? DAY_NONE : (day_t)row.to_day,
            .params = text_dup(a, row.params),
        };
        place[*n] = row.place;
        rc = files_read(a, text_dup(a, row.files), &s);
        list[(*n)++] = s;
    }
    enum rc closed = sql_close(&c);
    if (rc == RC_OK) rc = closed;
    for (size_t i = 0; rc == RC_OK && i < *n; i++) rc = place_range(db, county, place[i], a, &list[i]);
    *out = list != NULL ? list : arena_array(a, spare + 1, sizeof *list);
    return rc;
}

/* ---- the numbers of forms ---- */

enum rc scheme_numbers(struct db *db, int64_t county, struct arena *a, struct plan_options *out)
{
    struct plan_number *list = arena_array(a, CODES_KINDS, sizeof *list);
    struct cursor c;
    struct sql_kind_list_out row;
    out->number = list;
    out->number_count = 0;
    TRY(sql_kind_list(db, &(struct sql_kind_list_in){.county = county}, &c));
    while (out->number_count < CODES_KINDS && sql_kind_list_next(&c, &row)) {
        list[out->number_count++] = (struct plan_number){text_dup(a, row.key), (int)row.number};
    }
    return sql_close(&c);
}

static enum rc kinds_number(struct work *w, const struct plan *p)
{
    for (size_t i = 0; i < p->form_count; i++) {
        const struct code_kind *k = p->form[i].kind;
        struct sql_kind_insert_in in = {.county = w->county, .key = k->key, .number = k->number};
        TRY(sql_kind_insert_run(w->db, &in, NULL));
    }
    return RC_OK;
}

/* ---- loading ---- */

static const struct plan_scheme *plan_named(const struct plan *p, struct text name)
{
    for (size_t i = 0; i < p->scheme_count; i++) {
        if (text_eq(p->scheme[i].name, name)) return &p->scheme[i];
    }
    return NULL;
}

static struct text digest_of(struct arena *a, struct text t)
{
    unsigned char sha[SHA256_BYTES];
    hash_sha256(sha, t);
    return hash_hex(a, sha, sizeof sha);
}

static enum rc duties_number(struct work *w, const struct plan *p, const struct plan_scheme *s, int *given)
{
    struct cursor c;
    struct sql_duty_list_out row;
    int64_t last = 0;
    TRY(sql_duty_list(w->db, &(struct sql_duty_list_in){.county = w->county}, &c));
    while (sql_duty_list_next(&c, &row)) last = row.id > last ? row.id : last;
    TRY(sql_close(&c));
    *given = 0;
    for (size_t i = 0; i < p->duty_count; i++) {
        const struct plan_duty *d = &p->duty[i];
        if (&p->scheme[d->at.scheme] != s) continue;
        TRY(sql_duty_insert_run(w->db,
            &(struct sql_duty_insert_in){.county = w->county, .id = ++last, .scheme = s->id, .version = s->version, .key = d->key,
                .title = d->title[LANG_ZH], .clause = d->at.clause},
            NULL));
        ++*given;
    }
    return RC_OK;
}

static enum rc version_insert(
    struct work *w, const struct plan_scheme *s, const struct plan_source *source, int64_t place, struct text files)
{
    TRY(sql_scheme_close_run(w->db,
        &(struct sql_scheme_close_in){.county = w->county, .id = s->id, .version = s->version, .to_day = s->from}, NULL));
    return sql_scheme_insert_run(w->db,
        &(struct sql_scheme_insert_in){
            .county = w->county,
            .id = s->id,
            .version = s->version,
            .title = s->title[LANG_ZH],
            .layer = layer_key(s->layer),
            .place = place,
            .from_day = s->from,
            .to_day = s->to >= DAY_MAX ? NULL_INT : s->to,
            .files = files,
            .params = text_empty(source->params) ? T("") : source->params,
            .digest = digest_of(w->arena, files),
            .loaded_at = w->now,
            .loaded_by = w->staff,
        },
        NULL);
}

/* Id and version as the head says them; false when there is no readable head (plan_build says why). */
static bool head_read(struct arena *a, const struct plan_source *s, struct text *id, int64_t *version)
{
    struct faults quiet = faults_new(a);
    for (size_t i = 0; i < s->file_count; i++) {
        const struct yaml_node *root = yaml_read(a, s->file[i].path, s->file[i].bytes, &quiet);
        const struct yaml_node *head = yaml_get(root, "scheme");
        if (yaml_text(yaml_get(head, "id"), id) && yaml_int(yaml_get(head, "version"), version)) return true;
    }
    return false;
}

/* Loaded before? The same text is nothing to do, another text under the same number is refused. */
static enum rc version_find(struct work *w, const struct plan_source *s, struct text files, struct scheme_loaded *out)
{
    struct text id = TEXT_NONE;
    int64_t version = 0;
    struct sql_scheme_by_id_out row;
    if (!head_read(w->arena, s, &id, &version)) return RC_OK;
    enum rc rc = sql_scheme_by_id_one(w->db,
        &(struct sql_scheme_by_id_in){.county = w->county, .id = id, .version = version}, w->arena, &row);
    if (rc != RC_OK) return rc == RC_NOT_FOUND ? RC_OK : rc;
    *out = (struct scheme_loaded){.id = id,
        .title = row.title,
        .version = (int)version,
        .from = (day_t)row.from_day,
        .same = true,
        .to = row.to_day == NULL_INT ? DAY_MAX : (day_t)row.to_day};
    if (text_eq(row.digest, digest_of(w->arena, files))) return RC_OK;
    fault_add(w->faults, T("version"), W_scheme_frozen, id, text_fmt(w->arena, "%lld", (long long)version));
    return RC_CONFLICT;
}

static enum rc plan_load(struct work *w, const struct codes *codes, const struct plan_source *source, int64_t place, day_t from,
                         struct text files, struct scheme_loaded *out)
{
    struct plan_source *list;
    struct plan *p;
    size_t n;
    TRY(scheme_sources(w->db, w->county, w->arena, 1, &list, &n));
    list[n] = *source;
    if (from != DAY_NONE) list[n].from = from;
    TRY(place_range(w->db, w->county, place, w->arena, &list[n]));
    struct plan_options options = {.today = w->today};
    TRY(scheme_numbers(w->db, w->county, w->arena, &options));
    TRY(plan_build(w->arena, codes, list, n + 1, &options, w->faults, &p));
    const struct plan_scheme *s = plan_named(p, source->name);
    if (s == NULL) return RC_INTERNAL;
    *out = (struct scheme_loaded){.id = s->id, .title = s->title[LANG_ZH], .version = s->version, .from = s->from, .to = s->to};
    TRY(version_insert(w, s, source, place, files));
    TRY(kinds_number(w, p));
    TRY(pairing_roles_refresh(w->db, w->county, codes, p));
    return duties_number(w, p, s, &out->duties);
}

enum rc scheme_load(struct work *w, const struct codes *codes, const struct plan_source *source, int64_t place, day_t from,
                    struct scheme_loaded *out)
{
    *out = (struct scheme_loaded){0};
    struct buf files = buf_new(FILES_MAX);
    files_write(&files, source);
    enum rc rc = version_find(w, source, buf_text(&files), out);
    if (rc == RC_OK && !out->same) rc = plan_load(w, codes, source, place, from, buf_text(&files), out);
    buf_free(&files);
    return rc;
}

enum rc scheme_end(struct work *w, struct text id, day_t on)
{
    int64_t changed = 0;
    TRY(sql_scheme_end_run(w->db, &(struct sql_scheme_end_in){.county = w->county, .id = id, .to_day = on}, &changed));
    return changed > 0 ? RC_OK : RC_NOT_FOUND;
}
