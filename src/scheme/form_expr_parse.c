/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the conditions of a form. */
#include "scheme/form_expr_part.h"

#include <string.h>

enum { DEPTH = 24 };

enum token_kind { TOKEN_END, TOKEN_WORD, TOKEN_NUMBER, TOKEN_DAY, TOKEN_TIME, TOKEN_WORDS, TOKEN_SIGN, TOKEN_BAD };

struct token { enum token_kind kind; struct text text; size_t at; };

struct parser {
    const struct part *p;
    const struct yaml_node *n;
    const struct code_field *field;
    size_t count;
    int own, depth;
    bool answer, failed;
    struct form_expr *e;
    size_t at;
    struct token now;
};

static int fail(struct parser *p, size_t at, enum word w, struct text a0, struct text a1)
{
    if (p->failed) return -1;
    p->failed = true;
    struct yaml_node place = *p->n;
    place.column += (int32_t)text_chars(text_sub(p->n->text, 0, at)) + p->n->quoted;
    part_fault(p->p, &place, w, a0, a1, TEXT_NONE);
    return -1;
}

/* ---- tokens ---- */

static bool word_char(char c, bool first)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80 ||
           (!first && ((c >= '0' && c <= '9') || c == '-'));
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static struct token token_digits(const struct text s, size_t at)
{
    size_t end = at + 1;
    while (end < s.n && (digit(s.s[end]) || s.s[end] == '.' || s.s[end] == ':' || (s.s[end] == '-' && end - at == 4) ||
                         (s.s[end] == '-' && end - at == 7))) end++;
    struct token t = {.kind = TOKEN_NUMBER, .text = text_sub(s, at, end - at), .at = at};
    int64_t number;
    int minute;
    if (day_parse(t.text) != DAY_NONE) t.kind = TOKEN_DAY;
    else if (form_time(t.text, &minute)) t.kind = TOKEN_TIME;
    else if (!form_number(t.text, &number)) t.kind = TOKEN_BAD;
    return t;
}

static struct token token_read(struct text s, size_t at)
{
    static const char *const two[] = {"!=", "<=", ">="};
    char c = s.s[at];
    struct token t = {.kind = TOKEN_SIGN, .text = text_sub(s, at, 1), .at = at};
    for (size_t i = 0; i < 3; i++) {
        if (text_eqz(text_sub(s, at, 2), two[i])) t.text.n = 2;
    }
    if (t.text.n == 2) return t;
    if (digit(c)) return token_digits(s, at);
    if (c == '\'' || c == '"') {
        size_t end = at + 1;
        while (end < s.n && s.s[end] != c) end++;
        t.kind = end < s.n ? TOKEN_WORDS : TOKEN_BAD;
        t.text = text_sub(s, at + 1, end - at - 1);
        return t;
    }
    if (word_char(c, true)) {
        size_t end = at + 1;
        while (end < s.n && word_char(s.s[end], false)) end++;
        t.kind = TOKEN_WORD;
        t.text = text_sub(s, at, end - at);
        return t;
    }
    if (strchr("=<>().,+-", c) == NULL || c == 0) t.kind = TOKEN_BAD;
    return t;
}

static void next(struct parser *p)
{
    struct text s = p->n->text;
    while (p->at < s.n && (s.s[p->at] == ' ' || s.s[p->at] == '\n' || s.s[p->at] == '\t')) p->at++;
    if (p->at >= s.n) {
        p->now = (struct token){.kind = TOKEN_END, .text = T(""), .at = s.n};
        return;
    }
    if (text_starts(text_sub(s, p->at, 2), T("${"))) {
        size_t end = p->at + 2;
        while (end < s.n && s.s[end] != '}') end++;
        p->now = (struct token){TOKEN_WORD, text_sub(s, p->at + 2, end - p->at - 2), p->at};
        p->at = end + 1;
        return;
    }
    p->now = token_read(s, p->at);
    p->at += p->now.text.n + (p->now.kind == TOKEN_WORDS ? 2 : 0);
    if (p->now.kind == TOKEN_BAD && p->now.text.n == 0) p->at = s.n;
}

static bool sign(const struct parser *p, const char *s)
{
    return p->now.kind == TOKEN_SIGN && text_eqz(p->now.text, s);
}

static bool is_word(const struct parser *p, const char *s)
{
    return p->now.kind == TOKEN_WORD && text_eqz(p->now.text, s);
}

static int unexpected(struct parser *p)
{
    return fail(p, p->now.at, W_scheme_fexpr, p->now.kind == TOKEN_END ? T("…") : text_sub(p->now.text, 0, 40), TEXT_NONE);
}

static bool expect(struct parser *p, const char *s)
{
    if (!sign(p, s)) {
        unexpected(p);
        return false;
    }
    next(p);
    return true;
}

/* ---- operands ---- */

static enum form_type type_of(const struct code_field *f)
{
    switch (f->type) {
    case FIELD_INTEGER:
    case FIELD_DECIMAL:
    case FIELD_FACES: return FORM_NUMBER;
    case FIELD_DATE: return FORM_DAY;
    case FIELD_TIME: return FORM_TIME;
    case FIELD_TEXT:
    case FIELD_SELECT_ONE:
    case FIELD_SELECT_MULTIPLE:
    case FIELD_BOOL:
    case FIELD_ACKNOWLEDGE:
    case FIELD_NOTE:
    case FIELD_REPEAT: break;
    }
    return FORM_WORDS;
}

/* Of the same repeat first, then of the form itself. */
static int field_named(const struct parser *p, struct text name)
{
    int row = p->field[p->own].row_of, found = -1;
    for (size_t i = 0; i < p->count; i++) {
        const struct code_field *f = &p->field[i];
        if (!text_eq(f->name, name) || f->type == FIELD_NOTE) continue;
        if (f->row_of == row && row >= 0) return (int)i;
        if (f->row_of < 0) found = (int)i;
    }
    return found;
}

static bool field_take(struct parser *p, struct token t, struct form_operand *out)
{
    int f = text_eqz(t.text, ".") ? p->own : field_named(p, t.text);
    if (text_eqz(t.text, ".") && !p->answer) {
        fail(p, t.at, W_scheme_fexpr_own, TEXT_NONE, TEXT_NONE);
        return false;
    }
    if (f < 0) {
        struct text known[FIELDS_MAX];
        for (size_t i = 0; i < p->count; i++) known[i] = p->field[i].name;
        fail(p, t.at, W_scheme_fexpr_field, text_sub(t.text, 0, 40), part_near(p->p->arena, t.text, known, p->count));
        return false;
    }
    const struct code_field *field = &p->field[f];
    *out = (struct form_operand){.kind = OPERAND_FIELD, .type = type_of(field), .field = f,
        .list = field->list != NULL || field->type == FIELD_BOOL || field->type == FIELD_ACKNOWLEDGE};
    p->e->reads |= UINT64_C(1) << f;
    return true;
}

/* length(name), count(name) */
static bool counted_take(struct parser *p, bool length, struct form_operand *out)
{
    next(p);
    if (!expect(p, "(")) return false;
    struct token t = p->now;
    if (t.kind != TOKEN_WORD && !sign(p, ".")) {
        unexpected(p);
        return false;
    }
    next(p);
    if (!field_take(p, t, out) || !expect(p, ")")) return false;
    out->kind = length ? OPERAND_LENGTH : OPERAND_COUNT;
    out->type = FORM_NUMBER;
    out->list = false;
    return true;
}

static bool day_take(struct parser *p, bool today, struct form_operand *out)
{
    *out = (struct form_operand){.kind = today ? OPERAND_TODAY : OPERAND_OCCURRED, .type = FORM_DAY, .field = -1};
    next(p);
    if (sign(p, "(")) {      /* today() as XLSForm writes it */
        next(p);
        if (!expect(p, ")")) return false;
    }
    if (!sign(p, "+") && !sign(p, "-")) return true;
    int64_t n, way = sign(p, "+") ? 1 : -1;
    next(p);
    if (p->now.kind != TOKEN_NUMBER || !text_int(p->now.text, &n) || n > 36500) {
        unexpected(p);
        return false;
    }
    out->number = way * n;
    next(p);
    return true;
}

static bool number_take(struct parser *p, struct form_operand *out)
{
    int64_t way = 1;
    int minute = 0;
    if (sign(p, "-")) {
        way = -1;
        next(p);
    }
    *out = (struct form_operand){.kind = OPERAND_FIXED, .type = FORM_NUMBER, .field = -1, .words = p->now.text};
    switch (p->now.kind) {
    case TOKEN_NUMBER: form_number(p->now.text, &out->number); out->number *= way; break;
    case TOKEN_DAY: out->type = FORM_DAY; out->number = day_parse(p->now.text); break;
    case TOKEN_TIME: out->type = FORM_TIME; form_time(p->now.text, &minute); out->number = minute; break;
    case TOKEN_WORDS: out->type = FORM_WORDS; out->words = text_dup(p->p->arena, p->now.text); break;
    default: unexpected(p); return false;
    }
    next(p);
    return true;
}

static bool operand_take(struct parser *p, struct form_operand *out)
{
    struct token t = p->now;
    if (is_word(p, "length")) return counted_take(p, true, out);
    if (is_word(p, "count")) return counted_take(p, false, out);
    if (t.kind == TOKEN_WORD && field_named(p, t.text) < 0) {
        if (is_word(p, "today")) return day_take(p, true, out);
        if (is_word(p, "day")) return day_take(p, false, out);
    }
    if (t.kind != TOKEN_WORD && !sign(p, ".")) return number_take(p, out);
    next(p);
    return field_take(p, t, out);
}

/* What a question of choices is compared with: a code of its list, yes or no. */
static bool code_take(struct parser *p, const struct form_operand *left, struct form_operand *out)
{
    const struct code_field *f = &p->field[left->field];
    struct token t = p->now;
    bool word = t.kind == TOKEN_WORD || t.kind == TOKEN_WORDS || t.kind == TOKEN_NUMBER;
    if (!word) {
        unexpected(p);
        return false;
    }
    bool known = f->list ? code_item(f->list, t.text) != NULL : text_eqz(t.text, "yes") || text_eqz(t.text, "no");
    if (!known && t.kind == TOKEN_WORD && field_named(p, t.text) >= 0) return operand_take(p, out);
    if (!known) {
        struct text key[CODES_ITEMS] = {T("yes"), T("no")};
        size_t n = f->list ? 0 : 2;
        for (size_t i = 0; f->list && i < f->list->n; i++) key[n++] = f->list->item[i].key;
        fail(p, t.at, W_scheme_fexpr_code, text_sub(t.text, 0, 40), part_near(p->p->arena, t.text, key, n));
        return false;
    }
    *out = (struct form_operand){.kind = OPERAND_FIXED, .field = -1, .words = text_dup(p->p->arena, t.text)};
    next(p);
    return true;
}

/* ---- conditions ---- */

static int or_parse(struct parser *p);

static int node_add(struct parser *p, struct form_node n)
{
    if (p->failed) return -1;
    if (p->e->n == FORM_EXPR_NODES) return fail(p, p->now.at, W_scheme_expr_long, text_fmt(p->p->arena, "%d", FORM_EXPR_NODES),
        TEXT_NONE);
    p->e->node[p->e->n] = n;
    return p->e->n++;
}

/* One thing compared with another: of one type, and only what has an order can be less. */
static bool fits(struct parser *p, size_t at, const struct form_node *n)
{
    bool order = n->compare != FORM_EQ && n->compare != FORM_NE;
    if (n->left.type == n->right.type && !(order && n->left.type == FORM_WORDS)) return true;
    fail(p, at, order && n->left.type == FORM_WORDS ? W_scheme_fexpr_order : W_scheme_fexpr_type, text_sub(p->n->text, at, 40),
        TEXT_NONE);
    return false;
}

static int in_parse(struct parser *p, struct form_node one)
{
    int all = -1;
    next(p);
    if (!expect(p, "(")) return -1;
    do {
        if (all >= 0) next(p);
        size_t at = p->now.at;
        bool good = one.left.list && one.left.kind == OPERAND_FIELD ? code_take(p, &one.left, &one.right)
                                                                    : operand_take(p, &one.right);
        if (!good || !fits(p, at, &one)) return -1;
        int next_one = node_add(p, one);
        all = all < 0 ? next_one : node_add(p, (struct form_node){.op = FORM_OR, .a = all, .b = next_one});
    } while (!p->failed && sign(p, ","));
    return expect(p, ")") ? all : -1;
}

/* selected(name, code), as XLSForm has it */
static int selected_parse(struct parser *p)
{
    struct form_node n = {.op = FORM_COMPARE, .compare = FORM_EQ};
    next(p);
    if (!expect(p, "(")) return -1;
    struct token t = p->now;
    next(p);
    if (!field_take(p, t, &n.left) || !expect(p, ",")) return -1;
    if (!n.left.list) return fail(p, t.at, W_scheme_fexpr_type, t.text, TEXT_NONE);
    if (!code_take(p, &n.left, &n.right) || !expect(p, ")")) return -1;
    return node_add(p, n);
}

static int compare_parse(struct parser *p)
{
    static const char *const signs[] = {"=", "!=", "<", "<=", ">", ">="};
    struct form_node n = {.op = FORM_COMPARE};
    size_t at = p->now.at;
    if (is_word(p, "selected")) return selected_parse(p);
    if (!operand_take(p, &n.left)) return -1;
    if (is_word(p, "in")) return in_parse(p, n);
    for (int i = 0; i < 6; i++) {
        if (!sign(p, signs[i])) continue;
        n.compare = (enum form_compare)i;
        next(p);
        bool codes = n.left.list && n.left.kind == OPERAND_FIELD;
        if (!(codes ? code_take(p, &n.left, &n.right) : operand_take(p, &n.right))) return -1;
        return fits(p, at, &n) ? node_add(p, n) : -1;
    }
    if (n.left.kind == OPERAND_FIXED || n.left.kind == OPERAND_TODAY || n.left.kind == OPERAND_OCCURRED) return unexpected(p);
    n.op = FORM_GIVEN;
    return node_add(p, n);
}

static int not_parse(struct parser *p)
{
    int out = -1;
    if (p->depth == DEPTH) return fail(p, p->now.at, W_scheme_expr_long, text_fmt(p->p->arena, "%d", DEPTH), TEXT_NONE);
    p->depth++;
    if (is_word(p, "not") && field_named(p, T("not")) < 0) {
        next(p);
        int of = not_parse(p);
        out = p->failed ? -1 : node_add(p, (struct form_node){.op = FORM_NOT, .a = of});
    } else if (sign(p, "(")) {
        next(p);
        out = or_parse(p);
        if (!p->failed) expect(p, ")");
    } else {
        out = compare_parse(p);
    }
    p->depth--;
    return out;
}

static int and_parse(struct parser *p)
{
    int left = not_parse(p);
    while (!p->failed && is_word(p, "and")) {
        next(p);
        int right = not_parse(p);
        left = p->failed ? -1 : node_add(p, (struct form_node){.op = FORM_AND, .a = left, .b = right});
    }
    return left;
}

static int or_parse(struct parser *p)
{
    int left = and_parse(p);
    while (!p->failed && is_word(p, "or")) {
        next(p);
        int right = and_parse(p);
        left = p->failed ? -1 : node_add(p, (struct form_node){.op = FORM_OR, .a = left, .b = right});
    }
    return left;
}

struct form_expr *form_expr_parse(const struct part *p, const struct yaml_node *n, const struct code_field *field, size_t count,
                                  int own, bool answer)
{
    if (n->kind != YAML_SCALAR || n->text.n > 1000) {
        part_fault(p, n, W_scheme_not_text, n->key.s ? n->key : T("-"), TEXT_NONE, TEXT_NONE);
        return NULL;
    }
    struct form_expr *e = arena_alloc(p->arena, sizeof *e);
    struct parser own_parser = {.p = p, .n = n, .field = field, .count = count, .own = own, .answer = answer, .e = e};
    e->source = text_dup(p->arena, n->text);
    next(&own_parser);
    e->root = or_parse(&own_parser);
    if (!own_parser.failed && own_parser.now.kind != TOKEN_END) unexpected(&own_parser);
    return own_parser.failed ? NULL : e;
}
