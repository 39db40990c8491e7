/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_child.h"

#include "model/assess.h"
#include "model/child.h"
#include "model/fact.h"
#include "scheme/member.h"
#include "view/due.h"
#include "view/see.h"
#include "view/said.h"

#include <string.h>

enum { FOLDS = 24, FACTS = 160, WHY_BYTES = 4096 };

/* ---- the file in folds ---- */

struct file {
    const struct ask *q;
    struct fact_list facts;
    struct child_view *v;
    int done, total;
    uint8_t data;                 /* classes that may be seen */
    bool seen[CODES_FACTS];
};

static struct child_folds *fold_of(struct file *f, struct text section)
{
    for (size_t i = 0; i < f->v->folds.n; i++) {
        if (text_eq(f->v->folds.item[i].key, section)) return &f->v->folds.item[i];
    }
    if (f->v->folds.n == FOLDS) return &f->v->folds.item[FOLDS - 1];
    struct child_folds *fold = &f->v->folds.item[f->v->folds.n++];
    enum word w = word_find(text_fmt(f->q->arena, "section_%.*s", TP(section)));
    fold->key = section;
    fold->title = w == W_none ? section : word(f->q->lang, w);
    fold->facts.item = arena_array(f->q->arena, FACTS, sizeof *fold->facts.item);
    return fold;
}

static struct text fact_value(const struct ask *q, const struct code_fact *kind, const struct fact *fact)
{
    const struct code_item *item = kind->list == NULL ? NULL : code_item(kind->list, fact->code);
    struct text value = item == NULL ? fact->code : item->title[q->lang];
    if (!text_empty(fact->place)) value = text_fmt(q->arena, "%.*s %.*s", TP(value), TP(said_division(q, fact->place)));
    if (!text_empty(fact->note)) value = text_fmt(q->arena, "%.*s（%.*s）", TP(value), TP(fact->note));
    return value;
}

static struct text since_said(const struct ask *q, const struct fact *fact)
{
    enum word source = word_find(text_fmt(q->arena, "source_%.*s", TP(fact->source)));
    struct text arg[] = {day_text(q->arena, fact->from), source == W_none ? fact->source : word(q->lang, source)};
    return word_fill(q->arena, q->lang, W_fact_since, arg, 2);
}

static struct text label_of(const struct ask *q, const struct code_fact *kind, struct text who)
{
    if (kind->per != PER_PARENT) return kind->title[q->lang];
    struct text parent = word(q->lang, text_eqz(who, "mother") ? W_mother : W_father);
    return text_fmt(q->arena, "%.*s%.*s", TP(parent), TP(kind->title[q->lang]));
}

static void fact_put(struct file *f, const struct code_fact *kind, struct text who, bool required)
{
    struct child_folds *fold = fold_of(f, kind->section);
    bool any = false;
    for (size_t i = 0; i < f->facts.n && fold->facts.n < FACTS; i++) {
        const struct fact *fact = &f->facts.item[i];
        bool on = fact->from <= f->q->today && (fact->to == DAY_NONE || f->q->today < fact->to);
        if (!on || !text_eq(fact->kind, kind->key) || !text_eq(fact->who, who)) continue;
        any = true;
        fold->facts.item[fold->facts.n++] = (struct fact_part){
            .label = label_of(f->q, kind, who), .value = fact_value(f->q, kind, fact), .since = since_said(f->q, fact)};
    }
    if (!any && required && fold->facts.n < FACTS) {
        fold->facts.item[fold->facts.n++] = (struct fact_part){.label = label_of(f->q, kind, who), .missing = true};
    }
    if (!required) return;
    fold->total++;
    fold->done += any;
    f->total++;
    f->done += any;
}

static void kind_put(struct file *f, const struct code_fact *kind, bool required)
{
    if (f->seen[kind->index] || !see_class(f->data, kind->class)) return;
    f->seen[kind->index] = true;
    if (kind->per == PER_PARENT) {
        fact_put(f, kind, T("father"), required);
        fact_put(f, kind, T("mother"), required);
        return;
    }
    fact_put(f, kind, T(""), required);
}

/* ---- what the child table itself holds ---- */

/* Only the head is shown: the birthday stands beside it, and with the last four digits it would make the number whole again. */
static void sealed_put(struct file *f, struct child_folds *fold, enum word label, struct text value, const char *what,
    int64_t child)
{
    enum { HEAD = 4 };
    const struct ask *q = f->q;
    bool missing = text_empty(value), plain = value.n > 2 * HEAD && text_chars(value) == value.n;
    struct text shown = missing ? T("") : plain ? text_fmt(q->arena, "%.*s****", TP(text_sub(value, 0, HEAD))) : T("****");
    fold->facts.item[fold->facts.n++] = (struct fact_part){
        .label = word(q->lang, label),
        .value = shown,
        .missing = missing,
        .reveal_href = missing || !ask_may_anywhere(q, CAP_child_reveal)
                           ? T("")
                           : text_fmt(q->arena, "/child/%lld/reveal?what=%s", (long long)child, what),
    };
    fold->total++;
    fold->done += !missing;
    f->total++;
    f->done += !missing;
}

static void identity_put(struct file *f, const struct child *c)
{
    struct child_folds *fold = fold_of(f, T("identity"));
    const struct ask *q = f->q;
    bool born = c->birth != DAY_NONE;
    fold->facts.item[fold->facts.n++] =
        (struct fact_part){.label = word(q->lang, W_fact_birth), .value = day_text(q->arena, c->birth), .missing = !born};
    const struct code_list *nations = codes_list(q->ev->codes, T("nation"));
    const struct code_item *nation = nations == NULL ? NULL : code_item(nations, c->nation);
    fold->facts.item[fold->facts.n++] = (struct fact_part){
        .label = word(q->lang, W_fact_nation), .value = nation == NULL ? c->nation : nation->title[q->lang],
            .missing = text_empty(c->nation)};
    fold->total += 2;
    fold->done += born + !text_empty(c->nation);
    f->total += 2;
    f->done += born + !text_empty(c->nation);
    sealed_put(f, fold, W_fact_id_no, c->id_no, "id_no", c->id);
    sealed_put(f, fold, W_fact_roll_no, c->roll_no, "roll_no", c->id);
    sealed_put(f, fold, W_fact_address, c->address, "address", c->id);
}

/* ---- who counts under which rule, and why ---- */

static enum rc members_fill(const struct ask *q, int64_t child, struct child_view *v, bool *belongs, size_t groups)
{
    struct subject_space space = {.arena = q->arena};
    struct subject s;
    const struct plan *p = q->ev->plan;
    TRY(subject_load(q->db, q->ev, child, q->today, &space, &s));
    v->members.item = arena_array(q->arena, p->group_count + 1, sizeof *v->members.item);
    struct buf why = buf_new(WHY_BYTES);
    for (size_t g = 0; g < p->group_count && g < groups; g++) {
        belongs[g] = member_on(p, (int)g, &s.member, q->today);
        const struct plan_scheme *scheme = &p->scheme[p->group[g].at.scheme];
        if (q->today < scheme->from || q->today >= scheme->to) continue;
        buf_clear(&why);
        member_explain(p, (int)g, &s.member, q->today, q->lang, &why);
        v->members.item[v->members.n++] = (struct child_members){
            .rule = p->group[g].title[q->lang],
            .in = belongs[g],
            .why = text_dup(q->arena, text_trim(buf_text(&why))),
            .source = text_fmt(q->arena, "%.*s %.*s", TP(scheme->title[q->lang]), TP(p->group[g].at.clause)),
        };
    }
    buf_free(&why);
    return RC_OK;
}

enum rc build_child_file(const struct ask *q, int64_t child, uint8_t data, struct child_view *v)
{
    struct child c;
    struct file f = {.q = q, .v = v, .data = data};
    const struct plan *p = q->ev->plan;
    bool belongs[EXPR_GROUPS] = {false};
    TRY(child_by_id(q->db, &q->scope, child, q->arena, &c));
    TRY(fact_for(q->db, q->scope.county, child, q->arena, &f.facts));
    TRY(members_fill(q, child, v, belongs, EXPR_GROUPS));
    v->folds.item = arena_array(q->arena, FOLDS, sizeof *v->folds.item);
    identity_put(&f, &c);
    for (size_t i = 0; i < p->field_count; i++) {
        const struct plan_field *field = &p->field[i];
        if (field->group < 0 || belongs[field->group]) kind_put(&f, &q->ev->codes->fact[field->fact], field->required);
    }
    for (size_t i = 0; i < f.facts.n; i++) {
        const struct code_fact *kind = codes_fact(q->ev->codes, f.facts.item[i].kind);
        if (kind != NULL) kind_put(&f, kind, false);
    }
    if (ask_may_anywhere(q, CAP_child_edit)) {
        for (size_t i = 0; i < v->folds.n; i++) {
            v->folds.item[i].edit_href = text_fmt(q->arena, "/child/%lld/edit?section=%.*s", (long long)child,
                TP(v->folds.item[i].key));
        }
    }
    v->complete = f.total == 0 ? 100 : f.done * 100 / f.total;
    return RC_OK;
}
