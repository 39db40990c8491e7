/* SPDX-License-Identifier: Apache-2.0 */
/* What a statement must keep: its parameters, the common dialect, and the scope mark. */
#include "sqlc.h"

#include <string.h>

static const char *const scope_marks[] = {"scope.county", "scope.lo", "scope.hi", "scope.child", "scope.staff"};
enum { MARK_COUNTY = 1, MARK_LO, MARK_HI, MARK_CHILD, MARK_STAFF, MARK_COUNT = 5 };

static int scope_mark(struct text name)
{
    for (int i = 0; i < MARK_COUNT; i++)
        if (text_eqz(name, scope_marks[i])) return i + 1;
    return 0;
}

int parameter_index(const struct statement *s, struct text name)
{
    int mark = scope_mark(name);
    if (mark) return -mark;
    for (size_t i = 0; i < s->in.n; i++)
        if (text_eq(s->in.list[i].name, name)) return (int)i;
    return -100;
}

static void body_bind(struct compiler *c, struct statement *s, struct body *b)
{
    for (size_t i = 0; i < b->n; i++) {
        const struct token *t = &b->tok[i];
        if (t->kind != TOKEN_PARAMETER) continue;
        int which = parameter_index(s, t->text);
        if (which == -100) {
            complain(c, s->path, t->line, ":%.*s is not named by -- in: of %.*s", TP(t->text), TP(s->name));
            continue;
        }
        size_t k = 0;
        while (k < b->binds && b->bind[k] != which) k++;
        if (k < b->binds) continue;
        if (b->binds == FIELDS_MAX) {
            complain(c, s->path, t->line, "more than %d parameters", FIELDS_MAX);
            return;
        }
        b->bind[b->binds++] = which;
    }
}

static bool body_uses(const struct body *b, int which)
{
    for (size_t i = 0; i < b->binds; i++)
        if (b->bind[i] == which) return true;
    return false;
}

static bool scope_proves(const struct body *b)
{
    return body_uses(b, -MARK_COUNTY) &&
           ((body_uses(b, -MARK_LO) && body_uses(b, -MARK_HI)) || body_uses(b, -MARK_CHILD) || body_uses(b, -MARK_STAFF));
}

/* Words that only one engine knows, or that ask the clock; `call`: only when an opening bracket follows. */
struct banned { const char *word; bool call, twins_too; const char *instead; };
static const struct banned banned[] = {
    {"now", true, true, "bind the moment as a parameter"},
    {"current_date", false, true, "bind the day as a parameter"},
    {"current_time", false, true, "bind the moment as a parameter"},
    {"current_timestamp", false, true, "bind the moment as a parameter"},
    {"clock_timestamp", true, true, "bind the moment as a parameter"},
    {"date", true, true, "days are numbers; bind them"},
    {"datetime", true, true, "moments are numbers; bind them"},
    {"strftime", true, true, "days are numbers; bind them"},
    {"julianday", true, true, "days are numbers; bind them"},
    {"unixepoch", true, true, "moments are numbers; bind them"},
    {"random", true, true, "bind random values as parameters"},
    {"nextval", true, true, "ids are made by the program; bind them"},
    {"ifnull", true, false, "write coalesce"},
    {"nvl", true, false, "write coalesce"},
    {"iif", true, false, "write case when"},
    {"total", true, false, "write cast(coalesce(sum(x), 0) as bigint)"},
    {"group_concat", true, false, "read the rows and join them in C"},
    {"string_agg", true, false, "read the rows and join them in C"},
    {"instr", true, false, "use like, or twin bodies"},
    {"strpos", true, false, "use like, or twin bodies"},
    {"glob", false, false, "use like on lower-cased text"},
    {"ilike", false, false, "use like on lower-cased text"},
    {"true", false, false, "write 1"},
    {"false", false, false, "write 0"},
    {"table", false, true, "write select … from, so that the table is seen"},
    {"rowid", false, false, "tables have no rowid"},
};

static void body_dialect(struct compiler *c, const struct statement *s, const struct body *b)
{
    for (size_t i = 0; i < b->n; i++) {
        const struct token *t = &b->tok[i], *next = i + 1 < b->n ? t + 1 : NULL;
        if (t->kind != TOKEN_WORD) continue;
        if (token_is(t, "insert") && next && token_is(next, "or"))
            complain(c, s->path, t->line, "'insert or' is known to SQLite only; write on conflict");
        for (size_t k = 0; k < sizeof banned / sizeof *banned; k++) {
            if (!token_is(t, banned[k].word) || (s->twin && !banned[k].twins_too)) continue;
            if (banned[k].call && !(next && token_is(next, "("))) continue;
            complain(c, s->path, t->line, "'%s' does not belong to the common dialect; %s", banned[k].word, banned[k].instead);
        }
    }
}

static bool token_in(const struct token *t, const char *const *words)
{
    for (; *words; words++)
        if (token_is(t, *words)) return true;
    return false;
}

/* Walks the tokens and calls back with each table that is read or written: the name after from, join, into, update, using,
 * and after a comma of a from list. Column names may equal table names, so the place decides. */
static bool table_place(const struct body *b, size_t i, bool *in_list)
{
    static const char *const ends[] = {"where", "group", "order", "having", "limit", "union", "except", "intersect", "set",
                                       "returning", "window", "values", "select", "offset", "fetch", "for", NULL};
    static const char *const leads[] = {"join", "into", "update", NULL};
    const struct token *t = &b->tok[i];
    if (token_in(t, ends)) *in_list = false;
    if (token_is(t, "from") &&
        !(i > 0 && token_is(t - 1, "distinct") && i > 1 && (token_is(t - 2, "is") || token_is(t - 2, "not")))) {
        *in_list = true;
        return true;
    }
    if (token_is(t, "using") && i + 1 < b->n && !token_is(t + 1, "(")) {
        *in_list = true;
        return true;
    }
    return token_in(t, leads) || (token_is(t, ",") && *in_list);
}

/* The table named at tok[i] or, behind a schema, two further on; TEXT_NONE when a sub-select or function stands there. */
static struct text table_named(struct compiler *c, const struct body *b, size_t i)
{
    static const char *const skips[] = {"only", "lateral", NULL};
    while (i < b->n && token_in(&b->tok[i], skips)) i++;
    while (i + 2 < b->n && token_is(&b->tok[i + 1], ".")) i += 2;
    if (i >= b->n || (b->tok[i].kind != TOKEN_WORD && b->tok[i].kind != TOKEN_NAME)) return TEXT_NONE;
    return text_lower(c->arena, b->tok[i].text);
}

enum { DEPTH_MAX = 64 };

/* The line of the first guarded table of a body, 0 when there is none. */
static int guarded_line(struct compiler *c, const char *path, const struct body *b, struct text *name)
{
    static const char *const before_group[] = {"from", "join", ",", "(", NULL};
    bool in_list[DEPTH_MAX] = {false};
    size_t depth = 0;
    for (size_t i = 0; i < b->n; i++) {
        const struct token *t = &b->tok[i];
        if (token_is(t, "(")) {
            if (depth + 1 == DEPTH_MAX) { /* what is deeper could not be watched */
                complain(c, path, t->line, "brackets go deeper than %d", DEPTH_MAX);
                return 0;
            }
            bool grouped = in_list[depth] && i > 0 && token_in(t - 1, before_group);
            in_list[++depth] = false;
            if (!grouped) continue; /* from (a join b …): the bracket opens a list of tables, or a sub-select ends it at once */
            in_list[depth] = true;
        } else if (token_is(t, ")") && depth > 0) {
            depth--;
            continue;
        } else if (!table_place(b, i, &in_list[depth])) {
            continue;
        }
        *name = table_named(c, b, i + 1);
        if (name->s && is_guarded(c, *name)) return t->line;
    }
    return 0;
}

static void scope_check(struct compiler *c, struct statement *s, const struct body *b)
{
    struct text table = TEXT_NONE;
    int line = guarded_line(c, s->path, b, &table);
    if (!line) return;
    s->guarded = true;
    if (s->open.s || scope_proves(b)) return;
    complain(c, s->path, line,
             "%.*s is a table about people: %.*s must use :scope.county and (:scope.lo and :scope.hi), :scope.child or "
             ":scope.staff, or carry -- open: reason", TP(table), TP(s->name));
}

static void parameters_check(struct compiler *c, const struct statement *s)
{
    for (size_t i = 0; i < s->in.n; i++)
        if (!body_uses(&s->body[SQLITE], (int)i) && !body_uses(&s->body[POSTGRESQL], (int)i))
            complain(c, s->path, s->line, "%.*s never uses :%.*s", TP(s->name), TP(s->in.list[i].name));
}

static void kind_check(struct compiler *c, struct statement *s, const struct body *b)
{
    static const char *const starts[] = {"select", "insert", "update", "delete", "with", "values", NULL};
    static const char *const writes[] = {"insert", "update", "delete", NULL};
    bool returns = false;
    for (size_t i = 0; i < b->n; i++) {
        if (token_in(&b->tok[i], writes)) s->writes = true;
        if (token_is(&b->tok[i], "returning")) returns = true;
    }
    if (!token_in(&b->tok[0], starts))
        complain(c, s->path, b->line, "a statement begins with select, insert, update, delete or with");
    else if (!s->writes && s->out.n == 0)
        complain(c, s->path, b->line, "%.*s reads, but -- out: is missing", TP(s->name));
    else if (returns != (s->out.n > 0) && s->writes && !token_is(&b->tok[0], "with"))
        complain(c, s->path, b->line, "%.*s: returning and -- out: go together", TP(s->name));
}

void statement_check(struct compiler *c, struct statement *s)
{
    for (int e = SQLITE; e <= POSTGRESQL; e++) {
        if (e == POSTGRESQL && !s->twin) { /* the same text: looked at once is enough */
            s->body[POSTGRESQL] = s->body[SQLITE];
            break;
        }
        body_bind(c, s, &s->body[e]);
        for (int mark = 1; mark <= MARK_COUNT; mark++)
            if (body_uses(&s->body[e], -mark)) s->scoped = true;
        body_dialect(c, s, &s->body[e]);
        scope_check(c, s, &s->body[e]);
        kind_check(c, s, &s->body[e]);
    }
    parameters_check(c, s);
    seals_bind(c, s);
    if (s->open.s && !s->guarded)
        complain(c, s->path, s->open_line, "%.*s touches no table of guarded.txt: take the open line away", TP(s->name));
}
