/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_members.h"

#include "scheme/member.h"
#include "view/ledger.h"

#include <stdlib.h>

enum { WHY_BYTES = 4096 };

struct side { struct text key; struct measure_frame frame; struct measure_hits hits; };
struct one { int64_t child, place_key; bool left; };
struct diff { const struct ask *q; const struct diff_query *in; day_t as_of; struct side left,
    right; struct one *item; size_t n; };

static int child_order(const void *pa, const void *pb)
{
    const struct measure_hit *a = pa, *b = pb;
    return a->child < b->child ? -1 : a->child > b->child;
}

static int place_order(const void *pa, const void *pb)
{
    const struct one *a = pa, *b = pb;
    if (a->place_key != b->place_key) return a->place_key < b->place_key ? -1 : 1;
    return a->child < b->child ? -1 : a->child > b->child;
}

static enum rc side_read(const struct diff *d, struct side *s)
{
    const struct ask *q = d->q;
    TRY(measure_frame_fill(&s->frame, q->ev, s->key, d->as_of, d->as_of));
    TRY(measure_list(q->db, &q->scope, &s->frame, M_total, MEASURE_BEST, q->arena, &s->hits));
    if (s->hits.n > 1) qsort(s->hits.item, s->hits.n, sizeof *s->hits.item, child_order);
    return RC_OK;
}

static void compare(struct diff *d, struct members_diff_view *v)
{
    const struct measure_hits *l = &d->left.hits, *r = &d->right.hits;
    size_t i = 0, k = 0;
    d->item = arena_array(d->q->arena, l->n + r->n + 1, sizeof *d->item);
    while (i < l->n || k < r->n) {
        int order = i == l->n ? 1 : k == r->n ? -1 : child_order(&l->item[i], &r->item[k]);
        const struct measure_hit *h = order <= 0 ? &l->item[i] : &r->item[k];
        if (order == 0) v->both++;
        else d->item[d->n++] = (struct one){.child = h->child, .place_key = h->place_key, .left = order < 0};
        if (order < 0) v->only_left++;
        if (order > 0) v->only_right++;
        i += order <= 0;
        k += order >= 0;
    }
    if (d->n > 1) qsort(d->item, d->n, sizeof *d->item, place_order);
}

static struct text why(const struct ask *q, int group, const struct subject *s, day_t on)
{
    struct buf b = buf_new(WHY_BYTES);
    if (group >= 0) member_explain(q->ev->plan, group, &s->member, on, q->lang, &b);
    struct text t = text_dup(q->arena, text_trim(buf_text(&b)));
    buf_free(&b);
    return t;
}

static enum rc rows_fill(struct diff *d, struct members_diff_view *v)
{
    const struct ask *q = d->q;
    struct ledger_classes classes = {.q = q, .on = d->as_of, .school = true};
    struct subject_space space = {.arena = q->arena};
    size_t first = d->in->skip < 0 ? 0 : (size_t)d->in->skip;
    if (first > d->n) first = d->n;
    size_t most = d->in->most == 0 ? DIFF_PAGE : d->in->most;
    size_t end = d->n - first > most ? first + most : d->n;
    v->rows.item = arena_array(q->arena, end - first + 1, sizeof *v->rows.item);
    for (size_t i = first; i < end; i++) {
        struct subject s;
        struct ledger_child child;
        struct members_diff_rows *row = &v->rows.item[v->rows.n++];
        TRY(subject_load(q->db, q->ev, d->item[i].child, d->as_of, &space, &s));
        TRY(ledger_child(q, d->item[i].child, &child));
        *row = (struct members_diff_rows){.name = child.name, .href = text_fmt(q->arena, "/child/%lld",
            (long long)d->item[i].child),
            .in_left = d->item[i].left, .in_right = !d->item[i].left, .left_why = why(q, d->left.frame.group, &s, d->as_of),
            .right_why = why(q, d->right.frame.group, &s, d->as_of)};
        TRY(ledger_class(&classes, d->item[i].place_key, &row->class_name));
    }
    if (d->n <= most) return RC_OK;
    struct text base = text_fmt(q->arena, "/members-diff?left=%.*s&right=%.*s&as_of=%.*s", TP(d->left.key), TP(d->right.key),
        TP(day_text(q->arena, d->as_of)));
    v->pager = arena_alloc(q->arena, sizeof *v->pager);
    *v->pager = (struct pager_part){.from = (int64_t)first + 1, .to = (int64_t)end, .total = (int64_t)d->n, .prev_href = T(""),
        .next_href = T("")};
    if (first > 0) v->pager->prev_href = text_fmt(q->arena, "%.*s&skip=%zu", TP(base), first > most ? first - most : 0);
    if (end < d->n) v->pager->next_href = text_fmt(q->arena, "%.*s&skip=%zu", TP(base), end);
    return RC_OK;
}

/* The county's own rule, and beside it the roll's: the two that schools are asked about most. */
static struct text usual(const struct plan *p, struct text given, const char *wanted, struct text other)
{
    if (!text_empty(given)) return given;
    if (wanted != NULL && plan_group(p, text_of(wanted)) >= 0 && !text_eqz(other, wanted)) return text_of(wanted);
    if (p->home >= 0 && !text_eq(p->group[p->home].key, other)) return p->group[p->home].key;
    for (size_t g = 0; g < p->group_count; g++) {
        if (!text_eq(p->group[g].key, other)) return p->group[g].key;
    }
    return other;
}

enum rc build_members_diff(const struct ask *q, const struct diff_query *in, struct members_diff_view *v)
{
    struct diff d = {.q = q, .in = in, .as_of = in->as_of == DAY_NONE ? q->today : in->as_of};
    const struct plan *p = q->ev->plan;
    if (p->group_count == 0) return RC_NOT_FOUND;
    d.left.key = usual(p, in->left, NULL, in->right);
    d.right.key = usual(p, in->right, "rule:XJ", d.left.key);
    *v = (struct members_diff_view){.as_of = day_text(q->arena, d.as_of), .action_href = T("/members-diff"),
        .left_label = ledger_group_title(q, d.left.key, d.as_of), .right_label = ledger_group_title(q, d.right.key, d.as_of),
        .empty = word(q->lang, W_diff_nobody)};
    TRY(ledger_rules(q, d.left.key, d.as_of, &v->left.item, &v->left.n));
    TRY(ledger_rules(q, d.right.key, d.as_of, &v->right.item, &v->right.n));
    TRY(side_read(&d, &d.left));
    TRY(side_read(&d, &d.right));
    compare(&d, v);
    return rows_fill(&d, v);
}
