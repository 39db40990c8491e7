/* SPDX-License-Identifier: Apache-2.0 */
#include "view/field.h"

struct text field_typed(const struct field_state *s, struct text name, struct text preset)
{
    if (s == NULL || s->typed == NULL) return preset;
    struct text t = s->typed(s->ctx, name);
    return t.s == NULL ? T("") : t;
}

struct text field_error(const struct ask *q, const struct field_state *s, struct text name)
{
    struct text said = T("");
    if (s == NULL || s->faults == NULL) return said;
    struct text bare = text_starts(name, T("f_")) ? text_sub(name, 2, name.n - 2) : name;
    for (size_t i = 0; i < s->faults->n; i++) {
        const struct fault *f = &s->faults->list[i];
        if (f->warning || !text_eq(f->field, bare)) continue;
        struct text one = fault_say(f, q->lang, q->arena);
        said = said.n == 0 ? one : text_fmt(q->arena, "%.*s %.*s", TP(said), TP(one));
    }
    return said;
}

struct field_part field_plain(const struct ask *q, const struct field_state *s, const char *name, const char *type,
                              enum word label, struct text preset, bool required)
{
    return (struct field_part){
        .name = text_of(name),
        .type = text_of(type),
        .label = word(q->lang, label),
        .value = field_typed(s, text_of(name), preset),
        .error = field_error(q, s, text_of(name)),
        .required = required,
    };
}

bool field_has(struct text words, struct text one)
{
    struct text rest = words, part;
    while (text_cut(&rest, ' ', &part)) {
        if (text_eq(part, one)) return true;
    }
    return false;
}

void field_options(const struct ask *q, struct field_part *f, const struct code_list *list, uint32_t mask, struct text chosen)
{
    f->options.item = arena_array(q->arena, list->n + 1, sizeof *f->options.item);
    for (size_t i = 0; i < list->n; i++) {
        const struct code_item *item = &list->item[i];
        bool masked = mask != UINT32_MAX && (item->number > 31 || (mask & UINT32_C(1) << item->number) == 0);
        if (masked) continue;
        f->options.item[f->options.n++] =
            (struct choice_part){.value = item->key, .label = item->title[q->lang], .on = field_has(chosen, item->key)};
    }
}

static void options_bool(const struct ask *q, struct field_part *f)
{
    f->options.item = arena_array(q->arena, 2, sizeof *f->options.item);
    f->options.n = 2;
    f->options.item[0] = (struct choice_part){.value = T("yes"), .label = word(q->lang, W_yes_chip),
        .on = text_eqz(f->value, "yes")};
    f->options.item[1] = (struct choice_part){.value = T("no"), .label = word(q->lang, W_no_chip),
        .on = text_eqz(f->value, "no")};
}

static void options_faces(const struct ask *q, struct field_part *f)
{
    static const enum word mood[] = {W_mood_1, W_mood_2, W_mood_3, W_mood_4, W_mood_5};
    f->options.item = arena_array(q->arena, 5, sizeof *f->options.item);
    for (int i = 1; i <= 5; i++) {
        struct text n = text_fmt(q->arena, "%d", i);
        f->options.item[f->options.n++] = (struct choice_part){.value = n, .label = word(q->lang, mood[i - 1]),
            .on = text_eq(f->value, n)};
    }
}

/* One tick: it is so. */
static void options_tick(const struct ask *q, struct field_part *f)
{
    f->options.item = arena_array(q->arena, 1, sizeof *f->options.item);
    f->options.item[f->options.n++] = (struct choice_part){.value = T("yes"), .label = word(q->lang, W_field_confirm),
        .on = field_has(f->value, T("yes"))};
}

static void bounds_fill(const struct ask *q, const struct code_field *field, struct field_part *f)
{
    bool number = field->type == FIELD_INTEGER || field->type == FIELD_DECIMAL;
    if (field->type == FIELD_DECIMAL) f->step = T("any");
    if (!number || field->min >= field->max) return;
    f->min = text_fmt(q->arena, "%lld", (long long)field->min);
    f->max = text_fmt(q->arena, "%lld", (long long)field->max);
}

static struct field_part field_named(const struct ask *q, const struct field_state *s, const struct code_field *field,
    struct text name)
{
    static const char *const types[] = {
        [FIELD_TEXT] = "textarea", [FIELD_SELECT_ONE] = "chips", [FIELD_SELECT_MULTIPLE] = "checks", [FIELD_INTEGER] = "number",
        [FIELD_DATE] = "date", [FIELD_BOOL] = "chips", [FIELD_FACES] = "faces", [FIELD_DECIMAL] = "number", [FIELD_TIME] = "time",
        [FIELD_NOTE] = "note", [FIELD_ACKNOWLEDGE] = "checks", [FIELD_REPEAT] = "note",
    };
    struct field_part f = {
        .name = name,
        .label = field->title[q->lang],
        .hint = field->hint[q->lang],
        .type = text_of(types[field->type]),
        .value = field->type == FIELD_NOTE || field->type == FIELD_REPEAT ? T("") : field_typed(s, name, T("")),
        .error = field_error(q, s, name),
        .required = field->required && field->relevant == NULL && field->row_of < 0,
    };
    bounds_fill(q, field, &f);
    if (field->type == FIELD_TEXT && field->max > 0 && field->max <= 60) f.type = T("text");
    if (field->list != NULL) field_options(q, &f, field->list, UINT32_MAX, f.value);
    if (field->list != NULL && field->list->n > 12 && field->type == FIELD_SELECT_ONE) f.type = T("select");
    if (field->type == FIELD_BOOL) options_bool(q, &f);
    if (field->type == FIELD_FACES) options_faces(q, &f);
    if (field->type == FIELD_ACKNOWLEDGE) options_tick(q, &f);
    return f;
}

struct field_part field_of_kind(const struct ask *q, const struct field_state *s, const struct code_field *field)
{
    return field_named(q, s, field, text_fmt(q->arena, "f_%.*s", TP(field->name)));
}

struct field_part field_of_row(const struct ask *q, const struct field_state *s, const struct code_field *repeat, int row,
    const struct code_field *field)
{
    return field_named(q, s, field, text_fmt(q->arena, "f_%.*s.%d.%.*s", TP(repeat->name), row, TP(field->name)));
}
