/* SPDX-License-Identifier: Apache-2.0 */
#include "model/body.h"

#include "gen/sql/body.h"
#include "gen/sql/matter.h"
#include "gen/sql/obligation.h"
#include "model/matter.h"
#include "model/owner.h"
#include "model/staff.h"

#include <string.h>

enum { NAME_MAX = 40, PERSON_MAX = 30 };

/* ---- what is asked ---- */

static enum code_subject subject_at(enum place_kind kind)
{
    static const enum code_subject subject[PLACE_KINDS] = {[PLACE_BUREAU] = SUBJECT_COUNTY, [PLACE_CENTRE] = SUBJECT_CENTRE,
        [PLACE_SCHOOL] = SUBJECT_SCHOOL, [PLACE_CLASS] = SUBJECT_CLASS};
    return subject[kind];
}

bool body_for(const struct evaluator *ev, size_t body, const struct place *at, day_t day)
{
    const struct plan_body *b = &ev->plan->body[body];
    const struct plan_scheme *s = &ev->plan->scheme[b->origin.scheme];
    if (b->at != subject_at(at->kind) || day < s->from || day >= s->to || at->lo < s->key_lo || at->lo >= s->key_hi) return false;
    struct matter m = {.subject = b->at, .place_key = at->lo, .stages = matter_stages(ev, at->stage), .boarding = at->boarding,
        .rural = at->rural};
    return matter_where(&b->where, &m);
}

int body_asked(const struct evaluator *ev, const struct place *at, struct text scheme, struct text key, day_t day)
{
    for (size_t i = 0; i < ev->plan->body_count; i++) {
        const struct plan_body *b = &ev->plan->body[i];
        if (!text_eq(b->key, key) || !text_eq(ev->plan->scheme[b->origin.scheme].id, scheme)) continue;
        if (body_for(ev, i, at, day)) return (int)i;
    }
    return -1;
}

/* ---- who is judged anew ---- */

static bool body_owes(const struct plan *p, struct text scheme, struct text key)
{
    for (size_t i = 0; i < p->duty_count; i++) {
        for (int k = 0; k < p->duty[i].held_count; k++) {
            const struct plan_body *b = &p->body[p->duty[i].held[k].body];
            if (text_eq(b->key, key) && text_eq(p->scheme[b->origin.scheme].id, scheme)) return true;
        }
    }
    return false;
}

/* The place itself; and where a holder owes duties, everything that is open there and below. */
static enum rc touch_body(struct work *w, int64_t place, struct text scheme, struct text key)
{
    struct place at;
    struct cursor c;
    touched_about(w->touched, ABOUT_PLACE, place, false);
    if (w->ev == NULL || !body_owes(w->ev->plan, scheme, key)) return RC_OK;
    TRY(place_by_id(w->db, w->county, place, w->arena, &at));
    struct sql_matter_owed_out open;
    TRY(sql_matter_owed(w->db, &(struct sql_matter_owed_in){.county = w->county, .key_lo = at.lo, .key_hi = at.hi}, &c));
    while (sql_matter_owed_next(&c, &open)) touched_about(w->touched, (enum about_kind)open.about_kind, open.about, false);
    TRY(sql_close(&c));
    struct sql_obligation_children_out child;
    struct sql_obligation_children_in in = {.county = w->county, .key_lo = at.lo, .key_hi = at.hi};
    TRY(sql_obligation_children(w->db, &in, &c));
    while (sql_obligation_children_next(&c, &child)) touched_add(w->touched, child.child);
    return sql_close(&c);
}

struct held { int64_t place; struct text scheme, key; };

static enum rc touch_all(struct work *w, const struct held *list, size_t n)
{
    for (size_t i = 0; i < n; i++) TRY(touch_body(w, list[i].place, list[i].scheme, list[i].key));
    return RC_OK;
}

enum rc body_touch_staff(struct work *w, int64_t staff)
{
    struct cursor c;
    struct sql_body_held_by_staff_out o;
    struct held *list = NULL;
    size_t n = 0, cap = 0;
    TRY(sql_body_held_by_staff(w->db, &(struct sql_body_held_by_staff_in){.county = w->county, .staff = staff}, &c));
    while (sql_body_held_by_staff_next(&c, &o)) {
        list = arena_grow(w->arena, list, n, &cap, n + 1, sizeof *list);
        list[n++] = (struct held){o.place, text_dup(w->arena, o.scheme), text_dup(w->arena, o.key)};
    }
    TRY(sql_close(&c));
    return touch_all(w, list, n);
}

static bool children_hold(const struct work *w)
{
    for (size_t i = 0; w->ev != NULL && i < w->ev->plan->body_count; i++) {
        const struct plan_body *b = &w->ev->plan->body[i];
        for (size_t k = 0; k < b->post_count; k++) {
            if (b->post[k].holders & HOLDER_CHILD) return true;
        }
    }
    return false;
}

enum rc body_touch_child(struct work *w, int64_t child)
{
    struct cursor c;
    struct sql_body_held_by_child_out o;
    if (!children_hold(w)) return RC_OK;
    TRY(sql_body_held_by_child(w->db, &(struct sql_body_held_by_child_in){.county = w->county, .child = child}, &c));
    while (sql_body_held_by_child_next(&c, &o)) touched_about(w->touched, ABOUT_PLACE, o.place, false);
    return sql_close(&c);
}

/* ---- setting up ---- */

struct wanted { struct place at; const struct plan_body *body; const struct plan_post *post; int64_t standing; day_t from; };

static enum rc refuse(struct work *w, const char *field, enum word why, struct text a0, struct text a1)
{
    fault_add(w->faults, text_of(field), why, a0, a1);
    return RC_INVALID;
}

/* The one that stands at the place, by name where there may be several; 0: none. */
static enum rc standing_find(struct work *w, const struct body_input *in, int64_t *id)
{
    struct cursor c;
    struct sql_body_of_place_out o;
    *id = 0;
    TRY(sql_body_of_place(w->db, &(struct sql_body_of_place_in){.county = w->county, .place = in->place}, &c));
    while (sql_body_of_place_next(&c, &o)) {
        bool same = text_eq(o.scheme, in->scheme) && text_eq(o.key, in->key) && text_eq(o.name, in->name);
        if (same && o.to_day == NULL_INT) *id = o.id;
    }
    return sql_close(&c);
}

static enum rc wanted_find(struct work *w, struct body_input *in, struct wanted *out)
{
    if (in->from == DAY_NONE) in->from = w->today;
    if (in->name.s == NULL) in->name = T("");
    in->name = text_trim(in->name);
    if (w->ev == NULL) return RC_UNAVAILABLE;
    TRY(place_by_id(w->db, w->county, in->place, w->arena, &out->at));
    int body = body_asked(w->ev, &out->at, in->scheme, in->key, w->today);
    if (body < 0) return refuse(w, "body", W_body_unknown, in->key, out->at.name);
    out->body = &w->ev->plan->body[body];
    if (in->from > w->today) return refuse(w, "from", W_body_future, TEXT_NONE, TEXT_NONE);
    if (out->body->several && text_empty(in->name)) return refuse(w, "name", W_body_name_needed, TEXT_NONE, TEXT_NONE);
    if (!out->body->several) in->name = T("");
    if (text_chars(in->name) > NAME_MAX) return refuse(w, "name", W_body_too_long, text_fmt(w->arena, "%d", NAME_MAX), TEXT_NONE);
    return standing_find(w, in, &out->standing);
}

static enum rc stand_up(struct work *w, const struct body_input *in, struct wanted *want)
{
    if (want->standing != 0) {
        return sql_body_from_run(w->db,
            &(struct sql_body_from_in){.county = w->county, .id = want->standing, .from_day = in->from}, NULL);
    }
    want->standing = ids_next(w->ids, w->now);
    return sql_body_insert_run(w->db,
        &(struct sql_body_insert_in){.county = w->county, .id = want->standing, .place = in->place, .place_key = want->at.lo,
            .scheme = in->scheme, .key = in->key, .name = in->name, .from_day = in->from, .made_at = w->now,
            .made_day = w->today, .made_by = w->staff}, NULL);
}

enum rc body_found(struct work *w, const struct body_input *given, int64_t *id)
{
    struct body_input in = *given;
    struct wanted want = {0};
    TRY(wanted_find(w, &in, &want));
    if (want.standing != 0) {
        fault_add(w->faults, T("name"), W_body_stands, TEXT_NONE, TEXT_NONE);
        return RC_CONFLICT;
    }
    TRY(stand_up(w, &in, &want));
    *id = want.standing;
    return touch_body(w, in.place, in.scheme, in.key);
}

/* ---- who may hold a post ---- */

static enum rc staff_check(struct work *w, const struct body_input *in, const struct wanted *want)
{
    struct staff s;
    struct place home;
    uint32_t roles = 0;
    if (!(want->post->holders & HOLDER_STAFF)) return refuse(w, "staff", W_body_no_staff, TEXT_NONE, TEXT_NONE);
    enum rc rc = staff_by_id(w->db, w->county, in->staff, w->arena, &s);
    if (rc == RC_NOT_FOUND || (rc == RC_OK && s.to != DAY_NONE && s.to <= w->today))
        return refuse(w, "staff", W_pairing_staff_gone, TEXT_NONE, TEXT_NONE);
    if (rc != RC_OK) return rc;
    if (want->post->roles != 0) {
        TRY(owner_roles_place(w->db, w->ev, in->staff, want->at.lo, w->today, &roles));
        if (!(roles & want->post->roles)) return refuse(w, "staff", W_body_no_role, s.name, want->post->title[LANG_ZH]);
    }
    TRY(place_by_id(w->db, w->county, s.place, w->arena, &home));
    bool near = home.lo < want->at.hi && want->at.lo < home.hi;
    if (!near) fault_warn(w->faults, T("staff"), W_pairing_other_school, s.name, home.name);
    return RC_OK;
}

static enum rc child_check(struct work *w, const struct body_input *in, const struct wanted *want)
{
    int64_t key;
    if (!(want->post->holders & HOLDER_CHILD)) return refuse(w, "child", W_body_no_child, TEXT_NONE, TEXT_NONE);
    TRY(owner_place_on(w->db, w->county, in->child, in->from, &key));
    if (key >= want->at.lo && key < want->at.hi) return RC_OK;
    return refuse(w, "child", W_body_child_far, want->at.name, TEXT_NONE);
}

static enum rc person_check(struct work *w, struct body_input *in, const struct wanted *want)
{
    struct text most = text_fmt(w->arena, "%d", PERSON_MAX);
    in->person = text_trim(in->person);
    if (text_empty(in->person)) return refuse(w, "person", W_body_nobody, TEXT_NONE, TEXT_NONE);
    if (!(want->post->holders & HOLDER_OUTSIDE)) return refuse(w, "person", W_body_no_outside, TEXT_NONE, TEXT_NONE);
    if (text_chars(in->person) > PERSON_MAX) return refuse(w, "person", W_body_too_long, most, TEXT_NONE);
    if (text_chars(in->house) > NAME_MAX || text_chars(in->job) > NAME_MAX)
        return refuse(w, "house", W_body_too_long, text_fmt(w->arena, "%d", NAME_MAX), TEXT_NONE);
    if (text_empty(text_trim(in->house)) && text_empty(text_trim(in->unit)))
        return refuse(w, "house", W_body_house_needed, TEXT_NONE, TEXT_NONE);
    return RC_OK;
}

static struct text units_said(const struct work *w, const struct plan_post *post)
{
    struct text all = T("");
    for (size_t i = 0; i < post->unit_count; i++)
        all = i == 0 ? post->unit[i] : text_fmt(w->arena, "%.*s、%.*s", TP(all), TP(post->unit[i]));
    return all;
}

static enum rc unit_check(struct work *w, struct body_input *in, const struct plan_post *post)
{
    in->unit = in->unit.s == NULL ? T("") : text_trim(in->unit);
    if (post->unit_count == 0) {
        in->unit = T("");
        return RC_OK;
    }
    for (size_t i = 0; i < post->unit_count; i++) {
        if (text_eq(post->unit[i], in->unit)) return RC_OK;
    }
    return refuse(w, "unit", W_body_unit_unknown, text_empty(in->unit) ? T("—") : in->unit,
                  units_said(w, post));
}

static enum rc holder_check(struct work *w, struct body_input *in, const struct wanted *want)
{
    TRY(unit_check(w, in, want->post));
    if (in->staff != 0 && in->child != 0) return refuse(w, "staff", W_body_two, TEXT_NONE, TEXT_NONE);
    if (in->staff != 0) return staff_check(w, in, want);
    return in->child != 0 ? child_check(w, in, want) : person_check(w, in, want);
}

/* ---- a post changes hands ---- */

struct sitting { int64_t id, staff, child; struct text person; day_t from; bool open; };

static enum rc sitting_read(struct work *w, const struct body_input *in, const struct wanted *want, struct sitting **out,
                            size_t *n)
{
    struct cursor c;
    struct sql_body_sitting_out o;
    struct sitting *list = NULL;
    size_t cap = 0;
    *n = 0;
    struct sql_body_sitting_in key = {.county = w->county, .body = want->standing, .post = in->post, .unit = in->unit,
        .day = in->from < w->today ? in->from : w->today};
    TRY(sql_body_sitting(w->db, &key, &c));
    while (sql_body_sitting_next(&c, &o)) {
        list = arena_grow(w->arena, list, *n, &cap, *n + 1, sizeof *list);
        list[(*n)++] = (struct sitting){o.id, o.staff, o.child, text_dup(w->arena, o.person), (day_t)o.from_day,
            o.to_day == NULL_INT};
    }
    *out = list;
    return sql_close(&c);
}

static enum rc post_close(struct work *w, int64_t holder, day_t on, const char *reason)
{
    return sql_body_post_close_run(w->db,
        &(struct sql_body_post_close_in){.county = w->county, .id = holder, .to_day = on, .end_reason = text_of(reason),
            .ended_day = w->today}, NULL);
}

static enum rc make_room(struct work *w, const struct body_input *in, const struct wanted *want, bool replace)
{
    struct sitting *list;
    size_t n;
    TRY(sitting_read(w, in, want, &list, &n));
    for (size_t i = 0; i < n; i++) {
        bool same = in->staff != 0 ? list[i].staff == in->staff : in->child != 0 ? list[i].child == in->child
                                                                                 : text_eq(list[i].person, in->person);
        if (!same) continue;
        fault_add(w->faults, T("staff"), W_body_holds, want->post->title[LANG_ZH], day_text(w->arena, list[i].from));
        return RC_CONFLICT;
    }
    if (want->post->max == 0 || n < (size_t)want->post->max) return RC_OK;
    bool hands_over = replace && want->post->max == 1 && n == 1 && list[0].open && list[0].from <= in->from;
    if (hands_over) return post_close(w, list[0].id, in->from, "changed");
    fault_add(w->faults, T("post"), want->post->max == 1 ? W_body_held : W_body_full, want->post->title[LANG_ZH],
              text_fmt(w->arena, "%d", want->post->max));
    return RC_CONFLICT;
}

static struct text or_empty(struct text t)
{
    return t.s == NULL ? T("") : text_trim(t);
}

enum rc body_set(struct work *w, const struct body_input *given, bool replace, int64_t *id)
{
    struct body_input in = *given;
    struct wanted want = {0};
    TRY(wanted_find(w, &in, &want));
    int post = plan_post(want.body, in.post);
    if (post < 0) return refuse(w, "post", W_body_post_unknown, in.post, want.body->title[LANG_ZH]);
    want.post = &want.body->post[post];
    TRY(holder_check(w, &in, &want));
    TRY(stand_up(w, &in, &want));
    TRY(make_room(w, &in, &want, replace));
    *id = ids_next(w->ids, w->now);
    bool outside = in.staff == 0 && in.child == 0;
    TRY(sql_body_post_insert_run(w->db,
        &(struct sql_body_post_insert_in){.county = w->county, .id = *id, .body = want.standing, .post = in.post, .unit = in.unit,
            .staff = in.staff, .child = in.child, .person = outside ? in.person : T(""),
            .house = outside ? or_empty(in.house) : T(""), .job = outside ? or_empty(in.job) : T(""), .from_day = in.from,
            .made_at = w->now, .made_day = w->today, .made_by = w->staff}, NULL));
    return touch_body(w, in.place, in.scheme, in.key);
}

enum rc body_leave(struct work *w, int64_t holder, day_t on, const char *reason)
{
    struct sql_body_post_row_out p;
    struct sql_body_row_out b;
    TRY(sql_body_post_row_one(w->db, &(struct sql_body_post_row_in){.county = w->county, .id = holder}, w->arena, &p));
    TRY(sql_body_row_one(w->db, &(struct sql_body_row_in){.county = w->county, .id = p.body}, w->arena, &b));
    if (p.to_day != NULL_INT) return RC_CONFLICT;
    bool never = strcmp(reason, "error") == 0;     /* written by mistake: held on no day */
    TRY(post_close(w, holder, on > p.from_day && !never ? on : (day_t)p.from_day, reason));
    return touch_body(w, b.place, b.scheme, b.key);
}

enum rc body_end(struct work *w, int64_t body, day_t on)
{
    struct sql_body_row_out b;
    int64_t changed = 0;
    TRY(sql_body_row_one(w->db, &(struct sql_body_row_in){.county = w->county, .id = body}, w->arena, &b));
    struct sql_body_close_in in = {.county = w->county, .id = body, .to_day = on > b.from_day ? on : (day_t)b.from_day,
        .ended_day = w->today};
    TRY(sql_body_close_run(w->db, &in, &changed));
    return changed ? touch_body(w, b.place, b.scheme, b.key) : RC_CONFLICT;
}

/* ---- as the engine sees it ---- */

enum rc body_lines_read(struct db *db, int64_t county, int64_t place, struct arena *a, struct body_lines *out)
{
    struct cursor c;
    struct sql_body_line_out o;
    *out = (struct body_lines){0};
    TRY(sql_body_line(db, &(struct sql_body_line_in){.county = county, .place = place}, &c));
    while (sql_body_line_next(&c, &o)) {
        out->item = arena_grow(a, out->item, out->n, &out->cap, out->n + 1, sizeof *out->item);
        out->item[out->n++] = (struct body_known){.scheme = text_dup(a, o.scheme), .key = text_dup(a, o.key),
            .post = text_dup(a, o.post), .unit = text_dup(a, o.unit),
            .line = {.group = o.body, .post = -1, .unit = -1, .from = (day_t)o.from_day,
                .to = o.to_day == NULL_INT ? DAY_MAX : (day_t)o.to_day, .known = (day_t)o.made_day,
                .end_known = o.ended_day == NULL_INT ? (o.to_day == NULL_INT ? DAY_MAX : (day_t)o.to_day) : (day_t)o.ended_day}};
    }
    return sql_close(&c);
}

size_t body_lines_of(const struct plan *p, size_t body, const struct body_lines *all, struct body_line *out)
{
    const struct plan_body *b = &p->body[body];
    struct text scheme = p->scheme[b->origin.scheme].id;
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++) {
        const struct body_known *k = &all->item[i];
        if (!text_eq(k->key, b->key) || !text_eq(k->scheme, scheme)) continue;
        struct body_line one = k->line;
        if (!text_empty(k->post)) one.post = plan_post(b, k->post);
        if (!text_empty(k->post) && one.post < 0) continue; /* a post that this version no longer has */
        for (size_t u = 0; one.post >= 0 && u < b->post[one.post].unit_count; u++) {
            if (text_eq(b->post[one.post].unit[u], k->unit)) one.unit = (int)u;
        }
        out[n++] = one;
    }
    return n;
}

/* The version that this one took over from, when the body was incomplete by its rule too: that is owed under it already. */
static bool owed_before(const struct plan *p, size_t body, const struct body_lines *all, day_t on, day_t as_of,
                        struct body_line *room)
{
    const struct plan_body *b = &p->body[body];
    const struct plan_scheme *s = &p->scheme[b->origin.scheme];
    for (size_t i = 0; i < p->body_count; i++) {
        const struct plan_scheme *o = &p->scheme[p->body[i].origin.scheme];
        if (o == s || !text_eq(o->id, s->id) || o->to != s->from || !text_eq(p->body[i].key, b->key)) continue;
        size_t n = body_lines_of(p, i, all, room);
        return !body_complete(&p->body[i], room, n, on - 1, as_of);
    }
    return false;
}

size_t body_events(const struct plan *p, size_t body, const struct body_lines *all, day_t since, day_t as_of, struct arena *a,
                   struct cadence_event *out, size_t cap)
{
    const struct plan_body *b = &p->body[body];
    const struct cadence_duty *d = &p->duty[b->duty].cadence;
    day_t from = d->valid_from > since ? d->valid_from : since, to = d->valid_to == DAY_NONE ? DAY_MAX : d->valid_to;
    struct body_line *line = arena_array(a, all->n + 1, sizeof *line), *room = arena_array(a, all->n + 1, sizeof *room);
    struct body_gap gap[BODY_GAPS];
    size_t lines = body_lines_of(p, body, all, line);
    size_t gaps = body_gaps(b, line, lines, from, to, as_of, gap, cap < BODY_GAPS ? cap : BODY_GAPS), n = 0;
    for (size_t i = 0; i < gaps; i++) {
        if (gap[i].from == d->valid_from && owed_before(p, body, all, gap[i].from, as_of, room)) continue;
        out[n++] = (struct cadence_event){.day = gap[i].from, .known = gap[i].from, .event = d->event, .done = gap[i].done};
    }
    return n;
}
