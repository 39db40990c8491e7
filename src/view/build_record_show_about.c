/* SPDX-License-Identifier: Apache-2.0 */
/* The page of a record about a place or its staff: where, who took part, what it was worth. */
#include "gen/sql/matter_list.h"
#include "model/matter.h"
#include "view/due.h"
#include "view/matters.h"
#include "view/record_show_part.h"
#include "view/see.h"

enum { ABOUT_NAMED = 500, DUTIES_TOLD = 64 };

enum rc record_abouts_read(const struct ask *q, int64_t id, struct record_abouts *out)
{
    struct cursor c;
    struct sql_matter_name_out row;
    *out = (struct record_abouts){0};
    TRY(sql_matter_name(q->db, &(struct sql_matter_name_in){.county = q->scope.county, .encounter = id}, &c));
    while (out->n < ABOUT_NAMED && sql_matter_name_next(&c, &row)) {
        out->item = arena_grow(q->arena, out->item, out->n, &out->cap, out->n + 1, sizeof *out->item);
        out->item[out->n++] = (struct record_about_one){.about = {(enum about_kind)row.about_kind, row.about}, .place = row.place,
            .place_key = row.place_key, .staff_name = text_dup(q->arena, row.staff_name)};
    }
    return sql_close(&c);
}

/* Only those at places that the one who asks may read; the others are counted. */
enum rc record_abouts_seen(const struct ask *q, struct record_abouts *all, uint8_t *data, size_t *others)
{
    size_t seen = 0, n = all->n;
    *data = 0;
    for (size_t i = 0; i < n; i++) {
        uint8_t here = see_place(q, all->item[i].place_key);
        *data |= here;
        if (here != 0) all->item[seen++] = all->item[i];
    }
    *others = n - seen;
    all->n = seen;
    return RC_OK;
}

/* The places as links, the people as one line of names. */
enum rc record_abouts_fill(const struct ask *q, const struct record_abouts *all, struct record_show_view *v)
{
    struct text names = T("");
    int64_t people = 0, last = 0;
    v->children.item = arena_array(q->arena, all->n + 1, sizeof *v->children.item);
    for (size_t i = 0; i < all->n; i++) {
        const struct record_about_one *one = &all->item[i];
        if (one->about.kind == ABOUT_STAFF) {
            names = text_fmt(q->arena, "%.*s%s%.*s", TP(names), people++ == 0 ? "" : "、", TP(one->staff_name));
        }
        if (one->place == last) continue;
        last = one->place;
        struct link_part *link = &v->children.item[v->children.n++];
        *link = (struct link_part){.icon = T(""), .hint = T(""), .href = text_fmt(q->arena, "/matters?place=%lld",
            (long long)one->place)};
        TRY(matter_place_name(q, one->place, true, &link->label));
    }
    if (people == 0) return RC_OK;
    struct text count = text_fmt(q->arena, "%lld", (long long)people);
    v->facts.item[v->facts.n++] = (struct fact_part){.label = word(q->lang, W_record_took_part),
        .value = text_fmt(q->arena, "%.*s（%.*s）", TP(names), TP(word_fill(q->arena, q->lang, W_matter_people, &count, 1)))};
    return RC_OK;
}

bool record_abouts_void(const struct ask *q, const struct record_abouts *all)
{
    bool yes = all->n > 0;
    for (size_t i = 0; i < all->n && yes; i++) {
        int64_t lo = all->item[i].place_key, hi = lo + 1;
        yes = ask_may(q, CAP_record_void, lo, hi) && ask_may(q, CAP_excuse_approve, lo, hi);
    }
    return yes;
}

/* ---- what it was worth ---- */

struct worth { const struct ask *q; int64_t encounter; struct { int32_t duty; int64_t people; } told[DUTIES_TOLD]; size_t n; };

static void worth_sink(void *ctx, const struct cadence_obligation *o)
{
    struct worth *w = ctx;
    if (o->state == CADENCE_VOID || !evaluate_credits(o, w->encounter)) return;
    size_t i = 0;
    while (i < w->n && w->told[i].duty != o->duty) i++;
    if (i == DUTIES_TOLD) return;
    if (i == w->n) w->told[w->n++].duty = o->duty;
    w->told[i].people++;
}

enum rc record_abouts_worth(const struct ask *q, int64_t id, day_t day, const struct record_abouts *all,
    struct record_show_view *v)
{
    struct subject_space space = {.arena = q->arena};
    struct matter_scopes scopes = matter_scopes_new(q->arena, q->ev);
    struct worth w = {.q = q, .encounter = id};
    bool staff = false;
    for (size_t i = 0; i < all->n; i++) {
        struct matter m;
        enum rc rc = matter_load(q->db, q->ev, all->item[i].about, q->today, &space, &m);
        if (rc == RC_NOT_FOUND) continue;
        if (rc != RC_OK) return rc;
        staff = staff || all->item[i].about.kind == ABOUT_STAFF;
        matter_run(q->ev, &scopes, &m, &space, day, day, q->today, worth_sink, &w);
    }
    v->credits.item = arena_array(q->arena, w.n + 1, sizeof *v->credits.item);
    for (size_t i = 0; i < w.n; i++) {
        const struct plan_duty *d = evaluator_plan_duty(q->ev, w.told[i].duty);
        struct text n = text_fmt(q->arena, "%lld", (long long)w.told[i].people), place = T("");
        if (d == NULL) continue;
        if (!staff && all->n > 0) TRY(matter_place_name(q, all->item[0].place, false, &place));
        v->credits.item[v->credits.n++] = (struct record_show_credits){.label = d->title[q->lang], .clause = due_clause(q, d),
            .child_name = staff ? word_fill(q->arena, q->lang, W_matter_people, &n, 1) : place};
    }
    return RC_OK;
}
