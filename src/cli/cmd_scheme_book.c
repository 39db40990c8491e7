/* SPDX-License-Identifier: Apache-2.0 */
/* scheme export, scheme import: a scheme as one workbook, and back. */
#include "base/file.h"
#include "cli/scheme_check.h"
#include "cli/scheme_source.h"
#include "scheme/book.h"

#include <sys/stat.h>

static enum rc run_export(struct cli *c)
{
    struct plan_source source;
    struct buf out = buf_new(BOOK_BYTES);
    enum rc rc = scheme_source(c, c->arg[0], &c->faults, &source);
    if (rc == RC_OK) rc = book_write(c->arena, &source, c->lang, c->now, &c->faults, &out);
    if (rc == RC_OK) rc = file_write(c->arg[1], buf_text(&out), 0644);
    buf_free(&out);
    if (rc == RC_OK) cli_say(c, W_scheme_exported, text_of(c->arg[1]), TEXT_NONE);
    return rc;
}

/* The folder is made here and nothing that is there is written over. */
static enum rc folder_make(struct cli *c, const char *path)
{
    if (file_exists(path) || mkdir(path, 0755) != 0) {
        fault_add(&c->faults, TEXT_NONE, W_scheme_folder_there, text_of(path), TEXT_NONE);
        return RC_CONFLICT;
    }
    return RC_OK;
}

static enum rc run_import(struct cli *c)
{
    struct text bytes;
    struct buf out = buf_new(YAML_BYTES_MAX);
    enum rc rc = file_read(c->arena, c->arg[0], BOOK_BYTES, &bytes);
    if (rc != RC_OK) {
        fault_add(&c->faults, TEXT_NONE, rc == RC_TOO_LARGE ? W_scheme_too_large : W_scheme_no_file,
            rc == RC_TOO_LARGE ? T("16 MB") : text_of(c->arg[0]), TEXT_NONE);
    }
    if (rc == RC_OK) rc = book_read(c->arena, text_of(c->arg[0]), bytes, &c->faults, &out);
    if (rc == RC_OK) rc = folder_make(c, c->arg[1]);
    if (rc == RC_OK) rc = file_write(text_z(c->arena, text_fmt(c->arena, "%s/scheme.yaml", c->arg[1])), buf_text(&out), 0644);
    buf_free(&out);
    if (rc != RC_OK) return rc;
    if (!c->json) cli_say(c, W_scheme_imported, text_of(c->arg[1]), TEXT_NONE);
    return scheme_check_run(c, (const char *const[]){c->arg[1]}, 1);
}

static const struct option_spec import_options[] = {{"alone", NULL, W_opt_scheme_alone, false}, {0}};
const struct command cmd_scheme_export = {.name = "scheme export", .args = "FOLDER|NAME FILE.xlsx", .args_min = 2, .args_max = 2,
                                          .sentence = W_cmd_scheme_export, .run = run_export};
const struct command cmd_scheme_import = {.name = "scheme import", .args = "FILE.xlsx FOLDER", .args_min = 2, .args_max = 2,
                                          .sentence = W_cmd_scheme_import, .options = import_options,
                                          .run = run_import};
