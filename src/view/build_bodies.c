/* SPDX-License-Identifier: Apache-2.0 */
#include "view/bodies_part.h"
#include "view/build_matters.h"

#include <stdlib.h>

#include "gen/sql/body.h"
#include "gen/sql/matter_list.h"
#include "view/due.h"
#include "view/matters.h"
#include "view/said.h"

enum { SEVERAL_MOST = 64, LACKING_MOST = 30, PLACES_MOST = 200 };

bool bodies_may(const struct ask *q, const struct place *at)
{
    return ask_may(q, at->kind == PLACE_CLASS ? CAP_child_edit : CAP_staff_edit, at->lo, at->hi);
}

/* ---- reading ---- */

static enum rc stands_read(struct bodies *b)
{
    const struct ask *q = b->q;
    struct cursor c;
    struct sql_body_of_place_out o;
    TRY(sql_body_of_place(q->db, &(struct sql_body_of_place_in){.county = q->scope.county, .place = b->at.id}, &c));
    while (sql_body_of_place_next(&c, &o)) {
        b->stand = arena_grow(q->arena, b->stand, b->stand_n, &b->stand_cap, b->stand_n + 1, sizeof *b->stand);
        b->stand[b->stand_n++] = (struct bodies_stand){.id = o.id, .scheme = text_dup(q->arena, o.scheme),
            .key = text_dup(q->arena, o.key), .name = text_dup(q->arena, o.name), .from = (day_t)o.from_day,
            .to = o.to_day == NULL_INT ? DAY_MAX : (day_t)o.to_day};
    }
    return sql_close(&c);
}

static struct bodies_holder *holder_add(struct bodies *b)
{
    b->holder = arena_grow(b->q->arena, b->holder, b->holder_n, &b->holder_cap, b->holder_n + 1, sizeof *b->holder);
    return &b->holder[b->holder_n++];
}

static enum rc holders_read(struct bodies *b)
{
    const struct ask *q = b->q;
    struct arena *a = q->arena;
    struct cursor c;
    struct sql_body_holders_out o;
    struct sql_body_pupils_out p;
    TRY(sql_body_holders(q->db, &q->scope, &(struct sql_body_holders_in){.place = b->at.id}, &c));
    while (sql_body_holders_next(&c, &o)) {
        *holder_add(b) = (struct bodies_holder){.id = o.id, .body = o.body, .staff = o.staff, .post = text_dup(a, o.post),
            .unit = text_dup(a, o.unit), .name = text_dup(a, o.name), .house = text_dup(a, o.house), .job = text_dup(a, o.job),
            .from = (day_t)o.from_day, .to = o.to_day == NULL_INT ? DAY_MAX : (day_t)o.to_day};
    }
    TRY(sql_close(&c));
    if (!ask_may(q, CAP_child_list, b->at.lo, b->at.hi)) return RC_OK;
    TRY(sql_body_pupils(q->db, &q->scope, &(struct sql_body_pupils_in){.place = b->at.id}, &c));
    while (sql_body_pupils_next(&c, &p)) {
        *holder_add(b) = (struct bodies_holder){.id = p.id, .body = p.body, .child = p.child, .post = text_dup(a, p.post),
            .unit = T(""), .name = text_dup(a, p.name), .house = T(""), .job = T(""), .from = (day_t)p.from_day,
            .to = p.to_day == NULL_INT ? DAY_MAX : (day_t)p.to_day};
    }
    return sql_close(&c);
}

static enum rc open_read(struct bodies *b)
{
    const struct ask *q = b->q;
    struct cursor c;
    struct sql_matter_open_now_out o;
    struct sql_matter_open_now_in in = {.county = q->scope.county, .about_kind = ABOUT_PLACE, .about = b->at.id, .day = q->today};
    TRY(sql_matter_open_now(q->db, &in, &c));
    while (sql_matter_open_now_next(&c, &o)) {
        b->open = arena_grow(q->arena, b->open, b->open_n, &b->open_cap, b->open_n + 1, sizeof *b->open);
        b->open[b->open_n++] = (struct bodies_open){o.duty, (day_t)o.window_day, (day_t)o.due_day};
    }
    return sql_close(&c);
}

enum rc bodies_read(const struct ask *q, int64_t place, struct bodies *out)
{
    *out = (struct bodies){.q = q};
    TRY(place_by_id(q->db, q->scope.county, place, q->arena, &out->at));
    TRY(body_lines_read(q->db, q->scope.county, place, q->arena, &out->lines));
    TRY(stands_read(out));
    TRY(holders_read(out));
    return open_read(out);
}

size_t bodies_standing(const struct bodies *b, size_t body, const struct bodies_stand **out, size_t cap)
{
    const struct plan_body *p = &b->q->ev->plan->body[body];
    struct text scheme = b->q->ev->plan->scheme[p->origin.scheme].id;
    size_t n = 0;
    for (size_t i = 0; i < b->stand_n && n < cap; i++) {
        const struct bodies_stand *s = &b->stand[i];
        bool on = s->from <= b->q->today && b->q->today < s->to;
        if (on && text_eq(s->key, p->key) && text_eq(s->scheme, scheme)) out[n++] = s;
    }
    return n;
}

/* ---- what is vacant ---- */

static struct text comma(const struct ask *q, struct text all, struct text one)
{
    return all.n == 0 ? one : text_fmt(q->arena, "%.*s%s%.*s", TP(all), q->lang == LANG_ZH ? "、" : ", ", TP(one));
}

static bool unit_sends(const struct bodies *b, int64_t group, struct text post, struct text unit)
{
    for (size_t i = 0; i < b->lines.n; i++) {
        const struct body_known *k = &b->lines.item[i];
        bool on = k->line.from <= b->q->today && b->q->today < k->line.to;
        if (on && k->line.group == group && text_eq(k->post, post) && text_eq(k->unit, unit)) return true;
    }
    return false;
}

struct text bodies_lacks(const struct bodies *b, size_t body, int64_t group, size_t post)
{
    const struct ask *q = b->q;
    const struct plan_body *p = &q->ev->plan->body[body];
    const struct plan_post *one = &p->post[post];
    struct body_line *line = arena_array(q->arena, b->lines.n + 1, sizeof *line);
    size_t n = body_lines_of(q->ev->plan, body, &b->lines, line);
    int lacks = body_lacks(p, post, line, n, group, q->today, q->today);
    if (lacks == 0) return T("");
    if (one->unit_count == 0) return said_fill(q, W_bodies_lacks, said_int(q, lacks), TEXT_NONE);
    struct text all = T("");
    for (size_t u = 0; u < one->unit_count; u++) {
        if (!unit_sends(b, group, one->key, one->unit[u])) all = comma(q, all, one->unit[u]);
    }
    return said_fill(q, W_bodies_lacks_units, all, TEXT_NONE);
}

struct text bodies_note(const struct bodies *b, const struct bodies_holder *h)
{
    const struct ask *q = b->q;
    struct text house = text_empty(h->unit) ? h->house : h->unit;
    if (text_empty(h->job)) return house;
    return text_empty(house) ? h->job : text_fmt(q->arena, "%.*s %.*s", TP(house), TP(h->job));
}

/* ---- one post ---- */

static struct text bounds_said(const struct ask *q, const struct plan_post *p)
{
    if (p->min == 1 && p->max == 1) return T("");
    if (p->max == 0) return p->min == 0 ? T("") : said_fill(q, W_pair_bounds_least, said_int(q, p->min), TEXT_NONE);
    if (p->min == p->max) return said_fill(q, W_pair_bounds_exactly, said_int(q, p->max), TEXT_NONE);
    return said_fill(q, W_pair_bounds, said_int(q, p->min), said_int(q, p->max));
}

static void duties_put(const struct bodies *b, const struct plan_post *p, struct bodies_rows_posts *out)
{
    const struct ask *q = b->q;
    out->duties.item = arena_array(q->arena, p->duty_count + 1, sizeof *out->duties.item);
    for (size_t i = 0; i < p->duty_count; i++) {
        const struct plan_duty *d = &q->ev->plan->duty[p->duty[i]];
        struct bodies_rows_posts_duties *row = &out->duties.item[out->duties.n++];
        *row = (struct bodies_rows_posts_duties){.label = d->title[q->lang], .due_state = T(""), .due_label = T("")};
        for (size_t k = 0; k < b->open_n; k++) {
            if (evaluator_plan_duty(q->ev, b->open[k].duty) != d) continue;
            row->due_state = text_of(due_state(b->open[k].from, b->open[k].due, q->today));
            row->due_label = due_label(q, b->open[k].from, b->open[k].due);
            break;
        }
    }
}

/* Those who hold it first; those before them, the last first, so many as help to see who handed over. */
static void holders_put(const struct bodies *b, int64_t group, const struct plan_post *p, bool may, struct bodies_rows_posts *out)
{
    enum { BEFORE_MOST = 3 };
    const struct ask *q = b->q;
    size_t before = 0;
    out->holders.item = arena_array(q->arena, b->holder_n + 1, sizeof *out->holders.item);
    for (int past = 0; past < 2; past++) {
        for (size_t i = 0; i < b->holder_n; i++) {
            const struct bodies_holder *h = &b->holder[past ? b->holder_n - 1 - i : i];
            bool on = h->from <= q->today && q->today < h->to, over = h->to <= q->today;
            if (h->body != group || !text_eq(h->post, p->key) || (past ? !over || before == BEFORE_MOST : !on)) continue;
            before += past != 0;
            out->holders.item[out->holders.n++] = (struct bodies_rows_posts_holders){.name = h->name, .note = bodies_note(b, h),
                .since = said_fill(q, W_bodies_since, day_short(q, h->from), TEXT_NONE),
                .until = past ? said_fill(q, W_bodies_until, day_short(q, h->to), TEXT_NONE) : T(""), .id = h->id,
                .can_leave = may && !past};
        }
    }
}

static void posts_put(const struct bodies *b, size_t body, int64_t group, struct bodies_rows *row)
{
    const struct ask *q = b->q;
    const struct plan_body *p = &q->ev->plan->body[body];
    bool may = bodies_may(q, &b->at);
    struct text which = group == 0 ? T("") : text_fmt(q->arena, "&group=%lld", (long long)group);
    row->posts.item = arena_array(q->arena, p->post_count, sizeof *row->posts.item);
    for (size_t i = 0; i < p->post_count; i++) {
        const struct plan_post *one = &p->post[i];
        struct bodies_rows_posts *out = &row->posts.item[row->posts.n++];
        *out = (struct bodies_rows_posts){.title = one->title[q->lang], .job = one->from, .bounds = bounds_said(q, one),
            .vacant = bodies_lacks(b, body, group, i), .set_href = T("")};
        bool held = text_empty(out->vacant);
        if (may) out->set_href = text_fmt(q->arena, "/bodies/set?place=%lld&scheme=%.*s&body=%.*s&post=%.*s%.*s",
            (long long)b->at.id, TP(q->ev->plan->scheme[p->origin.scheme].id), TP(p->key), TP(one->key), TP(which));
        out->set_label = word(q->lang, held && one->max == 1 ? W_bodies_replace : W_bodies_set);
        if (!held) row->missing = comma(q, row->missing, out->title);
        out->does.item = arena_array(q->arena, one->does_count + 1, sizeof *out->does.item);
        for (size_t k = 0; k < one->does_count; k++)
            out->does.item[out->does.n++] = (struct bodies_rows_posts_does){.label = one->does[k]};
        duties_put(b, one, out);
        holders_put(b, group, one, may, out);
    }
}

/* ---- one body ---- */

static void state_put(const struct bodies *b, const struct plan_duty *d, struct bodies_rows *row)
{
    const struct ask *q = b->q;
    row->due_state = T("met");
    row->due_label = word(q->lang, W_bodies_whole);
    for (size_t k = 0; k < b->open_n; k++) {
        if (evaluator_plan_duty(q->ev, b->open[k].duty) != d) continue;
        row->due_state = text_of(due_state(b->open[k].from, b->open[k].due, q->today));
        row->due_label = due_label(q, b->open[k].from, b->open[k].due);
        return;
    }
    if (row->missing.n == 0) return;
    row->due_state = T("planned");
    row->due_label = word(q->lang, W_bodies_missing);
}

static void row_put(const struct bodies *b, size_t body, const struct bodies_stand *stand, struct bodies_rows *row)
{
    const struct ask *q = b->q;
    const struct plan_body *p = &q->ev->plan->body[body];
    const struct plan_duty *d = &q->ev->plan->duty[p->duty];
    struct text scheme = q->ev->plan->scheme[p->origin.scheme].id;
    *row = (struct bodies_rows){.anchor = text_fmt(q->arena, "%.*s-%.*s", TP(scheme), TP(p->key)), .title = p->title[q->lang],
        .name = stand == NULL ? T("") : stand->name, .scheme = due_scheme(q, d)->title[q->lang], .clause = due_clause(q, d),
        .clause_href = due_clause_href(q, d), .missing = T(""), .office = p->office, .answers = p->answers, .under = T(""),
        .since = stand == NULL ? T("") : said_fill(q, W_bodies_since, day_short(q, stand->from), TEXT_NONE), .found_href = T("")};
    if (p->under >= 0) row->under = q->ev->plan->body[p->under].title[q->lang];
    if (p->several && bodies_may(q, &b->at)) row->found_href = text_fmt(q->arena,
        "/bodies/set?place=%lld&scheme=%.*s&body=%.*s", (long long)b->at.id, TP(scheme), TP(p->key));
    if (p->several && stand == NULL) {
        if (p->at_least > 0) row->missing = said_fill(q, W_bodies_none_yet, said_int(q, p->at_least), TEXT_NONE);
    } else {
        posts_put(b, body, stand == NULL ? 0 : stand->id, row);
    }
    state_put(b, d, row);
}

static enum rc rows_fill(const struct bodies *b, struct bodies_view *v)
{
    const struct ask *q = b->q;
    size_t cap = 0;
    for (int vacant = 1; vacant >= 0; vacant--) {
        for (size_t i = 0; i < q->ev->plan->body_count; i++) {
            const struct bodies_stand *stand[SEVERAL_MOST];
            if (!body_for(q->ev, i, &b->at, q->today)) continue;
            size_t n = bodies_standing(b, i, stand, SEVERAL_MOST);
            for (size_t k = 0; k < (n ? n : 1); k++) {
                struct bodies_rows row;
                row_put(b, i, n ? stand[k] : NULL, &row);
                if ((row.missing.n > 0) != (vacant == 1)) continue;
                v->rows.item = arena_grow(q->arena, v->rows.item, v->rows.n, &cap, v->rows.n + 1, sizeof *v->rows.item);
                v->rows.item[v->rows.n++] = row;
            }
        }
    }
    return RC_OK;
}

/* ---- around it ---- */

static void place_link(const struct ask *q, int64_t here, const struct place *p, struct bodies_view *v)
{
    if (v->places.n == PLACES_MOST || !ask_may(q, CAP_today, p->lo, p->hi)) return;
    v->places.item[v->places.n++] = (struct choice_part){.value = said_int(q, p->id),
        .label = place_name(q->arena, q->lang, p, q->today), .on = p->id == here,
        .href = text_fmt(q->arena, "/bodies?place=%lld", (long long)p->id)};
}

/* Those above that the one who asks may see, this one, and of a school its classes. */
static enum rc places_fill(const struct bodies *b, struct bodies_view *v)
{
    const struct ask *q = b->q;
    struct place_list path, below;
    v->places.item = arena_array(q->arena, PLACES_MOST, sizeof *v->places.item);
    TRY(place_path(q->db, q->scope.county, b->at.id, q->arena, &path));
    for (size_t i = 0; i < path.n; i++) place_link(q, b->at.id, &path.item[i], v);
    if (b->at.kind == PLACE_CLASS) return RC_OK;
    TRY(place_children(q->db, q->scope.county, b->at.id, q->arena, &below));
    for (size_t i = 0; i < below.n; i++) {
        const struct place *p = &below.item[i];
        bool gone = (p->to != DAY_NONE && p->to <= q->today) || (p->kind == PLACE_CLASS && class_graduated(p, q->today));
        if (!gone) place_link(q, b->at.id, p, v);
    }
    return RC_OK;
}

/* What is open below about a body, the most pressing first. */
static enum rc lacking_fill(const struct bodies *b, struct bodies_view *v)
{
    const struct ask *q = b->q;
    struct matter_rows rows;
    size_t more = 0;
    v->lacking.item = arena_array(q->arena, LACKING_MOST, sizeof *v->lacking.item);
    if (b->at.kind == PLACE_CLASS) return RC_OK;
    TRY(matters_at(q, q->today, DAY_MAX, 0, MATTERS_LOOK, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct plan_duty *d = evaluator_plan_duty(q->ev, rows.item[i].duty);
        if (d->body < 0 || rows.item[i].place == b->at.id) continue;
        if (v->lacking.n == LACKING_MOST) {
            more++;
            continue;
        }
        struct bodies_lacking *row = &v->lacking.item[v->lacking.n++];
        TRY(matter_place_name(q, rows.item[i].place, true, &row->label));
        row->note = text_fmt(q->arena, "%.*s · %.*s", TP(q->ev->plan->body[d->body].title[q->lang]),
            TP(due_label(q, rows.item[i].from, rows.item[i].due)));
        row->href = text_fmt(q->arena, "/bodies?place=%lld", (long long)rows.item[i].place);
    }
    v->lacking_more = more == 0 ? T("") : said_fill(q, W_today_more, said_int(q, (int64_t)more), TEXT_NONE);
    return RC_OK;
}

enum rc build_bodies(const struct ask *q, const struct bodies_query *c, const struct field_state *state, struct bodies_view *v)
{
    struct bodies *b = arena_alloc(q->arena, sizeof *b);
    struct text name;
    if (q->ev == NULL) return RC_UNAVAILABLE;
    TRY(bodies_read(q, c->place, b));
    TRY(matter_place_name(q, c->place, true, &name));
    *v = (struct bodies_view){.title = text_fmt(q->arena, "%.*s · %.*s", TP(name), TP(word(q->lang, W_bodies_title))),
        .lead = word(q->lang, W_bodies_lead), .empty = word(q->lang, W_bodies_empty), .leave_href = T("/bodies/leave"),
        .place = c->place, .lacking_more = T(""), .file_href = T("")};
    if (ask_may(q, CAP_export, b->at.lo, b->at.hi))
        v->file_href = text_fmt(q->arena, "/bodies/file?place=%lld", (long long)c->place);
    TRY(places_fill(b, v));
    if (c->form) TRY(bodies_form(b, c, state, v));
    TRY(rows_fill(b, v));
    return lacking_fill(b, v);
}
