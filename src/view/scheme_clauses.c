/* SPDX-License-Identifier: Apache-2.0 */
/* A scheme as people read it: clause by clause, each with what it became. */
#include "scheme/clause.h"
#include "scheme/element.h"
#include "view/build_schemes.h"
#include "view/said.h"

#include <stdlib.h>

struct text scheme_sources_said(const struct ask *q, const struct plan_origin *at)
{
    struct text all = T("");
    for (size_t i = 0; i < at->source_count; i++) {
        all = text_fmt(q->arena, "%.*s%s%.*s", TP(all), i ? " " : "", TP(at->source[i]));
    }
    return all;
}

static struct text title_of(const struct ask *q, const struct element *e)
{
    const struct plan *p = q->ev->plan;
    switch (e->kind) {
    case ELEMENT_PARAM: return p->param[e->index].title[q->lang];
    case ELEMENT_RULE: case ELEMENT_TARGET: return p->group[e->index].title[q->lang];
    case ELEMENT_RELATION: return p->relation[e->index].title[q->lang];
    case ELEMENT_DUTY: return p->duty[e->index].title[q->lang];
    case ELEMENT_ALERT: return p->alert[e->index].title[q->lang];
    case ELEMENT_CLOCK: return p->clock[e->index].title[q->lang];
    case ELEMENT_BUILT_IN: return p->built_in[e->index].capability->title[q->lang];
    case ELEMENT_FORM: return p->form[e->index].kind->title[q->lang];
    case ELEMENT_BODY: return p->body[e->index].title[q->lang];
    case ELEMENT_POST: return p->body[e->of].post[e->index].title[q->lang];
    case ELEMENT_FIELD: {
        const struct plan_field *f = &p->field[e->index];
        return text_empty(f->title[q->lang]) ? p->codes->fact[f->fact].title[q->lang] : f->title[q->lang];
    }
    default: return e->key;
    }
}

/* Where the page says more about it. */
static bool has_anchor(enum element_kind k)
{
    return k == ELEMENT_RULE || k == ELEMENT_TARGET || k == ELEMENT_RELATION || k == ELEMENT_DUTY || k == ELEMENT_ALERT ||
           k == ELEMENT_CLOCK;
}

static int element_order(const void *a, const void *b)
{
    const struct element *x = a, *y = b;
    int c = clause_order(x->at->clause, y->at->clause);
    if (c != 0) return c;
    c = text_cmp(x->at->clause, y->at->clause);
    if (c != 0) return c;
    c = text_cmp(x->at->file, y->at->file);
    return c != 0 ? c : (x->at->line > y->at->line) - (x->at->line < y->at->line);
}

static void item_put(const struct ask *q, const struct element *e, struct scheme_show_clauses *to)
{
    to->items.item[to->items.n++] = (struct scheme_show_clauses_items){
        .kind_label = said_key(q, "element", text_of(element_kind_name(e->kind))), .title = title_of(q, e),
        .sources = scheme_sources_said(q, e->at),
        .href = has_anchor(e->kind) ? text_fmt(q->arena, "#%.*s", TP(e->key)) : T("")};
}

void scheme_clauses(const struct ask *q, int scheme, struct scheme_show_view *v)
{
    struct element *all;
    size_t n = plan_elements(q->arena, q->ev->plan, scheme, &all);
    if (n > 1) qsort(all, n, sizeof *all, element_order);
    v->clauses.item = arena_array(q->arena, n + 1, sizeof *v->clauses.item);
    for (size_t i = 0; i < n; i++) {
        if (all[i].kind == ELEMENT_SCHEME || all[i].at->clause.n == 0) continue;
        struct scheme_show_clauses *last = v->clauses.n > 0 ? &v->clauses.item[v->clauses.n - 1] : NULL;
        if (last == NULL || !text_eq(last->clause, all[i].at->clause)) {
            last = &v->clauses.item[v->clauses.n++];
            *last = (struct scheme_show_clauses){.clause = all[i].at->clause};
            last->items.item = arena_array(q->arena, n - i, sizeof *last->items.item);
        }
        item_put(q, &all[i], last);
    }
}
