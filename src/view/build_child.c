/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_child.h"

#include "gen/sql/audit.h"
#include "gen/sql/membership.h"
#include "model/child.h"
#include "model/family.h"
#include "model/place.h"
#include "scheme/member.h"
#include "view/due.h"
#include "view/see.h"

/* ---- who it is ---- */

static enum rc places_fill(const struct ask *q, const struct child *c, struct child_view *v)
{
    struct place_list path;
    if (c->class_id == 0) return RC_OK;
    TRY(place_path(q->db, q->scope.county, c->class_id, q->arena, &path));
    for (size_t i = 0; i < path.n; i++) {
        if (path.item[i].kind == PLACE_SCHOOL) v->school_name = path.item[i].name;
        if (path.item[i].kind == PLACE_CLASS) v->class_name = class_name(q->arena, q->lang, &path.item[i], q->today);
    }
    return RC_OK;
}

static void head_fill(const struct ask *q, const struct child *c, struct child_view *v)
{
    v->id = c->id;
    v->name = c->name;
    v->mark = name_mark(q->arena, c->name);
    v->gender = word(q->lang, c->sex == 1 ? W_sex_male : c->sex == 2 ? W_sex_female : W_sex_unknown);
    if (c->birth != DAY_NONE) {
        struct text age = text_fmt(q->arena, "%d", day_age(c->birth, q->today));
        v->age = word_fill(q->arena, q->lang, W_age_years, &age, 1);
    }
    if (!c->enrolled) v->left = word(q->lang, W_child_left);
}

/* Labels of the targets a child belongs to: the route gives this page to people in duty only. */
static enum rc dots_fill(const struct ask *q, struct child_view *v)
{
    const struct plan *p = q->ev->plan;
    struct cursor c;
    struct sql_membership_of_child_out row;
    v->dots.item = arena_array(q->arena, p->group_count + 1, sizeof *v->dots.item);
    TRY(sql_membership_of_child(q->db, &q->scope, &c));
    while (sql_membership_of_child_next(&c, &row)) {
        int g = plan_group_on(p, row.target, q->today);
        if (g < 0 || !p->group[g].label || v->dots.n == p->group_count) continue;
        v->dots.item[v->dots.n++] = (struct child_dots){.label = p->group[g].title[q->lang], .colour = p->group[g].colour};
    }
    return sql_close(&c);
}

static enum rc siblings_fill(const struct ask *q, const struct child *c, struct child_view *v)
{
    struct sibling_list list;
    TRY(family_children(q->db, &q->scope, c->family, q->arena, &list));
    v->siblings.item = arena_array(q->arena, list.n + 1, sizeof *v->siblings.item);
    for (size_t i = 0; i < list.n; i++) {
        if (list.item[i].child == c->id) continue;
        v->siblings.item[v->siblings.n++] = (struct link_part){
            .label = list.item[i].name, .href = text_fmt(q->arena, "/child/%lld", (long long)list.item[i].child)};
    }
    return RC_OK;
}

static void links_fill(const struct ask *q, int64_t child, struct child_view *v)
{
    static const struct { const char *kind, *icon; } quick[] = {
        {"heart_talk", "talk"}, {"home_visit", "visit"}, {"parent_contact", "phone"}, {"family_call", "phone"},
        {"carer_contact", "carer"}, {"family_letter", "letter"},
    };
    v->record_links.item = arena_array(q->arena, 8, sizeof *v->record_links.item);
    if (!ask_may_anywhere(q, CAP_record_add)) return;
    for (size_t i = 0; i < sizeof quick / sizeof *quick; i++) {
        const struct code_kind *k = codes_kind(q->ev->codes, text_of(quick[i].kind));
        if (k == NULL) continue;
        v->record_links.item[v->record_links.n++] = (struct link_part){
            .label = k->title[q->lang],
            .icon = text_of(quick[i].icon),
            .href = text_fmt(q->arena, "/record?kind=%.*s&child=%lld", TP(k->key), (long long)child),
        };
    }
}

/* ---- who has looked ---- */

static enum rc looks_fill(const struct ask *q, int64_t child, struct child_view *v)
{
    struct cursor c;
    struct sql_audit_about_out row;
    v->can_see_looks = true;
    v->looks.item = arena_array(q->arena, CHILD_LOOKS, sizeof *v->looks.item);
    TRY(sql_audit_about(q->db,
        &(struct sql_audit_about_in){.county = q->scope.county, .noun = T("child"), .object = child, .limit = CHILD_LOOKS}, &c));
    while (sql_audit_about_next(&c, &row) && v->looks.n < CHILD_LOOKS) {
        enum word said = word_find(text_fmt(q->arena, "look_%.*s", TP(row.action)));
        v->looks.item[v->looks.n++] = (struct event_part){
            .at = moment_text(q->arena, row.at),
            .who = row.staff == 0 ? word(q->lang, W_look_operator) : text_dup(q->arena, row.staff_name),
            .what = said == W_none ? text_dup(q->arena, row.action) : word(q->lang, said),
            .comment = text_dup(q->arena, row.detail),
        };
    }
    return sql_close(&c);
}

enum rc build_child(const struct ask *q, int64_t child, day_t before, struct child_view *v)
{
    struct child c;
    uint8_t data;
    TRY(child_by_id(q->db, &q->scope, child, q->arena, &c));
    TRY(see_child(q, child, c.place_key, &data));
    *v = (struct child_view){0};
    head_fill(q, &c, v);
    TRY(places_fill(q, &c, v));
    TRY(dots_fill(q, v));
    TRY(siblings_fill(q, &c, v));
    if (c.enrolled) links_fill(q, child, v);
    TRY(build_child_people(q, child, v));
    TRY(build_child_owed(q, child, v));
    TRY(build_child_file(q, child, data, v));
    TRY(build_child_timeline(q, before == DAY_NONE ? q->today + 1 : before, data, v));
    if (ask_may(q, CAP_child_move, c.place_key, c.place_key + 1))
        v->move_href = text_fmt(q->arena, "/child/%lld/move", (long long)child);
    return looks_fill(q, child, v);
}
