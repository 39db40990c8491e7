/* SPDX-License-Identifier: Apache-2.0 */
/* Where schemes come from: built in, or a folder on disk. */
#include "scheme/source_files.h"

#include <dirent.h>
#include <stdlib.h>

enum rc plan_source_builtin(struct arena *a, struct text folder, struct plan_source *out)
{
    size_t n, count = 0;
    const struct embedded *all = embedded_all(&n);
    struct embedded *file = arena_array(a, SCHEME_FILES, sizeof *file);
    struct text below = text_ends(folder, T("/")) ? folder : text_join(a, folder, T("/"));
    for (size_t i = 0; i < n && count < SCHEME_FILES; i++) {
        if (text_starts(all[i].path, below) && text_ends(all[i].path, T(".yaml"))) file[count++] = all[i];
    }
    if (count == 0) return RC_NOT_FOUND;
    *out = (struct plan_source){.name = folder, .file = file, .file_count = count, .from = DAY_NONE,
                                .to = DAY_NONE, .params = T("")};
    return RC_OK;
}

static int by_path(const void *x, const void *y)
{
    return text_cmp(((const struct embedded *)x)->path, ((const struct embedded *)y)->path);
}

static void close_dir(void *p)
{
    closedir(p);
}

enum rc plan_source_folder(struct arena *a, const char *path, struct plan_source *out, struct faults *f)
{
    struct embedded *file = arena_array(a, SCHEME_FILES, sizeof *file);
    size_t n = 0;
    DIR *dir = opendir(path);
    if (!dir) {
        fault_add(f, TEXT_NONE, W_scheme_no_folder, text_of(path), TEXT_NONE);
        return RC_NOT_FOUND;
    }
    arena_defer(a, close_dir, dir);
    for (const struct dirent *e = readdir(dir); e; e = readdir(dir)) {
        struct text name = text_of(e->d_name);
        if (!text_ends(name, T(".yaml")) || text_starts(name, T("."))) continue;
        if (n == SCHEME_FILES) {
            fault_add(f, text_of(path), W_scheme_too_many, text_fmt(a, "%d", SCHEME_FILES), TEXT_NONE);
            return RC_TOO_LARGE;
        }
        file[n].path = text_fmt(a, "%s/%s", path, e->d_name);
        enum rc rc = file_read(a, text_z(a, file[n].path), SCHEME_FILE_BYTES, &file[n].bytes);
        if (rc != RC_OK) {
            bool large = rc == RC_TOO_LARGE;
            fault_add(f, TEXT_NONE, large ? W_scheme_too_large : W_scheme_no_file, large ? T("1 MB") : file[n].path, TEXT_NONE);
            return rc;
        }
        file[n].bytes = source_text(a, file[n].path, file[n].bytes, f);
        n++;
    }
    if (n == 0) {
        fault_add(f, TEXT_NONE, W_scheme_folder_empty, text_of(path), TEXT_NONE);
        return RC_INVALID;
    }
    qsort(file, n, sizeof *file, by_path);
    *out = (struct plan_source){.name = text_dup(a, text_of(path)), .file = file, .file_count = n, .from = DAY_NONE,
                                .to = DAY_NONE, .params = T("")};
    return RC_OK;
}
