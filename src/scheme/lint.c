/* SPDX-License-Identifier: Apache-2.0 */
/* What can only be seen when all schemes stand side by side. */
#include "scheme/lint.h"
#include "scheme/plan_part.h"

#include <stdlib.h>

struct lint { const struct plan *p; const struct calendar *calendar; struct faults *f; };

static void put(struct lint *l, const struct plan_origin *at, bool warning, enum word w, struct text a0, struct text a1,
                struct text a2, struct text a3)
{
    struct fault one = {.file = at->file, .line = at->line, .column = at->column, .warning = warning, .word = w,
                        .arg = {a0, a1, a2, a3}};
    fault_put(l->f, &one);
}

static struct text origin_text(struct lint *l, const struct plan_origin *at)
{
    return text_fmt(l->f->arena, "%.*s:%d", TP(at->file), at->line);
}

/* ---- credit: can any record ever fill it? ---- */

static bool actor_possible(const struct code_kind *k, uint32_t roles)
{
    return (k->roles & roles) != 0;
}

static void credit_check(struct lint *l, const struct plan_duty *d, const struct cadence_credit *c)
{
    const struct codes *codes = l->p->codes;
    for (size_t i = 0; i < codes->kind_count; i++) {
        const struct code_kind *k = &codes->kind[i];
        if (!cadence_has(c->kinds, (unsigned)k->number)) continue;
        if (k->base && cadence_has(c->kinds, (unsigned)k->base->number)) continue; /* named for what it extends */
        if (!(k->subjects >> d->subject & 1))
            put(l, &d->at, false, W_scheme_credit_subject, d->key, k->key, TEXT_NONE, TEXT_NONE);
        else if (c->modes != CADENCE_ANY && !(k->modes & c->modes))
            put(l, &d->at, false, W_scheme_credit_mode, d->key, k->key, TEXT_NONE, TEXT_NONE);
        else if ((c->met_any && !(k->met & c->met_any)) || (k->met & c->met_all) != c->met_all)
            put(l, &d->at, false, W_scheme_credit_met, d->key, k->key, TEXT_NONE, TEXT_NONE);
        else if (!actor_possible(k, c->roles))
            put(l, &d->at, false, W_scheme_credit_role, d->key, k->key, TEXT_NONE, TEXT_NONE);
        else if (c->min_minutes && !k->minutes)
            put(l, &d->at, false, W_scheme_credit_minutes, d->key, k->key, TEXT_NONE, TEXT_NONE);
    }
}

/* One of those who owe it must be able to record what credits it. */
static void owners_check(struct lint *l, const struct plan_duty *d)
{
    const struct codes *codes = l->p->codes;
    uint32_t able = 0, records = 0;
    for (size_t i = 0; i < codes->role_count; i++) {
        if (codes->role[i].number >= 0 && codes->role[i].records) records |= UINT32_C(1) << codes->role[i].number;
    }
    for (int k = 0; k < d->cadence.credit_count; k++) {
        for (size_t i = 0; i < codes->kind_count; i++) {
            const struct cadence_credit *c = &d->cadence.credit[k];
            if (cadence_has(c->kinds, (unsigned)codes->kind[i].number)) able |= codes->kind[i].roles & c->roles;
        }
    }
    if (d->owners && !(d->owners & records)) {
        put(l, &d->at, false, W_scheme_owner_records, d->key, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    } else if (d->owners && able && !(d->owners & able)) {
        put(l, &d->at, true, W_scheme_owner_credit, d->key, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    }
}

/* A role held through a pairing needs a relation that gives it. */
static void holders_check(struct lint *l, const struct plan_duty *d)
{
    const struct codes *codes = l->p->codes;
    for (int i = 0; i < d->owner_count; i++) {
        const struct code_role *role = NULL;
        for (size_t k = 0; k < codes->role_count; k++) {
            if (codes->role[k].number == d->owner[i]) role = &codes->role[k];
        }
        bool given = !role || !role->relation || (d->subject == SUBJECT_FACILITY && text_eqz(role->key, FACILITY_KEEPER_ROLE));
        for (size_t k = 0; k < l->p->relation_count; k++) given |= l->p->relation[k].role == d->owner[i];
        if (!given) put(l, &d->at, d->owner_count > 1, W_scheme_no_holder, d->key, role->key, TEXT_NONE, TEXT_NONE);
    }
}

static void window_check(struct lint *l, const struct plan_duty *d)
{
    enum cadence_wrong why;
    size_t at, n = 0;
    if (!l->calendar) return;
    struct cadence_duty one = d->cadence;
    if (one.window == CADENCE_NAMED) {
        one.spans = calendar_named(l->calendar, d->window, &n);
        one.span_count = n;
        /* A window of the scheme's own, while the calendar was built without the plan's windows. */
        for (size_t i = 0; n == 0 && i < l->p->window_count; i++) {
            if (text_eq(l->p->window[i].name, d->window)) return;
        }
        if (n == 0) {
            put(l, &d->at, false, W_scheme_window_unknown, d->window, TEXT_NONE, TEXT_NONE, TEXT_NONE);
            return;
        }
    }
    /* What is only listed yet needs no record that credits it; its windows are tried all the same. */
    if (!d->carried && one.credit_count == 0) one.credit[one.credit_count++] = (struct cadence_credit){.kinds = {1}};
    struct arena *a = arena_new(64 << 20);
    if (!cadence_plan_new(a, l->calendar, &one, 1, &why, &at))
        put(l, &d->at, false, W_scheme_window_bad, d->every, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    arena_free(a);
}

/* More at once than fits: `apart` leaves no room for the quota. */
static void quota_check(struct lint *l, const struct plan_duty *d)
{
    static const int days[] = {1, 7, 15, 31, 31, 160, 366, 366, 1};
    const struct cadence_duty *c = &d->cadence;
    if (c->window >= sizeof days / sizeof *days || !c->apart) return;
    int length = days[c->window] * (c->n > 1 ? c->n : 1);
    if (c->window == CADENCE_DATE) length = c->month == 0 ? 28 : 1 + c->before + c->after;
    if ((c->quota - 1) * c->apart >= length)
        put(l, &d->at, false, W_scheme_quota_room, d->key, text_fmt(l->f->arena, "%d", c->quota),
            text_fmt(l->f->arena, "%d", c->apart), TEXT_NONE);
}

/* ---- layers ---- */

static bool same_credit(const struct plan_duty *x, const struct plan_duty *y)
{
    for (int i = 0; i < x->cadence.credit_count; i++) {
        for (int k = 0; k < y->cadence.credit_count; k++) {
            const struct cadence_credit *a = &x->cadence.credit[i], *b = &y->cadence.credit[k];
            bool met = a->met_all == b->met_all && (!a->met_any || !b->met_any || a->met_any & b->met_any);
            if (cadence_meet(a->kinds, b->kinds) && met && a->modes & b->modes) return true;
        }
    }
    return false;
}

/* Both stay in force, and one record credits both; what is looser than the law is told, with both clauses. */
static void layers_check(struct lint *l, struct plan_duty *d)
{
    const struct plan_scheme *s = &l->p->scheme[d->at.scheme];
    if (d->standing >= 0) return;
    for (size_t i = 0; i < l->p->duty_count; i++) {
        const struct plan_duty *law = &l->p->duty[i];
        const struct plan_scheme *o = &l->p->scheme[law->at.scheme];
        if (o->layer >= s->layer || law->subject != d->subject || o->from >= s->to || s->from >= o->to) continue;
        if (!same_credit(d, law)) continue;
        int mine = every_rate(&d->cadence), theirs = every_rate(&law->cadence);
        if (mine >= theirs && mine > 0) d->stricter_than = (int)i;
        if (o->layer == LAYER_LAW && mine > 0 && mine < theirs)
            put(l, &d->at, true, W_scheme_looser, d->key, d->at.clause, law->at.clause, origin_text(l, &law->at));
    }
}

static const struct plan_duty *check_duty(const struct plan *p)
{
    const struct code_kind *k = codes_kind(p->codes, T("background_check"));
    for (size_t i = 0; k && i < p->duty_count; i++) {
        if (p->scheme[p->duty[i].at.scheme].layer == LAYER_LAW && p->duty[i].kind == k->number) return &p->duty[i];
    }
    return NULL;
}

static void relations_check(struct lint *l)
{
    const struct plan_duty *law = check_duty(l->p);
    for (size_t i = 0; i < l->p->relation_count; i++) {
        const struct plan_relation *r = &l->p->relation[i];
        if (!r->peer && !r->background_check)
            put(l, &r->at, true, W_scheme_looser_check, r->key, r->at.clause, law ? law->at.clause : T("第六十二条"),
                law ? origin_text(l, &law->at) : T("-"));
        if (r->min == 0 && r->max == 0) put(l, &r->at, true, W_scheme_no_bounds, r->key, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    }
}

static void clocks_check(struct lint *l)
{
    for (size_t i = 0; i < l->p->clock_count; i++) {
        const struct plan_clock *c = &l->p->clock[i], *least = plan_clock(l->p, c->key);
        if (least != c && least->law && !c->law)
            put(l, &c->at, true, W_scheme_looser_clock, c->key, c->at.clause, least->at.clause, origin_text(l, &least->at));
    }
}

static void target_used(struct lint *l)
{
    uint64_t used[EXPR_GROUPS / 64] = {0};
    const struct plan *p = l->p;
    for (size_t i = 0; i < p->group_count; i++) {
        for (size_t k = 0; k < EXPR_GROUPS / 64; k++) used[k] |= p->group[i].when ? p->group[i].when->groups[k] : 0;
    }
    for (size_t i = 0; i < p->alert_count; i++) {
        for (size_t k = 0; k < EXPR_GROUPS / 64; k++) used[k] |= p->alert[i].when ? p->alert[i].when->groups[k] : 0;
    }
    int group[PLAN_DUTIES];
    size_t n = 0;
    for (size_t i = 0; i < p->duty_count; i++) group[n++] = p->duty[i].group;
    for (size_t i = 0; i < n; i++) {
        if (group[i] >= 0) used[group[i] / 64] |= UINT64_C(1) << (group[i] % 64);
    }
    for (size_t i = 0; i < p->relation_count; i++) {
        if (p->relation[i].group >= 0) used[p->relation[i].group / 64] |= UINT64_C(1) << (p->relation[i].group % 64);
    }
    for (size_t i = 0; i < p->checklist_count; i++) {
        int g = p->checklist[i].group;
        if (g >= 0) used[g / 64] |= UINT64_C(1) << (g % 64);
    }
    for (size_t i = 0; i < p->field_count; i++) {
        if (p->field[i].group >= 0) used[p->field[i].group / 64] |= UINT64_C(1) << (p->field[i].group % 64);
    }
    for (size_t i = 0; i < p->group_count; i++) {
        const struct plan_group *g = &p->group[i];
        if (g->kind == GROUP_TARGET && !g->label && !(used[i / 64] >> (i % 64) & 1))
            put(l, &g->at, true, W_scheme_target_unused, g->id, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    }
}

/* Somebody must be able to fill it; and two of one name cannot be told apart in a list or a sheet. */
static void forms_check(struct lint *l)
{
    const struct codes *codes = l->p->codes;
    uint32_t records = 0;
    for (size_t i = 0; i < codes->role_count; i++) {
        if (codes->role[i].number >= 0 && codes->role[i].records) records |= UINT32_C(1) << codes->role[i].number;
    }
    for (size_t i = 0; i < l->p->form_count; i++) {
        const struct plan_form *f = &l->p->form[i];
        struct text title = f->kind->title[LANG_ZH];
        if (!(f->kind->roles & records)) put(l, &f->at, false, W_scheme_form_nobody, title, TEXT_NONE, TEXT_NONE, TEXT_NONE);
        for (size_t k = 0; k < codes->kind_count; k++) {
            const struct code_kind *other = &codes->kind[k];
            if (other->number == f->kind->number || !text_eq(other->title[LANG_ZH], f->kind->title[LANG_ZH])) continue;
            put(l, &f->at, true, W_scheme_form_title, f->kind->title[LANG_ZH], other->key, TEXT_NONE, TEXT_NONE);
        }
    }
}

static void params_check(struct lint *l)
{
    for (size_t i = 0; i < l->p->param_count; i++) {
        const struct plan_param *p = &l->p->param[i];
        if (!p->used) put(l, &p->at, true, W_scheme_param_unused, p->key, TEXT_NONE, TEXT_NONE, TEXT_NONE);
        else if (!p->confirmed) put(l, &p->at, true, W_scheme_param_open, p->title[LANG_ZH], p->value, TEXT_NONE, TEXT_NONE);
    }
}

void lint_plan(const struct plan *p, const struct calendar *calendar, struct faults *f)
{
    struct lint l = {.p = p, .calendar = calendar, .f = f};
    for (size_t i = 0; i < p->duty_count; i++) {
        struct plan_duty *d = &p->duty[i];
        window_check(&l, d);
        if (calendar) continue; /* the rest was told when the plan was built */
        for (int k = 0; d->carried && k < d->cadence.credit_count; k++) credit_check(&l, d, &d->cadence.credit[k]);
        if (d->carried) owners_check(&l, d);
        holders_check(&l, d);
        quota_check(&l, d);
        layers_check(&l, d);
    }
    if (calendar) return;
    relations_check(&l);
    clocks_check(&l);
    target_used(&l);
    params_check(&l);
    forms_check(&l);
}

/* ---- printing ---- */

static int by_place(const void *x, const void *y)
{
    const struct fault *a = *(const struct fault *const *)x, *b = *(const struct fault *const *)y;
    int c = text_cmp(a->file, b->file);
    if (c) return c;
    if (a->line != b->line) return a->line < b->line ? -1 : 1;
    return a->column != b->column ? (a->column < b->column ? -1 : 1) : 0;
}

void lint_print(const struct faults *f, enum lang lang, struct arena *a, struct buf *out)
{
    const struct fault **sorted = arena_array(a, f->n, sizeof *sorted);
    for (size_t i = 0; i < f->n; i++) sorted[i] = &f->list[i];
    qsort(sorted, f->n, sizeof *sorted, by_place);
    for (size_t i = 0; i < f->n; i++) {
        const struct fault *one = sorted[i];
        struct text at = fault_place(one, a);
        if (at.n) buf_fmt(out, "%.*s: ", TP(at));
        buf_add(out, word(lang, one->warning ? W_scheme_warning : W_scheme_error));
        buf_add(out, fault_say(one, lang, a));
        buf_char(out, '\n');
    }
    struct text count[] = {text_fmt(a, "%zu", f->errors), text_fmt(a, "%zu", f->n > f->errors ? f->n - f->errors : 0)};
    buf_add(out, word_fill(a, lang, W_scheme_count, count, 2));
    buf_char(out, '\n');
}

enum rc lint_folder(struct arena *a, const char *path, const struct calendar *calendar, struct faults *f)
{
    struct plan_source source[2];
    struct plan *plan;
    const struct codes *codes = codes_builtin(a, f);
    if (!codes) return RC_INVALID;
    TRY(plan_source_folder(a, path, &source[0], f));
    size_t n = 1;
    bool law = text_ends(source[0].name, T("schemes/law")) || text_ends(source[0].name, T("schemes/law/"));
    if (!law && plan_source_builtin(a, T("schemes/law"), &source[n]) == RC_OK) n++;
    TRY(plan_build(a, codes, source, n, NULL, f, &plan));
    size_t before = f->errors;
    if (calendar) lint_plan(plan, calendar, f);
    return f->errors == before ? RC_OK : RC_INVALID;
}
