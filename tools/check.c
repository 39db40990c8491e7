/* SPDX-License-Identifier: Apache-2.0 */
/* check: the house rules that a machine can hold, printed as file:line: sentence; exits with 1 when one is broken.
 * There is no list of exceptions. What is broken is mended, or the rule is changed for everybody, here. */
#include "check.h"

#include <fts.h>
#include <string.h>

void check_say(struct check *c, const struct source *s, size_t line, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    printf("%.*s:%zu: ", TP(s->path), line);
    vprintf(fmt, ap);
    printf("\n");
    va_end(ap);
    c->faults++;
}

static bool has_ending(struct text path, const char *const *endings)
{
    for (; *endings; endings++) {
        if (text_ends(path, text_of(*endings)))
            return true;
    }
    return false;
}

/* Rules for every text a person writes: length of file and line, tabs, the licence line. */
static void lines_check(struct check *c, const struct source *s, bool is_c)
{
    struct text rest = s->full, line;
    size_t n = 0, spdx = 0;
    while (text_cut(&rest, '\n', &line)) {
        n++;
        if (n <= 3 && text_find(line, T("SPDX-License-Identifier: Apache-2.0")) >= 0)
            spdx = n;
        if (is_c && memchr(line.s, '\t', line.n))
            check_say(c, s, n, "a tab: indent with four spaces");
        if (is_c && text_chars(line) > LINE_COLUMNS)
            check_say(c, s, n, "%zu columns, at most %d: break the line", text_chars(line), LINE_COLUMNS);
    }
    if (n > FILE_LINES)
        check_say(c, s, n, "%zu lines, at most %d: split the file by what it does", n, FILE_LINES);
    if (!spdx && s->full.n)
        check_say(c, s, 1, "no SPDX line: begin with SPDX-License-Identifier: Apache-2.0");
}

static void c_check(struct check *c, struct source *s)
{
    s->code = check_blank(c->arena, s->full);
    check_includes(c, s);
    check_functions(c, s);
    check_calls(c, s);
    check_scopes(c, s);
    check_clock(c, s);
    check_state(c, s);
}

static void template_check(struct check *c, const struct source *s)
{
    for (size_t at = 0; at < s->full.n;) {
        ptrdiff_t found = text_find(text_sub(s->full, at, s->full.n), T("{{raw"));
        if (found < 0)
            return;
        at += (size_t)found + 1;
        check_say(c, s, check_line_of(s->full, at),
                  "{{raw is not escaped, and none is allowed: let the builder give fields instead");
    }
}

static void file_check(struct check *c, const char *path)
{
    static const char *const c_files[] = {".c", ".h", NULL}, *const templates[] = {".html", NULL};
    static const char *const others[] = {".sh", ".css", ".js", NULL};
    struct source s = {.path = text_of(path)};
    bool is_c = has_ending(s.path, c_files);
    if (!is_c && !has_ending(s.path, others) && !has_ending(s.path, templates))
        return;
    s.full = tool_read(c->arena, path);
    c->files++;
    if (has_ending(s.path, templates)) {
        template_check(c, &s);
        return;
    }
    lines_check(c, &s, is_c);
    if (is_c)
        c_check(c, &s);
}

static int names_compare(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

int main(void)
{
    static const char *const rooms[] = {"src", "tools", "tests", "bench", "assets", "templates", NULL};
    struct check c = {.arena = arena_new(512u * 1024 * 1024)};
    c.banned = tool_read(c.arena, "tools/banned.txt");
    for (size_t i = 0; rooms[i]; i++) {
        char *const roots[] = {(char *)(uintptr_t)rooms[i], NULL};
        FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, names_compare);
        for (FTSENT *one; walk && (one = fts_read(walk)) != NULL;) {
            if (one->fts_info == FTS_F)
                file_check(&c, one->fts_path);
        }
        if (walk)
            fts_close(walk);
    }
    if (c.faults)
        printf("check: %zu broken in %zu files\n", c.faults, c.files);
    else
        printf("check: %zu files, all in order\n", c.files);
    arena_free(c.arena);
    return c.faults ? 1 : 0;
}
