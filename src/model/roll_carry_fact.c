/* SPDX-License-Identifier: Apache-2.0 */
/* Facts of a row against the facts of the base, as of the day the file speaks of. */
#include "gen/sql/fact.h"
#include "model/roll_part.h"

static struct text title_of(struct carry *c, const struct roll_fact *f)
{
    struct text who = text_eqz(f->who, "father") ? T("父亲") : text_eqz(f->who, "mother") ? T("母亲") : T("");
    return text_fmt(c->a, "%.*s%.*s", TP(who), TP(f->kind->title[LANG_ZH]));
}

static struct text code_words(const struct code_fact *kind, struct text code)
{
    const struct code_item *item = kind->list ? code_item(kind->list, code) : NULL;
    return item ? item->title[LANG_ZH] : code;
}

static struct text spell_words(struct carry *c, struct text note, struct text place, day_t from, day_t to)
{
    return text_fmt(c->a, "%.*s %.*s—%.*s", TP(text_empty(note) ? place : note), TP(day_text(c->a, from)),
                    TP(to == DAY_NONE ? T("今") : day_text(c->a, to)));
}

static enum rc fact_put(struct carry *c, const struct roll_fact *f)
{
    struct work *w = c->r->w;
    if (!c->undo) return RC_OK;
    int64_t id = ids_next(w->ids, w->now);
    struct sql_fact_insert_in in = {.county = w->county,
                                    .child = c->child.id,
                                    .id = id,
                                    .kind = f->kind->key,
                                    .who = f->who,
                                    .code = f->code,
                                    .place = f->place,
                                    .from_day = f->from,
                                    .to_day = f->to,
                                    .note = f->note,
                                    .recorded_at = w->now,
                                    .recorded_by = w->staff,
                                    .source = T("roll"),
                                    .batch = c->r->batch};
    undo_fact_new(c->undo, id);
    return sql_fact_insert_run(w->db, &in, NULL);
}

/* The old one ends on a day; when it would hold no day at all, it was a mistake and is taken back. */
static enum rc fact_stop(struct carry *c, const struct fact *old, day_t on)
{
    struct work *w = c->r->w;
    if (!c->undo) return RC_OK;
    if (old->from >= on) {
        undo_fact_void(c->undo, old->id);
        return sql_fact_voided_run(
            w->db, &(struct sql_fact_voided_in){.county = w->county, .child = c->child.id, .id = old->id, .voided_at = w->now},
            NULL);
    }
    undo_fact(c->undo, old->id, old->to);
    return sql_fact_to_run(
        w->db, &(struct sql_fact_to_in){.county = w->county, .child = c->child.id, .id = old->id, .to_day = on}, NULL);
}

static bool same_kind(const struct fact *old, const struct roll_fact *f)
{
    return old->to == DAY_NONE && text_eq(old->kind, f->kind->key) && text_eq(old->who, f->who);
}

/* A code that holds from the day of the file: the others of its kind end. */
static enum rc carry_code(struct carry *c, const struct fact_list *l, const struct roll_fact *f)
{
    struct text old_words = T("");
    bool there = false, stopped = false;
    for (size_t i = 0; i < l->n; i++) {
        const struct fact *old = &l->item[i];
        if (!same_kind(old, f) || old->from > c->r->as_of) continue;
        if (text_eq(old->code, f->code)) {
            there = true;
            continue;
        }
        old_words = code_words(f->kind, old->code);
        stopped = true;
        TRY(fact_stop(c, old, c->r->as_of));
    }
    bool put = !there && (!f->none || f->keep);
    if (stopped || (put && c->child.version != 0)) carry_diff(c, title_of(c, f), old_words, code_words(f->kind, f->code));
    return put ? fact_put(c, f) : RC_OK;
}

/* A parent's absence: the same spell may get an end or a better place; a spell that began on another day replaces the open one.
 */
static enum rc carry_absence(struct carry *c, const struct fact_list *l, const struct roll_fact *given)
{
    const struct fact *old = NULL;
    struct roll_fact own = *given, *f = &own;
    for (size_t i = 0; i < l->n; i++) {
        const struct fact *one = &l->item[i];
        if (!text_eqz(one->kind, "absence") || !text_eq(one->who, f->who)) continue;
        if (one->to == DAY_NONE || (one->from == f->from && !f->none)) old = one;
    }
    /* Only a month or a year was written, and a day within it is known: that day. */
    if (old && f->from_end != DAY_NONE && old->from >= f->from && old->from < f->from_end) f->from = old->from;
    if (f->none) {
        if (!old || old->to != DAY_NONE) return RC_OK;
        carry_diff(c, title_of(c, f), spell_words(c, old->note, old->place, old->from, old->to), T("在家"));
        return fact_stop(c, old, c->r->as_of);
    }
    if (old && old->from == f->from) {
        bool same = old->to == f->to && text_eq(old->place, f->place) && text_eq(old->code, f->code) &&
                    (text_empty(f->note) || text_eq(old->note, f->note));
        if (same) return RC_OK;
    }
    /* No day was given and a spell is open already: it is that one, nothing new. */
    if (old && old->to == DAY_NONE && f->from == c->r->as_of && old->from < f->from && text_eq(old->place, f->place))
        return RC_OK;
    if (c->child.version != 0)
        carry_diff(c, title_of(c, f), old ? spell_words(c, old->note, old->place, old->from, old->to) : T(""),
                   spell_words(c, f->note, f->place, f->from, f->to));
    if (old && old->to == DAY_NONE) TRY(fact_stop(c, old, f->from));
    else if (old) TRY(fact_stop(c, old, old->from));
    return fact_put(c, f);
}

static bool tells_absence(const struct roll_want *w, struct text who)
{
    for (size_t i = 0; i < w->facts; i++)
        if (w->fact[i].kind && w->fact[i].kind->place && text_eq(w->fact[i].who, who)) return true;
    return false;
}

/* 非留守 in a file that is silent about a parent who is on record as away: nothing ends by silence, but somebody should look. */
static void still_away_doubt(struct carry *c, const struct fact_list *l)
{
    bool flagged_none = false;
    for (size_t i = 0; i < c->want->facts; i++) {
        const struct roll_fact *f = &c->want->fact[i];
        flagged_none |= f->kind && text_eqz(f->kind->key, "roll_code") && f->none;
    }
    for (size_t i = 0; flagged_none && i < l->n; i++) {
        const struct fact *one = &l->item[i];
        if (!text_eqz(one->kind, "absence") || one->to != DAY_NONE || one->from > c->r->as_of) continue;
        if (tells_absence(c->want, one->who)) continue;
        fault_warn(&c->r->im->row_faults, c->want->name, W_roll_flag_open, text_eqz(one->who, "mother") ? T("母亲") : T("父亲"),
                   spell_words(c, one->note, one->place, one->from, one->to));
    }
}

enum rc roll_carry_facts(struct carry *c)
{
    struct fact_list l = {0};
    if (c->child.version != 0) TRY(fact_for(c->r->w->db, c->r->w->county, c->child.id, c->a, &l));
    if (c->r->preview) still_away_doubt(c, &l);
    for (size_t i = 0; i < c->want->facts; i++) {
        const struct roll_fact *f = &c->want->fact[i];
        if (!f->kind) continue;
        if (f->kind->place) TRY(carry_absence(c, &l, f));
        else TRY(carry_code(c, &l, f));
    }
    return RC_OK;
}
