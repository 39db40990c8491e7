/* SPDX-License-Identifier: Apache-2.0 */
/* What a condition of a form says, once it is read. */
#include "scheme/form_expr_part.h"

enum { MICRO = 1000000 };

bool form_number(struct text t, int64_t *micro)
{
    bool minus = t.n > 0 && t.s[0] == '-';
    struct text rest = minus ? text_sub(t, 1, t.n) : t, whole, part;
    int64_t n, f = 0;
    if (rest.n == 0 || rest.s[0] == '-' || rest.s[0] == '.' || rest.s[rest.n - 1] == '.') return false;
    text_cut(&rest, '.', &whole);
    if (!text_int(whole, &n) || n > INT64_MAX / MICRO - 1 || rest.n > 6) return false;
    part = rest;
    for (size_t i = 0; i < 6; i++) {
        if (i < part.n && (part.s[i] < '0' || part.s[i] > '9')) return false;
        f = f * 10 + (i < part.n ? part.s[i] - '0' : 0);
    }
    *micro = (n * MICRO + f) * (minus ? -1 : 1);
    return true;
}

bool form_time(struct text t, int *minute)
{
    ptrdiff_t wide = text_find(t, T("：")), at = wide >= 0 ? wide : text_find(t, T(":"));
    int64_t h, m;
    if (at <= 0) return false;
    struct text right = text_sub(t, (size_t)at + (wide >= 0 ? 3 : 1), t.n);
    if (right.n == 5 && text_eqz(text_sub(right, 2, 3), ":00")) right.n = 2;
    if (right.n != 2 || !text_int(text_sub(t, 0, (size_t)at), &h) || !text_int(right, &m)) return false;
    if (h < 0 || h > 23 || m < 0 || m > 59) return false;
    *minute = (int)(h * 60 + m);
    return true;
}

uint64_t form_expr_reads(const struct form_expr *e)
{
    return e->reads;
}

struct text form_expr_source(const struct form_expr *e)
{
    return e->source;
}

bool form_expr_answered(const struct form_expr *e, const struct form_answers *a)
{
    for (int i = 0; i < FIELDS_MAX; i++) {
        if (e->reads >> i & 1 && text_empty(a->value(a->ctx, i))) return false;
    }
    return true;
}

/* ---- judging: no, yes, perhaps ---- */

enum says { NO, YES, PERHAPS };

struct judge { const struct form_expr *e; const struct code_field *field; const struct form_answers *a; int only; };

struct known { bool there, unsure; int64_t n; struct text words; };

static size_t words_count(struct text t)
{
    struct text rest = t, one;
    size_t n = 0;
    while (text_cut(&rest, ' ', &one)) n += one.n > 0;
    return n;
}

static struct known field_known(const struct judge *j, const struct form_operand *o)
{
    struct known k = {0};
    if (j->only >= 0 && o->field != j->only) return (struct known){.unsure = true};
    k.words = j->a->value(j->a->ctx, o->field);
    k.there = !text_empty(k.words);
    int minute;
    if (o->kind == OPERAND_LENGTH || o->kind == OPERAND_COUNT) {
        int64_t n;
        bool rows = j->field[o->field].type == FIELD_REPEAT;
        if (o->kind == OPERAND_LENGTH) n = (int64_t)text_chars(k.words);
        else if (!rows || !text_int(k.words, &n)) n = rows ? 0 : (int64_t)words_count(k.words);
        return (struct known){.there = true, .n = n * MICRO};
    }
    if (!k.there) return k;
    switch (o->type) {
    case FORM_NUMBER: k.there = form_number(k.words, &k.n); break;
    case FORM_DAY: k.n = day_parse(k.words); k.there = k.n != DAY_NONE; break;
    case FORM_TIME: k.there = form_time(k.words, &minute); k.n = k.there ? minute : 0; break;
    case FORM_WORDS: break;
    }
    return k;
}

static struct known operand_known(const struct judge *j, const struct form_operand *o)
{
    switch (o->kind) {
    case OPERAND_FIELD:
    case OPERAND_LENGTH:
    case OPERAND_COUNT: return field_known(j, o);
    case OPERAND_TODAY: return (struct known){.there = true, .unsure = j->only >= 0, .n = j->a->today + o->number};
    case OPERAND_OCCURRED:
        return (struct known){.there = j->a->day != DAY_NONE, .unsure = j->only >= 0, .n = j->a->day + o->number};
    case OPERAND_FIXED: break;
    }
    return (struct known){.there = true, .n = o->number, .words = o->words};
}

static bool has_word(struct text words, struct text one)
{
    struct text rest = words, part;
    while (text_cut(&rest, ' ', &part)) {
        if (text_eq(part, one)) return true;
    }
    return false;
}

static bool equal(const struct form_node *n, const struct known *a, const struct known *b)
{
    if (n->left.type != FORM_WORDS) return a->n == b->n;
    return n->left.list ? has_word(a->words, b->words) : text_eq(a->words, b->words);
}

static enum says compare(const struct judge *j, const struct form_node *n)
{
    struct known a = operand_known(j, &n->left), b = operand_known(j, &n->right);
    if (a.unsure || b.unsure) return PERHAPS;
    if (!a.there || !b.there) return n->compare == FORM_NE ? YES : NO;
    switch (n->compare) {
    case FORM_EQ: return equal(n, &a, &b) ? YES : NO;
    case FORM_NE: return equal(n, &a, &b) ? NO : YES;
    case FORM_LT: return a.n < b.n ? YES : NO;
    case FORM_LE: return a.n <= b.n ? YES : NO;
    case FORM_GT: return a.n > b.n ? YES : NO;
    case FORM_GE: return a.n >= b.n ? YES : NO;
    }
    return NO;
}

static enum says given(const struct judge *j, const struct form_node *n)
{
    struct known a = operand_known(j, &n->left);
    if (a.unsure) return PERHAPS;
    return a.there && !text_eqz(a.words, "no") && !(n->left.kind != OPERAND_FIELD && a.n == 0) ? YES : NO;
}

static enum says judge_at(const struct judge *j, int at)
{
    const struct form_node *n = &j->e->node[at];
    enum says l, r;
    switch (n->op) {
    case FORM_COMPARE: return compare(j, n);
    case FORM_GIVEN: return given(j, n);
    case FORM_NOT: l = judge_at(j, n->a); return l == PERHAPS ? PERHAPS : l == YES ? NO : YES;
    case FORM_AND:
        l = judge_at(j, n->a), r = judge_at(j, n->b);
        return l == NO || r == NO ? NO : l == YES && r == YES ? YES : PERHAPS;
    case FORM_OR:
        l = judge_at(j, n->a), r = judge_at(j, n->b);
        return l == YES || r == YES ? YES : l == NO && r == NO ? NO : PERHAPS;
    }
    return NO;
}

bool form_expr_holds(const struct form_expr *e, const struct code_field *field, const struct form_answers *a)
{
    struct judge j = {e, field, a, -1};
    return judge_at(&j, e->root) == YES;
}

/* ---- can it ever hold? ---- */

struct tried { struct text value; };

static struct text tried_value(void *ctx, int field)
{
    (void)field;
    return ((const struct tried *)ctx)->value;
}

static bool try(const struct form_expr *e, const struct code_field *field, int only, struct text value)
{
    struct tried t = {value};
    struct form_answers a = {tried_value, &t, DAY_NONE, 0};
    struct judge j = {e, field, &a, only};
    return judge_at(&j, e->root) != NO;
}

static struct text number_words(struct arena *a, int64_t micro)
{
    bool minus = micro < 0;
    uint64_t n = minus ? 0 - (uint64_t)micro : (uint64_t)micro;
    return text_fmt(a, "%s%llu.%06llu", minus ? "-" : "", (unsigned long long)(n / MICRO), (unsigned long long)(n % MICRO));
}

/* Is it true on one side of a number that the condition names, or at it? Between those numbers nothing changes. */
static bool try_near(const struct part *p, const struct form_expr *e, const struct code_field *f, int at, int64_t c)
{
    const struct code_field *own = &f[at];
    int64_t step = own->type == FIELD_DECIMAL ? 1 : MICRO;
    for (int64_t k = -1; k <= 1; k++) {
        int64_t n = c + k * step;
        bool bounded = own->min < own->max;
        if (own->type == FIELD_FACES && (n < MICRO || n > 5 * MICRO)) continue;
        if (own->type != FIELD_DECIMAL && n % MICRO != 0) n -= n % MICRO;
        if (bounded && own->type != FIELD_FACES && (n < own->min * MICRO || n > own->max * MICRO)) continue;
        if (try(e, f, at, number_words(p->arena, n))) return true;
    }
    return false;
}

static bool constants_try(const struct part *p, const struct form_expr *e, const struct code_field *f, int at)
{
    for (int i = 0; i < e->n; i++) {
        const struct form_node *n = &e->node[i];
        const struct form_operand *c = n->left.kind == OPERAND_FIXED ? &n->left : &n->right;
        if (n->op != FORM_COMPARE || c->kind != OPERAND_FIXED) continue;
        if (c->type == FORM_NUMBER && try_near(p, e, f, at, c->number)) return true;
        for (int64_t k = -1; c->type == FORM_DAY && k <= 1; k++) {
            if (try(e, f, at, day_text(p->arena, (day_t)(c->number + k)))) return true;
        }
        for (int64_t k = -1; c->type == FORM_TIME && k <= 1; k++) {
            int64_t m = c->number + k;
            if (m < 0 || m >= 24 * 60) continue;
            if (try(e, f, at, text_fmt(p->arena, "%02lld:%02lld", (long long)(m / 60), (long long)(m % 60)))) return true;
        }
    }
    return false;
}

static bool field_possible(const struct part *p, const struct form_expr *e, const struct code_field *f, int at)
{
    const struct code_field *own = &f[at];
    if (try(e, f, at, TEXT_NONE)) return true;
    switch (own->type) {
    case FIELD_SELECT_ONE:
        for (size_t i = 0; own->list && i < own->list->n; i++) {
            if (try(e, f, at, own->list->item[i].key)) return true;
        }
        return own->list == NULL;
    case FIELD_BOOL: return try(e, f, at, T("yes")) || try(e, f, at, T("no"));
    case FIELD_ACKNOWLEDGE: return try(e, f, at, T("yes"));
    case FIELD_INTEGER:
    case FIELD_DECIMAL:
    case FIELD_FACES:
        return try_near(p, e, f, at, 0) || try_near(p, e, f, at, own->min * MICRO) || try_near(p, e, f, at, own->max * MICRO)
            || constants_try(p, e, f, at);
    case FIELD_DATE:
    case FIELD_TIME: return constants_try(p, e, f, at);
    case FIELD_TEXT:
    case FIELD_SELECT_MULTIPLE:
    case FIELD_NOTE:
    case FIELD_REPEAT: break;
    }
    return true;
}

bool form_expr_possible(const struct part *p, const struct form_expr *e, const struct code_field *field)
{
    for (int i = 0; i < FIELDS_MAX; i++) {
        if (e->reads >> i & 1 && !field_possible(p, e, field, i)) return false;
    }
    return true;
}
