/* SPDX-License-Identifier: Apache-2.0 */
/* Duties: who owes what to whom how often, and which records credit it. */
#include "scheme/plan_part.h"

void builder_every(struct builder *b, const struct yaml_node *n, struct plan_duty *d)
{
    if (!n) return;
    struct text t = n->kind == YAML_SCALAR ? builder_value(b, n) : TEXT_NONE;
    if (t.s == NULL && n->kind == YAML_SCALAR) return;
    if (!every_read(t, &d->cadence, &d->window)) {
        part_fault(&b->part, n, W_scheme_every, text_sub(t, 0, 60), TEXT_NONE, TEXT_NONE);
        return;
    }
    d->every = text_dup(b->part.arena, t);
    if (text_empty(d->window)) return;
    /* A window of the scheme's own goes before one of the calendar. */
    struct text own = text_fmt(b->part.arena, "%.*s:%.*s", TP(b->plan->scheme[b->scheme].id), TP(d->window));
    d->window = text_dup(b->part.arena, d->window);
    for (size_t i = 0; i < b->plan->window_count; i++) {
        if (text_eq(b->plan->window[i].name, own)) d->window = own;
    }
}

bool builder_days(struct builder *b, const struct yaml_node *n, enum word wrong, int *days, enum cadence_unit *unit)
{
    struct text rest = builder_value(b, n), one, w[4];
    size_t k = 0;
    int64_t count = 0;
    while (k < 4 && text_cut(&rest, ' ', &one)) {
        if (one.n) w[k++] = one;
    }
    bool school = k == 3 && text_eqz(w[1], "school");
    bool good = k > 0 && text_int(w[0], &count) && count > 0 && count <= 366;
    good = good && (k == 1 || ((k == 2 || school) && (text_eqz(w[k - 1], "days") || text_eqz(w[k - 1], "day"))));
    if (!good) part_fault(&b->part, n, wrong, n->text, TEXT_NONE, TEXT_NONE);
    else *days = (int)count;
    *unit = school ? CADENCE_SCHOOL_DAYS : CADENCE_DAYS;
    return good;
}

/* Between two that credit. */
static void apart_read(struct builder *b, const struct yaml_node *n, struct cadence_duty *out)
{
    if (n) (void)builder_days(b, n, W_scheme_apart, &out->apart, &out->apart_unit);
}

/* A form that extends a kind counts as it. */
static void kinds_put(const struct codes *codes, uint64_t *kinds, const struct code_kind *kind)
{
    cadence_put(kinds, (unsigned)kind->number);
    for (size_t i = 0; i < codes->kind_count; i++) {
        const struct code_kind *base = codes->kind[i].base;
        if (base && base->number == kind->number) cadence_put(kinds, (unsigned)codes->kind[i].number);
    }
}

void builder_kinds(struct builder *b, const struct yaml_node *n, uint64_t *kinds, int *first)
{
    for (const struct yaml_node *k = part_each(n); k; k = part_next(k)) {
        const struct code_kind *kind = k->kind == YAML_SCALAR ? builder_kind(b, k->text) : NULL;
        if (!kind) kind = part_kind(&b->part, k);
        if (!kind) continue;
        kinds_put(b->part.codes, kinds, kind);
        if (*first < 0) *first = kind->number;
    }
}

static void credit_read(struct builder *b, const struct yaml_node *n, struct plan_duty *d)
{
    const struct part *p = &b->part;
    if (!part_map(p, n)) return;
    part_keys(p, n, "kinds modes met met_all min_minutes roles");
    if (d->cadence.credit_count == CADENCE_CREDITS) {
        part_fault(p, n, W_scheme_too_many, text_fmt(p->arena, "%d", CADENCE_CREDITS), TEXT_NONE, TEXT_NONE);
        return;
    }
    struct cadence_credit *c = &d->cadence.credit[d->cadence.credit_count++];
    *c = (struct cadence_credit){.modes = CADENCE_ANY, .roles = CADENCE_ANY};
    builder_kinds(b, part_need(p, n, "kinds"), c->kinds, &d->kind);
    if (yaml_get(n, "modes")) c->modes = (uint32_t)part_mask(p, yaml_get(n, "modes"), p->codes->modes);
    c->met_any = (uint32_t)part_mask(p, yaml_get(n, "met"), p->codes->met);
    c->met_all = (uint32_t)part_mask(p, yaml_get(n, "met_all"), p->codes->met);
    c->min_minutes = (uint16_t)part_int(p, n, "min_minutes", 0, 0, 1440);
    if (yaml_get(n, "roles")) c->roles = part_roles(p, yaml_get(n, "roles"));
}

static void credits_read(struct builder *b, const struct yaml_node *n, struct plan_duty *d)
{
    d->kind = -1;
    if (!n) return;
    if (n->kind == YAML_MAP) credit_read(b, n, d);
    else if (part_list(&b->part, n)) {
        for (const struct yaml_node *c = n->child; c; c = c->next) credit_read(b, c, d);
    }
}

/* Of several relations that give the role, the first that the scheme itself writes owes it. */
void builder_owners(struct builder *b, const struct yaml_node *n, struct plan_duty *d)
{
    const struct part *p = &b->part;
    for (const struct yaml_node *c = part_each(n); c; c = part_next(c)) {
        if (builder_held(b, c, d)) continue;
        int bit = part_role(p, c);
        if (bit < 0) continue;
        d->owners |= UINT32_C(1) << bit;
        if (d->owner_count < 8) d->owner[d->owner_count++] = (int8_t)bit;
    }
    d->relation = -1;
    for (size_t i = 0; i < b->plan->relation_count; i++) {
        const struct plan_relation *rel = &b->plan->relation[i];
        bool own = rel->at.scheme == b->scheme, held = d->relation >= 0 && b->plan->relation[d->relation].at.scheme == b->scheme;
        if (d->owner_count && rel->role == d->owner[0] && (d->relation < 0 || (own && !held))) d->relation = (int)i;
    }
}

void builder_validity(struct builder *b, const struct yaml_node *n, struct plan_duty *d)
{
    builder_valid(b, n, part_day(&b->part, n, "from"), part_day(&b->part, n, "to"), d);
}

void builder_valid(struct builder *b, const struct yaml_node *n, day_t from, day_t to, struct plan_duty *d)
{
    const struct part *p = &b->part;
    const struct plan_scheme *s = &b->plan->scheme[b->scheme];
    d->cadence.valid_from = from != DAY_NONE && from > s->from ? from : s->from;
    d->cadence.valid_to = to != DAY_NONE && to < s->to ? to : s->to < DAY_MAX ? s->to : DAY_NONE;
    d->cadence.ended = DAY_NONE;
    if (d->cadence.valid_to != DAY_NONE && d->cadence.valid_to <= d->cadence.valid_from) {
        struct text span[] = {day_text(p->arena, d->cadence.valid_from), day_text(p->arena, d->cadence.valid_to)};
        bool own = to == DAY_NONE || (from != DAY_NONE && to <= from);
        if (own) part_fault(p, n, W_scheme_backward, span[0], span[1], TEXT_NONE);
        /* It was over before the scheme took over here: kept in the plan, for a day on which nobody was on a roll. */
        d->cadence.valid_from = 0;
        d->cadence.valid_to = 1;
    }
    /* Without a successor the scheme is over, and what was not over with it is void. */
    bool next = false;
    for (size_t i = 0; i < b->plan->scheme_count; i++) {
        const struct plan_scheme *o = &b->plan->scheme[i];
        if (o != s && text_eq(o->id, s->id) && o->from == s->to) next = true;
    }
    if (!next && s->to < DAY_MAX) d->cadence.ended = s->to;
}

void builder_times(struct builder *b, const struct yaml_node *n, struct plan_duty *d)
{
    const struct part *p = &b->part;
    const struct yaml_node *quota = yaml_get(n, "at_least");
    int64_t v = 1;
    if (quota) {
        struct text t = builder_value(b, quota);
        if (!text_int(t, &v) || v < 1 || v > 100) {
            part_fault(p, quota, W_scheme_not_int, T("at_least"), T("1"), T("100"));
            v = 1;
        }
    }
    d->cadence.quota = (int)v;
    apart_read(b, yaml_get(n, "apart"), &d->cadence);
    int holidays = part_choice(p, n, "holidays", "skip keep only", CADENCE_SKIP);
    d->cadence.holidays = holidays < 0 ? CADENCE_SKIP : (enum cadence_holidays)holidays;
    builder_validity(b, n, d);
}

static void evidence_read(struct builder *b, const struct yaml_node *n, struct plan_duty *d)
{
    size_t count = n && n->kind == YAML_LIST ? n->n : n ? 1 : 0;
    struct text *out = arena_array(b->part.arena, count, sizeof *out);
    for (const struct yaml_node *c = part_each(n); c; c = part_next(c)) {
        out[d->evidence_count++] = text_dup(b->part.arena, c->text);
    }
    d->evidence = out;
}

/* `where: {stage: [primary], boarding: yes}`: a place (or the place where the staff works) of which all of it is so. */
void builder_where(struct builder *b, const struct yaml_node *n, enum code_subject subject, struct plan_where *out)
{
    const struct part *p = &b->part;
    if (!n || !part_map(p, n)) return;
    if (subject == SUBJECT_CHILD) part_fault(p, n, W_scheme_where_child, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    part_keys(p, n, "stage boarding rural");
    out->stages = (uint32_t)part_mask(p, yaml_get(n, "stage"), p->codes->stages);
    if (yaml_get(n, "boarding")) out->boarding = part_bool(p, n, "boarding", false) ? ASKS_YES : ASKS_NO;
    if (yaml_get(n, "rural")) out->rural = part_bool(p, n, "rural", false) ? ASKS_YES : ASKS_NO;
}

/* Whom or what it is about. A guardian is met through the children in their care: a family changes, and who is at home with
 * which child is known of the child; one record with all the children of a house stands for each of them. */
static void subject_read(struct builder *b, const struct yaml_node *n, struct plan_duty *d)
{
    const struct part *p = &b->part;
    int subject = part_choice(p, n, "subject", CODE_SUBJECTS " guardian", SUBJECT_CHILD);
    d->guardian = subject == SUBJECT_COUNT;
    d->subject = subject < 0 || d->guardian ? SUBJECT_CHILD : (enum code_subject)subject;
    const struct yaml_node *credit = yaml_get(n, "credit");
    d->carried = d->subject == SUBJECT_CHILD || d->subject == SUBJECT_STAFF || credit != NULL;
    if (!d->carried) part_warn(p, yaml_get(n, "subject"), W_scheme_subject_later, d->key, TEXT_NONE, TEXT_NONE);
    if (d->subject == SUBJECT_CHILD) d->group = builder_group(b, part_need(p, n, "for"));
    else if (yaml_get(n, "for")) part_fault(p, yaml_get(n, "for"), W_scheme_for_child_only, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    builder_where(b, yaml_get(n, "where"), d->subject, &d->where);
    const struct yaml_node *facility = yaml_get(n, "facility");
    if (facility && d->subject != SUBJECT_FACILITY)
        part_fault(p, facility, W_scheme_facility_subject, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    else if (facility) d->facility = builder_facility(b, facility);
}

/* A guardian's duty that names nobody who must be met means whoever cares for the child. */
static void guardian_met(const struct codes *codes, struct plan_duty *d)
{
    uint32_t carers = 0;
    struct text bad;
    if (!d->guardian || !code_mask(codes->met, T("carer father mother"), &carers, &bad)) return;
    for (int i = 0; i < d->cadence.credit_count; i++) {
        struct cadence_credit *c = &d->cadence.credit[i];
        if (c->met_any == 0 && c->met_all == 0) c->met_any = carers;
    }
}

bool builder_duty_twice(const struct builder *b, struct text key)
{
    for (size_t i = 0; i < b->plan->duty_count; i++) {
        if (b->plan->duty[i].at.scheme == b->scheme && text_eq(b->plan->duty[i].key, key)) return true;
    }
    return false;
}

struct plan_duty *builder_made(struct builder *b, const struct yaml_node *n, struct text key, const struct plan_origin *at)
{
    struct plan *plan = b->plan;
    if (plan->duty_count == PLAN_DUTIES) {
        part_fault(&b->part, n, W_scheme_too_many, text_fmt(b->part.arena, "%d", PLAN_DUTIES), TEXT_NONE, TEXT_NONE);
        return NULL;
    }
    plan->duty =
        arena_grow(b->part.arena, plan->duty, plan->duty_count, &b->duty_cap, plan->duty_count + 1, sizeof *plan->duty);
    struct plan_duty *d = &plan->duty[plan->duty_count];
    *d = (struct plan_duty){.key = key, .group = -1, .relation = -1, .kind = -1,
                            .stricter_than = -1, .body = -1, .standing = -1, .facility = T(""), .weight = 1,
                            .at = *at, .made = true};
    d->cadence.id = (int32_t)++plan->duty_count;
    return d;
}

struct plan_duty *builder_duty(struct builder *b, const struct yaml_node *n, struct text key)
{
    struct plan_origin at = builder_origin(b, n);
    struct plan_duty *d = builder_made(b, n, key, &at);
    if (d) d->made = false;
    return d;
}

static void duty_read(struct builder *b, const struct yaml_node *n)
{
    const struct part *p = &b->part;
    part_keys(p, n,
              "key title do subject facility for where owner credit every at_least apart holidays evidence weight from to note "
              "clause source");
    struct text key = builder_key(b, n, "key");
    if (text_empty(key)) return;
    if (builder_duty_twice(b, key)) part_fault(p, yaml_get(n, "key"), W_scheme_twice, key, TEXT_NONE, TEXT_NONE);
    struct plan_duty *d = builder_duty(b, n, key);
    if (d == NULL) return;
    part_words(p, part_need(p, n, "title"), d->title);
    if (yaml_get(n, "do")) part_words(p, yaml_get(n, "do"), d->verb);
    subject_read(b, n, d);
    builder_owners(b, part_need(p, n, "owner"), d);
    credits_read(b, d->carried ? part_need(p, n, "credit") : yaml_get(n, "credit"), d);
    guardian_met(p->codes, d);
    builder_every(b, part_need(p, n, "every"), d);
    if (d->subject != SUBJECT_CHILD && d->cadence.window == CADENCE_SINCE_EVENT) {
        part_fault(p, yaml_get(n, "every"), W_scheme_event_child, d->every, TEXT_NONE, TEXT_NONE);
    }
    builder_times(b, n, d);
    evidence_read(b, yaml_get(n, "evidence"), d);
    d->weight = (int)part_int(p, n, "weight", 1, 0, 100);
    if (text_empty(d->verb[LANG_ZH]) && d->kind >= 0) {
        for (int l = 0; l < LANG_COUNT; l++) d->verb[l] = p->codes->kind_of[d->kind]->verb[l];
    }
}

void plan_duties_read(struct builder *b)
{
    builder_each(b, "duties", duty_read);
}

size_t plan_duties(const struct plan *p, enum code_subject subject, const struct calendar *c, struct cadence_duty *out,
                   int *index)
{
    size_t n = 0;
    for (size_t i = 0; i < p->duty_count; i++) {
        const struct plan_duty *d = &p->duty[i];
        if (!d->carried || d->subject != subject) continue;
        struct cadence_duty one = d->cadence;
        if (one.window == CADENCE_NAMED) {
            one.spans = calendar_named(c, d->window, &one.span_count);
            if (one.span_count == 0) continue;
        }
        out[n] = one;
        index[n++] = (int)i;
    }
    return n;
}
