/* SPDX-License-Identifier: Apache-2.0 */
#include "scheme/checklist.h"

void check_spans(struct check_world *w, const struct calendar *c)
{
    bool running;
    const struct calendar_term *term = calendar_term_of(c, w->as_of, &running);
    w->from[WITHIN_SCHOOL_YEAR] = calendar_school_year_span(c, calendar_school_year(c, w->as_of)).from;
    w->from[WITHIN_TERM] = term ? term->from : w->from[WITHIN_SCHOOL_YEAR];
    w->from[WITHIN_YEAR] = day_of(day_ymd(w->as_of).year, 1, 1);
    w->from[WITHIN_EVER] = 0;
}

static void ticks_see(const struct plan_check *item, const struct check_world *w, struct check_seen *out)
{
    for (size_t i = 0; i < w->tick_count; i++) {
        const struct check_tick *t = &w->tick[i];
        if (!text_eq(t->item, item->key) || t->known > w->as_of || t->day > w->as_of) continue;
        *out = (struct check_seen){.done = true, .have = 1, .day = t->day, .by = t->by};
    }
}

static void records_see(const struct plan_check *item, const struct check_world *w, struct check_seen *out)
{
    for (size_t i = 0; i < w->record_count; i++) {
        const struct cadence_encounter *e = &w->record[i];
        bool in = w->from[item->within] <= e->day && e->day <= w->as_of && e->known <= w->as_of;
        if (!in || !cadence_has(item->kinds, e->kind)) continue;
        out->have++;
        out->day = e->day;
        out->record = e->id;
    }
    out->done = out->have >= item->least;
}

static void facts_see(const struct plan_check *item, const struct check_world *w, struct check_seen *out)
{
    for (size_t i = 0; i < w->fact_count; i++) {
        const struct member_fact *f = &w->fact[i];
        if (f->fact != item->of || w->as_of < f->from || w->as_of >= f->to) continue;
        *out = (struct check_seen){.done = true, .have = 1, .day = f->from};
    }
}

static void facilities_see(const struct plan_check *item, const struct check_world *w, struct check_seen *out)
{
    for (size_t i = 0; i < w->facility_count; i++) {
        const struct facility_state *s = &w->facility[i];
        if (!text_eq(s->kind, item->name) || s->known > w->as_of || w->as_of < s->from || w->as_of >= s->to) continue;
        out->have++;
        out->day = s->from;
    }
    out->done = out->have >= item->least;
}

static void part_see(const struct plan_check *item, const struct check_world *w, struct check_seen *out)
{
    bool keeper = item->how == CHECK_KEEPER;
    if (!w->own) return;
    int64_t n = facility_part_on(w->own, keeper ? T(FACILITY_KEEPER) : item->name, w->as_of, w->as_of, &out->day);
    out->have = keeper ? n != 0 : (int)n;
    out->by = keeper ? n : 0;
    out->done = out->have >= item->least;
}

struct check_sum checklist_judge(const struct plan_checklist *c, const struct check_world *w, struct check_seen *seen)
{
    struct check_sum sum = {.level = -1};
    for (size_t i = 0; i < c->item_count; i++) {
        const struct plan_check *item = &c->item[i];
        seen[i] = (struct check_seen){.day = DAY_NONE};
        switch (item->how) {
        case CHECK_TICK: ticks_see(item, w, &seen[i]); break;
        case CHECK_RECORD: records_see(item, w, &seen[i]); break;
        case CHECK_FACT: facts_see(item, w, &seen[i]); break;
        case CHECK_FACILITY: facilities_see(item, w, &seen[i]); break;
        case CHECK_EQUIPMENT:
        case CHECK_KEEPER: part_see(item, w, &seen[i]); break;
        }
        if (seen[i].done) sum.points += item->points;
        if (item->optional) continue;
        sum.need++;
        if (seen[i].done) sum.done++;
    }
    sum.missing = sum.need - sum.done;
    for (size_t i = 0; i < c->level_count; i++) {
        if (sum.points >= c->level[i].at) sum.level = (int)i;
    }
    return sum;
}
