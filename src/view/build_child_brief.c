/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_child_brief.h"

#include "gen/sql/child_brief.h"
#include "gen/sql/membership.h"
#include "model/place.h"

static enum rc head_fill(const struct ask *q, struct child_brief_view *v)
{
    struct sql_child_brief_out c;
    TRY(sql_child_brief_one(q->db, &q->scope, q->arena, &c));
    struct place class = {.kind = PLACE_CLASS, .name = c.class_name, .stage = c.stage, .first_grade = (int)c.first_grade,
        .entry_year = (int)c.entry_year, .class_no = (int)c.class_no, .years = (int)c.years};
    *v = (struct child_brief_view){
        .id = c.id,
        .name = c.name,
        .sex = c.sex,
        .age = c.birth_day == NULL_INT ? -1 : day_age((day_t)c.birth_day, q->today),
        .enrolled = text_eqz(c.state, "enrolled"),
        .class_id = c.class,
        .class_name = c.class == 0 ? T("") : class_name(q->arena, q->lang, &class, q->today),
        .school_id = c.school,
        .school_name = c.school_name,
        .file_href = text_fmt(q->arena, "/child/%lld.json?whole=1", (long long)c.id),
    };
    return RC_OK;
}

static enum rc adults_fill(const struct ask *q, struct child_brief_view *v)
{
    struct cursor c;
    struct sql_child_brief_adults_out row;
    size_t cap = 0;
    TRY(sql_child_brief_adults(q->db, &q->scope, &(struct sql_child_brief_adults_in){.day = q->today}, &c));
    while (sql_child_brief_adults_next(&c, &row)) {
        v->adults.item = arena_grow(q->arena, v->adults.item, v->adults.n, &cap, v->adults.n + 1, sizeof *v->adults.item);
        v->adults.item[v->adults.n++] = (struct child_brief_adults){.name = text_dup(q->arena, row.name),
            .relation = text_dup(q->arena, row.relation), .role = text_dup(q->arena, row.role)};
    }
    return sql_close(&c);
}

static enum rc targets_fill(const struct ask *q, struct child_brief_view *v)
{
    struct cursor c;
    struct sql_membership_of_child_out row;
    size_t cap = 0;
    TRY(sql_membership_of_child(q->db, &q->scope, &c));
    while (sql_membership_of_child_next(&c, &row)) {
        int g = plan_group_on(q->ev->plan, row.target, q->today);
        v->targets.item = arena_grow(q->arena, v->targets.item, v->targets.n, &cap, v->targets.n + 1, sizeof *v->targets.item);
        v->targets.item[v->targets.n++] = (struct child_brief_targets){
            .key = text_dup(q->arena, row.target),
            .title = g < 0 ? T("") : q->ev->plan->group[g].title[q->lang],
            .since = day_text(q->arena, (day_t)row.from_day),
        };
    }
    return sql_close(&c);
}

static enum rc open_fill(const struct ask *q, struct child_brief_view *v)
{
    struct sql_child_brief_open_out o;
    TRY(sql_child_brief_open_one(q->db, &q->scope, &(struct sql_child_brief_open_in){.day = q->today}, q->arena, &o));
    v->open = o.open;
    v->overdue = o.overdue;
    v->next_due = o.next_day == NULL_INT ? T("") : day_text(q->arena, (day_t)o.next_day);
    return RC_OK;
}

enum rc build_child_brief(const struct ask *q, struct child_brief_view *v)
{
    TRY(head_fill(q, v));
    TRY(adults_fill(q, v));
    TRY(targets_fill(q, v));
    return open_fill(q, v);
}
