/* SPDX-License-Identifier: Apache-2.0 */
/* Recursive descent over the text of a condition. Every error is told once, at its place, with what to write instead. */
#include "scheme/expr_part.h"
#include "scheme/part.h"

#include <string.h>

enum token_kind { TOKEN_END, TOKEN_NAME, TOKEN_NUMBER, TOKEN_QUOTED, TOKEN_SIGN, TOKEN_BAD };

struct token { enum token_kind kind; struct text text; size_t at; };

struct parser {
    struct arena *a;
    struct text source;
    struct expr_place place;
    const struct expr_names *names;
    struct faults *faults;
    struct token now;
    size_t next;
    struct expr_node node[EXPR_NODES];
    int n, depth;
    struct expr *out;
    bool failed;
};

/* A side of a comparison. */
enum value_kind { VALUE_NONE, VALUE_TRUTH, VALUE_NUMBER, VALUE_FACT, VALUE_STAGE };
struct value { enum value_kind kind; struct expr_node node; int at; struct token token; };

/* ---- words ---- */

static bool name_start(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
}

static bool digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/* Full-width signs and quotes begin with these bytes; they are no part of a name. */
static bool wide_sign(struct text t)
{
    static const char *const signs[] = {"（", "）", "，", "＝", "＜", "＞", "！", "“", "”", "‘", "’", "、", "；", "：", "≤", "≥", "≠", "　"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (text_starts(t, text_of(signs[i]))) return true;
    }
    return false;
}

static size_t name_end(const struct parser *p, size_t at)
{
    while (at < p->source.n) {
        unsigned char c = (unsigned char)p->source.s[at];
        if (c >= 0x80 ? wide_sign(text_sub(p->source, at, 3)) : !(name_start(c) || digit(c) || c == '-' || c == ':')) break;
        at++;
    }
    return at;
}

static size_t sign_length(const char *s, size_t left)
{
    if (left > 1 && s[1] == '=' && (*s == '!' || *s == '<' || *s == '>')) return 2;
    return *s == '(' || *s == ')' || *s == ',' || *s == '=' || *s == '<' || *s == '>' ? 1 : 0;
}

static void token_take(struct parser *p)
{
    const char *s = p->source.s;
    size_t at = p->next, n = p->source.n, end = at;
    while (at < n && (s[at] == ' ' || s[at] == '\n' || s[at] == '\t' || s[at] == '\r')) at++;
    p->now = (struct token){TOKEN_END, TEXT_NONE, at};
    if (at == n) return;
    unsigned char c = (unsigned char)s[at];
    if (digit(c)) {
        for (end = at; end < n && digit((unsigned char)s[end]); end++) {}
        p->now.kind = TOKEN_NUMBER;
    } else if (name_start(c) && !(c >= 0x80 && wide_sign(text_sub(p->source, at, 3)))) {
        end = name_end(p, at);
        p->now.kind = TOKEN_NAME;
    } else if (c == '\'' || c == '"') {
        for (end = at + 1; end < n && s[end] != (char)c; end++) {}
        p->now.kind = end < n ? TOKEN_QUOTED : TOKEN_BAD;
        end += end < n;
    } else if ((end = at + sign_length(s + at, n - at)) > at) {
        p->now.kind = TOKEN_SIGN;
    } else {
        p->now.kind = TOKEN_BAD;
        for (end = at + 1; end < n && ((unsigned char)s[end] & 0xC0) == 0x80; end++) {}
    }
    p->now.text = text_sub(p->source, at, end - at);
    if (p->now.kind == TOKEN_QUOTED) p->now.text = text_sub(p->source, at + 1, end - at - 2);
    p->next = end;
}

/* Line and column of a byte of the condition; several lines only come from block scalars, where columns are those of the line. */
static int fail_with(struct parser *p, size_t at, enum word w, struct text a0, struct text a1, struct text a2)
{
    if (p->failed) return -1;
    p->failed = true;
    struct fault one = {.file = p->place.file, .line = p->place.line, .column = p->place.column, .word = w, .arg = {a0, a1, a2}};
    if (one.line) one.column += (int32_t)text_chars(text_sub(p->source, 0, at));
    fault_put(p->faults, &one);
    return -1;
}

static int fail_at(struct parser *p, size_t at, enum word w, struct text a0, struct text a1)
{
    return fail_with(p, at, w, a0, a1, TEXT_NONE);
}

static int fail(struct parser *p, enum word w, struct text a0, struct text a1)
{
    return fail_at(p, p->now.at, w, a0, a1);
}

static int unexpected(struct parser *p, const char *wanted)
{
    if (p->now.kind == TOKEN_END) return fail(p, W_scheme_expr_end, text_of(wanted), TEXT_NONE);
    if (p->now.kind == TOKEN_BAD) return fail(p, W_scheme_expr_char, text_sub(p->now.text, 0, 20), TEXT_NONE);
    return fail(p, W_scheme_expr_token, text_sub(p->now.text, 0, 40), text_of(wanted));
}

static bool is_sign(const struct parser *p, const char *sign)
{
    return p->now.kind == TOKEN_SIGN && text_eqz(p->now.text, sign);
}

static bool is_word(const struct parser *p, const char *w)
{
    return p->now.kind == TOKEN_NAME && text_eqz(p->now.text, w);
}

static bool expect(struct parser *p, const char *sign)
{
    if (!is_sign(p, sign)) {
        unexpected(p, sign);
        return false;
    }
    token_take(p);
    return true;
}

static int node_add(struct parser *p, struct expr_node n)
{
    if (p->failed) return -1;
    if (p->n == EXPR_NODES) return fail(p, W_scheme_expr_long, text_fmt(p->a, "%d", EXPR_NODES), TEXT_NONE);
    p->node[p->n] = n;
    return p->n++;
}

/* ---- names ---- */

static const struct code_fact *fact_named(const struct parser *p, struct text name)
{
    const struct codes *c = p->names->codes;
    const struct code_fact *f = codes_fact(c, name);
    for (size_t i = 0; !f && i < c->fact_count; i++) {
        if (text_eq(c->fact[i].title[LANG_ZH], name)) f = &c->fact[i];
    }
    return f;
}

static uint64_t yes_mask(const struct code_fact *f)
{
    uint64_t no = 0;
    for (size_t i = 0; f->list && i < f->list->n; i++) {
        if (f->list->item[i].flags & CODE_NO) no |= UINT64_C(1) << f->list->item[i].number;
    }
    return ~no;
}

static void uses_fact(struct parser *p, int fact)
{
    p->out->facts[fact / 64] |= UINT64_C(1) << (fact % 64);
}

static struct value fact_value(struct parser *p, const struct code_fact *f, int who)
{
    uses_fact(p, f->index);
    if (who < 0) who = f->per == PER_PARENT ? WHO_PARENTS : WHO_CHILD;
    return (struct value){.kind = VALUE_FACT, .node = {.op = EXPR_FACT, .who = (uint8_t)who, .index = (int16_t)f->index,
                                                       .mask = yes_mask(f)}};
}

static const struct { const char *name; enum expr_op op; int what; unsigned uses; } plain[] = {
    {"age", EXPR_NUMBER, NUMBER_AGE, USES_AGE}, {"grade", EXPR_NUMBER, NUMBER_GRADE, USES_GRADE},
    {"carer_age", EXPR_NUMBER, NUMBER_CARER_AGE, USES_CARER_AGE}, {"stage", EXPR_STAGE, 0, USES_STAGE},
    {"enrolled", EXPR_FLAG, FLAG_ENROLLED, 0}, {"carer", EXPR_FLAG, FLAG_CARER, 0},
    {"vacation", EXPR_FLAG, FLAG_VACATION, USES_VACATION},
    {"father_away", EXPR_AWAY, ASK_FATHER, USES_AWAY}, {"mother_away", EXPR_AWAY, ASK_MOTHER, USES_AWAY},
    {"one_away", EXPR_AWAY, ASK_ONE, USES_AWAY}, {"both_away", EXPR_AWAY, ASK_BOTH, USES_AWAY},
    {"parents_away", EXPR_AWAY, ASK_ANY, USES_AWAY}, {"other_incapable", EXPR_AWAY, ASK_OTHER_INCAPABLE, USES_AWAY},
};
enum { PLAIN = sizeof plain / sizeof *plain };
static const char *const functions[] = {"father(", "mother(", "rule(", "target(", "paired(", "days_since(", "param("};
enum { FUNCTIONS = sizeof functions / sizeof *functions };

static struct value unknown_name(struct parser *p, struct token t)
{
    const struct codes *c = p->names->codes;
    struct text known[CODES_FACTS + PLAIN + FUNCTIONS];
    size_t n = 0;
    for (size_t i = 0; i < PLAIN; i++) known[n++] = text_of(plain[i].name);
    for (size_t i = 0; i < FUNCTIONS; i++) known[n++] = text_of(functions[i]);
    for (size_t i = 0; i < c->fact_count; i++) known[n++] = c->fact[i].key;
    struct text near = word_nearest(t.text, known, n);
    if (text_empty(near)) near = T("age grade stage parents_away both_away poverty orphan … rule(…) target(…)");
    fail_at(p, t.at, W_scheme_expr_name, text_sub(t.text, 0, 40), near);
    return (struct value){0};
}

static struct value plain_value(struct parser *p, struct token t)
{
    size_t i = 0;
    while (i < PLAIN && !text_eqz(t.text, plain[i].name)) i++;
    if (i == PLAIN) {
        const struct code_fact *f = fact_named(p, t.text);
        return f ? fact_value(p, f, -1) : unknown_name(p, t);
    }
    if (plain[i].op == EXPR_FLAG && plain[i].what == FLAG_VACATION && !p->names->alert) {
        fail_at(p, t.at, W_scheme_expr_alert_only, t.text, TEXT_NONE);
        return (struct value){0};
    }
    p->out->uses |= plain[i].uses;
    struct value v = {.kind = VALUE_TRUTH, .node = {.op = (uint8_t)plain[i].op, .what = (uint8_t)plain[i].what}};
    if (plain[i].op == EXPR_NUMBER) v.kind = VALUE_NUMBER;
    if (plain[i].op == EXPR_STAGE) v.kind = VALUE_STAGE;
    if (plain[i].op == EXPR_AWAY) v.node.index = (int16_t)p->names->profile;
    return v;
}

static struct value unknown_of(struct parser *p, const char *what, struct token t, enum word w)
{
    fail_at(p, t.at, w, text_sub(t.text, 0, 60), p->names->near ? p->names->near(p->names->ctx, what, t.text) : TEXT_NONE);
    return (struct value){0};
}

static struct value group_value(struct parser *p, struct token arg, bool rule)
{
    const struct expr_names *n = p->names;
    int (*find)(void *, struct text) = rule ? n->rule : n->target;
    int g = find ? find(n->ctx, arg.text) : -1;
    if (g < 0) return unknown_of(p, rule ? "rule" : "target", arg, rule ? W_scheme_expr_rule : W_scheme_expr_target);
    struct value v = {.kind = VALUE_TRUTH, .node = {.op = EXPR_GROUP, .index = (int16_t)g}};
    for (int l = 0; l < LANG_COUNT; l++) {
        v.node.title[l] = n->title ? n->title(n->ctx, g, (enum lang)l) : text_dup(p->a, arg.text);
    }
    p->out->uses |= USES_GROUPS;
    p->out->groups[g / 64] |= UINT64_C(1) << (g % 64);
    return v;
}

static struct value since_value(struct parser *p, struct token name, struct token arg)
{
    const struct expr_names *names = p->names;
    const struct code_kind *k = names->kind ? names->kind(names->ctx, arg.text) : codes_kind(names->codes, arg.text);
    if (!p->names->alert) {
        fail_at(p, name.at, W_scheme_expr_alert_only, name.text, TEXT_NONE);
        return (struct value){0};
    }
    if (!k) {
        struct text known[CODES_KINDS];
        size_t n = 0;
        for (; n < p->names->codes->kind_count; n++) known[n] = p->names->codes->kind[n].key;
        struct text near = word_nearest(arg.text, known, n);
        fail_at(p, arg.at, W_scheme_expr_kind, arg.text, text_empty(near) ? T("heart_talk home_visit family_call …") : near);
        return (struct value){0};
    }
    p->out->uses |= USES_SINCE;
    return (struct value){.kind = VALUE_NUMBER, .node = {.op = EXPR_NUMBER, .what = NUMBER_SINCE, .index = (int16_t)k->number}};
}

static struct value called_value(struct parser *p, struct token name, struct token arg)
{
    if (text_eqz(name.text, "rule")) return group_value(p, arg, true);
    if (text_eqz(name.text, "target")) return group_value(p, arg, false);
    if (text_eqz(name.text, "days_since")) return since_value(p, name, arg);
    if (text_eqz(name.text, "paired")) {
        int r = p->names->relation ? p->names->relation(p->names->ctx, arg.text) : -1;
        if (r < 0) return unknown_of(p, "relation", arg, W_scheme_expr_relation);
        p->out->uses |= USES_PAIRED;
        return (struct value){.kind = VALUE_TRUTH, .node = {.op = EXPR_PAIRED, .index = (int16_t)r,
                                                            .title = {text_dup(p->a, arg.text), text_dup(p->a, arg.text)}}};
    }
    bool father = text_eqz(name.text, "father");
    if (!father && !text_eqz(name.text, "mother")) return unknown_name(p, name);
    const struct code_fact *f = fact_named(p, arg.text);
    if (!f) return unknown_name(p, arg);
    if (f->per == PER_PARENT) return fact_value(p, f, father ? WHO_FATHER : WHO_MOTHER);
    fail_at(p, arg.at, W_scheme_expr_not_parent, arg.text, TEXT_NONE);
    return (struct value){0};
}

/* ---- values and comparisons ---- */

static int or_parse(struct parser *p);

static bool code_token(const struct parser *p)
{
    return p->now.kind == TOKEN_NAME || p->now.kind == TOKEN_NUMBER || p->now.kind == TOKEN_QUOTED;
}

/* param(name), after `param`: the text of its value. */
static struct text param_parse(struct parser *p)
{
    struct text value = TEXT_NONE;
    token_take(p);
    if (!expect(p, "(")) return TEXT_NONE;
    struct token arg = p->now;
    if (!code_token(p)) {
        unexpected(p, "param(…)");
        return TEXT_NONE;
    }
    if (!p->names->param || !p->names->param(p->names->ctx, arg.text, &value)) unknown_of(p, "param", arg, W_scheme_expr_param);
    token_take(p);
    return expect(p, ")") ? value : TEXT_NONE;
}

static struct value value_parse(struct parser *p)
{
    struct token t = p->now;
    if (is_sign(p, "(")) {
        token_take(p);
        struct value v = {.kind = VALUE_TRUTH, .at = or_parse(p), .token = t};
        v.node.op = UINT8_MAX;
        if (!p->failed) expect(p, ")");
        return v;
    }
    if (t.kind != TOKEN_NAME) {
        unexpected(p, "age < 16");
        return (struct value){0};
    }
    if (p->names->alias) t.text = p->names->alias(p->names->ctx, t.text);
    token_take(p);
    struct value v;
    if (is_sign(p, "(")) {
        token_take(p);
        struct token arg = p->now;
        if (!code_token(p)) {
            unexpected(p, "…");
            return (struct value){0};
        }
        if (p->names->alias) arg.text = p->names->alias(p->names->ctx, arg.text);
        token_take(p);
        v = called_value(p, t, arg);
        if (!p->failed) expect(p, ")");
    } else {
        v = plain_value(p, t);
    }
    v.token = t;
    return v;
}

static bool compare_take(struct parser *p, enum expr_compare *out)
{
    static const char *const signs[] = {"=", "!=", "<", "<=", ">", ">="};
    for (size_t i = 0; i < 6; i++) {
        if (!is_sign(p, signs[i])) continue;
        *out = (enum expr_compare)i;
        token_take(p);
        return true;
    }
    return false;
}

static int number_parse(struct parser *p, struct value v, enum expr_compare c)
{
    int64_t number = 0;
    struct token t = p->now;
    struct text digits = t.text;
    if (is_word(p, "param")) {
        digits = param_parse(p);
    } else if (t.kind == TOKEN_NUMBER) {
        token_take(p);
    }
    if (p->failed) return -1;
    if (!text_int(digits, &number) || number > 100000)
        return fail_at(p, t.at, W_scheme_expr_number, v.token.text, text_fmt(p->a, "%.*s < 16", TP(v.token.text)));
    v.node.compare = (uint8_t)c;
    v.node.number = (int32_t)number;
    return node_add(p, v.node);
}

static uint64_t code_bit(struct parser *p, const struct code_list *l, struct token t, struct text title)
{
    const struct code_item *item = code_read(l, t.text);
    if (item && item->number < 63) return UINT64_C(1) << item->number;
    struct text *known = arena_array(p->a, l->n, sizeof *known);
    for (size_t i = 0; i < l->n; i++) known[i] = l->item[i].key;
    fail_with(p, t.at, W_scheme_expr_code, text_sub(t.text, 0, 40), part_near(p->a, t.text, known, l->n), title);
    return 0;
}

static uint64_t code_parse(struct parser *p, const struct value *v)
{
    const struct codes *c = p->names->codes;
    const struct code_list *l = v->kind == VALUE_STAGE ? c->stages : c->fact[v->node.index].list;
    struct text title = v->kind == VALUE_STAGE ? T("stage") : c->fact[v->node.index].key;
    struct token t = p->now;
    if (is_word(p, "param")) {
        t.text = param_parse(p);
    } else if (code_token(p)) {
        if (p->names->alias) t.text = p->names->alias(p->names->ctx, t.text);
        token_take(p);
    } else {
        unexpected(p, l && l->n ? "poverty = dibao" : "=");
        return 0;
    }
    if (p->failed) return 0;
    if (!l) {
        fail_at(p, t.at, W_scheme_expr_words_only, title, TEXT_NONE);
        return 0;
    }
    return code_bit(p, l, t, title);
}

static int codes_parse(struct parser *p, struct value v, bool several)
{
    v.node.mask = 0;
    if (!several) {
        v.node.mask = code_parse(p, &v);
        return node_add(p, v.node);
    }
    if (!expect(p, "(")) return -1;
    do {
        v.node.mask |= code_parse(p, &v);
    } while (!p->failed && is_sign(p, ",") && (token_take(p), true));
    return !p->failed && expect(p, ")") ? node_add(p, v.node) : -1;
}

static int compare_parse(struct parser *p)
{
    struct value v = value_parse(p);
    if (p->failed) return -1;
    enum expr_compare c;
    bool in = is_word(p, "in"), compared = !in && compare_take(p, &c);
    if (in) token_take(p);
    bool coded = v.kind == VALUE_FACT || v.kind == VALUE_STAGE;
    if (v.kind == VALUE_NUMBER && compared) return number_parse(p, v, c);
    if (v.kind == VALUE_NUMBER) {
        return fail_at(p, v.token.at, W_scheme_expr_number, v.token.text, text_fmt(p->a, "%.*s < 16", TP(v.token.text)));
    }
    if (coded && compared && c > COMPARE_NE) return fail_at(p, v.token.at, W_scheme_expr_order, v.token.text, TEXT_NONE);
    if (coded && (compared || in)) {
        v.node.negate = compared && c == COMPARE_NE;
        return codes_parse(p, v, in);
    }
    if (v.kind == VALUE_STAGE) return fail_at(p, v.token.at, W_scheme_expr_stage, v.token.text, TEXT_NONE);
    if (compared || in) return fail_at(p, v.token.at, W_scheme_expr_truth, v.token.text, TEXT_NONE);
    return v.node.op == UINT8_MAX ? v.at : node_add(p, v.node);
}

static int not_parse(struct parser *p)
{
    if (!is_word(p, "not")) return compare_parse(p);
    token_take(p);
    if (++p->depth > EXPR_DEPTH) return fail(p, W_scheme_expr_deep, text_fmt(p->a, "%d", EXPR_DEPTH), TEXT_NONE);
    int left = not_parse(p);
    p->depth--;
    return left < 0 ? -1 : node_add(p, (struct expr_node){.op = EXPR_NOT, .left = (int16_t)left});
}

/* Chains of `and` lean to the left: their depth when evaluated is bounded by counting them too. */
static int chain_parse(struct parser *p, const char *joint, enum expr_op op, int (*side)(struct parser *))
{
    int left = side(p), links = 0;
    while (left >= 0 && is_word(p, joint)) {
        token_take(p);
        int right = side(p);
        if (right < 0) return -1;
        if (++links > 64) return fail(p, W_scheme_expr_long, T("64"), TEXT_NONE);
        left = node_add(p, (struct expr_node){.op = (uint8_t)op, .left = (int16_t)left, .right = (int16_t)right});
    }
    return left;
}

static int and_parse(struct parser *p)
{
    return chain_parse(p, "and", EXPR_AND, not_parse);
}

static int or_parse(struct parser *p)
{
    if (++p->depth > EXPR_DEPTH) return fail(p, W_scheme_expr_deep, text_fmt(p->a, "%d", EXPR_DEPTH), TEXT_NONE);
    int at = chain_parse(p, "or", EXPR_OR, and_parse);
    p->depth--;
    return at;
}

struct expr *expr_parse(struct arena *a, struct text source, struct expr_place at, const struct expr_names *names,
                        struct faults *f)
{
    struct expr *out = arena_alloc(a, sizeof *out);
    struct parser p = {.a = a, .source = text_dup(a, source), .place = at, .names = names, .faults = f, .out = out};
    if (source.n > EXPR_BYTES) {
        fail_at(&p, 0, W_scheme_expr_long, text_fmt(a, "%d", EXPR_BYTES), TEXT_NONE);
        return NULL;
    }
    token_take(&p);
    int root = or_parse(&p);
    if (!p.failed && root >= 0 && p.now.kind != TOKEN_END) root = unexpected(&p, "and or");
    if (root < 0 || p.failed) return NULL;
    out->node = arena_copy(a, p.node, (size_t)p.n * sizeof *p.node);
    out->n = (uint16_t)p.n;
    out->source = p.source;
    out->codes = names->codes;
    return out;
}
