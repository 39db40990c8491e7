/* SPDX-License-Identifier: Apache-2.0 */
/* What an element of facilities or a checklist asks for, put there piece by piece and taken away again. */
#ifndef TESTS_FACILITY_KIT_H
#define TESTS_FACILITY_KIT_H

#include "scheme/checklist.h"
#include "unit/scheme_kit.h"

/* Just what the element asks for, from a day on. */
static inline struct facility_state facility_whole(struct arena *a, const struct plan_facility *f, day_t from, day_t known)
{
    struct facility_spell *spell = arena_array(a, f->item_count + 1, sizeof *spell);
    struct facility_state s = {.id = 1, .kind = f->kind, .from = from, .to = DAY_MAX, .known = known, .spell = spell};
    spell[s.spell_count++] = (struct facility_spell){T(FACILITY_KEEPER), from, DAY_MAX, known, 7};
    for (size_t i = 0; i < f->item_count; i++)
        spell[s.spell_count++] = (struct facility_spell){f->item[i].key, from, DAY_MAX, known, f->item[i].least};
    return s;
}

struct facility_case { const struct plan *p; const struct plan_facility *f; struct facility_place place;
                       struct facility_state state[101]; size_t n; struct cadence_exemption x; size_t xs; };

static inline enum cadence_state facility_state_on(const struct facility_case *c, day_t as_of)
{
    struct cadence_obligation o;
    if (!facility_owed(c->p, c->f, &c->place, c->state, c->n, &c->x, c->xs, 5, as_of, &o)) return CADENCE_VOID;
    assert_int_equal(o.need, c->f->least);
    assert_true(o.have <= o.need && o.to >= o.from);
    return o.state;
}

/* One thing less, and it is not met any more. */
static inline void facility_lacks(struct facility_case *c, day_t on)
{
    struct facility_spell *spell = (struct facility_spell *)(uintptr_t)c->state[0].spell;
    for (size_t i = 0; i < c->state[0].spell_count; i++) {
        bool asked = i == 0 ? c->f->keeper : !c->f->item[i - 1].optional;
        int64_t had = spell[i].n;
        spell[i].n = i == 0 ? 0 : had - 1;
        assert_int_equal(facility_state_on(c, on) == CADENCE_MET, !asked);
        spell[i].n = had;
    }
    struct text kind = c->state[0].kind;
    c->state[0].kind = T("another_kind");
    assert_int_not_equal(facility_state_on(c, on), CADENCE_MET);
    c->state[0].kind = kind;
    c->n--;
    assert_int_not_equal(facility_state_on(c, on), CADENCE_MET);
    c->n++;
    assert_int_equal(facility_state_on(c, on), CADENCE_MET);
}

static inline void facility_is_judged(struct arena *a, const struct plan *p, const struct plan_facility *f)
{
    const struct plan_scheme *s = &p->scheme[f->at.scheme];
    struct facility_case c = {.p = p, .f = f, .place = {s->from - 400, DAY_MAX}};
    struct cadence_obligation o;
    assert_true(f->least >= 1 && f->least <= 100 && f->title[LANG_ZH].n > 0 && f->kind.n > 0);
    assert_true(facility_owed(p, f, &c.place, NULL, 0, NULL, 0, 5, s->from, &o));
    day_t from = o.from, due = o.to;
    assert_int_equal(facility_state_on(&c, from), CADENCE_DUE);
    assert_int_equal(facility_state_on(&c, due), CADENCE_DUE);
    if (due + 1 < s->to) assert_int_equal(facility_state_on(&c, due + 1), CADENCE_OVERDUE);
    for (int i = 0; i < f->least; i++) c.state[c.n++] = facility_whole(a, f, from, from);
    assert_int_equal(facility_state_on(&c, from), CADENCE_MET);
    facility_lacks(&c, from);
    if (due + 2 < s->to) {
        c.state[0].to = due + 2;                      /* it is closed again */
        assert_int_equal(facility_state_on(&c, due + 1), CADENCE_MET);
        assert_int_equal(facility_state_on(&c, due + 2), CADENCE_OVERDUE);
        c.state[0] = facility_whole(a, f, from, due + 1);      /* told too late */
        assert_int_equal(facility_state_on(&c, due), CADENCE_DUE);
        assert_int_equal(facility_state_on(&c, due + 1), CADENCE_MET_LATE);
        c.n = 0;
        c.x = (struct cadence_exemption){.from = due, .to = due + 1, .known = due};
        c.xs = 1;
        assert_int_equal(facility_state_on(&c, due + 1), CADENCE_EXCUSED);
        assert_int_equal(facility_state_on(&c, due + 2), CADENCE_OVERDUE);
        c.place.from = due - 1;                       /* a place that has just begun has its time */
        c.xs = 0;
        assert_int_equal(facility_state_on(&c, due + 1), CADENCE_DUE);
    }
    if (s->to < DAY_MAX) assert_int_equal(facility_state_on(&c, s->to), CADENCE_VOID);
}

/* ---- checklists ---- */

struct check_case { struct check_world w; struct check_tick tick[64]; struct cadence_encounter record[2000];
                    struct member_fact fact[64]; struct facility_state facility[400], own; struct facility_spell spell[70]; };

/* Puts there what the item is read from. */
static inline void check_put(struct check_case *c, const struct plan_check *item)
{
    struct check_world *w = &c->w;
    day_t day = w->as_of;
    switch (item->how) {
    case CHECK_TICK: c->tick[w->tick_count++] = (struct check_tick){item->key, day, day, 3}; break;
    case CHECK_RECORD:
        for (int i = 0; i < item->least; i++) {
            assert_true(w->record_count < 2000);
            c->record[w->record_count++] =
                (struct cadence_encounter){.id = 9, .day = day, .known = day, .kind = (uint16_t)item->of};
        }
        break;
    case CHECK_FACT:
        c->fact[w->fact_count++] = (struct member_fact){.from = day, .to = DAY_MAX, .fact = (int16_t)item->of};
        break;
    case CHECK_FACILITY:
        for (int i = 0; i < item->least; i++)
            c->facility[w->facility_count++] =
                (struct facility_state){.kind = item->name, .from = day, .to = DAY_MAX, .known = day};
        break;
    case CHECK_EQUIPMENT:
    case CHECK_KEEPER:
        c->spell[c->own.spell_count++] = (struct facility_spell){item->how == CHECK_KEEPER ? T(FACILITY_KEEPER) : item->name, day,
                                                                 DAY_MAX, day, item->least};
    }
}

static inline struct check_case *check_begin(struct arena *a, day_t day)
{
    struct check_case *c = arena_alloc(a, sizeof *c);
    c->own = (struct facility_state){.from = day, .to = DAY_MAX, .known = day, .spell = c->spell};
    c->w = (struct check_world){.as_of = day, .from = {day - 60, day - 90, day - 200, 0}, .tick = c->tick, .record = c->record,
                                .fact = c->fact, .facility = c->facility, .own = &c->own};
    return c;
}

/* Nothing is done of itself; each thing shows in its own item, and is missed when everything else is there. */
static inline void checklist_is_judged(struct arena *a, const struct plan_checklist *l)
{
    struct check_seen seen[CHECKLIST_ITEMS];
    day_t day = kit_day("2026-10-15");
    struct check_case *none = check_begin(a, day);
    struct check_sum sum = checklist_judge(l, &none->w, seen);
    assert_int_equal(sum.done, 0);
    assert_int_equal(sum.level, -1);
    for (size_t x = 0; x <= l->item_count; x++) {
        struct check_case *c = check_begin(a, day);
        for (size_t i = 0; i < l->item_count; i++) {
            if (i != x) check_put(c, &l->item[i]);
        }
        sum = checklist_judge(l, &c->w, seen);
        assert_int_equal(sum.missing, x < l->item_count && !l->item[x].optional);
        if (x < l->item_count) assert_false(seen[x].done);
        else assert_int_equal(sum.level, (int)l->level_count - 1);
        if (x < l->item_count) continue;
        c->w.as_of = day - 1;                         /* it was not so before */
        assert_int_equal(checklist_judge(l, &c->w, seen).done, 0);
    }
}

#endif
