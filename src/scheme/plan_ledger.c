/* SPDX-License-Identifier: Apache-2.0 */
/* Ledgers: which goes up from where to whom by when. Of each becomes one duty of the places whose ledger it is; what credits it
 * is that the ledger was handed up. */
#include "scheme/plan_part.h"

enum { DAYS_MOST = 120 };

static const char levels[] = "class school centre county";
static const enum code_subject level_of[] = {SUBJECT_CLASS, SUBJECT_SCHOOL, SUBJECT_CENTRE, SUBJECT_COUNTY};

struct words { struct text w[6]; size_t n; };

static struct words words_of(struct text t)
{
    struct words out = {.n = 0};
    struct text one;
    while (out.n < sizeof out.w / sizeof *out.w && text_cut(&t, ' ', &one)) {
        if (one.n) out.w[out.n++] = one;
    }
    return out;
}

static bool are(const struct words *s, size_t at, const char *a, const char *b, const char *c)
{
    const char *const want[] = {a, b, c};
    size_t n = 0;
    for (; n < 3 && want[n] != NULL; n++) {
        if (at + n >= s->n || !text_eqz(s->w[at + n], want[n])) return false;
    }
    return s->n == at + n;
}

static bool day_number(struct text t, int least, int most, int *out)
{
    int64_t v;
    if (!text_int(t, &v) || v < least || v > most) return false;
    *out = (int)v;
    return true;
}

/* 11-30 · 11-30 before 60 · day 5 of month · month end · 10 days after term start · 10 days after term middle ·
 * 7 days before term end · term end */
static bool by_read(struct builder *b, struct text t, struct plan_duty *d)
{
    struct words s = words_of(t);
    struct plan_ledger *l = &d->ledger;
    if (s.n > 0 && s.w[0].n == 5 && s.w[0].s[2] == '-') {
        struct text window, said = text_fmt(b->part.arena, "date %.*s%s", TP(t), s.n == 1 ? " before 30" : "");
        l->by = LEDGER_BY_DATE;
        return (s.n == 1 || s.n == 3) && every_read(said, &d->cadence, &window) && d->cadence.after == 0;
    }
    if (are(&s, 0, "month", "end", NULL)) {
        l->by = LEDGER_BY_MONTH;
        l->days = 31;
        d->cadence.window = CADENCE_DATE;
        d->cadence.day = 31;
        return true;
    }
    if (s.n == 4 && text_eqz(s.w[0], "day") && are(&s, 2, "of", "month", NULL) && day_number(s.w[1], 1, 31, &l->days)) {
        l->by = LEDGER_BY_MONTH;
        d->cadence.window = CADENCE_DATE;
        d->cadence.day = l->days;
        return true;
    }
    d->cadence.window = CADENCE_NAMED;
    l->by = LEDGER_BY_TERM_END;
    if (are(&s, 0, "term", "end", NULL)) return true;
    if (s.n != 5 || !day_number(s.w[0], 1, DAYS_MOST, &l->days)) return false;
    if (!text_eqz(s.w[1], "days") && !text_eqz(s.w[1], "day")) return false;
    if (are(&s, 2, "before", "term", "end")) return true;
    l->by = text_eqz(s.w[4], "middle") ? LEDGER_BY_TERM_MIDDLE : LEDGER_BY_TERM_START;
    return are(&s, 2, "after", "term", "start") || are(&s, 2, "after", "term", "middle");
}

/* A term's deadline is a window of its own, which no scheme could name: names of theirs hold no point. */
static void window_make(struct builder *b, const struct yaml_node *n, struct plan_duty *d)
{
    bool end = d->ledger.by == LEDGER_BY_TERM_END;
    enum calendar_anchor at = d->ledger.by == LEDGER_BY_TERM_MIDDLE ? ANCHOR_TERM_MID : ANCHOR_TERM_START;
    struct calendar_window w = {.name = text_fmt(b->part.arena, "ledger.%.*s", TP(d->key)), .from = {.anchor = at},
        .to = {.anchor = end ? ANCHOR_TERM_END : at, .offset = end ? -d->ledger.days : d->ledger.days}};
    if (d->cadence.window != CADENCE_NAMED) return;
    builder_window(b, n, &w);
    d->window = b->plan->window[b->plan->window_count - 1].name;
}

static int level_read(struct builder *b, const struct yaml_node *n, const char *key)
{
    return yaml_get(n, key) ? part_choice(&b->part, n, key, levels, -1) : -1;
}

/* Who hands it up when the scheme does not say. */
static void owners_usual(struct builder *b, struct plan_duty *d, int level)
{
    static const char *const usual[][3] = {{"class_teacher"}, {"moral_office", "school_head"}, {"centre_clerk", "centre_head"},
        {"county_clerk"}};
    for (int i = 0; i < 3 && usual[level][i] != NULL; i++) {
        const struct code_role *r = codes_role(b->part.codes, text_of(usual[level][i]));
        if (r == NULL || r->number < 0) continue;
        d->owners |= UINT32_C(1) << r->number;
        d->owner[d->owner_count++] = (int8_t)r->number;
    }
}

static void levels_read(struct builder *b, const struct yaml_node *n, struct plan_duty *d, int level)
{
    const struct part *p = &b->part;
    int from = level_read(b, n, "from"), to = level_read(b, n, "to");
    d->subject = level_of[level];
    d->ledger.to = to < 0 ? SUBJECT_COUNT : level_of[to];
    if (from >= 0 && from != level) {
        part_fault(p, yaml_get(n, "from"), W_scheme_ledger_from, yaml_get(n, "from")->text, yaml_get(n, "ledger")->text,
            TEXT_NONE);
    }
    if (to >= 0 && to <= level) {
        part_fault(p, yaml_get(n, "to"), W_scheme_ledger_to, yaml_get(n, "to")->text, yaml_get(n, "ledger")->text, TEXT_NONE);
    }
}

static void ledger_read(struct builder *b, const struct yaml_node *n)
{
    const struct part *p = &b->part;
    part_keys(p, n, "key title ledger by from to owner where holidays weight note clause source");
    struct text key = builder_key(b, n, "key");
    if (text_empty(key)) return;
    if (builder_duty_twice(b, key)) part_fault(p, yaml_get(n, "key"), W_scheme_twice, key, TEXT_NONE, TEXT_NONE);
    const struct yaml_node *which = part_need(p, n, "ledger"), *by = part_need(p, n, "by");
    int level = which ? part_choice(p, n, "ledger", levels, -1) : -1;
    struct plan_duty *d = level < 0 || by == NULL ? NULL : builder_duty(b, n, key);
    if (d == NULL) return;
    const struct code_kind *kind = codes_kind(p->codes, T("ledger_up"));
    d->carried = d->ledger.is = true;
    d->kind = kind->number;
    d->cadence.credit_count = 1;
    d->cadence.credit[0] = (struct cadence_credit){.modes = CADENCE_ANY, .roles = CADENCE_ANY};
    cadence_put(d->cadence.credit[0].kinds, (unsigned)kind->number);
    d->cadence.quota = 1;
    part_words(p, part_need(p, n, "title"), d->title);
    for (int l = 0; l < LANG_COUNT; l++) d->verb[l] = kind->verb[l];
    levels_read(b, n, d, level);
    struct text said = by->kind == YAML_SCALAR ? builder_value(b, by) : TEXT_NONE;
    d->every = text_dup(p->arena, said);
    if (!by_read(b, said, d)) part_fault(p, by, W_scheme_ledger_by, text_sub(said, 0, 60), TEXT_NONE, TEXT_NONE);
    else window_make(b, n, d);
    if (yaml_get(n, "owner")) builder_owners(b, yaml_get(n, "owner"), d);
    else owners_usual(b, d, level);
    builder_where(b, yaml_get(n, "where"), d->subject, &d->where);
    int holidays = part_choice(p, n, "holidays", "skip keep only", CADENCE_SKIP);
    d->cadence.holidays = holidays < 0 ? CADENCE_SKIP : (enum cadence_holidays)holidays;
    d->weight = (int)part_int(p, n, "weight", 1, 0, 100);
    builder_valid(b, n, DAY_NONE, DAY_NONE, d);
}

void plan_ledgers_read(struct builder *b)
{
    builder_each(b, "ledgers", ledger_read);
}
