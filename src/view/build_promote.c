/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_promote.h"

#include "gen/sql/promotion.h"
#include "model/place.h"
#include "model/promotion.h"
#include "view/due.h"
#include "view/said.h"

enum { BATCHES = 200, SCHOOL_SPAN = 1 << PLACE_SCHOOL_BITS };

int promote_year(day_t today)
{
    return school_year_of(today + PROMOTE_AHEAD);
}

struct promoting {
    const struct ask *q;
    int year;
    struct place_list classes, schools;
    int64_t *key, *n;              /* children by key of the class, ascending */
    size_t sizes;
    struct promote_view *v;
};

/* ---- how many are in each class ---- */

static enum rc sizes_read(struct promoting *p)
{
    struct cursor c;
    struct sql_promotion_sizes_out o;
    size_t cap = 0, cap_n = 0;
    TRY(sql_promotion_sizes(p->q->db, &p->q->scope, &c));
    while (sql_promotion_sizes_next(&c, &o)) {
        p->key = arena_grow(p->q->arena, p->key, p->sizes, &cap, p->sizes + 1, sizeof *p->key);
        p->n = arena_grow(p->q->arena, p->n, p->sizes, &cap_n, p->sizes + 1, sizeof *p->n);
        p->key[p->sizes] = o.place_key;
        p->n[p->sizes++] = o.n;
    }
    return sql_close(&c);
}

static int64_t size_of(const struct promoting *p, int64_t key)
{
    for (size_t i = 0; i < p->sizes; i++) {
        if (p->key[i] == key) return p->n[i];
    }
    return 0;
}

static bool ends(const struct place *c, int year)
{
    return c->entry_year + c->years <= year;
}

static bool concerned(const struct place *c, int year)
{
    return c->to == DAY_NONE && c->entry_year != 0 && c->entry_year < year;
}

/* ---- rows ---- */

static void class_rows(struct promoting *p)
{
    const struct ask *q = p->q;
    day_t first = school_year_first(p->year);
    for (size_t i = 0; i < p->classes.n; i++) {
        const struct place *c = &p->classes.item[i];
        if (!concerned(c, p->year)) continue;
        bool over = ends(c, p->year);
        p->v->rows.item[p->v->rows.n++] = (struct promote_rows){.class_name = place_name(q->arena, q->lang, c, first - 1),
            .to_name = place_name(q->arena, q->lang, c, first), .children = size_of(p, c->lo), .leaves = over,
            .note = over && c->first_grade + c->years - 1 < 9 ? word(q->lang, W_promote_waits) : T("")};
    }
}

static void school_rows(struct promoting *p)
{
    const struct ask *q = p->q;
    for (size_t s = 0; s < p->schools.n; s++) {
        const struct place *school = &p->schools.item[s];
        int64_t up = 0, over = 0, children = 0;
        for (size_t i = 0; i < p->classes.n; i++) {
            const struct place *c = &p->classes.item[i];
            if (c->lo < school->lo || c->lo >= school->hi || !concerned(c, p->year)) continue;
            if (ends(c, p->year)) over++;
            else up++;
            children += size_of(p, c->lo);
        }
        if (up + over == 0) continue;
        p->v->rows.item[p->v->rows.n++] = (struct promote_rows){.class_name = school->name, .children = children,
            .to_name = said_fill(q, W_promote_school, said_int(q, up), said_int(q, over))};
    }
}

static enum rc rows_fill(struct promoting *p)
{
    const struct ask *q = p->q;
    TRY(place_under(q->db, q->scope.county, q->scope.lo, q->scope.hi, PLACE_CLASS, DAY_NONE, q->arena, &p->classes));
    TRY(place_under(q->db, q->scope.county, q->scope.lo, q->scope.hi, PLACE_SCHOOL, DAY_NONE, q->arena, &p->schools));
    TRY(sizes_read(p));
    p->v->rows.item = arena_array(q->arena, p->classes.n + p->schools.n + 1, sizeof *p->v->rows.item);
    if (q->scope.hi - q->scope.lo > SCHOOL_SPAN) school_rows(p);
    else class_rows(p);
    return RC_OK;
}

static enum rc waiting_fill(struct promoting *p)
{
    const struct ask *q = p->q;
    struct waiting_list l;
    TRY(promotion_waiting(q->db, &q->scope, PROMOTE_WAITING + 1, q->arena, &l));
    p->v->waiting.item = arena_array(q->arena, PROMOTE_WAITING, sizeof *p->v->waiting.item);
    for (size_t i = 0; i < l.n && i < PROMOTE_WAITING; i++) {
        p->v->waiting.item[p->v->waiting.n++] = (struct promote_waiting){.name = l.item[i].name,
            .from = text_fmt(q->arena, "%.*s %.*s", TP(l.item[i].school), TP(grade_name(q->arena, q->lang, l.item[i].grade))),
            .since = day_text(q->arena, l.item[i].since), .href = text_fmt(q->arena, "/child/%lld", (long long)l.item[i].child)};
    }
    if (l.n > PROMOTE_WAITING) p->v->waiting_more = said_fill(q, W_alerts_cut, said_int(q, PROMOTE_WAITING), TEXT_NONE);
    return RC_OK;
}

/* ---- done already? ---- */

static enum rc done_fill(struct promoting *p, bool *done)
{
    const struct ask *q = p->q;
    struct batch_list l;
    *done = false;
    TRY(batch_list(q->db, &q->scope, BATCHES, q->arena, &l));
    for (size_t i = 0; i < l.n && !*done; i++) {
        const struct batch *b = &l.item[i];
        if (!text_eqz(b->kind, "promotion") || !text_eqz(b->state, "applied") || b->as_of != school_year_first(p->year)) continue;
        *done = true;
        p->v->done = arena_alloc(q->arena, sizeof *p->v->done);
        p->v->done->sentence = said_fill(q, W_promote_was_done, said_moment(q, b->applied_at), TEXT_NONE);
        if (ask_may(q, CAP_roll_undo, b->key_lo, b->key_hi)) p->v->done->undo_href = text_fmt(q->arena, "/import/%lld/undo",
            (long long)b->id);
    }
    return RC_OK;
}

static void form_fill(struct promoting *p, const struct field_state *s)
{
    const struct ask *q = p->q;
    p->v->action_href = T("/promote");
    p->v->fields.item = arena_array(q->arena, 2, sizeof *p->v->fields.item);
    p->v->fields.n = 2;
    p->v->fields.item[0] = (struct field_part){.name = T("year"), .type = T("hidden"), .value = said_int(q, p->year)};
    struct field_part *sure = &p->v->fields.item[1];
    *sure = field_plain(q, s, "sure", "checks", W_promote_sure, T(""), true);
    sure->options.item = arena_array(q->arena, 1, sizeof *sure->options.item);
    sure->options.n = 1;
    sure->options.item[0] = (struct choice_part){.value = T("1"), .label = word(q->lang, W_promote_sure_yes),
        .on = text_eqz(sure->value, "1")};
    p->v->error = said_faults(q, s == NULL ? NULL : s->faults, sure, 1);
}

enum rc build_promote(const struct ask *q, const struct field_state *state, struct promote_view *v)
{
    struct promoting p = {.q = q, .year = promote_year(q->today), .v = v};
    struct promotion_plan plan;
    bool done;
    day_t first = school_year_first(p.year);
    *v = (struct promote_view){.from_year = said_fill(q, W_promote_year, said_int(q, p.year - 1), said_int(q, p.year)),
        .to_year = said_fill(q, W_promote_year, said_int(q, p.year), said_int(q, p.year + 1)), .from_day = day_text(q->arena,
            first)};
    TRY(promotion_plan(q->db, &q->scope, p.year, q->arena, &plan));
    v->moving = plan.children_up;
    v->leaving = plan.children_close;
    TRY(rows_fill(&p));
    for (size_t i = 0; i < p.sizes; i++) v->staying += p.n[i];
    v->staying -= v->moving + v->leaving;
    TRY(waiting_fill(&p));
    TRY(done_fill(&p, &done));
    if (!done && q->today >= first) form_fill(&p, state);
    else if (!done) {
        v->problems.item = arena_array(q->arena, 1, sizeof *v->problems.item);
        v->problems.n = 1;
        v->problems.item[0] = (struct fault_part){.sentence = said_fill(q, W_promote_early, v->from_day, TEXT_NONE),
            .warning = true};
    }
    return RC_OK;
}
