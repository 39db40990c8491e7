/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of records that are about places or members of staff: a meeting of a school, a training of its teachers. */
#include "gen/sql/matter.h"
#include "model/encounter_check.h"
#include "model/grant.h"
#include "model/matter.h"
#include "model/owner.h"

enum { SAME_TWINS = 40 };

static bool same_about(struct about a, struct about b)
{
    return a.kind == b.kind && a.id == b.id;
}

static enum rc check_one(struct work *w, const struct encounter_input *in, struct encounter_checked *ok, size_t i,
    struct subject_space *space)
{
    struct matter m;
    for (size_t k = 0; k < i; k++) {
        if (!same_about(in->about[k], in->about[i])) continue;
        fault_add(w->faults, T("about"), W_encounter_about_twice, TEXT_NONE, TEXT_NONE);
    }
    TRY(matter_load(w->db, w->ev, in->about[i], in->day, space, &m));
    /* Who works at the bureau or a centre may have taken part too; nothing is owed about them. */
    enum code_subject subject = in->about[i].kind == ABOUT_STAFF ? SUBJECT_STAFF : m.subject;
    if (!(ok->kind->subjects & UINT32_C(1) << subject)) {
        fault_add(w->faults, T("about"), W_encounter_about_unfit, ok->kind->title[LANG_ZH], TEXT_NONE);
        return RC_OK;
    }
    if (in->day < m.from || in->day >= m.to) {
        fault_warn(w->faults, T("about"), W_encounter_about_away, day_text(w->arena, in->day), TEXT_NONE);
    }
    if (i == 0) ok->place_key = m.place_key;
    ok->about_key[i] = m.place_key;
    ok->roles[i] = roles_at(w->ev->roles, &ok->who, m.place_key, m.place_key + 1);
    if (m.keeper != 0 && m.keeper == ok->actor) ok->roles[i] |= owner_keeper_bit(w->ev->codes);
    return RC_OK;
}

enum rc encounter_check_about(struct work *w, const struct encounter_input *in, struct encounter_checked *ok)
{
    ok->about_key = arena_array(w->arena, in->about_count + 1, sizeof *ok->about_key);
    bool staff = (ok->kind->subjects & UINT32_C(1) << SUBJECT_STAFF) != 0, nobody = in->about_count > 0;
    if (in->child_count > 0) {
        fault_add(w->faults, T("children"), W_encounter_no_children, ok->kind->title[LANG_ZH], TEXT_NONE);
    }
    if (in->about_count == 0) {
        fault_add(w->faults, T("about"), staff ? W_encounter_staff_none : W_encounter_place_none, TEXT_NONE, TEXT_NONE);
    }
    if (in->about_count > ENCOUNTER_ABOUT) {
        fault_add(w->faults, T("about"), W_encounter_about_many, text_fmt(w->arena, "%d", ENCOUNTER_ABOUT), TEXT_NONE);
        return RC_OK;
    }
    if (in->about_count > 1 && !ok->kind->group) {
        fault_add(w->faults, T("about"), W_encounter_about_one, ok->kind->title[LANG_ZH], TEXT_NONE);
    }
    struct subject_space space = {.arena = w->arena};
    TRY(grant_who(w->db, w->ev->roles, w->county, ok->actor, in->day, &ok->who));
    ok->roles = arena_array(w->arena, in->about_count + 1, sizeof *ok->roles);
    for (size_t i = 0; i < in->about_count; i++) {
        TRY(check_one(w, in, ok, i, &space));
        nobody = nobody && (ok->roles[i] & ok->kind->roles) == 0;
    }
    if (nobody) fault_warn(w->faults, T("actor"), W_encounter_no_role_there, TEXT_NONE, TEXT_NONE);
    return RC_OK;
}

static enum rc same_abouts(struct work *w, const struct encounter_input *in, int64_t id, bool *same)
{
    struct about *about;
    size_t n, found = 0;
    TRY(encounter_abouts(w->db, w->county, id, w->arena, &about, &n));
    for (size_t i = 0; i < in->about_count; i++) {
        for (size_t k = 0; k < n; k++) found += same_about(about[k], in->about[i]);
    }
    *same = n == in->about_count && found == n;
    return RC_OK;
}

enum rc encounter_about_twins(struct work *w, const struct encounter_input *in, struct encounter_checked *ok,
    const struct encounter_said *said, int64_t *like)
{
    struct { int64_t id; bool whole; } alike[SAME_TWINS];
    size_t n = 0;
    struct cursor c;
    struct sql_matter_twins_out row;
    TRY(sql_matter_twins(w->db,
        &(struct sql_matter_twins_in){.county = w->county, .about_kind = in->about[0].kind, .about = in->about[0].id,
            .actor = ok->actor, .occurred_day = in->day, .kind = ok->kind->key, .mode = ok->mode->key}, &c));
    while (sql_matter_twins_next(&c, &row)) {
        bool whole;
        struct encounter_said other = {row.minutes, row.met, row.sentence, row.form, row.lines};
        if (!encounter_alike(&other, said, &whole) || n == SAME_TWINS) continue;
        alike[n].whole = whole;
        alike[n++].id = row.id;
    }
    TRY(sql_close(&c));
    for (size_t i = 0; i < n && ok->twin == 0; i++) {
        bool same;
        TRY(same_abouts(w, in, alike[i].id, &same));
        if (same && *like == 0) *like = alike[i].id;
        if (same && alike[i].whole) ok->twin = alike[i].id;
    }
    return RC_OK;
}

enum rc encounter_about_replaced(struct work *w, const struct encounter_input *in, bool *fits)
{
    struct about *about;
    size_t n;
    TRY(encounter_abouts(w->db, w->county, in->replaces, w->arena, &about, &n));
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < in->about_count; k++) *fits = *fits || same_about(about[i], in->about[k]);
    }
    return RC_OK;
}
