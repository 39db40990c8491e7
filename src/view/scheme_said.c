/* SPDX-License-Identifier: Apache-2.0 */
/* Clauses in words: how often, what counts, who. */
#include "gen/sql/membership.h"
#include "scheme/lunar.h"
#include "view/build_schemes.h"
#include "view/said.h"

#include <stdlib.h>

static struct text joined(const struct ask *q, struct text all, struct text one, struct text between)
{
    return all.n == 0 ? one : text_fmt(q->arena, "%.*s%.*s%.*s", TP(all), TP(between), TP(one));
}

/* ---- how often ---- */

static struct text months_said(const struct ask *q, uint32_t months)
{
    struct text all = T("");
    for (int m = 0; m < 12; m++) {
        if (months & UINT32_C(1) << m) all = joined(q, all, said_int(q, m + 1), T("、"));
    }
    return said_fill(q, W_every_months, all, TEXT_NONE);
}

static struct text month_said(const struct ask *q, int n)
{
    if (n <= 1) return word(q->lang, W_every_month);
    if (n == 3) return word(q->lang, W_every_quarter);
    if (n == 6) return word(q->lang, W_every_half_year);
    return said_fill(q, W_every_months_n, said_int(q, n), TEXT_NONE);
}

static struct text since_said(const struct ask *q, const struct cadence_duty *c)
{
    static const char *const events[EVENT_COUNT] = {"enrolment", "absence", "care", "birthday"};
    bool school = c->unit == CADENCE_SCHOOL_DAYS;
    if (c->window == CADENCE_SINCE_LAST) {
        return said_fill(q, school ? W_every_since_last_school : W_every_since_last, said_int(q, c->n), TEXT_NONE);
    }
    struct text event = c->event >= 0 && c->event < EVENT_COUNT ? said_key(q, "event", text_of(events[c->event])) : T("");
    return said_fill(q, school ? W_every_since_event_school : W_every_since_event, said_int(q, c->n), event);
}

static struct text window_said(const struct ask *q, const struct plan_duty *d)
{
    const struct cadence_duty *c = &d->cadence;
    switch (c->window) {
    case CADENCE_DAY: return word(q->lang, W_every_day);
    case CADENCE_WEEK: return c->n <= 1 ? word(q->lang, W_every_week) : said_fill(q, W_every_weeks, said_int(q, c->n), TEXT_NONE);
    case CADENCE_HALF_MONTH: return word(q->lang, W_every_half_month);
    case CADENCE_MONTH: return month_said(q, c->n);
    case CADENCE_MONTHS: return months_said(q, c->months);
    case CADENCE_TERM:
        return c->ordinal == 0 ? word(q->lang, W_every_term) : said_fill(q, W_every_term_n, said_int(q, c->ordinal), TEXT_NONE);
    case CADENCE_SCHOOL_YEAR: return word(q->lang, W_every_school_year);
    case CADENCE_YEAR: return word(q->lang, W_every_year);
    case CADENCE_DATE:
        if (c->month == 0 && c->day == 31) return word(q->lang, W_every_month_end);
        if (c->month == 0) return said_fill(q, W_every_month_day, said_int(q, c->day), TEXT_NONE);
        return said_fill(q, W_every_date, said_int(q, c->month), said_int(q, c->day));
    case CADENCE_FESTIVAL: return said_fill(q, W_every_festival, festival_name(c->festival), TEXT_NONE);
    case CADENCE_NAMED:
        if (d->ledger.is) return said_fill(q, d->ledger.by == LEDGER_BY_TERM_START ? W_every_after_start
            : d->ledger.by == LEDGER_BY_TERM_MIDDLE ? W_every_after_middle : d->ledger.days == 0
            ? W_every_term_end : W_every_before_end, said_int(q, d->ledger.days), TEXT_NONE);
        return said_fill(q, W_every_named, d->window, TEXT_NONE);
    default: return since_said(q, c);
    }
}

struct text scheme_often(const struct ask *q, const struct plan_duty *d)
{
    struct text said = window_said(q, d);
    if (d->cadence.quota > 1) said = said_fill(q, W_often_times, said, said_int(q, d->cadence.quota));
    if (d->cadence.apart > 0) {
        struct text apart = said_fill(q, W_often_apart, said_int(q, d->cadence.apart), TEXT_NONE);
        said = text_join(q->arena, said, apart);
    }
    return said;
}

/* ---- what counts ---- */

static struct text mask_said(const struct ask *q, const struct code_list *list, uint32_t mask)
{
    struct text all = T("");
    for (size_t i = 0; list != NULL && i < list->n; i++) {
        bool in = list->item[i].number < 32 && (mask & UINT32_C(1) << list->item[i].number) != 0;
        if (in) all = joined(q, all, list->item[i].title[q->lang], T("、"));
    }
    return all;
}

static struct text alternative_said(const struct ask *q, const struct cadence_credit *c)
{
    const struct codes *codes = q->ev->codes;
    struct text kinds = T(""), more = T("");
    for (size_t i = 0; i < codes->kind_count; i++) {
        const struct code_kind *k = &codes->kind[i];
        if (cadence_has(c->kinds, (unsigned)k->number)) kinds = joined(q, kinds, k->title[q->lang], T("、"));
    }
    if (c->modes != CADENCE_ANY) more = joined(q, more, mask_said(q, codes->modes, c->modes), T("，"));
    uint32_t met = c->met_all | c->met_any;
    if (met != 0) more = joined(q, more, said_fill(q, W_often_met, mask_said(q, codes->met, met), TEXT_NONE), T("，"));
    if (c->min_minutes > 0) more = joined(q, more, said_fill(q, W_often_minutes, said_int(q, c->min_minutes), TEXT_NONE), T("，"));
    return more.n == 0 ? kinds : text_fmt(q->arena, "%.*s（%.*s）", TP(kinds), TP(more));
}

struct text scheme_credit(const struct ask *q, const struct plan_duty *d)
{
    struct text all = T("");
    for (int i = 0; i < d->cadence.credit_count; i++) {
        all = joined(q, all, alternative_said(q, &d->cadence.credit[i]), word(q->lang, W_scheme_or));
    }
    return all;
}

/* ---- who ---- */

struct text scheme_who(const struct ask *q, const struct plan_duty *d)
{
    struct text all = T("");
    for (int i = 0; i < d->held_count; i++) {
        const struct plan_body *b = &q->ev->plan->body[d->held[i].body];
        struct text one = b->title[q->lang];
        if (d->held[i].post >= 0) one = said_fill(q, W_scheme_by_post, one, b->post[d->held[i].post].title[q->lang]);
        all = joined(q, all, one, T("、"));
    }
    for (int i = 0; i < d->owner_count; i++) {
        for (size_t k = 0; k < q->roles->n; k++) {
            if (q->roles->item[k].bit == d->owner[i]) all = joined(q, all, q->roles->item[k].title[q->lang], T("、"));
        }
    }
    if (all.n > 0 || d->relation < 0) return all;
    return said_fill(q, W_scheme_by_relation, q->ev->plan->relation[d->relation].title[q->lang], TEXT_NONE);
}

/* ---- for whom ---- */

struct text scheme_whom(const struct ask *q, const struct plan_duty *d)
{
    static const enum word subject[] = {[SUBJECT_CHILD] = W_subject_child, [SUBJECT_STAFF] = W_subject_staff,
        [SUBJECT_CLASS] = W_subject_class,
        [SUBJECT_SCHOOL] = W_subject_school, [SUBJECT_COUNTY] = W_subject_county, [SUBJECT_CENTRE] = W_subject_centre,
        [SUBJECT_FACILITY] = W_subject_facility};
    if (d->subject != SUBJECT_CHILD) return word(q->lang, subject[d->subject]);
    struct text whom = d->group < 0 ? word(q->lang, W_scheme_everybody) : q->ev->plan->group[d->group].title[q->lang];
    return d->guardian ? text_fmt(q->arena, "%.*s · %.*s", TP(whom), TP(word(q->lang, W_subject_guardian))) : whom;
}

/* Within [lo, hi) where they may list children there, else in that part of it which their own widest range holds. */
static bool countable(const struct ask *q, int64_t lo, int64_t hi, struct scope *out)
{
    int64_t from, to;
    if (q->who->staff == 0) {
        *out = scope_narrow(q->scope, lo > q->scope.lo ? lo : q->scope.lo, hi < q->scope.hi ? hi : q->scope.hi, 0, 0);
        return out->lo < out->hi;
    }
    if (scope_at(q->roles, q->who, CAP_child_list, lo, hi, out) == RC_OK) return true;
    if (!may_widest(q->roles, q->who, CAP_child_list, &from, &to)) return false;
    from = from > lo ? from : lo;
    to = to < hi ? to : hi;
    return from < to && scope_at(q->roles, q->who, CAP_child_list, from, to, out) == RC_OK;
}

enum rc scheme_count(const struct ask *q, struct text target, int64_t lo, int64_t hi, struct text *out)
{
    struct scope s;
    struct cursor c;
    struct sql_membership_counts_out o;
    int64_t n = 0;
    *out = T("");
    if (!countable(q, lo, hi, &s)) return RC_OK;
    TRY(sql_membership_counts(q->db, &s, &(struct sql_membership_counts_in){.target = target}, &c));
    while (sql_membership_counts_next(&c, &o)) n += o.children;
    *out = said_fill(q, W_scheme_children, said_int(q, n), TEXT_NONE);
    return sql_close(&c);
}

enum rc scheme_whom_here(const struct ask *q, const struct plan_duty *d, int64_t lo, int64_t hi, struct text *out)
{
    struct text count;
    *out = scheme_whom(q, d);
    if (d->subject != SUBJECT_CHILD || d->group < 0) return RC_OK;
    TRY(scheme_count(q, q->ev->plan->group[d->group].key, lo, hi, &count));
    if (count.n > 0) *out = text_fmt(q->arena, "%.*s（%.*s）", TP(*out), TP(count));
    return RC_OK;
}

/* ---- values in words ---- */

static struct text role_title(const struct ask *q, struct text key)
{
    for (size_t i = 0; i < q->roles->n; i++) {
        if (text_eq(q->roles->item[i].key, key)) return q->roles->item[i].title[q->lang];
    }
    return key;
}

static struct text kind_title(const struct ask *q, struct text key)
{
    const struct code_kind *k = codes_kind(q->ev->codes, key);
    return k == NULL ? key : k->title[q->lang];
}

static struct text target_title(const struct ask *q, struct text id)
{
    const struct plan *p = q->ev->plan;
    for (size_t i = 0; i < p->group_count; i++) {
        if (text_eq(p->group[i].id, id)) return p->group[i].title[q->lang];
    }
    return id;
}

struct text scheme_every(const struct ask *q, struct text every)
{
    char *key = arena_copy(q->arena, every.s, every.n);
    for (size_t i = 0; i < every.n; i++) key[i] = (char)(key[i] == '-' ? '_' : key[i]);
    enum word w = word_find(text_fmt(q->arena, "every_%.*s", (int)every.n, key));
    return w == W_none ? every : word(q->lang, w);
}

/* Roles, targets and rhythms by their names; kinds of record wherever they stand; the rest as it is written. */
static struct text one_said(const struct ask *q, struct text key, struct text value)
{
    if (text_eqz(key, "owner") || text_eqz(key, "roles") || text_eqz(key, "role")) return role_title(q, value);
    if (text_eqz(key, "for")) return target_title(q, value);
    return text_eqz(key, "every") ? scheme_every(q, value) : kind_title(q, value);
}

static bool of_names(struct text key)
{
    static const char *const keys[] = {"owner", "roles", "role", "for", "every", "kinds"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (text_eqz(key, keys[i])) return true;
    }
    return false;
}

/* A list stands joined by 、 and is said name by name. */
struct text scheme_value(const struct ask *q, struct text key, struct text value)
{
    struct text rest = value, all = T("");
    if (value.n == 0) return word(q->lang, W_change_nothing);
    if (!of_names(key)) return value;
    while (rest.n > 0) {
        ptrdiff_t cut = text_find(rest, T("、"));
        struct text one = cut < 0 ? rest : text_sub(rest, 0, (size_t)cut);
        rest = cut < 0 ? TEXT_NONE : text_sub(rest, (size_t)cut + T("、").n, rest.n);
        all = text_fmt(q->arena, "%.*s%s%.*s", TP(all), all.n ? "、" : "", TP(one_said(q, key, one)));
    }
    return all;
}
