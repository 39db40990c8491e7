/* SPDX-License-Identifier: Apache-2.0 */
/* The answers to the questions of a record: a built-in kind's and a scheme's own form's alike. */
#include "model/encounter_check.h"
#include "scheme/form_expr.h"

/* One place of the form: itself (row 0), or one row of a repeat. */
struct form_at { struct work *w; const struct encounter_input *in; const struct code_kind *kind; int row; };

static struct text answer_of(const struct encounter_input *in, struct text name)
{
    for (size_t i = 0; i < in->answer_count; i++) {
        if (text_eq(in->answer[i].name, name)) return in->answer[i].value;
    }
    return TEXT_NONE;
}

static struct text name_at(const struct form_at *at, const struct code_field *f)
{
    if (f->row_of < 0) return f->name;
    return text_fmt(at->w->arena, "%.*s.%d.%.*s", TP(at->kind->field[f->row_of].name), at->row, TP(f->name));
}

/* The last row of a repeat in which anything is answered. */
static int rows_of(const struct encounter_input *in, const struct code_field *repeat)
{
    int most = 0;
    for (size_t i = 0; i < in->answer_count; i++) {
        struct code_answer a = code_answer(in->answer[i].name);
        if (a.row > most && text_eq(a.group, repeat->name) && !text_empty(in->answer[i].value)) most = a.row;
    }
    return most;
}

static struct text value_at(void *ctx, int field)
{
    const struct form_at *at = ctx;
    const struct code_field *f = &at->kind->field[field];
    if (f->type == FIELD_REPEAT) {
        int rows = rows_of(at->in, f);
        return rows == 0 ? TEXT_NONE : text_fmt(at->w->arena, "%d", rows);
    }
    return answer_of(at->in, name_at(at, f));
}

static bool holds(const struct form_at *at, const struct form_expr *e, bool answered)
{
    struct form_answers a = {value_at, (void *)(uintptr_t)at, at->in->day, at->w->today};
    return (answered && !form_expr_answered(e, &a)) || form_expr_holds(e, at->kind->field, &a);
}

static bool asked(const struct form_at *at, const struct code_field *f)
{
    return f->relevant == NULL || holds(at, f->relevant, false);
}

/* ---- one answer ---- */

/* 方式：督查、考核 … at most so many. */
static struct text choices_said(struct work *w, const struct code_field *f)
{
    enum { SAID = 12 };
    struct text all = text_fmt(w->arena, "%.*s：", TP(f->title[LANG_ZH]));
    for (size_t i = 0; i < f->list->n && i < SAID; i++) {
        all = text_fmt(w->arena, "%.*s%s%.*s", TP(all), i ? "、" : "", TP(f->list->item[i].title[LANG_ZH]));
    }
    return f->list->n > SAID ? text_join(w->arena, all, T("…")) : all;
}

static void check_select(struct work *w, const struct code_field *f, struct text name, struct text value)
{
    struct text rest = value, part;
    size_t n = 0;
    while (text_cut(&rest, ' ', &part)) {
        if (part.n == 0) continue;
        n++;
        if (code_item(f->list, part) != NULL) continue;
        fault_add(w->faults, name, W_encounter_option_unknown, part, choices_said(w, f));
    }
    if (n > 1 && f->type == FIELD_SELECT_ONE) fault_add(w->faults, name, W_encounter_option_one, f->title[LANG_ZH], TEXT_NONE);
}

static void check_number(struct work *w, const struct code_field *f, struct text name, struct text value)
{
    enum { MICRO = 1000000 };
    int64_t n, low = f->min, high = f->max;
    if (f->type == FIELD_FACES) {
        low = 1;
        high = 5;
    }
    bool bounded = low < high, decimal = f->type == FIELD_DECIMAL;
    bool number = decimal ? form_number(value, &n) : text_int(value, &n);
    int64_t unit = decimal ? MICRO : 1;
    if (number && (!bounded || (n >= low * unit && n <= high * unit))) return;
    fault_add(w->faults, name, bounded ? W_encounter_number_range : W_encounter_number,
        text_fmt(w->arena, "%lld", (long long)low), text_fmt(w->arena, "%lld", (long long)high));
}

static void check_value(struct work *w, const struct code_field *f, struct text name, struct text value)
{
    size_t most = f->type == FIELD_TEXT && f->max > 0 ? (size_t)f->max : ENCOUNTER_SENTENCE;
    int minute;
    if (!text_utf8(value) || text_chars(value) > most) {
        fault_add(w->faults, name, W_encounter_text_long, text_fmt(w->arena, "%zu", most), TEXT_NONE);
        return;
    }
    switch (f->type) {
    case FIELD_SELECT_ONE:
    case FIELD_SELECT_MULTIPLE: check_select(w, f, name, value); break;
    case FIELD_INTEGER:
    case FIELD_DECIMAL:
    case FIELD_FACES: check_number(w, f, name, value); break;
    case FIELD_DATE:
        if (day_parse(value) == DAY_NONE) fault_add(w->faults, name, W_encounter_date, value, TEXT_NONE);
        break;
    case FIELD_TIME:
        if (!form_time(value, &minute)) fault_add(w->faults, name, W_encounter_time, value, TEXT_NONE);
        break;
    case FIELD_BOOL:
    case FIELD_ACKNOWLEDGE:
        if (!text_eqz(value, "yes") && !text_eqz(value, "no")) fault_add(w->faults, name, W_encounter_bool, value, TEXT_NONE);
        break;
    case FIELD_TEXT: break;
    case FIELD_NOTE:
    case FIELD_REPEAT: fault_add(w->faults, name, W_encounter_no_answer, f->title[LANG_ZH], TEXT_NONE); break;
    }
}

static void check_field(const struct form_at *at, const struct code_field *f)
{
    struct work *w = at->w;
    struct text name = name_at(at, f), value = answer_of(at->in, name);
    bool none = text_empty(value) || (f->type == FIELD_ACKNOWLEDGE && text_eqz(value, "no"));
    size_t before = w->faults->errors;
    if (!text_empty(value)) check_value(w, f, name, value);
    if (w->faults->errors != before || !asked(at, f)) return;
    if (none && f->required) {
        enum word missing = f->type == FIELD_ACKNOWLEDGE ? W_encounter_acknowledge : W_encounter_required;
        fault_add(w->faults, name, missing, f->title[LANG_ZH], TEXT_NONE);
    }
    if (none || f->constraint == NULL || holds(at, f->constraint, true)) return;
    if (!text_empty(f->message[LANG_ZH])) fault_add(w->faults, name, W_encounter_message, f->message[LANG_ZH], TEXT_NONE);
    else fault_add(w->faults, name, W_encounter_constraint, f->title[LANG_ZH], form_expr_source(f->constraint));
}

/* ---- rows ---- */

static bool row_used(const struct encounter_input *in, const struct code_field *repeat, int row)
{
    for (size_t i = 0; i < in->answer_count; i++) {
        struct code_answer a = code_answer(in->answer[i].name);
        if (a.row == row && text_eq(a.group, repeat->name) && !text_empty(in->answer[i].value)) return true;
    }
    return false;
}

static void check_rows(const struct form_at *at, int repeat)
{
    const struct code_field *f = &at->kind->field[repeat];
    int rows = rows_of(at->in, f), used = 0;
    for (int row = 1; row <= rows; row++) used += row_used(at->in, f, row);
    if (used > f->max || (used < f->min && asked(at, f)) || (used == 0 && f->required && asked(at, f))) {
        int64_t least = f->required && f->min < 1 ? 1 : f->min;
        struct text bounds = text_fmt(at->w->arena, "%lld–%lld", (long long)least, (long long)f->max);
        fault_add(at->w->faults, f->name, W_encounter_rows, f->title[LANG_ZH], bounds);
    }
    for (int row = 1; row <= rows && row <= FIELD_ROWS_MAX; row++) {
        if (!row_used(at->in, f, row)) continue;
        struct form_at inner = {at->w, at->in, at->kind, row};
        for (size_t i = 0; i < at->kind->field_count; i++) {
            if (at->kind->field[i].row_of == repeat) check_field(&inner, &at->kind->field[i]);
        }
    }
}

void encounter_check_form(struct work *w, const struct encounter_input *in, const struct code_kind *kind)
{
    struct form_at at = {w, in, kind, 0};
    for (size_t i = 0; i < kind->field_count; i++) {
        const struct code_field *f = &kind->field[i];
        if (f->row_of >= 0 || f->type == FIELD_NOTE) continue;
        if (f->type == FIELD_REPEAT) check_rows(&at, (int)i);
        else check_field(&at, f);
    }
    for (size_t i = 0; i < in->answer_count; i++) {
        const struct code_field *f = code_field(kind, in->answer[i].name);
        bool none = f != NULL && (f->type == FIELD_NOTE || f->type == FIELD_REPEAT) && !text_empty(in->answer[i].value);
        struct text name = in->answer[i].name;
        if (f == NULL) fault_add(w->faults, name, W_encounter_field_unknown, name, kind->title[LANG_ZH]);
        else if (none) check_value(w, f, f->name, in->answer[i].value);
    }
}
