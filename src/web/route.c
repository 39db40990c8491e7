/* SPDX-License-Identifier: Apache-2.0 */
#include "web/route.h"

#include <string.h>

static const char *const methods[METHOD_COUNT] = {"GET", "POST", "PUT", "DELETE"};
static const char *const gates[GATE_COUNT] = {"-", "open", "signed", "anywhere", "place", "county", "mine", "child",
                                              "record", "excuse", "batch", "submission", "staff"};
static const char *const lanes[] = {"quick", "look", "worker", "write"};

const char *method_name(enum method m)
{
    return m < METHOD_COUNT ? methods[m] : "?";
}

const char *gate_name(enum gate g)
{
    return g < GATE_COUNT ? gates[g] : "?";
}

/* ---- finding a row ---- */

static const struct param *declared(const struct route *r, struct text name)
{
    for (const struct param *p = r->params; p && p->name; p++) {
        if (text_eqz(name, p->name)) return p;
    }
    return NULL;
}

static bool segment_ok(const struct route *r, struct text name, struct text value)
{
    const struct param *p = declared(r, name);
    bool code = p && p->type == P_CODE;
    if (value.n == 0 || value.n > 64) return false;
    for (size_t i = 0; i < value.n; i++) {
        char c = value.s[i];
        bool digit = c >= '0' && c <= '9';
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || strchr("_.:-", c);
        if (!digit && !(code && c && letter)) return false;
    }
    return true;
}

/* Does the path fit the pattern? Fills the parts in braces. */
static bool path_fits(const struct route *r, struct text path, struct route_match *m)
{
    struct text pattern = text_of(r->path);
    m->n = 0;
    while (pattern.n || path.n) {
        if (pattern.n && pattern.s[0] == '{') {
            ptrdiff_t close = text_find(pattern, T("}"));
            if (close < 0 || m->n == PATH_PARAMS_MAX) return false;
            size_t end = 0;
            while (end < path.n && path.s[end] != '/') end++;
            struct text name = text_sub(pattern, 1, (size_t)close - 1), value = text_sub(path, 0, end);
            if (!segment_ok(r, name, value)) return false;
            m->name[m->n] = name;
            m->value[m->n++] = value;
            pattern = text_sub(pattern, (size_t)close + 1, pattern.n);
            path = text_sub(path, end, path.n);
            continue;
        }
        if (!pattern.n || !path.n || pattern.s[0] != path.s[0]) return false;
        pattern = text_sub(pattern, 1, pattern.n);
        path = text_sub(path, 1, path.n);
    }
    return true;
}

bool route_find(const struct route *table, enum method method, struct text path, struct route_match *out)
{
    bool other = false;
    for (const struct route *r = table; r->path; r++) {
        struct route_match m = {.route = r};
        if (!path_fits(r, path, &m)) continue;
        if (r->method == method) {
            *out = m;
            return true;
        }
        other = true;
    }
    *out = (struct route_match){.other_method = other};
    return false;
}

/* ---- checking the table ---- */

static bool say(struct buf *out, const struct route *r, const char *what)
{
    buf_fmt(out, "%s %s: %s\n", method_name(r->method), r->path, what);
    return false;
}

/* Addresses stay in histories and in logs on the way: a GET takes numbers, days and codes, never what people write. Where signing
 * in leads back to is an address of ours itself. */
static bool words_in_address(const struct route *r, const struct param *p)
{
    bool words = p->type == P_TEXT || p->type == P_NOTE || p->type == P_SECRET || p->type == P_PREFIX;
    return r->method == METHOD_GET && words && strcmp(p->name, "next") != 0;
}

static bool row_check(const struct route *r, struct buf *out)
{
    bool ok = true;
    bool subject = r->gate >= GATE_PLACE, named = r->gate >= GATE_CHILD;
    if (r->path[0] != '/') ok = say(out, r, "the path has to begin with /");
    if (!r->handler) ok = say(out, r, "has no handler");
    if (r->gate == GATE_NONE || r->gate >= GATE_COUNT) ok = say(out, r, "has no gate: nobody could pass");
    if ((r->gate == GATE_ANYWHERE || subject) && r->cap == CAP_none) ok = say(out, r, "has a gate but no capability");
    if (r->gate <= GATE_SIGNED && r->cap != CAP_none) ok = say(out, r, "names a capability that its gate never asks for");
    if (named && !strstr(r->path, "{id}") && !declared(r, T("id"))) ok = say(out, r, "its gate needs {id}");
    if (!r->audit && !(r->silent && *r->silent)) ok = say(out, r, "is not audited and does not say why");
    if (r->audit && r->silent) ok = say(out, r, "is audited and says why it is not");
    if (r->method == METHOD_GET && r->lane == LANE_WRITE) ok = say(out, r, "a GET cannot write");
    if (r->method == METHOD_GET && r->lane == LANE_LOOK) ok = say(out, r, "what a GET asks stands in its address");
    if (r->method != METHOD_GET && r->lane == LANE_QUICK) ok = say(out, r, "a write needs the writer or a worker");
    if (r->body_limit && r->method == METHOD_GET) ok = say(out, r, "a GET has no body");
    for (const struct param *p = r->params; p && p->name; p++) {
        if (strcmp(p->name, "csrf") == 0 || strcmp(p->name, "idem") == 0) ok = say(out, r, "csrf and idem belong to the spine");
        if (words_in_address(r, p)) ok = say(out, r, "takes words by GET: they would stand in its address");
        if (p->max && p->max < p->min) ok = say(out, r, "a parameter has its limits the wrong way round");
        if (p->type == P_FILE && !r->body_limit) ok = say(out, r, "takes a file but has no limit of its own");
    }
    return ok;
}

bool routes_check(const struct route *table, struct buf *out)
{
    bool ok = true;
    for (const struct route *r = table; r->path; r++) {
        if (!row_check(r, out)) ok = false;
        for (const struct route *s = table; s < r; s++) {
            if (s->method == r->method && strcmp(s->path, r->path) == 0) ok = say(out, r, "stands there twice");
        }
    }
    return ok;
}

/* ---- printing it ---- */

static void param_print(const struct param *p, struct buf *out)
{
    static const char *const types[] = {"text", "note", "secret", "int",   "id",     "day",
                                        "bool", "code", "ids",    "codes", "prefix", "file"};
    buf_fmt(out, " %s%s:%s", p->name, p->type == P_PREFIX ? "*" : "", types[p->type]);
    if (p->required) buf_char(out, '!');
    if (p->min || p->max) buf_fmt(out, "[%lld..%lld]", (long long)p->min, (long long)p->max);
    if (p->one_of) buf_fmt(out, "(%s)", p->one_of);
}

void routes_print(const struct route *table, struct buf *out)
{
    for (const struct route *r = table; r->path; r++) {
        buf_fmt(out, "%-6s %-34s %-10s %-14s %-6s %-11s", method_name(r->method), r->path, gate_name(r->gate), cap_name(r->cap),
                lanes[r->lane], r->audit ? r->audit : "-");
        if (r->body_limit) buf_fmt(out, " body=%lldK", (long long)(r->body_limit / 1024));
        for (const struct param *p = r->params; p && p->name; p++) param_print(p, out);
        if (r->silent) buf_fmt(out, "  # %s", r->silent);
        buf_char(out, '\n');
    }
}

static bool role_passes(const struct roles *roles, size_t role, const struct route *r)
{
    if (r->gate == GATE_OPEN || r->gate == GATE_SIGNED) return true;
    return r->gate != GATE_NONE && role_has(roles, (int)role, r->cap);
}

void access_print(const struct route *table, const struct roles *roles, struct buf *out)
{
    for (size_t i = 0; i < roles->n; i++) {
        buf_fmt(out, "%2zu %.*s %.*s\n", i + 1, TP(roles->item[i].key), TP(roles->item[i].title[LANG_ZH]));
    }
    buf_fmt(out, "\n%-6s %-34s %-10s %-14s", "", "", "gate", "capability");
    for (size_t i = 0; i < roles->n; i++) buf_fmt(out, " %2zu", i + 1);
    buf_char(out, '\n');
    for (const struct route *r = table; r->path; r++) {
        buf_fmt(out, "%-6s %-34s %-10s %-14s", method_name(r->method), r->path, gate_name(r->gate), cap_name(r->cap));
        for (size_t i = 0; i < roles->n; i++) buf_fmt(out, " %2s", role_passes(roles, i, r) ? "x" : ".");
        buf_char(out, '\n');
    }
}
