/* SPDX-License-Identifier: Apache-2.0 */
#include "view/ledger.h"

#include "gen/sql/measure.h"

static const struct { const char *key; enum cap cap; enum word title; } kinds[LEDGER_KINDS] = {
    [LEDGER_CLASS] = {"class", CAP_ledger_class, W_ledger_title_class},
    [LEDGER_SCHOOL] = {"school", CAP_ledger_school, W_ledger_title_school},
    [LEDGER_CENTRE] = {"centre", CAP_ledger_school, W_ledger_title_centre},
    [LEDGER_COUNTY] = {"county", CAP_ledger_county, W_ledger_title_county},
};

const char *ledger_kind_key(enum ledger_kind k)
{
    return kinds[k].key;
}

bool ledger_kind_find(struct text key, enum ledger_kind *out)
{
    for (size_t i = 0; i < LEDGER_KINDS; i++) {
        if (!text_eqz(key, kinds[i].key)) continue;
        *out = (enum ledger_kind)i;
        return true;
    }
    return false;
}

enum cap ledger_cap(enum ledger_kind k)
{
    return kinds[k].cap;
}

enum ledger_kind ledger_below(enum ledger_kind k, enum place_kind below)
{
    if (k == LEDGER_COUNTY && below == PLACE_CENTRE) return LEDGER_CENTRE;
    return below == PLACE_CLASS ? LEDGER_CLASS : LEDGER_SCHOOL;
}

/* ---- words ---- */

struct text ledger_day_text(const struct ask *q, day_t d)
{
    struct ymd y = day_ymd(d);
    if (q->lang != LANG_ZH) return day_text(q->arena, d);
    return text_fmt(q->arena, "%d年%d月%d日", y.year, y.month, y.day);
}

struct text ledger_group_title(const struct ask *q, struct text key, day_t on)
{
    int g = plan_group_on(q->ev->plan, key, on);
    if (g < 0) g = plan_group(q->ev->plan, key);
    return g < 0 ? key : q->ev->plan->group[g].title[q->lang];
}

enum rc ledger_rules(const struct ask *q, struct text chosen, day_t on, struct choice_part **item, size_t *n)
{
    const struct plan *p = q->ev->plan;
    *item = arena_array(q->arena, p->group_count + 1, sizeof **item);
    *n = 0;
    for (size_t g = 0; g < p->group_count; g++) {
        const struct plan_group *group = &p->group[g];
        if (plan_group_on(p, group->key, on) != (int)g) continue;
        const struct plan_scheme *s = &p->scheme[group->at.scheme];
        struct text label = group->title[q->lang];
        if (group->kind == GROUP_TARGET) {
            struct text name = text_empty(s->programme) ? s->title[q->lang] : s->programme;
            label = text_fmt(q->arena, "%.*s · %.*s", TP(name), TP(label));
        }
        (*item)[(*n)++] = (struct choice_part){.value = group->key, .label = label, .on = text_eq(group->key, chosen)};
    }
    return RC_OK;
}

struct text ledger_params(const struct ledger *l, int64_t place)
{
    return text_fmt(l->q->arena, "?place=%lld&rule=%.*s&from=%.*s&as_of=%.*s", (long long)place, TP(l->frame.key),
        TP(day_text(l->q->arena, l->frame.from)), TP(day_text(l->q->arena, l->frame.as_of)));
}

/* ---- opening ---- */

/* The month of a dynamic sheet; else the term, so that the work of the term is counted. */
static day_t span_begin(const struct ask *q, const struct place *p, enum ledger_kind kind, day_t as_of)
{
    struct ymd y = day_ymd(as_of);
    day_t month = day_of(y.year, y.month, 1);
    bool running;
    if (kind == LEDGER_CLASS) return as_of;
    if (kind == LEDGER_SCHOOL) return month;
    const struct calendar_term *term = calendar_term_of(evaluator_calendar_at(q->ev, p->lo)->calendar, as_of, &running);
    return term == NULL || term->from > as_of ? month : term->from;
}

static struct text rule_usual(const struct plan *p)
{
    int g = p->home >= 0 ? p->home : p->group_count > 0 ? 0 : -1;
    return g < 0 ? TEXT_NONE : p->group[g].key;
}

static enum rc places_fill(struct ledger *l)
{
    const struct ask *q = l->q;
    static const enum place_kind below[] = {[LEDGER_CLASS] = PLACE_CLASS, [LEDGER_SCHOOL] = PLACE_SCHOOL,
        [LEDGER_CENTRE] = PLACE_CENTRE};
    if (l->kind == LEDGER_COUNTY) return RC_OK;
    int64_t lo = q->scope.lo, hi = q->scope.hi;
    if (q->who->staff != 0 && !may_widest(q->roles, q->who, kinds[l->kind].cap, &lo, &hi)) return RC_OK;
    struct place_list list;
    if (l->kind == LEDGER_CLASS && hi - lo > INT64_C(1) << PLACE_SCHOOL_BITS) {
        lo = l->place.lo >> PLACE_SCHOOL_BITS << PLACE_SCHOOL_BITS; /* thousands of classes are no choice: those of this school */
        hi = lo + (INT64_C(1) << PLACE_SCHOOL_BITS);
    }
    TRY(place_under(q->db, q->scope.county, lo, hi, below[l->kind], l->frame.as_of, q->arena, &list));
    l->part->places.item = arena_array(q->arena, list.n + 1, sizeof *l->part->places.item);
    for (size_t i = 0; i < list.n && list.n > 1; i++) {
        const struct place *p = &list.item[i];
        l->part->places.item[l->part->places.n++] = (struct choice_part){.value = text_fmt(q->arena, "%lld", (long long)p->id),
            .label = place_name(q->arena, q->lang, p, l->frame.as_of), .on = p->id == l->place.id};
    }
    return RC_OK;
}

static enum rc unit_name(const struct ledger *l, struct text *out)
{
    const struct ask *q = l->q;
    *out = place_name(q->arena, q->lang, &l->place, l->frame.as_of);
    if (l->place.kind != PLACE_CLASS) return RC_OK;
    struct place school;
    TRY(place_by_id(q->db, q->scope.county, l->place.parent, q->arena, &school));
    *out = text_fmt(q->arena, "%.*s %.*s", TP(school.name), TP(*out));
    return RC_OK;
}

static enum rc head_fill(struct ledger *l)
{
    const struct ask *q = l->q;
    struct ledger_part *v = l->part;
    const char *key = kinds[l->kind].key;
    struct text day = ledger_day_text(q, l->frame.as_of), span[] = {ledger_day_text(q, l->frame.from), day};
    struct text rule = ledger_group_title(q, l->frame.key, l->frame.as_of);
    struct text when = word_fill(q->arena, q->lang, l->kind == LEDGER_CLASS ? W_ledger_as_of_label : W_ledger_period_label,
        l->kind == LEDGER_CLASS ? &day : span, l->kind == LEDGER_CLASS ? 1 : 2);
    v->title = word(q->lang, kinds[l->kind].title);
    v->as_of = day_text(q->arena, l->frame.as_of);
    v->as_of_label = text_fmt(q->arena, "%.*s · %.*s", TP(when), TP(word_fill(q->arena, q->lang, W_ledger_rule_note, &rule, 1)));
    v->from = l->kind == LEDGER_CLASS ? T("") : day_text(q->arena, l->frame.from);
    v->place_id = l->place.id;
    v->action_href = text_fmt(q->arena, "/ledger/%s", key);
    v->xlsx_href = text_fmt(q->arena, "/ledger/%s/file%.*s", key, TP(ledger_params(l, l->place.id)));
    v->filled_by = v->reviewed_by = v->headed_by = v->signed_day = T("");
    TRY(unit_name(l, &v->unit_name));
    TRY(places_fill(l));
    return ledger_rules(q, l->frame.key, l->frame.as_of, &v->rules.item, &v->rules.n);
}

enum rc ledger_open(const struct ask *q, enum ledger_kind kind, const struct ledger_query *in, struct ledger *l)
{
    struct text rule = text_empty(in->rule) ? rule_usual(q->ev->plan) : in->rule;
    *l = (struct ledger){.q = q, .kind = kind, .full = in->full, .part = arena_alloc(q->arena, sizeof *l->part)};
    day_t as_of = in->as_of == DAY_NONE ? q->today : in->as_of;
    if (rule.s == NULL) return RC_NOT_FOUND;
    TRY(place_by_id(q->db, q->scope.county, in->place, q->arena, &l->place));
    day_t from = in->from == DAY_NONE || in->from > as_of ? span_begin(q, &l->place, kind, as_of) : in->from;
    TRY(measure_frame_fill(&l->frame, q->ev, rule, from, as_of));
    return head_fill(l);
}

/* ---- names ---- */

enum rc ledger_child(const struct ask *q, int64_t child, struct ledger_child *out)
{
    struct sql_measure_child_out row;
    enum rc rc = sql_measure_child_one(q->db, &q->scope, &(struct sql_measure_child_in){.child = child}, q->arena, &row);
    *out = (struct ledger_child){.name = T(""), .sex = T(""), .birth = DAY_NONE};
    if (rc == RC_NOT_FOUND) return RC_OK;
    if (rc != RC_OK) return rc;
    enum word sex = row.sex == 1 ? W_sex_male : row.sex == 2 ? W_sex_female : W_sex_unknown;
    *out = (struct ledger_child){.name = row.name, .sex = word(q->lang, sex), .birth = row.birth_day, .found = true};
    return RC_OK;
}

enum rc ledger_class(struct ledger_classes *c, int64_t key, struct text *out)
{
    const struct ask *q = c->q;
    for (size_t i = 0; i < c->n; i++) {
        if (c->item[i].key != key) continue;
        *out = c->item[i].name;
        return RC_OK;
    }
    struct place p, school;
    *out = T("");
    enum rc rc = place_by_key(q->db, q->scope.county, key, PLACE_CLASS, q->arena, &p);
    if (rc == RC_OK) {
        *out = place_name(q->arena, q->lang, &p, c->on);
        if (c->school) {
            TRY(place_by_id(q->db, q->scope.county, p.parent, q->arena, &school));
            *out = text_fmt(q->arena, "%.*s %.*s", TP(school.name), TP(*out));
        }
    }
    if (rc != RC_OK && rc != RC_NOT_FOUND) return rc;
    c->item = arena_grow(q->arena, c->item, c->n, &c->cap, c->n + 1, sizeof *c->item);
    c->item[c->n].key = key;
    c->item[c->n++].name = *out;
    return RC_OK;
}
