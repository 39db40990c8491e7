/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/scheme_source.h"

#include "scheme/source_files.h"

enum { PACKED = 16 << 20 };

enum rc scheme_source(struct cli *c, const char *arg, struct faults *f, struct plan_source *out)
{
    struct text name = text_of(arg);
    /* "schemes/law/" as a shell completes it. */
    while (name.n > 1 && text_ends(name, T("/"))) name.n--;
    arg = text_z(c->arena, name);
    if (!file_exists(arg) && text_find(name, T("/")) < 0) {
        enum rc rc = plan_source_builtin(c->arena, text_fmt(c->arena, "schemes/%s", arg), out);
        if (rc != RC_NOT_FOUND) return rc;
    }
    if (!text_ends(name, T(".zip")) && !text_ends(name, T(".xlsx")) && !text_ends(name, T(".yaml")))
        return plan_source_folder(c->arena, arg, out, f);
    struct embedded packed = {.path = name};
    enum rc rc = file_read(c->arena, arg, PACKED, &packed.bytes);
    if (rc != RC_OK) {
        bool large = rc == RC_TOO_LARGE;
        fault_add(f, TEXT_NONE, large ? W_scheme_too_large : W_scheme_no_file, large ? T("16 MB") : name, TEXT_NONE);
        return rc;
    }
    rc = source_files_read(c->arena, &packed, 1, f, out);
    out->name = name;
    return rc;
}

enum rc scheme_params(struct cli *c, struct plan_source *source)
{
    const char *given = cli_option(c, "params");
    struct text rest = given ? text_of(given) : T(""), one, all = T("");
    while (rest.n > 0 && text_cut(&rest, ',', &one)) {
        if (text_find(one, T("=")) < 1) {
            fault_add(&c->faults, T("--params"), W_scheme_params_bad, one, TEXT_NONE);
            return RC_INVALID;
        }
        all = text_fmt(c->arena, "%.*s%.*s\n", TP(all), TP(text_trim(one)));
    }
    source->params = all;
    return RC_OK;
}
