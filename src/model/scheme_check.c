/* SPDX-License-Identifier: Apache-2.0 */
#include "model/scheme_check.h"

#include "format/json.h"
#include "gen/sql/scheme.h"
#include "scheme/differ.h"
#include "scheme/lint.h"
#include "scheme/source_files.h"

#define LAW_FOLDER "schemes/law"

enum rc scheme_builtin(struct arena *a, struct text key, struct plan_source *out)
{
    return plan_source_builtin(a, text_fmt(a, "schemes/%.*s", TP(key)), out);
}

enum rc scheme_law_loaded(struct db *db, int64_t county, struct arena *a, bool *yes)
{
    struct cursor c;
    struct sql_scheme_list_out o;
    (void)a;
    *yes = false;
    TRY(sql_scheme_list(db, &(struct sql_scheme_list_in){.county = county}, &c));
    while (sql_scheme_list_next(&c, &o)) *yes = *yes || text_eqz(o.layer, "law");
    return sql_close(&c);
}

static bool own_file(const struct plan_source *s, struct text file)
{
    for (size_t i = 0; i < s->file_count; i++) {
        if (text_eq(s->file[i].path, file)) return true;
    }
    return false;
}

/* What is wrong elsewhere was told when that was loaded; errors are kept whichever file they stand in. */
static void faults_own(const struct plan_source *s, const struct faults *all, struct faults *f)
{
    for (size_t i = 0; i < all->n; i++) {
        if (!all->list[i].warning || own_file(s, all->list[i].file)) fault_put(f, &all->list[i]);
    }
}

/* The same version may be loaded already: then it is looked at in the place of that one. */
static size_t others(struct plan_source *list, size_t n, const struct plan_source *source)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        bool same = list[i].file_count == source->file_count && source->file_count > 0;
        for (size_t k = 0; same && k < source->file_count; k++) same = text_eq(list[i].file[k].bytes, source->file[k].bytes);
        if (!same) list[kept++] = list[i];
    }
    return kept;
}

enum rc scheme_sources_with(struct db *db, int64_t county, struct arena *a, const struct plan_source *source,
                            struct plan_source **out, size_t *n, bool *law_too)
{
    bool law;
    TRY(scheme_law_loaded(db, county, a, &law));
    TRY(scheme_sources(db, county, a, 2, out, n));
    *n = others(*out, *n, source);
    (*out)[(*n)++] = *source;
    *law_too = !law && !text_eqz(source->name, LAW_FOLDER);
    return *law_too ? plan_source_builtin(a, T(LAW_FOLDER), &(*out)[(*n)++]) : RC_OK;
}

/* Versions of one scheme come in their order. */
static const struct plan_source *before_find(struct arena *a, const struct plan_source *list, size_t n,
                                             const struct plan_source *source)
{
    const struct plan_source *found = NULL;
    struct text mark = text_fmt(a, "%.*s@", TP(scheme_id_of(a, source)));
    for (size_t i = 0; i < n; i++) {
        if (mark.n > 1 && text_starts(list[i].name, mark)) found = &list[i];
    }
    return found;
}

enum rc scheme_check(struct db *db, int64_t county, day_t today, const struct codes *codes, const struct calendar *calendar,
                     const struct plan_source *source, struct arena *a, struct faults *f, struct scheme_checked *out)
{
    struct plan_source *list;
    size_t n;
    struct plan *p = NULL;
    struct faults all = faults_new(a);
    *out = (struct scheme_checked){.scheme = -1};
    size_t all_loaded;
    TRY(scheme_sources(db, county, a, 0, &list, &all_loaded));
    out->same = others(list, all_loaded, source) < all_loaded;
    TRY(scheme_sources_with(db, county, a, source, &list, &n, &out->law_too));
    if (!out->same) out->before = before_find(a, list, n, source);
    struct plan_options options = {.today = today};
    TRY(scheme_numbers(db, county, a, &options));
    enum rc rc = plan_build(a, codes, list, n, &options, &all, &p);
    if (rc == RC_OK && calendar != NULL) lint_plan(p, calendar, &all);
    faults_own(source, &all, f);
    source_faults_place(a, source, f);
    if (rc != RC_OK) return rc;
    out->plan = p;
    for (size_t i = 0; i < p->scheme_count; i++) {
        if (text_eq(p->scheme[i].name, source->name)) out->scheme = (int)i;
    }
    return all.errors > 0 || out->scheme < 0 ? RC_INVALID : RC_OK;
}

/* ---- from the look to the press ---- */

void scheme_token_write(struct buf *b, struct text built_in, const struct plan_source *source)
{
    json_open(b, '{');
    if (!text_empty(built_in)) {
        json_key(b, T("built_in"));
        json_text(b, built_in);
    } else {
        json_key(b, T("files"));
        json_open(b, '{');
        for (size_t i = 0; i < source->file_count; i++) {
            json_key(b, source->file[i].path);
            json_text(b, source->file[i].bytes);
        }
        json_close(b, '}');
    }
    json_close(b, '}');
}

enum rc scheme_token_read(struct arena *a, struct text token, struct text *built_in, struct plan_source *out)
{
    struct faults ours = faults_new(a);
    const struct json_node *root = text_empty(token) ? NULL : json_read(a, token, SCHEME_TOKEN_BYTES * 2, &ours);
    if (root == NULL) return RC_INVALID;
    *built_in = T("");
    if (json_get_text(root, "built_in", built_in)) return scheme_builtin(a, *built_in, out) == RC_OK ? RC_OK : RC_INVALID;
    const struct json_node *files = json_get(root, "files");
    if (files == NULL || files->kind != JSON_MAP || files->n == 0 || files->n > SCHEME_FILES) return RC_INVALID;
    struct embedded *file = arena_array(a, files->n, sizeof *file);
    *out = (struct plan_source){.name = T("upload"), .file = file, .from = DAY_NONE, .to = DAY_NONE, .params = T("")};
    for (const struct json_node *one = files->child; one != NULL; one = one->next) {
        if (one->kind != JSON_TEXT || one->text.n > SCHEME_FILE_BYTES) return RC_INVALID;
        file[out->file_count++] = (struct embedded){.path = one->key, .bytes = one->text};
    }
    return RC_OK;
}
