/* SPDX-License-Identifier: Apache-2.0 */
/* What of a catalogue of requirements the schemes carry out, and which test shows it. */
#include "cli/cli.h"
#include "format/json.h"
#include "scheme/coverage.h"

#include <dirent.h>
#include <stdlib.h>

enum { CATALOGUE_BYTES = 4 << 20, FOLDERS_MAX = PLAN_SCHEMES };

struct names { struct text *name; size_t n; };

static int by_text(const void *x, const void *y)
{
    return text_cmp(*(const struct text *)x, *(const struct text *)y);
}

static void close_dir(void *p)
{
    closedir(p);
}

/* What stands in a folder, by name. */
static enum rc folder_list(struct cli *c, const char *path, size_t most, struct names *out)
{
    DIR *dir = opendir(path);
    if (dir == NULL) {
        fault_add(&c->faults, TEXT_NONE, W_scheme_no_folder, text_of(path), TEXT_NONE);
        return RC_NOT_FOUND;
    }
    arena_defer(c->arena, close_dir, dir);
    *out = (struct names){.name = arena_array(c->arena, most, sizeof *out->name)};
    for (const struct dirent *e = readdir(dir); e != NULL; e = readdir(dir)) {
        if (e->d_name[0] == '.') continue;
        if (out->n == most) {
            fault_add(&c->faults, text_of(path), W_scheme_too_many, text_fmt(c->arena, "%zu", most), TEXT_NONE);
            return RC_TOO_LARGE;
        }
        out->name[out->n++] = text_dup(c->arena, text_of(e->d_name));
    }
    qsort(out->name, out->n, sizeof *out->name, by_text);
    return RC_OK;
}

static enum rc catalogue_read(struct cli *c, const char *path, struct coverage **out)
{
    struct names in;
    size_t n = 0;
    TRY(folder_list(c, path, COVERAGE_SYSTEMS, &in));
    struct embedded *file = arena_array(c->arena, in.n, sizeof *file);
    for (size_t i = 0; i < in.n; i++) {
        if (!text_ends(in.name[i], T(".yaml"))) continue;
        file[n].path = text_fmt(c->arena, "%s/%.*s", path, TP(in.name[i]));
        enum rc rc = file_read(c->arena, text_z(c->arena, file[n].path), CATALOGUE_BYTES, &file[n].bytes);
        if (rc != RC_OK) {
            fault_add(&c->faults, TEXT_NONE, rc == RC_TOO_LARGE ? W_scheme_too_large : W_scheme_no_file,
                      rc == RC_TOO_LARGE ? T("4 MB") : file[n].path, TEXT_NONE);
            return rc;
        }
        n++;
    }
    return coverage_read(c->arena, file, n, &c->faults, out);
}

/* Each scheme is read on top of the law alone, so that what is wrong in one says nothing about another. */
static enum rc source_claim(struct cli *c, const struct codes *codes, const struct plan_source *own, bool law,
                            struct coverage *cover)
{
    struct plan_source source[2] = {*own};
    struct faults f = faults_new(c->arena);
    struct plan *p;
    size_t n = 1;
    if (!law && plan_source_builtin(c->arena, T("schemes/law"), &source[n]) == RC_OK) n++;
    enum rc rc = plan_build(c->arena, codes, source, n, NULL, &f, &p);
    for (size_t i = 0; i < f.n; i++) {
        if (!f.list[i].warning) fault_put(&c->faults, &f.list[i]);
    }
    if (rc == RC_OK) coverage_claim(cover, p, 0);
    return rc;
}

/* "schemes/yx-youxi/scheme.yaml" → "yx-youxi"; empty for what is no head of a scheme. */
static struct text builtin_name(struct text path)
{
    if (!text_starts(path, T("schemes/")) || !text_ends(path, T("/scheme.yaml"))) return T("");
    return text_sub(path, 8, path.n - 20);
}

static bool among(const struct names *in, struct text name)
{
    for (size_t i = 0; i < in->n; i++) {
        if (text_eq(in->name[i], name)) return true;
    }
    return false;
}

/* The folders of a folder, or the folder itself when it holds the files of one scheme. */
static enum rc folders_claim(struct cli *c, const struct codes *codes, const char *path, struct names *given,
                             struct coverage *cover)
{
    struct plan_source source;
    TRY(folder_list(c, path, FOLDERS_MAX * 4, given));
    if (among(given, T("scheme.yaml"))) {
        TRY(plan_source_folder(c->arena, path, &source, &c->faults));
        return source_claim(c, codes, &source, text_ends(source.name, T("schemes/law")), cover);
    }
    for (size_t i = 0; i < given->n; i++) {
        const char *one = text_z(c->arena, text_fmt(c->arena, "%s/%.*s", path, TP(given->name[i])));
        if (!file_exists(text_z(c->arena, text_fmt(c->arena, "%s/scheme.yaml", one)))) continue;
        TRY(plan_source_folder(c->arena, one, &source, &c->faults));
        TRY(source_claim(c, codes, &source, text_eqz(given->name[i], "law"), cover));
    }
    return RC_OK;
}

static enum rc all_claim(struct cli *c, struct coverage *cover)
{
    const struct codes *codes = codes_builtin(c->arena, &c->faults);
    struct names given = {0};
    size_t n;
    if (codes == NULL) return RC_INTERNAL;
    if (c->args > 1) TRY(folders_claim(c, codes, c->arg[1], &given, cover));
    const struct embedded *all = embedded_all(&n);
    for (size_t i = 0; i < n; i++) {
        struct text name = builtin_name(all[i].path);
        struct plan_source source;
        /* One that was given stands for the one of that name that is built in. */
        if (name.n == 0 || among(&given, name)) continue;
        TRY(plan_source_builtin(c->arena, text_join(c->arena, T("schemes/"), name), &source));
        TRY(source_claim(c, codes, &source, text_eqz(name, "law"), cover));
    }
    return RC_OK;
}

/* ---- telling ---- */

static void pair_json(struct buf *b, size_t requirements, size_t covered)
{
    json_key(b, T("requirements"));
    json_int(b, (int64_t)requirements);
    json_key(b, T("covered"));
    json_int(b, (int64_t)covered);
}

static void coverage_json(struct buf *b, const struct coverage *cover)
{
    json_open(b, '{');
    json_key(b, T("total"));
    json_open(b, '{');
    pair_json(b, cover->requirements, cover->covered);
    json_close(b, '}');
    json_key(b, T("systems"));
    json_open(b, '[');
    for (size_t i = 0; i < cover->system_count; i++) {
        const struct coverage_system *s = &cover->system[i];
        json_open(b, '{');
        json_key(b, T("id"));
        json_text(b, s->id);
        pair_json(b, s->n, s->covered);
        json_key(b, T("entries"));
        json_open(b, '[');
        for (size_t k = 0; k < s->n; k++) {
            const struct text pair[] = {T("id"), s->entry[k].id, T("kind"), s->entry[k].kind, T("by"), s->entry[k].by,
                                        T("test"), s->entry[k].test};
            json_open(b, '{');
            for (size_t x = 0; x < 8; x += 2) {
                json_key(b, pair[x]);
                json_text(b, pair[x + 1]);
            }
            json_close(b, '}');
        }
        json_close(b, ']');
        json_close(b, '}');
    }
    json_close(b, ']');
    json_close(b, '}');
    buf_char(b, '\n');
}

static struct text number(struct cli *c, size_t n)
{
    return text_fmt(c->arena, "%zu", n);
}

static bool kind_seen(const struct coverage_system *s, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (text_eq(s->entry[i].kind, s->entry[at].kind)) return true;
    }
    return false;
}

/* One kind of entries: how many are carried out, by what, shown where, and what is left. */
static void kind_words(struct cli *c, const struct coverage_system *s, struct text kind)
{
    size_t n = 0, covered = 0;
    struct text left = T("");
    for (size_t i = 0; i < s->n; i++) {
        const struct coverage_entry *e = &s->entry[i];
        if (!text_eq(e->kind, kind)) continue;
        n++;
        covered += e->test.n > 0;
        if (e->test.n == 0) left = text_fmt(c->arena, "%.*s %.*s", TP(left), TP(e->id));
    }
    struct text arg[] = {kind, number(c, n), number(c, covered)};
    buf_add(&c->out, word_fill(c->arena, c->lang, W_coverage_kind, arg, 3));
    buf_char(&c->out, '\n');
    for (size_t i = 0; i < s->n; i++) {
        const struct coverage_entry *e = &s->entry[i];
        if (!text_eq(e->kind, kind)) continue;
        if (e->test.n) buf_fmt(&c->out, "    %.*s  %.*s  %.*s\n", TP(e->id), TP(e->by), TP(e->test));
        else if (e->listed.n) {
            struct text listed[] = {e->id, e->listed};
            buf_add(&c->out, word_fill(c->arena, c->lang, W_coverage_listed, listed, 2));
            buf_char(&c->out, '\n');
        }
    }
    if (left.n == 0) return;
    buf_add(&c->out, word_fill(c->arena, c->lang, W_coverage_left, &left, 1));
    buf_char(&c->out, '\n');
}

static void coverage_words(struct cli *c, const struct coverage *cover)
{
    struct buf *b = &c->out;
    for (size_t i = 0; i < cover->system_count; i++) {
        const struct coverage_system *s = &cover->system[i];
        struct text arg[] = {s->id, s->title, number(c, s->n), number(c, s->covered)};
        buf_add(b, word_fill(c->arena, c->lang, W_coverage_system, arg, 4));
        buf_char(b, '\n');
        for (size_t k = 0; k < s->n; k++) {
            if (!kind_seen(s, k)) kind_words(c, s, s->entry[k].kind);
        }
        buf_char(b, '\n');
    }
    for (size_t i = 0; i < cover->stray_count; i++) {
        const struct coverage_stray *x = &cover->stray[i];
        buf_fmt(b, "%.*s:%d:%d: ", TP(x->file), x->line, x->column);
        buf_add(b, word_fill(c->arena, c->lang, W_coverage_stray, &x->id, 1));
        buf_char(b, '\n');
    }
    struct text arg[] = {number(c, cover->requirements), number(c, cover->covered)};
    buf_add(b, word_fill(c->arena, c->lang, W_coverage_total, arg, 2));
    buf_char(b, '\n');
}

static enum rc run(struct cli *c)
{
    struct coverage *cover;
    TRY(catalogue_read(c, c->arg[0], &cover));
    TRY(all_claim(c, cover));
    if (c->json) coverage_json(&c->out, cover);
    else coverage_words(c, cover);
    return RC_OK;
}

const struct command cmd_scheme_coverage = {.name = "scheme coverage", .args = "CATALOGUE_DIR [SCHEMES_DIR]", .args_min = 1,
                                            .args_max = 2, .sentence = W_cmd_scheme_coverage, .run = run};
