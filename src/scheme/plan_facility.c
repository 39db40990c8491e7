/* SPDX-License-Identifier: Apache-2.0 */
/* Facilities: what has to stand at a kind of place, with whom and what; the duties that follow from it: that it stands, and that
 * it is open as often as the scheme says. */
#include "scheme/plan_part.h"

struct text plan_facility_title(const struct plan *p, struct text kind, enum lang lang)
{
    const struct code_list *l = codes_list(p->codes, T("facility"));
    const struct code_item *item = l ? code_item(l, kind) : NULL;
    if (item) return item->title[lang];
    for (size_t i = p->facility_count; i-- > 0;) {
        if (text_eq(p->facility[i].kind, kind)) return p->facility[i].title[lang];
    }
    return kind;
}

static int facility_find(const struct builder *b, struct text key)
{
    for (size_t i = 0; i < b->plan->facility_count; i++) {
        const struct plan_facility *f = &b->plan->facility[i];
        if (f->at.scheme == b->scheme && text_eq(f->key, key)) return (int)i;
    }
    return -1;
}

struct text builder_facility(struct builder *b, const struct yaml_node *n)
{
    struct text key;
    if (!yaml_text(n, &key)) return TEXT_NONE;
    int own = facility_find(b, key);
    if (own >= 0) return b->plan->facility[own].kind;
    const struct code_list *l = codes_list(b->part.codes, T("facility"));
    const struct code_item *item = l ? code_item(l, builder_alias(b, key)) : NULL;
    if (item) return item->key;
    struct text known[PLAN_FACILITIES + CODES_ITEMS];
    size_t count = 0;
    for (size_t i = 0; i < b->plan->facility_count; i++) {
        if (b->plan->facility[i].at.scheme == b->scheme) known[count++] = b->plan->facility[i].key;
    }
    for (size_t i = 0; l && i < l->n; i++) known[count++] = l->item[i].key;
    part_unknown(&b->part, n, key, W_scheme_unknown_facility, known, count);
    return TEXT_NONE;
}

/* ---- one ---- */

static void items_read(struct builder *b, const struct yaml_node *n, struct plan_facility *f)
{
    const struct part *p = &b->part;
    if (!n || !part_list(p, n)) return;
    struct plan_item *out = arena_array(p->arena, n->n, sizeof *out);
    for (const struct yaml_node *c = n->child; c; c = c->next) {
        if (!part_map(p, c)) continue;
        part_keys(p, c, "key title at_least optional note");
        struct text key = builder_key(b, c, "key");
        if (text_empty(key)) continue;
        for (size_t i = 0; i < f->item_count; i++) {
            if (text_eq(out[i].key, key)) part_fault(p, c, W_scheme_twice, key, TEXT_NONE, TEXT_NONE);
        }
        if (f->item_count == FACILITY_ITEMS) {
            part_fault(p, c, W_scheme_too_many, text_fmt(p->arena, "%d", FACILITY_ITEMS), TEXT_NONE, TEXT_NONE);
            return;
        }
        struct plan_item *item = &out[f->item_count++];
        *item = (struct plan_item){.key = key, .least = (int)part_int(p, c, "at_least", 1, 1, 100000),
                                   .optional = part_bool(p, c, "optional", false)};
        part_words(p, part_need(p, c, "title"), item->title);
        f->item = out;
    }
}

/* It is there: judged by what stands, not by records (facility.h); to the cadence engine it is a window that nothing credits. */
static void standing_add(struct builder *b, const struct yaml_node *n, struct plan_facility *f, int index)
{
    const struct part *p = &b->part;
    const struct yaml_node *owner = yaml_get(n, "owner");
    struct plan_duty *d = owner ? builder_made(b, n, text_fmt(p->arena, "there.%.*s", TP(f->key)), &f->at) : NULL;
    if (!d) return;
    f->duty = (int)(d - b->plan->duty);
    d->subject = f->level;
    d->where = f->where;
    d->standing = index;
    d->carried = true;
    for (int l = 0; l < LANG_COUNT; l++) {
        d->title[l] = d->verb[l] = word_fill(p->arena, (enum lang)l, W_scheme_facility_there, &f->title[l], 1);
    }
    builder_owners(b, owner, d);
    builder_times(b, n, d);
    f->least = d->cadence.quota;
    d->cadence.window = CADENCE_YEAR;
    d->cadence.holidays = CADENCE_KEEP;
    d->cadence.credit_count = 1;
    d->cadence.credit[0] = (struct cadence_credit){.modes = CADENCE_ANY, .roles = CADENCE_ANY};
    cadence_put(d->cadence.credit[0].kinds, CADENCE_KINDS - 1);
    d->every = f->by == DAY_NONE ? word(LANG_ZH, W_scheme_facility_always) : day_text(p->arena, f->by);
}

/* `open: {every: week, at_least: 2}`: so often its log has an entry. */
static void open_add(struct builder *b, const struct yaml_node *n, struct plan_facility *f)
{
    const struct part *p = &b->part;
    const struct yaml_node *open = yaml_get(n, "open"), *log = yaml_get(n, "log"), *owner;
    if (!open || !part_map(p, open)) return;
    part_keys(p, open, "every at_least apart holidays owner");
    if (!log) part_need(p, n, "log");
    owner = yaml_get(open, "owner") ? yaml_get(open, "owner") : part_need(p, n, "owner");
    struct plan_duty *d = log && owner ? builder_made(b, open, text_fmt(p->arena, "open.%.*s", TP(f->key)), &f->at) : NULL;
    if (!d) return;
    f->open_duty = (int)(d - b->plan->duty);
    d->subject = SUBJECT_FACILITY;
    d->facility = f->kind;
    d->where = f->where;
    d->carried = true;
    builder_owners(b, owner, d);
    builder_every(b, part_need(p, open, "every"), d);
    builder_times(b, open, d);
    d->cadence.credit_count = 1;
    d->cadence.credit[0] = (struct cadence_credit){.modes = CADENCE_ANY, .roles = CADENCE_ANY};
    builder_kinds(b, log, d->cadence.credit[0].kinds, &d->kind);
    for (int l = 0; l < LANG_COUNT; l++) {
        d->title[l] = word_fill(p->arena, (enum lang)l, W_scheme_facility_open, &f->title[l], 1);
        if (d->kind >= 0) d->verb[l] = p->codes->kind_of[d->kind]->verb[l];
    }
}

static void log_read(struct builder *b, const struct yaml_node *n, struct plan_facility *f)
{
    if (!n) return;
    const struct code_kind *kind = n->kind == YAML_SCALAR ? builder_kind(b, n->text) : NULL;
    if (!kind) kind = part_kind(&b->part, n);
    if (!kind) return;
    f->log = kind->number;
    if (!(kind->subjects >> SUBJECT_FACILITY & 1))
        part_fault(&b->part, n, W_scheme_facility_log, kind->title[LANG_ZH], TEXT_NONE, TEXT_NONE);
}

static void kind_read(struct builder *b, const struct yaml_node *n, struct plan_facility *f)
{
    const struct yaml_node *kind = yaml_get(n, "kind");
    const struct code_list *l = codes_list(b->part.codes, T("facility"));
    f->kind = text_fmt(b->part.arena, "%.*s:%.*s", TP(b->plan->scheme[b->scheme].id), TP(f->key));
    if (!kind || !l) return;
    const struct code_item *item = kind->kind == YAML_SCALAR ? code_item(l, builder_alias(b, kind->text)) : NULL;
    if (item) f->kind = item->key;
    else f->kind = builder_facility(b, kind);
}

static void facility_read(struct builder *b, const struct yaml_node *n)
{
    static const enum code_subject levels[] = {SUBJECT_CLASS, SUBJECT_SCHOOL, SUBJECT_CENTRE, SUBJECT_COUNTY};
    const struct part *p = &b->part;
    struct plan *plan = b->plan;
    part_keys(p, n, "key kind title at where at_least by owner keeper equipment log open note clause source");
    struct text key = builder_key(b, n, "key");
    if (text_empty(key)) return;
    if (facility_find(b, key) >= 0) part_fault(p, yaml_get(n, "key"), W_scheme_twice, key, TEXT_NONE, TEXT_NONE);
    if (plan->facility_count == PLAN_FACILITIES) {
        part_fault(p, n, W_scheme_too_many, text_fmt(p->arena, "%d", PLAN_FACILITIES), TEXT_NONE, TEXT_NONE);
        return;
    }
    struct plan_facility f = {.key = key, .least = 1, .log = -1, .duty = -1, .open_duty = -1, .at = builder_origin(b, n)};
    part_words(p, part_need(p, n, "title"), f.title);
    kind_read(b, n, &f);
    int level = part_choice(p, n, "at", "class school centre county", 1);
    f.level = levels[level < 0 ? 1 : level];
    builder_where(b, yaml_get(n, "where"), f.level, &f.where);
    f.by = part_day(p, n, "by");
    f.keeper = part_bool(p, n, "keeper", false);
    items_read(b, yaml_get(n, "equipment"), &f);
    log_read(b, yaml_get(n, "log"), &f);
    standing_add(b, n, &f, (int)plan->facility_count);
    open_add(b, n, &f);
    plan->facility = arena_grow(p->arena, plan->facility, plan->facility_count, &b->facility_cap, plan->facility_count + 1,
                                sizeof *plan->facility);
    plan->facility[plan->facility_count++] = f;
}

void plan_facilities_read(struct builder *b)
{
    builder_each(b, "facilities", facility_read);
}
