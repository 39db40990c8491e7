/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_alerts.h"

#include "gen/sql/membership.h"
#include "view/due.h"
#include "view/said.h"

#include <stdlib.h>

struct raised { int64_t child, class; struct text name; day_t from; const struct plan_alert *alert; };
struct raised_list { struct raised item[ALERTS_MAX]; size_t n; };

static const struct plan_alert *alert_of(const struct ask *q, struct text scheme, struct text key)
{
    const struct plan *p = q->ev->plan;
    const struct plan_alert *found = NULL;
    for (size_t i = 0; i < p->alert_count; i++) {
        const struct plan_scheme *s = &p->scheme[p->alert[i].at.scheme];
        bool here = text_eq(p->alert[i].key, key) && text_eq(s->id, scheme);
        if (here && (found == NULL || (s->from <= q->today && q->today < s->to))) found = &p->alert[i];
    }
    return found;
}

static void raised_add(const struct ask *q, struct raised_list *l, int64_t child, int64_t class, struct text name, day_t from,
                       const struct plan_alert *alert)
{
    if (alert == NULL || l->n == ALERTS_MAX) return;
    l->item[l->n++] = (struct raised){.child = child, .class = class, .name = text_dup(q->arena, name), .from = from,
        .alert = alert};
}

static enum rc alerts_read(const struct ask *q, bool mine, struct raised_list *l)
{
    struct cursor c;
    if (mine) {
        struct sql_alert_mine_out o;
        TRY(sql_alert_mine(q->db, &q->scope, &(struct sql_alert_mine_in){.day = q->today, .limit = ALERTS_MAX}, &c));
        while (sql_alert_mine_next(&c, &o)) raised_add(q, l, o.child, o.class, o.name, (day_t)o.from_day,
            alert_of(q, o.scheme, o.key));
        return sql_close(&c);
    }
    struct sql_alert_list_out o;
    TRY(sql_alert_list(q->db, &q->scope, &(struct sql_alert_list_in){.limit = ALERTS_MAX}, &c));
    while (sql_alert_list_next(&c, &o)) raised_add(q, l, o.child, o.class, o.name, (day_t)o.from_day,
        alert_of(q, o.scheme, o.key));
    return sql_close(&c);
}

/* The gravest first, then what has stood longest. */
static int graver(const void *a, const void *b)
{
    const struct raised *x = a, *y = b;
    if (x->alert->severity != y->alert->severity) return x->alert->severity > y->alert->severity ? -1 : 1;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    return x->child < y->child ? -1 : x->child > y->child;
}

static struct row_part row_of(const struct ask *q, const struct raised *r)
{
    static const enum word severity[] = {[SEVERITY_NOTICE] = W_alert_notice, [SEVERITY_WARN] = W_alert_warn,
        [SEVERITY_URGENT] = W_alert_urgent};
    const struct plan_scheme *s = &q->ev->plan->scheme[r->alert->at.scheme];
    struct row_part row = {.kind = r->alert->severity == SEVERITY_URGENT ? T("bad") : r->alert->severity == SEVERITY_WARN
        ? T("warn") : T("")};
    row.cells.item = arena_array(q->arena, 6, sizeof *row.cells.item);
    row.cells.n = 6;
    struct cell_part *c = row.cells.item;
    c[0] = (struct cell_part){.text = r->name, .href = text_fmt(q->arena, "/child/%lld", (long long)r->child), .kind = T("text")};
    c[1] = (struct cell_part){.text = text_fmt(q->arena, "%.*s · %.*s", TP(word(q->lang, severity[r->alert->severity])),
                                  TP(r->alert->title[q->lang])), .kind = T("text")};
    c[2] = (struct cell_part){.text = r->alert->say[q->lang], .kind = T("text")};
    c[3] = (struct cell_part){.text = day_short(q, r->from), .kind = T("text")};
    c[4] = (struct cell_part){.text = said_class(q, r->class), .kind = T("text")};
    c[5] = (struct cell_part){.text = text_fmt(q->arena, "%.*s %.*s", TP(s->title[q->lang]), TP(r->alert->at.clause)),
        .kind = T("text"),
        .href = text_fmt(q->arena, "/scheme/%.*s/%d#%.*s", TP(s->id), s->version, TP(r->alert->key))};
    return row;
}

static void head_fill(const struct ask *q, struct table_part *t)
{
    static const enum word heads[] = {W_child, W_alert_what, W_alert_do, W_alert_since, W_alert_class, W_scheme_clause};
    enum { N = sizeof heads / sizeof *heads };
    t->heads.item = arena_array(q->arena, 1, sizeof *t->heads.item);
    t->heads.n = 1;
    t->heads.item[0].cells.item = arena_array(q->arena, N, sizeof(struct cell_part));
    t->heads.item[0].cells.n = N;
    for (size_t i = 0; i < N; i++) t->heads.item[0].cells.item[i] = (struct cell_part){.text = word(q->lang, heads[i]),
        .kind = T("head")};
}

enum rc build_alerts(const struct ask *q, bool mine, struct list_view *v)
{
    struct raised_list *l = arena_alloc(q->arena, sizeof *l);
    TRY(alerts_read(q, mine, l));
    qsort(l->item, l->n, sizeof *l->item, graver);
    *v = (struct list_view){.title = word(q->lang, W_alerts_title), .table = arena_alloc(q->arena, sizeof *v->table)};
    v->sentence = l->n == ALERTS_MAX ? said_fill(q, W_alerts_cut, said_int(q, ALERTS_MAX), TEXT_NONE)
        : word(q->lang, W_alerts_lead);
    struct table_part *t = v->table;
    *t = (struct table_part){.caption = v->title, .empty = word(q->lang, W_alerts_none), .fixed = true};
    head_fill(q, t);
    t->rows.item = arena_array(q->arena, l->n + 1, sizeof *t->rows.item);
    for (size_t i = 0; i < l->n; i++) t->rows.item[t->rows.n++] = row_of(q, &l->item[i]);
    return RC_OK;
}
