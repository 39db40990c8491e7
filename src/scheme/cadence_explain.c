/* SPDX-License-Identifier: Apache-2.0 */
/* Why an obligation stands as it does: what credited it, and what nearly did. */
#include "scheme/cadence_inner.h"

#include <string.h>

const char *cadence_reason_name(enum cadence_reason r)
{
    static const char *const names[CADENCE_REASONS] = {"credited", "surplus", "wrong_kind", "wrong_mode", "wrong_people",
                                                       "too_short", "wrong_role", "outside", "not_known", "too_near"};
    return (unsigned)r < CADENCE_REASONS ? names[r] : "";
}

/* How far an encounter gets along the lines of a credit: the further, the nearer the miss. */
static enum cadence_reason credit_reason(const struct cadence_credit *c, const struct cadence_encounter *e, int *depth)
{
    const bool holds[] = {
        cadence_has(c->kinds, e->kind),
        c->modes == CADENCE_ANY || (c->modes >> (e->mode & 31) & 1) != 0,
        (e->met & c->met_all) == c->met_all && (c->met_any == 0 || (e->met & c->met_any) != 0),
        e->minutes >= c->min_minutes,
        c->roles == CADENCE_ANY || (e->roles & c->roles) != 0,
    };
    static const enum cadence_reason why[] = {CADENCE_WRONG_KIND, CADENCE_WRONG_MODE, CADENCE_WRONG_PEOPLE, CADENCE_TOO_SHORT,
                                              CADENCE_WRONG_ROLE};
    for (*depth = 0; *depth < 5; ++*depth) {
        if (!holds[*depth]) return why[*depth];
    }
    return CADENCE_CREDITED;
}

/* The reason of the alternative that came nearest. */
static enum cadence_reason duty_reason(const struct cadence_duty *d, const struct cadence_encounter *e)
{
    enum cadence_reason best = CADENCE_WRONG_KIND;
    int furthest = -1;
    for (int k = 0; k < d->credit_count; k++) {
        int depth;
        enum cadence_reason r = credit_reason(&d->credit[k], e, &depth);
        if (depth > furthest) {
            furthest = depth;
            best = r;
        }
    }
    return best;
}

static void note_add(struct cadence_explanation *out, const struct cadence_encounter *e, enum cadence_reason why)
{
    if (out->note_count == CADENCE_NOTES) {
        out->cut = true;
        return;
    }
    out->notes[out->note_count++] = (struct cadence_note){e->id, e->day, why};
}

/* Follows the same order as the judging: earliest first, each far enough from the one credited before. */
static void notes_take(const struct cadence_plan *p, const struct cadence_duty *d, const struct cadence_subject *s, day_t as_of,
                       day_t end, struct cadence_explanation *out)
{
    int have = 0;
    day_t last = DAY_NONE;
    for (size_t i = 0; i < s->encounter_count; i++) {
        const struct cadence_encounter *e = &s->encounters[i];
        if (e->day < out->o.from - CADENCE_NEAR_DAYS || e->day > end + CADENCE_NEAR_DAYS) continue;
        bool inside = e->day >= out->o.from && e->day <= end;
        enum cadence_reason why = duty_reason(d, e);
        if (!inside) {
            /* of what lies outside, only what would have counted is a near miss */
            if (why == CADENCE_CREDITED) note_add(out, e, encounter_known(e) > as_of ? CADENCE_NOT_KNOWN : CADENCE_OUTSIDE);
            continue;
        }
        if (why == CADENCE_CREDITED && encounter_known(e) > as_of) why = CADENCE_NOT_KNOWN;
        else if (why == CADENCE_CREDITED && have == d->quota) why = CADENCE_SURPLUS;
        else if (why == CADENCE_CREDITED && !cadence_far_enough(p, d, last, e->day)) why = CADENCE_TOO_NEAR;
        note_add(out, e, why);
        if (why != CADENCE_CREDITED) continue;
        have++;
        last = e->day;
    }
}

struct finder { day_t from; bool found; struct cadence_explanation *out; };

static void obligation_find(void *ctx, const struct cadence_obligation *o)
{
    struct finder *f = ctx;
    if (o->from != f->from || f->found) return;
    f->found = true;
    f->out->o = *o;
    memcpy(f->out->evidence, o->evidence, (size_t)o->evidence_count * sizeof *o->evidence);
    f->out->o.evidence = f->out->evidence;
}

/* A gap that was ended late goes on past its due day, and an open one to as_of. */
static day_t window_end(const struct cadence_duty *d, const struct cadence_explanation *out, day_t as_of)
{
    if (d->window != CADENCE_SINCE_LAST || out->o.met_known == DAY_NONE) {
        return d->window == CADENCE_SINCE_LAST ? later_of(out->o.to, as_of) : out->o.to;
    }
    return later_of(out->o.to, out->o.met_known);
}

enum rc cadence_explain(const struct cadence_plan *p, size_t index, const struct cadence_subject *s, day_t from, day_t as_of,
                        uint32_t *scratch, struct cadence_explanation *out)
{
    memset(out, 0, sizeof *out);
    struct finder f = {from, false, out};
    if (index >= p->count) return RC_NOT_FOUND;
    cadence_run_duty(p, index, s, from, from, as_of, scratch, obligation_find, &f);
    if (!f.found) return RC_NOT_FOUND;
    const struct cadence_duty *d = &p->entries[index].duty;
    for (day_t day = out->o.from; day <= out->o.to && !out->provisional; day++) {
        out->provisional = calendar_provisional(p->calendar, day);
    }
    notes_take(p, d, s, as_of, window_end(d, out, as_of), out);
    return RC_OK;
}
