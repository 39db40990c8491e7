/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_explain.h"

#include "model/assess.h"
#include "model/child.h"
#include "model/owner.h"
#include "model/place.h"
#include "model/staff.h"
#include "view/due.h"

enum { WHY_BYTES = 8192 };

struct build {
    const struct ask *q;
    struct explain_view *v;
    struct subject s;
    struct subject_space space;
    struct assess a;
    struct owners owners;
};

static struct text place_of(const struct ask *q, const struct plan_origin *at)
{
    return text_fmt(q->arena, "%.*s:%d", TP(at->file), at->line);
}

static struct text sources_of(const struct ask *q, const struct plan_origin *at)
{
    struct text all = T("");
    for (size_t i = 0; i < at->source_count; i++) {
        all = i == 0 ? at->source[0] : text_fmt(q->arena, "%.*s %.*s", TP(all), TP(at->source[i]));
    }
    return all;
}

/* ---- who counts ---- */

static bool group_in_force(const struct build *b, const struct plan_group *g)
{
    const struct plan_scheme *s = &b->q->ev->plan->scheme[g->at.scheme];
    return s->from <= b->q->today && b->q->today < s->to;
}

static void group_add(struct build *b, int index)
{
    const struct ask *q = b->q;
    const struct plan_group *g = &q->ev->plan->group[index];
    struct member_answer answer;
    struct buf why = buf_new(WHY_BYTES);
    member_answer(q->ev->plan, index, &b->s.member, q->today, &answer);
    member_explain(q->ev->plan, index, &b->s.member, q->today, q->lang, &why);
    b->v->groups.item[b->v->groups.n++] = (struct explain_groups){
        .key = g->key,
        .title = g->title[q->lang],
        .member = answer.member,
        .since = answer.since == DAY_NONE ? T("") : day_text(q->arena, answer.since),
        .why = text_dup(q->arena, text_trim(buf_text(&why))),
        .source = place_of(q, &g->at),
    };
    buf_free(&why);
}

/* ---- what is owed ---- */

static enum rc owner_said(struct build *b, const struct plan_duty *d, struct text *out)
{
    int64_t staff;
    struct staff who;
    *out = T("");
    TRY(owner_of(&b->owners, d, &b->s, &staff));
    if (staff == 0) return RC_OK;
    enum rc rc = staff_by_id(b->q->db, b->q->scope.county, staff, b->q->arena, &who);
    if (rc == RC_OK) *out = who.name;
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* The window that is open, the most pressing one when there are several. */
static void open_said(const struct build *b, int index, const struct plan_duty *d, struct explain_duties *row)
{
    const struct assess_open *best = NULL;
    for (size_t i = 0; i < b->a.open_n; i++) {
        const struct assess_open *o = &b->a.open[i];
        if (o->index == index && (best == NULL || o->due < best->due)) best = o;
    }
    if (best == NULL) return;
    row->window_label = due_window(b->q, d, best->from, best->due);
    row->due_label = due_label(b->q, best->from, best->due);
    row->due_state = text_of(due_state(best->from, best->due, b->q->today));
    row->have = best->have;
    row->need = best->need;
}

static enum rc duty_add(struct build *b, size_t index)
{
    const struct ask *q = b->q;
    const struct plan *p = q->ev->plan;
    const struct plan_duty *d = &p->duty[q->ev->plan_index[index]];
    const struct plan_scheme *s = &p->scheme[d->at.scheme];
    if (d->subject != SUBJECT_CHILD || q->today < s->from || q->today >= s->to) return RC_OK;
    bool member = assess_belongs(&b->a, d->group, q->today) != NULL;
    struct text target = p->group[d->group].title[q->lang];
    struct explain_duties row = {
        .key = d->key,
        .scheme = s->id,
        .title = d->title[q->lang],
        .applies = member,
        .why = word_fill(q->arena, q->lang, member ? W_explain_applies : W_explain_not, &target, 1),
        .every = d->every,
        .clause = due_clause(q, d),
        .source = sources_of(q, &d->at),
        .place = place_of(q, &d->at),
    };
    if (member) {
        TRY(owner_said(b, d, &row.owner));
        open_said(b, (int)index, d, &row);
    }
    b->v->duties.item[b->v->duties.n++] = row;
    return RC_OK;
}

static enum rc head_fill(struct build *b, int64_t child)
{
    const struct ask *q = b->q;
    struct child c;
    struct place p;
    TRY(child_by_id(q->db, &q->scope, child, q->arena, &c));
    *b->v = (struct explain_view){
        .child_id = child, .child_name = c.name, .class_name = T(""), .day = day_text(q->arena, q->today)};
    enum rc rc = place_by_id(q->db, q->scope.county, c.class_id, q->arena, &p);
    if (rc == RC_OK) b->v->class_name = place_name(q->arena, q->lang, &p, q->today);
    return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc build_explain(const struct ask *q, int64_t child, struct explain_view *v)
{
    struct build b = {.q = q, .v = v, .space = {.arena = q->arena}, .a = assess_new(q->arena, q->ev),
        .owners = owners_new(q->db, q->ev, q->today, q->arena)};
    TRY(head_fill(&b, child));
    TRY(subject_load(q->db, q->ev, child, q->today, &b.space, &b.s));
    assess_subject(&b.a, q->ev, &b.s, &b.space, q->today);
    const struct plan *p = q->ev->plan;
    v->groups.item = arena_array(q->arena, p->group_count + 1, sizeof *v->groups.item);
    v->duties.item = arena_array(q->arena, q->ev->duty_count + 1, sizeof *v->duties.item);
    for (size_t g = 0; g < p->group_count; g++) {
        if (group_in_force(&b, &p->group[g])) group_add(&b, (int)g);
    }
    for (size_t i = 0; i < q->ev->duty_count; i++) TRY(duty_add(&b, i));
    return RC_OK;
}
