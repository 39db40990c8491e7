/* SPDX-License-Identifier: Apache-2.0 */
/* Where a ledger stands on its way up, what the places below have sent, and how today differs from what was frozen. */
#include "view/ledger.h"

#include "format/json.h"
#include "gen/sql/submission.h"
#include "view/ledger_due.h"

#include <stdlib.h>

enum { DIFFERS = 24, NAMES_SHOWN = 10, TRAIL = 60, FROZEN_MAX = 32 << 20, COLUMNS_TEXT = 1500 };

static struct text state_label(const struct ask *q, struct text state)
{
    enum word w = word_find(text_fmt(q->arena, "submission_state_%.*s", TP(text_empty(state) ? T("none") : state)));
    return w == W_none ? state : word(q->lang, w);
}

static struct text at_text(const struct ask *q, int64_t at)
{
    return text_sub(moment_text(q->arena, at), 0, 16);
}

/* ---- the names that count now ---- */

struct names { struct arena *arena; struct submission_row *item; size_t n, cap; uint64_t *mark; size_t mark_cap; };

static void name_hit(void *ctx, const struct measure_hit *h)
{
    struct names *l = ctx;
    if ((int)h->column >= MEASURE_PERSONS) return;
    if (h->column == M_total) {
        l->item = arena_grow(l->arena, l->item, l->n, &l->cap, l->n + 1, sizeof *l->item);
        l->mark = arena_grow(l->arena, l->mark, l->n, &l->mark_cap, l->n + 1, sizeof *l->mark);
        l->mark[l->n] = 0;
        l->item[l->n++] = (struct submission_row){.child = h->child, .place_key = h->place_key};
    }
    if (l->n > 0) l->mark[l->n - 1] |= UINT64_C(1) << h->column;   /* the total is told first */
}

static struct text marks_text(struct arena *a, uint64_t marks)
{
    struct buf b = buf_new(COLUMNS_TEXT);
    for (size_t i = 0; i < MEASURE_PERSONS; i++) {
        if (!(marks >> i & 1)) continue;
        if (b.n > 0) buf_char(&b, ' ');
        buf_add(&b, measure_at((enum measure_id)i)->key);
    }
    struct text t = text_dup(a, buf_text(&b));
    buf_free(&b);
    return t;
}

static int name_order(const void *a, const void *b)
{
    int64_t x = ((const struct submission_row *)a)->child, y = ((const struct submission_row *)b)->child;
    return x < y ? -1 : x > y;
}

static enum rc names_now(const struct ask *q, const struct measure_frame *f, const struct place *p, struct names *out)
{
    *out = (struct names){.arena = q->arena};
    struct scope at = scope_narrow(q->scope, p->lo, p->hi, 0, q->scope.staff);
    TRY(measure_walk(q->db, &at, f, MEASURE_SET_PERSONS, q->arena, name_hit, out));
    for (size_t i = 0; i < out->n; i++) out->item[i].columns = marks_text(q->arena, out->mark[i]);
    if (out->n > 1) qsort(out->item, out->n, sizeof *out->item, name_order);
    return RC_OK;
}

enum rc ledger_freeze(const struct ledger *l, struct submission_input *in)
{
    const struct ask *q = l->q;
    struct names names;
    TRY(names_now(q, &l->frame, &l->place, &names));
    struct buf b = buf_new(FROZEN_MAX);
    struct ledger_part frozen = *l->part;      /* who may press what, and what to choose from, is not part of the paper */
    frozen.submission = NULL;
    frozen.rules.n = frozen.places.n = frozen.below.n = frozen.notes.n = frozen.reasons.n = 0;
    ledger_part_json(&b, &frozen);
    struct text json = text_dup(q->arena, buf_text(&b));
    bool over = b.over;
    buf_free(&b);
    if (over) return RC_TOO_LARGE;
    *in = (struct submission_input){.ledger = text_of(ledger_kind_key(l->kind)), .rule = l->frame.key, .place = &l->place,
        .from = l->frame.from, .as_of = l->frame.as_of, .frozen = json, .row = names.item, .rows = names.n};
    return RC_OK;
}

/* ---- how today differs ---- */

struct differ {
    const struct ledger *l;
    struct submission_part *v;
    struct ledger_classes classes;
    int64_t was[MEASURE_COUNT], is[MEASURE_COUNT];
    size_t in, out;
};

static void counts_add(int64_t n[MEASURE_COUNT], struct text columns)
{
    struct text rest = columns, one;
    enum measure_id id;
    while (text_cut(&rest, ' ', &one)) {
        if (measure_find(one, &id)) n[id]++;
    }
}

static enum rc name_differs(struct differ *d, const struct submission_row *row, bool in)
{
    const struct ask *q = d->l->q;
    size_t *count = in ? &d->in : &d->out;
    if (++*count > NAMES_SHOWN || d->v->differs.n == DIFFERS) return RC_OK;
    struct ledger_child child;
    struct text class;
    TRY(ledger_child(q, row->child, &child));
    TRY(ledger_class(&d->classes, row->place_key, &class));
    d->v->differs.item[d->v->differs.n++] = (struct event_part){.at = T(""), .comment = T(""),
        .who = word(q->lang, in ? W_submission_differ_in : W_submission_differ_out),
        .what = text_fmt(q->arena, "%.*s %.*s", TP(child.name), TP(class)), .bad = !in};
    return RC_OK;
}

static void more_differ(struct differ *d, size_t n, bool in)
{
    const struct ask *q = d->l->q;
    if (n <= NAMES_SHOWN || d->v->differs.n == DIFFERS) return;
    struct text left = text_fmt(q->arena, "%zu", n - NAMES_SHOWN);
    d->v->differs.item[d->v->differs.n++] = (struct event_part){.at = T(""), .comment = T(""),
        .who = word(q->lang, in ? W_submission_differ_in : W_submission_differ_out),
        .what = word_fill(q->arena, q->lang, W_submission_differ_more, &left, 1), .bad = !in};
}

static void numbers_differ(struct differ *d)
{
    const struct ask *q = d->l->q;
    for (size_t i = 0; i < MEASURE_PERSONS && d->v->differs.n < DIFFERS; i++) {
        if (d->was[i] == d->is[i]) continue;
        struct text arg[] = {word(q->lang, measure_at((enum measure_id)i)->title), text_fmt(q->arena, "%lld",
            (long long)d->was[i]),
            text_fmt(q->arena, "%lld", (long long)d->is[i])};
        d->v->differs.item[d->v->differs.n++] = (struct event_part){
            .at = T(""), .who = T(""), .comment = T(""), .what = word_fill(q->arena, q->lang, W_submission_differ_number, arg,
                3)};
    }
}

static enum rc frozen_names(const struct ask *q, const struct submission *s, struct submission_row **out, size_t *n)
{
    struct cursor c;
    struct sql_submission_names_out row;
    size_t cap = 0;
    *out = NULL;
    *n = 0;
    TRY(sql_submission_names(q->db, &q->scope, &(struct sql_submission_names_in){.submission = s->id}, &c));
    while (sql_submission_names_next(&c, &row)) {
        *out = arena_grow(q->arena, *out, *n, &cap, *n + 1, sizeof **out);
        (*out)[(*n)++] = (struct submission_row){.child = row.child, .place_key = row.place_key, .columns = text_dup(q->arena,
            row.columns)};
    }
    return sql_close(&c);
}

static enum rc differs_fill(const struct ledger *l, const struct submission *s, struct submission_part *v)
{
    const struct ask *q = l->q;
    struct measure_frame today;
    struct names now;
    struct submission_row *then;
    size_t then_n, i = 0, k = 0;
    struct differ d = {.l = l, .v = v, .classes = {.q = q, .on = q->today, .school = l->place.kind < PLACE_SCHOOL}};
    TRY(measure_frame_fill(&today, q->ev, l->frame.key, q->today, q->today));
    TRY(names_now(q, &today, &l->place, &now));
    TRY(frozen_names(q, s, &then, &then_n));
    v->differs.item = arena_array(q->arena, DIFFERS, sizeof *v->differs.item);
    while (i < then_n || k < now.n) {
        int order = i == then_n ? 1 : k == now.n ? -1 : name_order(&then[i], &now.item[k]);
        if (order < 0) TRY(name_differs(&d, &then[i], false));
        if (order > 0) TRY(name_differs(&d, &now.item[k], true));
        if (order <= 0) counts_add(d.was, then[i++].columns);
        if (order >= 0) counts_add(d.is, now.item[k++].columns);
    }
    more_differ(&d, d.in, true);
    more_differ(&d, d.out, false);
    numbers_differ(&d);
    return RC_OK;
}

/* ---- the card ---- */

static enum rc trail_fill(const struct ask *q, const struct submission *s, struct submission_part *v)
{
    struct cursor c;
    struct sql_submission_steps_out row;
    v->trail.item = arena_array(q->arena, TRAIL, sizeof *v->trail.item);
    TRY(sql_submission_steps(q->db, &(struct sql_submission_steps_in){.county = q->scope.county, .submission = s->id}, &c));
    while (sql_submission_steps_next(&c, &row) && v->trail.n < TRAIL) {
        enum word w = word_find(text_fmt(q->arena, "submission_did_%.*s", TP(row.state)));
        v->trail.item[v->trail.n++] = (struct event_part){.at = at_text(q, row.at), .who = text_dup(q->arena, row.staff_name),
            .what = w == W_none ? text_dup(q->arena, row.state) : word(q->lang, w), .comment = text_dup(q->arena, row.comment),
            .bad = text_eqz(row.state, "returned")};
    }
    return sql_close(&c);
}

static bool can(const struct ledger *l, const struct place *above, struct text state, enum submission_step step)
{
    const struct ask *q = l->q;
    return submission_possible(state, step, above == NULL) && submission_may(q->roles, q->who, &l->place, above, step);
}

static enum rc buttons_fill(const struct ledger *l, struct text state, struct submission_part *v)
{
    struct place above;
    const struct place *over = NULL;
    if (l->place.kind != PLACE_BUREAU) {
        TRY(place_by_id(l->q->db, l->q->scope.county, l->place.parent, l->q->arena, &above));
        over = &above;
    }
    v->can_submit = can(l, over, state, STEP_SUBMIT);
    v->can_return = can(l, over, state, STEP_RETURN);
    v->can_accept = can(l, over, state, STEP_ACCEPT);
    v->can_lock = can(l, over, state, STEP_LOCK);
    v->can_reopen = can(l, over, state, STEP_REOPEN);
    return RC_OK;
}

/* Which place hands up which ledger: a class its sheet, a school its dynamic sheet, a centre and the county their summaries. */
static bool handed_up(const struct ledger *l)
{
    static const enum ledger_kind of[] = {[PLACE_BUREAU] = LEDGER_COUNTY, [PLACE_CENTRE] = LEDGER_CENTRE,
        [PLACE_SCHOOL] = LEDGER_SCHOOL,
        [PLACE_CLASS] = LEDGER_CLASS};
    return of[l->place.kind] == l->kind;
}

struct below { const struct ledger *l; struct sql_submission_under_out *item; size_t n, cap; };

static enum rc below_read(struct below *b, enum ledger_kind kind)
{
    const struct ask *q = b->l->q;
    struct cursor c;
    struct sql_submission_under_out row;
    TRY(sql_submission_under(q->db,
        &(struct sql_submission_under_in){.county = q->scope.county, .lo = b->l->place.lo, .hi = b->l->place.hi,
            .ledger = text_of(ledger_kind_key(kind)), .from_day = b->l->frame.from}, &c));
    while (sql_submission_under_next(&c, &row)) {
        b->item = arena_grow(q->arena, b->item, b->n, &b->cap, b->n + 1, sizeof *b->item);
        row.rule = text_dup(q->arena, row.rule);
        row.state = text_dup(q->arena, row.state);
        b->item[b->n++] = row;
    }
    return sql_close(&c);
}

static void below_line(struct below *b, const struct place *p, enum ledger_kind kind)
{
    const struct ask *q = b->l->q;
    struct ledger_part *v = b->l->part;
    const struct sql_submission_under_out *found = NULL;
    for (size_t i = 0; i < b->n && found == NULL; i++) {
        if (b->item[i].place == p->id) found = &b->item[i];
    }
    struct text state = found == NULL ? T("") : found->state;
    bool sent = found != NULL && !text_eqz(state, "draft") && !text_eqz(state, "returned");
    v->below_total++;
    v->below_done += sent;
    struct text rule = found == NULL ? b->l->frame.key : found->rule;
    v->below.item[v->below.n++] = (struct ledger_part_below){
        .place = place_name(q->arena, q->lang, p, b->l->frame.as_of),
        .state = text_empty(state) ? T("none") : state,
        .state_label = state_label(q, state),
        .at = found == NULL ? T("") : at_text(q, found->at),
        .href = text_fmt(q->arena, "/ledger/%s?place=%lld&rule=%.*s&as_of=%.*s%s%.*s", ledger_kind_key(kind), (long long)p->id,
            TP(rule),
            TP(day_text(q->arena, found == NULL ? b->l->frame.as_of : found->as_of_day)),
            found == NULL || kind == LEDGER_CLASS ? "" : "&from=",
            TP(found == NULL || kind == LEDGER_CLASS ? T("") : day_text(q->arena, found->period_from_day))),
    };
}

static enum rc below_fill(const struct ledger *l)
{
    const struct ask *q = l->q;
    struct place_list list;
    struct below b = {.l = l};
    if (l->place.kind == PLACE_CLASS) return RC_OK;
    TRY(place_children(q->db, q->scope.county, l->place.id, q->arena, &list));
    for (enum ledger_kind k = LEDGER_CLASS; k < LEDGER_COUNTY; k++) TRY(below_read(&b, k));
    l->part->below.item = arena_array(q->arena, list.n + 1, sizeof *l->part->below.item);
    for (size_t i = 0; i < list.n; i++) {
        const struct place *p = &list.item[i];
        bool there = p->from <= l->frame.as_of && (p->to == DAY_NONE || p->to > l->frame.as_of);
        if (!there || (p->kind == PLACE_CLASS && class_graduated(p, l->frame.as_of))) continue;
        below_line(&b, p, ledger_below(l->kind, p->kind));
    }
    return RC_OK;
}

/* By when it goes up, and what is still missing below. */
static enum rc due_fill(const struct ledger *l, struct submission_part *v)
{
    const struct ask *q = l->q;
    int64_t missing = l->part->below_total - l->part->below_done;
    TRY(ledger_due(q, &l->place, &v->due_label, &v->late));
    if (missing <= 0) return RC_OK;
    struct text n = text_fmt(q->arena, "%lld", (long long)missing);
    struct text below = word_fill(q->arena, q->lang, W_submission_below_missing, &n, 1);
    v->due_label = text_empty(v->due_label) ? below : text_fmt(q->arena, "%.*s · %.*s", TP(v->due_label), TP(below));
    v->late = true;
    return RC_OK;
}

enum rc ledger_submission(struct ledger *l)
{
    const struct ask *q = l->q;
    struct submission s = {.state = T("")};
    if (!handed_up(l)) return RC_OK;
    TRY(below_fill(l));
    enum rc rc = submission_find(q->db, q->scope.county, text_of(ledger_kind_key(l->kind)), l->place.id, l->frame.as_of,
        l->frame.key,
        q->arena, &s);
    if (rc != RC_OK && rc != RC_NOT_FOUND) return rc;
    struct submission_part *v = arena_alloc(q->arena, sizeof *v);
    *v = (struct submission_part){.state = text_empty(s.state) ? T("none") : s.state, .state_label = state_label(q, s.state),
        .due_label = T(""), .version = s.version, .error = T(""), .frozen_href = T("")};
    TRY(due_fill(l, v));
    v->action_href = text_fmt(q->arena, "/ledger/%s/step%.*s", ledger_kind_key(l->kind), TP(ledger_params(l, l->place.id)));
    l->part->submission = v;
    TRY(buttons_fill(l, s.state, v));
    if (rc == RC_NOT_FOUND) return RC_OK;
    TRY(trail_fill(q, &s, v));
    if (text_empty(s.digest)) return RC_OK;
    v->frozen_href = text_fmt(q->arena, "/ledger/frozen/%lld", (long long)s.id);
    return differs_fill(l, &s, v);
}

/* ---- a frozen ledger as it was ---- */

static struct text said(const struct json_node *n, const char *key)
{
    struct text t = T("");
    json_get_text(n, key, &t);
    return t;
}

static int64_t counted(const struct json_node *n, const char *key)
{
    int64_t v = 0;
    json_get_int(n, key, &v);
    return v;
}

static void rows_thaw(struct arena *a, const struct json_node *list, struct row_part **item, size_t *n)
{
    *item = arena_array(a, list == NULL ? 1 : list->n + 1, sizeof **item);
    *n = 0;
    for (const struct json_node *r = list == NULL ? NULL : list->child; r != NULL; r = r->next) {
        struct row_part *row = &(*item)[(*n)++];
        const struct json_node *cells = json_get(r, "cells");
        *row = (struct row_part){.kind = said(r, "kind")};
        row->cells.item = arena_array(a, cells == NULL ? 1 : cells->n + 1, sizeof *row->cells.item);
        for (const struct json_node *c = cells == NULL ? NULL : cells->child; c != NULL; c = c->next) {
            row->cells.item[row->cells.n++] = (struct cell_part){.text = said(c, "text"), .kind = said(c, "kind"),
                .hint = said(c, "hint"),
                .href = T(""), .span = counted(c, "span"), .down = counted(c, "down")};
        }
    }
}

static struct table_part *table_thaw(struct arena *a, const struct json_node *n)
{
    if (n == NULL || n->kind != JSON_MAP) return NULL;
    struct table_part *t = arena_alloc(a, sizeof *t);
    *t = (struct table_part){.caption = said(n, "caption"), .empty = said(n, "empty"), .fixed = true};
    const struct json_node *columns = json_get(n, "columns");
    t->columns.item = arena_array(a, columns == NULL ? 1 : columns->n + 1, sizeof *t->columns.item);
    for (const struct json_node *c = columns == NULL ? NULL : columns->child; c != NULL; c = c->next) {
        t->columns.item[t->columns.n++] = (struct column_part){.width = counted(c, "width"), .kind = said(c, "kind")};
    }
    rows_thaw(a, json_get(n, "heads"), &t->heads.item, &t->heads.n);
    rows_thaw(a, json_get(n, "rows"), &t->rows.item, &t->rows.n);
    return t;
}

enum rc ledger_thaw(const struct ask *q, struct text json, struct ledger_part **out)
{
    struct faults f = faults_new(q->arena);
    const struct json_node *n = json_read(q->arena, json, FROZEN_MAX, &f);
    if (n == NULL || n->kind != JSON_MAP) return RC_INTERNAL;
    struct ledger_part *v = arena_alloc(q->arena, sizeof *v);
    *v = (struct ledger_part){.title = said(n, "title"), .unit_name = said(n, "unit_name"), .as_of = said(n, "as_of"),
        .as_of_label = said(n, "as_of_label"), .from = said(n, "from"), .place_id = counted(n, "place_id"),
        .action_href = said(n, "action_href"), .balance = said(n, "balance"), .filled_by = said(n, "filled_by"),
        .reviewed_by = said(n, "reviewed_by"), .headed_by = said(n, "headed_by"), .signed_day = said(n, "signed_day"),
        .xlsx_href = T(""), .full_href = T(""), .frozen_label = T("")};
    json_get_bool(n, "confidential", &v->confidential);
    v->table = table_thaw(q->arena, json_get(n, "table"));
    v->changes = table_thaw(q->arena, json_get(n, "changes"));
    *out = v;
    return RC_OK;
}
