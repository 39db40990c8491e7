/* SPDX-License-Identifier: Apache-2.0 */
#include "view/build_due.h"

#include "gen/sql/obligation.h"
#include "model/assess.h"
#include "model/child.h"
#include "model/facility.h"
#include "model/owner.h"
#include "model/place.h"
#include "model/staff.h"
#include "model/matter.h"
#include "view/due.h"
#include "view/matters.h"

#include <stdlib.h>

/* Of a child, or of a place or member of staff; `class`: the class, else the place. */
struct line { struct about about; int64_t child, class, duty, have, need, from, due; struct text name, owner; };

struct build { const struct ask *q; struct due_list_view *v; size_t cap,
    limit; day_t to; int64_t class; struct text class_said; };

/* Lists come class by class most of the time, so the last name is kept. */
static enum rc class_label(struct build *b, int64_t class, struct text *out)
{
    if (class != b->class) {
        struct place p;
        enum rc rc = place_by_id(b->q->db, b->q->scope.county, class, b->q->arena, &p);
        if (rc != RC_OK && rc != RC_NOT_FOUND) return rc;
        b->class_said = rc == RC_OK ? place_name(b->q->arena, b->q->lang, &p, b->q->today) : T("");
        b->class = class;
    }
    *out = b->class_said;
    return RC_OK;
}

static enum rc line_add(struct build *b, const struct line *l)
{
    const struct ask *q = b->q;
    const struct plan_duty *d = evaluator_plan_duty(q->ev, l->duty);
    if (d == NULL || l->from > b->to) return RC_OK;
    b->v->total++;
    b->v->overdue += l->due < q->today;
    if (b->v->rows.n == b->limit) {
        b->v->more = true;
        return RC_OK;
    }
    day_t from = (day_t)l->from, due = (day_t)l->due;
    struct due_list_rows row = {
        .child_id = l->child,
        .about = text_of(l->about.kind == ABOUT_PLACE ? "place" : l->about.kind == ABOUT_STAFF ? "staff" :
            l->about.kind == ABOUT_FACILITY ? "facility" : "child"),
        .about_id = l->about.kind == ABOUT_CHILD ? l->child : l->about.id,
        .child_name = text_dup(q->arena, l->name),
        .duty = d->key,
        .what = due_what(q, d),
        .due_state = text_of(due_state(from, due, q->today)),
        .due_label = due_label(q, from, due),
        .window_label = due_window(q, d, from, due),
        .from = day_text(q->arena, from),
        .due = day_text(q->arena, due),
        .have = l->have,
        .need = l->need,
        .owner = text_dup(q->arena, l->owner),
        .clause = due_clause(q, d),
    };
    TRY(class_label(b, l->class, &row.class_name));
    b->v->rows.item = arena_grow(q->arena, b->v->rows.item, b->v->rows.n, &b->cap, b->v->rows.n + 1, sizeof *b->v->rows.item);
    b->v->rows.item[b->v->rows.n++] = row;
    return RC_OK;
}

/* Of places and staff those that are due no later than the child that comes next: one list, most pressing first. */
static enum rc matters_add(struct build *b, const struct matter_rows *rows, size_t *at, int64_t due)
{
    for (; *at < rows->n && rows->item[*at].due <= due; ++*at) {
        const struct matter_row *r = &rows->item[*at];
        struct text name;
        TRY(matter_name(b->q, r, &name));
        TRY(line_add(b, &(struct line){.about = r->about, .class = r->place, .duty = r->duty, .have = r->have, .need = r->need,
            .from = r->from, .due = r->due, .name = name, .owner = b->q->scope.staff != 0 ? b->v->place : r->owner_name}));
    }
    return RC_OK;
}

static enum rc mine_read(struct build *b)
{
    struct cursor c;
    struct sql_obligation_mine_out o;
    struct matter_rows matters;
    size_t at = 0;
    TRY(matters_mine(b->q, b->to, &matters));
    enum rc rc = RC_OK;
    TRY(sql_obligation_mine(b->q->db, &b->q->scope, &(struct sql_obligation_mine_in){.to_day = b->to,
        .limit = INT64_MAX}, &c));
    while (rc == RC_OK && sql_obligation_mine_next(&c, &o)) {
        rc = matters_add(b, &matters, &at, o.due_day);
        if (rc != RC_OK) break;
        rc = line_add(b, &(struct line){.child = o.child, .class = o.class, .duty = o.duty, .have = o.have, .need = o.need,
            .from = o.window_day, .due = o.due_day, .name = o.name, .owner = b->v->place});
    }
    if (rc == RC_OK) rc = matters_add(b, &matters, &at, DAY_MAX);
    enum rc closed = sql_close(&c);
    return rc != RC_OK ? rc : closed;
}

static enum rc place_read(struct build *b)
{
    struct cursor c;
    struct sql_obligation_at_out o;
    struct matter_rows matters;
    size_t at = 0;
    TRY(matters_at(b->q, b->to, DAY_MAX, 0, INT32_MAX, &matters));
    enum rc rc = RC_OK;
    /* What goes beyond the rows is counted. */
    struct sql_obligation_at_in in = {.from_due_day = 0, .to_due_day = DAY_MAX, .limit = INT64_MAX};
    TRY(sql_obligation_at(b->q->db, &b->q->scope, &in, &c));
    while (rc == RC_OK && sql_obligation_at_next(&c, &o)) {
        rc = matters_add(b, &matters, &at, o.due_day);
        if (rc != RC_OK) break;
        rc = line_add(b, &(struct line){.child = o.child, .class = o.class, .duty = o.duty, .have = o.have, .need = o.need,
            .from = o.window_day, .due = o.due_day, .name = o.name, .owner = o.owner_name});
    }
    if (rc == RC_OK) rc = matters_add(b, &matters, &at, DAY_MAX);
    enum rc closed = sql_close(&c);
    return rc != RC_OK ? rc : closed;
}

enum rc build_due(const struct ask *q, day_t to, size_t limit, struct due_list_view *v)
{
    struct build b = {.q = q, .v = v, .limit = limit, .to = to, .class = -1};
    v->day = day_text(q->arena, q->today);
    return q->scope.staff != 0 ? mine_read(&b) : place_read(&b);
}

/* ---- any day ---- */

struct found { struct about about; int64_t child, class, owner, place_key; int32_t index; int have, need; day_t from, due; };

struct founds { struct found *item; size_t n, cap; };

static int by_due(const void *x, const void *y)
{
    const struct found *a = x, *b = y;
    if (a->due != b->due) return a->due < b->due ? -1 : 1;
    if (a->place_key != b->place_key) return a->place_key < b->place_key ? -1 : 1;
    if (a->child != b->child) return a->child < b->child ? -1 : 1;
    if (a->about.id != b->about.id) return a->about.id < b->about.id ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

static enum rc child_find(struct build *b, struct owners *owners, const struct subject *s, const struct assess *a,
    struct founds *out)
{
    for (size_t i = 0; i < a->open_n; i++) {
        const struct assess_open *o = &a->open[i];
        int64_t owner;
        if (o->from > b->to) continue;
        TRY(owner_of(owners, &b->q->ev->plan->duty[b->q->ev->plan_index[o->index]], s, &owner));
        if (b->q->scope.staff != 0 && owner != b->q->scope.staff) continue;
        out->item = arena_grow(b->q->arena, out->item, out->n, &out->cap, out->n + 1, sizeof *out->item);
        out->item[out->n++] = (struct found){.child = s->child, .class = s->class, .owner = owner, .place_key = s->place_key,
            .index = o->index, .have = o->have, .need = o->need, .from = o->from, .due = o->due};
    }
    return RC_OK;
}

struct matter_find { const struct build *b; struct owners *owners; const struct matter *m; struct founds *out; enum rc rc; };

static void matter_sink(void *ctx, const struct cadence_obligation *o)
{
    struct matter_find *f = ctx;
    const struct build *b = f->b;
    int64_t owner = 0;
    bool open = o->state == CADENCE_PLANNED || o->state == CADENCE_DUE || o->state == CADENCE_OVERDUE;
    if (f->rc != RC_OK || !open || o->from > b->to) return;
    const struct plan_duty *d = &b->q->ev->plan->duty[b->q->ev->plan_index[o->index]];
    f->rc = owner_at(f->owners, d, f->m->place_key, f->m->keeper, &owner);
    if (f->rc != RC_OK || (b->q->scope.staff != 0 && owner != b->q->scope.staff)) return;
    struct founds *out = f->out;
    out->item = arena_grow(b->q->arena, out->item, out->n, &out->cap, out->n + 1, sizeof *out->item);
    out->item[out->n++] = (struct found){.about = f->m->about, .owner = owner, .place_key = f->m->place_key, .index = o->index,
        .have = o->have, .need = o->need, .from = o->from, .due = o->to};
}

static enum rc founds_about(struct build *b, struct owners *owners, struct founds *out)
{
    const struct ask *q = b->q;
    struct subject_space space = {.arena = q->arena};
    struct matter_scopes scopes = matter_scopes_new(q->arena, q->ev);
    struct matter_stream *stream;
    struct matter m;
    struct matter_find f = {.b = b, .owners = owners, .m = &m, .out = out, .rc = RC_OK};
    TRY(matter_stream_open(q->db, q->ev, q->today, &space, q->arena, &stream));
    while (f.rc == RC_OK && matter_stream_next(stream, &m)) {
        if (m.place_key < q->scope.lo || m.place_key >= q->scope.hi) continue;
        matter_run(q->ev, &scopes, &m, &space, q->ev->from, b->to, q->today, matter_sink, &f);
    }
    enum rc closed = matter_stream_close(stream);
    return f.rc != RC_OK ? f.rc : closed;
}

static enum rc founds_read(struct build *b, struct founds *out)
{
    const struct ask *q = b->q;
    struct subject_space space = {.arena = q->arena};
    struct assess a = assess_new(q->arena, q->ev);
    struct owners owners = owners_new(q->db, q->ev, q->today, q->arena);
    struct subject_stream *stream;
    struct subject s;
    enum rc rc = RC_OK;
    TRY(subject_stream_open(q->db, q->ev, q->today, &space, q->arena, &stream));
    while (rc == RC_OK && subject_stream_next(stream, &s)) {
        if (s.place_key < q->scope.lo || s.place_key >= q->scope.hi) continue;
        assess_subject(&a, q->ev, &s, &space, q->today);
        rc = child_find(b, &owners, &s, &a, out);
    }
    enum rc closed = subject_stream_close(stream);
    if (rc == RC_OK) rc = closed;
    return rc == RC_OK ? founds_about(b, &owners, out) : rc;
}

/* Who or what it is about, and the class or place beside it. */
static enum rc found_name(struct build *b, const struct found *f, struct line *out)
{
    const struct ask *q = b->q;
    struct staff s;
    struct child c = {0};
    out->class = f->class;
    if (f->about.kind == ABOUT_CHILD) {
        TRY(child_by_id(q->db, &q->scope, f->child, q->arena, &c));
        out->name = c.name;
        return RC_OK;
    }
    out->class = f->about.id;
    if (f->about.kind == ABOUT_PLACE) return matter_place_name(q, f->about.id, false, &out->name);
    if (f->about.kind == ABOUT_FACILITY) {
        struct facility room;
        TRY(facility_by_id(q->db, q->scope.county, f->about.id, q->arena, &room));
        out->class = room.place;
        out->name = room.name;
        return RC_OK;
    }
    TRY(staff_by_id(q->db, q->scope.county, f->about.id, q->arena, &s));
    out->class = s.place;
    out->name = s.name;
    return RC_OK;
}

static enum rc found_add(struct build *b, const struct found *f)
{
    struct staff who = {0};
    struct line line = {.about = f->about, .child = f->child, .duty = b->q->ev->duty[f->index].id, .have = f->have,
        .need = f->need, .from = f->from, .due = f->due};
    TRY(found_name(b, f, &line));
    enum rc rc = f->owner == 0 ? RC_OK : staff_by_id(b->q->db, b->q->scope.county, f->owner, b->q->arena, &who);
    if (rc != RC_OK && rc != RC_NOT_FOUND) return rc;
    line.owner = who.name.s == NULL ? T("") : who.name;
    return line_add(b, &line);
}

enum rc build_due_on(const struct ask *q, day_t to, size_t limit, struct due_list_view *v)
{
    struct build b = {.q = q, .v = v, .limit = limit, .to = to, .class = -1};
    struct founds all = {0};
    v->day = day_text(q->arena, q->today);
    TRY(founds_read(&b, &all));
    if (all.n > 0) qsort(all.item, all.n, sizeof *all.item, by_due);
    for (size_t i = 0; i < all.n; i++) {
        if (!v->more) {
            TRY(found_add(&b, &all.item[i]));
            continue;
        }
        v->total++;
        v->overdue += all.item[i].due < q->today;
    }
    return RC_OK;
}
