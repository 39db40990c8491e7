/* SPDX-License-Identifier: Apache-2.0 */
/* scheme new: a commented folder to start from. */
#include "base/file.h"
#include "cli/cli.h"

#include <sys/stat.h>

static bool id_is_good(struct text id)
{
    for (size_t i = 0; i < id.n; i++) {
        char c = id.s[i];
        bool letter = c >= 'a' && c <= 'z', digit = c >= '0' && c <= '9';
        if (!letter && (i == 0 || (!digit && c != '-'))) return false;
    }
    return id.n > 0 && id.n <= 40;
}

static struct text last_name(struct text path)
{
    struct text rest = path, one = path;
    while (rest.n && text_ends(rest, T("/"))) rest.n--;
    while (rest.n && text_cut(&rest, '/', &one)) { }
    return one;
}

struct blank { const char *mark; struct text value; };

/* The template with each {mark} filled in. */
static void fill(struct buf *out, struct text template, const struct blank *blank, size_t n)
{
    while (template.n > 0) {
        size_t i = 0;
        while (i < n && !text_starts(template, text_of(blank[i].mark))) i++;
        if (i < n) buf_add(out, blank[i].value);
        else buf_char(out, template.s[0]);
        template = text_sub(template, i < n ? text_of(blank[i].mark).n : 1, template.n);
    }
}

static enum rc run(struct cli *c)
{
    const char *folder = c->arg[0], *given = cli_option(c, "id"), *title = cli_option(c, "title");
    struct text id = given ? text_of(given) : last_name(text_of(folder));
    const struct embedded *e = embedded_find(T("schemes/codes/scheme_new.yaml"));
    BUG_IF(e == NULL);
    if (!id_is_good(id)) {
        fault_add(&c->faults, given ? T("--id") : TEXT_NONE, W_scheme_bad_id, TEXT_NONE, TEXT_NONE);
        return RC_INVALID;
    }
    const struct blank blank[] = {{"{id}", id}, {"{title}", title ? text_of(title) : T("某某学校关爱留守儿童工作方案")},
        {"{folder}", text_of(folder)}, {"{from}", day_text(c->arena, c->as_of)}};
    if (file_exists(folder) || mkdir(folder, 0755) != 0) {
        fault_add(&c->faults, TEXT_NONE, W_scheme_folder_there, text_of(folder), TEXT_NONE);
        return RC_CONFLICT;
    }
    struct buf out = buf_new(1 << 20);
    fill(&out, e->bytes, blank, sizeof blank / sizeof *blank);
    enum rc rc = file_write(text_z(c->arena, text_fmt(c->arena, "%s/scheme.yaml", folder)), buf_text(&out), 0644);
    buf_free(&out);
    if (rc == RC_OK) cli_say(c, W_scheme_created, text_of(folder), TEXT_NONE);
    return rc;
}

static const struct option_spec options[] = {
    {"id", "ID", W_opt_scheme_id, false}, {"title", "TITLE", W_opt_scheme_title, false}, {0}};
const struct command cmd_scheme_new = {.name = "scheme new", .args = "FOLDER", .args_min = 1, .args_max = 1, .options = options,
                                       .sentence = W_cmd_scheme_new, .run = run};
