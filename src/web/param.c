/* SPDX-License-Identifier: Apache-2.0 */
#include "web/param.h"

#include "base/hash.h"
#include "base/log.h"

#include <string.h>

/* ---- declarations ---- */

static const struct param path_id = {"id", P_ID, true, 0, 0, NULL};

static const struct param *param_find(const struct route *r, struct text name)
{
    for (const struct param *p = r->params; p && p->name; p++) {
        bool begins = p->type == P_PREFIX && text_starts(name, text_of(p->name)) && name.n > strlen(p->name);
        if (begins || (p->type != P_PREFIX && text_eqz(name, p->name))) return p;
    }
    return NULL;
}

static bool repeats(const struct param *p)
{
    return p->type == P_IDS || p->type == P_CODES || p->type == P_PREFIX;
}

static int64_t limit_of(const struct param *p)
{
    static const int64_t preset[] = {[P_TEXT] = 200, [P_NOTE] = 2000, [P_SECRET] = 200, [P_CODE] = 64, [P_IDS] = 500,
                                     [P_CODES] = 500, [P_PREFIX] = 2000, [P_FILE] = 32 << 20};
    return p->max ? p->max : preset[p->type];
}

/* ---- one value ---- */

static bool code_ok(struct text t)
{
    for (size_t i = 0; i < t.n; i++) {
        char c = t.s[i];
        bool ok = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c && strchr("_.:-", c));
        if (!ok) return false;
    }
    return t.n <= 64;
}

static bool one_of(const char *words, struct text t)
{
    struct text rest = text_of(words), word;
    while (text_cut(&rest, ' ', &word)) {
        if (text_eq(word, t)) return true;
    }
    return false;
}

static bool fail(struct request *q, struct value *v, enum word w, struct text a0, struct text a1)
{
    v->bad = true;
    fault_add(&q->faults, v->name, w, a0, a1);
    return false;
}

static struct text num(struct request *q, int64_t v)
{
    return text_fmt(q->arena, "%lld", (long long)v);
}

static bool number_check(struct request *q, const struct param *p, struct value *v)
{
    int64_t n = 0;
    if (p->type == P_DAY) {
        day_t d = day_read(v->text);
        if (d == DAY_NONE) return fail(q, v, W_param_day, v->text, TEXT_NONE);
        v->number = d;
        return true;
    }
    if (p->type == P_BOOL) {
        v->number = one_of("1 on true yes", v->text);
        return v->number || one_of("0 off false no", v->text) || fail(q, v, W_param_bool, v->text, TEXT_NONE);
    }
    if (!text_int(v->text, &n) || (p->type == P_ID && (n <= 0 || n > INT64_C(1) << 53))) {
        return fail(q, v, W_param_int, v->text, TEXT_NONE);
    }
    if (p->type == P_INT && (p->min || p->max) && (n < p->min || n > p->max)) {
        return fail(q, v, W_param_range, num(q, p->min), num(q, p->max));
    }
    v->number = n;
    return true;
}

static bool words_check(struct request *q, const struct param *p, struct value *v)
{
    bool line = p->type == P_TEXT;
    int64_t chars = (int64_t)text_chars(v->text), most = limit_of(p);
    if (chars > most) return fail(q, v, W_param_long, num(q, most), num(q, chars));
    if (chars < p->min) return fail(q, v, W_param_short, num(q, p->min), TEXT_NONE);
    if (line && (memchr(v->text.s, '\n', v->text.n) || memchr(v->text.s, '\r', v->text.n))) {
        return fail(q, v, W_param_line, TEXT_NONE, TEXT_NONE);
    }
    return true;
}

static bool value_check(struct request *q, const struct param *p, struct value *v)
{
    switch (p->type) {
    case P_TEXT: case P_NOTE: case P_SECRET: case P_PREFIX:
        return words_check(q, p, v);
    case P_INT: case P_ID: case P_DAY: case P_BOOL:
        return number_check(q, p, v);
    case P_CODE: case P_CODES:
        if (!code_ok(v->text) || (p->one_of && !one_of(p->one_of, v->text))) return fail(q, v, W_param_code, v->text, TEXT_NONE);
        return true;
    case P_IDS: {
        int64_t n;
        if (!text_int(v->text, &n) || n <= 0) return fail(q, v, W_param_int, v->text, TEXT_NONE);
        v->number = n;
        return true;
    }
    case P_FILE:
        if ((int64_t)v->file->bytes.n > limit_of(p)) return fail(q, v, W_param_file_large, num(q, limit_of(p) >> 20), TEXT_NONE);
        return true;
    }
    return false;
}

/* ---- all of them ---- */

struct check { struct request *q; const struct route *route; size_t cap; bool malformed; };

static struct value *value_add(struct check *c, struct text name)
{
    struct request *q = c->q;
    q->value = arena_grow(q->arena, q->value, q->values, &c->cap, q->values + 1, sizeof *q->value);
    struct value *v = &q->value[q->values++];
    *v = (struct value){.name = name, .text = T("")};
    return v;
}

static bool seen(const struct request *q, struct text name)
{
    for (size_t i = 0; i < q->values; i++) {
        if (text_eq(q->value[i].name, name)) return true;
    }
    return false;
}

static void malformed(struct check *c, struct text name, enum word w)
{
    c->malformed = true;
    fault_add(&c->q->faults, name, w, text_sub(name, 0, 60), TEXT_NONE);
}

/* A list given as several parameters, or as several in one separated by commas. */
static void list_take(struct check *c, const struct param *p, struct text value)
{
    struct text rest = value, one;
    while (rest.n && text_cut(&rest, ',', &one)) {
        one = text_trim(one);
        if (one.n == 0) continue;
        size_t same = 0;
        for (size_t i = 0; i < c->q->values; i++) same += text_eqz(c->q->value[i].name, p->name);
        struct value *v = value_add(c, text_of(p->name));
        v->text = one;
        if ((int64_t)same >= limit_of(p)) {
            fail(c->q, v, W_param_many, num(c->q, limit_of(p)), TEXT_NONE);
            return;
        }
        value_check(c->q, p, v);
    }
}

static void file_take(struct check *c, const struct param *p, const struct pair *given)
{
    if (given->file_name.n == 0 && given->value.n == 0) return; /* no file chosen */
    struct value *v = value_add(c, text_of(p->name));
    struct upload *u = arena_alloc(c->q->arena, sizeof *u);
    *u = (struct upload){.name = text_sub(given->file_name, 0, 255), .bytes = given->value};
    v->text = u->name;
    v->file = u;
    value_check(c->q, p, v);
}

static int64_t files_given(const struct request *q, struct text name)
{
    int64_t n = 0;
    for (size_t i = 0; i < q->values; i++) n += text_eq(q->value[i].name, name);
    return n;
}

static void pair_take(struct check *c, const struct param *p, const struct pair *given)
{
    if (given->file != (p->type == P_FILE)) {
        malformed(c, given->name, W_param_unknown);
        return;
    }
    if (p->type == P_FILE) {
        if (files_given(c->q, given->name) >= (p->min > 1 ? p->min : 1)) malformed(c, given->name, W_param_twice);
        else file_take(c, p, given);
        return;
    }
    if (p->type == P_IDS || p->type == P_CODES) {
        list_take(c, p, given->value);
        return;
    }
    if (!repeats(p) && seen(c->q, given->name)) {
        malformed(c, given->name, W_param_twice);
        return;
    }
    struct value *v = value_add(c, given->name);
    v->text = p->type == P_SECRET ? given->value : text_trim(given->value);
    if (v->text.n) value_check(c->q, p, v);
}

static void required_check(struct check *c)
{
    for (const struct param *p = c->route->params; p && p->name; p++) {
        if (!p->required) continue;
        bool given = false;
        for (size_t i = 0; i < c->q->values; i++) {
            const struct value *v = &c->q->value[i];
            if (text_eqz(v->name, p->name) && (v->text.n || v->file)) given = true;
        }
        if (!given) fault_add(&c->q->faults, text_of(p->name), W_param_required, TEXT_NONE, TEXT_NONE);
    }
}

static void path_take(struct check *c, const struct route_match *m)
{
    for (size_t i = 0; i < m->n; i++) {
        const struct param *p = param_find(c->route, m->name[i]);
        struct value *v = value_add(c, m->name[i]);
        v->text = m->value[i];
        if (!value_check(c->q, p ? p : &path_id, v)) c->malformed = true;
    }
}

enum rc params_check(struct request *q, const struct route_match *m, const struct pairs *given, struct spine_params *own,
                     bool *bad_form)
{
    struct check c = {.q = q, .route = m->route};
    path_take(&c, m);
    for (size_t i = 0; i < given->n; i++) {
        const struct pair *one = &given->item[i];
        if (!one->file && text_eqz(one->name, "csrf")) {
            own->csrf = one->value;
        } else if (!one->file && text_eqz(one->name, "idem")) {
            own->idem = one->value;
        } else {
            const struct param *p = param_find(m->route, one->name);
            if (p) pair_take(&c, p, one);
            else malformed(&c, one->name, W_param_unknown);
        }
    }
    required_check(&c);
    *bad_form = c.malformed;
    return q->faults.errors ? RC_INVALID : RC_OK;
}

enum { DIGEST_LENGTH = 8 };

/* Each with its length before it, so that no two requests come to the same bytes. A file stands for itself by its hash. */
static char *digest_add(char *at, struct text t)
{
    for (unsigned i = 0; i < DIGEST_LENGTH; i++) *at++ = (char)((uint64_t)t.n >> 8 * i);
    if (t.n > 0) memcpy(at, t.s, t.n);
    return at + t.n;
}

void params_digest(const struct request *q, unsigned char out[32])
{
    size_t n = DIGEST_LENGTH + q->path.n;
    for (size_t i = 0; i < q->values; i++) {
        n += 2 * DIGEST_LENGTH + q->value[i].name.n + (q->value[i].file ? SHA256_BYTES : q->value[i].text.n);
    }
    char *all = arena_raw(q->arena, n), *at = digest_add(all, q->path);
    for (size_t i = 0; i < q->values; i++) {
        const struct value *v = &q->value[i];
        unsigned char file[SHA256_BYTES];
        if (v->file) hash_sha256(file, v->file->bytes);
        at = digest_add(at, v->name);
        at = digest_add(at, v->file ? (struct text){(const char *)file, sizeof file} : v->text);
    }
    hash_sha256(out, (struct text){all, n});
}

/* ---- what handlers ask ---- */

static const struct value *value_of(const struct request *q, const char *name)
{
    const struct value *found = NULL;
    for (size_t i = 0; i < q->values && !found; i++) {
        if (text_eqz(q->value[i].name, name)) found = &q->value[i];
    }
    if (found) return found;
    bool known = param_find(q->route, text_of(name)) || strstr(q->route->path, name);
    BUG_IF(!known);
    return NULL;
}

bool param_given(const struct request *q, const char *name)
{
    const struct value *v = value_of(q, name);
    return v && (v->text.n > 0 || v->file);
}

struct text param_text(const struct request *q, const char *name)
{
    const struct value *v = value_of(q, name);
    return v ? v->text : TEXT_NONE;
}

int64_t param_int(const struct request *q, const char *name, int64_t absent)
{
    const struct value *v = value_of(q, name);
    return v && !v->bad && v->text.n ? v->number : absent;
}

day_t param_day(const struct request *q, const char *name, day_t absent)
{
    const struct value *v = value_of(q, name);
    return v && !v->bad && v->text.n ? (day_t)v->number : absent;
}

bool param_bool(const struct request *q, const char *name)
{
    return param_int(q, name, 0) != 0;
}

const struct upload *param_file(const struct request *q, const char *name)
{
    const struct value *v = value_of(q, name);
    return v && !v->bad ? v->file : NULL;
}

bool param_nth(const struct request *q, const char *name, size_t i, struct value *out)
{
    const struct param *p = param_find(q->route, text_of(name));
    bool prefix = false;
    for (const struct param *d = q->route->params; d && d->name; d++) prefix |= d->type == P_PREFIX && strcmp(d->name, name) == 0;
    BUG_IF(!p && !prefix);
    for (size_t k = 0; k < q->values; k++) {
        const struct value *v = &q->value[k];
        if (prefix ? !text_starts(v->name, text_of(name)) : !text_eqz(v->name, name)) continue;
        if (i-- == 0) {
            *out = *v;
            return true;
        }
    }
    return false;
}
