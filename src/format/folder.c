/* SPDX-License-Identifier: Apache-2.0 */
#include "format/folder_part.h"

#include "base/buf.h"
#include "format/csv.h"

#include <string.h>
#include <zip.h>

struct opening {
    struct arena *a;
    struct text name;
    struct folder_limits limits;
    struct faults *f;
    struct folder *out;
    zip_t *zip;
    size_t bytes;                /* unpacked so far */
};

struct folder_limits folder_limits_fill(const struct folder_limits *l)
{
    struct folder_limits all = *l;
    if (all.files == 0) all.files = 200;
    if (all.file_bytes == 0) all.file_bytes = (size_t)16 << 20;
    if (all.all_bytes == 0) all.all_bytes = (size_t)32 << 20;
    return all;
}

enum rc folder_fail(struct faults *f, enum rc rc, enum word w, struct text name, struct text what)
{
    fault_put(f, &(struct fault){.file = name, .word = w, .arg = {name, what}});
    return rc;
}

bool folder_is_zip(struct text bytes)
{
    return text_starts(bytes, T("PK\x03\x04")) || text_starts(bytes, T("PK\x05\x06"));
}

/* ---- names ---- */

static bool left_behind(struct text path)
{
    ptrdiff_t at = -1;
    for (size_t i = 0; i < path.n; i++) at = path.s[i] == '/' ? (ptrdiff_t)i : at;
    struct text base = text_sub(path, (size_t)(at + 1), path.n);
    return base.n == 0 || base.s[0] == '.' || text_starts(base, T("~$")) || text_starts(path, T("__MACOSX/")) ||
           text_eqz(base, "Thumbs.db") || text_eqz(base, "desktop.ini");
}

/* Stays below the folder: no way up, no root, no drive. */
static bool path_safe(struct text path)
{
    struct text rest = path, one;
    if (path.n == 0 || path.n > FOLDER_PATH || path.s[0] == '/' || memchr(path.s, 0, path.n) || memchr(path.s, ':', path.n))
        return false;
    while (rest.n && text_cut(&rest, '/', &one)) {
        if (text_eqz(one, "..")) return false;
    }
    return true;
}

static struct text path_read(struct opening *o, zip_uint64_t i)
{
    enum sheet_coding coding;
    const char *raw = zip_get_name(o->zip, i, ZIP_FL_ENC_RAW);
    struct text t = raw ? csv_decode(o->a, text_of(raw), &coding) : TEXT_NONE;
    if (!t.s) return TEXT_NONE;
    char *s = arena_copy(o->a, t.s, t.n);
    for (size_t k = 0; k < t.n; k++) s[k] = (char)(s[k] == '\\' ? '/' : s[k]);
    return (struct text){s, t.n};
}

/* ---- contents ---- */

/* What the directory of the zip says about sizes is not believed: bytes are counted as they come. */
static enum rc bytes_read(struct opening *o, zip_file_t *z, struct text path, struct text *out)
{
    struct buf b = buf_new(o->limits.file_bytes);
    char chunk[16 * 1024];
    zip_int64_t n = 0;
    enum rc rc = RC_OK;
    while (rc == RC_OK && (n = zip_fread(z, chunk, sizeof chunk)) > 0) {
        buf_bytes(&b, chunk, (size_t)n);
        o->bytes += (size_t)n;
        if (b.over || o->bytes > o->limits.all_bytes) rc = folder_fail(o->f, RC_TOO_LARGE, W_folder_large, o->name,
            text_fmt(o->a, "%zu", (b.over ? o->limits.file_bytes : o->limits.all_bytes) >> 20));
    }
    if (rc == RC_OK && n < 0) rc = folder_fail(o->f, RC_INVALID, W_folder_broken, o->name, path);
    if (rc == RC_OK) *out = text_dup(o->a, buf_text(&b));
    buf_free(&b);
    return rc;
}

static enum rc file_take(struct opening *o, zip_uint64_t i, struct text path)
{
    for (size_t k = 0; k < o->out->n; k++) {
        if (text_eq(o->out->file[k].path, path)) return folder_fail(o->f, RC_INVALID, W_folder_twice, o->name, path);
    }
    zip_file_t *z = zip_fopen_index(o->zip, i, 0);
    if (!z) {
        bool locked = zip_error_code_zip(zip_get_error(o->zip)) == ZIP_ER_NOPASSWD;
        return folder_fail(o->f, RC_INVALID, locked ? W_folder_locked : W_folder_broken, o->name, path);
    }
    struct folder_file *one = &o->out->file[o->out->n];
    one->path = path;
    enum rc rc = bytes_read(o, z, path, &one->bytes);
    (void)zip_fclose(z);
    if (rc == RC_OK) o->out->n++;
    return rc;
}

static enum rc files_read(struct opening *o)
{
    zip_int64_t entries = zip_get_num_entries(o->zip, 0);
    struct text most = text_fmt(o->a, "%zu", o->limits.files);
    /* Folders are entries too; ten times as many as files are more than any folder of papers has. */
    if (entries > (zip_int64_t)o->limits.files * 10) return folder_fail(o->f, RC_TOO_LARGE, W_folder_many, o->name, most);
    o->out->file = arena_array(o->a, o->limits.files + 1, sizeof *o->out->file);
    for (zip_int64_t i = 0; i < entries; i++) {
        struct text path = path_read(o, (zip_uint64_t)i);
        if (!path.s || !path_safe(path)) return folder_fail(o->f, RC_INVALID, W_folder_path, o->name, TEXT_NONE);
        if (left_behind(path)) continue;
        if (o->out->n == o->limits.files) return folder_fail(o->f, RC_TOO_LARGE, W_folder_many, o->name, most);
        TRY(file_take(o, (zip_uint64_t)i, path));
    }
    return RC_OK;
}

enum rc folder_read(struct arena *a, struct text name, struct text bytes, const struct folder_limits *limits,
                    struct faults *faults, struct folder *out)
{
    struct opening o = {.a = a, .name = name, .limits = folder_limits_fill(limits), .f = faults, .out = out};
    zip_error_t error;
    *out = (struct folder){0};
    zip_error_init(&error);
    zip_source_t *src = zip_source_buffer_create(bytes.s, bytes.n, 0, &error);
    o.zip = src ? zip_open_from_source(src, ZIP_RDONLY, &error) : NULL;
    zip_error_fini(&error);
    if (!o.zip) {
        if (src) zip_source_free(src);
        return folder_fail(faults, RC_INVALID, W_folder_broken, name, T("zip"));
    }
    enum rc rc = files_read(&o);
    zip_discard(o.zip);
    return rc;
}
