/* SPDX-License-Identifier: Apache-2.0 */
/* Checklists: standards and complete sets. Items are ticked, or read from records, facts, facilities and their equipment. */
#include "scheme/plan_part.h"

#include <string.h>

static bool twice(const struct builder *b, struct text key)
{
    for (size_t i = 0; i < b->plan->checklist_count; i++) {
        if (b->plan->checklist[i].at.scheme == b->scheme && text_eq(b->plan->checklist[i].key, key)) return true;
    }
    return false;
}

/* ---- how an item is done ---- */

static void record_read(struct builder *b, const struct yaml_node *n, const struct plan_checklist *c, struct plan_check *out)
{
    const struct part *p = &b->part;
    out->how = CHECK_RECORD;
    out->of = -1;
    builder_kinds(b, n, out->kinds, &out->of);
    if (out->of < 0) return;
    const struct code_kind *kind = p->codes->kind_of[out->of];
    if (!(kind->subjects >> c->subject & 1))
        part_fault(p, n, W_scheme_check_record, kind->title[LANG_ZH], TEXT_NONE, TEXT_NONE);
}

static void fact_read(struct builder *b, const struct yaml_node *n, const struct plan_checklist *c, struct plan_check *out)
{
    const struct part *p = &b->part;
    const struct code_fact *f = n->kind == YAML_SCALAR ? codes_fact(p->codes, builder_alias(b, n->text)) : NULL;
    out->how = CHECK_FACT;
    if (c->subject != SUBJECT_CHILD) part_fault(p, n, W_scheme_check_fact, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    if (f) {
        out->of = f->index;
        return;
    }
    struct text known[CODES_FACTS];
    for (size_t i = 0; i < p->codes->fact_count; i++) known[i] = p->codes->fact[i].key;
    part_unknown(p, n, n->text, W_scheme_unknown_fact, known, p->codes->fact_count);
}

static void equipment_read(struct builder *b, const struct yaml_node *n, const struct plan_checklist *c, struct plan_check *out)
{
    out->how = CHECK_EQUIPMENT;
    if (c->subject != SUBJECT_FACILITY) part_fault(&b->part, n, W_scheme_check_equipment, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    if (!yaml_text(n, &out->name) || !part_name_ok(out->name))
        part_fault(&b->part, n, W_scheme_bad_name, n->text, TEXT_NONE, TEXT_NONE);
    else out->name = text_dup(b->part.arena, out->name);
}

static void how_read(struct builder *b, const struct yaml_node *n, const struct plan_checklist *c, struct plan_check *out)
{
    const struct part *p = &b->part;
    const struct yaml_node *record = yaml_get(n, "record"), *fact = yaml_get(n, "fact"), *facility = yaml_get(n, "facility");
    const struct yaml_node *equipment = yaml_get(n, "equipment"), *keeper = yaml_get(n, "keeper");
    if ((record != NULL) + (fact != NULL) + (facility != NULL) + (equipment != NULL) + (keeper != NULL) > 1)
        part_fault(p, n, W_scheme_check_one, out->key, TEXT_NONE, TEXT_NONE);
    if (record) record_read(b, record, c, out);
    else if (fact) fact_read(b, fact, c, out);
    else if (equipment) equipment_read(b, equipment, c, out);
    else if (facility) {
        out->how = CHECK_FACILITY;
        out->name = builder_facility(b, facility);
    } else if (keeper) {
        out->how = CHECK_KEEPER;
        if (c->subject != SUBJECT_FACILITY) part_fault(p, keeper, W_scheme_check_equipment, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    }
    if (yaml_get(n, "within") && !record) part_fault(p, yaml_get(n, "within"), W_scheme_check_within, TEXT_NONE, TEXT_NONE,
                                                     TEXT_NONE);
}

static void items_read(struct builder *b, const struct yaml_node *n, struct plan_checklist *c)
{
    const struct part *p = &b->part;
    if (!n || !part_list(p, n)) return;
    struct plan_check *out = arena_array(p->arena, n->n + 1, sizeof *out);
    c->item = out;
    for (const struct yaml_node *x = n->child; x; x = x->next) {
        if (!part_map(p, x)) continue;
        part_keys(p, x, "key title record within fact facility equipment keeper at_least points optional note");
        struct text key = builder_key(b, x, "key");
        if (text_empty(key)) continue;
        for (size_t i = 0; i < c->item_count; i++) {
            if (text_eq(out[i].key, key)) part_fault(p, x, W_scheme_twice, key, TEXT_NONE, TEXT_NONE);
        }
        if (c->item_count == CHECKLIST_ITEMS) {
            part_fault(p, x, W_scheme_too_many, text_fmt(p->arena, "%d", CHECKLIST_ITEMS), TEXT_NONE, TEXT_NONE);
            return;
        }
        struct plan_check *item = &out[c->item_count++];
        *item = (struct plan_check){.key = key, .how = CHECK_TICK, .name = T(""),
                                    .least = (int)part_int(p, x, "at_least", 1, 1, 100000),
                                    .points = (int)part_int(p, x, "points", 1, 0, 1000),
                                    .optional = part_bool(p, x, "optional", false)};
        part_words(p, part_need(p, x, "title"), item->title);
        int within = part_choice(p, x, "within", "term school-year year ever", WITHIN_SCHOOL_YEAR);
        item->within = within < 0 ? WITHIN_EVER : (enum check_within)within;
        how_read(b, x, c, item);
        c->points += item->points;
    }
    if (c->item_count == 0) part_fault(p, n, W_scheme_list_empty, c->key, TEXT_NONE, TEXT_NONE);
}

static void levels_read(struct builder *b, const struct yaml_node *n, struct plan_checklist *c)
{
    const struct part *p = &b->part;
    if (!n || !part_list(p, n)) return;
    struct plan_level *out = arena_array(p->arena, n->n + 1, sizeof *out);
    c->level = out;
    for (const struct yaml_node *x = n->child; x; x = x->next) {
        if (!part_map(p, x)) continue;
        part_keys(p, x, "title at");
        if (c->level_count == CHECKLIST_LEVELS) {
            part_fault(p, x, W_scheme_too_many, text_fmt(p->arena, "%d", CHECKLIST_LEVELS), TEXT_NONE, TEXT_NONE);
            return;
        }
        struct plan_level *level = &out[c->level_count];
        part_need(p, x, "at");
        level->at = (int)part_int(p, x, "at", 1, 1, 100000);
        part_words(p, part_need(p, x, "title"), level->title);
        bool fits = level->at <= c->points && (c->level_count == 0 || out[c->level_count - 1].at < level->at);
        if (!fits) part_fault(p, x, W_scheme_check_level, text_fmt(p->arena, "%d", c->points), TEXT_NONE, TEXT_NONE);
        c->level_count++;
    }
}

static void checklist_read(struct builder *b, const struct yaml_node *n)
{
    const struct part *p = &b->part;
    struct plan *plan = b->plan;
    part_keys(p, n, "key title subject for facility where items levels note clause source");
    struct text key = builder_key(b, n, "key");
    if (text_empty(key)) return;
    if (twice(b, key)) part_fault(p, yaml_get(n, "key"), W_scheme_twice, key, TEXT_NONE, TEXT_NONE);
    if (plan->checklist_count == PLAN_CHECKLISTS) {
        part_fault(p, n, W_scheme_too_many, text_fmt(p->arena, "%d", PLAN_CHECKLISTS), TEXT_NONE, TEXT_NONE);
        return;
    }
    struct plan_checklist c = {.key = key, .group = -1, .facility = T(""), .at = builder_origin(b, n)};
    part_words(p, part_need(p, n, "title"), c.title);
    part_need(p, n, "subject");
    int subject = part_choice(p, n, "subject", CODE_SUBJECTS, SUBJECT_SCHOOL);
    c.subject = subject < 0 ? SUBJECT_SCHOOL : (enum code_subject)subject;
    if (c.subject == SUBJECT_STAFF) part_fault(p, yaml_get(n, "subject"), W_scheme_check_staff, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    if (c.subject == SUBJECT_CHILD) c.group = builder_group(b, part_need(p, n, "for"));
    else if (yaml_get(n, "for")) part_fault(p, yaml_get(n, "for"), W_scheme_for_child_only, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    const struct yaml_node *facility = yaml_get(n, "facility");
    if (facility && c.subject != SUBJECT_FACILITY)
        part_fault(p, facility, W_scheme_facility_subject, TEXT_NONE, TEXT_NONE, TEXT_NONE);
    else if (facility) c.facility = builder_facility(b, facility);
    builder_where(b, yaml_get(n, "where"), c.subject, &c.where);
    items_read(b, part_need(p, n, "items"), &c);
    levels_read(b, yaml_get(n, "levels"), &c);
    plan->checklist = arena_grow(p->arena, plan->checklist, plan->checklist_count, &b->checklist_cap, plan->checklist_count + 1,
                                 sizeof *plan->checklist);
    plan->checklist[plan->checklist_count++] = c;
}

void plan_checklists_read(struct builder *b)
{
    builder_each(b, "checklists", checklist_read);
}
