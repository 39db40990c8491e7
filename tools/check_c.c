/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <string.h>

/* The order of HOUSE.md. Each room includes only itself and rooms above it in this list. */
static const char *const rooms[] = {"base", "format", "access", "store", "scheme", "model",
                                    "view", "paper",  "job",    "web",   "cli",    NULL};

/* A library is known to one room, so that it can be changed there. */
static const struct {
    const char *header, *room;
} libraries[] = {
    {"sqlite3.h", "store"}, {"libpq-fe.h", "store"}, {"microhttpd.h", "web"},    {"jansson.h", "format"}, {"yaml.h", "format"},
    {"expat.h", "format"},  {"zip.h", "format"},     {"xlsxwriter.h", "format"}, {"unicode/", "format"},  {"seccomp.h", "format"},
};

static int rank_of(struct text room)
{
    for (int i = 0; rooms[i]; i++) {
        if (text_eqz(room, rooms[i]))
            return i;
    }
    return -1;
}

/* The room a file lies in: "src/base/text.c" gives "base"; "main" for src/main.c; none outside src. */
static struct text room_of(struct text path)
{
    struct text part, rest = path;
    if (!text_cut(&rest, '/', &part) || !text_eqz(part, "src") || !text_cut(&rest, '/', &part))
        return TEXT_NONE;
    return rest.n ? part : T("main");
}

static void include_check(struct check *c, const struct source *s, size_t line, struct text room, struct text name, bool ours)
{
    int own = text_eqz(room, "main") ? 99 : rank_of(room);
    struct text rest = name, first;
    text_cut(&rest, '/', &first);
    int other = rank_of(first);
    if (ours && text_eqz(first, "gen"))
        other = text_starts(rest, T("sql/")) ? rank_of(T("store")) : text_starts(rest, T("view/")) ? rank_of(T("view")) : 0;
    if (ours && own >= 0 && other > own)
        check_say(c, s, line, "room %.*s stands before %s: it may not include \"%.*s\"", TP(room), rooms[other], TP(name));
    for (size_t i = 0; !ours && i < sizeof libraries / sizeof *libraries; i++) {
        struct text header = text_of(libraries[i].header);
        bool same = text_ends(header, T("/")) ? text_starts(name, header) : text_eq(name, header);
        if (same && !text_eqz(room, libraries[i].room))
            check_say(c, s, line, "<%.*s> belongs to src/%s alone", TP(name), libraries[i].room);
    }
}

void check_includes(struct check *c, const struct source *s)
{
    struct text room = room_of(s->path), rest = s->code, line;
    if (!room.s)
        return;
    for (size_t n = 1; text_cut(&rest, '\n', &line); n++) {
        if (!text_starts(line, T("#include")))
            continue;
        struct text tail = text_trim(text_sub(line, 8, line.n)), name;
        if (tail.n < 2 || (tail.s[0] != '"' && tail.s[0] != '<'))
            continue;
        bool ours = tail.s[0] == '"';
        tail = text_sub(tail, 1, tail.n);
        text_cut(&tail, ours ? '"' : '>', &name);
        include_check(c, s, n, room, name, ours);
    }
}

/* A function begins where a brace opens in the first column, or ends a line that began there and has a parenthesis; it ends with
 * a brace in the first column. */
void check_functions(struct check *c, const struct source *s)
{
    struct text rest = s->code, line;
    size_t head = 0, n = 0;
    bool open = false, declaring = false, paren = false, value = false;
    while (text_cut(&rest, '\n', &line)) {
        n++;
        char first = line.n ? line.s[0] : 0;
        struct text trimmed = text_trim(line);
        if (open && first == '}') {
            if (n - head + 1 > FUNCTION_LINES)
                check_say(c, s, head, "a function of %zu lines, at most %d: give its parts names", n - head + 1, FUNCTION_LINES);
            open = declaring = false;
            continue;
        }
        bool starts = first && !strchr(" \t#{}/*)", first);
        if (starts && !open && !declaring) {
            head = n;
            paren = value = false;
        }
        paren = paren || memchr(line.s, '(', line.n);
        value = value || memchr(line.s, '=', line.n);
        bool opens = (starts || declaring) && paren && !value && text_ends(trimmed, T("{"));
        if (!open && (first == '{' || opens))
            open = true;
        declaring = !open && (declaring || starts) && !text_ends(trimmed, T(";"));
    }
}

void check_calls(struct check *c, const struct source *s)
{
    struct text rest = c->banned, line, name;
    while (text_cut(&rest, '\n', &line)) {
        if (line.n == 0 || line.s[0] == '#' || !text_cut(&line, ' ', &name))
            continue;
        struct text instead = text_trim(line);
        for (ptrdiff_t at = -1; (at = check_word(s->code, (size_t)(at + 1), name)) >= 0;) {
            struct text behind = text_trim(text_sub(s->code, (size_t)at + name.n, 8));
            bool member = at > 0 && (s->code.s[at - 1] == '.' || s->code.s[at - 1] == '>');
            if (behind.n && behind.s[0] == '(' && !member)
                check_say(c, s, check_line_of(s->code, (size_t)at), "%.*s is banned: use %.*s", TP(name), TP(instead));
        }
    }
}

/* What stands at `at`, without the blanks before it. */
static struct text behind(struct text code, size_t at)
{
    return text_trim(text_sub(code, at, 200));
}

/* Length of the identifier at the start of t. */
static size_t identifier(struct text t)
{
    size_t n = 0;
    while (n < t.n && check_letter(t.s[n]))
        n++;
    return n;
}

/* "= …" and not "== …" */
static bool is_set(struct text t)
{
    return t.n > 1 && t.s[0] == '=' && t.s[1] != '=';
}

/* name.hi = …, name->hi = …, and the like: a member of the scope called `name` is changed. */
static void scope_members_check(struct check *c, const struct source *s, struct text name, size_t from, size_t to)
{
    for (ptrdiff_t at = (ptrdiff_t)from; (at = check_word(s->code, (size_t)(at + 1), name)) >= 0 && (size_t)at < to;) {
        struct text rest = text_sub(s->code, (size_t)at + name.n, 200);
        size_t skip = text_starts(rest, T("->")) ? 2 : text_starts(rest, T(".")) ? 1 : 0;
        struct text member = text_sub(rest, skip, 200);
        bool changed = skip ? is_set(behind(member, identifier(member)))
                            : is_set(behind(rest, 0)) && text_starts(behind(behind(rest, 0), 1), T("{"));
        if (changed)
            check_say(c, s, check_line_of(s->code, (size_t)at), "a scope is filled by src/access alone: it is a proof");
    }
}

void check_scopes(struct check *c, const struct source *s)
{
    if (!text_starts(s->path, T("src/")) || text_starts(s->path, T("src/access/")))
        return;
    scope_members_check(c, s, T("scope"), 0, s->code.n);
    for (ptrdiff_t at = -1; (at = check_word(s->code, (size_t)(at + 1), T("struct scope"))) >= 0;) {
        struct text rest = behind(s->code, (size_t)at + 12);
        bool pointer = text_starts(rest, T("*"));
        if (pointer)
            rest = behind(rest, 1);
        struct text after = text_starts(rest, T(")")) ? behind(rest, 1) : TEXT_NONE;
        bool literal = !pointer && text_starts(after, T("{"));
        bool cast = pointer && (identifier(after) > 0 || text_starts(after, T("&")) || text_starts(after, T("(")));
        if (literal || cast)
            check_say(c, s, check_line_of(s->code, (size_t)at), "a scope is made by src/access alone: it is a proof");
        struct text name = text_sub(rest, 0, identifier(rest));
        ptrdiff_t end = text_find(text_sub(s->code, (size_t)at, s->code.n), T("\n}")); /* the name lives to the function's end */
        if (name.n && !text_eqz(name, "scope"))
            scope_members_check(c, s, name, (size_t)at, end < 0 ? s->code.n : (size_t)at + (size_t)end);
    }
}

void check_clock(struct check *c, const struct source *s)
{
    struct text room = room_of(s->path);
    bool edge = text_eqz(room, "web") || text_eqz(room, "cli") || text_eqz(room, "job") || text_eqz(room, "main");
    if (!room.s || edge || text_eqz(room, "base"))
        return;
    static const char *const clocks[] = {"clock_gettime", "gettimeofday", "time", "clock_now", NULL};
    for (size_t i = 0; clocks[i]; i++) {
        for (ptrdiff_t at = -1; (at = check_word(s->code, (size_t)(at + 1), text_of(clocks[i]))) >= 0;) {
            bool member = at > 0 && (s->code.s[at - 1] == '.' || s->code.s[at - 1] == '>');
            if (!member && text_starts(behind(s->code, (size_t)at + strlen(clocks[i])), T("(")))
                check_say(c, s, check_line_of(s->code, (size_t)at), "%s: room %.*s does not ask what time it is, it is told",
                          clocks[i], TP(room));
        }
    }
}

/* One declaration as it stands, from its first word up to ';' or '=', without what lies in braces. */
static bool is_mutable(struct text d)
{
    static const char *const harmless[] = {"typedef", "extern", "_Static_assert", "static_assert", "_Noreturn", "__asm__"};
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
        if (check_word_at(d, 0, text_of(harmless[i])))
            return check_word_at(d, 0, T("extern")) && !memchr(d.s, '(', d.n) && check_word(d, 0, T("const")) < 0;
    }
    struct text rest = d, type;
    if (text_cut(&rest, ' ', &type) && text_ends(type, T("_fn")))
        return false; /* functions declared by the name of their type */
    const char *paren = memchr(d.s, '(', d.n);
    if (paren && text_find(d, T("(*")) != paren - d.s)
        return false; /* a prototype */
    if (paren) {      /* a pointer to a function: const stands behind its own star */
        size_t n = (size_t)(paren - d.s);
        const char *end = memchr(paren, ')', d.n - n);
        return check_word(text_sub(d, n, end ? (size_t)(end - paren) : d.n), 0, T("const")) < 0;
    }
    size_t from = 0;
    for (size_t i = 0; i < d.n; i++)
        from = d.s[i] == '*' ? i : from;
    return check_word(d, from, T("const")) < 0;
}

/* "struct x", "struct x { … }" and the like name a type and no variable; `braces` tells that there were braces. */
static bool is_type_only(struct text d, bool braces)
{
    struct text rest = d, word;
    size_t words = 0;
    bool tagged = check_word_at(d, 0, T("struct")) || check_word_at(d, 0, T("union")) || check_word_at(d, 0, T("enum"));
    while (text_cut(&rest, ' ', &word))
        words += word.n > 0;
    return tagged && (words <= 1 || words == 2) && (braces || words == 2);
}

static void declaration_check(struct check *c, const struct source *s, size_t at, const struct buf *b, bool braces)
{
    struct text d = text_trim(buf_text(b));
    if (d.n && !is_type_only(d, braces) && is_mutable(d))
        check_say(c, s, check_line_of(s->code, at), "state at file scope, and none is allowed: make it const, or hand it in");
}

/* Local `static` without const is state as well. */
static void statics_check(struct check *c, const struct source *s)
{
    for (ptrdiff_t at = -1; (at = check_word(s->code, (size_t)(at + 1), T("static"))) >= 0;) {
        bool local = at > 0 && s->code.s[at - 1] == ' ';
        size_t n = 0;
        struct text rest = text_sub(s->code, (size_t)at, 400);
        while (n < rest.n && !strchr("=;{", rest.s[n]))
            n++;
        if (local && n < rest.n && is_mutable(text_sub(rest, 0, n)))
            check_say(c, s, check_line_of(s->code, (size_t)at),
                      "a static variable that changes, and none is allowed: hand it in");
    }
}

void check_state(struct check *c, const struct source *s)
{
    if (text_starts(s->path, T("tests/")) || text_starts(s->path, T("bench/")))
        return;
    struct buf d = buf_new(64 * 1024);
    int depth = 0;
    bool braces = false, value = false, function = false, directive = false;
    for (size_t i = 0, start = 0; i < s->code.n; i++) {
        char ch = s->code.s[i];
        bool line_start = i == 0 || s->code.s[i - 1] == '\n';
        if (line_start && ch == '#')
            directive = true;
        if (ch == '\n')
            directive = directive && i > 0 && s->code.s[i - 1] == '\\';
        if (directive)
            continue;
        if (ch == '{' && depth++ == 0) {
            function = !value && memchr(d.s ? d.s : "", ')', d.n) && text_ends(text_trim(buf_text(&d)), T(")"));
            braces = true;
        } else if (ch == '}' && --depth == 0 && function) {
            buf_clear(&d);
            braces = value = function = false;
        } else if (depth == 0 && ch == ';') {
            declaration_check(c, s, start, &d, braces);
            buf_clear(&d);
            braces = value = false;
        } else if (depth == 0 && ch != '}') {
            value = value || ch == '=';
            if (d.n == 0 && (ch == ' ' || ch == '\n'))
                continue;
            if (d.n == 0)
                start = i;
            if (!value)
                buf_char(&d, ch == '\n' ? ' ' : ch);
        }
    }
    buf_free(&d);
    statics_check(c, s);
}
