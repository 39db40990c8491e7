/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/scheme_check.h"

#include "cli/scheme_source.h"
#include "format/json.h"
#include "scheme/calendar_load.h"
#include "scheme/lint.h"
#include "scheme/source_files.h"

/* The calendar that is built in, under the named windows of the scheme: enough to see whether a window ever comes. */
static const struct calendar *calendar_usual(struct cli *c, const struct plan *p, struct faults *f)
{
    static const char *const files[] = {"schemes/calendars/holidays.yaml", "schemes/calendars/default.yaml"};
    const struct yaml_node *root[2];
    for (int i = 0; i < 2; i++) {
        const struct embedded *e = embedded_find(text_of(files[i]));
        root[i] = e == NULL ? NULL : yaml_read(c->arena, e->path, e->bytes, f);
        if (root[i] == NULL) return NULL;
    }
    struct part part = {.arena = c->arena, .faults = f, .codes = p->codes};
    return calendar_load(&part, root, 2, p->window, p->window_count);
}

static enum rc plan_look(struct cli *c, const struct codes *codes, const struct plan_source *source, size_t n, struct faults *f)
{
    struct plan *p;
    struct plan_options options = {.today = c->as_of};
    TRY(plan_build(c->arena, codes, source, n, &options, f, &p));
    const struct calendar *calendar = calendar_usual(c, p, f);
    if (calendar == NULL) return RC_INVALID;
    lint_plan(p, calendar, f);
    return f->errors > 0 ? RC_INVALID : RC_OK;
}

static enum rc check_all(struct cli *c, const char *const *arg, int count, struct faults *f)
{
    const struct codes *codes = codes_builtin(c->arena, f);
    if (codes == NULL) return RC_INTERNAL;
    struct plan_source *source = arena_array(c->arena, (size_t)count + 1, sizeof *source);
    size_t n = 0;
    bool law = false;
    for (int i = 0; i < count; i++) {
        TRY(scheme_source(c, arg[i], f, &source[n]));
        law |= text_ends(source[n].name, T("schemes/law"));
        n++;
    }
    /* A scheme is read on top of the law, unless the law itself is looked at. */
    if (!law && !cli_option(c, "alone")) TRY(plan_source_builtin(c->arena, T("schemes/law"), &source[n++]));
    enum rc rc = plan_look(c, codes, source, n, f);
    for (size_t i = 0; i < n; i++) source_faults_place(c->arena, &source[i], f);
    return rc;
}

static void faults_json(struct cli *c, const struct faults *f)
{
    struct buf *b = &c->out;
    json_open(b, '[');
    for (size_t i = 0; i < f->n; i++) {
        const struct fault *one = &f->list[i];
        json_open(b, '{');
        json_key(b, T("file"));
        json_text(b, one->file);
        json_key(b, T("line"));
        json_int(b, one->line);
        json_key(b, T("column"));
        json_int(b, one->column);
        json_key(b, T("warning"));
        json_bool(b, one->warning);
        json_key(b, T("what"));
        json_text(b, word_keys[one->word]);
        json_key(b, T("sentence"));
        json_text(b, fault_say(one, c->lang, c->arena));
        json_close(b, '}');
    }
    json_close(b, ']');
    buf_char(b, '\n');
}

/* The sentences are the result here, so they go to stdout, and the program's own list of faults stays empty. */
enum rc scheme_check_run(struct cli *c, const char *const *arg, int n)
{
    struct faults f = faults_new(c->arena);
    enum rc rc = check_all(c, arg, n, &f);
    if (c->json) faults_json(c, &f);
    else lint_print(&f, c->lang, c->arena, &c->out);
    return rc;
}
