/* SPDX-License-Identifier: Apache-2.0 */
/* The questions of a form: of a built-in kind and of a scheme's own form alike. */
#include "scheme/codes_part.h"
#include "scheme/form_expr.h"

static const char types[] = "text select_one select_multiple integer date bool faces decimal time note acknowledge repeat";
/* Words of XLSForm that this house cannot hold yet: a file has no place to lie in. */
static const char *const later[] = {"image", "file", "audio", "video", "barcode", "geopoint", "signature"};

/* One place where questions stand: the form itself, or a repeat of it. */
struct reading { const struct code_fields *how; struct code_kind *k; struct code_field *field; int row_of; };

static const struct code_list *list_named(const struct code_fields *how, const struct yaml_node *n)
{
    const struct code_list *l = how->list && n->kind == YAML_SCALAR ? how->list(how->ctx, n->text) : NULL;
    if (l || how->list == NULL) return l ? l : code_list_read(how->p, how->p->codes, n);
    how->unknown(how->ctx, n);
    return NULL;
}

/* `type: select_one need` says the list as well, as XLSForm has it. */
static void type_read(const struct reading *r, const struct yaml_node *n, struct code_field *out)
{
    const struct part *p = r->how->p;
    const struct yaml_node *type = part_need(p, n, "type"), *list = yaml_get(n, "list");
    struct text rest = type && type->kind == YAML_SCALAR ? text_trim(type->text) : TEXT_NONE, word;
    if (!type) return;
    struct yaml_node alone = *type, named = *type;
    text_cut(&rest, ' ', &word);
    alone.kind = named.kind = YAML_SCALAR;
    alone.text = word.s ? word : T("");
    for (size_t i = 0; i < sizeof later / sizeof *later; i++) {
        if (!text_eqz(alone.text, later[i])) continue;
        part_fault(p, type, W_scheme_field_not_yet, alone.text, TEXT_NONE, TEXT_NONE);
        return;
    }
    int at = part_word(p, &alone, types);
    out->type = at < 0 ? FIELD_TEXT : (enum field_type)at;
    named.text = text_trim(rest);
    named.column += (int32_t)(word.n + 1);
    bool select = out->type == FIELD_SELECT_ONE || out->type == FIELD_SELECT_MULTIPLE;
    if (!list && select && named.text.n > 0) list = &named;
    if (select && !list) part_fault(p, n, W_scheme_missing, T("list"), TEXT_NONE, TEXT_NONE);
    if (!select && list) part_fault(p, list, W_scheme_field_no_list, out->name, TEXT_NONE, TEXT_NONE);
    if (select && list) out->list = list_named(r->how, list);
}

static void bounds_read(const struct part *p, const struct yaml_node *n, struct code_field *out)
{
    const int64_t most = 1000000000;
    bool number = out->type == FIELD_INTEGER || out->type == FIELD_DECIMAL;
    if (out->type == FIELD_REPEAT) {
        out->min = part_int(p, n, "min", 0, 0, FIELD_ROWS_MAX);
        out->max = part_int(p, n, "max", 5, 1, FIELD_ROWS_MAX);
    } else {
        out->min = part_int(p, n, "min", 0, -most, most);
        out->max = part_int(p, n, "max", number ? most : 2000, 1, most);
    }
    bool two = number || out->type == FIELD_REPEAT;
    if (two && out->max < out->min) part_fault(p, n, W_scheme_bounds, text_fmt(p->arena, "%lld", (long long)out->min),
        text_fmt(p->arena, "%lld", (long long)out->max), TEXT_NONE);
}

static void words_read(const struct reading *r, const struct yaml_node *n, struct code_field *out)
{
    const struct part *p = r->how->p;
    if (r->how->scheme) part_words(p, part_need(p, n, "label"), out->title);
    else part_words(p, n, out->title);
    if (yaml_get(n, "hint")) part_words(p, yaml_get(n, "hint"), out->hint);
    if (yaml_get(n, "message")) part_words(p, yaml_get(n, "message"), out->message);
    if (yaml_get(n, "message") && !yaml_get(n, "constraint")) {
        part_fault(p, yaml_get(n, "message"), W_scheme_message_alone, out->name, TEXT_NONE, TEXT_NONE);
    }
}

static bool name_free(const struct reading *r, struct text name)
{
    for (size_t i = 0; i < r->k->field_count; i++) {
        const struct code_field *f = &r->field[i];
        if (f->row_of == r->row_of && text_eq(f->name, name)) return false;
    }
    return true;
}

static void list_read(struct reading *r, const struct yaml_node *list);

static void field_read(struct reading *r, const struct yaml_node *n)
{
    const struct part *p = r->how->p;
    struct code_field *out = &r->field[r->k->field_count];
    part_keys(p, n, r->how->scheme ? "name type list label hint required brief min max class relevant constraint message fields"
                                   : "name type list zh en hint required brief min max class relevant constraint message");
    out->name = part_text(p, n, "name");
    out->row_of = r->row_of;
    if (!part_name_ok(out->name)) part_fault(p, n, W_scheme_bad_name, out->name, TEXT_NONE, TEXT_NONE);
    else if (!name_free(r, out->name)) part_fault(p, yaml_get(n, "name"), W_scheme_twice, out->name, TEXT_NONE, TEXT_NONE);
    type_read(r, n, out);
    words_read(r, n, out);
    bounds_read(p, n, out);
    out->required = part_bool(p, n, "required", false);
    out->brief = part_bool(p, n, "brief", false) && r->row_of < 0;
    if (out->required && out->type == FIELD_NOTE) part_fault(p, n, W_scheme_note_required, out->name, TEXT_NONE, TEXT_NONE);
    int class = part_choice(p, n, "class", "public internal child_file counselling sealed_case", (int)r->how->class);
    out->class = class < 0 ? CLASS_SEALED : (enum data_class)class;
    int at = (int)r->k->field_count++;
    const struct yaml_node *inner = yaml_get(n, "fields");
    if (out->type == FIELD_REPEAT && r->row_of >= 0) part_fault(p, n, W_scheme_repeat_nested, out->name, TEXT_NONE, TEXT_NONE);
    else if (out->type == FIELD_REPEAT) {
        struct reading row = *r;
        row.row_of = at;
        list_read(&row, part_need(p, n, "fields"));
    } else if (inner) part_fault(p, inner, W_scheme_fields_alone, out->name, TEXT_NONE, TEXT_NONE);
}

static void list_read(struct reading *r, const struct yaml_node *list)
{
    const struct part *p = r->how->p;
    if (!part_list(p, list)) return;
    for (const struct yaml_node *n = list->child; n; n = n->next) {
        if (r->k->field_count == FIELDS_MAX) {
            part_fault(p, n, W_scheme_too_many, text_fmt(p->arena, "%d", FIELDS_MAX), TEXT_NONE, TEXT_NONE);
            return;
        }
        if (part_map(p, n)) field_read(r, n);
    }
}

/* ---- conditions, once every name is known ---- */

struct conditions {
    const struct part *p;
    struct code_field *field;
    size_t count, at;
    const struct yaml_node *node[FIELDS_MAX];
};

static void condition_read(struct conditions *c, const struct yaml_node *n, struct code_field *out)
{
    const struct yaml_node *relevant = yaml_get(n, "relevant"), *constraint = yaml_get(n, "constraint");
    int own = (int)(out - c->field);
    if (relevant) out->relevant = form_expr_parse(c->p, relevant, c->field, c->count, own, false);
    if (constraint) out->constraint = form_expr_parse(c->p, constraint, c->field, c->count, own, true);
    if (constraint && (out->type == FIELD_NOTE || out->type == FIELD_REPEAT)) {
        part_fault(c->p, constraint, W_scheme_constraint_note, out->name, TEXT_NONE, TEXT_NONE);
    }
    if (out->relevant && !form_expr_possible(c->p, out->relevant, c->field)) {
        part_fault(c->p, relevant, W_scheme_relevant_never, out->name, TEXT_NONE, TEXT_NONE);
    }
    if (out->constraint && !form_expr_possible(c->p, out->constraint, c->field)) {
        part_fault(c->p, constraint, W_scheme_constraint_never, out->name, TEXT_NONE, TEXT_NONE);
    }
}

static void conditions_read(struct conditions *c, const struct yaml_node *list)
{
    for (const struct yaml_node *n = list && list->kind == YAML_LIST ? list->child : NULL; n; n = n->next) {
        if (n->kind != YAML_MAP || c->at == c->count) continue;
        c->node[c->at] = n;
        struct code_field *own = &c->field[c->at++];
        condition_read(c, n, own);
        if (own->type == FIELD_REPEAT && own->row_of < 0) conditions_read(c, yaml_get(n, "fields"));
    }
}

/* Asked when the other is answered so, and the other when this is. */
static bool circle(const struct code_field *field, size_t count, size_t from)
{
    uint64_t seen = 0, next = field[from].relevant ? form_expr_reads(field[from].relevant) : 0;
    while (next & ~seen) {
        seen |= next;
        for (size_t i = 0; i < count; i++) {
            if (seen >> i & 1 && field[i].relevant) next |= form_expr_reads(field[i].relevant);
        }
    }
    return seen >> from & 1;
}

void code_fields_read(const struct code_fields *how, const struct yaml_node *list, struct code_kind *k)
{
    struct reading r = {.how = how, .k = k, .row_of = -1};
    r.field = arena_array(how->p->arena, FIELDS_MAX, sizeof *r.field);
    size_t before = how->p->faults->errors, first = k->field_count;
    for (size_t i = 0; i < first; i++) r.field[i] = k->field[i];
    list_read(&r, list);
    k->field = r.field;
    if (how->p->faults->errors != before) return;
    struct conditions c = {.p = how->p, .field = r.field, .count = k->field_count, .at = first};
    conditions_read(&c, list);
    for (size_t i = first; i < k->field_count; i++) {
        if (circle(r.field, k->field_count, i)) part_fault(how->p, yaml_get(c.node[i], "relevant"), W_scheme_relevant_circle,
            r.field[i].name, TEXT_NONE, TEXT_NONE);
    }
}
