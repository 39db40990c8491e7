/* SPDX-License-Identifier: Apache-2.0 */
/* The form of a record about a place or its staff: which place, who took part; what is asked is data as for children. */
#include "gen/sql/matter_list.h"
#include "model/encounter.h"
#include "model/facility.h"
#include "model/place.h"
#include "view/build_record.h"
#include "view/due.h"
#include "view/matters.h"
#include "view/record_part.h"

enum { PLACES_OFFERED = 150 };

bool record_about(const struct code_kind *k)
{
    return (k->subjects & UINT32_C(1) << SUBJECT_CHILD) == 0;
}

static bool of_staff(const struct code_kind *k)
{
    return (k->subjects & UINT32_C(1) << SUBJECT_STAFF) != 0;
}

/* The kinds of place that a kind of record is about; a record about the staff is kept for a school. */
static bool fits(const struct code_kind *k, enum place_kind place)
{
    static const enum code_subject subject[PLACE_KINDS] = {
        [PLACE_BUREAU] = SUBJECT_COUNTY, [PLACE_CENTRE] = SUBJECT_CENTRE, [PLACE_SCHOOL] = SUBJECT_SCHOOL,
        [PLACE_CLASS] = SUBJECT_CLASS};
    return of_staff(k) ? place != PLACE_CLASS : (k->subjects & UINT32_C(1) << subject[place]) != 0;
}

/* ---- which place ---- */

struct offered { struct place *item; size_t n, cap; };

static enum rc range_offer(const struct ask *q, const struct code_kind *k, int64_t lo, int64_t hi, struct offered *out)
{
    for (enum place_kind kind = PLACE_BUREAU; kind < PLACE_KINDS; kind++) {
        struct place_list list;
        if (!fits(k, kind)) continue;
        TRY(place_under(q->db, q->scope.county, lo, hi, kind, q->today, q->arena, &list));
        for (size_t i = 0; i < list.n && out->n < PLACES_OFFERED; i++) {
            const struct place *p = &list.item[i];
            bool known = p->hi > hi || (kind == PLACE_CLASS && class_graduated(p, q->today));
            for (size_t n = 0; n < out->n; n++) known = known || out->item[n].id == p->id;
            if (known) continue;
            out->item = arena_grow(q->arena, out->item, out->n, &out->cap, out->n + 1, sizeof *out->item);
            out->item[out->n++] = *p;
        }
    }
    return RC_OK;
}

/* All that lie within a grant of today with which one may record. */
static enum rc places_offer(const struct ask *q, const struct code_kind *k, struct offered *out)
{
    for (size_t i = 0; i < q->who->n; i++) {
        const struct grant *g = &q->who->grants[i];
        bool now = g->from <= q->who->day && q->who->day < g->to && g->key_lo < g->key_hi;
        if (now && role_has(q->roles, g->role, CAP_record_add)) TRY(range_offer(q, k, g->key_lo, g->key_hi, out));
    }
    return RC_OK;
}

static struct text place_href(const struct ask *q, const struct code_kind *k, int64_t place)
{
    return text_fmt(q->arena, "/record?kind=%.*s&place=%lld", TP(k->key), (long long)place);
}

/* The one that was chosen, else the widest of one's own; the others stand in a fold. */
static enum rc place_choose(const struct ask *q, const struct record_draft *d, const struct code_kind *k, struct place *out,
    struct record_view *v)
{
    struct offered all = {0};
    *out = (struct place){0};
    if (d->place != 0) {
        struct place p;
        TRY(place_by_id(q->db, q->scope.county, d->place, q->arena, &p));
        if (fits(k, p.kind)) *out = p;
    }
    if (out->id != 0) return matter_place_name(q, out->id, true, &v->place_name);
    TRY(places_offer(q, k, &all));
    if (all.n == 0) return RC_OK;
    *out = all.item[0];
    TRY(matter_place_name(q, out->id, true, &v->place_name));
    v->places.item = arena_array(q->arena, all.n + 1, sizeof *v->places.item);
    for (size_t i = 1; i < all.n; i++) {
        struct choice_part *c = &v->places.item[v->places.n++];
        *c = (struct choice_part){.value = text_fmt(q->arena, "%lld", (long long)all.item[i].id), .hint = T(""),
            .href = place_href(q, k, all.item[i].id)};
        TRY(matter_place_name(q, all.item[i].id, true, &c->label));
    }
    return RC_OK;
}

/* ---- who took part, who did it ---- */

static bool ticked(const struct record_draft *d, int64_t staff)
{
    for (size_t i = 0; i < d->staff_count; i++) {
        if (d->staff[i] == staff) return true;
    }
    return false;
}

struct people { struct record_staff *item; size_t n, cap; };

static enum rc people_read(const struct ask *q, const struct record_draft *d, const struct place *p, struct people *out)
{
    struct cursor c;
    struct sql_matter_staff_pick_out row;
    day_t day = d->day == DAY_NONE ? q->today : d->day;
    struct sql_matter_staff_pick_in in = {.county = q->scope.county, .place = p->id, .day = day, .limit = ENCOUNTER_ABOUT};
    TRY(sql_matter_staff_pick(q->db, &in, &c));
    while (sql_matter_staff_pick_next(&c, &row)) {
        out->item = arena_grow(q->arena, out->item, out->n, &out->cap, out->n + 1, sizeof *out->item);
        struct text name = text_dup(q->arena, row.name);
        out->item[out->n++] = (struct record_staff){.id = row.id, .name = name, .mark = name_mark(q->arena, name),
            .post = text_dup(q->arena, row.post), .on = d->many || ticked(d, row.id)};
    }
    return sql_close(&c);
}

/* Others record for whoever has no account: the one who did it is chosen; first stands the one who enters it. */
static void actor_ask(const struct ask *q, const struct field_state *s, const struct people *people, struct record_view *v)
{
    struct text me = text_fmt(q->arena, "%lld", (long long)q->who->staff);
    struct field_part f = field_plain(q, s, "actor", "select", W_record_actor_other, me, true);
    f.options.item = arena_array(q->arena, people->n + 1, sizeof *f.options.item);
    f.options.item[f.options.n++] = (struct choice_part){.value = me, .label = word(q->lang, W_record_actor_me), .hint = T(""),
        .on = text_eq(f.value, me), .href = T("")};
    for (size_t i = 0; i < people->n; i++) {
        struct text id = text_fmt(q->arena, "%lld", (long long)people->item[i].id);
        if (people->item[i].id == q->who->staff) continue;
        f.options.item[f.options.n++] = (struct choice_part){.value = id, .label = people->item[i].name,
            .hint = people->item[i].post, .on = text_eq(f.value, id), .href = T("")};
    }
    v->fields.item[v->fields.n++] = f;
}

static enum rc worth_fill(const struct ask *q, const struct record_draft *d, const struct code_kind *k, struct about about,
    struct record_view *v)
{
    enum { SHOWN = 32 };
    struct cursor c;
    struct sql_matter_open_now_out row;
    day_t day = d->day == DAY_NONE ? q->today : d->day;
    struct sql_matter_open_now_in in = {.county = q->scope.county, .about_kind = about.kind, .about = about.id, .day = day};
    v->credits.item = arena_array(q->arena, SHOWN, sizeof *v->credits.item);
    TRY(sql_matter_open_now(q->db, &in, &c));
    while (sql_matter_open_now_next(&c, &row) && v->credits.n < SHOWN) {
        const struct plan_duty *duty = evaluator_plan_duty(q->ev, row.duty);
        if (duty == NULL || row.due_day < day || !record_duty_takes(duty, k)) continue;
        v->credits.item[v->credits.n++] = (struct record_credits){.label = duty->title[q->lang], .clause = due_clause(q, duty)};
    }
    return sql_close(&c);
}

/* What was chosen on the page of the facility stays chosen. */
static enum rc facility_choose(const struct ask *q, const struct record_draft *d, struct facility *f, struct place *p,
    struct record_view *v)
{
    struct text place;
    TRY(facility_by_id(q->db, q->scope.county, d->facility, q->arena, f));
    TRY(place_by_id(q->db, q->scope.county, f->place, q->arena, p));
    TRY(matter_place_name(q, p->id, true, &place));
    v->place_name = text_fmt(q->arena, "%.*s · %.*s", TP(f->name), TP(place));
    return RC_OK;
}

enum rc record_about_fill(const struct ask *q, const struct record_draft *d, const struct code_kind *k,
    const struct field_state *s, struct record_view *v)
{
    struct place p;
    struct people people = {0};
    v->about = true;
    v->ask_place = of_staff(k) ? word(q->lang, W_record_which_school) : word(q->lang, W_record_which_place);
    struct facility f = {0};
    if (d->facility != 0) TRY(facility_choose(q, d, &f, &p, v));
    else TRY(place_choose(q, d, k, &p, v));
    v->place_id = p.id;
    v->facility_id = f.id;
    if (p.id == 0) return RC_OK;
    struct text title[] = {v->title, v->place_name};
    v->title = text_fmt(q->arena, "%.*s · %.*s", TP(title[0]), TP(title[1]));
    struct place home = p;
    if (p.kind == PLACE_CLASS) TRY(place_by_id(q->db, q->scope.county, p.parent, q->arena, &home));
    TRY(people_read(q, d, &home, &people));
    actor_ask(q, s, &people, v);
    if (f.id != 0) return worth_fill(q, d, k, (struct about){ABOUT_FACILITY, f.id}, v);
    if (!of_staff(k)) return worth_fill(q, d, k, (struct about){ABOUT_PLACE, p.id}, v);
    v->with_staff = true;
    v->staff.item = people.item;
    v->staff.n = people.n;
    if (!d->many) v->all_href = text_fmt(q->arena, "%.*s&many=1", TP(place_href(q, k, p.id)));
    return people.n == 0 ? RC_OK : worth_fill(q, d, k, (struct about){ABOUT_STAFF, people.item[0].id}, v);
}

enum rc record_about_offered(const struct ask *q, const struct code_kind *k, bool *yes)
{
    struct offered all = {0};
    *yes = false;
    if (k->kept) return RC_OK;
    TRY(places_offer(q, k, &all));
    *yes = all.n > 0;
    return RC_OK;
}
