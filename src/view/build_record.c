/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_record.h"

#include "gen/sql/pick.h"
#include "model/encounter.h"
#include "model/place.h"
#include "view/due.h"
#include "view/record_part.h"

enum { KINDS_SHOWN = 12, FOLD_FIELDS = 4 };

/* ---- which kinds ---- */

static bool kind_offered(const struct ask *q, const struct code_kind *k)
{
    uint32_t mine = 0;
    if (k == NULL || k->kept) return false;
    for (size_t i = 0; i < q->who->n; i++) {
        int bit = q->roles->item[q->who->grants[i].role].bit;
        if (bit >= 0) mine |= UINT32_C(1) << bit;
    }
    for (size_t i = 0; i < q->ev->codes->role_count; i++) {
        if (q->ev->codes->role[i].relation) mine |= UINT32_C(1) << q->ev->codes->role[i].number;
    }
    if (!code_kind_valid(k, q->today, -1)) return false;
    return q->who->staff == 0 || (k->roles & mine) != 0;
}

static void tab_add(const struct ask *q, struct record_view *v, enum word label, struct text href)
{
    v->kinds.item[v->kinds.n++] =
        (struct choice_part){.value = T(""), .label = word(q->lang, label), .hint = T(""), .href = href};
}

/* Kinds about places and staff, with the way back to those with children before them. */
static enum rc about_kinds_fill(const struct ask *q, const struct record_draft *d, const struct code_kind *present,
    struct record_view *v)
{
    v->kinds.item = arena_array(q->arena, q->ev->codes->kind_count + 1, sizeof *v->kinds.item);
    tab_add(q, v, W_record_of_children, T("/record"));
    for (size_t i = 0; i < q->ev->codes->kind_count; i++) {
        const struct code_kind *k = &q->ev->codes->kind[i];
        bool yes = false;
        if (!kind_offered(q, k) || !record_about(k)) continue;
        TRY(record_about_offered(q, k, &yes));
        struct text place = d->place == 0 ? T("") : text_fmt(q->arena, "&place=%lld", (long long)d->place);
        if (yes || k == present) v->kinds.item[v->kinds.n++] = (struct choice_part){.value = k->key, .label = k->title[q->lang],
            .on = k == present, .href = text_fmt(q->arena, "/record?kind=%.*s%.*s", TP(k->key), TP(place))};
    }
    return RC_OK;
}

/* The first kind about a place that is offered at all, as a last tab. */
static enum rc about_tab(const struct ask *q, struct record_view *v)
{
    for (size_t i = 0; i < q->ev->codes->kind_count; i++) {
        const struct code_kind *k = &q->ev->codes->kind[i];
        bool yes = false;
        if (!record_about(k) || !kind_offered(q, k)) continue;
        TRY(record_about_offered(q, k, &yes));
        if (!yes) continue;
        tab_add(q, v, W_record_of_places, text_fmt(q->arena, "/record?kind=%.*s", TP(k->key)));
        return RC_OK;
    }
    return RC_OK;
}

/* Of use anywhere where this person works. */
static bool form_here(const struct ask *q, const struct code_kind *k)
{
    bool here = q->who->n == 0;
    for (size_t i = 0; i < q->who->n; i++) {
        here = here || (q->who->grants[i].key_lo < k->key_hi && k->key_lo < q->who->grants[i].key_hi);
    }
    return here;
}

static struct choice_part kind_choice(const struct ask *q, const struct record_draft *d, const struct code_kind *k,
    const struct code_kind *present, struct text children)
{
    return (struct choice_part){
        .value = k->key,
        .label = k->title[q->lang],
        .hint = k->scheme_title[q->lang],
        .on = k->number == present->number,
        .href = text_fmt(q->arena, "/record?kind=%.*s%s%.*s", TP(k->key), d->many ? "&many=1" : "", TP(children)),
    };
}

static void kinds_fill(const struct ask *q, const struct record_draft *d, const struct code_kind *present, struct record_view *v)
{
    v->kinds.item = arena_array(q->arena, KINDS_SHOWN + 1, sizeof *v->kinds.item);
    struct text children = T("");
    for (size_t i = 0; i < d->child_count && i < 50; i++) {
        children = text_fmt(q->arena, "%.*s&child=%lld", TP(children), (long long)d->child[i]);
    }
    v->forms.item = arena_array(q->arena, q->ev->codes->kind_count, sizeof *v->forms.item);
    for (size_t i = 0; i < q->ev->codes->kind_count; i++) {
        const struct code_kind *k = &q->ev->codes->kind[i];
        bool form = k->scheme.n > 0;
        if (record_about(k) || !kind_offered(q, k) || (form ? !form_here(q, k) : v->kinds.n == KINDS_SHOWN)) continue;
        struct choice_part one = kind_choice(q, d, k, present, children);
        if (form) v->forms.item[v->forms.n++] = one;
        else v->kinds.item[v->kinds.n++] = one;
        v->forms_open = v->forms_open || (form && one.on);
    }
}

/* ---- which children ---- */

static bool chosen(const struct record_draft *d, int64_t child)
{
    for (size_t i = 0; i < d->child_count; i++) {
        if (d->child[i] == child) return true;
    }
    return false;
}

static enum rc child_line(const struct ask *q, const struct record_draft *d, const struct sql_pick_mine_out *row, bool sibling,
                          struct record_children *out)
{
    struct place p;
    *out = (struct record_children){
        .id = row->child,
        .name = text_dup(q->arena, row->name),
        .mark = name_mark(q->arena, row->name),
        .note = sibling ? word(q->lang, W_same_family) : T(""),
        .on = chosen(d, row->child),
    };
    enum rc rc = place_by_id(q->db, q->scope.county, row->class, q->arena, &p);
    if (rc == RC_OK) out->class_name = place_name(q->arena, q->lang, &p, q->today);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static bool same_house(const struct record_draft *d, const struct sql_pick_mine_out *rows, size_t n,
    const struct sql_pick_mine_out *one)
{
    for (size_t i = 0; i < n; i++) {
        if (chosen(d, rows[i].child) && rows[i].family == one->family && rows[i].child != one->child) return true;
    }
    return false;
}

static bool among(const struct sql_pick_mine_out *rows, size_t n, int64_t child)
{
    for (size_t i = 0; i < n; i++) {
        if (rows[i].child == child) return true;
    }
    return false;
}

/* Brothers and sisters in other classes, for whoever may record for the whole place: a head, a clerk, the dormitory. */
static enum rc family_add(const struct ask *q, int64_t child, struct sql_pick_mine_out *rows, size_t *n)
{
    struct scope place;
    int64_t lo, hi;
    struct cursor c;
    struct sql_pick_family_out row;
    if (!may_widest(q->roles, q->who, CAP_record_add, &lo, &hi)) return RC_OK;
    if (scope_at(q->roles, q->who, CAP_record_add, lo, hi, &place) != RC_OK) return RC_OK;
    TRY(sql_pick_family(q->db, &place, &(struct sql_pick_family_in){.child = child}, &c));
    while (*n < RECORD_CHILDREN && sql_pick_family_next(&c, &row)) {
        if (among(rows, *n, row.child)) continue;
        rows[(*n)++] = (struct sql_pick_mine_out){
            .child = row.child, .name = text_dup(q->arena, row.name), .class = row.class, .family = row.family};
    }
    return sql_close(&c);
}

/* Chosen children, brothers and sisters of them when one visit serves the house, everybody when many are ticked. */
static enum rc children_fill(const struct ask *q, const struct record_draft *d, const struct code_kind *kind,
    struct record_view *v)
{
    struct sql_pick_mine_out *rows = arena_array(q->arena, RECORD_CHILDREN, sizeof *rows), row;
    size_t n = 0;
    struct cursor c;
    TRY(sql_pick_mine(q->db, &q->scope, &(struct sql_pick_mine_in){.day = q->today, .limit = RECORD_CHILDREN}, &c));
    while (n < RECORD_CHILDREN && sql_pick_mine_next(&c, &row)) {
        rows[n] = row;
        rows[n++].name = text_dup(q->arena, row.name);
    }
    TRY(sql_close(&c));
    for (size_t i = 0; i < d->child_count && n < RECORD_CHILDREN; i++) {
        struct sql_pick_one_out one;
        if (among(rows, n, d->child[i])) continue;
        TRY(sql_pick_one_one(q->db, &(struct sql_pick_one_in){.county = q->scope.county, .child = d->child[i]}, q->arena, &one));
        rows[n++] = (struct sql_pick_mine_out){.child = one.child, .name = one.name, .class = one.class, .family = one.family};
    }
    for (size_t i = 0; kind->group && i < d->child_count; i++) TRY(family_add(q, d->child[i], rows, &n));
    v->children.item = arena_array(q->arena, n + 1, sizeof *v->children.item);
    bool all = d->many || d->child_count == 0;
    v->many = all;
    for (size_t i = 0; i < n; i++) {
        bool sibling = kind->group && same_house(d, rows, n, &rows[i]);
        if (!all && !chosen(d, rows[i].child) && !sibling) continue;
        TRY(child_line(q, d, &rows[i], sibling && !chosen(d, rows[i].child), &v->children.item[v->children.n++]));
    }
    return RC_OK;
}

/* ---- what is asked ---- */

static struct text bits_to_keys(const struct ask *q, const struct code_list *list, uint32_t bits)
{
    struct text keys = T("");
    for (size_t i = 0; i < list->n; i++) {
        if (list->item[i].number > 31 || (bits & UINT32_C(1) << list->item[i].number) == 0) continue;
        keys = text_fmt(q->arena, "%.*s%s%.*s", TP(keys), keys.n == 0 ? "" : " ", TP(list->item[i].key));
    }
    return keys;
}

static bool one_bit(uint32_t bits)
{
    return (bits & (bits - 1)) == 0;
}

/* Five faces take one tap and come before the sentence; what has to be read comes after it, and what is asked only
 * after certain answers stands in the folds, since the page must work without a script. */
static void brief_fill(const struct ask *q, const struct code_kind *k, const struct field_state *s, bool faces,
    struct record_view *v)
{
    for (size_t i = 0; i < k->field_count; i++) {
        const struct code_field *f = &k->field[i];
        if (f->type == FIELD_REPEAT || f->row_of >= 0) continue;
        if (f->brief && f->relevant == NULL && (f->type == FIELD_FACES) == faces) v->fields.item[v->fields.n++] = field_of_kind(q,
            s, f);
    }
}

static void quick_fill(const struct ask *q, const struct record_draft *d, const struct code_kind *k, const struct field_state *s,
                       struct record_view *v)
{
    v->fields.item = arena_array(q->arena, k->field_count + 8, sizeof *v->fields.item);
    day_t day = d->day == DAY_NONE ? q->today : d->day;
    struct field_part f = field_plain(q, s, "day", "date", W_record_day, day_text(q->arena, day), true);
    f.max = day_text(q->arena, q->today);
    f.min = day_text(q->arena, q->today - ENCOUNTER_BACK_DAYS);
    v->fields.item[v->fields.n++] = f;
    f = field_plain(q, s, "mode", one_bit(k->modes) ? "hidden" : "chips", W_record_mode,
        bits_to_keys(q, q->ev->codes->modes, UINT32_C(1) << k->mode), true);
    field_options(q, &f, q->ev->codes->modes, k->modes, f.value);
    v->fields.item[v->fields.n++] = f;
    if (k->met != 0 && !one_bit(k->met)) {
        f = field_plain(q, s, "met", "checks", W_record_met, bits_to_keys(q, q->ev->codes->met, k->met_default), false);
        field_options(q, &f, q->ev->codes->met, k->met, f.value);
        v->fields.item[v->fields.n++] = f;
    }
    if (k->minutes) {
        f = field_plain(q, s, "minutes", "number", W_record_minutes, T(""), false);
        f.unit = word(q->lang, W_unit_minutes);
        f.min = T("0");
        f.max = T("1440");
        v->fields.item[v->fields.n++] = f;
    }
    brief_fill(q, k, s, true, v);
    f = field_plain(q, s, "sentence", "textarea", W_record_sentence, T(""), k->sentence);
    if (!text_empty(k->ask[q->lang])) f.label = k->ask[q->lang];
    v->fields.item[v->fields.n++] = f;
    brief_fill(q, k, s, false, v);
}

static bool fold_typed(const struct record_folds *fold)
{
    for (size_t i = 0; i < fold->fields.n; i++) {
        if (fold->fields.item[i].error.n > 0 || fold->fields.item[i].value.n > 0) return true;
    }
    return false;
}

/* A repeat comes as one fold for each row, as many as may be filled: the page must work without a script. */
static void rows_fill(const struct ask *q, const struct code_kind *k, int repeat, const struct field_state *s,
    struct record_view *v)
{
    const struct code_field *f = &k->field[repeat];
    for (int row = 1; row <= f->max; row++) {
        struct record_folds *fold = &v->folds.item[v->folds.n++];
        fold->fields.item = arena_array(q->arena, k->field_count + 1, sizeof *fold->fields.item);
        fold->title = text_fmt(q->arena, "%.*s %d", TP(f->title[q->lang]), row);
        fold->hint = row == 1 ? f->hint[q->lang] : T("");
        struct field_part whole = field_of_kind(q, s, f);
        if (row == 1 && whole.error.n > 0) fold->fields.item[fold->fields.n++] = whole;
        for (size_t i = 0; i < k->field_count; i++) {
            if (k->field[i].row_of == repeat) fold->fields.item[fold->fields.n++] = field_of_row(q, s, f, row, &k->field[i]);
        }
        fold->open = row <= f->min || fold_typed(fold);
    }
}

static size_t folds_most(const struct code_kind *k)
{
    size_t n = k->field_count + 1;
    for (size_t i = 0; i < k->field_count; i++) n += k->field[i].type == FIELD_REPEAT ? FIELD_ROWS_MAX : 0;
    return n;
}

/* The longer form in parts of a few questions, each named after its first two. */
static void folds_fill(const struct ask *q, const struct code_kind *k, const struct field_state *s, struct record_view *v)
{
    v->folds.item = arena_array(q->arena, folds_most(k), sizeof *v->folds.item);
    struct record_folds *fold = NULL;
    for (size_t i = 0; i < k->field_count; i++) {
        const struct code_field *field = &k->field[i];
        if ((field->brief && field->relevant == NULL) || field->row_of >= 0) continue;
        if (field->type == FIELD_REPEAT) {
            rows_fill(q, k, (int)i, s, v);
            fold = NULL;
            continue;
        }
        if (fold == NULL || fold->fields.n == FOLD_FIELDS) {
            fold = &v->folds.item[v->folds.n++];
            fold->fields.item = arena_array(q->arena, FOLD_FIELDS, sizeof *fold->fields.item);
            fold->title = field->title[q->lang];
        } else {
            fold->title = text_fmt(q->arena, "%.*s · %.*s", TP(fold->title), TP(field->title[q->lang]));
        }
        fold->fields.item[fold->fields.n++] = field_of_kind(q, s, field);
        fold->open = fold_typed(fold);
    }
}

/* ---- what it will be worth ---- */

bool record_duty_takes(const struct plan_duty *duty, const struct code_kind *k)
{
    for (int i = 0; i < duty->cadence.credit_count; i++) {
        if (cadence_has(duty->cadence.credit[i].kinds, (unsigned)k->number)) return true;
    }
    return false;
}

/* The duties whose window holds the day of the form and that this kind of record credits. */
static enum rc worth_fill(const struct ask *q, const struct record_draft *d, const struct code_kind *k, struct record_view *v)
{
    enum { SHOWN = 32 };
    day_t day = d->day == DAY_NONE ? q->today : d->day;
    v->credits.item = arena_array(q->arena, SHOWN, sizeof *v->credits.item);
    if (d->child_count == 0) return RC_OK;
    struct cursor c;
    struct sql_pick_open_out row;
    TRY(sql_pick_open(q->db, &(struct sql_pick_open_in){.county = q->scope.county, .child = d->child[0], .day = day}, &c));
    while (sql_pick_open_next(&c, &row) && v->credits.n < SHOWN) {
        const struct plan_duty *duty = evaluator_plan_duty(q->ev, row.duty);
        if (duty == NULL || row.due_day < day || !record_duty_takes(duty, k)) continue;
        v->credits.item[v->credits.n++] = (struct record_credits){.label = duty->title[q->lang], .clause = due_clause(q, duty)};
    }
    return sql_close(&c);
}

static void faults_fill(const struct ask *q, const struct record_draft *d, struct record_view *v)
{
    if (d->faults == NULL) return;
    v->faults.item = arena_array(q->arena, d->faults->n + 1, sizeof *v->faults.item);
    for (size_t i = 0; i < d->faults->n; i++) {
        const struct fault *f = &d->faults->list[i];
        bool beside = false;
        for (size_t k = 0; k < v->fields.n; k++) beside = beside || text_eq(v->fields.item[k].name, f->field);
        if (beside && !f->warning) continue;
        v->faults.item[v->faults.n++] = (struct fault_part){.sentence = fault_say(f, q->lang, q->arena), .warning = f->warning};
    }
}

enum rc build_record(const struct ask *q, const struct record_draft *d, struct record_view *v)
{
    const struct codes *codes = q->ev->codes;
    const struct code_kind *k = codes_kind_on(codes, text_empty(d->kind) ? T("heart_talk") : d->kind, q->today);
    for (size_t i = 0; k == NULL && i < codes->kind_count; i++) {
        if (kind_offered(q, &codes->kind[i]) && !record_about(&codes->kind[i])) k = &codes->kind[i];
    }
    if (k == NULL || k->kept) return RC_NOT_FOUND;
    struct field_state s = {.typed = d->typed, .ctx = d->ctx, .faults = d->faults};
    *v = (struct record_view){
        .kind = k->key,
        .title = k->verb[q->lang],
        .action_href = T("/record"),
        .back_href = text_empty(d->back) ? T("/today") : d->back,
        .save_label = word(q->lang, W_record_save),
    };
    bool about = record_about(k);
    if (about) {
        TRY(about_kinds_fill(q, d, k, v));
    } else {
        TRY(children_fill(q, d, k, v));
        kinds_fill(q, d, k, v);
        TRY(about_tab(q, v));
    }
    quick_fill(q, d, k, &s, v);
    if (d->replaces != 0) {
        v->fields.item[v->fields.n++] = (struct field_part){
            .name = T("replaces"), .type = T("hidden"), .value = text_fmt(q->arena, "%lld", (long long)d->replaces)};
    }
    folds_fill(q, k, &s, v);
    if (about) TRY(record_about_fill(q, d, k, &s, v));
    faults_fill(q, d, v);
    if (about) return RC_OK;
    if (d->child_count == 1 && v->children.n > 0) {
        v->title = text_fmt(q->arena, "%.*s · %.*s", TP(v->title), TP(v->children.item[0].name));
    }
    return worth_fill(q, d, k, v);
}

/* ---- after saving ---- */

struct text record_credit_line(const struct ask *q, const struct encounter_result *done)
{
    enum { SHOWN = 4 };
    const struct evaluate_credit *credit = done->credit;
    size_t n = done->credit_count;
    struct text list = T("");
    int64_t seen[64];
    size_t duties = 0;
    for (size_t i = 0; i < n && duties < 64; i++) {
        bool again = false;
        for (size_t k = 0; k < duties; k++) again = again || seen[k] == credit[i].duty;
        const struct plan_duty *d = evaluator_plan_duty(q->ev, credit[i].duty);
        if (again || d == NULL) continue;
        seen[duties++] = credit[i].duty;
        if (duties > SHOWN) continue;
        list = text_fmt(q->arena, "%.*s%s%.*s（%.*s）", TP(list), duties == 1 ? "" : "、", TP(d->title[q->lang]),
            TP(due_clause(q, d)));
    }
    struct text arg[] = {text_fmt(q->arena, "%zu", duties), list};
    enum word nothing = done->no_role ? W_record_saved_no_role : W_record_saved_nothing;
    struct text said = duties == 0 ? word(q->lang, nothing) : word_fill(q->arena, q->lang, W_record_saved_credits, arg, 2);
    return done->late ? text_fmt(q->arena, "%.*s %.*s", TP(said), TP(word(q->lang, W_record_saved_late))) : said;
}
